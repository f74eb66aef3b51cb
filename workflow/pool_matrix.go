package workflow

import (
	"slices"

	"comity/workflow/document"
)

// The powers to pool, and who may under which: reference data, versioned, in this one place (DOMAIN §0.10, §2.5, §5.3, F66). It
// is the same for every partnership. A pool pins the version that it was judged under.

// MatrixVersion is the version of the matrix in force. A change of the table below is a new version.
const MatrixVersion = 1

// MatrixNote says what the matrix is worth.
const MatrixNote = "Before release have a local-government lawyer check it, in particular the current text of section 10(5A) of the Children Act 2004 and of the 2000 Regulations as amended."

// The legal bases.
const (
	BasisNHSAct75      = "nhs_act_2006_s75"
	BasisChildrenAct10 = "children_act_2004_s10"
	BasisNHSAct65Z6    = "nhs_act_2006_s65z6"
	BasisLGA101        = "lga_1972_s101_102"
)

// PoolBasis is one row of the matrix: a power, who may contribute under it, and of which kinds there must be one.
type PoolBasis struct {
	ID      string
	Name    string
	May     []string // types of organisation that may contribute
	NHS     []string // one of these must take part; none asked where empty
	Council []string // likewise
	Rule    string   // the extra rule, in a sentence
	Sources []string
}

var (
	councils  = []string{document.TypeCountyCouncil, document.TypeDistrictCouncil, document.TypeUnitaryCouncil, document.TypeLondonBorough}
	children  = []string{document.TypeCountyCouncil, document.TypeUnitaryCouncil, document.TypeLondonBorough} // children's services authorities
	nhsBodies = []string{document.TypeICB, document.TypeNHSTrust, document.TypeNHSEngland, document.TypePCT}
)

// PoolMatrix is the matrix, in the order of DOMAIN §5.3.
var PoolMatrix = []PoolBasis{
	{
		ID: BasisNHSAct75, Name: "Section 75, National Health Service Act 2006",
		May: slices.Concat(nhsBodies, councils), NHS: nhsBodies, Council: councils,
		Rule:    "At least one NHS body and at least one council; a written agreement that specifies the seven items of regulation 7(3).",
		Sources: []string{"National Health Service Act 2006 s.75", "SI 2000/617 regs 3, 4, 7, 9", "DOMAIN [R3], [R4]"},
	},
	{
		ID: BasisChildrenAct10, Name: "Section 10, Children Act 2004",
		May: slices.Concat(children, []string{document.TypeDistrictCouncil, document.TypePolice, document.TypeProbation, document.TypeYOT}, nhsBodies,
			[]string{document.TypeSchool, document.TypeAcademy, document.TypeFECollege, document.TypeJobcentre}),
		Council: children,
		Rule:    "The council that answers for children's services, with its relevant partners; any number of parties.",
		Sources: []string{"Children Act 2004 s.10", "Apprenticeships, Skills, Children and Learning Act 2009 s.193 [R38]"},
	},
	{
		ID: BasisNHSAct65Z6, Name: "Section 65Z6, National Health Service Act 2006",
		May: slices.Concat([]string{document.TypeICB, document.TypeNHSTrust, document.TypeNHSEngland}, councils, []string{document.TypeCombinedAuthority}),
		NHS: []string{document.TypeICB, document.TypeNHSTrust, document.TypeNHSEngland}, Council: slices.Concat(councils, []string{document.TypeCombinedAuthority}),
		Rule:    "Relevant NHS bodies with councils or combined authorities, for functions that they exercise jointly; a joint committee is optional.",
		Sources: []string{"National Health Service Act 2006 ss.65Z5, 65Z6", "NHS England, Arrangements for delegation and joint exercise of statutory functions [R39]"},
	},
	{
		ID: BasisLGA101, Name: "Sections 101 and 102, Local Government Act 1972",
		May: councils, Council: councils,
		Rule:    "Councils only; in a joint committee the person presiding has a casting vote.",
		Sources: []string{"Local Government Act 1972 ss.101, 102, Sch 12 para 39 [R13]"},
	},
}

// noLegalEntity are types of organisation that are no legal person: none of them can be host, payee or party to a contract (F13).
var noLegalEntity = []string{document.TypeSectorBody, document.TypeYOT}

// Basis finds a row of the matrix, nil where there is none.
func Basis(id string) *PoolBasis {
	for i := range PoolMatrix {
		if PoolMatrix[i].ID == id {
			return &PoolMatrix[i]
		}
	}
	return nil
}

// Eligible reports whether an organisation of a type may contribute under the basis.
func (b *PoolBasis) Eligible(organisationType string) bool {
	return slices.Contains(b.May, organisationType)
}

// lacks says which kinds of party the basis asks for and the types do not have: the codes of the refusals, in their order.
func (b *PoolBasis) lacks(types []string) []Code {
	among := func(kinds []string) bool {
		return len(kinds) == 0 || slices.ContainsFunc(types, func(t string) bool { return slices.Contains(kinds, t) })
	}
	var out []Code
	if !among(b.NHS) {
		out = append(out, PoolBasisRequiresNHSBody)
	}
	if !among(b.Council) {
		out = append(out, PoolBasisRequiresLocalAuthority)
	}
	return out
}

// PoolItem is one item of the checklist for the written agreement.
type PoolItem struct {
	ID, Name, Source string
}

// PoolItems is the checklist, in order: the seven items of regulation 7(3)(a) to (g), how an overspend is shared, and the way out
// (DOMAIN §5.3, F68).
var PoolItems = []PoolItem{
	{"aims_and_outcomes", "Aims and outcomes", "SI 2000/617 reg 7(3)(a)"},
	{"contributions", "Contributions, and how they may vary", "SI 2000/617 reg 7(3)(b)"},
	{"functions", "The functions that the arrangement is for", "SI 2000/617 reg 7(3)(c)"},
	{"people_and_services", "The people, and the kinds of services", "SI 2000/617 reg 7(3)(d)"},
	{"staff_goods_services_accommodation", "Staff, goods, services and accommodation", "SI 2000/617 reg 7(3)(e)"},
	{"duration_review_variation_termination", "Duration, review, variation and termination", "SI 2000/617 reg 7(3)(f)"},
	{"management", "How the fund is managed", "SI 2000/617 reg 7(3)(g)"},
	{"overspend_share", "How an overspend is shared", "F68, A¶112–118"},
	{"exit", "The way out", "F68, A¶112–118"},
}

// lackingItems lists the items of the checklist that an agreement does not specify, in the order of the checklist.
func lackingItems(has []string) []PoolItem {
	var out []PoolItem
	for _, item := range PoolItems {
		if !slices.Contains(has, item.ID) {
			out = append(out, item)
		}
	}
	return out
}
