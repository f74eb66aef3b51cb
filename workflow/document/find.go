package document

// What follows finds a thing of a document by its id, and nil where there is none or the id is empty: also of no document, so that who
// asks of what is in force need not ask first whether anything is.

// Organisation is an organisation of the document.
func (g *Governance) Organisation(id string) *Organisation {
	if g == nil || id == "" {
		return nil
	}
	return find(g.Organisations, func(o *Organisation) bool { return o.ID == id })
}

// Unit is a commissioning unit.
func (g *Governance) Unit(id string) *Unit {
	if g == nil || id == "" {
		return nil
	}
	return find(g.Units, func(u *Unit) bool { return u.ID == id })
}

// Area is an area.
func (g *Governance) Area(id string) *Area {
	if g == nil || id == "" {
		return nil
	}
	return find(g.Areas, func(a *Area) bool { return a.ID == id })
}

// Board is a board.
func (g *Governance) Board(id string) *Board {
	if g == nil || id == "" {
		return nil
	}
	return find(g.Boards, func(b *Board) bool { return b.ID == id })
}

// Seat is a seat, with the board that it is of.
func (g *Governance) Seat(id string) (*Board, *Seat) {
	if g == nil || id == "" {
		return nil, nil
	}
	for i := range g.Boards {
		if s := find(g.Boards[i].Seats, func(s *Seat) bool { return s.ID == id }); s != nil {
			return &g.Boards[i], s
		}
	}
	return nil, nil
}

func find[T any](list []T, is func(*T) bool) *T {
	for i := range list {
		if is(&list[i]) {
			return &list[i]
		}
	}
	return nil
}
