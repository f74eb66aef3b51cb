package views

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"comity/services/journal"
)

// Copy is the second copy of the journal in a views database, for the start-up guard, a scrub and a restore. It only
// reads, and needs no journal: it is opened before the journal is trusted.
type Copy struct {
	db *sql.DB
}

// OpenCopy opens the second copy in a views database. A database that is not there yet gives an empty copy, and makes one.
func OpenCopy(ctx context.Context, path string) (*Copy, error) {
	db, err := openSQLite(path, "_txlock=immediate", "_pragma=synchronous(FULL)")
	if err != nil {
		return nil, err
	}
	if err := migrate(ctx, db); err != nil {
		return nil, errors.Join(fmt.Errorf("views database %s: %w", path, err), db.Close())
	}
	return &Copy{db: db}, nil
}

// Close closes the copy.
func (c *Copy) Close() error { return c.db.Close() }

// Checkpoints says how far each partition is copied, and of which journal.
func (c *Copy) Checkpoints(ctx context.Context) ([]Checkpoint, error) { return checkpoints(ctx, c.db) }

// Guard returns what the start-up guard compares the journal with (journal.Guard). It refuses the copy of another
// installation with ErrForeign.
func (c *Copy) Guard(ctx context.Context, logID string, partitions int) (journal.Checkpoint, error) {
	known, err := c.Checkpoints(ctx)
	if err != nil {
		return journal.Checkpoint{}, err
	}
	second := journal.Checkpoint{Last: make([]uint64, partitions), Hash: c.Hash}
	for _, k := range known {
		if k.LogID != logID || k.Partition >= partitions {
			return journal.Checkpoint{}, fmt.Errorf("%w: %q, partition %d; this is %q of %d partitions", ErrForeign, k.LogID, k.Partition, logID, partitions)
		}
		second.Last[k.Partition] = k.Seq
	}
	return second, nil
}

// Hash returns the hash of the record at a sequence.
func (c *Copy) Hash(ctx context.Context, partition int, seq uint64) (hash string, err error) {
	err = c.db.QueryRowContext(ctx, sqlRecordHash, partition, seq).Scan(&hash)
	return hash, err
}

// Record returns the bytes of the record at a sequence, as the journal had them.
func (c *Copy) Record(ctx context.Context, partition int, seq uint64) (body []byte, err error) {
	err = c.db.QueryRowContext(ctx, sqlRecordAt, partition, seq).Scan(&body)
	return body, err
}

// SecondCopy opens the second copy of a running service's database; close it after use.
func (v *Views) SecondCopy(ctx context.Context) (*Copy, error) { return OpenCopy(ctx, v.cfg.Path) }
