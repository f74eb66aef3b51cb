package events

import "time"

// RiskRecorded puts a risk in the register of a case, or says how one that stands there is seen now: every field is as it is from then on.
type RiskRecorded struct {
	Risk       string `json:"risk"`
	Title      string `json:"title"`
	Kind       string `json:"kind"`                 // hazard, opportunity
	Owner      string `json:"owner,omitempty"`      // the organisation that answers for it; none yet
	Level      string `json:"level,omitempty"`      // of governance, that manages it
	Likelihood int    `json:"likelihood,omitempty"` // from 1, on the scale of the workflow; 0 where it is not assessed
	Impact     int    `json:"impact,omitempty"`     // likewise
	Severity   int    `json:"severity,omitempty"`   // the two multiplied
	Response   string `json:"response,omitempty"`   // what is done about it
	ReviewOn   string `json:"review_on,omitempty"`  // the last day on which it is to be looked at again
	Again      bool   `json:"again,omitempty"`      // it stood in the register before
	NewOwner   bool   `json:"new_owner,omitempty"`  // and its owner did not answer for it before
	Person     string `json:"person"`
	Minute     string `json:"minute,omitempty"`
}

// RiskOverdue says that the day has passed on which a risk was to be looked at again.
type RiskOverdue struct {
	Risk       string    `json:"risk"`
	Owner      string    `json:"owner,omitempty"`
	Level      string    `json:"level,omitempty"`
	DueAt      time.Time `json:"due_at"` // the end of that day
	DetectedAt time.Time `json:"detected_at"`
}

// RiskClosed takes a risk off the register, with what came of it.
type RiskClosed struct {
	Risk   string `json:"risk"`
	Owner  string `json:"owner,omitempty"`
	Level  string `json:"level,omitempty"`
	Note   string `json:"note"`
	Person string `json:"person"`
	Minute string `json:"minute,omitempty"`
}

// EventType implements Event.
func (RiskRecorded) EventType() string { return "risk.recorded" }

// EventType implements Event.
func (RiskOverdue) EventType() string { return "risk.overdue" }

// EventType implements Event.
func (RiskClosed) EventType() string { return "risk.closed" }

func init() {
	known[RiskRecorded](1)
	known[RiskOverdue](1)
	known[RiskClosed](1)
}
