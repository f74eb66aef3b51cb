package workflow

import (
	"fmt"
	"strings"

	"comity/workflow/document"
)

// explainDispute says at which step a dispute is, who is to agree to what, and what happens when the step lapses.
func (d *decision) explainDispute() Waiting {
	x := d.c.Dispute
	w := Waiting{For: "dispute:" + first(x.Step, "unresolved"), Until: x.DueAt, On: x.Awaited(), Acts: []string{"case.resolve_dispute"}, Details: nonEmpty(x.Reason)}
	if parties := x.Parties(); len(parties) > 0 && x.Kind != document.StepArbitration {
		w.Acts = []string{"case.agree_dispute"}
		if x.Agreement != "" {
			w.Details = append(w.Details, "Put forward: "+x.Agreement)
		}
		for _, o := range w.On {
			w.People = append(w.People, d.disputants(o)...)
		}
		w.People = distinct(w.People)
	}
	if x.Step == "" {
		w.Acts = append(w.Acts, "case.fail_dispute")
		w.People = distinct(append(w.People, nonEmpty(d.accountableOfficer())...))
		w.Message = "The dispute has been through every step and is not resolved: the partners still agree, a partner departs, or the sponsor withdraws the case."
		return w
	}
	w.Then = "the dispute goes to its next step"
	if x.StepNo >= len(d.steps()) {
		w.Then = "the last step has failed"
	}
	w.Message = fmt.Sprintf("The case is in dispute, at step %d (%s)%s.", x.StepNo, d.stepWords(x.Step), d.by(x.DueAt))
	return w
}

// stepWords says what a step is.
func (d *decision) stepWords(step string) string {
	for _, s := range d.steps() {
		switch {
		case s.Name() != step:
		case s.Escalation:
			return "escalation to " + strings.ReplaceAll(s.Between, "_", " ")
		case s.Between != "":
			return strings.ReplaceAll(s.Between, "_", " ")
		}
	}
	return strings.ReplaceAll(step, "_", " ")
}

// disputants lists who may speak for a party: its officers, and the holders of the seats that speak for it.
func (d *decision) disputants(party string) []string {
	var out []string
	if o := d.g.Organisation(party); o != nil {
		out = append(append(nonEmpty(o.AuthorisingOfficer), nonEmpty(o.ProperOfficer)...), nonEmpty(o.MonitoringOfficer)...)
	}
	for _, b := range d.g.Boards {
		for i := range b.Seats {
			if spokenFor(&b.Seats[i]) == party {
				out = append(out, nonEmpty(d.r.Holder(b.Seats[i].ID, d.m.At))...)
			}
		}
	}
	return distinct(out)
}

// accountableOfficer is the officer who acts for the sponsor first, or for the lead authority where it has none; "" where neither has.
func (d *decision) accountableOfficer() string {
	for _, o := range nonNil(d.sponsor(), d.lead()) {
		if p := first(o.MonitoringOfficer, o.ProperOfficer, o.AuthorisingOfficer); p != "" {
			return p
		}
	}
	return ""
}
