package views

import (
	"container/list"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"comity/events"
	"comity/workflow"
)

// keepEvery is how many records of an aggregate pass between two states kept in the database. Loading one folds fewer.
const keepEvery = 32

// folder is a state that records fold into.
type folder interface {
	Fold(*events.Record) error
}

// held is one aggregate as its records fold, and where it stands in the journal.
type held struct {
	agg      events.Aggregate
	state    folder // *workflow.Case, *workflow.Register, *workflow.MandateLedger or *workflow.Pool
	seq      uint64
	revision int
	head     string
	at       time.Time // when its newest record was decided
	moved    time.Time // of a register: when the newest record was that may concern every case
	kept     int       // revision of the state in the database
}

func newHeld(agg events.Aggregate) *held {
	h := &held{agg: agg}
	switch agg.Kind {
	case events.KindRegister:
		h.state = workflow.NewRegister(agg.Partnership)
	case events.KindMandate:
		h.state = workflow.NewMandateLedger(agg.Partnership, agg.ID)
	case events.KindPool:
		h.state = workflow.NewPool(agg.Partnership, agg.ID)
	default:
		h.state = workflow.NewCase(agg.Partnership, agg.ID)
	}
	return h
}

func (h *held) theCase() *workflow.Case         { c, _ := h.state.(*workflow.Case); return c }
func (h *held) theRegister() *workflow.Register { r, _ := h.state.(*workflow.Register); return r }
func (h *held) thePool() *workflow.Pool         { p, _ := h.state.(*workflow.Pool); return p }
func (h *held) theLedger() *workflow.MandateLedger {
	l, _ := h.state.(*workflow.MandateLedger)
	return l
}

// take folds the next record. Errors: events.ErrTampered for one that does not follow; what Fold returned.
func (h *held) take(seq uint64, r *events.Record) error {
	if r.Revision != h.revision+1 || r.Prev != h.head || seq <= h.seq {
		return fmt.Errorf("%w: record %d of %s does not follow record %d", events.ErrTampered, r.Revision, r.Aggregate(), h.revision)
	}
	if err := h.state.Fold(r); err != nil {
		return fmt.Errorf("fold record %d of %s: %w", r.Revision, r.Aggregate(), err)
	}
	h.seq, h.revision, h.head, h.at = seq, r.Revision, r.Hash, r.At
	if register := h.theRegister(); register != nil {
		all, _, err := concerned(register, r)
		if err != nil {
			return err
		}
		if all {
			h.moved = r.At
		}
	}
	return nil
}

// concerned says what a record of a register, folded by now, may change in the rows of cases: of every case, or of those that
// boards have before them, since a meeting of theirs changed. What neither workflow.Due nor workflow.Explain reads changes
// none: a case stays with its version of the workflow, and who attends a meeting or holds a mandate is not in the rows.
func concerned(register *workflow.Register, r *events.Record) (all bool, boards []string, err error) {
	happened, err := r.Decode()
	if err != nil {
		return false, nil, err
	}
	for _, e := range happened {
		meeting := ""
		switch e := e.(type) {
		case events.WorkflowPublished, events.MandateGranted, events.MandateRevoked, events.MeetingAttendanceRecorded,
			events.BriefingIssued, events.BriefingMonthClosed, events.EngagementRecorded, events.FeedbackGiven, events.LevelReportOverdue, events.LevelReportRecorded, events.LevelReportReminded, events.OverarchingReported:
			continue
		case events.MeetingScheduled:
			meeting = e.Meeting
		case events.MeetingOpened:
			meeting = e.Meeting
		case events.MeetingClosed:
			meeting = e.Meeting
		case events.MeetingCancelled:
			meeting = e.Meeting
		}
		if m := register.Meeting(meeting); m != nil {
			boards = append(boards, m.Board)
		} else {
			all = true
		}
	}
	return all, boards, nil
}

// load folds an aggregate from the database: from the state kept there, and the records since. One that has no record is
// returned before its first. form is this build; a state that another kept is not read.
func load(ctx context.Context, q queryer, form string, partition int, agg events.Aggregate) (*held, error) {
	h := newHeld(agg)
	var at, moved string
	var state []byte
	err := q.QueryRowContext(ctx, sqlState, agg.Partnership, agg.Kind, agg.ID, form).Scan(&h.revision, &h.seq, &h.head, &at, &moved, &state)
	switch {
	case err == nil:
		if err := json.Unmarshal(state, h.state); err != nil {
			return nil, fmt.Errorf("kept state of %s: %w", agg, err)
		}
		h.at, h.moved, h.kept = unstamp(at), unstamp(moved), h.revision
	case !errors.Is(err, sql.ErrNoRows):
		return nil, fmt.Errorf("kept state of %s: %w", agg, err)
	}
	type row struct {
		seq  uint64
		body []byte
	}
	rows, err := all(ctx, q, func(rows *sql.Rows) (r row, err error) { return r, rows.Scan(&r.seq, &r.body) },
		sqlRecordsFrom, agg.Partnership, agg.Kind, agg.ID, h.revision, partition)
	if err != nil {
		return nil, fmt.Errorf("records of %s: %w", agg, err)
	}
	for _, r := range rows {
		rec, err := events.ReadRecord(r.body)
		if err != nil {
			return nil, fmt.Errorf("second copy of %s: %w", agg, err)
		}
		if err := h.take(r.seq, rec); err != nil {
			return nil, err
		}
	}
	return h, nil
}

// keep writes the state into the database when enough records have passed since the last time, and the build has a name.
func (h *held) keep(ctx context.Context, tx *sql.Tx, form string) error {
	if form == "" || h.revision < h.kept+keepEvery {
		return nil
	}
	state, err := json.Marshal(h.state)
	if err != nil {
		return fmt.Errorf("keep state of %s: %w", h.agg, err)
	}
	h.kept = h.revision
	_, err = tx.ExecContext(ctx, sqlKeepState, h.agg.Partnership, h.agg.Kind, h.agg.ID, form, h.revision, h.seq, h.head, stamp(h.at), stamp(h.moved), state)
	return err
}

// folded remembers the aggregates that pages fold into: every register, and the cases and mandates used last. It belongs to whoever
// applies a page, and is thrown away when a page fails.
type folded struct {
	limit     int
	form      string // of states that may be read
	registers map[string]*held
	cases     map[events.Aggregate]*list.Element
	order     *list.List // of *held, the last used first
}

func newFolded(limit int, form string) *folded {
	return &folded{limit: limit, form: form, registers: map[string]*held{}, cases: map[events.Aggregate]*list.Element{}, order: list.New()}
}

// peek returns what is remembered of an aggregate, nil for nothing.
func (f *folded) peek(agg events.Aggregate) *held {
	if agg.Kind == events.KindRegister {
		return f.registers[agg.Partnership]
	}
	e := f.cases[agg]
	if e == nil {
		return nil
	}
	f.order.MoveToFront(e)
	return e.Value.(*held)
}

// put remembers h in the place of what was remembered of its aggregate, and forgets the case used longest ago.
func (f *folded) put(h *held) {
	if h.agg.Kind == events.KindRegister {
		f.registers[h.agg.Partnership] = h
		return
	}
	if e := f.cases[h.agg]; e != nil {
		e.Value = h
		f.order.MoveToFront(e)
		return
	}
	f.cases[h.agg] = f.order.PushFront(h)
	for f.order.Len() > f.limit {
		delete(f.cases, f.order.Remove(f.order.Back()).(*held).agg)
	}
}

// get returns an aggregate as q has it: what is remembered is never behind, since whoever applies a page folds into it.
func (f *folded) get(ctx context.Context, q queryer, partition int, agg events.Aggregate) (*held, error) {
	if h := f.peek(agg); h != nil {
		return h, nil
	}
	h, err := load(ctx, q, f.form, partition, agg)
	if err == nil {
		f.put(h)
	}
	return h, err
}

// loaded remembers states for queries. What is in it never changes, so that queries share it.
type loaded struct {
	mu sync.Mutex
	f  *folded
}

func newLoaded(limit int, form string) *loaded { return &loaded{f: newFolded(limit, form)} }

// get returns an aggregate at the revision that q sees. One that has no record is not remembered: anybody may ask for any name.
func (l *loaded) get(ctx context.Context, q queryer, partition int, agg events.Aggregate, revision int) (*held, error) {
	l.mu.Lock()
	h := l.f.peek(agg)
	l.mu.Unlock()
	if h != nil && h.revision == revision {
		return h, nil
	}
	h, err := load(ctx, q, l.f.form, partition, agg)
	if err != nil || h.revision == 0 {
		return h, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.f.put(h)
	return h, nil
}
