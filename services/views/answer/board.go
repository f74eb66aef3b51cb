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
	SignOffs []SignOffRow        `json:"signoffs"` // waiting or open, the nearest deadline first
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
