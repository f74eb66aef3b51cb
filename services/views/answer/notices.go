package answer

import "time"

// NoticesArgs asks what a person was told lately; the one who asks when Person is empty.
type NoticesArgs struct {
	Person string `json:"person,omitempty" doc:"Who was told; the asking person unless said otherwise."`
}

// Notice is one thing that a person was told, and what became of it.
type Notice struct {
	ID       string    `json:"id"`
	Case     string    `json:"case,omitempty"`
	Title    string    `json:"title,omitempty"` // where the reader may see it
	Reason   string    `json:"reason"`          // a reason of workflow.Tell: asked, reminder, decided …
	For      string    `json:"for,omitempty"`   // signoff:wcb, consent:pol …
	Board    string    `json:"board,omitempty"`
	Heading  string    `json:"heading"` // in words: Decide by 4 December
	Until    time.Time `json:"until,omitzero"`
	At       time.Time `json:"at"`                 // of what it is told because of
	State    string    `json:"state"`              // waiting, mailed, dropped
	Because  string    `json:"because,omitempty"`  // why it was dropped: settled, superseded, erased, left
	Open     bool      `json:"open,omitempty"`     // it still asks for something
	Mail     string    `json:"mail,omitempty"`     // the mail that it went in
	Deputy   bool      `json:"deputy,omitempty"`   // told as a deputy
	Deputing string    `json:"deputing,omitempty"` // for whom, by name
}

// Undelivered is a mail that could not be delivered: somebody has to reach the person another way, or put the address right.
type Undelivered struct {
	Mail     string    `json:"mail"`
	Person   string    `json:"person"`
	Name     string    `json:"name"`
	Case     string    `json:"case,omitempty"` // none: it is about several, or about no case
	Reason   string    `json:"reason"`         // why it was written: of workflow.Tell, several, or sign_in
	Why      string    `json:"why"`            // what the mail server said, or that no address is known
	Since    time.Time `json:"since"`          // when it was written
	TriedAt  time.Time `json:"tried_at,omitzero"`
	Attempts int       `json:"attempts,omitempty"`
	Open     bool      `json:"open,omitempty"` // something in it still waits for the person
}

// Notices lists what a person was told, the newest first, and for the secretariats and the administrators what could not be
// delivered to anybody.
type Notices struct {
	Person      string        `json:"person"`
	Items       []Notice      `json:"items"`
	MayChase    bool          `json:"may_chase,omitempty"` // the reader sees what was not delivered
	Undelivered []Undelivered `json:"undelivered,omitempty"`
}
