package views

import (
	"context"
	"time"

	"comity/services/views/answer"
	"comity/workflow"
)

const (
	sqlPutGap  = `INSERT INTO gaps (partnership, case_id, gap) VALUES (?, ?, ?)`
	sqlGapsNow = `SELECT DISTINCT case_id FROM gaps WHERE partnership = ? ORDER BY case_id`
)

// gaps writes what withdrawals left short, in a case that is open and whose plan was not made anew since.
func (w *rowWriter) gaps(ctx context.Context, c *workflow.Case, _ *workflow.Register, _ time.Time) error {
	if !open(c) {
		return nil
	}
	for _, g := range c.Gaps {
		if g.Overtaken {
			continue
		}
		if err := w.exec(ctx, sqlPutGap, c.Partnership, c.ID, g.Gap); err != nil {
			return err
		}
	}
	return nil
}

// countGaps lists what withdrawals left short, as far as the reader may see of each case.
func (d counting) countGaps(ctx context.Context, q *query, seen seenCases) error {
	ids, err := all(ctx, q.tx, scanOne[string], sqlGapsNow, q.Partnership)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if seen[id] == "" {
			continue
		}
		h, err := q.state(ctx, caseOf(q.Partnership, id))
		if err != nil {
			return err
		}
		c := shown(h.theCase(), seen[id])
		for _, g := range c.Gaps {
			if g.Overtaken {
				continue
			}
			x := answer.GapOpen{Case: id, Gap: g.Gap, Organisation: g.Organisation, Because: g.Because, OpenedAt: g.OpenedAt,
				ShortPence: g.ShortPence, ShortFTEHundredths: g.ShortFTEHundredths, AcknowledgedAt: g.AcknowledgedAt, Overdue: g.Overdue}
			if g.Waits() {
				x.Board, x.DueAt = g.Asked[len(g.Asked)-1], g.DueAt
				x.Overdue = x.Overdue || !g.DueAt.IsZero() && g.DueAt.Before(q.now)
			}
			d.Gaps = append(d.Gaps, x)
		}
	}
	return nil
}
