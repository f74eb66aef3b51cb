package workflow

import (
	"slices"
	"time"

	"comity/events"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// Escalation (DOMAIN §2.2, §2.4). Silence never approves: a lapse goes up a level, and at the top it ends in a dispute.

// lapse ends a sign-off whose deadline passed without a quorate decision: up a level, or into a dispute. It records when it
// was due and when that was noticed; what it opens starts now. All that have lapsed into a dispute by now go into the same one.
func (d *decision) lapse(s *SignOff) {
	if d.staysOpen(s) {
		d.overdue(s)
		return
	}
	if !d.blocking(s) {
		d.emit(events.SignOffVoided{SignOff: s.ID, Because: "deadline"}) // nothing waits for it
		return
	}
	board, deadline := d.escalation(s)
	if board != "" {
		d.escalate(s, d.freeID(inPlaceID(s, board)))
		d.inPlaceOf(s, board, deadline)
		return
	}
	because := d.escalate(s, "dispute")
	for _, o := range d.c.Current() {
		if to, _ := d.escalation(o); to == "" && d.lapsed(o) && d.blocking(o) && !d.staysOpen(o) {
			d.escalate(o, "dispute")
		}
	}
	d.openDispute(events.DisputeRaised{Because: because, SignOff: s.ID})
}

// lapsed reports whether the deadline of a sign-off has passed without a decision that its votes could make.
func (d *decision) lapsed(s *SignOff) bool {
	switch s.State {
	case SignOffOpen, SignOffNoQuorum, SignOffTie:
	default:
		return false
	}
	if s.DueAt.IsZero() || d.m.At.Before(s.DueAt.Add(time.Second)) {
		return false
	}
	return s.State != SignOffOpen || s.Board == "" || !d.r.count(s, d.m.At).quorate
}

// escalate records that a sign-off went on to another, or to a dispute, and why.
func (d *decision) escalate(s *SignOff, to string) (because string) {
	because = "lapse"
	if s.State == SignOffNoQuorum {
		because = "inquorate"
	}
	var tally events.Tally
	if s.Board != "" {
		tally = d.r.count(s, d.m.At).tally
	}
	d.emit(events.SignOffEscalated{SignOff: s.ID, Because: because, DueAt: s.DueAt, DetectedAt: d.m.At, To: to, Tally: tally})
	return because
}

// inPlaceOf asks a board in place of an escalated sign-off: same act, same order, its own quorum, rule and clock.
func (d *decision) inPlaceOf(s *SignOff, board string, deadline calendar.Period) {
	id := d.freeID(inPlaceID(s, board))
	d.emit(events.SignOffRequested{SignOff: id, Entry: s.Entry, Gate: s.Gate, GateRound: s.GateRound, Board: board, OfficerOf: officerOf(s, board),
		Post: post(s, board), Act: s.Act, Order: s.Order, InPlaceOf: s.ID})
	d.open(d.c.SignOff(id), deadline)
}

// inPlaceID names the sign-off in place of another: jce-for-ogn, and again-wcb for the same board or officer anew.
func inPlaceID(s *SignOff, board string) string {
	if board == s.Board {
		return "again-" + s.ID
	}
	return board + "-for-" + s.ID
}

func officerOf(s *SignOff, board string) string {
	if board == "" {
		return s.OfficerOf
	}
	return ""
}

func post(s *SignOff, board string) string {
	if board == "" {
		return s.Post
	}
	return ""
}

// escalation says where a lapsed sign-off goes: to the board that its workflow names, else to the board of the next level; ""
// for a dispute. A sign-off that stands in place of another goes on from where its own board stands. No chain comes back to a
// board that let it lapse.
func (d *decision) escalation(s *SignOff) (board string, deadline calendar.Period) {
	asked := d.chain(s)
	if entry := d.lapsesBy(s); entry != nil {
		switch {
		case entry.OnLapse.Dispute:
			return "", deadline
		case entry.OnLapse.EscalateTo != nil:
			for _, b := range d.boards(entry.OnLapse.EscalateTo) {
				if !slices.Contains(asked, b) {
					return b, d.clockFor(b, entry.OnLapse.Deadline, entry.Deadline)
				}
			}
		}
	}
	if b := d.g.Board(s.Board); b != nil {
		for _, level := range higher(b.Level) {
			for _, up := range d.g.Boards {
				if up.Level == level && !slices.Contains(asked, up.ID) {
					return up.ID, d.clockFor(up.ID, calendar.Period{}, d.deadlineOf(s))
				}
			}
		}
	}
	return "", deadline
}

// chain lists the boards that were asked before a sign-off in its place, and its own.
func (d *decision) chain(s *SignOff) []string {
	out := nonEmpty(s.Board)
	for s.InPlaceOf != "" {
		if s = d.c.SignOff(s.InPlaceOf); s == nil {
			break
		}
		out = append(out, nonEmpty(s.Board)...)
	}
	return out
}

// lapsesBy is the entry of the workflow that says what the lapse of a sign-off does: its own or, for one in place of another,
// that of its board at this gate.
func (d *decision) lapsesBy(s *SignOff) *document.SignOff {
	if s.InPlaceOf != "" && s.Board != "" {
		return d.entryFor(s.Board)
	}
	return d.entryOf(s)
}

// higher lists the levels above one.
func higher(level string) []string {
	switch level {
	case document.LevelOperational:
		return []string{document.LevelExecutive, document.LevelStrategic}
	case document.LevelExecutive:
		return []string{document.LevelStrategic}
	}
	return nil
}

// clockFor is the deadline of an escalated sign-off: as the lapse says, else the board's own at this gate, else what is left.
func (d *decision) clockFor(board string, said, fallback calendar.Period) calendar.Period {
	if !said.IsZero() {
		return said
	}
	if e := d.entryFor(board); e != nil && !e.Deadline.IsZero() {
		return e.Deadline
	}
	return fallback
}

// entryFor is the present gate's entry that routes to a board, nil for none.
func (d *decision) entryFor(board string) *document.SignOff {
	g := gateOf(d.w, d.c.Gate.Gate)
	if g == nil {
		return nil
	}
	for i := range g.SignOffs {
		if slices.Contains(d.boards(g.SignOffs[i].Board), board) {
			return &g.SignOffs[i]
		}
	}
	return nil
}

// deadlineOf is the deadline of a sign-off from when it opens: as its entry says or, for one in place of another, as the lapse
// of that one says, else its own board's at this gate. Asked anew, a board has the time that it had before.
func (d *decision) deadlineOf(s *SignOff) calendar.Period {
	for s.InPlaceOf != "" {
		before := d.c.SignOff(s.InPlaceOf)
		if before == nil {
			break
		}
		if before.Board != s.Board {
			if by := d.lapsesBy(before); by != nil {
				return d.clockFor(s.Board, by.OnLapse.Deadline, by.Deadline)
			}
			return d.clockFor(s.Board, calendar.Period{}, d.deadlineOf(before))
		}
		s = before
	}
	if b := d.g.Board(s.Board); b != nil && !b.Deadline.IsZero() {
		return b.Deadline // an area's own, within its bounds (F07)
	}
	if entry := d.entryOf(s); entry != nil {
		return entry.Deadline
	}
	return calendar.Period{}
}
