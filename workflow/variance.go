package workflow

import (
	"slices"
	"time"

	"comity/events"
	"comity/workflow/document"
)

// Variances: what is delivered against what was committed (F78), and targets that are missed, those of value for money among them (F80). A
// variance is a finding; what the organisation that answers for it does about it is for others to ask.

// The causes of a variance.
const (
	VarianceDelivery = "delivery"
	VarianceTarget   = "target_missed"
)

// Variance is a finding that something differs from what was agreed.
type Variance struct {
	events.VarianceRaised
	RaisedAt time.Time `json:"raised_at"`
}

// Delivery is what of a commitment was delivered, as it was recorded last.
type Delivery struct {
	Pence                 int64     `json:"amount_pence,omitempty"`
	FTEHundredths         int64     `json:"fte_hundredths,omitempty"`
	ExpectedPence         int64     `json:"expected_pence,omitempty"`
	ExpectedFTEHundredths int64     `json:"expected_fte_hundredths,omitempty"`
	UntilOn               string    `json:"until_on"`
	Note                  string    `json:"note,omitempty"`
	RecordedAt            time.Time `json:"recorded_at"`
}

// unreckoned reports whether nothing stands confirmed of a commitment of which it can be reckoned how much was delivered.
func (k *Commitment) unreckoned() bool {
	return !k.Stands() || k.ConfirmedPence == 0 && k.ConfirmedFTEHundredths == 0
}

// recordDelivery is DeliveryRecord's rule.
func (d *decision) recordDelivery(cmd *DeliveryRecord) *Refusal {
	k := d.c.Commitment(cmd.Commitment)
	if k == nil && d.mayEdit() != nil {
		return Refuse(notPermitted("Only the case's unit or the organisation itself may say what was delivered.").about(cmd.Commitment))
	}
	if k == nil {
		return Refuse(problem(NotFound, "Case %s has no commitment %s.", d.c.ID, cmd.Commitment).about(cmd.Commitment))
	}
	if p := d.mayCommitFor(k.Organisation); p != nil {
		return Refuse(*p)
	}
	if p := d.at("recording what was delivered", Working, AtGate, PendingEffect, Deferred, InDispute, Suspended); p != nil {
		return Refuse(*p)
	}
	if k.unreckoned() {
		return Refuse(problem(WrongStage, "Nothing that can be reckoned is confirmed of %s.", k.Commitment).under("F78").about(k.Commitment))
	}
	e := events.DeliveryRecorded{Commitment: k.Commitment, Organisation: k.Organisation, Kind: k.Kind, UntilOn: d.or(cmd.UntilOn).String(), Note: cmd.Note}
	var problems []Problem
	bad := func(about, format string, args ...any) {
		problems = append(problems, problem(Malformed, format, args...).under("F78").about(about))
	}
	delivered, expected := cmd.AmountPence, cmd.ExpectedPence
	field, other, wants := "amount_pence", cmd.FTEHundredths != nil || cmd.ExpectedFTEHundredths != nil, k.ConfirmedPence
	leaving, leavingFTE := d.c.leaving(k)
	wants += leaving
	if k.Kind == document.ResourceStaffTime {
		delivered, expected = cmd.FTEHundredths, cmd.ExpectedFTEHundredths
		field, other, wants = "fte_hundredths", cmd.AmountPence != nil || cmd.ExpectedPence != nil, k.ConfirmedFTEHundredths+leavingFTE
	}
	switch {
	case other:
		bad(field, "%s is reckoned in its own unit.", k.Commitment)
	case delivered == nil:
		bad(field, "Say how much was delivered.")
	}
	if d.or(cmd.UntilOn).After(d.today()) {
		bad("until_on", "What is delivered is recorded once it is.")
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	if expected != nil {
		wants = *expected
	}
	if k.Kind == document.ResourceStaffTime {
		e.FTEHundredths, e.ExpectedFTEHundredths = *delivered, wants
	} else {
		e.Pence, e.ExpectedPence = *delivered, wants
	}
	d.emit(e)
	if x, ok := d.deliveryVariance(e); ok {
		d.emit(x)
	}
	return nil
}

// leaving sums the parts of a commitment that were withdrawn and stand all the same, because their notice is running.
func (c *Case) leaving(k *Commitment) (pence, fte int64) {
	for _, p := range c.Commitments {
		if p.PartOf == k.Commitment && p.Stands() {
			pence, fte = pence+p.ConfirmedPence, fte+p.ConfirmedFTEHundredths
		}
	}
	return pence, fte
}

// deliveryVariance is the variance where what was delivered differs from what was to be by more than the workflow allows; equal is within.
func (d *decision) deliveryVariance(e events.DeliveryRecorded) (out events.VarianceRaised, is bool) {
	if d.w == nil || d.w.Tolerances.DeliveryVariancePct == 0 {
		return out, false
	}
	wants, apart := e.ExpectedPence+e.ExpectedFTEHundredths, e.Pence+e.FTEHundredths-e.ExpectedPence-e.ExpectedFTEHundredths
	if apart = max(apart, -apart); apart*100 <= wants*int64(d.w.Tolerances.DeliveryVariancePct) {
		return out, false
	}
	return events.VarianceRaised{Variance: d.freeVariance(), Because: VarianceDelivery, Organisation: e.Organisation, Commitment: e.Commitment, Pence: e.Pence,
		FTEHundredths: e.FTEHundredths, ExpectedPence: e.ExpectedPence, ExpectedFTEHundredths: e.ExpectedFTEHundredths, VariancePct: int(apart * 100 / max(wants, 1)),
		ThresholdPct: d.w.Tolerances.DeliveryVariancePct, UntilOn: e.UntilOn, EffectiveAt: d.m.At}, true
}

func (d *decision) freeVariance() string { return "variance-" + itoa(len(d.c.Variances)+1) }

// applyVariance folds what was delivered and what was found to differ.
func (c *Case) applyVariance(e events.Event, at time.Time) error {
	switch e := e.(type) {
	case events.DeliveryRecorded:
		return c.commitment(e.Commitment, func(k *Commitment) {
			k.Delivery = &Delivery{Pence: e.Pence, FTEHundredths: e.FTEHundredths, ExpectedPence: e.ExpectedPence, ExpectedFTEHundredths: e.ExpectedFTEHundredths,
				UntilOn: e.UntilOn, Note: e.Note, RecordedAt: at}
		})
	case events.VarianceRaised:
		c.Variances = append(slices.Clone(c.Variances), Variance{e, at})
		return nil
	}
	return errNotMine
}
