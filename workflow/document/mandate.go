package document

import "comity/workflow/calendar"

// Mandate is a proposed authority for a seat to commit an organisation's resources.
type Mandate struct {
	// Its id.
	ID string `json:"id" check:"required,token" example:"m-ald-2026"`
	// The organisation that grants it, whose resources they are.
	GrantedBy string `json:"granted_by" check:"required,ref=organisation" example:"ald"`
	// The seat that may commit them.
	Seat string `json:"seat" check:"required,ref=seat" example:"W5"`
	// The decision that grants it, with its minute.
	Instrument string `json:"instrument" check:"required" example:"Full Council 2026-05-19 min 23"`
	// The days on which it holds; left out: from its confirmation until it is revoked.
	Valid Validity `json:"valid"`
	// What the seat may do with a consent; everything unless said otherwise.
	Acts []string `json:"acts" check:"enum=mandate_acts" example:"[confirm, decline]"`
	// What may be committed; at least one kind.
	Commit []MandateLimits `json:"commit" check:"required"`
	// Whether a deputy of the seat may use it; no unless said otherwise.
	DeputyMayCommit bool `json:"deputy_may_commit"`
}

// Validity is a span of whole days, both included; a zero date leaves that end open.
type Validity struct {
	// The first day; left out: from the day it is confirmed.
	From calendar.Date `json:"from" example:"2026-05-20"`
	// The last day; left out: until it is revoked.
	Until calendar.Date `json:"until" example:"2027-05-19"`
}

// MandateLimits say what of one kind a seat may commit, in one case and in one financial year.
type MandateLimits struct {
	// What may be committed.
	Kind string `json:"kind" check:"required,enum=resource_kinds"`
	// How it may be committed; aligned only unless said otherwise.
	Modes []string `json:"modes" check:"enum=modes" example:"[aligned]"`
	// For money: pounds in one case.
	PerCaseGBP *Pounds `json:"per_case_gbp" example:"£50,000"`
	// For money: pounds in one financial year, from 1 April, over all cases together.
	PerYearGBP *Pounds `json:"per_year_gbp" example:"£120,000"`
	// For staff_time: full-time equivalents in one case.
	PerCaseFTE *Posts `json:"per_case_fte" example:"0.5"`
	// The services it is for; left out: any.
	Services []string `json:"services" check:"token" example:"[housing, leisure]"`
}
