package answer

import (
	"time"

	"comity/workflow"
)

// ForecastArgs asks how a board will be able to decide.
type ForecastArgs struct {
	Board     string   `json:"board" required:"true" doc:"The board."`
	Meeting   string   `json:"meeting,omitempty" doc:"A meeting of it: what is expected of it is said as well."`
	Attending []string `json:"attending,omitempty" doc:"The seats that are to come; those recorded at the meeting unless said otherwise."`
}

// Forecast is the outlook of every unfinished sign-off of a board that the reader may see the votes of, the nearest deadline
// first.
type Forecast struct {
	Board    workflow.Named   `json:"board"`
	Meeting  *ForecastMeeting `json:"meeting,omitempty"`
	SignOffs []ForecastRow    `json:"signoffs"`
	Chase    []Chase          `json:"chase"`               // whom to remind of what, by person
	MayChase bool             `json:"may_chase,omitempty"` // the reader may remind them
}

// ForecastMeeting is the meeting that was asked about.
type ForecastMeeting struct {
	Meeting  string    `json:"meeting"`
	StartsAt time.Time `json:"starts_at"`
	State    string    `json:"state"`
	Venue    string    `json:"venue,omitempty"`
	Remote   bool      `json:"remote,omitempty"`
}

// ForecastRow is one sign-off.
type ForecastRow struct {
	Case  string `json:"case"`
	Title string `json:"title"`
	Label string `json:"label"` // of the case
	Gate  string `json:"gate"`
	Act   string `json:"act"`

	// GateRound is said of an urgent decision that is to be ratified, whose gate may be behind the case: its state is provisional, and its
	// votes are those on the ratification.
	GateRound int `json:"gate_round,omitempty"`

	// Stopped says that the case is suspended, deferred or in dispute: its clocks stand, and nobody votes.
	Stopped bool `json:"stopped,omitempty"`

	workflow.Forecast

	// Expected is what those who come make of it; none where it is not known who comes.
	Expected *ExpectedQuorum `json:"expected,omitempty"`
}

// ExpectedQuorum is how the quorum will stand once all who come have voted.
type ExpectedQuorum struct {
	Quorum  string   `json:"quorum"`            // met, impossible
	Missing []string `json:"missing,omitempty"` // sentences
}

// Chase is a person who has not answered.
type Chase struct {
	Person   string         `json:"person"`
	SignOffs []ChaseSignOff `json:"signoffs"`
}

// ChaseSignOff is what somebody has not answered.
type ChaseSignOff struct {
	Case    string    `json:"case"`
	SignOff string    `json:"signoff"`
	Gate    string    `json:"gate,omitempty"` // of an urgent decision that is to be ratified
	Seats   []string  `json:"seats"`
	DueAt   time.Time `json:"due_at,omitzero"`
}
