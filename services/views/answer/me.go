package answer

import "comity/workflow"

// MeArgs are those of the view me.
type MeArgs struct {
	Partnership string `json:"partnership,omitempty" doc:"A partnership of which something is known that the answer has to have seen."`
	Position    uint64 `json:"position,omitempty" doc:"How far the answer has to have read of it: the seq of a command's answer."`
}

// Awaits says how far the view has to have read of which other partnership.
func (a MeArgs) Awaits() (partnership string, position uint64) { return a.Partnership, a.Position }

// Me is what the person who asks is, in every partnership of the installation that they are anything in, in the order of
// their ids. An administrator of the installation has every partnership, also those in which they are nothing else.
type Me struct {
	Person        string       `json:"person"`
	Administrator bool         `json:"administrator,omitempty"` // of the installation
	Partnerships  []Membership `json:"partnerships"`
}

// Membership is what a person is in one partnership now.
type Membership = workflow.Membership
