package views

import (
	"context"
	"slices"

	"comity/services/views/answer"
	"comity/workflow"
)

// digestMonths is how far back a strategic board's digest goes.
const digestMonths = 3

// digest lists what passed a gate of late without a board having been asked, of the cases that the reader may see (F03). It says when, at which gate
// and before which boards; nothing of votes or sums.
func (q *query) digest(ctx context.Context, board string) ([]answer.DigestRow, error) {
	rows, err := q.everyCase(ctx)
	if err != nil {
		return nil, err
	}
	var out []answer.DigestRow
	since := q.now.AddDate(0, -digestMonths, 0)
	for _, row := range rows {
		if row.UpdatedAt.Before(since) {
			continue
		}
		c, tier, err := q.seen(ctx, row.Case)
		if err != nil {
			return nil, err
		}
		if c == nil || !sees(tier, c.Terms.Classification) {
			continue
		}
		for _, p := range c.Passed {
			x := answer.DigestRow{Case: c.ID, Title: c.Terms.Title, Gate: p.Gate, DecidedAt: p.DecidedAt, EffectiveAt: p.EffectiveAt}
			asked := p.Quoted || p.DecidedAt.Before(since)
			for _, s := range c.SignOffs {
				if s.Gate != p.Gate || s.GateRound != p.Round {
					continue
				}
				asked = asked || s.Board == board
				if s.Board != "" && s.State == workflow.SignOffDone && !slices.Contains(x.Boards, s.Board) {
					x.Boards = append(x.Boards, s.Board)
				}
			}
			if !asked {
				out = append(out, x)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b answer.DigestRow) int { return b.DecidedAt.Compare(a.DecidedAt) })
	return out, nil
}
