package notices

import (
	"context"
	"fmt"
	"slices"

	"comity/events"
	"comity/services/fold"
	"comity/services/journal"
	"comity/workflow"
)

// The stage route: from records to tellings.

// router follows one partition, and belongs to that follower.
type router struct {
	n         *Notices
	partition int
	cases     *fold.Kept[*workflow.Case]
	registers *fold.Kept[*workflow.Register]

	past uint64                                  // records up to here were there before the first start
	open map[events.Aggregate][]workflow.Telling // of the past: what is still open, by case
}

// follow tells of a partition's records from the position on.
func (n *Notices) follow(ctx context.Context, partition int) error {
	at, err := n.position(ctx, partition)
	if err != nil {
		return fmt.Errorf("notices of partition %d: %w", partition, err)
	}
	r := &router{
		n: n, partition: partition, past: at.Past, open: map[events.Aggregate][]workflow.Telling{},
		cases: fold.Cases(n.cfg.Journal, n.cfg.Remember), registers: fold.Registers(n.cfg.Journal, 256),
	}
	n.reached(partition, at.Seq)
	err = n.cfg.Journal.Follow(ctx, partition, at.Seq, func(page []journal.Stored) error {
		if err := r.page(ctx, page); err != nil {
			return fmt.Errorf("notices of partition %d: %w", partition, err)
		}
		n.reached(partition, page[len(page)-1].Seq)
		return nil
	})
	return err
}

// position reads how far a partition has been told of. Where that is not known this is the first start: what the journal
// holds by now is the past.
func (n *Notices) position(ctx context.Context, partition int) (place, error) {
	at, known, err := n.ledger.position(ctx, partition)
	if err != nil || known {
		return at, err
	}
	head, err := n.cfg.Journal.Head(ctx, partition)
	if err != nil {
		return at, err
	}
	return n.ledger.begin(ctx, partition, place{Past: head})
}

// page tells of a page, and keeps the position.
func (r *router) page(ctx context.Context, page []journal.Stored) error {
	last := page[len(page)-1].Seq
	for _, s := range page {
		told, err := r.tellings(ctx, s)
		if err != nil {
			return err
		}
		if s.Seq > r.past {
			for _, t := range told {
				if err := r.n.claim(ctx, t, Claimed); err != nil {
					return err
				}
			}
			continue
		}
		if err := r.remember(ctx, s, told); err != nil {
			return err
		}
		if s.Seq == r.past {
			if err := r.tellPast(ctx, s.Seq); err != nil {
				return err
			}
		}
	}
	if last < r.past {
		return nil // the past is told of at its end, or not at all
	}
	return r.n.ledger.keep(ctx, r.partition, place{Seq: last})
}

// tellings asks the rules about a record. Nothing of the installation's own register is told.
func (r *router) tellings(ctx context.Context, s journal.Stored) ([]workflow.Telling, error) {
	if s.Record.Partnership == events.Installation {
		return nil, nil
	}
	if s.Record.Kind == events.KindRegister {
		reg, err := r.registers.After(ctx, s)
		if err != nil {
			return nil, err
		}
		return workflow.Tell(nil, reg, s.Record)
	}
	if s.Record.Kind == events.KindMandate || s.Record.Kind == events.KindPool {
		return nil, nil // what the case says of it is told
	}
	c, err := r.cases.After(ctx, s)
	if err != nil {
		return nil, err
	}
	reg, err := r.registers.AsOf(ctx, registerOf(s.Record.Partnership), s.Seq)
	if err != nil {
		return nil, err
	}
	return workflow.Tell(c, reg, s.Record)
}

// remember keeps what a record of the past asks for, and lets go of what it settles.
func (r *router) remember(ctx context.Context, s journal.Stored, told []workflow.Telling) error {
	if s.Record.Kind != events.KindCase {
		return nil
	}
	agg := s.Record.Aggregate()
	open := r.open[agg]
	for _, t := range told {
		if t.Asks() {
			open = append(slices.DeleteFunc(open, func(o workflow.Telling) bool { return o.Person == t.Person && o.Item == t.Item }), t)
		}
	}
	open, err := r.unsettled(ctx, agg, s.Seq, open)
	if err != nil {
		return err
	}
	if delete(r.open, agg); len(open) > 0 {
		r.open[agg] = open
	}
	return nil
}

func (r *router) unsettled(ctx context.Context, agg events.Aggregate, seq uint64, list []workflow.Telling) ([]workflow.Telling, error) {
	if len(list) == 0 {
		return nil, nil
	}
	c, err := r.cases.AsOf(ctx, agg, seq)
	if err != nil {
		return nil, err
	}
	reg, err := r.registers.AsOf(ctx, registerOf(agg.Partnership), seq)
	if err != nil {
		return nil, err
	}
	now := r.n.cfg.Now()
	return slices.DeleteFunc(list, func(t workflow.Telling) bool { return workflow.Settled(t, c, reg, now) }), nil
}

// tellPast claims what was asked before the first start and is still open.
func (r *router) tellPast(ctx context.Context, seq uint64) error {
	for agg, list := range r.open {
		list, err := r.unsettled(ctx, agg, seq, list)
		if err != nil {
			return err
		}
		for _, t := range list {
			if err := r.n.claim(ctx, t, StillOpen); err != nil {
				return err
			}
		}
	}
	r.open = nil
	return nil
}

func registerOf(partnership string) events.Aggregate {
	return events.Aggregate{Partnership: partnership, Kind: events.KindRegister, ID: partnership}
}

func caseOf(partnership, id string) events.Aggregate {
	return events.Aggregate{Partnership: partnership, Kind: events.KindCase, ID: id}
}

// reached notes how far a partition has been read.
func (n *Notices) reached(partition int, seq uint64) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.read[partition] = seq
	close(n.changed)
	n.changed = make(chan struct{})
	n.stir()
}

// level waits until everything that the journal holds now has been told of.
func (n *Notices) level(ctx context.Context) error {
	for p := range n.cfg.Journal.Partitions() {
		head, err := n.cfg.Journal.Head(ctx, p)
		if err != nil {
			return err
		}
		for {
			n.mu.Lock()
			done, changed := n.read[p] >= head, n.changed
			n.mu.Unlock()
			if done {
				break
			}
			select {
			case <-changed:
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		}
	}
	return nil
}
