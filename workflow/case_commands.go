package workflow

import (
	"reflect"
	"slices"
	"strings"
	"time"

	"comity/events"
	"comity/workflow/document"
)

// The life of a case apart from its gates: drafting, submitting, withdrawing, suspending, deferring, reviewing.

// create is CaseCreate's rule.
func (d *decision) create(cmd *CaseCreate) *Refusal {
	if d.c.Exists() {
		return Refuse(problem(Malformed, "There is a case %s already.", d.c.ID).about("case"))
	}
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
	unit := unitOf(d.g, terms.Unit)
	if terms.Unit != "" && unit == nil {
		return Refuse(problem(NotFound, "There is no unit %s.", terms.Unit).about("unit"))
	}
	if unit == nil || !slices.Contains(unit.Members, d.m.Actor) {
		return Refuse(notPermitted("%s is not a member of a commissioning unit that prepares this case.", d.m.Actor).under("F84").about(d.m.Actor))
	}
	terms.Sponsor = first(terms.Sponsor, unit.Organisation)
	problems := d.termProblems(terms)
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
	if t.Sponsor != "" && organisationOf(d.g, t.Sponsor) == nil {
		out = append(out, problem(NotFound, "There is no organisation %s.", t.Sponsor).about("sponsor"))
	}
	if t.Unit != "" && unitOf(d.g, t.Unit) == nil {
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
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(events.CaseAmended{Terms: terms, Changed: changed})
	d.voidGate("evidence_amended")
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
	var problems []Problem
	t := d.c.Terms
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
	for _, e := range d.c.Evidence {
		if w.EvidenceType(e.Type) == nil {
			problems = append(problems, problem(NotFound, "The workflow has no evidence type %s.", e.Type).about(e.Item))
		}
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.w = w
	d.emit(events.CaseSubmitted{Workflow: w.Metadata.ID, Version: w.Metadata.Version, Stage: w.Stages[0].ID})
	return nil
}

// withdraw is CaseWithdraw's rule.
func (d *decision) withdraw(cmd *CaseWithdraw) *Refusal {
	u := unitOf(d.g, d.c.Terms.Unit)
	ofSponsor := u != nil && u.Organisation == d.c.Terms.Sponsor && slices.Contains(u.Members, d.m.Actor)
	if !ofSponsor && !isOfficer(organisationOf(d.g, d.c.Terms.Sponsor), d.m.Actor) {
		return Refuse(notPermitted("Only the sponsor, %s, may withdraw the case.", d.c.Terms.Sponsor).under("DOMAIN §2.1 row 17").about(d.m.Actor))
	}
	if p := d.at("withdrawing", Draft, Working, AtGate, PendingEffect, Deferred, InDispute, Suspended); p != nil {
		return Refuse(*p)
	}
	if p := d.notAwarded("withdrawing"); p != nil {
		return Refuse(*p)
	}
	d.voidSignOffs("case_withdrawn")
	d.closeCase(document.ClosedWithdrawn, cmd.Reason)
	return nil
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

// deferCase is CaseDefer's rule.
func (d *decision) deferCase(cmd *CaseDefer) *Refusal {
	s, problems := d.openSignOff(cmd.SignOff, SignOffOpen, SignOffNoQuorum, SignOffTie)
	if s == nil {
		return Refuse(problems...)
	}
	problems = append(problems, d.mayResolve(s, cmd.Minute)...)
	switch mt := d.r.Meeting(cmd.Meeting); {
	case cmd.Until.IsZero() == (cmd.Meeting == ""):
		problems = append(problems, problem(Malformed, "A deferral is to a date or to a meeting.").under("DOMAIN §2.1 row 9").about("until"))
	case cmd.Meeting != "" && (mt == nil || mt.State != "scheduled"):
		problems = append(problems, problem(NotFound, "There is no meeting %s to come.", cmd.Meeting).about("meeting"))
	case !cmd.Until.IsZero() && !cmd.Until.After(d.today()):
		problems = append(problems, problem(Malformed, "A deferral is to a day to come.").about("until"))
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.resolve(s, "deferred")
	d.emit(events.GateDeferred{Gate: d.c.Gate.Gate, Round: d.c.Gate.Round, SignOff: s.ID, Until: text(cmd.Until), Meeting: cmd.Meeting, Reason: cmd.Reason})
	return nil
}

// resume is CaseResume's rule for people; time resumes by itself (tick.go).
func (d *decision) resume(*CaseResume) *Refusal {
	if !d.isSecretary() {
		return Refuse(notPermitted("Only the secretariat takes a deferred case up before its day.").under("DOMAIN §2.1 row 10").about(d.m.Actor))
	}
	if p := d.at("resuming", Deferred); p != nil {
		return Refuse(*p)
	}
	d.takeUp()
	return nil
}

// takeUp ends a deferral: back to the gate with the deciding sign-off open again, or to working where evidence is out of date.
func (d *decision) takeUp() {
	if stale := d.stale(); len(stale) > 0 {
		d.voidSignOffs("snapshot_out_of_date")
		gate := d.c.Gate
		d.emit(events.CaseResumed{Status: string(Working), Stale: stale})
		d.emit(events.GateVoided{Gate: gate.Gate, Round: gate.Round, Because: "snapshot_out_of_date"})
		return
	}
	s := d.c.SignOff(d.c.Deferral.SignOff)
	d.emit(events.CaseResumed{Status: string(AtGate)})
	var due time.Time
	if deadline := d.deadlineOf(s); !deadline.IsZero() {
		due = d.cal.EndOf(d.cal.Add(d.today(), deadline))
	}
	d.emit(events.SignOffReopened{SignOff: s.ID, Round: s.Round + 1, Because: "deferral_ended", DueAt: due, GovernanceVersion: d.g.Metadata.Version})
}

// beginReview is CaseBeginReview's rule.
func (d *decision) beginReview(cmd *CaseBeginReview) *Refusal {
	if d.mayEdit() != nil && !d.isSecretary() && !d.isAccountable() {
		return Refuse(notPermitted("Only the unit, the secretariat or the accountable body may bring a review forward.").about(d.m.Actor))
	}
	if p := d.at("bringing a review forward", Working); p != nil {
		return Refuse(*p)
	}
	if s := stageOf(d.w, d.c.Stage); s == nil || s.ReviewEvery.IsZero() {
		return Refuse(problem(WrongStage, "Stage %s is not one that is reviewed.", d.c.Stage).under("DOMAIN §2.1 row 21").about(d.c.Label()))
	}
	d.review(cmd.Because, d.m.At)
	return nil
}

// review moves the case to the stage that follows a reviewed one.
func (d *decision) review(because string, due time.Time) {
	to := nextStage(d.w, d.c.Stage)
	d.emit(events.CaseReviewDue{Because: because, DueAt: due})
	d.emit(events.CaseStageEntered{Stage: to.ID, From: d.c.Stage, Because: "review_due", Cycle: d.c.Cycle, EffectiveAt: due})
}

// completeExit is CaseCompleteExit's rule.
func (d *decision) completeExit(cmd *CaseCompleteExit) *Refusal {
	if p := d.mayEdit(); p != nil {
		return Refuse(*p)
	}
	if p := d.at("completing an exit", Working); p != nil {
		return Refuse(*p)
	}
	s := stageOf(d.w, d.c.Stage)
	if s == nil || s.Closes == "" {
		return Refuse(problem(WrongStage, "Stage %s does not end the case.", d.c.Stage).under("DOMAIN §2.1 row 24a").about(d.c.Label()))
	}
	d.emit(events.CaseClosed{Outcome: s.Closes, Because: "exit_completed", EffectiveAt: d.m.At})
	return nil
}

// setTarget is TargetSet's rule.
func (d *decision) setTarget(cmd *TargetSet) *Refusal {
	if p := d.mayEdit(); p != nil {
		return Refuse(*p)
	}
	if p := d.at("setting a target", Draft, Working); p != nil {
		return Refuse(*p)
	}
	problems := decimals(map[string]string{"value": cmd.Value, "baseline": cmd.Baseline})
	if cmd.Owner != "" && organisationOf(d.g, cmd.Owner) == nil {
		problems = append(problems, problem(NotFound, "There is no organisation %s.", cmd.Owner).about("owner"))
	}
	if !events.ValidToken(cmd.Target) {
		problems = append(problems, problem(Malformed, "A target's name is letters, digits, hyphens and underscores.").about("target"))
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(events.TargetSet{Target: cmd.Target, Indicator: cmd.Indicator, Baseline: cmd.Baseline, Value: cmd.Value,
		Direction: first(cmd.Direction, "at_least"), DueOn: text(cmd.DueOn), Owner: cmd.Owner})
	return nil
}

// recordMeasurement is MeasurementRecord's rule.
func (d *decision) recordMeasurement(cmd *MeasurementRecord) *Refusal {
	if p := d.mayEdit(); p != nil {
		return Refuse(*p)
	}
	if p := d.at("recording a measurement", Working); p != nil {
		return Refuse(*p)
	}
	problems := decimals(map[string]string{"value": cmd.Value})
	if !slices.ContainsFunc(d.c.Targets, func(t Target) bool { return t.Target == cmd.Target }) {
		problems = append(problems, problem(NotFound, "Case %s has no target %s.", d.c.ID, cmd.Target).about(cmd.Target))
	}
	measured := d.or(cmd.MeasuredOn)
	if measured.After(d.today()) {
		problems = append(problems, problem(Malformed, "A measurement cannot be dated in the future.").about("measured_on"))
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(events.MeasurementRecorded{Measurement: cmd.Target + "-" + itoa(len(d.c.Measurements)+1), Target: cmd.Target, Value: cmd.Value,
		MeasuredOn: measured.String(), Verified: cmd.Verified, Area: cmd.Area})
	return nil
}
