package verify

import (
	"slices"
	"time"

	"comity/events"
	"comity/workflow"
	"comity/workflow/document"
)

// Urgent decisions: who presided, who concurred, within what limit, and whether the board ratified them by its own rule.

// urgent checks the events of urgent decisions.
func (d *decided) urgent(e events.Event) error {
	switch e := e.(type) {
	case events.SignOffConcurred:
		s, err := d.signOff(e.SignOff, "a concurrence", workflow.SignOffOpen, workflow.SignOffNoQuorum)
		if err != nil {
			return err
		}
		return d.wrong("a concurrence on sign-off "+e.SignOff, d.then().Concurrence(s, e))
	case events.SignOffDecidedUrgently:
		s, err := d.signOff(e.SignOff, "an urgent decision", workflow.SignOffOpen, workflow.SignOffNoQuorum)
		if err != nil {
			return err
		}
		if d.r.Actor != e.Person {
			return d.f.because(nil, "sign-off %s was decided urgently for %s by %s.", e.SignOff, e.Person, d.r.Actor)
		}
		return d.wrong("an urgent decision on sign-off "+e.SignOff, d.then().Urgent(s, e))
	case events.SignOffRatificationVoteCast:
		s, err := d.provisional(e.SignOff, e.Gate, e.GateRound, "a vote")
		if err != nil {
			return err
		}
		d.votes++
		return d.wrong("a vote on the ratification of sign-off "+e.SignOff, d.then().RatificationVote(s, e))
	case events.SignOffRatificationPassedOn:
		s, err := d.provisional(e.SignOff, e.Gate, e.GateRound, "another board")
		if err != nil {
			return err
		}
		return d.wrong("another board for the ratification of sign-off "+e.SignOff, d.then().RatificationPassedOn(s, e))
	case events.SignOffRatificationTied:
		s, n, err := d.ballot(e.SignOff, e.Gate, e.GateRound, "a tie")
		if err != nil {
			return err
		}
		if !n.Tied || !n.Quorate {
			return d.f.because(nil, "the ratification of sign-off %s was tied, and the votes are %s.", e.SignOff, votesOf(n.Tally))
		}
		return d.tally(s, e.Tally, n.Tally)
	case events.SignOffRatified:
		return d.ratified(e)
	case events.SignOffNotRatified:
		d.unratified = true
		return d.notRatified(e)
	case events.SignOffPresiderElected:
		s := d.c.SignOffAt(e.SignOff, e.Gate, e.GateRound)
		if s == nil {
			return d.f.because(nil, "a seat was elected to preside on sign-off %s, which the case does not have.", e.SignOff)
		}
		return d.wrong("the election of seat "+e.Seat+" to preside", d.then().Election(s, e))
	case events.GateReopened:
		if !d.unratified {
			return d.f.because(nil, "gate %s was opened again, and no urgent decision had fallen.", e.Gate)
		}
	}
	return nil
}

// wrong makes a fault of the first of the reasons for which the rules would have refused something.
func (d *decided) wrong(what string, problems []workflow.Problem) error {
	if len(problems) == 0 {
		return nil
	}
	return d.f.because(nil, "%s was accepted, and could not be: %s", what, problems[0].Message)
}

func (d *decided) provisional(id, gate string, round int, what string) (*workflow.SignOff, error) {
	s := d.c.SignOffAt(id, gate, round)
	if s == nil || s.State != workflow.SignOffProvisional {
		return nil, d.f.because(nil, "%s was accepted on the ratification of sign-off %s, on which no urgent decision waited.", what, id)
	}
	return s, nil
}

func (d *decided) ballot(id, gate string, round int, what string) (*workflow.SignOff, workflow.Counted, error) {
	s, err := d.provisional(id, gate, round, what)
	if err != nil {
		return nil, workflow.Counted{}, err
	}
	n, ok := d.then().Ballot(s)
	if !ok {
		return nil, n, d.f.because(nil, "sign-off %s is of board %s, which governance version %d does not have.", s.ID, s.Board, s.GovernanceVersion)
	}
	return s, n, nil
}

// castOnRatification checks the casting vote on equal votes.
func (d *decided) castOnRatification(s *workflow.SignOff, e events.SignOffCastingVoteCast) error {
	n, ok := d.then().Ballot(s)
	switch presiding := d.reg.Presiding(s, d.r.At); {
	case !ok || !n.Tied || !n.Quorate || n.OnTie != document.TieCastingVote:
		return d.f.because(nil, "a casting vote was accepted on the ratification of sign-off %s, and the votes are %s.", e.SignOff, votesOf(n.Tally))
	case presiding != e.Seat || s.Recused(e.Seat):
		return d.f.because(nil, "a casting vote for seat %s was accepted on sign-off %s, and %s presided.", e.Seat, e.SignOff, orNobody(presiding))
	}
	return nil
}

// ratified checks that the board confirmed an urgent decision, by its own rule and quorum.
func (d *decided) ratified(e events.SignOffRatified) error {
	s, n, err := d.ballot(e.SignOff, e.Gate, e.GateRound, "a ratification")
	if err != nil {
		return err
	}
	if err := d.tally(s, e.Tally, n.Tally); err != nil {
		return err
	}
	choice := n.Choice
	if n.Tied && e.Because == "casting_vote" && s.Urgent.Casting != nil {
		choice = s.Urgent.Casting.Choice
	}
	result, conditions := d.then().RatifiedResult(s)
	switch {
	case e.By != s.Board:
		return d.f.because(nil, "sign-off %s was ratified by %s, whose decision it is not.", e.SignOff, e.By)
	case !n.Quorate || choice != workflow.Approve:
		return d.f.because(nil, "sign-off %s was ratified, and the votes are %s.", e.SignOff, votesOf(n.Tally))
	case e.Result != result || !slices.Equal(e.Conditions, conditions):
		return d.f.because(nil, "sign-off %s was ratified as %s, and what was decided makes it %s.", e.SignOff, e.Result, result)
	}
	return d.ended(s, e.Because, n)
}

// notRatified checks that an urgent decision fell because the board voted it down, or did not vote in time.
func (d *decided) notRatified(e events.SignOffNotRatified) error {
	s, n, err := d.ballot(e.SignOff, e.Gate, e.GateRound, "the end of an urgent decision")
	if err != nil {
		return err
	}
	if err := d.tally(s, e.Tally, n.Tally); err != nil {
		return err
	}
	late := d.pastLimit(s)
	cast := n.Tied && s.Urgent.Casting != nil && s.Urgent.Casting.Choice == workflow.RefuseChoice
	switch {
	case e.Because == "lapsed" && (!late || n.Quorate || !e.EffectiveAt.Equal(s.Urgent.RatifyBy.Add(time.Second))):
		return d.f.because(nil, "the urgent decision on sign-off %s lapsed before its time, or with votes that decide it.", e.SignOff)
	case e.Because == "refused" && !cast && (!n.Quorate || n.Choice != workflow.RefuseChoice),
		e.Because == "tied" && (!n.Quorate || !n.Tied || n.OnTie == document.TieCastingVote && !late):
		return d.f.because(nil, "the urgent decision on sign-off %s was %s, and the votes are %s.", e.SignOff, e.Because, votesOf(n.Tally))
	case e.Round != s.Round+1:
		return d.f.because(nil, "sign-off %s goes on in round %d after round %d.", e.SignOff, e.Round, s.Round)
	}
	return nil
}

// ended checks why the vote on a ratification ended.
func (d *decided) ended(s *workflow.SignOff, because string, n workflow.Counted) error {
	ok := false
	switch because {
	case "casting_vote":
		ok = s.Urgent.Casting != nil
	case "deadline":
		ok = d.pastLimit(s)
	case "closed":
		ok = d.then().MayResolve(s)
	default:
		ok = because == n.Closes
	}
	if !ok {
		return d.f.because(nil, "the ratification of sign-off %s ended because of %s, and could not.", s.ID, because)
	}
	return nil
}

func (d *decided) pastLimit(s *workflow.SignOff) bool {
	return !d.r.At.Before(s.Urgent.RatifyBy.Add(time.Second))
}
