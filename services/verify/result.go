package verify

import (
	"fmt"
	"slices"
	"time"

	"comity/events"
	"comity/workflow"
	"comity/workflow/document"
)

// tied checks that the votes are equal when the voting ends.
func (d *decided) tied(e events.SignOffTied) error {
	s, err := d.signOff(e.SignOff, "a tie", workflow.SignOffOpen)
	if err != nil {
		return err
	}
	n, err := d.count(s)
	switch {
	case err != nil:
		return err
	case !n.Tied:
		return d.f.because(nil, "sign-off %s was tied, and the votes are %s.", e.SignOff, votesOf(n.Tally))
	case !n.Quorate && !d.then().MetOn(s):
		return d.f.because(nil, "sign-off %s was tied, and those who voted make no quorum.", e.SignOff)
	}
	return d.tally(s, e.Tally, n.Tally)
}

// castingVote checks the second vote of the person presiding: on equality, where the rule gives one.
func (d *decided) castingVote(e events.SignOffCastingVoteCast) error {
	if err := d.acts(e.Seat, e.Person, "casting vote"); err != nil {
		return err
	}
	if s := d.c.SignOffAt(e.SignOff, e.Gate, e.GateRound); s != nil && s.State == workflow.SignOffProvisional {
		return d.castOnRatification(s, e)
	}
	s, err := d.signOff(e.SignOff, "a casting vote", workflow.SignOffTie)
	if err != nil {
		return err
	}
	n, err := d.count(s)
	switch presiding := d.reg.Presiding(s, d.r.At); {
	case err != nil:
		return err
	case n.OnTie != document.TieCastingVote:
		return d.f.because(nil, "a casting vote was accepted on sign-off %s, and the rule of %s gives none.", e.SignOff, s.Board)
	case s.Recused(e.Seat):
		return d.f.because(nil, "a casting vote for seat %s was accepted on sign-off %s, although the seat stands aside.", e.Seat, e.SignOff)
	case !n.Tied:
		return d.f.because(nil, "a casting vote was accepted on sign-off %s, and the votes are %s.", e.SignOff, votesOf(n.Tally))
	case presiding != e.Seat:
		return d.f.because(nil, "a casting vote for seat %s was accepted on sign-off %s, and %s presided.", e.Seat, e.SignOff, orNobody(presiding))
	}
	return nil
}

// result checks that a sign-off was decided when it could be, and that the result is what its votes make.
func (d *decided) result(e events.SignOffDecided) error {
	s, err := d.signOff(e.SignOff, "a decision", workflow.SignOffOpen, workflow.SignOffNoQuorum, workflow.SignOffTie)
	if err != nil {
		return err
	}
	if e.By == events.System {
		return d.f.because(nil, "sign-off %s was decided by the clock: silence never approves.", e.SignOff)
	}
	var n workflow.Counted
	if s.Board != "" {
		if n, err = d.count(s); err != nil {
			return err
		}
		if err := d.tally(s, e.Tally, n.Tally); err != nil {
			return err
		}
	}
	if by := s.Board; by != e.By && (by != "" || e.By != d.r.Actor) {
		return d.f.because(nil, "sign-off %s was decided by %s, whose decision it is not.", e.SignOff, e.By)
	}
	if e.Because != "deadline" && !e.DecidedAt.IsZero() {
		return d.f.because(nil, "sign-off %s is said to have been decided at %s, and no deadline decided it.", e.SignOff, e.DecidedAt)
	}
	d.closed = e.DecidedAt
	if e.Because == "resolution" {
		return d.resolution(s, e)
	}
	choice, err := d.choice(s, e, n)
	if err != nil {
		return err
	}
	result, conditional, dissent := d.then().Result(s, choice)
	switch {
	case e.Result != result:
		return d.f.because(nil, "sign-off %s was %s, and the votes, %s, make it %s.", e.SignOff, e.Result, votesOf(e.Tally), result)
	case e.Dissent && !dissent:
		return d.f.because(nil, "the refusal of sign-off %s was taken for dissent, and the workflow lets it stop the gate.", e.SignOff)
	case !slices.Equal(e.Conditions, conditional):
		return d.f.because(nil, "sign-off %s was decided on other conditions than those who voted for it made.", e.SignOff)
	}
	return nil
}

// choice is what the votes on a sign-off make, once it is clear that the voting ended for the reason that is given.
func (d *decided) choice(s *workflow.SignOff, e events.SignOffDecided, n workflow.Counted) (string, error) {
	no := func(format string, args ...any) (string, error) {
		return "", d.f.because(nil, "sign-off "+e.SignOff+" was decided "+format, args...)
	}
	if s.Board == "" {
		if len(s.Votes) == 0 || e.Because != "certificate" {
			return no("without the certificate that it asks for.")
		}
		return s.Votes[len(s.Votes)-1].Choice, nil
	}
	if s.State == workflow.SignOffNoQuorum {
		return no("without a quorum.")
	}
	if n.Tied {
		switch {
		case s.State == workflow.SignOffTie && e.Because == "tie_falls" && n.OnTie == document.TieFalls:
			return workflow.RefuseChoice, nil
		case s.State == workflow.SignOffTie && e.Because == "casting_vote" && s.Casting != nil:
			return s.Casting.Choice, nil
		}
		return no("because of %s, and the votes are equal.", e.Because)
	}
	switch {
	case s.State == workflow.SignOffTie:
		return no("because of %s on a tie, and the votes are %s.", e.Because, votesOf(n.Tally))
	case e.Because == "meeting_closed":
		if !d.then().MetOn(s) {
			return no("because a meeting closed, and no quorate meeting of %s had.", s.Board)
		}
	case !n.Quorate:
		return no("by votes that make no quorum.")
	case e.Because == "deadline":
		if !d.late(s) || !e.DecidedAt.IsZero() && !e.DecidedAt.Equal(s.DueAt.Add(time.Second)) {
			return no("because of a deadline that had not come.")
		}
	case e.Because == "recounted":
		if s.VotingOver == "" {
			return no("after a tie was recounted, and the voting on it was not over.")
		}
	case e.Because == "closed":
		if !d.then().MayResolve(s) {
			return no("because %s closed the voting, who neither presided nor is of the secretariat.", d.r.Actor)
		}
	case e.Because != n.Closes || n.Closes == "":
		return no("because of %s, and votes that could change it had not been cast.", e.Because)
	}
	return n.Choice, nil
}

// resolution checks a return or a deferral, which is not a matter of votes.
func (d *decided) resolution(s *workflow.SignOff, e events.SignOffDecided) error {
	if e.Result != "returned" && e.Result != "deferred" {
		return d.f.because(nil, "sign-off %s was %s by a resolution, which can only return or defer.", e.SignOff, e.Result)
	}
	if !d.then().MayResolve(s) {
		return d.f.because(nil, "sign-off %s was %s by %s, who neither presided nor is of the secretariat.", e.SignOff, e.Result, d.r.Actor)
	}
	return nil
}

// escalated checks that a sign-off went on to another because its time ran out without a decision, or because of a tie.
func (d *decided) escalated(e events.SignOffEscalated) error {
	s, err := d.signOff(e.SignOff, "an escalation", workflow.SignOffOpen, workflow.SignOffNoQuorum, workflow.SignOffTie)
	if err != nil {
		return err
	}
	var n workflow.Counted
	if s.Board != "" {
		if n, err = d.count(s); err != nil {
			return err
		}
	}
	switch late := d.late(s); {
	case e.Because == workflow.BecauseDelegation:
		if _, is := d.then().Referred(s); !is {
			return d.f.because(nil, "sign-off %s went up because the case is worth more than %s decides, and it is not.", e.SignOff, s.Board)
		}
	case e.Because == "tie" && (s.State != workflow.SignOffTie || !n.Tied || n.OnTie != document.TieDispute):
		return d.f.because(nil, "sign-off %s was escalated on a tie, and the rule of %s or its votes make none.", e.SignOff, s.Board)
	case e.Because != "tie" && !late:
		return d.f.because(nil, "sign-off %s was escalated before its deadline.", e.SignOff)
	case e.Because != "tie" && s.State == workflow.SignOffOpen && n.Quorate:
		return d.f.because(nil, "sign-off %s was escalated, and its votes decide it.", e.SignOff)
	}
	return d.tally(s, e.Tally, n.Tally)
}

// late reports whether the last second of a sign-off's deadline had passed.
func (d *decided) late(s *workflow.SignOff) bool {
	return !s.DueAt.IsZero() && !d.r.At.Before(s.DueAt.Add(time.Second))
}

// count counts the votes on a board's sign-off.
func (d *decided) count(s *workflow.SignOff) (workflow.Counted, error) {
	n, ok := d.then().Count(s)
	if !ok {
		return n, d.f.because(nil, "sign-off %s is of board %s, which governance version %d does not have.", s.ID, s.Board, s.GovernanceVersion)
	}
	return n, nil
}

// tally checks that the numbers that were recorded, and the casting vote, are those of the sign-off's votes.
func (d *decided) tally(s *workflow.SignOff, got, want events.Tally) error {
	same := got.Casting == want.Casting || got.Casting != nil && want.Casting != nil && *got.Casting == *want.Casting
	got.Casting, want.Casting = nil, nil
	if got == want && same {
		return nil
	}
	return d.f.because(nil, "sign-off %s was decided on %s, and the votes are %s.", s.ID, votesOf(got), votesOf(want))
}

func votesOf(t events.Tally) string {
	return fmt.Sprintf("%d for, %d against, %d abstained, %d not cast", t.Approve, t.Refuse, t.Abstain, t.NotCast)
}

func orNobody(seat string) string {
	if seat == "" {
		return "nobody"
	}
	return seat
}
