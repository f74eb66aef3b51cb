package workflow

import (
	"time"

	"comity/events"
)

// SignOffState is a state of the sign-off machine (DOMAIN §2.2).
type SignOffState string

// The sign-off's states.
const (
	SignOffWaiting     SignOffState = "waiting"
	SignOffOpen        SignOffState = "open"
	SignOffNoQuorum    SignOffState = "inquorate"
	SignOffTie         SignOffState = "tied"
	SignOffProvisional SignOffState = "provisional" // decided urgently, not ratified yet
	SignOffDone        SignOffState = "decided"
	SignOffMoved       SignOffState = "escalated"
	SignOffVoidState   SignOffState = "void"
)

// Final reports whether nothing more happens in the state, but for a reopening.
func (s SignOffState) Final() bool {
	return s == SignOffDone || s == SignOffMoved || s == SignOffVoidState
}

// SignOff is one request to one board, or one named officer, for one act at one gate.
type SignOff struct {
	ID                string              `json:"id"`
	Entry             string              `json:"entry"`
	Gate              string              `json:"gate"`
	GateRound         int                 `json:"gate_round"`
	Board             string              `json:"board,omitempty"`
	OfficerOf         string              `json:"officer_of,omitempty"`
	Post              string              `json:"post,omitempty"`
	Act               string              `json:"act"`
	Order             int                 `json:"order"`
	InPlaceOf         string              `json:"in_place_of,omitempty"`
	Afterwards        bool                `json:"afterwards,omitempty"` // asked once the gate had passed; holds nothing up
	Snapshot          string              `json:"snapshot,omitempty"`   // of one asked afterwards: what had been decided
	State             SignOffState        `json:"state"`
	Round             int                 `json:"round,omitempty"`
	GovernanceVersion int                 `json:"governance_version,omitempty"` // whose quorum and rule are pinned
	RequestedAt       time.Time           `json:"requested_at,omitzero"`
	OpenedAt          time.Time           `json:"opened_at,omitzero"`
	DueAt             time.Time           `json:"due_at,omitzero"`
	Calendar          string              `json:"calendar,omitempty"`
	OverdueAt         time.Time           `json:"overdue_at,omitzero"` // when its day had passed without a decision, and it stayed open
	Votes             []Vote              `json:"votes,omitempty"`
	Interests         []Interest          `json:"interests,omitempty"`
	InquorateAt       time.Time           `json:"inquorate_at,omitzero"`
	QuorumAt          time.Time           `json:"quorum_at,omitzero"` // when it was last found to have, or to lack, a quorum
	Stood             time.Duration       `json:"stood,omitempty"`    // how long its clock has stood, in nanoseconds
	QuorumReasons     []string            `json:"quorum_reasons,omitempty"`
	VotingOver        string              `json:"voting_over,omitempty"` // why nobody votes any more, of a tie: deadline, closed, meeting_closed
	Casting           *events.CastingVote `json:"casting,omitempty"`
	Result            string              `json:"result,omitempty"`
	By                string              `json:"by,omitempty"`
	Because           string              `json:"because,omitempty"` // why it was decided, escalated or void
	Tally             *events.Tally       `json:"tally,omitempty"`
	Conditions        []string            `json:"conditions,omitempty"`
	Dissent           bool                `json:"dissent,omitempty"`
	EndedAt           time.Time           `json:"ended_at,omitzero"`
	EscalatedTo       string              `json:"escalated_to,omitempty"`
	EndedBy           int                 `json:"ended_by_governance_version,omitempty"` // that ended its board
	ReissuedAs        []string            `json:"reissued_as,omitempty"`                 // the sign-offs in its place, its board having ended
	Reminded          []string            `json:"reminded,omitempty"`                    // reminders that went out
	SeatsPassed       []SeatPassing       `json:"seats_passed,omitempty"`                // rotating seats that passed on while it waited for them
	Earlier           []SignOffRound      `json:"earlier,omitempty"`
	Superseded        bool                `json:"superseded,omitempty"`   // the gate was requested again
	Sought            *Sought             `json:"sought,omitempty"`       // a concurrence, in this round
	Concurrences      []Concurrence       `json:"concurrences,omitempty"` // in an urgent decision to come, in this round
	Urgent            *Urgent             `json:"urgent,omitempty"`       // the one urgent decision, whatever its round
	Elected           *Election           `json:"elected,omitempty"`      // to preside on this item
}

// Positive reports whether the result lets the gate pass; for the time being a provisional one does.
func (s *SignOff) Positive() bool {
	if s.State == SignOffProvisional {
		return true
	}
	switch s.Result {
	case "approved", "approved_with_conditions", "endorsed", "noted":
		return s.State == SignOffDone
	}
	return false
}

// SeatPassing is a rotating seat's passing to the next organisation.
type SeatPassing struct {
	Seat string    `json:"seat"`
	At   time.Time `json:"at"` // 00:00:00 of the day
	To   string    `json:"to"` // organisation
}

// SignOffRound keeps an earlier round of a reopened sign-off.
type SignOffRound struct {
	Round   int           `json:"round"`
	Result  string        `json:"result"`
	Votes   []Vote        `json:"votes,omitempty"`
	Tally   *events.Tally `json:"tally,omitempty"`
	EndedAt time.Time     `json:"ended_at"`
}

// Vote is a seat's vote. A struck vote stays in the record and does not count.
type Vote struct {
	Seat        string    `json:"seat"`
	Person      string    `json:"person"`
	AsDeputyFor string    `json:"as_deputy_for,omitempty"`
	Choice      string    `json:"choice"`
	Reason      string    `json:"reason,omitempty"`
	Conditions  string    `json:"conditions,omitempty"`
	RecordedBy  string    `json:"recorded_by,omitempty"`
	Minute      string    `json:"minute,omitempty"`
	Meeting     string    `json:"meeting,omitempty"`
	At          time.Time `json:"at"`
	Struck      bool      `json:"struck,omitempty"`
	NotCounted  bool      `json:"not_counted,omitempty"` // the sign-off was escalated
}

// Interest is a declared interest of a seat in this item.
type Interest struct {
	Seat      string `json:"seat"`
	Person    string `json:"person"`
	Type      string `json:"type"`
	Nature    string `json:"nature,omitempty"`
	Recuses   bool   `json:"recuses"`
	Withdrawn bool   `json:"withdrawn,omitempty"`
	Dispensed bool   `json:"dispensed,omitempty"`
}
