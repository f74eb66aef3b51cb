package cli

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"comity/services/client"
	"comity/services/layers"
	"comity/workflow/document"
	"comity/workflow/schema"
)

// What people write as key=value becomes the fields of a command, which client.Values reads:
//
//	seat=W1                          text; true and false, whole numbers as they are
//	areas=north,south                a list; or the key several times
//	dated_on="4 December 2026"       a day, also 2026-12-04
//	starts_at="2026-12-04 14:00"     a time on the local clock, also RFC 3339
//	amount=£150,000                  pounds, for a field amount_pence
//	fte=0.5                          for a field fte_hundredths
//	award.value=£291,000             a field of a field
//	attendance[0].seat=W1            a field of the first of a list
//	data='{"options":[]}'            JSON, where the field takes it
//	source=@westmere.yaml            any of these, from a file; @- is the standard input

// parser turns key=value into values for client.Values.
type parser struct {
	stdin     io.Reader
	documents bool // the field source is a document: one that is laid on others is written out whole, for the engine has no files
	problems  []string
	from      *document.Origin // where what stands in a document that was written out whole was written
	mistakes  error            // in a document and in those below it, each with its file
}

// parse reads all arguments, and lists every mistake.
func (p *parser) parse(args []string) map[string]any {
	out := map[string]any{}
	for _, arg := range args {
		key, value, ok := strings.Cut(arg, "=")
		if !ok || key == "" {
			p.problem("%q is not of the form key=value.", arg)
			continue
		}
		if strings.HasPrefix(value, "@") {
			if value, ok = p.file(key, value[1:]); !ok {
				continue
			}
		}
		if err := client.Place(out, key, value); err != nil {
			p.problem("%s", sentence(err.Error()))
		}
	}
	return out
}

func (p *parser) problem(format string, args ...any) {
	p.problems = append(p.problems, fmt.Sprintf(format, args...))
}

// file reads a value from a file, a document with all that it is laid on.
func (p *parser) file(key, file string) (string, bool) {
	read, err := p.read(file)
	if err != nil {
		p.problem("%s: %s", key, sentence(err.Error()))
		return "", false
	}
	if !p.documents || key != "source" {
		return read, true
	}
	whole, from, err := document.WholeFrom(document.Source{Name: file, Text: []byte(read)}, layers.Find)
	if err != nil {
		p.mistakes = err
		return "", false
	}
	p.from = from
	return whole, true
}

func (p *parser) read(file string) (string, error) {
	if file == "-" {
		data, err := io.ReadAll(p.stdin)
		return string(data), err
	}
	data, err := os.ReadFile(file)
	return string(data), err
}

// find finds a field by one of its spellings: amount is amount_pence, in pounds.
func find(name string, fields []schema.Field) (f schema.Field, ok bool) {
	for _, f := range fields {
		if slices.Contains(client.Spellings(f.Name), name) {
			return f, true
		}
	}
	return f, false
}
