package views

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"time"

	"comity/events"
	"comity/services/views/answer"
	"comity/workflow"
)

// whatIfYears is how far ahead may be asked.
const whatIfYears = 5

// viewWhatIf tries a command, and time, on a copy of the case. It is for those who see votes and amounts: what the rules say of
// somebody else's act is not for everybody. As whom it is tried changes nothing of what the reader sees of it.
func viewWhatIf(ctx context.Context, q *query, args answer.WhatIfArgs) (*answer.WhatIf, error) {
	h, tier, err := q.theCase(ctx, args.Case)
	if err != nil {
		return nil, err
	}
	c := h.theCase()
	r, err := q.beside(ctx, c)
	if err != nil {
		return nil, err
	}
	if !sees(tier, c.Terms.Classification) || !amounts(tier) {
		return nil, refuse(workflow.NotPermitted, "Only those who may see the votes on this case may ask what would happen.")
	}
	cmd, m, err := q.supposed(args)
	if err != nil {
		return nil, err
	}
	then, happened, all := workflow.Foretell(c, r, q.now, m.At)
	out := &answer.WhatIf{Label: labelOf(c), At: m.At, Events: []answer.WhatIfEvent{}, More: !all, Outstanding: []string{}, Waiting: []workflow.Waiting{}}
	if cmd != nil {
		out.As = m.Actor
		if out.More {
			return nil, refuse(workflow.Malformed, "Too much happens to the case before then to say what comes of a command.")
		}
		after, more, no := workflow.Suppose(then, r, cmd, m)
		if out.Refused = no; no == nil {
			then, happened = after, append(happened, more...)
		}
	}
	for _, x := range happened {
		facts, err := factsFor(x.Event, tier)
		if err != nil {
			return nil, err
		}
		out.Events = append(out.Events, answer.WhatIfEvent{At: x.At, By: x.By, Type: x.Event.EventType(), Facts: facts})
	}
	out.Then = labelOf(then)
	if open(then) {
		out.Outstanding = append(out.Outstanding, workflow.Outstanding(then, r, m.At)...)
		out.Waiting = append(out.Waiting, shownWaiting(workflow.Explain(then, r, m.At), tier)...)
	}
	return out, nil
}

// factsFor are the fields of an event that a tier may see.
func factsFor(e events.Event, tier string) (map[string]any, error) {
	raw, err := json.Marshal(e)
	if err != nil {
		return nil, err
	}
	var out map[string]any
	if err := json.Unmarshal(raw, &out); err != nil {
		return nil, err
	}
	fields := workflow.Sees(e.EventType(), tier)
	maps.DeleteFunc(out, func(name string, _ any) bool { return !slices.Contains(fields, "*") && !slices.Contains(fields, name) })
	return out, nil
}

// supposed reads the command that is to be tried, nil for none, and by whom and when.
func (q *query) supposed(args answer.WhatIfArgs) (workflow.Command, workflow.Meta, error) {
	m := workflow.Meta{Command: "what-if", Name: args.Command, Actor: args.As, At: args.At.UTC().Truncate(time.Millisecond)}
	if m.Actor == "" {
		m.Actor = q.Actor
	}
	if args.At.IsZero() {
		m.At = q.now
	}
	switch {
	case args.Command == "" && args.At.IsZero():
		return nil, m, refuse(workflow.Malformed, "Say which command, or which moment, is to be tried.")
	case m.At.Before(q.now.Truncate(time.Millisecond)):
		return nil, m, refuse(workflow.Malformed, "What would happen is asked of a moment to come.")
	case m.At.After(q.now.AddDate(whatIfYears, 0, 0)):
		return nil, m, refuse(workflow.Malformed, "What would happen is said for %d years at most.", whatIfYears)
	case args.Command == "":
		return nil, m, nil
	case !events.ValidToken(m.Actor) || m.Actor == events.System:
		return nil, m, refuse(workflow.Malformed, "%q is not a person.", m.Actor)
	}
	spec, ok := workflow.Find(args.Command)
	if !ok || spec.Kind != events.KindCase || spec.Creates || spec.System {
		return nil, m, refuse(workflow.Malformed, "%q is not a command that somebody gives on a case.", args.Command)
	}
	cmd := spec.New()
	if err := decode(withCase(args.Fields, args.Case), cmd); err != nil {
		return nil, m, err
	}
	if cmd.AggregateID() != args.Case {
		return nil, m, refuse(workflow.Malformed, "The command is on another case than %s.", args.Case)
	}
	return cmd, m, nil
}

// withCase adds the case to the fields of a command that do not name one. What is no object stays as it is, for the decoder to
// complain of.
func withCase(fields json.RawMessage, id string) []byte {
	var named map[string]json.RawMessage
	if len(fields) > 0 && (json.Unmarshal(fields, &named) != nil || named == nil || named["case"] != nil) {
		return fields
	}
	if named == nil {
		named = map[string]json.RawMessage{}
	}
	var err error
	if named["case"], err = json.Marshal(id); err == nil {
		fields, err = json.Marshal(named)
	}
	if err != nil {
		panic(errors.Join(errors.New("an object that was read cannot be written"), err))
	}
	return fields
}
