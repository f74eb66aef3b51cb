package web

import (
	"strings"
	"time"

	"comity/services/views/answer"
)

// casesCSV writes every case of a list, all of its pages, as a table for a spreadsheet: UTF-8 with a mark that says so, pounds as
// plain numbers, days as YYYY-MM-DD. It goes by reference, so that none is missing or comes twice where cases change meanwhile.
// What the reader may not see is empty.
func (v *visit) casesCSV() error {
	if _, err := v.membership(); err != nil {
		return err
	}
	args := casesAsked(&form{values: v.r.URL.Query()})
	args.Sort, args.After, args.Limit = "", "", 200
	rows := [][]string{csvHead()}
	for {
		var found answer.Cases
		if err := v.ask("cases", args, &found); err != nil {
			return err
		}
		for _, c := range found.Cases {
			rows = append(rows, v.csvRow(c))
		}
		if args.After = found.After; args.After == "" {
			break
		}
	}
	return v.table(v.partnership+"-cases-"+v.today().String(), rows)
}

func csvHead() []string {
	return []string{"Reference", "Title", "Stage", "Status", "Outcome", "Classification", "Sponsor", "Unit", "Areas",
		"Offered aligned (pounds)", "Offered pooled (pounds)", "Confirmed aligned (pounds)", "Confirmed pooled (pounds)",
		"Offered staff (full-time equivalents)", "Confirmed staff (full-time equivalents)",
		"Created on", "In this stage since", "Waits for", "Until", "Takes effect on", "Last changed on"}
}

func (v *visit) csvRow(c answer.CaseRow) []string {
	n := v.naming()
	var areas []string
	for _, a := range c.Areas {
		areas = append(areas, n.Area(a))
	}
	stage, sponsor, unit, outcome := "", "", "", ""
	if c.Stage != "" {
		stage = n.Stage(c.Stage)
	}
	if c.Sponsor != "" {
		sponsor = n.Organisation(c.Sponsor)
	}
	if c.Unit != "" {
		unit = n.Unit(c.Unit)
	}
	if c.Outcome != "" {
		outcome = words("outcome", c.Outcome)
	}
	row := []string{c.Case, c.Title, stage, words("status", c.Status), outcome, words("classification", c.Classification), sponsor, unit, strings.Join(areas, "; ")}
	if m := c.Money; m != nil {
		row = append(row, plainHundredths(m.OfferedAlignedPence), plainHundredths(m.OfferedPooledPence), plainHundredths(m.ConfirmedAlignedPence),
			plainHundredths(m.ConfirmedPooledPence), plainHundredths(m.OfferedFTEHundredths), plainHundredths(m.ConfirmedFTEHundredths))
	} else {
		row = append(row, make([]string, 6)...)
	}
	on := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.In(v.web.zone).Format(time.DateOnly)
	}
	return append(row, on(c.CreatedAt), on(c.StageEnteredAt), c.Waiting, on(c.WaitingUntil), on(c.EffectiveAt), on(c.UpdatedAt))
}
