package workflow

import (
	"reflect"
	"slices"
	"strings"

	"comity/events"
	"comity/workflow/document"
)

// The life of a case apart from its gates: drafting, submitting, withdrawing, suspending.

// create is CaseCreate's rule.
func (d *decision) create(cmd *CaseCreate) *Refusal {
	if successorName.MatchString(d.c.ID) {
		return Refuse(problem(Malformed, "Numbers that end in -R and a figure are for the successors of recommissioned cases.").about("case"))
	}
	terms := cmd.merge(events.CaseTerms{})
	if terms.Unit == "" {
		for _, u := range d.g.Units {
			if slices.Contains(u.Members, d.m.Actor) {
				if terms.Unit != "" {
					return Refuse(problem(Malformed, "%s is of several units: name the one that prepares the case.", d.m.Actor).about("unit"))
				}
				terms.Unit = u.ID
			}
		}
	}
	unit := d.g.Unit(terms.Unit)
	if terms.Unit != "" && unit == nil {
		return Refuse(problem(NotFound, "There is no unit %s.", terms.Unit).about("unit"))
	}
	if unit == nil || !slices.Contains(unit.Members, d.m.Actor) {
		return Refuse(notPermitted("%s is not a member of a commissioning unit that prepares this case.", d.m.Actor).under("F84").about(d.m.Actor))
	}
	terms.Sponsor = first(terms.Sponsor, unit.Organisation)
	problems := d.termProblems(terms)
	if d.c.Exists() {
		problems = append(problems, problem(Malformed, "There is a case %s already.", d.c.ID).about("case"))
	}
	if terms.Title == "" {
		problems = append(problems, problem(Malformed, "A case needs a title.").about("title"))
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(events.CaseCreated{Terms: terms, Author: d.m.Actor})
	return nil
}

// merge returns the terms with the fields that the command gives.
func (f CaseFields) merge(t events.CaseTerms) events.CaseTerms {
	set(&t.Title, f.Title)
	set(&t.Summary, f.Summary)
	set(&t.Sponsor, f.Sponsor)
	set(&t.Unit, f.Unit)
	set(&t.Classification, f.Classification)
	set(&t.Outcome, f.Outcome)
	set(&t.Tier, f.Tier)
	set(&t.Scale, f.Scale)
	set(&t.Route, f.Route)
	set(&t.Regime, f.Regime)
	set(&t.PlanPence, f.PlanPence)
	set(&t.PlanFTEHundredths, f.PlanFTEHundredths)
	set(&t.Options, f.Options)
	set(&t.Risk, f.Risk)
	if f.PlanEndsOn != nil {
		t.PlanEndsOn = text(*f.PlanEndsOn)
	}
	if f.Areas != nil {
		t.Areas = f.Areas
	}
	if f.Services != nil {
		t.Services = f.Services
	}
	if f.Tags != nil {
		t.Tags = f.Tags
	}
	return t
}

// termProblems says which terms name what does not exist.
func (d *decision) termProblems(t events.CaseTerms) []Problem {
	var out []Problem
	if t.Sponsor != "" && d.g.Organisation(t.Sponsor) == nil {
		out = append(out, problem(NotFound, "There is no organisation %s.", t.Sponsor).about("sponsor"))
	} else if p := d.r.replaced(t.Sponsor, d.m.At); p != nil {
		out = append(out, p.about("sponsor"))
	}
	if t.Unit != "" && d.g.Unit(t.Unit) == nil {
		out = append(out, problem(NotFound, "There is no unit %s.", t.Unit).about("unit"))
	}
	for _, a := range t.Areas {
		if !slices.ContainsFunc(d.g.Areas, func(x document.Area) bool { return x.ID == a }) {
			out = append(out, problem(NotFound, "There is no area %s.", a).about("areas"))
		}
	}
	for _, f := range []struct {
		name, value string
		allowed     []string
	}{
		{"classification", t.Classification, d.classifications()}, {"tier", t.Tier, document.Tiers}, {"scale", t.Scale, document.Scales},
		{"route", t.Route, document.Routes}, {"regime", t.Regime, document.Regimes},
	} {
		if f.value != "" && !slices.Contains(f.allowed, f.value) {
			out = append(out, problem(Malformed, "%s is not a %s: one of %s.", f.value, f.name, strings.Join(f.allowed, ", ")).about(f.name))
		}
	}
	return out
}

func (d *decision) classifications() []string {
	if len(d.g.Classifications) > 0 {
		return d.g.Classifications
	}
	return Clearances
}

// amend is CaseAmend's rule.
func (d *decision) amend(cmd *CaseAmend) *Refusal {
	if p := d.mayEdit(); p != nil {
		return Refuse(*p)
	}
	if p := d.at("amending", Draft, Working, AtGate, Deferred); p != nil {
		return Refuse(*p)
	}
	if p := d.notAwarded("changing its terms"); p != nil {
		return Refuse(*p)
	}
	terms := cmd.merge(d.c.Terms)
	problems := d.termProblems(terms)
	changed := differences(d.c.Terms, terms)
	if len(changed) == 0 {
		problems = append(problems, problem(Malformed, "Nothing would change."))
	}
	if d.c.Status != Draft {
		problems = append(append(problems, unsaid(terms)...), otherRegime(d.w, terms)...)
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(events.CaseAmended{Terms: terms, Changed: changed})
	d.amended(changed)
	return nil
}

// termNames are the JSON names of the terms, in order.
var termNames = func() (names []string) {
	for f := range reflect.TypeFor[events.CaseTerms]().Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		names = append(names, name)
	}
	return names
}()

// differences names the terms that differ.
func differences(a, b events.CaseTerms) []string {
	var out []string
	va, vb := reflect.ValueOf(a), reflect.ValueOf(b)
	for i, name := range termNames {
		x, y := va.Field(i), vb.Field(i)
		same := false
		if x.Kind() == reflect.Slice {
			same = slices.Equal(x.Interface().([]string), y.Interface().([]string))
		} else {
			same = x.Equal(y)
		}
		if !same {
			out = append(out, name)
		}
	}
	return out
}

// submit is CaseSubmit's rule.
func (d *decision) submit(cmd *CaseSubmit) *Refusal {
	if p := d.mayEdit(); p != nil {
		return Refuse(*p)
	}
	if p := d.at("submitting", Draft); p != nil {
		return Refuse(*p)
	}
	w := d.r.WorkflowOn(cmd.Workflow, d.today())
	if w == nil {
		return Refuse(problem(NotFound, "There is no workflow %s in force; name one that is.", first(cmd.Workflow, "by itself")).about("workflow"))
	}
	if problems := d.submissionProblems(w); len(problems) > 0 {
		return Refuse(problems...)
	}
	d.w = w
	d.emit(events.CaseSubmitted{Workflow: w.Metadata.ID, Version: w.Metadata.Version, Stage: w.Stages[0].ID})
	return nil
}

// submissionProblems says what a draft lacks to be worked on under a workflow (DOMAIN §2.1 row 2).
func (d *decision) submissionProblems(w *document.Workflow) []Problem {
	var problems []Problem
	t := d.c.Terms
	problems = append(append(problems, unsaid(t)...), otherRegime(w, t)...)
	for _, e := range d.c.Evidence {
		if w.EvidenceType(e.Type) == nil {
			problems = append(problems, problem(NotFound, "The workflow has no evidence type %s.", e.Type).about(e.Item))
		}
	}
	return problems
}

// withdraw is CaseWithdraw's rule.
func (d *decision) withdraw(cmd *CaseWithdraw) *Refusal {
	if p := d.ofSponsor(); p != nil {
		return Refuse(*p)
	}
	if p := d.at("withdrawing", Draft, Working, AtGate, PendingEffect, Deferred, InDispute, Suspended); p != nil {
		return Refuse(*p)
	}
	if d.awarded() {
		return Refuse(problem(WrongStage, "The award is made; the case can be reviewed and decommissioned, not withdrawn.").
			under("DOMAIN §2.1 row 17").about(d.c.Label()))
	}
	d.voidSignOffs("case_withdrawn")
	for _, s := range d.c.Provisional() { // of gates that have passed; the reason is free text, which partners do not read there
		d.voidProvisional(s, "case_withdrawn")
	}
	d.closeCase(document.ClosedWithdrawn, cmd.Reason)
	return nil
}

// ofSponsor refuses who is neither of the sponsor's own unit nor one of its officers.
func (d *decision) ofSponsor() *Problem {
	u := d.g.Unit(d.c.Terms.Unit)
	ofSponsor := u != nil && u.Organisation == d.c.Terms.Sponsor && slices.Contains(u.Members, d.m.Actor)
	if ofSponsor || isOfficer(d.sponsor(), d.m.Actor) {
		return nil
	}
	p := notPermitted("Only the sponsor, %s, may withdraw the case.", d.c.Terms.Sponsor).under("DOMAIN §2.1 row 17").about(d.m.Actor)
	return &p
}

// suspend is CaseSuspend's rule.
func (d *decision) suspend(cmd *CaseSuspend) *Refusal {
	if !d.isAccountable() {
		return Refuse(notPermitted("Only an officer of the accountable body may suspend the case.").under("DOMAIN §2.1 row 16").about(d.m.Actor))
	}
	if p := d.at("suspending", Working, AtGate, PendingEffect, Deferred, InDispute); p != nil {
		return Refuse(*p)
	}
	d.emit(events.CaseSuspended{Reason: cmd.Reason})
	return nil
}

// lift is CaseLift's rule.
func (d *decision) lift(cmd *CaseLift) *Refusal {
	if !d.isAccountable() {
		return Refuse(notPermitted("Only an officer of the accountable body may lift the suspension.").under("DOMAIN §2.1 row 16").about(d.m.Actor))
	}
	if p := d.at("lifting a suspension", Suspended); p != nil {
		return Refuse(*p)
	}
	d.emit(events.CaseLifted{Status: string(d.c.SuspendedFrom), Reason: cmd.Reason, ClockSeconds: int64(d.m.At.Sub(d.c.SuspendedAt).Seconds())})
	return nil
}

// unsaid says what a submitted case has to say of itself and does not (DOMAIN §2.1 row 2).
func unsaid(t events.CaseTerms) []Problem {
	var problems []Problem
	for _, f := range []struct {
		name  string
		empty bool
	}{
		{"sponsor", t.Sponsor == ""}, {"areas", len(t.Areas) == 0}, {"classification", t.Classification == ""}, {"outcome", t.Outcome == ""},
		{"tier", t.Tier == ""}, {"scale", t.Scale == ""}, {"route", t.Route == ""},
		{"regime", t.Regime == "" && t.Route == document.RouteContract},
	} {
		if f.empty {
			problems = append(problems, problem(Malformed, "A case needs its %s before it is submitted.", f.name).under("DOMAIN §2.1 row 2").about(f.name))
		}
	}
	return problems
}
