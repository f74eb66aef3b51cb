package workflow

import "comity/workflow/calendar"

// LevelReportRecord records a board's progress report for a period to the boards above it, by the person who presides or by the board's
// secretary. One that is late stays late.
//
// Yields LevelReportRecorded. Refusals: not_permitted, not_found (the board owes no such report), wrong_stage (it was made before),
// malformed (a period that has not begun; a day to come). Source: F05, A¶102, docs/decisions/0024.
type LevelReportRecord struct {
	Board      string        `json:"board" required:"true" doc:"The board that reports."`
	From       calendar.Date `json:"from_on,omitzero" doc:"First day of the period; the oldest that is not reported on unless said otherwise."`
	Summary    string        `json:"summary" required:"true" doc:"What was done, what was not, and what is asked of the boards above."`
	Minute     string        `json:"minute,omitempty" doc:"The minute that agreed it."`
	ReportedOn calendar.Date `json:"reported_on,omitzero" doc:"The day; today unless said otherwise."`
}

// CommandName implements Command.
func (*LevelReportRecord) CommandName() string { return "level_report.record" }

// AggregateID implements Command.
func (*LevelReportRecord) AggregateID() string { return "" }
