package workflow

import (
	"slices"
	"time"

	"comity/events"
	"comity/workflow/document"
)

// Where a vote is counted. A count is made of a sign-off's votes by the quorum and the rule pinned when it opened, and of the
// people in the seats now (DOMAIN §0.7, §0.9, §2.2). Everything here is arithmetic; what follows from it is in signoff.go.

// count is the state of the voting on one board sign-off.
type count struct {
	board    *document.Board
	eligible []*document.Seat // may vote on this item: voting, not recused, filled or already voted
	signOff  *SignOff
	tally    events.Tally // by seat, or by organisation block where the rule says so
	unvoted  int          // seats, or blocks, that may still vote
	leanFor  int          // blocks in the tally that are for as far as their seats have voted, and may still come to nothing
	leanOff  int          // likewise against
	reasons  []string     // why the eligible seats cannot make a quorum; empty when they can
	quorate  bool         // the participants make a quorum, number and categories

	committees []*committee // of committees in common; nil otherwise
}

// count counts the votes of s as they stand at a time.
func (r *Register) count(s *SignOff, at time.Time) count {
	g := r.GovernanceVersion(s.GovernanceVersion)
	n := count{board: g.Board(s.Board), signOff: s}
	if n.board == nil {
		return n
	}
	seats := make([]*document.Seat, 0, 2*len(n.board.Seats)) // one allocation for both lists
	n.eligible = seats[:0:len(n.board.Seats)]
	participants := seats[len(n.board.Seats):len(n.board.Seats)]
	for i := range n.board.Seats {
		seat := &n.board.Seats[i]
		voted := s.voteOf(seat.ID) != nil
		if !seat.MayVote() || s.Recused(seat.ID) || (!voted && !r.Filled(seat.ID, at)) {
			continue
		}
		seat = r.inTurn(seat, whenVoted(s, seat.ID, at))
		n.eligible = append(n.eligible, seat)
		if voted {
			participants = append(participants, seat)
		}
	}
	n.reasons = shortOf(n.board.Quorum, g, n.eligible)
	n.quorate = len(shortOf(n.board.Quorum, g, participants)) == 0
	switch {
	case n.board.InCommon():
		n.countCommittees()
	case n.board.Rule.Count == document.CountByOrganisation:
		n.countBlocks()
	default:
		n.countSeats()
	}
	n.tally.Casting = s.Casting
	return n
}

// whenVoted is when a seat voted, or now: a vote counts for the organisation that the seat sat for.
func whenVoted(s *SignOff, seat string, at time.Time) time.Time {
	if v := s.voteOf(seat); v != nil {
		return v.At
	}
	return at
}

// shortOf lists what seats lack to make a quorum: number_short, required_category_missing: <category>.
func shortOf(q document.Quorum, g *document.Governance, seats []*document.Seat) []string {
	var out []string
	if len(seats) < q.Voting {
		out = append(out, "number_short")
	}
	for _, cat := range q.Require {
		have := 0
		for _, s := range seats {
			if fits(cat, g, s) {
				have++
			}
		}
		if have < max(cat.Min, 1) {
			out = append(out, "required_category_missing: "+first(cat.Organisation, cat.OrganisationType, cat.Role))
		}
	}
	return out
}

// fits reports whether a seat counts towards a required category.
func fits(cat document.Category, g *document.Governance, s *document.Seat) bool {
	if cat.Organisation != "" && cat.Organisation != s.Organisation {
		return false
	}
	if cat.Role != "" && cat.Role != s.Role {
		return false
	}
	if cat.OrganisationType != "" {
		o := g.Organisation(s.Organisation)
		return o != nil && o.Type == cat.OrganisationType
	}
	return true
}

func (n *count) countSeats() {
	for _, seat := range n.eligible {
		v := n.signOff.voteOf(seat.ID)
		if v == nil {
			n.unvoted++
			continue
		}
		n.add(v.Choice)
	}
	n.tally.NotCast = n.unvoted
}

// countBlocks gives each organisation one vote: what those of its seats agree on that have voted. A block whose seats disagree,
// or all abstain, casts none. One of which a seat has not voted leans: it counts when the voting ends, and may still come to
// nothing until then.
func (n *count) countBlocks() {
	type block struct {
		for_, against, abstained, open int
	}
	blocks := map[string]*block{}
	var order []string
	for _, seat := range n.eligible {
		b := blocks[seat.Organisation]
		if b == nil {
			b = &block{}
			blocks[seat.Organisation], order = b, append(order, seat.Organisation)
		}
		v := n.signOff.voteOf(seat.ID)
		switch {
		case v == nil:
			b.open++
		case v.Choice == Approve:
			b.for_++
		case v.Choice == RefuseChoice:
			b.against++
		default:
			b.abstained++
		}
	}
	for _, id := range order {
		switch b := blocks[id]; {
		case b.for_ > 0 && b.against > 0:
			n.add(Abstain)
		case b.for_ > 0:
			n.add(Approve)
			n.leanFor += b2i(b.open > 0)
		case b.against > 0:
			n.add(RefuseChoice)
			n.leanOff += b2i(b.open > 0)
		case b.open > 0:
			n.unvoted++
		default:
			n.add(Abstain)
		}
	}
	n.tally.NotCast = n.unvoted
}

func (n *count) add(choice string) {
	switch choice {
	case Approve:
		n.tally.Approve++
	case RefuseChoice:
		n.tally.Refuse++
	default:
		n.tally.Abstain++
	}
}

// The choices of a vote.
const (
	Approve      = "approve"
	RefuseChoice = "refuse"
	Abstain      = "abstain"
	tie          = "tie"
)

// outcome is what for and against make by the board's rule: approve, refuse or tie. Abstentions are not votes cast.
func (n *count) outcome(for_, against int) string {
	rule := n.board.Rule
	switch rule.Pass {
	case document.PassUnanimity:
		return choose(against == 0 && for_ > 0)
	case document.PassThreshold:
		return choose(for_ > 0 && for_*100 >= rule.ThresholdPct*(for_+against))
	case document.PassMajorityOfSeats:
		return choose(for_*2 > n.tally.Approve+n.tally.Refuse+n.tally.Abstain+n.unvoted)
	}
	if for_ == against {
		return tie
	}
	return choose(for_ > against)
}

func choose(yes bool) string {
	if yes {
		return Approve
	}
	return RefuseChoice
}

// result is what the votes cast make.
func (n *count) result() string {
	if n.committees != nil {
		return n.agreed()
	}
	return n.outcome(n.tally.Approve, n.tally.Refuse)
}

// certain reports whether no vote that may still come can change the result: it is the same if all of them refuse and if all
// of them approve.
func (n *count) certain() bool {
	if n.committees != nil {
		return n.certainInCommon()
	}
	worst := n.outcome(n.tally.Approve-n.leanFor, n.tally.Refuse+n.unvoted)
	best := n.outcome(n.tally.Approve+n.unvoted, n.tally.Refuse-n.leanOff)
	return worst == best && (worst != tie || n.allVoted())
}

// allVoted reports whether no vote may still come.
func (n *count) allVoted() bool { return n.unvoted+n.leanFor+n.leanOff+n.openSeats() == 0 }

// closes reports whether the voting ends now, before any deadline, and why. It never ends below quorum of participants.
func (n *count) closes() (because string, yes bool) {
	if !n.quorate {
		return "", false
	}
	switch n.board.Rule.Close {
	case document.CloseAtDeadline, document.CloseAtMeeting:
		return "", false
	case document.CloseAllVoted:
		return "all_voted", n.allVoted()
	}
	if n.allVoted() {
		return "all_voted", true
	}
	return "certain", n.certain()
}

// Recused reports whether a seat stands aside on this item.
func (s *SignOff) Recused(seat string) bool {
	return slices.ContainsFunc(s.Interests, func(i Interest) bool {
		return i.Seat == seat && i.Recuses && !i.Withdrawn && !i.Dispensed
	})
}

// voteOf is the seat's vote that counts, nil for none.
func (s *SignOff) voteOf(seat string) *Vote {
	for i := range s.Votes {
		if v := &s.Votes[i]; v.Seat == seat && !v.Struck {
			return v
		}
	}
	return nil
}

// Awaited lists the eligible seats of an open sign-off that have not voted.
func (r *Register) Awaited(s *SignOff, at time.Time) []string {
	n := r.count(s, at)
	var out []string
	for _, seat := range n.eligible {
		if s.voteOf(seat.ID) == nil {
			out = append(out, seat.ID)
		}
	}
	return out
}
