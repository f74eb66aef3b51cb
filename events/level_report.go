package events

import "time"

// LevelReportRecorded is a board's progress report for a period to the boards above it (F05).
type LevelReportRecorded struct {
	Board      string   `json:"board"`
	To         []string `json:"to"`      // the boards to which it is made
	From       string   `json:"from_on"` // first day of the period
	Until      string   `json:"until_on"`
	Summary    string   `json:"summary"`
	Minute     string   `json:"minute,omitempty"`
	ReportedOn string   `json:"reported_on"`
	Late       bool     `json:"late,omitempty"`
	Person     string   `json:"person"`
}

// LevelReportOverdue says, once, to the boards above that a board has not reported on a period in its time.
type LevelReportOverdue struct {
	Board      string    `json:"board"`
	To         []string  `json:"to"`
	From       string    `json:"from_on"`
	Until      string    `json:"until_on"`
	DueAt      time.Time `json:"due_at"`
	DetectedAt time.Time `json:"detected_at"`
}

// LevelReportReminded tells a board, once, that its report on a period falls due.
type LevelReportReminded struct {
	Board string    `json:"board"`
	From  string    `json:"from_on"`
	Until string    `json:"until_on"`
	DueAt time.Time `json:"due_at"`
}

// OverarchingReported is a partnership's report for a quarter to the partnerships that set its context: how its cases and their targets
// stand (F12). It holds figures and nothing of any one case.
type OverarchingReported struct {
	To         []string      `json:"to"`      // the overarching partnerships
	Quarter    string        `json:"quarter"` // of the calendar: 2026-Q4
	FromAt     time.Time     `json:"from_at"`
	UntilAt    time.Time     `json:"until_at"` // 00:00:00 local time of the first day of the next quarter, which is not in it
	DetectedAt time.Time     `json:"detected_at"`
	Cases      CaseFigures   `json:"cases"`
	Targets    TargetFigures `json:"targets"`
}

// CaseFigures count cases.
type CaseFigures struct {
	Open    int           `json:"open"`     // submitted and not closed, at the end of the quarter
	ByStage []StageFigure `json:"by_stage"` // of the open ones, by stage
	Begun   int           `json:"begun"`    // drafted in the quarter
	Decided int           `json:"decided"`  // decisions of boards and officers in the quarter
	Closed  int           `json:"closed"`   // of all time
}

// StageFigure counts the open cases at a stage.
type StageFigure struct {
	Stage string `json:"stage"`
	Cases int    `json:"cases"`
}

// TargetFigures count the targets of open cases by what was measured last.
type TargetFigures struct {
	Set        int `json:"set"`
	Met        int `json:"met"`
	NotMet     int `json:"not_met"`
	Unmeasured int `json:"unmeasured"`
}

// EventType implements Event.
func (LevelReportRecorded) EventType() string { return "level_report.recorded" }

// EventType implements Event.
func (LevelReportOverdue) EventType() string { return "level_report.overdue" }

// EventType implements Event.
func (LevelReportReminded) EventType() string { return "level_report.reminded" }

// EventType implements Event.
func (OverarchingReported) EventType() string { return "overarching.reported" }

func init() {
	known[LevelReportRecorded](1)
	known[LevelReportOverdue](1)
	known[LevelReportReminded](1)
	known[OverarchingReported](1)
}
