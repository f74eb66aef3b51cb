package casework

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"comity/events"
	"comity/services/bus"
	"comity/services/decide"
	"comity/services/journal"
	"comity/workflow"
)

// others reads what stands beside a case: what is committed under mandates (decision 0010) and the case's pools (decision 0011), for
// decisions that use them or change them. Nothing is kept between decisions: each reads from the leader, and the append says whether
// it is still so. In one process the decisions of a partnership that touch any of them queue up, so that they do not race one
// another.
type others struct {
	journal *journal.Journal
	log     zerolog.Logger

	mu    sync.Mutex
	turns map[string]chan struct{} // owned by mu; by partnership, a token while somebody has the turn
}

func newOthers(j *journal.Journal, log zerolog.Logger) *others {
	return &others{journal: j, log: log, turns: map[string]chan struct{}{}}
}

// key names an aggregate beside a case, in its partnership.
type key struct {
	kind events.Kind
	id   string
}

func keysOf(kind events.Kind, ids []string) []key {
	out := make([]key, len(ids))
	for i, id := range ids {
		out[i] = key{kind, id}
	}
	return out
}

// ledger is a mandate's ledger, and when its newest record was decided.
type ledger struct {
	Ledger *workflow.MandateLedger `json:"ledger"`
	At     time.Time               `json:"at"`
}

// Fold implements journal.Folder.
func (l *ledger) Fold(r *events.Record) error {
	if err := l.Ledger.Fold(r); err != nil {
		return err
	}
	l.At = r.At
	return nil
}

// pool is a pool, and what its newest record says of itself. Its snapshots are those that the decider of pools keeps, of the same form.
type pool struct {
	Pool             *workflow.Pool `json:"state"`
	At               time.Time      `json:"at"`
	RegisterRevision int            `json:"register_revision"`
}

// Fold implements journal.Folder.
func (p *pool) Fold(r *events.Record) error {
	if err := p.Pool.Fold(r); err != nil {
		return err
	}
	p.At, p.RegisterRevision = r.At, r.RegisterRevision
	return nil
}

// other is an aggregate beside a case, of whatever kind, as the leader has it.
type other interface {
	catchUp(ctx context.Context, j *journal.Journal) error
	at() time.Time // of its newest record
	saw(command string) bool
	beside(ctx context.Context, j *journal.Journal, log zerolog.Logger, list []events.Event) decide.Beside
}

// held is an other with a state of its kind.
type held[S journal.Folder] struct {
	agg events.Aggregate
	journal.Held[S]
	when func(S) time.Time
}

func (h *held[S]) catchUp(ctx context.Context, j *journal.Journal) error {
	return journal.CatchUp(ctx, j, h.agg, &h.Held)
}

func (h *held[S]) at() time.Time { return h.when(h.State) }

func (h *held[S]) saw(command string) bool { _, seen := h.Commands[command]; return seen }

func (h *held[S]) beside(ctx context.Context, j *journal.Journal, log zerolog.Logger, list []events.Event) decide.Beside {
	return decide.Beside{
		Next: func(record events.Record) (journal.Write, error) {
			record.Kind, record.ID = h.agg.Kind, h.agg.ID
			return h.Next(record, list...)
		},
		Taken: func(seq uint64, record *events.Record) {
			err := h.Take(seq, record)
			if err == nil {
				err = journal.KeepSnapshot(ctx, j, h.agg, &h.Held)
			}
			if err != nil {
				log.Warn().Err(err).Str("aggregate", h.agg.String()).Msg("snapshot not kept")
			}
		},
	}
}

func otherOf(agg events.Aggregate) other {
	if agg.Kind == events.KindPool {
		p := &pool{Pool: workflow.NewPool(agg.Partnership, agg.ID)}
		return &held[*pool]{agg: agg, Held: journal.Held[*pool]{State: p}, when: func(p *pool) time.Time { return p.At }}
	}
	l := &ledger{Ledger: workflow.NewMandateLedger(agg.Partnership, agg.ID)}
	return &held[*ledger]{agg: agg, Held: journal.Held[*ledger]{State: l}, when: func(l *ledger) time.Time { return l.At }}
}

// reading is what one decision has read beside its case. It belongs to that decision; the zero value has read nothing.
type reading struct {
	from    *others
	held    map[key]other
	at      time.Time     // of the newest record of any
	turn    chan struct{} // held until end
	partner string
}

// read adds to a reading. The first waits for the partnership's turn.
// Errors: bus.ErrUnavailable; what makes an aggregate unreadable.
func (s *others) read(ctx context.Context, r *reading, partnership string, keys []key) error {
	if r.turn == nil {
		turn := s.turnOf(partnership)
		select {
		case turn <- struct{}{}:
		case <-ctx.Done():
			return fmt.Errorf("mandates and pools of %s: %w: %w", partnership, bus.ErrUnavailable, context.Cause(ctx))
		}
		r.from, r.turn, r.partner, r.held = s, turn, partnership, map[key]other{}
	}
	for _, k := range keys {
		agg := events.Aggregate{Partnership: partnership, Kind: k.kind, ID: k.id}
		h := otherOf(agg)
		if err := h.catchUp(ctx, s.journal); err != nil {
			if errors.Is(err, journal.ErrUnavailable) || ctx.Err() != nil {
				return fmt.Errorf("%s: %w: %w", agg, bus.ErrUnavailable, err)
			}
			return fmt.Errorf("%s: %w", agg, err)
		}
		r.held[k] = h
		if r.at.Before(h.at()) {
			r.at = h.at()
		}
	}
	return nil
}

func (s *others) turnOf(partnership string) chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	turn, ok := s.turns[partnership]
	if !ok {
		turn = make(chan struct{}, 1)
		s.turns[partnership] = turn
	}
	return turn
}

// end gives the turn to the next.
func (r *reading) end() {
	if r.turn != nil {
		<-r.turn
		r.turn = nil
	}
}

// missing lists what was not read.
func (r *reading) missing(keys []key) []key {
	return slices.DeleteFunc(slices.Clone(keys), func(k key) bool { return r.held[k] != nil })
}

// beside puts what was read beside the register, for the rules.
func (r *reading) beside(reg *workflow.Register) *workflow.Register {
	return reg.WithLedgers(r.ledgers()).WithPools(r.pools())
}

func (r *reading) ledgers() workflow.Ledgers {
	out := workflow.Ledgers{}
	for k, h := range r.held {
		if h, ok := h.(*held[*ledger]); ok {
			out[k.id] = h.State.Ledger
		}
	}
	return out
}

func (r *reading) pools() workflow.Pools {
	out := workflow.Pools{}
	for k, h := range r.held {
		if h, ok := h.(*held[*pool]); ok {
			out[k.id] = h.State.Pool
		}
	}
	return out
}

// reused refuses a command id that another aggregate has seen, which was not from this case: it would have known it.
func (r *reading) reused(effects []workflow.Effect, command string) *workflow.Refusal {
	for _, e := range effects {
		if r.held[key{e.Kind, e.ID}].saw(command) {
			return workflow.Refuse(workflow.Problem{
				Code: workflow.CommandIDReused, About: bus.HeaderCommandID,
				Message: "This command id was used before, elsewhere. Choose a new one for each command.",
			})
		}
	}
	return nil
}

// records makes the records that the effects add.
func (r *reading) records(ctx context.Context, effects []workflow.Effect) []decide.Beside {
	var out []decide.Beside
	for _, e := range effects {
		out = append(out, r.held[key{e.Kind, e.ID}].beside(ctx, r.from.journal, r.from.log, e.Events))
	}
	return out
}

func touched(effects []workflow.Effect) []key {
	out := make([]key, len(effects))
	for i, e := range effects {
		out[i] = key{e.Kind, e.ID}
	}
	return out
}
