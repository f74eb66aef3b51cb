package workflow

import (
	"fmt"

	"comity/workflow/document"
	"comity/workflow/quantity"
)

// yearsLeft says, to whoever is explained to, what is left of the financial year under each line of a mandate by which a seat could confirm what
// an organisation is asked for, and where that is too little. Only those may know who act for the seat or are officers of the organisation,
// since the sums speak of other cases: to everybody else nothing is said (F50; decision 0010).
func (d *decision) yearsLeft(organisation string, commitments []string) []string {
	var out []string
	for _, m := range d.r.Mandates {
		if m.Organisation != organisation || !d.r.MandateInForce(m, d.m.At) {
			continue
		}
		asked := make([]int64, len(m.Commit))
		for _, id := range commitments {
			k := d.c.Commitment(id)
			if k == nil || k.Kind != document.ResourceMoney || k.Confirmed() || !k.Stands() {
				continue
			}
			if at, over := m.lineFor(k.Kind, k.Mode, k.Service); len(over) == 0 {
				asked[at] += k.Pence - k.ConfirmedPence
			}
		}
		for _, y := range d.r.YearsOf(m, d.m.Actor, d.m.At) {
			n, left := asked[y.CommitLine-1], max(0, y.LimitPence-y.CommittedPence)
			if n == 0 {
				continue
			}
			s := fmt.Sprintf("%s is left of the %s that %s may commit in the financial year %s by its mandate %s", quantity.Pence(left), quantity.Pence(y.LimitPence),
				d.r.SeatLabel(m.Seat, d.m.At), y.Year, m.Mandate)
			if n > left {
				s += fmt.Sprintf(", and %s is asked: %s decides on the rest itself, or puts less in", quantity.Pence(n), d.organisationName(organisation))
			}
			out = append(out, s+".")
		}
	}
	return out
}

// committedBy lists what an organisation has offered that stands.
func (d *decision) committedBy(organisation string) (out []string) {
	for _, k := range d.c.Commitments {
		if k.Organisation == organisation && k.Stands() {
			out = append(out, k.Commitment)
		}
	}
	return out
}
