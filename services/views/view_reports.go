package views

import (
	"context"
	"slices"

	"comity/services/views/answer"
	"comity/workflow"
)

// viewReports lists the reports of levels and of quarters, for whoever has a part in the partnership (F05, F12).
func viewReports(_ context.Context, q *query, _ struct{}) (*answer.Reports, error) {
	r := q.register()
	standing, in := workflow.Standing(r, q.Actor, q.now)
	if !in && !workflow.Clears(q.generally(), workflow.ClearPartners) {
		return nil, refuse(workflow.NotPermitted, "Only those who take part in the partnership may read its reports.")
	}
	out := &answer.Reports{Owed: []answer.OwedReport{}, Made: []workflow.LevelReport{}, Quarters: slices.Clone(r.Overarching)}
	if out.Quarters == nil {
		out.Quarters = []workflow.Overarching{}
	}
	slices.Reverse(out.Quarters)
	if !workflow.Clears(q.generally(), workflow.ClearPartners) {
		return out, nil // the people of an overarching partnership read the figures of quarters
	}
	for _, x := range workflow.OwedReports(r, q.now) {
		may := slices.ContainsFunc(standing.SecretaryOf, func(n workflow.Named) bool { return n.ID == x.Board }) || workflow.Presides(r, x.Board, q.Actor, q.now)
		out.Owed = append(out.Owed, answer.OwedReport{LevelReport: x, Overdue: !x.OverdueAt.IsZero(), MayRecord: may})
	}
	for _, x := range slices.Backward(r.LevelReports) {
		if x.RecordedAt.IsZero() {
			continue
		}
		if !amounts(q.generally()) {
			x.Summary, x.Minute, x.Person = "", "", ""
		}
		out.Made = append(out.Made, x)
	}
	return out, nil
}
