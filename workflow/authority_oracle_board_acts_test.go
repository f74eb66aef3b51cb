package workflow

import (
	"slices"

	"comity/workflow/document"
)

// Whose the acts on a sign-off are.

func (o *oracle) forbidsOnSignOff(person string, cmd Command) (string, bool) {
	on := func(id, gate string, states ...SignOffState) (*SignOff, string) {
		s := o.signOff(id, gate)
		switch {
		case s == nil || s.Board == "":
			return s, "no board's sign-off"
		case len(states) > 0 && !slices.Contains(states, s.State):
			return s, "the sign-off is " + string(s.State)
		}
		return s, ""
	}
	switch cmd := cmd.(type) {
	case *SignOffVote:
		s, why := on(cmd.SignOff, "", SignOffOpen)
		return first(why, o.seatVotesOf(s, cmd.Seat, person)), true
	case *SignOffRecordVote:
		s, why := on(cmd.SignOff, cmd.Gate, SignOffOpen, SignOffProvisional)
		if why != "" {
			return why, true
		}
		b := boardIn(o.g, s.Board)
		open := slices.ContainsFunc(o.r.Meetings, func(m *Meeting) bool { return m.ID == cmd.Meeting && m.Board == s.Board && m.State == "open" })
		if !o.secretary(person, s.Board) || !open || b == nil || b.Meetings == nil || !b.Meetings.RecordedVotes {
			return "no vote in the room that its secretary records", true
		}
		voter := cmd.Person
		for _, t := range o.r.Terms {
			if voter == "" && t.Seat == cmd.Seat && o.holds(cmd.Seat, t.Person) {
				voter = t.Person
			}
		}
		return o.seatVotesOf(s, cmd.Seat, voter), true
	case *SignOffRatify:
		s, why := on(cmd.SignOff, cmd.Gate, SignOffProvisional)
		return first(why, o.seatVotesOf(s, cmd.Seat, person)), true
	case *SignOffCast:
		s, why := on(cmd.SignOff, cmd.Gate, SignOffTie, SignOffProvisional)
		if why == "" && (o.presiding(s) != cmd.Seat || !o.acts(cmd.Seat, person) || o.pinned(s).Rule.OnTie != "casting_vote") {
			why = "does not preside, or casts no vote"
		}
		return why, true
	case *SignOffDeclareInterest:
		s, why := on(cmd.SignOff, cmd.Gate)
		if why == "" {
			why = o.either(o.pinned(s) != nil && slices.ContainsFunc(o.pinned(s).Seats, func(x document.Seat) bool { return x.ID == cmd.Seat }) && o.acts(cmd.Seat, person),
				"neither holder nor deputy")
		}
		return why, true
	case *SignOffDispense:
		s, why := on(cmd.SignOff, cmd.Gate)
		return first(why, o.dispenses(s, cmd.Seat, person)), true
	case *SignOffWithdrawInterest:
		s, why := on(cmd.SignOff, cmd.Gate)
		return first(why, o.dispenses(s, cmd.Seat, person)), true
	case *SignOffElectPresider:
		s, why := on(cmd.SignOff, cmd.Gate)
		return first(why, o.either(s != nil && o.secretary(person, s.Board) && cmd.Minute != "", "not of its secretariat")), true
	case *SignOffCertify:
		s := o.signOff(cmd.SignOff, "")
		return o.either(s != nil && s.Board == "" && s.State == SignOffOpen && o.post(s.OfficerOf, s.Post) == person && person != o.c.Author, "not that officer, or the author"), true
	case *SignOffSeekConcurrence, *SignOffConcur, *SignOffDecideUrgently:
		return o.forbidsUrgency(person, cmd), true
	}
	return "", false
}

func (o *oracle) seatVotesOf(s *SignOff, seat, person string) string {
	if s == nil {
		return "there is no such sign-off"
	}
	votes := s.Votes
	if s.State == SignOffProvisional {
		votes = s.Urgent.Votes
	}
	return o.seatVotes(s, seat, person, votes)
}

// dispenses: the monitoring officer, and nobody for the seat from which they act themselves (DESIGN §4: nobody widens their own authority).
func (o *oracle) dispenses(s *SignOff, seat, person string) string {
	if s == nil {
		return "there is no such sign-off"
	}
	return o.either(o.monitors(s, seat) == person && person != "" && !o.acts(seat, person), "not the monitoring officer for the seat")
}

func (o *oracle) forbidsUrgency(person string, cmd Command) string {
	id, seat := "", ""
	switch cmd := cmd.(type) {
	case *SignOffSeekConcurrence:
		id, seat = cmd.SignOff, cmd.Seat
	case *SignOffConcur:
		id, seat = cmd.SignOff, cmd.Seat
	case *SignOffDecideUrgently:
		id, seat = cmd.SignOff, cmd.Seat
	}
	s := o.signOff(id, "")
	if s == nil || s.Board == "" || s.State != SignOffOpen && s.State != SignOffNoQuorum || s.Urgent != nil {
		return "no urgent decision is possible there"
	}
	b := o.pinned(s)
	if b == nil || b.Urgent == nil || !b.Urgent.Allowed {
		return "the board knows no urgent decisions"
	}
	var sum int64
	for _, k := range o.c.Commitments {
		if !k.Released && (k.Withdrawal == nil || !k.Withdrawal.Gone) {
			sum += k.Pence
		}
	}
	if o.c.Terms.PlanPence > 0 {
		sum = o.c.Terms.PlanPence
	}
	if limit := int64(b.Urgent.LimitGBP.Pence); sum > limit || o.c.Gate != nil && o.c.Gate.Award != nil && o.c.Gate.Award.ValuePence > limit {
		return "the case is worth more than may be decided urgently"
	}
	if !o.acts(seat, person) || asideOn(s, seat) {
		return "neither holder nor deputy, or the seat stands aside"
	}
	presiding := o.presiding(s)
	if _, concurs := cmd.(*SignOffConcur); concurs {
		return o.either(seat != presiding && slices.ContainsFunc(b.Seats, func(x document.Seat) bool { return x.ID == seat }), "who presides does not concur")
	}
	if presiding != seat {
		return "does not preside"
	}
	if _, decides := cmd.(*SignOffDecideUrgently); decides {
		used := []string{person}
		for range b.Urgent.Concurrence {
			i := slices.IndexFunc(s.Concurrences, func(k Concurrence) bool {
				return k.Seat != presiding && !asideOn(s, k.Seat) && !slices.Contains(used, k.Person)
			})
			if i < 0 {
				return "nobody else has concurred"
			}
			used = append(used, s.Concurrences[i].Person)
		}
	}
	return ""
}
