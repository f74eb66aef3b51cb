package views

import (
	"context"

	"comity/events"
	"comity/services/views/answer"
	"comity/workflow"
)

// viewDocument answers with the text of a published version of a document, to those who work with it.
func viewDocument(ctx context.Context, q *query, args answer.DocumentArgs) (*answer.Document, error) {
	r := q.register()
	if !r.Exists() {
		return nil, refuse(workflow.NotFound, "There is no partnership %s, or it has published no governance document.", q.Partnership)
	}
	if may, err := q.mayReadDocuments(ctx); err != nil || !may {
		if err == nil {
			err = refuse(workflow.NotPermitted, "Only secretaries, officers and administrators see the documents themselves.")
		}
		return nil, err
	}
	list, inForce := r.Governance, 0
	if args.Workflow != "" {
		list = r.Workflows
		if w := r.WorkflowOn(args.Workflow, r.CalendarAt(q.now).DateOf(q.now)); w != nil {
			inForce = w.Metadata.Version
		}
	} else if g := r.GovernanceAt(q.now); g != nil {
		inForce = g.Metadata.Version
	}
	var found *workflow.Published
	for i := range list {
		p := &list[i]
		if args.Workflow != "" && p.ID != args.Workflow || args.Version != 0 && p.Version != args.Version {
			continue
		}
		if found == nil || found.Version != inForce {
			found = p
		}
	}
	if found == nil {
		return nil, refuse(workflow.NotFound, "There is no such version of this document.")
	}
	return &answer.Document{Workflow: args.Workflow, Version: found.Version, From: found.From, PublishedAt: found.PublishedAt,
		InForce: found.Version == inForce, Source: found.Source}, nil
}

// mayReadDocuments reports whether the reader works with the documents of the partnership.
func (q *query) mayReadDocuments(ctx context.Context) (bool, error) {
	if q.Actor == events.System {
		return true, nil
	}
	m, _ := workflow.Standing(q.register(), q.Actor, q.now)
	if m.Administrator || len(m.SecretaryOf)+len(m.Posts) > 0 {
		return true, nil
	}
	installation, err := q.registerOf(ctx, events.Installation)
	return err == nil && workflow.AdministratorOf(installation, q.Actor), err
}
