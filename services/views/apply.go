package views

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"comity/events"
	"comity/services/journal"
	"comity/workflow"
)

// ErrFenced is returned when the checkpoint is not where this program left it: another program follows the journal into
// the same database. Nothing of the page was kept.
var ErrFenced = errors.New("another program writes to the views database")

// ErrForeign is returned when the database holds the records of another installation. Nothing was changed.
var ErrForeign = errors.New("the views database belongs to another journal")

// apply folds a page of one partition into the database, all in one transaction with its checkpoint. Records at or below
// the checkpoint are skipped. It returns the last sequence that the database then holds.
// Errors: journal.ErrGap, ErrFenced, ErrForeign, events.ErrTampered and what the rules cannot read: nothing was changed,
// and following stops there.
func (s *store) apply(ctx context.Context, partition int, logID string, page []journal.Stored) (uint64, error) {
	s.applying.Lock()
	defer s.applying.Unlock()
	last, err := s.inWrite(ctx, func(tx *sql.Tx) (uint64, error) {
		fresh, last, err := s.copyPage(ctx, tx, partition, logID, page)
		if err != nil || len(fresh) == 0 {
			return last, err
		}
		return last, s.foldPage(ctx, tx, partition, fresh)
	})
	if err != nil {
		s.folded = newFolded(s.folded.limit, s.folded.form) // it may hold what was rolled back
		return 0, fmt.Errorf("views, partition %d: %w", partition, err)
	}
	return last, nil
}

// copyOnly keeps a page of records and its checkpoint without folding it: the first half of a rebuild.
func (s *store) copyOnly(ctx context.Context, partition int, logID string, page []journal.Stored) (uint64, error) {
	s.applying.Lock()
	defer s.applying.Unlock()
	return s.inWrite(ctx, func(tx *sql.Tx) (uint64, error) {
		_, last, err := s.copyPage(ctx, tx, partition, logID, page)
		return last, err
	})
}

func (s *store) inWrite(ctx context.Context, do func(tx *sql.Tx) (uint64, error)) (uint64, error) {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer tx.Rollback()
	last, err := do(tx)
	if err != nil {
		return 0, err
	}
	return last, tx.Commit()
}

// copyPage writes those records of the page that are new, and moves the checkpoint to the last of them.
func (s *store) copyPage(ctx context.Context, tx *sql.Tx, partition int, logID string, page []journal.Stored) ([]journal.Stored, uint64, error) {
	last, known, err := s.begin(ctx, tx, partition, logID, page)
	if err != nil {
		return nil, 0, err
	}
	from := last
	i := slices.IndexFunc(page, func(r journal.Stored) bool { return r.Seq > last })
	if i < 0 {
		return nil, last, nil
	}
	fresh := page[i:]
	insert, err := tx.PrepareContext(ctx, sqlRecord)
	if err != nil {
		return nil, 0, err
	}
	defer insert.Close()
	for _, r := range fresh {
		if r.Seq != last+1 {
			return nil, 0, fmt.Errorf("%w: record %d is followed by %d", journal.ErrGap, last, r.Seq)
		}
		last = r.Seq
		rec := r.Record
		if _, err := insert.ExecContext(ctx, partition, r.Seq, events.JournalSubject(partition, rec.Aggregate()),
			rec.Partnership, rec.Kind, rec.ID, rec.Revision, rec.Hash, stamp(r.At), r.Raw); err != nil {
			return nil, 0, fmt.Errorf("copy record %d: %w", r.Seq, err)
		}
	}
	newest := fresh[len(fresh)-1]
	done, err := tx.ExecContext(ctx, sqlAdvance, last, newest.Record.Hash, stamp(newest.At), partition, from, known)
	if err != nil {
		return nil, 0, err
	}
	if n, err := done.RowsAffected(); err != nil || n != 1 {
		return nil, 0, errors.Join(ErrFenced, err)
	}
	return fresh, last, nil
}

// begin reads the partition's checkpoint, and makes it before the first record: the birth certificate, which names the
// journal.
func (s *store) begin(ctx context.Context, tx *sql.Tx, partition int, logID string, page []journal.Stored) (last uint64, known string, err error) {
	err = tx.QueryRowContext(ctx, sqlCheckpoint, partition).Scan(&known, &last)
	if errors.Is(err, sql.ErrNoRows) {
		if len(page) == 0 || page[0].Seq != 1 {
			return 0, "", fmt.Errorf("%w: the first record is missing", journal.ErrGap)
		}
		if known, err = bornAs(page[0].Record); err == nil {
			_, err = tx.ExecContext(ctx, sqlBegin, partition, known, s.folded.form)
		}
	}
	if err != nil {
		return 0, "", err
	}
	if logID != "" && known != logID {
		return 0, "", fmt.Errorf("%w: %q, this is %q", ErrForeign, known, logID)
	}
	return last, known, nil
}

// bornAs reads the log id from the first record of a partition.
func bornAs(r *events.Record) (string, error) {
	happened, err := r.Decode()
	if err != nil {
		return "", err
	}
	if born, ok := happened[0].(events.InstallationCreated); ok {
		return born.LogID, nil
	}
	return "", fmt.Errorf("%w: the first record is no birth certificate", ErrForeign)
}

// foldPage folds records that are in the tables already, and writes the rows of every case that they touch: those that
// changed, and, where a register changed, the open cases of its partnership that this may concern.
func (s *store) foldPage(ctx context.Context, tx *sql.Tx, partition int, fresh []journal.Stored) error {
	byAggregate := map[events.Aggregate][]journal.Stored{}
	for _, r := range fresh {
		agg := r.Record.Aggregate()
		byAggregate[agg] = append(byAggregate[agg], r)
	}
	touched := map[events.Aggregate]bool{}
	for agg, records := range byAggregate {
		if s.home(agg.Partnership) != partition {
			continue // the birth certificate of this partition: the installation's register lives in another
		}
		h, err := s.advance(ctx, tx, partition, agg, records)
		if err != nil {
			return err
		}
		if err := h.keep(ctx, tx, s.folded.form); err != nil {
			return err
		}
		if agg.Kind == events.KindCase {
			touched[agg] = true
			continue
		}
		if agg.Kind == events.KindMandate || agg.Kind == events.KindPool {
			continue // no rows: it is read where it is asked for
		}
		if err := concernedBy(ctx, tx, h.theRegister(), records, touched); err != nil {
			return err
		}
	}
	w, err := newRowWriter(ctx, tx)
	if err != nil {
		return err
	}
	defer w.close()
	for _, agg := range sorted(touched) {
		if err := s.writeCase(ctx, tx, w, partition, agg); err != nil {
			return err
		}
	}
	return nil
}

// concernedBy adds the open cases whose rows may change with records of a register, as the tables were before the page: a
// case that changed in the page is touched anyway.
func concernedBy(ctx context.Context, tx *sql.Tx, register *workflow.Register, records []journal.Stored, touched map[events.Aggregate]bool) error {
	every, boards := false, map[string]bool{}
	for _, r := range records {
		all, some, err := concerned(register, r.Record)
		if err != nil {
			return err
		}
		every = every || all
		for _, b := range some {
			boards[b] = true
		}
	}
	add := func(query string, args ...any) error {
		list, err := all(ctx, tx, scanOne[string], query, args...)
		for _, id := range list {
			touched[caseOf(register.Partnership, id)] = true
		}
		return err
	}
	if every {
		return add(sqlOpenCases, register.Partnership)
	}
	for b := range boards {
		if err := add(sqlBoardCases, register.Partnership, register.Partnership, b); err != nil {
			return err
		}
	}
	return nil
}

// advance folds records into what is remembered of an aggregate; what is not remembered is loaded, and has them already.
func (s *store) advance(ctx context.Context, tx *sql.Tx, partition int, agg events.Aggregate, records []journal.Stored) (*held, error) {
	h := s.folded.peek(agg)
	if h == nil {
		return s.folded.get(ctx, tx, partition, agg)
	}
	for _, r := range records {
		if err := h.take(r.Seq, r.Record); err != nil {
			return nil, err
		}
	}
	return h, nil
}

func (s *store) writeCase(ctx context.Context, tx *sql.Tx, w *rowWriter, partition int, agg events.Aggregate) error {
	c, err := s.folded.get(ctx, tx, partition, agg)
	if err != nil {
		return err
	}
	r, err := s.folded.get(ctx, tx, partition, register(agg.Partnership))
	if err != nil {
		return err
	}
	if err := w.write(ctx, c, r); err != nil {
		return fmt.Errorf("rows of %s: %w", agg, err)
	}
	return nil
}

func sorted(set map[events.Aggregate]bool) []events.Aggregate {
	out := make([]events.Aggregate, 0, len(set))
	for agg := range set {
		out = append(out, agg)
	}
	slices.SortFunc(out, func(a, b events.Aggregate) int { return strings.Compare(a.String(), b.String()) })
	return out
}
