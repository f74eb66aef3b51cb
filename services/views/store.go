package views

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"sync"
	"time"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"comity/events"
)

//go:embed migrations
var migrations embed.FS

// readers is how many queries are answered at once; more of them wait their turn.
const readers = 4

// store is one database file: the second copy of the journal, folded states and read models.
//
// All writing goes through apply and copyPage, one at a time; reading goes on beside it, each query on the state that one
// transaction left.
type store struct {
	path     string
	write    *sql.DB // one connection: SQLite has one writer
	read     *sql.DB
	prepared *prepared // queries on read
	home     func(partnership string) int

	applying sync.Mutex // one page at a time, of whatever partition
	folded   *folded    // owned by whoever holds applying

	loaded *loaded // states for queries; never changed once in it
}

// openStore opens a database and brings its tables up to date.
func openStore(ctx context.Context, path string, home func(string) int, remember int, form string) (*store, error) {
	write, err := openSQLite(path, "_txlock=immediate", "_pragma=synchronous(FULL)")
	if err != nil {
		return nil, err
	}
	write.SetMaxOpenConns(1)
	if err := migrate(ctx, write); err != nil {
		return nil, errors.Join(fmt.Errorf("views database %s: %w", path, err), write.Close())
	}
	read, err := openSQLite(path, "_txlock=deferred", "_pragma=query_only(1)")
	if err != nil {
		return nil, errors.Join(err, write.Close())
	}
	read.SetMaxOpenConns(readers)
	read.SetMaxIdleConns(readers)
	return &store{path: path, write: write, read: read, prepared: newPrepared(read), home: home, folded: newFolded(remember, form), loaded: newLoaded(remember, form)}, nil
}

func openSQLite(path string, more ...string) (*sql.DB, error) {
	dsn := "file:" + (&url.URL{Path: path}).EscapedPath() + "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=foreign_keys(1)"
	for _, m := range more {
		dsn += "&" + m
	}
	return sql.Open("sqlite", dsn)
}

func migrate(ctx context.Context, db *sql.DB) error {
	dir, err := fs.Sub(migrations, "migrations/sqlite")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, dir, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return err
}

func (s *store) close() error { return errors.Join(s.read.Close(), s.write.Close()) }

// removeFiles removes a database and what SQLite keeps beside it. A file that is not there is no error.
func removeFiles(path string) error {
	var errs []error
	for _, f := range []string{path, path + "-wal", path + "-shm"} {
		if err := os.Remove(f); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// Checkpoint is how far one partition has been folded.
type Checkpoint struct {
	Partition int
	LogID     string    // of the installation whose journal this is
	Seq       uint64    // of the last record folded
	Head      string    // its hash
	StoredAt  time.Time // when the journal stored it
}

// queryer is a transaction, or the database itself.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func checkpoints(ctx context.Context, q queryer) ([]Checkpoint, error) {
	return all(ctx, q, func(rows *sql.Rows) (c Checkpoint, err error) {
		var at string
		err = rows.Scan(&c.Partition, &c.LogID, &c.Seq, &c.Head, &at)
		c.StoredAt = unstamp(at)
		return c, err
	}, sqlCheckpoints)
}

// position returns the last sequence folded of a partition; 0 for none.
func (s *store) position(ctx context.Context, q queryer, partition int) (uint64, error) {
	var logID string
	var seq uint64
	err := q.QueryRowContext(ctx, sqlCheckpoint, partition).Scan(&logID, &seq)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return seq, err
}

// all runs a query and reads every row of it.
func all[T any](ctx context.Context, q queryer, scan func(*sql.Rows) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

// scanOne reads rows of one column.
func scanOne[T any](rows *sql.Rows) (v T, err error) { return v, rows.Scan(&v) }

// inRead answers a question on one state of the database.
func (s *store) inRead(ctx context.Context, ask func(tx *reading) error) error {
	tx, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	r := &reading{tx: tx, prepared: s.prepared}
	defer func() {
		tx.Rollback()
		s.prepared.add(ctx, r.unknown)
	}()
	return ask(r)
}

// register names the aggregate of a partnership's register.
func register(partnership string) events.Aggregate {
	return events.Aggregate{Partnership: partnership, Kind: events.KindRegister, ID: partnership}
}

func caseOf(partnership, id string) events.Aggregate {
	return events.Aggregate{Partnership: partnership, Kind: events.KindCase, ID: id}
}
