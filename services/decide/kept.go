package decide

import (
	"container/list"
	"context"
	"sync"
	"time"

	"comity/events"
	"comity/services/journal"
)

// dated is a state and what its newest record says of itself: when it was decided, and on which revision of the register.
type dated[S journal.Folder] struct {
	State            S         `json:"state"`
	At               time.Time `json:"at"`
	RegisterRevision int       `json:"register_revision"`
}

// Fold implements journal.Folder.
func (d *dated[S]) Fold(r *events.Record) error {
	if err := d.State.Fold(r); err != nil {
		return err
	}
	d.At, d.RegisterRevision = r.At, r.RegisterRevision
	return nil
}

// kept holds the aggregates that were used last, folded. One in use is never dropped, so that there is one entry, and one
// queue, for each aggregate.
type kept[S journal.Folder] struct {
	most int

	mu      sync.Mutex
	entries map[events.Aggregate]*entry[S]
	idle    *list.List // of *entry[S], the one used last in front
}

// entry is one aggregate. What it holds belongs to whoever has its turn.
type entry[S journal.Folder] struct {
	agg  events.Aggregate
	turn chan struct{} // holds a token while somebody has the turn

	held     *journal.Held[*dated[S]] // nil before it is loaded
	doubtful bool                     // an append ended without an answer: catch up before use

	users int           // owned by kept.mu; those who have the turn or wait for it
	place *list.Element // owned by kept.mu; nil while there are users
}

func newKept[S journal.Folder](most int) *kept[S] {
	return &kept[S]{most: most, entries: map[events.Aggregate]*entry[S]{}, idle: list.New()}
}

// enter waits for the turn at an aggregate. The error is that of ctx.
func (k *kept[S]) enter(ctx context.Context, agg events.Aggregate) (*entry[S], error) {
	e := k.use(agg)
	select {
	case e.turn <- struct{}{}:
		return e, nil
	case <-ctx.Done():
		k.unuse(e)
		return nil, context.Cause(ctx)
	}
}

// leave gives the turn to the next.
func (k *kept[S]) leave(e *entry[S]) {
	<-e.turn
	k.unuse(e)
}

func (k *kept[S]) use(agg events.Aggregate) *entry[S] {
	k.mu.Lock()
	defer k.mu.Unlock()
	e, ok := k.entries[agg]
	if !ok {
		e = &entry[S]{agg: agg, turn: make(chan struct{}, 1)}
		k.entries[agg] = e
	}
	if e.place != nil {
		k.idle.Remove(e.place)
		e.place = nil
	}
	e.users++
	return e
}

func (k *kept[S]) unuse(e *entry[S]) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if e.users--; e.users > 0 {
		return
	}
	e.place = k.idle.PushFront(e)
	for k.idle.Len() > k.most {
		oldest := k.idle.Remove(k.idle.Back()).(*entry[S])
		delete(k.entries, oldest.agg)
	}
}
