package scenario

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/rs/zerolog"
	"github.com/synadia-io/orbit.go/jetstreamext"

	"comity/services/broker"
	"comity/services/client"
	"comity/services/house"
	"comity/services/journal"
)

// openWithin bounds the start of a house, in real time.
const openWithin = 30 * time.Second

// services are those of which a story speaks: nobody signs in, and nobody reads a page.
var services = []string{"notices", "deadlines", "register", "casework", "feeds", "views"}

// engine is the whole of Comity in this process, and our own eyes on what it stores.
type engine struct {
	house   *house.House
	stop    context.CancelFunc
	ended   chan error
	people  [2]*client.Client // as the local operator, who speaks for everybody
	inside  *client.Client    // as the engine itself: for ticks sent twice, and to see everything
	conn    *nats.Conn        // as the engine
	journal *journal.Journal
	js      jetstream.JetStream
}

// openEngine opens the house on a directory and waits until it takes work.
func openEngine(ctx context.Context, dir string, w *world, log zerolog.Logger) (*engine, error) {
	ctx, cancel := context.WithTimeout(ctx, openWithin)
	defer cancel()
	h, err := house.Open(ctx, house.Config{
		Dir: dir, Listen: "127.0.0.1:0", Health: "off", Administrator: w.story.Administrator, OperatorActs: true, Manual: true, Only: services,
		Now: w.clock.now, NewID: w.ids.next, Unsynced: true, Log: log,
	})
	if err != nil {
		return nil, err
	}
	e := &engine{house: h, ended: make(chan error, 1)}
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	e.stop = stop
	go func() { e.ended <- h.Run(running) }()
	select {
	case <-h.Ready():
	case err := <-e.ended:
		return nil, errors.Join(err, h.Close())
	case <-ctx.Done():
		return nil, errors.Join(fmt.Errorf("the engine does not start: %w", context.Cause(ctx)), h.Close())
	}
	if err := e.look(ctx, dir); err != nil {
		return nil, errors.Join(err, e.close())
	}
	for i := range e.people {
		e.people[i] = h.Client(client.Config{NewID: w.ids.next})
	}
	e.inside = client.New(e.conn, client.Config{NewID: w.ids.next})
	return e, nil
}

// look opens a connection of our own on what is stored.
func (e *engine) look(ctx context.Context, dir string) error {
	who, err := broker.ReadCredentials(dir, broker.EngineUser)
	if err != nil {
		return err
	}
	e.conn, err = broker.Connect(ctx, broker.Dial{URL: e.house.URL(), Name: "comity simulate", User: who.User, Password: who.Password})
	if err != nil {
		return err
	}
	if e.js, err = jetstream.New(e.conn); err != nil {
		return err
	}
	e.journal, err = journal.Open(ctx, journal.Config{Conn: e.conn})
	return err
}

// close ends the engine in good order.
func (e *engine) close() error {
	if e.conn != nil {
		e.conn.Close()
	}
	e.stop()
	return errors.Join(<-e.ended, e.house.Close())
}

// kill ends it as a crash would.
func (e *engine) kill() error {
	e.conn.Close()
	err := e.house.Kill()
	<-e.ended // what it returns after a crash says nothing
	e.stop()
	return err
}

// readLeader is read for a stream that only its leader answers for: one message a request, of those that match a subject.
func (e *engine) readLeader(ctx context.Context, stream, subject string, seq uint64, n int) (out []*jetstream.RawStreamMsg, err error) {
	s, err := e.js.Stream(ctx, stream)
	for err == nil && len(out) < n {
		var m *jetstream.RawStreamMsg
		if m, err = s.GetMsg(ctx, seq, jetstream.WithGetMsgSubject(subject)); err == nil {
			out = append(out, m)
			seq = m.Sequence + 1
		}
	}
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		err = nil
	}
	return out, err
}

// read returns up to n stored messages of a stream from a sequence on, as they are stored.
func (e *engine) read(ctx context.Context, stream string, seq uint64, n int) ([]*jetstream.RawStreamMsg, error) {
	page, err := jetstreamext.GetBatch(ctx, e.js, stream, n, jetstreamext.GetBatchSeq(seq))
	if err != nil {
		return nil, err
	}
	var out []*jetstream.RawStreamMsg
	for m, err := range page {
		if errors.Is(err, jetstreamext.ErrNoMessages) {
			break
		}
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}
