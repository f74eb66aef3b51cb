package workflow

import (
	"slices"
)

// Whose the acts on a pooled fund are.

func (o *oracle) forbidsOfPool(person string, cmd Command) string {
	pool := func(id string) *CasePool {
		i := slices.IndexFunc(o.c.Pools, func(p *CasePool) bool { return p.Pool == id })
		if i < 0 {
			return &CasePool{}
		}
		return o.c.Pools[i]
	}
	switch cmd := cmd.(type) {
	case *PoolCreate:
		return o.either(o.unit(person) || o.officer(cmd.Host, person), "neither the unit nor the host")
	case *PoolAgree:
		return o.either(o.unit(person) || o.officer(pool(cmd.Pool).Host, person), "neither the unit nor the host")
	case *PoolContribute:
		x := o.organisation(cmd.Organisation)
		return o.either(pool(cmd.Pool).Manager == person || o.officer(cmd.Organisation, person) || x.ChiefFinanceOfficer == person && !o.gone(cmd.Organisation), "neither the manager nor who paid")
	case *PoolLeave:
		return o.speaks(cmd.Seat, cmd.Organisation, person, "withdraw")
	case *PoolClose:
		if p := pool(cmd.Pool); p.Status != "active" {
			return o.either(o.unit(person) || o.officer(p.Host, person), "neither the unit nor the host")
		}
		return o.either(pool(cmd.Pool).Manager == person, "not the manager")
	case *PoolSpend:
		p := o.pools[cmd.Pool]
		return o.either(p != nil && p.Manager == person && p.Status == "active", "not the manager of an active pool")
	}
	return ""
}
