package workflow

import (
	"slices"

	"comity/events"
	"comity/workflow/document"
)

// What becomes of a case whose dispute no step has settled (DOMAIN §2.1 row 15).

// failDispute is CaseFailDispute's rule.
func (d *decision) failDispute(cmd *CaseFailDispute) *Refusal {
	if cmd.Withdraw == (cmd.Departing != "") {
		return Refuse(problem(Malformed, "Either a partner departs, or the sponsor withdraws the case.").about("departing"))
	}
	if p := d.mayFail(cmd); p != nil {
		return Refuse(*p)
	}
	if p := d.at("ending a dispute without an agreement", InDispute); p != nil {
		return Refuse(*p)
	}
	if x := d.c.Dispute; x.Step != "" {
		return Refuse(problem(WrongStage, "The dispute is at step %s, until the end of %s; it has failed once its last step has.", x.Step, d.cal.DateOf(x.DueAt)).
			under("DOMAIN §2.1 row 15").about("dispute:" + x.Step))
	}
	final := d.awarded() && !d.varying()
	var problems []Problem
	switch {
	case cmd.Withdraw && final:
		problems = append(problems, problem(WrongStage, "The award is made; the case can be reviewed and decommissioned, not withdrawn.").
			under("DOMAIN §2.1 row 17").about(d.c.Label()))
	case cmd.Withdraw:
	case d.g.Organisation(cmd.Departing) == nil:
		problems = append(problems, problem(NotFound, "There is no organisation %s.", cmd.Departing).about(cmd.Departing))
	case cmd.Departing == d.c.Terms.Sponsor:
		problems = append(problems, problem(Malformed, "%s is the sponsor: it withdraws the case.", cmd.Departing).about("departing"))
	case !slices.Contains(append(d.committing(), d.c.Dispute.Parties()...), cmd.Departing):
		problems = append(problems, problem(Malformed, "%s puts nothing into the case and is no party of the dispute.", cmd.Departing).about("departing"))
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	e := events.DisputeUnresolved{Dispute: d.c.Dispute.ID, Departing: cmd.Departing, Reason: cmd.Reason, Status: string(Working), Stage: d.c.Stage,
		ClockSeconds: int64(d.m.At.Sub(d.c.StoppedAt).Seconds())}
	switch {
	case cmd.Withdraw:
		e.Status, e.Stage = string(Closed), ""
		d.voidSignOffs("dispute_unresolved")
		d.emit(e)
		d.closeCase(document.ClosedWithdrawn, "dispute_unresolved")
	case final:
		d.goOnAfterAward(e)
	default:
		d.goOnWithout(e)
	}
	return nil
}

// mayFail refuses who may not end the dispute so: the sponsor withdraws; a partner leaves by its own officer, or the accountable
// body or the secretariat records that it has.
func (d *decision) mayFail(cmd *CaseFailDispute) *Problem {
	switch {
	case cmd.Withdraw:
		return d.ofSponsor()
	case d.isAccountable() || d.isSecretary() || isOfficer(d.g.Organisation(cmd.Departing), d.m.Actor):
		return nil
	}
	p := notPermitted("Only the partner itself, the accountable body or the secretariat says that it departs.").under("DOMAIN §2.1 row 15").about(d.m.Actor)
	return &p
}

// BecauseDisputeUnresolved is why what was asked of a partner between gates lapses that leaves a dispute which nothing settled.
const BecauseDisputeUnresolved = "dispute_unresolved"

// goOnWithout takes the case back to its planning, never forward, without what the partner put in.
func (d *decision) goOnWithout(e events.DisputeUnresolved) {
	if to := planningStage(d.w); to != "" && d.notLater(to) {
		e.Stage = to
	}
	d.voidAttempt("dispute_unresolved")
	d.voidProvisionalFrom(e.Stage, "dispute_unresolved")
	terms, before := d.c.Terms, d.c.Stage
	for _, k := range d.c.Commitments {
		if k.Organisation == e.Departing && !k.Released {
			terms.PlanPence = max(0, terms.PlanPence-k.Pence)
			terms.PlanFTEHundredths = max(0, terms.PlanFTEHundredths-k.FTEHundredths)
			d.emit(events.CommitmentReleased{Commitment: k.Commitment, Because: "dispute_unresolved"})
		}
	}
	for _, k := range d.c.Reaffirmations() { // nothing is left that it could be asked to stand by
		if k.Organisation == e.Departing {
			d.emit(events.ConsentLapsed{Organisation: e.Departing, GateRound: k.GateRound, Because: BecauseDisputeUnresolved})
		}
	}
	d.dropCallIn(e.Departing, "withdrawn")
	d.emit(e)
	if changed := differences(d.c.Terms, terms); len(changed) > 0 {
		d.emit(events.CaseAmended{Terms: terms, Changed: changed})
	}
	if e.Stage != before {
		d.emit(events.CaseStageEntered{Stage: e.Stage, From: before, Because: "dispute_unresolved", Cycle: d.c.Cycle, EffectiveAt: d.m.At})
	}
}

// goOnAfterAward takes a case whose award is made on from where it was. What the partner put in stands: the agreement's notice
// period applies (DOMAIN §0.11). Where the stage has a review, it begins now.
func (d *decision) goOnAfterAward(e events.DisputeUnresolved) {
	d.voidAttempt("dispute_unresolved")
	d.emit(e)
	if s := stageOf(d.w, d.c.Stage); s != nil && !s.ReviewEvery.IsZero() && nextStage(d.w, d.c.Stage) != nil {
		d.review("dispute_unresolved", d.m.At)
	}
}
