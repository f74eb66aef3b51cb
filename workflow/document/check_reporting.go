package document

import "slices"

// reports checks that whoever is to report has somebody to report to.
func (c *check) reports(g *Governance) {
	for i, l := range g.Reporting.Levels {
		path := item("reporting.levels", i)
		if l.Level == LevelStrategic {
			c.fail(path+".level", "no_level_above", "No board is above the strategic level; it reports to overarching_partnerships.")
		}
		if l.Every.WorkingDays > 0 {
			c.fail(path+".every", "unknown_value", "The periods of reports follow one another in calendar days, weeks, months or years, not in working days.")
		}
		for _, before := range g.Reporting.Levels[:i] {
			if before.Level == l.Level {
				c.fail(path+".level", "duplicate", "The boards of the %s level report by one schedule.", l.Level)
			}
		}
	}
	for i := range g.Boards {
		b := &g.Boards[i]
		c.unique("associate", ids(b.Associates, func(a *Associate) string { return a.ID }), func(j int) string { return item(item("boards", i)+".associates", j) + ".id" })
		for j, a := range b.Associates {
			for k, seat := range a.TwinnedWith {
				if !slices.ContainsFunc(b.Seats, func(s Seat) bool { return s.ID == seat }) {
					c.fail(item(item(item("boards", i)+".associates", j)+".twinned_with", k), "unknown_reference", "Seat %s is not on %s: an associate is twinned with members of its own board.", seat, b.ID)
				}
			}
		}
	}
	if g.Reporting.Overarching != "" && len(g.OverarchingPartnerships) == 0 {
		c.fail("reporting.overarching", "missing", "There are no overarching_partnerships to report to.")
	}
}
