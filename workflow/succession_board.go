package workflow

import (
	"slices"
	"time"

	"comity/workflow/document"
)

// A board ends when a succession replaces an organisation with a seat on it (DOMAIN §2.1, boards that end). What is open before it is opened
// anew under the version then in force, which may have the same board: board_end.go.

// endedBySuccession says whether and when a board that was asked at a moment has ended since, or is to end, by a succession.
func (r *Register) endedBySuccession(board string, asked time.Time) (end boardEnd, found bool) {
	if board == "" {
		return boardEnd{}, false
	}
	for _, s := range r.Successions {
		at := s.EffectiveAt
		if s.RecordedAt.After(at) {
			at = s.RecordedAt // what was asked meanwhile was asked of a board that nobody knew to have ended
		}
		if !s.Replaces() || !asked.Before(at) || found && !at.Before(end.at) || !r.sitsOn(s, board) {
			continue
		}
		end, found = boardEnd{board: board, at: at}, true
		if p := r.inForce(at); p != nil {
			end.version = p.Version
		}
	}
	return end, found
}

// sitsOn reports whether an organisation that is replaced has a seat on a board on its last day: one of its own, or one whose turn is its.
func (r *Register) sitsOn(s Succession, board string) bool {
	b := r.GovernanceAt(s.EffectiveAt.Add(-time.Millisecond)).Board(board)
	last := s.From.AddDays(-1)
	return b != nil && slices.ContainsFunc(b.Seats, func(seat document.Seat) bool {
		return seat.Organisation == s.Organisation || slices.ContainsFunc(r.Terms, func(t Term) bool {
			return t.Seat == seat.ID && first(t.TurnOf, t.Organisation) == s.Organisation && t.In(last)
		})
	})
}
