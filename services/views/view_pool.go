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
	out := &answer.Pool{PoolRow: poolRow(p, c), State: p, Waits: workflow.PoolWaits(c, p.ID), Manages: p.Manager == q.Actor}
	if b := workflow.Basis(p.Basis); b != nil {
		out.BasisName = b.Name
	}
	return out, nil
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
