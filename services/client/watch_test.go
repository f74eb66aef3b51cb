package client_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"golang.org/x/sync/errgroup"

	"comity/events"
	"comity/services/bus"
	"comity/services/client"
	"comity/services/feeds"
	"comity/services/journal"
	"comity/services/journal/journaltest"
	"comity/services/natstest"
	"comity/services/views"
	"comity/workflow"
)

// feed is what feeds and views do for Watch: it publishes live, and answers what was published. Each record is two events.
type feed struct {
	nc *nats.Conn

	mu     sync.Mutex
	events []events.CloudEvent
	asked  int
	empty  chan struct{} // gets a token when there was nothing to answer with
}

func startFeed(t *testing.T, s *natstest.Server) *feed {
	t.Helper()
	f := &feed{nc: s.Engine(t), empty: make(chan struct{}, 100)}
	natstest.RunReady(t, func(ctx context.Context, ready func()) error {
		return bus.ServeViews(ctx, f.nc, bus.Views{Name: "views", Names: []string{bus.FeedView}, Handle: f.answer, Ready: ready})
	})
	return f
}

func (f *feed) answer(_ context.Context, q bus.Query) (bus.Answer, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked++
	var args bus.FeedArgs
	if err := json.Unmarshal(q.Args, &args); err != nil {
		return bus.Answer{}, err
	}
	page := bus.FeedPage{Last: args.After}
	for _, e := range f.events {
		if e.Sequence > args.After && len(page.Events) < 5 { // so that records are cut by pages
			page.Events, page.Last = append(page.Events, e), e.Sequence
		}
	}
	if len(page.Events) == 0 {
		f.empty <- struct{}{}
	}
	return bus.Answer{Data: page}, nil
}

// record keeps the events of the n-th record, whole as the journal has it, and publishes them live unless that is lost.
func (f *feed) record(t *testing.T, n int, live bool) {
	t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range 2 {
		f.events = append(f.events, events.CloudEvent{
			SpecVersion: events.CloudEventsVersion, ID: fmt.Sprintf("westmere/case/C-1/%d/%d/public", n, i), Type: "case.amended",
			Sequence: events.FeedPosition(uint64(n), i), JournalSeq: uint64(n), Data: []byte("{}"),
		})
	}
	for _, e := range f.events[len(f.events)-2:] {
		data, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		if !live {
			continue
		}
		if err := f.nc.Publish(events.FeedSubject("westmere", "public", e.Type, "C-1"), data); err != nil {
			t.Fatal(err)
		}
	}
}

var errSeen = errors.New("seen enough")

// watch collects ids until it has n; during is called after each event.
func watch(t *testing.T, c *client.Client, after uint64, n int, during func(got int)) []string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	var got []string
	err := c.Watch(ctx, "westmere", "public", after, func(e client.Event) error {
		got = append(got, e.ID)
		if during != nil {
			during(len(got))
		}
		if len(got) == n {
			return errSeen
		}
		return nil
	})
	if !errors.Is(err, errSeen) {
		t.Fatalf("got %v after %d events", err, len(got))
	}
	return got
}

// wantEvents checks that both events of each record from first on came in order, each once.
func wantEvents(t *testing.T, got []string, first int) {
	t.Helper()
	for i, id := range got {
		if want := fmt.Sprintf("westmere/case/C-1/%d/%d/public", first+i/2, i%2); id != want {
			t.Errorf("event %d is %s, want %s", i, id, want)
		}
	}
}

func TestWatchFromThePastIntoThePresent(t *testing.T) {
	t.Parallel()
	s := natstest.Start(t)
	f := startFeed(t, s)
	for n := 1; n <= 10; n++ {
		f.record(t, n, true)
	}
	c := client.New(s.Operator(t), client.Config{})
	got := watch(t, c, events.FeedPosition(4, 0)-1, 34, func(n int) {
		if n <= 20 && n%2 == 0 { // while it catches up, and after
			f.record(t, 10+n/2, true)
		}
	})
	wantEvents(t, got, 4)
}

func TestWatchLive(t *testing.T) {
	t.Parallel()
	s := natstest.Start(t)
	f := startFeed(t, s)
	var begun sync.WaitGroup
	begun.Go(func() {
		<-f.empty
		f.record(t, 1, true)
	})
	defer begun.Wait()
	c := client.New(s.Operator(t), client.Config{})
	got := watch(t, c, 0, 40, func(n int) {
		if n%2 == 0 {
			f.record(t, 1+n/2, true)
		}
	})
	wantEvents(t, got, 1)
	if f.asked != 1 {
		t.Errorf("asked %d times, want once: what is live comes live", f.asked)
	}
}

// What is published while the connection is cut is asked for afterwards.
func TestWatchAfterACut(t *testing.T) {
	t.Parallel()
	s := natstest.Start(t)
	f := startFeed(t, s)
	f.record(t, 1, true)
	c := client.New(s.Operator(t), client.Config{Attempt: 200 * time.Millisecond})
	got := watch(t, c, 0, 10, func(n int) {
		switch n {
		case 2:
			f.record(t, 2, true)
		case 4:
			s.Stop(t)
			f.record(t, 3, false)
			f.record(t, 4, false)
			s.Restart(t)
		case 8:
			f.record(t, 5, true)
		}
	})
	wantEvents(t, got, 1)
}

// A live event never overtakes what was lost while the connection was cut, however late the cut is noticed.
func TestWatchLiveAfterACut(t *testing.T) {
	t.Parallel()
	s := natstest.Start(t)
	f := startFeed(t, s)
	nc := s.Operator(t)
	connected := nc.StatusChanged(nats.CONNECTED)
	defer nc.RemoveStatusListener(connected)
	const cuts = 12
	var begun sync.WaitGroup
	begun.Go(func() {
		for n := range cuts { // each time it has everything
			select {
			case <-f.empty:
				f.record(t, 1+3*n, true)
			case <-t.Context().Done():
				return
			}
		}
	})
	t.Cleanup(begun.Wait)
	got := watch(t, client.New(nc, client.Config{}), 0, 6*cuts, func(n int) {
		if n%6 != 2 {
			return
		}
		if err := nc.ForceReconnect(); err != nil {
			t.Error(err)
		}
		<-connected
		if err := nc.Flush(); err != nil { // the server knows of the subscription again
			t.Error(err)
		}
		f.record(t, n/2+1, false)
		f.record(t, n/2+2, true)
		if err := errors.Join(f.nc.Flush(), nc.Flush()); err != nil { // it has come by now
			t.Error(err)
		}
	})
	wantEvents(t, got, 1)
}

// Whoever stops, also in the middle of a record, comes back right after the last event.
func TestWatchAgain(t *testing.T) {
	t.Parallel()
	s := natstest.Start(t)
	f := startFeed(t, s)
	for n := 1; n <= 5; n++ {
		f.record(t, n, true)
	}
	c := client.New(s.Operator(t), client.Config{})
	var got []string
	after := uint64(0)
	for range 10 {
		err := c.Watch(t.Context(), "westmere", "public", after, func(e client.Event) error {
			if len(e.Raw) == 0 {
				t.Errorf("%s has no raw form", e.ID)
			}
			got, after = append(got, e.ID), e.Sequence
			return errSeen
		})
		if !errors.Is(err, errSeen) {
			t.Fatal(err)
		}
	}
	wantEvents(t, got, 1)
}

// From feeds and views as they are: pages, tiers and the stream between.
func TestWatchTheRealFeed(t *testing.T) {
	t.Parallel()
	j, s := journaltest.Open(t)
	const cases = 650
	for n := range cases {
		if _, err := j.Append(t.Context(), created(t, fmt.Sprintf("C-%d", n))); err != nil {
			t.Fatal(err)
		}
	}
	v, err := views.Open(t.Context(), views.Config{
		Path: filepath.Join(t.TempDir(), "views.db"), Conn: s.Engine(t), Journal: j, Now: func() time.Time { return noon }, OperatorActs: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	published := make(chan struct{})
	head, err := j.Head(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	done := sync.OnceFunc(func() { close(published) })
	f, err := feeds.New(feeds.Config{Conn: s.Engine(t), Journal: j, Level: func(_ int, seq uint64) {
		if seq >= head {
			done()
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	services, ctx := errgroup.WithContext(t.Context())
	ctx, cancel := context.WithCancel(ctx)
	services.Go(func() error { return f.Run(ctx) })
	services.Go(func() error { return v.Run(ctx) })
	defer func() {
		cancel()
		if err := services.Wait(); err != nil {
			t.Error(err)
		}
	}()
	select {
	case <-published:
	case <-ctx.Done():
		t.Fatal("the services ended")
	}

	c := client.New(s.Operator(t), client.Config{})
	got := watch(t, c, 0, cases, nil)
	for i, id := range got {
		if want := fmt.Sprintf("westmere/case/C-%d/1/0/public", i); id != want {
			t.Fatalf("event %d is %s, want %s", i, id, want)
		}
	}
}

// created is the first record of a case.
func created(t *testing.T, id string) journal.Write {
	t.Helper()
	r := events.Record{Partnership: "westmere", Kind: events.KindCase, ID: id, Actor: "p-unit", At: noon,
		Command: events.CommandRef{ID: "create " + id, Name: "case.create", Digest: events.Digest(nil)}}
	h := journal.Held[*workflow.Case]{State: workflow.NewCase("westmere", id)}
	w, err := h.Next(r, events.CaseCreated{Terms: events.CaseTerms{Title: "Early help", Classification: "partners"}})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestWatchRefused(t *testing.T) {
	t.Parallel()
	s := natstest.Start(t)
	startFeed(t, s) // the operator does not act for others here
	c := client.New(s.Operator(t), client.Config{})
	err := c.Watch(t.Context(), "westmere", "public", 0, func(client.Event) error { return nil }, client.As("p-lead"))
	if err == nil || !errors.As(err, new(interface{ About() []string })) {
		t.Errorf("got %v, want a refusal", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := client.New(s.Operator(t), client.Config{}).Watch(ctx, "westmere", "public", 0, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the context's error", err)
	}
}
