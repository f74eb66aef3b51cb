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

// DecisionWaiveCallIn agrees, as the chair of a scrutiny body that could call a decision in, that the decision is urgent: the one that the
// organisation takes next at the gate cannot be called in then. It is agreed before the decision is taken, and stands in the register of
// urgency.
//
// Yields DecisionCallInWaived. Refusals: not_permitted (who does not chair a body that may call it in), wrong_stage (nothing is asked of the
// organisation here that could be called in; it was decided, or agreed to, already). Source: DOMAIN §5.1 ([R26], [R28]), F105.
type DecisionWaiveCallIn struct {
	Case         string `json:"case" required:"true" doc:"The case."`
	Organisation string `json:"organisation,omitempty" doc:"Whose decision; that of the person's own body unless said otherwise."`
	Body         string `json:"body,omitempty" doc:"The scrutiny body; the one that the person chairs unless said otherwise."`
	Reason       string `json:"reason" required:"true" doc:"Why it cannot wait for the time of call-in."`
}

// CommandName implements Command.
func (*DecisionWaiveCallIn) CommandName() string { return "decision.waive_call_in" }

// AggregateID implements Command.
func (c *DecisionWaiveCallIn) AggregateID() string { return c.Case }
