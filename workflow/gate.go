package workflow

import (
	"fmt"
	"slices"
	"time"

	"comity/events"
	"comity/workflow/document"
)

// Gates: what is asked for, whom it goes to, and the five conditions on which it passes (DOMAIN §2.3).

// requestGate is CaseRequestGate's rule.
func (d *decision) requestGate(cmd *CaseRequestGate) *Refusal {
	if p := d.mayEdit(); p != nil {
		return Refuse(*p)
	}
	if p := d.at("requesting a gate", Working); p != nil {
		return Refuse(*p)
	}
	g := d.exitGate()
	if g == nil || (cmd.Gate != "" && cmd.Gate != g.ID) {
		return Refuse(problem(WrongStage, "Stage %s has no gate %s.", d.c.Stage, cmd.Gate).under("stages.%s.exit", d.c.Stage).about(first(cmd.Gate, d.c.Stage)))
	}
	problems := d.requestShape(cmd, g)
	if g.Award {
		for _, h := range d.c.StandingHolds("award") {
			problems = append(problems, problem(HoldActive, "A %s hold blocks the award.", h.Kind).about(h.Kind).with(map[string]any{"kind": h.Kind}))
		}
	}
	round := d.c.GateRounds[g.ID] + 1
	vars := d.vars(&GateAttempt{Gate: g.ID, Round: round, Outcome: cmd.Outcome, Award: awardTerms(cmd.Award)})
	problems = append(problems, d.evidenceProblems(g, vars)...)
	problems = append(problems, d.planProblems(g)...)
	if len(g.Outcomes) > 0 {
		problems = append(problems, d.measurementProblems()...)
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	snapshot, items := d.snapshot()
	d.emit(events.GateRequested{Gate: g.ID, Round: round, Snapshot: snapshot, Evidence: items, Outcome: cmd.Outcome, Award: awardTerms(cmd.Award)})
	d.requestSignOffs(g, vars)
	d.requestConsents(g, vars)
	return nil
}

// requestShape says what the request itself lacks: an outcome where the gate has several, an award where it decides one.
func (d *decision) requestShape(cmd *CaseRequestGate, g *document.Gate) []Problem {
	var out []Problem
	ids := make([]string, len(g.Outcomes))
	for i, o := range g.Outcomes {
		ids[i] = o.ID
	}
	switch {
	case len(ids) > 0 && !slices.Contains(ids, cmd.Outcome):
		out = append(out, problem(Malformed, "Gate %s needs the outcome recommended: one of %s.", g.ID, sentence(ids)).about("outcome"))
	case len(ids) == 0 && cmd.Outcome != "":
		out = append(out, problem(Malformed, "Gate %s has no outcomes to recommend.", g.ID).about("outcome"))
	}
	if g.Award && cmd.Award == nil && d.c.Terms.Route != document.RouteProtocol {
		out = append(out, problem(Malformed, "Gate %s needs the award proposed.", g.ID).about("award"))
	}
	if !g.Award && cmd.Award != nil {
		out = append(out, problem(Malformed, "Gate %s decides no award.", g.ID).about("award"))
	}
	return out
}

func awardTerms(a *AwardFields) *events.AwardTerms {
	if a == nil {
		return nil
	}
	return &events.AwardTerms{ValuePence: a.ValuePence, ContractKind: a.ContractKind, EndsOn: text(a.EndsOn), Extendable: a.Extendable,
		PriceVaries: a.PriceVaries, Supplier: a.Supplier}
}

// requestSignOffs asks every board and officer that the workflow routes the gate to, and opens those of the first order.
func (d *decision) requestSignOffs(g *document.Gate, vars document.Vars) {
	for i := range g.SignOffs {
		entry := &g.SignOffs[i]
		if !d.holds(entry.When, vars) {
			continue
		}
		if entry.Officer != nil {
			d.requestSignOff(g, entry, d.freeID(entry.ID, entry.ID), "", entry.Officer, entry.Order, "")
			continue
		}
		for _, b := range d.boards(entry.Board) {
			d.requestSignOff(g, entry, d.freeID(b, entry.ID+"-"+b), b, nil, entry.Order, "")
		}
	}
}

func (d *decision) requestSignOff(g *document.Gate, entry *document.SignOff, id, board string, officer *document.OfficerPost, order int, inPlaceOf string) {
	e := events.SignOffRequested{SignOff: id, Entry: entry.ID, Gate: g.ID, GateRound: d.c.Gate.Round, Board: board, Act: entry.Act, Order: order,
		InPlaceOf: inPlaceOf}
	if officer != nil {
		e.OfficerOf, e.Post = officer.Of, officer.Post
	}
	d.emit(e)
}

// freeID returns the first id that no sign-off of this round has.
func (d *decision) freeID(ids ...string) string {
	taken := func(id string) bool {
		return slices.ContainsFunc(d.c.Current(), func(s *SignOff) bool { return s.ID == id })
	}
	for _, id := range ids {
		if !taken(id) {
			return id
		}
	}
	last := ids[len(ids)-1]
	for n := 2; ; n++ {
		if id := fmt.Sprintf("%s-%d", last, n); !taken(id) {
			return id
		}
	}
}

// boards lists the boards that a selector picks for this case.
func (d *decision) boards(sel *document.BoardSelector) []string {
	var out []string
	if sel == nil {
		return nil
	}
	for _, b := range d.g.Boards {
		switch {
		case sel.ID != "" && b.ID != sel.ID:
		case sel.Level != "" && b.Level != sel.Level:
		case sel.Theme && b.Theme != d.c.Terms.Outcome:
		case sel.ByArea && !slices.ContainsFunc(b.Areas, func(a string) bool { return slices.Contains(d.c.Terms.Areas, a) }):
		default:
			out = append(out, b.ID)
		}
	}
	return out
}

// openNext opens the waiting sign-offs whose turn has come: all of a lower order are finished.
func (d *decision) openNext() {
	for _, s := range d.c.Current() {
		if s.State != SignOffWaiting {
			continue
		}
		ready := !slices.ContainsFunc(d.c.Current(), func(o *SignOff) bool { return o.Order < s.Order && !d.finished(o) })
		if ready {
			d.open(s, d.deadlineOf(s))
			d.settleSignOff(s.ID)
		}
	}
}

// finished reports whether nothing later needs to wait for the sign-off.
func (d *decision) finished(s *SignOff) bool { return s.State.Final() }

// passes reports whether the sign-off lets the gate pass: positive, or not blocking, or a dissent that is carried upward. One
// that was escalated is answered by the sign-off in its place.
func (d *decision) passes(s *SignOff) bool {
	switch s.State {
	case SignOffMoved:
		return slices.ContainsFunc(d.c.Current(), func(o *SignOff) bool { return o.InPlaceOf == s.ID })
	case SignOffDone:
		return s.Positive() || s.Dissent || !d.blocking(s)
	}
	return false
}

func (d *decision) blocking(s *SignOff) bool {
	e := d.entryOf(s)
	return e == nil || e.Blocking == nil || *e.Blocking
}

// gateOf finds a gate in the pinned workflow.
func gateOf(w *document.Workflow, id string) *document.Gate {
	if w == nil {
		return nil
	}
	for i := range w.Gates {
		if w.Gates[i].ID == id {
			return &w.Gates[i]
		}
	}
	return nil
}

func stageOf(w *document.Workflow, id string) *document.Stage {
	if w == nil {
		return nil
	}
	for i := range w.Stages {
		if w.Stages[i].ID == id {
			return &w.Stages[i]
		}
	}
	return nil
}

// exitGate is the gate at the end of the present stage, nil where there is none.
func (d *decision) exitGate() *document.Gate {
	s := stageOf(d.w, d.c.Stage)
	if s == nil {
		return nil
	}
	return gateOf(d.w, s.Exit)
}

// entryOf is the workflow's entry for a sign-off.
func (d *decision) entryOf(s *SignOff) *document.SignOff { return entryOf(d.w, s) }

func entryOf(w *document.Workflow, s *SignOff) *document.SignOff {
	g := gateOf(w, s.Gate)
	if g == nil {
		return nil
	}
	for i := range g.SignOffs {
		if g.SignOffs[i].ID == s.Entry {
			return &g.SignOffs[i]
		}
	}
	return nil
}

// nextStage is the stage that follows one: as Next says, else the next listed that is on the path; nil after the last.
func nextStage(w *document.Workflow, id string) *document.Stage {
	for i := range w.Stages {
		if w.Stages[i].ID != id {
			continue
		}
		if w.Stages[i].Next != "" {
			return stageOf(w, w.Stages[i].Next)
		}
		for j := i + 1; j < len(w.Stages); j++ {
			if !w.Stages[j].OffPath {
				return &w.Stages[j]
			}
		}
	}
	return nil
}

// settleGate passes the gate when all five conditions hold. An effect-blocking hold lets it be decided only.
func (d *decision) settleGate() {
	g := gateOf(d.w, d.c.Gate.Gate)
	if g == nil || len(d.waitsFor()) > 0 {
		return
	}
	if now, _ := d.snapshot(); now != d.c.Gate.Snapshot { // condition 4; an amendment has voided the gate already
		d.voidGate("evidence_amended")
		return
	}
	vars := d.vars(d.c.Gate)
	for _, h := range g.Holds {
		if h.Kind == document.HoldStandstill && d.holds(h.When, vars) {
			d.emit(events.HoldPlaced{Hold: fmt.Sprintf("%s-%s-%d", h.Kind, g.ID, d.c.Gate.Round), Kind: h.Kind, Blocks: "effect", Gate: g.ID,
				Reason: "The award notice sets its end."})
		}
	}
	if holds := d.c.StandingHolds("effect"); len(holds) > 0 {
		kinds := make([]string, len(holds))
		for i, h := range holds {
			kinds[i] = h.Kind
		}
		d.emit(events.GateDecided{Gate: g.ID, Round: d.c.Gate.Round, Holds: kinds})
		return
	}
	d.pass(g, d.m.At, d.m.At, "gate_passed")
}

// pass takes the case through a gate: to the next stage, or to its end.
func (d *decision) pass(g *document.Gate, decidedAt, effectiveAt time.Time, because string) {
	attempt := d.c.Gate
	var dissent []string
	for _, s := range d.c.Current() {
		if s.Dissent {
			dissent = append(dissent, s.ID)
		}
	}
	d.emit(events.GatePassed{Gate: g.ID, Round: attempt.Round, Outcome: attempt.Outcome, DecidedAt: decidedAt, EffectiveAt: effectiveAt, Dissent: dissent})
	to, closes := nextStage(d.w, d.c.Stage), ""
	for _, o := range g.Outcomes {
		if o.ID == attempt.Outcome {
			to, closes = stageOf(d.w, o.To), o.Closes
			because = "outcome"
		}
	}
	if to == nil {
		end := events.CaseClosed{Outcome: first(closes, document.ClosedCompleted), Because: "gate_passed", EffectiveAt: effectiveAt}
		if closes == document.ClosedRecommissioned {
			end.Successor = successorID(d.c.ID)
		}
		d.emit(end)
		return
	}
	cycle := d.c.Cycle
	if because == "outcome" && !to.ReviewEvery.IsZero() {
		cycle++
	}
	d.emit(events.CaseStageEntered{Stage: to.ID, From: d.c.Stage, Because: because, Cycle: cycle, EffectiveAt: effectiveAt})
}

// returnTo sends the case back with reasons: the other sign-offs are void, the reasons become the to-do list.
func (d *decision) returnTo(s *SignOff, stage string, reasons []string) {
	d.voidSignOffs("gate_returned")
	d.emit(events.GateReturned{Gate: d.c.Gate.Gate, Round: d.c.Gate.Round, SignOff: s.ID, Stage: stage, Reasons: reasons})
	if stage != d.c.Stage {
		d.emit(events.CaseStageEntered{Stage: stage, From: d.c.Stage, Because: "gate_returned", Cycle: d.c.Cycle, EffectiveAt: d.m.At})
	}
}

// refuseGate ends the case: what is unfinished is void, what was committed is released.
func (d *decision) refuseGate(s *SignOff) {
	gate := d.c.Gate
	d.voidSignOffs("gate_refused")
	d.emit(events.GateRefused{Gate: gate.Gate, Round: gate.Round, SignOff: s.ID})
	d.closeCase(document.ClosedRejected, "gate_refused")
}

// closeCase ends a case without its commitments.
func (d *decision) closeCase(outcome, because string) {
	for _, k := range d.c.Commitments {
		if !k.Released {
			d.emit(events.CommitmentReleased{Commitment: k.Commitment, Because: because})
		}
	}
	d.emit(events.CaseClosed{Outcome: outcome, Because: because, EffectiveAt: d.m.At})
}

func (d *decision) voidSignOffs(because string) {
	for _, s := range d.c.Current() {
		if !s.State.Final() {
			d.emit(events.SignOffVoided{SignOff: s.ID, Because: because})
		}
	}
}

// voidGate ends the attempt at the gate because what was signed no longer stands (row 28).
func (d *decision) voidGate(because string) {
	if d.c.Gate == nil || (d.c.Status != AtGate && d.c.Status != Deferred) {
		return
	}
	gate := d.c.Gate
	d.voidSignOffs(because)
	d.emit(events.GateVoided{Gate: gate.Gate, Round: gate.Round, Because: because})
}

// returnCase is CaseReturn's rule.
func (d *decision) returnCase(cmd *CaseReturn) *Refusal {
	s, problems := d.openSignOff(cmd.SignOff, SignOffOpen, SignOffNoQuorum, SignOffTie)
	if s == nil {
		return Refuse(problems...)
	}
	problems = append(problems, d.mayResolve(s, cmd.Minute)...)
	stage := first(cmd.Stage, d.c.Stage)
	if !d.notLater(stage) {
		problems = append(problems, problem(Malformed, "%s is not this stage or one before it.", stage).under("DOMAIN §2.1 row 8").about("stage"))
	}
	if len(cmd.Reasons) == 0 {
		problems = append(problems, problem(Malformed, "A return needs its reasons.").about("reasons"))
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.resolve(s, "returned")
	d.returnTo(s, stage, cmd.Reasons)
	return nil
}

// notLater reports whether a stage is the present one or stands before it on the path.
func (d *decision) notLater(stage string) bool {
	for _, s := range d.w.Stages {
		if s.ID == stage {
			return true
		}
		if s.ID == d.c.Stage {
			return false
		}
	}
	return false
}

// resolve records a resolution of the board on its sign-off.
func (d *decision) resolve(s *SignOff, result string) {
	e := events.SignOffDecided{SignOff: s.ID, Result: result, By: first(s.Board, d.m.Actor), Because: "resolution"}
	if s.Board != "" {
		e.Tally = d.r.count(s, d.m.At).tally
	}
	d.emit(e)
}
