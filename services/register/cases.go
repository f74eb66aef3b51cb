package register

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"comity/events"
	"comity/services/bus"
	"comity/services/journal"
	"comity/workflow"
)

// dated is a case and what its newest record says of itself: the form of the snapshots that casework keeps.
type dated struct {
	State            *workflow.Case `json:"state"`
	At               time.Time      `json:"at"`
	RegisterRevision int            `json:"register_revision"`
}

// Fold implements journal.Folder.
func (d *dated) Fold(r *events.Record) error {
	d.At, d.RegisterRevision = r.At, r.RegisterRevision
	return d.State.Fold(r)
}

// loadAtOnce is how many cases are read at a time.
const loadAtOnce = 4

// cases reads all cases of a partnership from the journal, by id, for the few decisions on a register that look at them: the ends of
// months and quarters. Nothing is kept between two.
// Errors: bus.ErrUnavailable; what makes a case unreadable.
func (s *Service) cases(ctx context.Context, partnership string) ([]*workflow.Case, error) {
	ids, err := s.cfg.Journal.Aggregates(ctx, partnership, events.KindCase)
	if err != nil {
		return nil, unreadable(ctx, partnership, err)
	}
	out := make([]*workflow.Case, len(ids))
	g, inner := errgroup.WithContext(ctx)
	g.SetLimit(loadAtOnce)
	for i, id := range ids {
		g.Go(func() error {
			h := journal.Held[*dated]{State: &dated{State: workflow.NewCase(partnership, id)}}
			err := journal.CatchUp(inner, s.cfg.Journal, events.Aggregate{Partnership: partnership, Kind: events.KindCase, ID: id}, &h)
			out[i] = h.State.State
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, unreadable(ctx, partnership, err)
	}
	return slices.DeleteFunc(out, func(c *workflow.Case) bool { return !c.Exists() }), nil
}

func unreadable(ctx context.Context, partnership string, err error) error {
	if errors.Is(err, journal.ErrUnavailable) || ctx.Err() != nil {
		return fmt.Errorf("cases of %s: %w: %w", partnership, bus.ErrUnavailable, err)
	}
	return fmt.Errorf("cases of %s: %w", partnership, err)
}
