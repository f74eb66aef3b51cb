package journal

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"comity/events"
	"comity/services/bus"
	"comity/services/natstest"
)

// site makes a journal of one partition on a server of the test's own.
func site(t *testing.T) (*Journal, *natstest.Server) {
	t.Helper()
	t.Parallel()
	s := natstest.Start(t)
	js, err := jetstream.New(s.Administrator(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := bus.Provision(t.Context(), js, bus.Options{LogID: "log-1", At: time.Date(2026, 4, 1, 8, 0, 0, 0, time.UTC)}); err != nil {
		t.Fatal(err)
	}
	j, err := Open(t.Context(), Config{Conn: s.Engine(t), Snapshots: "test"})
	if err != nil {
		t.Fatal(err)
	}
	return j, s
}

// first is the first record of a case.
func first(t *testing.T, id string) Write {
	t.Helper()
	w, err := new(Held[Folder]).Next(events.Record{
		Partnership: "westmere", Kind: events.KindCase, ID: id, Actor: "p-test", At: time.Date(2026, 4, 1, 8, 0, 0, 0, time.UTC),
		Command: events.CommandRef{ID: "c-" + id, Name: "case.note"},
	}, events.InstallationCreated{LogID: id})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// Waiters whose contexts end while a batch carries them take no part in what follows when it fails.
func TestWhoLeavesAFailingBatchIsNotCounted(t *testing.T) {
	j, _ := site(t)
	p := j.parts[0]
	g := &p.group
	if _, err := j.Append(t.Context(), first(t, "taken")); err != nil {
		t.Fatal(err)
	}
	g.plain = groupPlain // so much is under way that everybody waits
	late := first(t, "taken")
	late.Record.Command.ID = "c-late"
	_, slots, err := j.seal([]Write{late})
	if err != nil {
		t.Fatal(err)
	}
	leader := &waiter{slot: slots[0], turn: make(chan turn, 1)} // its slot is taken: the batch will be refused
	g.waiting = append(g.waiting, leader)

	impatient, leave := context.WithCancel(t.Context())
	var others sync.WaitGroup
	for n := range groupMin - 1 {
		ctx, w := t.Context(), first(t, strconv.Itoa(n))
		if n < 2*groupPlain {
			ctx = impatient
		}
		others.Go(func() {
			if _, err := j.Append(ctx, w); (err != nil) != (ctx == impatient) || err != nil && !errors.Is(err, ErrUnknown) {
				t.Errorf("append %d: %v", n, err)
			}
		})
	}
	gathered := func() int { g.mu.Lock(); defer g.mu.Unlock(); return len(g.waiting) }
	natstest.Until(t, "the others wait", func() bool { return gathered() == groupMin })
	g.mu.Lock()
	g.next()
	g.mu.Unlock()
	batch := (<-leader.turn).lead
	leave()
	natstest.Until(t, "they have left", func() bool {
		g.mu.Lock()
		defer g.mu.Unlock()
		left := 0
		for _, w := range batch {
			if w.state == gone {
				left++
			}
		}
		return left == 2*groupPlain
	})
	if got := j.lead(p, batch); got.first != 0 || got.lead != nil {
		t.Fatalf("got %+v, want that the batch was refused", got)
	}
	if _, err := j.appendPlain(t.Context(), p, slots); !errors.Is(err, ErrConflict) {
		t.Errorf("the leader by itself: got %v, want ErrConflict", err)
	}
	others.Wait()
	g.mu.Lock()
	g.plain -= groupPlain // what was under way has ended
	left := g.plain
	g.mu.Unlock()
	if left != 0 {
		t.Errorf("%d plain publishes count as under way, and there is none", left)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if _, err := j.Append(ctx, first(t, "after")); err != nil {
		t.Errorf("an append afterwards: %v", err)
	}
}
