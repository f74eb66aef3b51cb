package workflow

import (
	"slices"

	"comity/events"
)

// Whose the acts on a case as a whole are.

func (o *oracle) whose(commitment string) string {
	for _, k := range o.c.Commitments {
		if k.Commitment == commitment {
			return k.Organisation
		}
	}
	return ""
}

func (o *oracle) withdrawsCase(person string) string {
	for _, u := range o.g.Units {
		if u.ID == o.c.Terms.Unit && u.Organisation == o.c.Terms.Sponsor && slices.Contains(u.Members, person) {
			return ""
		}
	}
	return o.either(o.officer(o.inPlaceOf(o.c.Terms.Sponsor), person), "not of the sponsor")
}

// acknowledges: who presides at the board that was asked, or its secretary with the minute.
func (o *oracle) acknowledges(person, minute string, list []events.Event) string {
	for _, e := range list {
		e, is := e.(events.GapAcknowledged)
		if !is {
			continue
		}
		b := boardIn(o.g, e.Board)
		if b == nil {
			return "there is no such board"
		}
		chair := ""
		for _, seat := range append([]string{b.Chair.Seat}, b.Chair.Vice...) {
			if chair == "" && seat != "" && o.acts(seat, "") {
				chair = seat
			}
		}
		if !o.acts(chair, person) && !(o.secretary(person, b.ID) && minute != "") {
			return "neither presides nor keeps the minutes"
		}
	}
	return ""
}

func (o *oracle) callsIn(person string, cmd *DecisionCallIn) string {
	for _, h := range o.c.Holds {
		if h.Kind != "call_in" || !h.ReleasedAt.IsZero() || cmd.Organisation != "" && h.Organisation != cmd.Organisation {
			continue
		}
		for _, b := range o.g.ScrutinyBodies {
			in := func(p string) bool { return b.Chair == p || slices.Contains(b.Members, p) }
			members := map[string]bool{}
			for _, p := range cmd.Requisition {
				if in(p) {
					members[p] = true
				}
			}
			for _, t := range o.g.Thresholds {
				if b.Organisation == h.Organisation && !o.gone(b.Organisation) && t.ID == h.Threshold && t.Requires.CallIn != nil && slices.Contains(t.Requires.CallIn.By, b.ID) &&
					(in(person) || slices.Contains(b.Officers, person)) && len(members) >= t.Requires.CallIn.Requisition && len(members) == len(cmd.Requisition) &&
					!o.at.After(h.Until) {
					return ""
				}
			}
		}
	}
	return "no scrutiny body of whose decision it is, in its time, with its members"
}

// begins: a member of the unit that prepares it, for a sponsor that is there (DOMAIN §2.1 rows 1 and 2, F84).
func (o *oracle) begins(person string, f CaseFields) string {
	for _, u := range o.g.Units {
		if (f.Unit == nil || *f.Unit == u.ID) && slices.Contains(u.Members, person) {
			sponsor := u.Organisation
			if f.Sponsor != nil {
				sponsor = *f.Sponsor
			}
			return o.either(!o.gone(sponsor), "for a sponsor that is gone")
		}
	}
	return "of no unit that prepares it"
}

// renews: the unit, an officer of the sponsor, who manages the pool whose agreement ends, or an officer of who answers for what ends.
func (o *oracle) renews(person string) string {
	whose := []string{o.c.Terms.Sponsor}
	if k := o.c.Contract; k != nil {
		whose = append(whose, k.Accountable)
	}
	for _, p := range o.c.Pools {
		if p.Awaits == "" && p.Manager == person {
			return ""
		}
		for _, x := range p.Parties {
			whose = append(whose, x.Organisation)
		}
	}
	return o.either(o.unit(person) || slices.ContainsFunc(whose, func(x string) bool { return o.officer(o.inPlaceOf(x), person) }), "not theirs to renew")
}

// waivesCallIn: who chairs the scrutiny body that could call the organisation's decision in.
func (o *oracle) waivesCallIn(person string, cmd *DecisionWaiveCallIn) string {
	for _, b := range o.g.ScrutinyBodies {
		for _, t := range o.g.Thresholds {
			if b.Chair == person && person != "" && !o.gone(b.Organisation) && (cmd.Organisation == "" || cmd.Organisation == b.Organisation) &&
				t.Organisation == b.Organisation && t.Requires.CallIn != nil && slices.Contains(t.Requires.CallIn.By, b.ID) {
				return ""
			}
		}
	}
	return "does not chair the scrutiny body whose right it is"
}
