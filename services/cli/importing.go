package cli

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"comity/services/sheet"
)

const importLong = `Take people, the holders of seats, or cases in from a table:

  comity import people people.csv --dry-run
  comity import seats seats.csv --as ao-wcc
  comity import cases cases.csv --as p-unit

The first row names the columns: the fields of comity people record, comity do member.appoint and comity do case.create,
written as these take them. A case with a stage is taken up there, as comity do case.adopt does. An empty cell is left out. Commas and semicolons separate columns; a cell with several
values has commas between them, in quotes.

Every row is tried first. If one cannot be taken in, all that is wrong is said, with its line and column, and nothing is
taken in; --dry-run ends there in any case. Should it be cut off on the way, the same --id takes in what is missing and
nothing twice.`

// importing is the group of the tables.
func (p *program) importing() *cobra.Command {
	group := &cobra.Command{Use: "import", Short: "Take people, seats and cases in from a table", Long: importLong, Args: unknownCommand, RunE: showHelp}
	for _, k := range sheet.Kinds() {
		group.AddCommand(p.importSheet(k))
	}
	return group
}

func (p *program) importSheet(k sheet.Kind) *cobra.Command {
	var id string
	var dry bool
	c := &cobra.Command{
		Use: k.Name + " FILE", Short: k.Short, Args: exactly("file"),
		Long: k.Short + " from a table.\n\nColumns (* must be there):\n" + describe(k.Fields, "  "),
		RunE: func(cmd *cobra.Command, args []string) error {
			if id != "" && !uuidForm.MatchString(id) {
				return misuse(cmd, "--id is %q; it has to be the UUID that an earlier import printed.", id)
			}
			return p.takeIn(cmd, k, args[0], id, dry)
		},
	}
	p.acting(c)
	c.Flags().StringVar(&id, "id", "", "the `UUID` of an import that was cut off, to end it")
	c.Flags().BoolVar(&dry, "dry-run", false, "say what would be taken in, and take nothing in")
	return c
}

// takeIn tries every row, and carries them out where none is wrong.
func (p *program) takeIn(cmd *cobra.Command, k sheet.Kind, file, id string, dry bool) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return &failure{status: Misuse, sentence: sentence(err.Error()), cause: err}
	}
	table := sheet.Read(k, text, p.env.Local)
	written := len(table.Mistakes)
	ctx := cmd.Context()
	in, err := p.importInto(cmd, id)
	if err == nil {
		err = table.Try(ctx, in)
	}
	switch {
	case written > 0: // what is wrong as it is written can be said without a server as well
		return p.notTaken(file, table.Mistakes, Misuse)
	case err != nil:
		return err
	case len(table.Mistakes) > 0:
		return p.notTaken(file, table.Mistakes, Refused)
	case dry:
		p.printf("%s: %s could be taken in. Nothing was.\n", file, counted(len(table.Rows), "row"))
		return nil
	}
	taken, err := table.Take(ctx, in)
	if row := (*sheet.RowError)(nil); errors.As(err, &row) {
		f := *explainError(err)
		f.sentence = fmt.Sprintf("%s:%d: %s", file, row.Line, f.sentence)
		f.hint = fmt.Sprintf("%s were taken in before. Mend the row and import again with --id %s: nothing is taken in twice.", counted(taken, "row"), in.ID)
		return &f
	}
	p.printf("%s: %s taken in.\n", file, counted(taken, "row"))
	return nil
}

// importInto is an import by whoever asks into the partnership that they mean.
func (p *program) importInto(cmd *cobra.Command, id string) (*sheet.Import, error) {
	c, err := p.connect(cmd.Context())
	if err != nil {
		return nil, err
	}
	partnership, err := p.inPartnership(cmd.Context())
	if err != nil {
		return nil, err
	}
	if id == "" {
		id = p.env.NewID()
	}
	return &sheet.Import{Client: c, Partnership: partnership, Actor: p.actor(), ID: strings.ToLower(id)}, nil
}

// notTaken prints what is wrong, each with its file, line and column.
func (p *program) notTaken(file string, mistakes []sheet.Mistake, status int) error {
	for _, m := range mistakes {
		fmt.Fprintf(p.env.Stderr, "%s:%d:%d: %s\n", file, m.Line, m.Column, m.Sentence)
	}
	fmt.Fprintf(p.env.Stderr, "%s. Nothing was taken in.\n", counted(len(mistakes), "mistake"))
	return said(status)
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}
