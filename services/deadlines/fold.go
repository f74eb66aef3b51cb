package deadlines

import (
	"container/list"
	"context"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"comity/events"
	"comity/services/journal"
	"comity/workflow"
)

// fold knows the registers, which cases are open, and of which the deadlines may have moved. It holds the cases used last;
// any other is read from the journal when its deadlines are reckoned, so that a hundred thousand open cases cost little
// memory, and following costs little time.
type fold struct {
	journal   *journal.Journal
	limit     int
	registers map[string]*workflow.Register
	open      map[string]map[string]uint64 // partnership → case → sequence of its newest record
	seqs      []uint64                     // by partition
	dirty     map[key]bool                 // what is due has to be reckoned again
	changed   chan struct{}                // closed, and made anew, with each page
	cases     map[key]*list.Element
	order     *list.List // of *held, the last used first
}

// held is a case after the record with a sequence.
type held struct {
	key key
	c   *workflow.Case
	seq uint64
}

func newFold(j *journal.Journal, remember int) *fold {
	return &fold{
		journal: j, limit: remember, registers: map[string]*workflow.Register{}, open: map[string]map[string]uint64{},
		seqs: make([]uint64, j.Partitions()), dirty: map[key]bool{}, changed: make(chan struct{}),
		cases: map[key]*list.Element{}, order: list.New(),
	}
}

// take folds a page of a partition.
func (f *fold) take(partition int, page []journal.Stored) error {
	for _, s := range page {
		if s.Record.Partnership == events.Installation {
			continue
		}
		take := f.takeCase
		if s.Record.Kind == events.KindRegister {
			take = f.takeRegister
		}
		if err := take(s); err != nil {
			return err
		}
	}
	f.seqs[partition] = page[len(page)-1].Seq
	close(f.changed)
	f.changed = make(chan struct{})
	return nil
}

// takeRegister folds a register's record: it may move any deadline of the partnership.
func (f *fold) takeRegister(s journal.Stored) error {
	name := s.Record.Partnership
	r := f.registers[name]
	if r == nil {
		r = workflow.NewRegister(name)
		f.registers[name] = r
	}
	for id := range f.open[name] {
		f.dirty[key{name, id}] = true
	}
	return r.Fold(s.Record)
}

// takeCase notes that a case has a new record, and folds it where the case is held.
func (f *fold) takeCase(s journal.Stored) error {
	rec := s.Record
	k := key{rec.Partnership, rec.ID}
	h := f.recall(k)
	if h == nil && rec.Revision == 1 {
		h = &held{key: k, c: workflow.NewCase(k.partnership, k.id)}
		f.remember(h)
	}
	if h != nil {
		if err := h.c.Fold(rec); err != nil {
			return err
		}
		h.seq = s.Seq
	}
	if f.open[k.partnership] == nil {
		f.open[k.partnership] = map[string]uint64{}
	}
	f.open[k.partnership][k.id] = s.Seq
	f.dirty[k] = true
	if slices.ContainsFunc(rec.Events, func(e events.Envelope) bool { return e.Type == events.CaseClosed{}.EventType() }) {
		f.forget(k)
	}
	return nil
}

// forget lets a closed case go. A record that comes after all is looked at again.
func (f *fold) forget(k key) {
	delete(f.open[k.partnership], k.id)
	if e := f.cases[k]; e != nil {
		f.order.Remove(e)
		delete(f.cases, k)
	}
}

func (f *fold) recall(k key) *held {
	e := f.cases[k]
	if e == nil {
		return nil
	}
	f.order.MoveToFront(e)
	return e.Value.(*held)
}

func (f *fold) remember(h *held) {
	if e := f.cases[h.key]; e != nil {
		e.Value = h
		return
	}
	f.cases[h.key] = f.order.PushFront(h)
	for f.order.Len() > f.limit {
		delete(f.cases, f.order.Remove(f.order.Back()).(*held).key)
	}
}

// load reads a case from the journal as it was after the record with a sequence. It takes nothing from the fold.
// Errors: journal.ErrUnavailable, also where a replica lags behind what was followed.
func load(ctx context.Context, j *journal.Journal, k key, seq uint64) (*held, error) {
	h := &held{key: k, c: workflow.NewCase(k.partnership, k.id)}
	records, err := j.Load(ctx, events.Aggregate{Partnership: k.partnership, Kind: events.KindCase, ID: k.id}, 0)
	if err != nil {
		return nil, err
	}
	for _, r := range records {
		if r.Seq > seq {
			break
		}
		if err := h.c.Fold(r.Record); err != nil {
			return nil, err
		}
		h.seq = r.Seq
	}
	if h.seq < seq {
		return nil, fmt.Errorf("case %s of %s: %w: its record %d is not there yet", k.id, k.partnership, journal.ErrUnavailable, seq)
	}
	return h, nil
}

const (
	reckonAtOnce = 256 // cases
	loadAtOnce   = 4   // of them
)

// reckon brings the table up to date with the fold.
func (d *Deadlines) reckon(ctx context.Context) error {
	for {
		missing := d.reckonHeld()
		if len(missing) == 0 {
			return nil
		}
		g, ctx := errgroup.WithContext(ctx)
		g.SetLimit(loadAtOnce)
		for k, seq := range missing {
			g.Go(func() error {
				h, err := load(ctx, d.cfg.Journal, k, seq)
				if err != nil {
					return err
				}
				d.mu.Lock()
				defer d.mu.Unlock()
				if d.fold.open[k.partnership][k.id] == h.seq { // it has not changed meanwhile
					d.fold.remember(h)
					d.reckonOne(k, h.c)
				}
				return nil
			})
		}
		if err := g.Wait(); err != nil {
			return err
		}
	}
}

// reckonHeld reckons the cases that are held and returns some of those that have to be read first, with the sequences of
// their newest records; none when all is reckoned.
func (d *Deadlines) reckonHeld() map[key]uint64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	missing := map[key]uint64{}
	for k := range d.fold.dirty {
		seq, open := d.fold.open[k.partnership][k.id]
		if h := d.fold.recall(k); open && h == nil {
			if missing[k] = seq; len(missing) == reckonAtOnce {
				return missing
			}
		} else if h != nil {
			d.reckonOne(k, h.c)
		} else {
			d.reckonOne(k, nil)
		}
	}
	return missing
}

// reckonOne puts what is due for a case into the table; c is nil for a closed one.
func (d *Deadlines) reckonOne(k key, c *workflow.Case) {
	delete(d.fold.dirty, k)
	r := d.fold.registers[k.partnership]
	if c != nil && c.Status == workflow.Closed {
		d.fold.forget(k)
	}
	if c == nil || r == nil || c.Status == workflow.Closed {
		d.table.set(k, nil)
		return
	}
	d.table.set(k, workflow.Due(c, r))
}
