package answer

import "comity/workflow"

// ForwardPlan lists the key decisions that were announced, those still to be decided first, each group by the day from which they
// may be decided. Everybody may read it; a title stands only where the reader may see the case.
type ForwardPlan struct {
	Decisions []ForwardPlanItem `json:"decisions"`
}

// ForwardPlanItem is one of them.
type ForwardPlanItem struct {
	workflow.Announced
	Title            string `json:"title,omitempty"` // of the case
	OrganisationName string `json:"organisation_name"`
}
