package reference

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"comity/events"
	"comity/services/client"
	"comity/workflow"
	"comity/workflow/schema"
)

const commandsHead = `# Commands

Everything that changes in Comity changes by one of these commands. On the command line:

` + "```sh\ncomity do NOUN.VERB field=value … --as PERSON\n```" + `

- **Money** is written in pounds: ` + "`amount=£50,000`, `amount=50_000.50`" + `. On the wire it is whole pence, in the field that ends in ` + "`_pence`" + `.
- **Staff time** is written in full-time equivalents: ` + "`fte=0.5`" + `. On the wire it is whole hundredths, in the field that ends in ` + "`_fte_hundredths`" + `.
- **A list** is written with commas: ` + "`areas=north,south`" + `. A field of a field is written with a dot, ` + "`award.value=£291,000`" + `, and one of
  an object in a list with its place as well: ` + "`attendance[0].seat=W1`" + `. ` + "`source=@FILE`" + ` takes a value from a file.
- **A date** is ` + "`2026-04-01`" + `. **A time** is ` + "`2026-04-01T09:30`" + ` on the local clock, or has a zone of its own: ` + "`2026-04-01T09:30:00Z`" + `.
- Every command has an id, which its sender chooses (a UUIDv7; the command line makes one). However often a command is sent under one id,
  it is carried out once, and every answer is the first one.
- A command may name the revision that it expects of what it changes; it is refused as ` + "`stale_revision`" + ` when that has moved on.

Other programs send the same commands as NATS requests to ` + "`comity.cmd.<partnership>.<actor>.<noun>.<verb>`" + `, the fields as a JSON object. The
answer is a JSON object with the new ` + "`revision`" + ` and the ` + "`seq`" + ` in the journal, or a refusal ([refusals](refusals.md)). Any command may be refused as
` + "`malformed`, `too_large`, `not_authenticated`, `not_permitted`, `not_found`, `command_id_reused`, `stale_revision`, `too_many_requests`,\n`unavailable` or `outcome_unknown`" + `; what else may stand in its way is said with each.
`

func commandsPage() string {
	b := &strings.Builder{}
	b.WriteString(commandsHead)
	nouns := nounsOf(workflow.Commands, func(s workflow.Spec) string { return s.Name })
	b.WriteString("\n| Command | What it does |\n|---|---|\n")
	for _, s := range workflow.Commands {
		fmt.Fprintf(b, "| [`%s`](#%s) | %s |\n", s.Name, anchor(s.Name), cell(s.Summary))
	}
	for _, noun := range nouns {
		fmt.Fprintf(b, "\n## %s\n", capital(noun))
		for _, s := range workflow.Commands {
			if n, _, _ := strings.Cut(s.Name, "."); n == noun {
				command(b, s)
			}
		}
	}
	return b.String()
}

// nounsOf lists the nouns of noun.verb names in the order in which they are met.
func nounsOf[T any](list []T, name func(T) string) []string {
	var out []string
	for _, x := range list {
		if noun, _, _ := strings.Cut(name(x), "."); !slices.Contains(out, noun) {
			out = append(out, noun)
		}
	}
	return out
}

// anchor is the name that Markdown gives to a heading of one code word.
func anchor(name string) string { return strings.ReplaceAll(name, ".", "") }

func command(b *strings.Builder, s workflow.Spec) {
	goName := reflect.TypeOf(s.New()).Elem().Name()
	t := tell(goName, ofCommands()[goName])
	fmt.Fprintf(b, "\n### `%s`\n\n%s\n\n", s.Name, linked(t.is))
	if s.System {
		b.WriteString("Only the engine itself sends it.\n\n")
	}
	if t.yields != "" {
		fmt.Fprintf(b, "Yields %s\n\n", linked(t.yields))
	}
	if t.refusals != "" {
		fmt.Fprintf(b, "Refusals: %s\n\n", linked(t.refusals))
	}
	b.WriteString("| Field | Type | Needed | Values | Meaning |\n|---|---|---|---|---|\n")
	fieldRows(b, "", schema.Of(s.New()))
	if line := examples[s.Name]; line != "" {
		fmt.Fprintf(b, "\n```sh\n%s\n```\n", line)
	}
}

func fieldRows(b *strings.Builder, within string, fields []schema.Field) {
	for _, f := range fields {
		needed, values := "", ""
		if f.Required {
			needed = "yes"
		}
		switch {
		case len(f.Enum) > 0:
			values = "`" + strings.Join(f.Enum, "`, `") + "`"
		case f.Minimum != nil:
			values = fmt.Sprintf("at least %d", *f.Minimum)
		}
		name := "`" + within + f.Name + "`"
		if short := client.Spellings(f.Name)[0]; short != f.Name {
			name += " (`" + within + short + "`)"
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n", name, typeName(f), needed, values, cell(f.Doc))
		if len(f.Fields) > 0 {
			inner := within + f.Name + "."
			if _, list := f.Element(); list {
				inner = within + f.Name + "[]."
			}
			fieldRows(b, inner, f.Fields)
		}
	}
}

// typeName is a field's type in words.
func typeName(f schema.Field) string {
	of, list := f.Element()
	if !list {
		of = f.Type
	}
	words := map[string]string{schema.String: "text", schema.Integer: "whole number", schema.Boolean: "true or false", schema.JSON: "any JSON", schema.Date: "date", schema.Time: "time", schema.Object: "object"}
	switch {
	case strings.HasSuffix(f.Name, "_pence"):
		of = "money"
	case strings.HasSuffix(f.Name, "fte_hundredths"):
		of = "staff time"
	default:
		of = words[of]
	}
	if !list {
		return of
	}
	if of == "object" {
		of = "objects"
	}
	return "list of " + of
}

var (
	goWord   = regexp.MustCompile(`\b[A-Z][a-z]+[A-Z][A-Za-z]+\b`)
	codeWord = regexp.MustCompile(`\b[a-z]+(?:_[a-z]+)*(?:_\*)?`)
)

// linked writes the Go names of events and commands as what they are on the wire, and codes of refusals as such, with links.
func linked(text string) string {
	text = goWord.ReplaceAllStringFunc(text, func(w string) string {
		if name := eventNames()[w]; name != "" {
			return fmt.Sprintf("[`%s`](events.md#%s)", name, anchor(name))
		}
		if name := commandNames()[w]; name != "" {
			return fmt.Sprintf("[`%s`](#%s)", name, anchor(name))
		}
		return w
	})
	text = strings.ReplaceAll(text, ")(", ") (") // SignOffDecided(returned)
	return outsideLinks.ReplaceAllStringFunc(text, func(w string) string {
		if strings.HasPrefix(w, "[") {
			return w
		}
		return codeWord.ReplaceAllStringFunc(w, func(c string) string {
			if slices.Contains(workflow.Codes(), workflow.Code(c)) || strings.HasSuffix(c, "_*") {
				return "`" + c + "`"
			}
			return c
		})
	})
}

// outsideLinks matches a link, or the text up to the next one.
var outsideLinks = regexp.MustCompile(`\[[^\]]*\]\([^)]*\)|[^\[]+`)

func eventNames() map[string]string {
	out := map[string]string{}
	for _, name := range events.Types() {
		out[reflect.TypeOf(events.Zero(name)).Name()] = name
	}
	return out
}

func commandNames() map[string]string {
	out := map[string]string{}
	for _, s := range workflow.Commands {
		out[reflect.TypeOf(s.New()).Elem().Name()] = s.Name
	}
	return out
}
