package workflow

import (
	"slices"

	"comity/events"
	"comity/workflow/document"
)

// What a person may do about the pooled funds of a case, found by trying like everything else in can.go. Each capacity names its pool. What needs
// the pool's money to be known is found only where the register has the pools beside it (WithPools).

// AsManager is the capacity of who manages a pooled fund.
const AsManager = "pool_manager"

// unitPools adds what the members of the case's unit may do about pools that are there: record an agreement, give a draft up.
func (f *finding) unitPools(unit string) {
	k := Capacity{As: AsUnit, On: unit, Label: f.unitName(unit)}
	for _, p := range f.c.Pools {
		k.Pool = p.Pool
		f.keep(k, f.drawingUp(p)...)
	}
}

// officerPools adds what the officers of an organisation may do about pools: what the unit may where it is the host, record what it paid, and leave.
func (f *finding) officerPools(o *document.Organisation) {
	finance := o.ChiefFinanceOfficer != "" && o.ChiefFinanceOfficer == f.m.Actor
	k := Capacity{As: AsOrganisation, On: o.ID, Label: f.organisationName(o.ID), Organisation: o.ID}
	switch {
	case isOfficer(o, f.m.Actor):
	case finance:
		k.As, k.On, k.Label = AsOfficer, o.ID+" chief_finance_officer", "Chief finance officer of "+k.Label
	default:
		return
	}
	for _, p := range f.c.Pools {
		k.Pool = p.Pool
		acts := f.payingIn(p, o.ID)
		if k.As == AsOrganisation {
			acts = append(acts, f.leavings(p, o.ID, "", "-")...)
			if p.Host == o.ID || p.Awaits != "" {
				acts = append(acts, f.drawingUp(p)...)
			}
		}
		f.keep(k, acts...)
	}
}

// seatPools adds the pools that a seat's organisation may leave by the seat.
func (f *finding) seatPools(k Capacity) {
	for _, p := range f.c.Pools {
		k.Pool, k.Acts = p.Pool, nil
		f.keep(k, f.leavings(p, k.Organisation, k.On, "")...)
	}
}

// managedPools adds what the manager of a pool may do: record what was paid in, spend, reconcile.
func (f *finding) managedPools() {
	for _, p := range f.c.Pools {
		if p.Manager != f.m.Actor {
			continue
		}
		k := Capacity{As: AsManager, On: p.Pool, Label: "Manager of the pooled fund " + p.Name, Pool: p.Pool}
		for _, x := range p.Parties {
			f.acts(&k, f.payingIn(p, x.Organisation)...)
		}
		if money := f.r.pools[p.Pool]; money.Exists() {
			spend := &PoolSpend{Pool: p.Pool, AmountPence: 1, Payee: "-", Purpose: "-", Reference: "-"}
			if _, no := DecidePool(money, f.r, spend, Meta{Command: "can", Name: spend.CommandName(), Actor: f.m.Actor, At: f.m.At}); no == nil {
				k.Acts = append(k.Acts, spend.CommandName())
			}
		}
		var close []Command
		if p.Status == PoolActive {
			close = append(close, &PoolClose{Case: f.c.ID, Pool: p.Pool, Reason: "-"})
		}
		f.keep(k, close...)
	}
}

// settingUp is a pool that could be set up for the case, of a host or, for "", of any.
func (f *finding) settingUp(host string) []Command {
	if host == "" {
		for i := range f.g.Organisations {
			if out := f.settingUp(f.g.Organisations[i].ID); out != nil {
				return out
			}
		}
		return nil
	}
	first := f.g.Organisation(host)
	for _, b := range PoolMatrix {
		for _, o := range f.g.Organisations {
			if o.ID == host {
				continue
			}
			t := events.PoolTerms{Basis: b.ID, Host: host, Parties: []events.PoolParty{{Organisation: host, Type: first.Type}, {Organisation: o.ID, Type: o.Type}}}
			if len(f.eligible(t)) == 0 {
				return []Command{&PoolCreate{Case: f.c.ID, Basis: b.ID, Host: host, Contributors: []PoolPartyFields{{Organisation: host}, {Organisation: o.ID}}}}
			}
		}
	}
	return nil
}

// drawingUp are another version of a pool's agreement, and giving up one that is a draft.
func (f *finding) drawingUp(p *CasePool) []Command {
	var items []string
	for _, item := range PoolItems {
		items = append(items, item.ID)
	}
	out := []Command{&PoolAgree{Case: f.c.ID, Pool: p.Pool, Agreement: PoolAgreementFields{Items: items}, Reason: "-"}}
	if p.Status == PoolDraft {
		out = append(out, &PoolClose{Case: f.c.ID, Pool: p.Pool, Reason: "-"})
	}
	return out
}

// payingIn are the payments that are due from an organisation: of its contribution, and of its share of an overspend.
func (f *finding) payingIn(p *CasePool, organisation string) []Command {
	var out []Command
	if _, due := f.payable(p.Pool, organisation, 1); due > 0 {
		out = append(out, &PoolContribute{Case: f.c.ID, Pool: p.Pool, Organisation: organisation, AmountPence: 1, Reference: "-"})
	}
	if money := f.r.pools[p.Pool]; money.Exists() {
		if x := money.Party(organisation); x != nil && x.OverspendDuePence > x.OverspendPaidPence {
			out = append(out, &PoolContribute{Case: f.c.ID, Pool: p.Pool, Organisation: organisation, AmountPence: 1, Towards: TowardsOverspend, Reference: "-"})
		}
	}
	return out
}

// leavings is that an organisation leaves a pool, where it is one of its parties.
func (f *finding) leavings(p *CasePool, organisation, seat, minute string) []Command {
	if !slices.ContainsFunc(p.Parties, func(x events.PoolParty) bool { return x.Organisation == organisation }) {
		return nil
	}
	return []Command{&PoolLeave{Case: f.c.ID, Pool: p.Pool, Organisation: organisation, Seat: seat, Minute: minute, Reason: "-"}}
}
