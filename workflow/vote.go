package workflow

import (
	"slices"

	"comity/events"
	"comity/workflow/document"
)

// Votes: a seat's, one taken in the room, and the casting vote (DOMAIN §2.2).

// votingSeat finds a voting seat of the sign-off's board, as pinned.
func (d *decision) votingSeat(s *SignOff, seat string) (*document.Seat, *Problem) {
	version := s.GovernanceVersion
	if version == 0 {
		version = d.g.Metadata.Version
	}
	b := d.r.GovernanceVersion(version).Board(s.Board)
	if b != nil {
		for i := range b.Seats {
			if b.Seats[i].ID == seat {
				if !b.Seats[i].MayVote() {
					p := problem(NotPermitted, "Seat %s does not vote.", seat).under("seats of %s", s.Board).about(seat)
					return nil, &p
				}
				return &b.Seats[i], nil
			}
		}
	}
	p := problem(NotFound, "Sign-off %s has no seat %s.", s.ID, seat).about(seat)
	return nil, &p
}

// mayVote collects every reason why a person may not vote for a seat now.
func (d *decision) mayVote(s *SignOff, seat, person string) (acting, []Problem) {
	var out []Problem
	if s.Board == "" {
		return acting{}, []Problem{problem(NotPermitted, "Sign-off %s is a named officer's: use signoff.certify.", s.ID).about(s.ID)}
	}
	if _, p := d.votingSeat(s, seat); p != nil {
		return acting{}, []Problem{*p}
	}
	who, p := d.r.actFor(seat, person, d.m.At)
	if p != nil {
		out = append(out, *p)
	}
	if s.Recused(seat) {
		out = append(out, problem(SeatRecused, "Seat %s stands aside on this item.", seat).under("DOMAIN §0.9").about(seat))
	}
	for _, v := range s.Votes {
		if v.Struck {
			continue
		}
		if v.Seat == seat {
			out = append(out, problem(SeatAlreadyVoted, "Seat %s has already voted on this sign-off.", seat).under("DOMAIN §2.2").about(seat))
		} else if v.Person == person {
			out = append(out, problem(PersonAlreadyUsed, "%s has already voted on this sign-off, for seat %s.", person, v.Seat).
				under("DOMAIN §0.3, F39").about(person))
		}
	}
	if due := d.r.codeDue(seat, person, d.m.At); due != nil && p == nil {
		out = append(out, *due)
	}
	out = append(out, d.inTheRoom(s, seat, person)...)
	return who, append(out, d.authorVotes(person)...)
}

// inTheRoom refuses the vote of who is not recorded as present in person at an open meeting of a board that votes only there (F27).
func (d *decision) inTheRoom(s *SignOff, seat, person string) []Problem {
	b := d.r.GovernanceVersion(s.GovernanceVersion).Board(s.Board)
	if b == nil || b.Meetings == nil || !b.Meetings.InPerson {
		return nil
	}
	for _, m := range d.r.Meetings {
		if m.Board != s.Board || m.State != "open" {
			continue
		}
		if slices.ContainsFunc(m.Attendance, func(a events.Attendance) bool {
			return a.Seat == seat && a.Person == person && a.Present == "in_person"
		}) {
			return nil
		}
	}
	return []Problem{notPermitted("%s votes only in the room: %s is not recorded as present in person for seat %s at an open meeting.", s.Board, person, seat).
		under("boards.%s.meetings.in_person, F27", s.Board).about(seat)}
}

// authorVotes refuses the author's vote, of either kind, where the workflow says so (F117).
func (d *decision) authorVotes(person string) []Problem {
	if !d.w.Segregation.AuthorMayNotVote || person != d.c.Author {
		return nil
	}
	return []Problem{notPermitted("%s wrote this case and may not vote on it.", person).under("segregation of duties, F117").about(person)}
}

// vote is SignOffVote's rule.
func (d *decision) vote(cmd *SignOffVote) *Refusal {
	s, problems := d.ballotOpen(cmd.SignOff, SignOffOpen)
	if s == nil {
		return Refuse(problems...)
	}
	who, more := d.mayVote(s, cmd.Seat, d.m.Actor)
	problems = append(problems, more...)
	if signed := d.snapshotOf(s); cmd.Snapshot != "" && signed != "" && cmd.Snapshot != signed {
		problems = append(problems, problem(StaleRevision, "The papers have changed since they were shown: read them again.").under("DOMAIN §0.6"))
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(events.SignOffVoteCast{SignOff: s.ID, Seat: cmd.Seat, Person: d.m.Actor, AsDeputyFor: who.AsDeputyFor, Choice: cmd.Choice,
		Reason: cmd.Reason, Conditions: cmd.Conditions, Snapshot: d.snapshotOf(s)})
	return nil
}

// recordVote is SignOffRecordVote's rule: the vote is the seat's, the hand is the secretary's.
func (d *decision) recordVote(cmd *SignOffRecordVote) *Refusal {
	s, problems := d.ballotOpen(cmd.SignOff, SignOffOpen)
	if s == nil {
		return Refuse(problems...)
	}
	o, no := d.provisional(cmd.SignOff, cmd.Gate)
	if no != nil {
		return no
	}
	ratifies := o.State == SignOffProvisional && (cmd.Gate != "" || len(problems) > 0)
	if ratifies {
		s, problems = o, d.ratifiable(o)
	}
	person := first(cmd.Person, d.r.Holder(cmd.Seat, d.m.At))
	if b := d.g.Board(s.Board); b == nil || !slices.Contains(b.Secretary, d.m.Actor) {
		problems = append(problems, notPermitted("%s is not of the secretariat of %s.", d.m.Actor, s.Board))
	} else if b.Meetings == nil || !b.Meetings.RecordedVotes {
		problems = append(problems, notPermitted("The document of %s does not let votes in the room be recorded.", s.Board).
			under("boards.%s.meetings.recorded_votes", s.Board))
	}
	if mt := d.r.Meeting(cmd.Meeting); mt == nil || mt.Board != s.Board {
		problems = append(problems, problem(NotFound, "%s has no meeting %s.", s.Board, cmd.Meeting).about(cmd.Meeting))
	} else if mt.State != "open" {
		problems = append(problems, problem(WrongStage, "Meeting %s is %s.", cmd.Meeting, mt.State).about(cmd.Meeting))
	}
	ballot := s
	if ratifies {
		ballot = s.ballot()
	}
	who, more := d.mayVote(ballot, cmd.Seat, person)
	if problems = append(problems, more...); len(problems) > 0 {
		return Refuse(problems...)
	}
	if ratifies {
		d.emit(events.SignOffRatificationVoteCast{SignOff: s.ID, Gate: s.Gate, GateRound: s.GateRound, Seat: cmd.Seat, Person: person,
			AsDeputyFor: who.AsDeputyFor, Choice: cmd.Choice, Reason: cmd.Reason, RecordedBy: d.m.Actor, Minute: cmd.Minute, Meeting: cmd.Meeting})
		return nil
	}
	d.emit(events.SignOffVoteCast{SignOff: s.ID, Seat: cmd.Seat, Person: person, AsDeputyFor: who.AsDeputyFor, Choice: cmd.Choice, Reason: cmd.Reason,
		Conditions: cmd.Conditions, RecordedBy: d.m.Actor, Minute: cmd.Minute, Meeting: cmd.Meeting, Snapshot: d.snapshotOf(s)})
	return nil
}

// cast is SignOffCast's rule: the second vote of the person presiding, on equality, where the board's rule gives one.
func (d *decision) cast(cmd *SignOffCast) *Refusal {
	s, no := d.boardSignOff(cmd.SignOff, cmd.Gate)
	if no != nil {
		return Refuse(problem(NotFound, "Case %s has no board's sign-off %s.", d.c.ID, cmd.SignOff).about(cmd.SignOff))
	}
	var problems []Problem
	version := s.GovernanceVersion
	if version == 0 {
		version = d.g.Metadata.Version
	}
	if b := d.r.GovernanceVersion(version).Board(s.Board); b == nil || b.Rule.OnTie != document.TieCastingVote {
		problems = append(problems, problem(CastingVoteNotAllowed, "The rule of %s gives no casting vote.", s.Board).
			under("boards.%s.rule.on_tie", s.Board).about(s.Board))
	}
	if s.State == SignOffProvisional {
		problems = append(problems, d.ratifiable(s)...)
		if !d.ratificationTied(s) {
			problems = append(problems, problem(SignOffNotOpen, "The votes on the ratification of %s are not equal: there is nothing to cast.", s.ID).about(s.ID))
		}
	} else if _, more := d.ballotOpen(cmd.SignOff, SignOffTie); len(more) > 0 {
		if s.State == SignOffOpen && (s.Afterwards || d.c.Status == AtGate) {
			more = []Problem{problem(SignOffNotOpen, "The votes on sign-off %s are not equal: there is nothing to cast.", s.ID).about(s.ID)}
		}
		problems = append(problems, more...)
	}
	var who acting
	if _, p := d.votingSeat(s, cmd.Seat); p != nil && p.Code == NotFound {
		problems = append(problems, *p)
	} else if who, p = d.r.actFor(cmd.Seat, d.m.Actor, d.m.At); p != nil {
		problems = append(problems, *p)
	}
	if p := d.r.codeDue(cmd.Seat, d.m.Actor, d.m.At); p != nil {
		problems = append(problems, *p)
	}
	problems = append(problems, d.inTheRoom(s, cmd.Seat, d.m.Actor)...)
	problems = append(problems, d.authorVotes(d.m.Actor)...)
	if s.Recused(cmd.Seat) {
		problems = append(problems, problem(SeatRecused, "Seat %s stands aside on this item.", cmd.Seat).under("DOMAIN §0.9").about(cmd.Seat))
	}
	if presiding := d.r.Presiding(s, d.m.At); presiding != cmd.Seat {
		problems = append(problems, problem(NotPresiding, "Seat %s does not preside on this item; %s does.", cmd.Seat, first(presiding, "nobody")).
			under("DOMAIN §2.2").about(cmd.Seat).with(map[string]any{"presiding": presiding}))
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	if s.State == SignOffProvisional {
		d.castOnRatification(s, cmd, who)
		return nil
	}
	d.emit(events.SignOffCastingVoteCast{SignOff: s.ID, Seat: cmd.Seat, Person: d.m.Actor, AsDeputyFor: who.AsDeputyFor, Choice: cmd.Choice,
		Reason: cmd.Reason})
	d.decide(s.ID, cmd.Choice, "casting_vote")
	return nil
}
