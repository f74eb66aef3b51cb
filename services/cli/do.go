package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"comity/services/client"
	"comity/workflow"
	"comity/workflow/document"
	"comity/workflow/schema"
)

const doLong = `Send a command, with its fields as key=value:

  comity do signoff.vote case=C-1 signoff=wcb seat=W1 choice=approve --as p-lead

Lists are written with commas, dates as 2026-12-04 or "4 December 2026", money in pounds: amount=£150,000 for
the field amount_pence. award.value=£291,000 is a field of a field, attendance[0].seat=W1 one of the first of
a list, source=@FILE takes the value from a file; a document that is laid on others is written out whole first.
Fields marked * must be there.

--dry-run says what would come of it, and records nothing.

A command that was not answered may be sent again with the same --id: it is carried out once.`

// do is the group of the engine's commands, one sub-command each, made from the registry.
func (p *program) do() *cobra.Command {
	group := &cobra.Command{
		Use: "do NOUN.VERB KEY=VALUE …", Short: "Send a command", Args: unknownCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return misuse(cmd, "Say which command.") },
	}
	var long strings.Builder
	fmt.Fprintf(&long, "%s\n\nCommands:\n", doLong)
	for _, spec := range workflow.Commands {
		if spec.System {
			continue
		}
		group.AddCommand(p.doOne(spec))
		fmt.Fprintf(&long, "\n  %s  %s\n      %s\n", spec.Name, spec.Summary, fieldList(schema.Of(spec.New())))
	}
	group.Long = strings.TrimSuffix(long.String(), "\n")
	group.SetUsageTemplate("Usage:\n  comity do NOUN.VERB KEY=VALUE … [flags]\n\n`comity do NOUN.VERB --help` tells of one command.\n")
	return group
}

// fieldList names the fields of a command in one line.
func fieldList(fields []schema.Field) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
		if f.Required {
			names[i] += "*"
		}
	}
	return strings.Join(names, " ")
}

// doOne is one command.
func (p *program) doOne(spec workflow.Spec) *cobra.Command {
	var id string
	var expect int
	var dry bool
	fields := schema.Of(spec.New())
	c := &cobra.Command{
		Use: spec.Name + " KEY=VALUE …", Short: spec.Summary, Long: spec.Summary + "\n\nFields (* must be there):\n" + describe(fields, "  "),
		DisableFlagsInUseLine: true, ValidArgsFunction: p.completeFields(fields),
		RunE: func(cmd *cobra.Command, args []string) error { return p.send(cmd, spec, args, id, expect, dry) },
	}
	c.SetUsageTemplate((&cobra.Command{}).UsageTemplate()) // not the group's
	p.acting(c)
	c.Flags().StringVar(&id, "id", "", "the command's `UUID`, to send it again or under an id of your own")
	c.Flags().IntVar(&expect, "expect", 0, "have it refused unless the case is at revision `N`")
	c.Flags().BoolVar(&dry, "dry-run", false, "say what would come of it, and record nothing")
	return c
}

// describe tells of the fields, one a line, those of objects below them.
func describe(fields []schema.Field, indent string) string {
	width := 0
	for _, f := range fields {
		width = max(width, len(f.Name)+1)
	}
	var b strings.Builder
	for _, f := range fields {
		name := f.Name
		if f.Required {
			name += "*"
		}
		fmt.Fprintf(&b, "%s%-*s  %s", indent, width, name, f.Doc)
		fmt.Fprintf(&b, " [%s]\n", kindOf(f))
		if len(f.Fields) > 0 {
			b.WriteString(describe(f.Fields, indent+"    "))
		}
	}
	return b.String()
}

// kindOf says how a field is written.
func kindOf(f schema.Field) string {
	kind := f.Type
	switch {
	case len(f.Enum) > 0:
		kind = strings.Join(f.Enum, ", ")
	case strings.HasSuffix(f.Name, "_pence"):
		kind = "pounds as " + client.Spellings(f.Name)[0] + "=£1,200"
	case client.Spellings(f.Name)[0] != f.Name:
		kind = "as " + client.Spellings(f.Name)[0] + "=0.5"
	case f.Type == schema.String:
		kind = "text"
	case f.Type == schema.Boolean:
		kind = "true, false"
	case f.Type == schema.Object:
		kind = f.Name + ".…"
	case f.Type == schema.ListOf+schema.Object:
		kind = f.Name + "[0].…"
	}
	return kind
}

var uuidForm = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// send reads the fields, sends the command and prints what came of it.
func (p *program) send(cmd *cobra.Command, spec workflow.Spec, args []string, id string, expect int, dry bool) error {
	command, from, err := p.read(cmd, spec, args)
	if err != nil {
		return err
	}
	if id != "" && !uuidForm.MatchString(id) {
		return misuse(cmd, "--id is %q; it has to be a UUID, best a UUIDv7.", id)
	}
	if expect < 0 {
		return misuse(cmd, "--expect is %d; a revision is a whole number from 1.", expect)
	}
	c, err := p.connect(cmd.Context())
	if err != nil {
		return err
	}
	partnership, err := p.inPartnership(cmd.Context())
	if err != nil {
		return err
	}
	if id == "" {
		id = p.env.NewID()
	}
	options := []client.Option{client.CommandID(id), client.ExpectedRevision(expect)}
	if dry {
		options = append(options, client.DryRun())
	}
	done, err := c.Do(cmd.Context(), partnership, p.actor(), command, options...)
	if err != nil {
		return p.notDone(traced(err, from, partnership), id)
	}
	if p.opts.json {
		return p.printJSON(done)
	}
	p.printDone(spec, done)
	return nil
}

// traced says of mistakes in a document that was written out whole in which file they are, where that can be known.
func traced(err error, from *document.Origin, partnership string) error {
	var no *workflow.Refusal
	if from == nil || !errors.As(err, &no) {
		return err
	}
	return workflow.Traced(no, from, partnership)
}

// read makes the command of what was written, and of a document says where it comes from. All mistakes are said at once, and nothing is sent.
func (p *program) read(cmd *cobra.Command, spec workflow.Spec, args []string) (workflow.Command, *document.Origin, error) {
	command := spec.New()
	fields := &parser{stdin: p.env.Stdin}
	switch command.(type) {
	case *workflow.PartnershipPublish, *workflow.WorkflowPublish:
		fields.documents = true
	}
	pairs := fields.parse(args)
	if fields.mistakes != nil {
		return nil, nil, fields.mistakes
	}
	values, wrong := client.Values(schema.Of(command), pairs, p.env.Local)
	for _, problem := range wrong {
		fields.problems = append(fields.problems, problem.Message)
	}
	if len(fields.problems) == 0 {
		body, err := json.Marshal(values)
		if err != nil {
			return nil, nil, err
		}
		for _, problem := range schema.Decode(body, command) {
			fields.problems = append(fields.problems, problem.Message)
		}
	}
	if len(fields.problems) > 0 {
		return nil, nil, misuse(cmd, "%s", strings.Join(fields.problems, "\n"))
	}
	return command, fields.from, nil
}

// notDone prints a refusal as JSON where that was asked for, and says how to ask again where the outcome is not known.
func (p *program) notDone(err error, id string) error {
	var no *workflow.Refusal
	if errors.As(err, &no) {
		if p.opts.json {
			if err := p.printJSON(no); err != nil {
				return err
			}
			return said(refusalStatus(no.Code))
		}
		if no.Code != workflow.OutcomeUnknown {
			return err
		}
	} else if !errors.Is(err, client.ErrNoReply) {
		return err
	}
	f := *explainError(err)
	f.hint = "Ask again with --id " + id + ": it is carried out once, however often it is sent."
	return &f
}

func (p *program) printDone(spec workflow.Spec, done client.Done) {
	what := "the register"
	if done.Case != "" {
		what = "case " + done.Case
	}
	switch {
	case done.DryRun:
		p.printf("%s would be carried out on %s. Nothing was recorded.\n", spec.Name, what)
		p.printf("  %s\n", strings.Join(done.Events, ", "))
	case len(done.Events) == 0:
		p.printf("Nothing to do: %s is at revision %d already.\n", what, done.Revision)
	default:
		p.printf("Done: %s, %s is now at revision %d.\n", spec.Name, what, done.Revision)
		p.printf("  %s\n", strings.Join(done.Events, ", "))
	}
	for _, w := range done.Warnings {
		p.printf("Warning: %s\n", strings.Replace(w, "warning: ", "", 1))
	}
}
