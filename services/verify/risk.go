package verify

import (
	"slices"

	"comity/events"
	"comity/workflow"
)

// risk checks what is said of a risk: by whom, what follows from it, and that its day had passed where that is said.
func (d *decided) risk(e events.Event) error {
	switch e := e.(type) {
	case events.RiskRecorded:
		if wrong := d.then().RiskRecorded(e); len(wrong) > 0 {
			return d.f.because(nil, "risk %s was recorded, and could not be: %s", e.Risk, wrong[0].Message)
		}
	case events.RiskClosed:
		if wrong := d.then().RiskClosed(e); len(wrong) > 0 {
			return d.f.because(nil, "risk %s was closed, and could not be: %s", e.Risk, wrong[0].Message)
		}
	case events.RiskOverdue:
		if !d.then().RiskLate(e) {
			return d.f.because(nil, "risk %s was to be looked at again, and was, or its day had not passed.", e.Risk)
		}
	}
	return nil
}

// reviewDue checks that a risk for which a review is brought forward without anybody's word calls for one.
func (d *decided) reviewDue(e events.CaseReviewDue) error {
	if e.Because == workflow.BecauseRisk && d.r.Command.Name != "case.begin_review" && !d.then().ReviewCalledFor() {
		return d.f.because(nil, "a review was brought forward for a risk, and no risk called for it.")
	}
	return nil
}

// reviewed checks that a review was brought forward where what was recorded calls for it.
func (d *decided) reviewed(list []events.Event) error {
	recorded := slices.ContainsFunc(list, func(e events.Event) bool { _, is := e.(events.RiskRecorded); return is })
	if recorded && d.then().ReviewCalledFor() {
		return d.f.because(nil, "a risk was recorded that brings the review forward, and the review did not begin.")
	}
	return nil
}
