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
	passed, reckoned := map[string]bool{}, map[string]*Case{}
	// now is a pool as what happened before in this record has left it.
	now := func(pool string) (*Pool, error) {
		p := r.pools[pool]
		if p == nil || !passed[pool] {
			return p, nil
		}
		p = p.Clone()
		for _, e := range out[slices.IndexFunc(out, func(x Effect) bool { return x.ID == pool })].Events {
			if err := p.apply(e, at, actor); err != nil {
				return nil, err
			}
		}
		return p, nil
	}
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
		case events.CasePoolDeactivated:
			add(e.Pool, events.PoolDeactivated{Pool: e.Pool, Case: c.ID, Gate: e.Gate})
		case events.CasePoolContributed:
			paid := events.PoolContributed{Pool: e.Pool, Case: c.ID, Organisation: e.Organisation, Pence: e.Pence, Towards: e.Towards, PaidOn: e.PaidOn,
				Reference: e.Reference}
			p, err := now(e.Pool)
			if err != nil {
				return nil, err
			}
			if p != nil {
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
		case events.CasePoolPartySucceeded:
			p, err := now(e.Pool)
			if err != nil {
				return nil, err
			}
			add(e.Pool, passOn(p, e))
			if passed[e.Pool] = true; c.Pool(e.Pool).Status == PoolActive {
				add(e.Pool, c.contributionsDue(e.Pool))
				reckoned[e.Pool] = c.Clone()
			}
		case events.CasePoolClosed:
			closed := events.PoolClosed{Pool: e.Pool, Case: c.ID, Because: e.Because, Reason: e.Reason, ClosedOn: day}
			p, err := now(e.Pool)
			if err != nil {
				return nil, err
			}
			if p != nil {
				closed = p.reconciled(e, c.ID, day)
			}
			add(e.Pool, closed)
		}
	}
	for _, p := range c.Pools {
		was := before
		if x := reckoned[p.Pool]; x != nil {
			was = x
		}
		if p.Status == PoolActive && !(slices.Equal(c.PoolDue(p.Pool), was.PoolDue(p.Pool)) && slices.Equal(c.PoolAwaited(p.Pool), was.PoolAwaited(p.Pool))) {
			add(p.Pool, c.contributionsDue(p.Pool))
		}
	}
	return out, nil
}

// contributionsDue says what is due to a pool, and what is to be reaffirmed before it is.
func (c *Case) contributionsDue(pool string) events.PoolContributionsDue {
	return events.PoolContributionsDue{Pool: pool, Case: c.ID, Due: c.PoolDue(pool), Awaited: c.PoolAwaited(pool)}
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
