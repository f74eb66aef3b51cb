package web

import (
	"net/http"
	"time"

	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/calendar"
)

var reportsRoutes = []route{
	{pattern: "GET /{partnership}/reports", page: (*visit).reports},
	{pattern: "POST /{partnership}/reports", page: (*visit).reportSent},
}

// reportsPage is what the page reports shows.
type reportsPage struct {
	answer.Reports
	Choose []choice // the reports that the reader may record: board and first day of the period
}

// reports shows what boards owe and have reported to the boards above them (F05), and what was reported of quarters (F12).
func (v *visit) reports() error {
	if _, err := v.membership(); err != nil {
		return err
	}
	return v.showReports(http.StatusOK, &form{})
}

func (v *visit) showReports(status int, f *form) error {
	var p reportsPage
	if err := v.ask("reports", struct{}{}, &p.Reports); err != nil {
		return err
	}
	for _, x := range p.Owed {
		if x.MayRecord {
			p.Choose = append(p.Choose, choice{Value: x.Board + " " + x.From.String(),
				Text: v.naming().Board(x.Board) + ", " + dayOf(x.From.String()) + " to " + dayOf(x.Until.String())})
		}
	}
	return v.showAs(status, "reports", page{Title: "Reports", Form: f, Data: &p, Back: v.toRegisters()})
}

// reportSent records a board's report.
func (v *visit) reportSent() error {
	if _, err := v.membership(); err != nil {
		return err
	}
	f, err := v.read()
	if err != nil {
		return err
	}
	which := f.need("report", "Select which report it is")
	summary := f.need("summary", "Enter what the board reports")
	board, from := which, calendar.Date{}
	if n := len(which) - len(time.DateOnly) - 1; n > 0 {
		board = which[:n]
		if from, err = calendar.ParseDate(which[n+1:]); err != nil {
			f.wrong("report", "Select which report it is")
		}
	}
	if !f.ok() {
		return v.showReports(http.StatusUnprocessableEntity, f)
	}
	done, err := v.do(&workflow.LevelReportRecord{Board: board, From: from, Summary: summary, Minute: f.Value("minute")})
	if no := rulesNo(err); no != nil {
		f.wrong("", "%s", v.deskNo(no))
		return v.showReports(http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	v.tell("The report is recorded.")
	return v.goTo("/"+v.partnership+"/reports", done.Seq)
}
