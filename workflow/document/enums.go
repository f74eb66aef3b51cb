package document

import "comity/events"

// Versions and kinds of documents.
const (
	APIVersion     = "comity/v1"
	KindGovernance = "Governance"
	KindWorkflow   = "Workflow"
)

// Levels of boards (DOMAIN §1, F01).
const (
	LevelStrategic   = "strategic"
	LevelExecutive   = "executive"
	LevelOperational = "operational"
)

// Acts a sign-off asks of a board or an officer (DOMAIN §1).
const (
	ActEndorse   = "endorse"
	ActAgree     = "agree"
	ActApprove   = "approve"
	ActConfirm   = "confirm"
	ActCertify   = "certify"
	ActReport    = "report"
	ActRecommend = "recommend"
	ActDecide    = "decide"
	ActNote      = "note"
)

// Kinds of resource an organisation may commit (DOMAIN §1, F60).
const (
	ResourceMoney            = "money"
	ResourceStaffTime        = "staff_time"
	ResourceBuilding         = "building"
	ResourceEquipment        = "equipment"
	ResourceAccessToServices = "access_to_services"
)

// Modes of a commitment; aligned is the default and open to everyone (DOMAIN §0.10, F71).
const (
	ModeAligned = "aligned"
	ModePooled  = "pooled"
)

// Types of organisation. Which may pool under which power is the matrix of DOMAIN §5.3.
const (
	TypeCountyCouncil     = "county_council"
	TypeDistrictCouncil   = "district_council"
	TypeUnitaryCouncil    = "unitary_council"
	TypeLondonBorough     = "london_borough"
	TypeCombinedAuthority = "combined_authority"
	TypeICB               = "icb"
	TypeNHSTrust          = "nhs_trust"
	TypeNHSEngland        = "nhs_england"
	TypePCT               = "pct"
	TypePolice            = "police"
	TypeProbation         = "probation"
	TypeYOT               = "yot"
	TypeFire              = "fire"
	TypeSchool            = "school"
	TypeAcademy           = "academy"
	TypeFECollege         = "fe_college"
	TypeJobcentre         = "jobcentre"
	TypeVCS               = "vcs"
	TypePrivate           = "private"
	TypeSectorBody        = "sector_body"
	TypeOther             = "other"
)

// Duties of an organisation to cooperate (A-T1, F15).
const (
	DutyLeadAuthority   = "lead_authority"
	DutyRelevantPartner = "relevant_partner"
	DutyOther           = "other"
)

// Roles of those who hold seats.
const (
	RoleElectedMember = "elected_member"
	RoleOfficer       = "officer"
	RoleOther         = "other"
)

// Kinds of seat; an associate speaks and does not vote.
const (
	SeatMember    = "member"
	SeatAssociate = "associate"
)

// AuthorityInCommon is the capacity of committees that meet together and decide each by itself.
const AuthorityInCommon = "committees_in_common"

// How votes are counted.
const (
	CountBySeat         = "by_seat"
	CountByOrganisation = "by_organisation"
	CountInCommon       = "committees_in_common"
)

// What passes a vote.
const (
	PassMajorityOfVotesCast = "majority_of_votes_cast"
	PassMajorityOfSeats     = "majority_of_seats"
	PassUnanimity           = "unanimity"
	PassThreshold           = "threshold"
)

// What follows from a tie.
const (
	TieCastingVote = "casting_vote"
	TieFalls       = "falls"
	TieDispute     = "dispute"
)

// When a vote closes.
const (
	CloseWhenDecided = "when_decided"
	CloseAllVoted    = "all_voted"
	CloseAtDeadline  = "at_deadline"
	CloseAtMeeting   = "at_meeting"
)

// What the refusal of a sign-off does to the case (DOMAIN §2.3).
const (
	RefusalDissent = "dissent"
	RefusalReturns = "returns"
	RefusalCloses  = "closes"
)

// Whose consent a gate asks.
const (
	ConsentsCommitting = "committing_organisations"
	ConsentsChanged    = "changed_commitments"
	ConsentsNone       = "none"
)

// What becomes of votes already cast when a case is amended at its gate (DOMAIN §0.6).
const (
	AmendmentKeep     = "keep"
	AmendmentAskAgain = "ask_again"
	AmendmentVoid     = "void"
)

// Holds that a workflow may ask for at a gate: the standstill between an award decision and the contract; the time in which a
// decision may be called in; and the rest of a forward plan's notice (DOMAIN §2.3).
const (
	HoldStandstill = "standstill"
	HoldCallIn     = "call_in"
	HoldNotice     = "notice"
)

// HoldGateInvalidated blocks the award while the gate of the plan is invalidated (DOMAIN §2.1 row 18). No document names it.
const HoldGateInvalidated = "gate_invalidated"

// HoldRatification is the hold on an award while an urgent decision waits for its board.
const HoldRatification = "ratification"

// Decisions open at a review gate (DOMAIN §2.1, rows 22 to 24).
const (
	OutcomeContinue     = "continue"
	OutcomeVary         = "vary"
	OutcomeRecommission = "recommission"
	OutcomeDecommission = "decommission"
)

// Outcomes of a closed case. Documents may name the first three; the others come of refusal and of withdrawal.
const (
	ClosedCompleted      = "completed"
	ClosedRecommissioned = "recommissioned"
	ClosedDecommissioned = "decommissioned"
	ClosedRejected       = "rejected"
	ClosedWithdrawn      = "withdrawn"
)

// Procurement regimes and routes; the regime sets the length of a standstill.
const (
	RegimePA2023  = "pa2023"
	RegimePSR2023 = "psr2023"

	RouteContract = "contract"
	RouteGrant    = "grant"
	RouteSLA      = "sla"
	RouteInHouse  = "in_house"
	RouteProtocol = "protocol"
)

// Scales of commissioning, and tiers of need.
const (
	ScaleStrategic  = "strategic"
	ScaleLocality   = "locality"
	ScaleIndividual = "individual"

	TierUniversal  = "universal"
	TierTargeted   = "targeted"
	TierSpecialist = "specialist"
)

// Choices open to a seat that votes.
const (
	ChoiceApprove = "approve"
	ChoiceRefuse  = "refuse"
	ChoiceAbstain = "abstain"
)

// Kinds of contract (DOMAIN §2.3, on condition 3).
const (
	ContractCapital    = "capital"
	ContractNonCapital = "non_capital"
	ContractLand       = "land"
)

// Posts of an organisation that every document knows; further ones stand under officers.
const (
	PostAuthorisingOfficer  = "authorising_officer"
	PostProperOfficer       = "proper_officer"
	PostMonitoringOfficer   = "monitoring_officer"
	PostChiefFinanceOfficer = "chief_finance_officer"
)

// Interest types that always recuse (DOMAIN §2.2).
const (
	InterestPecuniary = "pecuniary"
	InterestProvider  = "provider"
)

// The lists of what is allowed, in the order in which people are shown it. They are not to be changed.
var (
	Levels        = []string{LevelStrategic, LevelExecutive, LevelOperational}
	Acts          = []string{ActEndorse, ActAgree, ActApprove, ActConfirm, ActCertify, ActReport, ActRecommend, ActDecide, ActNote}
	ResourceKinds = []string{ResourceMoney, ResourceStaffTime, ResourceBuilding, ResourceEquipment, ResourceAccessToServices}
	Modes         = []string{ModeAligned, ModePooled}
	MandateActs   = []string{"confirm", "decline", "withdraw"}

	OrganisationTypes = []string{
		TypeCountyCouncil, TypeDistrictCouncil, TypeUnitaryCouncil, TypeLondonBorough, TypeCombinedAuthority, TypeICB, TypeNHSTrust,
		TypeNHSEngland, TypePCT, TypePolice, TypeProbation, TypeYOT, TypeFire, TypeSchool, TypeAcademy, TypeFECollege, TypeJobcentre,
		TypeVCS, TypePrivate, TypeSectorBody, TypeOther,
	}
	Duties        = []string{DutyLeadAuthority, DutyRelevantPartner, DutyOther}
	OfficerPosts  = []string{PostAuthorisingOfficer, PostProperOfficer, PostMonitoringOfficer, PostChiefFinanceOfficer}
	LegalForms    = []string{"unincorporated_association", "statutory_partnership", "joint_committee", "company_limited_by_guarantee", "other"}
	Authorities   = []string{"advisory", "delegated", "joint_committee", AuthorityInCommon}
	Relationships = []string{"directed", "autonomous"}

	Roles      = []string{RoleElectedMember, RoleOfficer, RoleOther}
	SeatKinds  = []string{SeatMember, SeatAssociate}
	Choices    = []string{ChoiceApprove, ChoiceRefuse, ChoiceAbstain}
	CountRules = []string{CountBySeat, CountByOrganisation, CountInCommon}
	PassRules  = []string{PassMajorityOfVotesCast, PassMajorityOfSeats, PassUnanimity, PassThreshold}
	TieRules   = []string{TieCastingVote, TieFalls, TieDispute}
	CloseRules = []string{CloseWhenDecided, CloseAllVoted, CloseAtDeadline, CloseAtMeeting}

	RefusalEffects   = []string{RefusalDissent, RefusalReturns, RefusalCloses}
	ConsentSources   = []string{ConsentsCommitting, ConsentsChanged, ConsentsNone}
	AmendmentEffects = []string{AmendmentKeep, AmendmentAskAgain, AmendmentVoid}
	HoldKinds        = []string{HoldStandstill, HoldCallIn, HoldNotice}
	ReviewOutcomes   = []string{OutcomeContinue, OutcomeVary, OutcomeRecommission, OutcomeDecommission}
	ClosingOutcomes  = []string{ClosedCompleted, ClosedRecommissioned, ClosedDecommissioned}

	Regimes       = []string{RegimePA2023, RegimePSR2023}
	Routes        = []string{RouteContract, RouteGrant, RouteSLA, RouteInHouse, RouteProtocol}
	Scales        = []string{ScaleStrategic, ScaleLocality, ScaleIndividual}
	Tiers         = []string{TierUniversal, TierTargeted, TierSpecialist}
	ContractKinds = []string{ContractCapital, ContractNonCapital, ContractLand}

	// Classifications go from open to closed; a partnership may leave some out, never reorder them.
	Classifications = []string{"public", "partners", "board", "exempt"}
	Nations         = []string{"england-and-wales", "scotland", "northern-ireland"}
)

// enums are the lists that the check tags of Governance and Workflow name.
var enums = map[string][]string{
	"api_versions": {APIVersion}, "governance": {KindGovernance}, "workflow": {KindWorkflow},
	"legal_forms": LegalForms, "classifications": Classifications, "nations": Nations, "organisation_types": OrganisationTypes,
	"duties": Duties, "levels": Levels, "authorities": Authorities, "relationships": Relationships, "briefings": {BriefingMonthly}, "overarching": {OverarchingQuarterly}, "roles": Roles,
	"constituencies": Constituencies, "seat_kinds": SeatKinds, "count_rules": CountRules, "pass_rules": PassRules, "on_tie_rules": TieRules, "close_rules": CloseRules,
	"resource_kinds": ResourceKinds, "modes": Modes, "acts": Acts, "mandate_acts": MandateActs, "refusal_effects": RefusalEffects,
	"consent_sources": ConsentSources, "hold_kinds": HoldKinds, "review_outcomes": ReviewOutcomes,
	"amendment_effects": AmendmentEffects, "closing_outcomes": ClosingOutcomes, "tiers": Tiers, "scales": Scales, "routes": Routes, "regimes": Regimes,
	"bound_keys":     BoundKeys,
	"contract_kinds": ContractKinds, "tor_topics": topicIDs(), "agreement_topics": AgreementTopics,
}

// validID reports whether an id may stand in a subject, a file name and an address.
func validID(s string) bool { return events.ValidToken(s) }
