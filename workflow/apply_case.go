package workflow

import (
	"fmt"
	"slices"
	"time"

	"comity/events"
)

// apply folds one event into the case. It never refuses what happened; it errs on a move that the state machines do not have,
// because then the record does not hold.
func (c *Case) apply(e events.Event, at time.Time, actor string) error {
	switch e := e.(type) {
	case events.CaseCreated:
		c.Terms, c.Author, c.CreatedAt, c.Cycle, c.Predecessor = e.Terms, e.Author, at, 1, e.Predecessor
		c.Renews = e.Renews
		return c.move("create")
	case events.CaseAmended:
		c.Terms = e.Terms
	case events.CaseSubmitted:
		c.Workflow, c.WorkflowVersion, c.Stage, c.StageEnteredAt = e.Workflow, e.Version, e.Stage, at
		return c.move("submit")
	case events.CaseAdopted:
		return c.applyAdopted(e)
	case events.CaseMigrated:
		c.WorkflowVersion, c.Stage, c.MigratedAt = e.Version, e.Stage, at
		return c.move("migrate_definition")
	case events.CaseStageEntered:
		return c.applyStageEntered(e)
	case events.CaseResumed:
		return c.applyResumed(e, at)
	case events.CaseSuspended:
		c.SuspendedFrom, c.SuspendedAt = c.Status, at
		return c.move("suspend")
	case events.CaseLifted:
		c.shiftClocks(at.Sub(c.SuspendedAt), at)
		if c.SuspendedFrom != InDispute { // what stood within a dispute is moved once, when that ends
			c.shiftRatifications(at.Sub(c.SuspendedAt))
		}
		to := c.SuspendedFrom
		c.SuspendedFrom, c.SuspendedAt, c.ResumedAt = "", time.Time{}, at
		return c.move("lift_to_" + string(to))
	case events.CaseReviewDue:
		c.ReviewDueAt = e.DueAt
		if c.Status != Working { // brought forward while the case stands still
			return nil
		}
		return c.move("review_due")
	case events.CaseClosed:
		return c.applyClosed(e)
	case events.EvidenceAdded:
		c.Evidence = append(c.Evidence, EvidenceHeld{EvidenceItem: e.EvidenceItem, AddedAt: at, AddedBy: actor})
	case events.EvidenceRemoved:
		c.Evidence = slices.DeleteFunc(slices.Clone(c.Evidence), func(i EvidenceHeld) bool { return i.Item == e.Item })
	case events.CommitmentOffered:
		c.Commitments = append(c.Commitments, &Commitment{CommitmentTerms: e.CommitmentTerms, Changed: true, Since: at, FundingSince: fundedSince(e.CommitmentTerms, nil, at)})
	case events.CommitmentChanged:
		return c.commitment(e.Commitment, func(k *Commitment) {
			*k = Commitment{CommitmentTerms: e.CommitmentTerms, Changed: true, Since: k.Since, ContributedPence: k.ContributedPence, Delivery: k.Delivery,
				FundingSince: fundedSince(e.CommitmentTerms, k, at)}
		})
	case events.CommitmentReleased:
		return c.commitment(e.Commitment, func(k *Commitment) { k.Released, k.Drawn = true, nil })
	case events.ContractRecorded:
		c.Varying = false
		c.Contract = &Contract{ID: e.Contract, Supplier: e.Supplier, ValuePence: e.ValuePence, SignedOn: e.SignedOn, EndsOn: e.EndsOn,
			Accountable: e.Accountable, RecordedAt: at, NoticePeriod: e.NoticePeriod}
	case events.TargetSet:
		c.Targets = append(slices.DeleteFunc(slices.Clone(c.Targets), func(t Target) bool { return t.Target == e.Target }), Target{e})
	case events.SpendingMapped:
		c.applySpending(e, at)
	case events.MeasurementRecorded:
		c.Measurements = append(c.Measurements, Measurement{e})
	case events.DisputeRaised, events.DisputeStepLapsed, events.DisputeAgreed, events.DisputeResolved, events.DisputeUnresolved:
		return c.applyDispute(e, at)
	default:
		if err := c.applyGate(e, at); err != errNotMine {
			return err
		}
		if err := c.applyDuty(e, at); err != errNotMine {
			return err
		}
		if err := c.applySignOff(e, at); err != errNotMine {
			return err
		}
		if err := c.applyPool(e, at); err != errNotMine {
			return err
		}
		if err := c.applyVariance(e, at); err != errNotMine {
			return err
		}
		if err := c.applyRisk(e, at); err != errNotMine {
			return err
		}
		if err := c.applyWithdrawal(e, at); err != errNotMine {
			return err
		}
		if err := c.applyUrgent(e, at); err != errNotMine {
			return err
		}
		if err := c.applyEnding(e); err != errNotMine {
			return err
		}
		return c.applyConsent(e, at)
	}
	return nil
}

// errNotMine passes an event on to the next group; it never leaves apply.
var errNotMine = fmt.Errorf("event of another group")

// move takes the status machine through event.
func (c *Case) move(event string) error {
	next, err := caseMachine.next(string(c.Status), event)
	if err != nil {
		return err
	}
	c.Status = Status(next)
	return nil
}

func (c *Case) applyStageEntered(e events.CaseStageEntered) error {
	if c.Status == PendingEffect {
		if err := c.move("holds_cleared"); err != nil {
			return err
		}
	} else if c.Status == AtGate {
		if err := c.move("gate_passed"); err != nil {
			return err
		}
	}
	if c.Status != Working {
		return fmt.Errorf("stage %s entered while %s", e.Stage, c.Status)
	}
	c.Stage, c.Cycle, c.StageEnteredAt, c.Gate, c.ReviewDueAt = e.Stage, e.Cycle, e.EffectiveAt, nil, time.Time{}
	if n := len(c.Passed); e.Because == "outcome" && n > 0 && c.Passed[n-1].Outcome == "vary" {
		c.Varying, c.VariedAfter = true, n
	}
	return nil
}

func (c *Case) applyResumed(e events.CaseResumed, at time.Time) error {
	c.Deferral = nil
	event := "resume"
	if Status(e.Status) == Working {
		event = "resume_out_of_date"
	}
	c.shiftClocks(at.Sub(c.StoppedAt), at)
	c.StoppedAt = time.Time{}
	return c.move(event)
}

func (c *Case) applyClosed(e events.CaseClosed) error {
	event, ok := map[string]string{"withdrawn": "withdraw", "decommissioned": "exit_completed", "rejected": "gate_refused"}[e.Outcome]
	switch {
	case e.Because == "exit_completed":
		event = "exit_completed"
	case e.Because == "dispute_unresolved":
		event = "dispute_unresolved_closing"
	case c.Status == PendingEffect && e.Outcome != "withdrawn":
		event = "holds_cleared_closing"
	case !ok || (c.Status == AtGate && e.Because == "gate_passed"):
		event = "gate_passed_closing"
	}
	c.Outcome, c.Successor = e.Outcome, first(e.Successor, c.Successor)
	c.Gate = nil
	return c.move(event)
}

func (c *Case) commitment(id string, change func(*Commitment)) error {
	k := c.Commitment(id)
	if k == nil {
		return fmt.Errorf("commitment %s was never offered", id)
	}
	change(k)
	return nil
}

// shiftClocks moves every running deadline by the time that the clocks stood. What was suspended within a dispute or a deferral
// stood already: those clocks are moved once, when that ends.
func (c *Case) shiftClocks(by time.Duration, at time.Time) {
	stood := c.Status == Suspended && (c.SuspendedFrom == InDispute || c.SuspendedFrom == Deferred)
	for _, s := range c.Current() {
		if stood {
			break
		}
		if !s.OverdueAt.IsZero() {
			continue // its day is over, and it is asked as before
		}
		if s.State == SignOffOpen || s.State == SignOffNoQuorum || s.State == SignOffTie {
			if !s.DueAt.IsZero() {
				s.DueAt = s.DueAt.Add(by)
			}
			s.Stood += by
			s.QuorumAt = at // what the people in the seats did meanwhile took no time from it
			if !s.InquorateAt.IsZero() {
				s.InquorateAt = s.InquorateAt.Add(by)
			}
		}
	}
	c.shiftGaps(by, stood)
	if c.Status == Suspended && c.Dispute != nil && !c.Dispute.Resolved && !c.Dispute.DueAt.IsZero() {
		d := *c.Dispute
		d.DueAt = d.DueAt.Add(by)
		c.Dispute = &d
	}
}

func (c *Case) applyGate(e events.Event, at time.Time) error {
	switch e := e.(type) {
	case events.GateRequested:
		for _, s := range c.SignOffs {
			s.Superseded = s.Superseded || s.Gate == e.Gate
		}
		for _, s := range c.Consents {
			s.Superseded = s.Superseded || s.Gate == e.Gate
		}
		c.replanned(e.Gate)
		if c.GateRounds == nil {
			c.GateRounds = map[string]int{}
		}
		c.GateRounds[e.Gate] = e.Round
		c.Gate = &GateAttempt{Gate: e.Gate, Round: e.Round, Snapshot: e.Snapshot, Evidence: e.Evidence, Outcome: e.Outcome, Award: e.Award,
			RequestedAt: at}
		c.ToDo = nil
		return c.move("request_gate")
	case events.GatePassed:
		c.notePassing(e)
		c.noteShift(e)
		c.Passed = append(c.Passed, GateResult{Gate: e.Gate, Round: e.Round, Outcome: e.Outcome, DecidedAt: e.DecidedAt, EffectiveAt: e.EffectiveAt})
		if c.Gate != nil && c.Gate.Award != nil {
			c.Award = c.Gate.Award
		}
	case events.GateDecided:
		g := *c.Gate
		g.DecidedAt = orAt(e.DecidedAt, at)
		c.Gate = &g
		return c.move("gate_decided")
	case events.GateReturned:
		c.ToDo, c.Gate = e.Reasons, nil
		return c.move("gate_returned")
	case events.GateDeferred:
		c.Deferral = &Deferral{SignOff: e.SignOff, Until: e.Until, Meeting: e.Meeting, Reason: e.Reason}
		c.StoppedAt = at
		return c.move("gate_deferred")
	case events.GateReopened:
		return c.applyGateReopened(e, at)
	case events.GateRefused:
		// the case closes with the event that follows
	case events.GateVoided:
		c.Gate = nil
		if c.Status == AtGate || c.Status == Deferred {
			c.Deferral, c.StoppedAt = nil, time.Time{}
			return c.move("evidence_amended")
		}
	case events.HoldPlaced:
		c.Holds = append(c.Holds, &Hold{ID: e.Hold, Kind: e.Kind, Blocks: e.Blocks, Gate: e.Gate, PlacedAt: at, Until: e.Until, Reason: e.Reason,
			Organisation: e.Organisation, Threshold: e.Threshold})
	case events.HoldChanged:
		return c.hold(e.Hold, func(h *Hold) { h.Until, h.Reason = e.Until, e.Reason })
	case events.HoldReleased:
		return c.hold(e.Hold, func(h *Hold) { h.ReleasedAt, h.Because = e.EffectiveAt, e.Because })
	case events.NoticePublished:
		c.Notices = append(c.Notices, Notice{e})
	case events.RepresentationReceived:
		c.Representations = append(c.Representations, Representation{ID: e.Representation, From: e.From, ReceivedAt: e.ReceivedAt})
	case events.RepresentationAnswered:
		for i := range c.Representations {
			if c.Representations[i].ID == e.Representation {
				c.Representations[i].AnsweredAt, c.Representations[i].Decision = e.AnsweredAt, e.Decision
			}
		}
	default:
		return errNotMine
	}
	return nil
}

func (c *Case) hold(id string, change func(*Hold)) error {
	for _, h := range c.Holds {
		if h.ID == id {
			change(h)
			return nil
		}
	}
	return fmt.Errorf("hold %s was never placed", id)
}

func (c *Case) applyConsent(e events.Event, at time.Time) error {
	switch e := e.(type) {
	case events.ConsentRequested:
		c.Consents = append(c.Consents, &Consent{Organisation: e.Organisation, Gate: e.Gate, GateRound: e.GateRound, State: "requested",
			Commitments: e.Commitments, External: e.External, For: e.For, Because: e.Because, Award: c.awardAsked(e.External)})
		for _, id := range e.Commitments {
			if err := c.commitment(id, func(k *Commitment) { k.Changed = false }); err != nil {
				return err
			}
		}
	case events.ConsentCarried:
		c.Consents = append(c.Consents, &Consent{Organisation: e.Organisation, Gate: e.Gate, GateRound: e.GateRound, State: "carried",
			External: e.External, For: e.For, Award: c.awardAsked(e.External)})
	case events.ConsentConfirmed:
		return c.confirmed(c.Consent(e.Organisation), e.Organisation, e.Complete, ConsentAct{What: "confirmed", Seat: e.Seat, Person: e.Person, AsDeputyFor: e.AsDeputyFor,
			Mandate: e.Mandate, Lines: e.Lines, Years: e.Years, At: at}, drawnBy(c.ID, e))
	case events.ConsentRecorded:
		act := ConsentAct{What: "recorded", Person: e.Person, Minute: e.Minute, Lines: e.Lines, DecidedOn: e.DecidedOn, PublishedOn: e.PublishedOn,
			Threshold: e.Threshold, Notice: e.Notice, Exception: e.Exception, At: at}
		return c.confirmed(c.consent(e.Organisation, e.External), e.Organisation, e.Complete, act, events.MandateDrawn{})
	case events.DecisionCallInWaived:
		c.CallInWaivers = append(slices.Clone(c.CallInWaivers), CallInWaiver{DecisionCallInWaived: e, At: at})
	case events.DecisionCalledIn:
		return c.applyCalledIn(e, at)
	case events.ConsentDeclined:
		k := c.consent(e.Organisation, e.External)
		if k == nil {
			return fmt.Errorf("consent of %s was never requested", e.Organisation)
		}
		k.State = "declined"
		k.Acts = append(k.Acts, ConsentAct{What: "declined", Seat: e.Seat, Person: e.Person, Reason: e.Reason, Minute: e.Minute, At: at})
	case events.ConsentWithdrawn:
		k := c.consent(e.Organisation, e.External)
		if k == nil {
			return fmt.Errorf("consent of %s was never requested", e.Organisation)
		}
		k.State = "requested"
		if k.Reaffirms {
			k.State = ConsentToReaffirm
		}
		k.Acts = append(k.Acts, ConsentAct{What: "withdrawn", Person: e.Person, Reason: e.Reason, Lines: c.linesTakenBack(e), At: at})
		for _, id := range e.Commitments {
			err := c.commitment(id, func(k *Commitment) { k.takeBack(e.Pence, e.FTEHundredths) })
			if err != nil {
				return err
			}
		}
		if len(k.Commitments) == 0 { // a carried consent is asked for anew
			k.Commitments = e.Commitments
		}
	case events.CommitmentNovated, events.ConsentLapsed, events.ConsentReaffirmationRequested, events.CaseSuccessionApplied:
		return c.applySuccession(e)
	default:
		return fmt.Errorf("%s does not belong to a case", e.EventType())
	}
	return nil
}

func (c *Case) confirmed(k *Consent, organisation string, complete bool, act ConsentAct, drawn events.MandateDrawn) error {
	if k == nil {
		return fmt.Errorf("consent of %s was never requested", organisation)
	}
	for _, line := range act.Lines {
		err := c.commitment(line.Commitment, func(k *Commitment) {
			k.ConfirmedPence += line.Pence
			k.ConfirmedFTEHundredths += line.FTEHundredths
			k.ConfirmedWhole = k.Kind != "money" && k.Kind != "staff_time"
		})
		if err != nil {
			return err
		}
	}
	for _, line := range drawn.Lines {
		err := c.commitment(line.Commitment, func(k *Commitment) {
			k.Drawn = append(k.Drawn, CommitmentDraw{Mandate: drawn.Mandate, CommitLine: line.CommitLine, Year: drawn.Year, Pence: line.Pence})
		})
		if err != nil {
			return err
		}
	}
	k.Acts = append(k.Acts, act)
	if complete {
		k.State = "confirmed"
		for _, id := range k.Commitments {
			if x := c.Commitment(id); x != nil {
				x.ToBeReaffirmed = false
			}
		}
	}
	return nil
}
