package verify

import (
	"comity/events"
	"comity/workflow"
)

// withdrawn checks who withdrew a commitment, and that what is said to follow follows.
func (d *decided) withdrawn(e events.CommitmentWithdrawn) error {
	d.lost = e.Consequence
	if wrong := d.then().Withdrawn(e); len(wrong) > 0 {
		return d.f.because(nil, "commitment %s was withdrawn: %s", e.Commitment, wrong[0].Message)
	}
	if e.Person != d.r.Actor {
		return d.f.because(nil, "commitment %s was withdrawn by %s, and %s acted.", e.Commitment, e.Person, d.r.Actor)
	}
	return nil
}

// invalidated checks that a gate was invalidated because of a withdrawal in the same record, and of nothing else.
func (d *decided) invalidated(e events.GateInvalidated) error {
	if !d.reopens() || e.Because != d.lost {
		return d.f.because(nil, "gate %s was invalidated, and no withdrawal beyond the tolerance had come.", e.Gate)
	}
	return nil
}

// reopens reports whether a withdrawal of this record takes the case back to its plan.
func (d *decided) reopens() bool {
	return d.lost == workflow.ConsequenceBeyond || d.lost == workflow.ConsequenceEssential
}
