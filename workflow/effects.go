package workflow

import (
	"slices"
	"time"

	"comity/events"
)

// What a decision on a case does to other aggregates: the mandates under which its commitments are confirmed (decision 0010), and
// its pools (decision 0011).

// Effect is the record that a decision on a case adds to another aggregate.
type Effect struct {
	Kind   events.Kind
	ID     string
	Events []events.Event
}

// Effects derives what the events of one record of a case add to other aggregates: to mandates first, then to pools, in the order in
// which each is first touched. c is the case before the record, r the register with the pools that are touched beside it; where one is
// not, its events lack their sums. Neither is changed. Pure. Errors: the events do not apply to the case.
func Effects(c *Case, r *Register, happened []events.Event, at time.Time, actor string) ([]Effect, error) {
	mandates, err := mandateEffects(c, happened, at, actor)
	if err != nil {
		return nil, err
	}
	pools, err := poolEffects(c, r, happened, at, actor)
	return append(mandates, pools...), err
}

// effects are the records so far, in the order in which each aggregate was first touched.
type effects []Effect

// add adds an event to the record of an aggregate.
func (x *effects) add(kind events.Kind, id string, e events.Event) {
	i := slices.IndexFunc(*x, func(f Effect) bool { return f.Kind == kind && f.ID == id })
	if i < 0 {
		i = len(*x)
		*x = append(*x, Effect{Kind: kind, ID: id})
	}
	(*x)[i].Events = append((*x)[i].Events, e)
}

// of is what the record of an aggregate has so far.
func (x effects) of(kind events.Kind, id string) []events.Event {
	for _, f := range x {
		if f.Kind == kind && f.ID == id {
			return f.Events
		}
	}
	return nil
}
