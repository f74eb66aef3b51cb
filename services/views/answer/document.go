package answer

import (
	"time"

	"comity/workflow/calendar"
)

// DocumentArgs asks for the text of a published document: the governance unless a workflow is named.
type DocumentArgs struct {
	Workflow string `json:"workflow,omitempty" doc:"The workflow; the governance unless one is named."`
	Version  int    `json:"version,omitempty" doc:"Its version; the one in force, or else the newest, unless said otherwise."`
}

// Document is a published document as it was written. Only those who have a post, keep a board's papers or administer see it: it
// names people, and proposes what an organisation has not confirmed.
type Document struct {
	Workflow    string        `json:"workflow,omitempty"` // none: the governance
	Version     int           `json:"version"`
	From        calendar.Date `json:"from,omitzero"`
	PublishedAt time.Time     `json:"published_at"`
	InForce     bool          `json:"in_force,omitempty"`
	Source      string        `json:"source"` // YAML
}
