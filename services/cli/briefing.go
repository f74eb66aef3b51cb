package cli

import (
	"cmp"
	"strings"

	"github.com/spf13/cobra"

	"comity/services/views/answer"
)

// briefing shows an organisation's briefing for a month.
func (p *program) briefing() *cobra.Command {
	var args answer.BriefingArgs
	c := &cobra.Command{
		Use: "briefing ORGANISATION", Short: "Show what was decided in a month that touches an organisation, and what it means for it", Args: exactly("organisation"),
		RunE: func(cmd *cobra.Command, given []string) error {
			args.Organisation = given[0]
			return show(p, cmd, "briefing", args, p.printBriefing)
		},
	}
	c.Flags().StringVar(&args.Month, "month", "", "the month: 2027-01; the one that was over last unless said otherwise")
	return p.acting(c)
}

func (p *program) printBriefing(a *answer.Briefing) {
	sent := "It was not sent."
	if !a.IssuedAt.IsZero() {
		sent = "It was sent on " + p.when(a.IssuedAt) + "."
	}
	p.printf("Briefing of %s for %s. %s\n", a.Organisation, a.Month, sent)
	var rows [][]string
	for _, d := range a.Decisions {
		rows = append(rows, []string{d.Case, d.Gate, strings.Trim(d.Board+d.Officer, " "), d.Result, p.when(d.DecidedAt), p.inEffect(d.InEffect), means(p, d.Means)})
	}
	if len(rows) > 0 {
		p.table([]string{"Case", "Gate", "By", "Result", "Decided", "In effect", "What it means"}, rows)
	} else {
		p.printf("There is no decision in it that you may see.\n")
	}
	if a.Withheld > 0 {
		p.printf("Decisions in it that are not open to you: %d.\n", a.Withheld)
	}
}

// means says in a few words what a decision means for the organisation.
func means(p *program, m *answer.Implications) string {
	if m == nil {
		return ""
	}
	var out []string
	for _, k := range m.Commitments {
		switch {
		case k.Pence != 0:
			out = append(out, k.Kind+" "+money(k.Pence))
		case k.FTEHundredths != 0:
			out = append(out, k.Kind+" "+staff(k.FTEHundredths))
		default:
			out = append(out, k.Kind)
		}
	}
	if m.Consent != "" {
		out = append(out, "consent "+m.Consent)
	}
	for _, d := range m.Duties {
		out = append(out, cmp.Or(d.What, strings.ReplaceAll(d.Kind, "_", " "))+" by "+p.until(d.DueAt))
	}
	return strings.ReplaceAll(strings.Join(out, "; "), "_", " ")
}
