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
