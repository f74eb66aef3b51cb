package views

import (
	"context"
	"database/sql"
	"time"

	"comity/services/views/answer"
	"comity/workflow"
)

// viewStructure says how the partnership is made up, for whoever takes part in it.
func viewStructure(ctx context.Context, q *query, _ struct{}) (*answer.Structure, error) {
	r := q.register()
	if !workflow.Clears(workflow.Generally(r, q.Actor, q.now), workflow.ClearPartners) {
		return nil, refuse(workflow.NotPermitted, "Only those who take part in the partnership may ask how it is made up.")
	}
	type last struct{ board, at string }
	rows, err := all(ctx, q.tx, func(rows *sql.Rows) (l last, err error) { return l, rows.Scan(&l.board, &l.at) }, sqlLastDecided, q.Partnership)
	if err != nil {
		return nil, err
	}
	decided := map[string]time.Time{}
	for _, l := range rows {
		decided[l.board] = unstamp(l.at)
	}
	out := &answer.Structure{Structure: workflow.MadeUp(r, decided, q.now)}
	m, _ := workflow.Standing(r, q.Actor, q.now)
	if out.SeesPayments = m.Administrator || len(m.SecretaryOf)+len(m.Posts) > 0; !out.SeesPayments {
		out.Payments = []workflow.AttendancePayment{}
	}
	if !amounts(q.generally()) {
		out.Attendance = []workflow.AttendanceOf{}
	}
	return out, nil
}
