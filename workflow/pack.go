package workflow

import (
	"slices"
	"time"

	"comity/workflow/calendar"
)

// Pack is what somebody who is appointed to a seat needs to know of it (F40, K-knowledge): the board's terms, for whom the seat speaks, what it
// may commit, and when the board meets next. What waits for the seat is on the person's own list.
type Pack struct {
	Board         string
	Level         string
	Authority     string
	ReportsTo     []string // boards, or the names of bodies outside
	Quorum        int      // voting seats
	Voting        bool     // the seat votes
	Organisations []string // for which the seat speaks
	Sector        string
	Mandates      []MandateHeld // in force, or to come
	NextMeeting   time.Time     // zero: none is called
}

// PackOf makes the pack of a seat at a time; false for a seat that is not in the governance then in force.
func PackOf(r *Register, seat string, at time.Time) (Pack, bool) {
	b, s := r.GovernanceAt(at).Seat(seat)
	if s == nil {
		return Pack{}, false
	}
	p := Pack{Board: b.ID, Level: b.Level, Authority: first(b.Authority, "advisory"), ReportsTo: b.ReportsTo, Quorum: b.Quorum.Voting, Voting: s.MayVote(),
		Organisations: represented(s), Sector: s.Represents.Sector}
	today := r.CalendarAt(at).DateOf(at)
	for _, m := range r.Mandates {
		if m.Seat == seat && (m.Until.IsZero() || !m.Until.Before(today)) {
			p.Mandates = append(p.Mandates, m)
		}
	}
	for _, m := range r.Meetings {
		if m.Board == b.ID && (m.State == "scheduled" || m.State == "open") && m.StartsAt.After(at) && (p.NextMeeting.IsZero() || m.StartsAt.Before(p.NextMeeting)) {
			p.NextMeeting = m.StartsAt
		}
	}
	if p.NextMeeting.IsZero() && b.Meetings != nil { // called or not, the document has its days
		days := slices.Clone(b.Meetings.Dates)
		slices.SortFunc(days, func(a, b calendar.Date) int { return a.Compare(b) })
		for _, d := range days {
			if d.After(today) {
				p.NextMeeting = r.CalendarAt(at).StartOf(d)
				break
			}
		}
	}
	return p, true
}
