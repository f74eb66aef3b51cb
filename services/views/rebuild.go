package views

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sync/errgroup"

	"comity/events"
	"comity/services/journal"
)

// rebuilding is added to the name of the database that is being made anew.
const rebuilding = ".rebuilding"

// Rebuild makes every table again from the journal, in a new file beside the old, and puts it in its place once it is
// level. Questions are answered from the old one meanwhile, and following goes on. It may run beside Run or without it.
//
// First the records are copied, then each aggregate is folded once and its rows are written once, which costs a fraction
// of following record by record.
// Errors: those of following; the old tables then stay as they are.
func (v *Views) Rebuild(ctx context.Context) (err error) {
	path := v.cfg.Path + rebuilding
	if err := removeFiles(path); err != nil {
		return fmt.Errorf("rebuild: %w", err)
	}
	fresh, err := openStore(ctx, path, v.home, v.cfg.Remember, v.cfg.Build)
	if err != nil {
		return fmt.Errorf("rebuild: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("rebuild: %w", err), fresh.close(), removeFiles(path))
		}
	}()
	if _, err := fresh.write.ExecContext(ctx, `PRAGMA synchronous = OFF`); err != nil { // Swap syncs what is whole
		return err
	}
	if err := v.each(ctx, fresh, fresh.copyOnly); err != nil {
		return err
	}
	if err := fresh.foldAll(ctx); err != nil {
		return err
	}
	if _, err := fresh.write.ExecContext(ctx, `PRAGMA synchronous = FULL`); err != nil {
		return err
	}
	return v.swap(ctx, fresh)
}

// refold makes states and read models again from the second copy, in place, when they are not of this build. Cut short, it
// begins anew at the next start: the build is noted last.
func (v *Views) refold(ctx context.Context) error {
	s, others := v.store, 0
	if err := s.write.QueryRowContext(ctx, sqlOtherForm, v.cfg.Build).Scan(&others); err != nil || others == 0 {
		return err
	}
	v.cfg.Log.Info().Str("build", v.cfg.Build).Msg("views were made by another build and are made again")
	_, err := s.inWrite(ctx, func(tx *sql.Tx) (uint64, error) {
		for _, q := range sqlEmpty {
			if _, err := tx.ExecContext(ctx, q); err != nil {
				return 0, err
			}
		}
		return 0, nil
	})
	if err != nil {
		return err
	}
	if err := s.foldAll(ctx); err != nil {
		return err
	}
	_, err = s.write.ExecContext(ctx, sqlForm, v.cfg.Build)
	return err
}

// apply is how a page goes into a store: folded, or only copied.
type apply func(ctx context.Context, partition int, logID string, page []journal.Stored) (uint64, error)

// each brings every partition of a store to where the journal ends now.
func (v *Views) each(ctx context.Context, s *store, do apply) error {
	for p := range v.cfg.Journal.Partitions() {
		head, err := v.cfg.Journal.Head(ctx, p)
		if err != nil {
			return err
		}
		if err := v.upTo(ctx, s, p, head, do); err != nil {
			return err
		}
	}
	return nil
}

var errLevel = errors.New("level")

func (v *Views) upTo(ctx context.Context, s *store, partition int, head uint64, do apply) error {
	at, err := s.position(ctx, s.write, partition)
	if err != nil || at >= head {
		return err
	}
	err = gathered(ctx, v.cfg.Journal, partition, at, func(ctx context.Context, page []journal.Stored) error {
		last, err := do(ctx, partition, v.cfg.LogID, page)
		if err == nil && last >= head {
			err = errLevel
		}
		return err
	})
	if errors.Is(err, errLevel) {
		return nil
	}
	return err
}

// placed is an aggregate and the partition that one of its records lies in.
type placed struct {
	partition int
	agg       events.Aggregate
}

// foldAll folds every aggregate that was copied, and writes the rows of those that are cases: registers first, since the
// rows of cases need them. One aggregate is folded while another is written.
func (s *store) foldAll(ctx context.Context) error {
	s.applying.Lock()
	defer s.applying.Unlock()
	for _, kind := range []events.Kind{events.KindRegister, events.KindMandate, events.KindPool, events.KindCase} {
		list, err := all(ctx, s.read, func(rows *sql.Rows) (a placed, err error) {
			return a, rows.Scan(&a.partition, &a.agg.Partnership, &a.agg.Kind, &a.agg.ID)
		}, sqlAggregates, kind)
		if err != nil {
			return err
		}
		g, ctx := errgroup.WithContext(ctx)
		done := make(chan *held, foldedAhead)
		g.Go(func() error {
			defer close(done)
			return s.loadEach(ctx, list, done)
		})
		g.Go(func() error {
			more := true
			for more {
				_, err := s.inWrite(ctx, func(tx *sql.Tx) (_ uint64, err error) {
					more, err = s.writeSome(ctx, tx, done)
					return 0, err
				})
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err := g.Wait(); err != nil {
			return err
		}
	}
	return nil
}

// foldedAhead is how many aggregates are folded before they are written.
const foldedAhead = 64

// loadEach folds aggregates from their records.
func (s *store) loadEach(ctx context.Context, list []placed, done chan<- *held) error {
	for _, a := range list {
		if s.home(a.agg.Partnership) != a.partition {
			continue
		}
		h, err := load(ctx, s.read, s.folded.form, a.partition, a.agg)
		if err != nil {
			return err
		}
		select {
		case done <- h:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	return nil
}

// writeSome writes what was folded, a transaction's worth of it, and reports whether there is more.
func (s *store) writeSome(ctx context.Context, tx *sql.Tx, folded <-chan *held) (more bool, err error) {
	w, err := newRowWriter(ctx, tx)
	if err != nil {
		return false, err
	}
	defer w.close()
	for range pageRecords {
		h, ok := <-folded
		if !ok {
			return false, nil
		}
		s.folded.put(h)
		if err := h.keep(ctx, tx, s.folded.form); err != nil {
			return false, err
		}
		if h.agg.Kind == events.KindCase {
			if err := s.writeCase(ctx, tx, w, s.home(h.agg.Partnership), h.agg); err != nil {
				return false, err
			}
		}
	}
	return true, nil
}

// swap puts fresh in the place of the store, when it holds at least as much. Nothing is folded meanwhile, so that the
// followers go on in the new one where they were in the old, and skip what it has already.
func (v *Views) swap(ctx context.Context, fresh *store) error {
	if err := v.each(ctx, fresh, fresh.apply); err != nil { // while the others still work: what came during the folding
		return err
	}
	v.swapping.Lock()
	defer v.swapping.Unlock()
	for p := range v.cfg.Journal.Partitions() {
		at, err := v.store.position(ctx, v.store.write, p)
		if err != nil {
			return err
		}
		if err := v.upTo(ctx, fresh, p, at, fresh.apply); err != nil {
			return err
		}
	}
	for _, s := range []*store{fresh, v.store} {
		if err := s.settle(ctx); err != nil {
			return err
		}
	}
	return v.replace(ctx, fresh)
}

// replace closes both stores and opens what is then in place: fresh, or the old one where fresh could not be put there. It is
// not broken off half-way, which would leave nothing to answer from.
func (v *Views) replace(ctx context.Context, fresh *store) error {
	ctx = context.WithoutCancel(ctx)
	err := errors.Join(fresh.close(), v.store.close())
	if err == nil {
		err = errors.Join(removeBeside(v.cfg.Path), os.Rename(fresh.path, v.cfg.Path), syncDir(v.cfg.Path))
	}
	s, again := openStore(ctx, v.cfg.Path, v.home, v.cfg.Remember, v.cfg.Build)
	if again != nil {
		return errors.Join(err, again)
	}
	v.store = s
	return errors.Join(err, v.readPositions(ctx))
}

// settle brings everything from the write-ahead log into the file itself, and syncs it.
func (s *store) settle(ctx context.Context) error {
	_, err := s.write.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(s.path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// removeBeside removes what belongs to the old file and must not be read with the new one.
func removeBeside(path string) error {
	var errs []error
	for _, f := range []string{path + "-wal", path + "-shm"} {
		if err := os.Remove(f); err != nil && !errors.Is(err, os.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

func syncDir(path string) error {
	d, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
