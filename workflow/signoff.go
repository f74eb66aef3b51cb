package workflow

import (
	"slices"
	"time"

	"comity/events"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// The acts on a sign-off: voting, the room, the casting vote, interests, closing, certificates (DOMAIN §2.2). What follows
// from them by arithmetic is settle, at the end.

// openSignOff finds the sign-off of an act and refuses where it is not in one of the states. A sign-off that is finished says
// so even where the case has moved on; a case that is not at its gate refuses before a sign-off that only waits.
func (d *decision) openSignOff(id string, states ...SignOffState) (*SignOff, []Problem) {
	s := d.c.SignOff(id)
	if s == nil {
		return nil, []Problem{problem(NotFound, "Case %s has no sign-off %s.", d.c.ID, id).about(id)}
	}
	var out []Problem
	switch {
	case slices.Contains(states, s.State) && d.c.Status == AtGate:
	case s.State == SignOffVoidState:
		out = append(out, problem(SignOffVoid, "Sign-off %s is void: %s.", id, s.Because).under("DOMAIN §2.2").about(id))
	case s.State.Final():
		out = append(out, problem(SignOffClosed, "Sign-off %s is finished: %s.", id, first(s.Result, string(s.State))).under("DOMAIN §2.2").about(id))
	case d.c.Status != AtGate:
		out = append(out, *d.at("an act on sign-off "+id, AtGate))
	case s.State == SignOffWaiting:
		out = append(out, problem(SignOffNotOpen, "Sign-off %s waits for those before it.", id).under("DOMAIN §2.2").about(id))
	case s.State == SignOffNoQuorum:
		out = append(out, problem(SignOffInquorate, "Sign-off %s has no quorum: %s.", id, sentence(s.QuorumReasons)).
			under("quorum of %s", s.Board).about(id).with(map[string]any{"reasons": s.QuorumReasons}))
	case s.State == SignOffTie:
		out = append(out, problem(SignOffClosed, "The votes on sign-off %s are equal; only a casting vote is open.", id).under("DOMAIN §2.2").about(id))
	default:
		out = append(out, problem(SignOffNotOpen, "Sign-off %s is %s.", id, s.State).under("DOMAIN §2.2").about(id))
	}
	return s, out
}

// votingSeat finds a voting seat of the sign-off's board, as pinned.
func (d *decision) votingSeat(s *SignOff, seat string) (*document.Seat, *Problem) {
	version := s.GovernanceVersion
	if version == 0 {
		version = d.g.Metadata.Version
	}
	b := boardOf(d.r.GovernanceVersion(version), s.Board)
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
	return who, append(out, d.authorVotes(person)...)
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
	s, problems := d.openSignOff(cmd.SignOff, SignOffOpen)
	if s == nil {
		return Refuse(problems...)
	}
	who, more := d.mayVote(s, cmd.Seat, d.m.Actor)
	problems = append(problems, more...)
	if cmd.Snapshot != "" && d.c.Gate != nil && cmd.Snapshot != d.c.Gate.Snapshot {
		problems = append(problems, problem(StaleRevision, "The papers have changed since they were shown: read them again.").under("DOMAIN §0.6"))
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(events.SignOffVoteCast{SignOff: s.ID, Seat: cmd.Seat, Person: d.m.Actor, AsDeputyFor: who.AsDeputyFor, Choice: cmd.Choice,
		Reason: cmd.Reason, Conditions: cmd.Conditions, Snapshot: d.c.Gate.Snapshot})
	return nil
}

// recordVote is SignOffRecordVote's rule: the vote is the seat's, the hand is the secretary's.
func (d *decision) recordVote(cmd *SignOffRecordVote) *Refusal {
	s, problems := d.openSignOff(cmd.SignOff, SignOffOpen)
	if s == nil {
		return Refuse(problems...)
	}
	person := first(cmd.Person, d.r.Holder(cmd.Seat, d.m.At))
	if b := boardOf(d.g, s.Board); b == nil || !slices.Contains(b.Secretary, d.m.Actor) {
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
	who, more := d.mayVote(s, cmd.Seat, person)
	if problems = append(problems, more...); len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(events.SignOffVoteCast{SignOff: s.ID, Seat: cmd.Seat, Person: person, AsDeputyFor: who.AsDeputyFor, Choice: cmd.Choice, Reason: cmd.Reason,
		Conditions: cmd.Conditions, RecordedBy: d.m.Actor, Minute: cmd.Minute, Meeting: cmd.Meeting, Snapshot: d.c.Gate.Snapshot})
	return nil
}

// cast is SignOffCast's rule: the second vote of the person presiding, on equality, where the board's rule gives one.
func (d *decision) cast(cmd *SignOffCast) *Refusal {
	s := d.c.SignOff(cmd.SignOff)
	if s == nil || s.Board == "" {
		return Refuse(problem(NotFound, "Case %s has no board's sign-off %s.", d.c.ID, cmd.SignOff).about(cmd.SignOff))
	}
	var problems []Problem
	version := s.GovernanceVersion
	if version == 0 {
		version = d.g.Metadata.Version
	}
	if b := boardOf(d.r.GovernanceVersion(version), s.Board); b == nil || b.Rule.OnTie != document.TieCastingVote {
		problems = append(problems, problem(CastingVoteNotAllowed, "The rule of %s gives no casting vote.", s.Board).
			under("boards.%s.rule.on_tie", s.Board).about(s.Board))
	}
	if _, more := d.openSignOff(cmd.SignOff, SignOffTie); len(more) > 0 {
		if s.State == SignOffOpen && d.c.Status == AtGate {
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
	d.emit(events.SignOffCastingVoteCast{SignOff: s.ID, Seat: cmd.Seat, Person: d.m.Actor, AsDeputyFor: who.AsDeputyFor, Choice: cmd.Choice,
		Reason: cmd.Reason})
	d.decide(s.ID, cmd.Choice, "casting_vote")
	return nil
}

// declareInterest is SignOffDeclareInterest's rule.
func (d *decision) declareInterest(cmd *SignOffDeclareInterest) *Refusal {
	s, problems := d.openSignOff(cmd.SignOff, SignOffWaiting, SignOffOpen, SignOffNoQuorum, SignOffTie)
	if s == nil {
		return Refuse(problems...)
	}
	if s.Board == "" {
		return Refuse(notPermitted("Sign-off %s is a named officer's.", s.ID))
	}
	if _, p := d.votingSeat(s, cmd.Seat); p != nil {
		problems = append(problems, *p)
	} else if _, p := d.r.actFor(cmd.Seat, d.m.Actor, d.m.At); p != nil {
		problems = append(problems, *p)
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	recuses := cmd.Interest == "pecuniary" || cmd.Interest == "provider" || slices.Contains(d.g.Interests.AlsoRecuse, cmd.Interest)
	d.emit(events.SignOffInterestDeclared{SignOff: s.ID, Seat: cmd.Seat, Person: d.m.Actor, Interest: cmd.Interest, Nature: cmd.Nature,
		Recuses: recuses, Struck: recuses && s.voteOf(cmd.Seat) != nil})
	return nil
}

// monitoringOfficer is who may dispense a seat: that of its organisation where the document names one, else that of the lead
// authority.
func (d *decision) monitoringOfficer(s *SignOff, seat string) string {
	if st, p := d.votingSeat(s, seat); p == nil {
		if o := organisationOf(d.g, st.Organisation); o != nil && o.MonitoringOfficer != "" {
			return o.MonitoringOfficer
		}
	}
	return Officer(leadAuthority(d.g), "monitoring_officer")
}

// interestAct finds a seat's recusal and checks that the monitoring officer acts.
func (d *decision) interestAct(signOff, seat string) (*SignOff, *Refusal) {
	s, problems := d.openSignOff(signOff, SignOffWaiting, SignOffOpen, SignOffNoQuorum, SignOffTie)
	if s == nil {
		return nil, Refuse(problems...)
	}
	if officer := d.monitoringOfficer(s, seat); officer == "" || officer != d.m.Actor {
		problems = append(problems, problem(NotAuthorisedToDispense, "Only the monitoring officer may do this for seat %s.", seat).
			under("DOMAIN §2.2, Localism Act 2011 s.33").about(seat).with(map[string]any{"monitoring_officer": officer}))
	}
	if !slices.ContainsFunc(s.Interests, func(i Interest) bool { return i.Seat == seat && !i.Withdrawn && !i.Dispensed }) {
		problems = append(problems, problem(NotFound, "Seat %s has declared no interest on this item.", seat).about(seat))
	}
	if len(problems) > 0 {
		return nil, Refuse(problems...)
	}
	return s, nil
}

func (d *decision) dispense(cmd *SignOffDispense) *Refusal {
	s, no := d.interestAct(cmd.SignOff, cmd.Seat)
	if no == nil {
		d.emit(events.SignOffDispensed{SignOff: s.ID, Seat: cmd.Seat, By: d.m.Actor, Reason: cmd.Reason})
	}
	return no
}

func (d *decision) withdrawInterest(cmd *SignOffWithdrawInterest) *Refusal {
	s, no := d.interestAct(cmd.SignOff, cmd.Seat)
	if no == nil {
		d.emit(events.SignOffInterestWithdrawn{SignOff: s.ID, Seat: cmd.Seat, By: d.m.Actor, Reason: cmd.Reason})
	}
	return no
}

// closeVoting is SignOffClose's rule.
func (d *decision) closeVoting(cmd *SignOffClose) *Refusal {
	s, problems := d.openSignOff(cmd.SignOff, SignOffOpen)
	if s == nil {
		return Refuse(problems...)
	}
	if s.Board == "" {
		return Refuse(append(problems, notPermitted("Sign-off %s is a named officer's.", s.ID))...)
	}
	problems = append(problems, d.mayResolve(s, cmd.Minute)...)
	if len(problems) == 0 {
		if n := d.r.count(s, d.m.At); !n.quorate {
			problems = append(problems, problem(SignOffInquorate, "Those who voted on %s do not make a quorum.", s.ID).under("quorum of %s", s.Board).about(s.ID))
		}
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.conclude(s.ID, "closed")
	return nil
}

// mayResolve says why the actor may not record a resolution of the sign-off's board: it is for the person presiding, or for
// the secretariat citing the minute (DOMAIN §2.1, return and deferral). An officer resolves on the officer's own sign-off.
func (d *decision) mayResolve(s *SignOff, minute string) []Problem {
	if s.Board == "" {
		if Officer(organisationOf(d.g, s.OfficerOf), s.Post) == d.m.Actor {
			return nil
		}
		return []Problem{notPermitted("Only the %s of %s may do this.", s.Post, s.OfficerOf)}
	}
	if presiding := d.r.Presiding(s, d.m.At); presiding != "" {
		if _, p := d.r.actFor(presiding, d.m.Actor, d.m.At); p == nil {
			return nil
		}
	}
	if b := boardOf(d.g, s.Board); b != nil && slices.Contains(b.Secretary, d.m.Actor) {
		if minute == "" {
			return []Problem{problem(Malformed, "The secretariat must cite the minute.").under("DOMAIN §2.1 (return, deferral)").about("minute")}
		}
		return nil
	}
	return []Problem{notPermitted("Only the person presiding, or the secretariat of %s, may do this.", s.Board)}
}

// certify is SignOffCertify's rule.
func (d *decision) certify(cmd *SignOffCertify) *Refusal {
	s, problems := d.openSignOff(cmd.SignOff, SignOffOpen)
	if s == nil {
		return Refuse(problems...)
	}
	if s.Board != "" {
		return Refuse(append(problems, notPermitted("Sign-off %s is a board's: its seats vote.", s.ID))...)
	}
	o := organisationOf(d.g, s.OfficerOf)
	entry := d.entryOf(s)
	if officer := Officer(o, s.Post); officer != d.m.Actor {
		delegable := entry == nil || entry.Delegable == nil || *entry.Delegable
		switch {
		case !delegable:
			problems = append(problems, problem(NonDelegable, "Only the %s of %s may certify; it may not be delegated.", s.Post, s.OfficerOf).
				under("sign_offs.%s.delegable", s.Entry).about(d.m.Actor))
		case Officer(o, "deputy_"+s.Post) != d.m.Actor:
			problems = append(problems, notPermitted("Only the %s of %s, or the deputy in that post, may certify.", s.Post, s.OfficerOf))
		}
	}
	if d.w.Segregation.AuthorMayNotCertify && d.m.Actor == d.c.Author {
		problems = append(problems, notPermitted("%s wrote this case and may not certify it.", d.m.Actor).under("segregation of duties, F117"))
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	choice := first(cmd.Choice, Approve)
	d.emit(events.SignOffCertified{SignOff: s.ID, Person: d.m.Actor, Choice: choice, Reason: cmd.Reason})
	d.decide(s.ID, choice, "certificate")
	return nil
}

// settleSignOff brings about what the votes, the recusals and the people in the seats make of one sign-off.
func (d *decision) settleSignOff(id string) {
	s := d.c.SignOff(id)
	if s == nil || s.Board == "" || d.c.Status != AtGate {
		return
	}
	n := d.r.count(s, d.m.At)
	switch s.State {
	case SignOffOpen:
		if len(n.reasons) > 0 {
			d.emit(events.SignOffQuorumLost{SignOff: id, Reasons: n.reasons})
		} else if because, yes := n.closes(); yes {
			d.conclude(id, because)
		}
	case SignOffTie:
		if !n.quorate || n.result() != tie { // a participant stood aside, or takes part again (docs/decisions/0006)
			d.emit(events.SignOffRecounted{SignOff: id, Tally: n.tally})
		}
	case SignOffNoQuorum:
		if len(n.reasons) == 0 {
			due := s.DueAt
			if !due.IsZero() {
				due = due.Add(d.m.At.Sub(s.InquorateAt))
			}
			d.emit(events.SignOffQuorumRestored{SignOff: id, DueAt: due})
		} else if !slices.Equal(n.reasons, s.QuorumReasons) {
			d.emit(events.SignOffQuorumReasonsChanged{SignOff: id, Reasons: n.reasons})
		}
	}
}

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
	if because == "deadline" && n.board.Rule.OnTie == document.TieCastingVote {
		tied.DueAt = d.cal.EndOf(d.cal.Add(d.today(), castingVoteWithin))
	}
	d.emit(tied)
	switch n.board.Rule.OnTie {
	case document.TieFalls:
		d.decide(id, RefuseChoice, "tie_falls")
	case document.TieDispute:
		d.emit(events.SignOffEscalated{SignOff: id, Because: "tie", DetectedAt: d.m.At, To: "dispute", Tally: n.tally})
		d.openDispute("tie", "", id)
	}
}

// decide records a result and what it does at the gate. A vote to approve yields the result that belongs to the act.
func (d *decision) decide(id, choice, because string) {
	s := d.c.SignOff(id)
	e := events.SignOffDecided{SignOff: id, By: first(s.Board, d.m.Actor), Because: because}
	if because == "deadline" {
		e.DecidedAt = s.DueAt.Add(time.Second) // what follows from a deadline is dated the moment after it (DOMAIN §2.6, Clocks)
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
		return
	}
	e.Result = "refused"
	effect := d.effectOfRefusal(s)
	e.Dissent = effect == document.RefusalDissent
	d.emit(e)
	switch effect {
	case document.RefusalReturns:
		d.returnTo(s, d.c.Stage, refusalReasons(s))
	case document.RefusalCloses:
		d.refuseGate(s)
	}
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
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
		if !v.Struck && v.Choice == RefuseChoice && v.Reason != "" {
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
	b := boardOf(d.g, s.Board)
	switch e := d.entryOf(s); {
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

// open opens a waiting sign-off: the clock starts, and quorum and rule are pinned.
func (d *decision) open(s *SignOff, deadline calendar.Period) {
	var due time.Time
	if !deadline.IsZero() {
		due = d.cal.EndOf(d.cal.Add(d.today(), deadline))
	}
	d.emit(events.SignOffOpened{SignOff: s.ID, Round: max(s.Round, 1), GovernanceVersion: d.g.Metadata.Version, DueAt: due, Calendar: d.cal.Version()})
}

func notPermitted(format string, args ...any) Problem { return problem(NotPermitted, format, args...) }

// sentence joins reasons for people.
func sentence(list []string) string {
	out := ""
	for i, s := range list {
		if i > 0 {
			out += ", "
		}
		out += s
	}
	return out
}
