package document

import "comity/workflow/calendar"

// The comments of the fields below are what Reference and GovernanceSchema say of them. A check tag says what a value must be:
// required; token, an id of letters, digits, "-" and "_"; min=n; enum=list (enums.go); ref=noun, the id of one in the same document.

// Governance is a partnership's structure: organisations, areas, boards, seats, rules. It says who may decide what; who holds
// a seat and what a seat may commit are acts of the organisations themselves, which a document may only propose (DESIGN §4).
type Governance struct {
	// The version of this format.
	APIVersion string `json:"api_version" check:"required,enum=api_versions" example:"comity/v1"`
	// What the document is.
	Kind string `json:"kind" check:"required,enum=governance" example:"Governance"`
	// The documents on which this one is laid, the lowest first: files, by their place from this one, and what is shipped, by name. It says only what is otherwise.
	Extends []string `json:"extends" example:"[../base.governance.yaml, lgr-transition]"`
	// What is taken away from those below first, by its path; the things of a list by their ids.
	Remove []string `json:"remove" example:"[boards.jce, boards.wcb.seats.W5]"`
	// Which version of which partnership's governance this is.
	Metadata GovernanceMeta `json:"metadata" check:"required"`
	// The partnership's name.
	Name string `json:"name" check:"required" example:"Westmere Children's Partnership"`
	// What the partnership is in law; unincorporated_association unless said otherwise. It is never a host, payee or contracting party.
	LegalForm string `json:"legal_form" check:"enum=legal_forms"`
	// By which clock and which holidays the partnership reckons.
	Calendar CalendarRules `json:"calendar"`
	// The classifications in use, from open to closed; all four unless said otherwise.
	Classifications []string `json:"classifications" check:"enum=classifications" example:"[public, partners, board, exempt]"`
	// Persons who may publish documents. They decide nothing.
	Administrators []string `json:"administrators" check:"token" example:"[p-admin]"`
	// The organisations that take part.
	Organisations []Organisation `json:"organisations" check:"required"`
	// The commissioning units that prepare cases.
	Units []Unit `json:"units"`
	// The places by which cases find their boards.
	Areas []Area `json:"areas"`
	// The standing bodies that judge cases.
	Boards []Board `json:"boards" check:"required"`
	// How far boards may differ from one another, or an overlay from what it is laid on.
	Bounds []Bound `json:"bounds"`
	// Proposed authorities of seats to commit resources. Each has force once the organisation that grants it confirms it.
	Mandates []Mandate `json:"mandates"`
	// From which sums on organisations decide themselves, whatever their mandates allow.
	Thresholds []Threshold `json:"thresholds"`
	// The committees that examine what organisations decide, and may call it in.
	ScrutinyBodies []ScrutinyBody `json:"scrutiny_bodies"`
	// Bodies outside the partnership whose consent the law asks for.
	ExternalBodies []ExternalBody `json:"external_bodies"`
	// The partnerships that set the context of this one and to which it reports.
	OverarchingPartnerships []OverarchingPartnership `json:"overarching_partnerships"`
	// By which measures the partnership's own structure is looked at.
	Structure Structure `json:"structure"`
	// Within which bounds the boards of areas may have times and sums of their own.
	LocalVariation *LocalVariation `json:"local_variation"`
	// What the partnership's terms of reference cover.
	TermsOfReference *TermsOfReference `json:"terms_of_reference"`
	// The code that whoever sits on a board acknowledges.
	CodeOfConduct *CodeOfConduct `json:"code_of_conduct"`
	// From which day on decisions stand in a register that anybody may read without signing in. Without it there is none for who is not signed in.
	PublicRegister *PublicRegister `json:"public_register"`
	// Risks of the partnership itself, besides the three with which every partnership begins.
	RiskLibrary []PartnershipRisk `json:"risk_library"`
	// Which declared interests make a seat stand aside.
	Interests Interests `json:"interests"`
	// What the partnership agreement says of every case.
	Agreement Agreement `json:"agreement"`
	// The agreed way to settle disputes; unless said otherwise lead officers and then chief executives have 10 working days each, and mediation 20.
	Disputes Disputes `json:"disputes"`
	// How long before its end the partnership is warned of what ends: agreements, contracts, grants, mandates and terms.
	Expiry Expiry `json:"expiry"`
	// What is owed after a decision, and within what time.
	Reporting Reporting `json:"reporting"`
}

// Agreement is what the partnership agreement says of every case, where the case's own contract says nothing else.
type Agreement struct {
	// The notice that an organisation gives before it withdraws what a contract relies on; none where left out.
	WithdrawalNotice calendar.Period `json:"withdrawal_notice" example:"P6M"`
	// The topics that the agreement covers. Once any are named, no dispute can be raised unless conflict_resolution is among them.
	Topics []string `json:"topics" check:"enum=agreement_topics" example:"[purpose, decision_making, conflict_resolution]"`
}

// GovernanceMeta identifies a version of a partnership's governance and says since when it holds.
type GovernanceMeta struct {
	// The id of the partnership; it stands in every subject and address.
	Partnership string `json:"partnership" check:"required,token" example:"westmere"`
	// Counts up; a published version never changes.
	Version int `json:"version" check:"required,min=1" example:"3"`
	// The day from which this version holds.
	EffectiveFrom calendar.Date `json:"effective_from" check:"required" example:"2026-04-01"`
	// The decision that adopted it, with its minute.
	ApprovedBy string `json:"approved_by" example:"wcb 2026-03-12 min 7"`
}

// CalendarRules say by which clock and which holidays the partnership reckons.
type CalendarRules struct {
	// The time zone; Europe/London unless said otherwise.
	Timezone string `json:"timezone" example:"Europe/London"`
	// Whose bank holidays are no working days; those of england-and-wales unless said otherwise.
	Holidays string `json:"holidays" check:"enum=nations"`
	// One-off days off that no rule gives.
	Extra []calendar.Holiday `json:"extra" example:"[{date: 2026-06-15, title: Westmere Day}]"`
	// Days that the rules count as bank holidays and that are not, because the holiday was moved; its new day stands under extra.
	Except []calendar.Date `json:"except" example:"[2020-05-04]"`
}

// Organisation is a legal person or sector body taking part, with the officers who act for it.
type Organisation struct {
	// Its id.
	ID string `json:"id" check:"required,token" example:"wcc"`
	// Its name.
	Name string `json:"name" check:"required" example:"Westmere County Council"`
	// Its legal nature; the powers to pool funds depend on it.
	Type string `json:"type" check:"required,enum=organisation_types"`
	// Its duty to cooperate; other unless said otherwise.
	Duty string `json:"duty" check:"enum=duties"`
	// The person who confirms for it who holds its seats and what they may commit.
	AuthorisingOfficer string `json:"authorising_officer" check:"token" example:"ao-wcc"`
	// The person who records its own decisions, with minute reference.
	ProperOfficer string `json:"proper_officer" check:"token" example:"po-wcc"`
	// The person who grants dispensations from interests.
	MonitoringOfficer string `json:"monitoring_officer" check:"token" example:"mo-wcc"`
	// The person who certifies its money (section 151 officer).
	ChiefFinanceOfficer string `json:"chief_finance_officer" check:"token" example:"p-cfo"`
	// The day on which it ceases to be, where it is to be replaced.
	DissolvingOn calendar.Date `json:"dissolving_on" example:"2028-04-01"`
	// With dissolving_on: who must consent in writing to what it enters into and what outlasts it, an external body or the organisation that takes over.
	ExternalConsentFrom string `json:"external_consent_from" check:"token" example:"north-westmere-shadow"`
	// How to complain to it, to report wrongdoing, and to get redress. Once one organisation says so, those that do not are shown.
	Routes *RedressRoutes `json:"routes"`
	// Further named posts, post: person; sign-offs may ask any of them.
	Officers map[string]string `json:"officers" check:"token" example:"{director_of_public_health: p-dph}"`
	// Members who pass on within it what the partnership decides. They are sent its briefings and what is reported back.
	Champions []string `json:"champions" check:"token" example:"[p-ald-champion]"`
}

// PublicRegister says that decisions are published (F28). What is not classified as public shows its title alone, and what is exempt
// not even that.
type PublicRegister struct {
	// The first day whose decisions are in it. Earlier reasons and declarations were written for fewer readers, and stay out.
	From calendar.Date `json:"from" check:"required" example:"2026-04-01"`
}

// Unit is a commissioning unit: the team that prepares cases. Only its members edit a draft (F84).
type Unit struct {
	// Its id.
	ID string `json:"id" check:"required,token" example:"jcu"`
	// Its name.
	Name string `json:"name" check:"required" example:"Joint Commissioning Unit"`
	// The organisation that employs it.
	Organisation string `json:"organisation" check:"required,ref=organisation" example:"wcc"`
	// The persons in it; only they edit its drafts.
	Members []string `json:"members" check:"token" example:"[p-unit]"`
}

// Area is a place used for routing. Areas, organisations and boards are many-to-many (F18).
type Area struct {
	// Its id.
	ID string `json:"id" check:"required,token" example:"north"`
	// Its name.
	Name string `json:"name" example:"North Westmere"`
	// The places in it, in words.
	Covers []string `json:"covers" example:"[Alderwick, Brackenford]"`
	// The organisations that serve it.
	Organisations []string `json:"organisations" check:"ref=organisation" example:"[ald, bra]"`
}

// Interests say which declared interests recuse. pecuniary and provider always do (DOMAIN §2.2).
type Interests struct {
	// Interest types that recuse besides pecuniary and provider; any other type is recorded only.
	AlsoRecuse []string `json:"also_recuse" check:"token" example:"[family]"`
}

// Disputes are the agreed steps, in order.
type Disputes struct {
	// The steps, in order. A dispute that outlives the last one is unresolved.
	Steps []DisputeStep `json:"steps"`
}
