package answer

import (
	"time"

	"comity/workflow"
	"comity/workflow/document"
)

// BoardArgs asks for one board.
type BoardArgs struct {
	Board string `json:"board" required:"true" doc:"The board."`
}

// Board is a board as in force now: seats, meetings, and what it has before it.
type Board struct {
	BoardRow
	Quorum   document.Quorum     `json:"quorum"`
	Rule     document.Rule       `json:"rule"`
	Meetings []*workflow.Meeting `json:"meetings"`
	SignOffs []SignOffRow        `json:"signoffs"`         // waiting or open, the nearest deadline first
	Digest   []DigestRow         `json:"digest,omitempty"` // of a strategic board: what was decided in the last three months without it, the newest first
}

// DigestRow is a decision at a gate for which a strategic board was not asked.
type DigestRow struct {
	Case        string    `json:"case"`
	Title       string    `json:"title,omitempty"`
	Gate        string    `json:"gate"`
	Boards      []string  `json:"boards,omitempty"` // that decided
	DecidedAt   time.Time `json:"decided_at"`
	EffectiveAt time.Time `json:"effective_at,omitzero"`
}

// SignOffRow is a sign-off that is not finished, in a list.
type SignOffRow struct {
	Case    string `json:"case"`
	Title   string `json:"title,omitempty"`
	SignOff string `json:"signoff"`
	Gate    string `json:"gate"`

	// GateRound is said of an urgent decision that is to be ratified, whose gate may be behind the case: its state is provisional.
	GateRound int `json:"gate_round,omitempty"`

	Board    string    `json:"board,omitempty"`
	Level    string    `json:"level,omitempty"`
	Officer  string    `json:"officer,omitempty"` // organisation and post
	Act      string    `json:"act"`
	State    string    `json:"state"`
	OpenedAt time.Time `json:"opened_at,omitzero"`
	DueAt    time.Time `json:"due_at,omitzero"`
	Overdue  bool      `json:"overdue,omitempty"`
	Awaited  []string  `json:"awaited,omitempty"` // seats that may still vote
}
