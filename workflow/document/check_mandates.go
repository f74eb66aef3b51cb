package document

import "slices"

// mandates checks what is proposed that seats may commit.
func (c *check) mandates(g *Governance) {
	votes := map[string]bool{}
	for i := range g.Boards {
		for j := range g.Boards[i].Seats {
			votes[g.Boards[i].Seats[j].ID] = g.Boards[i].Seats[j].MayVote()
		}
	}
	for i := range g.Mandates {
		m, path := &g.Mandates[i], item("mandates", i)
		if m.Valid.ends() && m.Valid.Until.Before(m.Valid.From) {
			c.fail(path+".valid.until", "dates_out_of_order", "Mandate %s ends on %s, before it begins on %s.", m.ID, m.Valid.Until, m.Valid.From)
		}
		if may, known := votes[m.Seat]; known && !may {
			c.warn(path+".seat", "mandate_of_associate", "Seat %s does not vote; it may commit all the same.", m.Seat)
		}
		for j := range m.Commit {
			c.limits(m, j, item(path+".commit", j))
		}
		for j := range g.Mandates[:i] {
			before := &g.Mandates[j]
			if before.Seat == m.Seat && m.Seat != "" && before.GrantedBy == m.GrantedBy && before.Valid.overlaps(m.Valid) && before.shares(m) {
				c.fail(path+".valid", "mandates_overlap", "Mandates %s (%s) and %s (%s) of %s for seat %s overlap.",
					before.ID, span(before.Valid), m.ID, span(m.Valid), m.GrantedBy, m.Seat)
			}
		}
	}
}

// limits checks what one line of a mandate allows, and that it is counted in the units of its kind.
func (c *check) limits(m *Mandate, i int, path string) {
	l := m.Commit[i]
	for _, before := range m.Commit[:i] {
		if before.Kind == l.Kind && l.Kind != "" && len(before.Services) == 0 && len(l.Services) == 0 {
			c.fail(path+".kind", "duplicate_id", "Mandate %s limits %s twice.", m.ID, l.Kind)
		}
	}
	pounds := func(name string, p *Pounds) {
		if p == nil {
			return
		}
		c.amount(path+"."+name, int64(p.Pence))
		if l.Kind != ResourceMoney && l.Kind != "" {
			c.fail(path+"."+name, "wrong_unit", "%s is for money, and this line is about %s.", name, l.Kind)
		}
	}
	pounds("per_case_gbp", l.PerCaseGBP)
	pounds("per_year_gbp", l.PerYearGBP)
	if l.PerCaseFTE != nil {
		c.amount(path+".per_case_fte", int64(l.PerCaseFTE.FTE))
		if l.Kind != ResourceStaffTime && l.Kind != "" {
			c.fail(path+".per_case_fte", "wrong_unit", "per_case_fte is for staff_time, and this line is about %s.", l.Kind)
		}
	}
	if l.PerCaseGBP != nil && l.PerYearGBP != nil && l.PerYearGBP.Pence < l.PerCaseGBP.Pence {
		c.warn(path+".per_year_gbp", "year_below_case", "Mandate %s allows %s a year and %s in one case.", m.ID, l.PerYearGBP, l.PerCaseGBP)
	}
	if l.Kind == ResourceMoney && l.PerCaseGBP == nil || l.Kind == ResourceStaffTime && l.PerCaseFTE == nil {
		c.warn(path, "no_limit", "Mandate %s sets no limit for %s in one case.", m.ID, l.Kind)
	}
}

func (c *check) amount(path string, n int64) {
	if n < 0 {
		c.fail(path, "too_small", "%s cannot be below 0.", keyOf(path))
	}
}

// shares reports whether two mandates limit the same thing: a kind, for a service that both are for.
func (m *Mandate) shares(other *Mandate) bool {
	for _, a := range m.Commit {
		for _, b := range other.Commit {
			anyService := len(a.Services) == 0 || len(b.Services) == 0
			if a.Kind == b.Kind && (anyService || slices.ContainsFunc(a.Services, func(s string) bool { return slices.Contains(b.Services, s) })) {
				return true
			}
		}
	}
	return false
}

// ends reports whether both ends of a validity are known.
func (v Validity) ends() bool { return !v.From.IsZero() && !v.Until.IsZero() }

// overlaps reports whether two validities have a day in common; an open end has no last day.
func (v Validity) overlaps(w Validity) bool {
	before := func(a, b Validity) bool { return !a.Until.IsZero() && !b.From.IsZero() && a.Until.Before(b.From) }
	return !before(v, w) && !before(w, v)
}
