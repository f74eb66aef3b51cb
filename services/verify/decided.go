package verify

import (
	"slices"
	"time"

	"comity/events"
	"comity/workflow"
	"comity/workflow/document"
)

// decided is one record of a case, as what it decided is checked event by event: each on the case as it was right before it.
type decided struct {
	f          *Fault
	r          *events.Record
	c          *workflow.Case // as FoldEach has it
	reg        *workflow.Register
	g          *document.Governance // in force then, nil for none
	passed     bool                 // the record has passed its gate
	from       time.Time            // since when that has effect
	refuse     bool                 // the record has refused its gate
	unratified bool                 // the record has ended an urgent decision without ratification
	votes      int
	lost       string // what a withdrawal of this record led to

	closed time.Time // the deadline that closed the voting before, in this record; zero where a person's act came after it

	varies *events.VarianceRaised // what was delivered is one, and the record has not said so yet

	due     []events.Event // what is left of what a succession entails for the case
	pools   []string       // pools that are said to pass on with one, and of which nothing has come yet
	reckons *bool          // whether an earlier confirmation said by which lines of its mandate it was made
}

// check says whether an event could be decided then, and by whom it was.
func (d *decided) check(e events.Event) error {
	if acted(e) {
		d.closed = time.Time{}
	}
	switch e := e.(type) {
	case events.SignOffVoteCast:
		d.votes++
		return d.vote(e)
	case events.SignOffTied:
		return d.tied(e)
	case events.SignOffCastingVoteCast:
		return d.castingVote(e)
	case events.SignOffConcurred, events.SignOffDecidedUrgently, events.SignOffRatificationVoteCast, events.SignOffRatificationPassedOn, events.SignOffRatificationTied,
		events.SignOffRatified, events.SignOffNotRatified, events.SignOffPresiderElected, events.GateReopened:
		return d.urgent(e)
	case events.SignOffQuorumLost:
		return d.quorumLost(e)
	case events.SignOffQuorumReasonsChanged:
		return d.quorumChanged(e)
	case events.SignOffQuorumRestored:
		return d.quorumRestored(e)
	case events.SignOffSeatPassed:
		return d.seatPassed(e)
	case events.SignOffCertified:
		return d.certificate(e)
	case events.SignOffDecided:
		return d.result(e)
	case events.SignOffEscalated:
		return d.escalated(e)
	case events.SignOffOverdue:
		return d.overdue(e)
	case events.SignOffVoided:
		return d.boardEnded(e)
	case events.SignOffReissued:
		return d.reissued(e)
	case events.CaseMigrated:
		return d.migrated(e)
	case events.ConsentConfirmed:
		return d.consent(e)
	case events.ConsentRecorded:
		return d.ownDecision(e)
	case events.CasePoolAdded:
		return d.poolAdded(e)
	case events.CasePoolAgreed:
		return d.poolAgreed(e)
	case events.CasePoolActivated:
		return d.poolActivated(e)
	case events.CasePoolDeactivated:
		return d.poolDeactivated(e)
	case events.CasePoolPartySucceeded:
		return d.poolPassed(e)
	case events.CasePoolContributed:
		return d.poolContributed(e)
	case events.CasePoolLeaving, events.CasePoolLeft:
		return d.poolLeaving(e)
	case events.GateDecided:
		return d.gateDecided(e)
	case events.GatePassed:
		d.passed, d.from = true, e.EffectiveAt
		return d.gatePassed(e)
	case events.GateRefused:
		d.refuse = true
		return d.gateRefused(e)
	case events.CommitmentWithdrawn:
		return d.withdrawn(e)
	case events.CommitmentEnded:
		d.lost = e.Consequence
		if wrong := d.then().EndsNow(e); len(wrong) > 0 {
			return d.f.because(nil, "commitment %s ended: %s", e.Commitment, wrong[0].Message)
		}
		return nil
	case events.GateInvalidated:
		return d.invalidated(e)
	case events.GapAcknowledged:
		if !d.then().MayAcknowledge(e.Board, e.Minute) {
			return d.f.because(nil, "%s acknowledged gap %s for %s, and neither presided nor is of its secretariat.", e.Person, e.Gap, e.Board)
		}
		return nil
	case events.ConsentLapsed:
		if e.Because == workflow.BecauseDisputeUnresolved {
			return d.leftWithout(e)
		}
		return d.succession(e)
	case events.CommitmentNovated, events.CaseSuccessionApplied:
		return d.succession(e)
	case events.ConsentReaffirmationRequested:
		if len(d.due) > 0 { // else a gate asks for it
			return d.succession(e)
		}
	case events.HoldReleased:
		return d.released(e)
	case events.DeliveryRecorded:
		return d.delivered(e)
	case events.VarianceRaised:
		return d.variance(e)
	case events.RiskRecorded, events.RiskOverdue, events.RiskClosed:
		return d.risk(e)
	case events.CaseReviewDue:
		return d.reviewDue(e)
	case events.UndertakingOverdue, events.UndertakingEscalated, events.UndertakingKept, events.ReportBackOverdue, events.ReportBackRecorded:
		return d.duty(e)
	case events.ExpiryWarned, events.ExpiryPassed, events.CaseRenewalOpened:
		return d.ends(e)
	case events.DecisionCallInWaived:
		if wrong := d.then().NotWaivable(e); len(wrong) > 0 {
			return d.f.because(nil, "it was agreed that the decision of %s cannot be called in, and could not be: %s", e.Organisation, wrong[0].Message)
		}
	case events.DecisionCalledIn:
		if wrong := d.then().NotCallable(e); len(wrong) > 0 {
			return d.f.because(nil, "the decision of %s was called in, and could not be: %s", e.Organisation, wrong[0].Message)
		}
	case events.DisputeStepLapsed, events.DisputeAgreed, events.DisputeResolved, events.DisputeUnresolved:
		return d.dispute(e)
	case events.CaseStageEntered:
		if d.passed && !e.EffectiveAt.Equal(d.from) {
			return d.f.because(nil, "stage %s is said to have begun at %s, and the gate before it passed with effect from %s.", e.Stage, e.EffectiveAt, d.from)
		}
		return d.moved("entered stage "+e.Stage, d.passed)
	case events.CaseClosed:
		if d.passed && !e.EffectiveAt.Equal(d.from) {
			return d.f.because(nil, "the case is said to have ended at %s, and its last gate passed with effect from %s.", e.EffectiveAt, d.from)
		}
		return d.moved("closed as "+e.Outcome, d.passed || d.refuse || e.Outcome == document.ClosedWithdrawn)
	}
	return nil
}

// then is the case with the rules' eyes, right before the event.
func (d *decided) then() workflow.Hindsight { return workflow.LookBack(d.c, d.reg, d.r.Actor, d.r.At) }

// signOff finds a sign-off of the present gate that is in one of the states.
func (d *decided) signOff(id, what string, states ...workflow.SignOffState) (*workflow.SignOff, error) {
	s := d.c.SignOff(id)
	switch {
	case s == nil:
		return nil, d.f.because(nil, "%s was accepted on sign-off %s, which the case does not have.", what, id)
	case d.c.Status != workflow.AtGate && !s.Afterwards:
		return nil, d.f.because(nil, "%s was accepted on sign-off %s, and the case was %s.", what, id, d.c.Label())
	case !slices.Contains(states, s.State):
		return nil, d.f.because(nil, "%s was accepted on sign-off %s, which was %s.", what, id, s.State)
	}
	return s, nil
}
