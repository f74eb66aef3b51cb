package events

// What stands committed under one mandate, over all cases: the aggregate of kind mandate (decision 0010).

// DrawnLine is what one commitment of a case takes of a mandate's year.
type DrawnLine struct {
	Commitment string `json:"commitment"`
	CommitLine int    `json:"commit_line"` // of the mandate, from 1
	Pence      int64  `json:"amount_pence"`
}

// MandateDrawn says that a case's commitments were confirmed under the mandate, and take up a part of its year.
type MandateDrawn struct {
	Mandate string      `json:"mandate"`
	Case    string      `json:"case"`
	Year    string      `json:"year"` // the financial year from 1 April, as 2026-27
	Lines   []DrawnLine `json:"lines"`
	Passes  []int       `json:"passes,omitempty"` // the lines of the mandate of whose year a set share is used up with this, for the first time
}

// ReturnedLine is what one commitment of a case no longer takes of a mandate's year.
type ReturnedLine struct {
	Commitment string `json:"commitment"`
	CommitLine int    `json:"commit_line"` // of the mandate, from 1
	Year       string `json:"year"`        // from which it was taken
	Pence      int64  `json:"amount_pence"`
}

// MandateReturned gives back what a case's commitments no longer need, each to the year from which it was taken.
type MandateReturned struct {
	Mandate string         `json:"mandate"`
	Case    string         `json:"case"`
	Because string         `json:"because"` // withdrawn, changed, released
	Lines   []ReturnedLine `json:"lines"`
}

// EventType implements Event.
func (MandateDrawn) EventType() string { return "mandate.drawn" }

// EventType implements Event.
func (MandateReturned) EventType() string { return "mandate.returned" }

func init() {
	known[MandateDrawn](1)
	known[MandateReturned](1)
}
