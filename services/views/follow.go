package views

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	"comity/services/journal"
)

const (
	// pageRecords is how many records are folded in one transaction at most, but for the last page read. A follower that
	// is level folds what is there; one that is behind finds more waiting and so pays for fewer syncs.
	pageRecords = 2048

	// pagesAhead is how many pages of the journal are read while one is being folded.
	pagesAhead = 64

	// levelEvery is how often a view asks whether it is level while nothing happens.
	levelEvery = time.Second
)

// follow folds a partition from the checkpoint on until ctx ends or a page fails.
func (v *Views) follow(ctx context.Context, partition int) error {
	return gathered(ctx, v.cfg.Journal, partition, v.levels.at(partition), func(ctx context.Context, page []journal.Stored) error {
		return v.use(func(s *store) error {
			last, err := s.apply(ctx, partition, v.cfg.LogID, page)
			if err == nil {
				v.levels.reach(partition, last)
			}
			return err
		})
	})
}

// gathered follows a partition and hands on larger pages while the reader is behind: reading goes on while do is busy.
func gathered(ctx context.Context, j *journal.Journal, partition int, after uint64, do func(context.Context, []journal.Stored) error) error {
	g, ctx := errgroup.WithContext(ctx)
	pages := make(chan []journal.Stored, pagesAhead)
	g.Go(func() error {
		return j.Follow(ctx, partition, after, func(page []journal.Stored) error {
			select {
			case pages <- page:
				return nil
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		})
	})
	g.Go(func() error {
		for {
			select {
			case page := <-pages:
				if err := do(ctx, more(page, pages)); err != nil {
					return err
				}
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		}
	})
	return g.Wait()
}

// more adds the pages that are waiting to the first, within reason.
func more(page []journal.Stored, pages <-chan []journal.Stored) []journal.Stored {
	page = page[:len(page):len(page)]
	for len(page) < pageRecords {
		select {
		case next := <-pages:
			page = append(page, next...)
		default:
			return page
		}
	}
	return page
}

// watchLevel notes, now and then, whether the view has everything that the journal had when it was asked.
func (v *Views) watchLevel(ctx context.Context, partition int) error {
	tick := time.NewTicker(levelEvery)
	defer tick.Stop()
	for {
		asked := v.cfg.Now()
		within, cancel := context.WithTimeout(ctx, 5*levelEvery)
		head, err := v.cfg.Journal.Head(within, partition)
		cancel()
		if err == nil {
			v.levels.head(partition, head, asked)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}
