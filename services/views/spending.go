package views

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"comity/services/views/answer"
	"comity/workflow"
)

const (
	sqlPutSpending = `INSERT INTO spending (partnership, case_id, line, organisation, tier, phase, pence, basis) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
	sqlSpending    = `SELECT case_id, organisation, tier, phase, pence, basis FROM spending WHERE partnership = ? ORDER BY organisation, tier, case_id, line`
	sqlPutShift    = `INSERT INTO tier_shifts (partnership, case_id, gate, tier, before, after) VALUES (?, ?, ?, ?, ?, ?)`
	sqlShifts      = `SELECT case_id, gate, tier, before, after FROM tier_shifts WHERE partnership = ? ORDER BY gate, tier, case_id`
)

// spending writes the map of resources of a case that is open.
func (w *rowWriter) spending(ctx context.Context, c *workflow.Case, _ *workflow.Register, _ time.Time) error {
	if !open(c) {
		return nil
	}
	for _, s := range c.Spending {
		if err := w.exec(ctx, sqlPutSpending, c.Partnership, c.ID, s.Line, s.Organisation, s.Tier, s.Phase, s.Pence, s.Basis); err != nil {
			return err
		}
	}
	return nil
}

// shifts writes what the map said when the gate of the plan and that of the review passed.
func (w *rowWriter) shifts(ctx context.Context, c *workflow.Case, r *workflow.Register, _ time.Time) error {
	if len(c.Shifts) == 0 {
		return nil
	}
	gates := workflow.ShiftGates(r.WorkflowVersion(c.Workflow, c.WorkflowVersion))
	for _, s := range c.Shifts {
		if !slices.Contains(gates, s.Gate) {
			continue
		}
		if err := w.exec(ctx, sqlPutShift, c.Partnership, c.ID, s.Gate, s.Tier, s.BeforePence, s.AfterPence); err != nil {
			return err
		}
	}
	return nil
}

// countShifts adds up the shift to prevention, for those who may see amounts.
func (d counting) countShifts(ctx context.Context, q *query, seen seenCases) error {
	type shift struct {
		id, gate, tier string
		before, after  int64
	}
	rows, err := all(ctx, q.tx, func(rows *sql.Rows) (s shift, err error) {
		return s, rows.Scan(&s.id, &s.gate, &s.tier, &s.before, &s.after)
	}, sqlShifts, q.Partnership)
	if err != nil {
		return err
	}
	for _, gate := range gatesOf(rows, func(s shift) string { return s.gate }) {
		var before, after int64
		from := len(d.Shifts)
		for _, tier := range workflow.Tiers {
			x, any := answer.TierShift{Gate: gate, Tier: tier}, false
			for _, s := range rows {
				if s.gate == gate && s.tier == tier && amounts(seen[s.id]) {
					x.Cases, x.BeforePence, x.AfterPence, any = x.Cases+1, x.BeforePence+s.before, x.AfterPence+s.after, true
				}
			}
			if any {
				d.Shifts = append(d.Shifts, x)
				before, after = before+x.BeforePence, after+x.AfterPence
			}
		}
		for i := from; i < len(d.Shifts); i++ {
			x := &d.Shifts[i]
			x.BeforePct, x.AfterPct = nearest(x.BeforePence, before), nearest(x.AfterPence, after)
			x.ChangePct = x.AfterPct - x.BeforePct
		}
	}
	return nil
}

func gatesOf[T any](rows []T, gate func(T) string) (out []string) {
	for _, r := range rows {
		if g := gate(r); !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	return out
}

// nearest is a share in whole per cent, to the nearest; 0 of nothing.
func nearest(part, n int64) int {
	if n == 0 {
		return 0
	}
	return int((200*part + n) / (2 * n))
}
