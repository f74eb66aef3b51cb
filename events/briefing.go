package events

import "time"

// BriefingIssued sends an organisation its briefing for a month: the decisions of that month that touch it (F54). What they mean for it
// is said to each reader as far as that reader may see it, so that nothing but the references stands here.
type BriefingIssued struct {
	Organisation string            `json:"organisation"`
	Month        string            `json:"month"`     // 2027-01
	FromAt       time.Time         `json:"from_at"`   // 00:00:00 local time of its first day
	UntilAt      time.Time         `json:"until_at"`  // 00:00:00 local time of the first day of the next month, which is not in it
	Decisions    []BriefedDecision `json:"decisions"` // in the order in which they were taken; never empty
}

// BriefedDecision names a decision of a board or of a named officer.
type BriefedDecision struct {
	Case    string `json:"case"`
	SignOff string `json:"signoff"`
	Gate    string `json:"gate"`
	Round   int    `json:"round"` // of the gate
}

// BriefingMonthClosed says that a month has been gone through, once, after its last second: who was briefed, and that nothing touched
// the others.
type BriefingMonthClosed struct {
	Month         string    `json:"month"`
	UntilAt       time.Time `json:"until_at"`
	DetectedAt    time.Time `json:"detected_at"`             // when the end of the month was noticed
	Organisations []string  `json:"organisations,omitempty"` // that were briefed
}

// EventType implements Event.
func (BriefingIssued) EventType() string { return "briefing.issued" }

// EventType implements Event.
func (BriefingMonthClosed) EventType() string { return "briefing.month_closed" }

func init() {
	known[BriefingIssued](1)
	known[BriefingMonthClosed](1)
}
