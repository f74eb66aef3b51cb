package people

import (
	"slices"

	"comity/workflow"
)

// The acts on the people directory that the rule tells apart.
type act int

const (
	read         act = iota // name, address, preferences
	recordSelf              // a name; preferences
	recordEmail             // the first address of somebody who has never signed in
	replaceEmail            // the address of somebody who has one, or signs in otherwise
	invite                  // to the address that is recorded
	leave                   // and return
	erase
	signOut  // everywhere
	ownKeys  // list, make and revoke one's own
	seeKeys  // list and revoke somebody's
	showKeys // list, make and revoke those of a partnership's dashboards
)

// authorisingOfficer is the post that answers for an organisation's own people.
const authorisingOfficer = "authorising_officer"

// may says whether somebody may do something to somebody else, or with the dashboards of a partnership. Pure.
//
// Whoever can read a person's mail can sign in as them. So an address is recorded by those who answer for every seat that the
// person has, and replaced only by their own authorising officer or by the installation; never by the person, who would have
// to prove it, and never over somebody who administers the installation.
// Source: issue 2 §4; DESIGN §4, who may change authority.
func may(a act, by, of standing) bool {
	self := by.Person == of.Person
	installation := by.Operator || by.Administrator
	switch a {
	case read:
		return self || installation || over(by, of, anyCharge)
	case recordSelf:
		return self || installation || !of.Administrator && overAll(by, of, anyCharge)
	case invite:
		return installation || over(by, of, anyCharge) || len(of.In) == 0 && !of.Administrator && answersForPeople(by)
	case recordEmail:
		return installation || !of.Administrator && (overAll(by, of, anyCharge) || len(of.In) == 0 && answersForPeople(by))
	case replaceEmail, leave:
		return installation || !self && !of.Administrator && overAll(by, of, officerCharge)
	case erase:
		return by.Administrator
	case signOut, seeKeys:
		return self || installation
	case ownKeys:
		return self && !by.Operator
	}
	return false
}

// mayShow says whether somebody may give, list and end the access keys of a partnership's dashboards, up to a clearance:
// never more than they see themselves. Pure.
func mayShow(by standing, partnership, clearance string) bool {
	m, is := by.in(partnership)
	if !is || !slices.Contains(workflow.Clearances, clearance) {
		return false
	}
	return (by.Administrator || m.Administrator || len(m.SecretaryOf) > 0) && workflow.Clears(m.Clearance, clearance)
}

// charge says whether what somebody is in a partnership makes them answer for what another is there.
type charge func(by, of workflow.Membership) bool

// anyCharge: the partnership's administrators, the secretaries of a board on which the person sits, the authorising officer
// of an organisation that the person sits or works for.
func anyCharge(by, of workflow.Membership) bool {
	if by.Administrator || officerCharge(by, of) {
		return true
	}
	return slices.ContainsFunc(of.Seats, func(s workflow.SeatOf) bool {
		return slices.ContainsFunc(by.SecretaryOf, func(b workflow.Named) bool { return b.ID == s.Board })
	})
}

// officerCharge: the authorising officer of every organisation that the person sits or has a post for, and the person is
// nothing else there.
func officerCharge(by, of workflow.Membership) bool {
	if of.Administrator || len(of.SecretaryOf)+len(of.Units) > 0 || len(of.Seats)+len(of.Posts) == 0 {
		return false
	}
	answers := func(organisation string) bool {
		return slices.ContainsFunc(by.Posts, func(p workflow.PostOf) bool {
			return p.Organisation == organisation && p.Post == authorisingOfficer
		})
	}
	return !slices.ContainsFunc(of.Seats, func(s workflow.SeatOf) bool { return !answers(s.Organisation) }) &&
		!slices.ContainsFunc(of.Posts, func(p workflow.PostOf) bool { return !answers(p.Organisation) })
}

// over reports whether somebody answers for what a person is in one partnership at least.
func over(by, of standing, c charge) bool {
	return slices.ContainsFunc(of.In, func(m workflow.Membership) bool {
		mine, is := by.in(m.Partnership)
		return is && c(mine, m)
	})
}

// overAll reports whether somebody answers for everything that a person is, which is something.
func overAll(by, of standing, c charge) bool {
	return len(of.In) > 0 && !slices.ContainsFunc(of.In, func(m workflow.Membership) bool {
		mine, is := by.in(m.Partnership)
		return !is || !c(mine, m)
	})
}

// answersForPeople reports whether somebody records new people: an administrator or authorising officer of a partnership.
func answersForPeople(by standing) bool {
	return slices.ContainsFunc(by.In, func(m workflow.Membership) bool {
		return m.Administrator || slices.ContainsFunc(m.Posts, func(p workflow.PostOf) bool { return p.Post == authorisingOfficer })
	})
}
