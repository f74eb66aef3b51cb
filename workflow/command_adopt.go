package workflow

import "comity/workflow/calendar"

// CaseAdopt opens a case that is already under way, at the stage that it has reached. What was decided before is quoted by its
// minute and counts as no sign-off; what was promised before is offered, and its organisations are asked for their own word.
//
// Yields CaseCreated, CommitmentOffered for each commitment, CaseAdopted, ConsentReaffirmationRequested of each organisation where the gate
// of consents lies behind, and ContractRecorded for a contract. Refusals: not_permitted
// (not of the unit), not_found (unit, sponsor, workflow, stage, gate, organisation), evidence_missing (a gate that lies behind the
// case, and of which no decision is quoted), malformed (what is missing or does not fit; the id is taken).
// Source: DOMAIN §2.1; DESIGN §4.
type CaseAdopt struct {
	Case string `json:"case,omitempty" doc:"The case's number; the engine gives one unless said otherwise."`
	CaseFields
	Workflow    string              `json:"workflow,omitempty" doc:"The workflow; the partnership's only one unless said otherwise."`
	Stage       string              `json:"stage" required:"true" doc:"The stage that it has reached."`
	Since       calendar.Date       `json:"since,omitzero" doc:"Since when it is at that stage; today unless said otherwise. What the stage allows is reckoned from it."`
	Cycle       int                 `json:"cycle,omitempty" minimum:"1" doc:"Which cycle of delivery and review it is in; the first unless said otherwise."`
	Decisions   []AdoptedDecision   `json:"decisions,omitempty" doc:"What was decided before: at least one for each gate that lies behind it."`
	Commitments []AdoptedCommitment `json:"commitments,omitempty" doc:"What each organisation puts in."`
	Contract    *AdoptedContract    `json:"contract,omitempty" doc:"The contract, where there is one; needed once the award lies behind a case that is procured."`
}

// AdoptedDecision quotes a decision that was taken before.
type AdoptedDecision struct {
	Gate      string        `json:"gate" required:"true" doc:"The gate of the workflow to which it belongs."`
	By        string        `json:"by" required:"true" doc:"Who decided, in words."`
	DecidedOn calendar.Date `json:"decided_on" required:"true" doc:"The day."`
	Minute    string        `json:"minute" required:"true" doc:"Where it is minuted."`
	Result    string        `json:"result,omitempty" doc:"What was decided, in words; approved unless said otherwise."`
}

// AdoptedCommitment is what an organisation puts in.
type AdoptedCommitment struct {
	Commitment    string `json:"commitment,omitempty" doc:"A name for the commitment; the organisation and a number unless said otherwise."`
	Organisation  string `json:"organisation" required:"true" doc:"Whose resources they are."`
	Kind          string `json:"kind,omitempty" enum:"money,staff_time,building,equipment,access_to_services" doc:"Kind of resource; money unless said otherwise."`
	AmountPence   int64  `json:"amount_pence,omitempty" minimum:"0" doc:"Money."`
	FTEHundredths int64  `json:"fte_hundredths,omitempty" minimum:"0" doc:"Staff time, full-time equivalents in hundredths."`
	Description   string `json:"description,omitempty" doc:"What it is, where it is neither money nor staff time."`
	Service       string `json:"service,omitempty" doc:"The service that it is for; mandates may be limited to some."`
	Essential     bool   `json:"essential,omitempty" doc:"Nothing goes on without it."`
}

// AdoptedContract is the contract that was made before.
type AdoptedContract struct {
	Supplier    string        `json:"supplier" required:"true" doc:"With whom."`
	ValuePence  int64         `json:"value_pence" required:"true" minimum:"0" doc:"Its value over its whole life."`
	SignedOn    calendar.Date `json:"signed_on" required:"true" doc:"The day on which it was signed."`
	EndsOn      calendar.Date `json:"ends_on,omitzero" doc:"Its last day."`
	Accountable string        `json:"accountable,omitempty" doc:"The organisation that answers for it; the sponsor unless said otherwise."`
}

// CommandName implements Command.
func (*CaseAdopt) CommandName() string { return "case.adopt" }

// AggregateID implements Command.
func (c *CaseAdopt) AggregateID() string { return c.Case }
