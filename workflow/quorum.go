package workflow

import "slices"

// Who can bring a quorum back (DOMAIN §2.2, quorum_restored): the monitoring officer for a seat that stands aside, and whoever fills
// a seat in which nobody sits.

// restorers lists them for a sign-off without a quorum, in the order of the seats: the posts that they hold, and the persons.
func (d *decision) restorers(s *SignOff) (posts, people []string) {
	b := d.r.GovernanceVersion(s.GovernanceVersion).Board(s.Board)
	if b == nil {
		return nil, nil
	}
	for i := range b.Seats {
		seat := &b.Seats[i]
		var of, post string
		switch {
		case !seat.MayVote():
			continue
		case s.Recused(seat.ID):
			of, post = d.r.SeatOrganisation(seat, d.m.At), "monitoring_officer"
			if lead := d.lead(); lead != nil && Officer(d.g.Organisation(of), post) == "" {
				of = lead.ID
			}
		case s.voteOf(seat.ID) == nil && !d.r.Filled(seat.ID, d.m.At):
			of, post = first(seat.NominatedBy, d.r.SeatOrganisation(seat, d.m.At)), "authorising_officer"
		}
		person := Officer(d.g.Organisation(of), post)
		if person != "" && !slices.Contains(posts, of+" "+post) {
			posts = append(posts, of+" "+post)
		}
		if person != "" && !slices.Contains(people, person) {
			people = append(people, person)
		}
	}
	return posts, people
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
