package views

import (
	"context"
	"slices"

	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/calendar"
)

// viewBriefing answers with an organisation's briefing for a month (F54): the decisions that touch it, as the reader may see them. Of
// those that the reader may not see it says how many there are, and nothing else.
func viewBriefing(ctx context.Context, q *query, args answer.BriefingArgs) (*answer.Briefing, error) {
	cal := q.register().CalendarAt(q.now)
	if args.Month == "" {
		args.Month = calendar.NewDate(cal.DateOf(q.now).Year, cal.DateOf(q.now).Month-1, 1).String()[:len("2006-01")]
	}
	decisions, err := viewDecisions(ctx, q, answer.DecisionsArgs{Organisation: args.Organisation, Month: args.Month})
	if err != nil {
		return nil, err
	}
	on, err := calendar.ParseDate(args.Month + "-01")
	if err != nil {
		return nil, refuse(workflow.Malformed, "%q is not a month; write 2027-01.", args.Month)
	}
	out := &answer.Briefing{Organisation: args.Organisation, Month: args.Month, Decisions: decisions.Decisions}
	from, until := workflow.MonthOf(cal, on)
	out.FromAt, out.UntilAt = from.UTC(), until.UTC()
	b := q.register().Briefing(args.Organisation, args.Month)
	if b == nil {
		return out, nil
	}
	out.IssuedAt = b.IssuedAt
	for _, x := range b.Decisions {
		if !slices.ContainsFunc(out.Decisions, func(d answer.DecisionRow) bool {
			return d.Case == x.Case && d.SignOff == x.SignOff && d.Round == x.Round
		}) {
			out.Withheld++
		}
	}
	return out, nil
}
