package workflow

import (
	"cmp"
	"slices"
	"time"

	"comity/events"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// Briefings (F54, K-knowledge): at the end of a month each organisation is sent what was decided in it that touches it, and what that
// means for it. The month is the civil month of the partnership's calendar; its end is 00:00:00 local time of the first day of the next.

// Briefing is an organisation's briefing for a month, as it was issued: the decisions by reference.
type Briefing struct {
	Organisation string                   `json:"organisation"`
	Month        string                   `json:"month"` // 2027-01
	IssuedAt     time.Time                `json:"issued_at"`
	Decisions    []events.BriefedDecision `json:"decisions"`
}

// Briefing finds an organisation's briefing for a month, nil for none.
func (r *Register) Briefing(organisation, month string) *Briefing {
	i := slices.IndexFunc(r.Briefings, func(b Briefing) bool { return b.Organisation == organisation && b.Month == month })
	if i < 0 {
		return nil
	}
	return &r.Briefings[i]
}

// month is a civil month as moments: from, and until where the next begins.
type month struct {
	name        string
	from, until time.Time
}

// MonthOf is the civil month in which a day falls: its first moment, and the first moment of the next, both local time.
func MonthOf(cal *calendar.Calendar, on calendar.Date) (from, until time.Time) {
	return cal.StartOf(calendar.NewDate(on.Year, on.Month, 1)), cal.StartOf(calendar.NewDate(on.Year, on.Month+1, 1))
}

// nextBriefing is the first month that ends while the governance has organisations briefed and that has not been gone through.
func (r *Register) nextBriefing() (month, bool) {
	for _, v := range r.forces() {
		if v.governance.Reporting.Briefing != document.BriefingMonthly {
			continue
		}
		since := v.from
		for _, t := range []time.Time{v.PublishedAt, r.BriefedUntil} { // what was over before it was published is not gone through
			if t.After(since) {
				since = t
			}
		}
		on := v.calendar.DateOf(since)
		from, until := MonthOf(v.calendar, on)
		if v.until.IsZero() || !until.After(v.until) {
			return month{on.String()[:len("2006-01")], from, until}, true
		}
	}
	return month{}, false
}

// brief issues the briefings of the month that is over: one to each organisation that a decision of that month touches, by the governance
// in force in its last second. To whom nothing happened nobody writes.
//
// Yields BriefingIssued for each, in the order of the governance, and BriefingMonthClosed once.
func (d *registering) brief() {
	m, ok := d.r.nextBriefing()
	if !ok {
		return
	}
	g := d.r.GovernanceAt(m.until.Add(-time.Second))
	if g == nil {
		g = d.g
	}
	var briefed []string
	for i := range g.Organisations {
		o := g.Organisations[i].ID
		if list := touching(d.r.cases, g, o, m.from, m.until); len(list) > 0 {
			d.happen(events.BriefingIssued{Organisation: o, Month: m.name, FromAt: m.from.UTC(), UntilAt: m.until.UTC(), Decisions: list})
			briefed = append(briefed, o)
		}
	}
	d.happen(events.BriefingMonthClosed{Month: m.name, UntilAt: m.until.UTC(), DetectedAt: d.m.At, Organisations: briefed})
}

// touching lists the decisions within a time that touch an organisation, in the order in which they were taken.
func touching(cases []*Case, g *document.Governance, organisation string, from, until time.Time) []events.BriefedDecision {
	type dated struct {
		events.BriefedDecision
		at time.Time
	}
	var all []dated
	for _, c := range cases {
		if !slices.Contains(Touched(c, g), organisation) {
			continue
		}
		for _, s := range c.SignOffs {
			if DecidedWithin(s, from, until) {
				all = append(all, dated{events.BriefedDecision{Case: c.ID, SignOff: s.ID, Gate: s.Gate, Round: s.GateRound}, s.EndedAt})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b dated) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.Case, b.Case)) })
	var out []events.BriefedDecision
	for _, x := range all {
		out = append(out, x.BriefedDecision)
	}
	return out
}

// DecidedWithin reports whether a board or a named officer decided a sign-off within a time: from its first moment, before its last.
func DecidedWithin(s *SignOff, from, until time.Time) bool {
	return s.State == SignOffDone && !s.EndedAt.Before(from) && s.EndedAt.Before(until)
}

// Briefed lists who is sent what concerns an organisation as a body: its chief executive, its champions, who records its decisions, and
// whoever holds a seat that speaks for it.
func Briefed(r *Register, organisation string, at time.Time) []string {
	g := r.GovernanceAt(at)
	o := g.Organisation(organisation)
	if o == nil {
		return nil
	}
	out := append(nonEmpty(Officer(o, PostChiefExecutive)), o.Champions...)
	out = append(out, nonEmpty(o.ProperOfficer)...)
	for i := range g.Boards {
		for j := range g.Boards[i].Seats {
			if s := &g.Boards[i].Seats[j]; slices.Contains(represented(s), organisation) {
				out = append(out, nonEmpty(r.Holder(s.ID, at))...)
			}
		}
	}
	return distinct(out)
}

// PostChiefExecutive is the post, among an organisation's officers, of its chief executive.
const PostChiefExecutive = "chief_executive"
