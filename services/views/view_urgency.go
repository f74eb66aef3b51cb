package views

import (
	"cmp"
	"context"
	"slices"

	"comity/services/views/answer"
	"comity/workflow"
)

// viewUrgency is the register of urgency. Everybody may know that an urgent route was used, by which body and with what end: that is
// what keeps urgency from becoming routine. What it was about is for those who may see the case.
func viewUrgency(ctx context.Context, q *query, args answer.UrgencyArgs) (*answer.Urgency, error) {
	uses, err := q.urgentUses(ctx)
	if err != nil {
		return nil, err
	}
	out := &answer.Urgency{Year: args.Year, Body: args.Body, Years: []string{}, Uses: []answer.UrgencyRow{}}
	var counted []workflow.UrgentUse
	for _, u := range uses {
		if !slices.Contains(out.Years, u.FinancialYear) {
			out.Years = append(out.Years, u.FinancialYear)
		}
		if args.Year != "" && u.FinancialYear != args.Year || args.Body != "" && u.Body() != args.Body || args.Case != "" && u.Case != args.Case {
			continue
		}
		out.Uses, counted = append(out.Uses, u), append(counted, u.UrgentUse)
	}
	slices.SortFunc(out.Years, func(a, b string) int { return cmp.Compare(b, a) })
	out.Counts = workflow.CountUrgency(counted)
	return out, nil
}

// urgentUses lists every use of an urgent route, as the reader may know of it, oldest first.
func (q *query) urgentUses(ctx context.Context) ([]answer.UrgencyRow, error) {
	rows, err := q.everyCase(ctx)
	if err != nil {
		return nil, err
	}
	var out []answer.UrgencyRow
	for _, row := range rows {
		if urgent, err := isUrgent(row.access); err != nil {
			return nil, err
		} else if !urgent {
			continue
		}
		c, tier, err := q.seen(ctx, row.Case)
		if err != nil {
			return nil, err
		}
		if c == nil {
			continue
		}
		for _, u := range workflow.UrgencyOf(c, q.register(), q.now) {
			out = append(out, shownUse(u, c, tier))
		}
	}
	slices.SortStableFunc(out, func(a, b answer.UrgencyRow) int {
		return cmp.Or(cmp.Compare(a.UsedOn, b.UsedOn), cmp.Compare(a.Case, b.Case))
	})
	return out, nil
}

// shownUse is a use of an urgent route as a tier sees it.
func shownUse(u workflow.UrgentUse, c *workflow.Case, tier string) answer.UrgencyRow {
	row := answer.UrgencyRow{UrgentUse: u, Title: c.Terms.Title}
	if !sees(tier, c.Terms.Classification) {
		row.Title, row.Limited = "", true
		row.SignOff, row.Notice = "", ""
	}
	if row.Limited || !amounts(tier) && u.Route == workflow.RouteUrgentDecision {
		row.Person, row.Seat, row.AsDeputyFor, row.Agreed, row.Reason, row.Conditions, row.Votes = "", "", "", nil, "", nil, nil
	}
	if row.Limited {
		row.Told = nil
	}
	if row.Limited || !amounts(tier) {
		row.ValuePence, row.LimitPence = 0, 0
	}
	return row
}
