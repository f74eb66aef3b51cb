package workflow

import (
	"slices"
	"time"

	"comity/events"
)

// What a sign-off keeps of an urgent decision, and a case of a gate that it passed on one (DOMAIN §2.1 row 27, §2.2).

// Concurrence is a seat's agreement to an urgent decision, good for the round in which it was given.
type Concurrence struct {
	Seat        string    `json:"seat"`
	Person      string    `json:"person"`
	AsDeputyFor string    `json:"as_deputy_for,omitempty"`
	Named       string    `json:"named"`             // whom the document names
	Instead     bool      `json:"instead,omitempty"` // another voting seat than the one that is named
	Reason      string    `json:"reason,omitempty"`
	At          time.Time `json:"at"`
}

// Sought is the request to concur in an urgent decision, good for its round.
type Sought struct {
	Seat   string    `json:"seat"`
	Person string    `json:"person"`
	Reason string    `json:"reason"`
	At     time.Time `json:"at"`
}

// Urgent is the one urgent decision on a sign-off, and its ratification. It stays when it was not ratified.
type Urgent struct {
	Seat         string        `json:"seat"`
	Person       string        `json:"person"`
	AsDeputyFor  string        `json:"as_deputy_for,omitempty"`
	Reason       string        `json:"reason"`
	Conditions   []string      `json:"conditions,omitempty"`
	Concurrences []Concurrence `json:"concurrences,omitempty"`
	ValuePence   int64         `json:"value_pence"`
	LimitPence   int64         `json:"limit_pence"`
	Round        int           `json:"round"`
	DecidedAt    time.Time     `json:"decided_at"`
	RatifyBy     time.Time     `json:"ratify_by"` // moves with the clocks of the case

	Board   string    `json:"board,omitempty"`   // in whose place was decided, where it has ended and another ratifies
	AskedAt time.Time `json:"asked_at,omitzero"` // since when that one does

	Votes    []Vote              `json:"votes,omitempty"` // on the ratification
	Casting  *events.CastingVote `json:"casting,omitempty"`
	Tied     bool                `json:"tied,omitempty"`
	Reminded []string            `json:"reminded,omitempty"`

	Outcome string        `json:"outcome,omitempty"` // ratified, not_ratified, void; "" while it is provisional
	Because string        `json:"because,omitempty"` // of the outcome
	Tally   *events.Tally `json:"tally,omitempty"`
	EndedAt time.Time     `json:"ended_at,omitzero"`
}

// Election is the seat that a board elected to preside on the item.
type Election struct {
	Seat    string    `json:"seat"`
	By      string    `json:"by"`
	Minute  string    `json:"minute"`
	Meeting string    `json:"meeting,omitempty"`
	At      time.Time `json:"at"`
}

// PassedProvisionally is what a case was when it passed a gate on a provisional sign-off, to go back to.
type PassedProvisionally struct {
	Attempt        GateAttempt              `json:"attempt"`
	Index          int                      `json:"index"` // of the gate among those passed
	Stage          string                   `json:"stage"`
	Cycle          int                      `json:"cycle"`
	StageEnteredAt time.Time                `json:"stage_entered_at"`
	Varying        bool                     `json:"varying,omitempty"`
	VariedAfter    int                      `json:"varied_after,omitempty"`
	Award          *events.AwardTerms       `json:"award,omitempty"`
	Terms          events.CaseTerms         `json:"terms"` // these and the next three: as signed
	Evidence       []EvidenceHeld           `json:"evidence,omitempty"`
	Commitments    []events.CommitmentTerms `json:"commitments,omitempty"`
	Risks          []RiskTerms              `json:"risks,omitempty"` // likewise
}

// holdID names the hold that an urgent decision places.
func (s *SignOff) holdID() string {
	return "ratification-" + s.Gate + "-" + itoa(s.GateRound) + "-" + s.ID
}

// ballot is the sign-off as its ratification is voted on: the same board, rule and interests, with the votes of the ratification.
func (s *SignOff) ballot() *SignOff {
	b := *s
	b.Votes, b.Casting = s.Urgent.Votes, s.Urgent.Casting
	return &b
}

// votedOn is the sign-off as its board votes on it now: on its ratification, by the end of the limit, where it was decided urgently.
func (s *SignOff) votedOn() *SignOff {
	if s.State != SignOffProvisional || s.Urgent == nil {
		return s
	}
	b := s.ballot()
	b.DueAt = s.Urgent.RatifyBy
	return b
}

// AwaitedToRatify lists the seats that may still vote on the ratification of an urgent decision.
func AwaitedToRatify(c *Case, r *Register, s *SignOff, at time.Time) []string {
	return r.Awaited(s.votedOn(), at)
}

// Provisional lists the sign-offs that wait for ratification, at whatever gate, oldest first.
func (c *Case) Provisional() []*SignOff {
	var out []*SignOff
	for _, s := range c.SignOffs {
		if s.State == SignOffProvisional {
			out = append(out, s)
		}
	}
	return out
}

// signOffAt finds a sign-off of one round of a gate; gate "" for the newest of that id.
func (c *Case) signOffAt(id, gate string, round int) *SignOff {
	if gate == "" {
		return c.SignOff(id)
	}
	for _, s := range slices.Backward(c.SignOffs) {
		if s.ID == id && s.Gate == gate && s.GateRound == round {
			return s
		}
	}
	return nil
}

// current reports whether a sign-off is of the present attempt at the present gate.
func (c *Case) current(s *SignOff) bool {
	return c.Gate != nil && s.Gate == c.Gate.Gate && s.GateRound == c.Gate.Round
}

// where names the gate and round of a sign-off that is not of the present attempt, for an event that must find it again.
func (c *Case) where(s *SignOff) (gate string, round int) {
	if c.SignOff(s.ID) == s {
		return "", 0
	}
	return s.Gate, s.GateRound
}

// notePassing keeps what a case was when it passed a gate on a provisional sign-off.
func (c *Case) notePassing(e events.GatePassed) {
	if c.Gate == nil || !slices.ContainsFunc(c.Current(), func(s *SignOff) bool { return s.State == SignOffProvisional }) {
		return
	}
	p := PassedProvisionally{Attempt: *c.Gate, Index: len(c.Passed), Stage: c.Stage, Cycle: c.Cycle, StageEnteredAt: c.StageEnteredAt,
		Varying: c.Varying, VariedAfter: c.VariedAfter, Award: c.Award, Terms: c.Terms, Evidence: slices.Clone(c.Evidence)}
	if list := c.wholes(offered); len(list) > 0 {
		p.Commitments = list
	}
	p.Risks = c.openRisks()
	c.PassedProvisionally = append(c.PassedProvisionally, p)
}

// passing finds what was kept when a gate passed; -1 for none.
func (c *Case) passing(gate string, round int) int {
	return slices.IndexFunc(c.PassedProvisionally, func(p PassedProvisionally) bool {
		return p.Attempt.Gate == gate && p.Attempt.Round == round
	})
}

// applyGateReopened takes a case back to a gate (row 27).
func (c *Case) applyGateReopened(e events.GateReopened, at time.Time) error {
	if i := c.passing(e.Gate, e.Round); i >= 0 {
		p := c.PassedProvisionally[i]
		attempt := p.Attempt
		c.Gate, c.Stage, c.Cycle, c.StageEnteredAt = &attempt, p.Stage, p.Cycle, p.StageEnteredAt
		c.Varying, c.VariedAfter, c.Award = p.Varying, p.VariedAfter, p.Award
		c.Passed = slices.Clone(c.Passed[:min(p.Index, len(c.Passed))])
		c.PassedProvisionally = slices.Clone(c.PassedProvisionally[:i])
	}
	if c.Gate != nil {
		g := *c.Gate
		g.Snapshot, g.Evidence, g.DecidedAt, g.ReopenedAt = e.Snapshot, e.Evidence, time.Time{}, at
		c.Gate = &g
	}
	return c.move("ratification_refused")
}

// shiftRatifications moves the limits of what waits for ratification by the time that the clocks of the case stood.
func (c *Case) shiftRatifications(by time.Duration) {
	for _, s := range c.Provisional() {
		u := *s.Urgent
		u.RatifyBy = u.RatifyBy.Add(by)
		s.Urgent = &u
	}
}

// applyUrgent folds the events of urgent decisions, their ratification, and elections to preside.
func (c *Case) applyUrgent(e events.Event, at time.Time) error {
	switch e := e.(type) {
	case events.SignOffConcurrenceSought:
		return c.signOff(e.SignOff, "", func(s *SignOff) { s.Sought = &Sought{Seat: e.Seat, Person: e.Person, Reason: e.Reason, At: at} })
	case events.SignOffConcurred:
		return c.signOff(e.SignOff, "", func(s *SignOff) {
			s.Concurrences = append(s.Concurrences, Concurrence{Seat: e.Seat, Person: e.Person, AsDeputyFor: e.AsDeputyFor, Named: e.Named,
				Instead: e.Instead, Reason: e.Reason, At: at})
		})
	case events.SignOffDecidedUrgently:
		return c.signOff(e.SignOff, "urgent_decision", func(s *SignOff) {
			u := &Urgent{Seat: e.Seat, Person: e.Person, AsDeputyFor: e.AsDeputyFor, Reason: e.Reason, Conditions: e.Conditions,
				ValuePence: e.ValuePence, LimitPence: e.LimitPence, Round: e.Round, DecidedAt: at, RatifyBy: e.RatifyBy}
			for _, k := range s.Concurrences {
				if slices.ContainsFunc(e.Concurrences, func(x events.Concurrence) bool { return x.Seat == k.Seat && x.Person == k.Person }) {
					u.Concurrences = append(u.Concurrences, k)
				}
			}
			s.Urgent, s.Sought, s.Concurrences = u, nil, nil
			s.InquorateAt, s.QuorumReasons = time.Time{}, nil
		})
	case events.SignOffRatificationVoteCast:
		return c.signOffIn(e.SignOff, e.Gate, e.GateRound, "", func(s *SignOff) {
			s.Urgent.Votes = append(s.Urgent.Votes, Vote{Seat: e.Seat, Person: e.Person, AsDeputyFor: e.AsDeputyFor, Choice: e.Choice, Reason: e.Reason,
				RecordedBy: e.RecordedBy, Minute: e.Minute, Meeting: e.Meeting, At: at})
		})
	case events.SignOffRatificationPassedOn:
		return c.applyRatificationPassedOn(e, at)
	case events.SignOffRatificationTied:
		return c.signOffIn(e.SignOff, e.Gate, e.GateRound, "", func(s *SignOff) { s.Urgent.Tied = true })
	case events.SignOffRatified:
		return c.signOffIn(e.SignOff, e.Gate, e.GateRound, "ratified", func(s *SignOff) {
			ended := orNow(e.DecidedAt, at)
			u := s.Urgent
			u.Outcome, u.Because, u.Tally, u.EndedAt, u.Tied = "ratified", e.Because, &e.Tally, ended, false
			s.Result, s.By, s.Because, s.Tally, s.Conditions, s.EndedAt = e.Result, e.By, "ratified", &e.Tally, e.Conditions, ended
			if i := c.passing(e.Gate, e.GateRound); i >= 0 && !slices.ContainsFunc(c.Provisional(), func(o *SignOff) bool {
				return o != s && o.Gate == e.Gate && o.GateRound == e.GateRound
			}) {
				c.PassedProvisionally = slices.Delete(slices.Clone(c.PassedProvisionally), i, i+1)
			}
		})
	case events.SignOffNotRatified:
		return c.signOffIn(e.SignOff, e.Gate, e.GateRound, "not_ratified", func(s *SignOff) {
			u := s.Urgent
			u.Outcome, u.Because, u.Tally, u.EndedAt, u.Tied = "not_ratified", e.Because, &e.Tally, e.EffectiveAt, false
			s.Earlier = append(s.Earlier, SignOffRound{Round: s.Round, Result: "not_ratified", Votes: s.Votes, EndedAt: e.EffectiveAt})
			s.again(e.Round, at, e.DueAt, e.GovernanceVersion)
		})
	case events.SignOffPresiderElected:
		return c.signOffIn(e.SignOff, e.Gate, e.GateRound, "", func(s *SignOff) {
			s.Elected = &Election{Seat: e.Seat, By: e.By, Minute: e.Minute, Meeting: e.Meeting, At: at}
		})
	}
	return errNotMine
}

// again empties a sign-off for another round; what belonged to the last one alone, concurrences among it, is gone.
func (s *SignOff) again(round int, at, due time.Time, version int) {
	s.Round, s.Votes, s.Tally, s.Casting, s.VotingOver = round, nil, nil, nil, ""
	s.Result, s.By, s.Because, s.Conditions, s.EndedAt, s.Reminded = "", "", "", nil, time.Time{}, nil
	s.OpenedAt, s.QuorumAt, s.DueAt, s.GovernanceVersion = at, at, due, version
	s.OverdueAt = time.Time{}
	s.Sought, s.Concurrences = nil, nil
}
