package workflow

import (
	"fmt"
	"slices"

	"comity/events"
	"comity/workflow/document"
)

// Routing: which boards and officers a gate asks, in which order, and which stage follows which (DOMAIN §2.3).

// requestSignOffs asks every board and officer that the workflow routes the gate to, and opens those of the first order.
func (d *decision) requestSignOffs(g *document.Gate, vars document.Vars) {
	for i := range g.SignOffs {
		entry := &g.SignOffs[i]
		if entry.Afterwards || !d.holds(entry.When, vars) {
			continue
		}
		if entry.Officer != nil {
			d.requestSignOff(g, entry, d.freeID(entry.ID, entry.ID), "", entry.Officer, entry.Order, "")
			continue
		}
		for _, b := range d.boards(entry.Board) {
			d.requestSignOff(g, entry, d.freeID(b, entry.ID+"-"+b), b, nil, entry.Order, "")
		}
	}
}

func (d *decision) requestSignOff(g *document.Gate, entry *document.SignOff, id, board string, officer *document.OfficerPost, order int, inPlaceOf string) {
	e := events.SignOffRequested{SignOff: id, Entry: entry.ID, Gate: g.ID, GateRound: d.c.Gate.Round, Board: board, Act: entry.Act, Order: order,
		InPlaceOf: inPlaceOf}
	if officer != nil {
		e.OfficerOf, e.Post = d.officerOfEntry(officer), officer.Post
	}
	d.emit(e)
}

// freeID returns the first id that no sign-off of this round has, and none that is asked afterwards of another gate.
func (d *decision) freeID(ids ...string) string {
	taken := func(id string) bool {
		return slices.ContainsFunc(d.c.Asked(), func(s *SignOff) bool { return s.ID == id })
	}
	for _, id := range ids {
		if !taken(id) {
			return id
		}
	}
	last := ids[len(ids)-1]
	for n := 2; ; n++ {
		if id := fmt.Sprintf("%s-%d", last, n); !taken(id) {
			return id
		}
	}
}

// boards lists the boards that a selector picks for this case. One that it names and that has ended stands for those that took
// over from it: a case goes on under its version of the workflow, and that is not to lose a decision.
func (d *decision) boards(sel *document.BoardSelector) []string {
	var out []string
	if sel == nil {
		return nil
	}
	if sel.ID != "" && d.g.Board(sel.ID) == nil {
		return d.r.takesOver(sel.ID, d.m.At)
	}
	for _, b := range d.g.Boards {
		switch {
		case sel.ID != "" && b.ID != sel.ID:
		case sel.Level != "" && b.Level != sel.Level:
		case sel.Theme && b.Theme != d.c.Terms.Outcome:
		case sel.ByArea && !slices.ContainsFunc(b.Areas, func(a string) bool { return slices.Contains(d.c.Terms.Areas, a) }):
		default:
			out = append(out, b.ID)
		}
	}
	return out
}

// openNext opens the waiting sign-offs whose turn has come: all of a lower order are finished.
func (d *decision) openNext() {
	for _, s := range d.c.Current() {
		if s.State != SignOffWaiting {
			continue
		}
		ready := !slices.ContainsFunc(d.c.Current(), func(o *SignOff) bool {
			return o.Order < s.Order && d.blocking(o) && (!o.State.Final() && o.State != SignOffProvisional || d.orphan(o))
		})
		if ready {
			if d.refer(s, d.deadlineOf(s)) {
				continue
			}
			d.open(s, d.deadlineOf(s))
			d.settleSignOff(s.ID)
		}
	}
}

// gateOf finds a gate in the pinned workflow.
func gateOf(w *document.Workflow, id string) *document.Gate {
	if w == nil {
		return nil
	}
	for i := range w.Gates {
		if w.Gates[i].ID == id {
			return &w.Gates[i]
		}
	}
	return nil
}

func stageOf(w *document.Workflow, id string) *document.Stage {
	if w == nil {
		return nil
	}
	for i := range w.Stages {
		if w.Stages[i].ID == id {
			return &w.Stages[i]
		}
	}
	return nil
}

// exitGate is the gate at the end of the present stage, nil where there is none.
func (d *decision) exitGate() *document.Gate {
	s := stageOf(d.w, d.c.Stage)
	if s == nil {
		return nil
	}
	return gateOf(d.w, s.Exit)
}

// entryOf is the workflow's entry for a sign-off.
func (d *decision) entryOf(s *SignOff) *document.SignOff { return entryOf(d.w, s) }

func entryOf(w *document.Workflow, s *SignOff) *document.SignOff {
	g := gateOf(w, s.Gate)
	if g == nil {
		return nil
	}
	for i := range g.SignOffs {
		if g.SignOffs[i].ID == s.Entry {
			return &g.SignOffs[i]
		}
	}
	return nil
}

// nextStage is the stage that follows one: as Next says, else the next listed that is on the path; nil after the last.
func nextStage(w *document.Workflow, id string) *document.Stage {
	for i := range w.Stages {
		if w.Stages[i].ID != id {
			continue
		}
		if w.Stages[i].Next != "" {
			return stageOf(w, w.Stages[i].Next)
		}
		for j := i + 1; j < len(w.Stages); j++ {
			if !w.Stages[j].OffPath {
				return &w.Stages[j]
			}
		}
	}
	return nil
}
