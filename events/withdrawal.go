package events

import "time"

// CommitmentWithdrawn takes a commitment itself back, or a part of it. Before a contract it is gone from EffectiveAt, which is the act;
// after one it stands until then, the end of its notice. A part is a commitment of its own from here on, and what remains of the one from
// which it went stands as it did.
type CommitmentWithdrawn struct {
	Commitment             string    `json:"commitment"`
	Organisation           string    `json:"organisation"`
	Kind                   string    `json:"kind"`
	Seat                   string    `json:"seat,omitempty"` // none for the organisation's own decision
	Person                 string    `json:"person"`
	AsDeputyFor            string    `json:"as_deputy_for,omitempty"`
	Minute                 string    `json:"minute,omitempty"` // of the organisation's own decision
	Reason                 string    `json:"reason"`
	Pence                  int64     `json:"amount_pence,omitempty"`   // what is withdrawn
	FTEHundredths          int64     `json:"fte_hundredths,omitempty"` // likewise
	ConfirmedPence         int64     `json:"confirmed_pence,omitempty"`
	ConfirmedFTEHundredths int64     `json:"confirmed_fte_hundredths,omitempty"`
	Consequence            string    `json:"consequence"` // none, within_tolerance, beyond_tolerance, essential, after_award
	PlanGate               string    `json:"plan_gate,omitempty"`
	NoticePeriod           string    `json:"notice_period,omitempty"` // that had to be kept, after a contract
	EffectiveAt            time.Time `json:"effective_at"`

	Because              string `json:"because,omitempty"`       // reaffirmation_declined: a successor, or who was asked anew, does not put it in; "" for its own accord
	Part                 string `json:"part,omitempty"`          // the name of the part that is withdrawn; none where all of it is
	RemainsPence         int64  `json:"remains_pence,omitempty"` // that stands of the commitment once this has gone
	RemainsFTEHundredths int64  `json:"remains_fte_hundredths,omitempty"`
}

// CommitmentEnded says that the notice of a withdrawal is over: the commitment, or the part of it, no longer stands.
type CommitmentEnded struct {
	Commitment   string    `json:"commitment"`
	Organisation string    `json:"organisation"`
	Consequence  string    `json:"consequence"` // after_award; where the award is being varied also within_tolerance, beyond_tolerance, essential
	EffectiveAt  time.Time `json:"effective_at"`

	Part                 string `json:"part,omitempty"`          // as in the withdrawal
	RemainsPence         int64  `json:"remains_pence,omitempty"` // that stands of the commitment from here on
	RemainsFTEHundredths int64  `json:"remains_fte_hundredths,omitempty"`
}

// GateInvalidated says that what the gate of the plan decided no longer holds, because more than the tolerance, or something
// essential, was withdrawn: the case is at work on its plan again. The money and the staff time are those of the plan and of what
// still stands.
type GateInvalidated struct {
	Gate                string `json:"gate"`
	Because             string `json:"because"` // beyond_tolerance, essential
	Commitment          string `json:"commitment"`
	Organisation        string `json:"organisation"`
	PlanPence           int64  `json:"plan_pence,omitempty"`
	StandsPence         int64  `json:"stands_pence,omitempty"`
	PlanFTEHundredths   int64  `json:"plan_fte_hundredths,omitempty"`
	StandsFTEHundredths int64  `json:"stands_fte_hundredths,omitempty"`
	TolerancePct        int    `json:"tolerance_pct"`
}

// GapOpened says that a withdrawal left the plan short, within the tolerance or after the award. The shortfalls are of all that is
// missing, this withdrawal's included.
type GapOpened struct {
	Gap                string    `json:"gap"`
	Commitment         string    `json:"commitment"`
	Organisation       string    `json:"organisation"`
	Because            string    `json:"because"` // within_tolerance, after_award
	Pence              int64     `json:"amount_pence,omitempty"`
	FTEHundredths      int64     `json:"fte_hundredths,omitempty"`
	PlanPence          int64     `json:"plan_pence,omitempty"`
	ShortPence         int64     `json:"short_pence,omitempty"`
	PlanFTEHundredths  int64     `json:"plan_fte_hundredths,omitempty"`
	ShortFTEHundredths int64     `json:"short_fte_hundredths,omitempty"`
	TolerancePct       int       `json:"tolerance_pct"`
	Board              string    `json:"board,omitempty"` // that is to acknowledge it; none after an award
	DueAt              time.Time `json:"due_at,omitzero"` // by when; none where the workflow sets no time
	EffectiveAt        time.Time `json:"effective_at"`    // from when it is missing
}

// GapAcknowledged says that a board knows of a gap and what is to become of it.
type GapAcknowledged struct {
	Gap    string `json:"gap"`
	Board  string `json:"board"`
	Person string `json:"person"`
	Seat   string `json:"seat,omitempty"`   // the seat that presides; none for the secretariat
	Minute string `json:"minute,omitempty"` // which the secretariat cites
	Note   string `json:"note"`
}

// GapOverdue says that nobody acknowledged a gap in time; it goes up a level.
type GapOverdue struct {
	Gap        string    `json:"gap"`
	Board      string    `json:"board"` // that did not
	DueAt      time.Time `json:"due_at"`
	DetectedAt time.Time `json:"detected_at"`
	To         string    `json:"to,omitempty"`         // the board that is told next; none at the top
	NextDueAt  time.Time `json:"next_due_at,omitzero"` // by when that one is to acknowledge it
}

// EventType implements Event.
func (CommitmentWithdrawn) EventType() string { return "commitment.withdrawn" }

// EventType implements Event.
func (CommitmentEnded) EventType() string { return "commitment.ended" }

// EventType implements Event.
func (GateInvalidated) EventType() string { return "gate.invalidated" }

// EventType implements Event.
func (GapOpened) EventType() string { return "gap.opened" }

// EventType implements Event.
func (GapAcknowledged) EventType() string { return "gap.acknowledged" }

// EventType implements Event.
func (GapOverdue) EventType() string { return "gap.overdue" }

func init() {
	known[CommitmentWithdrawn](1)
	known[CommitmentEnded](1)
	known[GateInvalidated](1)
	known[GapOpened](1)
	known[GapAcknowledged](1)
	known[GapOverdue](1)
}
