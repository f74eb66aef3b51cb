package events

import "time"

// DeliveryRecorded says what of a commitment was delivered by a day, against what was to be by then.
type DeliveryRecorded struct {
	Commitment            string `json:"commitment"`
	Organisation          string `json:"organisation"`
	Kind                  string `json:"kind"` // money, staff_time
	Pence                 int64  `json:"amount_pence,omitempty"`
	FTEHundredths         int64  `json:"fte_hundredths,omitempty"`
	ExpectedPence         int64  `json:"expected_pence,omitempty"`
	ExpectedFTEHundredths int64  `json:"expected_fte_hundredths,omitempty"`
	UntilOn               string `json:"until_on"`
	Note                  string `json:"note,omitempty"`
}

// VarianceRaised says that something differs from what was agreed by more than may be: what was delivered of a commitment, or what was measured
// against a target whose day has passed. The organisation is the one that answers for it.
type VarianceRaised struct {
	Variance              string    `json:"variance"`
	Because               string    `json:"because"` // delivery, target_missed
	Organisation          string    `json:"organisation,omitempty"`
	Commitment            string    `json:"commitment,omitempty"`
	Pence                 int64     `json:"amount_pence,omitempty"`
	FTEHundredths         int64     `json:"fte_hundredths,omitempty"`
	ExpectedPence         int64     `json:"expected_pence,omitempty"`
	ExpectedFTEHundredths int64     `json:"expected_fte_hundredths,omitempty"`
	VariancePct           int       `json:"variance_pct,omitempty"`  // by how many per cent it differs, either way, rounded down
	ThresholdPct          int       `json:"threshold_pct,omitempty"` // that it may
	UntilOn               string    `json:"until_on,omitempty"`
	Target                string    `json:"target,omitempty"`
	Measure               string    `json:"measure,omitempty"` // outcome, value_for_money
	Value                 string    `json:"value,omitempty"`   // as measured last
	Wanted                string    `json:"wanted,omitempty"`
	DueOn                 string    `json:"due_on,omitempty"`
	EffectiveAt           time.Time `json:"effective_at"` // from when it is one: the act, or the day after the target's
}

// EventType implements Event.
func (DeliveryRecorded) EventType() string { return "delivery.recorded" }

// EventType implements Event.
func (VarianceRaised) EventType() string { return "variance.raised" }

func init() {
	known[DeliveryRecorded](1)
	known[VarianceRaised](1)
}
