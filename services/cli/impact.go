package cli

import (
	"context"
	"strings"

	"comity/services/layers"
	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/document"
)

// runImpact asks the engine what each document would change.
func (p *program) runImpact(ctx context.Context, names []string) error {
	sources, err := sourcesOf(names)
	if err != nil {
		return err
	}
	for _, src := range sources {
		whole, from, err := document.WholeFrom(src, layers.Find)
		if err != nil {
			return err
		}
		var a answer.Impact
		if _, err := p.ask(ctx, "impact", answer.ImpactArgs{Source: whole}, &a); err != nil {
			partnership, _ := p.inPartnership(ctx) // it was found to ask in
			return traced(err, from, partnership)
		}
		if p.opts.json {
			if err := p.printJSON(a); err != nil {
				return err
			}
			continue
		}
		p.printImpact(src.Name, &a)
	}
	return nil
}

func (p *program) printImpact(name string, a *answer.Impact) {
	p.printf("%s: version %d, from %s.\n", name, a.Version, a.From)
	if a.Done {
		p.printf("It is published already; publishing it again does nothing.\n")
	}
	if a.Kind == document.KindWorkflow {
		p.printMigrations(a.Cases)
		return
	}
	section(p, "Boards that end", []string{"Board", "Name", "Who takes over"}, a.BoardsEnd, func(b workflow.BoardEnding) []string {
		return []string{b.Board, b.Name, orNobody(b.Heirs)}
	})
	section(p, "Sign-offs that are opened anew, without the votes cast so far", []string{"Case", "Sign-off", "Stands", "Votes", "Asked instead"}, a.Reissued,
		func(s workflow.ReissuedCase) []string {
			return []string{s.Case, s.SignOff, words(s.State), itoa(s.Votes), orNobody(s.Asked)}
		})
	section(p, "Seats that vanish", []string{"Seat", "Board", "Holder", "Deputies", "Mandates"}, a.SeatsVanish, func(s workflow.SeatGone) []string {
		return []string{s.Seat, s.Board, s.Holder, strings.Join(s.Deputies, ", "), strings.Join(s.Mandates, ", ")}
	})
	section(p, "Boards that could not decide, as their seats are filled now", []string{"Board", "Name", "Why"}, a.NoQuorum, func(b workflow.QuorumUnmet) []string {
		return []string{b.Board, b.Name, words(strings.Join(b.Reasons, ", "))}
	})
	if len(a.BoardsEnd)+len(a.Reissued)+len(a.SeatsVanish)+len(a.NoQuorum) == 0 {
		p.printf("No board ends, no seat vanishes, and nothing that is open is touched.\n")
	}
}

func (p *program) printMigrations(list []workflow.Migration) {
	if len(list) == 0 {
		p.printf("No running case is under another version of it.\n")
	}
	can := map[string]string{workflow.MigratesNow: "yes", workflow.MigratesLater: "not now", workflow.MigratesMapped: "once its stage is named",
		workflow.MigratesNever: "no", workflow.MigratesAlready: "it is there"}
	section(p, "Running cases", []string{"Case", "Version", "Stands", "Goes on in", "Can be moved", "Newly asked for", "Why not"}, list, func(m workflow.Migration) []string {
		return []string{m.Case, itoa(m.FromVersion), words(m.Label), m.To, can[m.Can], strings.Join(append(m.EvidenceAsked, m.GatesNew...), ", "), m.Because}
	})
}

func orNobody(list []string) string {
	if len(list) == 0 {
		return "nobody: the partners have to settle it"
	}
	return strings.Join(list, ", ")
}

// section prints a heading and a table, where there is anything in it.
func section[T any](p *program, heading string, columns []string, list []T, row func(T) []string) {
	if len(list) == 0 {
		return
	}
	var rows [][]string
	for _, x := range list {
		rows = append(rows, row(x))
	}
	p.heading("%s", heading)
	p.table(columns, rows)
}
