// Package decide is the loop that casework and register share: catch up, decide, append.
//
// An aggregate is folded once and kept; the next decision is taken on what is kept, without asking whether it is still the
// newest. A yes on something old loses at the append, and is decided again. A no would lose nothing, so it is given only on
// what has been caught up with the leader; the same holds for "nothing to do". A command id that is in the aggregate's own
// history is answered as the first time, whoever carried it out then.
//
// A dry run is decided in the same way, and ends before anything is appended.
//
// In one process the commands on one aggregate queue up, so that they do not race one another; between processes the append
// alone decides. Nothing here has to be right for correctness but the journal.
package decide

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"comity/events"
	"comity/services/bus"
	"comity/services/journal"
	"comity/workflow"
)

// atMost is how often one command is decided when others keep coming first.
const atMost = 5

// ErrTaken is returned by Create when the aggregate was begun by another command.
var ErrTaken = errors.New("the id belongs to another")

// errOld means that a no, or that there is nothing to do, was found on what may not be the newest.
var errOld = errors.New("decided on what may be old")

// Outcome is what the rules said.
type Outcome struct {
	Events           []events.Event
	Refusal          *workflow.Refusal
	RegisterRevision int // of the register that they were asked with

	// Begins is an aggregate of the same kind and partnership that the decision begins with Begun: the successor of a
	// recommissioned case. Both records are one batch, so that neither stands without the other. "" for none.
	Begins string
	Begun  []events.Event

	// Beside are other aggregates of the same partnership to which the decision adds a record each, in the same batch, and on which
	// it was taken. Where another comes first to any of them, all is decided again.
	Beside []Beside

	// At is when it was decided, where that is after Meta's: no record is older than the one before it, in any aggregate. Zero
	// for Meta's.
	At time.Time

	// Done is called when the decision is appended or dropped, once. May be nil.
	Done func()
}

// Beside is an aggregate that a decision changes beside its own.
type Beside struct {
	// Next prepares the record that follows the newest of the aggregate: journal.Held.Next, with the kind and the id set.
	Next func(events.Record) (journal.Write, error)

	// Taken is called with the record when it is appended, under its sequence. May be nil.
	Taken func(seq uint64, r *events.Record)
}

// Config says what is decided, and how. All but Keep and Log is needed.
type Config[S journal.Folder] struct {
	Journal *journal.Journal

	// New returns the state of an aggregate before its first record.
	New func(events.Aggregate) S

	// Decide asks the rules. It changes nothing in the state. With fresh it has to answer on what the leader has now, also
	// for whatever it reads beside the state; a register that was read once is never older the next time. One call at a
	// time for one aggregate.
	Decide func(ctx context.Context, state S, r bus.Request, m workflow.Meta, fresh bool) (Outcome, error)

	// Now is the time at which a command is decided.
	Now func() time.Time

	// Keep is how many aggregates stay folded in memory; default 4,096.
	Keep int

	Log zerolog.Logger
}

// Decider decides commands on aggregates of one kind. Its methods may be called concurrently.
type Decider[S journal.Folder] struct {
	cfg   Config[S]
	kept  *kept[S]
	alarm chan error

	mu  sync.Mutex
	met map[string]int // owned by mu; the newest revision of each partnership's register that was decided with here
}

// New returns a Decider that holds nothing yet.
func New[S journal.Folder](cfg Config[S]) *Decider[S] {
	if cfg.Keep <= 0 {
		cfg.Keep = 4096
	}
	return &Decider[S]{cfg: cfg, kept: newKept[S](cfg.Keep), alarm: make(chan error, 1), met: map[string]int{}}
}

// Alarm delivers an error after which nothing may be decided any more: the journal has lost what was acknowledged. The
// service stops.
func (d *Decider[S]) Alarm() <-chan error { return d.alarm }

// Do carries a command out on an aggregate, once, whoever sends it how often.
// Errors: *workflow.Refusal; bus.ErrUnavailable (nothing was carried out); bus.ErrOutcomeUnknown; anything else is a bug or
// a damaged journal.
func (d *Decider[S]) Do(ctx context.Context, agg events.Aggregate, r bus.Request) (bus.Reply, error) {
	return d.do(ctx, agg, r, false)
}

// Create is Do for a command that begins the aggregate under an id that we chose. ErrTaken: choose another.
func (d *Decider[S]) Create(ctx context.Context, agg events.Aggregate, r bus.Request) (bus.Reply, error) {
	return d.do(ctx, agg, r, true)
}

func (d *Decider[S]) do(ctx context.Context, agg events.Aggregate, r bus.Request, begins bool) (bus.Reply, error) {
	e, err := d.kept.enter(ctx, agg)
	if err != nil {
		return bus.Reply{}, fmt.Errorf("%s: %w: %w", agg, bus.ErrUnavailable, err)
	}
	orderly := false
	defer func() {
		if !orderly {
			e.held = nil // a panic may have left it half folded
		}
		d.kept.leave(e)
	}()
	reply, err := d.carryOut(ctx, e, r, begins)
	orderly = true
	return reply, err
}

// carryOut does what do is for, with the turn at the aggregate.
func (d *Decider[S]) carryOut(ctx context.Context, e *entry[S], r bus.Request, begins bool) (bus.Reply, error) {
	agg, fresh := e.agg, false
	if e.held == nil || e.doubtful {
		if err := d.catchUp(ctx, e); err != nil {
			return bus.Reply{}, err
		}
		fresh = true
	}
	for lost := 0; ; {
		if done, ok := e.held.Commands[r.ID]; ok {
			return d.again(ctx, agg, r, done)
		}
		if begins && e.held.Revision > 0 {
			return bus.Reply{}, ErrTaken
		}
		reply, err := d.once(ctx, e, r, fresh)
		if errors.Is(err, journal.ErrConflict) {
			if lost++; lost == atMost {
				return bus.Reply{}, fmt.Errorf("%s: %w: others came first %d times", agg, bus.ErrUnavailable, lost)
			}
			d.cfg.Log.Debug().Str("aggregate", agg.String()).Str("id", r.ID).Int("lost", lost).Msg("decided again")
		} else if !errors.Is(err, errOld) {
			return reply, err
		}
		if err := d.catchUp(ctx, e); err != nil {
			return bus.Reply{}, err
		}
		fresh = true
	}
}

// catchUp folds in what the leader has. After an error nothing is held.
func (d *Decider[S]) catchUp(ctx context.Context, e *entry[S]) error {
	if e.held == nil {
		e.held = &journal.Held[*dated[S]]{State: &dated[S]{State: d.cfg.New(e.agg)}}
	}
	if err := journal.CatchUp(ctx, d.cfg.Journal, e.agg, e.held); err != nil {
		e.held = nil
		return d.failed(e.agg, err)
	}
	e.doubtful = false
	return nil
}

// once asks the rules and appends what they say.
func (d *Decider[S]) once(ctx context.Context, e *entry[S], r bus.Request, fresh bool) (bus.Reply, error) {
	h := e.held
	m := workflow.Meta{
		Command: r.ID, Name: r.Command.CommandName(), Actor: r.Actor, Via: r.Via, ExpectedRevision: r.ExpectedRevision,
		At: d.cfg.Now().UTC().Truncate(time.Millisecond),
	}
	if m.At.Before(h.State.At) {
		m.At = h.State.At // another clock was ahead; time does not run backwards within an aggregate
	}
	// Another instance may have decided here on a register that is newer than any this one has met; what the aggregate
	// refers to may be in that one only.
	ahead := h.State.RegisterRevision > d.newestMet(e.agg.Partnership)
	out, err := d.cfg.Decide(ctx, h.State.State, r, m, fresh || ahead)
	if out.Done != nil {
		defer out.Done()
	}
	if m.At.Before(out.At) {
		m.At = out.At
	}
	if err != nil {
		return bus.Reply{}, err
	}
	d.meet(e.agg.Partnership, out.RegisterRevision)
	switch {
	case out.RegisterRevision < h.State.RegisterRevision:
		return bus.Reply{}, fmt.Errorf("%s: %w: it was decided on revision %d of the register, and the register is found at %d",
			e.agg, bus.ErrUnavailable, h.State.RegisterRevision, out.RegisterRevision)
	case !fresh && (out.Refusal != nil || len(out.Events) == 0 || r.DryRun):
		return bus.Reply{}, errOld
	case out.Refusal != nil:
		return bus.Reply{}, out.Refusal
	case len(out.Events) == 0:
		return answer(e.agg, h.Revision, h.Seq, nil), nil
	case r.DryRun:
		reply := answer(e.agg, h.Revision, h.Seq, out.Events)
		reply.DryRun = true
		return reply, nil
	}
	return d.append(ctx, e, r, m, out)
}

func (d *Decider[S]) newestMet(partnership string) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.met[partnership]
}

// meet notes that something was decided with a revision of a register. Who has read it reads none that is older.
func (d *Decider[S]) meet(partnership string, revision int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if revision > d.met[partnership] {
		d.met[partnership] = revision
	}
}

func (d *Decider[S]) append(ctx context.Context, e *entry[S], r bus.Request, m workflow.Meta, out Outcome) (bus.Reply, error) {
	record := events.Record{
		Partnership: e.agg.Partnership, Kind: e.agg.Kind, ID: e.agg.ID,
		Command: events.CommandRef{ID: r.ID, Name: m.Name, Digest: r.Digest},
		Actor:   m.Actor, Via: m.Via, ActingFor: workflow.ActingFor(r.Command), At: m.At, RegisterRevision: out.RegisterRevision,
	}
	w, err := e.held.Next(record, out.Events...)
	if err != nil {
		return bus.Reply{}, fmt.Errorf("record of %s: %w", e.agg, err)
	}
	writes := []journal.Write{w}
	if out.Begins != "" {
		record.ID = out.Begins
		begun, err := new(journal.Held[S]).Next(record, out.Begun...)
		if err != nil {
			return bus.Reply{}, fmt.Errorf("first record of %s: %w", out.Begins, err)
		}
		writes = append(writes, begun)
	}
	beside := len(writes)
	for _, b := range out.Beside {
		record.Kind, record.ID = e.agg.Kind, e.agg.ID // Next names its own
		write, err := b.Next(record)
		if err != nil {
			return bus.Reply{}, fmt.Errorf("record beside %s: %w", e.agg, err)
		}
		writes = append(writes, write)
	}
	seqs, err := d.cfg.Journal.Append(ctx, writes...)
	if errors.Is(err, journal.ErrConflict) {
		return bus.Reply{}, err
	}
	if err != nil {
		e.doubtful = true
		return bus.Reply{}, d.failed(e.agg, err)
	}
	for i, b := range out.Beside {
		if b.Taken != nil {
			b.Taken(seqs[beside+i], writes[beside+i].Record)
		}
	}
	if err := e.held.Take(seqs[0], w.Record); err != nil {
		e.held = nil
		d.cfg.Log.Error().Err(err).Str("aggregate", e.agg.String()).Msg("what was appended does not fold")
	} else if err := journal.KeepSnapshot(ctx, d.cfg.Journal, e.agg, e.held); err != nil {
		d.cfg.Log.Warn().Err(err).Str("aggregate", e.agg.String()).Msg("snapshot not kept")
	}
	return answer(e.agg, w.Record.Revision, seqs[0], out.Events), nil
}

// again gives the first answer to a command that was carried out.
func (d *Decider[S]) again(ctx context.Context, agg events.Aggregate, r bus.Request, done journal.Done) (bus.Reply, error) {
	if done.Digest != r.Digest {
		return bus.Reply{}, workflow.Refuse(workflow.Problem{
			Code: workflow.CommandIDReused, About: bus.HeaderCommandID,
			Message: "This command id was used before, for another command. Choose a new one for each command.",
		})
	}
	records, err := d.cfg.Journal.Load(ctx, agg, done.Seq-1)
	if err != nil {
		return bus.Reply{}, d.failed(agg, err)
	}
	if len(records) == 0 || records[0].Seq != done.Seq {
		return bus.Reply{}, fmt.Errorf("%s: record %d is not there any more", agg, done.Seq)
	}
	happened, err := records[0].Record.Decode()
	if err != nil {
		return bus.Reply{}, err
	}
	return answer(agg, done.Revision, done.Seq, happened), nil
}

// failed says in the terms of the bus what the journal's error means, and raises the alarm where it must.
func (d *Decider[S]) failed(agg events.Aggregate, err error) error {
	switch {
	case errors.Is(err, journal.ErrTooLarge):
		return workflow.Refuse(workflow.Problem{Code: workflow.TooLarge, Message: "What this would record is larger than a record may be. Keep documents elsewhere and name them by their digest."})
	case errors.Is(err, journal.ErrUnknown):
		return fmt.Errorf("%w: %w", bus.ErrOutcomeUnknown, err)
	case errors.Is(err, journal.ErrUnavailable), errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return fmt.Errorf("%s: %w: %w", agg, bus.ErrUnavailable, err)
	case errors.Is(err, journal.ErrRegressed):
		select {
		case d.alarm <- err:
		default:
		}
	}
	return fmt.Errorf("%s: %w", agg, err)
}

func answer(agg events.Aggregate, revision int, seq uint64, happened []events.Event) bus.Reply {
	reply := bus.Reply{Revision: revision, Seq: seq, Events: make([]string, len(happened))}
	if agg.Kind == events.KindCase {
		reply.Case = agg.ID
	}
	if agg.Kind == events.KindPool {
		reply.Pool = agg.ID
	}
	for i, e := range happened {
		reply.Events[i] = e.EventType()
		switch e := e.(type) {
		case events.PartnershipPublished:
			reply.Warnings = append(reply.Warnings, e.Warnings...)
		case events.CasePoolAdded:
			reply.Pool, reply.Warnings = e.Pool, append(reply.Warnings, e.Warnings...)
		case events.WorkflowPublished:
			reply.Warnings = append(reply.Warnings, e.Warnings...)
		}
	}
	return reply
}
