package web

import (
	"comity/services/views/answer"
)

// acting is what the person is in one partnership, in words.
type acting struct {
	Partnership string // its name
	Address     string
	Seats       []actingSeat
	Others      []string // posts, units, secretariats
}

// actingSeat is a seat for which the person may act.
type actingSeat struct {
	Seat, Board, For, Until string
	Deputy                  bool
}

// actingIn says what the person is in every partnership: those in which they are nothing but an administrator of the
// installation are left out.
func actingIn(v *visit, me *answer.Me) (out []acting) {
	for i := range me.Partnerships {
		m := &me.Partnerships[i]
		a := acting{Partnership: nameOfPartnership(m), Address: "/" + m.Partnership + "/boards"}
		for j := range m.Seats {
			s := &m.Seats[j]
			a.Seats = append(a.Seats, actingSeat{Seat: s.Seat, Board: s.BoardName, For: upper(v.inSeat(s)), Until: day(s.Until), Deputy: s.Deputy})
		}
		for _, p := range m.Posts {
			a.Others = append(a.Others, words("post", p.Post)+" of "+p.OrganisationName)
		}
		for _, u := range m.Units {
			a.Others = append(a.Others, "Member of "+u.Name)
		}
		for _, b := range m.SecretaryOf {
			a.Others = append(a.Others, "Secretariat of "+b.Name)
		}
		if m.Administrator {
			a.Others = append(a.Others, "Administrator")
		}
		if len(a.Seats)+len(a.Others) > 0 {
			out = append(out, a)
		}
	}
	return out
}
