package cli

import (
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strconv"
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
	mistakes  error // in a document and in those below it, each with its file
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
		if err := place(out, key, value); err != nil {
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
	whole, err := document.Whole(document.Source{Name: file, Text: []byte(read)}, layers.Find)
	if err != nil {
		p.mistakes = err
		return "", false
	}
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

var indexed = regexp.MustCompile(`^([a-z_-]+)\[(\d{1,3})\]$`)

// place puts a value where its key says: award.value into an object, attendance[0].seat into the first object of a list, and what is
// said twice into a list.
func place(into map[string]any, key, value string) error {
	path := strings.Split(key, ".")
	for _, name := range path[:len(path)-1] {
		var next map[string]any
		if m := indexed.FindStringSubmatch(name); m != nil {
			index, _ := strconv.Atoi(m[2]) // three digits
			next = member(into, m[1], index)
		} else {
			next = object(into, name)
		}
		if next == nil {
			return fmt.Errorf("%s is given in two ways", name)
		}
		into = next
	}
	name := path[len(path)-1]
	if indexed.MatchString(name) {
		return fmt.Errorf("%s: say which field of it, as in %s.organisation=…", key, key)
	}
	switch before := into[name].(type) {
	case nil:
		into[name] = value
	case string:
		into[name] = []any{before, value}
	case []any:
		into[name] = append(before, value)
	default:
		return fmt.Errorf("%s is given in two ways", key)
	}
	return nil
}

// object is the object under a name, which is made where there is none; nil where something else stands there.
func object(into map[string]any, name string) map[string]any {
	if into[name] == nil {
		into[name] = map[string]any{}
	}
	m, _ := into[name].(map[string]any)
	return m
}

// member is the object at a place of a list, which grows as far as it must; nil where something else stands there.
func member(into map[string]any, name string, index int) map[string]any {
	list, ok := into[name].([]any)
	if !ok && into[name] != nil {
		return nil
	}
	for len(list) <= index {
		list = append(list, map[string]any{})
	}
	into[name] = list
	m, _ := list[index].(map[string]any)
	return m
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

// writable lists the names that people may write, the short ones first.
func writable(fields []schema.Field) []string {
	var out []string
	for _, f := range fields {
		out = append(out, client.Spellings(f.Name)...)
	}
	return out
}
