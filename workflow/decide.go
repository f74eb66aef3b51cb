package workflow

import (
	"time"

	"comity/events"
)

// DecideCase decides a command on a case: the events that it brings about, or a refusal with all its reasons. It changes
// neither the case nor the register. No events and no refusal means that there was nothing to do.
func DecideCase(c *Case, r *Register, cmd Command, m Meta) ([]events.Event, *Refusal) {
	return nil, nil
}

// DecideRegister decides a command on a partnership's register.
func DecideRegister(r *Register, cmd Command, m Meta) ([]events.Event, *Refusal) { return nil, nil }

// ActingFor names the seat or the organisation that a command is given for, "" for none.
func ActingFor(cmd Command) string { return "" }

// DueItem is a moment at which time brings something about: the case is then to be ticked.
type DueItem struct {
	At   time.Time `json:"at"`
	What string    `json:"what"` // reminder, lapse, hold, dispute_step, review, deferral, meeting
	On   string    `json:"on"`   // the sign-off, hold …
}

// Due lists every moment at which time brings something about, soonest first.
func Due(c *Case, r *Register) []DueItem { return nil }

// Waiting says one thing that a case waits for, on whom, until when, and what happens then.
type Waiting struct {
	For     string    `json:"for"` // signoff:wcb, consent:pol, hold:standstill, dispute:lead_officers, gate:G2, review
	On      []string  `json:"on"`  // seats, organisations, posts
	People  []string  `json:"people,omitempty"`
	Until   time.Time `json:"until,omitzero"`
	Then    string    `json:"then,omitempty"` // what happens at that moment, a sentence
	Message string    `json:"message"`        // a sentence
	Details []string  `json:"details,omitempty"`
}

// Explain says what a case waits for, the most pressing first.
func Explain(c *Case, r *Register, at time.Time) []Waiting { return nil }

// Outstanding lists what the gate waits for by name: signoff:<id>, consent:<organisation>, hold:<kind>, dispute:<step>.
func Outstanding(c *Case, r *Register) []string { return nil }

// Clearances, from open to closed.
var Clearances = []string{"public", "partners", "board", "exempt"}

// Clearance is the highest tier of a case that a person may see at a time; "" for nothing.
func Clearance(c *Case, r *Register, person string, at time.Time) string { return "public" }

// Publish returns what the tier may see of an event of a case, or false for an event that the tier is not told of. c is the
// case after the event's record.
func Publish(c *Case, rec *events.Record, e events.Event, tier string) (map[string]any, bool) {
	return nil, false
}

func (c *Case) apply(e events.Event, at time.Time, actor string) error { return nil }

func (r *Register) apply(e events.Event, at time.Time) error { return nil }
