package workflow

import (
	"slices"
	"time"

	"comity/events"
)

// What a decision on a case does to other aggregates: the mandates under which its commitments are confirmed (decision 0010), and
// its pools (decision 0011).

// Effect is the record that a decision on a case adds to another aggregate.
type Effect struct {
	Kind   events.Kind
	ID     string
	Events []events.Event
}

// Effects derives what the events of one record of a case add to other aggregates: to mandates first, then to pools, in the order in
// which each is first touched. c is the case before the record, r the register with the pools that are touched beside it; where one is
// not, its events lack their sums. Neither is changed. Pure. Errors: the events do not apply to the case.
func Effects(c *Case, r *Register, happened []events.Event, at time.Time, actor string) ([]Effect, error) {
	mandates, err := MandateEffects(c, happened, at, actor)
	if err != nil {
		return nil, err
	}
	var out []Effect
	for _, m := range mandates {
		out = append(out, Effect{events.KindMandate, m.Mandate, m.Events})
	}
	more, err := poolEffects(c, r, happened, at, actor)
	return append(out, more...), err
}

// poolEffects derives what a record of a case adds to pools.
func poolEffects(c *Case, r *Register, happened []events.Event, at time.Time, actor string) ([]Effect, error) {
	if len(c.Pools) == 0 && !slices.ContainsFunc(happened, func(e events.Event) bool { _, added := e.(events.CasePoolAdded); return added }) {
		return nil, nil
	}
	var out []Effect
	add := func(pool string, e events.Event) {
		i := slices.IndexFunc(out, func(x Effect) bool { return x.ID == pool })
		if i < 0 {
			i = len(out)
			out = append(out, Effect{Kind: events.KindPool, ID: pool})
		}
		out[i].Events = append(out[i].Events, e)
	}
	before, day := c, r.CalendarAt(at).DateOf(at).String()
	c = c.Clone()
	for _, e := range happened {
		if err := c.apply(e, at, actor); err != nil {
			return nil, err
		}
		switch e := e.(type) {
		case events.CasePoolAdded:
			add(e.Pool, events.PoolCreated{PoolTerms: e.PoolTerms, Warnings: e.Warnings})
		case events.CasePoolAgreed:
			add(e.Pool, events.PoolAgreed{PoolTerms: e.PoolTerms, Agreement: e.Agreement, Because: e.Because})
		case events.CasePoolActivated:
			add(e.Pool, events.PoolActivated{Pool: e.Pool, Case: c.ID, Gate: e.Gate})
		case events.CasePoolContributed:
			paid := events.PoolContributed{Pool: e.Pool, Case: c.ID, Organisation: e.Organisation, Pence: e.Pence, Towards: e.Towards, PaidOn: e.PaidOn,
				Reference: e.Reference}
			if p := r.pools[e.Pool]; p != nil {
				paid.BalancePence = p.BalancePence + e.Pence
			}
			add(e.Pool, paid)
		case events.CasePoolLeft:
			left := events.PoolPartyLeft{Pool: e.Pool, Case: c.ID, Organisation: e.Organisation, LeftOn: r.CalendarAt(at).DateOf(e.EffectiveAt).String()}
			for _, k := range c.Commitments {
				if k.Pool == e.Pool && k.Organisation == e.Organisation {
					left.PaidPence += k.ContributedPence
				}
			}
			for _, due := range c.PoolDue(e.Pool) {
				if due.Organisation == e.Organisation {
					left.OwedPence = due.Pence - left.PaidPence
				}
			}
			add(e.Pool, left)
		case events.CasePoolClosed:
			closed := events.PoolClosed{Pool: e.Pool, Case: c.ID, Because: e.Because, Reason: e.Reason, ClosedOn: day}
			if p := r.pools[e.Pool]; p != nil {
				closed = p.reconciled(e, c.ID, day)
			}
			add(e.Pool, closed)
		}
	}
	for _, p := range c.Pools {
		if due := c.PoolDue(p.Pool); p.Status == PoolActive && !slices.Equal(due, before.PoolDue(p.Pool)) {
			add(p.Pool, events.PoolContributionsDue{Pool: p.Pool, Case: c.ID, Due: due})
		}
	}
	return out, nil
}

// PoolsAsked names the pools whose state the rules read to decide a command on a case. Pure.
func PoolsAsked(c *Case, cmd Command) []string {
	switch cmd := cmd.(type) {
	case *PoolCreate:
		if id := first(cmd.Pool, nextPool(c)); events.ValidToken(id) {
			return []string{id}
		}
	case *PoolAgree:
		return known(c, cmd.Pool)
	case *PoolContribute:
		return known(c, cmd.Pool)
	case *PoolLeave:
		return known(c, cmd.Pool)
	case *PoolClose:
		return known(c, cmd.Pool)
	}
	return nil
}

// known is a pool where the case has it.
func known(c *Case, pool string) []string {
	if c.Pool(pool) == nil {
		return nil
	}
	return []string{pool}
}
