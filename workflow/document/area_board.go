package document

import (
	"slices"
	"strings"
)

// expandAreas puts, for a board that stands for one in each of several areas, those boards: the first in its place, the others behind all that the
// document lists. What is wrong with one of them is said where the one that stands for it is written.
func (b *binder) expandAreas(g *Governance) {
	for i, listed := 0, len(g.Boards); i < listed; i++ {
		pattern := g.Boards[i]
		for j, area := range pattern.ForAreas {
			if g.Area(area) == nil {
				continue // said by the check of its references
			}
			at := i
			if j > 0 {
				at = len(g.Boards)
				g.Boards = append(g.Boards, Board{})
				b.copyPlaces(item("boards", i), item("boards", at))
			}
			g.Boards[at] = pattern.in(g.Area(area))
		}
	}
}

// in is the board that this one stands for in an area.
func (b *Board) in(area *Area) Board {
	out := *b
	suffix := func(id string) string {
		if id == "" {
			return ""
		}
		return id + "-" + area.ID
	}
	all := func(ids []string) []string {
		ids = slices.Clone(ids)
		for i := range ids {
			ids[i] = suffix(ids[i])
		}
		return ids
	}
	name := area.Name
	if name == "" {
		name = area.ID
	}
	out.ID, out.Name = suffix(b.ID), strings.ReplaceAll(b.Name, "{area}", name)
	out.Areas = []string{area.ID}
	out.Chair = Chair{Seat: suffix(b.Chair.Seat), Vice: all(b.Chair.Vice)}
	out.Seats = slices.Clone(b.Seats)
	for i := range out.Seats {
		s := &out.Seats[i]
		s.ID, s.Holder, s.Deputies = suffix(s.ID), suffix(s.Holder), all(s.Deputies)
	}
	return out
}

// copyPlaces makes what is said of one value, and of all in it, be said at the places of another.
func (b *binder) copyPlaces(from, to string) {
	for path, at := range b.source.places {
		if rest, ok := strings.CutPrefix(path, from); ok && (rest == "" || rest[0] == '.' || rest[0] == '[') {
			b.source.places[to+rest] = at
		}
	}
	for path := range b.source.broken {
		if rest, ok := strings.CutPrefix(path, from); ok && (rest == "" || rest[0] == '.') {
			b.source.broken[to+rest] = true
		}
	}
}

// forAreas checks that a board that stands for several names them well.
func (c *check) forAreas(b *Board, path string) {
	if len(b.ForAreas) == 0 {
		return
	}
	for i, a := range b.ForAreas {
		if slices.Contains(b.ForAreas[:i], a) {
			c.fail(item(path+".for_areas", i), "duplicate_id", "%s stands here twice.", a)
		}
	}
	if _, written := c.source.places[path+".areas"]; written {
		c.fail(path+".areas", "template_for_both", "A board serves its areas, or stands for one in each of several, for_areas; not both.")
	}
}
