package workflow

import (
	"slices"

	"comity/events"
)

// What an organisation puts in for another's area: nobody is taken to agree to that (F75).

// beneficiaryProblems says where a commitment is for the area of who does not take part.
func (d *decision) beneficiaryProblems(t events.CommitmentTerms) []Problem {
	if t.Beneficiary == "" || d.g.Organisation(t.Beneficiary) != nil {
		return nil
	}
	return []Problem{problem(NotFound, "There is no organisation %s.", t.Beneficiary).about(t.Beneficiary)}
}

// forOthers refuses to confirm what is spent for another organisation's area, unless the contributor says that it agrees to that.
func (d *decision) forOthers(lines []events.ConfirmedLine, agreed bool) []Problem {
	var out []Problem
	for _, line := range lines {
		k := d.c.Commitment(line.Commitment)
		if k == nil || k.Beneficiary == "" || agreed {
			continue
		}
		out = append(out, problem(BeneficiaryConsentMissing, "%s is spent for the area of %s: %s is to say that it agrees to that.", k.Commitment,
			d.organisationName(k.Beneficiary), d.organisationName(k.Organisation)).under("F75").about(k.Commitment).
			with(map[string]any{"commitment": k.Commitment, "contributor": k.Organisation, "beneficiary": k.Beneficiary}))
	}
	return out
}

// named lists the organisations for whose areas the lines are spent, where that was agreed to.
func (d *decision) named(lines []events.ConfirmedLine, agreed bool) []string {
	var out []string
	for _, line := range lines {
		if k := d.c.Commitment(line.Commitment); agreed && k != nil && k.Beneficiary != "" && !slices.Contains(out, k.Beneficiary) {
			out = append(out, k.Beneficiary)
		}
	}
	return out
}

// noMandate says that a seat may not commit an organisation, and names the mandates that it had.
func (d *decision) noMandate(organisation, seat string) Problem {
	p := problem(NoMandateFromOrganisation, "%s has given seat %s no mandate in force.", organisation, seat).under("DOMAIN §0.4, F51").about(organisation)
	if ended := d.r.endedMandates(organisation, seat, d.m.At); len(ended) > 0 {
		p.Message += " " + ended[len(ended)-1]
	}
	return p
}
