package verify

import (
	"reflect"

	"comity/events"
	"comity/workflow"
)

// What a case says of its pools, and what a pool's own records say: who may have one, that it became active with its gate, and that
// every balance follows (decision 0011).

func (d *decided) poolAdded(e events.CasePoolAdded) error {
	if no := d.then().PoolTerms(e.PoolTerms, d.r.At); no != nil {
		return d.f.because(nil, "pool %s was set up, and its terms do not allow that: %s", e.Pool, no.Message)
	}
	return nil
}

func (d *decided) poolAgreed(e events.CasePoolAgreed) error {
	if no := d.then().PoolAgreement(e); no != nil {
		return d.f.because(nil, "an agreement of pool %s was recorded, and it is not whole: %s", e.Pool, no.Message)
	}
	return nil
}

func (d *decided) poolActivated(e events.CasePoolActivated) error {
	switch {
	case !d.passed:
		return d.f.because(nil, "pool %s became active, and no gate passed with that.", e.Pool)
	case !d.then().PoolReady(e.Pool):
		return d.f.because(nil, "pool %s became active, and had not been agreed and confirmed by parties who may have it.", e.Pool)
	}
	return nil
}

func (d *decided) poolDeactivated(e events.CasePoolDeactivated) error {
	if !d.unratified || !d.then().PoolFell(e.Pool, e.Gate) {
		return d.f.because(nil, "pool %s was made a draft again, and gate %s, with which it became active, had not been opened again.", e.Pool, e.Gate)
	}
	return nil
}

func (d *decided) poolContributed(e events.CasePoolContributed) error {
	if !d.then().MayPay(e) {
		return d.f.because(nil, "%s paid %d pence into pool %s, which was not due from it, or was recorded by somebody who may not.", e.Organisation, e.Pence, e.Pool)
	}
	return nil
}

// poolLeaving checks that a party left a pool by somebody who could say so, with its notice kept, and not before the day.
func (d *decided) poolLeaving(e events.Event) error {
	switch e := e.(type) {
	case events.CasePoolLeaving:
		if wrong := d.then().MayLeave(e); len(wrong) > 0 {
			return d.f.because(nil, "%s was to leave pool %s, and could not: %s", e.Organisation, e.Pool, wrong[0].Message)
		}
	case events.CasePoolLeft:
		if !d.then().HasLeft(e) {
			return d.f.because(nil, "%s has left pool %s, and its day had not come, or it had given no notice.", e.Organisation, e.Pool)
		}
	}
	return nil
}

// leavers checks, once the whole record is folded, that who gave notice took back all that falls away with it, and that nobody is a party any
// more whose moment to leave has come: every decision is taken on a case to which the clock has come.
func (d *decided) leavers(list []events.Event) error {
	if len(d.c.Pools) == 0 {
		return nil
	}
	then := d.then()
	for _, e := range list {
		if e, is := e.(events.CasePoolLeaving); is && !then.TookBack(e.Pool, e.Organisation) {
			return d.f.because(nil, "%s was to leave pool %s, and what falls away with that was not taken back.", e.Organisation, e.Pool)
		}
	}
	if organisation, pool := then.StillIn(); organisation != "" {
		return d.f.because(nil, "%s was to have left pool %s by then, and the clock left it out.", organisation, pool)
	}
	return nil
}

// foldPool checks that the record of a pool is what the decision on its case right before it entails, or a payment that its manager
// could make.
func (k *Checker) foldPool(f *Fault, a *aggregate, r *events.Record, list []events.Event) error {
	if a.pool == nil {
		a.pool = workflow.NewPool(r.Partnership, r.ID)
		k.result.Pools++
	}
	if len(k.owed) > 0 {
		if err := k.pays(f, r, list); err != nil {
			return err
		}
		if err := a.pool.Fold(r); err != nil {
			return err
		}
		for _, x := range a.pool.Parties {
			if x.OverspendPaidPence > x.OverspendDuePence || x.PaidPence > x.DuePence {
				return f.because(nil, "%s has paid more into pool %s than was due.", x.Organisation, r.ID)
			}
		}
		return nil
	}
	reg, err := k.registerOf(f, r)
	if err != nil {
		return err
	}
	for _, e := range list {
		spent, ok := e.(events.PoolSpent)
		if !ok || len(list) != 1 || r.Batch != "" {
			return f.because(nil, "no decision on a case before it entails %s of pool %s.", e.EventType(), r.ID)
		}
		want, no := workflow.SpentAgain(a.pool, reg, spent, workflow.Meta{Actor: r.Actor, At: r.At})
		if no != nil {
			return f.because(nil, "a payment from pool %s was accepted, and could not be made: %s", r.ID, no.Message)
		}
		if !reflect.DeepEqual(want, list) {
			return f.because(nil, "a payment from pool %s states other sums than follow from what was in it.", r.ID)
		}
	}
	return a.pool.Fold(r)
}
