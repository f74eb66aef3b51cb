// Package feeds publishes what happens: each event of the journal once for each clearance that is told of it, with exactly
// the fields that it may see, as a CloudEvent on the stream FEED (DESIGN §5).
//
// The stream is its own memory. Every message names the record it comes from and how many of the same record are still to
// follow, so a publisher that starts again reads the newest message of each partnership and goes on right after it: nothing
// is lost, nothing comes twice, and what concerns one case comes in order. An answer that is lost on the way is cleared up
// by reading the stream, or by the message's id.
//
// One instance publishes for an installation. A second one is held off by the ids, but the order is then not promised.
package feeds

import (
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/rs/zerolog"
	"golang.org/x/sync/errgroup"

	"comity/services/journal"
)

// Config says what to publish. Conn and Journal are needed.
type Config struct {
	// Conn is the engine's connection.
	Conn *nats.Conn

	// Journal is the journal to follow, all of its partitions.
	Journal *journal.Journal

	// Log takes what goes wrong and is tried again.
	Log zerolog.Logger

	// Remember is how many folded cases are kept in memory; one that is not is read again from the journal. Default 4,096.
	Remember int

	// Level is called at the start and after each page with the position up to which a partition is published. May be nil.
	Level func(partition int, seq uint64)
}

// Feeds publishes events.
type Feeds struct {
	cfg Config
	js  jetstream.JetStream
}

// New checks the configuration. It sends nothing.
func New(cfg Config) (*Feeds, error) {
	if cfg.Conn == nil || cfg.Journal == nil {
		return nil, errors.New("feeds: a connection and a journal are needed")
	}
	if cfg.Remember <= 0 {
		cfg.Remember = 4096
	}
	js, err := jetstream.New(cfg.Conn)
	if err != nil {
		return nil, fmt.Errorf("feeds: %w", err)
	}
	return &Feeds{cfg: cfg, js: js}, nil
}

// Run publishes until ctx ends, and returns when everything it started has ended.
// Errors: the stream FEED is missing; whatever stops a partition from being followed.
func (f *Feeds) Run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	for p := range f.cfg.Journal.Partitions() {
		g.Go(func() error { return f.publish(ctx, p) })
	}
	err := g.Wait()
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return nil
	}
	return err
}

// publish follows one partition from where the feed ends.
func (f *Feeds) publish(ctx context.Context, partition int) error {
	out, err := openOutlet(ctx, f.js, f.cfg.Log)
	if err != nil {
		return err
	}
	from, err := out.resume(ctx, partition)
	if err != nil {
		return fmt.Errorf("feed of partition %d: %w", partition, err)
	}
	if f.cfg.Level != nil {
		f.cfg.Level(partition, from.after())
	}
	states := newStates(f.cfg.Journal, f.cfg.Remember)
	return f.cfg.Journal.Follow(ctx, partition, from.after(), func(page []journal.Stored) error {
		var messages []*nats.Msg
		for _, s := range page {
			if s.At.Before(from.oldest) {
				continue
			}
			told, err := states.messages(ctx, s)
			if err != nil {
				return fmt.Errorf("feed of partition %d: %w", partition, err)
			}
			messages = append(messages, from.rest(s.Seq, told)...)
		}
		if err := out.send(ctx, partition, messages); err != nil {
			return fmt.Errorf("feed of partition %d: %w", partition, err)
		}
		if f.cfg.Level != nil {
			f.cfg.Level(partition, page[len(page)-1].Seq)
		}
		return nil
	})
}
