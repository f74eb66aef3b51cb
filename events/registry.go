package events

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// Event is one thing that happened. Its Go type is named for it: signoff.vote_cast is SignOffVoteCast.
type Event interface {
	// EventType is the type name on the wire, noun.past.
	EventType() string
}

// ErrUnknownEvent is wrapped by the error for an event whose type or version this program does not know. Somebody newer
// wrote it: a reader stops, it never skips.
var ErrUnknownEvent = errors.New("unknown event")

// entry is what the registry knows of an event type.
type entry struct {
	version int
	decode  func(json.RawMessage) (Event, error)
	zero    func() Event
}

var registry = map[string]entry{}

// known registers the event type T at its current version; older versions are lifted by upcasters (upcast.go).
func known[T Event](version int) {
	var zero T
	name := zero.EventType()
	if _, twice := registry[name]; twice {
		panic("event registered twice: " + name)
	}
	registry[name] = entry{version: version, zero: func() Event { return zero }, decode: func(data json.RawMessage) (Event, error) {
		var e T
		dec := json.NewDecoder(bytes.NewReader(data))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&e); err != nil {
			return nil, err
		}
		return e, nil
	}}
}

// Types lists every event type, sorted.
func Types() []string {
	out := make([]string, 0, len(registry))
	for name := range registry {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// Version returns the current version of an event type, 0 for an unknown one.
func Version(eventType string) int { return registry[eventType].version }

// Zero returns an empty value of an event type, nil for an unknown one. References and schemas are made from it.
func Zero(eventType string) Event {
	if e, ok := registry[eventType]; ok {
		return e.zero()
	}
	return nil
}

// Encode wraps an event for a record. It panics for a type that is not registered: that is a mistake of the programmer.
func Encode(e Event) (Envelope, error) {
	reg, ok := registry[e.EventType()]
	if !ok {
		panic("event not registered: " + e.EventType())
	}
	data, err := Canonical(e)
	if err != nil {
		return Envelope{}, fmt.Errorf("encode %s: %w", e.EventType(), err)
	}
	return Envelope{Type: e.EventType(), Version: reg.version, Data: data}, nil
}

// Decode reads an envelope as today's Go value, lifting older versions.
func Decode(env Envelope) (Event, error) {
	reg, ok := registry[env.Type]
	if !ok || env.Version > reg.version || env.Version < 1 {
		return nil, fmt.Errorf("%w: %s version %d", ErrUnknownEvent, env.Type, env.Version)
	}
	data, err := lift(env, reg.version)
	if err != nil {
		return nil, err
	}
	e, err := reg.decode(data)
	if err != nil {
		return nil, fmt.Errorf("decode %s: %w", env.Type, err)
	}
	return e, nil
}
