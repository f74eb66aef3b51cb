package casework

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"comity/events"
	"comity/services/bus"
	"comity/services/decide"
	"comity/services/journal"
	"comity/workflow"
)

// mandates reads what stands committed under mandates, for decisions on cases that use them or give something back (decision
// 0010). Nothing is kept between decisions: each reads from the leader, and the append says whether it is still so. In one
// process the decisions of a partnership that touch a mandate queue up, so that they do not race one another.
type mandates struct {
	journal *journal.Journal
	log     zerolog.Logger

	mu    sync.Mutex
	turns map[string]chan struct{} // owned by mu; by partnership, a token while somebody has the turn
}

func newMandates(j *journal.Journal, log zerolog.Logger) *mandates {
	return &mandates{journal: j, log: log, turns: map[string]chan struct{}{}}
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

// reading is what one decision has read of mandates. It belongs to that decision; the zero value has read nothing.
type reading struct {
	from    *mandates
	held    map[string]*journal.Held[*ledger]
	at      time.Time     // of the newest record of any
	turn    chan struct{} // held until end
	partner string
}

// read adds mandates to a reading. The first waits for the partnership's turn.
// Errors: bus.ErrUnavailable; what makes a ledger unreadable.
func (s *mandates) read(ctx context.Context, r *reading, partnership string, ids []string) error {
	if r.turn == nil {
		turn := s.turnOf(partnership)
		select {
		case turn <- struct{}{}:
		case <-ctx.Done():
			return fmt.Errorf("mandates of %s: %w: %w", partnership, bus.ErrUnavailable, context.Cause(ctx))
		}
		r.from, r.turn, r.partner, r.held = s, turn, partnership, map[string]*journal.Held[*ledger]{}
	}
	for _, id := range ids {
		h := &journal.Held[*ledger]{State: &ledger{Ledger: workflow.NewMandateLedger(partnership, id)}}
		agg := mandateOf(partnership, id)
		if err := journal.CatchUp(ctx, s.journal, agg, h); err != nil {
			if errors.Is(err, journal.ErrUnavailable) || ctx.Err() != nil {
				return fmt.Errorf("%s: %w: %w", agg, bus.ErrUnavailable, err)
			}
			return fmt.Errorf("%s: %w", agg, err)
		}
		r.held[id] = h
		if r.at.Before(h.State.At) {
			r.at = h.State.At
		}
	}
	return nil
}

func (s *mandates) turnOf(partnership string) chan struct{} {
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

// missing lists the mandates that were not read.
func (r *reading) missing(ids []string) []string {
	var out []string
	for _, id := range ids {
		if r.held[id] == nil {
			out = append(out, id)
		}
	}
	return out
}

// ledgers are what the rules read.
func (r *reading) ledgers() workflow.Ledgers {
	out := make(workflow.Ledgers, len(r.held))
	for id, h := range r.held {
		out[id] = h.State.Ledger
	}
	return out
}

// reused refuses a command id that a mandate has seen, which was from another case: this one would have known it.
func (r *reading) reused(effects []workflow.MandateEffect, command string) *workflow.Refusal {
	for _, e := range effects {
		if _, seen := r.held[e.Mandate].Commands[command]; seen {
			return workflow.Refuse(workflow.Problem{
				Code: workflow.CommandIDReused, About: bus.HeaderCommandID,
				Message: "This command id was used before, on another case. Choose a new one for each command.",
			})
		}
	}
	return nil
}

// beside makes the records that the effects add.
func (r *reading) beside(ctx context.Context, effects []workflow.MandateEffect) []decide.Beside {
	var out []decide.Beside
	for _, e := range effects {
		h, agg := r.held[e.Mandate], mandateOf(r.partner, e.Mandate)
		out = append(out, decide.Beside{
			Next: func(record events.Record) (journal.Write, error) {
				record.Kind, record.ID = agg.Kind, agg.ID
				return h.Next(record, e.Events...)
			},
			Taken: func(seq uint64, record *events.Record) {
				err := h.Take(seq, record)
				if err == nil {
					err = journal.KeepSnapshot(ctx, r.from.journal, agg, h)
				}
				if err != nil {
					r.from.log.Warn().Err(err).Str("aggregate", agg.String()).Msg("snapshot not kept")
				}
			},
		})
	}
	return out
}

func touched(effects []workflow.MandateEffect) []string {
	out := make([]string, len(effects))
	for i, e := range effects {
		out[i] = e.Mandate
	}
	return out
}

func mandateOf(partnership, id string) events.Aggregate {
	return events.Aggregate{Partnership: partnership, Kind: events.KindMandate, ID: id}
}
