package verify

import (
	"slices"
	"time"

	"comity/events"
	"comity/workflow"
	"comity/workflow/document"
)

// vote checks that the seat had a vote on the open sign-off and was not standing aside, and that neither it nor the person had voted before.
func (d *decided) vote(e events.SignOffVoteCast) error {
	if err := d.acts(e.Seat, e.Person, "vote"); err != nil {
		return err
	}
	s, err := d.signOff(e.SignOff, "a vote", workflow.SignOffOpen)
	if err != nil {
		return err
	}
	if b := d.reg.GovernanceVersion(s.GovernanceVersion).Board(s.Board); b == nil || !votes(b, e.Seat) {
		return d.f.because(nil, "a vote for seat %s was accepted on sign-off %s, and the seat has no vote there.", e.Seat, e.SignOff)
	}
	if s.Recused(e.Seat) {
		return d.f.because(nil, "a vote for seat %s was accepted on sign-off %s, although the seat stands aside.", e.Seat, e.SignOff)
	}
	if why := d.reg.CodeDue(e.Seat, e.Person, d.r.At); why != "" {
		return d.f.because(nil, "a vote for seat %s was accepted on sign-off %s: %s", e.Seat, e.SignOff, why)
	}
	for _, v := range s.Votes {
		if !v.Struck && (v.Seat == e.Seat || v.Person == e.Person) {
			return d.f.because(nil, "a second vote was accepted on sign-off %s: %s had voted for seat %s.", e.SignOff, v.Person, v.Seat)
		}
	}
	return nil
}

// votes reports whether a seat of the board votes.
func votes(b *document.Board, seat string) bool {
	return slices.ContainsFunc(b.Seats, func(s document.Seat) bool { return s.ID == seat && s.MayVote() })
}

// seatPassed checks that a rotating seat passed on then, and from whom to whom.
func (d *decided) seatPassed(e events.SignOffSeatPassed) error {
	if _, err := d.signOff(e.SignOff, "the passing of a seat", workflow.SignOffOpen, workflow.SignOffNoQuorum, workflow.SignOffTie); err != nil {
		return err
	}
	before, _ := d.reg.TurnAt(e.Seat, e.PassedAt.Add(-time.Second))
	now, ok := d.reg.TurnAt(e.Seat, e.PassedAt)
	if !ok || e.PassedAt.After(d.r.At) || before.Number == now.Number || before.Organisation != e.FromOrganisation || now.Organisation != e.ToOrganisation {
		return d.f.because(nil, "seat %s passed from %s to %s, and by its rotation it did not.", e.Seat, e.FromOrganisation, e.ToOrganisation)
	}
	return nil
}

// acts checks that a person held a seat, or deputised for it, on the day.
func (d *decided) acts(seat, person, what string) error {
	if person != "" && (d.reg.Holder(seat, d.r.At) == person || slices.Contains(d.reg.DeputiesOf(seat, d.r.At), person)) {
		return nil
	}
	return d.f.because(nil, "a %s by %s for seat %s was accepted, and neither the seat's term nor a deputy's was then running for that person.", what, person, seat)
}
