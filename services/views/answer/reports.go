package answer

import (
	"comity/workflow"
)

// Reports lists what boards owe, have missed and have made to the boards above them, and what was reported of quarters.
type Reports struct {
	Owed     []OwedReport           `json:"owed"`     // for periods that have begun, oldest first
	Made     []workflow.LevelReport `json:"made"`     // newest first; the summary for those who see what is confidential to the boards
	Quarters []workflow.Overarching `json:"quarters"` // newest first
}

// OwedReport is a report that has not been made.
type OwedReport struct {
	workflow.LevelReport
	Overdue   bool `json:"overdue,omitempty"`
	MayRecord bool `json:"may_record,omitempty"` // the reader may record it
}
