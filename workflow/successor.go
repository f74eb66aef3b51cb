package workflow

import (
	"regexp"
	"strconv"

	"comity/events"
)

// successorName is the form of a successor's number, which nobody may choose for a new case.
var successorName = regexp.MustCompile(`^(.+)-R([1-9][0-9]*)$`)

// successorID names the case that a recommissioned one goes on in: C-1 in C-1-R1, that in C-1-R2.
func successorID(id string) string {
	if m := successorName.FindStringSubmatch(id); m != nil {
		if n, err := strconv.Atoi(m[2]); err == nil {
			return m[1] + "-R" + strconv.Itoa(n+1)
		}
	}
	return id + "-R1"
}

// Successor returns the case that a decision to recommission opens, or one that renews what is to end, with its first events: at work in
// the first stage of the same workflow, with the evidence carried over (DOMAIN §2.1 row 23, §5.1, F94). "" for any other decision, and for
// one to recommission a case that is being renewed: it goes on there. The two records, of the case and of its successor, are one batch. c
// is the case as it was before the decision.
func Successor(c *Case, r *Register, decided []events.Event) (id string, first []events.Event) {
	begun := events.CaseCreated{Terms: c.Terms, Author: c.Author, Predecessor: c.ID}
	if end, ok := decided[len(decided)-1].(events.CaseClosed); ok && !end.SuccessorOpen {
		id = end.Successor
	}
	for _, e := range decided {
		if opened, ok := e.(events.CaseRenewalOpened); ok {
			id, begun.Renews = opened.Renewal, opened.What+":"+opened.Of
		}
	}
	if id == "" {
		return "", nil
	}
	w := r.WorkflowVersion(c.Workflow, c.WorkflowVersion)
	first = append(first, begun)
	for _, e := range c.Evidence {
		first = append(first, events.EvidenceAdded{EvidenceItem: e.EvidenceItem})
	}
	first = append(first, events.CaseSubmitted{Workflow: c.Workflow, Version: c.WorkflowVersion, Stage: w.Stages[0].ID})
	return id, first
}
