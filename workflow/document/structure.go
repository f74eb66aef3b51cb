package document

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"comity/workflow/calendar"
)

// Structure holds the measures by which the partnership's structure is looked at. What is beyond them is advised against, and never refused.
type Structure struct {
	// More seats than this on one board are advised against; 30 unless said otherwise.
	SeatsAdvised int `json:"seats_advised" check:"min=1" example:"30"`
	// Seats on more boards than this for one person are advised against; 3 unless said otherwise.
	BoardsPerPersonAdvised int `json:"boards_per_person_advised" check:"min=1" example:"3"`
	// A board that has decided nothing for as long as this is called idle; P12M unless said otherwise.
	IdleAfter calendar.Period `json:"idle_after" example:"P12M"`
	// Posts that must be on a board, in the words in which a seat says its post. One that no seat has, or whose seat is vacant, is flagged.
	RequiredPosts []string `json:"required_posts" example:"[lead member for children, director of children's services]"`
	// What is paid for one attendance in a seat whose attendance is paid; without it the list of payments names no sum.
	AttendancePaymentGBP Pounds `json:"attendance_payment_gbp" example:"£75"`
	// The day by which the governance itself is to be reviewed. After it the strategic boards have an overdue item until a newer version is in force.
	ReviewDueOn calendar.Date `json:"review_due_on" example:"2027-03-31"`
}

// Measures are the structure's measures with what holds where the document says nothing.
func (s Structure) Measures() Structure {
	s.SeatsAdvised = cmp.Or(s.SeatsAdvised, 30)                    // the largest board of A-T3
	s.BoardsPerPersonAdvised = cmp.Or(s.BoardsPerPersonAdvised, 3) // one at each level
	s.IdleAfter = cmp.Or(s.IdleAfter, calendar.Period{Months: 12}) // F10
	return s
}

// HasPost reports whether a seat is of a post, however it is spelt: case, hyphens and underscores make no difference.
func (s *Seat) HasPost(post string) bool { return s.Post != "" && plainPost(s.Post) == plainPost(post) }

func plainPost(s string) string {
	return strings.Join(strings.Fields(strings.ToLower(strings.NewReplacer("-", " ", "_", " ", "’", "'").Replace(s))), " ")
}

// Remark is one thing that may be said about a structure from its document alone. The rest of it says of what.
type Remark struct {
	Code, Path, Sentence            string
	Board, Seat, Organisation, Post string
	Count                           int
}

// Remarks is what the document alone lets one say about the structure: large boards, boards that double one another, missing
// voices and posts, partners without a seat, the voluntary sector at executive level. `comity check` prints it as advice.
// Source: F10, F15, F25, F38, F43, F47.
func (g *Governance) Remarks() []Remark {
	var out []Remark
	m := g.Structure.Measures()
	for i := range g.Boards {
		b, path := &g.Boards[i], item("boards", i)
		if n := len(b.Seats); n > m.SeatsAdvised {
			out = append(out, Remark{Code: "board_large", Path: path + ".seats", Board: b.ID, Count: n, Sentence: fmt.Sprintf(
				"%s has %s, more than the %d advised: the more seats, the harder the meetings.", b.ID, count(n, "seat"), m.SeatsAdvised)})
		}
		for _, other := range g.Boards[:i] {
			if doubles(b, &other) {
				out = append(out, Remark{Code: "board_doubled", Path: path, Board: b.ID, Sentence: fmt.Sprintf(
					"%s is of the same level, theme and areas as %s, and reports to the same: one of the two may do.", b.ID, other.ID)})
			}
		}
		for j := range b.Seats {
			s := &b.Seats[j]
			if o := g.Organisation(s.Organisation); o != nil && o.Type == TypeVCS && b.Level == LevelExecutive {
				out = append(out, Remark{Code: "vcs_at_executive", Path: item(path+".seats", j), Board: b.ID, Seat: s.ID, Organisation: o.ID,
					Sentence: "Seat " + s.ID + " brings the voluntary sector to an executive board; elsewhere it sits at strategic or operational level, with support and pay for it."})
			}
		}
	}
	out = append(out, g.voices()...)
	for i, post := range m.RequiredPosts {
		if len(g.SeatsOfPost(post)) == 0 {
			out = append(out, Remark{Code: "post_missing", Path: item("structure.required_posts", i), Post: post,
				Sentence: "No seat is for the " + post + ", who must be on a board."})
		}
	}
	out = append(out, g.routes()...)
	for i := range g.Organisations {
		if o := &g.Organisations[i]; o.Duty == DutyRelevantPartner && !g.seated(o.ID) {
			out = append(out, Remark{Code: "partner_without_seat", Path: item("organisations", i), Organisation: o.ID,
				Sentence: o.ID + " has a duty to cooperate, and no seat on any board."})
		}
	}
	return out
}

// structure advises on what the document alone says about the structure.
func (c *check) structure(g *Governance) {
	if len(g.Boards) == 0 {
		return
	}
	for _, r := range g.Remarks() {
		c.advise(r.Path, r.Code, "%s", r.Sentence)
	}
	for i, post := range g.Structure.RequiredPosts {
		if slices.ContainsFunc(g.Structure.RequiredPosts[:i], func(p string) bool { return plainPost(p) == plainPost(post) }) {
			c.fail(item("structure.required_posts", i), "duplicate_id", "The post %s is required twice.", quoted(post))
		}
	}
	if due := g.Structure.ReviewDueOn; !due.IsZero() && due.Before(g.Metadata.EffectiveFrom) {
		c.fail("structure.review_due_on", "review_before_start", "The governance is to be reviewed by %s, before it holds from %s.", due, g.Metadata.EffectiveFrom)
	}
}

// doubles reports whether two boards do the same: same level, theme, areas and reporting lines.
func doubles(a, b *Board) bool {
	same := func(x, y []string) bool {
		return slices.Equal(slices.Sorted(slices.Values(x)), slices.Sorted(slices.Values(y)))
	}
	return a.Level == b.Level && a.Theme == b.Theme && same(a.Areas, b.Areas) && same(a.ReportsTo, b.ReportsTo)
}

// voices finds the voices that no seat speaks for.
func (g *Governance) voices() (out []Remark) {
	for _, v := range []struct{ kind, who string }{
		{ConstituencyChildren, "children and young people"}, {ConstituencyParents, "parents and carers"},
	} {
		if !slices.ContainsFunc(g.Boards, func(b Board) bool {
			return slices.ContainsFunc(b.Seats, func(s Seat) bool { return s.Constituency() == v.kind })
		}) {
			out = append(out, Remark{Code: "voice_missing_" + v.kind, Path: "boards", Sentence: "No seat speaks for " + v.who + " (represents: {kind: " + v.kind + "})."})
		}
	}
	return out
}

// SeatsOfPost lists the seats that are for a post.
func (g *Governance) SeatsOfPost(post string) (out []*Seat) {
	for i := range g.Boards {
		for j := range g.Boards[i].Seats {
			if s := &g.Boards[i].Seats[j]; s.HasPost(post) {
				out = append(out, s)
			}
		}
	}
	return out
}

// seated reports whether an organisation has a seat, or one of a group has that speaks for it.
func (g *Governance) seated(organisation string) bool {
	return slices.ContainsFunc(g.Boards, func(b Board) bool {
		return slices.ContainsFunc(b.Seats, func(s Seat) bool {
			return s.Organisation == organisation || s.NominatedBy == organisation || slices.Contains(s.Represents.Organisations, organisation) ||
				s.Rotation != nil && slices.Contains(s.Rotation.Among, organisation)
		})
	})
}
