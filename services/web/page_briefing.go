package web

import (
	"time"

	"comity/services/views/answer"
)

var briefingRoutes = []route{
	{pattern: "GET /{partnership}/briefing", page: (*visit).briefing},
}

// briefingPage is what the page briefing shows.
type briefingPage struct {
	answer.Briefing
	Organisations, Months []choice
	When                  string // the month, in words
}

// briefing shows an organisation's briefing for a month: what was decided that touches it, and what that means for it (F54). Without an
// organisation it asks for one.
func (v *visit) briefing() error {
	if _, err := v.membership(); err != nil {
		return err
	}
	var p briefingPage
	for _, o := range v.naming().Rules().Organisations {
		p.Organisations = append(p.Organisations, choice{Value: o.ID, Text: o.Name})
	}
	now := v.web.cfg.Now().In(v.web.zone)
	first := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, v.web.zone)
	for i := range 24 {
		m := first.AddDate(0, -i, 0)
		p.Months = append(p.Months, choice{Value: m.Format("2006-01"), Text: m.Format("January 2006")})
	}
	asked := answer.BriefingArgs{Organisation: v.query("organisation"), Month: v.query("month")}
	if asked.Month == "" {
		asked.Month = first.AddDate(0, -1, 0).Format("2006-01")
	}
	title := "Monthly briefing"
	if asked.Organisation != "" {
		if err := v.ask("briefing", asked, &p.Briefing); err != nil {
			return err
		}
		p.When = p.FromAt.In(v.web.zone).Format("January 2006")
		title = "Briefing for " + v.naming().Organisation(asked.Organisation) + ", " + p.When
	}
	return v.show("briefing", page{Title: title, Data: &p, Back: v.toRegisters(),
		Form: filled(map[string]string{"organisation": asked.Organisation, "month": asked.Month})})
}
