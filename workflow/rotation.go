package workflow

import (
	"time"

	"comity/events"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// Seats that rotate (F32, DOMAIN §1 Seat): at 00:00:00 local time on its day a seat passes to the next organisation. Whoever sat
// there leaves with the turn, and so do the deputies; a vote cast stays cast. What the seat was asked and has not answered is asked
// of whoever sits there next. A mandate stays with the turn in which it was granted (docs/decisions/0018).

// runs reports whether a term gives its person the seat on a day, by the governance in force then: in its days and, where the seat
// rotates, in the turn for which it was given. A term from before the seat rotated ends where the turns begin.
func (p *Published) runs(t Term, day calendar.Date) bool {
	if !t.In(day) || p == nil || p.rotations[t.Seat] == nil {
		return t.In(day)
	}
	rot := p.rotations[t.Seat]
	if t.TurnOf == "" {
		return day.Before(rot.From)
	}
	return rot.On(day).Organisation == t.TurnOf
}

// ends is a term as it ends by the governance: no later than the turn for which it was given.
func (p *Published) ends(t Term) Term {
	if p == nil || p.rotations[t.Seat] == nil {
		return t
	}
	last := p.rotations[t.Seat].From.AddDays(-1)
	if t.TurnOf != "" {
		last = p.rotations[t.Seat].On(t.From).Last()
	}
	if t.Until.IsZero() || t.Until.After(last) {
		t.Until = last
	}
	return t
}

// TurnAt is the turn in a rotating seat at a time; not ok for a seat that does not rotate.
func (r *Register) TurnAt(seat string, at time.Time) (turn document.Turn, ok bool) {
	p := r.inForce(at)
	if p == nil || p.rotations[seat] == nil {
		return turn, false
	}
	return p.rotations[seat].On(p.calendar.DateOf(at)), true
}

// SeatOrganisation is the organisation that a seat sits for at a time: its own or, where it rotates, the one whose turn it is. ""
// for a seat of none, which a group fills.
func (r *Register) SeatOrganisation(s *document.Seat, at time.Time) string {
	if s.Rotation == nil {
		return s.Organisation
	}
	if turn, ok := r.TurnAt(s.ID, at); ok {
		return turn.Organisation
	}
	return s.Organisation
}

// inTurn is a seat as the rules of voting see it at a time: a rotating one belongs to the organisation whose turn it is.
func (r *Register) inTurn(s *document.Seat, at time.Time) *document.Seat {
	if s.Rotation == nil {
		return s
	}
	seat := *s
	seat.Organisation = r.SeatOrganisation(s, at)
	return &seat
}

// MandateInForce reports whether a mandate may be used at a time: in its days and, where its seat rotates, in the turn in which it
// was granted.
func (r *Register) MandateInForce(m MandateHeld, at time.Time) bool {
	day := r.CalendarAt(at).DateOf(at)
	if day.Before(m.From) || (!m.Until.IsZero() && day.After(m.Until)) {
		return false
	}
	p := r.inForce(at)
	if p == nil || p.rotations[m.Seat] == nil {
		return true
	}
	rot := p.rotations[m.Seat]
	return rot.On(m.From).Number == rot.On(day).Number
}

// turnSpan reads the days of a term in a rotating seat: it ends with the turn in which it begins. Where the seat does not rotate
// nothing changes.
func (d *registering) turnSpan(seat string, from, until calendar.Date) (turnOf string, last calendar.Date, problems []Problem) {
	p := d.r.inForce(d.m.At)
	if p == nil || p.rotations[seat] == nil {
		return "", until, nil
	}
	turn := p.rotations[seat].On(from)
	if until.After(turn.Last()) {
		return turn.Organisation, until, []Problem{problem(Malformed, "Seat %s is %s's until %s and passes on the next day: the term cannot run to %s.",
			seat, turn.Organisation, turn.Last(), until).under("boards.seats.%s.rotation, F32", seat).about("until")}
	}
	return turn.Organisation, earliest(until, turn.Last()), nil
}

// earliest is the earlier of a last day and the last of a turn; no day is later than every day.
func earliest(until, last calendar.Date) calendar.Date {
	if until.IsZero() || !last.IsZero() && last.Before(until) {
		return last
	}
	return until
}

// nextPassing is the first day after a moment on which a seat passes on, none for a seat that does not rotate.
func (d *decision) nextPassing(seat string, after time.Time) (calendar.Date, bool) {
	p := d.r.inForce(d.m.At)
	if p == nil || p.rotations[seat] == nil {
		return calendar.Date{}, false
	}
	return p.rotations[seat].On(p.calendar.DateOf(after)).Next, true
}

// dueOfRotation lists when the seats that a sign-off still waits for pass on, as long as it is open.
func (d *decision) dueOfRotation(s *SignOff) (out []DueItem) {
	b := d.r.GovernanceVersion(s.GovernanceVersion).Board(s.Board)
	if b == nil {
		return nil
	}
	for i := range b.Seats {
		seat := &b.Seats[i]
		if !seat.MayVote() || s.voteOf(seat.ID) != nil || s.Recused(seat.ID) {
			continue
		}
		since := s.OpenedAt
		for _, x := range s.SeatsPassed {
			if x.Seat == seat.ID && x.At.After(since) {
				since = x.At
			}
		}
		if on, ok := d.nextPassing(seat.ID, since); ok {
			if at := d.cal.StartOf(on); s.DueAt.IsZero() || !at.After(s.DueAt) {
				out = append(out, DueItem{At: at, What: "rotation", On: s.ID, Key: seat.ID})
			}
		}
	}
	return out
}

// passSeat records that a seat which a sign-off waits for passed on.
func (d *decision) passSeat(x DueItem) {
	before, _ := d.r.TurnAt(x.Key, x.At.Add(-time.Second))
	now, _ := d.r.TurnAt(x.Key, x.At)
	d.emit(events.SignOffSeatPassed{SignOff: x.On, Seat: x.Key, PassedAt: x.At, FromOrganisation: before.Organisation, ToOrganisation: now.Organisation,
		Previous: d.r.Holder(x.Key, x.At.Add(-time.Second)), Person: d.r.Holder(x.Key, d.m.At)})
}

// vacantTurns says which seats of a sign-off's board nobody sits in because the organisation whose turn it is has appointed nobody.
func (d *decision) vacantTurns(s *SignOff) (out []string) {
	b := d.r.GovernanceVersion(s.GovernanceVersion).Board(s.Board)
	if b == nil {
		return nil
	}
	for i := range b.Seats {
		seat := &b.Seats[i]
		turn, ok := d.r.TurnAt(seat.ID, d.m.At)
		if ok && seat.MayVote() && s.voteOf(seat.ID) == nil && !d.r.Filled(seat.ID, d.m.At) {
			out = append(out, "Seat "+seat.ID+" is "+d.organisationName(turn.Organisation)+"'s since "+d.date(d.cal.StartOf(turn.From))+
				", and nobody is appointed to it yet.")
		}
	}
	return out
}
