package workflow

import (
	"fmt"
	"slices"
	"time"

	"comity/events"
	"comity/workflow/quantity"
)

// Status is the state of a case's status machine (DOMAIN §2.1). The published label is <stage>.<status>.
type Status string

// The statuses.
const (
	Nowhere       Status = "" // not created
	Draft         Status = "draft"
	Working       Status = "working"
	AtGate        Status = "at_gate"
	PendingEffect Status = "pending_effect"
	Deferred      Status = "deferred"
	InDispute     Status = "in_dispute"
	Suspended     Status = "suspended"
	Closed        Status = "closed"
)

// Case is one commissioning case, folded from its records. It is plain data: it marshals to JSON and back without loss, and
// every rule is a function over it. Times are UTC.
type Case struct {
	Partnership string           `json:"partnership"`
	ID          string           `json:"id"`
	Revision    int              `json:"revision"`
	Terms       events.CaseTerms `json:"terms"`
	Author      string           `json:"author"`
	CreatedAt   time.Time        `json:"created_at"`

	Workflow        string    `json:"workflow,omitempty"`         // pinned at submission
	WorkflowVersion int       `json:"workflow_version,omitempty"` // likewise, until the case is moved to another
	MigratedAt      time.Time `json:"migrated_at,omitzero"`       // when it was, last
	Stage           string    `json:"stage"`
	Status          Status    `json:"status"`
	Predecessor     string    `json:"predecessor,omitempty"`
	Renews          string    `json:"renews,omitempty"` // what of the predecessor
	Successor       string    `json:"successor,omitempty"`
	Outcome         string    `json:"outcome,omitempty"`
	ResumeTo        Status    `json:"resume_to,omitempty"`      // where a dispute returns to
	StoppedAt       time.Time `json:"stopped_at,omitzero"`      // since when the clocks stand, for a deferral or a dispute
	SuspendedFrom   Status    `json:"suspended_from,omitempty"` // where a suspension returns to
	ResumedAt       time.Time `json:"resumed_at,omitzero"`      // when it last came back from a suspension or a dispute
	Varying         bool      `json:"varying,omitempty"`        // a review has decided to vary it, and no contract was recorded since
	VariedAfter     int       `json:"varied_after,omitempty"`   // how many gates had passed by then
	SuspendedAt     time.Time `json:"suspended_at,omitzero"`
	Cycle           int       `json:"cycle"` // of review, from 1
	StageEnteredAt  time.Time `json:"stage_entered_at,omitzero"`

	Evidence            []EvidenceHeld          `json:"evidence,omitempty"`
	Commitments         []*Commitment           `json:"commitments,omitempty"`
	Pools               []*CasePool             `json:"pools,omitempty"`       // set up for it, oldest first
	Gate                *GateAttempt            `json:"gate,omitempty"`        // the one the case is at, or decided at and not yet in effect
	GateRounds          map[string]int          `json:"gate_rounds,omitempty"` // how often each gate was requested
	Passed              []GateResult            `json:"passed,omitempty"`
	Quoted              []events.QuotedDecision `json:"quoted,omitempty"`               // what was decided before the case was adopted
	PassedProvisionally []PassedProvisionally   `json:"passed_provisionally,omitempty"` // gates passed on a decision that is not ratified yet
	SignOffs            []*SignOff              `json:"signoffs,omitempty"`             // of every gate and round, oldest first
	Consents            []*Consent              `json:"consents,omitempty"`             // likewise
	Holds               []*Hold                 `json:"holds,omitempty"`
	ToDo                []string                `json:"to_do,omitempty"` // what came back with the last return
	Deferral            *Deferral               `json:"deferral,omitempty"`
	Dispute             *Dispute                `json:"dispute,omitempty"` // the open one, or the last
	Contract            *Contract               `json:"contract,omitempty"`
	Award               *events.AwardTerms      `json:"award,omitempty"` // as decided
	Targets             []Target                `json:"targets,omitempty"`
	Measurements        []Measurement           `json:"measurements,omitempty"`
	Notices             []Notice                `json:"notices,omitempty"`
	CallInWaivers       []CallInWaiver          `json:"call_in_waivers,omitempty"` // agreed to by who chairs scrutiny
	Representations     []Representation        `json:"representations,omitempty"`
	Variances           []Variance              `json:"variances,omitempty"`    // what was found to differ from what was agreed
	Spending            []SpendingLine          `json:"spending,omitempty"`     // the map of resources
	Shifts              []TierShift             `json:"shifts,omitempty"`       // what the map said when gates passed
	Gaps                []Gap                   `json:"gaps,omitempty"`         // that withdrawals left, oldest first
	ReviewDueAt         time.Time               `json:"review_due_at,omitzero"` // of a review that was brought forward and has not begun
	Successions         []string                `json:"successions,omitempty"`  // that were applied, as succession/organisation
	Risks               []Risk                  `json:"risks,omitempty"`        // the register of its risks, oldest first
	Undertakings        []Undertaking           `json:"undertakings,omitempty"`
	ReportBacks         []ReportBack            `json:"report_backs,omitempty"`
	Noted               []EndNoted              `json:"noted,omitempty"` // warnings of what ends, and ends, oldest first
}

// EvidenceHeld is an item of evidence in the case.
type EvidenceHeld struct {
	events.EvidenceItem
	AddedAt time.Time `json:"added_at"`
	AddedBy string    `json:"added_by"`
}

// Commitment is what one organisation puts in, and how much of it is confirmed.
type Commitment struct {
	events.CommitmentTerms
	ConfirmedPence         int64 `json:"confirmed_pence,omitempty"`
	ConfirmedFTEHundredths int64 `json:"confirmed_fte_hundredths,omitempty"`
	ConfirmedWhole         bool  `json:"confirmed_whole,omitempty"` // a building, equipment or access
	Changed                bool  `json:"changed,omitempty"`         // since it was last asked for at a gate
	Released               bool  `json:"released,omitempty"`
	ToBeReaffirmed         bool  `json:"to_be_reaffirmed,omitempty"` // its organisation took it over, and has not confirmed it yet

	Successors []string      `json:"successors,omitempty"` // the commitments in which it, or a part of it, goes on
	Passed     []PassedMoney `json:"passed,omitempty"`     // the money of it that went to each, as long as a pool does not know

	ContributedPence int64 `json:"contributed_pence,omitempty"` // paid into its pool

	Since        time.Time `json:"since,omitzero"`         // when it was offered, or taken over
	FundingSince time.Time `json:"funding_since,omitzero"` // when its funding was last said

	Drawn []CommitmentDraw `json:"drawn,omitempty"` // of the years of mandates, oldest first

	Withdrawal *Withdrawal `json:"withdrawal,omitempty"` // notice was given; once it is over nothing stands
	Delivery   *Delivery   `json:"delivery,omitempty"`   // what was delivered, as recorded last
	PartOf     string      `json:"part_of,omitempty"`    // the commitment of which this part was withdrawn
}

// CommitmentDraw is what a commitment takes of a year of a line of a mandate, to be given back when it is no longer confirmed.
type CommitmentDraw struct {
	Mandate    string `json:"mandate"`
	CommitLine int    `json:"commit_line"` // from 1
	Year       string `json:"year"`
	Pence      int64  `json:"amount_pence"`
}

// Confirmed reports whether nothing of the commitment is left to confirm.
func (c *Commitment) Confirmed() bool {
	switch c.Kind {
	case "money":
		return c.ConfirmedPence >= c.Pence
	case "staff_time":
		return c.ConfirmedFTEHundredths >= c.FTEHundredths
	}
	return c.ConfirmedWhole
}

// Amount says what the commitment is, for people.
func (c *Commitment) Amount() string {
	switch c.Kind {
	case "money":
		return quantity.Pence(c.Pence).String()
	case "staff_time":
		return quantity.FTE(c.FTEHundredths).String()
	}
	return c.Description
}

// GateAttempt is one round at a gate.
type GateAttempt struct {
	Gate        string             `json:"gate"`
	Round       int                `json:"round"`
	Snapshot    string             `json:"snapshot"`
	Succeeded   string             `json:"succeeded,omitempty"` // the digest of what was signed as it reads since a succession
	Evidence    []string           `json:"evidence"`
	Outcome     string             `json:"outcome,omitempty"`
	Award       *events.AwardTerms `json:"award,omitempty"`
	RequestedAt time.Time          `json:"requested_at"`
	DecidedAt   time.Time          `json:"decided_at,omitzero"`
	ReopenedAt  time.Time          `json:"reopened_at,omitzero"` // after a decision that did not stand
}

// GateResult is a gate that passed.
type GateResult struct {
	Gate        string    `json:"gate"`
	Round       int       `json:"round"`
	Outcome     string    `json:"outcome,omitempty"`
	DecidedAt   time.Time `json:"decided_at"`
	EffectiveAt time.Time `json:"effective_at"`
	Quoted      bool      `json:"quoted,omitempty"`     // it lay behind the case when it was adopted: nothing was signed here
	Superseded  bool      `json:"superseded,omitempty"` // a withdrawal has invalidated it
}

// Consent is an organisation's consent at one round of a gate.
type Consent struct {
	Organisation string       `json:"organisation"`
	Gate         string       `json:"gate"`
	GateRound    int          `json:"gate_round"`
	State        string       `json:"state"` // requested, confirmed, declined, carried, withdrawn, lapsed, to_be_reaffirmed
	Commitments  []string     `json:"commitments"`
	Acts         []ConsentAct `json:"acts,omitempty"`
	Superseded   bool         `json:"superseded,omitempty"`
	Reaffirms    bool         `json:"reaffirms,omitempty"` // a successor was asked to confirm what it took over
	Round        int          `json:"round,omitempty"`     // in which it was called in and is decided again, from 2
	CalledIn     *CalledIn    `json:"called_in,omitempty"`

	External bool               `json:"external,omitempty"` // the law asks for it: the organisation is the body that consents
	For      []string           `json:"for,omitempty"`      // of an external one: the organisations that need it
	Because  []string           `json:"because,omitempty"`  // of an external one: what in the contract calls for it
	Award    *events.AwardTerms `json:"award,omitempty"`    // of an external one: the award that is consented to
}

// CalledIn is how an organisation's decision was called in.
type CalledIn struct {
	Body        string                 `json:"body"`
	Person      string                 `json:"person"`
	Requisition []string               `json:"requisition"`
	Reasons     string                 `json:"reasons"`
	Lines       []events.ConfirmedLine `json:"lines,omitempty"` // what it had confirmed
	At          time.Time              `json:"at"`
}

// ConsentAct is one confirmation, decline or taking back.
type ConsentAct struct {
	What        string                 `json:"what"` // confirmed, recorded, declined, withdrawn, called_in
	Seat        string                 `json:"seat,omitempty"`
	Person      string                 `json:"person"`
	AsDeputyFor string                 `json:"as_deputy_for,omitempty"`
	Mandate     string                 `json:"mandate,omitempty"`
	Minute      string                 `json:"minute,omitempty"`
	Reason      string                 `json:"reason,omitempty"`
	Lines       []events.ConfirmedLine `json:"lines,omitempty"`
	Years       []events.MandateYear   `json:"years,omitempty"`
	DecidedOn   string                 `json:"decided_on,omitempty"`   // of the organisation's own decision
	PublishedOn string                 `json:"published_on,omitempty"` // of a key decision
	Threshold   string                 `json:"threshold,omitempty"`    // that makes it one
	Notice      string                 `json:"notice,omitempty"`       // by which it was announced
	Exception   string                 `json:"exception,omitempty"`    // where the notice was shorter
	At          time.Time              `json:"at"`
}

// Hold keeps a decision from effect, or an award from being made.
type Hold struct {
	ID         string    `json:"id"`
	Kind       string    `json:"kind"`
	Blocks     string    `json:"blocks"` // effect, award
	Gate       string    `json:"gate"`
	PlacedAt   time.Time `json:"placed_at"`
	Until      time.Time `json:"until,omitzero"` // none: no end yet
	Reason     string    `json:"reason"`
	ReleasedAt time.Time `json:"released_at,omitzero"`
	Because    string    `json:"because,omitempty"` // of its release: called_in, withdrawn, asked_again; "" where its time came

	Organisation string `json:"organisation,omitempty"` // of a call-in: whose decision it is
	Threshold    string `json:"threshold,omitempty"`    // by which it may be called in, or had to be announced
}

// Standing reports whether the hold has not been released.
func (h *Hold) Standing() bool { return h.ReleasedAt.IsZero() }

// Deferral is a decision put off.
type Deferral struct {
	SignOff string `json:"signoff"`
	Until   string `json:"until,omitempty"`
	Meeting string `json:"meeting,omitempty"`
	Reason  string `json:"reason"`
}

// Contract is the award made good.
type Contract struct {
	ID          string    `json:"id"`
	Supplier    string    `json:"supplier"`
	ValuePence  int64     `json:"value_pence"`
	SignedOn    string    `json:"signed_on"`
	EndsOn      string    `json:"ends_on,omitempty"`
	Accountable string    `json:"accountable"`
	RecordedAt  time.Time `json:"recorded_at"`

	NoticePeriod string `json:"notice_period,omitempty"` // that withdrawals of commitments have to keep
}

// Target is what the case is to achieve.
type Target struct{ events.TargetSet }

// Measurement is what was measured.
type Measurement struct{ events.MeasurementRecorded }

// Notice is a notice that was published elsewhere.
type Notice struct{ events.NoticePublished }

// Representation is a supplier's representation in a standstill.
type Representation struct {
	ID         string    `json:"id"`
	From       string    `json:"from"`
	ReceivedAt time.Time `json:"received_at"`
	AnsweredAt time.Time `json:"answered_at,omitzero"`
	Decision   string    `json:"decision,omitempty"`
}

// NewCase returns a case before its first record.
func NewCase(partnership, id string) *Case { return &Case{Partnership: partnership, ID: id} }

// Exists reports whether the case was created.
func (c *Case) Exists() bool { return c.Status != Nowhere }

// Label is the published label, <stage>.<status>; draft before submission and closed after the end stand alone.
func (c *Case) Label() string {
	if c.Stage == "" || c.Status == Closed {
		return string(c.Status)
	}
	return c.Stage + "." + string(c.Status)
}

// SignOff finds a sign-off of the present round of the present gate by its id; failing that the newest of that id.
func (c *Case) SignOff(id string) *SignOff {
	if c.Gate != nil {
		for _, s := range slices.Backward(c.SignOffs) {
			if s.ID == id && c.current(s) {
				return s
			}
		}
	}
	for _, s := range slices.Backward(c.SignOffs) {
		if s.ID == id {
			return s
		}
	}
	return nil
}

// Current lists the sign-offs of the present round of the present gate.
func (c *Case) Current() []*SignOff {
	var out []*SignOff
	for _, s := range c.SignOffs {
		if c.Gate != nil && s.Gate == c.Gate.Gate && s.GateRound == c.Gate.Round {
			out = append(out, s)
		}
	}
	return out
}

// CurrentConsents lists the consents of the present round of the present gate.
func (c *Case) CurrentConsents() []*Consent {
	var out []*Consent
	for _, s := range c.Consents {
		if c.Gate != nil && s.Gate == c.Gate.Gate && s.GateRound == c.Gate.Round {
			out = append(out, s)
		}
	}
	return out
}

// Consent finds an organisation's consent to what it puts in itself, in the present round of the present gate, else one
// that a successor is asked for between gates.
func (c *Case) Consent(organisation string) *Consent { return c.consent(organisation, false) }

// External finds the consent that the law asks of a body, in the present round of the present gate.
func (c *Case) External(body string) *Consent { return c.consent(body, true) }

func (c *Case) consent(organisation string, external bool) *Consent {
	for _, s := range append(c.CurrentConsents(), c.Reaffirmations()...) {
		if s.Organisation == organisation && s.External == external {
			return s
		}
	}
	return nil
}

// Commitment finds a commitment by its id.
func (c *Case) Commitment(id string) *Commitment {
	for _, k := range c.Commitments {
		if k.Commitment == id {
			return k
		}
	}
	return nil
}

// StandingHolds lists the holds not released, those that block what is asked: "effect", "award", or "" for any.
func (c *Case) StandingHolds(blocks string) []*Hold {
	var out []*Hold
	for _, h := range c.Holds {
		if h.Standing() && (blocks == "" || h.Blocks == blocks) {
			out = append(out, h)
		}
	}
	return out
}

// Plan is the money and the staff time that the plan needs: as the terms say, else the sum of the commitments. What was
// withdrawn since the plan was made is still of the plan.
func (c *Case) Plan() (money quantity.Pence, staff quantity.FTE) {
	offeredMoney, offeredStaff, _, _ := c.Totals()
	missingMoney, missingStaff := c.missing()
	money, staff = quantity.Pence(c.Terms.PlanPence), quantity.FTE(c.Terms.PlanFTEHundredths)
	if money == 0 {
		money = offeredMoney + missingMoney
	}
	if staff == 0 {
		staff = offeredStaff + missingStaff
	}
	return money, staff
}

// Totals sums what is offered and what is confirmed, unit by unit: hours are never added to pounds.
func (c *Case) Totals() (offered quantity.Pence, staff quantity.FTE, confirmed quantity.Pence, confirmedStaff quantity.FTE) {
	for _, k := range c.Commitments {
		if !k.Stands() {
			continue
		}
		offered += quantity.Pence(k.Pence)
		staff += quantity.FTE(k.FTEHundredths)
		confirmed += quantity.Pence(k.ConfirmedPence)
		confirmedStaff += quantity.FTE(k.ConfirmedFTEHundredths)
	}
	return offered, staff, confirmed, confirmedStaff
}

// Fold applies one record: its events in order, and its revision. It never refuses what happened; its errors are that the
// record is not the next one, or holds an event that this program does not know.
func (c *Case) Fold(r *events.Record) error {
	if r.Revision != c.Revision+1 {
		return fmt.Errorf("case %s: record %d follows %d", c.ID, r.Revision, c.Revision)
	}
	list, err := r.Decode()
	if err != nil {
		return err
	}
	for _, e := range list {
		if err := c.apply(e, r.At, r.Actor); err != nil {
			return fmt.Errorf("case %s, record %d: %w", c.ID, r.Revision, err)
		}
	}
	c.Revision = r.Revision
	return nil
}
