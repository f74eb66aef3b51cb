package events

import "time"

// What a case says of the pools that were set up for it. Each goes with a record of the pool, in the same batch.

// CasePoolAdded says that a pool was set up for the case.
type CasePoolAdded struct {
	PoolTerms
	Warnings []string `json:"warnings,omitempty"`
}

// CasePoolAgreed says that one of the case's pools has an agreement, or another version of it.
type CasePoolAgreed struct {
	PoolTerms
	Agreement PoolAgreement `json:"agreement"`
	Because   string        `json:"because,omitempty"` // of a later version
}

// CasePoolActivated says that a pool became active with the gate that passed.
type CasePoolActivated struct {
	Pool string `json:"pool"`
	Gate string `json:"gate"`
}

// CasePoolDeactivated says that a pool is a draft again, because the gate with which it became active has not passed after all: an urgent decision there
// was not ratified. No money had moved, as the ratification held it.
type CasePoolDeactivated struct {
	Pool string `json:"pool"`
	Gate string `json:"gate"`
}

// ContributedLine is what was paid of one commitment.
type ContributedLine struct {
	Commitment string `json:"commitment"`
	Pence      int64  `json:"amount_pence"`
}

// CasePoolContributed says that an organisation paid into a pool: what it committed, by commitment, or its share of an overspend.
type CasePoolContributed struct {
	Pool         string            `json:"pool"`
	Organisation string            `json:"organisation"`
	Pence        int64             `json:"amount_pence"`
	Towards      string            `json:"towards"` // contribution, overspend
	Lines        []ContributedLine `json:"lines,omitempty"`
	PaidOn       string            `json:"paid_on"`
	Reference    string            `json:"reference"`
}

// CasePoolLeaving says that a party leaves an active pool: at once before an award, after it when its notice is over. What was promised and not paid
// falls away with it, as a withdrawal of the commitment says in the same record, or is owed.
type CasePoolLeaving struct {
	Pool           string    `json:"pool"`
	Organisation   string    `json:"organisation"`
	Seat           string    `json:"seat,omitempty"` // none for the organisation's own decision
	Person         string    `json:"person"`
	AsDeputyFor    string    `json:"as_deputy_for,omitempty"`
	Minute         string    `json:"minute,omitempty"` // of the organisation's own decision
	Reason         string    `json:"reason"`
	NoticePeriod   string    `json:"notice_period,omitempty"` // that had to be kept, after an award
	PaidPence      int64     `json:"paid_pence,omitempty"`    // which stays
	FallsAwayPence int64     `json:"falls_away_pence,omitempty"`
	OwedPence      int64     `json:"owed_pence,omitempty"` // by the agreement
	EffectiveAt    time.Time `json:"effective_at"`
}

// CasePoolLeft says that a party has left a pool.
type CasePoolLeft struct {
	Pool         string    `json:"pool"`
	Organisation string    `json:"organisation"`
	EffectiveAt  time.Time `json:"effective_at"`
}

// CasePoolClosed says that a pool was closed.
type CasePoolClosed struct {
	Pool    string `json:"pool"`
	Because string `json:"because"` // reconciled, abandoned, case_closed
	Reason  string `json:"reason,omitempty"`
}

// EventType implements Event.
func (CasePoolAdded) EventType() string { return "case.pool_added" }

// EventType implements Event.
func (CasePoolAgreed) EventType() string { return "case.pool_agreed" }

// EventType implements Event.
func (CasePoolActivated) EventType() string { return "case.pool_activated" }

// EventType implements Event.
func (CasePoolDeactivated) EventType() string { return "case.pool_deactivated" }

// EventType implements Event.
func (CasePoolContributed) EventType() string { return "case.pool_contributed" }

// EventType implements Event.
func (CasePoolLeaving) EventType() string { return "case.pool_leaving" }

// EventType implements Event.
func (CasePoolLeft) EventType() string { return "case.pool_left" }

// EventType implements Event.
func (CasePoolClosed) EventType() string { return "case.pool_closed" }

func init() {
	known[CasePoolAdded](1)
	known[CasePoolAgreed](1)
	known[CasePoolActivated](1)
	known[CasePoolDeactivated](1)
	known[CasePoolContributed](1)
	known[CasePoolLeaving](1)
	known[CasePoolLeft](1)
	known[CasePoolClosed](1)
}
