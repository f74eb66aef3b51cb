package decide

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/rs/zerolog"

	"comity/events"
	"comity/services/bus"
	"comity/services/journal"
	"comity/workflow"
)

const (
	// levelFor is how long a register counts as the newest after it was last found to be. Who reads it later asks the leader.
	levelFor = time.Second

	// confirmEvery is how often the follower makes sure that it has heard everything.
	confirmEvery = levelFor / 3

	// hearWithin bounds how long the follower holds a register while it catches up; a reader goes on where it gave up.
	hearWithin = 5 * time.Second

	// stopWithin bounds the wait for a follower that was told to stop.
	stopWithin = 5 * time.Second
)

// Registers holds the registers of partnerships, to be read by the rules of something else. Each is loaded when first asked
// for. Run keeps them current within milliseconds. Without it, or when it hears nothing, none is read that was last
// compared with the leader more than a second ago; who needs to be sure says so.
type Registers struct {
	journal *journal.Journal
	conn    *nats.Conn
	log     zerolog.Logger
	now     func() time.Time // measures how long ago; decides nothing. Never changes but in a test, before use

	mu        sync.Mutex
	held      map[string]*register // those that exist
	news      map[string]uint64    // the newest record of each partnership's register that the follower has heard of
	followers []follower           // one for each partition
}

// follower is how far a partition is followed. Its fields are owned by Registers.mu.
type follower struct {
	consumer string    // by which the newest word came
	heard    uint64    // its number in that consumer's count
	level    time.Time // when there was nothing that had not been heard; zero before
}

type register struct {
	mu    sync.RWMutex
	held  journal.Held[*workflow.Register] // written under mu
	level time.Time                        // when it was last known to be the leader's; written under mu
	bad   bool                             // of no use any more: another takes its place
}

// RegisterOf names the register of a partnership.
func RegisterOf(partnership string) events.Aggregate {
	return events.Aggregate{Partnership: partnership, Kind: events.KindRegister, ID: partnership}
}

// NewRegisters returns registers that are not loaded yet. conn is the journal's connection.
func NewRegisters(j *journal.Journal, conn *nats.Conn, log zerolog.Logger) *Registers {
	return &Registers{
		journal: j, conn: conn, log: log, now: time.Now,
		held: map[string]*register{}, news: map[string]uint64{}, followers: make([]follower, j.Partitions()),
	}
}

// With calls fn with a partnership's register, an empty one where there is none. It is no older than a second, and at least
// where sequence atLeast of the partition found it; with fresh, where the leader has it now. It is never older than the
// last time. fn only reads, and keeps nothing of it.
// Errors: bus.ErrUnavailable; what makes the register unreadable.
func (rs *Registers) With(ctx context.Context, partnership string, atLeast uint64, fresh bool, fn func(*workflow.Register)) error {
	for {
		r, loaded, err := rs.get(ctx, partnership)
		if err != nil {
			return err
		}
		switch {
		case loaded:
		case fresh || !r.reaches(atLeast) || !rs.isLevel(r, partnership):
			err = rs.refresh(ctx, r, partnership)
		default:
			err = rs.reach(ctx, r, partnership, rs.newsOf(partnership))
		}
		if err != nil {
			return err
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
	r = &register{level: rs.now(), held: journal.Held[*workflow.Register]{State: workflow.NewRegister(partnership)}}
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
	asked := rs.now()
	last, err := rs.journal.Last(ctx, RegisterOf(partnership))
	if err != nil {
		return unreadable(partnership, err)
	}
	if err := rs.reach(ctx, r, partnership, last); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.level.Before(asked) {
		r.level = asked
	}
	return nil
}

// isLevel reports whether what is held and what was heard of it was all there is, a moment ago.
func (rs *Registers) isLevel(r *register, partnership string) bool {
	if rs.level(rs.journal.Partition(partnership)) {
		return true
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	return rs.now().Sub(r.level) <= levelFor
}

// level reports whether the follower of a partition had heard everything a moment ago.
func (rs *Registers) level(partition int) bool {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	return rs.now().Sub(rs.followers[partition].level) <= levelFor
}

func (rs *Registers) newsOf(partnership string) uint64 {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	return rs.news[partnership]
}

// reach folds in what was appended up to a sequence, or beyond. No answer leaves the register as it is; anything else, a
// panic of the folding too, makes it of no use.
func (rs *Registers) reach(ctx context.Context, r *register, partnership string, seq uint64) error {
	if r.reaches(seq) {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.bad || r.held.Seq >= seq {
		return nil
	}
	r.bad = true
	defer rs.dropBad(r, partnership)
	err := journal.CatchUp(ctx, rs.journal, RegisterOf(partnership), &r.held)
	if r.bad = err != nil && !passing(err); err != nil {
		return unreadable(partnership, err)
	}
	return nil
}

// dropBad makes room for another in the place of one that is of no use. The caller has the register's lock.
func (rs *Registers) dropBad(r *register, partnership string) {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	if r.bad && rs.held[partnership] == r {
		delete(rs.held, partnership)
	}
}

// passing reports whether an error says nothing of the register: the server was away, or the caller has gone.
func passing(err error) bool {
	return errors.Is(err, journal.ErrUnavailable) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
}

func unreadable(partnership string, err error) error {
	if passing(err) {
		return fmt.Errorf("register of %s: %w: %w", partnership, bus.ErrUnavailable, err)
	}
	return fmt.Errorf("register of %s: %w", partnership, err)
}

// Run follows the records of registers until ctx ends, and catches up those that are loaded. What it reads is only the word
// that there is something new; a few times a second it makes sure that it has heard every word.
func (rs *Registers) Run(ctx context.Context) error {
	js, err := jetstream.New(rs.conn)
	if err != nil {
		return err
	}
	var confirming sync.WaitGroup
	defer confirming.Wait()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
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
		defer rs.stop(following)
		confirming.Go(func() { rs.confirmLoop(ctx, js, consumer, p) })
	}
	<-ctx.Done()
	return nil
}

// stop ends a following, and waits until nothing is heard any more.
func (rs *Registers) stop(following jetstream.ConsumeContext) {
	following.Stop()
	select {
	case <-following.Closed():
	case <-time.After(stopWithin):
		rs.log.Warn().Msg("registers are perhaps still followed")
	}
}

// heard takes in the word that a register has a new record.
func (rs *Registers) heard(ctx context.Context, m jetstream.Msg) {
	p, agg, err := events.ParseJournalSubject(m.Subject())
	if err != nil {
		return
	}
	meta, err := m.Metadata()
	if err != nil {
		return
	}
	rs.mu.Lock()
	rs.news[agg.Partnership] = max(rs.news[agg.Partnership], meta.Sequence.Stream)
	rs.followers[p].consumer, rs.followers[p].heard = meta.Consumer, meta.Sequence.Consumer
	r, ok := rs.held[agg.Partnership]
	rs.mu.Unlock()
	if !ok {
		return
	}
	within, cancel := context.WithTimeout(ctx, hearWithin)
	defer cancel()
	if err := rs.reach(within, r, agg.Partnership, meta.Sequence.Stream); err != nil && ctx.Err() == nil {
		rs.log.Warn().Err(err).Msg("register not followed; it is caught up when it is needed")
	}
}

func (rs *Registers) confirmLoop(ctx context.Context, js jetstream.JetStream, consumer jetstream.Consumer, partition int) {
	tick := time.NewTicker(confirmEvery)
	defer tick.Stop()
	for {
		rs.confirm(ctx, js, consumer.CachedInfo(), partition)
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// confirm asks the server whether there is a word that was not heard. No answer, or a consumer that has been replaced
// meanwhile, confirms nothing: readers then ask the leader.
func (rs *Registers) confirm(ctx context.Context, js jetstream.JetStream, last *jetstream.ConsumerInfo, partition int) {
	if last == nil {
		return
	}
	within, cancel := context.WithTimeout(ctx, levelFor)
	defer cancel()
	asked := rs.now()
	consumer, err := js.Consumer(within, events.StreamName(partition), last.Name)
	if err != nil {
		return
	}
	now := consumer.CachedInfo()
	rs.mu.Lock()
	defer rs.mu.Unlock()
	f := &rs.followers[partition]
	heard := f.heard
	if f.consumer != now.Name {
		heard = 0 // it took the place of another, and begins after what that one brought
	}
	if now.NumPending == 0 && now.Delivered.Consumer <= heard {
		f.level = asked
	}
}
