package workflow

import (
	"slices"
	"strings"

	"comity/events"
)

// Snapshot is what a tier may know of a case as it stands: the reference, and above the tier public, where the tier reaches the
// case's classification, what the events of the case have told that tier of its terms, its gates and its money. Whoever follows
// the feed keeps it up to date: each event of a case brings the reference anew; case.created and case.amended the terms;
// case.closed the outcome; gate.passed one more gate, which gate.invalidated marks; commitment.offered, changed, released, novated, ended and
// withdrawn (where it has effect at once) the commitments, of which the last two leave what they say remains; case.succession_applied the sponsor. A case whose
// classification is raised above the tier is its reference again; of one that is lowered into it a new snapshot tells.
type Snapshot struct {
	Reference
	Terms       *events.CaseTerms        `json:"terms,omitempty"`
	Outcome     string                   `json:"outcome,omitempty"`
	Passed      []GateResult             `json:"passed,omitempty"`      // oldest first
	Commitments []events.CommitmentTerms `json:"commitments,omitempty"` // that stand, by their ids
}

// PublishCase returns what a tier may see of a case. No part of it is more than Publish gives to the tier of the event that it
// comes from, of a case of the same classification. Pure; the result shares nothing that may change with the case.
func PublishCase(c *Case, tier string) Snapshot {
	out := Snapshot{Reference: RefersTo(c)}
	if tier == ClearPublic || !Clears(tier, out.Classification) {
		return out
	}
	told := func(event, field string) bool {
		fields := Sees(event, tier)
		return slices.Contains(fields, "*") || slices.Contains(fields, field)
	}
	if told("case.created", "terms") && told("case.amended", "terms") {
		terms := c.Terms
		out.Terms = &terms
	}
	if c.Status == Closed && told("case.closed", "outcome") {
		out.Outcome = c.Outcome
	}
	if told("gate.passed", "*") {
		out.Passed = slices.Clone(c.Passed)
	}
	if told("commitment.offered", "*") && told("commitment.changed", "*") && told("commitment.released", "*") && told("commitment.novated", "*") {
		if list := c.wholes((*Commitment).Stands); len(list) > 0 {
			out.Commitments = list
		}
		slices.SortFunc(out.Commitments, func(a, b events.CommitmentTerms) int { return strings.Compare(a.Commitment, b.Commitment) })
	}
	return out
}
