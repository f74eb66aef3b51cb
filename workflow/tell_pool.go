package workflow

import (
	"slices"

	"comity/events"
)

// poolActivated: the manager may spend from now on, and who contributes can pay.
func (t *teller) poolActivated(e events.CasePoolActivated) {
	t.sayAll(t.ofPool(e.Pool), Telling{Reason: ToldPoolActive, For: "pool:" + e.Pool})
}

// poolDeactivated: what was to be paid in and spent waits for the gate again.
func (t *teller) poolDeactivated(e events.CasePoolDeactivated) {
	t.sayAll(t.ofPool(e.Pool), Telling{Reason: ToldPoolDraft, For: "pool:" + e.Pool})
}

// poolClosed: where the case ended with it, that is told; a draft that was given up concerns its unit alone.
func (t *teller) poolClosed(e events.CasePoolClosed) {
	x := Telling{Reason: ToldPoolClosed, For: "pool:" + e.Pool, Because: e.Because, Details: nonEmpty(e.Reason)}
	switch e.Because {
	case "reconciled":
		t.sayAll(t.ofPool(e.Pool), x)
	case "abandoned":
		t.sayAll(t.unit(), x)
	}
}

// poolLeaving: those who answer for the fund, and who stays in it, plan without what falls away.
func (t *teller) poolLeaving(e events.CasePoolLeaving) {
	t.sayAll(t.ofPool(e.Pool), Telling{Reason: ToldPoolLeaving, For: "pool:" + e.Pool, Organisation: e.Organisation, EffectiveAt: e.EffectiveAt, Details: nonEmpty(e.Reason)})
}

// ofPool lists the manager of a pool, the unit, and for each party who may commit it and its chief finance officer.
func (t *teller) ofPool(id string) (out []string) {
	p := t.c.Pool(id)
	if p == nil {
		return nil
	}
	out = append(out, p.managed())
	out = append(out, t.unit()...)
	for _, x := range p.Parties {
		out = append(out, t.committers(x.Organisation)...)
		if o := t.g.Organisation(x.Organisation); o != nil && o.ChiefFinanceOfficer != "" {
			out = append(out, o.ChiefFinanceOfficer)
		}
	}
	return slices.DeleteFunc(distinct(out), func(p string) bool { return p == "" })
}
