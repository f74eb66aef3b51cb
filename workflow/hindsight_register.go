package workflow

import (
	"time"

	"comity/events"
)

// AuthoritiesEnded lists what a tick at a time has to say of the mandates, terms and deputies' times that end: each warning that was due by
// then, and each end, that the register has not, in their order. For whoever checks the journal. Pure.
func (r *Register) AuthoritiesEnded(at time.Time) []events.Event {
	if !r.Exists() || r.GovernanceAt(at) == nil {
		return nil
	}
	d := &registering{r: r, g: r.GovernanceAt(at), cal: r.CalendarAt(at), m: Meta{At: at, Actor: events.System}}
	for range 1000 { // as many as a tick brings about
		due, found := soonest(d.r.dueOfAuthorities())
		before := len(d.events)
		if !found || due.At.After(at) {
			break
		}
		if d.bringAuthority(due); len(d.events) == before {
			break
		}
	}
	return d.events
}

// soonest is the first of those that are due first.
func soonest(all []DueItem) (out DueItem, found bool) {
	for _, x := range all {
		if !found || x.At.Before(out.At) {
			out, found = x, true
		}
	}
	return out, found
}
