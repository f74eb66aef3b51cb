package workflow

import (
	"fmt"
	"slices"
	"time"

	"comity/events"
)

// Undertaking is a promise to act, until it is kept. Moments are UTC; zero: not so far.
type Undertaking struct {
	ID        string    `json:"id"`
	What      string    `json:"what,omitempty"`
	Owner     string    `json:"owner,omitempty"` // organisation …
	Board     string    `json:"board,omitempty"` // … or directed board
	Seat      string    `json:"seat,omitempty"`
	Person    string    `json:"person,omitempty"`
	SignOff   string    `json:"signoff,omitempty"` // the decision from which it arises
	Gate      string    `json:"gate,omitempty"`
	Minute    string    `json:"minute,omitempty"`
	Target    string    `json:"target,omitempty"` // that was missed, from which it arises
	GivenAt   time.Time `json:"given_at"`
	DueAt     time.Time `json:"due_at"`
	OverdueAt time.Time `json:"overdue_at,omitzero"` // when it was found to be overdue
	Level     string    `json:"level,omitempty"`     // to which it has climbed
	Boards    []string  `json:"boards,omitempty"`    // before which it is there
	NextAt    time.Time `json:"next_at,omitzero"`    // when it climbs further
	KeptAt    time.Time `json:"kept_at,omitzero"`
	KeptOn    string    `json:"kept_on,omitempty"`
	Late      bool      `json:"late,omitempty"`
	Note      string    `json:"note,omitempty"` // what was done
}

// Open reports whether the undertaking is not kept.
func (u *Undertaking) Open() bool { return u.KeptAt.IsZero() }

// ReportBack is a seat's duty to tell those for whom it speaks what its board decided, until that is recorded.
type ReportBack struct {
	ID            string    `json:"id"`
	Seat          string    `json:"seat"`
	Board         string    `json:"board"`
	SignOff       string    `json:"signoff"`
	Gate          string    `json:"gate"`
	Result        string    `json:"result"`
	Organisations []string  `json:"organisations"`
	AskedAt       time.Time `json:"asked_at"`
	DueAt         time.Time `json:"due_at"`
	OverdueAt     time.Time `json:"overdue_at,omitzero"`
	Level         string    `json:"level,omitempty"`
	Boards        []string  `json:"boards,omitempty"`
	RecordedAt    time.Time `json:"recorded_at,omitzero"`
	ReportedOn    string    `json:"reported_on,omitempty"`
	Person        string    `json:"person,omitempty"`
	Late          bool      `json:"late,omitempty"`
	Note          string    `json:"note,omitempty"`
}

// Open reports whether nobody has reported back.
func (b *ReportBack) Open() bool { return b.RecordedAt.IsZero() }

// Undertaking finds an undertaking by its id, nil for none.
func (c *Case) Undertaking(id string) *Undertaking {
	if i := slices.IndexFunc(c.Undertakings, func(u Undertaking) bool { return u.ID == id }); i >= 0 {
		return &c.Undertakings[i]
	}
	return nil
}

// ReportBack finds a report-back by its id, nil for none.
func (c *Case) ReportBack(id string) *ReportBack {
	if i := slices.IndexFunc(c.ReportBacks, func(b ReportBack) bool { return b.ID == id }); i >= 0 {
		return &c.ReportBacks[i]
	}
	return nil
}

// applyDuty folds what is owed after a decision, and what comes of it.
func (c *Case) applyDuty(e events.Event, at time.Time) error {
	switch e := e.(type) {
	case events.UndertakingGiven:
		c.Undertakings = append(c.Undertakings, Undertaking{ID: e.Undertaking, What: e.What, Owner: e.Owner, Board: e.Board, Seat: e.Seat, Person: e.Person,
			SignOff: e.SignOff, Gate: e.Gate, Minute: e.Minute, Target: e.Target, GivenAt: at, DueAt: e.DueAt})
	case events.UndertakingOverdue:
		return c.undertaking(e.Undertaking, func(u *Undertaking) { u.OverdueAt = e.DetectedAt })
	case events.UndertakingEscalated:
		return c.undertaking(e.Undertaking, func(u *Undertaking) { u.Level, u.Boards, u.NextAt = e.Level, e.Boards, e.NextAt })
	case events.UndertakingKept:
		return c.undertaking(e.Undertaking, func(u *Undertaking) { u.KeptAt, u.KeptOn, u.Note, u.Late = at, e.KeptOn, e.Note, e.Late })
	case events.ReportBackAsked:
		c.ReportBacks = append(c.ReportBacks, ReportBack{ID: e.ReportBack, Seat: e.Seat, Board: e.Board, SignOff: e.SignOff, Gate: e.Gate, Result: e.Result,
			Organisations: e.Organisations, AskedAt: at, DueAt: e.DueAt})
	case events.ReportBackOverdue:
		return c.reportBack(e.ReportBack, func(b *ReportBack) { b.OverdueAt = e.DetectedAt })
	case events.ReportBackEscalated:
		return c.reportBack(e.ReportBack, func(b *ReportBack) { b.Level, b.Boards = e.Level, e.Boards })
	case events.ReportBackRecorded:
		return c.reportBack(e.ReportBack, func(b *ReportBack) {
			b.RecordedAt, b.ReportedOn, b.Person, b.Note, b.Late = at, e.ReportedOn, e.Person, e.Note, e.Late
		})
	default:
		return errNotMine
	}
	return nil
}

func (c *Case) undertaking(id string, change func(*Undertaking)) error {
	u := c.Undertaking(id)
	if u == nil {
		return fmt.Errorf("undertaking %s was never given", id)
	}
	change(u)
	return nil
}

func (c *Case) reportBack(id string, change func(*ReportBack)) error {
	b := c.ReportBack(id)
	if b == nil {
		return fmt.Errorf("report-back %s was never asked", id)
	}
	change(b)
	return nil
}
