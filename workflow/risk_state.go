package workflow

import (
	"fmt"
	"slices"
	"time"

	"comity/events"
)

// The kinds of risks.
const (
	RiskHazard      = "hazard"
	RiskOpportunity = "opportunity"
)

// RiskTerms are what a risk of a case is: what a gate freezes of it. When it is looked at again is beside it.
type RiskTerms struct {
	ID         string `json:"id"`
	Title      string `json:"title,omitempty"`
	Kind       string `json:"kind"`
	Owner      string `json:"owner,omitempty"` // organisation
	Level      string `json:"level,omitempty"` // of governance, that manages it
	Likelihood int    `json:"likelihood,omitempty"`
	Impact     int    `json:"impact,omitempty"`
	Severity   int    `json:"severity,omitempty"` // likelihood times impact; 0 where it is not assessed
	Response   string `json:"response,omitempty"`
}

// Risk is a risk in the register of a case, as it was recorded last. Moments are UTC; zero: not so far.
type Risk struct {
	RiskTerms
	ReviewOn   string    `json:"review_on,omitempty"` // a date: the last day on which it is to be looked at again
	RecordedAt time.Time `json:"recorded_at"`         // first
	SeenAt     time.Time `json:"seen_at"`             // last
	RisenAt    time.Time `json:"risen_at,omitzero"`   // when its severity rose last
	OverdueAt  time.Time `json:"overdue_at,omitzero"` // when its day was found to have passed
	ClosedAt   time.Time `json:"closed_at,omitzero"`
	Note       string    `json:"note,omitempty"` // what came of it
}

// Open reports whether the risk stands in the register.
func (r *Risk) Open() bool { return r.ClosedAt.IsZero() }

// Risk finds a risk by its id, nil for none.
func (c *Case) Risk(id string) *Risk {
	if i := slices.IndexFunc(c.Risks, func(r Risk) bool { return r.ID == id }); i >= 0 {
		return &c.Risks[i]
	}
	return nil
}

// openRisks lists what the register holds, as a gate freezes it.
func (c *Case) openRisks() []RiskTerms {
	var out []RiskTerms
	for i := range c.Risks {
		if c.Risks[i].Open() {
			out = append(out, c.Risks[i].RiskTerms)
		}
	}
	return out
}

// applyRisk folds what is said of risks.
func (c *Case) applyRisk(e events.Event, at time.Time) error {
	switch e := e.(type) {
	case events.RiskRecorded:
		now := Risk{RiskTerms: RiskTerms{ID: e.Risk, Title: e.Title, Kind: e.Kind, Owner: e.Owner, Level: e.Level, Likelihood: e.Likelihood, Impact: e.Impact,
			Severity: e.Severity, Response: e.Response}, ReviewOn: e.ReviewOn, RecordedAt: at, SeenAt: at}
		before := c.Risk(e.Risk)
		if before == nil {
			if now.Severity > 0 {
				now.RisenAt = at
			}
			c.Risks = append(c.Risks, now)
			return nil
		}
		now.RecordedAt, now.RisenAt = before.RecordedAt, before.RisenAt
		if now.Severity > before.Severity || now.Severity > 0 && now.Kind != before.Kind {
			now.RisenAt = at
		}
		*before = now
	case events.RiskOverdue:
		return c.risk(e.Risk, func(r *Risk) { r.OverdueAt = e.DetectedAt })
	case events.RiskClosed:
		return c.risk(e.Risk, func(r *Risk) { r.ClosedAt, r.Note = at, e.Note })
	default:
		return errNotMine
	}
	return nil
}

func (c *Case) risk(id string, change func(*Risk)) error {
	r := c.Risk(id)
	if r == nil {
		return fmt.Errorf("risk %s was never recorded", id)
	}
	change(r)
	return nil
}
