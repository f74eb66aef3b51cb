package document

import "comity/workflow/calendar"

// Workflow is a commissioning process as data: stages, gates, evidence, sign-offs, timers. A case is pinned to one version of
// one workflow when it is submitted (DOMAIN §0.7).
type Workflow struct {
	APIVersion    string         `json:"api_version"` // comity/v1
	Kind          string         `json:"kind"`        // Workflow
	Metadata      WorkflowMeta   `json:"metadata"`
	Tolerances    Tolerances     `json:"tolerances"`
	Segregation   Segregation    `json:"segregation"`
	EvidenceTypes []EvidenceType `json:"evidence_types"`
	Stages        []Stage        `json:"stages"`
	Gates         []Gate         `json:"gates"`
}

// WorkflowMeta identifies a version of a workflow.
type WorkflowMeta struct {
	ID             string        `json:"id"`
	Version        int           `json:"version"`
	Name           string        `json:"name"`
	EffectiveFrom  calendar.Date `json:"effective_from"` // cases submitted from this day may use it
	FrameworkSteps string        `json:"framework_steps"`
}

// Tolerances are what may differ from a plan without asking again; equal counts as within.
type Tolerances struct {
	FundingShortfallPct  int `json:"funding_shortfall_pct"`
	AwardOverEnvelopePct int `json:"award_over_envelope_pct"`
}

// Segregation of duties: what the author of a case may not do on it (F117).
type Segregation struct {
	AuthorMayNotCertify bool `json:"author_may_not_certify"`
	AuthorMayNotVote    bool `json:"author_may_not_vote"`
}

// EvidenceType is a sort of evidence of the partnership's own. Where it carries a JSON Schema, an item's data is checked
// against it, and rules may speak of its fields.
type EvidenceType struct {
	ID          string         `json:"id"`
	Name        string         `json:"name"`
	Description string         `json:"description"`
	Schema      map[string]any `json:"schema"`
}

// Stage is one stage of the lifecycle. Stages follow in the order listed unless Next says otherwise.
type Stage struct {
	ID          string          `json:"id"`
	Name        string          `json:"name"`
	Steps       []int           `json:"steps"` // of the framework named in the metadata
	Exit        string          `json:"exit"`  // the gate at its end; none: left by the review timer, or by complete_exit
	Next        string          `json:"next"`
	TargetDays  int             `json:"target_days"`
	ReviewEvery calendar.Period `json:"review_every"` // the case moves to Next when the review is due
	Closes      string          `json:"closes"`       // outcome with which case.complete_exit closes the case: decommissioned
	OffPath     bool            `json:"off_path"`     // reached only by an outcome (exit); not in the order listed
}

// Gate is the decision point at the end of a stage.
type Gate struct {
	ID       string                `json:"id"`
	Name     string                `json:"name"`
	Award    bool                  `json:"award"` // the gate at which an award is decided (G3)
	Evidence []EvidenceRequirement `json:"evidence"`
	SignOffs []SignOff             `json:"sign_offs"`
	Consents Consents              `json:"consents"`
	Holds    []Hold                `json:"holds"`
	Outcomes []Outcome             `json:"outcomes"` // what may be recommended at this gate (G4); none: it simply passes
}

// EvidenceRequirement is what must be shown at a gate. Rules are CEL over item and the variables of a gate.
type EvidenceRequirement struct {
	ID            string          `json:"id"`             // an evidence type
	Mandatory     *bool           `json:"mandatory"`      // true unless said otherwise or unless MandatoryWhen is set
	MandatoryWhen string          `json:"mandatory_when"` // CEL
	MaxAge        calendar.Period `json:"max_age"`        // since the item's date, on the day the gate is requested or resumed
	Rules         []EvidenceRule  `json:"rules"`
}

// EvidenceRule is a condition that an item must meet, and the sentence for who reads that it does not.
type EvidenceRule struct {
	Check   string `json:"check"` // CEL; item is the item's data
	Message string `json:"message"`
}

// SignOff is one request to boards, or to a named officer, for one act at one gate.
type SignOff struct {
	ID              string          `json:"id"`
	Order           int             `json:"order"` // those of one order run side by side
	Board           *BoardSelector  `json:"board"`
	Officer         *OfficerPost    `json:"officer"`
	Act             string          `json:"act"`  // endorse, agree, approve, confirm, certify, report, recommend, decide, note
	When            string          `json:"when"` // CEL; asked only when it holds
	Deadline        calendar.Period `json:"deadline"`
	Remind          []Reminder      `json:"remind"`
	OnLapse         OnLapse         `json:"on_lapse"`
	EffectOfRefusal string          `json:"effect_of_refusal"` // dissent, returns, closes
	Blocking        *bool           `json:"blocking"`          // true unless said otherwise; dissent is carried upward either way
	Delegable       *bool           `json:"delegable"`         // officers: false forbids a deputy
}

// BoardSelector picks boards: one by id; or those of a level, of the case's areas, of its theme.
type BoardSelector struct {
	ID     string `json:"id"`
	Level  string `json:"level"`
	ByArea bool   `json:"by_area"` // one sign-off for each board that serves an area of the case
	Theme  bool   `json:"theme"`   // only boards whose theme is the case's outcome
}

// OfficerPost names an officer by organisation and post; the post is chief_finance_officer, monitoring_officer,
// proper_officer, authorising_officer, or one under officers.
type OfficerPost struct {
	Of   string `json:"of"`
	Post string `json:"post"`
}

// Reminder goes out at 09:00, so long after the opening or so long before the deadline; one of the two is set.
type Reminder struct {
	After  calendar.Period `json:"after"`
	Before calendar.Period `json:"before"`
}

// OnLapse says where a sign-off goes whose deadline passes without a quorate decision. Never to assent.
type OnLapse struct {
	EscalateTo *BoardSelector  `json:"escalate_to"`
	Deadline   calendar.Period `json:"deadline"` // of the escalated sign-off, from when it is opened
	Dispute    bool            `json:"dispute"`
}

// Consents say whose consent a gate asks.
type Consents struct {
	From string `json:"from"` // committing_organisations, changed_commitments, none
	When string `json:"when"` // CEL
}

// Hold is a reason why what is decided has no effect yet. Standstill lengths follow from the case's regime.
type Hold struct {
	Kind string `json:"kind"` // standstill
	When string `json:"when"` // CEL
}

// Outcome is one of the decisions open at a gate, and where it leads.
type Outcome struct {
	ID     string `json:"id"`     // continue, vary, recommission, decommission
	To     string `json:"to"`     // the stage it leads to …
	Closes string `json:"closes"` // … or the outcome with which it closes the case
}
