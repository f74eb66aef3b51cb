package workflow

import (
	"fmt"
	"slices"
	"time"

	"comity/events"
	"comity/workflow/calendar"
)

// A target is missed when its day has passed and what was measured last does not meet it; what was never measured is not known to be missed.
// That is a variance (F80). While the case is at work it becomes an undertaking of the organisation that answers for it as well (F103, A¶151): to
// say what it does about it, and to do it. Nobody answers for a target without an owner.

// missedTargetWithin is the time for that where the governance does not say.
var missedTargetWithin = calendar.Period{WorkingDays: 20}

// dueOfTargets lists when targets that do not stand met fall due: as a variance, and as an undertaking, which may come later.
func (d *decision) dueOfTargets() []DueItem {
	var out []DueItem
	for _, t := range d.c.Targets {
		if d.varies(t) {
			out = append(out, DueItem{At: d.missedFrom(t), What: "variance", On: t.Target, Key: t.DueOn})
		}
		if d.owed(t) {
			out = append(out, DueItem{At: d.missedFrom(t), What: "target", On: t.Target, Key: t.DueOn})
		}
	}
	return out
}

// missedFrom is when a target that is not met is missed.
func (d *decision) missedFrom(t Target) time.Time { return d.cal.AfterEnd(d.cal.EndOf(day(t.DueOn))) }

// varies reports whether a target is a variance once its day has passed, and no variance says so since it was set as it is.
func (d *decision) varies(t Target) bool {
	return d.c.Status != Closed && t.DueOn != "" && d.c.Stands(t.Target) == TargetNotMet && !slices.ContainsFunc(d.c.Variances, func(v Variance) bool {
		return v.Target == t.Target && v.DueOn == t.DueOn && v.Wanted == t.Value
	})
}

// owed reports whether a target becomes an undertaking once its day has passed: the case is at work, somebody answers for it, what was measured
// does not meet it, and it has not become one since it was set as it is.
func (d *decision) owed(t Target) bool {
	if d.c.Status != Working || t.Owner == "" || t.DueOn == "" || d.c.Stands(t.Target) != TargetNotMet || d.g.Organisation(t.Owner) == nil {
		return false
	}
	for _, u := range d.c.Undertakings {
		if u.Target == t.Target && (u.Open() || d.cal.DateOf(u.GivenAt).After(day(t.DueOn))) {
			return false
		}
	}
	return true
}

// missTarget makes a target whose day has passed, and that is not met, a variance and an undertaking of whoever answers for it. Yields VarianceRaised,
// UndertakingGiven.
func (d *decision) missTarget(id string) {
	for _, t := range d.c.Targets {
		if t.Target != id || t.DueOn == "" || !d.today().After(day(t.DueOn)) {
			continue
		}
		if d.varies(t) {
			d.emit(d.missed(t))
		}
		if d.owed(t) {
			d.emit(d.answerFor(t))
		}
		return
	}
}

// missed is the variance of a target.
func (d *decision) missed(t Target) events.VarianceRaised {
	return events.VarianceRaised{Variance: d.freeVariance(), Because: VarianceTarget, Organisation: t.Owner, Target: t.Target, Measure: t.Measure,
		Value: d.c.Newest(t.Target).Value, Wanted: t.Value, DueOn: t.DueOn, EffectiveAt: d.missedFrom(t)}
}

// answerFor is the undertaking of whoever answers for a target.
func (d *decision) answerFor(t Target) events.UndertakingGiven {
	within := d.g.Reporting.MissedTargetWithin
	if within.IsZero() {
		within = missedTargetWithin
	}
	sense := "at least"
	if t.Direction == "at_most" {
		sense = "at most"
	}
	return events.UndertakingGiven{Undertaking: d.freeUndertaking("target-" + t.Target), What: fmt.Sprintf("Say what is done about a missed target: %s, %s %s.", t.Indicator, sense, t.Value),
		Owner: t.Owner, Target: t.Target, DueAt: d.cal.EndOf(d.cal.Add(d.today(), within))}
}
