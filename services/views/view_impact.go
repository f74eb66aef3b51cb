package views

import (
	"context"

	"comity/services/views/answer"
	"comity/workflow"
)

// viewImpact says what publishing a document would do to boards, seats and running cases, to those who work with the documents. Of a case it
// says the reference, where it stands and which boards are asked; nothing of what it is about.
func viewImpact(ctx context.Context, q *query, args answer.ImpactArgs) (*answer.Impact, error) {
	if may, err := q.mayReadDocuments(ctx); err != nil || !may {
		if err == nil {
			err = refuse(workflow.NotPermitted, "Only secretaries, officers and administrators ask what a document would change.")
		}
		return nil, err
	}
	rows, err := q.everyCase(ctx)
	if err != nil {
		return nil, err
	}
	var cases []*workflow.Case
	for _, row := range rows {
		if !row.open {
			continue
		}
		h, err := q.state(ctx, caseOf(q.Partnership, row.Case))
		if err != nil {
			return nil, err
		}
		cases = append(cases, h.theCase())
	}
	out, no := workflow.ImpactOf(q.register(), cases, args.Source, q.now)
	if no != nil {
		return nil, no
	}
	return &answer.Impact{Impact: *out}, nil
}
