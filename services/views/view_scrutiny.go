package views

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"comity/services/views/answer"
	"comity/workflow"
)

// viewScrutiny lists for scrutiny bodies the decisions that they may call in, those whose time runs first.
func viewScrutiny(ctx context.Context, q *query, args answer.ScrutinyArgs) (*answer.Scrutiny, error) {
	g := q.register().GovernanceAt(q.now)
	out := &answer.Scrutiny{Bodies: []workflow.Named{}, Decisions: []answer.CallableRow{}}
	if g == nil {
		return out, nil
	}
	own := workflow.ScrutinyBodiesOf(q.register(), q.Actor, q.now)
	for _, b := range g.ScrutinyBodies {
		if args.Body == b.ID || args.Body == "" && (len(own) == 0 || slices.Contains(own, b.ID)) {
			out.Bodies = append(out.Bodies, workflow.Named{ID: b.ID, Name: cmp.Or(b.Name, b.ID)})
		}
	}
	if args.Body != "" && len(out.Bodies) == 0 {
		return nil, refuse(workflow.NotFound, "There is no scrutiny body %s in %s.", args.Body, q.Partnership)
	}
	rows, err := q.everyCase(ctx)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		var a access
		if err := json.Unmarshal([]byte(row.access), &a); err != nil {
			return nil, err
		}
		if len(a.Callable) == 0 {
			continue
		}
		c, tier, err := q.seen(ctx, row.Case)
		if err != nil {
			return nil, err
		}
		if c == nil {
			continue
		}
		for _, x := range workflow.CallablesOf(c, q.register(), q.now) {
			if !slices.ContainsFunc(out.Bodies, func(b workflow.Named) bool { return slices.Contains(x.Bodies, b.ID) }) {
				continue
			}
			item := answer.CallableRow{Callable: x, MayCallIn: x.Open && slices.ContainsFunc(own, func(b string) bool { return slices.Contains(x.Bodies, b) })}
			if sees(tier, c.Terms.Classification) {
				item.Title = c.Terms.Title
			}
			if !amounts(tier) || !sees(tier, c.Terms.Classification) {
				item.Reasons = ""
			}
			out.Decisions = append(out.Decisions, item)
		}
	}
	slices.SortStableFunc(out.Decisions, func(a, b answer.CallableRow) int {
		if a.Open != b.Open {
			return map[bool]int{true: -1, false: 1}[a.Open]
		}
		return cmp.Or(a.CallInUntil.Compare(b.CallInUntil), cmp.Compare(a.Case, b.Case))
	})
	return out, nil
}
