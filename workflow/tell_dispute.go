package workflow

import (
	"slices"

	"comity/events"
)

// Who is told what of a dispute.

func (t *teller) disputeRaised(e events.DisputeRaised) {
	t.sayAll(t.inDispute(), Telling{Reason: ToldDispute, For: "dispute", Item: t.item("dispute"), Because: e.Because, To: e.Step, Until: e.DueAt,
		Details: nonEmpty(e.Reason)})
}

func (t *teller) disputeStep(e events.DisputeStepLapsed) {
	t.sayAll(t.inDispute(), Telling{Reason: ToldDisputeStep, For: "dispute", Item: t.item("dispute"), Because: e.Lapsed, To: e.Step, Until: e.DueAt})
}

// disputeAgreed: the other parties learn what is put forward. The last party's word resolves the dispute, and that is told.
func (t *teller) disputeAgreed(e events.DisputeAgreed) {
	for _, o := range e.Awaited {
		t.sayAll(t.disputants(o), Telling{Reason: ToldDisputeTerms, For: "dispute", Item: t.item("dispute"), Organisation: e.Organisation,
			Until: t.c.Dispute.DueAt, Details: []string{e.Agreement}})
	}
}

func (t *teller) disputeResolved(e events.DisputeResolved) {
	x := Telling{Reason: ToldDisputeOver, For: "dispute", Item: t.item("dispute"), Closes: t.item("dispute"), Details: nonEmpty(e.Agreement)}
	t.sayAll(t.inDispute(), x)
	t.resumedAll()
}

// disputeUnresolved: where the sponsor withdraws the case with it, that is told.
func (t *teller) disputeUnresolved(e events.DisputeUnresolved) {
	if Status(e.Status) == Closed {
		return
	}
	t.sayAll(distinct(append(t.inDispute(), t.committers(e.Departing)...)), Telling{Reason: ToldDisputeFails, For: "dispute", Item: t.item("dispute"), Closes: t.item("dispute"),
		Organisation: e.Departing, Details: nonEmpty(e.Reason)})
}

// inDispute lists whom the dispute concerns: those whom the case concerns, and those who speak for its parties.
func (t *teller) inDispute() []string {
	out := slices.Clone(t.parties())
	for _, o := range t.c.Dispute.Parties() {
		out = append(out, t.disputants(o)...)
	}
	return distinct(out)
}
