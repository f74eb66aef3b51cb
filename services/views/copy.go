package views

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"comity/services/journal"
)

// Copy is the second copy of the journal in a views database, for the start-up guard, a scrub and a restore. It only
// reads, and needs no journal: it is opened before the journal is trusted.
type Copy struct {
	db *sql.DB
}

// OpenCopy opens the second copy in a views database to read it. It changes nothing and makes nothing: other processes may be
// making the same database meanwhile. A database that is not there, or has no tables yet, is an empty copy.
func OpenCopy(ctx context.Context, path string) (*Copy, error) {
	switch _, err := os.Stat(path); {
	case errors.Is(err, fs.ErrNotExist):
		return &Copy{}, nil
	case err != nil:
		return nil, fmt.Errorf("views database: %w", err)
	}
	db, err := openSQLite(path, "_pragma=query_only(1)")
	if err != nil {
		return nil, err
	}
	var tables int
	if err := db.QueryRowContext(ctx, sqlCopyTables).Scan(&tables); err != nil {
		return nil, errors.Join(fmt.Errorf("views database %s: %w", path, err), db.Close())
	}
	if tables < 2 {
		return &Copy{}, db.Close()
	}
	return &Copy{db: db}, nil
}

// Close closes the copy.
func (c *Copy) Close() error {
	if c.db == nil {
		return nil
	}
	return c.db.Close()
}

// Checkpoints says how far each partition is copied, and of which journal.
func (c *Copy) Checkpoints(ctx context.Context) ([]Checkpoint, error) {
	if c.db == nil {
		return nil, nil
	}
	return checkpoints(ctx, c.db)
}

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

// Hash returns the hash of the record at a sequence; sql.ErrNoRows for one that was not copied.
func (c *Copy) Hash(ctx context.Context, partition int, seq uint64) (hash string, err error) {
	if c.db == nil {
		return "", sql.ErrNoRows
	}
	err = c.db.QueryRowContext(ctx, sqlRecordHash, partition, seq).Scan(&hash)
	return hash, err
}

// Record returns the bytes of the record at a sequence, as the journal had them; sql.ErrNoRows for one that was not copied.
func (c *Copy) Record(ctx context.Context, partition int, seq uint64) (body []byte, err error) {
	if c.db == nil {
		return nil, sql.ErrNoRows
	}
	err = c.db.QueryRowContext(ctx, sqlRecordAt, partition, seq).Scan(&body)
	return body, err
}

// SecondCopy opens the second copy of a running service's database; close it after use.
func (v *Views) SecondCopy(ctx context.Context) (*Copy, error) { return OpenCopy(ctx, v.cfg.Path) }
