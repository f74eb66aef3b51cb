package deadlines

import (
	"context"
	"iter"

	"comity/events"
	"comity/services/journal"
	"comity/workflow"
)

// fold holds the registers and the open cases of every partition as far as they were followed. Closed cases are let go.
type fold struct {
	journal   *journal.Journal
	registers map[string]*workflow.Register
	cases     map[key]*workflow.Case
	ids       map[string]map[string]bool // open cases by partnership
	seqs      []uint64                   // by partition
	dirty     map[key]bool               // what is due has to be reckoned again
	changed   chan struct{}              // closed, and made anew, with each page
}

func newFold(j *journal.Journal) *fold {
	return &fold{
		journal: j, registers: map[string]*workflow.Register{}, cases: map[key]*workflow.Case{}, ids: map[string]map[string]bool{},
		seqs: make([]uint64, j.Partitions()), dirty: map[key]bool{}, changed: make(chan struct{}),
	}
}

// take folds a page of a partition.
func (f *fold) take(ctx context.Context, partition int, page []journal.Stored) error {
	for _, s := range page {
		if s.Record.Partnership == events.Installation {
			continue
		}
		var err error
		if s.Record.Kind == events.KindRegister {
			err = f.takeRegister(s.Record)
		} else {
			err = f.takeCase(ctx, s)
		}
		if err != nil {
			return err
		}
	}
	f.seqs[partition] = page[len(page)-1].Seq
	close(f.changed)
	f.changed = make(chan struct{})
	return nil
}

// takeRegister folds a register's record: it may move any deadline of the partnership.
func (f *fold) takeRegister(rec *events.Record) error {
	r := f.registers[rec.Partnership]
	if r == nil {
		r = workflow.NewRegister(rec.Partnership)
		f.registers[rec.Partnership] = r
	}
	for id := range f.ids[rec.Partnership] {
		f.dirty[key{rec.Partnership, id}] = true
	}
	return r.Fold(rec)
}

func (f *fold) takeCase(ctx context.Context, s journal.Stored) error {
	rec := s.Record
	k := key{rec.Partnership, rec.ID}
	c := f.cases[k]
	switch {
	case c != nil:
	case rec.Revision == 1:
		c = workflow.NewCase(rec.Partnership, rec.ID)
	default: // it was closed, and let go
		var err error
		if c, err = f.before(ctx, s); err != nil {
			return err
		}
	}
	if err := c.Fold(rec); err != nil {
		return err
	}
	f.dirty[k] = true
	if c.Status == workflow.Closed {
		delete(f.cases, k)
		delete(f.ids[k.partnership], k.id)
		return nil
	}
	f.cases[k] = c
	if f.ids[k.partnership] == nil {
		f.ids[k.partnership] = map[string]bool{}
	}
	f.ids[k.partnership][k.id] = true
	return nil
}

// before folds a case from the journal up to a record.
func (f *fold) before(ctx context.Context, s journal.Stored) (*workflow.Case, error) {
	c := workflow.NewCase(s.Record.Partnership, s.Record.ID)
	records, err := f.journal.Load(ctx, s.Record.Aggregate(), 0)
	if err != nil {
		return nil, err
	}
	for _, r := range records {
		if r.Seq >= s.Seq {
			break
		}
		if err := c.Fold(r.Record); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// changes yields every case whose deadlines may have moved since the last time, with what is due now.
func (f *fold) changes() iter.Seq2[key, []workflow.DueItem] {
	return func(yield func(key, []workflow.DueItem) bool) {
		for k := range f.dirty {
			delete(f.dirty, k)
			var due []workflow.DueItem
			if c, r := f.cases[k], f.registers[k.partnership]; c != nil && r != nil {
				due = workflow.Due(c, r)
			}
			if !yield(k, due) {
				return
			}
		}
	}
}
