package verify

import (
	"comity/events"
	"comity/workflow"
)

// ends checks what is said of an end: something of the case ends on that day, no warning comes before its moment and each comes once, and
// what is renewed was still to be renewed.
func (d *decided) ends(e events.Event) error {
	what, of, endsOn, due := "", "", "", d.r.At
	switch e := e.(type) {
	case events.ExpiryWarned:
		what, of, endsOn, due = e.What, e.Of, e.EndsOn, e.DueAt
	case events.ExpiryPassed:
		what, of, endsOn, due = e.What, e.Of, e.EndsOn, e.EffectiveAt
	case events.CaseRenewalOpened:
		what, of, endsOn, due = e.What, e.Of, e.EndsOn, e.DueAt
		if d.c.Successor != "" {
			return d.f.because(nil, "a case was opened to renew %s, and it went on in case %s already.", of, d.c.Successor)
		}
	}
	for _, x := range workflow.CaseEndings(d.c, d.reg, d.r.At) {
		if x.What == what && x.Of == of && x.EndsOn == endsOn {
			if d.r.At.Before(due) {
				return d.f.because(nil, "the end of %s %s was noticed before its moment.", what, of)
			}
			return d.once(e)
		}
	}
	return d.f.because(nil, "%s %s is said to end on %s, and the case has none that does.", what, of, endsOn)
}

// once checks that a warning, or an end, was not recorded before.
func (d *decided) once(e events.Event) error {
	for _, n := range d.c.Noted {
		w, warned := e.(events.ExpiryWarned)
		p, passed := e.(events.ExpiryPassed)
		if (warned && n.What == w.What && n.Of == w.Of && n.EndsOn == w.EndsOn && n.Lead == w.Lead) ||
			(passed && n.What == p.What && n.Of == p.Of && n.EndsOn == p.EndsOn && n.Lead == "") {
			return d.f.because(nil, "the end of %s %s on %s was recorded before.", n.What, n.Of, n.EndsOn)
		}
	}
	return nil
}
