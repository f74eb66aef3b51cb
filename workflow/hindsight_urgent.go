package workflow

import (
	"slices"

	"comity/events"
	"comity/workflow/document"
)

// What a verifier asks about urgent decisions, their ratification, and elections to preside.

// Urgent says why an urgent decision could not be taken then, or is not what it says: who presided, who had concurred, what the case
// was worth, the limit, and by when it is to be ratified.
func (h Hindsight) Urgent(s *SignOff, e events.SignOffDecidedUrgently) []Problem {
	d := *h.d
	d.m.Actor = e.Person
	out := d.urgency(s)
	_, more := d.forSeat(s, e.Seat)
	out = append(append(out, more...), d.presides(s, e.Seat)...)
	given, missing := d.concurred(s)
	for _, c := range missing {
		out = append(out, problem(ConcurrenceMissing, "The %s had not concurred.", namedConcurrer(c)))
	}
	rule := d.urgentRule(s)
	if len(out) > 0 || rule == nil {
		return out
	}
	if !slices.Equal(given, e.Concurrences) || e.ValuePence != int64(d.wholeLife(d.c.Gate)) || e.LimitPence != int64(rule.LimitGBP.Pence) ||
		!e.RatifyBy.Equal(d.cal.EndOf(d.cal.Add(d.today(), rule.RatifyWithin))) {
		out = append(out, problem(Malformed, "Its value, its limit, its concurrences or its last day are not what the document makes them."))
	}
	return out
}

// Concurrence says why a seat could not concur then.
func (h Hindsight) Concurrence(s *SignOff, e events.SignOffConcurred) []Problem {
	d := *h.d
	d.m.Actor = e.Person
	out := d.urgency(s)
	_, more := d.forSeat(s, e.Seat)
	out = append(out, more...)
	if !slices.ContainsFunc(d.concurrers(s), func(c concurrer) bool {
		return slices.Contains(c.seats, e.Seat) && c.named == e.Named && c.instead == e.Instead
	}) {
		out = append(out, notPermitted("The concurrence of seat %s was not asked for.", e.Seat))
	}
	return out
}

// RatificationVote says why a vote on a ratification could not be given then.
func (h Hindsight) RatificationVote(s *SignOff, e events.SignOffRatificationVoteCast) []Problem {
	_, out := h.d.mayRatify(s, e.Seat, e.Person)
	return append(h.d.ratifiable(s), out...)
}

// Ballot counts the votes on the ratification of a sign-off that was decided urgently; false where its board is unknown.
func (h Hindsight) Ballot(s *SignOff) (Counted, bool) {
	if s.Urgent == nil {
		return Counted{}, false
	}
	out, ok := h.Count(s.ballot())
	if ok && h.d.ratifiedAtMeeting(s) != nil {
		out.Closes = first(out.Closes, "meeting_closed")
	}
	return out, ok
}

// RatifiedResult is what ratifying an urgent decision yields, and on what conditions.
func (h Hindsight) RatifiedResult(s *SignOff) (result string, conditions []string) {
	return resultOf(s.Act, len(s.Urgent.Conditions) > 0), s.Urgent.Conditions
}

// Election says why a seat could not be recorded as elected to preside then.
func (h Hindsight) Election(s *SignOff, e events.SignOffPresiderElected) []Problem {
	b := h.d.r.boardFor(s, h.d.m.At)
	// of then, or, as earlier builds had it, of when the sign-off opened
	if b == nil || !h.d.isSecretary(s.Board) && !slices.Contains(b.Secretary, e.By) || e.By != h.d.m.Actor || e.Minute == "" {
		return []Problem{notPermitted("It is for the secretariat to record, with the minute.")}
	}
	return h.d.mayElect(s, b, &SignOffElectPresider{SignOff: s.ID, Seat: e.Seat, Minute: e.Minute, Meeting: e.Meeting})
}

// Ratifies reports whether a hold is that of an urgent decision which still waits.
func (h Hindsight) Ratifies(hold string) bool {
	return slices.ContainsFunc(h.d.c.Provisional(), func(s *SignOff) bool { return s.holdID() == hold })
}

// IsRatification reports whether a hold is one that ends with a ratification.
func IsRatification(h *Hold) bool { return h.Kind == document.HoldRatification }

// SignOffAt finds a sign-off of one round of a gate, nil for none; gate "" for the present, else the newest, of that id.
func (c *Case) SignOffAt(id, gate string, round int) *SignOff { return c.signOffAt(id, gate, round) }
