package web

import (
	"strconv"

	"comity/services/views/answer"
)

var dashboardRoutes = []route{
	{pattern: "GET /{partnership}/dashboard", page: (*visit).dashboard},
	{pattern: "GET /{partnership}/dashboard.csv", page: (*visit).dashboardCSV},
}

func init() { topics["dashboard"] = liveDashboard }

// dashboardPage is what the page dashboard shows.
type dashboardPage struct {
	answer.Dashboard
	Stages bars
}

// dashboard shows the counts of a partnership, as far as the person may know of its cases.
func (v *visit) dashboard() error {
	if _, err := v.membership(); err != nil {
		return err
	}
	data, err := v.counted()
	if err != nil {
		return err
	}
	return v.show("dashboard", page{Title: "Dashboard", Live: "dashboard:" + v.partnership, Data: data})
}

func (v *visit) counted() (*dashboardPage, error) {
	var d dashboardPage
	if err := v.ask("dashboard", nil, &d.Dashboard); err != nil {
		return nil, err
	}
	for _, s := range d.ByStage {
		name := s.Name
		if s.Stage == "" {
			name = "Draft"
		}
		d.Stages.Rows = append(d.Stages.Rows, bar{Label: name, Parts: []int{s.Under30Days, s.Days30To90, s.Over90Days}})
	}
	d.Stages.lay()
	return &d, nil
}

// liveDashboard makes the parts of the page that change.
func liveDashboard(v *visit, _ []string) ([]patch, error) {
	if _, err := v.membership(); err != nil {
		return nil, err
	}
	data, err := v.counted()
	if err != nil {
		return nil, err
	}
	var out []patch
	for _, block := range []string{"figures", "stages", "levels", "boards", "consents", "money", "shifts", "gaps", "pending", "targets", "duties"} {
		html, err := v.fragment("dashboard", block, page{Data: data})
		if err != nil {
			return nil, err
		}
		out = append(out, patch{ID: block, HTML: html})
	}
	return out, nil
}

// dashboardCSV is every figure of the dashboard as a table: what is counted, of what, and how many.
func (v *visit) dashboardCSV() error {
	if _, err := v.membership(); err != nil {
		return err
	}
	d, err := v.counted()
	if err != nil {
		return err
	}
	figures := [][]string{{"What", "Of", "Figure", "Number"}}
	row := func(what, of, figure string, n int64) {
		figures = append(figures, []string{what, of, figure, strconv.FormatInt(n, 10)})
	}
	v.naming().workFigures(d, row)
	v.naming().moneyFigures(d, row)
	return v.table(v.partnership+"-dashboard", figures)
}

// workFigures counts cases, what is before boards and organisations, and what is owed after decisions.
func (n *names) workFigures(d *dashboardPage, row func(what, of, figure string, number int64)) {
	row("Cases", "all", "cases", int64(d.Cases))
	row("Cases", "all", "open", int64(d.Open))
	row("Cases", "all", "overdue", int64(d.Overdue))
	row("Cases", "all", "in dispute", int64(d.Disputes))
	row("Urgent routes", d.Urgency.FinancialYear, "used", int64(d.Urgency.Used))
	row("Urgent routes", d.Urgency.FinancialYear, "allowed", int64(d.Urgency.Allowed))
	row("Urgent routes", d.Urgency.FinancialYear, "refused", int64(d.Urgency.Refused))
	row("Urgent routes", "all years", "waiting to be ratified", int64(d.Urgency.Open))
	for _, s := range d.ByStage {
		name := s.Name
		if s.Stage == "" {
			name = "Draft"
		}
		row("Stage", name, "cases", int64(s.Cases))
		row("Stage", name, "under 30 days", int64(s.Under30Days))
		row("Stage", name, "30 to 90 days", int64(s.Days30To90))
		row("Stage", name, "over 90 days", int64(s.Over90Days))
		row("Stage", name, "overdue", int64(s.Overdue))
	}
	for _, l := range d.ByLevel {
		row("Level", words("level", l.Level), "open sign-offs", int64(l.Open))
		row("Level", words("level", l.Level), "overdue", int64(l.Overdue))
	}
	for _, b := range d.SignOffs {
		row("Board", n.Board(b.Board), "open", int64(b.Open))
		row("Board", n.Board(b.Board), "no quorum", int64(b.Inquorate))
		row("Board", n.Board(b.Board), "votes equal", int64(b.Tied))
		row("Board", n.Board(b.Board), "overdue", int64(b.Overdue))
	}
	for _, c := range d.Consents {
		row("Consents outstanding", n.Organisation(c.Organisation), "consents", int64(c.Outstanding))
	}
	for _, o := range d.Duties {
		of := map[string]string{"undertaking": "undertakings", "report_back": "report-backs"}[o.Kind]
		row("Owed after decisions", of, "open", int64(o.Open))
		row("Owed after decisions", of, "overdue", int64(o.Overdue))
		row("Owed after decisions", of, "done", int64(o.Done))
		row("Owed after decisions", of, "done late", int64(o.Late))
		if o.Ended() {
			row("Owed after decisions", of, "in time, per cent", int64(o.OnTimePct))
		}
	}
}

// moneyFigures sums what is put in, and what is missing of it.
func (n *names) moneyFigures(d *dashboardPage, row func(what, of, figure string, number int64)) {
	for _, g := range d.Given {
		of := n.Organisation(g.Organisation) + ", " + lower(words("kind", g.Kind)) + ", " + lower(words("mode", g.Mode))
		row("Resources", of, "offered in pence", g.OfferedPence)
		row("Resources", of, "confirmed in pence", g.ConfirmedPence)
		row("Resources", of, "offered in hundredths of a full-time post", g.OfferedFTEHundredths)
		row("Resources", of, "confirmed in hundredths of a full-time post", g.ConfirmedFTEHundredths)
	}
	for _, s := range d.Shifts {
		of := n.Gate(s.Gate) + ", " + lower(words("tier", s.Tier))
		row("Shift to prevention", of, "before, in pence", s.BeforePence)
		row("Shift to prevention", of, "after, in pence", s.AfterPence)
		row("Shift to prevention", of, "before, per cent", int64(s.BeforePct))
		row("Shift to prevention", of, "after, per cent", int64(s.AfterPct))
		row("Shift to prevention", of, "change, in points", int64(s.ChangePct))
	}
	for _, g := range d.Gaps {
		of := g.Case + ", " + n.Organisation(g.Organisation)
		row("Left short by withdrawals", of, "missing in pence", g.ShortPence)
		row("Left short by withdrawals", of, "missing in hundredths of a full-time post", g.ShortFTEHundredths)
		if g.Board != "" {
			row("Left short by withdrawals", of, "to be acknowledged", 1)
		}
	}
}
