package events

import "time"

// CaseAdopted pins the workflow version to a case that was under way before Comity, and takes it up at the stage that it has reached.
// What was decided before is quoted, with its minute; none of it is a sign-off or a consent of this record.
type CaseAdopted struct {
	Workflow string           `json:"workflow"`
	Version  int              `json:"version"`
	Stage    string           `json:"stage"`
	SinceAt  time.Time        `json:"since_at"` // since when it is at the stage
	Cycle    int              `json:"cycle"`    // of review, from 1
	Quoted   []QuotedDecision `json:"quoted,omitempty"`
}

// QuotedDecision is a decision that was taken elsewhere, as its minute has it.
type QuotedDecision struct {
	Gate      string    `json:"gate"`       // at which it would have been taken
	By        string    `json:"by"`         // who decided, in words
	DecidedAt time.Time `json:"decided_at"` // the first moment of the day
	Minute    string    `json:"minute"`
	Result    string    `json:"result"` // in words
}

// EventType implements Event.
func (CaseAdopted) EventType() string { return "case.adopted" }

func init() { known[CaseAdopted](1) }
