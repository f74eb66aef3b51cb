package scenario

import (
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// Scenario is one story under one set of parameters: what Simulate runs and Play plays.
type Scenario struct {
	File    string // as given
	Name    string
	Variant string // "" for a scenario without a matrix
	About   string // what it shows, with references

	Requirements []string // those that it shows to hold: F39, F57_partly_the_duty_is_kept

	Partnership   string
	Administrator string    // the person who sets the partnership up
	Clock         time.Time // when the story begins
	Case          string    // which steps that name none speak of
	Fixture       []*Step   // what sets the partnership up; it comes before the steps
	Steps         []*Step
}

// Title names the scenario in reports.
func (s *Scenario) Title() string {
	if s.Variant == "" {
		return s.Name
	}
	return s.Name + " (" + s.Variant + ")"
}

// Step is one thing that happens, and what is expected of it. Exactly one of Do, Votes, Consents, Evidence, Offers, Confirm,
// Clock, OffUntil, Restart, Together and Tell says what; a step with none only looks.
type Step struct {
	place

	At     time.Time // zero: at the moment that is
	Case   string
	AsCase string // the name under which the story goes on speaking of a case that the engine numbers

	By   []string // persons; none: the holder of the seat in With
	Do   string   // noun.verb
	With map[string]any

	Revision int // the revision of the case that Do expects; 0: whatever it is

	Votes    *votes
	Consents *consents
	Evidence *evidence
	Offers   *offers
	Confirm  *confirmations

	Clock    time.Time // only time passes
	OffUntil time.Time // the engine is off until then
	Restart  bool      // killed, and started again

	Together []*Step // at the same instant, from as many clients
	Succeed  int     // how many of them may be carried out

	Tell string // what is printed when the story is played
	Show *show  // a question whose answer is printed

	Refused *refused
	Told    *wantedAll // nil: nothing is said of it
	NotTold []wanted
	Checks  []check
}

// refused is the answer no that is expected.
type refused struct {
	place
	code    string
	status  int // 0: whatever it is
	details *node
}

// check is one thing that is expected after a step. It returns what differs, in sentences.
type check struct {
	place
	run func(*world) []string
}

// show asks a view.
type show struct {
	place
	view string
	by   string
	with map[string]any
}

// Read reads a scenario file, and its fixture, into one scenario for each of its variants.
// Errors: Mistakes, all of them; a file that cannot be opened.
func Read(file string) ([]*Scenario, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("scenario: %w", err)
	}
	root, err := parse(file, text)
	if err != nil {
		return nil, err
	}
	r := &reader{dir: filepath.Dir(file)}
	var out []*Scenario
	for _, v := range r.variants(root.get("vars"), root.get("matrix")) {
		r.variant = v.name
		if root.get("matrix").isNothing() {
			r.variant = ""
		}
		out = append(out, r.scenario(file, root, v))
	}
	if len(r.mistakes) > 0 {
		return nil, r.mistakes.sorted()
	}
	return out, nil
}
