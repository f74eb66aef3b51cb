package answer

import (
	"encoding/json"
	"time"

	"comity/events"
)

// SuccessionsArgs ask what successions are recorded and, where one is named, what it would do.
type SuccessionsArgs struct {
	Fields json.RawMessage `json:"fields,omitempty"` // of a partnership.succeed that is to be tried; none for what is recorded alone
}

// Successions is who is replaced by whom, and what a succession that is not recorded would do.
type Successions struct {
	Recorded   []SuccessionRow     `json:"recorded"`           // in the order recorded
	Successors []Organisation      `json:"successors"`         // who may take over: the organisations of the newest governance
	Foreseen   *SuccessionForeseen `json:"foreseen,omitempty"` // where one was to be tried
}

// SuccessionRow is one organisation's succession.
type SuccessionRow struct {
	Succession   string                   `json:"succession"`
	Organisation Organisation             `json:"organisation"`
	Successors   []events.SuccessionShare `json:"successors"`
	Principal    string                   `json:"principal"`
	Continues    bool                     `json:"continues,omitempty"`
	EffectiveOn  string                   `json:"effective_on"`
	InForce      bool                     `json:"in_force"`
	Instrument   string                   `json:"instrument,omitempty"` // for those who see what is confidential to the boards
}

// SuccessionForeseen is what a succession would do.
type SuccessionForeseen struct {
	Already  bool             `json:"already,omitempty"` // just that is recorded: nothing would happen
	At       time.Time        `json:"effective_at,omitzero"`
	Seats    []SuccessionSeat `json:"seats"`    // terms and deputies that end
	Mandates []string         `json:"mandates"` // that end
	Cases    []SuccessionCase `json:"cases"`    // that it changes and the reader may know of
	Unshown  int              `json:"unshown"`  // how many more it changes
}

// SuccessionSeat is a person's time in a seat that ends.
type SuccessionSeat struct {
	Seat    string `json:"seat"`
	Person  string `json:"person"`
	Deputy  bool   `json:"deputy,omitempty"`
	LastDay string `json:"last_day"`
}

// SuccessionCase is what would happen to a case as it stands.
type SuccessionCase struct {
	Case   string        `json:"case"`
	Title  string        `json:"title,omitempty"`
	Label  string        `json:"label"`
	Events []WhatIfEvent `json:"events"`
}
