package workflow

import (
	"slices"
)

// Whose the acts in a dispute are.

func (o *oracle) forbidsInDispute(person string, cmd Command) string {
	represents := func(seat, organisation string) bool {
		s := o.seat(seat)
		return s != nil && o.acts(seat, person) && (organisation == "" || o.of(s) == organisation || slices.Contains(s.Represents.Organisations, organisation))
	}
	commits := func(organisation string) bool {
		return slices.ContainsFunc(o.c.Commitments, func(k *Commitment) bool { return k.Organisation == organisation && !k.Released })
	}
	switch cmd := cmd.(type) {
	case *CaseRaiseDispute:
		if o.gone(cmd.Organisation) || slices.ContainsFunc(cmd.Against, o.gone) {
			return "of, or against, an organisation that is gone"
		}
		if cmd.Seat != "" {
			return o.either(represents(cmd.Seat, cmd.Organisation), "no seat-holder")
		}
		return o.either(o.officer(cmd.Organisation, person) && commits(cmd.Organisation), "no officer of who commits")
	case *CaseAgreeDispute:
		party := cmd.Organisation
		if cmd.Seat != "" {
			party = first(party, o.spokenFor(cmd.Seat))
		}
		x := o.c.Dispute
		if x == nil || party != x.RaisedBy && !slices.Contains(x.Against, party) {
			return "no party"
		}
		if cmd.Seat != "" {
			return o.either(represents(cmd.Seat, party), "the seat does not speak for the party")
		}
		return o.either(o.officer(party, person), "no officer of the party")
	case *CaseResolveDispute:
		if !o.secretary(person) && !o.accountable(person) {
			return "neither secretariat nor accountable body"
		}
		x := o.c.Dispute
		if x != nil && x.Kind != "arbitration" && len(x.Against) > 0 {
			for _, party := range append([]string{x.RaisedBy}, x.Against...) {
				if party != "" && !slices.ContainsFunc(x.Agreed, func(a DisputeAccord) bool { return a.Organisation == party }) {
					return party + " has not agreed"
				}
			}
		}
	case *CaseFailDispute:
		if cmd.Withdraw {
			return o.withdrawsCase(person)
		}
		return o.either(o.accountable(person) || o.secretary(person) || o.officer(cmd.Departing, person), "not for them to say")
	}
	return ""
}
