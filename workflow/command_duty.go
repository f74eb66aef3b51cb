package workflow

import "comity/workflow/calendar"

// UndertakingGive records a promise to act that arises from a decision: the owner gives it itself, by an officer or from a seat of
// its own, or the secretariat records it with the minute in which it was given.
//
// Yields UndertakingGiven. Refusals: not_permitted, not_found (organisation, decision), wrong_stage (a draft), malformed (a day in the
// past, an id that is taken). Source: F57, A¶144-145.
type UndertakingGive struct {
	Case        string        `json:"case" required:"true" doc:"The case."`
	Undertaking string        `json:"undertaking,omitempty" doc:"Its id; the engine gives one."`
	Owner       string        `json:"owner" required:"true" doc:"The organisation that promises."`
	What        string        `json:"what" required:"true" doc:"What it will do."`
	DueOn       calendar.Date `json:"due_on" required:"true" doc:"By which day."`
	Seat        string        `json:"seat,omitempty" doc:"The seat from which it is given."`
	Person      string        `json:"person,omitempty" doc:"The person in the organisation who sees to it."`
	SignOff     string        `json:"signoff,omitempty" doc:"The sign-off whose decision it arises from."`
	Minute      string        `json:"minute,omitempty" doc:"The minute; the secretary must cite one."`
}

// UndertakingKeep closes an undertaking with what was done, by its owner, by the person who sees to it, or by the secretariat with
// a minute. Yields UndertakingKept. Refusals: not_found, not_permitted, wrong_stage (kept already), malformed (a day to come).
// Source: F57.
type UndertakingKeep struct {
	Case        string        `json:"case" required:"true" doc:"The case."`
	Undertaking string        `json:"undertaking" required:"true" doc:"The undertaking."`
	Note        string        `json:"note" required:"true" doc:"What was done, and where it is recorded."`
	KeptOn      calendar.Date `json:"kept_on,omitzero" doc:"When; today unless said otherwise."`
	Minute      string        `json:"minute,omitempty" doc:"The minute; the secretary must cite one."`
}

// ReportBackRecord records that the holder of a seat, or a deputy, has told those for whom the seat speaks what was decided.
// Yields ReportBackRecorded. Refusals: not_found, not_seat_holder, deputy_not_in_force, wrong_stage (recorded already), malformed.
// Source: F53, F36, K-knowledge.
type ReportBackRecord struct {
	Case       string        `json:"case" required:"true" doc:"The case."`
	ReportBack string        `json:"report_back" required:"true" doc:"The report-back that is owed."`
	Note       string        `json:"note" required:"true" doc:"Whom it was told, how, and where that is recorded."`
	ReportedOn calendar.Date `json:"reported_on,omitzero" doc:"When; today unless said otherwise."`
}

// CommandName implements Command.
func (*UndertakingGive) CommandName() string { return "undertaking.give" }

// AggregateID implements Command.
func (c *UndertakingGive) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*UndertakingKeep) CommandName() string { return "undertaking.keep" }

// AggregateID implements Command.
func (c *UndertakingKeep) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*ReportBackRecord) CommandName() string { return "report_back.record" }

// AggregateID implements Command.
func (c *ReportBackRecord) AggregateID() string { return c.Case }
