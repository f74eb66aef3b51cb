package workflow

import (
	"fmt"
	"slices"

	"comity/workflow/document"
)

// Who sits where, and for whom.

func boardIn(g *document.Governance, id string) *document.Board {
	for i := range g.Boards {
		if g.Boards[i].ID == id {
			return &g.Boards[i]
		}
	}
	return nil
}

func (o *oracle) seat(id string) *document.Seat {
	for i := range o.g.Boards {
		for j := range o.g.Boards[i].Seats {
			if s := &o.g.Boards[i].Seats[j]; s.ID == id {
				return s
			}
		}
	}
	return nil
}

// turn is whose turn it is in a seat that passes on each year; "" for one that does not pass on.
func (o *oracle) turn(s *document.Seat, on string) string {
	if s == nil || s.Rotation == nil {
		return ""
	}
	from := s.Rotation.From.String()
	n := 0
	for next := from; ; n++ {
		y := 0
		fmt.Sscanf(next, "%d", &y)
		next = fmt.Sprintf("%04d%s", y+1, from[4:])
		if on < next {
			break
		}
	}
	return s.Rotation.Among[n%len(s.Rotation.Among)]
}

// of is the organisation to which a seat belongs today.
func (o *oracle) of(s *document.Seat) string {
	if t := o.turn(s, o.on); t != "" {
		return t
	}
	return s.Organisation
}

// sits: the seat is in the document, and not of an organisation that is gone, and one of the terms gives it to the person today.
func (o *oracle) sits(terms []Term, seat, person string) bool {
	s := o.seat(seat)
	return s != nil && !o.gone(o.of(s)) && slices.ContainsFunc(terms, func(t Term) bool {
		runs := t.Seat == seat && (person == "" || t.Person == person) && t.From.String() <= o.on && (t.Until.IsZero() || o.on <= t.Until.String())
		return runs && (s.Rotation == nil || t.TurnOf == o.turn(s, o.on))
	})
}

func (o *oracle) holds(seat, person string) bool { return o.sits(o.r.Terms, seat, person) }

func (o *oracle) acts(seat, person string) bool {
	return o.holds(seat, person) || o.sits(o.r.Deputies, seat, person)
}

func (o *oracle) sitsFor(organisation, person string) bool {
	for _, b := range o.g.Boards {
		for i := range b.Seats {
			if o.of(&b.Seats[i]) == organisation && o.acts(b.Seats[i].ID, person) {
				return true
			}
		}
	}
	return false
}
