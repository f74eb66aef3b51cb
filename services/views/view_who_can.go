package views

import (
	"context"

	"comity/services/views/answer"
	"comity/workflow"
)

// viewWhoCan answers from the documents and mandates in force, for whoever is anything in the partnership: mandates are not for the public.
func viewWhoCan(ctx context.Context, q *query, args answer.WhoCanArgs) (*answer.WhoCan, error) {
	r, err := q.reckoned(ctx)
	if err != nil {
		return nil, err
	}
	if !workflow.Clears(workflow.Generally(r, q.Actor, q.now), workflow.ClearPartners) {
		return nil, refuse(workflow.NotPermitted, "Only those who take part in the partnership may ask who can commit and decide.")
	}
	list, no := workflow.AnswerWhoCan(r, workflow.WhoCanAsk{
		Act: args.Act, ValuePence: args.ValuePence, Organisation: args.Organisation, Kind: args.Kind, Mode: args.Mode, Service: args.Service,
		Areas: args.Areas, Outcome: args.Outcome, Workflow: args.Workflow, Reader: q.Actor,
	}, q.now)
	if no != nil {
		return nil, no
	}
	return &answer.WhoCan{Who: list}, nil
}
