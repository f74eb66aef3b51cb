package views

import (
	"context"
	"slices"

	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/document"
)

func viewRules(_ context.Context, q *query, args answer.RulesArgs) (*answer.Rules, error) {
	r := q.register()
	g := r.GovernanceAt(q.now)
	if g == nil {
		return nil, refuse(workflow.NotFound, "There is no partnership %s, or it has published no governance document.", q.Partnership)
	}
	out := &answer.Rules{
		Name: g.Name, Timezone: r.CalendarAt(q.now).Location().String(), Classifications: g.Classifications, Units: []document.Unit{}, Areas: g.Areas,
		Interests: append([]string{document.InterestPecuniary, document.InterestProvider}, g.Interests.AlsoRecuse...),
	}
	if len(out.Classifications) == 0 {
		out.Classifications = document.Classifications
	}
	for _, o := range g.Organisations {
		out.Organisations = append(out.Organisations, answer.Organisation{ID: o.ID, Name: o.Name, Type: string(o.Type), Duty: string(o.Duty)})
	}
	for _, o := range r.OtherOrganisations(q.now) {
		out.OtherOrganisations = append(out.OtherOrganisations, answer.Organisation{ID: o.ID, Name: o.Name, Type: string(o.Type), Duty: string(o.Duty)})
	}
	for _, b := range g.ScrutinyBodies {
		out.Bodies = append(out.Bodies, answer.Organisation{ID: b.ID, Name: b.Name})
	}
	for _, b := range g.ExternalBodies {
		out.Bodies = append(out.Bodies, answer.Organisation{ID: b.ID, Name: b.Name})
	}
	for _, u := range g.Units {
		if !slices.Contains(u.Members, q.Actor) {
			u.Members = nil // who works where is for those who work there
		}
		out.Units = append(out.Units, u)
	}
	for i := range g.Boards {
		out.Boards = append(out.Boards, q.boardRow(&g.Boards[i]))
	}
	for _, b := range r.BoardsEnded(q.now) {
		out.EndedBoards = append(out.EndedBoards, q.boardRow(&b))
	}
	if w := q.workflowOf(args); w != nil {
		out.Workflow, out.Stages, out.Gates, out.Tolerances, out.Amendments = w.Metadata, w.Stages, w.Gates, w.Tolerances, w.Amendments
		out.EvidenceTypes = append(slices.Clone(w.EvidenceTypes), document.StandardEvidence...)
	}
	return out, nil
}

// workflowOf is the workflow that the question means; nil for none.
func (q *query) workflowOf(args answer.RulesArgs) *document.Workflow {
	r := q.register()
	if args.Workflow != "" && args.Version > 0 {
		return r.WorkflowVersion(args.Workflow, args.Version)
	}
	return r.WorkflowOn(args.Workflow, r.CalendarAt(q.now).DateOf(q.now))
}
