package views

import (
	"context"

	"comity/services/views/answer"
	"comity/workflow"
)

func labelOf(c *workflow.Case) answer.Label {
	return answer.Label{Case: c.ID, Revision: c.Revision, Label: c.Label(), Stage: c.Stage, Status: string(c.Status), Outcome: c.Outcome, Classification: c.Terms.Classification}
}

// limited is what is left of a label for those who may not see the case.
func limited(l answer.Label) answer.Label {
	l.Revision, l.Outcome, l.Limited = 0, "", true
	return l
}

func viewCase(ctx context.Context, q *query, args answer.CaseArgs) (*answer.Case, error) {
	h, tier, err := q.theCase(ctx, args.Case)
	if err != nil {
		return nil, err
	}
	c := h.theCase()
	r, err := q.reckoned(ctx)
	if err != nil {
		return nil, err
	}
	out := &answer.Case{Label: labelOf(c)}
	if !sees(tier, c.Terms.Classification) {
		out.Label = limited(out.Label)
		return out, nil
	}
	out.RegisterRevision, out.Clearance, out.State = q.held.revision, tier, shown(c, tier)
	if amounts(tier) {
		m := moneyOf(c)
		out.Money = &m
	}
	if !open(c) {
		return out, nil
	}
	out.Outstanding, out.Waiting, out.Due = workflow.Outstanding(c, r, q.now), shownWaiting(workflow.ExplainTo(c, r, q.Actor, q.now), tier), workflow.Due(c, r)
	out.Evidence = shownAsked(workflow.AskedEvidence(c, r, q.now), tier)
	for _, s := range c.Asked() {
		now := q.signOffNow(c, s)
		if !amounts(tier) {
			now.Awaited = nil // who is not among them has voted
		}
		out.SignOffs = append(out.SignOffs, now)
	}
	return out, nil
}

func (q *query) signOffNow(c *workflow.Case, s *workflow.SignOff) answer.SignOffNow {
	n := answer.SignOffNow{
		SignOff: s.ID, Board: s.Board, Level: levelOf(c, s, q.register(), q.now), Act: s.Act, State: string(s.State), Result: s.Result, DueAt: s.DueAt,
		Overdue: !s.State.Final() && !s.DueAt.IsZero() && s.DueAt.Before(q.now),
	}
	switch {
	case s.State == workflow.SignOffDone:
		n.DecidedAt, n.Effect = s.EndedAt, new(workflow.EffectOfSignOff(c, s))
	case s.State == workflow.SignOffProvisional && s.Urgent != nil:
		n.DecidedAt, n.Effect = s.Urgent.DecidedAt, new(workflow.EffectOfSignOff(c, s))
	}
	if s.Board != "" && !s.State.Final() && s.State != workflow.SignOffWaiting {
		n.Presiding, n.Awaited = q.register().Presiding(s, q.now), q.register().Awaited(s, q.now)
	}
	return n
}

func viewExplain(ctx context.Context, q *query, args answer.CaseArgs) (*answer.Explain, error) {
	h, tier, err := q.theCase(ctx, args.Case)
	if err != nil {
		return nil, err
	}
	c := h.theCase()
	r, err := q.reckoned(ctx)
	if err != nil {
		return nil, err
	}
	out := &answer.Explain{Label: labelOf(c), Outstanding: []string{}, Waiting: []workflow.Waiting{}, Due: []workflow.DueItem{}}
	if !sees(tier, c.Terms.Classification) {
		out.Label = limited(out.Label)
		return out, nil
	}
	if open(c) {
		out.Outstanding = append(out.Outstanding, workflow.Outstanding(c, r, q.now)...)
		out.Waiting = append(out.Waiting, shownWaiting(workflow.ExplainTo(c, r, q.Actor, q.now), tier)...)
		out.Due = append(out.Due, workflow.Due(c, r)...)
	}
	return out, nil
}

func viewPosition(_ context.Context, q *query, _ struct{}) (*answer.Position, error) {
	return &answer.Position{Partition: q.part, RegisterRevision: q.held.revision}, nil
}
