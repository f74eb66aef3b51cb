package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"comity/services/views/answer"
	"comity/workflow"
)

// publicRegister asks for the register of decisions that anybody may read.
func (p *program) publicRegister() *cobra.Command {
	var args answer.PublicRegisterArgs
	c := &cobra.Command{
		Use: "public-register", Short: "List decisions with reasons, alternatives and interests, as anybody may read them", Args: exactly(),
		Long: "List the public register of decisions: what was decided, why, what else was considered and who declared an interest. Of what is confidential there\n" +
			"is the title alone, of what is exempt the reference. With public_register the governance document lets anybody read it without signing in.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return show(p, cmd, "public_register", args, p.printPublicRegister)
		},
	}
	c.Flags().StringVar(&args.Month, "month", "", "only what was decided in a month: 2027-01")
	c.Flags().StringVar(&args.Board, "board", "", "only what this board decided")
	c.Flags().StringVar(&args.Case, "case", "", "only what was decided on this case")
	return p.acting(c)
}

func (p *program) printPublicRegister(a *answer.PublicRegister) {
	if !a.Open {
		p.printf("It is not published: the governance document names no public_register. This is what would be.\n")
	}
	if len(a.Decisions) == 0 {
		p.printf("Nothing was decided.\n")
		return
	}
	for _, d := range a.Decisions {
		p.printf("%s\n", p.style(strong, both("  ", d.Case, d.Title)))
		p.printf("  decided by   %s, %s\n", d.Body, p.when(d.DecidedAt))
		if d.Shown != workflow.PublishedWhole {
			p.printf("  not public   %s\n", words(d.Classification))
			continue
		}
		p.printf("  decision     %s, gate %s\n", words(d.Result), d.Gate)
		if d.Effect != nil {
			p.printf("  in effect    %s\n", p.inEffect(*d.Effect))
		}
		if d.Summary != "" {
			p.printf("  on           %s\n", d.Summary)
		}
		for _, reason := range d.Reasons {
			p.printf("  because      %s\n", reason)
		}
		if d.Alternatives != "" {
			p.printf("  considered   %s\n", d.Alternatives)
		}
		for _, condition := range d.Conditions {
			p.printf("  provided     %s\n", condition)
		}
		for _, i := range d.Interests {
			p.printf("  interest     %s\n", interestLine(i))
		}
		if len(d.BindingOn) > 0 {
			p.printf("  binding on   %s\n", strings.Join(d.BindingOn, ", "))
		}
	}
}

// interestLine says who declared what, and whether the seat took part.
func interestLine(i workflow.PublicInterest) string {
	took := "took part"
	switch {
	case i.StoodAside:
		took = "stood aside"
	case i.Dispensed:
		took = "took part with a dispensation"
	case i.Withdrawn:
		took = "withdrawn"
	}
	return both(" of ", "seat "+i.Seat, i.Organisation) + ": " + words(i.Interest) + ", " + took
}
