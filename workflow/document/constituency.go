package document

import "slices"

// The kinds of constituency: for whom a seat speaks (DOMAIN §1, A¶140, F37, F47).
const (
	ConstituencyOwn           = "own_organisation"
	ConstituencyOrganisations = "organisations"
	ConstituencySector        = "sector"
	ConstituencyDepartment    = "department"
	ConstituencyChildren      = "children_and_young_people"
	ConstituencyParents       = "parents"
)

// Constituencies lists the kinds in the order in which people are shown them. It is not to be changed.
var Constituencies = []string{
	ConstituencyOwn, ConstituencyOrganisations, ConstituencySector, ConstituencyDepartment, ConstituencyChildren, ConstituencyParents,
}

// Represents says for whom a seat speaks. It does not say what it may commit: that is its mandates (DOMAIN §0.4).
type Represents struct {
	// The kind of constituency; unless said otherwise it follows from what else stands here, and is the seat's own organisation where nothing does. Parents are parents and carers.
	Kind string `json:"kind" check:"enum=constituencies"`
	// The organisations it speaks for and reports back to.
	Organisations []string `json:"organisations" check:"ref=organisation" example:"[ald, bra, cal, dun]"`
	// A sector it speaks for, in words.
	Sector string `json:"sector" example:"voluntary and community"`
	// A department of its organisation for which alone it speaks, in words.
	Department string `json:"department" example:"housing"`
}

// Constituency is the kind of constituency of a seat.
func (s *Seat) Constituency() string {
	r := s.Represents
	switch {
	case r.Kind != "":
		return r.Kind
	case r.Sector != "":
		return ConstituencySector
	case r.Department != "":
		return ConstituencyDepartment
	case len(r.Organisations) > 1 || len(r.Organisations) == 1 && s.Organisation != "" && r.Organisations[0] != s.Organisation:
		return ConstituencyOrganisations
	}
	return ConstituencyOwn
}

// SpeaksFor reports whether an organisation is of a seat's constituency: named in it, or the seat's own where nobody else is.
func (s *Seat) SpeaksFor(organisation string) bool {
	if len(s.Represents.Organisations) > 0 {
		return slices.Contains(s.Represents.Organisations, organisation)
	}
	return s.Organisation == organisation && s.Constituency() == ConstituencyOwn
}

// constituency checks that a constituency says of whom it is, and nothing that contradicts it.
func (c *check) constituency(s *Seat, path string) {
	r := s.Represents
	switch {
	case r.Kind == ConstituencySector && r.Sector == "":
		c.fail(path+".kind", "constituency", "Seat %s speaks for a sector, and does not say which: sector.", s.ID)
	case r.Kind == ConstituencyDepartment && r.Department == "":
		c.fail(path+".kind", "constituency", "Seat %s speaks for a department, and does not say which: department.", s.ID)
	case r.Kind == ConstituencyOrganisations && len(r.Organisations) == 0:
		c.fail(path+".kind", "constituency", "Seat %s speaks for several organisations, and does not say which: organisations.", s.ID)
	case r.Kind == ConstituencyOwn && (len(r.Organisations) > 1 || len(r.Organisations) == 1 && s.Organisation != "" && r.Organisations[0] != s.Organisation):
		c.fail(path+".kind", "constituency", "Seat %s speaks for its own organisation, and names others under organisations.", s.ID)
	case r.Department != "" && s.Organisation == "":
		c.fail(path+".department", "constituency", "Seat %s speaks for a department, and belongs to no organisation that has one.", s.ID)
	}
	for i, o := range r.Organisations {
		if slices.Contains(r.Organisations[:i], o) {
			c.fail(item(path+".organisations", i), "duplicate_id", "Seat %s speaks for %s twice.", s.ID, o)
		}
	}
}
