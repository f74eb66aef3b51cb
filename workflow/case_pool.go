package workflow

import (
	"fmt"
	"slices"
	"time"

	"comity/events"
)

// CasePool is what a case knows of a pool that was set up for it; the money is in the pool itself.
type CasePool struct {
	Pool      string             `json:"pool"`
	Name      string             `json:"name"`
	Basis     string             `json:"basis"`
	Matrix    int                `json:"matrix_version"`
	Host      string             `json:"host"`
	Manager   string             `json:"manager"`
	Status    string             `json:"status"` // draft, active, closed
	Parties   []events.PoolParty `json:"parties"`
	Agreement int                `json:"agreement_version,omitempty"` // 0 before there is one
	StartsOn  string             `json:"starts_on,omitempty"`         // of the agreement
	EndsOn    string             `json:"ends_on,omitempty"`           // likewise
	AgreedAt  time.Time          `json:"agreed_at,omitzero"`          // when that version was recorded
	ReviewOn  string             `json:"review_on,omitempty"`
	Warnings  []string           `json:"warnings,omitempty"`
	Gate      string             `json:"gate,omitempty"` // that made it active

	Notice      string           `json:"withdrawal_notice,omitempty"` // of a party that leaves, by the agreement
	LeaverPays  bool             `json:"leaver_pays,omitempty"`       // likewise
	Leaving     []PoolLeaving    `json:"leaving,omitempty"`           // who has given notice, or has left
	Awaits      string           `json:"awaits,omitempty"`            // what its agreement has to name before any money moves: host, manager
	NamedIn     int              `json:"named_in,omitempty"`          // the version of the agreement that named it
	Joined      []PoolJoined     `json:"joined,omitempty"`            // who became a party by a succession, and when
	Successions []string         `json:"successions,omitempty"`       // by which it passed on, as succession/organisation
	Settled     []events.PoolDue `json:"settled,omitempty"`           // what was paid under commitments that had ended, and counts for a successor now
}

// Pool finds one of the case's pools, nil for none.
func (c *Case) Pool(id string) *CasePool {
	for _, p := range c.Pools {
		if p.Pool == id {
			return p
		}
	}
	return nil
}

// party finds a party, nil where the organisation is none.
func (p *CasePool) party(organisation string) *events.PoolParty {
	i := slices.IndexFunc(p.Parties, func(x events.PoolParty) bool { return x.Organisation == organisation })
	if i < 0 {
		return nil
	}
	return &p.Parties[i]
}

func (p *CasePool) take(t events.PoolTerms) {
	p.Pool, p.Name, p.Basis, p.Matrix, p.Host, p.Manager, p.Parties = t.Pool, t.Name, t.Basis, t.MatrixVersion, t.Host, t.Manager, t.Parties
}

// managed is who manages the pool, "" while its agreement has to name who holds or manages it: who did it for a host that is gone does it no more.
func (p *CasePool) managed() string {
	if p.Awaits != "" {
		return ""
	}
	return p.Manager
}

// terms are those of the pool as the case has them.
func (p *CasePool) terms(caseID string) events.PoolTerms {
	return events.PoolTerms{Pool: p.Pool, Case: caseID, Name: p.Name, Basis: p.Basis, MatrixVersion: p.Matrix, Host: p.Host, Manager: p.Manager,
		Parties: slices.Clone(p.Parties)}
}

// PoolDue sums what is due from each party of a pool, in the order of its parties: what stands confirmed, and no less than was paid.
func (c *Case) PoolDue(pool string) []events.PoolDue {
	p := c.Pool(pool)
	if p == nil || p.Status != PoolActive {
		return nil
	}
	var out []events.PoolDue
	for _, x := range p.Parties {
		due := events.PoolDue{Organisation: x.Organisation, Pence: p.settled(x.Organisation)}
		for _, k := range c.Commitments {
			if k.Pool != pool || k.Organisation != x.Organisation {
				continue
			}
			if k.Released {
				due.Pence += k.ContributedPence
			} else {
				due.Pence += max(k.ConfirmedPence, k.ContributedPence)
			}
		}
		if due.Pence != 0 {
			out = append(out, due)
		}
	}
	return out
}

// applyPool folds what a case says of its pools.
func (c *Case) applyPool(e events.Event, at time.Time) error {
	switch e := e.(type) {
	case events.CasePoolAdded:
		p := &CasePool{Status: PoolDraft, Warnings: e.Warnings}
		p.take(e.PoolTerms)
		c.Pools = append(c.Pools, p)
	case events.CasePoolAgreed:
		return c.pool(e.Pool, func(p *CasePool) {
			if p.Awaits != "" {
				p.NamedIn = e.Agreement.Version
			}
			p.Awaits, p.Warnings = "", warningsAgreed(e.PoolTerms, p.Warnings)
			p.take(e.PoolTerms)
			p.Agreement, p.StartsOn, p.EndsOn, p.ReviewOn, p.AgreedAt = e.Agreement.Version, e.Agreement.StartsOn, e.Agreement.EndsOn, e.Agreement.ReviewOn, at
			p.Notice, p.LeaverPays = e.Agreement.WithdrawalNotice, e.Agreement.LeaverPays
		})
	case events.CasePoolActivated:
		return c.pool(e.Pool, func(p *CasePool) { p.Status, p.Gate = PoolActive, e.Gate })
	case events.CasePoolDeactivated:
		return c.pool(e.Pool, func(p *CasePool) { p.Status, p.Gate = PoolDraft, "" })
	case events.CasePoolContributed:
		for _, line := range e.Lines {
			if err := c.commitment(line.Commitment, func(k *Commitment) { k.ContributedPence += line.Pence }); err != nil {
				return err
			}
		}
	case events.CasePoolLeaving, events.CasePoolLeft:
		return c.applyLeaving(e, at)
	case events.CasePoolPartySucceeded:
		return c.poolPassed(e)
	case events.CasePoolClosed:
		return c.pool(e.Pool, func(p *CasePool) { p.Status = PoolClosed })
	default:
		return errNotMine
	}
	return nil
}

func (c *Case) pool(id string, change func(*CasePool)) error {
	p := c.Pool(id)
	if p == nil {
		return fmt.Errorf("pool %s was never set up for it", id)
	}
	change(p)
	return nil
}
