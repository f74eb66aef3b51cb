package scenario

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"comity/events"
	"comity/services/client"
	"comity/services/journal"
	"comity/workflow"
	"comity/workflow/document"
)

// world is one scenario being lived: the engine, the time, and what we know of it from reading what is stored ourselves.
// It belongs to one goroutine.
type world struct {
	story  *Scenario
	opts   Options
	dir    string
	clock  *clock
	ids    *ids
	engine *engine

	head     uint64             // of the journal, as far as it was read
	register *workflow.Register // the partnership's
	lastReg  *events.Record
	mandates map[string]*heldMandate
	pools    map[string]*heldPool
	cases    map[string]*heldCase
	names    map[string]string // under which the story speaks of cases that the engine numbered
	feed     *feed
	told     *told

	// Of the step under way.
	records     []journal.Stored
	published   []published
	differences []string
}

// heldCase is a case as we fold it from the journal.
type heldCase struct {
	state *workflow.Case
	last  *events.Record
	due   []workflow.DueItem
	dueAt [2]int // revisions of case and register for which due was reckoned
}

// act is one command of a step.
type act struct {
	by    string
	name  string
	with  map[string]any
	words string

	revision int // expected; 0: whatever it is
}

// outcome is what came of an act.
type outcome struct {
	id      string
	opts    []client.Option // with which it was sent
	done    client.Done
	refusal *workflow.Refusal
}

func newWorld(s *Scenario, opts Options, dir string) *world {
	c := &clock{at: s.Clock}
	return &world{
		story: s, opts: opts, dir: dir, clock: c, ids: &ids{clock: c, seed: s.Title()}, register: workflow.NewRegister(s.Partnership),
		cases: map[string]*heldCase{}, mandates: map[string]*heldMandate{}, pools: map[string]*heldPool{}, names: map[string]string{}, feed: newFeed(), told: newTold(),
	}
}

// differ notes something that is not as it should be.
func (w *world) differ(format string, args ...any) {
	w.differences = append(w.differences, fmt.Sprintf(format, args...))
}

// holder is who holds a seat now, by our own fold.
func (w *world) holder(seat string) string { return w.register.Holder(seat, w.clock.now()) }

// governance is the document in force now.
func (w *world) governance() *document.Governance { return w.register.GovernanceAt(w.clock.now()) }

// caseID is the engine's id of the case that the story calls name.
func (w *world) caseID(name string) string {
	if id, ok := w.names[name]; ok {
		return id
	}
	return name
}

// caseOf finds a case by the name that the story has for it, nil where there is none.
func (w *world) caseOf(name string) *workflow.Case {
	if c := w.cases[w.caseID(name)]; c != nil {
		return c.state
	}
	return nil
}

// command makes the command of an act. The error is a refusal, malformed, where its fields are not those of the command.
func (a act) command() (workflow.Command, error) {
	spec, ok := workflow.Find(a.name)
	if !ok {
		return nil, fmt.Errorf("there is no command %s", a.name)
	}
	with := maps.Clone(a.with)
	if spec.System {
		return nil, fmt.Errorf("only the engine itself sends %s", a.name)
	}
	cmd, problems := client.Fill(spec, with)
	if len(problems) == 0 {
		return cmd, nil
	}
	return nil, workflow.Refuse(problems...) // as whoever asks the engine itself would be told
}

// sendAs sends a command under an id and says what came of it. The error is that nobody answered as they should.
func (w *world) sendAs(ctx context.Context, c *client.Client, by string, cmd workflow.Command, id string, opts ...client.Option) (outcome, error) {
	out := outcome{id: id, opts: opts}
	var err error
	out.done, err = c.Do(ctx, w.story.Partnership, by, cmd, append(slices.Clone(opts), client.CommandID(id))...)
	if errors.As(err, &out.refusal) && out.refusal.Code != workflow.OutcomeUnknown && out.refusal.Code != workflow.Unavailable {
		return out, nil
	}
	return out, err
}

// readAtOnce is how many records are asked for in one request.
const readAtOnce = 256

// catchUp reads what was appended to the journal since, verifies it and folds it.
func (w *world) catchUp(ctx context.Context) error {
	for {
		page, err := w.engine.read(ctx, events.StreamName(0), w.head+1, readAtOnce)
		if err != nil {
			return fmt.Errorf("read the journal: %w", err)
		}
		for _, m := range page {
			if m.Sequence != w.head+1 {
				return fmt.Errorf("record %d follows %d in the journal", m.Sequence, w.head)
			}
			rec, err := events.ParseRecord(m.Data)
			if err != nil {
				return err
			}
			if err := w.take(rec); err != nil {
				return err
			}
			w.head = m.Sequence
			w.records = append(w.records, journal.Stored{Seq: m.Sequence, Record: rec, Raw: m.Data, At: m.Time})
		}
		if len(page) < readAtOnce {
			return nil
		}
	}
}

// take checks one record's place in the chain of its aggregate, and folds it.
func (w *world) take(rec *events.Record) error {
	if rec.Partnership != w.story.Partnership {
		return nil // the installation's own
	}
	if rec.Kind == events.KindRegister {
		if err := rec.Follows(w.lastReg); err != nil {
			return err
		}
		w.lastReg = rec
		return w.register.Fold(rec)
	}
	if rec.Kind == events.KindMandate {
		return w.takeMandate(rec)
	}
	if rec.Kind == events.KindPool {
		return w.takePool(rec)
	}
	c := w.cases[rec.ID]
	if c == nil {
		c = &heldCase{state: workflow.NewCase(rec.Partnership, rec.ID)}
		w.cases[rec.ID] = c
	}
	if err := rec.Follows(c.last); err != nil {
		return err
	}
	c.last = rec
	return c.state.Fold(rec)
}

// ask puts a question to a view, as a person or as the engine itself, at what the journal holds by now.
func (w *world) ask(ctx context.Context, by, view string, with map[string]any) (json.RawMessage, error) {
	c := w.engine.people[0]
	if by == "" {
		c, by = w.engine.inside, events.System
	}
	if with == nil {
		with = map[string]any{}
	}
	var answer json.RawMessage
	_, err := c.Ask(ctx, w.story.Partnership, by, view, with, &answer, client.AtLeast(w.head))
	if err == nil {
		w.checkAnswered(view, answer)
	}
	return answer, err
}

// noticesView is answered by the service notices.
const noticesView = "notices"

// patience bounds every wait for the engine, in real time.
const patience = 20 * time.Second

// changed lists the aggregates that the step's records changed, each once.
func (w *world) changed() []events.Aggregate {
	var out []events.Aggregate
	for _, s := range w.records {
		if agg := s.Record.Aggregate(); agg.Partnership == w.story.Partnership && !slices.Contains(out, agg) {
			out = append(out, agg)
		}
	}
	return out
}
