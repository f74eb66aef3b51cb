package workflow

import (
	"fmt"
	"slices"
	"time"

	"comity/events"
)

// poolPassed folds how the place of a party in a pool passed on.
func (c *Case) poolPassed(e events.CasePoolPartySucceeded) error {
	p := c.Pool(e.Pool)
	if p == nil {
		return fmt.Errorf("pool %s was never set up for it", e.Pool)
	}
	for _, line := range e.Lines {
		if err := c.paidMoves(p, e.Organisation, line.Commitment, -line.Pence); err != nil {
			return err
		}
		if err := c.paidMoves(p, line.Organisation, line.Becomes, line.Pence); err != nil {
			return err
		}
	}
	for _, k := range c.Commitments {
		if k.Pool == e.Pool && k.Organisation == e.Organisation {
			k.Passed = nil
		}
	}
	owed := p.owedBy(e)
	for i, h := range e.Successors {
		if p.party(h.Organisation) == nil {
			p.Joined = append(slices.Clone(p.Joined), PoolJoined{h.Organisation, e.EffectiveAt})
			if x := p.leaving(e.Organisation); x != nil { // who comes in its place only has left, or leaves, as it would have
				notice := *x
				notice.Organisation, notice.OwedPence = h.Organisation, owed[i]
				p.Leaving = append(slices.Clone(p.Leaving), notice)
			}
		}
	}
	p.take(e.PoolTerms)
	p.Awaits, p.Warnings = e.Awaits, e.Warnings
	p.Successions = append(slices.Clone(p.Successions), e.Succession+"/"+e.Organisation)
	if e.Snapshot != "" && c.Gate != nil {
		g := *c.Gate
		g.Succeeded = e.Snapshot
		c.Gate = &g
	}
	return nil
}

// owedBy shares among the successors, to the penny, what a party that gave notice still owes by the agreement.
func (p *CasePool) owedBy(e events.CasePoolPartySucceeded) []int64 {
	parts := make([]int64, len(e.Successors))
	for i, h := range e.Successors {
		parts[i] = h.Parts
	}
	if x := p.leaving(e.Organisation); x != nil {
		return splitPence(x.OwedPence, parts)
	}
	return make([]int64, len(parts))
}

// paidMoves changes what counts as paid of a commitment, or by an organisation without one.
func (c *Case) paidMoves(p *CasePool, organisation, commitment string, pence int64) error {
	if commitment != "" {
		return c.commitment(commitment, func(k *Commitment) { k.ContributedPence += pence })
	}
	p.Settled = slices.Clone(p.Settled)
	i := slices.IndexFunc(p.Settled, func(x events.PoolDue) bool { return x.Organisation == organisation })
	if i < 0 {
		i = len(p.Settled)
		p.Settled = append(p.Settled, events.PoolDue{Organisation: organisation})
	}
	p.Settled[i].Pence += pence
	p.Settled = slices.DeleteFunc(p.Settled, func(x events.PoolDue) bool { return x.Pence == 0 })
	if len(p.Settled) == 0 {
		p.Settled = nil
	}
	return nil
}

// settled is what counts as paid by an organisation without a commitment of its own.
func (p *CasePool) settled(organisation string) int64 {
	for _, x := range p.Settled {
		if x.Organisation == organisation {
			return x.Pence
		}
	}
	return 0
}

// PoolPaid is what counts as paid into a pool by a party, as the case has it: of its commitments, and what passed to it of those that had ended.
func (c *Case) PoolPaid(pool, organisation string) (pence int64) {
	for _, k := range c.Commitments {
		if k.Pool == pool && k.Organisation == organisation {
			pence += k.ContributedPence
		}
	}
	if p := c.Pool(pool); p != nil {
		pence += p.settled(organisation)
	}
	return pence
}

// passOn is what a pool's own record says when the place of a party passes on: as the case has it, with what is owed of overspends. Of what was made
// good nobody has more than of what is owed. p is the pool right before; nil where it was not read.
func passOn(p *Pool, e events.CasePoolPartySucceeded) events.PoolPartySucceeded {
	out := events.PoolPartySucceeded{PoolTerms: e.PoolTerms, Succession: e.Succession, Organisation: e.Organisation, Successors: slices.Clone(e.Successors),
		Awaits: e.Awaits, Warnings: e.Warnings, EffectiveOn: e.EffectiveOn, EffectiveAt: e.EffectiveAt}
	if p == nil || p.Party(e.Organisation) == nil {
		return out
	}
	x, parts := p.Party(e.Organisation), make([]int64, len(e.Successors))
	for i, h := range e.Successors {
		parts[i] = h.Parts
	}
	due := splitPence(x.OverspendDuePence, parts)
	paid := splitPence(x.OverspendPaidPence, due)
	for i := range out.Successors {
		out.Successors[i].OverspendDuePence, out.Successors[i].OverspendPaidPence = due[i], paid[i]
	}
	return out
}

// applySucceeded folds how the place of a party passed on. Its errors: something was made or lost.
func (p *Pool) applySucceeded(e events.PoolPartySucceeded, at time.Time, actor string) error {
	var was PoolParty
	if x := p.Party(e.Organisation); x != nil {
		was = *x
	}
	agreed, overspend := p.agreed()
	parties := p.Parties
	p.take(e.PoolTerms)
	p.Awaits, p.Warnings = e.Awaits, e.Warnings
	if a, o := p.agreed(); a != agreed || o != overspend {
		return fmt.Errorf("%d pence and %d hundredths of overspends were agreed, and %d and %d are", agreed, overspend, a, o)
	}
	left := was
	for _, h := range e.Successors {
		x := p.Party(h.Organisation)
		if x == nil {
			return fmt.Errorf("%s is not a party", h.Organisation)
		}
		if !slices.ContainsFunc(parties, func(y PoolParty) bool { return y.Organisation == h.Organisation }) {
			x.LeftOn = was.LeftOn // who had left has no successor in the fund
		}
		left.PaidPence, left.OverspendDuePence, left.OverspendPaidPence = left.PaidPence-h.PaidPence, left.OverspendDuePence-h.OverspendDuePence,
			left.OverspendPaidPence-h.OverspendPaidPence
		if h.Organisation == e.Organisation {
			x.PaidPence, x.OverspendDuePence, x.OverspendPaidPence = h.PaidPence, h.OverspendDuePence, h.OverspendPaidPence
			continue
		}
		x.PaidPence, x.OverspendDuePence, x.OverspendPaidPence = x.PaidPence+h.PaidPence, x.OverspendDuePence+h.OverspendDuePence, x.OverspendPaidPence+h.OverspendPaidPence
	}
	if left.PaidPence != 0 || left.OverspendDuePence != 0 || left.OverspendPaidPence != 0 {
		return fmt.Errorf("what %s had paid and owed is not what its successors have", e.Organisation)
	}
	return p.line(PoolLine{What: "succeeded", On: e.EffectiveOn, Organisation: e.Organisation, Successors: e.Successors,
		BalancePence: p.BalancePence, By: actor, At: at})
}
