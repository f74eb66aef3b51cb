package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/quantity"
)

// pools asks for the pooled funds.
func (p *program) pools() *cobra.Command {
	var args answer.PoolsArgs
	c := &cobra.Command{
		Use: "pools", Short: "List pooled funds: whose, under which power, and what is in them", Args: exactly(),
		RunE: func(cmd *cobra.Command, _ []string) error { return show(p, cmd, "pools", args, p.printPools) },
	}
	c.Flags().StringVar(&args.Case, "case", "", "only those of a case")
	return p.acting(c)
}

func (p *program) printPools(a *answer.Pools) {
	if len(a.Pools) == 0 {
		p.printf("There is no pooled fund that you may see.\n")
		return
	}
	var rows [][]string
	for _, x := range a.Pools {
		rows = append(rows, []string{x.Pool, x.Name, x.Case, words(x.Basis), x.Host, x.Status, pounds(x.AgreedPence), pounds(x.PaidPence), pounds(x.SpentPence), pounds(x.BalancePence), dateText(x.EndsOn)})
	}
	p.table([]string{"Pool", "Name", "Case", "Made under", "Held by", "Status", "Agreed", "Paid in", "Spent", "Balance", "Ends"}, rows)
}

// pool asks for one pooled fund.
func (p *program) pool() *cobra.Command {
	var args answer.PoolArgs
	c := &cobra.Command{
		Use: "pool POOL", Short: "Show a pooled fund: its agreement, what is due and paid, and its account", Args: exactly("pool"),
		Long: "Show a pooled fund: who holds and manages it, every version of its agreement, what each organisation agreed, owes and has paid, and every\n" +
			"movement of its money with the balance after it and who recorded it when.",
		RunE: func(cmd *cobra.Command, given []string) error {
			args.Pool = given[0]
			return show(p, cmd, "pool", args, p.printPool)
		},
	}
	return p.acting(c)
}

func (p *program) printPool(a *answer.Pool) {
	fact := func(name, value string) {
		if value != "" {
			p.printf("%-14s  %s\n", name, value)
		}
	}
	fact("Pooled fund", a.Pool+"  "+a.Name)
	fact("For", both("  ", a.Case, a.Title))
	fact("Status", both(", ", a.Status, words(a.State.Because)))
	fact("Made under", a.BasisName)
	fact("Held by", a.Host)
	fact("Managed by", a.Manager)
	fact("Balance", pounds(a.BalancePence))
	fact("Waits", a.Waits)
	for _, w := range a.Warnings {
		fact("Advice", upper(words(w))+".")
	}
	var rows [][]string
	for _, x := range a.State.Parties {
		rows = append(rows, []string{x.Organisation, pounds(x.AgreedPence), pounds(x.DuePence), pounds(x.PaidPence), pounds(x.OverspendDuePence), pounds(x.OverspendPaidPence), pounds(x.ReturnedPence)})
	}
	p.heading("Who contributes")
	p.table([]string{"Organisation", "Agreed", "Due", "Paid", "Overspend due", "Overspend paid", "Returned"}, rows)
	p.heading("The agreement")
	p.printAgreements(a.State)
	p.heading("The account")
	if rows = accountRows(p, a.State); len(rows) == 0 {
		p.printf("No money has moved yet.\n")
		return
	}
	p.table([]string{"Day", "What", "Who", "For", "Reference", "In", "Out", "Balance", "Recorded by"}, rows)
}

func (p *program) printAgreements(s *workflow.Pool) {
	var rows [][]string
	for _, v := range s.Agreements {
		rows = append(rows, []string{itoa(v.Version), v.Reference, dateText(v.StartsOn), dateText(v.EndsOn), dateText(v.ReviewOn), v.RecordedBy + ", " + p.when(v.RecordedAt), v.Because})
	}
	if len(rows) == 0 {
		p.printf("No agreement is recorded yet.\n")
	} else {
		p.table([]string{"Version", "Reference", "From", "To", "Review", "Recorded by", "Because"}, rows)
	}
	var missing []string
	for _, item := range workflow.PoolItems {
		if v := s.Agreement(); v == nil || !slices.Contains(v.Items, item.ID) {
			missing = append(missing, item.Name)
		}
	}
	if len(missing) > 0 {
		p.printf("Not agreed: %s.\n", strings.Join(missing, "; "))
	}
}

func accountRows(p *program, s *workflow.Pool) (rows [][]string) {
	for _, l := range s.Lines {
		in, out := "", ""
		if l.InPence != 0 {
			in = pounds(l.InPence)
		}
		if l.OutPence != 0 {
			out = pounds(l.OutPence)
		}
		rows = append(rows, []string{dateText(l.On), words(l.What), l.Organisation + l.Payee, l.Purpose, l.Reference, in, out, pounds(l.BalancePence), l.By})
	}
	return rows
}

// pounds writes pence as pounds, none as well.
func pounds(pence int64) string { return quantity.Pence(pence).String() }
