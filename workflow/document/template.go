package document

import (
	"slices"
	"strings"
)

// SeatTemplate stands for one seat for each organisation, or for each political group, in each role: written once, and the same seats with the same ids wherever it is read.
// `comity check --expand` prints them.
type SeatTemplate struct {
	// The organisations that have a seat each …
	Each []string `json:"each" check:"ref=organisation" example:"[ald, bra, cal, dun]"`
	// … or, where true, those that serve the areas of the board …
	OfAreas bool `json:"of_areas"`
	// … or the political groups that have one each, of the organisation named. One of the three is given. Nothing but this reads what a group is.
	Groups []string `json:"groups" check:"token" example:"[conservative, labour]"`
	// For groups, the organisation whose groups they are.
	Organisation string `json:"organisation" check:"ref=organisation" example:"wcc"`
	// The roles, a seat for each; other unless said otherwise.
	Roles []string `json:"roles" check:"enum=roles" example:"[elected_member, officer]"`
	// The ids of the seats, with {board}, {organisation}, {group} and {role} (member, officer, other); "{board}-{organisation}-{role}" or "{board}-{group}-{role}" unless said otherwise.
	ID string `json:"id" example:"{organisation}-{role}"`
	// The ids of the persons proposed to hold them, made likewise; each has force once the organisation confirms it.
	Holder string `json:"holder" example:"p-{organisation}-{role}"`
	// The post of those who sit in them, in words.
	Post string `json:"post" example:"lead member for children"`
	// An organisation that fills them instead.
	NominatedBy string `json:"nominated_by" check:"ref=organisation" example:"district-leaders-group"`
	// Whether they vote; true unless said otherwise.
	Voting *bool `json:"voting"`
	// member unless said otherwise; an associate speaks and does not vote.
	Kind string `json:"kind" check:"enum=seat_kinds"`
	// Whether who attends in them is paid for the attendance.
	AttendancePaid bool `json:"attendance_paid"`
}

// seats are those that a template stands for, in the order of its lists. What its tags refuse is left out: that was said already.
func (t *SeatTemplate) seats(g *Governance, b *Board) (out []Seat) {
	board := b.ID
	roles := t.Roles
	if len(roles) == 0 {
		roles = []string{RoleOther}
	}
	add := func(organisation, group string) {
		for _, role := range roles {
			if !slices.Contains(Roles, role) || g.Organisation(organisation) == nil {
				continue
			}
			s := Seat{ID: t.id(board, organisation, group, role), Organisation: organisation, NominatedBy: t.NominatedBy, Role: role, Post: t.Post, Voting: t.Voting,
				Kind: t.Kind, AttendancePaid: t.AttendancePaid, PoliticalGroup: group}
			if t.Holder != "" {
				s.Holder = fill(t.Holder, board, organisation, group, role)
			}
			out = append(out, s)
		}
	}
	each := t.Each
	if t.OfAreas {
		each = g.serving(b.Areas)
	}
	for _, o := range each {
		add(o, "")
	}
	for _, group := range t.Groups {
		add(t.Organisation, group)
	}
	return out
}

func (t *SeatTemplate) id(board, organisation, group, role string) string {
	pattern := t.ID
	switch {
	case pattern == "" && group != "":
		pattern = "{board}-{group}-{role}"
	case pattern == "":
		pattern = "{board}-{organisation}-{role}"
	}
	return fill(pattern, board, organisation, group, role)
}

func fill(pattern, board, organisation, group, role string) string {
	return strings.NewReplacer("{board}", board, "{organisation}", organisation, "{group}", group, "{role}", strings.TrimPrefix(role, "elected_")).Replace(pattern)
}

// serving are the organisations that serve any of some areas, each once, in the order in which the areas name them.
func (g *Governance) serving(areas []string) (out []string) {
	for _, id := range areas {
		for _, a := range g.Areas {
			if a.ID != id {
				continue
			}
			for _, o := range a.Organisations {
				if !slices.Contains(out, o) {
					out = append(out, o)
				}
			}
		}
	}
	return out
}

// expand puts the boards that stand for one in each of several areas beside one another, and the seats that templates stand for behind the seats of
// their boards. A problem with one of them is said at its template.
func (b *binder) expand(g *Governance) {
	b.expandAreas(g)
	for i := range g.Boards {
		board := &g.Boards[i]
		for j := range board.SeatsFor {
			at := b.source.places[item(item("boards", i)+".seats_for", j)]
			for _, s := range board.SeatsFor[j].seats(g, board) {
				b.source.places[item(item("boards", i)+".seats", len(board.Seats))] = at
				board.Seats = append(board.Seats, s)
			}
		}
	}
}

// template checks that a template says for whom its seats are.
func (c *check) template(g *Governance, b *Board, t *SeatTemplate, path string) {
	switch {
	case len(t.Each) == 0 && !t.OfAreas && len(t.Groups) == 0:
		c.fail(path, "template_for_nobody", "Seats are for each organisation of a list, each, for those of the board's areas, of_areas, or for each political group, groups.")
	case len(t.Each) > 0 && len(t.Groups) > 0, t.OfAreas && len(t.Groups) > 0:
		c.fail(path, "template_for_both", "Seats are for each organisation or for each political group, not for both.")
	case len(t.Each) > 0 && t.OfAreas:
		c.fail(path, "template_for_both", "Seats are for each organisation of a list or for those of the board's areas, not for both.")
	case len(t.Groups) > 0 && t.Organisation == "":
		c.fail(path, "missing", "The political groups are of an organisation: organisation.")
	case (len(t.Each) > 0 || t.OfAreas) && t.Organisation != "":
		c.fail(path+".organisation", "template_for_both", "organisation is for groups; the organisations that have a seat each stand under each.")
	}
	for _, list := range []struct {
		name string
		ids  []string
	}{{"each", t.Each}, {"groups", t.Groups}, {"roles", t.Roles}} {
		for i, id := range list.ids {
			if slices.Contains(list.ids[:i], id) {
				c.fail(item(path+"."+list.name, i), "duplicate_id", "%s stands here twice.", id)
			}
		}
	}
	need := map[string]bool{"{organisation}": len(t.Each) > 1 || t.OfAreas && len(g.serving(b.Areas)) > 1, "{group}": len(t.Groups) > 1, "{role}": len(t.Roles) > 1}
	for _, mark := range []string{"{organisation}", "{group}", "{role}"} {
		if t.ID != "" && need[mark] && !strings.Contains(t.ID, mark) {
			c.fail(path+".id", "template_id", "The ids need %s, or several seats have the same one.", mark)
		}
	}
}
