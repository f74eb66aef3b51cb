package workflow

// DecisionCallIn has a published decision of an organisation taken again before it takes effect, as a member or an officer of
// a scrutiny body that may.
//
// Yields HoldReleased and DecisionCalledIn: the organisation's consent is requested again, one round on, and the case is back at
// the gate. A decision is called in once; once reaffirmed it takes effect without a second call-in.
// Refusals: not_entitled_to_call_in (not of a body that may), wrong_stage (nothing was decided that could be called in),
// call_in_window_closed (the time is over, or it was called in before), call_in_requisition_invalid (details: every name that
// does not count, and whether they are too few). Source: DOMAIN §2.1 row 7, F105, [R8].
type DecisionCallIn struct {
	Case         string   `json:"case" required:"true" doc:"The case."`
	Organisation string   `json:"organisation,omitempty" doc:"Whose decision; the one that may be called in unless said otherwise."`
	Body         string   `json:"body,omitempty" doc:"The scrutiny body; the person's own unless said otherwise."`
	Requisition  []string `json:"requisition" required:"true" doc:"The members of the body who ask for it."`
	Reasons      string   `json:"reasons" required:"true" doc:"Why it is to be decided again."`
}

// CommandName implements Command.
func (*DecisionCallIn) CommandName() string { return "decision.call_in" }

// AggregateID implements Command.
func (c *DecisionCallIn) AggregateID() string { return c.Case }
