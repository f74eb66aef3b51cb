package events

import "time"

// SignOffConcurrenceSought asks those who are named for it to concur in an urgent decision. It decides nothing.
type SignOffConcurrenceSought struct {
	SignOff     string   `json:"signoff"`
	Round       int      `json:"round"`
	Seat        string   `json:"seat"` // that presides
	Person      string   `json:"person"`
	AsDeputyFor string   `json:"as_deputy_for,omitempty"`
	Reason      string   `json:"reason"`
	From        []string `json:"from"` // the seats of which one is to concur
}

// SignOffConcurred is the concurrence of one seat in an urgent decision, for the present round of its sign-off.
type SignOffConcurred struct {
	SignOff     string `json:"signoff"`
	Round       int    `json:"round"`
	Seat        string `json:"seat"`
	Person      string `json:"person"`
	AsDeputyFor string `json:"as_deputy_for,omitempty"`
	Named       string `json:"named"`             // whom the document names: vice_chair, chair, or a seat
	Instead     bool   `json:"instead,omitempty"` // another voting seat, because who is named presides or stands aside
	Reason      string `json:"reason,omitempty"`
}

// Concurrence says who concurred.
type Concurrence struct {
	Seat   string `json:"seat"`
	Person string `json:"person"`
}

// SignOffDecidedUrgently is the decision of the person presiding in place of the board: provisional until the board ratifies it.
type SignOffDecidedUrgently struct {
	SignOff      string        `json:"signoff"`
	Gate         string        `json:"gate"`
	GateRound    int           `json:"gate_round"`
	Round        int           `json:"round"`
	Seat         string        `json:"seat"` // that presides
	Person       string        `json:"person"`
	AsDeputyFor  string        `json:"as_deputy_for,omitempty"`
	Reason       string        `json:"reason"` // why it could not wait
	Conditions   []string      `json:"conditions,omitempty"`
	Concurrences []Concurrence `json:"concurrences,omitempty"`
	ValuePence   int64         `json:"value_pence"`
	LimitPence   int64         `json:"limit_pence"`
	RatifyBy     time.Time     `json:"ratify_by"`
}

// SignOffRatificationVoteCast is one seat's vote on whether an urgent decision stands.
type SignOffRatificationVoteCast struct {
	SignOff     string `json:"signoff"`
	Gate        string `json:"gate"`
	GateRound   int    `json:"gate_round"`
	Seat        string `json:"seat"`
	Person      string `json:"person"`
	AsDeputyFor string `json:"as_deputy_for,omitempty"`
	Choice      string `json:"choice"` // approve, refuse, abstain
	Reason      string `json:"reason,omitempty"`
	RecordedBy  string `json:"recorded_by,omitempty"` // the secretary, for a vote taken in the room
	Minute      string `json:"minute,omitempty"`
	Meeting     string `json:"meeting,omitempty"`
}

// SignOffRatificationTied says that the votes on the ratification are equal and the board's rule gives a casting vote.
type SignOffRatificationTied struct {
	SignOff   string `json:"signoff"`
	Gate      string `json:"gate"`
	GateRound int    `json:"gate_round"`
	Tally     Tally  `json:"tally"`
	Presiding string `json:"presiding,omitempty"` // seat
}

// SignOffRatified makes an urgent decision the board's own.
type SignOffRatified struct {
	SignOff    string    `json:"signoff"`
	Gate       string    `json:"gate"`
	GateRound  int       `json:"gate_round"`
	Result     string    `json:"result"` // approved, approved_with_conditions, endorsed, noted
	By         string    `json:"by"`     // the board
	Because    string    `json:"because"`
	Tally      Tally     `json:"tally"`
	Conditions []string  `json:"conditions,omitempty"`
	DecidedAt  time.Time `json:"decided_at,omitzero"` // where it is not that of the record: a deadline that was noticed late
}

// SignOffNotRatified ends an urgent decision that the board did not confirm; the sign-off is open again in another round.
type SignOffNotRatified struct {
	SignOff           string    `json:"signoff"`
	Gate              string    `json:"gate"`
	GateRound         int       `json:"gate_round"`
	Because           string    `json:"because"` // refused, tied, lapsed
	Tally             Tally     `json:"tally"`
	RatifyBy          time.Time `json:"ratify_by"`
	DetectedAt        time.Time `json:"detected_at"`
	EffectiveAt       time.Time `json:"effective_at"` // the moment after ratify_by for one that lapsed, however late that is noticed
	Round             int       `json:"round"`        // the new one
	DueAt             time.Time `json:"due_at,omitzero"`
	GovernanceVersion int       `json:"governance_version"` // pins quorum and rule anew
}

// SignOffPresiderElected says which seat the board has elected to preside on an item.
type SignOffPresiderElected struct {
	SignOff   string `json:"signoff"`
	Gate      string `json:"gate"`
	GateRound int    `json:"gate_round"`
	Seat      string `json:"seat"`
	Instead   string `json:"instead,omitempty"` // the chair's seat
	By        string `json:"by"`                // the secretary who recorded it
	Minute    string `json:"minute"`
	Meeting   string `json:"meeting,omitempty"` // at which chair and vice-chairs are absent
}

// GateReopened puts a case back at a gate that it had passed, or was decided at, on a decision that did not stand.
type GateReopened struct {
	Gate        string    `json:"gate"`
	Round       int       `json:"round"`
	SignOff     string    `json:"signoff"`
	Stage       string    `json:"stage"` // at whose end the gate stands
	From        string    `json:"from"`
	Because     string    `json:"because"` // ratification_refused, not_ratified_in_time
	Snapshot    string    `json:"snapshot"`
	Evidence    []string  `json:"evidence"`
	Undone      []string  `json:"undone,omitempty"` // gates passed since, whose passing falls with this one's
	EffectiveAt time.Time `json:"effective_at"`
}

// EventType implements Event.
func (SignOffConcurrenceSought) EventType() string { return "signoff.concurrence_sought" }

// EventType implements Event.
func (SignOffConcurred) EventType() string { return "signoff.concurred" }

// EventType implements Event.
func (SignOffDecidedUrgently) EventType() string { return "signoff.decided_urgently" }

// EventType implements Event.
func (SignOffRatificationVoteCast) EventType() string { return "signoff.ratification_vote_cast" }

// EventType implements Event.
func (SignOffRatificationTied) EventType() string { return "signoff.ratification_tied" }

// EventType implements Event.
func (SignOffRatified) EventType() string { return "signoff.ratified" }

// EventType implements Event.
func (SignOffNotRatified) EventType() string { return "signoff.not_ratified" }

// EventType implements Event.
func (SignOffPresiderElected) EventType() string { return "signoff.presider_elected" }

// EventType implements Event.
func (GateReopened) EventType() string { return "gate.reopened" }

func init() {
	known[SignOffConcurrenceSought](1)
	known[SignOffConcurred](1)
	known[SignOffDecidedUrgently](1)
	known[SignOffRatificationVoteCast](1)
	known[SignOffRatificationTied](1)
	known[SignOffRatified](1)
	known[SignOffNotRatified](1)
	known[SignOffPresiderElected](1)
	known[GateReopened](1)
}
