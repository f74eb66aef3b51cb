package cli

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/quantity"
)

// urgency asks for the register of urgency.
func (p *program) urgency() *cobra.Command {
	var args answer.UrgencyArgs
	c := &cobra.Command{
		Use: "urgency", Short: "List every use of an urgent route, with who agreed and what came of it", Args: exactly(),
		Long: "List the register of urgency: urgent decisions in place of a board, general exceptions and special urgency of key decisions; who decided, who agreed,\n" +
			"why, when it was decided and in effect, and whether the board ratified it. At the end how often each body used which route, year by year.",
		RunE: func(cmd *cobra.Command, _ []string) error { return show(p, cmd, "urgency", args, p.printUrgency) },
	}
	c.Flags().StringVar(&args.Year, "year", "", "only a financial year: 2026-27")
	c.Flags().StringVar(&args.Body, "body", "", "only a board, or the key decisions of an organisation")
	c.Flags().StringVar(&args.Case, "case", "", "only a case")
	return p.acting(c)
}

func (p *program) printUrgency(a *answer.Urgency) {
	if len(a.Uses) == 0 {
		p.printf("No urgent route was used.\n")
		return
	}
	for _, u := range a.Uses {
		p.printf("%s\n", p.style(strong, both("  ", u.Case, u.Title)))
		p.printf("  route        %s, %s%s\n", words(u.Route), u.Body(), who(", gate ", u.Gate))
		if u.Person != "" {
			p.printf("  decided by   %s%s%s\n", u.Person, who(" for seat ", u.Seat), who(", deputy of ", u.AsDeputyFor))
		}
		var agreed []string
		for _, k := range u.Agreed {
			agreed = append(agreed, k.Person+who(" for seat ", k.Seat))
		}
		if len(agreed) > 0 {
			p.printf("  agreed by    %s\n", strings.Join(agreed, ", "))
		}
		if len(u.Told) > 0 {
			p.printf("  told         %s\n", strings.Join(u.Told, ", "))
		}
		if u.Reason != "" {
			p.printf("  why          %s\n", u.Reason)
		}
		if u.ValuePence > 0 {
			limit := ""
			if u.LimitPence > 0 {
				limit = quantity.Pence(u.LimitPence).String()
			}
			p.printf("  worth        %s%s\n", quantity.Pence(u.ValuePence), who(", limit ", limit))
		}
		p.printf("  decided      %s\n", cmp.Or(dateText(u.DecidedOn), "not yet"))
		p.printf("  in effect    %s\n", p.inEffect(u.InEffect))
		outcome := both(" ", words(u.Outcome), p.when(u.EndedAt))
		if u.Outcome == workflow.UrgencyOpen {
			outcome += who(", to be ratified by ", p.until(u.RatifyBy))
		}
		p.printf("  outcome      %s\n", outcome)
	}
	var rows [][]string
	for _, n := range a.Counts {
		rows = append(rows, []string{n.FinancialYear, n.Body, words(n.Route), strconv.Itoa(n.Used), strconv.Itoa(n.Allowed), strconv.Itoa(n.Refused), strconv.Itoa(n.Open), strconv.Itoa(n.Void)})
	}
	p.printf("\n")
	p.table([]string{"Year", "Body", "Route", "Used", "Allowed", "Refused", "Waiting", "Overtaken"}, rows)
}

// inEffect is the second date of a decision: since when it is in effect, or what holds it and until when.
func (p *program) inEffect(e workflow.InEffect) string {
	if !e.EffectiveAt.IsZero() {
		return p.when(e.EffectiveAt)
	}
	by := make([]string, len(e.HeldBy))
	for i, h := range e.HeldBy {
		by[i] = words(h)
	}
	if len(by) == 1 && e.HeldBy[0] == workflow.HeldBySuperseded {
		return "never, superseded"
	}
	return "not yet, held by " + strings.Join(by, ", ") + who(" to ", p.when(e.HeldUntil))
}
