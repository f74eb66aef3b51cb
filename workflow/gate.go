package workflow

import (
	"fmt"
	"slices"
	"strings"
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
	problems = append(problems, d.contractProblems(g, vars, cmd.Award)...)
	problems = append(problems, d.evidenceProblems(g, vars)...)
	problems = append(problems, d.planProblems(g)...)
	if len(g.Outcomes) > 0 {
		problems = append(problems, d.measurementProblems()...)
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.voidAfterwards(g.ID, "gate_requested_again")
	for _, s := range d.c.Provisional() { // all that the gate asks for is new
		if s.Gate == g.ID {
			d.voidProvisional(s, "gate_requested_again")
		}
	}
	snapshot, items := d.snapshot()
	d.emit(events.GateRequested{Gate: g.ID, Round: round, Snapshot: snapshot, Evidence: items, Outcome: cmd.Outcome, Award: awardTerms(cmd.Award),
		Warnings: d.gateWarnings(g)})
	d.requestSignOffs(g, vars)
	d.requestConsents(g, vars)
	d.requestExternalConsents(g, vars)
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
		out = append(out, problem(Malformed, "Gate %s needs the outcome recommended: one of %s.", g.ID, sentence(ids)).about("outcome").asShape())
	case len(ids) == 0 && cmd.Outcome != "":
		out = append(out, problem(Malformed, "Gate %s has no outcomes to recommend.", g.ID).about("outcome").asShape())
	}
	if g.Award && cmd.Award == nil && d.c.Terms.Route != document.RouteProtocol {
		out = append(out, problem(Malformed, "Gate %s needs the award proposed.", g.ID).about("award").asShape())
	}
	if g.Award {
		out = append(out, otherRegime(d.w, d.c.Terms)...)
	}
	if !g.Award && cmd.Award != nil {
		out = append(out, problem(Malformed, "Gate %s decides no award.", g.ID).about("award").asShape())
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

// passes reports whether the sign-off lets the gate pass: positive, or not blocking, or a dissent that is carried upward. One
// that was escalated is answered by the sign-off in its place.
func (d *decision) passes(s *SignOff) bool {
	if !d.blocking(s) {
		return true
	}
	switch s.State {
	case SignOffMoved:
		return slices.ContainsFunc(d.c.Current(), func(o *SignOff) bool { return o.InPlaceOf == s.ID })
	case SignOffDone:
		return s.Positive() || s.Dissent
	case SignOffProvisional:
		return true
	}
	return false
}

func (d *decision) blocking(s *SignOff) bool {
	e := d.entryOf(s)
	return !s.Afterwards && (e == nil || e.Blocking == nil || *e.Blocking)
}

// settleGate passes the gate when all five conditions hold. An effect-blocking hold lets it be decided only.
func (d *decision) settleGate() {
	g := gateOf(d.w, d.c.Gate.Gate)
	if g == nil || len(d.waitsFor()) > 0 {
		return
	}
	if now, _ := d.snapshot(); !d.c.Gate.stands(now) { // condition 4; an amendment has voided the gate already
		d.voidGate("evidence_amended")
		return
	}
	d.endHolds() // those whose time came while the others decided
	d.placeHolds(g)
	if holds := d.keptFromEffect(g); len(holds) > 0 {
		kinds := make([]string, len(holds))
		for i, h := range holds {
			kinds[i] = h.Kind
		}
		d.emit(events.GateDecided{Gate: g.ID, Round: d.c.Gate.Round, Holds: kinds, DecidedAt: d.closedBefore()})
		return
	}
	at := orAt(d.closed, d.m.At) // a gate that passes by what a deadline closed has passed then, however late that is noticed
	d.pass(g, at, at, "gate_passed")
}

// closedBefore is when a deadline closed the voting that is being settled, where that is noticed late; none else.
func (d *decision) closedBefore() time.Time {
	if d.closed.Before(d.m.At) {
		return d.closed
	}
	return time.Time{}
}

// placeHolds places the holds that begin with the decision, each once in a round: a decision that was called in and is reaffirmed is
// not held anew.
func (d *decision) placeHolds(g *document.Gate) {
	vars := d.vars(d.c.Gate)
	for _, h := range g.Holds {
		id := fmt.Sprintf("%s-%s-%d", h.Kind, g.ID, d.c.Gate.Round)
		placed := slices.ContainsFunc(d.c.Holds, func(x *Hold) bool {
			return (x.ID == id || strings.HasPrefix(x.ID, id+"-")) && !x.PlacedAt.Before(d.c.Gate.ReopenedAt)
		})
		if placed || !d.holds(h.When, vars) {
			continue
		}
		id = d.freeHoldID(id)
		switch h.Kind {
		case document.HoldStandstill:
			d.emit(events.HoldPlaced{Hold: id, Kind: h.Kind, Blocks: "effect", Gate: g.ID, Reason: "The award notice sets its end."})
		case document.HoldNotice:
			d.holdForNotice(id, g.ID)
		}
	}
}

// holdForNotice keeps a decision from effect until the notice in the forward plan has run, for the organisation that has longest
// to wait.
func (d *decision) holdForNotice(id, gate string) {
	var until time.Time
	var of string
	for i := range d.g.Organisations {
		o := d.g.Organisations[i].ID
		if !d.takesPart(o) {
			continue
		}
		end, asked := d.noticeRuns(o)
		switch {
		case !asked:
			continue
		case end.IsZero():
			until, of = end, o
		case of == "" || end.After(until) && !until.IsZero():
			until, of = end, o
		}
		if end.IsZero() {
			break
		}
	}
	if of == "" || !until.IsZero() && !d.m.At.Before(d.cal.AfterEnd(until)) {
		return
	}
	d.emit(events.HoldPlaced{Hold: id, Kind: document.HoldNotice, Blocks: "effect", Gate: gate, Until: until, Organisation: of,
		Reason: "The notice of the decision of " + d.organisationName(of) + " is to run first."})
}

// pass takes the case through a gate: to the next stage, or to its end.
func (d *decision) pass(g *document.Gate, decidedAt, effectiveAt time.Time, because string) {
	attempt, toFollow := d.c.Gate, d.toFollow(g)
	d.voidSignOffs("gate_passed") // those that the gate did not wait for
	var dissent []string
	for _, s := range d.c.Current() {
		if s.Dissent {
			dissent = append(dissent, s.ID)
		}
	}
	d.emit(events.GatePassed{Gate: g.ID, Round: attempt.Round, Outcome: attempt.Outcome, DecidedAt: decidedAt, EffectiveAt: effectiveAt, Dissent: dissent})
	d.revalidate(g.ID, effectiveAt)
	d.directAreas(g.ID)
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
			end.Successor, end.SuccessorOpen = first(d.c.Successor, successorID(d.c.ID)), d.c.Successor != ""
		}
		d.voidAfterwards("", "case_closed")
		d.emit(end)
		return
	}
	cycle := d.c.Cycle
	if because == "outcome" && !to.ReviewEvery.IsZero() {
		cycle++
	}
	d.follow(toFollow, attempt)
	d.emit(events.CaseStageEntered{Stage: to.ID, From: d.c.Stage, Because: because, Cycle: cycle, EffectiveAt: effectiveAt})
}

// freeHoldID returns a hold's id, with a number where the case has had one of that id: a gate may be decided again in the same round.
func (d *decision) freeHoldID(id string) string {
	for n := 1; ; n++ {
		free := id
		if n > 1 {
			free = fmt.Sprintf("%s-%d", id, n)
		}
		if !slices.ContainsFunc(d.c.Holds, func(h *Hold) bool { return h.ID == free }) {
			return free
		}
	}
}
