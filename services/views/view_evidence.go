package views

import (
	"context"

	"comity/services/views/answer"
	"comity/workflow"
)

// viewEvidence says whether the reader may open a document. Whoever may open none of the case's hears the same of an item that
// there is and of one that there is not.
func viewEvidence(ctx context.Context, q *query, args answer.EvidenceArgs) (*answer.Evidence, error) {
	h, _, err := q.theCase(ctx, args.Case)
	if err != nil {
		return nil, err
	}
	c := h.theCase()
	if !workflow.MayOpen(c, q.register(), q.Actor, q.now) {
		return nil, refuse(workflow.NotPermitted, "You may not open the documents of this case.")
	}
	for _, e := range c.Evidence {
		if e.Item == args.Item && e.Digest != "" {
			return &answer.Evidence{Case: c.ID, Item: e.Item, Type: e.Type, Title: e.Title, DatedOn: e.DatedOn, AddedAt: e.AddedAt, Digest: e.Digest,
				FileName: e.FileName, MediaType: e.MediaType, Bytes: e.Bytes}, nil
		}
	}
	return nil, refuse(workflow.NotFound, "The case has no such document.")
}
