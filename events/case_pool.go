package events

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
func (CasePoolContributed) EventType() string { return "case.pool_contributed" }

// EventType implements Event.
func (CasePoolClosed) EventType() string { return "case.pool_closed" }

func init() {
	known[CasePoolAdded](1)
	known[CasePoolAgreed](1)
	known[CasePoolActivated](1)
	known[CasePoolContributed](1)
	known[CasePoolClosed](1)
}
