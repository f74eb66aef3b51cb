package workflow

import (
	"comity/events"
	"comity/workflow/calendar"
	"comity/workflow/quantity"
)

// What a board may decide (F19): up to the limit that is delegated to it. What is before it above that limit goes up at once to a board that may
// decide it, in its place; a vote there is refused with the limit. A board that gives its view decides nothing, and has no limit (docs/decisions/0026).

// BecauseDelegation is why a sign-off went up: its case is worth more than the board decides.
const BecauseDelegation = "delegation_exceeded"

// beyond reports whether a case is worth more than a board may decide by an act, and the limit.
func (d *decision) beyond(board, act string) (limit quantity.Pence, is bool) {
	b := d.g.Board(board)
	if b == nil || b.Delegation == nil || b.Delegation.LimitGBP == nil || !b.Delegation.Decides(act) || d.c.Gate == nil {
		return 0, false
	}
	limit = b.Delegation.LimitGBP.Pence
	return limit, d.wholeLife(d.c.Gate) > limit
}

// decidesInstead is the board that decides above another's limit: the one that it names, else one of the next level, and so on up from there.
func (d *decision) decidesInstead(s *SignOff) string {
	asked := d.chain(s)
	for board := s.Board; ; {
		b := d.g.Board(board)
		if b == nil {
			return ""
		}
		next := ""
		if b.Delegation != nil {
			next = b.Delegation.EscalateTo
		}
		for _, level := range higher(b.Level) {
			for i := range d.g.Boards {
				if up := &d.g.Boards[i]; next == "" && up.Level == level && !contains(asked, up.ID) {
					next = up.ID
				}
			}
		}
		if next == "" || contains(asked, next) {
			return ""
		}
		if _, beyond := d.beyond(next, s.Act); !beyond {
			return next
		}
		asked, board = append(asked, next), next
	}
}

// refer sends a sign-off up whose board may not decide it, as it opens. It reports false where the board may, or nobody above is there who might.
func (d *decision) refer(s *SignOff, deadline calendar.Period) bool {
	if _, beyond := d.beyond(s.Board, s.Act); !beyond {
		return false
	}
	to := d.decidesInstead(s)
	if to == "" {
		return false
	}
	d.open(s, deadline)
	s = d.c.SignOff(s.ID)
	d.emit(events.SignOffEscalated{SignOff: s.ID, Because: BecauseDelegation, DueAt: s.DueAt, DetectedAt: d.m.At, To: d.freeID(inPlaceID(s, to)),
		Tally: d.r.count(s, d.m.At).tally})
	d.inPlaceOf(d.c.SignOff(s.ID), to, d.clockFor(to, calendar.Period{}, deadline))
	return true
}

// aboveLimit refuses an act on a sign-off that went up because its board may not decide so much.
func (d *decision) aboveLimit(s *SignOff) Problem {
	limit, _ := d.beyond(s.Board, s.Act)
	value := d.wholeLife(d.c.Gate)
	p := problem(DelegationExceeded, "%s decides up to %s, and the case is worth %s: %s decides.", s.Board, limit, value, s.EscalatedTo).
		under("boards.%s.delegation, F19", s.Board).about(s.Board)
	return p.with(map[string]any{"limit_pence": int64(limit), "requested_pence": int64(value), "escalated_to": s.EscalatedTo})
}

// Referred reports whether a sign-off that was just opened had to go up, and to which board: for who checks a journal.
func (h Hindsight) Referred(s *SignOff) (to string, is bool) {
	if _, beyond := h.d.beyond(s.Board, s.Act); !beyond {
		return "", false
	}
	to = h.d.decidesInstead(s)
	return to, to != ""
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
