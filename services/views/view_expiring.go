package views

import (
	"cmp"
	"context"
	"slices"

	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/document"
)

// viewExpiring lists what ends when, of the cases that the reader may see and of the register, for whoever is anything in the partnership.
func viewExpiring(ctx context.Context, q *query, args answer.ExpiringArgs) (*answer.Expiring, error) {
	r := q.register()
	if !workflow.Clears(workflow.Generally(r, q.Actor, q.now), workflow.ClearPartners) {
		return nil, refuse(workflow.NotPermitted, "Only those who take part in the partnership may ask what ends when.")
	}
	out := &answer.Expiring{Items: []answer.ExpiringItem{}}
	if err := q.casesEnding(ctx, args, out); err != nil {
		return nil, err
	}
	if args.Case == "" {
		for _, x := range workflow.RegisterEndings(r, q.now) {
			if !args.Mine || workflow.EndConcerns(nil, r, x, q.Actor, q.now) {
				out.Items = append(out.Items, answer.ExpiringItem{Ending: x})
			}
		}
	}
	out.Items = slices.DeleteFunc(out.Items, func(x answer.ExpiringItem) bool {
		return (args.Organisation != "" && !slices.Contains(x.Organisations, args.Organisation)) || (args.What != "" && x.What != args.What)
	})
	g := r.GovernanceAt(q.now)
	for i := range out.Items {
		x := &out.Items[i]
		x.OrganisationNames = []string{}
		for _, id := range x.Organisations {
			name := id
			if o := g.Organisation(id); o != nil {
				name = o.Name
			}
			x.OrganisationNames = append(x.OrganisationNames, name)
		}
	}
	slices.SortStableFunc(out.Items, func(a, b answer.ExpiringItem) int {
		return cmp.Or(a.Until.Compare(b.Until), cmp.Compare(a.Case, b.Case), cmp.Compare(a.What, b.What), cmp.Compare(a.Of, b.Of))
	})
	return out, nil
}

// casesEnding adds what ends of cases: its name only for those who may know the money.
func (q *query) casesEnding(ctx context.Context, args answer.ExpiringArgs, out *answer.Expiring) error {
	rows, err := q.everyCase(ctx)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if args.Case != "" && row.Case != args.Case {
			continue
		}
		if ends, err := endsOnADay(row.access); err != nil {
			return err
		} else if !ends {
			continue
		}
		c, tier, err := q.seen(ctx, row.Case)
		if err != nil {
			return err
		}
		if c == nil || !sees(tier, c.Terms.Classification) || !workflow.Clears(tier, workflow.ClearPartners) {
			continue
		}
		for _, x := range workflow.CaseEndings(c, q.register(), q.now) {
			if args.Mine && !workflow.EndConcerns(c, q.register(), x, q.Actor, q.now) {
				continue
			}
			if !amounts(tier) && x.What != document.EndsContract {
				x.Name = ""
			}
			out.Items = append(out.Items, answer.ExpiringItem{Ending: x, Title: c.Terms.Title})
		}
	}
	return nil
}
