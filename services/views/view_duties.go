package views

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"comity/services/views/answer"
	"comity/workflow"
)

const (
	sqlPutDuty = `INSERT INTO duties (partnership, case_id, kind, duty, owner, board, before, due_at, done, late) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	sqlDuties  = `SELECT case_id, kind, duty FROM duties WHERE partnership = ? AND (? = '' OR kind = ?) AND (? = '' OR owner = ?)
		AND (? = '' OR board = ? OR owner = ? OR before LIKE '% ' || ? || ' %')
		AND (? = '' OR (? = 'done' AND done = 1) OR (? = 'open' AND done = 0) OR (? = 'overdue' AND done = 0 AND due_at < ?))
		ORDER BY done, due_at, case_id, kind, duty`
	sqlDutyCounts = `SELECT case_id, kind, due_at, done, late FROM duties WHERE partnership = ? ORDER BY case_id, kind, duty`
)

// duties writes what is owed after the decisions of a case, also of one that is closed.
func (w *rowWriter) duties(ctx context.Context, c *workflow.Case, _ *workflow.Register, _ time.Time) error {
	put := func(kind, id, owner, signOff string, before []string, due time.Time, open, late bool) error {
		board := ""
		if s := c.SignOff(signOff); s != nil {
			board = s.Board
		}
		return w.exec(ctx, sqlPutDuty, c.Partnership, c.ID, kind, id, owner, board, " "+strings.Join(before, " ")+" ", stamp(due), truth(!open), truth(late))
	}
	for i := range c.Undertakings {
		u := &c.Undertakings[i]
		if err := put("undertaking", u.ID, u.Owner+u.Board, u.SignOff, u.Boards, u.DueAt, u.Open(), u.Late); err != nil {
			return err
		}
	}
	for i := range c.ReportBacks {
		b := &c.ReportBacks[i]
		if err := put("report_back", b.ID, b.Seat, b.SignOff, b.Boards, b.DueAt, b.Open(), b.Late); err != nil {
			return err
		}
	}
	return nil
}

func viewDuties(ctx context.Context, q *query, args answer.DutiesArgs) (*answer.Duties, error) {
	type row struct{ id, kind, duty string }
	rows, err := all(ctx, q.tx, func(rows *sql.Rows) (r row, err error) { return r, rows.Scan(&r.id, &r.kind, &r.duty) }, sqlDuties, q.Partnership,
		args.Kind, args.Kind, args.Owner, args.Owner, args.Board, args.Board, args.Board, args.Board, args.State, args.State, args.State, args.State, stamp(q.now))
	if err != nil {
		return nil, err
	}
	out := &answer.Duties{Duties: []answer.Duty{}}
	for _, r := range rows {
		c, tier, err := q.seen(ctx, r.id)
		if err != nil {
			return nil, err
		}
		if c == nil || !sees(tier, c.Terms.Classification) {
			continue
		}
		if d, ok := dutyOf(shown(c, tier), r.kind, r.duty, q.now); ok {
			out.Duties = append(out.Duties, d)
		}
	}
	return out, nil
}

// dutyOf is an undertaking or a report-back as the case shows it to the reader.
func dutyOf(c *workflow.Case, kind, id string, now time.Time) (answer.Duty, bool) {
	d := answer.Duty{Case: c.ID, Title: c.Terms.Title, Kind: kind, ID: id}
	if kind == "undertaking" {
		u := c.Undertaking(id)
		if u == nil {
			return d, false
		}
		d.What, d.Owner, d.Seat, d.Person, d.SignOff, d.DueAt, d.Level, d.Before = u.What, u.Owner+u.Board, u.Seat, u.Person, u.SignOff, u.DueAt, u.Level, u.Boards
		d.DoneOn, d.Late, d.Note, d.Overdue = u.KeptOn, u.Late, u.Note, u.Open() && u.DueAt.Before(now)
		if s := c.SignOff(u.SignOff); s != nil {
			d.Board = s.Board
		}
		return d, true
	}
	b := c.ReportBack(id)
	if b == nil {
		return d, false
	}
	d.Seat, d.Person, d.Board, d.SignOff, d.Organisations, d.DueAt, d.Level, d.Before = b.Seat, b.Person, b.Board, b.SignOff, b.Organisations, b.DueAt, b.Level, b.Boards
	d.DoneOn, d.Late, d.Note, d.Overdue = b.ReportedOn, b.Late, b.Note, b.Open() && b.DueAt.Before(now)
	return d, true
}

// countDuties counts what is owed, and how much of it was done in time (DOMAIN §3.10).
func (d counting) countDuties(ctx context.Context, q *query, seen seenCases) error {
	type row struct {
		id, kind, due string
		done, late    bool
	}
	rows, err := all(ctx, q.tx, func(rows *sql.Rows) (r row, err error) { return r, rows.Scan(&r.id, &r.kind, &r.due, &r.done, &r.late) }, sqlDutyCounts, q.Partnership)
	if err != nil {
		return err
	}
	for _, kind := range []string{"undertaking", "report_back"} {
		d.Duties = append(d.Duties, answer.DutyCount{Kind: kind})
	}
	for _, r := range rows {
		i := slices.IndexFunc(d.Duties, func(n answer.DutyCount) bool { return n.Kind == r.kind })
		if seen[r.id] == "" || i < 0 {
			continue
		}
		n := &d.Duties[i]
		switch {
		case r.done:
			n.Done++
			n.Late += truth(r.late)
		case unstamp(r.due).Before(q.now):
			n.Open++
			n.Overdue++
		default:
			n.Open++
		}
	}
	for i := range d.Duties {
		n := &d.Duties[i]
		n.OnTimePct = 100
		if due := n.Done + n.Overdue; due > 0 {
			n.OnTimePct = 100 * (n.Done - n.Late) / due
		}
	}
	return nil
}
