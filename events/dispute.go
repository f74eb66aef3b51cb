package events

import "time"

// DisputeRaised opens a dispute at its first step and stops the clocks.
type DisputeRaised struct {
	Dispute  string    `json:"dispute"`
	Because  string    `json:"because"`             // raised, tie, lapse, inquorate
	Reason   string    `json:"reason,omitempty"`    // in the raiser's words
	SignOff  string    `json:"signoff,omitempty"`   // that tied or lapsed into it
	RaisedBy string    `json:"raised_by,omitempty"` // the organisation that raises it
	Seat     string    `json:"seat,omitempty"`      // the seat from which it is raised
	Against  []string  `json:"against,omitempty"`   // organisations; with the raiser they are its parties
	Step     string    `json:"step"`
	StepNo   int       `json:"step_no"`        // from 1
	Kind     string    `json:"kind,omitempty"` // of the step: between, deferral, escalation, mediation, arbitration
	DueAt    time.Time `json:"due_at"`
}

// DisputeStepLapsed moves the dispute to its next step; the last one leaves Step empty: the dispute is unresolved.
type DisputeStepLapsed struct {
	Dispute     string    `json:"dispute"`
	Lapsed      string    `json:"lapsed"`
	LapsedDueAt time.Time `json:"lapsed_due_at,omitzero"` // when that step was due
	DetectedAt  time.Time `json:"detected_at,omitzero"`   // when it was noticed; the next step starts then
	Step        string    `json:"step,omitempty"`
	StepNo      int       `json:"step_no"`
	Kind        string    `json:"kind,omitempty"`
	DueAt       time.Time `json:"due_at,omitzero"` // of the next step
}

// DisputeAgreed is one party's word for what would end the dispute. The first puts it forward; a party that says something else
// puts that forward instead, and the others are asked anew.
type DisputeAgreed struct {
	Dispute      string   `json:"dispute"`
	Organisation string   `json:"organisation"`
	Seat         string   `json:"seat,omitempty"`
	Person       string   `json:"person"`
	AsDeputyFor  string   `json:"as_deputy_for,omitempty"`
	Agreement    string   `json:"agreement"`
	TermsChanged bool     `json:"terms_changed"`
	Awaited      []string `json:"awaited,omitempty"` // parties that have not agreed yet
}

// DisputeResolved ends a dispute by the parties' recorded agreement, or by an arbitrator's award.
type DisputeResolved struct {
	Dispute      string   `json:"dispute"`
	Agreement    string   `json:"agreement"`
	AgreedBy     []string `json:"agreed_by,omitempty"` // the parties, where they are named
	Arbitrated   bool     `json:"arbitrated,omitempty"`
	TermsChanged bool     `json:"terms_changed"`
	Status       string   `json:"status"` // to which the case returns
	ClockSeconds int64    `json:"clock_seconds"`
}

// DisputeUnresolved ends a dispute that has been through its last step: a partner departs, or the sponsor withdraws the case.
type DisputeUnresolved struct {
	Dispute      string `json:"dispute"`
	Departing    string `json:"departing,omitempty"` // the organisation without which the case goes on
	Reason       string `json:"reason"`
	Status       string `json:"status"`          // working, closed
	Stage        string `json:"stage,omitempty"` // at which it goes on
	ClockSeconds int64  `json:"clock_seconds"`
}

// EventType implements Event.
func (DisputeRaised) EventType() string { return "dispute.raised" }

// EventType implements Event.
func (DisputeStepLapsed) EventType() string { return "dispute.step_lapsed" }

// EventType implements Event.
func (DisputeAgreed) EventType() string { return "dispute.agreed" }

// EventType implements Event.
func (DisputeResolved) EventType() string { return "dispute.resolved" }

// EventType implements Event.
func (DisputeUnresolved) EventType() string { return "dispute.unresolved" }

func init() {
	known[DisputeRaised](1)
	known[DisputeStepLapsed](1)
	known[DisputeAgreed](1)
	known[DisputeResolved](1)
	known[DisputeUnresolved](1)
}
