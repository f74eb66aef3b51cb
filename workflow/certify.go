package workflow

import (
	"comity/events"
)

// Certificates of named officers (DOMAIN §2.3).

// certify is SignOffCertify's rule.
func (d *decision) certify(cmd *SignOffCertify) *Refusal {
	s, problems := d.openSignOff(cmd.SignOff, SignOffOpen)
	if s == nil {
		return Refuse(problems...)
	}
	if s.Board != "" {
		return Refuse(append(problems, notPermitted("Sign-off %s is a board's: its seats vote.", s.ID))...)
	}
	o := d.g.Organisation(s.OfficerOf)
	entry := d.entryOf(s)
	if officer := Officer(o, s.Post); officer != d.m.Actor {
		delegable := entry == nil || entry.Delegable == nil || *entry.Delegable
		switch {
		case !delegable:
			problems = append(problems, problem(NonDelegable, "Only the %s of %s may certify; it may not be delegated.", s.Post, s.OfficerOf).
				under("sign_offs.%s.delegable", s.Entry).about(d.m.Actor))
		case Officer(o, "deputy_"+s.Post) != d.m.Actor:
			problems = append(problems, notPermitted("Only the %s of %s, or the deputy in that post, may certify.", s.Post, s.OfficerOf))
		}
	}
	if d.w.Segregation.AuthorMayNotCertify && d.m.Actor == d.c.Author {
		problems = append(problems, notPermitted("%s wrote this case and may not certify it.", d.m.Actor).under("segregation of duties, F117"))
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	choice := first(cmd.Choice, Approve)
	d.emit(events.SignOffCertified{SignOff: s.ID, Person: d.m.Actor, Choice: choice, Reason: cmd.Reason})
	d.decide(s.ID, choice, "certificate")
	return nil
}
