package workflow

import "comity/workflow/calendar"

// EngagementRecord records a seminar, a briefing of chief executives or a visit to a full council, and which organisations it reached.
//
// Yields EngagementRecorded. Refusals: not_permitted (neither a board's secretary nor a member of a unit), not_found (an organisation), malformed (a day
// to come, or nobody reached). Source: F55, K-knowledge.
type EngagementRecord struct {
	Kind     string        `json:"kind" required:"true" enum:"seminar,chief_executive_briefing,full_council_visit" doc:"What it was."`
	Title    string        `json:"title" required:"true" doc:"What it was about."`
	HeldOn   calendar.Date `json:"held_on,omitzero" doc:"The day; today unless said otherwise."`
	Audience []string      `json:"audience" required:"true" doc:"The organisations that it reached."`
	Note     string        `json:"note,omitempty" doc:"What was said, and what is to follow."`
}

// FeedbackGive passes on what an associate of a board says: to every member of the board, and to one body besides.
//
// Yields FeedbackGiven. Refusals: not_permitted (neither a member with whom the associate is twinned nor the board's secretary), not_found (the board, the
// associate at that day, or the other body), malformed (a day to come). Source: F45, A-F20.
type FeedbackGive struct {
	Board     string        `json:"board" required:"true" doc:"The board whose associate it is."`
	Associate string        `json:"associate" required:"true" doc:"The associate."`
	To        string        `json:"to" required:"true" doc:"The other body: a board, a scrutiny body or an overarching partnership."`
	Text      string        `json:"text" required:"true" doc:"What the associate says."`
	GivenOn   calendar.Date `json:"given_on,omitzero" doc:"The day; today unless said otherwise."`
}

// CommandName implements Command.
func (*EngagementRecord) CommandName() string { return "engagement.record" }

// AggregateID implements Command.
func (*EngagementRecord) AggregateID() string { return "" }

// CommandName implements Command.
func (*FeedbackGive) CommandName() string { return "feedback.give" }

// AggregateID implements Command.
func (*FeedbackGive) AggregateID() string { return "" }
