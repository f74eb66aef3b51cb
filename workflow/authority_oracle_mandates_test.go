package workflow

import (
	"slices"

	"comity/events"
)

// What an organisation allowed a seat to commit.

// mandated: some mandate of the organisation for the seat, in force today, is for the act, and for a deputy's use where one acts.
func (o *oracle) mandated(seat, organisation, person, act string, also func(MandateHeld) bool) string {
	if !o.acts(seat, person) {
		return "neither holder nor deputy"
	}
	deputy := !o.holds(seat, person)
	for _, m := range o.r.Mandates {
		last := o.until[m.Mandate]
		switch {
		case m.Seat != seat || m.Organisation != organisation:
		case o.on < m.From.String() || last != "" && last < o.on:
		case len(m.Acts) > 0 && !slices.Contains(m.Acts, act):
		case deputy && !m.DeputyMayCommit:
		case o.turn(o.seat(seat), m.From.String()) != o.turn(o.seat(seat), o.on):
		case also != nil && !also(m):
		default:
			return ""
		}
	}
	return "no mandate for that"
}

// confirms says the same of a confirmation that was accepted, line by line.
func (o *oracle) confirms(e events.ConsentConfirmed) string {
	plan := o.c.Terms.PlanPence
	var sum int64
	for _, k := range o.c.Commitments {
		if !k.Released && k.Withdrawal == nil {
			sum += k.Pence
		}
	}
	for _, t := range o.g.Thresholds {
		if t.Organisation == e.Organisation && t.WholeLifeGBP.GTE != nil && max(plan, sum) >= int64(t.WholeLifeGBP.GTE.Pence) && plan != 0 {
			return "a key decision is the organisation's own"
		}
	}
	return o.mandated(e.Seat, e.Organisation, e.Person, "confirm", func(m MandateHeld) bool {
		if m.Mandate != e.Mandate {
			return false
		}
		for _, line := range e.Lines {
			service := ""
			for _, k := range o.c.Commitments {
				if k.Commitment == line.Commitment {
					service = k.Service
				}
				if k.Commitment == line.Commitment && k.Organisation != e.Organisation {
					return false
				}
			}
			if !slices.ContainsFunc(m.Commit, func(l events.MandateLimit) bool {
				return l.Kind == line.Kind && slices.Contains(l.Modes, line.Mode) && (len(l.Services) == 0 || slices.Contains(l.Services, service)) &&
					(l.PerCasePence == nil || line.Pence <= *l.PerCasePence) && (l.PerYearPence == nil || line.Pence <= *l.PerYearPence) &&
					(l.PerCaseFTEHundredths == nil || line.FTEHundredths <= *l.PerCaseFTEHundredths)
			}) {
				return false
			}
		}
		return true
	})
}

func (o *oracle) spokenFor(seat string) string {
	s := o.seat(seat)
	switch {
	case s == nil:
		return ""
	case len(s.Represents.Organisations) == 1:
		return s.Represents.Organisations[0]
	}
	return o.of(s)
}

// speaks: from a seat with its mandate, or as its proper officer.
func (o *oracle) speaks(seat, organisation, person, act string) string {
	if seat != "" {
		return o.mandated(seat, first(organisation, o.spokenFor(seat)), person, act, nil)
	}
	if o.organisation(organisation).ProperOfficer == person && person != "" && !o.gone(organisation) {
		return ""
	}
	return "not the proper officer"
}
