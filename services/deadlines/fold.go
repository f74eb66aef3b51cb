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
	open      map[string]map[string]*place // partnership → case
	moved     map[string]bool              // partnerships whose register has a new record
	seqs      []uint64                     // by partition
	dirty     map[key]bool                 // what is due has to be reckoned again
	broken    map[key]postponed            // of dirty: what could not be read
	changed   chan struct{}                // closed, and made anew, with each page
	cases     map[key]*list.Element
	order     *list.List // of *held, the last used first
}

// place is what is known of every open case, held or not. The meetings that may move its deadlines are those of boards, and
// meeting itself; they are as of when it was reckoned last.
type place struct {
	owes    bool   // something was owed after a decision, and may be still when the case is closed
	seq     uint64 // of its newest record
	boards  []string
	meeting string
}

// held is a case after the record with a sequence.
type held struct {
	key key
	c   *workflow.Case
	seq uint64
}

func newFold(j *journal.Journal, remember int) *fold {
	return &fold{
		journal: j, limit: remember, registers: map[string]*workflow.Register{}, open: map[string]map[string]*place{}, moved: map[string]bool{},
		seqs: make([]uint64, j.Partitions()), dirty: map[key]bool{}, broken: map[key]postponed{}, changed: make(chan struct{}),
		cases: map[key]*list.Element{}, order: list.New(),
	}
}

// take folds a page of a partition.
func (f *fold) take(partition int, page []journal.Stored) error {
	for _, s := range page {
		if s.Record.Partnership == events.Installation || s.Record.Kind == events.KindMandate || s.Record.Kind == events.KindPool {
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

// takeRegister folds a register's record, and marks the cases of which it may move a deadline.
func (f *fold) takeRegister(s journal.Stored) error {
	name := s.Record.Partnership
	r := f.registers[name]
	if r == nil {
		r = workflow.NewRegister(name)
		f.registers[name] = r
	}
	if err := r.Fold(s.Record); err != nil {
		return err
	}
	f.moved[name] = true
	happened, err := s.Record.Decode()
	if err != nil {
		return err
	}
	for _, e := range happened {
		moves, meeting := moved(e)
		if !moves {
			continue
		}
		m := r.Meeting(meeting)
		for id, at := range f.open[name] {
			if m == nil || m.ID == at.meeting || slices.Contains(at.boards, m.Board) {
				f.dirty[key{name, id}] = true
			}
		}
	}
	return nil
}

// moved reports whether an event of a register may move deadlines: of those whom a meeting concerns, or of any case. What
// workflow.Due does not read cannot: a case stays with its version of the workflow, mandates have no clock, and who attends a
// meeting is not who votes.
func moved(e events.Event) (moves bool, meeting string) {
	switch e := e.(type) {
	case events.WorkflowPublished, events.MandateGranted, events.MandateRevoked, events.MeetingAttendanceRecorded,
		events.BriefingIssued, events.BriefingMonthClosed, events.EngagementRecorded, events.FeedbackGiven, events.LevelReportOverdue, events.LevelReportRecorded, events.LevelReportReminded, events.OverarchingReported,
		events.AuthorityExpiryWarned, events.AuthorityExpired:
		return false, ""
	case events.MeetingScheduled:
		return true, e.Meeting
	case events.MeetingOpened:
		return true, e.Meeting
	case events.MeetingClosed:
		return true, e.Meeting
	case events.MeetingCancelled:
		return true, e.Meeting
	}
	return true, ""
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
		f.open[k.partnership] = map[string]*place{}
	}
	if f.open[k.partnership][k.id] == nil {
		f.open[k.partnership][k.id] = &place{}
	}
	f.open[k.partnership][k.id].seq = s.Seq
	f.dirty[k] = true
	delete(f.broken, k)
	at := f.open[k.partnership][k.id]
	at.owes = at.owes || has(rec, events.UndertakingGiven{}.EventType(), events.ReportBackAsked{}.EventType(),
		events.ContractRecorded{}.EventType(), events.CasePoolAgreed{}.EventType(), events.CaseAdopted{}.EventType())
	if has(rec, events.CaseClosed{}.EventType()) && !at.owes {
		f.forget(k)
	}
	return nil
}

// has reports whether a record holds an event of one of the types.
func has(rec *events.Record, types ...string) bool {
	return slices.ContainsFunc(rec.Events, func(e events.Envelope) bool { return slices.Contains(types, e.Type) })
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

// reckonAll brings the table up to date with the fold, but for the cases that cannot be read.
func (d *Deadlines) reckonAll(ctx context.Context) error {
	for {
		if some, err := d.reckonSome(ctx); err != nil || !some {
			return err
		}
	}
}

// reckonSome reckons some of the cases that have to be, and reports whether there were any.
func (d *Deadlines) reckonSome(ctx context.Context) (some bool, err error) {
	now := d.cfg.Now()
	d.mu.Lock()
	var batch []key
	for k := range d.fold.dirty {
		if d.fold.broken[k].until.After(now) {
			continue
		}
		if batch = append(batch, k); len(batch) == reckonAtOnce {
			break
		}
	}
	d.mu.Unlock()
	return len(batch) > 0, d.reckon(ctx, batch...)
}

// reckonFirst reckons a case if it has to be and can, and reports whether it did.
func (d *Deadlines) reckonFirst(ctx context.Context, k key) (did bool, err error) {
	d.mu.Lock()
	did = d.fold.dirty[k] && !d.fold.broken[k].until.After(d.cfg.Now())
	d.mu.Unlock()
	if !did {
		return false, nil
	}
	return true, d.reckon(ctx, k)
}

// reckon reckons cases: those that are held, and then those that have to be read.
func (d *Deadlines) reckon(ctx context.Context, batch ...key) error {
	missing := d.reckonHeld(batch)
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(loadAtOnce)
	for k, seq := range missing {
		g.Go(func() error {
			h, err := load(ctx, d.cfg.Journal, k, seq)
			if err != nil && away(err) {
				return err
			}
			d.mu.Lock()
			defer d.mu.Unlock()
			if err != nil {
				d.unreadable(k, err)
				return nil
			}
			if at := d.fold.open[k.partnership][k.id]; at != nil && at.seq == h.seq { // it has not changed meanwhile
				d.fold.remember(h)
				d.reckonOne(k, h.c)
			}
			return nil
		})
	}
	return g.Wait()
}

// reckonHeld reckons those cases that are held, and returns the others with the sequences of their newest records.
func (d *Deadlines) reckonHeld(batch []key) map[key]uint64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	missing := map[key]uint64{}
	for _, k := range batch {
		at := d.fold.open[k.partnership][k.id]
		if h := d.fold.recall(k); at != nil && h == nil {
			missing[k] = at.seq
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
	delete(d.fold.broken, k)
	r := d.fold.registers[k.partnership]
	over := c != nil && r != nil && c.Status == workflow.Closed && len(workflow.Due(c, r)) == 0 // nothing is owed after its decisions
	if over {
		d.fold.forget(k)
	}
	if c == nil || r == nil || over {
		d.table.set(k, 0, nil)
		return
	}
	if at := d.fold.open[k.partnership][k.id]; at != nil {
		at.boards, at.meeting = concerned(c)
	}
	d.table.set(k, c.Revision, workflow.Due(c, r))
}

// reckonRegisters puts what is due in partnerships as a whole into the table, for those whose register has a new record. Registers are
// always held. The caller has the lock.
func (d *Deadlines) reckonRegisters() {
	for name := range d.fold.moved {
		r := d.fold.registers[name]
		d.table.set(ofRegister(name), r.Revision, workflow.DueOfRegister(r))
	}
	clear(d.fold.moved)
}

// concerned says which boards have the case before them, and to which meeting it is put off.
func concerned(c *workflow.Case) (boards []string, meeting string) {
	for _, s := range c.Asked() {
		if s.Board != "" && !slices.Contains(boards, s.Board) {
			boards = append(boards, s.Board)
		}
	}
	if c.Deferral != nil {
		meeting = c.Deferral.Meeting
	}
	return boards, meeting
}

// unreadable puts a case off that cannot be read. What was known to be due for it stays in the table.
func (d *Deadlines) unreadable(k key, err error) {
	p := d.fold.broken[k].again(d.cfg.Now())
	d.fold.broken[k] = p
	d.cfg.Log.Error().Err(err).Str("partnership", k.partnership).Str("case", k.id).Int("attempt", p.attempt-1).Time("again", p.until).
		Msg("deadlines of this case cannot be reckoned")
}
