package client

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"comity/events"
	"comity/services/bus"
)

// snapshotPage is how many cases are asked for at once.
const snapshotPage = 100

// Snapshot is what a clearance may see of every case of a partnership, by the cases' ids, and where the feed goes on from there.
type Snapshot struct {
	Partnership string
	Clearance   string
	Position    uint64 // of the feed: follow after it
	Cases       map[string]bus.SnapshotCase
}

// Snapshot asks for every case as a clearance sees it, page after page. A dashboard begins with it, and then watches:
//
//	s, err := c.Snapshot(ctx, "westmere", "partners")
//	// show s.Cases
//	err = c.Watch(ctx, "westmere", "partners", s.Position, func(e client.Event) error {
//		if s.Has(e) {
//			return nil
//		}
//		// bring up to date what e.Data says
//	})
//
// Errors: as Ask; *workflow.Refusal with not_permitted when who asks may not see the clearance.
func (c *Client) Snapshot(ctx context.Context, partnership, clearance string, opts ...Option) (*Snapshot, error) {
	o, actor := collect(opts), c.cfg.Actor
	if o.actor != "" {
		actor = o.actor
	}
	s := &Snapshot{Partnership: partnership, Clearance: clearance, Cases: map[string]bus.SnapshotCase{}}
	for after, first := "", true; first || after != ""; first = false {
		var page bus.SnapshotPage
		at, err := c.Ask(ctx, partnership, actor, bus.SnapshotView, bus.SnapshotArgs{Clearance: clearance, After: after, Limit: snapshotPage}, &page, opts...)
		if err != nil {
			return nil, err
		}
		if first {
			s.Position, opts = page.Position, append(slices.Clone(opts), AtLeast(at.Seq)) // another instance may be behind this one
		}
		for _, k := range page.Cases {
			s.Cases[k.Case] = k
		}
		after = page.After
	}
	return s, nil
}

// Has reports whether the snapshot holds what an event says: its case was read after the event, on a later page than the one that
// the position is of.
func (s *Snapshot) Has(e Event) bool {
	kind, id, _ := strings.Cut(e.Subject, "/")
	if kind != string(events.KindCase) {
		return e.Sequence <= s.Position
	}
	parts := strings.Split(e.ID, "/") // partnership, kind, id, revision, index, clearance
	if len(parts) != 6 {
		return false
	}
	revision, err := strconv.Atoi(parts[3])
	return err == nil && revision <= s.Cases[id].Revision
}
