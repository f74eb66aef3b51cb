package workflow

import (
	"time"

	"comity/events"
)

// What would be. A case is taken on its way by its own rules, on a copy, and nothing of it is kept: what Foretell says of time
// is what the clock will do, and what Suppose says of a command is what DecideCase will.

// Foretold is one thing that would happen.
type Foretold struct {
	At    time.Time // when
	By    string    // the person whose command brings it about, events.System for time
	Event events.Event
}

// mostTicks is how often a case may move before Foretell gives up: far more than one does in the years that are asked about.
const mostTicks = 500

// Foretell takes a copy of a case through everything that time brings about from one moment up to another, that one included:
// each thing at its own moment, as the clock will, and so that what follows from it is reckoned from there. All is false where
// so much would happen that the rest was left out. Nobody else does anything meanwhile, and the register stays as it is; terms
// that end and documents that begin by then are in it already. Pure.
func Foretell(c *Case, r *Register, from, to time.Time) (then *Case, happened []Foretold, all bool) {
	then = c.Clone()
	now := from
	for range mostTicks {
		done, _ := then.suppose(r, &CaseTick{Case: c.ID}, Meta{Name: "case.tick", Actor: events.System, At: now})
		happened = append(happened, done...)
		next := to
		for _, x := range Due(then, r) {
			if x.At.After(now) { // what was due before and brought nothing about brings nothing about
				next = x.At
				break
			}
		}
		if !now.Before(to) || next.After(to) {
			return then, happened, true
		}
		now = next
	}
	return then, happened, false
}

// Suppose tries a command on a copy of a case: what would come of it, or the refusal. Pure.
func Suppose(c *Case, r *Register, cmd Command, m Meta) (then *Case, happened []Foretold, no *Refusal) {
	then = c.Clone()
	if happened, no = then.suppose(r, cmd, m); no != nil {
		return nil, nil, no
	}
	return then, happened, nil
}

// suppose carries a command out on a case that is a copy.
func (c *Case) suppose(r *Register, cmd Command, m Meta) (happened []Foretold, no *Refusal) {
	list, no := DecideCase(c, r, cmd, m)
	if no != nil || len(list) == 0 {
		return nil, no
	}
	for _, e := range list {
		if err := c.apply(e, m.At, m.Actor); err != nil {
			panic("what was decided on case " + c.ID + " does not apply: " + err.Error()) // DecideCase has applied it already
		}
		happened = append(happened, Foretold{At: m.At, By: m.Actor, Event: e})
	}
	c.Revision++
	return happened, nil
}
