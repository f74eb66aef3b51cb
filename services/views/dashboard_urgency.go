package views

import (
	"context"

	"comity/workflow"
)

// countUrgency counts the uses of urgent routes in the financial year that runs, and the urgent decisions that wait for their board.
func (d counting) countUrgency(ctx context.Context, q *query) error {
	uses, err := q.urgentUses(ctx)
	if err != nil {
		return err
	}
	n := &d.Urgency
	n.FinancialYear = q.register().YearAt(q.now)
	for _, u := range uses {
		if u.Outcome == workflow.UrgencyOpen {
			n.Open++
		}
		if u.FinancialYear != n.FinancialYear {
			continue
		}
		n.Used++
		switch u.Outcome {
		case workflow.UrgencyAllowed:
			n.Allowed++
		case workflow.UrgencyRefused:
			n.Refused++
		}
	}
	return nil
}
