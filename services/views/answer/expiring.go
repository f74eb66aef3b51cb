package answer

import "comity/workflow"

// ExpiringArgs ask what ends.
type ExpiringArgs struct {
	Organisation string `json:"organisation,omitempty" doc:"Only what is this organisation's."`
	Case         string `json:"case,omitempty" doc:"Only what is of this case."`
	What         string `json:"what,omitempty" enum:"agreement,contract,grant,mandate,term,deputy" doc:"Only what is of this kind."`
	Mine         bool   `json:"mine,omitempty" doc:"Only what concerns you: your seats, your unit's cases, what is of an organisation whose officer you are, your pools."`
}

// Expiring lists what ends on a day, soonest first: agreements, contracts, grants, mandates, terms and deputies' times. What has ended stays
// listed until something else takes its place.
type Expiring struct {
	Items []ExpiringItem `json:"items"`
}

// ExpiringItem is one thing that ends.
type ExpiringItem struct {
	workflow.Ending
	Title             string   `json:"title,omitempty"` // of the case
	OrganisationNames []string `json:"organisation_names"`
}
