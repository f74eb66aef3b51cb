package workflow

import "comity/workflow/calendar"

// Commands on pooled funds. Those that a case is concerned with name the case, and are one decision on both (decision 0011).

// PoolPartyFields are one who contributes to a pool.
type PoolPartyFields struct {
	Organisation        string `json:"organisation" required:"true" doc:"The organisation."`
	AmountPence         int64  `json:"amount_pence,omitempty" minimum:"0" doc:"What the agreement has it contribute."`
	OverspendHundredths int64  `json:"overspend_pct_hundredths,omitempty" minimum:"0" doc:"Its share of an overspend, in hundredths of a per cent; in proportion to what is contributed unless said for any."`
}

// PoolAgreementFields are the written agreement.
type PoolAgreementFields struct {
	Items            []string      `json:"items" required:"true" doc:"What it specifies: aims_and_outcomes, contributions, functions, people_and_services, staff_goods_services_accommodation, duration_review_variation_termination, management, overspend_share, exit. All of them are needed."`
	Reference        string        `json:"reference,omitempty" doc:"Where it is: a file number, a link."`
	Digest           string        `json:"digest,omitempty" doc:"sha256 of the document, as sha256:…."`
	StartsOn         calendar.Date `json:"starts_on,omitzero" doc:"Its first day."`
	EndsOn           calendar.Date `json:"ends_on,omitzero" doc:"Its last day."`
	ReviewOn         calendar.Date `json:"review_on,omitzero" doc:"When it is to be reviewed."`
	WithdrawalNotice string        `json:"withdrawal_notice,omitempty" doc:"The notice that a party gives which leaves the fund once there is a contract: P6M, P20WD. That of the contract or the partnership unless said otherwise."`
	LeaverPays       bool          `json:"leaver_pays,omitempty" doc:"Whether a party that leaves once there is a contract still pays what it had confirmed; otherwise what it has not paid by then falls away."`
	OverspendAllowed bool          `json:"overspend_allowed,omitempty" doc:"Whether the manager may spend beyond the balance; the parties then owe their shares."`
}

// PoolCreate sets up a pooled fund for a case, as a draft.
//
// Yields CasePoolAdded, with an agreement also CasePoolAgreed, and in the pool's own record of the same batch PoolCreated and
// PoolAgreed. Its warnings never refuse: pool_more_than_three_parties.
// Refusals: not_permitted (not of the case's unit, nor an officer of the host), wrong_stage, not_found, pool_partner_ineligible
// (details: every organisation with its type), pool_host_not_legal_entity, pool_basis_requires_nhs_body,
// pool_basis_requires_local_authority, pool_agreement_incomplete (details: every item that is missing), malformed.
// Source: DOMAIN §0.10, §5.3, F13, F64–F69.
type PoolCreate struct {
	Case         string               `json:"case" required:"true" doc:"The case that it is for."`
	Pool         string               `json:"pool,omitempty" doc:"A name for the pool, letters and digits; the case and a number unless said otherwise."`
	Name         string               `json:"name,omitempty" doc:"What people call it."`
	Basis        string               `json:"basis" required:"true" enum:"nhs_act_2006_s75,children_act_2004_s10,nhs_act_2006_s65z6,lga_1972_s101_102" doc:"The power under which it is made."`
	Host         string               `json:"host" required:"true" doc:"The organisation answerable for it: one of the contributors. Never the partnership."`
	Manager      string               `json:"manager,omitempty" doc:"The person of the host who manages it; the host's chief finance officer unless said otherwise."`
	Contributors []PoolPartyFields    `json:"contributors" required:"true" doc:"Who contributes."`
	Agreement    *PoolAgreementFields `json:"agreement,omitempty" doc:"The written agreement, where there is one already."`
}

// PoolAgree records the written agreement of a pool, or another version of it. At a gate it voids what is open where something is
// put into the pool, because what was signed is frozen. Of an active pool it is a variation: the parties stay, and the reason says where they decided it.
//
// Yields CasePoolAgreed and PoolAgreed; at a gate also what CaseAmend yields. Refusals: as PoolCreate.
// Source: DOMAIN §5.3, F68, F70.
type PoolAgree struct {
	Case         string              `json:"case" required:"true" doc:"The case."`
	Pool         string              `json:"pool" required:"true" doc:"The pool."`
	Agreement    PoolAgreementFields `json:"agreement" required:"true" doc:"The agreement."`
	Host         string              `json:"host,omitempty" doc:"Who holds it: of a pool that is a draft, or whose host was replaced by several."`
	Manager      string              `json:"manager,omitempty" doc:"Another manager."`
	Contributors []PoolPartyFields   `json:"contributors,omitempty" doc:"Other contributors or sums; those there are unless said otherwise."`
	Reason       string              `json:"reason,omitempty" doc:"Why there is another version, and where the parties decided it."`
}

// PoolContribute records that an organisation has paid into an active pool: what it committed, or its share of an overspend.
//
// Yields CasePoolContributed and PoolContributed. Refusals: not_permitted (neither an officer of the organisation nor the pool's
// manager), not_found, wrong_stage (the pool is not active), agreement_expired (by the day of the payment; an overspend is still made good), hold_active,
// malformed (more than is due). Source: F64, DOMAIN §5.1.
type PoolContribute struct {
	Case         string        `json:"case" required:"true" doc:"The case."`
	Pool         string        `json:"pool" required:"true" doc:"The pool."`
	Organisation string        `json:"organisation" required:"true" doc:"Who paid."`
	AmountPence  int64         `json:"amount_pence" required:"true" minimum:"1" doc:"How much."`
	Towards      string        `json:"towards,omitempty" enum:"contribution,overspend" doc:"What it pays: its contribution unless said otherwise."`
	PaidOn       calendar.Date `json:"paid_on,omitzero" doc:"When; today unless said otherwise."`
	Reference    string        `json:"reference" required:"true" doc:"Of the payment, as the ledger has it."`
}

// PoolSpend records a payment from a pool, by its manager.
//
// Yields PoolSpent. Refusals: not_permitted (not the pool's manager), not_found, wrong_stage (not active),
// agreement_expired (by the day of the payment), pool_balance_exceeded (its agreement allows no overspend, or contributions are still due),
// malformed. Source: F64, F68, DOMAIN §5.1.
type PoolSpend struct {
	Pool        string        `json:"pool" required:"true" doc:"The pool."`
	AmountPence int64         `json:"amount_pence" required:"true" minimum:"1" doc:"How much."`
	Payee       string        `json:"payee" required:"true" doc:"To whom. Never a person's name."`
	Purpose     string        `json:"purpose" required:"true" doc:"What for."`
	SpentOn     calendar.Date `json:"spent_on,omitzero" doc:"When; today unless said otherwise."`
	Reference   string        `json:"reference" required:"true" doc:"Of the payment, as the ledger has it."`
}

// PoolLeave takes a party out of an active pool, from a seat with its organisation's mandate or by its proper officer with the minute. What it paid
// in stays until the fund is reconciled, and counts; what it promised and has not paid is withdrawn with all that follows a withdrawal
// (CommitmentWithdraw), unless the agreement has it pay. It bears no overspend of a day on which it was no party. Before a contract that is at once,
// after one with notice: that of the agreement, else of the contract, else of the partnership. Where the fund cannot go on without it, its manager
// reconciles and closes it.
//
// Yields CasePoolLeaving, for each commitment with something unpaid what CommitmentWithdraw yields, and CasePoolLeft; after a contract that follows on
// the day. Refusals: those of CommitmentWithdraw; not_found (no party); wrong_stage (the pool is not active, or it has left or given notice).
// Source: DOMAIN §0.11, §2.1 rows 18 to 20, F64, F68.
type PoolLeave struct {
	Case         string        `json:"case" required:"true" doc:"The case."`
	Pool         string        `json:"pool" required:"true" doc:"The pool."`
	Organisation string        `json:"organisation" required:"true" doc:"Who leaves."`
	Seat         string        `json:"seat,omitempty" doc:"The seat for which you act; none for the organisation's own decision."`
	Minute       string        `json:"minute,omitempty" doc:"Of the organisation's own decision."`
	Reason       string        `json:"reason" required:"true" doc:"Why."`
	EffectiveOn  calendar.Date `json:"effective_on,omitzero" doc:"From which day, after a contract; the first that the notice allows unless said otherwise."`
}

// PoolClose closes a pool: its manager reconciles an active one and what is left goes back to those who paid in, in proportion; the
// unit or the host gives a draft up.
//
// Yields CasePoolClosed and PoolClosed. Refusals: not_permitted, not_found, wrong_stage (closed, or an overspend is not made good).
// Source: F64, F68.
type PoolClose struct {
	Case   string `json:"case" required:"true" doc:"The case."`
	Pool   string `json:"pool" required:"true" doc:"The pool."`
	Reason string `json:"reason" required:"true" doc:"Why, and where the accounts are."`
}

// CommandName implements Command.
func (*PoolCreate) CommandName() string { return "pool.create" }

// AggregateID implements Command.
func (c *PoolCreate) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*PoolAgree) CommandName() string { return "pool.agree" }

// AggregateID implements Command.
func (c *PoolAgree) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*PoolContribute) CommandName() string { return "pool.contribute" }

// AggregateID implements Command.
func (c *PoolContribute) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*PoolSpend) CommandName() string { return "pool.spend" }

// AggregateID implements Command.
func (c *PoolSpend) AggregateID() string { return c.Pool }

// CommandName implements Command.
func (*PoolLeave) CommandName() string { return "pool.leave" }

// AggregateID implements Command.
func (c *PoolLeave) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*PoolClose) CommandName() string { return "pool.close" }

// AggregateID implements Command.
func (c *PoolClose) AggregateID() string { return c.Case }
