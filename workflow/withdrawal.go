package workflow

import (
	"slices"
	"time"

	"comity/events"
	"comity/workflow/calendar"
	"comity/workflow/document"
	"comity/workflow/quantity"
)

// Withdrawal of commitments: always possible, and always with consequences (DOMAIN §0.11, §2.1 rows 18 to 21, decision 0015).

// What a withdrawal does.
const (
	ConsequenceNone      = "none"             // the plan has not been asked for, or is being made anew
	ConsequenceWithin    = "within_tolerance" // row 19: a gap that the executive acknowledges
	ConsequenceBeyond    = "beyond_tolerance" // row 18: back to the plan
	ConsequenceEssential = "essential"        // row 18, whatever the sum
	ConsequenceAwarded   = "after_award"      // rows 20 and 21: notice, a gap on the record, an early review
)

// Withdrawal is what an organisation said when it took a commitment back.
type Withdrawal struct {
	Person      string    `json:"person,omitempty"`
	Seat        string    `json:"seat,omitempty"`
	Minute      string    `json:"minute,omitempty"`
	Reason      string    `json:"reason,omitempty"`
	Consequence string    `json:"consequence,omitempty"`
	PlanGate    string    `json:"plan_gate,omitempty"`
	At          time.Time `json:"at"`
	EffectiveAt time.Time `json:"effective_at"`
	Gone        bool      `json:"gone,omitempty"`      // the notice is over: nothing of it stands
	During      string    `json:"during,omitempty"`    // the round at a gate in which it went, whose snapshot still has it
	Replanned   bool      `json:"replanned,omitempty"` // the plan has been made anew without it
	Because     string    `json:"because,omitempty"`   // reaffirmation_declined; "" for its own accord
}

// Stands reports whether the commitment counts: it was neither released nor withdrawn with effect. One whose notice still runs
// stands.
func (c *Commitment) Stands() bool { return !c.Released && (c.Withdrawal == nil || !c.Withdrawal.Gone) }

// frozenAt reports whether the commitment belongs to the snapshot of a round at a gate, nil for one that is to be taken: what went
// within the round was signed there, and nothing else has changed what was signed.
func (c *Commitment) frozenAt(g *GateAttempt) bool {
	return c.Stands() || !c.Released && g != nil && c.Withdrawal.During == roundOf(g)
}

func roundOf(g *GateAttempt) string {
	if g == nil {
		return ""
	}
	return g.Gate + "." + itoa(g.Round)
}

// missing sums what was withdrawn from a plan that has not been made anew since.
func (c *Case) missing() (money quantity.Pence, staff quantity.FTE) {
	for _, k := range c.Commitments {
		if !k.Released && !k.Stands() && !k.Withdrawal.Replanned && k.Withdrawal.Consequence != ConsequenceNone {
			money += quantity.Pence(k.Pence)
			staff += quantity.FTE(k.FTEHundredths)
		}
	}
	return money, staff
}

// replanned notes that the gate of the plan is asked anew: what went before is no longer of the plan.
func (c *Case) replanned(gate string) {
	for _, k := range c.Commitments {
		if w := k.Withdrawal; w != nil && w.Gone && !w.Replanned && w.PlanGate == gate {
			c.withdrawal(k, func(w *Withdrawal) { w.Replanned = true })
		}
	}
}

func (c *Case) withdrawal(k *Commitment, change func(*Withdrawal)) {
	w := *k.Withdrawal // copies of the case share it
	change(&w)
	k.Withdrawal = &w
}

// planToCome is the plan of a request that makes it anew: without what was withdrawn.
func (d *decision) planToCome() (quantity.Pence, quantity.FTE) {
	money, staff, _, _ := d.c.Totals()
	if n := d.c.Terms.PlanPence; n > 0 {
		money = quantity.Pence(n)
	}
	if n := d.c.Terms.PlanFTEHundredths; n > 0 {
		staff = quantity.FTE(n)
	}
	return money, staff
}

// planGate is the gate at which the organisations commit themselves, and the stage that it ends; nil where the workflow has none.
func planGate(w *document.Workflow) (*document.Gate, *document.Stage) {
	if w == nil {
		return nil, nil
	}
	for i := range w.Stages {
		if g := gateOf(w, w.Stages[i].Exit); g != nil && g.Consents.From == document.ConsentsCommitting {
			return g, &w.Stages[i]
		}
	}
	return nil, nil
}

// planStands reports whether a plan has been put to its gate and not gone back: it is there, or the case is past it.
func (d *decision) planStands() bool {
	g, stage := planGate(d.w)
	if g == nil {
		return false
	}
	if d.c.Gate != nil && d.c.Gate.Gate == g.ID {
		return true
	}
	at := func(id string) int {
		return slices.IndexFunc(d.w.Stages, func(s document.Stage) bool { return s.ID == id })
	}
	return at(d.c.Stage) > at(stage.ID)
}

// stands sums what is committed, or still asked for, without one commitment: what was declined counts for the part that was
// confirmed.
func (d *decision) stands(without *Commitment) (money quantity.Pence, staff quantity.FTE) {
	for _, k := range d.c.Commitments {
		if k != without && k.Stands() {
			m, s := d.counted(k)
			money, staff = money+m, staff+s
		}
	}
	return money, staff
}

// counted is what one commitment that stands counts for.
func (d *decision) counted(k *Commitment) (quantity.Pence, quantity.FTE) {
	if d.declined(k) {
		return quantity.Pence(k.ConfirmedPence), quantity.FTE(k.ConfirmedFTEHundredths)
	}
	return quantity.Pence(k.Pence), quantity.FTE(k.FTEHundredths)
}

// declined reports whether the organisation's newest answer on a commitment was no.
func (d *decision) declined(k *Commitment) bool {
	for _, x := range slices.Backward(d.c.Consents) {
		if x.Organisation == k.Organisation && slices.Contains(x.Commitments, k.Named()) {
			return x.State == "declined" && !k.Changed
		}
	}
	return false
}

// consequence says what a commitment's going does to the plan, all of it or but for a rest; unit by unit, equal being within (DOMAIN §2.3).
// What is essential is essential in every part.
func (d *decision) consequence(k, rest *Commitment) string {
	if !d.planStands() {
		return ConsequenceNone
	}
	if k.Essential {
		return ConsequenceEssential
	}
	money, staff := d.c.Plan()
	standing, standingStaff := d.stands(k)
	if rest != nil {
		left, leftStaff := d.counted(rest)
		standing, standingStaff = standing+left, standingStaff+leftStaff
	}
	if k.Kind == document.ResourceMoney && !d.within(int64(standing), int64(money)) ||
		k.Kind == document.ResourceStaffTime && !d.within(int64(standingStaff), int64(staff)) {
		return ConsequenceBeyond
	}
	return ConsequenceWithin
}

// noticeOf is the notice that a withdrawal has to keep: what the commitment says, else the agreement of its pool, else the contract, else that of
// the partnership.
func (d *decision) noticeOf(k *Commitment) calendar.Period {
	texts := []string{k.NoticePeriod}
	if p := d.c.Pool(k.Pool); p != nil {
		texts = append(texts, p.Notice)
	}
	if d.c.Contract != nil {
		texts = append(texts, d.c.Contract.NoticePeriod)
	}
	for _, s := range texts {
		if p, err := calendar.ParsePeriod(s); err == nil && s != "" {
			return p
		}
	}
	return d.g.Agreement.WithdrawalNotice
}

// periodProblem says what is wrong with a notice that a command states, nil for nothing.
func periodProblem(notice string) *Problem {
	if _, err := calendar.ParsePeriod(notice); notice != "" && err != nil {
		p := problem(Malformed, "%q is not a period: write P6M for six months, P20WD for twenty working days.", notice).about("notice_period")
		return &p
	}
	return nil
}

// period writes a period for an event, "" for none.
func period(p calendar.Period) string {
	if p.IsZero() {
		return ""
	}
	return p.String()
}

// withdrawCommitment is CommitmentWithdraw's rule.
func (d *decision) withdrawCommitment(cmd *CommitmentWithdraw) *Refusal {
	k := d.c.Commitment(cmd.Commitment)
	if k == nil {
		return Refuse(problem(NotFound, "Case %s has no commitment %s.", d.c.ID, cmd.Commitment).about(cmd.Commitment))
	}
	problems := d.withdrawAuthority(cmd, k.Organisation)
	if p := d.at("withdrawing a commitment", Draft, Working, AtGate, PendingEffect, Deferred, InDispute, Suspended); p != nil {
		return Refuse(append(problems, *p)...)
	}
	if k.Released || k.Withdrawal != nil {
		return Refuse(append(problems, problem(WrongStage, "Commitment %s was withdrawn already.", k.Commitment).about(k.Commitment))...)
	}
	if cmd.Seat == "" && cmd.Minute == "" {
		problems = append(problems, problem(Malformed, "The organisation's own decision has a minute: cite it.").under("DOMAIN §2.6").about("minute"))
	}
	amount, no := k.withdrawsPaid(cmd.AmountPence)
	if no != nil {
		return Refuse(append(problems, *no)...)
	}
	rest, part, p := k.parted(amount, cmd.FTEHundredths)
	if p != nil {
		problems = append(problems, *p)
	}
	effective, notice, p := d.takesEffect(k, cmd.EffectiveOn)
	if p != nil {
		problems = append(problems, *p)
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	e := events.CommitmentWithdrawn{Seat: cmd.Seat, Minute: cmd.Minute, Reason: cmd.Reason, NoticePeriod: period(notice), EffectiveAt: effective}
	if cmd.Seat != "" {
		who, _ := d.r.actFor(cmd.Seat, d.m.Actor, d.m.At)
		e.AsDeputyFor = who.AsDeputyFor
	}
	d.takeOut(k, rest, part, e)
	return nil
}

// takeOut takes a commitment out of the plan, or a part of it where a rest remains, with all that follows.
func (d *decision) takeOut(k, rest, part *Commitment, e events.CommitmentWithdrawn) {
	e.Commitment, e.Organisation, e.Kind, e.Person, e.Consequence = k.Commitment, k.Organisation, k.Kind, d.m.Actor, ConsequenceAwarded
	e.Pence, e.FTEHundredths, e.ConfirmedPence, e.ConfirmedFTEHundredths = part.Pence, part.FTEHundredths, part.ConfirmedPence, part.ConfirmedFTEHundredths
	gone := k.Commitment
	if rest != nil {
		gone = d.c.partName(k.Commitment)
		e.Part = gone
	}
	e.RemainsPence, e.RemainsFTEHundredths = d.c.remains(k, rest)
	if g, _ := planGate(d.w); g != nil {
		e.PlanGate = g.ID
	}
	if !d.awarded() {
		e.Consequence = d.consequence(k, rest)
		money, staff := d.c.Plan()
		d.emit(e)
		d.lost(gone, e.Consequence, money, staff)
		return
	}
	d.emit(e)
	d.openGap(d.c.Commitment(gone), ConsequenceAwarded, e.EffectiveAt)
	if !e.EffectiveAt.After(d.m.At) {
		d.lostByThen(gone, ConsequenceAwarded)
	}
	d.reviewBy(e.EffectiveAt)
}

// withdrawAuthority says why the actor may not withdraw for the organisation. One without a proper officer is not without a way
// out: its authorising officer then records its decision.
func (d *decision) withdrawAuthority(cmd *CommitmentWithdraw, organisation string) []Problem {
	if o := d.g.Organisation(organisation); cmd.Seat == "" && o != nil && o.ProperOfficer == "" && o.AuthorisingOfficer == d.m.Actor {
		return nil
	}
	_, problems := d.consentAuthority(cmd.Seat, organisation, MandateWithdrawAct)
	return problems
}

// takesEffect is when a withdrawal takes effect: before the award at once, after it on the day that is asked for, which keeps the
// notice, or else on the first that does.
func (d *decision) takesEffect(k *Commitment, on calendar.Date) (time.Time, calendar.Period, *Problem) {
	return d.effectiveAfter(d.noticeOf(k), on)
}

// effectiveAfter is when what needs a notice after the award takes effect.
func (d *decision) effectiveAfter(notice calendar.Period, on calendar.Date) (time.Time, calendar.Period, *Problem) {
	if !d.awarded() {
		if !on.IsZero() && on != d.today() {
			p := problem(Malformed, "There is no contract: a withdrawal takes effect at once.").under("DOMAIN §0.11").about("effective_on")
			return d.m.At, calendar.Period{}, &p
		}
		return d.m.At, calendar.Period{}, nil
	}
	earliest := d.cal.Add(d.today(), notice)
	if on.IsZero() {
		on = earliest
	}
	if on.Before(earliest) {
		p := problem(NoticePeriodNotMet, "The agreement asks for notice of %s: the withdrawal can take effect on %s at the earliest, not on %s.",
			first(period(notice), "none"), earliest, on).under("DOMAIN §0.11, §2.1 row 20").about("effective_on").
			with(map[string]any{"notice_period": period(notice), "earliest_on": earliest.String(), "requested_on": on.String()})
		return d.m.At, notice, &p
	}
	at := d.cal.StartOf(on)
	if at.Before(d.m.At) {
		at = d.m.At
	}
	return at, notice, nil
}

// lost brings about what follows once a commitment is gone: a gap, or the plan anew. The plan is that from which it went.
func (d *decision) lost(commitment, consequence string, money quantity.Pence, staff quantity.FTE) {
	switch consequence {
	case ConsequenceWithin:
		d.openGap(d.c.Commitment(commitment), consequence, d.m.At)
	case ConsequenceBeyond, ConsequenceEssential:
		d.replan(d.c.Commitment(commitment), consequence, money, staff)
	}
}

// lostByThen ends a commitment whose notice is over. Where the award is being varied the plan is a plan again, with a tolerance.
func (d *decision) lostByThen(commitment, consequence string) {
	if consequence == ConsequenceBeyond || consequence == ConsequenceEssential {
		money, staff := d.c.Plan()
		d.replan(d.c.Commitment(commitment), consequence, money, staff)
	}
}

// endWithdrawn ends a commitment when the notice of its withdrawal is over.
func (d *decision) endWithdrawn(commitment string, at time.Time) {
	k := d.c.Commitment(commitment)
	e := events.CommitmentEnded{Commitment: k.Named(), Organisation: k.Organisation, Consequence: ConsequenceAwarded, EffectiveAt: at}
	if k.PartOf != "" {
		e.Part = commitment
	}
	e.RemainsPence, e.RemainsFTEHundredths = d.c.remains(k, nil)
	if d.varying() && d.planStands() {
		e.Consequence = d.consequence(k, nil)
	}
	d.emit(e)
	d.lostByThen(commitment, e.Consequence)
}

// replan takes the case back to its plan (row 18): what is open at a gate is void, the gate of the plan is invalidated, and the
// award is blocked until it has passed again.
func (d *decision) replan(k *Commitment, because string, money quantity.Pence, staff quantity.FTE) {
	g, stage := planGate(d.w)
	if gate := d.c.Gate; gate != nil {
		d.voidSignOffs("commitment_withdrawn")
		d.emit(events.GateVoided{Gate: gate.Gate, Round: gate.Round, Because: "commitment_withdrawn"})
	}
	d.voidProvisionalFrom(stage.ID, "commitment_withdrawn")
	for _, h := range d.c.StandingHolds("effect") {
		if h.Kind != document.HoldCallIn { // that is of an organisation's own decision, which may be carried
			d.emit(events.HoldReleased{Hold: h.ID, Kind: h.Kind, EffectiveAt: d.m.At})
		}
	}
	d.voidAfterwards(g.ID, "commitment_withdrawn")
	standing, standingStaff := d.stands(nil)
	d.emit(events.GateInvalidated{Gate: g.ID, Because: because, Commitment: k.Named(), Organisation: k.Organisation, PlanPence: int64(money),
		StandsPence: int64(standing), PlanFTEHundredths: int64(staff), StandsFTEHundredths: int64(standingStaff),
		TolerancePct: d.w.Tolerances.FundingShortfallPct})
	if d.c.Stage != stage.ID {
		d.emit(events.CaseStageEntered{Stage: stage.ID, From: d.c.Stage, Because: "commitment_withdrawn", Cycle: d.c.Cycle, EffectiveAt: d.m.At})
	}
	if d.invalidated() == nil {
		d.emit(events.HoldPlaced{Hold: document.HoldGateInvalidated + "-" + g.ID + "-" + itoa(d.c.GateRounds[g.ID]), Kind: document.HoldGateInvalidated,
			Blocks: "award", Gate: g.ID, Reason: "The plan is to be approved again: what " + d.organisationName(k.Organisation) + " put in was withdrawn."})
	}
}

// invalidated is the standing hold of an invalidated gate, nil for none.
func (d *decision) invalidated() *Hold {
	for _, h := range d.c.StandingHolds("award") {
		if h.Kind == document.HoldGateInvalidated {
			return h
		}
	}
	return nil
}

// revalidate ends the hold of an invalidated gate that has passed again.
func (d *decision) revalidate(gate string, at time.Time) {
	if h := d.invalidated(); h != nil && h.Gate == gate {
		d.emit(events.HoldReleased{Hold: h.ID, Kind: h.Kind, EffectiveAt: at})
	}
}

// reviewBy brings the review of what is delivered forward to the day on which a withdrawal takes effect, where none is due before
// (rows 20, 21). It is recorded once; the case moves on that day.
func (d *decision) reviewBy(effective time.Time) {
	s := stageOf(d.w, d.c.Stage)
	if s == nil || s.ReviewEvery.IsZero() || nextStage(d.w, d.c.Stage) == nil {
		return
	}
	due := d.cal.StartOf(d.cal.Add(d.cal.DateOf(d.c.StageEnteredAt), s.ReviewEvery))
	if effective.Before(due) {
		due = effective
	}
	if !d.c.ReviewDueAt.IsZero() && !due.Before(d.c.ReviewDueAt) {
		return
	}
	d.emit(events.CaseReviewDue{Because: "commitment_withdrawn", DueAt: due})
	if !due.After(d.m.At) && d.c.Status == Working {
		d.beginReviewed(due)
	}
}

// beginReviewed moves the case to the stage that follows a reviewed one, on the day on which the review is due; where the case
// stood still on that day, when it came back.
func (d *decision) beginReviewed(due time.Time) {
	if due.Before(d.c.ResumedAt) {
		due = d.c.ResumedAt
	}
	to := nextStage(d.w, d.c.Stage)
	d.emit(events.CaseStageEntered{Stage: to.ID, From: d.c.Stage, Because: "review_due", Cycle: d.c.Cycle, EffectiveAt: due})
}

// applyWithdrawal folds the events of withdrawals and of the gaps that they leave.
func (c *Case) applyWithdrawal(e events.Event, at time.Time) error {
	switch e := e.(type) {
	case events.CommitmentWithdrawn:
		return c.applyTakenOut(e, at)
	case events.CommitmentEnded:
		return c.commitment(first(e.Part, e.Commitment), func(k *Commitment) {
			if k.Withdrawal != nil {
				c.gone(k)
			}
		})
	case events.GateInvalidated:
		return c.applyInvalidated(e)
	case events.GapOpened, events.GapAcknowledged, events.GapOverdue:
		return c.applyGap(e, at)
	}
	return errNotMine
}

// gone takes what no longer stands out of what is confirmed, of what is asked, and of the years of mandates.
func (c *Case) gone(k *Commitment) {
	c.withdrawal(k, func(w *Withdrawal) { w.Gone, w.During = true, roundOf(c.Gate) })
	k.ConfirmedPence, k.ConfirmedFTEHundredths, k.ConfirmedWhole, k.Drawn = 0, 0, false, nil
	x := c.Consent(k.Organisation)
	if x == nil {
		return
	}
	x.Commitments = slices.DeleteFunc(slices.Clone(x.Commitments), func(id string) bool { return id == k.Commitment })
	left, settled := false, true
	for _, o := range c.Commitments {
		if o.Organisation == k.Organisation && o.Stands() {
			left, settled = true, settled && o.Confirmed()
		}
	}
	switch {
	case !left && (k.Withdrawal.Because == "" || x.State != "declined"):
		x.State = "withdrawn"
	case x.awaited() && settled && left:
		x.State = "confirmed"
	}
}

// applyInvalidated takes the case to work: whatever it was in, a deferral, a dispute or a suspension, is overtaken.
func (c *Case) applyInvalidated(e events.GateInvalidated) error {
	past := false
	for i := range c.Passed {
		past = past || c.Passed[i].Gate == e.Gate
		c.Passed[i].Superseded = c.Passed[i].Superseded || past
	}
	if c.Contract == nil {
		c.Award = nil
	}
	for i := range c.Gaps {
		c.Gaps[i].Overtaken = true
	}
	if c.Dispute != nil && c.Dispute.Open() {
		x := *c.Dispute
		x.Unresolved = true
		c.Dispute = &x
	}
	c.replanned(e.Gate)
	c.Gate, c.Deferral, c.ResumeTo, c.SuspendedFrom = nil, nil, "", ""
	c.StoppedAt, c.SuspendedAt = time.Time{}, time.Time{}
	return c.move("commitment_withdrawn")
}
