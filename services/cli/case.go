package cli

import (
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"comity/services/views/answer"
	"comity/workflow"
)

func itoa(n int) string { return strconv.Itoa(n) }

func (p *program) theCase() *cobra.Command {
	c := &cobra.Command{
		Use: "case CASE", Short: "Show a case as it stands", Args: exactly("case"), ValidArgsFunction: p.completeCase,
		RunE: func(cmd *cobra.Command, args []string) error {
			return show(p, cmd, "case", answer.CaseArgs{Case: args[0]}, p.printCase)
		},
	}
	return p.acting(c)
}

func (p *program) printCase(a *answer.Case) {
	c := a.State
	if c == nil {
		p.pairs("Case", p.style(strong, a.Case), "Where", a.Label.Label, "Classification", a.Classification, "Revision", itoa(a.Revision))
		p.limitedNote()
		return
	}
	t := c.Terms
	plan, fte := c.Plan()
	workflow := ""
	if c.Workflow != "" {
		workflow = c.Workflow + " version " + itoa(c.WorkflowVersion)
	}
	p.pairs(
		"Case", p.style(strong, both("  ", c.ID, t.Title)),
		"Where", both(", ", a.Label.Label, words(a.Outcome)),
		"Since", p.when(c.StageEnteredAt),
		"Sponsor", both(", ", t.Sponsor, t.Unit),
		"Areas", strings.Join(t.Areas, ", "),
		"Classification", a.Classification,
		"Route", both(", ", words(t.Route), t.Regime),
		"Plan", both(" and ", money(int64(plan)), staff(int64(fte))),
		"Workflow", workflow,
		"Revision", itoa(a.Revision),
	)
	if t.Summary != "" {
		p.printf("\n%s\n", t.Summary)
	}
	p.printCommitments(c)
	p.printGaps(c.Gaps)
	p.printSignOffs(a.SignOffs)
	p.printEvidence(c)
	p.printHolds(c)
	if k := c.Contract; k != nil {
		p.heading("Contract")
		p.pairs("Reference", k.ID, "With", k.Supplier, "Value", money(k.ValuePence), "Signed", dateText(k.SignedOn), "Ends", dateText(k.EndsOn), "Accountable", k.Accountable)
	}
	if len(c.ToDo) > 0 {
		p.heading("To do")
		for _, s := range c.ToDo {
			p.printf("  - %s\n", s)
		}
	}
	if len(a.Waiting) > 0 {
		p.heading("Waiting")
		p.printWaiting(a.Waiting)
	}
}

func (p *program) printCommitments(c *workflow.Case) {
	if len(c.Commitments) == 0 {
		return
	}
	p.heading("Resources")
	var rows [][]string
	for _, k := range c.Commitments {
		state := "offered"
		switch {
		case k.Released && len(k.Successors) > 0:
			state = "passed on to " + strings.Join(k.Successors, ", ")
		case k.Released:
			state = "released"
		case !k.Stands():
			state = "withdrawn " + p.when(k.Withdrawal.EffectiveAt)
		case k.Withdrawal != nil:
			state = "withdrawn from " + p.when(k.Withdrawal.EffectiveAt)
		case k.ToBeReaffirmed:
			state = "to be reaffirmed"
		case k.Confirmed():
			state = p.style(good, "confirmed")
		case k.ConfirmedPence > 0 || k.ConfirmedFTEHundredths > 0:
			state = "confirmed " + both(" and ", money(k.ConfirmedPence), staff(k.ConfirmedFTEHundredths))
		}
		rows = append(rows, []string{k.Organisation, words(k.Kind), k.Mode, k.Amount(), state})
	}
	p.table([]string{"Organisation", "Kind", "Mode", "Amount", "State"}, rows)
}

// printGaps says what withdrawals left short, and who is to acknowledge it.
func (p *program) printGaps(list []workflow.Gap) {
	if len(list) == 0 {
		return
	}
	p.heading("What withdrawals left short")
	var rows [][]string
	for _, g := range list {
		state := "on the record"
		switch {
		case !g.AcknowledgedAt.IsZero():
			state = "acknowledged"
		case g.Overtaken:
			state = "the plan was made anew"
		case g.Waits():
			state = g.Asked[len(g.Asked)-1] + " is to acknowledge it"
		}
		rows = append(rows, []string{g.Gap, g.Organisation, both(" and ", money(g.ShortPence), staff(g.ShortFTEHundredths)), state, p.until(g.DueAt)})
	}
	p.table([]string{"Gap", "Withdrawn by", "Missing in all", "State", "Until"}, rows)
}

func (p *program) printSignOffs(list []answer.SignOffNow) {
	if len(list) == 0 {
		return
	}
	p.heading("Sign-offs")
	var rows [][]string
	for _, s := range list {
		state := words(s.State)
		if s.Result != "" {
			state = words(s.Result)
		}
		until, effect := p.until(s.DueAt), ""
		if s.Effect != nil {
			until, effect = "", p.inEffect(*s.Effect)
		}
		rows = append(rows, []string{s.SignOff, s.Level, s.Act, state, strings.Join(s.Awaited, ", "), until, p.when(s.DecidedAt), effect})
	}
	p.table([]string{"Sign-off", "Level", "Act", "State", "Awaited", "Until", "Decided", "In effect"}, rows)
}

func (p *program) printEvidence(c *workflow.Case) {
	if len(c.Evidence) == 0 {
		return
	}
	p.heading("Evidence")
	var rows [][]string
	for _, e := range c.Evidence {
		rows = append(rows, []string{e.Item, e.Title, dateText(e.DatedOn), e.AddedBy})
	}
	p.table([]string{"Item", "Title", "Dated", "Added by"}, rows)
}

func (p *program) printHolds(c *workflow.Case) {
	holds := c.StandingHolds("")
	if len(holds) == 0 {
		return
	}
	p.heading("Holds")
	for _, h := range holds {
		until := p.when(h.Until)
		if until == "" {
			until = "no end yet"
		}
		p.printf("  - %s, until %s: %s\n", words(h.Kind), until, h.Reason)
	}
}

// printWaiting prints what a case waits for, the most pressing first.
func (p *program) printWaiting(list []workflow.Waiting) {
	for _, w := range list {
		p.printf("  - %s\n", w.Message)
		if len(w.People) > 0 {
			p.printf("      who:   %s\n", strings.Join(w.People, ", "))
		}
		if !w.Until.IsZero() {
			p.printf("      until: %s\n", both("; then ", p.until(w.Until), w.Then))
		}
		for _, d := range w.Details {
			p.printf("      * %s\n", d)
		}
		if len(w.Acts) > 0 {
			p.printf("      by:    %s\n", p.style(faint, strings.Join(w.Acts, ", ")))
		}
	}
}

func (p *program) board() *cobra.Command {
	c := &cobra.Command{
		Use: "board [BOARD]", Short: "Show a board: seats, meetings, and what it has before it", ValidArgsFunction: p.completeBoard,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return misuse(cmd, "%q is too much.", args[1])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return show(p, cmd, "register", nil, p.printBoards)
			}
			return show(p, cmd, "board", answer.BoardArgs{Board: args[0]}, p.printBoard)
		},
	}
	return p.acting(c)
}

func (p *program) printBoards(a *answer.Register) {
	var rows [][]string
	for _, b := range a.Boards {
		rows = append(rows, []string{b.ID, b.Name, b.Level, strings.Join(b.Areas, ", "), itoa(len(b.Seats))})
	}
	p.table([]string{"Board", "Name", "Level", "Areas", "Seats"}, rows)
}

func (p *program) printBoard(a *answer.Board) {
	p.pairs("Board", p.style(strong, both("  ", a.ID, a.Name)), "Level", a.Level, "Areas", strings.Join(a.Areas, ", "), "Chair", a.Chair, "Vice-chair", strings.Join(a.Vice, ", "))
	var rows [][]string
	for _, d := range a.Digest {
		rows = append(rows, []string{d.Case, d.Title, d.Gate, p.day(d.DecidedAt), strings.Join(d.Boards, ", ")})
	}
	if len(rows) > 0 {
		p.heading("Decided without it in the last three months")
		p.table([]string{"Case", "Title", "Gate", "Decided", "By"}, rows)
	}
	p.heading("Seats")
	rows = nil
	for _, s := range a.Seats {
		holder, votes := s.Holder, "votes"
		if holder == "" {
			holder = "vacant"
		}
		if !s.Voting {
			votes = "does not vote"
		}
		organisation := s.Organisation
		if s.Rotation != nil {
			organisation = s.Rotation.TurnOf + " in turn; " + s.Rotation.Next + " from " + dateText(s.Rotation.PassesOn)
		}
		rows = append(rows, []string{s.ID, organisation, holder, strings.Join(s.Deputies, ", "), votes, both(" to ", dateText(s.From), dateText(s.Until))})
	}
	p.table([]string{"Seat", "Organisation", "Holder", "Deputies", "Vote", "Term"}, rows)
	if len(a.SignOffs) > 0 {
		p.heading("Before the board")
		rows = nil
		for _, s := range a.SignOffs {
			rows = append(rows, []string{s.Case, s.Title, s.Gate, s.Act, words(s.State), strings.Join(s.Awaited, ", "), p.until(s.DueAt)})
		}
		p.table([]string{"Case", "Title", "Gate", "Act", "State", "Awaited", "Until"}, rows)
	}
	if len(a.Meetings) > 0 {
		p.heading("Meetings")
		rows = nil
		for _, m := range a.Meetings {
			rows = append(rows, []string{m.ID, p.when(m.StartsAt), m.Venue, words(m.State)})
		}
		p.table([]string{"Meeting", "Begins", "Where", "State"}, rows)
	}
}
