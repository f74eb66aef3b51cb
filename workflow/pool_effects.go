package workflow

import (
	"slices"
	"time"

	"comity/events"
)

// poolEffects derives what a record of a case adds to pools.
func poolEffects(c *Case, r *Register, happened []events.Event, at time.Time, actor string) ([]Effect, error) {
	if len(c.Pools) == 0 && !slices.ContainsFunc(happened, func(e events.Event) bool { _, added := e.(events.CasePoolAdded); return added }) {
		return nil, nil
	}
	x := poolRecords{c: c.Clone(), r: r, at: at, actor: actor, passed: map[string]bool{}, said: map[string]*Case{}}
	for _, e := range happened {
		if err := x.c.apply(e, at, actor); err != nil {
			return nil, err
		}
		if err := x.follow(e); err != nil {
			return nil, err
		}
	}
	for _, p := range x.c.Pools {
		was := c
		if s := x.said[p.Pool]; s != nil {
			was = s
		}
		if p.Status == PoolActive && !(slices.Equal(x.c.PoolDue(p.Pool), was.PoolDue(p.Pool)) && slices.Equal(x.c.PoolAwaited(p.Pool), was.PoolAwaited(p.Pool))) {
			x.add(p.Pool, x.c.contributionsDue(p.Pool))
		}
	}
	return x.out, nil
}

// poolRecords are what a record of a case adds to pools, event by event.
type poolRecords struct {
	c     *Case // as the events so far have left it
	r     *Register
	at    time.Time
	actor string
	out   effects

	passed map[string]bool  // pools of which a place has passed on
	said   map[string]*Case // by active pool of which one has, the case when it was then said what is due
}

func (x *poolRecords) add(pool string, e events.Event) { x.out.add(events.KindPool, pool, e) }

// follow adds what follows from one event, which the case has.
func (x *poolRecords) follow(e events.Event) error {
	switch e := e.(type) {
	case events.CasePoolAdded:
		x.add(e.Pool, events.PoolCreated{PoolTerms: e.PoolTerms, Warnings: e.Warnings})
	case events.CasePoolAgreed:
		x.add(e.Pool, events.PoolAgreed{PoolTerms: e.PoolTerms, Agreement: e.Agreement, Because: e.Because})
	case events.CasePoolActivated:
		x.add(e.Pool, events.PoolActivated{Pool: e.Pool, Case: x.c.ID, Gate: e.Gate})
	case events.CasePoolDeactivated:
		x.add(e.Pool, events.PoolDeactivated{Pool: e.Pool, Case: x.c.ID, Gate: e.Gate})
	case events.CasePoolContributed:
		return x.contributed(e)
	case events.CasePoolLeft:
		x.add(e.Pool, x.left(e))
	case events.CasePoolPartySucceeded:
		return x.passedOn(e)
	case events.CasePoolClosed:
		return x.closed(e)
	}
	return nil
}

// now is a pool as the events so far have left it; nil for one that is not at hand. Only where a place has passed on do they matter.
func (x *poolRecords) now(pool string) (*Pool, error) {
	p := x.r.pools[pool]
	if p == nil || !x.passed[pool] {
		return p, nil
	}
	p = p.Clone()
	for _, e := range x.out.of(events.KindPool, pool) {
		if err := p.apply(e, x.at, x.actor); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func (x *poolRecords) contributed(e events.CasePoolContributed) error {
	p, err := x.now(e.Pool)
	if err != nil {
		return err
	}
	paid := events.PoolContributed{Pool: e.Pool, Case: x.c.ID, Organisation: e.Organisation, Pence: e.Pence, Towards: e.Towards, PaidOn: e.PaidOn, Reference: e.Reference}
	if p != nil {
		paid.BalancePence = p.BalancePence + e.Pence
	}
	x.add(e.Pool, paid)
	return nil
}

// left says what a party that has left a pool paid into it, and owes it all the same.
func (x *poolRecords) left(e events.CasePoolLeft) events.PoolPartyLeft {
	left := events.PoolPartyLeft{Pool: e.Pool, Case: x.c.ID, Organisation: e.Organisation, LeftOn: x.day(e.EffectiveAt)}
	for _, k := range x.c.Commitments {
		if k.Pool == e.Pool && k.Organisation == e.Organisation {
			left.PaidPence += k.ContributedPence
		}
	}
	for _, due := range x.c.PoolDue(e.Pool) {
		if due.Organisation == e.Organisation {
			left.OwedPence = due.Pence - left.PaidPence
		}
	}
	return left
}

// passedOn passes the place of a party on, and says anew what is due to an active pool.
func (x *poolRecords) passedOn(e events.CasePoolPartySucceeded) error {
	p, err := x.now(e.Pool)
	if err != nil {
		return err
	}
	x.add(e.Pool, passOn(p, e))
	x.passed[e.Pool] = true
	if x.c.Pool(e.Pool).Status == PoolActive {
		x.add(e.Pool, x.c.contributionsDue(e.Pool))
		x.said[e.Pool] = x.c.Clone()
	}
	return nil
}

// closed closes a pool: reconciled, where it is at hand.
func (x *poolRecords) closed(e events.CasePoolClosed) error {
	p, err := x.now(e.Pool)
	if err != nil {
		return err
	}
	on := x.day(x.at)
	if p == nil {
		x.add(e.Pool, events.PoolClosed{Pool: e.Pool, Case: x.c.ID, Because: e.Because, Reason: e.Reason, ClosedOn: on})
		return nil
	}
	x.add(e.Pool, p.reconciled(e, x.c.ID, on))
	return nil
}

// day is the day of a moment in the calendar that is in force.
func (x *poolRecords) day(at time.Time) string { return x.r.CalendarAt(x.at).DateOf(at).String() }

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
