package events

// Pooled funds (DOMAIN §0.10, §1; decision 0011). The aggregate of kind pool holds the fund: its parties, its written agreement and
// its money. The case for which it was set up says the same of it as far as its own rules need it, in case_pool.go.

// PoolParty is one who contributes to a pool, as the agreement has it.
type PoolParty struct {
	Organisation        string `json:"organisation"`
	Type                string `json:"type"`                               // of organisation, as it was judged
	Pence               int64  `json:"amount_pence,omitempty"`             // what the agreement has it contribute; 0 where it names no sum
	OverspendHundredths int64  `json:"overspend_pct_hundredths,omitempty"` // its share of an overspend, of 10000
}

// PoolTerms are what a pool is.
type PoolTerms struct {
	Pool          string      `json:"pool"`
	Case          string      `json:"case"` // for which it was set up
	Name          string      `json:"name"`
	Basis         string      `json:"basis"`          // the power under which it is made
	MatrixVersion int         `json:"matrix_version"` // of the eligibility matrix under which it was judged
	Host          string      `json:"host"`           // the organisation answerable for it
	Manager       string      `json:"manager"`        // the person who spends from it
	Parties       []PoolParty `json:"parties"`
}

// PoolAgreement is one version of the written agreement.
type PoolAgreement struct {
	Version          int      `json:"version"` // from 1
	Items            []string `json:"items"`   // of the checklist, that it specifies
	Reference        string   `json:"reference,omitempty"`
	Digest           string   `json:"digest,omitempty"` // of the document, as sha256:…
	StartsOn         string   `json:"starts_on,omitempty"`
	EndsOn           string   `json:"ends_on,omitempty"`
	ReviewOn         string   `json:"review_on,omitempty"`
	OverspendAllowed bool     `json:"overspend_allowed,omitempty"`
	WithdrawalNotice string   `json:"withdrawal_notice,omitempty"` // that a party gives which leaves once there is a contract
	LeaverPays       bool     `json:"leaver_pays,omitempty"`       // such a party still pays what it had confirmed; else that falls away
}

// PoolCreated begins a pool, as a draft. Its warnings never refuse.
type PoolCreated struct {
	PoolTerms
	Warnings []string `json:"warnings,omitempty"`
}

// PoolAgreed says that the parties have a written agreement, or another version of it; the terms are those that it leaves.
type PoolAgreed struct {
	PoolTerms
	Agreement PoolAgreement `json:"agreement"`
	Because   string        `json:"because,omitempty"` // of a later version
}

// PoolActivated says that the gate passed at which the pool was consented to: from now on contributions can be paid in.
type PoolActivated struct {
	Pool string `json:"pool"`
	Case string `json:"case"`
	Gate string `json:"gate"`
}

// PoolDeactivated says that the gate has not passed after all: the pool is a draft again.
type PoolDeactivated struct {
	Pool string `json:"pool"`
	Case string `json:"case"`
	Gate string `json:"gate"`
}

// PoolDue is what one party has to contribute.
type PoolDue struct {
	Organisation string `json:"organisation"`
	Pence        int64  `json:"amount_pence"`
}

// PoolContributionsDue says what is due from each party: what stands confirmed in the case, and no less than it has paid.
type PoolContributionsDue struct {
	Pool    string    `json:"pool"`
	Case    string    `json:"case"`
	Due     []PoolDue `json:"due"`
	Awaited []PoolDue `json:"awaited,omitempty"` // what was due of organisations that are replaced, and their successors have not reaffirmed yet
}

// PoolContributed is a payment into the pool.
type PoolContributed struct {
	Pool         string `json:"pool"`
	Case         string `json:"case"`
	Organisation string `json:"organisation"`
	Pence        int64  `json:"amount_pence"`
	Towards      string `json:"towards"` // contribution, overspend
	PaidOn       string `json:"paid_on"`
	Reference    string `json:"reference"`
	BalancePence int64  `json:"balance_pence"` // after it
}

// PoolSpent is a payment from the pool by its manager. Where it goes beyond the balance, Overspend says what each party owes of that.
type PoolSpent struct {
	Pool         string    `json:"pool"`
	Pence        int64     `json:"amount_pence"`
	Payee        string    `json:"payee"`
	Purpose      string    `json:"purpose"`
	SpentOn      string    `json:"spent_on"`
	Reference    string    `json:"reference"`
	BalancePence int64     `json:"balance_pence"` // after it
	Overspend    []PoolDue `json:"overspend,omitempty"`
}

// PoolPartyLeft says that a party has left: from that day it bears no overspend, and nothing more is expected of it than it owes. What it paid in stays.
type PoolPartyLeft struct {
	Pool         string `json:"pool"`
	Case         string `json:"case"`
	Organisation string `json:"organisation"`
	LeftOn       string `json:"left_on"` // the first day on which it is none
	PaidPence    int64  `json:"paid_pence"`
	OwedPence    int64  `json:"owed_pence,omitempty"` // of its contribution, that is still to come
}

// PoolClosed ends a pool. What was left is returned to those who paid in; its balance is nothing.
type PoolClosed struct {
	Pool     string    `json:"pool"`
	Case     string    `json:"case"`
	Because  string    `json:"because"` // reconciled, abandoned, case_closed
	Reason   string    `json:"reason,omitempty"`
	ClosedOn string    `json:"closed_on"`
	Returned []PoolDue `json:"returned,omitempty"`
	Unpaid   []PoolDue `json:"unpaid,omitempty"` // what was due and never came
}

// EventType implements Event.
func (PoolCreated) EventType() string { return "pool.created" }

// EventType implements Event.
func (PoolAgreed) EventType() string { return "pool.agreed" }

// EventType implements Event.
func (PoolDeactivated) EventType() string { return "pool.deactivated" }

// EventType implements Event.
func (PoolActivated) EventType() string { return "pool.activated" }

// EventType implements Event.
func (PoolContributionsDue) EventType() string { return "pool.contributions_due" }

// EventType implements Event.
func (PoolContributed) EventType() string { return "pool.contributed" }

// EventType implements Event.
func (PoolSpent) EventType() string { return "pool.spent" }

// EventType implements Event.
func (PoolPartyLeft) EventType() string { return "pool.party_left" }

// EventType implements Event.
func (PoolClosed) EventType() string { return "pool.closed" }

func init() {
	known[PoolCreated](1)
	known[PoolAgreed](1)
	known[PoolActivated](1)
	known[PoolDeactivated](1)
	known[PoolContributionsDue](1)
	known[PoolContributed](1)
	known[PoolSpent](1)
	known[PoolPartyLeft](1)
	known[PoolClosed](1)
}
