package views

import (
	"context"
	"time"

	"comity/workflow"
)

// CaseArgs asks for one case.
type CaseArgs struct {
	Case string `json:"case" required:"true" doc:"The case."`
}

// Label is what everybody who may know of a case sees of it.
type Label struct {
	Case           string `json:"case"`
	Revision       int    `json:"revision,omitempty"`
	Label          string `json:"label"`
	Stage          string `json:"stage"`
	Status         string `json:"status"`
	Outcome        string `json:"outcome,omitempty"`
	Classification string `json:"classification"`

	// Limited says that the reader's clearance shows no more than this.
	Limited bool `json:"limited,omitempty"`
}

// CaseAnswer is a case as it stands: its label, and for those who may see it, all of it.
type CaseAnswer struct {
	Label
	RegisterRevision int                `json:"register_revision,omitempty"`
	Clearance        string             `json:"clearance,omitempty"` // the reader's, of this case
	State            *workflow.Case     `json:"state,omitempty"`
	Money            *money             `json:"money,omitempty"`
	Outstanding      []string           `json:"outstanding,omitempty"`
	Waiting          []workflow.Waiting `json:"waiting,omitempty"`
	SignOffs         []SignOffNow       `json:"signoffs,omitempty"`
	Due              []workflow.DueItem `json:"due,omitempty"`
}

// SignOffNow is what the register says about a sign-off of the present round: its board, who presides, who is awaited.
type SignOffNow struct {
	SignOff   string    `json:"signoff"`
	Board     string    `json:"board,omitempty"`
	Level     string    `json:"level,omitempty"`
	Act       string    `json:"act"`
	State     string    `json:"state"`
	Result    string    `json:"result,omitempty"`
	Presiding string    `json:"presiding,omitempty"` // seat
	Awaited   []string  `json:"awaited,omitempty"`   // seats that may still vote
	DueAt     time.Time `json:"due_at,omitzero"`
	Overdue   bool      `json:"overdue,omitempty"`
}

func labelOf(c *workflow.Case) Label {
	return Label{Case: c.ID, Revision: c.Revision, Label: c.Label(), Stage: c.Stage, Status: string(c.Status), Outcome: c.Outcome, Classification: c.Terms.Classification}
}

// limited is what is left of a label for those who may not see the case.
func (l Label) limited() Label {
	l.Revision, l.Outcome, l.Limited = 0, "", true
	return l
}

func viewCase(ctx context.Context, q *query, args CaseArgs) (*CaseAnswer, error) {
	h, tier, err := q.theCase(ctx, args.Case)
	if err != nil {
		return nil, err
	}
	c, r := h.theCase(), q.register()
	out := &CaseAnswer{Label: labelOf(c)}
	if !sees(tier, c.Terms.Classification) {
		out.Label = out.Label.limited()
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
	out.Outstanding, out.Waiting, out.Due = workflow.Outstanding(c, r, q.now), shownWaiting(workflow.Explain(c, r, q.now), tier), workflow.Due(c, r)
	for _, s := range c.Current() {
		out.SignOffs = append(out.SignOffs, q.signOffNow(c, s))
	}
	return out, nil
}

func (q *query) signOffNow(c *workflow.Case, s *workflow.SignOff) SignOffNow {
	n := SignOffNow{
		SignOff: s.ID, Board: s.Board, Level: levelOf(c, s, q.register(), q.now), Act: s.Act, State: string(s.State), Result: s.Result, DueAt: s.DueAt,
		Overdue: !s.State.Final() && !s.DueAt.IsZero() && s.DueAt.Before(q.now),
	}
	if s.Board != "" && !s.State.Final() && s.State != workflow.SignOffWaiting {
		n.Presiding, n.Awaited = q.register().Presiding(s, q.now), q.register().Awaited(s, q.now)
	}
	return n
}

// ExplainAnswer says what a case waits for, the most pressing first.
type ExplainAnswer struct {
	Label
	Outstanding []string           `json:"outstanding"`
	Waiting     []workflow.Waiting `json:"waiting"`
	Due         []workflow.DueItem `json:"due"`
}

func viewExplain(ctx context.Context, q *query, args CaseArgs) (*ExplainAnswer, error) {
	h, tier, err := q.theCase(ctx, args.Case)
	if err != nil {
		return nil, err
	}
	c, r := h.theCase(), q.register()
	out := &ExplainAnswer{Label: labelOf(c), Outstanding: []string{}, Waiting: []workflow.Waiting{}, Due: []workflow.DueItem{}}
	if !sees(tier, c.Terms.Classification) {
		out.Label = out.Label.limited()
		return out, nil
	}
	if open(c) {
		out.Outstanding = append(out.Outstanding, workflow.Outstanding(c, r, q.now)...)
		out.Waiting = append(out.Waiting, shownWaiting(workflow.Explain(c, r, q.now), tier)...)
		out.Due = append(out.Due, workflow.Due(c, r)...)
	}
	return out, nil
}

// PositionAnswer says how far the view of the partnership's partition has come; the position itself is the answer's own.
type PositionAnswer struct {
	Partition        int `json:"partition"`
	RegisterRevision int `json:"register_revision"`
}

func viewPosition(_ context.Context, q *query, _ struct{}) (*PositionAnswer, error) {
	return &PositionAnswer{Partition: q.part, RegisterRevision: q.held.revision}, nil
}
