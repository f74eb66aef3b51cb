package workflow

import (
	"slices"
	"time"

	"comity/events"
)

// The ratification of a board that ends (DOMAIN §2.1 "Boards that end (26)", §2.2). What the person presiding decided urgently stands,
// as a decision does; the vote that is still to come is that of whoever has taken the board's place, by its own quorum and rule, and
// within the limit that there was.

// ratifierEnds says whether and when the board that is to ratify an urgent decision ends.
func (d *decision) ratifierEnds(s *SignOff) (boardEnd, bool) {
	asked := s.Urgent.DecidedAt
	if !s.Urgent.AskedAt.IsZero() {
		asked = s.Urgent.AskedAt
	}
	return d.r.ended(s.Board, asked)
}

// ratifierInstead is the board that ratifies in place of one that ended: of several that took over, the first to which the workflow
// sends the case; "" for none.
func (d *decision) ratifierInstead(s *SignOff, end boardEnd) (board, how string) {
	x := *s
	x.EndedBy = end.version
	boards, how := d.askedInstead(&x)
	if len(boards) == 0 {
		return "", ""
	}
	return boards[0], how
}

// dueOfRatifiers lists when ratifications pass on to another board, whatever the status of the case is: when a board ends, or once a
// later version says who takes its place. A board in whose place there is nobody lets the limit pass.
func (d *decision) dueOfRatifiers() []DueItem {
	var out []DueItem
	for _, s := range d.c.Provisional() {
		end, ok := d.ratifierEnds(s)
		if !ok {
			continue
		}
		moments := []time.Time{end.at}
		for _, v := range d.r.forces() {
			if v.from.After(end.at) {
				moments = append(moments, v.from)
			}
		}
		for _, at := range moments {
			if board, _ := view(d.c, d.r, Meta{At: at}).ratifierInstead(s, end); board != "" {
				out = append(out, DueItem{At: at, What: "ratification_board_end", On: s.ID, Key: s.Gate + "/" + itoa(s.GateRound) + "/" + itoa(end.version)})
				break
			}
		}
	}
	return out
}

// passOnRatification has the board that took the place of one that ended ratify. What was voted before is not counted: other people,
// another quorum.
func (d *decision) passOnRatification(x DueItem) {
	for _, s := range d.c.Provisional() {
		end, ok := d.ratifierEnds(s)
		if !ok || s.ID != x.On || x.Key != s.Gate+"/"+itoa(s.GateRound)+"/"+itoa(end.version) {
			continue
		}
		if board, how := d.ratifierInstead(s, end); board != "" {
			d.emit(events.SignOffRatificationPassedOn{SignOff: s.ID, Gate: s.Gate, GateRound: s.GateRound, From: s.Board, To: board, How: how,
				EndedBy: end.version, GovernanceVersion: d.g.Metadata.Version, DueAt: x.At, DetectedAt: d.m.At})
		}
		return
	}
}

// applyRatificationPassedOn makes another board the one that ratifies. Interests stay: the item is the same.
func (c *Case) applyRatificationPassedOn(e events.SignOffRatificationPassedOn, at time.Time) error {
	return c.signOffIn(e.SignOff, e.Gate, e.GateRound, "", func(s *SignOff) {
		u := *s.Urgent
		if len(u.Votes) > 0 {
			votes := slices.Clone(u.Votes)
			for i := range votes {
				votes[i].NotCounted = true
			}
			s.Earlier = append(slices.Clone(s.Earlier), SignOffRound{Round: s.Round, Result: "passed_on", Votes: votes, EndedAt: at})
		}
		if u.Board == "" {
			u.Board = e.From
		}
		u.AskedAt, u.Votes, u.Casting, u.Tied, u.Reminded = at, nil, nil, false, nil
		s.Urgent, s.Board, s.GovernanceVersion, s.Elected = &u, e.To, e.GovernanceVersion, nil
	})
}

// RatificationPassedOn says why a ratification could not pass on to another board then, or not to that one.
func (h Hindsight) RatificationPassedOn(s *SignOff, e events.SignOffRatificationPassedOn) []Problem {
	if s.Urgent == nil || s.State != SignOffProvisional {
		return []Problem{problem(SignOffNotOpen, "No urgent decision waited for ratification.")}
	}
	end, ok := h.d.ratifierEnds(s)
	if !ok || end.at.After(h.d.m.At) || end.version != e.EndedBy || e.From != s.Board || e.DueAt.Before(end.at) || e.DueAt.After(h.d.m.At) {
		return []Problem{problem(Malformed, "Board %s had not ended so.", s.Board)}
	}
	if board, how := h.d.ratifierInstead(s, end); board != e.To || how != e.How || e.GovernanceVersion != h.d.g.Metadata.Version {
		return []Problem{problem(Malformed, "By the governance then in force %s ratifies (%s).", first(board, "nobody"), how)}
	}
	return nil
}
