package events

import "time"

// OrganisationSucceeded says that an organisation is replaced by others from a day, or gives a part of itself to them: one event for each
// organisation. What it does to a case stands in that case's records, at EffectiveAt or when the case is next looked at.
type OrganisationSucceeded struct {
	Succession   string             `json:"succession"` // all that was recorded together has one name
	Organisation string             `json:"organisation"`
	Successors   []SuccessionShare  `json:"successors"`          // in the order stated; the shares make 10,000
	Principal    string             `json:"principal"`           // the successor that takes over what cannot be shared: sponsorship, contracts, buildings
	Continues    bool               `json:"continues,omitempty"` // it remains, and is among its successors with what it keeps
	EffectiveOn  string             `json:"effective_on"`
	EffectiveAt  time.Time          `json:"effective_at"` // 00:00 local time of that day
	Instrument   string             `json:"instrument"`
	Commitments  []CommitmentShares `json:"commitments,omitempty"` // those shared otherwise than by Successors

	PrincipalStated bool       `json:"principal_stated,omitempty"` // of several successors the instrument names it: it also takes over pools that the organisation held
	Pools           []PoolHost `json:"pools,omitempty"`            // who takes over single pools, where it is not the principal
}

// OrganisationSuccessionCancelled says that an organisation is not replaced as was recorded: one event for each organisation, before the day came.
// The terms, deputies' times and mandates that were to end with it have the last day again that they had.
type OrganisationSuccessionCancelled struct {
	Succession   string            `json:"succession"`
	Organisation string            `json:"organisation"`
	Successors   []SuccessionShare `json:"successors"` // who were to take over
	EffectiveOn  string            `json:"effective_on"`
	Instrument   string            `json:"instrument"` // by which it does not happen
}

// SuccessionShare is what a successor takes over of every commitment that is not shared otherwise, in hundredths of a percent.
type SuccessionShare struct {
	Organisation string `json:"organisation"`
	BasisPoints  int64  `json:"share_basis_points"`
}

// CommitmentShares says exactly how one commitment is shared; of a thing that cannot be divided there is one share, without an amount.
type CommitmentShares struct {
	Case       string        `json:"case"`
	Commitment string        `json:"commitment"`
	Shares     []StatedShare `json:"shares"`
}

// StatedShare is an exact share of one commitment.
type StatedShare struct {
	Organisation  string `json:"organisation"`
	Pence         int64  `json:"amount_pence,omitempty"`
	FTEHundredths int64  `json:"fte_hundredths,omitempty"`
}

// CommitmentNovated passes a commitment, or a part of it, to a successor: one event for each old commitment and successor. Amounts of one
// commitment add up to what it was. Becomes is the successor's commitment after this part has come to it, of which nothing is confirmed;
// Remains is what is left of the old one, none once all of it has passed on.
type CommitmentNovated struct {
	Commitment    string           `json:"commitment"` // the old one
	Organisation  string           `json:"organisation"`
	Successor     string           `json:"successor"`
	Pence         int64            `json:"amount_pence,omitempty"`   // that passes
	FTEHundredths int64            `json:"fte_hundredths,omitempty"` // likewise
	Becomes       CommitmentTerms  `json:"becomes"`
	Remains       *CommitmentTerms `json:"remains,omitempty"`
	Notice        *PassedNotice    `json:"notice,omitempty"` // under which what passes is, and goes on to be
	EffectiveAt   time.Time        `json:"effective_at"`
}

// PassedNotice is the notice of withdrawal under which a commitment passes to a successor: it ends for the successor when it would have for the
// organisation that gave it.
type PassedNotice struct {
	Reason      string    `json:"reason,omitempty"`
	Consequence string    `json:"consequence"`
	PlanGate    string    `json:"plan_gate,omitempty"`
	GivenAt     time.Time `json:"given_at"`
	EffectiveAt time.Time `json:"effective_at"` // from when nothing of it stands
}

// ConsentLapsed says that the consent of an organisation that was replaced, given or asked for, is no longer one; or what was asked between gates of one that
// has left a dispute which nothing settled.
type ConsentLapsed struct {
	Organisation string `json:"organisation"`
	Gate         string `json:"gate,omitempty"` // none for a reaffirmation that was asked for between gates
	GateRound    int    `json:"gate_round,omitempty"`
	Because      string `json:"because"` // organisation_succeeded, dispute_unresolved
}

// ConsentReaffirmationRequested asks a successor to confirm what it took over. At no gate it is asked for at once, whatever the case's stage,
// and holds the next gate.
type ConsentReaffirmationRequested struct {
	Organisation string   `json:"organisation"`
	Gate         string   `json:"gate,omitempty"`
	GateRound    int      `json:"gate_round,omitempty"`
	Commitments  []string `json:"commitments"`
}

// CaseSuccessionApplied closes what successions did to a case. Snapshot is the digest of what was signed at the present gate, as it reads with
// the successors' names: nothing was amended.
type CaseSuccessionApplied struct {
	Successions   []string        `json:"successions"`
	Organisations []ReplacedParty `json:"organisations"`
	Sponsor       string          `json:"sponsor,omitempty"`     // the case's new sponsor, where it changed
	Accountable   string          `json:"accountable,omitempty"` // who answers for the contract now, where it changed
	Pools         []string        `json:"pools,omitempty"`       // of the case that pass on with it; CasePoolPartySucceeded says how
	EffectiveAt   time.Time       `json:"effective_at"`
	Snapshot      string          `json:"snapshot,omitempty"`
}

// ReplacedParty is an organisation that was replaced, and by whom.
type ReplacedParty struct {
	Organisation string   `json:"organisation"`
	Successors   []string `json:"successors"`
	Principal    string   `json:"principal"`
	Continues    bool     `json:"continues,omitempty"`
}

// EventType implements Event.
func (OrganisationSucceeded) EventType() string { return "organisation.succeeded" }

// EventType implements Event.
func (OrganisationSuccessionCancelled) EventType() string { return "organisation.succession_cancelled" }

// EventType implements Event.
func (CommitmentNovated) EventType() string { return "commitment.novated" }

// EventType implements Event.
func (ConsentLapsed) EventType() string { return "consent.lapsed" }

// EventType implements Event.
func (ConsentReaffirmationRequested) EventType() string { return "consent.reaffirmation_requested" }

// EventType implements Event.
func (CaseSuccessionApplied) EventType() string { return "case.succession_applied" }

func init() {
	known[OrganisationSucceeded](1)
	known[OrganisationSuccessionCancelled](1)
	known[CommitmentNovated](1)
	known[ConsentLapsed](1)
	known[ConsentReaffirmationRequested](1)
	known[CaseSuccessionApplied](1)
}
