package cli

import (
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"comity/services/views/answer"
)

// reports lists the reports of levels and of quarters.
func (p *program) reports() *cobra.Command {
	c := &cobra.Command{
		Use: "reports", Short: "List the reports that boards owe and have made, and the figures of quarters", Args: exactly(),
		RunE: func(cmd *cobra.Command, _ []string) error { return show(p, cmd, "reports", struct{}{}, p.printReports) },
	}
	return p.acting(c)
}

func (p *program) printReports(a *answer.Reports) {
	var rows [][]string
	for _, x := range a.Owed {
		state := "owed"
		if x.Overdue {
			state = "overdue"
		}
		rows = append(rows, []string{x.Board, strings.Join(x.To, ", "), x.From.String() + " to " + x.Until.String(), p.until(x.DueAt), state})
	}
	for _, x := range a.Made {
		state := "made " + x.ReportedOn.String()
		if x.Late {
			state += ", late"
		}
		rows = append(rows, []string{x.Board, strings.Join(x.To, ", "), x.From.String() + " to " + x.Until.String(), p.until(x.DueAt), state})
	}
	if len(rows) > 0 {
		p.table([]string{"Board", "Reports to", "Period", "By", "State"}, rows)
	} else {
		p.printf("No board owes a report or has made one.\n")
	}
	rows = nil
	for _, q := range a.Quarters {
		rows = append(rows, []string{q.Quarter, strconv.Itoa(q.Cases.Open), strconv.Itoa(q.Cases.Begun), strconv.Itoa(q.Cases.Decided), strconv.Itoa(q.Targets.Set),
			strconv.Itoa(q.Targets.Met), strconv.Itoa(q.Targets.NotMet), strconv.Itoa(q.Targets.Unmeasured)})
	}
	if len(rows) > 0 {
		p.table([]string{"Quarter", "Open cases", "Begun", "Decisions", "Targets", "Met", "Not met", "Not measured"}, rows)
	}
}
