package events

import (
	"encoding/json"
	"time"
)

// CaseTerms are what a case says about itself.
type CaseTerms struct {
	Title             string   `json:"title"`
	Summary           string   `json:"summary,omitempty"` // plain language (F120)
	Sponsor           string   `json:"sponsor"`           // organisation
	Unit              string   `json:"unit"`              // commissioning unit
	Areas             []string `json:"areas,omitempty"`
	Classification    string   `json:"classification,omitempty"`
	Outcome           string   `json:"outcome,omitempty"`
	Tier              string   `json:"tier,omitempty"`
	Scale             string   `json:"scale,omitempty"`
	Route             string   `json:"route,omitempty"`
	Regime            string   `json:"regime,omitempty"`
	Services          []string `json:"services,omitempty"`
	Tags              []string `json:"tags,omitempty"`
	PlanPence         int64    `json:"plan_pence,omitempty"`
	PlanFTEHundredths int64    `json:"plan_fte_hundredths,omitempty"`
	Options           string   `json:"options,omitempty"`      // what else was considered, and why not; plain text (F120)
	Risk              string   `json:"risk,omitempty"`         // what could go wrong, and what is done about it; likewise
	PlanEndsOn        string   `json:"plan_ends_on,omitempty"` // the last day for which the plan is made
}

// CaseCreated opens a draft.
type CaseCreated struct {
	Terms       CaseTerms `json:"terms"`
	Author      string    `json:"author"`
	Predecessor string    `json:"predecessor,omitempty"` // the case that this one follows: recommissioned, or to be renewed
	Renews      string    `json:"renews,omitempty"`      // what of it is renewed: agreement:<pool>, contract:<contract>
}

// CaseAmended replaces the terms; Changed names the fields that differ.
type CaseAmended struct {
	Terms   CaseTerms `json:"terms"`
	Changed []string  `json:"changed"`
}

// CaseSubmitted pins the workflow version and begins the first stage.
type CaseSubmitted struct {
	Workflow string `json:"workflow"`
	Version  int    `json:"version"`
	Stage    string `json:"stage"`
}

// CaseStageEntered moves the case to working at a stage.
type CaseStageEntered struct {
	Stage       string    `json:"stage"`
	From        string    `json:"from"`
	Because     string    `json:"because"` // gate_passed, holds_cleared, gate_returned, review_due, outcome, evidence_amended, terms_changed
	Cycle       int       `json:"cycle"`   // counts the review cycles, from 1
	EffectiveAt time.Time `json:"effective_at"`
}

// CaseResumed ends a deferral: back to the gate, or to working where the papers are out of date.
type CaseResumed struct {
	Status string   `json:"status"`          // at_gate, working
	Stale  []string `json:"stale,omitempty"` // evidence out of date
}

// CaseSuspended stops the case and its clocks.
type CaseSuspended struct {
	Reason string `json:"reason"`
	Until  string `json:"until,omitempty"`
}

// CaseLifted ends a suspension; every running deadline moves by the time it lasted.
type CaseLifted struct {
	Status       string `json:"status"` // to which the case returns
	Reason       string `json:"reason"`
	ClockSeconds int64  `json:"clock_seconds"` // how long the clocks stood
}

// CaseReviewDue says that a review is due; the case moves to the review stage.
type CaseReviewDue struct {
	Because string    `json:"because"` // timer, or the reason given
	DueAt   time.Time `json:"due_at"`
}

// CaseClosed ends the case.
type CaseClosed struct {
	Outcome     string    `json:"outcome"` // completed, recommissioned, decommissioned, rejected, withdrawn
	Because     string    `json:"because"`
	EffectiveAt time.Time `json:"effective_at"`
	Successor   string    `json:"successor,omitempty"` // the case that a recommissioned one goes on in

	SuccessorOpen bool `json:"successor_open,omitempty"` // it was opened before, to renew what was to end
}

// EvidenceItem is a piece of evidence. The document itself is kept elsewhere; Digest names its bytes.
type EvidenceItem struct {
	Item      string          `json:"item"`
	Type      string          `json:"type"`
	Title     string          `json:"title"`
	Digest    string          `json:"digest,omitempty"`
	DatedOn   string          `json:"dated_on"`
	Data      json.RawMessage `json:"data,omitempty"`
	FileName  string          `json:"file_name,omitempty"`  // under which the document is downloaded
	MediaType string          `json:"media_type,omitempty"` // of the document: application/pdf
	Bytes     int64           `json:"bytes,omitempty"`      // of the document
}

// EvidenceAdded adds an item.
type EvidenceAdded struct {
	EvidenceItem
}

// EvidenceRemoved takes an item away.
type EvidenceRemoved struct {
	Item   string `json:"item"`
	Reason string `json:"reason,omitempty"`
}

// CommitmentTerms are what an organisation puts in.
type CommitmentTerms struct {
	Commitment    string `json:"commitment"`
	Organisation  string `json:"organisation"`
	Kind          string `json:"kind"`
	Mode          string `json:"mode"`
	Pool          string `json:"pool,omitempty"` // where Mode is pooled
	Pence         int64  `json:"amount_pence,omitempty"`
	FTEHundredths int64  `json:"fte_hundredths,omitempty"`
	Description   string `json:"description,omitempty"` // what building, equipment or access
	Service       string `json:"service,omitempty"`
	Basis         string `json:"basis,omitempty"` // actual, estimated
	Essential     bool   `json:"essential,omitempty"`
	NoticePeriod  string `json:"notice_period,omitempty"` // that a withdrawal has to keep once there is a contract
	Form          string `json:"form,omitempty"`          // of staff time: meeting_time, secondment, co_location, joint_post
	Post          string `json:"post,omitempty"`          // of a joint post: its name, the same in the commitment of each that bears a share
	Ledger        string `json:"ledger,omitempty"`        // of aligned money: the reference in its owner's own ledger, where it stays
	Beneficiary   string `json:"beneficiary,omitempty"`   // the organisation whose area it is spent for, where that is another's

	Funding           string `json:"funding,omitempty"`            // the grant or other funding stream from which it comes
	FundingConditions string `json:"funding_conditions,omitempty"` // on which it was given
	FundingEndsOn     string `json:"funding_ends_on,omitempty"`    // its last day
}

// CommitmentOffered adds a commitment, not yet confirmed.
type CommitmentOffered struct {
	CommitmentTerms
}

// CommitmentChanged replaces a commitment's terms; what was confirmed of it must be confirmed again.
type CommitmentChanged struct {
	CommitmentTerms
}

// CommitmentReleased frees a commitment because the case ended without it.
type CommitmentReleased struct {
	Commitment string `json:"commitment"`
	Because    string `json:"because"`
}

// ContractRecorded is the award made good: from here on a case is not withdrawn but reviewed.
type ContractRecorded struct {
	Contract   string `json:"contract"`
	Supplier   string `json:"supplier"`
	ValuePence int64  `json:"value_pence"`
	SignedOn   string `json:"signed_on"`
	EndsOn     string `json:"ends_on,omitempty"`
	// Accountable is the organisation legally answerable for the contract (F14).
	Accountable  string `json:"accountable"`
	NoticePeriod string `json:"notice_period,omitempty"` // that withdrawals of commitments have to keep from now on
}

// TargetSet sets or replaces a target. Values are decimals as text.
type TargetSet struct {
	Target    string `json:"target"`
	Indicator string `json:"indicator"`
	Baseline  string `json:"baseline,omitempty"`
	Value     string `json:"value"`
	Direction string `json:"direction"` // at_least, at_most
	DueOn     string `json:"due_on"`
	Owner     string `json:"owner,omitempty"`   // organisation
	Measure   string `json:"measure,omitempty"` // outcome, value_for_money
	Process   string `json:"process,omitempty"` // or service that it is about
}

// MeasurementRecorded records what was measured against a target.
type MeasurementRecorded struct {
	Measurement string `json:"measurement"`
	Target      string `json:"target"`
	Value       string `json:"value"`
	MeasuredOn  string `json:"measured_on"`
	Verified    bool   `json:"verified"` // unverified data cannot close a review (F107)
	Area        string `json:"area,omitempty"`
}

// EventType implements Event.
func (CaseCreated) EventType() string { return "case.created" }

// EventType implements Event.
func (CaseAmended) EventType() string { return "case.amended" }

// EventType implements Event.
func (CaseSubmitted) EventType() string { return "case.submitted" }

// EventType implements Event.
func (CaseStageEntered) EventType() string { return "case.stage_entered" }

// EventType implements Event.
func (CaseResumed) EventType() string { return "case.resumed" }

// EventType implements Event.
func (CaseSuspended) EventType() string { return "case.suspended" }

// EventType implements Event.
func (CaseLifted) EventType() string { return "case.lifted" }

// EventType implements Event.
func (CaseReviewDue) EventType() string { return "case.review_due" }

// EventType implements Event.
func (CaseClosed) EventType() string { return "case.closed" }

// EventType implements Event.
func (EvidenceAdded) EventType() string { return "evidence.added" }

// EventType implements Event.
func (EvidenceRemoved) EventType() string { return "evidence.removed" }

// EventType implements Event.
func (CommitmentOffered) EventType() string { return "commitment.offered" }

// EventType implements Event.
func (CommitmentChanged) EventType() string { return "commitment.changed" }

// EventType implements Event.
func (CommitmentReleased) EventType() string { return "commitment.released" }

// EventType implements Event.
func (ContractRecorded) EventType() string { return "contract.recorded" }

// EventType implements Event.
func (TargetSet) EventType() string { return "target.set" }

// EventType implements Event.
func (MeasurementRecorded) EventType() string { return "measurement.recorded" }

func init() {
	known[CaseCreated](1)
	known[CaseAmended](1)
	known[CaseSubmitted](1)
	known[CaseStageEntered](1)
	known[CaseResumed](1)
	known[CaseSuspended](1)
	known[CaseLifted](1)
	known[CaseReviewDue](1)
	known[CaseClosed](1)
	known[EvidenceAdded](1)
	known[EvidenceRemoved](1)
	known[CommitmentOffered](1)
	known[CommitmentChanged](1)
	known[CommitmentReleased](1)
	known[ContractRecorded](1)
	known[TargetSet](1)
	known[MeasurementRecorded](1)
}
