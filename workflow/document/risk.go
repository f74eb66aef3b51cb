package document

// RiskRules say how the risks of a case are assessed, and which of them bring its review forward.
type RiskRules struct {
	// Likelihood and impact are each given from 1 to this; the severity of a risk is the two multiplied. Risks are not assessed where left out.
	Scale int `json:"scale" check:"min=2" example:"5"`
	// A hazard whose severity rises to this, or further, while the case is in a stage that is reviewed brings the review forward. None does where left out.
	ReviewFrom int `json:"review_from" check:"min=1" example:"20"`
}

// riskRules checks that the severity that brings a review forward can be reached.
func (c *check) riskRules(r *RiskRules) {
	if r == nil || r.ReviewFrom == 0 {
		return
	}
	switch most := r.Scale * r.Scale; {
	case most == 0:
		c.fail("risks.review_from", "missing", "review_from is a severity, which needs a scale.")
	case r.ReviewFrom > most:
		c.fail("risks.review_from", "too_large", "On a scale to %d the most severe risk has %d: none would bring a review forward.", r.Scale, most)
	}
}
