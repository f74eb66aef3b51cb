package events

import "time"

// AwardTerms are the award proposed at a gate, as external consents and tolerances need it (DOMAIN §2.3).
type AwardTerms struct {
	ValuePence   int64  `json:"value_pence"`
	ContractKind string `json:"contract_kind,omitempty"` // capital, non_capital, land
	EndsOn       string `json:"ends_on,omitempty"`
	Extendable   bool   `json:"extendable,omitempty"`
	PriceVaries  bool   `json:"price_varies,omitempty"`
	Supplier     string `json:"supplier,omitempty"`
}

// GateRequested puts the case at a gate. Snapshot is the digest of the evidence, the terms and the commitments: what is
// signed is frozen (DOMAIN §0.6).
type GateRequested struct {
	Gate     string      `json:"gate"`
	Round    int         `json:"round"` // counts the requests of this gate, from 1
	Snapshot string      `json:"snapshot"`
	Evidence []string    `json:"evidence"` // the items in the snapshot
	Outcome  string      `json:"outcome,omitempty"`
	Award    *AwardTerms `json:"award,omitempty"`
	Warnings []string    `json:"warnings,omitempty"` // what speaks against it without refusing it: grant_ends_before_plan
}

// GatePassed says that the gate's conditions are met and, where EffectiveAt says so, in effect.
type GatePassed struct {
	Gate        string    `json:"gate"`
	Round       int       `json:"round"`
	Outcome     string    `json:"outcome,omitempty"`
	DecidedAt   time.Time `json:"decided_at"`
	EffectiveAt time.Time `json:"effective_at"`
	// Dissent names the sign-offs refused without stopping the gate; it is carried upward.
	Dissent []string `json:"dissent,omitempty"`
}

// GateDecided says that the gate's conditions are met and a hold keeps the decision from having effect.
type GateDecided struct {
	Gate  string   `json:"gate"`
	Round int      `json:"round"`
	Holds []string `json:"holds"` // kinds
	// DecidedAt is when a deadline closed the voting that decided it, where that was noticed later.
	DecidedAt time.Time `json:"decided_at,omitzero"`
}

// GateReturned sends the case back to a stage with reasons, which become a to-do list.
type GateReturned struct {
	Gate    string   `json:"gate"`
	Round   int      `json:"round"`
	SignOff string   `json:"signoff"`
	Stage   string   `json:"stage"`
	Reasons []string `json:"reasons"`
}

// GateDeferred puts the decision off to a date or a meeting; clocks stop.
type GateDeferred struct {
	Gate    string `json:"gate"`
	Round   int    `json:"round"`
	SignOff string `json:"signoff"`
	Until   string `json:"until,omitempty"`
	Meeting string `json:"meeting,omitempty"`
	Reason  string `json:"reason"`
}

// GateRefused ends the case at a gate.
type GateRefused struct {
	Gate    string `json:"gate"`
	Round   int    `json:"round"`
	SignOff string `json:"signoff"`
}

// GateVoided ends an attempt at a gate because what was signed is no longer what stands.
type GateVoided struct {
	Gate    string `json:"gate"`
	Round   int    `json:"round"`
	Because string `json:"because"` // evidence_amended, case_withdrawn, snapshot_out_of_date, terms_changed
}

// HoldPlaced keeps a decision from effect, or an award from being made.
type HoldPlaced struct {
	Hold   string    `json:"hold"`
	Kind   string    `json:"kind"`   // standstill, call_in, notice
	Blocks string    `json:"blocks"` // effect, award
	Gate   string    `json:"gate"`
	Until  time.Time `json:"until,omitzero"` // none: no end yet
	Reason string    `json:"reason"`

	Organisation string `json:"organisation,omitempty"` // of a call-in: whose decision it is
	Threshold    string `json:"threshold,omitempty"`    // by which it may be called in, or had to be announced
}

// HoldChanged moves a hold's end; a zero Until leaves it without one.
type HoldChanged struct {
	Hold   string    `json:"hold"`
	Kind   string    `json:"kind"`
	Until  time.Time `json:"until,omitzero"`
	Reason string    `json:"reason"`
}

// HoldReleased ends a hold. EffectiveAt is the moment after its end, however late it was noticed.
type HoldReleased struct {
	Hold        string    `json:"hold"`
	Kind        string    `json:"kind"`
	EffectiveAt time.Time `json:"effective_at"`
	Because     string    `json:"because,omitempty"` // called_in, withdrawn, asked_again; "" where its time came
}

// NoticePublished records the publication of a notice elsewhere.
type NoticePublished struct {
	Notice      string `json:"notice"`
	Kind        string `json:"kind"` // award, intention_to_award, market_engagement, key_decision, general_exception, special_urgency, decision …
	Reference   string `json:"reference,omitempty"`
	PublishedOn string `json:"published_on"`

	Organisation string   `json:"organisation,omitempty"` // of a key decision: whose it is
	DecisionOn   string   `json:"decision_on,omitempty"`  // when it is to be taken
	Told         []string `json:"told,omitempty"`         // general exception: of scrutiny, who was told
	AgreedBy     string   `json:"agreed_by,omitempty"`    // special urgency: the chair of scrutiny who agreed
	Reason       string   `json:"reason,omitempty"`       // why the full notice was impracticable
}

// RepresentationReceived is a supplier's representation in a standstill.
type RepresentationReceived struct {
	Representation string    `json:"representation"`
	From           string    `json:"from"`
	ReceivedAt     time.Time `json:"received_at"`
}

// RepresentationAnswered communicates the further decision on the representations received.
type RepresentationAnswered struct {
	Representation string    `json:"representation"`
	Decision       string    `json:"decision"`
	AnsweredAt     time.Time `json:"answered_at"`
}

// EventType implements Event.
func (GateRequested) EventType() string { return "gate.requested" }

// EventType implements Event.
func (GatePassed) EventType() string { return "gate.passed" }

// EventType implements Event.
func (GateDecided) EventType() string { return "gate.decided" }

// EventType implements Event.
func (GateReturned) EventType() string { return "gate.returned" }

// EventType implements Event.
func (GateDeferred) EventType() string { return "gate.deferred" }

// EventType implements Event.
func (GateRefused) EventType() string { return "gate.refused" }

// EventType implements Event.
func (GateVoided) EventType() string { return "gate.voided" }

// EventType implements Event.
func (HoldPlaced) EventType() string { return "hold.placed" }

// EventType implements Event.
func (HoldChanged) EventType() string { return "hold.changed" }

// EventType implements Event.
func (HoldReleased) EventType() string { return "hold.released" }

// EventType implements Event.
func (NoticePublished) EventType() string { return "notice.published" }

// EventType implements Event.
func (RepresentationReceived) EventType() string { return "representation.received" }

// EventType implements Event.
func (RepresentationAnswered) EventType() string { return "representation.answered" }

func init() {
	known[GateRequested](1)
	known[GatePassed](1)
	known[GateDecided](1)
	known[GateReturned](1)
	known[GateDeferred](1)
	known[GateRefused](1)
	known[GateVoided](1)
	known[HoldPlaced](1)
	known[HoldChanged](1)
	known[HoldReleased](1)
	known[NoticePublished](1)
	known[RepresentationReceived](1)
	known[RepresentationAnswered](1)
}
