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
	// Within what time the organisation that answers for a target which was missed says what it does about it; twenty working days unless said otherwise.
	MissedTargetWithin calendar.Period `json:"missed_target_within" example:"P20WD"`
	// Which levels report to the boards above them, how often and within what time. A report that is missed is told to those boards.
	Levels []LevelReport `json:"levels"`
	// Whether the partnership reports to its overarching_partnerships at the end of each quarter of the calendar.
	Overarching string `json:"overarching" check:"enum=overarching" example:"quarterly"`
	// Whether each organisation is sent what was decided that touches it and what that means for it, at the end of each month. Without it nobody is.
	Briefing string `json:"briefing" check:"enum=briefings" example:"monthly"`
}

// LevelReport says that the boards of a level report on each period to the boards above them (F05).
type LevelReport struct {
	// The level whose boards report.
	Level string `json:"level" check:"required,enum=levels" example:"executive"`
	// How long a period is.
	Every calendar.Period `json:"every" check:"required" example:"P3M"`
	// The first day of the first period; the others follow from it.
	Starting calendar.Date `json:"starting" check:"required" example:"2027-01-01"`
	// Within what time of the last day of a period the report is made; on that day unless said otherwise.
	Within calendar.Period `json:"within" example:"P10WD"`
	// How long before a report is due its board is reminded of it, at 09:00 local time; never unless said.
	Remind calendar.Period `json:"remind" example:"P5WD"`
}

// OverarchingPartnership is a partnership that sets the context of this one and to which it reports: a local strategic partnership then, a
// health and wellbeing board now. It decides nothing here (F12).
type OverarchingPartnership struct {
	// Its id.
	ID string `json:"id" check:"required,token" example:"hwb"`
	// Its name.
	Name string `json:"name" check:"required" example:"Westmere Health and Wellbeing Board"`
	// The persons to whom its reports are sent.
	People []string `json:"people" check:"token" example:"[p-hwb]"`
}

// OverarchingQuarterly is how often the overarching partnerships are reported to.
const OverarchingQuarterly = "quarterly"

// BriefingMonthly is how often organisations are briefed (F54).
const BriefingMonthly = "monthly"

// The values of a board's relationship.
const (
	RelationDirected   = "directed"
	RelationAutonomous = "autonomous"
)
