package client_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"golang.org/x/sync/errgroup"

	"comity/events"
	"comity/services/broker"
	"comity/services/bus"
	"comity/services/casework"
	"comity/services/client"
	"comity/services/journal"
	"comity/services/register"
	"comity/workflow"
)

// startEngine starts an installation in a directory of its own, with the rules as they are and Westmere's documents
// published, and returns the operator's connection. It is what the examples run on; a desk stands in for views and
// feeds, so that an example here does not need a database.
func startEngine() (operator *nats.Conn, stop func(), err error) {
	ctx, cancel := context.WithCancel(context.Background())
	var undo []func()
	stop = func() {
		cancel()
		for i := range undo {
			undo[len(undo)-1-i]()
		}
	}
	dir, err := os.MkdirTemp("", "comity")
	if err != nil {
		return nil, stop, err
	}
	undo = append(undo, func() { os.RemoveAll(dir) })
	if err := broker.Init(dir); err != nil {
		return nil, stop, err
	}
	b, err := broker.Start(ctx, broker.Config{Dir: dir, Listen: "127.0.0.1:0", Unsynced: true})
	if err != nil {
		return nil, stop, err
	}
	undo = append(undo, func() { b.Close() })
	if err := provision(ctx, b); err != nil {
		return nil, stop, err
	}
	engine, err := b.Connect(ctx, "engine")
	if err != nil {
		return nil, stop, err
	}
	j, err := journal.Open(ctx, journal.Config{Conn: engine})
	if err != nil {
		return nil, stop, err
	}
	d := &desk{j: j, nc: engine}
	var services errgroup.Group
	undo = append(undo, func() { services.Wait() })
	now := func() time.Time { return noon }
	cases := casework.New(casework.Config{Conn: engine, Journal: j, Now: now, OperatorActs: true})
	registers := register.New(register.Config{Conn: engine, Journal: j, Now: now, OperatorActs: true})
	services.Go(func() error { return cases.Run(ctx) })
	services.Go(func() error { return registers.Run(ctx) })
	services.Go(func() error {
		return bus.ServeViews(ctx, engine, bus.Views{Name: "views", Names: []string{"case", bus.FeedView}, Handle: d.answer, OperatorActs: true})
	})
	services.Go(func() error { return j.Follow(ctx, 0, 0, d.publish) })

	who, err := broker.ReadCredentials(dir, broker.OperatorUser)
	if err != nil {
		return nil, stop, err
	}
	operator, err = broker.Connect(ctx, broker.Dial{URL: b.URL(), User: who.User, Password: who.Password, InboxPrefix: broker.OperatorInbox})
	if err != nil {
		return nil, stop, err
	}
	undo = append(undo, operator.Close)
	return operator, stop, publish(ctx, client.New(operator, client.Config{}))
}

func provision(ctx context.Context, b *broker.Broker) error {
	admin, err := b.Administrator(ctx)
	if err != nil {
		return err
	}
	defer admin.Close()
	js, err := jetstream.New(admin)
	if err != nil {
		return err
	}
	return bus.Provision(ctx, js, bus.Options{LogID: "example", Administrators: []string{"p-admin"}, At: noon})
}

// publish puts Westmere's documents in force.
func publish(ctx context.Context, c *client.Client) error {
	for _, file := range []string{"westmere.governance.yaml", "joint-commissioning.workflow.yaml"} {
		source, err := os.ReadFile(filepath.Join("..", "..", "workflow", "document", "testdata", file))
		if err != nil {
			return err
		}
		var cmd workflow.Command = &workflow.PartnershipPublish{Source: string(source)}
		if strings.Contains(file, ".workflow.") {
			cmd = &workflow.WorkflowPublish{Source: string(source)}
		}
		if _, err := c.Do(ctx, "westmere", "p-admin", cmd); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	return nil
}

// desk is the little of views and feeds that the examples need: it answers from the journal, and publishes it.
type desk struct {
	j  *journal.Journal
	nc *nats.Conn

	mu        sync.Mutex
	published bus.FeedPage
}

// answer is the views' part.
func (d *desk) answer(ctx context.Context, q bus.Query) (bus.Answer, error) {
	head, err := d.j.Head(ctx, 0)
	if err != nil {
		return bus.Answer{}, err
	}
	if q.View == bus.FeedView {
		page, err := d.after(q.Partnership, q.Args)
		return bus.Answer{Seq: head, AsAt: noon, Data: page}, err
	}
	var args struct {
		Case string `json:"case"`
	}
	if err := json.Unmarshal(q.Args, &args); err != nil {
		return bus.Answer{}, err
	}
	h := journal.Held[*workflow.Case]{State: workflow.NewCase(q.Partnership, args.Case)}
	if err := journal.CatchUp(ctx, d.j, events.Aggregate{Partnership: q.Partnership, Kind: events.KindCase, ID: args.Case}, &h); err != nil {
		return bus.Answer{}, err
	}
	return bus.Answer{Seq: head, AsAt: noon, Data: map[string]string{"label": h.State.Label(), "title": h.State.Terms.Title}}, nil
}

// after lists what was published of a partnership after a position.
func (d *desk) after(partnership string, raw []byte) (page bus.FeedPage, err error) {
	var args bus.FeedArgs
	if err := json.Unmarshal(raw, &args); err != nil {
		return page, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	page.Last = d.published.Last
	for _, e := range d.published.Events {
		if e.Partnership == partnership && e.Sequence > args.After {
			page.Events = append(page.Events, e)
		}
	}
	return page, nil
}

// publish is the feeds' part: every event as public, with nothing but its case.
func (d *desk) publish(page []journal.Stored) error {
	for _, s := range page {
		if err := d.record(s); err != nil {
			return err
		}
	}
	return nil
}

func (d *desk) record(s journal.Stored) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.published.Last = s.Seq
	for i, env := range s.Record.Events {
		e, err := events.NewCloudEvent(s.Record, s.Seq, i, "public", map[string]any{"case": s.Record.ID})
		if err != nil {
			return err
		}
		d.published.Events = append(d.published.Events, *e)
		data, err := json.Marshal(e)
		if err != nil {
			return err
		}
		if err := d.nc.Publish(events.FeedSubject(s.Record.Partnership, "public", env.Type, s.Record.ID), data); err != nil {
			return err
		}
	}
	return nil
}
