package views

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"comity/events"
	"comity/services/bus"
	"comity/workflow"
	"comity/workflow/schema"
)

// query is one question being answered, on one state of the database.
type query struct {
	bus.Query
	v    *Views
	s    *store
	tx   *sql.Tx
	part int
	now  time.Time
	held *held // the partnership's register
}

// view answers one kind of question from its arguments.
type view func(ctx context.Context, q *query) (any, error)

// viewNames lists the views, in the order in which they are documented.
var viewNames = []string{"case", "cases", "inbox", "explain", "history", "board", "dashboard", "register", "feed", "position"}

var answers = map[string]view{
	"case": answering(viewCase), "cases": answering(viewCases), "inbox": answering(viewInbox), "explain": answering(viewExplain),
	"history": answering(viewHistory), "board": answering(viewBoard), "dashboard": answering(viewDashboard),
	"register": answering(viewRegister), "feed": answering(viewFeed), "position": answering(viewPosition),
}

// Names lists the views that can be asked.
func Names() []string { return slices.Clone(viewNames) }

// answering decodes a view's arguments strictly.
func answering[A, R any](do func(context.Context, *query, A) (R, error)) view {
	return func(ctx context.Context, q *query) (any, error) {
		var args A
		if err := decode(q.Args, &args); err != nil {
			return nil, err
		}
		return do(ctx, q, args)
	}
}

// decode reads the arguments of a view strictly: all mistakes at once.
func decode(data []byte, into any) error {
	if len(data) == 0 {
		data = []byte("{}")
	}
	var problems []workflow.Problem
	for _, p := range schema.Decode(data, into) {
		problems = append(problems, workflow.Problem{Code: workflow.Malformed, Message: p.Message, About: p.About})
	}
	if len(problems) > 0 {
		return workflow.Refuse(problems...)
	}
	return nil
}

// Ask answers a question: what bus.ServeViews calls. It may be called without Run, and then answers from what was folded
// before.
// Errors: *workflow.Refusal with malformed, not_found, or unavailable when the position asked for is not reached in time.
func (v *Views) Ask(ctx context.Context, ask bus.Query) (bus.Answer, error) {
	answer, ok := answers[ask.View]
	if !ok {
		return bus.Answer{}, refuse(workflow.NotFound, "There is no view %q.", ask.View)
	}
	part := v.home(ask.Partnership)
	if err := v.await(ctx, part, ask.AtLeast); err != nil {
		return bus.Answer{}, err
	}
	var out bus.Answer
	err := v.use(func(s *store) error {
		_, out.AsAt = v.levels.freshness(part)
		return s.inRead(ctx, func(tx *sql.Tx) (err error) {
			q := &query{Query: ask, v: v, s: s, tx: tx, part: part, now: v.cfg.Now().UTC()}
			if out.Seq, err = s.position(ctx, tx, part); err != nil {
				return err
			}
			if q.held, err = q.state(ctx, register(ask.Partnership)); err != nil {
				return err
			}
			out.Data, err = answer(ctx, q)
			return err
		})
	})
	return out, err
}

// await waits until the view has the position that the question asks for.
func (v *Views) await(ctx context.Context, part int, atLeast uint64) error {
	if atLeast == 0 {
		return nil
	}
	within, cancel := context.WithTimeout(ctx, v.cfg.AtLeast)
	defer cancel()
	if err := v.levels.wait(within, part, atLeast); err != nil {
		seq, _ := v.levels.freshness(part)
		return refuse(workflow.Unavailable, "The view is at position %d and has not reached %d yet; ask again.", seq, atLeast)
	}
	return nil
}

func refuse(code workflow.Code, format string, args ...any) error {
	return workflow.Refuse(workflow.Problem{Code: code, Message: fmt.Sprintf(format, args...)})
}

// state returns an aggregate as this question sees it.
func (q *query) state(ctx context.Context, agg events.Aggregate) (*held, error) {
	var revision int
	if err := q.tx.QueryRowContext(ctx, sqlRevision, agg.Partnership, agg.Kind, agg.ID, q.part).Scan(&revision); err != nil {
		return nil, err
	}
	return q.s.loaded.get(ctx, q.tx, q.part, agg, revision)
}

// register is the partnership's register, as this question sees it.
func (q *query) register() *workflow.Register { return q.held.theRegister() }

// theCase returns a case that the person may know of, and their tier. Errors: not_found.
func (q *query) theCase(ctx context.Context, id string) (*held, string, error) {
	if !events.ValidToken(id) {
		return nil, "", refuse(workflow.Malformed, "%q is not the id of a case.", id)
	}
	h, err := q.state(ctx, caseOf(q.Partnership, id))
	if err != nil {
		return nil, "", err
	}
	tier := q.tier(h)
	if !h.theCase().Exists() || tier == "" {
		return nil, "", refuse(workflow.NotFound, "There is no case %s in %s.", id, q.Partnership)
	}
	return h, tier, nil
}
