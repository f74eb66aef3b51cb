package web

import (
	"strings"
	"time"

	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/document"
)

// expiringPage is what the page expiring shows.
type expiringPage struct {
	Rows []endingRow
	Mine bool
}

// endingRow is one thing that ends, in words.
type endingRow struct {
	answer.ExpiringItem
	Thing, Whose, State, Next string
	Day                       string
	Address                   string // of its case, or of its pool
	RenewalAddress            string
}

// expiring shows what ends when.
func (v *visit) expiring() error {
	if _, err := v.membership(); err != nil {
		return err
	}
	p := &expiringPage{Mine: v.query("mine") == "yes"}
	a, err := v.endings(p.Mine)
	if err != nil {
		return err
	}
	for _, x := range a.Items {
		p.Rows = append(p.Rows, v.endingRow(x))
	}
	return v.show("expiring", page{Title: "What ends when", Data: p, Back: v.toRegisters()})
}

func (v *visit) endings(mine bool) (a answer.Expiring, err error) {
	err = v.ask("expiring", answer.ExpiringArgs{Mine: mine}, &a)
	return a, err
}

func (v *visit) endingRow(x answer.ExpiringItem) endingRow {
	base := "/" + v.path("partnership")
	row := endingRow{ExpiringItem: x, Thing: v.endingThing(x.Ending), Whose: strings.Join(x.OrganisationNames, ", "), Day: dayOf(x.EndsOn)}
	row.State = map[string]string{workflow.EndingRuns: "Runs", workflow.EndingSoon: "Ends soon", workflow.EndingPast: "Has ended",
		workflow.EndingRenewal: "Being renewed"}[x.State]
	if x.Case != "" {
		row.Address = base + "/cases/" + x.Case
	}
	if x.Renewal != "" {
		row.RenewalAddress = base + "/cases/" + x.Renewal
	}
	switch {
	case !x.NextWarning.IsZero():
		row.Next = "Those whom it concerns are told on " + x.NextWarning.In(v.web.zone).Format("2 January 2006") + "."
	case x.State == workflow.EndingSoon:
		row.Next = "Those whom it concerns have been told."
	}
	if !x.RenewsAt.IsZero() && x.Renewal == "" && x.RenewsAt.After(v.web.cfg.Now()) {
		row.Next += " A case to renew it opens by itself on " + x.RenewsAt.In(v.web.zone).Format("2 January 2006") + "."
	}
	return row
}

// endingThing says what ends.
func (v *visit) endingThing(x workflow.Ending) string {
	n := v.naming()
	name := func(before, after string) string {
		if x.Name != "" {
			return before + " " + x.Name
		}
		return after
	}
	switch x.What {
	case document.EndsAgreement:
		return name("Agreement of the pooled fund", "Agreement of a pooled fund")
	case document.EndsContract:
		return name("Contract with", "Contract")
	case document.EndsGrant:
		return name("Grant or funding stream:", "Grant or funding stream")
	case document.EndsMandate:
		return "Mandate of " + n.Seat(x.Seat)
	case document.EndsTerm:
		return "Term of " + v.web.people.Name(v.ctx(), x.Person) + " in " + n.Seat(x.Seat)
	}
	return "Time of " + v.web.people.Name(v.ctx(), x.Person) + " as a deputy for " + n.Seat(x.Seat)
}

// expiringCSV writes the same as a table for a spreadsheet.
func (v *visit) expiringCSV() error {
	if _, err := v.membership(); err != nil {
		return err
	}
	a, err := v.endings(v.query("mine") == "yes")
	if err != nil {
		return err
	}
	rows := [][]string{{"Ends on", "What", "Whose", "Case", "Title", "State", "Next told on", "Renewal case"}}
	for _, x := range a.Items {
		row := v.endingRow(x)
		next := ""
		if !x.NextWarning.IsZero() {
			next = x.NextWarning.In(v.web.zone).Format(time.DateOnly)
		}
		rows = append(rows, []string{x.EndsOn, row.Thing, row.Whose, x.Case, x.Title, row.State, next, x.Renewal})
	}
	return v.table(v.partnership+"-ends-"+v.today().String(), rows)
}
