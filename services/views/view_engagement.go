package views

import (
	"context"
	"slices"

	"comity/events"
	"comity/services/views/answer"
	"comity/workflow"
)

// viewEngagement shows the engagement log and its coverage (F55), and what associates say (F45), to whoever takes part in the partnership.
func viewEngagement(_ context.Context, q *query, _ struct{}) (*answer.Engagement, error) {
	r := q.register()
	if !workflow.Clears(q.generally(), workflow.ClearPartners) {
		return nil, refuse(workflow.NotPermitted, "Only those who take part in the partnership may read whom it reached.")
	}
	today := r.CalendarAt(q.now).DateOf(q.now)
	out := &answer.Engagement{From: today.AddMonths(-12).AddDays(1), Until: today, Log: []events.EngagementRecorded{}, Feedback: []events.FeedbackGiven{},
		Associates: []answer.AssociateOf{}, Bodies: []answer.Organisation{}, MayLog: workflow.MayLog(r, q.Actor, q.now)}
	out.Coverage = workflow.Covered(r, out.From, out.Until, q.now)
	for _, e := range slices.Backward(r.Engagements) {
		if !amounts(q.generally()) {
			e.Note, e.Person = "", ""
		}
		out.Log = append(out.Log, e)
	}
	if amounts(q.generally()) {
		out.Feedback = append(out.Feedback, r.Feedback...)
		slices.Reverse(out.Feedback)
	}
	if g := r.GovernanceAt(q.now); g != nil {
		for _, b := range g.ScrutinyBodies {
			out.Bodies = append(out.Bodies, answer.Organisation{ID: b.ID, Name: b.Name})
		}
		for _, o := range g.OverarchingPartnerships {
			out.Bodies = append(out.Bodies, answer.Organisation{ID: o.ID, Name: o.Name})
		}
		for i := range g.Boards {
			b := &g.Boards[i]
			for j := range b.Associates {
				if a := &b.Associates[j]; a.In(today) {
					_, may := workflow.TwinnedAs(r, b, a, q.Actor, q.now)
					out.Associates = append(out.Associates, answer.AssociateOf{Board: b.ID, Associate: a.ID, Name: a.Name, Twins: a.TwinnedWith, MayPassOn: may})
				}
			}
		}
	}
	return out, nil
}
