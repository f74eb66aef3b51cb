package verify

import (
	"slices"

	"comity/events"
	"comity/workflow"
	"comity/workflow/document"
)

// consent checks that a seat consented by a mandate of its organisation that was in force and wide enough, to what it was asked for.
func (d *decided) consent(e events.ConsentConfirmed) error {
	if err := d.acts(e.Seat, e.Person, "consent"); err != nil {
		return err
	}
	if workflow.Reckoned(e) {
		*d.reckons = true
	} else if *d.reckons {
		return d.f.because(nil, "seat %s consented for %s, and by which line of its mandate is not said.", e.Seat, e.Organisation)
	}
	for _, m := range d.reg.Mandates {
		if m.Mandate == e.Mandate && m.Seat == e.Seat && m.Organisation == e.Organisation && d.reg.MandateInForce(m, d.r.At) {
			if over := d.then().Exceeds(m, e); len(over) > 0 {
				return d.f.because(nil, "seat %s consented for %s beyond mandate %s: %s", e.Seat, e.Organisation, e.Mandate, over[0].Message)
			}
			return d.lines(e.Organisation, e.Lines, e.Complete)
		}
	}
	return d.f.because(nil, "seat %s consented for %s by mandate %s, which was not in force.", e.Seat, e.Organisation, e.Mandate)
}

// ownDecision checks an organisation's own decision, which no mandate limits.
func (d *decided) ownDecision(e events.ConsentRecorded) error {
	if e.External {
		if !d.then().MayRecordExternal(e.Organisation, e.Person) {
			return d.f.because(nil, "%s records the consent of %s, for which that person did not speak or nobody asked.", e.Person, e.Organisation)
		}
		return nil
	}
	if o := d.g.Organisation(e.Organisation); o == nil || o.ProperOfficer == "" || o.ProperOfficer != e.Person {
		return d.f.because(nil, "%s records a decision of %s, and was not its proper officer.", e.Person, e.Organisation)
	}
	if e.Threshold != "" || d.keyed() {
		if wrong := d.then().Unannounced(e); len(wrong) > 0 {
			return d.f.because(nil, "%s recorded a key decision that it could not take: %s", e.Organisation, wrong[0].Message)
		}
	}
	return d.lines(e.Organisation, e.Lines, e.Complete)
}

// keyed reports whether the governance then in force announces decisions or lets them be called in, which the first builds did not know.
func (d *decided) keyed() bool {
	return d.g != nil && slices.ContainsFunc(d.g.Thresholds, func(t document.Threshold) bool {
		return t.Requires.ForwardPlanClearDays > 0 || t.Requires.CallIn != nil
	})
}

// lines checks that what is confirmed was asked for, and whether anything is left of it.
func (d *decided) lines(organisation string, lines []events.ConfirmedLine, complete bool) error {
	if wrong := d.then().Unasked(organisation, lines); len(wrong) > 0 {
		return d.f.because(nil, "%s confirmed what was not to be confirmed: %s", organisation, wrong[0].Message)
	}
	if complete && !d.then().Completes(organisation, lines) {
		return d.f.because(nil, "the consent of %s was taken as complete, and something of it was left.", organisation)
	}
	return nil
}
