package workflow

import (
	"fmt"
	"slices"
	"time"

	"comity/workflow/document"
)

// What people are told of boards that ended: why another is asked, and who must act where none is.

// whyReissued says why a board is asked in whose place.
func (d *decision) whyReissued(from []*SignOff) []string {
	var out []string
	for _, o := range from {
		if o.Because != BoardVersionEnded {
			continue
		}
		votes := ""
		if slices.ContainsFunc(o.Votes, func(v Vote) bool { return !v.Struck }) {
			votes = " Votes that were cast there stay in the record and do not count."
		}
		out = append(out, fmt.Sprintf("It is asked in place of %s, which ended on %s with version %d of the governance.%s",
			d.nameOf(o.Board), d.date(o.EndedAt), o.EndedBy, votes))
	}
	return out
}

// explainOrphan says who must act where a board ended and nobody takes its place.
func (d *decision) explainOrphan(s *SignOff) Waiting {
	return Waiting{For: "signoff:" + s.ID, On: []string{s.Board}, People: d.g.Administrators, Acts: []string{"partnership.publish"},
		Message: fmt.Sprintf("%s ended on %s with version %d of the governance, and no board takes its place.", d.nameOf(s.Board), d.date(s.EndedAt), s.EndedBy),
		Details: []string{"Whoever publishes the documents says which board takes over from it; or the unit changes what was put forward, and asks for the gate again."}}
}

// BoardsEnded lists the boards that were in force before a time and are not then, each as its last version had it: by them the
// sign-offs of the past are named.
func (r *Register) BoardsEnded(at time.Time) []document.Board {
	g := r.GovernanceAt(at)
	var out []document.Board
	for _, v := range slices.Backward(r.forces()) {
		for _, b := range v.governance.Boards {
			known := slices.ContainsFunc(out, func(o document.Board) bool { return o.ID == b.ID })
			if !v.from.After(at) && !known && g.Board(b.ID) == nil {
				out = append(out, b)
			}
		}
	}
	return out
}

// BoardEnded says when the board of a sign-off ended since it was asked, and by which governance version; false where it did not.
func (h Hindsight) BoardEnded(s *SignOff) (at time.Time, version int, ended bool) {
	end, ended := h.d.endOf(s)
	return end.at, end.version, ended
}

// AskedInstead says which boards are asked in place of one that ended, and why: merged, routed, escalated.
func (h Hindsight) AskedInstead(s *SignOff) (boards []string, how string) {
	one := *s
	one.ReissuedAs = nil
	return h.d.askedInstead(&one)
}
