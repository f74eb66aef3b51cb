// Package views answers questions. It folds the journal into SQL tables made for reading, and keeps every record as a
// second copy beside them (DESIGN §2, §3).
//
// A page of the journal becomes rows and a checkpoint in one transaction, so that the tables are always those of one
// position: a crash loses nothing and repeats nothing, a record read twice is skipped, and a gap stops the service. What is
// written follows from the records alone; Rebuild makes all of it again beside the old and puts it in its place.
//
// Every answer says how far it reaches (seq) and when that was known to be everything (as_at), and a question may ask to
// wait for a position, so that a writer reads its own write. Who may see what of a case is decided in reader.go alone, by
// the rules' own Clearance.
package views

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/rs/zerolog"
	"golang.org/x/sync/errgroup"

	"comity/services/journal"
)

// Config says where the tables are and which journal they follow. Path, Journal and Now are needed; Conn to be asked over NATS.
type Config struct {
	// Path is the database file; it is made when missing. Its directory must exist.
	Path string

	// Conn is the engine's connection, over which questions come and on which the feed is read.
	Conn *nats.Conn

	// Journal is the journal to follow, all of its partitions.
	Journal *journal.Journal

	// LogID is the installation that the journal must be of; empty takes what the first record says.
	LogID string

	// Now is the clock: who holds a seat today, and what is overdue.
	Now func() time.Time

	// Log takes what goes wrong.
	Log zerolog.Logger

	// Version is the semantic version that discovery shows; default 0.0.0.
	Version string

	// Build names the exact source of this build. What another build made is made again when the database is opened, as
	// rules that have changed may fold the same records into another state. Empty: at every start.
	Build string

	// OperatorActs lets the local command line ask for anybody.
	OperatorActs bool

	// Ready is called once, when questions are taken. May be nil.
	Ready func()

	// Remember is how many folded cases are kept in memory, once for following and once for questions; default 4,096.
	Remember int

	// AtLeast is how long a question may wait for a position; default 10 s.
	AtLeast time.Duration
}

// Views follows the journal and answers questions. Its methods may be called concurrently.
type Views struct {
	cfg  Config
	home func(partnership string) int

	swapping sync.RWMutex // held for reading by whoever uses the store, for writing while Rebuild puts another in its place
	store    *store

	levels *levels
	hints  *hints
}

// Open opens the database, makes or updates its tables, makes what another build made again from the second copy, which may
// take a while, and reads how far it is. It follows nothing yet: that is Run.
// Errors: ErrForeign for the database of another installation; records that these rules cannot read.
func Open(ctx context.Context, cfg Config) (*Views, error) {
	if cfg.Remember <= 0 {
		cfg.Remember = 4096
	}
	if cfg.AtLeast <= 0 {
		cfg.AtLeast = 10 * time.Second
	}
	if cfg.Path == "" || cfg.Journal == nil || cfg.Now == nil {
		return nil, errors.New("views: a database file, a journal and a clock are needed")
	}
	n := cfg.Journal.Partitions()
	if err := removeFiles(cfg.Path + rebuilding); err != nil { // what an interrupted Rebuild left
		return nil, fmt.Errorf("views: %w", err)
	}
	s, err := openStore(ctx, cfg.Path, home(n), cfg.Remember, cfg.Build)
	if err != nil {
		return nil, err
	}
	v := &Views{cfg: cfg, home: home(n), store: s, levels: newLevels(n), hints: newHints()}
	if err := v.readPositions(ctx); err != nil {
		return nil, errors.Join(err, s.close())
	}
	if err := v.refold(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("views: %w", err), s.close())
	}
	return v, nil
}

func (v *Views) readPositions(ctx context.Context) error {
	known, err := checkpoints(ctx, v.store.read)
	if err != nil {
		return err
	}
	for _, c := range known {
		if v.cfg.LogID != "" && c.LogID != v.cfg.LogID {
			return fmt.Errorf("%w: %q, this is %q", ErrForeign, c.LogID, v.cfg.LogID)
		}
		if c.Partition >= v.cfg.Journal.Partitions() {
			return fmt.Errorf("%w: it has a partition %d, the journal has %d", ErrForeign, c.Partition, v.cfg.Journal.Partitions())
		}
		v.levels.reach(c.Partition, c.Seq)
	}
	return nil
}

// Close closes the database. Run must have returned.
func (v *Views) Close() error {
	v.swapping.Lock()
	defer v.swapping.Unlock()
	return v.store.close()
}

// Run follows every partition and answers questions until ctx ends, and returns when everything it started has ended.
// Errors: whatever stops a partition from being followed; the views then say no more than they knew.
func (v *Views) Run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	if v.cfg.Conn != nil {
		g.Go(func() error { return v.serve(ctx) })
	}
	for p := range v.cfg.Journal.Partitions() {
		g.Go(func() error { return v.follow(ctx, p) })
		g.Go(func() error { return v.watchLevel(ctx, p) })
	}
	err := g.Wait()
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return nil
	}
	return err
}

// use gives do the store that is in place, and keeps it there meanwhile.
func (v *Views) use(do func(*store) error) error {
	v.swapping.RLock()
	defer v.swapping.RUnlock()
	return do(v.store)
}
