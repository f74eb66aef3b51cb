package feeds

import (
	"container/list"
	"context"
	"fmt"

	"github.com/nats-io/nats.go"

	"comity/events"
	"comity/services/journal"
	"comity/workflow"
)

// states folds the cases of one partition as their records go by, since what may be told of an event depends on the case
// after it. It belongs to one follower.
type states struct {
	journal   *journal.Journal
	partition int
	limit     int
	cases     map[events.Aggregate]*list.Element
	order     *list.List // of *held, the last used first
}

// held is one case after the record with a sequence.
type held struct {
	agg events.Aggregate
	c   *workflow.Case
	seq uint64
}

func newStates(j *journal.Journal, partition, limit int) *states {
	return &states{journal: j, partition: partition, limit: limit, cases: map[events.Aggregate]*list.Element{}, order: list.New()}
}

// messages returns what is to be published of a record, in order; nothing of the installation's own register.
func (s *states) messages(ctx context.Context, r journal.Stored) ([]*nats.Msg, error) {
	if r.Record.Partnership == events.Installation {
		return nil, nil
	}
	if r.Record.Kind != events.KindCase {
		return messagesOf(r, nil)
	}
	c, err := s.after(ctx, r)
	if err != nil {
		return nil, err
	}
	return messagesOf(r, c)
}

// after returns the case as it is after a record.
func (s *states) after(ctx context.Context, r journal.Stored) (*workflow.Case, error) {
	agg := r.Record.Aggregate()
	h := s.recall(agg)
	if h == nil || h.c.Revision != r.Record.Revision-1 {
		var err error
		if h, err = s.load(ctx, agg, r.Seq); err != nil {
			return nil, err
		}
	}
	if h.c.Revision < r.Record.Revision {
		if err := h.c.Fold(r.Record); err != nil {
			return nil, err
		}
		h.seq = r.Seq
	}
	if h.c.Revision != r.Record.Revision {
		return nil, fmt.Errorf("%w: record %d of %s is not at its place", events.ErrTampered, r.Record.Revision, agg)
	}
	s.remember(h)
	return h.c, nil
}

// load folds the records of a case before a sequence.
func (s *states) load(ctx context.Context, agg events.Aggregate, before uint64) (*held, error) {
	h := &held{agg: agg, c: workflow.NewCase(agg.Partnership, agg.ID)}
	records, err := s.journal.Load(ctx, agg, 0)
	if err != nil {
		return nil, err
	}
	for _, r := range records {
		if r.Seq >= before {
			break
		}
		if err := h.c.Fold(r.Record); err != nil {
			return nil, err
		}
		h.seq = r.Seq
	}
	return h, nil
}

func (s *states) recall(agg events.Aggregate) *held {
	if e := s.cases[agg]; e != nil {
		s.order.MoveToFront(e)
		return e.Value.(*held)
	}
	return nil
}

func (s *states) remember(h *held) {
	if e := s.cases[h.agg]; e != nil {
		e.Value = h
		return
	}
	s.cases[h.agg] = s.order.PushFront(h)
	for s.order.Len() > s.limit {
		delete(s.cases, s.order.Remove(s.order.Back()).(*held).agg)
	}
}
