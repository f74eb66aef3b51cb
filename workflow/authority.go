package workflow

import (
	"slices"

	"comity/workflow/document"
)

// Who may act, apart from seats: units edit their cases, officers act for their organisations, the secretariat for its boards.

// inUnit reports whether a person is a member of a unit.
func (d *decision) inUnit(unit, person string) bool {
	u := d.g.Unit(unit)
	return u != nil && slices.Contains(u.Members, person)
}

// mayEdit refuses who is not of the case's unit (F84).
func (d *decision) mayEdit() *Problem {
	if d.inUnit(d.c.Terms.Unit, d.m.Actor) {
		return nil
	}
	p := notPermitted("Only members of %s may do this on case %s.", d.c.Terms.Unit, d.c.ID).under("F84").about(d.m.Actor)
	return &p
}

// isOfficer reports whether a person is one of an organisation's officers who act for it.
func isOfficer(o *document.Organisation, person string) bool {
	return o != nil && person != "" && slices.Contains([]string{o.AuthorisingOfficer, o.ProperOfficer, o.MonitoringOfficer}, person)
}

// mayCommitFor refuses who is neither of the case's unit nor acts for the organisation.
func (d *decision) mayCommitFor(organisation string) *Problem {
	o := d.g.Organisation(organisation)
	if o == nil {
		p := problem(NotFound, "There is no organisation %s.", organisation).about(organisation)
		return &p
	}
	if d.inUnit(d.c.Terms.Unit, d.m.Actor) {
		return d.r.replaced(organisation, d.m.At)
	}
	if no := d.notReplaced(organisation); len(no) > 0 {
		return &no[0]
	}
	if isOfficer(o, d.m.Actor) || d.sitsFor(organisation) {
		return nil
	}
	p := notPermitted("Only the case's unit or %s itself may say what it puts in.", organisation).about(organisation)
	return &p
}

// sitsFor reports whether the actor acts for a seat of the organisation.
func (d *decision) sitsFor(organisation string) bool {
	for _, seat := range d.r.SeatsOf(d.m.Actor, d.m.At) {
		if _, s := d.g.Seat(seat); s != nil && d.r.SeatOrganisation(s, d.m.At) == organisation {
			return true
		}
	}
	return false
}

// actFrom finds the seat from which the actor acts, and in what capacity, or says why not. A term may run on when a version of the governance
// has done away with its seat: from that day nobody acts from it.
func (d *decision) actFrom(seat string) (*document.Seat, acting, *Problem) {
	_, s := d.g.Seat(seat)
	who, p := d.r.actFor(seat, d.m.Actor, d.m.At)
	if p != nil && s == nil && p.Code == NotSeatHolder {
		no := problem(NotFound, "There is no seat %s.", seat).about(seat)
		return nil, who, &no
	}
	if p != nil {
		return nil, who, p
	}
	if s == nil {
		no := problem(SeatNotInForce, "The governance in force has no seat %s.", seat).under("DOMAIN §0.3").about(seat)
		return nil, acting{}, &no
	}
	return s, who, nil
}

// isAccountable reports whether the actor is an officer of the sponsor or of the lead authority, or of who was put in the place of either.
func (d *decision) isAccountable() bool {
	return isOfficer(d.sponsor(), d.m.Actor) || isOfficer(d.lead(), d.m.Actor)
}

// isSecretary reports whether the actor is of the secretariat of one of the boards, or of any for none.
func (d *decision) isSecretary(boards ...string) bool {
	return slices.ContainsFunc(d.g.Boards, func(b document.Board) bool {
		return (len(boards) == 0 || slices.Contains(boards, b.ID)) && slices.Contains(b.Secretary, d.m.Actor)
	})
}

// awarded reports whether the award is made: the contract exists or, on a route without one, the award gate has taken effect
// (DOMAIN §2.1).
func (d *decision) awarded() bool {
	if d.c.Contract != nil {
		return true
	}
	return d.c.Terms.Route != document.RouteContract && d.awardGatePassed(0)
}

// notAwarded refuses what cannot be done once the award is made, unless a review has decided to vary it.
func (d *decision) notAwarded(what string) *Problem {
	if !d.awarded() || d.varying() {
		return nil
	}
	p := problem(WrongStage, "The award is made; %s is not possible any more.", what).under("DOMAIN §2.1 (award)").about(d.c.Label())
	return &p
}
