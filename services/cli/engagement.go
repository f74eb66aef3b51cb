package cli

import (
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"comity/services/views/answer"
	"comity/workflow"
)

// engagement shows how each organisation was reached, and what associates say.
func (p *program) engagement() *cobra.Command {
	c := &cobra.Command{
		Use: "engagement", Short: "Show how each organisation was reached in twelve months, and what associates of boards say", Args: exactly(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return show(p, cmd, "engagement", struct{}{}, p.printEngagement)
		},
	}
	return p.acting(c)
}

func (p *program) printEngagement(a *answer.Engagement) {
	head := []string{"Organisation"}
	for _, k := range workflow.EngagementKinds {
		head = append(head, strings.ReplaceAll(k, "_", " "))
	}
	var rows [][]string
	for _, c := range a.Coverage {
		row := []string{c.Organisation}
		for _, k := range workflow.EngagementKinds {
			row = append(row, strconv.Itoa(c.Counts[k]))
		}
		last := ""
		if !c.LastOn.IsZero() {
			last = c.LastOn.String()
		}
		rows = append(rows, append(row, last))
	}
	p.table(append(head, "Last"), rows)
	rows = nil
	for _, f := range a.Feedback {
		rows = append(rows, []string{f.GivenOn, f.Associate, f.Board + ", " + f.To, f.Text})
	}
	if len(rows) > 0 {
		p.table([]string{"On", "Associate", "To", "What it says"}, rows)
	}
}
