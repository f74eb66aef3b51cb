package scenario

import (
	"fmt"
	"maps"
	"slices"

	"comity/events"
	"comity/workflow"
)

// heldPool is a pool, and its newest record.
type heldPool struct {
	state *workflow.Pool
	last  *events.Record
}

// takePool folds a record of a pool.
func (w *world) takePool(rec *events.Record) error {
	p := w.pools[rec.ID]
	if p == nil {
		p = &heldPool{state: workflow.NewPool(rec.Partnership, rec.ID)}
		w.pools[rec.ID] = p
	}
	if err := rec.Follows(p.last); err != nil {
		return err
	}
	p.last = rec
	return p.state.Fold(rec)
}

// checkPools is I9 for pools: every penny that was paid into a pool is in its balance, was spent or was returned; what its parties
// paid is what the commitments of its case have contributed, and is never more than what was confirmed; and a pool is active, or was,
// only where a gate of its case has passed.
func (w *world) checkPools() {
	for id, held := range w.pools {
		p := held.state
		in, spent, returned := p.Sums()
		if in != p.BalancePence+spent+returned {
			w.differ("I9: pool %s took %d pence in; %d are there, %d were spent and %d returned", id, in, p.BalancePence, spent, returned)
		}
		if p.Status == workflow.PoolDraft && in+spent != 0 {
			w.differ("I9: pool %s is a draft, and money has moved", id)
		}
		c := w.cases[p.Case]
		if c == nil || c.state.Pool(id) == nil || c.state.Pool(id).Status != p.Status {
			w.differ("I9: pool %s is %s, and its case %s says otherwise", id, p.Status, p.Case)
			continue
		}
		if p.Gate != "" && !passed(c.state, p.Gate) {
			w.differ("I9: pool %s is active since gate %s, which has not passed", id, p.Gate)
		}
		if of := c.state.Pool(id); of.Host != p.Host || of.Manager != p.Manager || of.Awaits != p.Awaits || !sameParties(of.Parties, p.Parties) {
			w.differ("I9: pool %s has other parties, another host or another manager than its case %s says", id, p.Case)
		}
		w.checkPaid(p, c.state)
	}
}

func (w *world) checkPaid(p *workflow.Pool, c *workflow.Case) {
	due := c.PoolDue(p.ID)
	for _, x := range p.Parties {
		contributed := c.PoolPaid(p.ID, x.Organisation)
		if contributed != x.PaidPence || x.PaidPence > x.DuePence || x.OverspendPaidPence > x.OverspendDuePence {
			w.differ("I9: %s has paid %d of %d pence into pool %s, and the case says %d", x.Organisation, x.PaidPence, x.DuePence, p.ID, contributed)
		}
		for _, d := range due {
			if d.Organisation == x.Organisation && d.Pence != x.DuePence {
				w.differ("I9: %d pence are due from %s to pool %s, and the case says %d", x.DuePence, x.Organisation, p.ID, d.Pence)
			}
		}
	}
}

// sameParties reports whether a pool has the parties that its case says, with what is agreed of each.
func sameParties(said []events.PoolParty, held []workflow.PoolParty) bool {
	return slices.EqualFunc(said, held, func(a events.PoolParty, b workflow.PoolParty) bool {
		return a.Organisation == b.Organisation && a.Type == b.Type && a.Pence == b.AgreedPence && a.OverspendHundredths == b.OverspendHundredths
	})
}

func passed(c *workflow.Case, gate string) bool {
	for _, g := range c.Passed {
		if g.Gate == gate {
			return true
		}
	}
	return false
}

// expectPools compares pools by id: with a word their status, with a mapping what it names of their state.
func (r *reader) expectPools(step *Step, n *node) {
	if !r.is(n, mapping, "pools, as in {P1: draft}") {
		return
	}
	for _, want := range n.pairs {
		r.add(step, want.value, func(w *world) []string {
			held := w.pools[want.key]
			switch {
			case held == nil:
				return []string{fmt.Sprintf("there is no pool %s", want.key)}
			case want.value.kind == scalar && want.value.text != held.state.Status:
				return []string{fmt.Sprintf("pool %s is %s, want %s", want.key, held.state.Status, want.value.text)}
			case want.value.kind == scalar:
				return nil
			}
			return match("pool "+want.key, want.value, loose(held.state))
		})
	}
}

// expectPoolsExactly compares which pools there are.
func (r *reader) expectPoolsExactly(step *Step, n *node) {
	want := r.textsOrNone(n)
	r.add(step, n, func(w *world) []string {
		return sameSet("the list of pools", want, slices.Collect(maps.Keys(w.pools)))
	})
}
