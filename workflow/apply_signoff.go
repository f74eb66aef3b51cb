package workflow

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"comity/events"
)

// applySignOff folds the events of sign-offs.
func (c *Case) applySignOff(e events.Event, at time.Time) error {
	switch e := e.(type) {
	case events.SignOffRequested:
		c.SignOffs = append(c.SignOffs, &SignOff{ID: e.SignOff, Entry: e.Entry, Gate: e.Gate, GateRound: e.GateRound, Board: e.Board,
			OfficerOf: e.OfficerOf, Post: e.Post, Act: e.Act, Order: e.Order, InPlaceOf: e.InPlaceOf, Afterwards: e.Afterwards, Snapshot: e.Snapshot,
			State: SignOffWaiting, RequestedAt: at})
		return nil
	case events.SignOffOpened:
		return c.signOff(e.SignOff, "prerequisites_met", func(s *SignOff) {
			s.Round, s.GovernanceVersion, s.OpenedAt, s.DueAt, s.Calendar = e.Round, e.GovernanceVersion, at, e.DueAt, e.Calendar
			s.QuorumAt = at
		})
	case events.SignOffVoteCast:
		return c.signOff(e.SignOff, "vote", func(s *SignOff) {
			s.Votes = append(s.Votes, Vote{Seat: e.Seat, Person: e.Person, AsDeputyFor: e.AsDeputyFor, Choice: e.Choice, Reason: e.Reason,
				Conditions: e.Conditions, RecordedBy: e.RecordedBy, Minute: e.Minute, Meeting: e.Meeting, At: at})
		})
	case events.SignOffInterestDeclared:
		return c.signOffIn(e.SignOff, e.Gate, e.GateRound, "", func(s *SignOff) {
			s.Interests = append(s.Interests, Interest{Seat: e.Seat, Person: e.Person, Type: e.Interest, Nature: e.Nature, Recuses: e.Recuses})
			for i := range s.Votes {
				s.Votes[i].Struck = s.Votes[i].Struck || (e.Struck && s.Votes[i].Seat == e.Seat)
			}
			for i := range s.ratificationVotes() {
				v := &s.Urgent.Votes[i]
				v.Struck = v.Struck || (e.Struck && v.Seat == e.Seat)
			}
		})
	case events.SignOffInterestWithdrawn:
		return c.signOffIn(e.SignOff, e.Gate, e.GateRound, "", func(s *SignOff) { s.endInterests(e.Seat, func(i *Interest) { i.Withdrawn = true }) })
	case events.SignOffDispensed:
		return c.signOffIn(e.SignOff, e.Gate, e.GateRound, "", func(s *SignOff) { s.endInterests(e.Seat, func(i *Interest) { i.Dispensed = true }) })
	case events.SignOffQuorumLost:
		return c.signOff(e.SignOff, "quorum_lost", func(s *SignOff) {
			lost := orAt(e.LostAt, at)
			s.InquorateAt, s.QuorumAt, s.QuorumReasons = lost, lost, e.Reasons
		})
	case events.SignOffQuorumReasonsChanged:
		return c.signOff(e.SignOff, "", func(s *SignOff) { s.QuorumReasons = e.Reasons })
	case events.SignOffQuorumRestored:
		return c.signOff(e.SignOff, "quorum_restored", func(s *SignOff) {
			s.InquorateAt, s.QuorumAt, s.QuorumReasons, s.DueAt = time.Time{}, orAt(e.RestoredAt, at), nil, e.DueAt
		})
	case events.SignOffTied:
		return c.signOff(e.SignOff, "tie", func(s *SignOff) {
			s.Tally, s.VotingOver = &e.Tally, e.Because
			if !e.DueAt.IsZero() {
				s.DueAt = e.DueAt
			}
		})
	case events.SignOffRecounted:
		return c.signOff(e.SignOff, "recount", func(s *SignOff) { s.Tally = nil })
	case events.SignOffCastingVoteCast:
		return c.signOffIn(e.SignOff, e.Gate, e.GateRound, "", func(s *SignOff) {
			cast := &events.CastingVote{Seat: e.Seat, Choice: e.Choice}
			if s.State == SignOffProvisional {
				s.Urgent.Casting = cast
				return
			}
			s.Casting = cast
		})
	case events.SignOffCertified:
		return c.signOff(e.SignOff, "", func(s *SignOff) {
			s.Votes = append(s.Votes, Vote{Person: e.Person, Choice: e.Choice, Reason: e.Reason, At: at})
		})
	case events.SignOffDecided:
		return c.applyDecided(e, at)
	case events.SignOffReminded:
		return c.signOffIn(e.SignOff, e.Gate, e.GateRound, "", func(s *SignOff) {
			if key, ok := strings.CutPrefix(e.Reminder, "ratification:"); ok && s.Urgent != nil {
				if !slices.Contains(s.Urgent.Reminded, key) {
					s.Urgent.Reminded = append(s.Urgent.Reminded, key)
				}
				return
			}
			if n := len(s.Reminded); n == 0 || s.Reminded[n-1] != e.Reminder {
				s.Reminded = append(s.Reminded, e.Reminder)
			}
		})
	case events.SignOffOverdue:
		return c.signOffIn(e.SignOff, e.Gate, e.GateRound, "", func(s *SignOff) { s.OverdueAt = e.DueAt.Add(time.Second) })
	case events.SignOffSeatPassed:
		return c.signOff(e.SignOff, "", func(s *SignOff) {
			s.SeatsPassed = append(s.SeatsPassed, SeatPassing{Seat: e.Seat, At: e.PassedAt, To: e.ToOrganisation})
		})
	case events.SignOffEscalated:
		return c.signOff(e.SignOff, map[bool]string{true: "dispute", false: "deadline"}[e.Because == "tie"], func(s *SignOff) {
			s.Because, s.EscalatedTo, s.EndedAt, s.Tally = e.Because, e.To, at, &e.Tally
			for i := range s.Votes {
				s.Votes[i].NotCounted = true
			}
		})
	case events.SignOffReopened:
		return c.signOff(e.SignOff, "reopened", func(s *SignOff) {
			s.Earlier = append(s.Earlier, SignOffRound{s.Round, s.Result, s.Votes, s.Tally, s.EndedAt})
			s.again(e.Round, at, e.DueAt, e.GovernanceVersion)
		})
	case events.SignOffVoided:
		return c.signOffIn(e.SignOff, e.Gate, e.GateRound, "void", func(s *SignOff) {
			ended := orNow(e.DueAt, at)
			if s.Urgent != nil && s.Urgent.Outcome == "" {
				s.Urgent.Outcome, s.Urgent.Because, s.Urgent.EndedAt = "void", e.Because, ended
			}
			s.Because, s.EndedAt, s.EndedBy = e.Because, ended, e.GovernanceVersion
		})
	case events.SignOffReissued:
		return c.signOff(e.SignOff, "", func(s *SignOff) { s.ReissuedAs = append(slices.Clone(s.ReissuedAs), e.To) })
	}
	return errNotMine
}

func (c *Case) applyDecided(e events.SignOffDecided, at time.Time) error {
	if !e.DecidedAt.IsZero() {
		at = e.DecidedAt
	}
	s := c.SignOff(e.SignOff)
	event := "decide"
	switch {
	case e.Result == "returned" || e.Result == "deferred":
		event = "resolve"
	case s != nil && s.State == SignOffTie && e.Because == "tie_falls":
		event = "falls"
	case s != nil && s.State == SignOffTie:
		event = "casting_vote"
	}
	return c.signOff(e.SignOff, event, func(s *SignOff) {
		s.Result, s.By, s.Because, s.Tally, s.Conditions, s.Dissent, s.EndedAt = e.Result, e.By, e.Because, &e.Tally, e.Conditions, e.Dissent, at
	})
}

// signOff takes a sign-off through an event of its machine, "" for one that leaves its state, and changes it.
func (c *Case) signOff(id, event string, change func(*SignOff)) error {
	return c.signOffIn(id, "", 0, event, change)
}

// signOffIn does so with a sign-off of one round of a gate; gate "" for the newest of that id.
func (c *Case) signOffIn(id, gate string, round int, event string, change func(*SignOff)) error {
	s := c.signOffAt(id, gate, round)
	if s == nil {
		return fmt.Errorf("sign-off %s was never requested", id)
	}
	if event != "" {
		next, err := signOffMachine.next(string(s.State), event)
		if err != nil {
			return fmt.Errorf("sign-off %s: %w", id, err)
		}
		s.State = SignOffState(next)
	}
	change(s)
	return nil
}

// ratificationVotes are the votes on the ratification that is under way, none where there is none.
func (s *SignOff) ratificationVotes() []Vote {
	if s.State != SignOffProvisional {
		return nil
	}
	return s.Urgent.Votes
}

func (s *SignOff) endInterests(seat string, end func(*Interest)) {
	for i := range s.Interests {
		if s.Interests[i].Seat == seat {
			end(&s.Interests[i])
		}
	}
	restore(s.Votes, seat)
	restore(s.ratificationVotes(), seat)
}

// restore lets a seat's earlier valid vote count again, unless the seat or its person has cast another since: one person, one vote (DOMAIN §0.3).
func restore(votes []Vote, seat string) {
	for i := range votes {
		if v := &votes[i]; v.Seat == seat && !slices.ContainsFunc(votes, func(o Vote) bool { return !o.Struck && (o.Seat == seat || o.Person == v.Person) }) {
			v.Struck = false
		}
	}
}

// orAt is the moment that an event names, or that of its record where it names none.
func orAt(named, at time.Time) time.Time {
	if named.IsZero() {
		return at
	}
	return named
}
