// Package deadlines makes things happen on time. It owns nothing: it folds the journal, asks the rules what falls due
// (workflow.Due), and when a moment has come sends the case a tick. The rules then decide what the moment brings about, and
// the journal decides whether it has happened (RELIABILITY §3).
//
// A tick has an id that follows from what is due, so any number of instances may send it, again and again: it happens once.
// Nothing fires before its moment. The loop looks at the wall clock every half a minute and at the next moment due, and never
// sleeps longer, so a suspended machine or a clock that was put right delays a deadline by no more than that. After an outage
// everything overdue is fired, the oldest of a case first, and after each tick the case is read again before the next.
package deadlines

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/rs/zerolog"
	"golang.org/x/sync/errgroup"

	"comity/services/client"
	"comity/services/journal"
)

// Config says what to watch and how to fire. Journal and Now are needed, and Conn or Fire.
type Config struct {
	// Conn is the engine's connection, over which ticks are sent.
	Conn *nats.Conn

	// Journal is the journal to follow, all of its partitions.
	Journal *journal.Journal

	// Now is the clock that moments are compared with.
	Now func() time.Time

	// Log takes what goes wrong and is tried again.
	Log zerolog.Logger

	// Poll is the longest sleep; default and most 30 s.
	Poll time.Duration

	// Remember is how many folded cases are kept in memory; one that is not is read again from the journal. Default 4,096.
	Remember int

	// Manual leaves the firing to whoever calls RunOnce: Run then follows the journal and never fires by itself.
	Manual bool

	// Fire sends a tick and returns when it is answered; default is to send it over Conn.
	// Errors: *workflow.Refusal for a no; client.ErrNobody and the like when nobody answers, which ends a round; any other is
	// a failure with this one case.
	Fire func(context.Context, Tick) (Fired, error)
}

// Deadlines fires what is due.
type Deadlines struct {
	cfg Config

	firing sync.Mutex // one RunOnce at a time

	mu    sync.Mutex
	fold  *fold  // guarded by mu
	table *table // guarded by mu

	wake chan struct{} // holds one word: the table may have changed
}

// New checks the configuration. It follows nothing yet: that is Run.
func New(cfg Config) (*Deadlines, error) {
	if cfg.Journal == nil || cfg.Now == nil || cfg.Conn == nil && cfg.Fire == nil {
		return nil, errors.New("deadlines: a journal, a clock and a connection are needed")
	}
	if cfg.Poll <= 0 || cfg.Poll > longestSleep {
		cfg.Poll = longestSleep
	}
	if cfg.Remember <= 0 {
		cfg.Remember = 4096
	}
	if cfg.Fire == nil {
		cfg.Fire = sendOver(client.New(cfg.Conn, client.Config{}))
	}
	return &Deadlines{cfg: cfg, fold: newFold(cfg.Journal, cfg.Remember), table: newTable(), wake: make(chan struct{}, 1)}, nil
}

// Run follows the journal and fires what is due until ctx ends, and returns when everything it started has ended.
// Errors: whatever stops a partition from being followed.
func (d *Deadlines) Run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	for p := range d.cfg.Journal.Partitions() {
		g.Go(func() error { return d.follow(ctx, p) })
	}
	if !d.cfg.Manual {
		g.Go(func() error {
			return loop{now: d.cfg.Now, poll: d.cfg.Poll, wake: d.wake, once: d.RunOnce, log: d.cfg.Log}.run(ctx)
		})
	}
	err := g.Wait()
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return nil
	}
	return err
}

func (d *Deadlines) follow(ctx context.Context, partition int) error {
	err := d.cfg.Journal.Follow(ctx, partition, 0, func(page []journal.Stored) error {
		if err := d.take(partition, page); err != nil {
			return err
		}
		select {
		case d.wake <- struct{}{}:
		default:
		}
		return nil
	})
	return fmt.Errorf("deadlines of partition %d: %w", partition, err)
}

func (d *Deadlines) take(partition int, page []journal.Stored) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	err := d.fold.take(partition, page)
	d.reckonRegisters()
	return err
}

// Result says what one round did.
type Result struct {
	Fired int       // ticks that brought something about
	Idle  int       // ticks that failed, or after which the same thing is still due; they are repeated more and more rarely
	Next  time.Time // the next moment at which something falls due; none: nothing is
}

// RunOnce fires everything that is due now, the oldest first, and what falls due by that in its turn. It needs Run beside it,
// which folds the journal.
//
// With Manual it begins when the fold has all that the journal held when it was called, and reckons everything before it
// fires anything. Without, it fires what is known to be due while many cases have still to be reckoned: a change that
// concerns every case does not hold up a deadline that it does not move.
// Errors: the journal or the other side does not answer; what was fired stays fired. Call it again.
func (d *Deadlines) RunOnce(ctx context.Context) (Result, error) {
	d.firing.Lock()
	defer d.firing.Unlock()
	var done Result
	if d.cfg.Manual {
		if err := d.level(ctx); err != nil {
			return done, fmt.Errorf("deadlines: %w", err)
		}
	}
	for {
		due, err := d.next(ctx, &done)
		if err != nil {
			return done, fmt.Errorf("deadlines: %w", err)
		}
		if due == nil {
			return done, ctx.Err()
		}
		happened, err := d.fire(ctx, *due)
		if err != nil {
			return done, fmt.Errorf("deadlines: %s of case %s in %s, due %s: %w", due.Item.What, due.Case, due.Partnership, due.Item.At.Format(time.RFC3339), err)
		}
		if happened {
			done.Fired++
		} else {
			done.Idle++
		}
	}
}

// next finds what is to be fired next, nil for nothing; done.Next is then the next moment.
func (d *Deadlines) next(ctx context.Context, done *Result) (*Tick, error) {
	for {
		if d.cfg.Manual {
			if err := d.reckonAll(ctx); err != nil {
				return nil, err
			}
		}
		due, next := d.due(d.cfg.Now())
		var again bool
		var err error
		if due == nil {
			again, err = d.reckonSome(ctx)
		} else {
			again, err = d.reckonFirst(ctx, key{due.Partnership, due.Case})
		}
		if err != nil || !again {
			done.Next = next
			return due, err
		}
	}
}

// due returns what is due, nil for nothing, and then the next moment.
func (d *Deadlines) due(now time.Time) (*Tick, time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.table.first(now)
}

// level waits until the fold has what the journal has.
func (d *Deadlines) level(ctx context.Context) error {
	for p := range d.cfg.Journal.Partitions() {
		head, err := d.cfg.Journal.Head(ctx, p)
		if err != nil {
			return err
		}
		if err := d.reach(ctx, p, head); err != nil {
			return err
		}
	}
	return nil
}

// reach waits until a partition is folded up to seq.
func (d *Deadlines) reach(ctx context.Context, partition int, seq uint64) error {
	for {
		d.mu.Lock()
		reached, changed := d.fold.seqs[partition] >= seq, d.fold.changed
		d.mu.Unlock()
		if reached {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}
