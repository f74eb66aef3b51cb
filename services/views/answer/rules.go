package answer

import "comity/workflow/document"

// RulesArgs asks for the documents in force; of a version of a workflow where one is named, as a case is pinned to one.
type RulesArgs struct {
	Workflow string `json:"workflow,omitempty" doc:"The workflow; the one that a case submitted today would follow unless said otherwise."`
	Version  int    `json:"version,omitempty" doc:"Its version; the newest in force unless said otherwise."`
}

// Rules are the documents by which a partnership works, as in force now: what things are called, what may be chosen, and what a
// gate asks for. What the document only proposes, holders of seats and mandates, is left out: register answers with what holds.
type Rules struct {
	Name               string                  `json:"name"`
	Timezone           string                  `json:"timezone"`
	Classifications    []string                `json:"classifications"`
	Organisations      []Organisation          `json:"organisations"`
	Bodies             []Organisation          `json:"bodies,omitempty"` // scrutiny bodies, and those outside the partnership whose consent the law asks for
	Units              []document.Unit         `json:"units"`
	Areas              []document.Area         `json:"areas"`
	Boards             []BoardRow              `json:"boards"`
	OtherOrganisations []Organisation          `json:"other_organisations,omitempty"` // that the governance in force no longer has, or not yet: so that they have names
	EndedBoards        []BoardRow              `json:"ended_boards,omitempty"`        // that were in force before; sign-offs of the past name them
	Interests          []string                `json:"interests"`                     // that make a seat stand aside
	Workflow           document.WorkflowMeta   `json:"workflow"`
	Stages             []document.Stage        `json:"stages"`
	Gates              []document.Gate         `json:"gates"`
	EvidenceTypes      []document.EvidenceType `json:"evidence_types"` // the standard ones, and the workflow's own
	Tolerances         document.Tolerances     `json:"tolerances"`
	Amendments         document.Amendments     `json:"amendments"` // what becomes of votes when a case is amended at its gate
}
