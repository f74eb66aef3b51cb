package workflow

import (
	"slices"

	"comity/events"
)

// varianceRaised: the unit, and of what was delivered whoever may commit the organisation that answers for it. Who answers for a target is told by the
// undertaking that it becomes.
func (t *teller) varianceRaised(e events.VarianceRaised) {
	x := Telling{Reason: ToldVariance, For: "variance:" + e.Variance, Organisation: e.Organisation, EffectiveAt: e.EffectiveAt}
	people := t.unit()
	if e.Because == VarianceTarget {
		x.Reason = ToldMissed
	} else {
		people = append(slices.Clone(people), t.committers(e.Organisation)...)
	}
	t.sayAll(distinct(people), x)
}
