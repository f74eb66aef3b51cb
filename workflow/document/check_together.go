package document

import (
	"maps"
	"slices"
	"strings"
)

// together checks a workflow against the governance under which it is to run: that its boards and officers are there. The problems are
// the workflow's.
func (c *check) together(w *Workflow, g *Governance) {
	c.holds(w, g)
	for i := range w.Gates {
		for j := range w.Gates[i].SignOffs {
			s, path := &w.Gates[i].SignOffs[j], item(item("gates", i)+".sign_offs", j)
			if s.Board != nil {
				c.selects(g, s.Board, path+".board")
			}
			if s.Officer != nil {
				c.officer(g, s.Officer, path+".officer")
			}
			if to := s.OnLapse.EscalateTo; to != nil {
				c.selects(g, to, path+".on_lapse.escalate_to")
				c.lapsesToItself(g, s, path+".on_lapse.escalate_to")
			}
			c.atMeetings(g, s, path)
		}
	}
}

// Selects reports whether a selection can pick a board in some case: the areas and the outcome of the case narrow it further.
func (b *BoardSelector) Selects(board *Board) bool {
	switch {
	case b.ID != "":
		return board.ID == b.ID || slices.Contains(board.Merges, b.ID)
	case b.Level != board.Level:
		return false
	case b.ByArea && len(board.Areas) == 0:
		return false
	}
	return !b.Theme || board.Theme != ""
}

func (c *check) selects(g *Governance, b *BoardSelector, path string) {
	var picked []*Board
	for i := range g.Boards {
		if b.Selects(&g.Boards[i]) {
			picked = append(picked, &g.Boards[i])
		}
	}
	boards := ids(g.Boards, func(b *Board) string { return b.ID })
	switch {
	case len(picked) == 0 && b.ID != "":
		c.fail(path+".id", "dangling_id", "The governance has no board %s.%s", quoted(b.ID), didYouMean(b.ID, boards))
		return
	case len(picked) == 0 && b.Level != "":
		c.fail(path, "selects_no_board", "The governance has no %s board that this selects.", b.Level)
		return
	}
	for _, p := range picked {
		if !slices.ContainsFunc(p.Seats, func(s Seat) bool { return s.MayVote() }) {
			c.fail(path, "board_cannot_vote", "%s is asked to decide, and none of its seats votes.", p.ID)
		}
	}
	if !b.ByArea || len(picked) == 0 {
		return
	}
	for _, a := range g.Areas {
		if !slices.ContainsFunc(picked, func(p *Board) bool { return slices.Contains(p.Areas, a.ID) }) {
			c.warn(path+".by_area", "area_without_board", "No %s board serves area %s, so a case there asks none.", b.Level, a.ID)
		}
	}
}

// officer checks that the organisation has such a post, and somebody in it.
func (c *check) officer(g *Governance, o *OfficerPost, path string) {
	org := g.Organisation(o.Of)
	if org == nil {
		c.fail(path+".of", "dangling_id", "The governance has no organisation %s.%s", quoted(o.Of),
			didYouMean(o.Of, ids(g.Organisations, func(org *Organisation) string { return org.ID })))
		return
	}
	if org.Officer(o.Post) != "" {
		return
	}
	if slices.Contains(OfficerPosts, o.Post) {
		c.fail(path+".post", "post_empty", "%s names nobody as %s.", org.ID, o.Post)
		return
	}
	posts := append(slices.Clone(OfficerPosts), slices.Sorted(maps.Keys(org.Officers))...)
	c.fail(path+".post", "unknown_value", "%s has no post %s.%s It has %s.", org.ID, quoted(o.Post), didYouMean(o.Post, posts), strings.Join(posts, ", "))
}

// Officer is the person in a post of the organisation; empty where it has no such post, or nobody in it.
func (o *Organisation) Officer(post string) string {
	switch post {
	case PostAuthorisingOfficer:
		return o.AuthorisingOfficer
	case PostProperOfficer:
		return o.ProperOfficer
	case PostMonitoringOfficer:
		return o.MonitoringOfficer
	case PostChiefFinanceOfficer:
		return o.ChiefFinanceOfficer
	}
	return o.Officers[post]
}

// lapsesToItself finds a board among those to which its own sign-off lapses, where ids and levels hide it.
func (c *check) lapsesToItself(g *Governance, s *SignOff, path string) {
	if s.Board == nil || s.Board.words() == s.OnLapse.EscalateTo.words() {
		return // nobody to ask, or said already
	}
	for i := range g.Boards {
		if b := &g.Boards[i]; s.Board.Selects(b) && s.OnLapse.EscalateTo.Selects(b) {
			c.fail(path, "lapse_cycle", "A sign-off of %s lapses to itself.", b.ID)
		}
	}
}

// atMeetings warns of a board that decides only at meetings and has none in sight of a deadline.
func (c *check) atMeetings(g *Governance, s *SignOff, path string) {
	for i := range g.Boards {
		b := &g.Boards[i]
		if s.Board == nil || !s.Board.Selects(b) || s.Deadline.IsZero() || b.Meetings == nil || b.Meetings.WrittenProcedure == nil || *b.Meetings.WrittenProcedure {
			continue
		}
		if len(b.Meetings.Dates) == 0 && b.Meetings.Every.IsZero() {
			c.warn(path+".deadline", "no_meetings", "%s decides only at meetings, and has neither dates nor an interval.", b.ID)
		}
	}
}
