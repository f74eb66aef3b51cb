package workflow

import (
	"slices"
	"time"

	"comity/events"
)

// What a succession would do, before it is recorded: to the register, and to each case as it stands (docs/decisions/0017).

// Foreseen is a register in which a succession is recorded that is not, and what that changes there.
type Foreseen struct {
	Succeeded []events.OrganisationSucceeded // what would be recorded; none where just that is recorded already
	At        time.Time                      // the first instant of the successors
	Terms     []Term                         // that would end, each with the last day that it would have
	Deputies  []Term                         // likewise
	Mandates  []MandateHeld                  // likewise

	register *Register
}

// ForeseeSuccession tries to record a succession on a copy of the register: what would come of it, or the refusal. Pure.
func ForeseeSuccession(r *Register, cmd *PartnershipSucceed, m Meta) (*Foreseen, *Refusal) {
	list, no := DecideRegister(r, cmd, m)
	if no != nil {
		return nil, no
	}
	f := &Foreseen{register: r.Clone()}
	for _, e := range list {
		if err := f.register.apply(e, m.At); err != nil {
			panic("what was decided on the register does not apply: " + err.Error())
		}
		s := e.(events.OrganisationSucceeded)
		f.Succeeded, f.At = append(f.Succeeded, s), s.EffectiveAt
	}
	f.Terms, f.Deputies = ending(r.Terms, f.register.Terms), ending(r.Deputies, f.register.Deputies)
	for i, x := range f.register.Mandates {
		if x.Until != r.Mandates[i].Until {
			f.Mandates = append(f.Mandates, x)
		}
	}
	return f, nil
}

// ending lists the terms that end earlier than they did, as they are then.
func ending(before, after []Term) []Term {
	var out []Term
	for i, t := range after {
		if t.Until != before[i].Until {
			out = append(out, t)
		}
	}
	return out
}

// Case says what the succession would do to a case as it stands, at the instant of the succession or now for one whose day has come: the events
// of it alone, whatever else time brings until then. None for a case that it does not concern. Pure.
func (f *Foreseen) Case(c *Case, now time.Time) []events.Event {
	if len(f.Succeeded) == 0 || !c.Exists() {
		return nil
	}
	at := f.At
	if at.Before(now) {
		at = now
	}
	d := view(c.Clone(), f.register, Meta{At: at, Actor: events.System})
	if d.g == nil || !slices.ContainsFunc(d.dueSuccessions(), func(x DueItem) bool { return x.At.Equal(f.At) }) {
		return nil
	}
	d.applySuccessions(f.At)
	return d.events
}
