package views

import (
	"cmp"
	"context"
	"slices"

	"comity/services/views/answer"
	"comity/workflow"
)

// viewForwardPlan lists the key decisions that were announced, for everybody: that is what a forward plan is for. What the case is
// called, and why a notice was short, is for those who may see the case.
func viewForwardPlan(ctx context.Context, q *query, _ struct{}) (*answer.ForwardPlan, error) {
	rows, err := q.everyCase(ctx)
	if err != nil {
		return nil, err
	}
	out := &answer.ForwardPlan{Decisions: []answer.ForwardPlanItem{}}
	for _, row := range rows {
		if announced, err := isAnnounced(row.access); err != nil {
			return nil, err
		} else if !announced {
			continue
		}
		h, err := q.state(ctx, caseOf(q.Partnership, row.Case))
		if err != nil {
			return nil, err
		}
		c := h.theCase()
		all := sees(q.tier(c), c.Terms.Classification)
		for _, x := range workflow.ForwardPlan(c, q.register(), q.now) {
			item := answer.ForwardPlanItem{Announced: x, OrganisationName: x.Organisation}
			if all {
				item.Title = c.Terms.Title
			} else {
				item.Reference, item.Reason = "", ""
			}
			if o := q.register().GovernanceAt(q.now).Organisation(x.Organisation); o != nil {
				item.OrganisationName = o.Name
			}
			out.Decisions = append(out.Decisions, item)
		}
	}
	slices.SortStableFunc(out.Decisions, func(a, b answer.ForwardPlanItem) int {
		done := func(x answer.ForwardPlanItem) int {
			if x.DecidedOn != "" {
				return 1
			}
			return 0
		}
		return cmp.Or(cmp.Compare(done(a), done(b)), cmp.Compare(a.EarliestOn, b.EarliestOn), cmp.Compare(a.Case, b.Case), cmp.Compare(a.Notice, b.Notice))
	})
	return out, nil
}
