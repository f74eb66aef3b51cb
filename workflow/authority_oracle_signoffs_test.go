package workflow

import (
	"slices"

	"comity/workflow/document"
)

// What there is to decide, and who presides, votes and resolves.

func (o *oracle) signOff(id, gate string) *SignOff {
	for _, s := range slices.Backward(o.c.SignOffs) {
		if s.ID == id && (gate == "" || s.Gate == gate) {
			return s
		}
	}
	return nil
}

// pinned is the board by which a sign-off is decided.
func (o *oracle) pinned(s *SignOff) *document.Board {
	for _, v := range o.r.Governance {
		if v.Version == s.GovernanceVersion {
			return boardIn(v.governance, s.Board)
		}
	}
	return boardIn(o.g, s.Board)
}

func asideOn(s *SignOff, seat string) bool {
	for _, i := range s.Interests {
		if i.Seat == seat && i.Recuses && !i.Withdrawn && !i.Dispensed {
			return true
		}
	}
	return false
}

// presiding: the chair, then the vice-chairs, who are there and do not stand aside; one elected where they are not in the room.
func (o *oracle) presiding(s *SignOff) string {
	b := o.pinned(s)
	if b == nil {
		return ""
	}
	able := func(seat string) bool { return seat != "" && o.acts(seat, "") && !asideOn(s, seat) }
	elected := ""
	if s.Elected != nil && able(s.Elected.Seat) {
		elected = s.Elected.Seat
		for _, m := range o.r.Meetings {
			if m.ID == s.Elected.Meeting && m.State == "open" {
				return elected
			}
		}
	}
	for _, seat := range append([]string{b.Chair.Seat}, b.Chair.Vice...) {
		if able(seat) {
			return seat
		}
	}
	return elected
}

// resolves: the person presiding, or the secretariat with the minute; on an officer's sign-off the officer.
func (o *oracle) resolves(signOff, gate, person, minute string) string {
	s := o.signOff(signOff, gate)
	switch {
	case s == nil:
		return "there is no such sign-off"
	case s.Board == "" && o.post(s.OfficerOf, s.Post) == person,
		s.Board != "" && o.acts(o.presiding(s), person),
		s.Board != "" && o.secretary(person, s.Board) && minute != "":
		return ""
	}
	return "neither presides nor keeps the minutes"
}

func (o *oracle) post(organisation, post string) string {
	x := o.organisation(organisation)
	if o.gone(organisation) {
		return ""
	}
	if post == "chief_finance_officer" {
		return x.ChiefFinanceOfficer
	}
	return x.Officers[post]
}

// seatVotes: of that board, a voting seat, whose person has a vote left, and which does not stand aside.
func (o *oracle) seatVotes(s *SignOff, seat, person string, votes []Vote) string {
	b := o.pinned(s)
	i := -1
	if b != nil {
		i = slices.IndexFunc(b.Seats, func(x document.Seat) bool { return x.ID == seat })
	}
	switch {
	case i < 0:
		return "no seat of the board"
	case b.Seats[i].Voting != nil && !*b.Seats[i].Voting || b.Seats[i].Kind == "associate":
		return "no voting seat"
	case !o.acts(seat, person):
		return "neither holder nor deputy"
	case asideOn(s, seat):
		return "the seat stands aside"
	}
	for _, v := range votes {
		if !v.Struck && (v.Seat == seat || v.Person == person) {
			return "a second vote"
		}
	}
	return ""
}

func (o *oracle) monitors(s *SignOff, seat string) string {
	if x := o.seat(seat); x != nil {
		if mo := o.organisation(o.of(x)).MonitoringOfficer; mo != "" && !o.gone(o.of(x)) {
			return mo
		}
	}
	return o.lead().MonitoringOfficer
}
