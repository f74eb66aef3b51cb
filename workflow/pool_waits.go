package workflow

import (
	"fmt"
	"strings"
)

// PoolWaits says in a sentence why a pool of a case is not active yet; "" for one that is, or is closed.
func PoolWaits(c *Case, id string) string {
	p := c.Pool(id)
	if p == nil || p.Status != PoolDraft {
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
		if s := PoolWaits(d.c, p.Pool); s != "" && d.hasPooled(p.Pool) {
			out = append(out, Waiting{For: "pool:" + p.Pool, On: []string{p.Host}, Message: s})
		}
	}
	return out
}
