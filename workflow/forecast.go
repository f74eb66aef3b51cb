package workflow

import (
	"math"
	"time"
)

// Whether a board will be able to decide: who has voted, who still may, and whether that can make a quorum. The count of a
// vote asks which seats may vote; a forecast also asks who is there to do it, because one person has one vote (DOMAIN §0.3).

// What becomes of a quorum.
const (
	QuorumMet        = "met"        // those who voted make it
	QuorumPossible   = "possible"   // those who may still vote can make it
	QuorumImpossible = "impossible" // they cannot, as things stand
)

// Where a seat stands on a sign-off.
const (
	SeatVoted     = "voted"
	SeatMayVote   = "may_vote"
	SeatRecusedIs = "recused"
	SeatVacant    = "vacant"      // nobody has been in it
	SeatOutOfTerm = "out_of_term" // nobody is in it any more, or yet
	SeatUsed      = "used"        // whoever could vote for it has voted for another, or may not vote on this case
)

// Forecast is the outlook of one board's sign-off.
type Forecast struct {
	SignOff    string         `json:"signoff"`
	Board      string         `json:"board"`
	State      SignOffState   `json:"state"`
	DueAt      time.Time      `json:"due_at,omitzero"`
	DaysLeft   *int           `json:"days_left,omitempty"` // to the day of the deadline, 0 on it, below 0 after it; none without one
	Needed     int            `json:"needed"`              // seats that must take part
	Voted      int            `json:"voted"`               // seats that have
	Most       int            `json:"most"`                // seats that can have in the end, one for each person
	Categories []CategoryPart `json:"categories,omitempty"`
	Seats      []SeatPart     `json:"seats"`
	Quorum     string         `json:"quorum"`            // met, possible, impossible
	Missing    []string       `json:"missing,omitempty"` // sentences
	Unanswered []string       `json:"unanswered,omitempty"`
	Warnings   []string       `json:"warnings,omitempty"` // sentences: it does not meet before its deadline, and decides nothing in writing
}

// CategoryPart is how a required category of the quorum stands.
type CategoryPart struct {
	Name   string `json:"name"` // in words
	Needed int    `json:"needed"`
	Voted  int    `json:"voted"`
	Most   int    `json:"most"`
}

// SeatPart is how one voting seat stands on a sign-off.
type SeatPart struct {
	Seat       string   `json:"seat"`
	Label      string   `json:"label"`            // its organisation, and its post where it has one
	Holder     string   `json:"holder,omitempty"` // now
	Deputies   []string `json:"deputies,omitempty"`
	Standing   string   `json:"standing"`
	People     []string `json:"people,omitempty"`     // who may still vote for it
	Categories []string `json:"categories,omitempty"` // of the quorum that it counts towards
}

// ForecastOf says how the quorum of an unfinished sign-off of a board stands at a time, and what it still takes. For one that
// is not open yet the rules in force are taken; nobody has been asked then, and nobody is unanswered. Nil for a sign-off that
// is finished, and for a named officer's. Pure.
// Source: DOMAIN §2.2 (quorum), F39.
func ForecastOf(c *Case, r *Register, s *SignOff, at time.Time) *Forecast {
	d := view(c, r, Meta{At: at})
	s = s.votedOn()
	b := r.boardFor(s, at)
	if b == nil || s.State.Final() || d.g == nil {
		return nil
	}
	o := d.outlook(s, b, nil)
	f := &Forecast{SignOff: s.ID, Board: s.Board, State: s.State, DueAt: s.DueAt, Needed: b.Quorum.Voting, Voted: o.voted, Most: o.voted + o.most(o.open),
		Seats: o.seats, Categories: o.categories()}
	if !s.DueAt.IsZero() {
		days := d.daysTo(s.DueAt)
		f.DaysLeft = &days
	}
	f.Quorum, f.Missing = o.quorum()
	f.Warnings, _ = d.meetsTooLate(s)
	if s.State != SignOffWaiting {
		f.Unanswered = o.unanswered()
	}
	return f
}

// Expected says how the quorum of a sign-off will stand once all who come to a meeting have voted, for whom they come; by
// names the person of each seat that comes, "" for anybody who may act for it. Those who have voted count whether they come
// or not.
func Expected(c *Case, r *Register, s *SignOff, at time.Time, by map[string]string) (quorum string, missing []string) {
	d := view(c, r, Meta{At: at})
	s = s.votedOn()
	b := r.boardFor(s, at)
	if b == nil || d.g == nil {
		return "", nil
	}
	o := d.outlook(s, b, by)
	if quorum, missing = o.quorum(); quorum == QuorumPossible {
		return QuorumMet, nil
	}
	return quorum, missing
}

// daysTo counts the civil days to the day of a moment.
func (d *decision) daysTo(t time.Time) int {
	noon := func(t time.Time) time.Time { return d.cal.At(d.cal.DateOf(t), 12, 0) }
	return int(math.Round(noon(t).Sub(noon(d.m.At)).Hours() / 24))
}

// SeatLabel says for people whose seat it is: its organisation, and its post where it has one. The seat's id where the
// governance in force at a time has it no more.
func (r *Register) SeatLabel(seat string, at time.Time) string {
	d := &decision{r: r, g: r.GovernanceAt(at)}
	if _, s := d.g.Seat(seat); s != nil {
		return d.seatOrganisation(s)
	}
	return seat
}
