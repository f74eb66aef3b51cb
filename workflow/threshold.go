package workflow

import (
	"comity/events"
	"comity/workflow/document"
	"comity/workflow/quantity"
)

// Thresholds: from which sum on an organisation decides itself, whatever its mandates allow, and what its decision then takes
// (DOMAIN §2.6).

// ownThresholds says which of its organisation's thresholds a consent reaches: what has still to be confirmed cannot be confirmed from a seat then,
// only recorded as the organisation's own decision.
func (d *decision) ownThresholds(k *Consent) []Problem {
	var out []Problem
	for i := range d.g.Thresholds {
		t := &d.g.Thresholds[i]
		if t.Organisation != k.Organisation || k.External {
			continue
		}
		for _, x := range d.comparisons(t, d.c.Gate) {
			if !x.limit.Reached(x.value) {
				continue
			}
			out = append(out, problem(OrganisationDecisionRequired, "At %s %s decides itself (%s), and "+x.what+".", x.limit.Words(),
				d.organisationName(k.Organisation), t.Requires.Decision, x.value).under("threshold %s", t.ID).about(t.ID).
				with(map[string]any{"dimension": x.dimension, "limit_pence": int64(x.limit.Limit()), "requested_pence": int64(x.value),
					"decision": t.Requires.Decision}))
		}
	}
	return out
}

// comparison is one sum of a threshold, and what it is held against.
type comparison struct {
	dimension, what string
	limit           *document.Sum
	value           quantity.Pence
}

func (d *decision) comparisons(t *document.Threshold, gate *GateAttempt) []comparison {
	return []comparison{
		{"whole_life", "the case is worth %s over its whole life", t.WholeLifeGBP, d.wholeLife(gate)},
		{"commitment", "it commits %s to the case", t.CommitmentGBP, d.offeredBy(t.Organisation)},
	}
}

// reaches reports whether the case, with what is proposed at a gate, reaches a threshold.
func (d *decision) reaches(t *document.Threshold, gate *GateAttempt) bool {
	for _, x := range d.comparisons(t, gate) {
		if x.limit.Reached(x.value) {
			return true
		}
	}
	return false
}

// reached lists the thresholds of an organisation that the case reaches at its present gate.
func (d *decision) reached(organisation string) []*document.Threshold {
	var out []*document.Threshold
	for i := range d.g.Thresholds {
		if t := &d.g.Thresholds[i]; t.Organisation == organisation && d.reaches(t, d.c.Gate) {
			out = append(out, t)
		}
	}
	return out
}

// thresholdVars says of each threshold whether the case reaches it and its organisation takes part: what conditions ask.
func (d *decision) thresholdVars(gate *GateAttempt) map[string]bool {
	if len(d.g.Thresholds) == 0 {
		return nil
	}
	out := make(map[string]bool, len(d.g.Thresholds))
	for i := range d.g.Thresholds {
		t := &d.g.Thresholds[i]
		out[t.ID] = d.takesPart(t.Organisation) && d.reaches(t, gate)
	}
	return out
}

// takesPart reports whether an organisation sponsors the case or puts something into it.
func (d *decision) takesPart(organisation string) bool {
	if organisation == d.c.Terms.Sponsor {
		return true
	}
	for _, k := range d.c.Commitments {
		if k.Organisation == organisation && !k.Released {
			return true
		}
	}
	return false
}

// wholeLife is what the case is worth over its whole life: its plan, or an award that is worth more.
func (d *decision) wholeLife(gate *GateAttempt) quantity.Pence {
	value, _ := d.c.Plan()
	awards := []*events.AwardTerms{d.c.Award}
	if gate != nil {
		awards = append(awards, gate.Award)
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
		if k.Organisation == organisation && !k.Released {
			n += quantity.Pence(k.Pence)
		}
	}
	return n
}
