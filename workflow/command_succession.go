package workflow

import "comity/workflow/calendar"

// SuccessorLine is one of those who take over, and how much.
type SuccessorLine struct {
	Organisation string `json:"organisation" required:"true" doc:"The successor; the replaced organisation itself where it remains and keeps a part."`
	SharePct     string `json:"share_pct,omitempty" doc:"What it takes over of each commitment, in percent with at most two decimals: 55, 33.33. Everything, where it is the only one."`
}

// ReplacementLine says by whom organisations are replaced.
type ReplacementLine struct {
	Organisations []string        `json:"organisations" required:"true" doc:"The organisations that are replaced."`
	Successors    []SuccessorLine `json:"successors" required:"true" doc:"Those who take over from each of them. The shares make 100 percent; odd pence go to the largest remainders, equal ones in the order stated."`
	Principal     string          `json:"principal,omitempty" doc:"The successor that takes over what cannot be shared: sponsorship, contracts, buildings, and the pools that were held. The largest share unless said otherwise, of equal ones the first; who holds a pool is never guessed."`
}

// StatedShareLine is an exact share of one commitment.
type StatedShareLine struct {
	Organisation  string `json:"organisation" required:"true" doc:"The successor."`
	AmountPence   int64  `json:"amount_pence,omitempty" minimum:"0" doc:"Its share of money."`
	FTEHundredths int64  `json:"fte_hundredths,omitempty" minimum:"0" doc:"Its share of staff time."`
}

// CommitmentShareLine shares one commitment exactly.
type CommitmentShareLine struct {
	Case       string            `json:"case" required:"true" doc:"The case."`
	Commitment string            `json:"commitment" required:"true" doc:"The commitment."`
	Shares     []StatedShareLine `json:"shares" required:"true" doc:"Who takes over how much of it; of a building or the like one successor, without an amount. Where the commitment is not what the shares add up to when the day comes, it is shared like the others."`
}

// PoolHostLine says who takes over one pool that a replaced organisation held.
type PoolHostLine struct {
	Pool    string `json:"pool" required:"true" doc:"The pool."`
	Host    string `json:"host" required:"true" doc:"The successor that holds it from then on: a legal person that may contribute under the pool's power."`
	Manager string `json:"manager,omitempty" doc:"The person of the host who manages it; the host's chief finance officer unless said otherwise."`
}

// PartnershipSucceed records that organisations are replaced by others from a day, as the instrument says: a structural changes order, a merger.
//
// Yields OrganisationSucceeded for each organisation replaced; nothing when just that is recorded already. The terms, deputies and mandates of
// organisations that do not remain end with the day before. From 00:00 of the day every running case follows, by the clock: what was put in passes
// to the successors, who are asked to reaffirm it, and a successor takes the place of a sponsor and of who answers for a contract. Pooled funds pass on
// with it, to the penny: who is party to them, what is agreed, paid and owed, and who holds them (docs/decisions/0027).
// Refusals: not_permitted (not an administrator, or an officer of a successor), not_found (an organisation that no governance in force by then
// has), malformed (shares, overlaps, circles, the day), all of them.
// Source: DOMAIN §0.12, §2.1 row 26, F08; docs/decisions/0017.
type PartnershipSucceed struct {
	Succession  string                `json:"succession,omitempty" doc:"A name for it; the next number unless said otherwise."`
	From        calendar.Date         `json:"from" required:"true" doc:"The first day of the successors. It has force from 00:00 local time."`
	Replaced    []ReplacementLine     `json:"replaced" required:"true" doc:"Who is replaced by whom."`
	Commitments []CommitmentShareLine `json:"commitments,omitempty" doc:"Commitments that are shared otherwise, to the penny."`
	Pools       []PoolHostLine        `json:"pools,omitempty" doc:"Who holds a pool from then on whose host is replaced by several. The principal does, where it is named; else the pool waits for another version of its agreement."`
	Instrument  string                `json:"instrument" required:"true" doc:"The order or agreement by which it happens."`
}

// CommandName implements Command.
func (*PartnershipSucceed) CommandName() string { return "partnership.succeed" }

// AggregateID implements Command.
func (*PartnershipSucceed) AggregateID() string { return "" }

// SuccessionCancel takes back a succession before its day: the order is not made, or says something else.
//
// Yields OrganisationSuccessionCancelled for each organisation that it would have replaced. Terms, deputies and mandates that were to end with them
// go on as they were; what was given for a shorter time because of it keeps that. It can be recorded anew, under another name.
// Refusals: not_permitted (not an administrator, or an officer of an organisation that it would have replaced), not_found, wrong_stage (its day has
// come: what passed on is with the successors; or it was cancelled already).
// Source: DOMAIN §0.12, §2.1 row 26; docs/decisions/0026.
type SuccessionCancel struct {
	Succession string `json:"succession" required:"true" doc:"The name under which it was recorded."`
	Instrument string `json:"instrument" required:"true" doc:"The decision or notice by which it does not happen, or why it is recorded anew."`
}

// CommandName implements Command.
func (*SuccessionCancel) CommandName() string { return "succession.cancel" }

// AggregateID implements Command.
func (*SuccessionCancel) AggregateID() string { return "" }
