package workflow

import (
	"comity/events"
	"comity/workflow/document"
	"comity/workflow/quantity"
)

// Thresholds: from which sum on an organisation decides itself, whatever its mandates allow (DOMAIN §2.6).

// ownThresholds says which of its organisation's thresholds a consent reaches: what has still to be confirmed cannot be confirmed from a seat then,
// only recorded as the organisation's own decision.
func (d *decision) ownThresholds(k *Consent) []Problem {
	var out []Problem
	for i := range d.g.Thresholds {
		t := &d.g.Thresholds[i]
		if t.Organisation != k.Organisation {
			continue
		}
		for _, x := range []struct {
			dimension, what string
			limit           *document.Pounds
			value           quantity.Pence
		}{
			{"whole_life", "the case is worth %s over its whole life", t.WholeLifeGBP, d.wholeLife()},
			{"commitment", "it commits %s to the case", t.CommitmentGBP, d.offeredBy(k.Organisation)},
		} {
			if x.limit == nil || x.value < x.limit.Pence || x.value == 0 {
				continue
			}
			out = append(out, problem(OrganisationDecisionRequired, "From %s on %s decides itself (%s), and "+x.what+".", x.limit.Pence,
				d.organisationName(k.Organisation), t.Decision, x.value).under("threshold %s", t.ID).about(t.ID).
				with(map[string]any{"dimension": x.dimension, "limit_pence": int64(x.limit.Pence), "requested_pence": int64(x.value), "decision": t.Decision}))
		}
	}
	return out
}

// wholeLife is what the case is worth over its whole life: its plan, or an award that is worth more.
func (d *decision) wholeLife() quantity.Pence {
	value, _ := d.c.Plan()
	awards := []*events.AwardTerms{d.c.Award}
	if d.c.Gate != nil {
		awards = append(awards, d.c.Gate.Award)
	}
	for _, a := range awards {
		if a != nil {
			value = max(value, quantity.Pence(a.ValuePence))
		}
	}
	return value
}

// offeredBy sums the money that an organisation puts into the case.
func (d *decision) offeredBy(organisation string) quantity.Pence {
	var n quantity.Pence
	for _, k := range d.c.Commitments {
		if k.Organisation == organisation && k.Stands() {
			n += quantity.Pence(k.Pence)
		}
	}
	return n
}
