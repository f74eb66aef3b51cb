package workflow

import (
	"time"

	"comity/events"
	"comity/workflow/document"
)

// Delivered says what is wrong with a delivery that was recorded, and which variance it is: none where it is within what the workflow allows.
func (h Hindsight) Delivered(e events.DeliveryRecorded) (wrong []Problem, varies *events.VarianceRaised) {
	k := h.d.c.Commitment(e.Commitment)
	if k == nil || k.unreckoned() || e.Organisation != k.Organisation || e.Kind != k.Kind {
		return []Problem{problem(WrongStage, "Nothing was confirmed of it, or by another, or of another kind.").about(e.Commitment)}, nil
	}
	if p := h.d.mayCommitFor(k.Organisation); p != nil {
		wrong = append(wrong, *p)
	}
	if staff := k.Kind == document.ResourceStaffTime; staff && (e.Pence != 0 || e.ExpectedPence != 0) || !staff && (e.FTEHundredths != 0 || e.ExpectedFTEHundredths != 0) {
		wrong = append(wrong, problem(Malformed, "It is reckoned in another unit.").about(e.Commitment))
	}
	if day(e.UntilOn).After(h.d.today()) {
		wrong = append(wrong, problem(Malformed, "Its day had not come.").about("until_on"))
	}
	if x, ok := h.d.deliveryVariance(e); ok {
		varies = &x
	}
	return wrong, varies
}

// Missed is the variance that a target is, nil where it was met, not measured, or found before, or where its day had not passed.
func (h Hindsight) Missed(target string) *events.VarianceRaised {
	for _, t := range h.d.c.Targets {
		if t.Target == target && h.d.varies(t) && !h.d.m.At.Before(h.d.missedFrom(t)) {
			x := h.d.missed(t)
			return &x
		}
	}
	return nil
}

// SameVariance reports whether two say the same.
func SameVariance(a, b events.VarianceRaised) bool {
	same := a.EffectiveAt.Equal(b.EffectiveAt)
	a.EffectiveAt, b.EffectiveAt = time.Time{}, time.Time{}
	return same && a == b
}
