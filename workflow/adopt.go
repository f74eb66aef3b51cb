package workflow

import (
	"slices"

	"comity/events"
	"comity/workflow/document"
)

// Cases that were under way before Comity (docs/decisions/0019).

// adopt is CaseAdopt's rule.
func (d *decision) adopt(cmd *CaseAdopt) *Refusal {
	if no := d.create(&CaseCreate{Case: cmd.Case, CaseFields: cmd.CaseFields}); no != nil {
		return no
	}
	w := d.r.WorkflowOn(cmd.Workflow, d.today())
	if w == nil {
		return Refuse(problem(NotFound, "There is no workflow %s in force; name one that is.", first(cmd.Workflow, "by itself")).about("workflow"))
	}
	at := slices.IndexFunc(w.Stages, func(s document.Stage) bool { return s.ID == cmd.Stage })
	if at < 0 {
		return Refuse(problem(NotFound, "The workflow %s has no stage %s.", w.Metadata.ID, cmd.Stage).about("stage"))
	}
	problems := append(d.submissionProblems(w), d.quoteProblems(cmd, w, w.Stages[:at])...)
	if d.or(cmd.Since).After(d.today()) {
		problems = append(problems, problem(Malformed, "A case cannot have reached its stage after today.").about("since"))
	}
	for i, k := range cmd.Commitments {
		no := d.offer(&CommitmentOffer{Case: d.c.ID, Commitment: k.Commitment, Organisation: k.Organisation, Kind: k.Kind, AmountPence: k.AmountPence,
			FTEHundredths: k.FTEHundredths, Description: k.Description, Service: k.Service, Essential: k.Essential})
		problems = append(problems, within("commitments["+itoa(i)+"]", no)...)
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	e := events.CaseAdopted{Workflow: w.Metadata.ID, Version: w.Metadata.Version, Stage: cmd.Stage, SinceAt: d.cal.StartOf(d.or(cmd.Since)), Cycle: max(cmd.Cycle, 1)}
	for _, q := range cmd.Decisions {
		e.Quoted = append(e.Quoted, events.QuotedDecision{Gate: q.Gate, By: q.By, DecidedAt: d.cal.StartOf(q.DecidedOn), Minute: q.Minute, Result: first(q.Result, "approved")})
	}
	d.w = w
	d.emit(e)
	if slices.ContainsFunc(w.Stages[:at], func(s document.Stage) bool { g := gateOf(w, s.Exit); return g != nil && asksConsents(g) }) {
		asked := map[string][]string{}
		for _, k := range d.c.Commitments {
			asked[k.Organisation] = append(asked[k.Organisation], k.Commitment)
		}
		d.askToReaffirm(asked)
	}
	if k := cmd.Contract; k != nil {
		return Refuse(within("contract", d.recordContract(&ContractRecord{Case: d.c.ID, Supplier: k.Supplier, ValuePence: k.ValuePence, SignedOn: k.SignedOn,
			EndsOn: k.EndsOn, Accountable: k.Accountable}))...)
	}
	return nil
}

// quoteProblems says which gates of the stages that lie behind the case have no decision quoted, which decisions are of none of
// them, and whether a contract is missing.
func (d *decision) quoteProblems(cmd *CaseAdopt, w *document.Workflow, behind []document.Stage) []Problem {
	var out []Problem
	award := false
	for _, s := range behind {
		g := gateOf(w, s.Exit)
		if g == nil {
			continue
		}
		award = award || g.Award
		if !slices.ContainsFunc(cmd.Decisions, func(q AdoptedDecision) bool { return q.Gate == g.ID }) {
			out = append(out, problem(EvidenceMissing, "No decision is quoted for gate %s, which lies behind the stage %s.", g.ID, cmd.Stage).
				under("docs/decisions/0019").about(g.ID))
		}
	}
	for i, q := range cmd.Decisions {
		where := "decisions[" + itoa(i) + "]"
		switch {
		case !slices.ContainsFunc(behind, func(s document.Stage) bool { return s.Exit == q.Gate }):
			out = append(out, problem(Malformed, "Gate %s does not lie behind the stage %s.", q.Gate, cmd.Stage).about(where+".gate"))
		case q.DecidedOn.After(d.today()):
			out = append(out, problem(Malformed, "A decision cannot be quoted before it is taken.").about(where+".decided_on"))
		}
	}
	if award && d.c.Terms.Route == document.RouteContract && cmd.Contract == nil {
		out = append(out, problem(Malformed, "The award lies behind the case: name its contract.").under("DOMAIN §2.1 (award)").about("contract"))
	}
	return out
}

// within are the problems of a part of a command, said of that part.
func within(part string, no *Refusal) []Problem {
	if no == nil {
		return nil
	}
	out := slices.Clone(no.Details)
	for i := range out {
		if out[i].Code == Malformed && out[i].About != "" {
			out[i].About = part + "." + out[i].About
		}
	}
	return out
}

// applyAdopted takes a case up at a stage. The gates that lie behind it count as passed, and as quoted.
func (c *Case) applyAdopted(e events.CaseAdopted) error {
	c.Workflow, c.WorkflowVersion, c.Stage, c.Cycle = e.Workflow, e.Version, e.Stage, e.Cycle
	c.StageEnteredAt, c.Quoted = e.SinceAt, e.Quoted
	for _, q := range e.Quoted {
		if !slices.ContainsFunc(c.Passed, func(p GateResult) bool { return p.Gate == q.Gate }) {
			c.Passed = append(c.Passed, GateResult{Gate: q.Gate, Quoted: true, DecidedAt: q.DecidedAt, EffectiveAt: q.DecidedAt})
		}
	}
	return c.move("adopt")
}
