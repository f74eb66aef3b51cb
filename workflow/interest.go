package workflow

import (
	"slices"

	"comity/events"
)

// Interests and dispensations: recusal is of the seat, for the item (DOMAIN §0.9, §2.2).

// declareInterest is SignOffDeclareInterest's rule.
func (d *decision) declareInterest(cmd *SignOffDeclareInterest) *Refusal {
	s, no := d.boardSignOff(cmd.SignOff, cmd.Gate)
	if no != nil {
		return no
	}
	problems := d.stillOpen(s)
	if _, p := d.votingSeat(s, cmd.Seat); p != nil {
		problems = append(problems, *p)
	} else if _, p := d.r.actFor(cmd.Seat, d.m.Actor, d.m.At); p != nil {
		problems = append(problems, *p)
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	recuses := cmd.Interest == "pecuniary" || cmd.Interest == "provider" || slices.Contains(d.g.Interests.AlsoRecuse, cmd.Interest)
	gate, round := d.c.where(s)
	ballot := s
	if s.State == SignOffProvisional {
		ballot = s.ballot()
	}
	d.emit(events.SignOffInterestDeclared{SignOff: s.ID, Seat: cmd.Seat, Person: d.m.Actor, Interest: cmd.Interest, Nature: cmd.Nature,
		Recuses: recuses, Struck: recuses && ballot.voteOf(cmd.Seat) != nil, Gate: gate, GateRound: round})
	return nil
}

// monitoringOfficer is who may dispense a seat: that of its organisation, of a rotating one that whose turn it is, where the document names
// one, else that of the lead authority, or of who was put in its place.
func (d *decision) monitoringOfficer(s *SignOff, seat string) string {
	if st, p := d.votingSeat(s, seat); p == nil {
		if o := d.g.Organisation(d.r.SeatOrganisation(st, d.m.At)); o != nil && o.MonitoringOfficer != "" {
			return o.MonitoringOfficer
		}
	}
	return Officer(d.lead(), "monitoring_officer")
}

// interestAct finds a seat's recusal and checks that the monitoring officer acts.
func (d *decision) interestAct(signOff, gate, seat string) (*SignOff, *Refusal) {
	s, no := d.boardSignOff(signOff, gate)
	if no != nil {
		return nil, no
	}
	problems := d.stillOpen(s)
	if officer := d.monitoringOfficer(s, seat); officer == "" || officer != d.m.Actor {
		problems = append(problems, problem(NotAuthorisedToDispense, "Only the monitoring officer may do this for seat %s.", seat).
			under("DOMAIN §2.2, Localism Act 2011 s.33").about(seat).with(map[string]any{"monitoring_officer": officer}))
	} else if _, p := d.r.actFor(seat, d.m.Actor, d.m.At); p == nil {
		problems = append(problems, problem(NotAuthorisedToDispense, "Nobody widens their own authority: %s acts for seat %s.", d.m.Actor, seat).
			under("DESIGN §4").about(seat))
	}
	if !slices.ContainsFunc(s.Interests, func(i Interest) bool { return i.Seat == seat && !i.Withdrawn && !i.Dispensed }) {
		problems = append(problems, problem(NotFound, "Seat %s has declared no interest on this item.", seat).about(seat))
	}
	if len(problems) > 0 {
		return nil, Refuse(problems...)
	}
	return s, nil
}

func (d *decision) dispense(cmd *SignOffDispense) *Refusal {
	s, no := d.interestAct(cmd.SignOff, cmd.Gate, cmd.Seat)
	if no == nil {
		gate, round := d.c.where(s)
		d.emit(events.SignOffDispensed{SignOff: s.ID, Seat: cmd.Seat, By: d.m.Actor, Reason: cmd.Reason, Gate: gate, GateRound: round})
	}
	return no
}

func (d *decision) withdrawInterest(cmd *SignOffWithdrawInterest) *Refusal {
	s, no := d.interestAct(cmd.SignOff, cmd.Gate, cmd.Seat)
	if no == nil {
		gate, round := d.c.where(s)
		d.emit(events.SignOffInterestWithdrawn{SignOff: s.ID, Seat: cmd.Seat, By: d.m.Actor, Reason: cmd.Reason, Gate: gate, GateRound: round})
	}
	return no
}
