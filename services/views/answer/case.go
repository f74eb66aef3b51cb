package answer

import (
	"time"

	"comity/workflow"
)

// CaseArgs asks for one case.
type CaseArgs struct {
	Case string `json:"case" required:"true" doc:"The case."`
}

// Label is what everybody who may know of a case sees of it.
type Label struct {
	Case           string `json:"case"`
	Revision       int    `json:"revision,omitempty"`
	Label          string `json:"label"`
	Stage          string `json:"stage"`
	Status         string `json:"status"`
	Outcome        string `json:"outcome,omitempty"`
	Classification string `json:"classification"`

	// Limited says that the reader's clearance shows no more than this.
	Limited bool `json:"limited,omitempty"`
}

// Case is a case as it stands: its label, and for those who may see it, all of it.
type Case struct {
	Label
	RegisterRevision int                      `json:"register_revision,omitempty"`
	Clearance        string                   `json:"clearance,omitempty"` // the reader's, of this case
	State            *workflow.Case           `json:"state,omitempty"`
	Money            *Money                   `json:"money,omitempty"`
	Outstanding      []string                 `json:"outstanding,omitempty"`
	Waiting          []workflow.Waiting       `json:"waiting,omitempty"`
	Evidence         []workflow.EvidenceAsked `json:"evidence,omitempty"` // what the gate ahead asks for
	SignOffs         []SignOffNow             `json:"signoffs,omitempty"`
	Due              []workflow.DueItem       `json:"due,omitempty"`
}

// SignOffNow is what the register says about a sign-off of the present round: its board, who presides, who is awaited.
type SignOffNow struct {
	SignOff string `json:"signoff"`
	Board   string `json:"board,omitempty"`
	Level   string `json:"level,omitempty"`
	Act     string `json:"act"`
	State   string `json:"state"`
	Result  string `json:"result,omitempty"`

	DecidedAt time.Time          `json:"decided_at,omitzero"` // also of an urgent decision, which is provisional
	Effect    *workflow.InEffect `json:"effect,omitempty"`    // of a decision

	Presiding string    `json:"presiding,omitempty"` // seat
	Awaited   []string  `json:"awaited,omitempty"`   // seats that may still vote
	DueAt     time.Time `json:"due_at,omitzero"`
	Overdue   bool      `json:"overdue,omitempty"`
}

// Explain says what a case waits for, the most pressing first.
type Explain struct {
	Label
	Outstanding []string           `json:"outstanding"`
	Waiting     []workflow.Waiting `json:"waiting"`
	Due         []workflow.DueItem `json:"due"`
}

// Position says how far the view of the partnership's partition has come; the position itself is the answer's own.
type Position struct {
	Partition        int `json:"partition"`
	RegisterRevision int `json:"register_revision"`
}
