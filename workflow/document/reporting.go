package document

import "comity/workflow/calendar"

// Reporting says what is owed after a decision, and within what time.
type Reporting struct {
	// Within what time a seat reports back on a decision that touches an organisation it represents. Without it only seats with a time of their own owe that.
	ReportBackWithin calendar.Period `json:"report_back_within" example:"P10WD"`
	// How long an overdue undertaking stays before the executive level before it climbs to the strategic one; ten working days unless said otherwise.
	ClimbsAfter calendar.Period `json:"climbs_after" example:"P10WD"`
	// Within what time a directed area board carries out what an executive board decided. Without it such decisions become no undertakings.
	DirectedWithin calendar.Period `json:"directed_within" example:"P20WD"`
	// Whether each organisation is sent what was decided that touches it and what that means for it, at the end of each month. Without it nobody is.
	Briefing string `json:"briefing" check:"enum=briefings" example:"monthly"`
}

// BriefingMonthly is how often organisations are briefed (F54).
const BriefingMonthly = "monthly"

// The values of a board's relationship.
const (
	RelationDirected   = "directed"
	RelationAutonomous = "autonomous"
)
