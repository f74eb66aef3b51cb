package answer

import "comity/workflow"

// ScrutinyArgs asks for the cases of scrutiny.
type ScrutinyArgs struct {
	Body string `json:"body,omitempty" doc:"Only what this scrutiny body may call in; the reader's own bodies unless said otherwise, of all for who is of none."`
}

// Scrutiny lists the decisions that scrutiny may call in now, and those that it could or has. Everybody may read it, as the forward
// plan; a title and the reasons of a call-in stand only where the reader may see the case.
type Scrutiny struct {
	Bodies    []workflow.Named `json:"bodies"` // whose cases these are
	Decisions []CallableRow    `json:"decisions"`
}

// CallableRow is one of them.
type CallableRow struct {
	workflow.Callable
	Title     string `json:"title,omitempty"` // of the case
	MayCallIn bool   `json:"may_call_in"`     // the reader hands in requisitions of a body that may, and its time runs
}
