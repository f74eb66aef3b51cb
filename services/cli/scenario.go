package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"comity/services/scenario"
)

func (p *program) simulate() *cobra.Command {
	var opts scenario.Options
	var steps bool
	c := &cobra.Command{
		Use: "simulate FILE …", Short: "Run scenarios on the whole engine under a clock that jumps", Args: files,
		Long: "Run each scenario on a new installation of its own, in this process and under a virtual clock, and check what it expects and\n" +
			"the invariants after every step. Exit status 1 when something comes out otherwise.",
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.Done = func(r scenario.Result) { r.Write(p.env.Stdout, steps) }
			report, err := scenario.Simulate(cmd.Context(), args, opts)
			if err != nil {
				return p.scenarioFailed(err)
			}
			if failed := report.Failed(); failed > 0 {
				p.printf("%d of %s came out otherwise.\n", failed, number(len(report.Scenarios), "scenario"))
				return said(Refused)
			}
			p.printf("%s came out as expected.\n", upper(number(len(report.Scenarios), "scenario")))
			return nil
		},
	}
	f := c.Flags()
	f.IntVar(&opts.Crash, "crash", 0, "kill the engine and open it again after every `N` steps")
	f.StringVar(&opts.Dir, "keep", "", "keep the data directories in `DIR`")
	f.BoolVar(&steps, "steps", false, "print every step")
	return c
}

// scenarioFailed prints every mistake in a scenario file.
func (p *program) scenarioFailed(err error) error {
	var mistakes scenario.Mistakes
	if !errors.As(err, &mistakes) {
		return err
	}
	fmt.Fprintln(p.env.Stderr, mistakes.Error())
	return said(Misuse)
}
