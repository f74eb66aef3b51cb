package answer

import (
	"time"

	"comity/events"
)

// HistoryArgs asks for the records of a case after a revision.
type HistoryArgs struct {
	Case  string `json:"case" required:"true" doc:"The case."`
	After int    `json:"after,omitempty" doc:"Only records after this revision."`
	Limit int    `json:"limit,omitempty" doc:"How many records; 500 unless fewer are asked for."`
}

// HistoryEntry is one record: who did what, when and as whom, and what came of it. Events are as recorded for the tier
// exempt, and as published to their tier for others; who acted is shown from the tier board on.
type HistoryEntry struct {
	Seq              uint64             `json:"seq"`
	Revision         int                `json:"revision"`
	At               time.Time          `json:"at"`
	StoredAt         time.Time          `json:"stored_at"`
	Actor            string             `json:"actor,omitempty"`
	ActingFor        string             `json:"acting_for,omitempty"`
	Via              string             `json:"via,omitempty"`
	Command          *events.CommandRef `json:"command,omitempty"`
	RegisterRevision int                `json:"register_revision,omitempty"`
	Events           []HistoryEvent     `json:"events"`
	Hash             string             `json:"hash,omitempty"`
}

// HistoryEvent is one event of a record.
type HistoryEvent struct {
	Type string `json:"type"`
	Data any    `json:"data"`
}

// History is what happened to a case, oldest first.
type History struct {
	Label
	Records []HistoryEntry `json:"records"`
	After   int            `json:"after,omitempty"` // ask with it for what follows; none at the end
}
