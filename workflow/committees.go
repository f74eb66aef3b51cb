package workflow

import "comity/workflow/document"

// Committees in common: the committees of several organisations meet at the same time and place, each votes by itself by the board's
// rule, and the decision stands only if each agrees (DOMAIN §1 DecisionRule, §5.1, R11). Equality within a committee is no
// agreement; there is no casting vote across committees. A committee that has not voted has not decided: silence is neither a yes nor a no.

// committee is one organisation's seats on the board, and how they have voted.
type committee struct {
	organisation             string
	for_, against, abstained int
	open                     int // seats that may still vote
}

func (m *committee) seats() int { return m.for_ + m.against + m.abstained + m.open }

// countCommittees counts the votes committee by committee. The tally is of committees: those that agree, those that do not, those
// that all abstain, and those from which nobody has voted.
func (n *count) countCommittees() {
	n.committees = []*committee{}
	by := map[string]*committee{}
	of := func(organisation string) *committee {
		m := by[organisation]
		if m == nil {
			m = &committee{organisation: organisation}
			by[organisation], n.committees = m, append(n.committees, m)
		}
		return m
	}
	for i := range n.board.Seats { // also those of which every seat is vacant or stands aside
		if s := &n.board.Seats[i]; s.MayVote() && s.Rotation == nil {
			of(s.Organisation)
		}
	}
	for _, seat := range n.eligible {
		m := of(seat.Organisation)
		switch v := n.signOff.voteOf(seat.ID); {
		case v == nil:
			m.open++
		case v.Choice == Approve:
			m.for_++
		case v.Choice == RefuseChoice:
			m.against++
		default:
			m.abstained++
		}
	}
	for _, m := range n.committees {
		switch {
		case m.seats() == 0:
			n.reasons = append(n.reasons, "required_category_missing: "+m.organisation)
			n.quorate = false
		case m.seats() == m.open:
			n.unvoted++
			n.quorate = false
		case m.for_+m.against == 0:
			n.tally.Abstain++
		case n.agrees(m, m.for_, m.against):
			n.tally.Approve++
		default:
			n.tally.Refuse++
		}
	}
	n.tally.NotCast = n.unvoted
}

// agrees reports whether a committee agrees with so many votes for and against, by the board's rule among its own seats.
func (n *count) agrees(m *committee, for_, against int) bool {
	switch rule := n.board.Rule; rule.Pass {
	case document.PassUnanimity:
		return for_ > 0 && against == 0
	case document.PassThreshold:
		return for_ > 0 && for_*100 >= rule.ThresholdPct*(for_+against)
	case document.PassMajorityOfSeats:
		return for_*2 > m.seats()
	}
	return for_ > against
}

// agreed is what the committees make of it: approved where each agrees.
func (n *count) agreed() string {
	for _, m := range n.committees {
		if !n.agrees(m, m.for_, m.against) {
			return RefuseChoice
		}
	}
	return choose(len(n.committees) > 0)
}

// certainInCommon reports whether no vote that may still come can change the result: one committee cannot agree any more, or each
// does whatever comes.
func (n *count) certainInCommon() bool {
	all := true
	for _, m := range n.committees {
		if !n.agrees(m, m.for_+m.open, m.against) {
			return true
		}
		all = all && n.agrees(m, m.for_, m.against+m.open)
	}
	return all
}

// openSeats counts the seats of all committees that may still vote.
func (n *count) openSeats() (open int) {
	for _, m := range n.committees {
		open += m.open
	}
	return open
}
