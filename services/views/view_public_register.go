package views

import (
	"context"
	"slices"
	"time"

	"comity/services/views/answer"
	"comity/workflow"
)

// sqlDecidedEver finds the cases on which a board or an officer has decided anything, urgently or in the ordinary way.
const sqlDecidedEver = `SELECT DISTINCT case_id FROM signoffs WHERE partnership = ? AND (result <> '' OR state IN ('decided', 'provisional') OR current = 1)
	AND (? = '' OR case_id = ?) ORDER BY case_id`

// viewPublicRegister is the public register of decisions (F28). It does not look at who asks, but for whether there is anything to see
// at all: who has no part in the partnership is answered only where its document publishes the register.
func viewPublicRegister(ctx context.Context, q *query, args answer.PublicRegisterArgs) (*answer.PublicRegister, error) {
	r := q.register()
	from, open := workflow.PublicRegisterFrom(r, q.now)
	if _, member := workflow.Standing(r, q.Actor, q.now); !open && (args.Published || !member) {
		return nil, refuse(workflow.NotFound, "There is no such register, or it is not public.")
	}
	g := r.GovernanceAt(q.now)
	out := &answer.PublicRegister{Open: open, Month: args.Month, Boards: []workflow.Named{}, Decisions: []workflow.PublicDecision{}}
	if g == nil {
		return out, nil
	}
	out.Name = g.Name
	for i := range g.Boards {
		out.Boards = append(out.Boards, workflow.Named{ID: g.Boards[i].ID, Name: g.Boards[i].Name})
	}
	to := q.now.Add(time.Second)
	if open {
		out.From = g.PublicRegister.From.String()
	}
	if args.Month != "" {
		m, err := time.ParseInLocation("2006-01", args.Month, r.CalendarAt(q.now).Location())
		if err != nil {
			return nil, refuse(workflow.Malformed, "%q is not a month; write 2027-01.", args.Month)
		}
		if m.After(from) {
			from = m
		}
		to = m.AddDate(0, 1, 0)
	}
	ids, err := all(ctx, q.tx, scanOne[string], sqlDecidedEver, q.Partnership, args.Case, args.Case)
	if err != nil {
		return nil, err
	}
	var workflows []string
	for _, id := range ids {
		h, err := q.state(ctx, caseOf(q.Partnership, id))
		if err != nil {
			return nil, err
		}
		for _, d := range workflow.PublicDecisionsOf(h.theCase(), r, q.now) {
			if !d.DecidedAt.Before(from) && d.DecidedAt.Before(to) && (args.Board == "" || d.Board == args.Board) {
				out.Decisions = append(out.Decisions, d)
				if w := h.theCase().Workflow; args.Gates && !slices.Contains(workflows, w) {
					workflows = append(workflows, w)
				}
			}
		}
	}
	out.Gates = gateNames(r, workflows, q.now)
	slices.SortStableFunc(out.Decisions, func(a, b workflow.PublicDecision) int { return b.DecidedAt.Compare(a.DecidedAt) })
	return out, nil
}

// gateNames is what the gates of some workflows are called in the versions in force, each id once.
func gateNames(r *workflow.Register, workflows []string, at time.Time) []workflow.Named {
	var out []workflow.Named
	for _, id := range workflows {
		w := r.WorkflowOn(id, r.CalendarAt(at).DateOf(at))
		if w == nil {
			continue
		}
		for i := range w.Gates {
			g := workflow.Named{ID: w.Gates[i].ID, Name: w.Gates[i].Name}
			if g.Name != "" && !slices.ContainsFunc(out, func(x workflow.Named) bool { return x.ID == g.ID }) {
				out = append(out, g)
			}
		}
	}
	return out
}
