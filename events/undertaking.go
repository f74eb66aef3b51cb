package events

import "time"

// UndertakingGiven is a promise to act that arises from a decision, with its owner and its day.
type UndertakingGiven struct {
	Undertaking string    `json:"undertaking"`
	What        string    `json:"what"`            // in plain words
	Owner       string    `json:"owner,omitempty"` // the organisation that promises …
	Board       string    `json:"board,omitempty"` // … or the board that is directed to act
	Seat        string    `json:"seat,omitempty"`  // from which it was given
	Person      string    `json:"person,omitempty"`
	SignOff     string    `json:"signoff,omitempty"` // the decision from which it arises
	Gate        string    `json:"gate,omitempty"`
	Minute      string    `json:"minute,omitempty"` // where the secretariat found it
	Target      string    `json:"target,omitempty"` // that was missed, and from which it arises without anybody's word
	DueAt       time.Time `json:"due_at"`           // the end of its day
}

// UndertakingOverdue says that the day of an undertaking has passed and it is not kept.
type UndertakingOverdue struct {
	Undertaking string    `json:"undertaking"`
	Owner       string    `json:"owner,omitempty"`
	Board       string    `json:"board,omitempty"`
	DueAt       time.Time `json:"due_at"`
	DetectedAt  time.Time `json:"detected_at"`
}

// UndertakingEscalated brings an overdue undertaking before the next level: executive, then strategic.
type UndertakingEscalated struct {
	Undertaking string    `json:"undertaking"`
	Level       string    `json:"level"`
	Boards      []string  `json:"boards"`
	DueAt       time.Time `json:"due_at"`           // when it was due to climb: its own day, then the end of the time at the level before
	DetectedAt  time.Time `json:"detected_at"`      // when that was noticed
	NextAt      time.Time `json:"next_at,omitzero"` // when it climbs further, unless it is kept before; none at the top
}

// UndertakingKept closes an undertaking with what was done.
type UndertakingKept struct {
	Undertaking string `json:"undertaking"`
	Note        string `json:"note"`
	KeptOn      string `json:"kept_on"`
	Late        bool   `json:"late,omitempty"` // after its day
	Person      string `json:"person"`
	Minute      string `json:"minute,omitempty"`
}

// EventType implements Event.
func (UndertakingGiven) EventType() string { return "undertaking.given" }

// EventType implements Event.
func (UndertakingOverdue) EventType() string { return "undertaking.overdue" }

// EventType implements Event.
func (UndertakingEscalated) EventType() string { return "undertaking.escalated" }

// EventType implements Event.
func (UndertakingKept) EventType() string { return "undertaking.kept" }

func init() {
	known[UndertakingGiven](1)
	known[UndertakingOverdue](1)
	known[UndertakingEscalated](1)
	known[UndertakingKept](1)
}
