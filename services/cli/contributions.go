package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"comity/services/views/answer"
	"comity/workflow/quantity"
)

// contributions asks who gives what.
func (p *program) contributions() *cobra.Command {
	var args answer.ContributionsArgs
	c := &cobra.Command{
		Use: "contributions", Short: "Say who gives what, and what is spent on which tier of need", Args: exactly(),
		Long: "Say what each organisation puts in, by type of partner and against its duty to, how much of it is an estimate, what of it\n" +
			"was delivered against what was to be, which relevant partners put\n" +
			"nothing in, and what is spent a year on each tier of need. Money and staff time are never added.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return show(p, cmd, "contributions", args, p.printContributions)
		},
	}
	c.Flags().StringVar(&args.Case, "case", "", "only what is put into a case")
	c.Flags().StringVar(&args.Organisation, "organisation", "", "only what an organisation puts in")
	return p.acting(c)
}

// delivered says what was delivered of a commitment against what was to be, nothing where it was not recorded.
func delivered(l answer.ContributionLine) string {
	switch {
	case l.DeliveredUntil == "":
		return ""
	case l.ExpectedFTEHundredths > 0:
		return quantity.FTE(l.DeliveredFTEHundredths).String() + " of " + staff(l.ExpectedFTEHundredths) + " by " + l.DeliveredUntil
	}
	return quantity.Pence(l.DeliveredPence).String() + " of " + money(l.ExpectedPence) + " by " + l.DeliveredUntil
}

func (p *program) printContributions(a *answer.Contributions) {
	var rows [][]string
	for _, t := range a.ByType {
		rows = append(rows, []string{words(t.Type), itoa(t.Contributing) + " of " + itoa(t.Organisations) + ", " + itoa(t.ContributingPct) + "%",
			both(", ", money(t.OfferedPence), itoa(t.MoneyPct)+"%"), both(", ", staff(t.OfferedFTEHundredths), itoa(t.StaffPct)+"%")})
	}
	p.heading("By type of partner")
	p.table([]string{"Type", "Contribute", "Money", "Staff time"}, rows)
	if len(a.Reluctant) > 0 {
		p.printf("\nRelevant partners that put nothing in: %s\n", strings.Join(a.Reluctant, ", "))
	}
	p.heading("Each contribution")
	rows = nil
	for _, l := range a.Lines {
		what := both(", ", words(l.Kind), both(" with ", words(l.Form), strings.Join(l.With, " and ")))
		state := "offered"
		switch {
		case l.Confirmed:
			state = "confirmed"
		case l.ConfirmedPence > 0 || l.ConfirmedFTEHundredths > 0:
			state = "confirmed " + both(" and ", money(l.ConfirmedPence), staff(l.ConfirmedFTEHundredths))
		}
		basis := ""
		if l.Basis == "estimated" {
			basis = "estimated"
		}
		rows = append(rows, []string{l.Organisation, l.Case, what, l.Mode, both(" and ", money(l.OfferedPence), staff(l.OfferedFTEHundredths)), state, both(", ", l.Ledger, basis), delivered(l)})
	}
	p.table([]string{"Organisation", "Case", "What", "Mode", "Amount", "State", "Ledger, basis", "Delivered"}, rows)
	p.printf("\nAligned %s, pooled %s; %d%% of it estimated. Staff time %s.\n", money(a.Streams.AlignedPence), money(a.Streams.PooledPence), a.Streams.EstimatedPct,
		staff(a.Streams.FTEHundredths))
	if len(a.Map) == 0 {
		return
	}
	p.heading("The map of resources")
	rows = nil
	for _, r := range append(a.Map, a.MapTotals...) {
		who, tier := r.Organisation, r.Tier
		if who == "" {
			who = "everybody"
		}
		if tier == "" {
			tier = "all tiers"
		}
		rows = append(rows, []string{who, tier, money(r.NowPence), money(r.PlannedPence), money(r.SpentPence), itoa(r.EstimatedPct) + "%"})
	}
	p.table([]string{"Organisation", "Tier", "Now", "Planned", "In the end", "Estimated"}, rows)
}
