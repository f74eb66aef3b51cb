package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"comity/services/client"
	"comity/services/directory"
	"comity/workflow"
	"comity/workflow/schema"
)

const importLong = `Take people, the holders of seats, or cases in from a table:

  comity import people people.csv --dry-run
  comity import seats seats.csv --as ao-wcc
  comity import cases cases.csv --as p-unit

The first row names the columns: the fields of comity people record, comity do member.appoint and comity do case.create,
written as these take them. An empty cell is left out. Commas and semicolons separate columns; a cell with several
values has commas between them, in quotes.

Every row is tried first. If one cannot be taken in, all that is wrong is said, with its line and column, and nothing is
taken in; --dry-run ends there in any case. Should it be cut off on the way, the same --id takes in what is missing and
nothing twice.`

// sheet is a sort of table that can be taken in.
type sheet struct {
	name, short string
	fields      []schema.Field
	needs       []string // columns that must be there
	take        func(ctx context.Context, t *taking, row *sheetRow, dry bool) error
}

// sheets are the sorts, in the order in which a partnership needs them.
func sheets() []sheet {
	return []sheet{
		{"people", "Take people's names and addresses in", schema.Of(directory.RecordArgs{}), []string{"person"}, takePerson},
		sheetOf("seats", "Appoint the holders of seats", "member.appoint"),
		sheetOf("cases", "Open draft cases", "case.create"),
	}
}

// sheetOf is a sort whose rows are commands.
func sheetOf(name, short, command string) sheet {
	spec, _ := workflow.Find(command)
	return sheet{name: name, short: short, fields: schema.Of(spec.New()), take: func(ctx context.Context, t *taking, row *sheetRow, dry bool) error {
		cmd := spec.New()
		if problems := schema.Decode(row.body, cmd); len(problems) > 0 {
			return asRefusal(problems)
		}
		options := []client.Option{client.CommandID(rowID(t.id, row.line))}
		if dry {
			options = append(options, client.DryRun())
		}
		_, err := t.client.Do(ctx, t.partnership, t.actor, cmd, options...)
		return err
	}}
}

func takePerson(ctx context.Context, t *taking, row *sheetRow, dry bool) error {
	var args directory.RecordArgs
	if problems := schema.Decode(row.body, &args); len(problems) > 0 {
		return asRefusal(problems)
	}
	args.DryRun = dry
	return t.client.People(ctx, t.actor, directory.AskRecord, args, nil)
}

func asRefusal(problems []schema.Problem) error {
	var all []workflow.Problem
	for _, p := range problems {
		all = append(all, workflow.Problem{Code: workflow.Malformed, Message: p.Message, About: p.About})
	}
	return workflow.Refuse(all...)
}

// rowID is the command id of a row: a UUIDv7 of the import's own time, the same whenever the import is repeated under its id.
func rowID(id string, line int) string {
	sum := sha256.Sum256([]byte(id + "/" + strconv.Itoa(line)))
	x := hex.EncodeToString(sum[:])
	return fmt.Sprintf("%s-%s-7%s-8%s-%s", id[:8], id[9:13], x[:3], x[3:6], x[6:18])
}

// importing is the group of the tables.
func (p *program) importing() *cobra.Command {
	group := &cobra.Command{Use: "import", Short: "Take people, seats and cases in from a table", Long: importLong, Args: unknownCommand, RunE: showHelp}
	for _, s := range sheets() {
		group.AddCommand(p.importSheet(s))
	}
	return group
}

func (p *program) importSheet(s sheet) *cobra.Command {
	var id string
	var dry bool
	c := &cobra.Command{
		Use: s.name + " FILE", Short: s.short, Args: exactly("file"),
		Long: s.short + " from a table.\n\nColumns (* must be there):\n" + describe(asked(s), "  "),
		RunE: func(cmd *cobra.Command, args []string) error {
			if id != "" && !uuidForm.MatchString(id) {
				return misuse(cmd, "--id is %q; it has to be the UUID that an earlier import printed.", id)
			}
			return p.takeIn(cmd, s, args[0], id, dry)
		},
	}
	p.acting(c)
	c.Flags().StringVar(&id, "id", "", "the `UUID` of an import that was cut off, to end it")
	c.Flags().BoolVar(&dry, "dry-run", false, "say what would be taken in, and take nothing in")
	return c
}

// asked are the columns of a sheet that people write, with those that it needs marked.
func asked(s sheet) []schema.Field {
	var out []schema.Field
	for _, f := range s.fields {
		f.Required = f.Required || slices.Contains(s.needs, f.Name)
		if f.Name != "dry_run" {
			out = append(out, f)
		}
	}
	return out
}

// taking is an import under way.
type taking struct {
	client             *client.Client
	partnership, actor string
	id                 string
}

// takeIn tries every row, and carries them out where none is wrong.
func (p *program) takeIn(cmd *cobra.Command, s sheet, file, id string, dry bool) error {
	table := &sheetReader{file: file, local: p.env.Local, fields: asked(s)}
	if err := table.read(); err != nil {
		return err
	}
	if len(table.mistakes) > 0 {
		return p.notTaken(table.mistakes, Misuse)
	}
	rows := table.rows
	ctx := cmd.Context()
	c, err := p.connect(ctx)
	if err != nil {
		return err
	}
	partnership, err := p.inPartnership(ctx)
	if err != nil {
		return err
	}
	if id == "" {
		id = p.env.NewID()
	}
	t := &taking{client: c, partnership: partnership, actor: p.actor(), id: strings.ToLower(id)}
	var mistakes []string
	for i := range rows {
		found, err := tried(s.take(ctx, t, &rows[i], true), file, &rows[i])
		if err != nil {
			return err
		}
		mistakes = append(mistakes, found...)
	}
	if len(mistakes) > 0 {
		return p.notTaken(mistakes, Refused)
	}
	if dry {
		p.printf("%s: %s could be taken in. Nothing was.\n", file, counted(len(rows), "row"))
		return nil
	}
	for i := range rows {
		if err := s.take(ctx, t, &rows[i], false); err != nil {
			f := *explainError(err)
			f.sentence = fmt.Sprintf("%s:%d: %s", file, rows[i].line, f.sentence)
			f.hint = fmt.Sprintf("%s were taken in before. Mend the row and import again with --id %s: nothing is taken in twice.", counted(i, "row"), t.id)
			return &f
		}
	}
	p.printf("%s: %s taken in.\n", file, counted(len(rows), "row"))
	return nil
}

// tried are the mistakes of a row that a refusal names. Any other error is returned.
func tried(err error, file string, row *sheetRow) (mistakes []string, other error) {
	var no *workflow.Refusal
	if err == nil || !errors.As(err, &no) {
		return nil, err
	}
	for _, d := range no.Details {
		where := fmt.Sprintf("%s:%d:%d", file, row.line, row.column(d.About))
		mistakes = append(mistakes, where+": "+d.Message)
	}
	return mistakes, nil
}

// notTaken prints what is wrong.
func (p *program) notTaken(mistakes []string, status int) error {
	for _, m := range mistakes {
		fmt.Fprintln(p.env.Stderr, m)
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
