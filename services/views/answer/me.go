package answer

import "comity/workflow"

// Me is what the person who asks is, in every partnership of the installation that they are anything in, in the order of
// their ids. An administrator of the installation has every partnership, also those in which they are nothing else.
type Me struct {
	Person        string       `json:"person"`
	Administrator bool         `json:"administrator,omitempty"` // of the installation
	Partnerships  []Membership `json:"partnerships"`
}

// Membership is what a person is in one partnership now.
type Membership = workflow.Membership
