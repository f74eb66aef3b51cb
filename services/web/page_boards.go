package web

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/document"
)

// boards lists the boards of a partnership, the strategic ones first.
func (v *visit) boards() error {
	if _, err := v.membership(); err != nil {
		return err
	}
	var r answer.Register
	if err := v.ask("register", nil, &r); err != nil {
		return err
	}
	return v.show("boards", page{Title: "Boards", Data: boardsByLevel(r.Boards)})
}

// boardsOfLevel are the boards of one level.
type boardsOfLevel struct {
	Level  string
	Boards []answer.BoardRow
}

func boardsByLevel(list []answer.BoardRow) []boardsOfLevel {
	var out []boardsOfLevel
	for _, level := range []string{"strategic", "executive", "operational"} {
		x := boardsOfLevel{Level: level}
		for _, b := range list {
			if b.Level == level {
				x.Boards = append(x.Boards, b)
			}
		}
		slices.SortStableFunc(x.Boards, func(a, b answer.BoardRow) int { return cmp.Compare(a.Name, b.Name) })
		if len(x.Boards) > 0 {
			out = append(out, x)
		}
	}
	return out
}

// boardPage is what the page board shows.
type boardPage struct {
	Owed []answer.Duty // after decisions, and not done
	answer.Board
	QuorumSentences []string
	RuleSentences   []string
	Next            []*workflow.Meeting // that are still to be, soonest first
	Past            []*workflow.Meeting // newest first
	Before          []beforeBoard
	SeatsShown      []boardSeat
	Vacant          int
	Secretary       bool // the reader keeps its papers
}

// beforeBoard is a case that a board has before it.
type beforeBoard struct {
	answer.SignOffRow
	Address, Name string
}

// boardSeat is a seat and who sits in it.
type boardSeat struct {
	answer.SeatRow
	Name, Role, Presides string
	Speaks               string   // for whom, where it is not its own organisation
	Turns                []string // of a rotating seat
}

// board shows who sits on a board, how it decides, what is before it and when it meets.
func (v *visit) board() error {
	m, err := v.membership()
	if err != nil {
		return err
	}
	p := boardPage{}
	if err := v.ask("board", answer.BoardArgs{Board: v.path("board")}, &p.Board); err != nil {
		return err
	}
	n := v.naming()
	for _, s := range p.Seats {
		x := boardSeat{SeatRow: s, Name: n.Organisation(s.Organisation)}
		if s.Rotation != nil {
			x.Name = n.Organisation(s.Rotation.TurnOf)
		}
		if s.Role != "" {
			x.Role = words("role", s.Role)
		}
		x.Speaks, x.Turns = n.speaksFor(s), n.turns(s)
		switch {
		case s.ID == p.Chair:
			x.Presides = "Presides"
		case slices.Contains(p.Vice, s.ID):
			x.Presides = "Presides if the chair is away"
		}
		if s.Holder == "" {
			p.Vacant++
		}
		p.SeatsShown = append(p.SeatsShown, x)
	}
	p.QuorumSentences, p.RuleSentences = n.quorumWords(p.Quorum), ruleWords(p.Rule)
	p.meetings(v.web.cfg.Now())
	for _, s := range p.SignOffs {
		x := beforeBoard{SignOffRow: s, Address: "/" + v.partnership + "/cases/" + s.Case, Name: cmp.Or(s.Title, "Case "+s.Case)}
		p.Before = append(p.Before, x)
	}
	var owed answer.Duties
	if err := v.ask("duties", answer.DutiesArgs{Board: p.ID, State: "open"}, &owed); err != nil {
		return err
	}
	p.Owed = owed.Duties
	p.Secretary = slices.ContainsFunc(m.SecretaryOf, func(b workflow.Named) bool { return b.ID == p.ID })
	return v.show("board", page{Title: p.Name, Data: p, Back: "/" + v.partnership + "/boards"})
}

// speaksFor says for whom a seat speaks, "" where that is its own organisation.
func (n *names) speaksFor(s answer.SeatRow) string {
	switch s.Constituency {
	case document.ConstituencyOwn:
		return ""
	case document.ConstituencyOrganisations:
		var all []string
		for _, o := range s.SpeaksFor {
			all = append(all, n.Organisation(o))
		}
		return strings.Join(all, ", ")
	case document.ConstituencySector:
		return s.Sector
	case document.ConstituencyDepartment:
		return s.Department
	}
	return lower(words("constituency", s.Constituency))
}

// turns says whose turn it is in a rotating seat, and when it passes on to whom.
func (n *names) turns(s answer.SeatRow) []string {
	if s.Rotation == nil {
		return nil
	}
	return []string{"In turn: it is " + n.Organisation(s.Rotation.TurnOf) + "’s now",
		"Passes to " + n.Organisation(s.Rotation.Next) + " on " + dayOf(s.Rotation.PassesOn)}
}

func (p *boardPage) meetings(now time.Time) {
	for _, m := range p.Meetings {
		if m.State == "open" || (m.State == "scheduled" && m.StartsAt.After(now.AddDate(0, 0, -1))) {
			p.Next = append(p.Next, m)
		} else {
			p.Past = append(p.Past, m)
		}
	}
	slices.SortStableFunc(p.Next, func(a, b *workflow.Meeting) int { return a.StartsAt.Compare(b.StartsAt) })
	slices.SortStableFunc(p.Past, func(a, b *workflow.Meeting) int { return b.StartsAt.Compare(a.StartsAt) })
}

// quorumWords say how many must take part.
func (n *names) quorumWords(q document.Quorum) []string {
	out := []string{fmt.Sprintf("%s must take part. Who abstains takes part; who stands aside does not.", plural(q.Voting, "voting seat", "voting seats"))}
	for _, c := range q.Require {
		who := ""
		switch {
		case c.Organisation != "":
			who = "of " + n.Organisation(c.Organisation)
		case c.OrganisationType != "":
			who = "of an organisation of the type " + lower(words("organisation_type", c.OrganisationType))
		case c.Role != "":
			who = "held by: " + lower(words("role", c.Role))
		}
		out = append(out, fmt.Sprintf("Among them at least %s %s.", plural(c.Min, "seat", "seats"), who))
	}
	return out
}

// ruleWords say how votes make a decision.
func ruleWords(r document.Rule) []string {
	var out []string
	for _, s := range []string{
		wordings["count_rule"][string(r.Count)], strings.ReplaceAll(wordings["pass_rule"][string(r.Pass)], "{pct}", itoa(r.ThresholdPct)),
		wordings["on_tie_rule"][string(r.OnTie)], wordings["close_rule"][string(r.Close)],
	} {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}
