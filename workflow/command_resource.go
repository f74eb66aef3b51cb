package workflow

import "comity/workflow/calendar"

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

// DeliveryRecord records what of a commitment was delivered by a day, against what was to be by then. Where it differs by more than the workflow
// allows, more or less, that is a variance.
//
// Yields DeliveryRecorded, VarianceRaised. Refusals: not_permitted, not_found, wrong_stage (nothing is confirmed of it), malformed.
// Source: DOMAIN F78.
type DeliveryRecord struct {
	Case                  string        `json:"case" required:"true" doc:"The case."`
	Commitment            string        `json:"commitment" required:"true" doc:"The commitment."`
	AmountPence           *int64        `json:"amount_pence,omitempty" minimum:"0" doc:"The money that was delivered so far."`
	FTEHundredths         *int64        `json:"fte_hundredths,omitempty" minimum:"0" doc:"The staff time that was delivered."`
	ExpectedPence         *int64        `json:"expected_pence,omitempty" minimum:"1" doc:"What was to be delivered by then; all that is confirmed unless said otherwise."`
	ExpectedFTEHundredths *int64        `json:"expected_fte_hundredths,omitempty" minimum:"1" doc:"Likewise, in staff time."`
	UntilOn               calendar.Date `json:"until_on,omitzero" doc:"By which day; today unless said otherwise."`
	Note                  string        `json:"note,omitempty" doc:"What there is to say of it."`
}

// CommandName implements Command.
func (*DeliveryRecord) CommandName() string { return "delivery.record" }

// AggregateID implements Command.
func (c *DeliveryRecord) AggregateID() string { return c.Case }
