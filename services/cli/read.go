package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"comity/services/views/answer"
)

// exactly refuses more or fewer words than a command takes, by their names.
func exactly(names ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < len(names):
			return misuse(cmd, "Say which %s.", names[len(args)])
		case len(args) > len(names):
			return misuse(cmd, "%q is too much.", args[len(names)])
		}
		return nil
	}
}

// show asks a view and prints the answer, as JSON where that was asked for.
func show[T any](p *program, cmd *cobra.Command, view string, args any, print func(*T)) error {
	var data T
	at, err := p.ask(cmd.Context(), view, args, &data)
	if err != nil {
		return err
	}
	if p.opts.json {
		return p.printJSON(struct {
			Seq  uint64 `json:"seq"`
			AsAt any    `json:"as_at"`
			Data *T     `json:"data"`
		}{at.Seq, at.AsAt, &data})
	}
	print(&data)
	return nil
}

// limitedNote says why there is no more to see.
func (p *program) limitedNote() {
	p.printf("%s\n", p.style(faint, "You see no more of it as "+p.actor()+". Use --as to look as another person."))
}

func (p *program) cases() *cobra.Command {
	var args answer.CasesArgs
	c := &cobra.Command{
		Use: "cases", Short: "List cases", Args: exactly(),
		RunE: func(cmd *cobra.Command, _ []string) error { return show(p, cmd, "cases", args, p.printCases) },
	}
	f := p.acting(c).Flags()
	f.StringVar(&args.Stage, "stage", "", "only cases in this `STAGE`")
	f.StringVar(&args.Status, "status", "", "only cases with this `STATUS`")
	f.StringVar(&args.Level, "level", "", "only cases that boards of this `LEVEL` have before them: operational, executive, strategic")
	f.StringVar(&args.Organisation, "organisation", "", "only cases to which this `ORGANISATION` is a party")
	f.StringVar(&args.Area, "area", "", "only cases of this `AREA`")
	f.StringVar(&args.Text, "text", "", "only cases with these `WORDS`")
	f.BoolVar(&args.Overdue, "overdue", false, "only cases with a deadline that has passed")
	f.StringVar(&args.After, "after", "", "go on after this `CASE`")
	f.IntVar(&args.Limit, "limit", 0, "at most `N` cases")
	return c
}

func (p *program) printCases(a *answer.Cases) {
	if len(a.Cases) == 0 {
		p.printf("No cases.\n")
		return
	}
	var rows [][]string
	for _, c := range a.Cases {
		if c.Limited {
			rows = append(rows, []string{c.Case, c.Label.Label, "(" + c.Classification + ")", "", "", ""})
			continue
		}
		var put string
		if c.Money != nil {
			put = offered(c.Money)
		}
		next := both(" ", words(c.NextDueWhat), p.until(c.NextDueAt))
		rows = append(rows, []string{c.Case, both(", ", c.Label.Label, words(c.Outcome)), c.Title, c.Sponsor, put, next})
	}
	p.table([]string{"Case", "Where", "Title", "Sponsor", "Offered", "Next"}, rows)
	if a.After != "" {
		p.printf("\nThere are more: --after %s\n", a.After)
	}
}

func (p *program) inbox() *cobra.Command {
	c := &cobra.Command{
		Use: "inbox [PERSON]", Short: "List what waits for a person", ValidArgsFunction: p.completePerson,
		Args: cobra.MatchAll(func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return misuse(cmd, "%q is too much.", args[1])
			}
			return nil
		}),
		RunE: func(cmd *cobra.Command, args []string) error {
			person := strings.Join(args, "")
			if person != "" && p.opts.as == "" {
				p.opts.as = person
			}
			return show(p, cmd, "inbox", answer.InboxArgs{Person: person}, p.printInbox)
		},
	}
	return p.acting(c)
}

func (p *program) printInbox(a *answer.Inbox) {
	if len(a.Items) == 0 {
		p.printf("Nothing waits for %s.\n", a.Person)
		return
	}
	var rows [][]string
	for _, i := range a.Items {
		rows = append(rows, []string{i.Case, i.For, strings.Join(i.On, ", "), p.until(i.Until), i.Message})
	}
	p.table([]string{"Case", "For", "As", "Until", "What"}, rows)
}

func (p *program) explain() *cobra.Command {
	c := &cobra.Command{
		Use: "explain CASE", Short: "Say what a case waits for, on whom and until when", Args: exactly("case"), ValidArgsFunction: p.completeCase,
		RunE: func(cmd *cobra.Command, args []string) error {
			return show(p, cmd, "explain", answer.CaseArgs{Case: args[0]}, p.printExplain)
		},
	}
	return p.acting(c)
}

func (p *program) printExplain(a *answer.Explain) {
	p.printf("%s is %s.\n", p.style(strong, a.Case), both(", ", a.Label.Label, words(a.Outcome)))
	if a.Limited {
		p.limitedNote()
		return
	}
	if len(a.Waiting) == 0 {
		p.printf("It waits for nothing.\n")
		return
	}
	p.printWaiting(a.Waiting)
}

func (p *program) history() *cobra.Command {
	var after int
	c := &cobra.Command{
		Use: "history CASE", Short: "Show everything that happened to a case", Args: exactly("case"), ValidArgsFunction: p.completeCase,
		RunE: func(cmd *cobra.Command, args []string) error {
			return show(p, cmd, "history", answer.HistoryArgs{Case: args[0], After: after}, p.printHistory)
		},
	}
	p.acting(c).Flags().IntVar(&after, "after", 0, "only what came after this `REVISION`")
	return c
}

func (p *program) printHistory(a *answer.History) {
	var rows [][]string
	for _, r := range a.Records {
		var what []string
		for _, e := range r.Events {
			what = append(what, e.Type)
		}
		command := ""
		if r.Command != nil {
			command = r.Command.Name
		}
		who := r.Actor
		if r.ActingFor != "" {
			who += " for " + r.ActingFor
		}
		if r.Via != "" {
			who += " (by " + r.Via + ")"
		}
		rows = append(rows, []string{itoa(r.Revision), p.when(r.At), who, command, strings.Join(what, ", ")})
	}
	p.printf("%s is %s.\n\n", p.style(strong, a.Case), both(", ", a.Label.Label, words(a.Outcome)))
	p.table([]string{"Rev", "When", "Who", "Command", "What happened"}, rows)
	if a.After > 0 {
		p.printf("\nThere is more: --after %d\n", a.After)
	}
	if a.Limited {
		p.limitedNote()
	}
}
