package document

import (
	"comity/workflow/calendar"
	"comity/workflow/quantity"
)

// Gate is the decision point at the end of a stage.
type Gate struct {
	// Its id.
	ID string `json:"id" check:"required,token" example:"G2"`
	// Its name.
	Name string `json:"name" example:"Plan"`
	// Whether an award is decided here; one gate at most.
	Award bool `json:"award"`
	// What must be shown.
	Evidence []EvidenceRequirement `json:"evidence"`
	// The day to whose end all its sign-offs have that have no deadline of their own, whenever they open. A new version of the workflow names the next one.
	DueOn calendar.Date `json:"due_on" example:"2025-03-31"`
	// Who must judge; at least one.
	SignOffs []SignOff `json:"sign_offs" check:"required"`
	// Whose consent is asked.
	Consents Consents `json:"consents"`
	// Whose consent from outside the law asks for before what is decided here; left out: nobody's.
	ExternalConsents *ExternalConsents `json:"external_consents"`
	// Why what is decided has no effect yet.
	Holds []Hold `json:"holds"`
	// What may be recommended and decided here, and where each leads; none: the gate simply passes to the next stage.
	Outcomes []Outcome `json:"outcomes"`
}

// EvidenceRequirement is what must be shown at a gate. Rules are CEL over item and the variables of a gate.
type EvidenceRequirement struct {
	// A sort of evidence, standard or the workflow's own.
	ID string `json:"id" check:"required,ref=evidence type" example:"options_appraisal"`
	// Whether the gate cannot be requested without it; true unless said otherwise, or unless mandatory_when is given.
	Mandatory *bool `json:"mandatory"`
	// The condition on which it is mandatory.
	MandatoryWhen string `json:"mandatory_when" check:"cel" example:"commitments.exists(c, c.mode == 'pooled')"`
	// How old the item may be, by its date, on the day the gate is requested or resumed.
	MaxAge calendar.Period `json:"max_age" example:"P12M"`
	// Conditions that every item must meet.
	Rules []EvidenceRule `json:"rules"`
}

// EvidenceRule is a condition that an item must meet, and the sentence for who reads that it does not.
type EvidenceRule struct {
	// The condition; item is the data of the item.
	Check string `json:"check" check:"required,cel" example:"size(item.options) >= 3"`
	// What to tell the person whose item does not meet it.
	Message string `json:"message" check:"required" example:"Appraise at least three options."`
}

// SignOff is one request to boards, or to a named officer, for one act at one gate.
type SignOff struct {
	// Its id, unique at its gate.
	ID string `json:"id" check:"required,token" example:"executive"`
	// Its turn, from 1; those of one order run side by side, and the next order waits for all of them.
	Order int `json:"order" check:"required,min=1" example:"1"`
	// The boards that are asked …
	Board *BoardSelector `json:"board"`
	// … or the officer. One of the two is given.
	Officer *OfficerPost `json:"officer"`
	// What they are asked to do.
	Act string `json:"act" check:"required,enum=acts"`
	// The condition on which they are asked; left out: always.
	When string `json:"when" check:"cel" example:"award.over_plan_pct > 5"`
	// How long they have, from when the sign-off opens.
	Deadline calendar.Period `json:"deadline" example:"P10WD"`
	// When those who have not voted are reminded.
	Remind []Reminder `json:"remind"`
	// Where it goes when the deadline passes without a quorate decision. Silence never approves.
	OnLapse OnLapse `json:"on_lapse"`
	// What their refusal does: dissent is carried upward and stops nothing, returns sends the case back, closes ends it. Unless said otherwise operational boards dissent, executive boards and officers return, strategic boards close.
	EffectOfRefusal string `json:"effect_of_refusal" check:"enum=refusal_effects"`
	// Whether the gate waits for it; true unless said otherwise.
	Blocking *bool `json:"blocking"`
	// For boards: whether it is asked once the gate has passed, to note or approve what was decided. It holds nothing up, and a refusal is recorded as dissent. Once its deadline has passed it is overdue, and asked as before.
	Afterwards bool `json:"afterwards"`
	// For officers: false forbids a deputy. For boards: false forbids an urgent decision by whoever presides.
	Delegable *bool `json:"delegable"`
}

// BoardSelector picks boards: one by id; or those of a level, of the case's areas, of its theme.
type BoardSelector struct {
	// One board, by id …
	ID string `json:"id" check:"token" example:"wcb"`
	// … or all boards of a level.
	Level string `json:"level" check:"enum=levels"`
	// With level: only boards that serve an area of the case, one sign-off for each.
	ByArea bool `json:"by_area"`
	// With level: only boards whose theme is the outcome of the case.
	Theme bool `json:"theme"`
}

// OfficerPost names an officer by organisation and post; the post is chief_finance_officer, monitoring_officer,
// proper_officer, authorising_officer, or one under officers.
type OfficerPost struct {
	// The organisation.
	Of string `json:"of" check:"required,token" example:"wcc"`
	// The post: authorising_officer, proper_officer, monitoring_officer, chief_finance_officer, or one that the governance names under officers.
	Post string `json:"post" check:"required" example:"chief_finance_officer"`
}

// Reminder goes out at 09:00, so long after the opening or so long before the deadline; one of the two is set.
type Reminder struct {
	// So long after the sign-off opened …
	After calendar.Period `json:"after" example:"P5WD"`
	// … or so long before its deadline. One of the two is given; either goes out at 09:00.
	Before calendar.Period `json:"before" example:"P1WD"`
}

// OnLapse says where a sign-off goes whose deadline passes without a quorate decision. Never to assent.
type OnLapse struct {
	// The boards that are asked in its place …
	EscalateTo *BoardSelector `json:"escalate_to"`
	// The time those have, from when their sign-off opens. Needed with escalate_to.
	Deadline calendar.Period `json:"deadline" example:"P5WD"`
	// … or a dispute …
	Dispute bool `json:"dispute"`
	// … or it stays open: it is recorded as overdue, those who are asked and those named under tell are told, and it goes on waiting.
	StaysOpen bool `json:"stays_open"`
	// With stays_open, or for one that is asked afterwards: the boards whose chair and secretariat are told, too.
	Tell *BoardSelector `json:"tell" example:"{level: strategic}"`
}

// Consents say whose consent a gate asks.
type Consents struct {
	// Every organisation that commits something, those whose commitment changed since they consented, or none; none unless said otherwise.
	From string `json:"from" check:"enum=consent_sources"`
	// The condition on which they are asked; left out: always.
	When string `json:"when" check:"cel" example:"plan.money_pence > 0"`
}

// ExternalConsents say when an organisation that is to be dissolved needs the consent of the body that it names, its external_consent_from. It is asked
// for the sponsor and for every organisation that commits something.
type ExternalConsents struct {
	// The condition on which one of them needs it; organisation is the one in question. Left out: each that is to be dissolved.
	When string `json:"when" check:"cel" example:"organisation.dissolving_on != null"`
	// The contracts for which it is needed, any one of these; unless said otherwise those of section 24 of the Local Government and Public Involvement in Health Act 2007.
	Contracts []ExternalContract `json:"contracts"`
}

// ExternalContract is a sort of contract for which an external consent is needed: all that it says must be so.
type ExternalContract struct {
	// The kind of contract.
	Kind string `json:"kind" check:"required,enum=contract_kinds"`
	// Its value over its whole life …
	ValueGBP *Sum `json:"value_gbp" example:"{gt: 100000}"`
	// … whether its price may vary under its terms …
	PriceVaries bool `json:"price_varies"`
	// … and whether it runs past the day on which the organisation is dissolved, or may be extended past it.
	OutlastsOrganisation bool `json:"outlasts_organisation"`
}

// Section24 are the contracts for which section 24 of the Local Government and Public Involvement in Health Act 2007 asks for the successor's consent:
// strictly over the sums, and a capital contract whose price may vary at any sum (DOMAIN §5.1).
func Section24() []ExternalContract {
	over := func(pounds int64) *Sum { return &Sum{GT: &Pounds{quantity.Pence(pounds * 100)}} }
	return []ExternalContract{
		{Kind: ContractLand, ValueGBP: over(100_000)},
		{Kind: ContractCapital, ValueGBP: over(1_000_000)},
		{Kind: ContractCapital, PriceVaries: true},
		{Kind: ContractNonCapital, ValueGBP: over(100_000), OutlastsOrganisation: true},
	}
}

// Hold is a reason why what is decided has no effect yet. The length of a standstill follows from the case's regime; that of a call-in and of a
// notice from the threshold that the case reaches.
type Hold struct {
	// What holds.
	Kind string `json:"kind" check:"required,enum=hold_kinds"`
	// The condition on which it does; left out: always.
	When string `json:"when" check:"cel" example:"threshold['key-decision']"`
}

// Outcome is one of the decisions open at a gate, and where it leads.
type Outcome struct {
	// The decision.
	ID string `json:"id" check:"required,enum=review_outcomes"`
	// The stage it leads to …
	To string `json:"to" check:"ref=stage" example:"delivery"`
	// … or the outcome with which it closes the case. One of the two is given.
	Closes string `json:"closes" check:"enum=closing_outcomes"`
}
