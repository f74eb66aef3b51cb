package workflow

import (
	"fmt"
	"slices"
	"strings"
)

// What is said of urgent decisions: what waits for a concurrence, and what for ratification.

// explainConcurrence says that a concurrence was sought and is not given.
func (d *decision) explainConcurrence(s *SignOff) (Waiting, bool) {
	if s.Sought == nil || s.State != SignOffOpen && s.State != SignOffNoQuorum {
		return Waiting{}, false
	}
	w := Waiting{For: "concurrence:" + s.ID, Acts: []string{"signoff.concur"}, Details: nonEmpty(s.Sought.Reason)}
	asks := view(d.c, d.r, d.m)
	asks.m.Actor = s.Sought.Person
	_, missing := asks.concurred(s)
	if len(missing) == 0 {
		return Waiting{}, false
	}
	for _, c := range missing {
		w.On = append(w.On, c.seats...)
	}
	w.On = distinct(w.On)
	w.People = slices.DeleteFunc(d.peopleOf(w.On), func(p string) bool { return p == s.Sought.Person })
	w.Message = fmt.Sprintf("Whoever presides on %s wishes to decide urgently, and asks for a concurrence.", d.boardName(s))
	return w, true
}

// explainRatification says what an urgent decision waits for.
func (d *decision) explainRatification(s *SignOff) Waiting {
	u, name := s.Urgent, d.boardName(s)
	w := Waiting{For: ratificationName(s), Until: u.RatifyBy, Acts: []string{"signoff.ratify"}, Then: "the urgent decision falls, and the case is back at its gate"}
	n := d.r.count(s.ballot(), d.m.At)
	w.On = d.r.Awaited(s.ballot(), d.m.At)
	w.Message = fmt.Sprintf("%s is to ratify an urgent decision by the end of %s: %d for, %d against, %d abstained, %d not voted. Until then no contract is made.",
		name, d.date(u.RatifyBy), n.tally.Approve, n.tally.Refuse, n.tally.Abstain, len(w.On))
	if n.quorate {
		w.Then = "the ratification is decided on the votes cast"
	} else {
		w.Details = append(w.Details, "Those who voted do not make a quorum yet.")
	}
	if at := d.meetingToCome(s); !at.IsZero() {
		w.Details = append(w.Details, fmt.Sprintf("%s meets next on %s.", name, d.date(at)))
	}
	if d.ratificationTied(s) {
		seat := d.r.Presiding(s, d.m.At)
		w.On, w.Acts = nonEmpty(seat), []string{"signoff.cast"}
		w.Message = fmt.Sprintf("The votes of %s on the ratification are equal; %s has the casting vote.", name, first(seat, "nobody"))
		w.Then = "the urgent decision falls, and the case is back at its gate"
	}
	w.People = d.peopleOf(w.On)
	return w
}

// peopleOf lists who may act for seats now, holders before deputies.
func (d *decision) peopleOf(seats []string) []string {
	var out []string
	for _, seat := range seats {
		out = append(append(out, nonEmpty(d.r.Holder(seat, d.m.At))...), d.r.DeputiesOf(seat, d.m.At)...)
	}
	return distinct(out)
}

// RatificationOf reads a name of the form ratification:<gate>:<sign-off>.
func RatificationOf(name string) (gate, signOff string, ok bool) {
	parts := strings.Split(name, ":")
	if len(parts) != 3 || parts[0] != "ratification" {
		return "", "", false
	}
	return parts[1], parts[2], true
}
