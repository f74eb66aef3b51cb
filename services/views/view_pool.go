package views

import (
	"context"

	"comity/events"
	"comity/services/views/answer"
	"comity/workflow"
)

// viewPools lists the pooled funds of the cases whose money the reader may see.
func viewPools(ctx context.Context, q *query, args answer.PoolsArgs) (*answer.Pools, error) {
	ids, err := all(ctx, q.tx, scanOne[string], sqlPools, q.Partnership, events.KindPool)
	if err != nil {
		return nil, err
	}
	out := &answer.Pools{Pools: []answer.PoolRow{}}
	for _, id := range ids {
		p, c, err := q.pool(ctx, id)
		if err != nil {
			return nil, err
		}
		if p != nil && (args.Case == "" || args.Case == p.Case) {
			out.Pools = append(out.Pools, poolRow(p, c))
		}
	}
	return out, nil
}

// viewPool is one pooled fund, as an auditor reads it.
func viewPool(ctx context.Context, q *query, args answer.PoolArgs) (*answer.Pool, error) {
	if !events.ValidToken(args.Pool) {
		return nil, refuse(workflow.Malformed, "%q is not the id of a pool.", args.Pool)
	}
	p, c, err := q.pool(ctx, args.Pool)
	if err != nil {
		return nil, err
	}
	if p == nil {
		return nil, refuse(workflow.NotFound, "There is no pool %s in %s.", args.Pool, q.Partnership)
	}
	out := &answer.Pool{PoolRow: poolRow(p, c), State: p, Waits: workflow.PoolWaits(c, p.ID), Manages: p.Manager == q.Actor, Leaving: []workflow.PoolLeaving{}, Advice: []workflow.PoolAdvice{},
		Capacities: []workflow.Capacity{}}
	if b := workflow.Basis(p.Basis); b != nil {
		out.BasisName = b.Name
	}
	if x := c.Pool(p.ID); x != nil && p.Status != workflow.PoolClosed {
		var agreement *events.PoolAgreement
		if a := p.Agreement(); a != nil {
			agreement = &a.PoolAgreement
		}
		out.Advice = append(out.Advice, workflow.AdviceOnPool(x.Parties, agreement)...)
	}
	if x := c.Pool(p.ID); x != nil {
		out.Leaving = append(out.Leaving, x.Leaving...)
	}
	r, err := q.beside(ctx, c)
	if err != nil {
		return nil, err
	}
	for _, k := range workflow.Can(c, r, q.Actor, q.now) {
		if k.Pool == p.ID {
			out.Capacities = append(out.Capacities, k)
		}
	}
	return out, nil
}

// beside is the register with the ledgers of mandates and the pools of a case beside it, for what says who may do what.
func (q *query) beside(ctx context.Context, c *workflow.Case) (*workflow.Register, error) {
	r, err := q.reckoned(ctx)
	if err != nil || len(c.Pools) == 0 {
		return r, err
	}
	all := workflow.Pools{}
	for _, p := range c.Pools {
		h, err := q.state(ctx, events.Aggregate{Partnership: q.Partnership, Kind: events.KindPool, ID: p.Pool})
		if err != nil {
			return nil, err
		}
		all[p.Pool] = h.thePool()
	}
	return r.WithPools(all), nil
}

// pool returns a pool and its case; nil where the reader may not see the money of that case.
func (q *query) pool(ctx context.Context, id string) (*workflow.Pool, *workflow.Case, error) {
	h, err := q.state(ctx, events.Aggregate{Partnership: q.Partnership, Kind: events.KindPool, ID: id})
	if err != nil {
		return nil, nil, err
	}
	p := h.thePool()
	if !p.Exists() {
		return nil, nil, nil
	}
	c, tier, err := q.seen(ctx, p.Case)
	if err != nil || c == nil || !sees(tier, c.Terms.Classification) || !amounts(tier) {
		return nil, nil, err
	}
	return p, c, nil
}

func poolRow(p *workflow.Pool, c *workflow.Case) answer.PoolRow {
	out := answer.PoolRow{Pool: p.ID, Name: p.Name, Case: p.Case, Title: c.Terms.Title, Basis: p.Basis, Host: p.Host, Manager: p.Manager, Status: p.Status,
		BalancePence: p.BalancePence, Warnings: append([]string{}, p.Warnings...)}
	if a := p.Agreement(); a != nil {
		out.EndsOn, out.ReviewOn = a.EndsOn, a.ReviewOn
	}
	for _, x := range p.Parties {
		out.AgreedPence, out.DuePence = out.AgreedPence+x.AgreedPence, out.DuePence+x.DuePence
	}
	out.PaidPence, out.SpentPence, _ = p.Sums()
	return out
}
