package workflow

import (
	"comity/workflow/document"
	"comity/workflow/quantity"
)

// waitsFor names what the present gate waits for: signoff:<id>, consent:<organisation>, external:<body>, plan:<unit>. Empty: conditions 1 to 3
// of DOMAIN §2.3 hold. Condition 4, the snapshot, holds because an amendment voids the attempt, and 5 because a dispute and a
// suspension are statuses in which no gate is settled.
func (d *decision) waitsFor() []string {
	var out []string
	for _, s := range d.c.Current() {
		if s.State != SignOffVoidState && !d.passes(s) || d.orphan(s) && d.blocking(s) {
			out = append(out, "signoff:"+s.ID)
		}
	}
	if d.gateAfterSuccession() { // it was decided before, and the decision stands
		return out
	}
	g := gateOf(d.w, d.c.Gate.Gate)
	for _, k := range d.c.CurrentConsents() {
		switch {
		case k.External && (k.State == "requested" || k.State == "declined"):
			out = append(out, "external:"+k.Organisation)
		case k.awaited():
			out = append(out, "consent:"+k.Organisation)
		}
	}
	out = append(out, d.reaffirmHeld()...)
	if g == nil || (!asksConsents(g) && len(d.c.Reaffirmations()) == 0) || d.awarded() && !d.varying() {
		return out // after an award what is missing is for the review (rows 20, 21)
	}
	for _, k := range d.c.CurrentConsents() {
		if k.State == "declined" && d.essential(k) {
			out = append(out, "consent:"+k.Organisation)
		}
	}
	return append(out, d.shortfalls()...)
}

// essential reports whether an unconfirmed commitment of the consent is one without which the plan fails.
func (d *decision) essential(k *Consent) bool {
	for _, id := range k.Commitments {
		if c := d.c.Commitment(id); c != nil && c.Essential && !c.Confirmed() && c.Withdrawal == nil {
			return true
		}
	}
	return false
}

// shortfalls says in which unit what is confirmed falls short of the plan by more than the tolerance; equal is within. It is
// reckoned unit by unit, never across, and only once nobody is still asked (DOMAIN §2.3).
func (d *decision) shortfalls() []string {
	for _, k := range append(d.c.CurrentConsents(), d.c.Reaffirmations()...) {
		if k.awaited() && !k.External {
			return nil
		}
	}
	money, staff := d.c.Plan()
	_, _, confirmed, confirmedStaff := d.c.Totals()
	var out []string
	if !d.within(int64(confirmed), int64(money)) {
		out = append(out, "plan:"+document.ResourceMoney)
	}
	if !d.within(int64(confirmedStaff), int64(staff)) {
		out = append(out, "plan:"+document.ResourceStaffTime)
	}
	return out
}

// within reports whether confirmed >= plan × (1 − tolerance), in whole numbers.
func (d *decision) within(confirmed, plan int64) bool {
	return confirmed*100 >= plan*int64(100-d.w.Tolerances.FundingShortfallPct)
}

// view makes a decision that decides nothing, to read a case with the rules' eyes.
func view(c *Case, r *Register, m Meta) *decision {
	d := &decision{c: c, r: r, g: r.GovernanceAt(m.At), m: m}
	d.cal = r.CalendarAt(m.At)
	if c.Workflow != "" {
		d.w = r.WorkflowVersion(c.Workflow, c.WorkflowVersion)
	}
	return d
}

// gap says how much of the plan is not confirmed, for people.
func (d *decision) gap() (quantity.Pence, quantity.FTE) {
	money, staff := d.c.Plan()
	_, _, confirmed, confirmedStaff := d.c.Totals()
	return money - confirmed, staff - confirmedStaff
}
