package document

import (
	"reflect"
	"slices"
	"strings"

	"comity/workflow/calendar"
)

// governance checks a governance document alone.
func (c *check) governance(g *Governance) {
	var seats []string
	for i := range g.Boards {
		seats = append(seats, ids(g.Boards[i].Seats, func(s *Seat) string { return s.ID })...)
	}
	known := map[string][]string{
		"organisation":  ids(g.Organisations, func(o *Organisation) string { return o.ID }),
		"area":          ids(g.Areas, func(a *Area) string { return a.ID }),
		"board":         ids(g.Boards, func(b *Board) string { return b.ID }),
		"seat":          seats,
		"scrutiny body": ids(g.ScrutinyBodies, func(b *ScrutinyBody) string { return b.ID }),
	}
	c.values(reflect.ValueOf(g).Elem(), "", known)
	c.identities(g, known)
	c.almanac(g.Calendar)
	c.classifications(g.Classifications)
	c.organisations(g)
	for i := range g.Boards {
		c.board(g, &g.Boards[i], item("boards", i))
	}
	c.bounds(g)
	c.expiry(g.Expiry)
	c.reporting(g)
	c.mandates(g)
	c.thresholds(g)
	c.dissolutions(g)
	c.structure(g)
	c.terms(g)
	c.local(g)
	for i, kind := range g.Interests.AlsoRecuse {
		if kind == InterestPecuniary || kind == InterestProvider {
			c.warn(item("interests.also_recuse", i), "needless", "%s always recuses; it need not be named.", kind)
		}
	}
}

// identities checks that an id names one thing.
func (c *check) identities(g *Governance, known map[string][]string) {
	of := func(list string) func(int) string { return func(i int) string { return item(list, i) + ".id" } }
	c.unique("organisation", known["organisation"], of("organisations"))
	c.unique("area", known["area"], of("areas"))
	c.unique("board", known["board"], of("boards"))
	c.unique("unit", ids(g.Units, func(u *Unit) string { return u.ID }), of("units"))
	c.unique("mandate", ids(g.Mandates, func(m *Mandate) string { return m.ID }), of("mandates"))
	c.unique("threshold", ids(g.Thresholds, func(t *Threshold) string { return t.ID }), of("thresholds"))
	c.unique("scrutiny body", known["scrutiny body"], of("scrutiny_bodies"))
	c.unique("external body", ids(g.ExternalBodies, func(b *ExternalBody) string { return b.ID }), of("external_bodies"))
	c.unique("overarching partnership", ids(g.OverarchingPartnerships, func(o *OverarchingPartnership) string { return o.ID }), of("overarching_partnerships"))
	c.disputes(g.Disputes)
	c.reports(g)
	var paths []string
	for i := range g.Boards {
		for j := range g.Boards[i].Seats {
			paths = append(paths, item(item("boards", i)+".seats", j)+".id")
		}
	}
	c.unique("seat", known["seat"], func(i int) string { return paths[i] })
}

// almanac checks that the calendar can be reckoned by.
func (c *check) almanac(r CalendarRules) {
	for i, h := range r.Extra {
		if h.Date.IsZero() {
			c.fail(item("calendar.extra", i), "missing", "%s must say date.", keyOf(item("calendar.extra", i)))
		}
	}
	if _, err := calendar.New(calendar.Config{Zone: r.Timezone}); err != nil {
		c.fail("calendar.timezone", "unknown_value", "%s.", capital(err.Error()))
	}
}

// classifications go from open to closed.
func (c *check) classifications(list []string) {
	for i := 1; i < len(list); i++ {
		before, this := slices.Index(Classifications, list[i-1]), slices.Index(Classifications, list[i])
		if before >= 0 && this >= 0 && this <= before {
			c.fail(item("classifications", i), "classification_order", "%s stands after %s, and the classifications go from open to closed: %s.",
				list[i], list[i-1], strings.Join(Classifications, ", "))
		}
	}
}

// organisations checks that the partnership is not taken for one (F13), and that somebody can act for each.
func (c *check) organisations(g *Governance) {
	acts := map[string]bool{}
	for i := range g.Boards {
		for j := range g.Boards[i].Seats {
			acts[g.Boards[i].Seats[j].AppointedBy()] = true
		}
	}
	for i := range g.Mandates {
		acts[g.Mandates[i].GrantedBy] = true
	}
	for i, o := range g.Organisations {
		path := item("organisations", i)
		if o.ID != "" && (o.ID == g.Metadata.Partnership || o.Name != "" && o.Name == g.Name) {
			c.fail(path+".id", "partnership_is_no_organisation",
				"%s is the partnership itself, which is not a legal person: it can be no organisation, host or payee.", o.ID)
		}
		if o.AuthorisingOfficer == "" && acts[o.ID] {
			c.warn(path, "no_authorising_officer", "%s names no authorising_officer, so nobody can confirm who holds its seats and what they may commit.", o.ID)
		}
	}
}
