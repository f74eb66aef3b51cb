package workflow

import "slices"

// Who can bring a quorum back (DOMAIN §2.2, quorum_restored): the monitoring officer for a seat that stands aside, and whoever fills
// a seat in which nobody sits.

// restorers lists them for a sign-off without a quorum, in the order of the seats.
func (d *decision) restorers(s *SignOff) (out []string) {
	b := d.r.GovernanceVersion(s.GovernanceVersion).Board(s.Board)
	if b == nil {
		return nil
	}
	for i := range b.Seats {
		seat := &b.Seats[i]
		person := ""
		switch {
		case !seat.MayVote():
		case s.Recused(seat.ID):
			person = d.monitoringOfficer(s, seat.ID)
		case s.voteOf(seat.ID) == nil && !d.r.Filled(seat.ID, d.m.At):
			by := first(seat.NominatedBy, seat.Organisation)
			if turn, ok := d.r.TurnAt(seat.ID, d.m.At); ok && seat.NominatedBy == "" {
				by = turn.Organisation
			}
			person = Officer(d.g.Organisation(by), "authorising_officer")
		}
		if person != "" && !slices.Contains(out, person) {
			out = append(out, person)
		}
	}
	return out
}

// mayVoteStill lists who may still vote for seats: their holders and deputies who have not used their one vote on the sign-off.
func (d *decision) mayVoteStill(s *SignOff, seats []string) (out []string) {
	for _, seat := range seats {
		for _, p := range append(nonEmpty(d.r.Holder(seat, d.m.At)), d.r.DeputiesOf(seat, d.m.At)...) {
			if !slices.Contains(out, p) && (!d.voted(s, p) || s.State == SignOffTie) {
				out = append(out, p)
			}
		}
	}
	return out
}
