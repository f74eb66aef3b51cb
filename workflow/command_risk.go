package workflow

import "comity/workflow/calendar"

// RiskRecord puts a risk, a hazard or an opportunity, in the register of a case, or says how one of the register is seen now: what is left out is as
// it was. The case's unit does so for any; an organisation for its own, by an officer or from a seat of its own; a secretariat with the minute. A risk
// may stand without an owner or a level until a gate asks for them.
//
// Yields RiskRecorded; GateVoided where the gate that is open froze the register; CaseReviewDue and CaseStageEntered where the workflow brings a
// review forward for a hazard so severe. Refusals: not_permitted, wrong_stage (a closed case or risk; what was signed cannot change now), not_found
// (organisation), malformed. Source: DOMAIN §1 (Risk), §2.1 row 21, F112.
type RiskRecord struct {
	Case       string        `json:"case" required:"true" doc:"The case."`
	Risk       string        `json:"risk,omitempty" doc:"Its id, that of the register to say how it is seen now; the engine gives one."`
	Title      string        `json:"title,omitempty" doc:"The risk, in a sentence. A new one needs it."`
	Kind       string        `json:"kind,omitempty" enum:"hazard,opportunity" doc:"hazard unless said otherwise."`
	Owner      string        `json:"owner,omitempty" doc:"The organisation that answers for it."`
	Level      string        `json:"level,omitempty" enum:"strategic,executive,operational" doc:"The level of governance that manages it."`
	Likelihood int           `json:"likelihood,omitempty" minimum:"1" doc:"How likely it is, from 1 to what the workflow's scale has."`
	Impact     int           `json:"impact,omitempty" minimum:"1" doc:"How much it would change, likewise."`
	Response   string        `json:"response,omitempty" doc:"What is done about it."`
	ReviewOn   calendar.Date `json:"review_on,omitzero" doc:"By which day it is looked at again."`
	Minute     string        `json:"minute,omitempty" doc:"The minute; the secretary must cite one."`
}

// RiskClose takes a risk off the register, with what came of it: by the case's unit, by its owner, or by a secretariat with the minute. Nothing changes
// it any more.
//
// Yields RiskClosed; GateVoided where the gate that is open froze the register. Refusals: not_found, not_permitted, wrong_stage. Source: F112.
type RiskClose struct {
	Case   string `json:"case" required:"true" doc:"The case."`
	Risk   string `json:"risk" required:"true" doc:"The risk."`
	Note   string `json:"note" required:"true" doc:"What came of it, and where that is recorded."`
	Minute string `json:"minute,omitempty" doc:"The minute; the secretary must cite one."`
}

// CommandName implements Command.
func (*RiskRecord) CommandName() string { return "risk.record" }

// AggregateID implements Command.
func (c *RiskRecord) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*RiskClose) CommandName() string { return "risk.close" }

// AggregateID implements Command.
func (c *RiskClose) AggregateID() string { return c.Case }
