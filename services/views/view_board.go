package views

import (
	"context"
	"database/sql"
	"slices"

	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/document"
)

func viewBoard(ctx context.Context, q *query, args answer.BoardArgs) (*answer.Board, error) {
	r := q.register()
	b := r.GovernanceAt(q.now).Board(args.Board)
	if b == nil {
		return nil, refuse(workflow.NotFound, "There is no board %s in %s.", args.Board, q.Partnership)
	}
	out := &answer.Board{BoardRow: q.boardRow(b), Quorum: b.Quorum, Rule: b.Rule, Meetings: []*workflow.Meeting{}, SignOffs: []answer.SignOffRow{}}
	for _, m := range r.Meetings {
		if m.Board == b.ID {
			out.Meetings = append(out.Meetings, m)
		}
	}
	rows, err := q.signOffs(ctx, b.ID)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		c, tier, err := q.seen(ctx, row.Case)
		if err != nil {
			return nil, err
		}
		if c == nil || !sees(tier, c.Terms.Classification) {
			continue
		}
		row.Title = c.Terms.Title
		if s := c.SignOff(row.SignOff); s != nil && s.State != workflow.SignOffWaiting && amounts(tier) {
			row.Awaited = r.Awaited(s, q.now)
		}
		out.SignOffs = append(out.SignOffs, row)
	}
	if b.Level == document.LevelStrategic {
		if out.Digest, err = q.digest(ctx, b.ID); err != nil {
			return nil, err
		}
	}
	ratify, err := q.ratifications(ctx, b.ID)
	if err != nil {
		return nil, err
	}
	for _, x := range ratify {
		if row := x.row; sees(x.tier, x.c.Terms.Classification) {
			if row.Title = x.c.Terms.Title; amounts(x.tier) {
				row.Awaited = workflow.AwaitedToRatify(x.c, r, x.s, q.now)
			}
			out.SignOffs = append(out.SignOffs, row)
		}
	}
	slices.SortStableFunc(out.SignOffs, func(a, b answer.SignOffRow) int { return a.DueAt.Compare(b.DueAt) })
	return out, nil
}

// ratification is an urgent decision that waits for its board, at whatever gate of its case.
type ratification struct {
	row  answer.SignOffRow
	c    *workflow.Case
	s    *workflow.SignOff
	tier string
}

// ratifications lists the urgent decisions that wait for a board to ratify them, of the cases of which the reader may know. They are due
// by the end of their limit.
func (q *query) ratifications(ctx context.Context, board string) ([]ratification, error) {
	rows, err := all(ctx, q.tx, func(rows *sql.Rows) (x ratification, err error) {
		var opened string
		s := &x.row
		err = rows.Scan(&s.Case, &s.SignOff, &s.Gate, &s.GateRound, &s.Board, &s.Level, &s.Act, &opened)
		s.State, s.OpenedAt = string(workflow.SignOffProvisional), unstamp(opened)
		return x, err
	}, sqlProvisional+sqlBefore+` ORDER BY case_id, place`, q.Partnership, board)
	if err != nil {
		return nil, err
	}
	var out []ratification
	for _, x := range rows {
		if x.c, x.tier, err = q.seen(ctx, x.row.Case); err != nil {
			return nil, err
		}
		if x.c == nil {
			continue
		}
		if x.s = x.c.SignOffAt(x.row.SignOff, x.row.Gate, x.row.GateRound); x.s == nil || x.s.Urgent == nil {
			continue
		}
		x.row.DueAt = x.s.Urgent.RatifyBy
		x.row.Overdue = x.row.DueAt.Before(q.now)
		out = append(out, x)
	}
	return out, nil
}

// signOffs lists every unfinished sign-off before a board, or of the partnership for "", whatever the reader may see.
func (q *query) signOffs(ctx context.Context, board string) ([]answer.SignOffRow, error) {
	query, args := sqlSignOffs, []any{q.Partnership}
	if board != "" {
		query, args = query+sqlBefore, append(args, board)
	}
	return all(ctx, q.tx, func(rows *sql.Rows) (s answer.SignOffRow, err error) {
		var of, post, opened, due string
		err = rows.Scan(&s.Case, &s.SignOff, &s.Gate, &s.Board, &s.Level, &of, &post, &s.Act, &s.State, &opened, &due)
		if post != "" {
			s.Officer = of + " " + post
		}
		s.OpenedAt, s.DueAt = unstamp(opened), unstamp(due)
		s.Overdue = !s.DueAt.IsZero() && s.DueAt.Before(q.now)
		return s, err
	}, query+sqlSignOffOrder, args...)
}
