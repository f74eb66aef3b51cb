package workflow

import (
	"fmt"
	"slices"
	"time"

	"comity/events"
	"comity/workflow/document"
)

// The register of the risks of a case: hazards and opportunities, each with the organisation that answers for it and the level that manages it (DOMAIN
// §1, F112, A-Ch6.H6; docs/decisions/0032). What stands in it open is part of the risk register that a gate asks for.

// RiskRegister is the type of evidence that the register of a case is, or is part of.
const RiskRegister = "risk_register"

// recordRisk is RiskRecord's rule.
func (d *decision) recordRisk(cmd *RiskRecord) *Refusal {
	e, no := d.asRecorded(cmd)
	if no != nil {
		return no
	}
	if p := d.inRegister(e); p != nil {
		return Refuse(*p)
	}
	if d.reviewCalledFor() {
		d.review(BecauseRisk, d.m.At)
	}
	return nil
}

// asRecorded is what a risk is from now on by what is said of it, or why that cannot be said.
func (d *decision) asRecorded(cmd *RiskRecord) (events.RiskRecorded, *Refusal) {
	before, owner := d.c.Risk(cmd.Risk), ""
	e := events.RiskRecorded{Risk: cmd.Risk, Kind: RiskHazard, Person: d.m.Actor, Minute: cmd.Minute}
	if before != nil {
		e.Title, e.Kind, e.Owner, e.Level, e.Likelihood, e.Impact = before.Title, before.Kind, before.Owner, before.Level, before.Likelihood, before.Impact
		e.Response, e.ReviewOn, e.Again, owner = before.Response, before.ReviewOn, true, d.riskOwner(before)
		if p := d.mayKeepRisk(owner, cmd.Minute); p != nil {
			return e, Refuse(*p)
		}
	}
	e.NewOwner = cmd.Owner != "" && cmd.Owner != owner
	if p := d.mayKeepRisk(cmd.Owner, cmd.Minute); p != nil && (before == nil || e.NewOwner) {
		return e, Refuse(*p)
	}
	if p := d.riskStands(before, "recording a risk"); p != nil {
		return e, Refuse(*p)
	}
	e.Title, e.Kind, e.Owner, e.Level = first(cmd.Title, e.Title), first(cmd.Kind, e.Kind), first(cmd.Owner, e.Owner), first(cmd.Level, e.Level)
	problems := d.assessed(cmd, &e)
	e.Severity, e.Response = e.Likelihood*e.Impact, first(cmd.Response, e.Response)
	if problems = append(problems, d.riskContent(cmd, &e)...); len(problems) > 0 {
		return e, Refuse(problems...)
	}
	return e, nil
}

// riskContent says what is wrong with what a record says, and gives a new risk its name.
func (d *decision) riskContent(cmd *RiskRecord, e *events.RiskRecorded) (out []Problem) {
	if e.Risk == "" {
		for n := 1; e.Risk == "" || d.c.Risk(e.Risk) != nil; n++ {
			e.Risk = "risk-" + itoa(n)
		}
	}
	if !events.ValidToken(e.Risk) {
		out = append(out, problem(Malformed, "A risk's name is letters, digits, hyphens and underscores.").about("risk"))
	}
	if e.Title == "" {
		out = append(out, problem(Malformed, "Say what the risk is.").about("title"))
	}
	if e.Owner != "" && d.g.Organisation(e.Owner) == nil {
		out = append(out, problem(NotFound, "There is no organisation %s.", e.Owner).about("owner"))
	} else if p := d.r.replaced(e.Owner, d.m.At); e.NewOwner && p != nil {
		out = append(out, *p)
	}
	switch {
	case !cmd.ReviewOn.IsZero() && cmd.ReviewOn.Before(d.today()):
		out = append(out, problem(Malformed, "A risk is looked at again on a day to come.").about("review_on"))
	case !cmd.ReviewOn.IsZero():
		e.ReviewOn = cmd.ReviewOn.String()
	case e.ReviewOn != "" && day(e.ReviewOn).Before(d.today()):
		out = append(out, problem(Malformed, "It was to be looked at by %s: say by which day it is to be again, or close it.", e.ReviewOn).about("review_on"))
	}
	return out
}

// assessed puts the assessment in: both numbers or neither, on the scale of the workflow.
func (d *decision) assessed(cmd *RiskRecord, e *events.RiskRecorded) (out []Problem) {
	if cmd.Likelihood == 0 && cmd.Impact == 0 {
		return nil
	}
	rules := d.riskRules()
	for _, x := range []struct {
		name string
		is   int
		now  *int
	}{{"likelihood", cmd.Likelihood, &e.Likelihood}, {"impact", cmd.Impact, &e.Impact}} {
		if x.is != 0 {
			*x.now = x.is
		}
		switch {
		case rules.Scale == 0:
			if x.is != 0 {
				out = append(out, problem(Malformed, "The workflow has no scale by which risks are assessed.").under("risks.scale").about(x.name))
			}
		case *x.now < 1 || *x.now > rules.Scale:
			out = append(out, problem(Malformed, "A risk is assessed by its likelihood and its impact, each from 1 to %d.", rules.Scale).under("risks.scale").about(x.name))
		}
	}
	return out
}

// closeRisk is RiskClose's rule.
func (d *decision) closeRisk(cmd *RiskClose) *Refusal {
	r := d.c.Risk(cmd.Risk)
	if r == nil {
		return Refuse(problem(NotFound, "Case %s has no risk %s.", d.c.ID, cmd.Risk).about(cmd.Risk))
	}
	owner := d.riskOwner(r)
	if p := d.mayKeepRisk(owner, cmd.Minute); p != nil {
		return Refuse(*p)
	}
	if p := d.riskStands(r, "closing a risk"); p != nil {
		return Refuse(*p)
	}
	if p := d.inRegister(events.RiskClosed{Risk: r.ID, Owner: owner, Level: r.Level, Note: cmd.Note, Person: d.m.Actor, Minute: cmd.Minute}); p != nil {
		return Refuse(*p)
	}
	return nil
}

// mayKeepRisk refuses who is neither of the case's unit, nor speaks for the organisation that answers for a risk, nor is of a secretariat that cites
// a minute. The risk that nobody answers for is the unit's.
func (d *decision) mayKeepRisk(owner, minute string) *Problem {
	if d.inUnit(d.c.Terms.Unit, d.m.Actor) {
		return nil
	}
	if owner != "" && (isOfficer(d.g.Organisation(owner), d.m.Actor) || d.sitsFor(owner)) {
		return nil
	}
	switch {
	case d.isSecretary() && minute != "":
		return nil
	case d.isSecretary():
		p := problem(Malformed, "The secretariat cites the minute.").about("minute")
		return &p
	}
	p := notPermitted("Only the case's unit, the organisation that answers for the risk, or the secretariat with the minute, says so.").under("F112").
		about(first(owner, d.m.Actor))
	return &p
}

// riskStands refuses what would change a closed risk, or the register of a closed case.
func (d *decision) riskStands(r *Risk, what string) *Problem {
	if r != nil && !r.Open() {
		p := problem(WrongStage, "Risk %s was closed on %s: record another.", r.ID, d.date(r.ClosedAt)).under("F112").about(r.ID)
		return &p
	}
	return d.at(what, Draft, Working, AtGate, PendingEffect, Deferred, InDispute, Suspended)
}

// inRegister brings about what is said of a risk. Where a gate is open that froze the register, and what is said changes what was frozen, the gate is
// void, as with any evidence (row 28); while the case stands still there, or its decision is to have effect, it is refused. To look at a risk again
// changes nothing that was signed.
func (d *decision) inRegister(e events.Event) *Problem {
	if d.c.Gate == nil {
		d.emit(e)
		return nil
	}
	try := *d
	try.c = d.c.Clone()
	try.events = nil
	before, _ := d.snapshot()
	try.emit(e)
	after, _ := try.snapshot()
	if before != after && d.c.Status != AtGate && d.c.Status != Deferred {
		p := problem(WrongStage, "Case %s is %s, and the register of risks is part of what is signed at %s: it can be looked at again, and not changed.", d.c.ID, d.c.Label(), d.c.Gate.Gate).
			under("DOMAIN §0.6").about(d.c.Label())
		return &p
	}
	d.emit(e)
	if before != after {
		d.voidGate("evidence_amended")
	}
	return nil
}

// riskOwner is the organisation that answers for a risk, or the one in whose place it stands now; "" for none.
func (d *decision) riskOwner(r *Risk) string { return d.r.Successor(r.Owner, d.m.At) }

func (d *decision) riskRules() document.RiskRules {
	if d.w == nil || d.w.Risks == nil {
		return document.RiskRules{}
	}
	return *d.w.Risks
}

// asksRegister reports whether a gate asks for the risk register.
func asksRegister(g *document.Gate) bool {
	return g != nil && slices.ContainsFunc(g.Evidence, func(x document.EvidenceRequirement) bool { return x.ID == RiskRegister })
}

// frozenRisks is what the gate that is open, or the next, freezes of the register: nothing where it does not ask for it.
func (d *decision) frozenRisks() []RiskTerms {
	g := d.exitGate()
	if d.c.Gate != nil {
		g = gateOf(d.w, d.c.Gate.Gate)
	}
	if !asksRegister(g) {
		return nil
	}
	return d.c.openRisks()
}

// withRegister is the data of an item of evidence with the open risks of the register among its own.
func (d *decision) withRegister(kind string, data any) any {
	list := d.c.openRisks()
	item, is := data.(map[string]any)
	if kind != RiskRegister || len(list) == 0 || !is {
		return data
	}
	all, _ := item["risks"].([]any)
	all = slices.Clone(all)
	for _, r := range list {
		all = append(all, r.data())
	}
	out := map[string]any{}
	for k, v := range item {
		out[k] = v
	}
	out["risks"] = all
	return out
}

// data is a risk as an item of evidence has it: what is not said is not there.
func (r RiskTerms) data() map[string]any {
	out := map[string]any{"id": r.ID, "title": r.Title, "kind": r.Kind}
	for name, s := range map[string]string{"owner": r.Owner, "level": r.Level, "response": r.Response} {
		if s != "" {
			out[name] = s
		}
	}
	for name, n := range map[string]int{"likelihood": r.Likelihood, "impact": r.Impact, "severity": r.Severity} {
		if n != 0 {
			out[name] = int64(n)
		}
	}
	return out
}

// BecauseRisk is why a review begins that a risk calls for.
const BecauseRisk = "risk"

// callsForReview reports whether a hazard brings the review forward (row 21): its severity rose to what the workflow names, or further, since the stage
// began that is reviewed.
func (d *decision) callsForReview(r *Risk) bool {
	s, from := stageOf(d.w, d.c.Stage), d.riskRules().ReviewFrom
	return s != nil && !s.ReviewEvery.IsZero() && nextStage(d.w, d.c.Stage) != nil && from > 0 && r.Open() && r.Kind == RiskHazard &&
		r.Severity >= from && !r.RisenAt.Before(d.c.StageEnteredAt)
}

// reviewCalledFor reports whether a hazard brings the review forward now: the case is at work.
func (d *decision) reviewCalledFor() bool {
	for i := range d.c.Risks {
		if d.c.Status == Working && d.callsForReview(&d.c.Risks[i]) {
			return true
		}
	}
	return false
}

// dueOfRisks lists when risks are to be looked at again at the latest, and what brings a review forward once the case is at work.
func (d *decision) dueOfRisks() []DueItem {
	var out []DueItem
	for i := range d.c.Risks {
		r := &d.c.Risks[i]
		if d.c.Status == Closed || !r.Open() {
			continue
		}
		if r.ReviewOn != "" && r.OverdueAt.IsZero() {
			out = append(out, DueItem{At: d.cal.AfterEnd(d.riskDue(r)), What: "risk", On: r.ID, Key: r.ReviewOn})
		}
		if d.c.Status == Working && d.callsForReview(r) {
			at := r.RisenAt
			if d.c.ResumedAt.After(at) {
				at = d.c.ResumedAt
			}
			out = append(out, DueItem{At: at, What: "risk_review", On: r.ID})
		}
	}
	return out
}

// riskDue is the end of the day by which a risk is looked at again.
func (d *decision) riskDue(r *Risk) time.Time { return d.cal.EndOf(day(r.ReviewOn)) }

// overdueRisk says that nobody has looked at a risk by its day.
func (d *decision) overdueRisk(r *Risk) {
	d.emit(events.RiskOverdue{Risk: r.ID, Owner: d.riskOwner(r), Level: r.Level, DueAt: d.riskDue(r), DetectedAt: d.m.At})
}

// riskBoards lists the boards of the case at the level that manages a risk.
func (d *decision) riskBoards(r *Risk) []string {
	if r.Level == "" {
		return nil
	}
	return d.boards(&document.BoardSelector{Level: r.Level, ByArea: r.Level == document.LevelOperational})
}

// keepers lists who looks at a risk again: those who speak for its owner, or the unit where nobody answers for it.
func (d *decision) keepers(r *Risk) []string {
	if owner := d.riskOwner(r); owner != "" {
		return d.disputants(owner)
	}
	if u := d.g.Unit(d.c.Terms.Unit); u != nil {
		return u.Members
	}
	return nil
}

// explainRisk says that a risk waits to be looked at again.
func (d *decision) explainRisk(r *Risk) Waiting {
	owner := d.riskOwner(r)
	w := Waiting{For: "risk:" + r.ID, On: nonEmpty(first(owner, d.c.Terms.Unit)), People: d.keepers(r), Until: d.riskDue(r), Acts: []string{"risk.record", "risk.close"}}
	who := "nobody"
	if owner != "" {
		who = d.organisationName(owner)
	}
	w.Message = fmt.Sprintf("A risk for which %s answers was to be looked at again%s: %s", who, d.by(w.Until), r.Title)
	if r.Level != "" {
		w.Details = []string{"It is managed at the " + r.Level + " level."}
	}
	return w
}
