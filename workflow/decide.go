// Package workflow holds the rules of joint commissioning, and nothing else: no clock, no ids, no I/O, no goroutines.
//
// Three verbs: Decide takes a state, a command and who asks when, and yields events or a refusal with all its reasons; apply
// folds an event into a state and never refuses what happened; and Due and Explain derive from a state what time will bring
// about and what it waits for. DOMAIN §0–§2 is the specification; each rule names its paragraph.
//
// Where to look: a vote is counted in count.go; what a gate waits for is in gate.go; who may do what in authority.go.
package workflow

import (
	"fmt"
	"slices"
	"time"

	"comity/events"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// decision is one command being decided on a working copy of the case. Every event is applied to the copy as it is emitted,
// so that what follows from it can be seen at once.
type decision struct {
	c      *Case
	r      *Register
	g      *document.Governance // in force now
	w      *document.Workflow   // pinned to the case, nil for a draft
	cal    *calendar.Calendar
	m      Meta
	events []events.Event
	turned time.Time // see asOf
	closed time.Time // when a deadline closed the voting that is being settled, which may be noticed late
}

// DecideCase decides a command on a case: the events that it brings about, or a refusal with all its reasons. It changes
// neither the case nor the register. No events and no refusal means that there was nothing to do.
func DecideCase(c *Case, r *Register, cmd Command, m Meta) ([]events.Event, *Refusal) {
	d := &decision{c: c.Clone(), r: r, g: r.GovernanceAt(m.At), m: m}
	if d.g == nil {
		return nil, Refuse(problem(NotFound, "No governance of %s is in force.", r.Partnership))
	}
	d.cal = r.CalendarAt(m.At)
	if c.Workflow != "" {
		d.w = r.WorkflowVersion(c.Workflow, c.WorkflowVersion)
	}
	if !c.Exists() && !begins(cmd) {
		return nil, Refuse(problem(NotFound, "There is no case %s.", c.ID).about(c.ID))
	}
	stale := m.stale("Case "+c.ID, c.Revision)
	if c.Exists() {
		d.tick() // the rules see the case as it stands now, however late the clock's own tick comes
		d.settlePools()
	}
	if no := d.dispatch(cmd); no != nil || stale != nil {
		return nil, beside(no, stale)
	}
	d.settle()
	d.settlePools()
	return WithEffects(d.c, d.events), nil
}

// stale refuses a command that expects another revision of what it changes than there is.
func (m Meta) stale(what string, revision int) *Problem {
	if m.ExpectedRevision <= 0 || m.ExpectedRevision == revision {
		return nil
	}
	p := problem(StaleRevision, "%s is at revision %d, not %d: read it again.", what, revision, m.ExpectedRevision).
		with(map[string]any{"revision": revision, "expected": m.ExpectedRevision})
	return &p
}

// beside says of a stale command what else is wrong with it: who may not act is told that first (DESIGN §4, Refusals).
func beside(no *Refusal, stale *Problem) *Refusal {
	switch {
	case stale == nil:
		return no
	case no == nil:
		return Refuse(*stale)
	}
	return Refuse(append(slices.Clone(no.Details), *stale)...)
}

// begins reports whether a command begins a case.
func begins(cmd Command) bool {
	spec, ok := Find(cmd.CommandName())
	return ok && spec.Creates
}

// dispatch hands the command to its rule.
func (d *decision) dispatch(cmd Command) *Refusal {
	switch cmd := cmd.(type) {
	case *CaseCreate:
		return d.create(cmd)
	case *CaseAdopt:
		return d.adopt(cmd)
	case *CaseAmend:
		return d.amend(cmd)
	case *CaseSubmit:
		return d.submit(cmd)
	case *CaseAddEvidence:
		return d.addEvidence(cmd)
	case *CaseRemoveEvidence:
		return d.removeEvidence(cmd)
	case *CaseRequestGate:
		return d.requestGate(cmd)
	case *CaseReturn:
		return d.returnCase(cmd)
	case *CaseDefer:
		return d.deferCase(cmd)
	case *CaseResume:
		return d.resume(cmd)
	case *CaseWithdraw:
		return d.withdraw(cmd)
	case *CaseSuspend:
		return d.suspend(cmd)
	case *CaseLift:
		return d.lift(cmd)
	case *CaseRaiseDispute:
		return d.raiseDispute(cmd)
	case *CaseAgreeDispute:
		return d.agreeDispute(cmd)
	case *CaseResolveDispute:
		return d.resolveDispute(cmd)
	case *CaseFailDispute:
		return d.failDispute(cmd)
	case *CaseMigrate:
		return d.migrate(cmd)
	case *CaseBeginReview:
		return d.beginReview(cmd)
	case *CaseCompleteExit:
		return d.completeExit(cmd)
	case *CaseRenew:
		return d.renew(cmd)
	case *CaseTick:
		return nil // what is due was brought about before
	case *CommitmentOffer:
		return d.offer(cmd)
	case *CommitmentChange:
		return d.changeCommitment(cmd)
	case *CommitmentWithdraw:
		return d.withdrawCommitment(cmd)
	case *CaseAcknowledgeGap:
		return d.acknowledgeGap(cmd)
	case *ConsentConfirm:
		return d.confirm(cmd)
	case *ConsentRecord:
		return d.recordConsent(cmd)
	case *ConsentDecline:
		return d.decline(cmd)
	case *ConsentWithdraw:
		return d.withdrawConsent(cmd)
	case *PoolCreate:
		return d.createPool(cmd)
	case *PoolAgree:
		return d.agreePool(cmd)
	case *PoolContribute:
		return d.contributeToPool(cmd)
	case *PoolLeave:
		return d.leavePool(cmd)
	case *PoolClose:
		return d.closePool(cmd)
	case *SignOffVote:
		return d.vote(cmd)
	case *SignOffRecordVote:
		return d.recordVote(cmd)
	case *SignOffCast:
		return d.cast(cmd)
	case *SignOffDeclareInterest:
		return d.declareInterest(cmd)
	case *SignOffWithdrawInterest:
		return d.withdrawInterest(cmd)
	case *SignOffDispense:
		return d.dispense(cmd)
	case *SignOffClose:
		return d.closeVoting(cmd)
	case *SignOffCertify:
		return d.certify(cmd)
	case *SignOffSeekConcurrence:
		return d.seekConcurrence(cmd)
	case *SignOffConcur:
		return d.concur(cmd)
	case *SignOffDecideUrgently:
		return d.decideUrgently(cmd)
	case *SignOffRatify:
		return d.ratify(cmd)
	case *SignOffElectPresider:
		return d.electPresider(cmd)
	case *DecisionCallIn:
		return d.callIn(cmd)
	case *DecisionWaiveCallIn:
		return d.waiveCallIn(cmd)
	case *NoticePublish:
		return d.publishNotice(cmd)
	case *RepresentationReceive:
		return d.receiveRepresentation(cmd)
	case *RepresentationAnswer:
		return d.answerRepresentation(cmd)
	case *ContractRecord:
		return d.recordContract(cmd)
	case *DeliveryRecord:
		return d.recordDelivery(cmd)
	case *SpendingMap:
		return d.mapSpending(cmd)
	case *TargetSet:
		return d.setTarget(cmd)
	case *MeasurementRecord:
		return d.recordMeasurement(cmd)
	case *RiskRecord:
		return d.recordRisk(cmd)
	case *RiskClose:
		return d.closeRisk(cmd)
	case *UndertakingGive:
		return d.giveUndertaking(cmd)
	case *UndertakingKeep:
		return d.keepUndertaking(cmd)
	case *ReportBackRecord:
		return d.recordReportBack(cmd)
	}
	return Refuse(problem(NotFound, "%s is not a command on a case.", cmd.CommandName()))
}

// emit records an event and applies it to the working copy. An event that the machines do not allow is a mistake of the rule
// that emits it, found by every test that reaches it.
func (d *decision) emit(e events.Event) {
	if err := d.c.apply(e, d.m.At, d.m.Actor); err != nil {
		panic(fmt.Sprintf("%s on case %s: %v", e.EventType(), d.c.ID, err))
	}
	d.events = append(d.events, e)
}

// settle brings about what follows from what was decided, until nothing more does: sign-offs that are certain close, those
// that waited for them open, and a gate whose conditions are met passes.
func (d *decision) settle() {
	for {
		before := len(d.events)
		if d.c.Status == AtGate {
			d.settleBoards()
		}
		if d.c.Status == AtGate {
			for _, s := range d.c.Current() {
				d.settleSignOff(s.ID)
			}
		}
		if d.c.Status == AtGate {
			d.openNext()
		}
		if d.c.Status == AtGate {
			d.settleGate()
		}
		for _, s := range d.c.Afterwards() {
			d.settleSignOff(s.ID)
		}
		for _, s := range d.c.Provisional() {
			if d.ratifying() && s.State == SignOffProvisional {
				d.settleRatification(s)
			}
		}
		if len(d.events) == before {
			return
		}
	}
}

// today is the civil day of the command in the partnership's zone.
func (d *decision) today() calendar.Date { return d.cal.DateOf(d.m.At) }

// or returns the day, or today for none.
func (d *decision) or(day calendar.Date) calendar.Date {
	if day.IsZero() {
		return d.today()
	}
	return day
}

func orNow(t, now time.Time) time.Time {
	if t.IsZero() {
		return now
	}
	return t.UTC().Truncate(time.Millisecond)
}

// at refuses a command on a case that is in none of the statuses.
func (d *decision) at(what string, statuses ...Status) *Problem {
	for _, s := range statuses {
		if d.c.Status == s {
			return nil
		}
	}
	p := problem(WrongStage, "Case %s is %s; %s is not possible there.", d.c.ID, d.c.Label(), what).under("DOMAIN §2.1").about(d.c.Label())
	return &p
}

// ActingFor names the seat or the organisation that a command is given for, "" for none.
func ActingFor(cmd Command) string {
	switch cmd := cmd.(type) {
	case *SignOffVote:
		return cmd.Seat
	case *SignOffRecordVote:
		return cmd.Seat
	case *SignOffCast:
		return cmd.Seat
	case *SignOffSeekConcurrence:
		return cmd.Seat
	case *SignOffConcur:
		return cmd.Seat
	case *SignOffDecideUrgently:
		return cmd.Seat
	case *SignOffRatify:
		return cmd.Seat
	case *SignOffDeclareInterest:
		return cmd.Seat
	case *CommitmentWithdraw:
		return cmd.Seat
	case *DecisionCallIn:
		return cmd.Body
	case *DecisionWaiveCallIn:
		return cmd.Body
	case *ConsentConfirm:
		return cmd.Seat
	case *ConsentRecord:
		return cmd.Organisation
	case *ConsentDecline:
		return first(cmd.Seat, cmd.Organisation)
	case *ConsentWithdraw:
		return first(cmd.Seat, cmd.Organisation)
	case *CaseRaiseDispute:
		return first(cmd.Seat, cmd.Organisation)
	case *PoolContribute:
		return cmd.Organisation
	case *PoolLeave:
		return first(cmd.Seat, cmd.Organisation)
	case *CaseAgreeDispute:
		return first(cmd.Seat, cmd.Organisation)
	case *UndertakingGive:
		return first(cmd.Seat, cmd.Owner)
	case *MemberConfirm:
		return cmd.Organisation
	case *MandateGrant:
		return cmd.Organisation
	case *MandateConfirm:
		return cmd.Organisation
	}
	return ""
}

// first returns the first that is not empty.
func first(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}
