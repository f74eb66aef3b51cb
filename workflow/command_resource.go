package workflow

// SpendingMap puts a line on the map of resources of a case: what an organisation spends a year on a tier of need now, by the plan, or in the
// end, actual or estimated. A line of the same name replaces the one before; no amount takes it off.
//
// Yields SpendingMapped. Refusals: not_permitted, not_found, wrong_stage (a closed case), malformed.
// Source: DOMAIN §1 (ResourceMap), F74, F76.
type SpendingMap struct {
	Case         string `json:"case" required:"true" doc:"The case."`
	Organisation string `json:"organisation" required:"true" doc:"Whose money it is."`
	Line         string `json:"line,omitempty" doc:"A name for the line; the organisation, tier and phase unless said otherwise."`
	Service      string `json:"service,omitempty" doc:"The service."`
	Tier         string `json:"tier" required:"true" enum:"universal,targeted,specialist" doc:"The tier of need."`
	Phase        string `json:"phase,omitempty" enum:"now,planned,spent" doc:"What is spent now, by the plan, or in the end; now unless said otherwise."`
	AmountPence  int64  `json:"amount_pence,omitempty" minimum:"0" doc:"The money a year; none takes the line off the map."`
	Basis        string `json:"basis,omitempty" enum:"actual,estimated" doc:"actual unless said otherwise."`
	Source       string `json:"source,omitempty" doc:"Where the figure is from, or how it was estimated."`
}

// CommandName implements Command.
func (*SpendingMap) CommandName() string { return "spending.map" }

// AggregateID implements Command.
func (c *SpendingMap) AggregateID() string { return c.Case }
