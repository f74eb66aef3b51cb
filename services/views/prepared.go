package views

import (
	"context"
	"database/sql"
	"sync"
)

// preparedMost bounds what is kept prepared. The queries of the views are some dozens of texts; a list of cases adds one for each set
// of its filters, and what is beyond the bound is prepared each time that it is asked.
const preparedMost = 256

// prepared keeps the queries of one database prepared: to prepare one costs several times what most of them cost to run.
type prepared struct {
	db *sql.DB

	mu   sync.Mutex
	list map[string]*sql.Stmt
}

func newPrepared(db *sql.DB) *prepared { return &prepared{db: db, list: map[string]*sql.Stmt{}} }

// of returns a query as it was prepared, nil where it was not.
func (p *prepared) of(query string) *sql.Stmt {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.list[query]
}

// add prepares queries for the next time. It takes a connection of its own, and is therefore for whoever holds none: readers that waited
// for a second one could wait for each other. One that cannot be prepared now stays as it was.
func (p *prepared) add(ctx context.Context, queries []string) {
	for _, q := range queries {
		if !p.wants(q) {
			continue
		}
		st, err := p.db.PrepareContext(ctx, q)
		if err == nil && !p.keep(q, st) {
			_ = st.Close() // another was first
		}
	}
}

func (p *prepared) wants(query string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.list[query] == nil && len(p.list) < preparedMost
}

func (p *prepared) keep(query string, st *sql.Stmt) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.list[query] != nil || len(p.list) >= preparedMost {
		return false
	}
	p.list[query] = st
	return true
}

// reading is one state of the database, for the length of a question. One query after another: the rows of one are read before the next
// is asked.
type reading struct {
	tx       *sql.Tx
	prepared *prepared
	unknown  []string // queries that were not prepared
}

// QueryContext runs a query that returns rows.
func (r *reading) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if st := r.prepared.of(query); st != nil {
		return r.tx.StmtContext(ctx, st).QueryContext(ctx, args...)
	}
	r.unknown = append(r.unknown, query)
	return r.tx.QueryContext(ctx, query, args...)
}

// QueryRowContext runs a query that returns one row at most.
func (r *reading) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if st := r.prepared.of(query); st != nil {
		return r.tx.StmtContext(ctx, st).QueryRowContext(ctx, args...)
	}
	r.unknown = append(r.unknown, query)
	return r.tx.QueryRowContext(ctx, query, args...)
}
