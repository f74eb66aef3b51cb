package workflow

import (
	"fmt"

	"comity/events"
	"comity/workflow/calendar"
)

// A target that is missed becomes an undertaking of the organisation that answers for it (F103, A¶151): to say what it does about it, and to
// do it. It is missed when its day has passed and what was measured last does not meet it. Nobody answers for a target without an owner, and what
// was never measured is not known to be missed.

// missedTargetWithin is the time for that where the governance does not say.
var missedTargetWithin = calendar.Period{WorkingDays: 20}

// dueOfTargets lists when targets that do not stand met fall due, while the case is at work.
func (d *decision) dueOfTargets() []DueItem {
	var out []DueItem
	for _, t := range d.c.Targets {
		if d.maybeMissed(t) {
			out = append(out, DueItem{At: d.cal.AfterEnd(d.cal.EndOf(day(t.DueOn))), What: "target", On: t.Target, Key: t.DueOn})
		}
	}
	return out
}

// maybeMissed reports whether a target is missed once its day has passed: somebody answers for it, what was measured does not meet it, and it
// has not become an undertaking since it was set as it is.
func (d *decision) maybeMissed(t Target) bool {
	if t.Owner == "" || t.DueOn == "" || d.c.Stands(t.Target) != TargetNotMet || d.g.Organisation(t.Owner) == nil {
		return false
	}
	for _, u := range d.c.Undertakings {
		if u.Target == t.Target && (u.Open() || d.cal.DateOf(u.GivenAt).After(day(t.DueOn))) {
			return false
		}
	}
	return true
}

// missTarget makes a target whose day has passed, and that is not met, an undertaking of whoever answers for it. Yields UndertakingGiven.
func (d *decision) missTarget(id string) {
	for _, t := range d.c.Targets {
		if t.Target != id || !d.maybeMissed(t) || !d.today().After(day(t.DueOn)) {
			continue
		}
		within := d.g.Reporting.MissedTargetWithin
		if within.IsZero() {
			within = missedTargetWithin
		}
		sense := "at least"
		if t.Direction == "at_most" {
			sense = "at most"
		}
		d.emit(events.UndertakingGiven{Undertaking: d.freeUndertaking("target-" + t.Target), What: fmt.Sprintf("Say what is done about a missed target: %s, %s %s.", t.Indicator, sense, t.Value),
			Owner: t.Owner, Target: t.Target, DueAt: d.cal.EndOf(d.cal.Add(d.today(), within))})
		return
	}
}
