package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/quantity"
)

// whoCan asks who may do an act, and prints why, clause by clause.
func (p *program) whoCan() *cobra.Command {
	var args answer.WhoCanArgs
	var value string
	c := &cobra.Command{
		Use: "who-can ACT", Short: "Say who may commit so much, or decide on a case of such a value, and why", Args: exactly("act"),
		Long: "Say who may do an act, clause by clause from the documents and mandates in force: commit, or the act of a sign-off such as approve, " +
			"endorse or certify. For commit the value is what an organisation commits in a case; for a sign-off it is what the case is worth.",
		Example: "  comity who-can commit --value £45,000 --organisation ald --as p-ald\n  comity who-can approve --value £1,200,000 --as p-lead",
		RunE: func(cmd *cobra.Command, words []string) error {
			args.Act = words[0]
			if value != "" {
				pence, err := quantity.ParsePounds(value)
				if err != nil {
					return misuse(cmd, "--value: %s", sentence(err.Error()))
				}
				args.ValuePence = int64(pence)
			}
			return show(p, cmd, "who_can", args, p.printWhoCan)
		},
	}
	f := p.acting(c).Flags()
	f.StringVar(&value, "value", "", "the sum, in `POUNDS`: £1,200,000")
	f.StringVar(&args.Organisation, "organisation", "", "for commit: whose resources; the `ORGANISATION`")
	f.StringVar(&args.Kind, "kind", "", "for commit: what `KIND` of resource; money unless said otherwise")
	f.StringVar(&args.Mode, "mode", "", "for commit: the `MODE`, aligned or pooled; aligned unless said otherwise")
	f.StringVar(&args.Service, "service", "", "for commit: for which `SERVICE`")
	f.StringSliceVar(&args.Areas, "area", nil, "only boards that serve this `AREA`; may be given more than once")
	f.StringVar(&args.Outcome, "outcome", "", "only boards whose theme is this `OUTCOME`")
	f.StringVar(&args.Workflow, "workflow", "", "the `WORKFLOW`, where there are several")
	return c
}

func (p *program) printWhoCan(a *answer.WhoCan) {
	for i, heading := range []string{"May", "May not"} {
		first := true
		for _, w := range a.Who {
			if w.Can != (i == 0) {
				continue
			}
			if first {
				p.heading("%s", heading)
				first = false
			}
			p.printOneWho(w)
		}
	}
	if len(a.Who) == 0 {
		p.printf("Nobody is asked for it by the documents in force.\n")
	}
}

func (p *program) printOneWho(w workflow.WhoCan) {
	p.printf("  %s\n", p.style(strong, both(", ", words(w.As)+" "+words(w.On), w.Organisation, w.Gate)))
	if len(w.People) > 0 {
		p.printf("      who:      %s\n", strings.Join(w.People, ", "))
	}
	if len(w.Deputies) > 0 {
		p.printf("      deputies: %s\n", strings.Join(w.Deputies, ", "))
	}
	for _, c := range w.Clauses {
		mark := "✓"
		if !c.Holds {
			mark = "✗"
		}
		p.printf("      %s %s %s\n", mark, c.Says, p.style(faint, "("+both(": ", c.Where, c.Condition)+")"))
	}
}
