package cli

import (
	"github.com/spf13/cobra"

	"comity/services/views/answer"
)

// dashboard asks for the figures of the partnership.
func (p *program) dashboard() *cobra.Command {
	return p.acting(&cobra.Command{
		Use: "dashboard", Short: "Count cases, sign-offs and consents, and what is committed", Args: exactly(),
		Long: "Count the partnership's cases by stage, what boards and organisations have before them, how much of what is offered is confirmed, and what is owed\n" +
			"after decisions. With --json it is every figure that the page has.",
		RunE: func(cmd *cobra.Command, _ []string) error { return show(p, cmd, "dashboard", nil, p.printDashboard) },
	})
}

func (p *program) printDashboard(a *answer.Dashboard) {
	p.printf("%d cases, %d of them open, %d overdue, %d in dispute.\n", a.Cases, a.Open, a.Overdue, a.Disputes)
	if a.Resources.Commitments > 0 {
		p.printf("Offered: %s. Confirmed: %d%% of the money, %d%% of the staff time. Pooled: %d%% of the money.\n", offered(&a.Resources.Money),
			a.Resources.MoneyConfirmedPct, a.Resources.StaffConfirmedPct, a.Resources.PooledPct)
	}
	var stages, boards, consents, duties [][]string
	for _, s := range a.ByStage {
		name := s.Name
		if s.Stage == "" {
			name = "Draft"
		}
		stages = append(stages, []string{name, itoa(s.Cases), itoa(s.Under30Days), itoa(s.Days30To90), itoa(s.Over90Days), itoa(s.Overdue)})
	}
	for _, b := range a.SignOffs {
		boards = append(boards, []string{b.Board, b.Level, itoa(b.Open), itoa(b.Inquorate), itoa(b.Tied), itoa(b.Overdue), p.when(b.Since)})
	}
	for _, c := range a.Consents {
		consents = append(consents, []string{c.Organisation, itoa(c.Outstanding)})
	}
	for _, d := range a.Duties {
		duties = append(duties, []string{words(d.Kind), itoa(d.Open), itoa(d.Overdue), itoa(d.Done), itoa(d.Late)})
	}
	for _, x := range []struct {
		title   string
		headers []string
		rows    [][]string
	}{
		{"Open cases by stage", []string{"Stage", "Cases", "Under 30 days", "30 to 90", "Over 90", "Overdue"}, stages},
		{"Before boards", []string{"Board", "Level", "Open", "No quorum", "Votes equal", "Overdue", "Oldest since"}, boards},
		{"Consents asked for", []string{"Organisation", "Outstanding"}, consents},
		{"Owed after decisions", []string{"What", "Open", "Overdue", "Done", "Done late"}, duties},
	} {
		if len(x.rows) > 0 {
			p.heading("%s", x.title)
			p.table(x.headers, x.rows)
		}
	}
}

// offered is what is put in, in pounds and in staff.
func offered(m *answer.Money) string {
	return both(" + ", money(m.OfferedAlignedPence+m.OfferedPooledPence), staff(m.OfferedFTEHundredths))
}
