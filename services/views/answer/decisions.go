package answer

import (
	"time"

	"comity/workflow"
)

// DecisionsArgs asks for decisions.
type DecisionsArgs struct {
	Organisation string `json:"organisation,omitempty" doc:"Only those on cases that touch it: that it sponsors, puts something into, or that are in its areas."`
	Month        string `json:"month,omitempty" doc:"Only those taken in this month: 2027-01."`
	Case         string `json:"case,omitempty" doc:"Only those on this case."`
}

// Decisions lists decisions on the cases that the reader may see, oldest first: with whom each binds, and what it means for the
// organisation that is asked about.
type Decisions struct {
	Organisation string        `json:"organisation,omitempty"`
	Month        string        `json:"month,omitempty"`
	Decisions    []DecisionRow `json:"decisions"`
}

// DecisionRow is one decision of a board or of a named officer.
type DecisionRow struct {
	Case      string    `json:"case"`
	Title     string    `json:"title"`
	Gate      string    `json:"gate"`
	Round     int       `json:"round"`
	SignOff   string    `json:"signoff"`
	Board     string    `json:"board,omitempty"`
	Officer   string    `json:"officer,omitempty"` // organisation and post
	Act       string    `json:"act"`
	Result    string    `json:"result"`
	DecidedAt time.Time `json:"decided_at"`
	workflow.InEffect
	Superseded bool             `json:"superseded,omitempty"` // the gate was asked for again
	Dissent    bool             `json:"dissent,omitempty"`
	Conditions []string         `json:"conditions,omitempty"`
	Binding    workflow.Binding `json:"binding_on"`
	Touches    []string         `json:"touches"` // organisations

	// Means is what the decision means for the organisation that was asked about.
	Means *Implications `json:"means,omitempty"`
}

// Implications are what an organisation puts into a case, and what it owes after its decisions.
type Implications struct {
	Commitments []ImpliedCommitment `json:"commitments"` // for those who may see amounts
	Consent     string              `json:"consent,omitempty"`
	Duties      []Duty              `json:"duties"`
}

// ImpliedCommitment is one thing that an organisation puts in.
type ImpliedCommitment struct {
	Commitment    string `json:"commitment"`
	Kind          string `json:"kind"`
	Mode          string `json:"mode"`
	Pence         int64  `json:"amount_pence,omitempty"`
	FTEHundredths int64  `json:"fte_hundredths,omitempty"`
	Description   string `json:"description,omitempty"`
}
