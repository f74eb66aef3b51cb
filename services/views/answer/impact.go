package answer

import "comity/workflow"

// ImpactArgs asks what publishing a document would do.
type ImpactArgs struct {
	Source string `json:"source" required:"true" doc:"The text of the document, a governance or a workflow."`
}

// Impact is what publishing a document would do to what is running. Nothing is written.
type Impact struct {
	workflow.Impact
}
