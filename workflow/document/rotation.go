package document

import (
	"slices"

	"comity/workflow/calendar"
)

// Rotation gives a seat to several organisations in turn (F32). Each turn begins at 00:00:00 on its first day, and whoever sat there in the turn before leaves with it.
type Rotation struct {
	// How long a turn is: years, months or days.
	Every calendar.Period `json:"every" check:"required" example:"P1Y"`
	// The organisations, in the order of their turns; after the last the first has it again.
	Among []string `json:"among" check:"required,ref=organisation" example:"[ald, bra, cal, dun]"`
	// The first day of the first turn; the day from which this version of the document holds unless said otherwise. Before it the first organisation has the seat.
	From calendar.Date `json:"from" example:"2026-05-20"`
}

// Turn is one organisation's time in a rotating seat: from its first day to the day before Next.
type Turn struct {
	Number       int // counts up from 0, over all organisations
	Organisation string
	From, Next   calendar.Date
}

// Last is the last day of a turn.
func (t Turn) Last() calendar.Date { return t.Next.AddDays(-1) }

// begins is the first day of turn n, reckoned from the first so that a short month does not shift those after it.
func (r *Rotation) begins(n int) calendar.Date {
	return r.From.AddMonths(n * (12*r.Every.Years + r.Every.Months)).AddDays(n * r.Every.Days)
}

// On is the turn on a day. The days before the first turn are counted to it.
func (r *Rotation) On(day calendar.Date) Turn {
	n := 0
	for r.sound() && !day.Before(r.begins(n+1)) {
		n++
	}
	return Turn{Number: n, Organisation: r.Among[n%len(r.Among)], From: r.begins(n), Next: r.begins(n + 1)}
}

// sound reports whether turns have an end.
func (r *Rotation) sound() bool { return r.begins(1).After(r.begins(0)) }

// Rotations lists the seats that rotate, by id, each with its first day.
func (g *Governance) Rotations() map[string]*Rotation {
	var out map[string]*Rotation
	for i := range g.Boards {
		for j := range g.Boards[i].Seats {
			s := &g.Boards[i].Seats[j]
			if s.Rotation == nil || len(s.Rotation.Among) == 0 {
				continue
			}
			r := *s.Rotation
			if r.From.IsZero() {
				r.From = g.Metadata.EffectiveFrom
			}
			if out == nil {
				out = map[string]*Rotation{}
			}
			out[s.ID] = &r
		}
	}
	return out
}

// rotation checks that turns can be reckoned, and that the seat is nobody else's.
func (c *check) rotation(s *Seat, path string) {
	r := s.Rotation
	if r == nil {
		return
	}
	if r.Every.WorkingDays > 0 || r.Every.Years+r.Every.Months+r.Every.Days == 0 {
		c.fail(path+".every", "rotation_period", "A turn in seat %s lasts years, months or days, as in P1Y.", s.ID)
	}
	if len(r.Among) == 1 {
		c.fail(path+".among", "rotation_alone", "Seat %s rotates among one organisation only: say organisation instead.", s.ID)
	}
	for i, o := range r.Among {
		if slices.Contains(r.Among[:i], o) {
			c.fail(item(path+".among", i), "duplicate_id", "%s has seat %s in turn twice.", o, s.ID)
		}
	}
	if s.Organisation != "" {
		c.fail(path, "rotation_of_one", "Seat %s belongs to %s, and cannot rotate: leave organisation out.", s.ID, s.Organisation)
	}
	if r.From.IsZero() {
		c.advise(path, "rotation_from", "The turns in seat %s are counted from the day on which this version holds; say from, or the next version counts them anew.", s.ID)
	}
}
