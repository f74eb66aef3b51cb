package events

import "time"

// What a succession does to a pooled fund (decision 0027): the place of a party that is replaced, or that gives a part of itself, passes to its
// successors. One event for each pool and organisation, in the case and, in the same batch, in the pool itself.

// PoolHeir is what one successor takes over of a party's place in a pool; where the party goes on, it is among its successors with what it keeps. All
// that they take over is what the party had.
type PoolHeir struct {
	Organisation        string `json:"organisation"`
	Type                string `json:"type"`                               // of organisation, as it is judged
	Parts               int64  `json:"parts"`                              // its share of the sum of these: hundredths of a percent, or pence where the commitments were shared so
	Pence               int64  `json:"amount_pence,omitempty"`             // of what the agreement has the party contribute
	OverspendHundredths int64  `json:"overspend_pct_hundredths,omitempty"` // of its share of an overspend, of 10000
	PaidPence           int64  `json:"paid_pence,omitempty"`               // of what it has paid in
	OverspendDuePence   int64  `json:"overspend_due_pence,omitempty"`      // of what it owes of an overspend; in the pool's own event
	OverspendPaidPence  int64  `json:"overspend_paid_pence,omitempty"`     // of that, what it has made good; likewise
}

// PaidLine is what was paid under one commitment and counts as paid by a successor from now on.
type PaidLine struct {
	Commitment   string `json:"commitment,omitempty"` // under which it was paid; none for what passed on before without one
	Becomes      string `json:"becomes,omitempty"`    // the successor's commitment; none where the old one had ended and nobody took it over
	Organisation string `json:"organisation"`         // the successor
	Pence        int64  `json:"amount_pence"`
}

// CasePoolPartySucceeded says that the place of one party in one of the case's pools passes to its successors. The terms are those of the pool
// after it: without a host where the old one is replaced by several, or by one that may not hold a fund, until the agreement names one.
type CasePoolPartySucceeded struct {
	PoolTerms
	Succession   string     `json:"succession"`
	Organisation string     `json:"organisation"`       // the party that was
	Successors   []PoolHeir `json:"successors"`         // in the order stated
	Lines        []PaidLine `json:"lines,omitempty"`    // what was paid, by commitment
	Awaits       string     `json:"awaits,omitempty"`   // what the agreement has to name before any money moves: host, manager
	Warnings     []string   `json:"warnings,omitempty"` // all that there are now
	Snapshot     string     `json:"snapshot,omitempty"` // the digest of what was signed at the present gate, as it reads with the successors' names
	EffectiveOn  string     `json:"effective_on"`
	EffectiveAt  time.Time  `json:"effective_at"` // 00:00 local time of that day
}

// PoolPartySucceeded is the same in the pool: who has paid what, and who owes what, from then on. The balance is as it was.
type PoolPartySucceeded struct {
	PoolTerms
	Succession   string     `json:"succession"`
	Organisation string     `json:"organisation"`
	Successors   []PoolHeir `json:"successors"`
	Awaits       string     `json:"awaits,omitempty"` // host, manager
	Warnings     []string   `json:"warnings,omitempty"`
	EffectiveOn  string     `json:"effective_on"`
	EffectiveAt  time.Time  `json:"effective_at"` // 00:00 local time of that day
}

// PoolHost says who of several successors takes over a pool that the organisation held, and who manages it for them.
type PoolHost struct {
	Pool    string `json:"pool"`
	Host    string `json:"host"`
	Manager string `json:"manager,omitempty"` // a person of the host; its chief finance officer where none is named
}

// EventType implements Event.
func (CasePoolPartySucceeded) EventType() string { return "case.pool_party_succeeded" }

// EventType implements Event.
func (PoolPartySucceeded) EventType() string { return "pool.party_succeeded" }

func init() {
	known[CasePoolPartySucceeded](1)
	known[PoolPartySucceeded](1)
}
