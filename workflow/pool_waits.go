package workflow

import (
	"fmt"
	"strings"

	"comity/workflow/quantity"
)

// PoolWaits says in a sentence why a pool of a case is not active yet, or why its money stands still; "" for one that waits for nothing.
func PoolWaits(c *Case, id string) string {
	p := c.Pool(id)
	if p == nil || p.Status == PoolClosed {
		return ""
	}
	switch p.Awaits {
	case AwaitsHost:
		return fmt.Sprintf("Nobody holds the pooled fund %s since its host was replaced: no money moves until another version of its agreement names who does.", p.Name)
	case AwaitsManager:
		return fmt.Sprintf("Nobody manages the pooled fund %s for its new host: nothing is spent until another version of its agreement names who does.", p.Name)
	}
	if p.Status != PoolDraft {
		return ""
	}
	var missing []string
	if p.Agreement == 0 {
		missing = append(missing, "its written agreement is recorded")
	}
	if b := Basis(p.Basis); b != nil && c.poolConfirmed(p) > 0 {
		for _, code := range c.poolLacks(p) {
			missing = append(missing, map[Code]string{PoolBasisRequiresNHSBody: "an NHS body has confirmed its part", PoolBasisRequiresLocalAuthority: "the council has confirmed its part"}[code])
		}
	}
	missing = append(missing, "the gate passes at which its contributors consent")
	return fmt.Sprintf("The pooled fund %s is a draft: it becomes active once %s.", p.Name, strings.Join(missing, ", and "))
}

// explainPools says which of the case's pools wait for the gate.
func (d *decision) explainPools() []Waiting {
	var out []Waiting
	for _, p := range d.c.Pools {
		if s := PoolWaits(d.c, p.Pool); s != "" && p.Awaits == "" && d.hasPooled(p.Pool) {
			out = append(out, Waiting{For: "pool:" + p.Pool, On: []string{p.Host}, Message: s})
		}
	}
	return out
}

// explainUnpaid says what is still to be paid into the case's active pools, by whom, and who records it. It holds nothing up (F64).
func (d *decision) explainUnpaid() []Waiting {
	var out []Waiting
	for _, p := range d.c.Pools {
		if p.Status != PoolActive || p.Awaits != "" || agreementEnded(p.Pool, p.EndsOn, d.today().String()) != nil {
			continue
		}
		for _, x := range p.Parties {
			_, due := d.payable(p.Pool, x.Organisation, 0)
			if due == 0 {
				continue
			}
			w := Waiting{For: "contribution:" + p.Pool + ":" + x.Organisation, On: []string{x.Organisation}, People: nonEmpty(p.Manager), Acts: []string{"pool.contribute"}, Aside: true,
				Message: fmt.Sprintf("%s is to be paid into the pooled fund %s by %s.", quantity.Pence(due), p.Name, d.organisationName(x.Organisation))}
			if o := d.g.Organisation(x.Organisation); o != nil {
				w.People = append(append(w.People, nonEmpty(o.ChiefFinanceOfficer)...), nonEmpty(o.ProperOfficer)...)
			}
			w.People = distinct(w.People)
			out = append(out, w)
		}
	}
	return out
}
