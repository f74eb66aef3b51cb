package workflow

import (
	"slices"
	"time"

	"comity/events"
)

// Review, exit, targets and measurements (DOMAIN §2.1 rows 20 to 24a).

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
	d.voidAfterwards("", "case_closed")
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
	if cmd.Owner != "" && d.g.Organisation(cmd.Owner) == nil {
		problems = append(problems, problem(NotFound, "There is no organisation %s.", cmd.Owner).about("owner"))
	} else if p := d.r.replaced(cmd.Owner, d.m.At); p != nil {
		problems = append(problems, p.about("owner"))
	}
	if !events.ValidToken(cmd.Target) {
		problems = append(problems, problem(Malformed, "A target's name is letters, digits, hyphens and underscores.").about("target"))
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(events.TargetSet{Target: cmd.Target, Indicator: cmd.Indicator, Baseline: cmd.Baseline, Value: cmd.Value,
		Direction: first(cmd.Direction, "at_least"), DueOn: text(cmd.DueOn), Owner: cmd.Owner, Measure: cmd.Measure, Process: cmd.Process})
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
	d.missTarget(cmd.Target)
	return nil
}
