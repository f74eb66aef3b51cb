package workflow

import (
	"fmt"
	"slices"
)

// A board that decides nothing in writing, and does not meet before its deadline, cannot be in time: that is said while something can be
// done about it, and so is the urgent route where the board has one (F23).

// meetsTooLate warns of an open sign-off whose board decides only at meetings and has none before the deadline; offered says that the
// urgent route is open. Nothing for a board that may decide in writing, or does not say.
func (d *decision) meetsTooLate(s *SignOff) (warnings []string, offered bool) {
	b := d.r.boardFor(s, d.m.At)
	if b == nil || b.Meetings == nil || b.Meetings.WrittenProcedure == nil || *b.Meetings.WrittenProcedure || s.DueAt.IsZero() ||
		s.State != SignOffOpen && s.State != SignOffNoQuorum || s.DueAt.Before(d.m.At) {
		return nil, false
	}
	if slices.ContainsFunc(d.r.Meetings, func(m *Meeting) bool { return m.Board == s.Board && m.State == "open" }) {
		return nil, false
	}
	next := d.meetingToCome(s)
	switch {
	case next.IsZero():
		warnings = append(warnings, fmt.Sprintf("%s decides nothing in writing, and no meeting of it is called before the deadline.", d.boardName(s)))
	case next.After(s.DueAt):
		warnings = append(warnings, fmt.Sprintf("%s decides nothing in writing, and meets next on %s, after the deadline.", d.boardName(s), d.date(next)))
	default:
		return nil, false
	}
	if len(d.urgency(s)) > 0 {
		return append(warnings, "A meeting can be called, or the board can put the decision off; it cannot be decided urgently."), false
	}
	presiding := first(d.r.Presiding(s, d.m.At), "nobody")
	return append(warnings, fmt.Sprintf("A meeting can be called; or %s, who presides, may decide urgently with the concurrence that the board's rules ask for.", presiding)), true
}
