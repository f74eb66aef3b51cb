package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"comity/services/views/answer"
)

// decisions lists decisions, with whom each binds.
func (p *program) decisions() *cobra.Command {
	var args answer.DecisionsArgs
	c := &cobra.Command{
		Use: "decisions", Short: "List decisions, whom each binds, and what they mean for an organisation", Args: exactly(),
		RunE: func(cmd *cobra.Command, _ []string) error { return show(p, cmd, "decisions", args, p.printDecisions) },
	}
	c.Flags().StringVar(&args.Organisation, "organisation", "", "only those that touch it")
	c.Flags().StringVar(&args.Month, "month", "", "only those of a month: 2027-01")
	return p.acting(c)
}

func (p *program) printDecisions(a *answer.Decisions) {
	if len(a.Decisions) == 0 {
		p.printf("There is no such decision that you may see.\n")
		return
	}
	var rows [][]string
	for _, d := range a.Decisions {
		on := strings.Join(d.Binding.On, ", ")
		if on == "" {
			on = "none"
		}
		var consents []string
		for _, k := range d.Binding.Consents {
			consents = append(consents, k.Organisation+" "+k.State)
		}
		rows = append(rows, []string{d.Case, d.Gate, strings.Trim(d.Board+d.Officer, " "), d.Result, p.when(d.DecidedAt), p.inEffect(d.InEffect), on, strings.Join(consents, ", ")})
	}
	p.table([]string{"Case", "Gate", "By", "Result", "Decided", "In effect", "Binding on", "Consents"}, rows)
}

// duties lists what is owed after decisions.
func (p *program) duties() *cobra.Command {
	var args answer.DutiesArgs
	c := &cobra.Command{
		Use: "duties", Short: "List undertakings and report-backs, and which are overdue", Args: exactly(),
		RunE: func(cmd *cobra.Command, _ []string) error { return show(p, cmd, "duties", args, p.printDuties) },
	}
	c.Flags().StringVar(&args.Owner, "owner", "", "only what this organisation, board or seat owes")
	c.Flags().StringVar(&args.Board, "board", "", "only what concerns this board")
	c.Flags().StringVar(&args.State, "state", "", "open, overdue or done")
	return p.acting(c)
}

func (p *program) printDuties(a *answer.Duties) {
	if len(a.Duties) == 0 {
		p.printf("Nothing is owed that you may see.\n")
		return
	}
	var rows [][]string
	for _, d := range a.Duties {
		who, state := d.Owner, "open"
		if d.Kind == "report_back" {
			who = d.Seat
		}
		switch {
		case d.DoneOn != "":
			state = "done " + d.DoneOn
		case d.Overdue:
			state = strings.TrimSpace("overdue " + d.Level)
		}
		rows = append(rows, []string{d.Case, d.ID, who, p.until(d.DueAt), state, d.What})
	}
	p.table([]string{"Case", "Duty", "Who", "By", "State", "What"}, rows)
}
