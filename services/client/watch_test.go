package client_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"comity/events"
	"comity/services/bus"
	"comity/services/client"
	"comity/services/natstest"
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
	run(t, func(ready func()) func(context.Context) error {
		return func(ctx context.Context) error {
			return bus.ServeViews(ctx, f.nc, bus.Views{Name: "views", Names: []string{bus.FeedView}, Handle: f.answer, Ready: ready})
		}
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
		if e.Sequence > args.After && (len(page.Events) < 6 || e.Sequence == page.Last) {
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
			SpecVersion: events.CloudEventsVersion, ID: fmt.Sprintf("westmere/case/C-1/%d/%d/public", n, i), Type: "case.amended", Sequence: uint64(n), Data: []byte("{}"),
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
	got := watch(t, c, 3, 34, func(n int) {
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

// Whoever stops in the middle of a record comes back to the rest of it.
func TestWatchFromACursor(t *testing.T) {
	t.Parallel()
	s := natstest.Start(t)
	f := startFeed(t, s)
	for n := 1; n <= 5; n++ {
		f.record(t, n, true)
	}
	c := client.New(s.Operator(t), client.Config{})
	var got []string
	var opts []client.Option
	for range 10 {
		err := c.Watch(t.Context(), "westmere", "public", 0, func(e client.Event) error {
			if len(e.Raw) == 0 {
				t.Errorf("%s has no raw form", e.ID)
			}
			got, opts = append(got, e.ID), []client.Option{client.From(e.Cursor)}
			return errSeen
		}, opts...)
		if !errors.Is(err, errSeen) {
			t.Fatal(err)
		}
	}
	wantEvents(t, got, 1)
	for _, cursor := range []string{"7", "7.0", "0.1", "x.1", "7.1.1"} {
		if err := c.Watch(t.Context(), "westmere", "public", 0, nil, client.From(cursor)); err == nil {
			t.Errorf("cursor %q was taken", cursor)
		}
	}
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
