package verify

import (
	"comity/events"
	"comity/workflow"
)

// delivered checks that something was confirmed of what was delivered, and by whom it was recorded; and keeps the variance that it is.
func (d *decided) delivered(e events.DeliveryRecorded) error {
	wrong, varies := d.then().Delivered(e)
	if len(wrong) > 0 {
		return d.f.because(nil, "what was delivered of commitment %s was recorded, and could not be: %s", e.Commitment, wrong[0].Message)
	}
	d.varies = varies
	return nil
}

// variance checks that a variance is what was delivered just before, or a target that is missed.
func (d *decided) variance(e events.VarianceRaised) error {
	want := d.varies
	if d.varies = nil; e.Because == workflow.VarianceTarget {
		want = d.then().Missed(e.Target)
	}
	if want == nil || !workflow.SameVariance(*want, e) {
		return d.f.because(nil, "%s was raised, and is not what the record before it makes of it.", e.Variance)
	}
	return nil
}

// allRaised checks that what was delivered was not passed over where it is a variance.
func (d *decided) allRaised() error {
	if d.varies != nil {
		return d.f.because(nil, "what was delivered of commitment %s differs from what was to be by more than the workflow allows, and no variance says so.", d.varies.Commitment)
	}
	return nil
}
