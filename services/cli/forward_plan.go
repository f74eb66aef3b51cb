package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"comity/services/views/answer"
)

// forwardPlan asks for the key decisions that are announced, and what came of those that were.
func (p *program) forwardPlan() *cobra.Command {
	c := &cobra.Command{
		Use: "forward-plan", Short: "List the key decisions that are announced, and those that were taken", Args: exactly(),
		Long: "List the decisions that organisations take themselves: who decides, when the notice was published, from which day on it may be decided,\n" +
			"which exception was used, and when what was decided takes effect.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return show(p, cmd, "forward_plan", nil, p.printForwardPlan)
		},
	}
	return p.acting(c)
}

func (p *program) printForwardPlan(a *answer.ForwardPlan) {
	if len(a.Decisions) == 0 {
		p.printf("No key decision is announced.\n")
		return
	}
	for _, x := range a.Decisions {
		p.printf("%s\n", p.style(strong, both("  ", x.Case, x.Title)))
		p.printf("  who decides  %s\n", both(", ", x.OrganisationName, x.DecisionMaker))
		p.printf("  notice       %s%s\n", both(", ", dateText(x.PublishedOn), words(x.Kind)), who(" told ", strings.Join(x.Told, ", "))+who(", agreed by ", x.AgreedBy))
		if x.DecidedOn == "" {
			p.printf("  not before   %s%s\n", dateText(x.EarliestOn), who(", planned for ", dateText(x.PlannedOn)))
			continue
		}
		p.printf("  decided      %s%s\n", dateText(x.DecidedOn), who(", published ", dateText(x.DecisionOut)))
		switch {
		case !x.EffectiveAt.IsZero():
			p.printf("  in effect    %s\n", p.when(x.EffectiveAt))
		case !x.CallInUntil.IsZero():
			p.printf("  in effect    not yet; it may be called in to %s\n", p.when(x.CallInUntil))
		default:
			p.printf("  in effect    not yet\n")
		}
		if !x.CalledInAt.IsZero() {
			p.printf("  called in    %s\n", p.when(x.CalledInAt))
		}
	}
}

// who is a text with what stands before it, nothing for none.
func who(before, text string) string {
	if text == "" {
		return ""
	}
	return before + text
}
