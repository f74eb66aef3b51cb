package partnerships_test

import (
	"slices"
	"strings"
	"testing"

	"comity/workflow/document"
)

// facts hold a partnership against DOMAIN §4. Each says what is printed.
var facts = map[string]func(*facting){
	"barnsley": func(f *facting) {
		f.trust("Barnsley Children and Young People's Trust", 2005, 13, "S2", "lead member")
	},
	"cambridgeshire": func(f *facting) {
		f.trust("Cambridgeshire Children and Young People Strategic Partnership", 2006, 24, "S1", "director")
	},
	"merton": func(f *facting) {
		f.trust("Merton Children's Trust", 2005, 19, "S1", "director")
		f.is("the development manager is an officer of the council", f.organisation("council").Officers["partnership_development_manager"] != "")
	},
	"lancashire": func(f *facting) {
		f.is("the board has thirty voting seats and fifteen associates", f.voting("trust") == 30 && len(f.board("trust").Seats) == 45)
		f.is("twelve primary and three special schools", f.seats("trust", "P") == 12 && f.seats("trust", "Q") == 3)
		f.is("the agreement is of April 2008", f.Metadata.EffectiveFrom.String()[:7] == "2008-04")
		f.is("it has the name of A-T3", f.Name == "Lancashire Children and Young People Strategic Partnership" && f.board("trust").Chair.Seat == "S1")
		f.is("conflicts are a topic of the agreement", len(f.Disputes.Steps) > 0)
	},
	"staffordshire": func(f *facting) {
		f.trust("Staffordshire Children's Trust", 2005, 9, "S1", "director")
		f.is("eight district boards and fifty groups", f.boards("district-") == 8 && f.boards("group-") == 50)
		f.is("a shadow board that does not vote and reports to the trust", f.voting("shadow") == 0 && slices.Contains(f.board("shadow").ReportsTo, "trust"))
		f.is("the commissioner is the council's and on the board", f.seat("trust", "SC").Organisation == "council" && strings.Contains(f.seat("trust", "SC").Post, "commissioner"))
	},
	"sunderland": func(f *facting) {
		f.trust("Sunderland Children's Trust", 2004, 20, "S0", "leader")
		f.is("the strategic partnership is the executive", f.board("executive").Level == document.LevelExecutive && f.board("executive").Name == "Children's Trust Strategic Partnership")
		f.is("the trust is strategic", f.board("trust").Level == document.LevelStrategic)
		f.is("children's partnerships are operational and overseen by the executive", f.boards("partnership-") > 0 && f.board("partnership-east").ReportsTo[0] == "executive")
	},
	"torbay": func(f *facting) {
		f.trust("Torbay Children's Partnership Trust", 2006, 30, "S2", "lead member")
		var names []string
		for _, a := range f.Areas {
			names = append(names, a.Name)
		}
		f.is("four clusters by name", strings.Join(names, ", ") == "Brixham, Paignton, Torquay East, Torquay West" && f.boards("cluster-") == 4)
	},
	"walsall": func(f *facting) {
		f.trust("Walsall Children and Young People's Trust", 2005, 14, "S0", "independent")
		f.is("a joint commissioning unit", f.Units[0].Name == "Joint Commissioning Unit")
		for _, name := range []string{"West Midlands Police", "Serco", "Children's Safeguarding Board", "Local Strategic Partnership", "Walsall Voluntary Action", "Black Country Children's Services Improvement Partnership"} {
			f.is(name+" took part in the strategy", slices.ContainsFunc(f.Organisations, func(o document.Organisation) bool { return o.Name == name }))
		}
	},
	"norfolk": func(f *facting) {
		f.is("seven districts", f.districts() == 7)
		f.is("two seats each, a member and an officer", f.roles("trust", document.RoleElectedMember) == 7 && f.roles("trust", document.RoleOfficer) == 7)
		f.is("a board of around forty", len(f.board("trust").Seats) == 40)
		f.is("five area partnerships", f.boards("area-") == 5)
		touched := map[string]int{}
		for _, a := range f.Areas {
			f.is("an area touches up to three districts", len(a.Organisations) >= 1 && len(a.Organisations) <= 3)
			for _, o := range a.Organisations {
				touched[o]++
			}
		}
		f.is("every district is in an area, some in two", len(touched) == 7 && touched["d3"] == 2)
		f.is("an area director presides", f.seat("area-a1", "director-a1").Post == "area director" && f.board("area-a1").Chair.Seat == "director-a1")
		f.is("chief executives sit for the districts", f.seat("area-a1", "area-a1-d1-officer").Post == "chief executive")
	},
	"northamptonshire-before": func(f *facting) {
		f.is("two for the districts", f.seats("trust", "R") == 2)
	},
	"northamptonshire": func(f *facting) {
		f.is("a board of thirty-two", len(f.board("trust").Seats) == 32)
		f.is("an officer for each district", f.roles("trust", document.RoleOfficer) == f.districts() && f.roles("trust", document.RoleElectedMember) == 0)
		groups := 0
		for _, s := range f.board("trust").Seats {
			if s.PoliticalGroup != "" && s.Role == document.RoleElectedMember {
				groups++
			}
		}
		f.is("a member for each political group", groups > 0 && f.seats("trust", "R") == 0)
	},
	"east-sussex": func(f *facting) {
		for _, id := range []string{"R1", "R2"} {
			s := f.seat("trust", id)
			f.is("a seat rotates and speaks for the districts", s.Rotation != nil && len(s.Represents.Organisations) == 5)
		}
		f.is("groups may differ within agreed parameters", len(f.Bounds) > 0 && f.board("planning-e5").Quorum.Voting != f.board("planning-e4").Quorum.Voting)
		f.is("five planning groups, one for each district", f.boards("planning-") == 5 && f.districts() == 5 && len(f.Areas) == 5)
		for _, b := range f.Boards {
			if strings.HasPrefix(b.ID, "planning-") {
				f.is("a senior district officer presides in "+b.ID, f.seat(b.ID, b.Chair.Seat).Post == "senior district officer")
			}
		}
	},
	"suffolk": func(f *facting) {
		n := 0
		for _, s := range f.board("trust").Seats {
			if s.NominatedBy == "lga" {
				n++
			}
		}
		f.is("the local LGA nominates two", n == 2)
		f.is("a seminar three times a year", f.board("seminar").Meetings.Every.String() == "P4M" && f.voting("seminar") == 0)
	},
	"staffordshire-2010": func(f *facting) {
		f.is("one from the district trust boards, one for the districts as a whole", strings.HasPrefix(f.seat("trust", "SD").Post, "from the district") && strings.HasPrefix(f.seat("trust", "SW").Post, "for the districts"))
		f.is("the eight boards are still there", f.boards("district-") == 8 && f.Metadata.Version == 2)
	},
	"lincolnshire": func(f *facting) {
		f.is("seven districts, an officer and a lead member each", f.districts() == 7 && f.roles("trust", document.RoleOfficer) == 7 && f.roles("trust", document.RoleElectedMember) == 7)
	},
	"lancashire-2010": func(f *facting) {
		f.is("three areas, and boards of districts", f.boards("area-") == 3 && f.boards("district-") > 0)
		f.is("each area's director sits on the county board", f.seats("trust", "A") == 3)
		f.is("the districts concerned sit on the area group", f.seat("area-a2", "area-a2-d4-officer").Organisation == "d4")
		f.is("the director presides and is funded with the PCT", f.board("area-a1").Chair.Seat == "B1-a1" && strings.Contains(f.seat("area-a1", "B1-a1").Post, "funded with the PCT"))
		f.is("it is the second version", f.Metadata.Version == 2)
	},
	"kent": func(f *facting) {
		f.is("twenty-three trusts", f.boards("cluster-") == 23 && len(f.Areas) == 23)
		for _, a := range f.Areas {
			f.is("each with a partnership manager", f.seat("cluster-"+a.ID, "B1-"+a.ID).Post == "partnership manager")
		}
		f.is("under review", !f.Structure.ReviewDueOn.IsZero())
	},
	"west-sussex-before": func(f *facting) { f.is("eight service areas", f.boards("service-") == 8) },
	"west-sussex": func(f *facting) {
		n, from := 0, 0
		for _, b := range f.Boards {
			if strings.Contains(b.Name, "Area Commissioning Partnership") {
				n, from = n+1, from+len(b.Merges)
			}
		}
		f.is("three partnerships out of eight", n == 3 && from == 8 && f.boards("service-") == 0)
	},
	"essex-before": func(f *facting) { f.is("potentially twelve districts", f.districts() == 12) },
	"essex": func(f *facting) {
		n := 0
		for _, b := range f.Boards {
			if strings.HasPrefix(b.Name, "Local Children's Trust Board") {
				n++
			}
		}
		f.is("five local boards for potentially twelve districts", n == 5 && f.districts() == 12 && f.boards("local-") == 0)
	},
	"devon": func(f *facting) {
		f.is("county, districts and other partners", f.districts() > 0 && slices.Contains(f.Areas[0].Organisations, "council") && slices.Contains(f.Areas[0].Organisations, "d1") && slices.Contains(f.Areas[0].Organisations, "pct"))
	},
	"north-yorkshire": func(f *facting) { f.is("3,341 square miles", f.Areas[0].Covers[0] == "3,341 square miles") },
}

func TestFacts(t *testing.T) {
	for _, name := range all() {
		t.Run(name, func(t *testing.T) {
			if facts[name] == nil {
				t.Fatal("nothing is said of what is printed")
			}
			facts[name](&facting{governance(t, name), t})
		})
	}
}

// facting asks one partnership.
type facting struct {
	*document.Governance
	t *testing.T
}

func (f *facting) is(what string, yes bool) {
	f.t.Helper()
	if !yes {
		f.t.Errorf("it does not hold: %s", what)
	}
}

// trust checks what A-T3 has of a partnership.
func (f *facting) trust(name string, established, members int, chair, post string) {
	f.t.Helper()
	b := f.board("trust")
	f.is("its name is "+name, f.Name == name)
	f.is("the year", f.Metadata.EffectiveFrom.Year == established)
	f.is("how many members", len(b.Seats) == members)
	f.is("who presides", b.Chair.Seat == chair && strings.Contains(f.seat("trust", chair).Post, post))
}

func (f *facting) board(id string) *document.Board {
	f.t.Helper()
	for i := range f.Boards {
		if f.Boards[i].ID == id {
			return &f.Boards[i]
		}
	}
	f.t.Fatalf("there is no board %s", id)
	return nil
}

func (f *facting) seat(board, id string) *document.Seat {
	f.t.Helper()
	b := f.board(board)
	for i := range b.Seats {
		if b.Seats[i].ID == id {
			return &b.Seats[i]
		}
	}
	f.t.Fatalf("%s has no seat %s", board, id)
	return nil
}

func (f *facting) organisation(id string) *document.Organisation {
	f.t.Helper()
	for i := range f.Organisations {
		if f.Organisations[i].ID == id {
			return &f.Organisations[i]
		}
	}
	f.t.Fatalf("there is no organisation %s", id)
	return nil
}

// boards counts those whose id begins so.
func (f *facting) boards(prefix string) (n int) {
	for _, b := range f.Boards {
		if strings.HasPrefix(b.ID, prefix) {
			n++
		}
	}
	return n
}

// seats counts those of a board whose id is a letter and a number.
func (f *facting) seats(board, letter string) (n int) {
	for _, s := range f.board(board).Seats {
		if rest, ok := strings.CutPrefix(s.ID, letter); ok && strings.Trim(rest, "0123456789") == "" {
			n++
		}
	}
	return n
}

func (f *facting) voting(board string) (n int) {
	for _, s := range f.board(board).Seats {
		if s.MayVote() {
			n++
		}
	}
	return n
}

func (f *facting) districts() (n int) {
	for _, o := range f.Organisations {
		if o.Type == document.TypeDistrictCouncil {
			n++
		}
	}
	return n
}

// roles counts the seats of districts in a role.
func (f *facting) roles(board, role string) (n int) {
	for _, s := range f.board(board).Seats {
		if s.Role == role && s.Organisation != "" && f.organisation(s.Organisation).Type == document.TypeDistrictCouncil {
			n++
		}
	}
	return n
}
