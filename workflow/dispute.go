package workflow

import (
	"slices"
	"time"

	"comity/events"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// Disputes (DOMAIN §2.1 rows 13 to 15, §2.4): their steps and clocks, who agrees to what ends them, and what becomes of a case
// whose dispute nothing settled. What lapses into one is in escalation.go.

// defaultSteps are the dispute steps where the governance names none (DOMAIN §2.4).
var defaultSteps = []document.DisputeStep{
	{ID: "lead_officers", Within: calendar.Period{WorkingDays: 10}},
	{ID: "chief_executives", Within: calendar.Period{WorkingDays: 10}},
	{Mediation: true, Within: calendar.Period{WorkingDays: 20}},
}

func (d *decision) steps() []document.DisputeStep {
	if len(d.g.Disputes.Steps) > 0 {
		return d.g.Disputes.Steps
	}
	return defaultSteps
}

// openDispute opens a dispute at its first step; the case's clocks stop.
func (d *decision) openDispute(e events.DisputeRaised) {
	n := 1
	if d.c.Dispute != nil {
		n = disputeNumber(d.c.Dispute.ID) + 1
	}
	step := d.steps()[0]
	e.Dispute, e.Step, e.StepNo, e.Kind, e.DueAt = "dispute-"+itoa(n), step.Name(), 1, step.Kind(), d.stepEnd(step)
	d.emit(e)
}

func disputeNumber(id string) int {
	n := 0
	for _, c := range id[len("dispute-"):] {
		n = n*10 + int(c-'0')
	}
	return n
}

func (d *decision) stepEnd(step document.DisputeStep) time.Time {
	return d.cal.EndOf(d.cal.Add(d.today(), step.Within))
}

// nextStep moves a lapsed dispute to its next step, which starts when the lapse is noticed; after the last it stays unresolved,
// on the record.
func (d *decision) nextStep() {
	x := d.c.Dispute
	e := events.DisputeStepLapsed{Dispute: x.ID, Lapsed: x.Step, LapsedDueAt: x.DueAt, DetectedAt: d.m.At, StepNo: x.StepNo + 1}
	if steps := d.steps(); x.StepNo < len(steps) {
		next := steps[x.StepNo]
		e.Step, e.Kind, e.DueAt = next.Name(), next.Kind(), d.stepEnd(next)
	}
	d.emit(e)
}

// raiseDispute is CaseRaiseDispute's rule.
func (d *decision) raiseDispute(cmd *CaseRaiseDispute) *Refusal {
	by := cmd.Organisation
	closed := d.at("raising a dispute", Working, AtGate, PendingEffect, Deferred)
	switch {
	case cmd.Seat != "":
		seat, _, p := d.actFrom(cmd.Seat)
		if p != nil {
			return Refuse(given(p, closed)...)
		}
		if by == "" {
			by = spokenFor(seat)
		} else if !slices.Contains(append(seat.Represents.Organisations, seat.Organisation), by) {
			return Refuse(notPermitted("Seat %s does not speak for %s.", cmd.Seat, by).under("DOMAIN §0.4").about(by))
		}
		if no := d.notReplaced(by); len(no) > 0 { // a seat that speaks for several speaks for those that are left
			return Refuse(no...)
		}
	case cmd.Organisation == "":
		return Refuse(problem(Malformed, "Name the seat or the organisation that raises the dispute.").about("seat"))
	case !isOfficer(d.g.Organisation(cmd.Organisation), d.m.Actor) || !slices.Contains(d.committing(), cmd.Organisation):
		return Refuse(notPermitted("Only a seat-holder or an officer of a committing organisation may raise a dispute.").
			under("DOMAIN §2.1 row 13").about(cmd.Organisation))
	}
	problems := given(closed)
	if topics := d.g.Agreement.Topics; len(topics) > 0 && !slices.Contains(topics, document.TopicConflict) {
		problems = append(problems, problem(AgreementIncomplete, "The partnership agreement does not say how conflicts are resolved: no dispute can be raised before it does.").
			under("agreement.topics, F21").about(document.TopicConflict).with(map[string]any{"missing": []string{document.TopicConflict}}))
	}
	if problems = append(problems, d.againstProblems(by, cmd.Against)...); len(problems) > 0 {
		return Refuse(problems...)
	}
	d.openDispute(events.DisputeRaised{Because: "raised", Reason: cmd.Reason, RaisedBy: by, Seat: cmd.Seat, Against: cmd.Against})
	return nil
}

// againstProblems says which organisations a dispute cannot be raised against.
func (d *decision) againstProblems(by string, against []string) []Problem {
	var out []Problem
	for i, o := range against {
		switch {
		case d.g.Organisation(o) == nil:
			out = append(out, problem(NotFound, "There is no organisation %s.", o).about(o))
		case d.r.ReplacedAt(o, d.m.At) != nil:
			out = append(out, *d.r.replaced(o, d.m.At))
		case o == by:
			out = append(out, problem(Malformed, "%s cannot be in dispute with itself.", o).about("against"))
		case slices.Contains(against[:i], o):
			out = append(out, problem(Malformed, "%s is named twice.", o).about("against"))
		}
	}
	if len(against) > 0 && by == "" {
		out = append(out, problem(Malformed, "The seat speaks for several organisations: name the one that raises the dispute.").about("organisation"))
	}
	return out
}

// agreeDispute is CaseAgreeDispute's rule.
func (d *decision) agreeDispute(cmd *CaseAgreeDispute) *Refusal {
	party, who, no := d.disputant(cmd)
	if no != nil {
		return no
	}
	if p := d.agreeingClosed(); p != nil {
		return Refuse(*p)
	}
	x := d.c.Dispute
	if !slices.Contains(x.Parties(), party) {
		return Refuse(notPermitted("%s is no party of this dispute.", party).under("DOMAIN §2.1 row 14").about(party))
	}
	e := events.DisputeAgreed{Dispute: x.ID, Organisation: party, Seat: cmd.Seat, Person: d.m.Actor, AsDeputyFor: who.AsDeputyFor,
		Agreement: first(cmd.Agreement, x.Agreement), TermsChanged: cmd.TermsChanged}
	if cmd.Agreement == "" {
		e.TermsChanged = x.TermsChanged
	}
	agreed := x.Agreed
	if e.Agreement != x.Agreement || e.TermsChanged != x.TermsChanged {
		agreed = nil // the others are asked anew
	}
	var problems []Problem
	if e.Agreement == "" {
		problems = append(problems, problem(Malformed, "Nothing has been put forward yet: say what is agreed.").about("agreement"))
	}
	for _, a := range agreed {
		switch {
		case a.Organisation == party:
			problems = append(problems, problem(WrongStage, "%s has agreed to this.", party).about(party))
		case a.Person == d.m.Actor:
			problems = append(problems, problem(PersonAlreadyUsed, "%s has agreed for %s: each party agrees by a person of its own.", a.Person, a.Organisation).
				under("DOMAIN §0.3").about(a.Organisation))
		}
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	for _, o := range x.Parties() {
		if o != party && !slices.ContainsFunc(agreed, func(a DisputeAccord) bool { return a.Organisation == o }) {
			e.Awaited = append(e.Awaited, o)
		}
	}
	d.emit(e)
	if len(e.Awaited) == 0 {
		d.resolved(events.DisputeResolved{Agreement: e.Agreement, AgreedBy: x.Parties(), TermsChanged: e.TermsChanged})
	}
	return nil
}

// agreeingClosed is the problem of a case that is in no dispute; nil in one.
func (d *decision) agreeingClosed() *Problem { return d.at("agreeing to end a dispute", InDispute) }

// disputant finds the party for which the actor speaks: as its officer, or from a seat of its own or that represents it.
func (d *decision) disputant(cmd *CaseAgreeDispute) (string, acting, *Refusal) {
	if cmd.Seat == "" {
		if !isOfficer(d.g.Organisation(cmd.Organisation), d.m.Actor) {
			return "", acting{}, Refuse(notPermitted("Only a party agrees, by an officer of its own or from a seat that speaks for it.").
				under("DOMAIN §2.1 row 14").about(first(cmd.Organisation, d.m.Actor)))
		}
		return cmd.Organisation, acting{}, nil
	}
	seat, who, p := d.actFrom(cmd.Seat)
	if p != nil {
		return "", who, Refuse(given(p, d.agreeingClosed())...)
	}
	party := first(cmd.Organisation, spokenFor(seat))
	if party != seat.Organisation && !slices.Contains(seat.Represents.Organisations, party) {
		return "", who, Refuse(notPermitted("Seat %s does not speak for %s.", cmd.Seat, party).under("DOMAIN §0.4").about(first(party, cmd.Seat)))
	}
	return party, who, nil
}

// resolveDispute is CaseResolveDispute's rule.
func (d *decision) resolveDispute(cmd *CaseResolveDispute) *Refusal {
	if !d.isSecretary() && !d.isAccountable() {
		return Refuse(notPermitted("Only the secretariat, or an officer of the accountable body, records the parties' agreement.").
			under("DOMAIN §2.1 row 14").about(d.m.Actor))
	}
	if p := d.at("resolving a dispute", InDispute); p != nil {
		return Refuse(*p)
	}
	arbitrated := d.c.Dispute.Kind == document.StepArbitration
	if awaited := d.c.Dispute.Awaited(); len(awaited) > 0 && !arbitrated {
		return Refuse(notPermitted("Each party agrees for itself; %s has not.", sentence(awaited)).under("DOMAIN §2.1 row 14").about(awaited[0]).
			with(map[string]any{"awaited": awaited}))
	}
	d.resolved(events.DisputeResolved{Agreement: cmd.Agreement, TermsChanged: cmd.TermsChanged, Arbitrated: arbitrated})
	return nil
}

// resolved ends the dispute: the case goes back to where it was or, where its terms change, to work at its stage.
func (d *decision) resolved(e events.DisputeResolved) {
	to := d.c.ResumeTo
	if e.TermsChanged {
		d.voidAttempt("terms_changed")
		to = Working
	}
	e.Dispute, e.Status, e.ClockSeconds = d.c.Dispute.ID, string(to), int64(d.m.At.Sub(d.c.StoppedAt).Seconds())
	d.emit(e)
	if d.c.Status == AtGate {
		for _, s := range d.c.Current() { // those that tied or lapsed into the dispute decide anew, after the agreement
			if s.State == SignOffMoved && !d.passes(s) {
				d.inPlaceOf(s, s.Board, d.deadlineOf(s))
			}
		}
	}
}

// voidAttempt ends the attempt at a gate of a case that is in dispute, with what held its decision from effect.
func (d *decision) voidAttempt(because string) {
	if gate := d.c.Gate; gate != nil {
		d.voidSignOffs(because)
		d.freeEffect(d.m.At)
		d.emit(events.GateVoided{Gate: gate.Gate, Round: gate.Round, Because: because})
	}
}
