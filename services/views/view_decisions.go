package views

import (
	"cmp"
	"context"
	"slices"
	"time"

	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/document"
)

// sqlDecidedIn finds the cases with a decision that ended within a time.
const sqlDecidedIn = `SELECT DISTINCT case_id FROM signoffs WHERE partnership = ? AND result <> '' AND ended_at >= ? AND ended_at < ? AND (? = '' OR case_id = ?)
	ORDER BY case_id`

// viewDecisions lists decisions: of everybody's cases that the reader may see, or those that touch one organisation (F54, F58, F59).
func viewDecisions(ctx context.Context, q *query, args answer.DecisionsArgs) (*answer.Decisions, error) {
	from, to := time.Time{}, q.now.Add(time.Second)
	if args.Month != "" {
		m, err := time.ParseInLocation("2006-01", args.Month, q.register().CalendarAt(q.now).Location())
		if err != nil {
			return nil, refuse(workflow.Malformed, "%q is not a month; write 2027-01.", args.Month)
		}
		from, to = m, m.AddDate(0, 1, 0)
	}
	g := q.register().GovernanceAt(q.now)
	if args.Organisation != "" && (g == nil || !slices.ContainsFunc(g.Organisations, func(o document.Organisation) bool { return o.ID == args.Organisation })) {
		return nil, refuse(workflow.NotFound, "There is no organisation %s in %s.", args.Organisation, q.Partnership)
	}
	ids, err := all(ctx, q.tx, scanOne[string], sqlDecidedIn, q.Partnership, stamp(from), stamp(to), args.Case, args.Case)
	if err != nil {
		return nil, err
	}
	out := &answer.Decisions{Organisation: args.Organisation, Month: args.Month, Decisions: []answer.DecisionRow{}}
	for _, id := range ids {
		c, tier, err := q.seen(ctx, id)
		if err != nil {
			return nil, err
		}
		if c == nil || !sees(tier, c.Terms.Classification) {
			continue
		}
		touches := workflow.Touched(c, g)
		if args.Organisation != "" && !slices.Contains(touches, args.Organisation) {
			continue
		}
		c = shown(c, tier)
		for _, s := range c.SignOffs {
			if s.State == workflow.SignOffDone && !s.EndedAt.Before(from) && s.EndedAt.Before(to) {
				out.Decisions = append(out.Decisions, q.decisionRow(c, s, tier, args.Organisation, touches))
			}
		}
	}
	slices.SortStableFunc(out.Decisions, func(a, b answer.DecisionRow) int {
		return cmp.Or(a.DecidedAt.Compare(b.DecidedAt), cmp.Compare(a.Case, b.Case))
	})
	return out, nil
}

func (q *query) decisionRow(c *workflow.Case, s *workflow.SignOff, tier, organisation string, touches []string) answer.DecisionRow {
	d := answer.DecisionRow{Case: c.ID, Title: c.Terms.Title, Gate: s.Gate, Round: s.GateRound, SignOff: s.ID, Board: s.Board, Act: s.Act, Result: s.Result,
		DecidedAt: s.EndedAt, Superseded: s.Superseded, Dissent: s.Dissent, Conditions: s.Conditions, Binding: workflow.BindingOf(c, q.register(), s), Touches: touches}
	if s.Board == "" {
		d.Officer = s.OfficerOf + " " + s.Post
	}
	d.InEffect = workflow.EffectOfSignOff(c, s)
	if organisation != "" {
		d.Means = q.implications(c, s, tier, organisation)
	}
	return d
}

// implications are what a decision means for one organisation: what it puts in, its consent at that gate, what it owes.
func (q *query) implications(c *workflow.Case, s *workflow.SignOff, tier, organisation string) *answer.Implications {
	out := &answer.Implications{Commitments: []answer.ImpliedCommitment{}, Duties: []answer.Duty{}}
	for _, k := range c.Commitments {
		if k.Organisation == organisation && !k.Released && amounts(tier) {
			out.Commitments = append(out.Commitments, answer.ImpliedCommitment{Commitment: k.Commitment, Kind: k.Kind, Mode: k.Mode, Pence: k.Pence,
				FTEHundredths: k.FTEHundredths, Description: k.Description})
		}
	}
	for _, k := range c.Consents {
		if k.Organisation == organisation && k.Gate == s.Gate && k.GateRound == s.GateRound {
			out.Consent = k.State
		}
	}
	for i := range c.Undertakings {
		if u := &c.Undertakings[i]; u.Owner == organisation && u.SignOff == s.ID {
			if d, ok := dutyOf(c, "undertaking", u.ID, q.now); ok {
				out.Duties = append(out.Duties, d)
			}
		}
	}
	for i := range c.ReportBacks {
		if b := &c.ReportBacks[i]; slices.Contains(b.Organisations, organisation) && b.SignOff == s.ID && b.Gate == s.Gate {
			if d, ok := dutyOf(c, "report_back", b.ID, q.now); ok {
				out.Duties = append(out.Duties, d)
			}
		}
	}
	return out
}
