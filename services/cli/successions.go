package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"comity/services/views/answer"
)

// successions asks who is replaced by whom.
func (p *program) successions() *cobra.Command {
	return p.acting(&cobra.Command{
		Use: "successions", Short: "List which organisations are replaced by which, and from when", Args: exactly(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return show(p, cmd, "successions", answer.SuccessionsArgs{}, p.printSuccessions)
		},
	})
}

func (p *program) printSuccessions(a *answer.Successions) {
	if len(a.Recorded) == 0 {
		p.printf("No organisation is replaced.\n")
		return
	}
	var rows [][]string
	for _, x := range a.Recorded {
		var by []string
		for _, s := range x.Successors {
			by = append(by, fmt.Sprintf("%s %d.%02d %%", s.Organisation, s.BasisPoints/100, s.BasisPoints%100))
		}
		state := "recorded"
		if x.InForce {
			state = "in force"
		}
		rows = append(rows, []string{x.Succession, x.Organisation.ID, strings.Join(by, ", "), x.Principal, dateText(x.EffectiveOn), state, x.Instrument})
	}
	p.table([]string{"Succession", "Organisation", "Replaced by", "Principal", "From", "State", "Instrument"}, rows)
}
