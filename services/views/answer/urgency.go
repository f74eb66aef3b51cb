package answer

import "comity/workflow"

// UrgencyArgs asks for the register of urgency.
type UrgencyArgs struct {
	Year string `json:"year,omitempty" doc:"Only what was used in this financial year: 2026-27."`
	Body string `json:"body,omitempty" doc:"Only the uses of this board, or on key decisions of this organisation."`
	Case string `json:"case,omitempty" doc:"Only those on this case."`
}

// Urgency is the register of urgency: every use of a route that is quicker than the ordinary one, oldest first, and how often each
// body used which in which financial year, and was refused. That a route was used is for everybody; the case's title, who, why and
// what was said stand only where the reader may see the case, sums only where the reader may see amounts.
type Urgency struct {
	Year   string                  `json:"year,omitempty"`
	Body   string                  `json:"body,omitempty"`
	Years  []string                `json:"years"` // in which a route was used, the newest first
	Uses   []UrgencyRow            `json:"uses"`
	Counts []workflow.UrgencyCount `json:"counts"`
}

// UrgencyRow is one use of an urgent route.
type UrgencyRow struct {
	workflow.UrgentUse
	Title   string `json:"title,omitempty"`   // of the case
	Limited bool   `json:"limited,omitempty"` // the reader may know that a route was used, and no more
}
