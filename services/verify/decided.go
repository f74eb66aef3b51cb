package verify

import (
	"fmt"
	"slices"
	"strings"
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
	refuse     bool                 // the record has refused its gate
	unratified bool                 // the record has ended an urgent decision without ratification
	votes      int
	lost       string // what a withdrawal of this record led to

	varies *events.VarianceRaised // what was delivered is one, and the record has not said so yet

	due     []events.Event // what is left of what a succession entails for the case
	pools   []string       // pools that are said to pass on with one, and of which nothing has come yet
	reckons *bool          // whether an earlier confirmation said by which lines of its mandate it was made
}

// check says whether an event could be decided then, and by whom it was.
func (d *decided) check(e events.Event) error {
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
	case events.CasePoolPartySucceeded:
		return d.poolPassed(e)
	case events.CasePoolContributed:
		return d.poolContributed(e)
	case events.CasePoolLeaving, events.CasePoolLeft:
		return d.poolLeaving(e)
	case events.GateDecided:
		return d.gateDecided(e)
	case events.GatePassed:
		d.passed = true
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
	case events.CommitmentNovated, events.ConsentLapsed, events.CaseSuccessionApplied:
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
		return d.moved("entered stage "+e.Stage, d.passed)
	case events.CaseClosed:
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

// count counts the votes on a board's sign-off.
func (d *decided) count(s *workflow.SignOff) (workflow.Counted, error) {
	n, ok := d.then().Count(s)
	if !ok {
		return n, d.f.because(nil, "sign-off %s is of board %s, which governance version %d does not have.", s.ID, s.Board, s.GovernanceVersion)
	}
	return n, nil
}

// acts checks that a person held a seat, or deputised for it, on the day.
func (d *decided) acts(seat, person, what string) error {
	if person != "" && (d.reg.Holder(seat, d.r.At) == person || slices.Contains(d.reg.DeputiesOf(seat, d.r.At), person)) {
		return nil
	}
	return d.f.because(nil, "a %s by %s for seat %s was accepted, and neither the seat's term nor a deputy's was then running for that person.", what, person, seat)
}

func (d *decided) vote(e events.SignOffVoteCast) error {
	if err := d.acts(e.Seat, e.Person, "vote"); err != nil {
		return err
	}
	s, err := d.signOff(e.SignOff, "a vote", workflow.SignOffOpen)
	if err != nil {
		return err
	}
	if b := d.reg.GovernanceVersion(s.GovernanceVersion).Board(s.Board); b == nil || !votes(b, e.Seat) {
		return d.f.because(nil, "a vote for seat %s was accepted on sign-off %s, and the seat has no vote there.", e.Seat, e.SignOff)
	}
	if s.Recused(e.Seat) {
		return d.f.because(nil, "a vote for seat %s was accepted on sign-off %s, although the seat stands aside.", e.Seat, e.SignOff)
	}
	if why := d.reg.CodeDue(e.Seat, e.Person, d.r.At); why != "" {
		return d.f.because(nil, "a vote for seat %s was accepted on sign-off %s: %s", e.Seat, e.SignOff, why)
	}
	for _, v := range s.Votes {
		if !v.Struck && (v.Seat == e.Seat || v.Person == e.Person) {
			return d.f.because(nil, "a second vote was accepted on sign-off %s: %s had voted for seat %s.", e.SignOff, v.Person, v.Seat)
		}
	}
	return nil
}

// seatPassed checks that a rotating seat passed on then, and from whom to whom.
func (d *decided) seatPassed(e events.SignOffSeatPassed) error {
	if _, err := d.signOff(e.SignOff, "the passing of a seat", workflow.SignOffOpen, workflow.SignOffNoQuorum, workflow.SignOffTie); err != nil {
		return err
	}
	before, _ := d.reg.TurnAt(e.Seat, e.PassedAt.Add(-time.Second))
	now, ok := d.reg.TurnAt(e.Seat, e.PassedAt)
	if !ok || e.PassedAt.After(d.r.At) || before.Number == now.Number || before.Organisation != e.FromOrganisation || now.Organisation != e.ToOrganisation {
		return d.f.because(nil, "seat %s passed from %s to %s, and by its rotation it did not.", e.Seat, e.FromOrganisation, e.ToOrganisation)
	}
	return nil
}

func (d *decided) certificate(e events.SignOffCertified) error {
	s, err := d.signOff(e.SignOff, "a certificate", workflow.SignOffOpen)
	if err != nil {
		return err
	}
	if s.Board != "" {
		return d.f.because(nil, "%s certified on sign-off %s, which is a board's.", e.Person, e.SignOff)
	}
	o := d.g.Organisation(s.OfficerOf)
	if workflow.Officer(o, s.Post) == e.Person || d.delegable(s) && workflow.Officer(o, "deputy_"+s.Post) == e.Person {
		return nil
	}
	return d.f.because(nil, "%s certified as %s of %s, and was not that officer.", e.Person, s.Post, s.OfficerOf)
}

// delegable reports whether the case's workflow lets an officer's deputy certify; it does where it says nothing.
func (d *decided) delegable(s *workflow.SignOff) bool {
	w := d.reg.WorkflowVersion(d.c.Workflow, d.c.WorkflowVersion)
	if w == nil {
		return false
	}
	for _, g := range w.Gates {
		for _, entry := range g.SignOffs {
			if g.ID == s.Gate && entry.ID == s.Entry {
				return entry.Delegable == nil || *entry.Delegable
			}
		}
	}
	return false
}

func (d *decided) consent(e events.ConsentConfirmed) error {
	if err := d.acts(e.Seat, e.Person, "consent"); err != nil {
		return err
	}
	if workflow.Reckoned(e) {
		*d.reckons = true
	} else if *d.reckons {
		return d.f.because(nil, "seat %s consented for %s, and by which line of its mandate is not said.", e.Seat, e.Organisation)
	}
	for _, m := range d.reg.Mandates {
		if m.Mandate == e.Mandate && m.Seat == e.Seat && m.Organisation == e.Organisation && d.reg.MandateInForce(m, d.r.At) {
			if over := d.then().Exceeds(m, e); len(over) > 0 {
				return d.f.because(nil, "seat %s consented for %s beyond mandate %s: %s", e.Seat, e.Organisation, e.Mandate, over[0].Message)
			}
			return d.lines(e.Organisation, e.Lines, e.Complete)
		}
	}
	return d.f.because(nil, "seat %s consented for %s by mandate %s, which was not in force.", e.Seat, e.Organisation, e.Mandate)
}

// ownDecision checks an organisation's own decision, which no mandate limits.
func (d *decided) ownDecision(e events.ConsentRecorded) error {
	if e.External {
		if !d.then().MayRecordExternal(e.Organisation, e.Person) {
			return d.f.because(nil, "%s records the consent of %s, for which that person did not speak or nobody asked.", e.Person, e.Organisation)
		}
		return nil
	}
	if o := d.g.Organisation(e.Organisation); o == nil || o.ProperOfficer == "" || o.ProperOfficer != e.Person {
		return d.f.because(nil, "%s records a decision of %s, and was not its proper officer.", e.Person, e.Organisation)
	}
	if e.Threshold != "" || d.keyed() {
		if wrong := d.then().Unannounced(e); len(wrong) > 0 {
			return d.f.because(nil, "%s recorded a key decision that it could not take: %s", e.Organisation, wrong[0].Message)
		}
	}
	return d.lines(e.Organisation, e.Lines, e.Complete)
}

// keyed reports whether the governance then in force announces decisions or lets them be called in, which the first builds did not know.
func (d *decided) keyed() bool {
	return d.g != nil && slices.ContainsFunc(d.g.Thresholds, func(t document.Threshold) bool {
		return t.Requires.ForwardPlanClearDays > 0 || t.Requires.CallIn != nil
	})
}

// lines checks that what is confirmed was asked for, and whether anything is left of it.
func (d *decided) lines(organisation string, lines []events.ConfirmedLine, complete bool) error {
	if wrong := d.then().Unasked(organisation, lines); len(wrong) > 0 {
		return d.f.because(nil, "%s confirmed what was not to be confirmed: %s", organisation, wrong[0].Message)
	}
	if complete && !d.then().Completes(organisation, lines) {
		return d.f.because(nil, "the consent of %s was taken as complete, and something of it was left.", organisation)
	}
	return nil
}

// tied checks that the votes are equal when the voting ends.
func (d *decided) tied(e events.SignOffTied) error {
	s, err := d.signOff(e.SignOff, "a tie", workflow.SignOffOpen)
	if err != nil {
		return err
	}
	n, err := d.count(s)
	switch {
	case err != nil:
		return err
	case !n.Tied:
		return d.f.because(nil, "sign-off %s was tied, and the votes are %s.", e.SignOff, votesOf(n.Tally))
	case !n.Quorate && !d.then().MetOn(s):
		return d.f.because(nil, "sign-off %s was tied, and those who voted make no quorum.", e.SignOff)
	}
	return d.tally(s, e.Tally, n.Tally)
}

// castingVote checks the second vote of the person presiding: on equality, where the rule gives one.
func (d *decided) castingVote(e events.SignOffCastingVoteCast) error {
	if err := d.acts(e.Seat, e.Person, "casting vote"); err != nil {
		return err
	}
	if s := d.c.SignOffAt(e.SignOff, e.Gate, e.GateRound); s != nil && s.State == workflow.SignOffProvisional {
		return d.castOnRatification(s, e)
	}
	s, err := d.signOff(e.SignOff, "a casting vote", workflow.SignOffTie)
	if err != nil {
		return err
	}
	n, err := d.count(s)
	switch presiding := d.reg.Presiding(s, d.r.At); {
	case err != nil:
		return err
	case n.OnTie != document.TieCastingVote:
		return d.f.because(nil, "a casting vote was accepted on sign-off %s, and the rule of %s gives none.", e.SignOff, s.Board)
	case s.Recused(e.Seat):
		return d.f.because(nil, "a casting vote for seat %s was accepted on sign-off %s, although the seat stands aside.", e.Seat, e.SignOff)
	case !n.Tied:
		return d.f.because(nil, "a casting vote was accepted on sign-off %s, and the votes are %s.", e.SignOff, votesOf(n.Tally))
	case presiding != e.Seat:
		return d.f.because(nil, "a casting vote for seat %s was accepted on sign-off %s, and %s presided.", e.Seat, e.SignOff, orNobody(presiding))
	}
	return nil
}

// result checks that a sign-off was decided when it could be, and that the result is what its votes make.
func (d *decided) result(e events.SignOffDecided) error {
	s, err := d.signOff(e.SignOff, "a decision", workflow.SignOffOpen, workflow.SignOffNoQuorum, workflow.SignOffTie)
	if err != nil {
		return err
	}
	if e.By == events.System {
		return d.f.because(nil, "sign-off %s was decided by the clock: silence never approves.", e.SignOff)
	}
	var n workflow.Counted
	if s.Board != "" {
		if n, err = d.count(s); err != nil {
			return err
		}
		if err := d.tally(s, e.Tally, n.Tally); err != nil {
			return err
		}
	}
	if by := s.Board; by != e.By && (by != "" || e.By != d.r.Actor) {
		return d.f.because(nil, "sign-off %s was decided by %s, whose decision it is not.", e.SignOff, e.By)
	}
	if e.Because == "resolution" {
		return d.resolution(s, e)
	}
	choice, err := d.choice(s, e, n)
	if err != nil {
		return err
	}
	result, conditional, dissent := d.then().Result(s, choice)
	switch {
	case e.Result != result:
		return d.f.because(nil, "sign-off %s was %s, and the votes, %s, make it %s.", e.SignOff, e.Result, votesOf(e.Tally), result)
	case e.Dissent && !dissent:
		return d.f.because(nil, "the refusal of sign-off %s was taken for dissent, and the workflow lets it stop the gate.", e.SignOff)
	case !slices.Equal(e.Conditions, conditional):
		return d.f.because(nil, "sign-off %s was decided on other conditions than those who voted for it made.", e.SignOff)
	}
	return nil
}

// choice is what the votes on a sign-off make, once it is clear that the voting ended for the reason that is given.
func (d *decided) choice(s *workflow.SignOff, e events.SignOffDecided, n workflow.Counted) (string, error) {
	no := func(format string, args ...any) (string, error) {
		return "", d.f.because(nil, "sign-off "+e.SignOff+" was decided "+format, args...)
	}
	if s.Board == "" {
		if len(s.Votes) == 0 || e.Because != "certificate" {
			return no("without the certificate that it asks for.")
		}
		return s.Votes[len(s.Votes)-1].Choice, nil
	}
	if s.State == workflow.SignOffNoQuorum {
		return no("without a quorum.")
	}
	if n.Tied {
		switch {
		case s.State == workflow.SignOffTie && e.Because == "tie_falls" && n.OnTie == document.TieFalls:
			return workflow.RefuseChoice, nil
		case s.State == workflow.SignOffTie && e.Because == "casting_vote" && s.Casting != nil:
			return s.Casting.Choice, nil
		}
		return no("because of %s, and the votes are equal.", e.Because)
	}
	switch {
	case s.State == workflow.SignOffTie:
		return no("because of %s on a tie, and the votes are %s.", e.Because, votesOf(n.Tally))
	case e.Because == "meeting_closed":
		if !d.then().MetOn(s) {
			return no("because a meeting closed, and no quorate meeting of %s had.", s.Board)
		}
	case !n.Quorate:
		return no("by votes that make no quorum.")
	case e.Because == "deadline":
		if !d.late(s) || !e.DecidedAt.IsZero() && !e.DecidedAt.Equal(s.DueAt.Add(time.Second)) {
			return no("because of a deadline that had not come.")
		}
	case e.Because == "recounted":
		if s.VotingOver == "" {
			return no("after a tie was recounted, and the voting on it was not over.")
		}
	case e.Because == "closed":
		if !d.then().MayResolve(s) {
			return no("because %s closed the voting, who neither presided nor is of the secretariat.", d.r.Actor)
		}
	case e.Because != n.Closes || n.Closes == "":
		return no("because of %s, and votes that could change it had not been cast.", e.Because)
	}
	return n.Choice, nil
}

// resolution checks a return or a deferral, which is not a matter of votes.
func (d *decided) resolution(s *workflow.SignOff, e events.SignOffDecided) error {
	if e.Result != "returned" && e.Result != "deferred" {
		return d.f.because(nil, "sign-off %s was %s by a resolution, which can only return or defer.", e.SignOff, e.Result)
	}
	if !d.then().MayResolve(s) {
		return d.f.because(nil, "sign-off %s was %s by %s, who neither presided nor is of the secretariat.", e.SignOff, e.Result, d.r.Actor)
	}
	return nil
}

// escalated checks that a sign-off went on to another because its time ran out without a decision, or because of a tie.
func (d *decided) escalated(e events.SignOffEscalated) error {
	s, err := d.signOff(e.SignOff, "an escalation", workflow.SignOffOpen, workflow.SignOffNoQuorum, workflow.SignOffTie)
	if err != nil {
		return err
	}
	var n workflow.Counted
	if s.Board != "" {
		if n, err = d.count(s); err != nil {
			return err
		}
	}
	switch late := d.late(s); {
	case e.Because == workflow.BecauseDelegation:
		if _, is := d.then().Referred(s); !is {
			return d.f.because(nil, "sign-off %s went up because the case is worth more than %s decides, and it is not.", e.SignOff, s.Board)
		}
	case e.Because == "tie" && (s.State != workflow.SignOffTie || !n.Tied || n.OnTie != document.TieDispute):
		return d.f.because(nil, "sign-off %s was escalated on a tie, and the rule of %s or its votes make none.", e.SignOff, s.Board)
	case e.Because != "tie" && !late:
		return d.f.because(nil, "sign-off %s was escalated before its deadline.", e.SignOff)
	case e.Because != "tie" && s.State == workflow.SignOffOpen && n.Quorate:
		return d.f.because(nil, "sign-off %s was escalated, and its votes decide it.", e.SignOff)
	}
	return d.tally(s, e.Tally, n.Tally)
}

// late reports whether the last second of a sign-off's deadline had passed.
func (d *decided) late(s *workflow.SignOff) bool {
	return !s.DueAt.IsZero() && !d.r.At.Before(s.DueAt.Add(time.Second))
}

func (d *decided) tally(s *workflow.SignOff, got, want events.Tally) error {
	same := got.Casting == want.Casting || got.Casting != nil && want.Casting != nil && *got.Casting == *want.Casting
	got.Casting, want.Casting = nil, nil
	if got == want && same {
		return nil
	}
	return d.f.because(nil, "sign-off %s was decided on %s, and the votes are %s.", s.ID, votesOf(got), votesOf(want))
}

func votesOf(t events.Tally) string {
	return fmt.Sprintf("%d for, %d against, %d abstained, %d not cast", t.Approve, t.Refuse, t.Abstain, t.NotCast)
}

func orNobody(seat string) string {
	if seat == "" {
		return "nobody"
	}
	return seat
}

// gateDecided checks a gate whose decision a hold keeps from effect.
func (d *decided) gateDecided(e events.GateDecided) error {
	if err := d.gate(e.Gate, e.Round, "was decided", workflow.AtGate); err != nil {
		return err
	}
	if len(d.then().Withheld()) == 0 {
		return d.f.because(nil, "gate %s was decided without effect, and no hold keeps it from effect.", e.Gate)
	}
	return nil
}

// gatePassed checks that nothing was waited for when a gate passed, and nothing kept it from effect.
func (d *decided) gatePassed(e events.GatePassed) error {
	if err := d.gate(e.Gate, e.Round, "passed", workflow.AtGate, workflow.PendingEffect); err != nil {
		return err
	}
	if e.Outcome != d.c.Gate.Outcome {
		return d.f.because(nil, "gate %s passed with the outcome %q, and %q was signed.", e.Gate, e.Outcome, d.c.Gate.Outcome)
	}
	if of := d.then().Uncalled(); len(of) > 0 {
		return d.f.because(nil, "gate %s passed, and the decision of %s could still be called in.", e.Gate, strings.Join(of, ", "))
	}
	if held := d.then().Withheld(); len(held) > 0 {
		return d.f.because(nil, "gate %s passed, and a %s kept it from effect.", e.Gate, strings.Join(held, ", "))
	}
	return nil
}

func (d *decided) gate(id string, round int, what string, statuses ...workflow.Status) error {
	if g := d.c.Gate; g == nil || g.Gate != id || g.Round != round || !slices.Contains(statuses, d.c.Status) {
		return d.f.because(nil, "gate %s %s in round %d, and the case was not there.", id, what, round)
	}
	if waits := d.then().WaitsFor(); len(waits) > 0 {
		return d.f.because(nil, "gate %s %s, and waited for %s.", id, what, strings.Join(waits, ", "))
	}
	return nil
}

// gateRefused checks that a board or an officer refused.
func (d *decided) gateRefused(e events.GateRefused) error {
	if s := d.c.SignOff(e.SignOff); s == nil || s.State != workflow.SignOffDone || s.Result != "refused" || s.Dissent {
		return d.f.because(nil, "gate %s was refused by sign-off %s, which did not refuse it.", e.Gate, e.SignOff)
	}
	return nil
}

// released checks that a hold had come to its end, or that the case ended without its decision in the same record.
func (d *decided) released(e events.HoldReleased) error {
	if list, err := d.r.Decode(); err == nil && slices.ContainsFunc(list, func(e events.Event) bool {
		end, closed := e.(events.CaseClosed)
		return closed && (end.Outcome == document.ClosedWithdrawn || end.Outcome == document.ClosedRejected)
	}) {
		return nil
	}
	for _, h := range d.c.StandingHolds("") {
		if h.ID != e.Hold {
			continue
		}
		if h.Kind == document.HoldGateInvalidated && d.passed || h.Blocks == "effect" && d.reopens() {
			return nil // the plan is approved again; the plan is reopened, and what waited for its effect with it
		}
		if workflow.IsRatification(h) {
			if d.then().Ratifies(h.ID) {
				return d.f.because(nil, "hold %s was released, and the urgent decision it stands for still waited for ratification.", e.Hold)
			}
			return nil
		}
		if d.unratified {
			return nil // the decision that it kept from effect did not stand
		}
		if h.Blocks == "effect" && h.Kind != document.HoldCallIn && d.endsAttempt() {
			return nil // the decision that it kept from effect is asked for anew
		}
		if e.Because != "" {
			return d.dropped(h, e)
		}
		if h.Until.IsZero() || d.r.At.Before(d.reg.CalendarAt(d.r.At).AfterEnd(h.Until)) {
			return d.f.because(nil, "hold %s was released before its end.", e.Hold)
		}
		return nil
	}
	return d.f.because(nil, "hold %s was released, and did not stand.", e.Hold)
}

// endsAttempt reports whether the record ends a dispute on other terms, or without an agreement: what the case waited to have effect is void.
func (d *decided) endsAttempt() bool {
	list, err := d.r.Decode()
	return err == nil && d.c.Status == workflow.InDispute && slices.ContainsFunc(list, func(e events.Event) bool {
		switch e := e.(type) {
		case events.DisputeResolved:
			return e.TermsChanged
		case events.DisputeUnresolved:
			return true
		}
		return false
	})
}

// dropped checks that a hold ended before its time because what it held was called in, taken back or asked for again, in the same record.
func (d *decided) dropped(h *workflow.Hold, e events.HoldReleased) error {
	list, err := d.r.Decode()
	if err == nil && h.Kind == document.HoldCallIn && slices.ContainsFunc(list, func(x events.Event) bool {
		switch x := x.(type) {
		case events.DecisionCalledIn:
			return e.Because == "called_in" && x.Organisation == h.Organisation
		case events.ConsentWithdrawn:
			return e.Because == "withdrawn" && x.Organisation == h.Organisation
		case events.ConsentRequested:
			return e.Because == "asked_again" && x.Organisation == h.Organisation
		}
		return false
	}) {
		return nil
	}
	return d.f.because(nil, "hold %s was released as %s, and nothing in the record does that.", e.Hold, e.Because)
}

// moved checks that a case left its gate by passing it, or otherwise as the rules have it.
func (d *decided) moved(how string, allowed bool) error {
	if !allowed && (d.c.Status == workflow.AtGate || d.c.Status == workflow.PendingEffect) {
		return d.f.because(nil, "the case %s from its gate without passing it.", how)
	}
	return nil
}

// votes reports whether a seat of the board votes.
func votes(b *document.Board, seat string) bool {
	return slices.ContainsFunc(b.Seats, func(s document.Seat) bool { return s.ID == seat && s.MayVote() })
}

// reopens reports whether a withdrawal of this record takes the case back to its plan.
func (d *decided) reopens() bool {
	return d.lost == workflow.ConsequenceBeyond || d.lost == workflow.ConsequenceEssential
}

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
