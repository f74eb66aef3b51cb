package answer

import (
	"comity/events"
	"comity/workflow"
	"comity/workflow/calendar"
)

// Engagement is the engagement log, how each organisation was reached in the twelve months that end today, and what associates of boards say.
type Engagement struct {
	From       calendar.Date               `json:"from_on"`
	Until      calendar.Date               `json:"until_on"`
	Coverage   []workflow.Coverage         `json:"coverage"` // every organisation, in the order of the governance
	Log        []events.EngagementRecorded `json:"log"`      // newest first
	Feedback   []events.FeedbackGiven      `json:"feedback"` // newest first, for those who see what is confidential to the boards
	Associates []AssociateOf               `json:"associates"`
	Bodies     []Organisation              `json:"bodies"` // scrutiny bodies and overarching partnerships, which may hear an associate besides a board
	MayLog     bool                        `json:"may_log,omitempty"`
}

// AssociateOf is an associate of a board today.
type AssociateOf struct {
	Board     string   `json:"board"`
	Associate string   `json:"associate"`
	Name      string   `json:"name"`
	Twins     []string `json:"twinned_with"` // seats
	MayPassOn bool     `json:"may_pass_on,omitempty"`
}
