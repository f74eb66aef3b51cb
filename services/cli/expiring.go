package cli

import (
	"encoding/csv"
	"strings"

	"github.com/spf13/cobra"

	"comity/services/views/answer"
	"comity/workflow"
)

// expiring asks what ends when.
func (p *program) expiring() *cobra.Command {
	var args answer.ExpiringArgs
	var table bool
	c := &cobra.Command{
		Use: "expiring", Short: "List what ends on a day: agreements, contracts, grants, mandates and terms", Args: exactly(),
		Long: "List what ends on a day, soonest first: agreements of pooled funds, contracts, grants, mandates, terms in seats and deputies' times;\n" +
			"when those whom it concerns are told next, and which case is to renew it.",
		Example: "  comity expiring --as p-secretary\n  comity expiring --organisation wcc --what mandate --as po-wcc\n  comity expiring --csv --as p-unit > ends.csv",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if table {
				return show(p, cmd, "expiring", args, p.writeExpiring)
			}
			return show(p, cmd, "expiring", args, p.printExpiring)
		},
	}
	f := c.Flags()
	f.StringVar(&args.Organisation, "organisation", "", "only what is of this `ORGANISATION`")
	f.StringVar(&args.Case, "case", "", "only what is of this `CASE`")
	f.StringVar(&args.What, "what", "", "only what is of this `KIND`: agreement, contract, grant, mandate, term, deputy")
	f.BoolVar(&args.Mine, "mine", false, "only what concerns you")
	f.BoolVar(&table, "csv", false, "as a table for a spreadsheet")
	return p.acting(c)
}

func (p *program) printExpiring(a *answer.Expiring) {
	if len(a.Items) == 0 {
		p.printf("Nothing ends on a day.\n")
		return
	}
	for _, x := range a.Items {
		p.printf("%s\n", p.style(strong, both("  ", x.EndsOn, words(x.What)+" "+x.Of+who(", ", x.Name)+who(", ", x.Person))))
		p.printf("  whose        %s\n", strings.Join(x.OrganisationNames, ", "))
		if x.Case != "" {
			p.printf("  case         %s\n", both("  ", x.Case, x.Title))
		}
		p.printf("  state        %s\n", words(x.State))
		if !x.NextWarning.IsZero() && x.State != workflow.EndingPast {
			p.printf("  next told    %s\n", p.when(x.NextWarning))
		}
		switch {
		case x.Renewal != "":
			p.printf("  renewed by   case %s\n", x.Renewal)
		case !x.RenewsAt.IsZero() && x.State != workflow.EndingPast:
			p.printf("  renewal case %s\n", p.when(x.RenewsAt))
		}
	}
}

func (p *program) writeExpiring(a *answer.Expiring) {
	var out strings.Builder
	w := csv.NewWriter(&out)
	_ = w.Write([]string{"Ends on", "What", "Of", "Name", "Person", "Seat", "Whose", "Case", "Title", "State", "Renewal case"}) // a Builder takes everything
	for _, x := range a.Items {
		_ = w.Write([]string{x.EndsOn, x.What, x.Of, x.Name, x.Person, x.Seat, strings.Join(x.OrganisationNames, "; "), x.Case, x.Title, x.State, x.Renewal})
	}
	w.Flush()
	p.printf("%s", out.String())
}
