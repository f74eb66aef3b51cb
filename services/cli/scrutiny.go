package cli

import (
	"github.com/spf13/cobra"

	"comity/services/views/answer"
)

// scrutiny asks for the decisions that scrutiny may call in.
func (p *program) scrutiny() *cobra.Command {
	var args answer.ScrutinyArgs
	c := &cobra.Command{
		Use: "scrutiny", Short: "List the decisions that scrutiny may call in, and those that it did", Args: exactly(),
		Long: "List the decisions that your scrutiny bodies may call in and until when, what was called in, and when each took effect; of every body for who is of none.",
		RunE: func(cmd *cobra.Command, _ []string) error { return show(p, cmd, "scrutiny", args, p.printScrutiny) },
	}
	c.Flags().StringVar(&args.Body, "body", "", "only what this scrutiny body may call in")
	return p.acting(c)
}

func (p *program) printScrutiny(a *answer.Scrutiny) {
	if len(a.Decisions) == 0 {
		p.printf("No decision may be called in, or could be.\n")
		return
	}
	var rows [][]string
	for _, d := range a.Decisions {
		state := "over"
		switch {
		case !d.CalledInAt.IsZero():
			state = "called in " + p.when(d.CalledInAt)
		case d.Open:
			state = "to " + p.when(d.CallInUntil)
		}
		rows = append(rows, []string{d.Case, d.Title, d.Organisation, dateText(d.DecidedOn), p.inEffect(d.InEffect), state})
	}
	p.table([]string{"Case", "Title", "Whose", "Decided", "In effect", "Call-in"}, rows)
}
