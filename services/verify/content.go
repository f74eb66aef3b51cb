package verify

import (
	"reflect"
	"slices"

	"comity/events"
	"comity/workflow"
)

// register is a partnership's register, which can be had as it was at an earlier revision: a decision on a case names the one
// that it was taken on, and that may have been followed by others.
type register struct {
	newest  *workflow.Register
	records []*events.Record
	earlier []*workflow.Register // as asked for, by revision; never folded on
}

// keepEarlier is how many earlier revisions are kept. Decisions are taken on the newest register or on one a little before it,
// so that each folds forward from its neighbour; one far back, after many others, is folded from the beginning.
const keepEarlier = 64

// at returns the register at a revision, nil for one that it has not reached.
func (g *register) at(revision int) *workflow.Register {
	switch {
	case g == nil || revision < 0 || revision > g.newest.Revision:
		return nil
	case revision == g.newest.Revision:
		return g.newest
	}
	i, found := slices.BinarySearchFunc(g.earlier, revision, func(r *workflow.Register, revision int) int { return r.Revision - revision })
	if found {
		return g.earlier[i]
	}
	r := workflow.NewRegister(g.newest.Partnership)
	if i > 0 {
		r = g.earlier[i-1].Clone()
	}
	for _, rec := range g.records[r.Revision:revision] {
		if err := r.Fold(rec); err != nil {
			return nil // it folded before
		}
	}
	g.earlier = slices.Insert(g.earlier, i, r)
	if len(g.earlier) > keepEarlier {
		g.earlier = slices.Delete(g.earlier, 0, 1)
	}
	return r
}

// content folds the record, and checks what it decided.
func (k *Checker) content(f *Fault, r *events.Record) error {
	list, err := r.Decode()
	if err != nil {
		return f.because(err, "it cannot be read: %v.", err)
	}
	a := k.aggregates[r.Aggregate()]
	if len(k.owed) > 0 && r.Kind != events.KindMandate && r.Kind != events.KindPool {
		return f.because(nil, "the decision before it changes %s %s, which has no record of that.", k.owed[0].Kind, k.owed[0].ID)
	}
	switch r.Kind {
	case events.KindRegister:
		err = k.foldRegister(f, a, r, list)
	case events.KindMandate:
		err = k.foldMandate(f, a, r, list)
	case events.KindPool:
		err = k.foldPool(f, a, r, list)
	default:
		err = k.foldCase(f, a, r, list)
	}
	if fault, ok := err.(*Fault); ok {
		return fault
	}
	if err != nil {
		return f.because(err, "its state does not follow from its events: %v.", err)
	}
	k.result.Records++
	k.result.Events += len(list)
	return nil
}

func (k *Checker) foldRegister(f *Fault, a *aggregate, r *events.Record, list []events.Event) error {
	if a.register == nil {
		a.register = &register{newest: workflow.NewRegister(r.Partnership)}
		if r.Partnership != events.Installation {
			k.result.Registers++
		}
	}
	if err := k.reported(f, r, a.register.newest, list); err != nil {
		return err
	}
	if err := cancelledInTime(f, a, r, list); err != nil {
		return err
	}
	if err := k.authorities(f, r, a.register.newest, list); err != nil {
		return err
	}
	a.register.records = append(a.register.records, r)
	return a.register.newest.Fold(r)
}

// registerOf is the register of the record's partnership, as it was at the revision that the record was decided on.
func (k *Checker) registerOf(f *Fault, r *events.Record) (*workflow.Register, error) {
	owner := k.aggregates[events.Aggregate{Partnership: r.Partnership, Kind: events.KindRegister, ID: r.Partnership}]
	if owner == nil {
		return nil, f.because(nil, "there is no register of %s that it could have been decided on.", r.Partnership)
	}
	reg := owner.register.at(r.RegisterRevision)
	if reg == nil {
		return nil, f.because(nil, "it was decided on revision %d of the register, which did not exist yet.", r.RegisterRevision)
	}
	return reg, nil
}

func (k *Checker) foldCase(f *Fault, a *aggregate, r *events.Record, list []events.Event) error {
	reg, err := k.registerOf(f, r)
	if err != nil {
		return err
	}
	if a.c == nil {
		a.c = workflow.NewCase(r.Partnership, r.ID)
		k.result.Cases++
	}
	if k.owed, err = workflow.Effects(a.c, reg.WithPools(k.poolsOf(r.Partnership, a.c)), list, r.At, r.Actor); err != nil {
		return err
	}
	k.owner = r
	reg = reg.WithLedgers(k.ledgersOf(r.Partnership, k.owed))
	d := decided{f: f, r: r, c: a.c, reg: reg, g: reg.GovernanceAt(r.At), reckons: &k.reckons}
	if err := a.c.FoldEach(r, list, d.check); err != nil {
		return err
	}
	if err := d.allRaised(); err != nil {
		return err
	}
	if err := d.reviewed(list); err != nil {
		return err
	}
	if err := d.succeeded(); err != nil {
		return err
	}
	if err := d.leavers(list); err != nil {
		return err
	}
	if err := d.effects(list); err != nil {
		return err
	}
	k.result.Votes += d.votes
	return nil
}

// ledgersOf are the ledgers of mandates as they stand before a decision.
func (k *Checker) ledgersOf(partnership string, effects []workflow.Effect) workflow.Ledgers {
	if len(effects) == 0 {
		return nil
	}
	out := workflow.Ledgers{}
	for _, e := range effects {
		if a := k.aggregates[events.Aggregate{Partnership: partnership, Kind: e.Kind, ID: e.ID}]; a != nil && a.ledger != nil {
			out[e.ID] = a.ledger
		}
	}
	return out
}

// poolsOf are the pools of a case as they stand before a decision.
func (k *Checker) poolsOf(partnership string, c *workflow.Case) workflow.Pools {
	out := workflow.Pools{}
	for _, p := range c.Pools {
		if a := k.aggregates[events.Aggregate{Partnership: partnership, Kind: events.KindPool, ID: p.Pool}]; a != nil && a.pool != nil {
			out[p.Pool] = a.pool
		}
	}
	return out
}

// pays checks that a record is what the decision right before it entails, in the same batch.
func (k *Checker) pays(f *Fault, r *events.Record, list []events.Event) error {
	if len(k.owed) == 0 || r.Batch == "" {
		return f.because(nil, "no decision on a case before it uses %s %s.", r.Kind, r.ID)
	}
	owed := k.owed[0]
	k.owed = k.owed[1:]
	switch {
	case owed.Kind != r.Kind || owed.ID != r.ID || !reflect.DeepEqual(owed.Events, list):
		return f.because(nil, "it is not what the decision on case %s entails for %s %s.", k.owner.ID, owed.Kind, owed.ID)
	case r.Command != k.owner.Command || r.Actor != k.owner.Actor || r.Via != k.owner.Via || !r.At.Equal(k.owner.At) ||
		r.Partnership != k.owner.Partnership || r.RegisterRevision != k.owner.RegisterRevision:
		return f.because(nil, "it is of another command, person or time than the decision on case %s that it follows from.", k.owner.ID)
	}
	return nil
}

// foldMandate checks that the record of a mandate is what the decision right before it entails, in the same batch.
func (k *Checker) foldMandate(f *Fault, a *aggregate, r *events.Record, list []events.Event) error {
	if err := k.pays(f, r, list); err != nil {
		return err
	}
	if a.ledger == nil {
		a.ledger = workflow.NewMandateLedger(r.Partnership, r.ID)
		k.result.Mandates++
	}
	return a.ledger.Fold(r)
}
