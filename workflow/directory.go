package workflow

import (
	"slices"
	"sync"
	"time"

	"comity/workflow/calendar"
	"comity/workflow/document"
)

// What the register says at a moment: which documents are in force, who holds which seat, which mandate stands.

// GovernanceAt returns the governance in force at a time, nil where none is: the highest version whose day has come. Nobody in it acts for an
// organisation that was replaced by then.
func (r *Register) GovernanceAt(at time.Time) *document.Governance {
	if p := r.inForce(at); p != nil {
		return p.standing(at)
	}
	return nil
}

func (r *Register) inForce(at time.Time) *Published {
	for i := len(r.Governance) - 1; i >= 0; i-- {
		if p := &r.Governance[i]; !at.Before(p.start) {
			return p
		}
	}
	return nil
}

// GovernanceVersion returns one version of the governance, nil for one that was never published.
func (r *Register) GovernanceVersion(version int) *document.Governance {
	for i := range r.Governance {
		if r.Governance[i].Version == version {
			return r.Governance[i].governance
		}
	}
	return nil
}

// WorkflowVersion returns one version of a workflow, nil for one that was never published.
func (r *Register) WorkflowVersion(id string, version int) *document.Workflow {
	for i := range r.Workflows {
		if p := &r.Workflows[i]; p.ID == id && p.Version == version {
			return p.workflow
		}
	}
	return nil
}

// WorkflowOn returns the version of a workflow that a case submitted on a day is pinned to, nil where there is none. An empty
// id means the partnership's only workflow.
func (r *Register) WorkflowOn(id string, day calendar.Date) *document.Workflow {
	var best *Published
	for i := range r.Workflows {
		p := &r.Workflows[i]
		if id == "" && r.Workflows[0].ID != p.ID {
			return nil // several: one must be named
		}
		if (id == "" || p.ID == id) && !p.From.After(day) && (best == nil || p.Version > best.Version) {
			best = p
		}
	}
	if best == nil {
		return nil
	}
	return best.workflow
}

// ordinary is the calendar of a partnership before its first governance: England and Wales.
var ordinary = sync.OnceValue(func() *calendar.Calendar {
	c, err := calendar.New(calendar.Config{})
	if err != nil {
		panic(err) // the defaults are ours
	}
	return c
})

// CalendarAt returns the calendar by which the partnership reckons at a time.
func (r *Register) CalendarAt(at time.Time) *calendar.Calendar {
	if p := r.inForce(at); p != nil {
		return p.calendar
	}
	return ordinary()
}

// leadAuthority is the organisation with that duty, nil where the document names none.
func leadAuthority(g *document.Governance) *document.Organisation {
	if g == nil {
		return nil
	}
	for i := range g.Organisations {
		if g.Organisations[i].Duty == "lead_authority" {
			return &g.Organisations[i]
		}
	}
	return nil
}

// Officer returns the person in a post of an organisation, "" where it is vacant or unknown.
func Officer(o *document.Organisation, post string) string {
	if o == nil {
		return ""
	}
	switch post {
	case "authorising_officer":
		return o.AuthorisingOfficer
	case "proper_officer":
		return o.ProperOfficer
	case "monitoring_officer":
		return o.MonitoringOfficer
	case "chief_finance_officer":
		return o.ChiefFinanceOfficer
	}
	return o.Officers[post]
}

// Holder returns who holds a seat at a time, "" for a vacant one.
func (r *Register) Holder(seat string, at time.Time) string {
	runs := r.running(at)
	for _, t := range slices.Backward(r.Terms) {
		if t.Seat == seat && runs(t) {
			return t.Person
		}
	}
	return ""
}

// DeputiesOf returns who may act for a seat as deputy at a time.
func (r *Register) DeputiesOf(seat string, at time.Time) []string {
	runs := r.running(at)
	var out []string
	for _, t := range r.Deputies {
		if t.Seat == seat && runs(t) {
			out = append(out, t.Person)
		}
	}
	return out
}

// Filled reports whether anybody may act for the seat at a time.
func (r *Register) Filled(seat string, at time.Time) bool {
	runs := r.running(at)
	in := func(t Term) bool { return t.Seat == seat && runs(t) }
	return slices.ContainsFunc(r.Terms, in) || slices.ContainsFunc(r.Deputies, in)
}

// SeatsOf lists the seats for which a person may act at a time, as holder or as deputy.
func (r *Register) SeatsOf(person string, at time.Time) []string {
	runs := r.running(at)
	var out []string
	for _, t := range slices.Concat(r.Terms, r.Deputies) {
		if t.Person == person && runs(t) && !slices.Contains(out, t.Seat) {
			out = append(out, t.Seat)
		}
	}
	return out
}

// acting says in what capacity a person acts for a seat. AsDeputyFor is the holder, set for a deputy.
type acting struct {
	AsDeputyFor string
	Deputy      bool
}

// actFor says whether a person may act for a seat at a time, or why not: not_seat_holder, seat_not_in_force,
// deputy_not_in_force.
func (r *Register) actFor(seat, person string, at time.Time) (acting, *Problem) {
	holder := r.Holder(seat, at)
	if holder == person && holder != "" {
		return acting{}, nil
	}
	if slices.Contains(r.DeputiesOf(seat, at), person) {
		return acting{AsDeputyFor: holder, Deputy: true}, nil
	}
	once := func(terms []Term) bool {
		return slices.ContainsFunc(terms, func(t Term) bool { return t.Seat == seat && t.Person == person })
	}
	var p Problem
	switch {
	case once(r.Deputies):
		p = problem(DeputyNotInForce, "%s is not a deputy for seat %s on this day.", person, seat).under("DOMAIN §1 (Deputy)")
	case once(r.Terms):
		p = problem(SeatNotInForce, "The term of %s in seat %s is not running on this day.", person, seat).under("DOMAIN §0.3, F40")
	default:
		p = problem(NotSeatHolder, "%s neither holds seat %s nor deputises for it.", person, seat).under("DOMAIN §0.3")
	}
	p = p.about(seat)
	return acting{}, &p
}

// mandatesFor lists the mandates in force by which a seat may commit an organisation.
func (r *Register) mandatesFor(seat, organisation string, at time.Time) []MandateHeld {
	var out []MandateHeld
	for _, m := range r.Mandates {
		if m.Seat == seat && m.Organisation == organisation && r.MandateInForce(m, at) {
			out = append(out, m)
		}
	}
	return out
}

// Meeting finds a meeting by its id.
func (r *Register) Meeting(id string) *Meeting {
	for _, m := range r.Meetings {
		if m.ID == id {
			return m
		}
	}
	return nil
}
