package workflow

import (
	"encoding/json"
	"time"

	"comity/workflow/calendar"
)

// CaseFields are what a case says about itself. In an amendment a field that is left out stays as it is.
type CaseFields struct {
	Title             *string  `json:"title,omitempty" doc:"A short title."`
	Summary           *string  `json:"summary,omitempty" doc:"What it is for, in plain language."`
	Sponsor           *string  `json:"sponsor,omitempty" doc:"The organisation that sponsors the case."`
	Unit              *string  `json:"unit,omitempty" doc:"The commissioning unit that prepares it."`
	Areas             []string `json:"areas,omitzero" doc:"The areas concerned."`
	Classification    *string  `json:"classification,omitempty" doc:"Who may see it: public, partners, board, exempt."`
	Outcome           *string  `json:"outcome,omitempty" doc:"The outcome it serves."`
	Tier              *string  `json:"tier,omitempty" doc:"universal, targeted, specialist."`
	Scale             *string  `json:"scale,omitempty" doc:"strategic, locality, individual."`
	Route             *string  `json:"route,omitempty" doc:"contract, grant, sla, in_house, protocol."`
	Regime            *string  `json:"regime,omitempty" doc:"pa2023 or psr2023, where there is a procurement."`
	Services          []string `json:"services,omitzero" doc:"The services concerned."`
	Tags              []string `json:"tags,omitzero" doc:"Free tags."`
	PlanPence         *int64   `json:"plan_pence,omitempty" minimum:"0" doc:"The money that the plan needs; the sum of the commitments unless said otherwise."`
	PlanFTEHundredths *int64   `json:"plan_fte_hundredths,omitempty" minimum:"0" doc:"The staff time that the plan needs; likewise."`
	Options           *string  `json:"options,omitempty" doc:"What else was considered, and why not."`
	Risk              *string  `json:"risk,omitempty" doc:"What could go wrong, and what is done about it."`

	PlanEndsOn *calendar.Date `json:"plan_ends_on,omitempty" doc:"The last day for which the plan is made; none, or an empty text, takes it away."`
}

// CaseCreate opens a draft.
//
// Yields CaseCreated. Refusals: not_permitted (not of the unit), not_found (unit or sponsor), malformed (the id is taken).
// Source: DOMAIN §2.1 row 1, F84.
type CaseCreate struct {
	Case string `json:"case,omitempty" doc:"The case's number; the engine gives one unless said otherwise."`
	CaseFields
}

// CaseAmend changes what a case says about itself; an empty list empties a list, and an empty day takes the day away. At a gate it voids what is open, because what was
// signed is frozen, but for what the workflow leaves out of it (amendments): there votes are kept, or asked for again.
//
// Yields CaseAmended; at a gate also GateVoided and SignOffVoided, or SignOffReopened for each that is asked again.
// Refusals: not_permitted, not_found, wrong_stage (after award, or closed), malformed (nothing changes).
// Source: DOMAIN §0.6, §2.1 row 28.
type CaseAmend struct {
	Case string `json:"case" required:"true" doc:"The case."`
	CaseFields
}

// CaseSubmit pins the workflow version in force and begins the first stage.
//
// Yields CaseSubmitted. Refusals: not_permitted, wrong_stage, not_found (workflow), malformed (what is missing).
// Source: DOMAIN §2.1 row 2.
type CaseSubmit struct {
	Case     string `json:"case" required:"true" doc:"The case."`
	Workflow string `json:"workflow,omitempty" doc:"The workflow; the partnership's only one unless said otherwise."`
}

// CaseAddEvidence adds an item of evidence; an earlier item of its type stays, the newest counts.
//
// Yields EvidenceAdded; at a gate also what CaseAmend yields. Refusals: not_permitted, not_found (type), wrong_stage,
// malformed (data does not fit the type's schema; a file's name that is none). Source: DOMAIN §2.1 row 28.
type CaseAddEvidence struct {
	Case      string          `json:"case" required:"true" doc:"The case."`
	Type      string          `json:"type" required:"true" doc:"The evidence type."`
	Item      string          `json:"item,omitempty" doc:"A name for the item; the type and a number unless said otherwise."`
	Title     string          `json:"title,omitempty" doc:"Its title; the type's name unless said otherwise."`
	Digest    string          `json:"digest,omitempty" doc:"sha256 of the document, as sha256:…."`
	DatedOn   calendar.Date   `json:"dated_on,omitzero" doc:"The day it speaks of; today unless said otherwise."`
	Data      json.RawMessage `json:"data,omitempty" doc:"What the type's schema asks for."`
	FileName  string          `json:"file_name,omitempty" doc:"The name under which the document is downloaded; a name without folders. Needs a digest."`
	MediaType string          `json:"media_type,omitempty" doc:"What kind of file the document is, as application/pdf. Needs a digest."`
	Bytes     int64           `json:"bytes,omitempty" minimum:"0" doc:"The document's size in bytes. Needs a digest."`
}

// CaseRemoveEvidence takes an item away. Yields EvidenceRemoved; at a gate also what CaseAmend yields.
// Refusals: not_permitted, not_found, wrong_stage.
type CaseRemoveEvidence struct {
	Case   string `json:"case" required:"true" doc:"The case."`
	Item   string `json:"item" required:"true" doc:"The item."`
	Reason string `json:"reason,omitempty" doc:"Why."`
}

// AwardFields are the award proposed at a gate.
type AwardFields struct {
	ValuePence   int64         `json:"value_pence" required:"true" minimum:"0" doc:"The contract's value over its whole life."`
	ContractKind string        `json:"contract_kind,omitempty" enum:"capital,non_capital,land" doc:"Kind of contract. Needed where an organisation that is to be dissolved takes part."`
	EndsOn       calendar.Date `json:"ends_on,omitzero" doc:"When it ends."`
	Extendable   bool          `json:"extendable,omitempty" doc:"Whether it may be extended."`
	PriceVaries  bool          `json:"price_varies,omitempty" doc:"Whether its price may vary under its terms."`
	Supplier     string        `json:"supplier,omitempty" doc:"Who is to get it."`
}

// CaseRequestGate asks for the decision at the end of the stage. The evidence, the terms and the commitments are frozen, and
// sign-offs and consents are asked for as the workflow routes them.
//
// Yields GateRequested, SignOffRequested and ConsentRequested for each, SignOffOpened for those of the first order.
// Refusals: not_permitted, wrong_stage, hold_active, evidence_missing (details: every type that is missing, out of date or
// against its rules; commitments where those on offer do not cover the plan; measurement:<target>), malformed (outcome or award
// missing).
// Source: DOMAIN §2.1 row 3, §2.3.
type CaseRequestGate struct {
	Case    string       `json:"case" required:"true" doc:"The case."`
	Gate    string       `json:"gate,omitempty" doc:"The gate; the stage's unless said otherwise."`
	Outcome string       `json:"outcome,omitempty" doc:"The outcome recommended, where the gate has several (G4)."`
	Award   *AwardFields `json:"award,omitempty" doc:"The award proposed, at the gate that decides it (G3)."`
}

// CaseReturn records the board's resolution to send the case back, by the person presiding or by the secretary with the minute.
//
// Yields SignOffDecided(returned), GateReturned, SignOffVoided for the others, CaseStageEntered.
// Refusals: not_permitted, wrong_stage, signoff_*, malformed. Source: DOMAIN §2.1 row 8.
type CaseReturn struct {
	Case    string   `json:"case" required:"true" doc:"The case."`
	SignOff string   `json:"signoff" required:"true" doc:"The open sign-off on which the board resolved."`
	Stage   string   `json:"stage,omitempty" doc:"The stage to go back to; the present one unless said otherwise."`
	Reasons []string `json:"reasons" required:"true" doc:"What must be done; it becomes a to-do list."`
	Minute  string   `json:"minute,omitempty" doc:"The minute; the secretary must cite one."`
}

// CaseDefer records the board's resolution to put the decision off to a date or a meeting.
//
// Yields SignOffDecided(deferred), GateDeferred. Refusals: as CaseReturn. Source: DOMAIN §2.1 row 9.
type CaseDefer struct {
	Case    string        `json:"case" required:"true" doc:"The case."`
	SignOff string        `json:"signoff" required:"true" doc:"The open sign-off on which the board resolved."`
	Until   calendar.Date `json:"until,omitzero" doc:"The day on which it is taken up again …"`
	Meeting string        `json:"meeting,omitempty" doc:"… or the meeting."`
	Reason  string        `json:"reason" required:"true" doc:"Why."`
	Minute  string        `json:"minute,omitempty" doc:"The minute; the secretary must cite one."`
}

// CaseResume takes a deferred case up again: at the gate, or at work where evidence is out of date.
//
// Yields CaseResumed with SignOffReopened, or with GateVoided. Refusals: not_permitted, wrong_stage.
// Source: DOMAIN §2.1 rows 10, 11.
type CaseResume struct {
	Case string `json:"case" required:"true" doc:"The case."`
}

// CaseWithdraw ends a case before award. Yields CaseClosed(withdrawn), SignOffVoided, CommitmentReleased.
// Refusals: not_permitted (not of the sponsor), wrong_stage (after award). Source: DOMAIN §2.1 row 17.
type CaseWithdraw struct {
	Case   string `json:"case" required:"true" doc:"The case."`
	Reason string `json:"reason" required:"true" doc:"Why."`
}

// CaseSuspend stops a case and its clocks, as the accountable body. Yields CaseSuspended.
// Refusals: not_permitted, wrong_stage. Source: DOMAIN §2.1 row 16.
type CaseSuspend struct {
	Case   string `json:"case" required:"true" doc:"The case."`
	Reason string `json:"reason" required:"true" doc:"Challenge, inspection, direction …"`
}

// CaseLift lifts a suspension; running deadlines move by the time it lasted. Yields CaseLifted.
// Refusals: not_permitted, wrong_stage. Source: DOMAIN §2.1 row 16.
type CaseLift struct {
	Case   string `json:"case" required:"true" doc:"The case."`
	Reason string `json:"reason" required:"true" doc:"Why."`
}

// CaseMigrate moves a case at work to another version of its workflow, with the approval that was given for it. Evidence, passed gates,
// commitments and consents stay; the clock of the stage runs on; what is asked from now on is what the new version asks.
//
// Yields CaseMigrated. Refusals: not_permitted (not of the unit, a secretariat or an administrator), migration_not_allowed_at_gate,
// wrong_stage (not at work), not_found (no such version, or no newer one), malformed (the version is the case's own or not used yet, the stage lies
// behind a gate that is still to pass), stage_mapping_required (the version has no such stage). Source: DOMAIN §2.1 row 25.
type CaseMigrate struct {
	Case       string `json:"case" required:"true" doc:"The case."`
	Version    int    `json:"version,omitempty" minimum:"1" doc:"The version of its workflow; the newest in force unless said otherwise."`
	Stage      string `json:"stage,omitempty" doc:"The stage in which it goes on; the one that the version names for the present one, or that of the same id, unless said otherwise."`
	ApprovedBy string `json:"approved_by" required:"true" doc:"The board or officer that agreed to it."`
	Minute     string `json:"minute" required:"true" doc:"Where that is written down."`
}

// CaseBeginReview brings the review forward. Yields CaseReviewDue and CaseStageEntered.
// Refusals: not_permitted, wrong_stage. Source: DOMAIN §2.1 row 21.
type CaseBeginReview struct {
	Case    string `json:"case" required:"true" doc:"The case."`
	Because string `json:"because" required:"true" enum:"risk,performance,scrutiny,request" doc:"What calls for it."`
}

// CaseCompleteExit closes a decommissioned case. Yields CaseClosed. Refusals: not_permitted, wrong_stage.
// Source: DOMAIN §2.1 row 24a.
type CaseCompleteExit struct {
	Case string `json:"case" required:"true" doc:"The case."`
	Note string `json:"note" required:"true" doc:"That the exit plan's actions are done, and where it is recorded."`
}

// CaseTick does what time has brought about: reminders, lapses, ends of holds, reviews. It never decides for anybody, and
// when nothing is due it yields nothing. Source: DESIGN §4, DOMAIN §0.5.
type CaseTick struct {
	Case string `json:"case" required:"true" doc:"The case."`
}

// NoticePublish records a notice published elsewhere. The award notice, and under psr2023 the notice of the intention to award,
// sets the end of the standstill; a later one moves it. It is not dated before the award decision.
//
// The notice of a key decision, in the forward plan, lets the organisation decide once its clear days have run; a general
// exception after five, special urgency at once. The publication of the decision itself sets the end of its call-in.
//
// Yields NoticePublished and HoldChanged. Refusals: not_permitted, wrong_stage (no standstill stands; nothing waits that could be
// called in), malformed (whose key decision; who of scrutiny was told or agreed). Source: DOMAIN §2.3, [R5]-[R7],
// docs/decisions/0007, 0012.
type NoticePublish struct {
	Case        string        `json:"case" required:"true" doc:"The case."`
	Kind        string        `json:"kind" required:"true" enum:"award,intention_to_award,tender,market_engagement,planned_procurement,contract_details,key_decision,general_exception,special_urgency,decision" doc:"Kind of notice."`
	Reference   string        `json:"reference,omitempty" doc:"Its reference."`
	PublishedOn calendar.Date `json:"published_on,omitzero" doc:"The day; today unless said otherwise."`

	Organisation string        `json:"organisation,omitempty" doc:"Of a key decision: whose it is; the only one it can be unless said otherwise."`
	DecisionOn   calendar.Date `json:"decision_on,omitzero" doc:"Of a key decision: when it is to be taken."`
	Told         []string      `json:"told,omitempty" doc:"General exception: of scrutiny, who was told."`
	AgreedBy     string        `json:"agreed_by,omitempty" doc:"Special urgency: the chair of scrutiny who agreed."`
	Reason       string        `json:"reason,omitempty" doc:"Either exception: why the full notice was impracticable."`
}

// RepresentationReceive records a supplier's representation: under psr2023 the standstill stays open until it is answered.
//
// Yields RepresentationReceived and HoldChanged. Refusals: not_permitted, wrong_stage (no standstill). Source: [R6].
type RepresentationReceive struct {
	Case           string    `json:"case" required:"true" doc:"The case."`
	Representation string    `json:"representation,omitempty" doc:"A name for it; numbered unless said otherwise."`
	From           string    `json:"from" required:"true" doc:"Who makes it."`
	ReceivedAt     time.Time `json:"received_at,omitzero" doc:"When; now unless said otherwise."`
}

// RepresentationAnswer communicates the further decision; under psr2023 five working days follow.
//
// Yields RepresentationAnswered and HoldChanged. Refusals: not_permitted, not_found, wrong_stage. Source: [R6].
type RepresentationAnswer struct {
	Case           string    `json:"case" required:"true" doc:"The case."`
	Representation string    `json:"representation,omitempty" doc:"Which; the only open one unless said otherwise."`
	Decision       string    `json:"decision" required:"true" doc:"The further decision."`
	AnsweredAt     time.Time `json:"answered_at,omitzero" doc:"When it was communicated; now unless said otherwise."`
}

// ContractRecord records the contract: the award is made. Refused while a hold stands.
//
// Yields ContractRecorded. Refusals: not_permitted, wrong_stage (before the award decision), hold_active, malformed.
// Source: DOMAIN §2.1, F13, F14.
type ContractRecord struct {
	Case        string        `json:"case" required:"true" doc:"The case."`
	Contract    string        `json:"contract,omitempty" doc:"Its reference; numbered unless said otherwise."`
	Supplier    string        `json:"supplier" required:"true" doc:"With whom."`
	ValuePence  int64         `json:"value_pence" required:"true" minimum:"0" doc:"Its value over its whole life."`
	SignedOn    calendar.Date `json:"signed_on,omitzero" doc:"When; today unless said otherwise."`
	EndsOn      calendar.Date `json:"ends_on,omitzero" doc:"When it ends."`
	Accountable string        `json:"accountable,omitempty" doc:"The organisation legally answerable; the sponsor unless said otherwise. Never the partnership."`

	NoticePeriod string `json:"notice_period,omitempty" doc:"The notice that an organisation has to give before it withdraws what this contract relies on, as P6M; that of the partnership agreement unless said otherwise."`
}

// TargetSet sets or replaces a target. Yields TargetSet. Refusals: not_permitted, wrong_stage, malformed.
type TargetSet struct {
	Case      string        `json:"case" required:"true" doc:"The case."`
	Target    string        `json:"target" required:"true" doc:"A name for the target."`
	Indicator string        `json:"indicator" required:"true" doc:"What is measured."`
	Baseline  string        `json:"baseline,omitempty" doc:"Where it stands, a decimal."`
	Value     string        `json:"value" required:"true" doc:"Where it is to be, a decimal."`
	Direction string        `json:"direction,omitempty" enum:"at_least,at_most" doc:"at_least unless said otherwise."`
	DueOn     calendar.Date `json:"due_on" required:"true" doc:"By when."`
	Owner     string        `json:"owner,omitempty" doc:"The organisation that answers for it."`
	Measure   string        `json:"measure,omitempty" enum:"outcome,value_for_money" doc:"What it is a target of: an outcome, or value for money."`
	Process   string        `json:"process,omitempty" doc:"The process or the service that it is about."`
}

// MeasurementRecord records what was measured. Yields MeasurementRecorded. Refusals: not_permitted, not_found, wrong_stage.
type MeasurementRecord struct {
	Case       string        `json:"case" required:"true" doc:"The case."`
	Target     string        `json:"target" required:"true" doc:"The target."`
	Value      string        `json:"value" required:"true" doc:"What was measured, a decimal."`
	MeasuredOn calendar.Date `json:"measured_on,omitzero" doc:"When; today unless said otherwise."`
	Verified   bool          `json:"verified,omitempty" doc:"Whether the figure has been verified."`
	Area       string        `json:"area,omitempty" doc:"The area, for a figure below the whole."`
}
