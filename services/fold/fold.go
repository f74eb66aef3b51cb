// Package fold keeps aggregates folded for whoever follows the journal. Those used last stay in memory; any other is read from
// the journal when it is needed, so that a hundred thousand cases cost little memory.
//
// There are two ways to use it, and one Kept is for one of them: a follower hands every record to After, in order, and may ask
// AsOf for what it has not handed over yet; or somebody asks for the Newest.
package fold

import (
	"container/list"
	"context"
	"fmt"

	"comity/events"
	"comity/services/journal"
	"comity/workflow"
)

// Kept holds aggregates of one kind. It belongs to one goroutine; whoever gets a state only reads it, until the next call.
type Kept[S journal.Folder] struct {
	journal *journal.Journal
	most    int
	empty   func(events.Aggregate) S
	entries map[events.Aggregate]*list.Element
	order   *list.List // of *entry[S], the one used last in front
}

// entry is one aggregate after the record with a sequence.
type entry[S journal.Folder] struct {
	agg      events.Aggregate
	state    S
	seq      uint64
	revision int
}

// New keeps at most so many aggregates; empty makes one before its first record.
func New[S journal.Folder](j *journal.Journal, most int, empty func(events.Aggregate) S) *Kept[S] {
	return &Kept[S]{journal: j, most: max(most, 1), empty: empty, entries: map[events.Aggregate]*list.Element{}, order: list.New()}
}

// Cases keeps cases.
func Cases(j *journal.Journal, most int) *Kept[*workflow.Case] {
	return New(j, most, func(agg events.Aggregate) *workflow.Case { return workflow.NewCase(agg.Partnership, agg.ID) })
}

// Registers keeps registers.
func Registers(j *journal.Journal, most int) *Kept[*workflow.Register] {
	return New(j, most, func(agg events.Aggregate) *workflow.Register { return workflow.NewRegister(agg.Partnership) })
}

// After returns the aggregate of a record as it is right after it. Handed the same record again it returns the same.
// Errors: journal.ErrUnavailable; events.ErrTampered for a record that is not at its place; what Fold returned.
func (k *Kept[S]) After(ctx context.Context, s journal.Stored) (S, error) {
	agg := s.Record.Aggregate()
	e := k.recall(agg)
	if e == nil || e.revision < s.Record.Revision-1 || e.revision > s.Record.Revision {
		var err error
		if e, err = k.load(ctx, agg, s.Seq-1); err != nil {
			return *new(S), err
		}
	}
	if e.revision == s.Record.Revision-1 {
		if err := e.take(s); err != nil {
			k.forget(agg)
			return *new(S), err
		}
	}
	if e.revision != s.Record.Revision {
		k.forget(agg)
		return *new(S), fmt.Errorf("%w: record %d of %s is not at its place", events.ErrTampered, s.Record.Revision, agg)
	}
	k.remember(e)
	return e.state, nil
}

// AsOf returns an aggregate as it is after everything up to a sequence, which is no lower than that of any record handed to
// After. Errors: as After's.
func (k *Kept[S]) AsOf(ctx context.Context, agg events.Aggregate, seq uint64) (S, error) {
	e := k.recall(agg)
	if e == nil {
		var err error
		if e, err = k.load(ctx, agg, seq); err != nil {
			return *new(S), err
		}
		k.remember(e)
	}
	return e.state, nil
}

// Newest returns an aggregate as it stands. Errors: as After's.
func (k *Kept[S]) Newest(ctx context.Context, agg events.Aggregate) (S, error) {
	e := k.recall(agg)
	if e == nil {
		e = &entry[S]{agg: agg, state: k.empty(agg)}
	}
	fresh, err := k.journal.Load(ctx, agg, e.seq)
	if err != nil {
		return *new(S), err
	}
	for _, s := range fresh {
		if err := e.take(s); err != nil {
			k.forget(agg)
			return *new(S), err
		}
	}
	k.remember(e)
	return e.state, nil
}

// load folds the records of an aggregate up to a sequence.
func (k *Kept[S]) load(ctx context.Context, agg events.Aggregate, upTo uint64) (*entry[S], error) {
	e := &entry[S]{agg: agg, state: k.empty(agg)}
	records, err := k.journal.Load(ctx, agg, 0)
	if err != nil {
		return nil, err
	}
	for _, s := range records {
		if s.Seq > upTo {
			break
		}
		if err := e.take(s); err != nil {
			return nil, err
		}
	}
	return e, nil
}

func (e *entry[S]) take(s journal.Stored) error {
	if err := e.state.Fold(s.Record); err != nil {
		return err
	}
	e.seq, e.revision = s.Seq, s.Record.Revision
	return nil
}

func (k *Kept[S]) recall(agg events.Aggregate) *entry[S] {
	at := k.entries[agg]
	if at == nil {
		return nil
	}
	k.order.MoveToFront(at)
	return at.Value.(*entry[S])
}

func (k *Kept[S]) remember(e *entry[S]) {
	if at := k.entries[e.agg]; at != nil {
		at.Value = e
		return
	}
	k.entries[e.agg] = k.order.PushFront(e)
	for k.order.Len() > k.most {
		delete(k.entries, k.order.Remove(k.order.Back()).(*entry[S]).agg)
	}
}

func (k *Kept[S]) forget(agg events.Aggregate) {
	if at := k.entries[agg]; at != nil {
		k.order.Remove(at)
		delete(k.entries, agg)
	}
}
