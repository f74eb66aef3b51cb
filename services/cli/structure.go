package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"comity/services/views/answer"
	"comity/workflow/quantity"
)

// structure asks how the partnership is made up.
func (p *program) structure() *cobra.Command {
	c := &cobra.Command{
		Use: "structure", Short: "Say how the partnership is made up, and what may be advised on it", Args: exactly(),
		Long: "Say for whom the seats speak, which voices, posts and partners are missing, which boards are idle, who sits in several places, who attends,\n" +
			"and what is to be paid for attendance. All of it is advice: nothing in it stops anybody. `comity check` says what a document alone shows of it.",
		RunE: func(cmd *cobra.Command, _ []string) error { return show(p, cmd, "structure", nil, p.printStructure) },
	}
	return p.acting(c)
}

func (p *program) printStructure(a *answer.Structure) {
	var rows [][]string
	for _, c := range a.Constituencies {
		rows = append(rows, []string{words(c.Kind), itoa(c.Count), itoa(c.Pct) + " %", itoa(c.Voting), strings.Join(c.Seats, ", ")})
	}
	p.table([]string{"Speaks for", "Seats", "Of all", "With a vote", "Which"}, rows)
	rows = nil
	for _, x := range a.Terms {
		here := "covered"
		if !x.Covered {
			here = "left out: " + x.Reason + " (" + x.Minute + ")"
		}
		rows = append(rows, []string{x.Title, here, itoa(x.NationalPct) + " %"})
	}
	if len(rows) > 0 {
		p.heading("Terms of reference, and how many covered the topic in England in 2008")
		p.table([]string{"Topic", "Here", "England"}, rows)
	}
	rows = nil
	for _, x := range a.Risks {
		rows = append(rows, []string{x.Title, words(x.Level), x.Response})
	}
	if len(rows) > 0 {
		p.heading("Risks of working in partnership")
		p.table([]string{"Risk", "Level", "Response"}, rows)
	}
	rows = nil
	for _, x := range a.Routes {
		rows = append(rows, []string{x.Organisation, orMissing(x.Complaints), orMissing(x.Whistleblowing), orMissing(x.Redress)})
	}
	if len(rows) > 0 {
		p.heading("Complaints, whistleblowing and redress")
		p.table([]string{"Organisation", "Complaints", "Whistleblowing", "Redress"}, rows)
	}
	if c := a.Code; c != nil {
		p.heading("Code of conduct")
		p.printf("  %s, version %d: acknowledged for %d of %d seats that are held.\n", c.Name, c.Version, c.Acknowledged, c.Held)
	}
	p.heading("Advice")
	for _, r := range a.Remarks {
		p.printf("  %s\n", r.Message)
	}
	if len(a.Remarks) == 0 {
		p.printf("  None.\n")
	}
	rows = nil
	for _, s := range a.Spanners {
		rows = append(rows, []string{s.Person, strings.Join(s.Seats, ", "), strings.Join(s.Levels, ", "), strings.Join(s.Organisations, ", ")})
	}
	if len(rows) > 0 {
		p.heading("On two levels, or for two organisations")
		p.table([]string{"Person", "Seats", "Levels", "For"}, rows)
	}
	rows = nil
	for _, x := range a.Attendance {
		rows = append(rows, []string{x.Organisation, itoa(x.Expected), itoa(x.Present), itoa(x.Deputies), itoa(x.PresentPct) + " %"})
	}
	if len(rows) > 0 {
		p.heading("Attendance")
		p.table([]string{"Organisation", "Recorded", "Present", "Of these deputies", "Attendance"}, rows)
	}
	rows = nil
	for _, x := range a.Payments {
		sum := ""
		if x.Pence > 0 {
			sum = quantity.Pence(x.Pence).String()
		}
		rows = append(rows, []string{x.Meeting, x.On.String(), x.Seat, x.Person, sum})
	}
	if len(rows) > 0 {
		p.heading("To pay for attendance")
		p.table([]string{"Meeting", "On", "Seat", "Person", "Sum"}, rows)
	}
}

func orMissing(s string) string {
	if s == "" {
		return "missing"
	}
	return s
}
