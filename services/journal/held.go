package journal

import (
	"context"
	"errors"
	"fmt"
	"time"

	"comity/events"
)

// Folder is a state that records fold into.
type Folder interface {
	// Fold applies a record. It is deterministic, never refuses what was decided, and fails only for a record that it
	// cannot read.
	Fold(*events.Record) error
}

// Done is what a command id has already done to an aggregate.
type Done struct {
	Revision int    `json:"revision"`
	Seq      uint64 `json:"seq"`
	Digest   string `json:"digest"` // of the command; another digest under the same id is another command
}

// Held is one aggregate as its records fold: what a decision is taken on. Make one with its empty State, then CatchUp.
// It belongs to one goroutine at a time. After an error of CatchUp or Take it is of no use: drop it. Only ErrUnavailable
// leaves it whole, somewhere between where it was and where the leader is.
type Held[S Folder] struct {
	State    S               `json:"state"`
	Seq      uint64          `json:"seq"`      // of its newest record; the expectation of the next append
	Revision int             `json:"revision"` // of its newest record
	Head     string          `json:"head"`     // hash of its newest record
	Commands map[string]Done `json:"commands"` // every command id that it has carried out

	kept int // revision of its newest snapshot
}

// CatchUp folds into h what was appended since: all that the leader has acknowledged when CatchUp began. An empty h starts
// from a snapshot, where there is one that is beyond doubt. For an aggregate that is not there one question is enough.
// Errors: ErrUnavailable; events.ErrTampered when the chain does not hold; what Fold returned.
func CatchUp[S Folder](ctx context.Context, j *Journal, agg events.Aggregate, h *Held[S]) error {
	if h.Seq == 0 {
		return begin(ctx, j, agg, h)
	}
	fresh, err := j.Load(ctx, agg, h.Seq)
	if err != nil {
		return err
	}
	if err := h.takeAll(fresh); err != nil || !j.partOf(agg).replicated {
		return err
	}
	last, err := j.Last(ctx, agg)
	if err != nil {
		return err
	}
	return h.reach(ctx, j, agg, last)
}

// begin is CatchUp for an empty h. A snapshot is asked for only where the newest record says that there may be one.
func begin[S Folder](ctx context.Context, j *Journal, agg events.Aggregate, h *Held[S]) error {
	newest, err := j.newest(ctx, agg)
	if newest == nil {
		return err
	}
	r, err := events.ReadRecord(newest.Data)
	if err != nil {
		return fmt.Errorf("last record of %s: %w", agg, err)
	}
	var fresh []Stored
	if r.Revision >= snapshotEvery {
		fresh, err = fromSnapshot(ctx, j, agg, h)
	} else {
		fresh, err = j.Load(ctx, agg, 0)
	}
	if err != nil {
		return err
	}
	if err := h.takeAll(fresh); err != nil || !j.partOf(agg).replicated {
		return err
	}
	return h.reach(ctx, j, agg, newest.Seq)
}

// reach goes on until h is where the leader was, since a load may have read a replica that lags.
func (h *Held[S]) reach(ctx context.Context, j *Journal, agg events.Aggregate, last uint64) error {
	var pause backoff
	for h.Seq < last {
		fresh, err := j.Load(ctx, agg, h.Seq)
		if err != nil {
			return err
		}
		if err := h.takeAll(fresh); err != nil {
			return err
		}
		if h.Seq < last && !pause.sleep(ctx, nil) {
			return fmt.Errorf("catch up %s: %w", agg, ErrUnavailable)
		}
	}
	return nil
}

func (h *Held[S]) takeAll(fresh []Stored) error {
	for _, s := range fresh {
		if err := h.Take(s.Seq, s.Record); err != nil {
			return err
		}
	}
	return nil
}

// Next prepares the record that would follow: r says who decided what and for which aggregate; Next adds the events, the
// revision, the chain and the version, and rounds the time to a millisecond of UTC. It changes nothing in h.
func (h *Held[S]) Next(r events.Record, happened ...events.Event) (Write, error) {
	r.V, r.Revision, r.Prev, r.Hash, r.Batch = events.RecordVersion, h.Revision+1, h.Head, "", ""
	r.At = r.At.UTC().Truncate(time.Millisecond)
	if err := r.Hold(happened...); err != nil {
		return Write{}, err
	}
	return Write{Record: &r, Expected: h.Seq}, nil
}

// Take folds a record that is stored: one that Load returned, or that Append has acknowledged with this sequence.
// Errors: events.ErrTampered when it does not follow; what Fold returned. Either leaves h of no use.
func (h *Held[S]) Take(seq uint64, r *events.Record) error {
	if r.Revision != h.Revision+1 || r.Prev != h.Head || seq <= h.Seq {
		return fmt.Errorf("%w: record %d of %s does not follow record %d", events.ErrTampered, r.Revision, r.Aggregate(), h.Revision)
	}
	if r.Hash == "" {
		return errors.New("take: the record is not sealed")
	}
	if err := h.State.Fold(r); err != nil {
		return fmt.Errorf("fold record %d of %s: %w", r.Revision, r.Aggregate(), err)
	}
	if h.Commands == nil {
		h.Commands = make(map[string]Done)
	}
	h.Commands[r.Command.ID] = Done{Revision: r.Revision, Seq: seq, Digest: r.Command.Digest}
	h.Seq, h.Revision, h.Head = seq, r.Revision, r.Hash
	return nil
}
