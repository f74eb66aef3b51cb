package workflow

import (
	"slices"
	"time"

	"comity/events"
	"comity/workflow/document"
)

// Who presides on an item: the chair, then the vice-chairs in the order listed, then a seat elected for the item and recorded
// (DOMAIN §2.2, "Presiding").

// Presiding is the seat that presides on this item: the chair, then the vice-chairs in the order listed, the first that is
// not recused and is filled; then the seat that the board elected for the item. One elected because chair and vice-chairs are not
// in the room presides before them while that meeting is open. "" where there is none.
func (r *Register) Presiding(s *SignOff, at time.Time) string {
	g := r.GovernanceVersion(s.GovernanceVersion)
	if s.GovernanceVersion == 0 { // not open yet
		g = r.GovernanceAt(at)
	}
	b := g.Board(s.Board)
	if b == nil {
		return ""
	}
	elected := ""
	if e := s.Elected; e != nil && !s.Recused(e.Seat) && r.Filled(e.Seat, at) {
		elected = e.Seat
		if m := r.Meeting(e.Meeting); m != nil && m.State == "open" {
			return elected
		}
	}
	for _, seat := range append([]string{b.Chair.Seat}, b.Chair.Vice...) {
		if seat != "" && !s.Recused(seat) && r.Filled(seat, at) {
			return seat
		}
	}
	return elected
}

// electPresider is SignOffElectPresider's rule.
func (d *decision) electPresider(cmd *SignOffElectPresider) *Refusal {
	s, no := d.boardSignOff(cmd.SignOff, cmd.Gate)
	if no != nil {
		return no
	}
	problems := d.stillOpen(s)
	b := d.r.boardFor(s, d.m.At)
	if b == nil || !d.isSecretary(s.Board) { // of now: rules are pinned, people live (DOMAIN §0.7)
		problems = append(problems, notPermitted("The board's election of who presides is recorded by the secretariat of %s.", s.Board).
			under("DOMAIN §2.2 (presiding)").about(s.Board))
	}
	if b != nil {
		problems = append(problems, d.mayElect(s, b, cmd)...)
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(events.SignOffPresiderElected{SignOff: s.ID, Gate: s.Gate, GateRound: s.GateRound, Seat: cmd.Seat, Instead: b.Chair.Seat, By: d.m.Actor,
		Minute: cmd.Minute, Meeting: cmd.Meeting})
	return nil
}

// mayElect says why a seat may not be elected: because somebody presides, or because of the seat.
func (d *decision) mayElect(s *SignOff, b *document.Board, cmd *SignOffElectPresider) []Problem {
	var out []Problem
	if presides := d.lineOf(s, b); presides != "" && !d.lineAbsent(s, b, cmd.Meeting) {
		out = append(out, notPermitted("Seat %s presides on this item: nobody is elected while chair or vice-chair can.", presides).
			under("DOMAIN §2.2 (presiding)").about(presides))
	}
	if m := d.r.Meeting(cmd.Meeting); cmd.Meeting != "" && (m == nil || m.Board != s.Board) {
		out = append(out, problem(NotFound, "%s has no meeting %s.", s.Board, cmd.Meeting).about(cmd.Meeting))
	} else if m != nil && m.State != "open" {
		out = append(out, problem(WrongStage, "Meeting %s is %s.", m.ID, m.State).about(m.ID))
	}
	if _, p := d.votingSeat(s, cmd.Seat); p != nil {
		return append(out, *p)
	}
	if s.Recused(cmd.Seat) {
		out = append(out, problem(SeatRecused, "Seat %s stands aside on this item.", cmd.Seat).under("DOMAIN §0.9").about(cmd.Seat))
	}
	if !d.r.Filled(cmd.Seat, d.m.At) {
		out = append(out, problem(SeatNotInForce, "Nobody is in seat %s.", cmd.Seat).under("DOMAIN §0.3").about(cmd.Seat))
	}
	return out
}

// lineOf is the chair or vice-chair who can preside, whoever was elected.
func (d *decision) lineOf(s *SignOff, b *document.Board) string {
	for _, seat := range append([]string{b.Chair.Seat}, b.Chair.Vice...) {
		if seat != "" && !s.Recused(seat) && d.r.Filled(seat, d.m.At) {
			return seat
		}
	}
	return ""
}

// lineAbsent reports whether attendance was taken at an open meeting, and neither chair nor vice-chair who could preside is in it.
func (d *decision) lineAbsent(s *SignOff, b *document.Board, meeting string) bool {
	m := d.r.Meeting(meeting)
	if m == nil || m.State != "open" || len(m.Attendance) == 0 {
		return false
	}
	return !slices.ContainsFunc(m.Attendance, func(a events.Attendance) bool {
		return a.Present != "apologies" && (a.Seat == b.Chair.Seat || slices.Contains(b.Chair.Vice, a.Seat)) && !s.Recused(a.Seat)
	})
}

// stillOpen refuses an act on a sign-off on which nothing is to be decided any more, or not while the case stands still.
func (d *decision) stillOpen(s *SignOff) []Problem {
	if s.State == SignOffProvisional {
		return d.ratifiable(s)
	}
	_, problems := d.ballotOpen(s.ID, SignOffWaiting, SignOffOpen, SignOffNoQuorum, SignOffTie)
	return problems
}

// boardSignOff finds a board's sign-off: of the gate that is named, else the newest of that id.
func (d *decision) boardSignOff(id, gate string) (*SignOff, *Refusal) {
	s := d.c.SignOff(id)
	if gate != "" {
		s = nil
		for _, o := range slices.Backward(d.c.SignOffs) {
			if o.ID == id && o.Gate == gate {
				s = o
				break
			}
		}
	}
	if s == nil {
		return nil, Refuse(problem(NotFound, "Case %s has no sign-off %s.", d.c.ID, id).about(id))
	}
	if s.Board == "" {
		return nil, Refuse(notPermitted("Sign-off %s is a named officer's.", id).about(id))
	}
	return s, nil
}
