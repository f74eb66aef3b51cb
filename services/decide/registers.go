package decide

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/rs/zerolog"

	"comity/events"
	"comity/services/bus"
	"comity/services/journal"
	"comity/workflow"
)

// Registers holds the registers of partnerships, to be read by the rules of something else. Each is loaded when first asked
// for. Run keeps them current within milliseconds; who needs to be sure says so.
type Registers struct {
	journal *journal.Journal
	conn    *nats.Conn
	log     zerolog.Logger

	mu   sync.Mutex
	held map[string]*register // those that exist
}

type register struct {
	mu   sync.RWMutex
	held journal.Held[*workflow.Register] // written under mu
	bad  bool                             // of no use any more: another has taken its place
}

// RegisterOf names the register of a partnership.
func RegisterOf(partnership string) events.Aggregate {
	return events.Aggregate{Partnership: partnership, Kind: events.KindRegister, ID: partnership}
}

// NewRegisters returns registers that are not loaded yet. conn is the journal's connection.
func NewRegisters(j *journal.Journal, conn *nats.Conn, log zerolog.Logger) *Registers {
	return &Registers{journal: j, conn: conn, log: log, held: map[string]*register{}}
}

// With calls fn with a partnership's register, an empty one where there is none. It is at least where sequence atLeast of
// the partition found it; with fresh, where the leader has it now. fn only reads, and keeps nothing of it.
// Errors: bus.ErrUnavailable; what makes the register unreadable.
func (rs *Registers) With(ctx context.Context, partnership string, atLeast uint64, fresh bool, fn func(*workflow.Register)) error {
	for {
		r, loaded, err := rs.get(ctx, partnership)
		if err != nil {
			return err
		}
		if !loaded && (fresh || !r.reaches(atLeast)) {
			if err := rs.refresh(ctx, r, partnership); err != nil {
				return err
			}
		}
		if r.read(fn) {
			return nil
		}
	}
}

// IsAdministrator reports whether a person administers the installation.
func (rs *Registers) IsAdministrator(ctx context.Context, person string, fresh bool) (is bool, err error) {
	err = rs.With(ctx, events.Installation, 0, fresh, func(r *workflow.Register) { is = slices.Contains(r.Administrators, person) })
	return is, err
}

// read reports whether the register was of use.
func (r *register) read(fn func(*workflow.Register)) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if !r.bad {
		fn(r.held.State)
	}
	return !r.bad
}

func (r *register) reaches(seq uint64) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.held.Seq >= seq
}

// get returns a register, and whether it was loaded just now. One without a record is not kept: anybody may ask for any name.
func (rs *Registers) get(ctx context.Context, partnership string) (r *register, loaded bool, err error) {
	rs.mu.Lock()
	r, ok := rs.held[partnership]
	rs.mu.Unlock()
	if ok {
		return r, false, nil
	}
	r = &register{held: journal.Held[*workflow.Register]{State: workflow.NewRegister(partnership)}}
	if err := journal.CatchUp(ctx, rs.journal, RegisterOf(partnership), &r.held); err != nil {
		return nil, false, unreadable(partnership, err)
	}
	if r.held.Revision == 0 {
		return r, true, nil
	}
	rs.mu.Lock()
	defer rs.mu.Unlock()
	if other, ok := rs.held[partnership]; ok {
		return other, false, nil
	}
	rs.held[partnership] = r
	return r, true, nil
}

// refresh brings a register to where the leader has it.
func (rs *Registers) refresh(ctx context.Context, r *register, partnership string) error {
	last, err := rs.journal.Last(ctx, RegisterOf(partnership))
	if err != nil {
		return unreadable(partnership, err)
	}
	return rs.reach(ctx, r, partnership, last)
}

// reach folds in what was appended up to a sequence, or beyond.
func (rs *Registers) reach(ctx context.Context, r *register, partnership string, seq uint64) error {
	if r.reaches(seq) {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.bad || r.held.Seq >= seq {
		return nil
	}
	err := journal.CatchUp(ctx, rs.journal, RegisterOf(partnership), &r.held)
	if err == nil {
		return nil
	}
	r.bad = true
	rs.mu.Lock()
	defer rs.mu.Unlock()
	if rs.held[partnership] == r {
		delete(rs.held, partnership)
	}
	return unreadable(partnership, err)
}

func unreadable(partnership string, err error) error {
	if errors.Is(err, journal.ErrUnavailable) {
		return fmt.Errorf("register of %s: %w: %w", partnership, bus.ErrUnavailable, err)
	}
	return fmt.Errorf("register of %s: %w", partnership, err)
}

// Run follows the records of registers until ctx ends, and catches up those that are loaded. What it reads is only the word
// that there is something new: one that is missed costs nothing but time.
func (rs *Registers) Run(ctx context.Context) error {
	js, err := jetstream.New(rs.conn)
	if err != nil {
		return err
	}
	for p := range rs.journal.Partitions() {
		consumer, err := js.OrderedConsumer(ctx, events.StreamName(p), jetstream.OrderedConsumerConfig{
			FilterSubjects: []string{events.JournalKind(p, events.KindRegister)}, DeliverPolicy: jetstream.DeliverLastPerSubjectPolicy,
		})
		if err != nil {
			return fmt.Errorf("follow registers of partition %d: %w", p, err)
		}
		following, err := consumer.Consume(func(m jetstream.Msg) { rs.heard(ctx, m) })
		if err != nil {
			return fmt.Errorf("follow registers of partition %d: %w", p, err)
		}
		defer following.Stop()
	}
	<-ctx.Done()
	return nil
}

func (rs *Registers) heard(ctx context.Context, m jetstream.Msg) {
	_, agg, err := events.ParseJournalSubject(m.Subject())
	if err != nil {
		return
	}
	meta, err := m.Metadata()
	if err != nil {
		return
	}
	rs.mu.Lock()
	r, ok := rs.held[agg.Partnership]
	rs.mu.Unlock()
	if !ok {
		return
	}
	if err := rs.reach(ctx, r, agg.Partnership, meta.Sequence.Stream); err != nil && ctx.Err() == nil {
		rs.log.Warn().Err(err).Msg("register not followed; it is loaded again when it is needed")
	}
}
