package views

import (
	"context"
	"database/sql"
	"time"

	"comity/workflow"
	"comity/workflow/document"
)

// BoardArgs asks for one board.
type BoardArgs struct {
	Board string `json:"board" required:"true" doc:"The board."`
}

// BoardAnswer is a board as in force now: seats, meetings, and what it has before it.
type BoardAnswer struct {
	BoardRow
	Quorum   document.Quorum     `json:"quorum"`
	Rule     document.Rule       `json:"rule"`
	Meetings []*workflow.Meeting `json:"meetings"`
	SignOffs []SignOffRow        `json:"signoffs"` // waiting or open, the nearest deadline first
}

// SignOffRow is a sign-off that is not finished, in a list.
type SignOffRow struct {
	Case     string    `json:"case"`
	Title    string    `json:"title,omitempty"`
	SignOff  string    `json:"signoff"`
	Gate     string    `json:"gate"`
	Board    string    `json:"board,omitempty"`
	Level    string    `json:"level,omitempty"`
	Officer  string    `json:"officer,omitempty"` // organisation and post
	Act      string    `json:"act"`
	State    string    `json:"state"`
	OpenedAt time.Time `json:"opened_at,omitzero"`
	DueAt    time.Time `json:"due_at,omitzero"`
	Overdue  bool      `json:"overdue,omitempty"`
	Awaited  []string  `json:"awaited,omitempty"` // seats that may still vote
}

func viewBoard(ctx context.Context, q *query, args BoardArgs) (*BoardAnswer, error) {
	r := q.register()
	b := boardOf(r.GovernanceAt(q.now), args.Board)
	if b == nil {
		return nil, refuse(workflow.NotFound, "There is no board %s in %s.", args.Board, q.Partnership)
	}
	out := &BoardAnswer{BoardRow: q.boardRow(b), Quorum: b.Quorum, Rule: b.Rule, Meetings: []*workflow.Meeting{}, SignOffs: []SignOffRow{}}
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
		if s := c.SignOff(row.SignOff); s != nil && s.State != workflow.SignOffWaiting {
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
func (q *query) signOffs(ctx context.Context, board string) ([]SignOffRow, error) {
	query, args := sqlSignOffs, []any{q.Partnership}
	if board != "" {
		query, args = query+sqlBefore, append(args, board)
	}
	return all(ctx, q.tx, func(rows *sql.Rows) (s SignOffRow, err error) {
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
