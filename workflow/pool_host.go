package workflow

import (
	"slices"

	"comity/events"
	"comity/workflow/document"
)

// Who holds a pool from now on: named with a succession before its day, or in another version of the agreement after it (docs/decisions/0027).

// mayAgree refuses who records no agreement of a pool. Of one that nobody holds, or manages, an officer of who is to hold it may.
func (d *decision) mayAgree(p *CasePool, cmd *PoolAgree) *Problem {
	no := d.maySetUp(p.Host)
	if no == nil || p.Awaits == "" {
		return no
	}
	for _, x := range p.Parties {
		if (cmd.Host == "" || cmd.Host == x.Organisation) && isOfficer(d.g.Organisation(x.Organisation), d.m.Actor) {
			return nil
		}
	}
	out := notPermitted("Only the case's unit, or an officer of who is to hold it, records who holds pool %s.", p.Pool).about(d.m.Actor)
	return &out
}

// nameHost puts the host and the manager that an agreement names into the terms, and says what is wrong with them. Who holds an active pool changes
// by a succession only, unless that left it without a host.
func (d *decision) nameHost(p *CasePool, cmd *PoolAgree, t *events.PoolTerms) []Problem {
	host := first(cmd.Host, p.Host)
	switch {
	case host == "":
		return []Problem{problem(Malformed, "Name who holds pool %s: its host was replaced.", p.Pool).under("F13").about("host")}
	case host != p.Host && p.Status == PoolActive && p.Awaits != AwaitsHost:
		return []Problem{problem(WrongStage, "Pool %s is active, and %s holds it: that changes by a succession only.", p.Pool, p.Host).under("DOMAIN §0.10").about("host")}
	case host == p.Host && cmd.Manager == "" && p.Awaits == "":
		return nil
	}
	t.Host = host
	var out []Problem
	if p.Status == PoolActive && host != p.Host {
		out = d.hostProblems(*t)
		if o, b := d.g.Organisation(host), Basis(t.Basis); o != nil && b != nil && !b.Eligible(o.Type) {
			out = append(out, ineligible(b, o.ID, o.Type))
		}
	}
	var more []Problem
	t.Manager, more = d.managerOf(host, cmd.Manager)
	return append(out, more...)
}

// statedHost puts who takes over a pool beside the organisations whose it may be, and says what is wrong with it. Whose it is stands in its case.
func (d *registering) statedHost(about string, cmd *PartnershipSucceed, line PoolHostLine, list []events.OrganisationSucceeded) (problems []Problem) {
	bad := func(field, format string, args ...any) {
		problems = append(problems, problem(Malformed, format, args...).under("DOMAIN §2.1 (succession)").about(about+field))
	}
	if !events.ValidToken(line.Pool) {
		bad(".pool", "A pool's name is letters, digits, hyphens and underscores.")
	}
	placed := false
	for i := range list {
		if slices.ContainsFunc(list[i].Pools, func(x events.PoolHost) bool { return x.Pool == line.Pool }) {
			bad(".pool", "Pool %s is named twice.", line.Pool)
			return problems
		}
		if slices.ContainsFunc(list[i].Successors, func(s events.SuccessionShare) bool { return s.Organisation == line.Host }) {
			list[i].Pools = append(list[i].Pools, events.PoolHost(line))
			placed = true
		}
	}
	if !placed && len(list) > 0 {
		bad(".host", "%s is not one of the successors.", line.Host)
	}
	if cmd.From.IsZero() {
		return problems // said elsewhere
	}
	start := d.r.CalendarAt(d.m.At).StartOf(cmd.From)
	then := &decision{r: d.r, g: d.r.GovernanceAt(start), m: Meta{At: start}}
	if then.g == nil {
		return problems
	}
	switch o := then.g.Organisation(line.Host); {
	case o == nil: // said elsewhere
	case slices.Contains(noLegalEntity, o.Type):
		problems = append(problems, problem(PoolHostNotLegalEntity, "%s is no legal person, so it cannot hold a fund.", o.ID).under("F13").about(about+".host"))
	case line.Manager != "" && !then.personOf(o, line.Manager):
		bad(".manager", "%s is nobody of %s by then: an officer, a member of its unit, or who sits for it.", line.Manager, o.ID)
	}
	return problems
}

// hosts lists who the agreement of a pool may name: the parties that may hold a fund under its power.
func (d *decision) hosts(p *CasePool) (out []string) {
	for _, x := range p.Parties {
		if mayHold(d.g, x.Organisation, p.Basis) {
			out = append(out, x.Organisation)
		}
	}
	return out
}

// explainHosts says which of the case's pools stand still because nobody holds them, or manages them.
func (d *decision) explainHosts() []Waiting {
	var out []Waiting
	for _, p := range d.c.Pools {
		if p.Awaits == "" || p.Status == PoolClosed {
			continue
		}
		w := Waiting{For: "pool:" + p.Pool, On: nonEmpty(p.Host), Message: PoolWaits(d.c, p.Pool), Acts: []string{"pool.agree"}, Aside: true}
		if p.Awaits == AwaitsHost {
			w.On = d.hosts(p)
		}
		if u := d.g.Unit(d.c.Terms.Unit); u != nil {
			w.People = append(w.People, u.Members...)
		}
		for _, id := range w.On {
			if o := d.g.Organisation(id); o != nil {
				w.People = append(w.People, nonEmpty(o.AuthorisingOfficer)...)
				w.People = append(w.People, nonEmpty(o.ProperOfficer)...)
			}
		}
		w.People = distinct(w.People)
		out = append(out, w)
	}
	return out
}

// mayHold reports whether an organisation of a governance could hold a pool under a power.
func mayHold(g *document.Governance, organisation, basis string) bool {
	o, b := g.Organisation(organisation), Basis(basis)
	return o != nil && !slices.Contains(noLegalEntity, o.Type) && (b == nil || b.Eligible(o.Type))
}
