package events

import "time"

// SignOffOverdue says that the day of a sign-off has passed without its decision, and that it goes on waiting: the workflow has it
// stay open, or it is asked after its gate. It is recorded once. Silence never approves.
type SignOffOverdue struct {
	SignOff    string    `json:"signoff"`
	Gate       string    `json:"gate"`
	GateRound  int       `json:"gate_round"`
	DueAt      time.Time `json:"due_at"`
	DetectedAt time.Time `json:"detected_at"`
	Boards     []string  `json:"boards,omitempty"` // whose chair and secretariat are told, besides those who are asked
}

// EventType implements Event.
func (SignOffOverdue) EventType() string { return "signoff.overdue" }

func init() { known[SignOffOverdue](1) }
