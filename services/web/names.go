package web

import (
	"slices"

	"comity/services/views/answer"
	"comity/workflow/document"
)

// names says what the things of a partnership are called: templates ask it, so that no id stands on a page. It asks the
// documents once a page, and only on pages that name something. What it does not know it shows as it is written.
type names struct {
	v     *visit
	asked bool
	rules answer.Rules
	cases map[string]string // titles by reference, once they were asked for
}

// naming is the page's names.
func (v *visit) naming() *names {
	if v.names == nil {
		v.names = &names{v: v}
	}
	return v.names
}

// Rules are the documents in force, for choices in forms. They are empty where they cannot be read.
func (n *names) Rules() *answer.Rules {
	if !n.asked && n.v.partnership != "" && n.v.person != "" {
		n.asked = true
		if err := n.v.ask("rules", answer.RulesArgs{}, &n.rules); err != nil {
			n.v.web.cfg.Log.Debug().Err(err).Str("partnership", n.v.partnership).Msg("names are shown as ids")
		}
	}
	return &n.rules
}

// pinned has the stages, gates and evidence named as the version says that a case is pinned to.
func (n *names) pinned(workflow string, version int) error {
	if workflow == "" {
		return nil
	}
	n.asked = true
	n.rules = answer.Rules{}
	return n.v.ask("rules", answer.RulesArgs{Workflow: workflow, Version: version}, &n.rules)
}

// Person is how to call a person.
func (n *names) Person(id string) string {
	if id == "" {
		return ""
	}
	return n.v.web.people.Name(n.v.ctx(), id)
}

// Organisation is an organisation's name.
func (n *names) Organisation(id string) string {
	r := n.Rules()
	return nameOf(slices.Concat(r.Organisations, r.Bodies, r.OtherOrganisations), id, func(o answer.Organisation) (string, string) { return o.ID, o.Name })
}

// Unit is a commissioning unit's name.
func (n *names) Unit(id string) string {
	return nameOf(n.Rules().Units, id, func(u document.Unit) (string, string) { return u.ID, u.Name })
}

// Area is an area's name.
func (n *names) Area(id string) string {
	return nameOf(n.Rules().Areas, id, func(a document.Area) (string, string) { return a.ID, a.Name })
}

// Board is a board's name.
func (n *names) Board(id string) string {
	return nameOf(slices.Concat(n.Rules().Boards, n.Rules().EndedBoards), id, func(b answer.BoardRow) (string, string) { return b.ID, b.Name })
}

// Stage is a stage's name.
func (n *names) Stage(id string) string {
	return nameOf(n.Rules().Stages, id, func(s document.Stage) (string, string) { return s.ID, s.Name })
}

// Gate is a gate's name.
func (n *names) Gate(id string) string {
	return nameOf(n.Rules().Gates, id, func(g document.Gate) (string, string) { return g.ID, g.Name })
}

// CaseTitle is a case's title beside its reference, in a list of cases of which only the references are known; "" for one that the reader may
// not see, and for one after the first 200 of a partnership.
func (n *names) CaseTitle(id string) string {
	if n.cases == nil {
		n.cases = map[string]string{}
		var a answer.Cases
		if err := n.v.ask("cases", answer.CasesArgs{Limit: 200}, &a); err != nil {
			n.v.web.cfg.Log.Debug().Err(err).Str("partnership", n.v.partnership).Msg("cases are shown by their references")
		}
		for _, c := range a.Cases {
			n.cases[c.Case] = c.Title
		}
	}
	return n.cases[id]
}

// Evidence is the name of a sort of evidence.
func (n *names) Evidence(id string) string {
	return nameOf(n.Rules().EvidenceTypes, id, func(t document.EvidenceType) (string, string) { return t.ID, t.Name })
}

// Seat says whose seat it is: "Westmere County Council (W1)".
func (n *names) Seat(id string) string {
	for _, b := range n.Rules().Boards {
		for _, s := range b.Seats {
			if s.ID == id {
				if s.Rotation != nil {
					return n.Organisation(s.Rotation.TurnOf) + " (" + id + ")"
				}
				return n.Organisation(s.Organisation) + " (" + id + ")"
			}
		}
	}
	return id
}

// SeatBoard is the board that a seat belongs to; "" for none.
func (n *names) SeatBoard(id string) string {
	for _, b := range n.Rules().Boards {
		if slices.ContainsFunc(b.Seats, func(s answer.SeatRow) bool { return s.ID == id }) {
			return b.ID
		}
	}
	return ""
}

// Label is a case's published label in words: "Planning: at the gate".
func (n *names) Label(stage, status string) string {
	if stage == "" || status == "closed" {
		return words("status", status)
	}
	return n.Stage(stage) + ": " + lower(words("status", status))
}

// Any is the name of whatever an id names: a board, an organisation, a unit, a seat, a post, a person.
func (n *names) Any(id string) string {
	for _, find := range []func(string) string{n.Board, n.Organisation, n.Unit, n.Seat} {
		if name := find(id); name != id && name != human(id) {
			return name
		}
	}
	if w, ok := wordings["post"][id]; ok {
		return w
	}
	return n.Person(id)
}

// nameOf finds a name by its id; what has none, or is not there, is shown as people would write it.
func nameOf[T any](list []T, id string, of func(T) (id, name string)) string {
	for _, x := range list {
		if have, name := of(x); have == id && name != "" {
			return name
		}
	}
	return human(id)
}

// KeptVotes says of which fields a change does not call off what is being decided, by the rules of the workflow.
func (n *names) KeptVotes() (out []string) {
	a := n.Rules().Amendments
	for _, f := range []struct{ name, effect string }{{"title", a.Title}, {"summary", a.Summary}, {"tags", a.Tags}} {
		switch f.effect {
		case document.AmendmentKeep:
			out = append(out, "If you change only the "+f.name+", votes given so far still count.")
		case document.AmendmentAskAgain:
			out = append(out, "If you change the "+f.name+", those who have voted are asked to vote again; nothing else is called off.")
		}
	}
	return out
}
