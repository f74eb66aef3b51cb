package workflow

import (
	"slices"
	"time"

	"comity/events"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// What the votes come to: a result, a tie, a lost quorum, and what a refusal does at the gate (DOMAIN §2.2, §2.3).

// settleSignOff brings about what the votes, the recusals and the people in the seats make of one sign-off.
func (d *decision) settleSignOff(id string) {
	s := d.c.SignOff(id)
	if s == nil || s.Board == "" || d.c.Status != AtGate && !s.Afterwards {
		return
	}
	at := d.asOf()
	n := d.r.count(s, at)
	switch s.State {
	case SignOffOpen:
		if len(n.reasons) > 0 {
			d.emit(events.SignOffQuorumLost{SignOff: id, Reasons: n.reasons, LostAt: d.turned})
		} else if because, yes := n.closes(); yes {
			d.conclude(id, because)
		}
	case SignOffTie:
		if !n.quorate || n.result() != tie { // a participant stood aside, or takes part again (docs/decisions/0006)
			over := s.VotingOver != "" && n.quorate
			d.emit(events.SignOffRecounted{SignOff: id, Tally: n.tally})
			if over { // nobody votes after the deadline, or once the voting was closed
				d.conclude(id, "recounted")
			}
		}
	case SignOffNoQuorum:
		if len(n.reasons) == 0 {
			due := s.DueAt
			if !due.IsZero() && s.OverdueAt.IsZero() {
				due = due.Add(at.Sub(s.InquorateAt))
			}
			d.emit(events.SignOffQuorumRestored{SignOff: id, DueAt: due, RestoredAt: d.turned})
		} else if !slices.Equal(n.reasons, s.QuorumReasons) {
			d.emit(events.SignOffQuorumReasonsChanged{SignOff: id, Reasons: n.reasons})
		}
	}
}

// asOf is the moment at which the people in the seats are looked at: while a turn of the quorum is brought about that is noticed late,
// the moment of that turn, so that it does not depend on when it was noticed by how much a deadline moves; else now.
func (d *decision) asOf() time.Time { return orAt(d.turned, d.m.At) }

// castingVoteWithin is how long the person presiding has when a tie arises at the deadline itself (docs/decisions/0003).
var castingVoteWithin = calendar.Period{WorkingDays: 5}

// conclude ends the voting on the votes cast: a result, or a tie and what the board's rule makes of it.
func (d *decision) conclude(id, because string) {
	s := d.c.SignOff(id)
	n := d.r.count(s, d.m.At)
	result := n.result()
	if result != tie {
		d.decide(id, result, because)
		return
	}
	tied := events.SignOffTied{SignOff: id, Tally: n.tally, Presiding: d.r.Presiding(s, d.m.At)}
	if because != "all_voted" && because != "certain" {
		tied.Because = first(s.VotingOver, because)
	}
	if because == "deadline" && n.board.Rule.OnTie == document.TieCastingVote {
		tied.DueAt = d.cal.EndOf(d.cal.Add(d.today(), castingVoteWithin))
	}
	d.emit(tied)
	switch {
	case n.board.Rule.OnTie == document.TieFalls, n.board.Rule.OnTie == document.TieDispute && s.Afterwards: // there is nothing left to dispute
		d.decide(id, RefuseChoice, "tie_falls")
	case n.board.Rule.OnTie == document.TieDispute:
		d.emit(events.SignOffEscalated{SignOff: id, Because: "tie", DetectedAt: d.m.At, To: "dispute", Tally: n.tally})
		d.openDispute(events.DisputeRaised{Because: "tie", SignOff: id})
	}
}

// decide records a result and what it does at the gate. A vote to approve yields the result that belongs to the act.
func (d *decision) decide(id, choice, because string) {
	s := d.c.SignOff(id)
	e := events.SignOffDecided{SignOff: id, By: first(s.Board, d.m.Actor), Because: because}
	if because == "deadline" {
		e.DecidedAt = s.DueAt.Add(time.Second) // what follows from a deadline is dated the moment after it (DOMAIN §2.6, Clocks)
		d.closed = e.DecidedAt
	}
	if s.Board != "" {
		e.Tally = d.r.count(s, d.m.At).tally
	} else {
		e.Tally = events.Tally{Approve: b2i(choice == Approve), Refuse: b2i(choice != Approve)}
	}
	if choice == Approve {
		e.Conditions = conditions(s)
		e.Result = resultOf(s.Act, len(e.Conditions) > 0)
		d.emit(e)
		d.askReportBacks(s)
		return
	}
	e.Result = "refused"
	effect := d.effectOfRefusal(s)
	e.Dissent = effect == document.RefusalDissent
	d.emit(e)
	d.askReportBacks(s)
	switch effect {
	case document.RefusalReturns:
		d.returnTo(s, d.c.Stage, refusalReasons(s))
	case document.RefusalCloses:
		d.refuseGate(s)
	}
}

// resultOf is the positive result that belongs to an act.
func resultOf(act string, conditional bool) string {
	switch {
	case act == document.ActEndorse:
		return "endorsed"
	case act == document.ActNote:
		return "noted"
	case conditional:
		return "approved_with_conditions"
	}
	return "approved"
}

func conditions(s *SignOff) []string {
	var out []string
	for _, v := range s.Votes {
		if !v.Struck && v.Conditions != "" {
			out = append(out, v.Conditions)
		}
	}
	return out
}

func refusalReasons(s *SignOff) []string {
	var out []string
	for _, v := range s.Votes {
		if !v.Struck && v.Choice == RefuseChoice && v.Reason != "" && !slices.Contains(out, v.Reason) {
			out = append(out, v.Reason)
		}
	}
	if len(out) == 0 {
		out = []string{"Refused by " + first(s.Board, s.Post) + "."}
	}
	return out
}

// effectOfRefusal is what the workflow says; unless set, operational boards dissent, executive boards and officers return,
// strategic boards close (DOMAIN §2.3). Once the award is made a refusal returns instead of closing: a contract cannot be
// rejected, only reviewed and decommissioned (§2.1).
func (d *decision) effectOfRefusal(s *SignOff) string {
	effect := document.RefusalReturns
	b := d.board(d.first(s).Board)
	switch e := d.entryOf(s); {
	case !d.blocking(s):
		return document.RefusalDissent
	case e != nil && e.EffectOfRefusal != "":
		effect = e.EffectOfRefusal
	case b != nil && b.Level == document.LevelOperational:
		effect = document.RefusalDissent
	case b != nil && b.Level == document.LevelStrategic:
		effect = document.RefusalCloses
	}
	if effect == document.RefusalCloses && d.awarded() {
		return document.RefusalReturns
	}
	return effect
}

// first is the sign-off that one in place of another, and of another again, answers.
func (d *decision) first(s *SignOff) *SignOff {
	for s.InPlaceOf != "" {
		o := d.c.SignOff(s.InPlaceOf)
		if o == nil {
			break
		}
		s = o
	}
	return s
}
