package events

// ConsentRequested asks an organisation to confirm its own commitments at a gate.
type ConsentRequested struct {
	Organisation string   `json:"organisation"`
	Gate         string   `json:"gate"`
	GateRound    int      `json:"gate_round"`
	Commitments  []string `json:"commitments"`

	External bool     `json:"external,omitempty"` // the law asks for it: the organisation is the body that consents
	For      []string `json:"for,omitempty"`      // of an external one: the organisations that need it
	Because  []string `json:"because,omitempty"`  // of an external one: what in the contract calls for it
}

// ConsentCarried says that an organisation's earlier consent stands: its commitments did not change.
type ConsentCarried struct {
	Organisation string `json:"organisation"`
	Gate         string `json:"gate"`
	GateRound    int    `json:"gate_round"`

	External bool     `json:"external,omitempty"`
	For      []string `json:"for,omitempty"`
}

// ConfirmedLine is what was confirmed of one commitment.
type ConfirmedLine struct {
	Commitment    string `json:"commitment"`
	Kind          string `json:"kind"`
	Mode          string `json:"mode"`
	Pence         int64  `json:"amount_pence,omitempty"`
	FTEHundredths int64  `json:"fte_hundredths,omitempty"`
	CommitLine    int    `json:"commit_line,omitempty"` // which line of the mandate allows it, from 1; 0 where no mandate was used
}

// MandateYear is what a confirmation takes of a financial year of one line of a mandate.
type MandateYear struct {
	CommitLine  int    `json:"commit_line,omitempty"` // from 1
	Year        string `json:"year,omitempty"`        // the financial year from 1 April, as 2026-27
	LimitPence  int64  `json:"limit_pence,omitempty"`
	BeforePence int64  `json:"already_committed_pence,omitempty"`
	Pence       int64  `json:"amount_pence,omitempty"`
	PassesPct   int64  `json:"passes_pct,omitempty"` // the share of the year, in per cent, that is used up with this and was not before: once a year
}

// ConsentConfirmed is a seat's confirmation within its mandate; Complete when nothing is left to confirm. Years has the lines
// of the mandate that have a yearly limit.
type ConsentConfirmed struct {
	Organisation string          `json:"organisation"`
	Seat         string          `json:"seat"`
	Person       string          `json:"person"`
	AsDeputyFor  string          `json:"as_deputy_for,omitempty"`
	Mandate      string          `json:"mandate"`
	Lines        []ConfirmedLine `json:"lines"`
	Years        []MandateYear   `json:"years,omitempty"`
	Complete     bool            `json:"complete"`
	ForOthers    []string        `json:"for_others,omitempty"` // the other organisations for whose areas it is spent, as it agrees to
}

// ConsentRecorded is the organisation's own decision to commit, recorded by its proper officer with the minute.
type ConsentRecorded struct {
	Organisation string          `json:"organisation"`
	Person       string          `json:"person"`
	Minute       string          `json:"minute"`
	DecidedOn    string          `json:"decided_on"`
	Lines        []ConfirmedLine `json:"lines"`
	Complete     bool            `json:"complete"`

	External    bool   `json:"external,omitempty"`     // an external body's consent
	Threshold   string `json:"threshold,omitempty"`    // of the organisation's that makes it a key decision
	Notice      string `json:"notice,omitempty"`       // by which it was announced
	Exception   string `json:"exception,omitempty"`    // general_exception or special_urgency, where the notice was shorter
	PublishedOn string `json:"published_on,omitempty"` // when the decision was published

	ForOthers []string `json:"for_others,omitempty"` // the other organisations for whose areas it is spent, as it agrees to
}

// ConsentDeclined says that the organisation does not commit; Minute is set where its own decision is recorded.
type ConsentDeclined struct {
	Organisation string `json:"organisation"`
	Seat         string `json:"seat,omitempty"`
	Person       string `json:"person"`
	Reason       string `json:"reason"`
	Minute       string `json:"minute,omitempty"`
	External     bool   `json:"external,omitempty"`
}

// ConsentWithdrawn takes back, before the gate has passed, what was confirmed; the consent is requested again.
type ConsentWithdrawn struct {
	Organisation string   `json:"organisation"`
	Person       string   `json:"person"`
	Commitments  []string `json:"commitments"`
	Reason       string   `json:"reason"`
	External     bool     `json:"external,omitempty"`

	// How much of the one commitment named, where only a part of what was confirmed of it is taken back; all of it where both are 0.
	Pence         int64 `json:"amount_pence,omitempty"`
	FTEHundredths int64 `json:"fte_hundredths,omitempty"`
}

// EventType implements Event.
func (ConsentRequested) EventType() string { return "consent.requested" }

// EventType implements Event.
func (ConsentCarried) EventType() string { return "consent.carried" }

// EventType implements Event.
func (ConsentConfirmed) EventType() string { return "consent.confirmed" }

// EventType implements Event.
func (ConsentRecorded) EventType() string { return "consent.recorded" }

// EventType implements Event.
func (ConsentDeclined) EventType() string { return "consent.declined" }

// EventType implements Event.
func (ConsentWithdrawn) EventType() string { return "consent.withdrawn" }

func init() {
	known[ConsentRequested](1)
	known[ConsentCarried](1)
	known[ConsentConfirmed](1)
	known[ConsentRecorded](1)
	known[ConsentDeclined](1)
	known[ConsentWithdrawn](1)
}
