package web

import (
	"cmp"
	"fmt"

	"comity/workflow"
	"comity/workflow/document"
	"comity/workflow/quantity"
)

// deliveryShown is what was delivered of a commitment.
type deliveryShown struct{ Name, Until, Got, Want string }

// delivered says what was delivered of what was committed, and what differs from what was agreed, oldest first.
func (v *visit) delivered(h *caseHead) (list []deliveryShown, variances []string) {
	n := v.naming()
	amount := func(pence, fte int64, staff bool) string {
		if staff {
			return quantity.FTE(fte).String()
		}
		return quantity.Pence(pence).String()
	}
	if h.Amounts {
		for _, k := range h.State.Commitments {
			if x := k.Delivery; x != nil {
				staff := k.Kind == document.ResourceStaffTime
				list = append(list, deliveryShown{Name: n.Organisation(k.Organisation), Until: dayOf(x.UntilOn), Got: amount(x.Pence, x.FTEHundredths, staff),
					Want: amount(x.ExpectedPence, x.ExpectedFTEHundredths, staff)})
			}
		}
	}
	for _, x := range h.State.Variances {
		var s string
		switch {
		case x.Because == workflow.VarianceTarget:
			s = "Missed target: " + cmp.Or(indicator(h.State, x.Target), x.Target)
			if x.Organisation != "" {
				s += ", for which " + n.Organisation(x.Organisation) + " answers"
			}
			if x.Value != "" {
				s += fmt.Sprintf(". Measured: %s; wanted by %s: %s", x.Value, dayOf(x.DueOn), x.Wanted)
			}
		default:
			s = n.Organisation(x.Organisation) + ", by " + dayOf(x.UntilOn)
			if x.VariancePct > 0 {
				staff := x.ExpectedFTEHundredths > 0
				s += fmt.Sprintf(": %s delivered of %s, %d%% apart; %d%% may be", amount(x.Pence, x.FTEHundredths, staff),
					amount(x.ExpectedPence, x.ExpectedFTEHundredths, staff), x.VariancePct, x.ThresholdPct)
			}
		}
		variances = append(variances, s+".")
	}
	return list, variances
}

// indicator is what a target measures, "" for one that is gone.
func indicator(c *workflow.Case, target string) string {
	for _, t := range c.Targets {
		if t.Target == target {
			return t.Indicator
		}
	}
	return ""
}
