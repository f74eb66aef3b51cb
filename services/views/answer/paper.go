package answer

import (
	"time"

	"comity/events"
	"comity/workflow"
)

// PaperArgs asks for the summary of a case for whoever decides on it.
type PaperArgs struct {
	Case    string `json:"case" required:"true" doc:"The case."`
	SignOff string `json:"signoff,omitempty" doc:"The sign-off that the reader is about to decide; without it the paper is of the round as a whole."`
}

// Paper is the one page on which somebody decides: what, with whose money, at what risk, what else was considered, what the
// others decided, and what happens otherwise (F120). Who may not see the case sees its label, and as whom they are concerned
// with it and what they may do: so a person who stands aside sees that, and why.
type Paper struct {
	Label
	Clearance  string                `json:"clearance,omitempty"` // the reader's, of this case
	SignOff    string                `json:"signoff,omitempty"`   // as asked; it may be finished, and of an earlier round
	Capacities []workflow.Capacity   `json:"capacities"`          // the reader's, now
	About      *PaperAbout           `json:"about,omitempty"`
	Money      *PaperMoney           `json:"money,omitempty"` // from the tier board on
	Given      []PaperCommitment     `json:"given,omitempty"`
	Gate       *PaperGate            `json:"gate,omitempty"` // none while nothing is asked
	Evidence   []PaperEvidence       `json:"evidence,omitempty"`
	SignOffs   []PaperSignOff        `json:"signoffs,omitempty"` // of this round
	Consents   []PaperConsent        `json:"consents,omitempty"` // likewise
	IfNothing  *PaperIfNothing       `json:"if_nothing,omitempty"`
	Passed     []PaperPassed         `json:"passed,omitempty"`
	ToDo       []string              `json:"to_do,omitempty"`
	Holds      []*workflow.Hold      `json:"holds,omitempty"` // that stand
	Contract   *workflow.Contract    `json:"contract,omitempty"`
	Earlier    []PaperEarlierSignOff `json:"earlier,omitempty"` // decisions of earlier rounds and gates
}

// PaperAbout is what the case says of itself, with names.
type PaperAbout struct {
	Title    string           `json:"title"`
	Summary  string           `json:"summary,omitempty"`
	Outcome  string           `json:"outcome,omitempty"` // the outcome sought
	Tier     string           `json:"tier,omitempty"`
	Scale    string           `json:"scale,omitempty"`
	Route    string           `json:"route,omitempty"`
	Regime   string           `json:"regime,omitempty"`
	Services []string         `json:"services,omitempty"`
	Areas    []workflow.Named `json:"areas,omitempty"`
	Sponsor  workflow.Named   `json:"sponsor"`
	Unit     workflow.Named   `json:"unit"`
	Author   string           `json:"author,omitempty"` // from the tier board on
	Options  string           `json:"options,omitempty"`
	Risk     string           `json:"risk,omitempty"`
}

// PaperMoney is what the plan needs and how much of it there is. Hours are never added to pounds.
type PaperMoney struct {
	PlanPence              int64 `json:"plan_pence"`
	OfferedPence           int64 `json:"offered_pence"`
	ConfirmedPence         int64 `json:"confirmed_pence"`
	ShortPence             int64 `json:"short_pence"` // of the plan, not confirmed; never below 0
	PlanFTEHundredths      int64 `json:"plan_fte_hundredths,omitempty"`
	OfferedFTEHundredths   int64 `json:"offered_fte_hundredths,omitempty"`
	ConfirmedFTEHundredths int64 `json:"confirmed_fte_hundredths,omitempty"`
	ShortFTEHundredths     int64 `json:"short_fte_hundredths,omitempty"`
	TolerancePct           int   `json:"tolerance_pct"` // of the plan, by which what is confirmed may fall short
	AlignedPence           int64 `json:"aligned_pence"` // of what is offered
	PooledPence            int64 `json:"pooled_pence"`  // likewise
}

// PaperCommitment is what one organisation puts in. Below the tier board it is the kind and the mode alone.
type PaperCommitment struct {
	Commitment             string         `json:"commitment"`
	Organisation           workflow.Named `json:"organisation"`
	Kind                   string         `json:"kind"`
	Mode                   string         `json:"mode"`
	OfferedPence           int64          `json:"offered_pence,omitempty"`
	ConfirmedPence         int64          `json:"confirmed_pence,omitempty"`
	OfferedFTEHundredths   int64          `json:"offered_fte_hundredths,omitempty"`
	ConfirmedFTEHundredths int64          `json:"confirmed_fte_hundredths,omitempty"`
	Description            string         `json:"description,omitempty"`
	Service                string         `json:"service,omitempty"`
	Basis                  string         `json:"basis,omitempty"`
	Essential              bool           `json:"essential,omitempty"`
	Confirmed              bool           `json:"confirmed,omitempty"`        // nothing of it is left to confirm
	Beneficiary            string         `json:"beneficiary,omitempty"`      // the organisation for whose area it is spent, where that is another's
	BeneficiaryName        string         `json:"beneficiary_name,omitempty"` // likewise
	Funding                string         `json:"funding,omitempty"`          // the grant or other funding stream from which it comes
	FundingConditions      string         `json:"funding_conditions,omitempty"`
	FundingEndsOn          string         `json:"funding_ends_on,omitempty"`
}

// PaperGate is what is asked at this round, and what was frozen for it.
type PaperGate struct {
	Gate      string             `json:"gate"`
	Name      string             `json:"name"`
	Round     int                `json:"round"`
	FrozenAt  time.Time          `json:"frozen_at"`
	Snapshot  string             `json:"snapshot,omitempty"` // what signoff.vote takes; from the tier board on
	Outcome   string             `json:"outcome,omitempty"`  // recommended
	Award     *events.AwardTerms `json:"award,omitempty"`    // proposed; for the tier exempt
	DecidedAt time.Time          `json:"decided_at,omitzero"`
	Effect    *workflow.InEffect `json:"effect,omitempty"` // once it is decided
}

// PaperEvidence is one item of evidence. Below the tier board it is the type alone.
type PaperEvidence struct {
	Item      string    `json:"item,omitempty"`
	Type      string    `json:"type"`
	TypeName  string    `json:"type_name"`
	Title     string    `json:"title,omitempty"`
	DatedOn   string    `json:"dated_on,omitempty"`
	AddedAt   time.Time `json:"added_at,omitzero"`
	AddedBy   string    `json:"added_by,omitempty"`
	Digest    string    `json:"digest,omitempty"`
	FileName  string    `json:"file_name,omitempty"`
	MediaType string    `json:"media_type,omitempty"`
	Bytes     int64     `json:"bytes,omitempty"`
	Frozen    bool      `json:"frozen,omitempty"`   // with this round
	MayOpen   bool      `json:"may_open,omitempty"` // there is a document, and the reader may download it
}

// PaperSignOff is what one board or officer was asked at this round, and what they made of it. Votes, reasons, conditions and
// interests are for the tier board on.
type PaperSignOff struct {
	SignOff       string                `json:"signoff"`
	Name          string                `json:"name"` // of the board, or the officer's post
	Board         string                `json:"board,omitempty"`
	Level         string                `json:"level,omitempty"`
	Act           string                `json:"act"`
	Order         int                   `json:"order"`
	State         workflow.SignOffState `json:"state"`
	Result        string                `json:"result,omitempty"`
	Because       string                `json:"because,omitempty"`
	Dissent       bool                  `json:"dissent,omitempty"`
	OpenedAt      time.Time             `json:"opened_at,omitzero"`
	DueAt         time.Time             `json:"due_at,omitzero"`
	EndedAt       time.Time             `json:"ended_at,omitzero"`
	Effect        *workflow.InEffect    `json:"effect,omitempty"` // of a decision
	EscalatedTo   string                `json:"escalated_to,omitempty"`
	InPlaceOf     string                `json:"in_place_of,omitempty"`
	QuorumReasons []string              `json:"quorum_reasons,omitempty"`
	Tally         *events.Tally         `json:"tally,omitempty"`
	Votes         []PaperVote           `json:"votes,omitempty"`
	Conditions    []string              `json:"conditions,omitempty"`
	Interests     []PaperInterest       `json:"interests,omitempty"`
	Binding       *workflow.Binding     `json:"binding_on,omitempty"` // of a decision: whom it binds by itself, and whose own consent it needs besides
}

// PaperVote is a vote, with whose seat it is.
type PaperVote struct {
	workflow.Vote
	Label string `json:"label,omitempty"`
}

// PaperInterest is a declared interest, with whose seat it is.
type PaperInterest struct {
	workflow.Interest
	Label string `json:"label,omitempty"`
}

// PaperConsent is what an organisation was asked at this round, and what it said. Its acts are for the tier board on.
type PaperConsent struct {
	Organisation workflow.Named        `json:"organisation"`
	State        string                `json:"state"`
	Commitments  []string              `json:"commitments,omitempty"`
	Acts         []workflow.ConsentAct `json:"acts,omitempty"`
	External     bool                  `json:"external,omitempty"` // the law asks for it
	For          []string              `json:"for,omitempty"`      // of an external one: the organisations that need it
	Because      []string              `json:"because,omitempty"`  // of an external one: what in the contract calls for it
}

// PaperIfNothing says what happens at the next deadline if nobody does anything.
type PaperIfNothing struct {
	For   string    `json:"for"` // signoff:wcb, hold:standstill …
	Until time.Time `json:"until"`
	Then  string    `json:"then"` // in words, without a full stop
}

// PaperPassed is a gate that the case has passed.
type PaperPassed struct {
	workflow.GateResult
	Name string `json:"name"`
}

// PaperEarlierSignOff is a decision that was taken before this round.
type PaperEarlierSignOff struct {
	Gate    string    `json:"gate"`
	Round   int       `json:"round"`
	SignOff string    `json:"signoff"`
	Name    string    `json:"name"`
	Act     string    `json:"act"`
	Result  string    `json:"result"`
	EndedAt time.Time `json:"ended_at"`

	// Effect is of a decision that stood; one that was opened again has none.
	Effect *workflow.InEffect `json:"effect,omitempty"`
}
