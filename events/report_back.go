package events

import "time"

// ReportBackAsked gives a seat the duty to tell those for whom it speaks what its board decided.
type ReportBackAsked struct {
	ReportBack    string    `json:"report_back"`
	Seat          string    `json:"seat"`
	Board         string    `json:"board"`
	SignOff       string    `json:"signoff"` // the decision
	Gate          string    `json:"gate"`
	Result        string    `json:"result"`
	Organisations []string  `json:"organisations"` // that the decision touches and the seat represents
	DueAt         time.Time `json:"due_at"`
}

// ReportBackOverdue says that the day has passed and nobody has reported back from the seat.
type ReportBackOverdue struct {
	ReportBack string    `json:"report_back"`
	Seat       string    `json:"seat"`
	SignOff    string    `json:"signoff"`
	DueAt      time.Time `json:"due_at"`
	DetectedAt time.Time `json:"detected_at"`
}

// ReportBackEscalated brings an overdue report-back before the level above the seat's board.
type ReportBackEscalated struct {
	ReportBack string    `json:"report_back"`
	Seat       string    `json:"seat"`
	Level      string    `json:"level"`
	Boards     []string  `json:"boards"`
	DueAt      time.Time `json:"due_at"`
	DetectedAt time.Time `json:"detected_at"`
}

// ReportBackRecorded is the record of who holds the seat that the decision was passed on.
type ReportBackRecorded struct {
	ReportBack  string `json:"report_back"`
	Seat        string `json:"seat"`
	Person      string `json:"person"`
	AsDeputyFor string `json:"as_deputy_for,omitempty"`
	Note        string `json:"note"` // to whom, how, and where it is recorded
	ReportedOn  string `json:"reported_on"`
	Late        bool   `json:"late,omitempty"`
}

// EventType implements Event.
func (ReportBackAsked) EventType() string { return "report_back.asked" }

// EventType implements Event.
func (ReportBackOverdue) EventType() string { return "report_back.overdue" }

// EventType implements Event.
func (ReportBackEscalated) EventType() string { return "report_back.escalated" }

// EventType implements Event.
func (ReportBackRecorded) EventType() string { return "report_back.recorded" }

func init() {
	known[ReportBackAsked](1)
	known[ReportBackOverdue](1)
	known[ReportBackEscalated](1)
	known[ReportBackRecorded](1)
}
