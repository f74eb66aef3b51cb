package answer

import (
	"time"

	"comity/events"
	"comity/workflow"
	"comity/workflow/calendar"
)

// Register is who may decide what in a partnership, as in force now.
type Register struct {
	Partnership       string         `json:"partnership"`
	Revision          int            `json:"revision"`
	Name              string         `json:"name,omitempty"`
	GovernanceVersion int            `json:"governance_version,omitempty"`
	Versions          []VersionRow   `json:"versions"`
	Workflows         []VersionRow   `json:"workflows"`
	Organisations     []Organisation `json:"organisations"`
	Boards            []BoardRow     `json:"boards"`
	Mandates          []MandateRow   `json:"mandates"`
}

// VersionRow is a published version of a document.
type VersionRow struct {
	ID          string        `json:"id"`
	Version     int           `json:"version"`
	From        calendar.Date `json:"from,omitzero"`
	Digest      string        `json:"digest"`
	PublishedAt time.Time     `json:"published_at"`
}

// Organisation is an organisation of the partnership.
type Organisation struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Type string `json:"type"`
	Duty string `json:"duty,omitempty"`
}

// BoardRow is a board and who sits on it.
type BoardRow struct {
	ID    string    `json:"id"`
	Name  string    `json:"name"`
	Level string    `json:"level"`
	Areas []string  `json:"areas,omitempty"`
	Chair string    `json:"chair,omitempty"` // seat
	Vice  []string  `json:"vice,omitempty"`
	Seats []SeatRow `json:"seats"`
}

// SeatRow is a seat, who holds it and who deputises.
type SeatRow struct {
	ID           string `json:"id"`
	Organisation string `json:"organisation"`
	Role         string `json:"role,omitempty"`
	Voting       bool   `json:"voting"`

	NominatedBy  string    `json:"nominated_by,omitempty"`
	Constituency string    `json:"constituency"`         // the kind
	SpeaksFor    []string  `json:"speaks_for,omitempty"` // organisations, where it speaks for others than its own
	Sector       string    `json:"sector,omitempty"`
	Department   string    `json:"department,omitempty"`
	Rotation     *Rotation `json:"rotation,omitempty"`

	Holder   string   `json:"holder,omitempty"` // none: vacant
	From     string   `json:"from,omitempty"`
	Until    string   `json:"until,omitempty"`
	Deputies []string `json:"deputies,omitempty"`
}

// Rotation is the turn in a seat that several organisations have in turn.
type Rotation struct {
	Among    []string `json:"among"` // in the order of their turns
	TurnOf   string   `json:"turn_of"`
	PassesOn string   `json:"passes_on"` // the first day of the next turn
	Next     string   `json:"next"`      // whose it is
}

// MandateRow is a mandate and whether it is in force.
type MandateRow struct {
	Mandate         string                `json:"mandate"`
	Organisation    string                `json:"organisation"`
	Seat            string                `json:"seat"`
	Instrument      string                `json:"instrument"`
	From            string                `json:"from"`
	Until           string                `json:"until,omitempty"`
	InForce         bool                  `json:"in_force"`
	Acts            []string              `json:"acts,omitempty"` // none named: all
	Commit          []events.MandateLimit `json:"commit"`
	DeputyMayCommit bool                  `json:"deputy_may_commit"`
	Years           []workflow.YearUse    `json:"years,omitempty"` // for those who may commit by it, and the organisation's officers
}
