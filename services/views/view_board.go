package views

import (
	"context"
	"database/sql"

	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/document"
)

func viewBoard(ctx context.Context, q *query, args answer.BoardArgs) (*answer.Board, error) {
	r := q.register()
	b := boardOf(r.GovernanceAt(q.now), args.Board)
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
	return out, nil
}

func boardOf(g *document.Governance, id string) *document.Board {
	if g == nil {
		return nil
	}
	for i := range g.Boards {
		if g.Boards[i].ID == id {
			return &g.Boards[i]
		}
	}
	return nil
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
