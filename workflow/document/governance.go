package document

import (
	"comity/workflow/calendar"
	"comity/workflow/quantity"
)

// Pounds is money as documents write it ("£1,200,000", 50_000.50) and as the rules reckon it, in pence.
type Pounds struct{ quantity.Pence }

// Posts is staff time as documents write it (0.5) and as the rules reckon it, in hundredths of an FTE.
type Posts struct{ quantity.FTE }

// Governance is a partnership's structure: organisations, areas, boards, seats, rules. It says who may decide what; who holds
// a seat and what a seat may commit are acts of the organisations themselves, which a document may only propose (DESIGN §4).
type Governance struct {
	APIVersion      string         `json:"api_version"` // comity/v1
	Kind            string         `json:"kind"`        // Governance
	Metadata        GovernanceMeta `json:"metadata"`
	Name            string         `json:"name"`
	LegalForm       string         `json:"legal_form"` // unincorporated_association unless said otherwise
	Calendar        CalendarRules  `json:"calendar"`
	Classifications []string       `json:"classifications"` // from open to closed: public, partners, board, exempt
	Administrators  []string       `json:"administrators"`  // may publish documents; may decide nothing
	Organisations   []Organisation `json:"organisations"`
	Units           []Unit         `json:"units"`
	Areas           []Area         `json:"areas"`
	Boards          []Board        `json:"boards"`
	Mandates        []Mandate      `json:"mandates"`
	Interests       Interests      `json:"interests"`
	Disputes        Disputes       `json:"disputes"`
}

// GovernanceMeta identifies a version of a partnership's governance and says since when it holds.
type GovernanceMeta struct {
	Partnership   string        `json:"partnership"`
	Version       int           `json:"version"`
	EffectiveFrom calendar.Date `json:"effective_from"`
	ApprovedBy    string        `json:"approved_by"` // the decision that adopted it, with its minute
}

// CalendarRules say by which clock and which holidays the partnership reckons.
type CalendarRules struct {
	Timezone string             `json:"timezone"` // Europe/London
	Holidays string             `json:"holidays"` // england-and-wales, scotland, northern-ireland
	Extra    []calendar.Holiday `json:"extra"`    // one-off days that no rule gives
}

// Organisation is a legal person or sector body taking part, with the officers who act for it.
type Organisation struct {
	ID                  string `json:"id"`
	Name                string `json:"name"`
	Type                string `json:"type"`
	Duty                string `json:"duty"` // lead_authority, relevant_partner, other
	AuthorisingOfficer  string `json:"authorising_officer"`
	ProperOfficer       string `json:"proper_officer"` // records the organisation's own decisions
	MonitoringOfficer   string `json:"monitoring_officer"`
	ChiefFinanceOfficer string `json:"chief_finance_officer"`
	// Officers are further named posts, post → person; sign-offs may ask any of them.
	Officers map[string]string `json:"officers"`
}

// Unit is a commissioning unit: the team that prepares cases. Only its members edit a draft (F84).
type Unit struct {
	ID           string   `json:"id"`
	Name         string   `json:"name"`
	Organisation string   `json:"organisation"`
	Members      []string `json:"members"`
}

// Area is a place used for routing. Areas, organisations and boards are many-to-many (F18).
type Area struct {
	ID            string   `json:"id"`
	Name          string   `json:"name"`
	Covers        []string `json:"covers"`
	Organisations []string `json:"organisations"`
}

// Board is any standing body. Level is explicit because names mislead (DOMAIN §0.2).
type Board struct {
	ID           string    `json:"id"`
	Name         string    `json:"name"`
	Level        string    `json:"level"` // strategic, executive, operational
	Theme        string    `json:"theme"`
	Areas        []string  `json:"areas"`
	Authority    string    `json:"authority"`    // advisory, delegated, joint_committee, committees_in_common
	ReportsTo    []string  `json:"reports_to"`   // board ids, or names of bodies outside
	Relationship string    `json:"relationship"` // directed, autonomous
	Meetings     *Meetings `json:"meetings"`
	Chair        Chair     `json:"chair"`
	Secretary    []string  `json:"secretary"` // persons of the secretariat
	Quorum       Quorum    `json:"quorum"`
	Rule         Rule      `json:"rule"`
	Seats        []Seat    `json:"seats"`
}

// Meetings say how a board meets and whether it may decide outside a meeting.
type Meetings struct {
	Every            calendar.Period `json:"every"`
	Dates            []calendar.Date `json:"dates"`
	NoticeDays       int             `json:"notice_days"` // clear days
	WrittenProcedure *bool           `json:"written_procedure"`
	RecordedVotes    bool            `json:"recorded_votes"` // the secretary may record votes taken in the room
}

// Chair names the seat that presides and those that do in its absence, in order.
type Chair struct {
	Seat string   `json:"seat"`
	Vice []string `json:"vice"`
}

// Quorum is a number of voting seats and the categories that must be among them.
type Quorum struct {
	Voting  int        `json:"voting"`
	Require []Category `json:"require"`
}

// Category asks for a least number of seats of one organisation, or of one type of organisation, or of one role.
type Category struct {
	Organisation     string `json:"organisation"`
	OrganisationType string `json:"organisation_type"`
	Role             string `json:"role"`
	Min              int    `json:"min"`
}

// Rule says how votes make a decision.
type Rule struct {
	Count        string `json:"count"`         // by_seat, by_organisation (a block a vote)
	Pass         string `json:"pass"`          // majority_of_votes_cast, majority_of_seats, unanimity, threshold
	ThresholdPct int    `json:"threshold_pct"` // for threshold: the least share of the votes cast, in per cent
	OnTie        string `json:"on_tie"`        // casting_vote, falls, dispute
	Close        string `json:"close"`         // when_decided, all_voted, at_deadline, at_meeting
}

// Seat is a place on a board. Authority sits on the seat, not on the person (DOMAIN §0.3).
type Seat struct {
	ID           string     `json:"id"`
	Organisation string     `json:"organisation"`
	NominatedBy  string     `json:"nominated_by"` // a body that nominates instead of an organisation
	Role         string     `json:"role"`         // elected_member, officer, other
	Post         string     `json:"post"`
	Voting       *bool      `json:"voting"` // true unless said otherwise
	Kind         string     `json:"kind"`   // member, associate
	Represents   Represents `json:"represents"`
	Holder       string     `json:"holder"`   // proposed; has force once the organisation confirms it
	Deputies     []string   `json:"deputies"` // proposed likewise
}

// MayVote reports whether the seat votes; non-voting seats and associates speak only.
func (s *Seat) MayVote() bool { return (s.Voting == nil || *s.Voting) && s.Kind != "associate" }

// AppointedBy is the organisation that fills the seat.
func (s *Seat) AppointedBy() string {
	if s.NominatedBy != "" {
		return s.NominatedBy
	}
	return s.Organisation
}

// Represents says for whom a seat speaks. It does not say what it may commit: that is its mandates (DOMAIN §0.4).
type Represents struct {
	Organisations []string `json:"organisations"`
	Sector        string   `json:"sector"`
}

// Mandate is a proposed authority for a seat to commit an organisation's resources.
type Mandate struct {
	ID              string          `json:"id"`
	GrantedBy       string          `json:"granted_by"`
	Seat            string          `json:"seat"`
	Instrument      string          `json:"instrument"`
	Valid           Validity        `json:"valid"`
	Commit          []MandateLimits `json:"commit"`
	DeputyMayCommit bool            `json:"deputy_may_commit"`
}

// Validity is a span of whole days, both included; a zero date leaves that end open.
type Validity struct {
	From  calendar.Date `json:"from"`
	Until calendar.Date `json:"until"`
}

// MandateLimits say what of one kind a seat may commit in one case.
type MandateLimits struct {
	Kind       string   `json:"kind"`  // money, staff_time, building, equipment, access_to_services
	Modes      []string `json:"modes"` // aligned, pooled; aligned unless said otherwise
	PerCaseGBP *Pounds  `json:"per_case_gbp"`
	PerYearGBP *Pounds  `json:"per_year_gbp"` // recorded and shown; reckoned once mandates are aggregates of their own
	PerCaseFTE *Posts   `json:"per_case_fte"`
	Services   []string `json:"services"` // empty: any service
}

// Interests say which declared interests recuse. pecuniary and provider always do (DOMAIN §2.2).
type Interests struct {
	AlsoRecuse []string `json:"also_recuse"`
}

// Disputes are the agreed steps, in order.
type Disputes struct {
	Steps []DisputeStep `json:"steps"`
}

// DisputeStep is one step with its clock.
type DisputeStep struct {
	ID      string          `json:"id"`      // lead_officers, chief_executives, mediation, arbitration …
	Between string          `json:"between"` // who meets, in words; the id unless said otherwise
	Within  calendar.Period `json:"within"`
}
