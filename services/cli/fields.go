package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"

	"comity/services/layers"
	"comity/workflow/calendar"
	"comity/workflow/document"
	"comity/workflow/quantity"
	"comity/workflow/schema"
)

// What people write as key=value becomes the JSON of a command, by the fields that the registry knows:
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

// parser turns key=value into a JSON object.
type parser struct {
	local     *time.Location
	stdin     io.Reader
	documents bool // the field source is a document: one that is laid on others is written out whole, for the engine has no files
	problems  []string
	mistakes  error // in a document and in those below it, each with its file
}

// parse reads all arguments, and lists every mistake.
func (p *parser) parse(args []string, fields []schema.Field) map[string]any {
	out := map[string]any{}
	for _, arg := range args {
		key, value, ok := strings.Cut(arg, "=")
		if !ok || key == "" {
			p.problem("%q is not of the form key=value.", arg)
			continue
		}
		if strings.HasPrefix(value, "@") {
			read, err := p.read(value[1:])
			if err != nil {
				p.problem("%s: %s", key, sentence(err.Error()))
				continue
			}
			if p.documents && key == "source" {
				whole, err := document.Whole(document.Source{Name: value[1:], Text: []byte(read)}, layers.Find)
				if err != nil {
					p.mistakes = err
					continue
				}
				read = whole
			}
			value = read
		}
		p.set(out, key, strings.Split(key, "."), value, fields)
	}
	return out
}

func (p *parser) problem(format string, args ...any) {
	p.problems = append(p.problems, fmt.Sprintf(format, args...))
}

func (p *parser) read(file string) (string, error) {
	if file == "-" {
		data, err := io.ReadAll(p.stdin)
		return string(data), err
	}
	data, err := os.ReadFile(file)
	return string(data), err
}

var indexed = regexp.MustCompile(`^([a-z_]+)\[(\d{1,3})\]$`)

// set puts a value at a path; whole is the path as it was written.
func (p *parser) set(into map[string]any, whole string, path []string, value string, fields []schema.Field) {
	name, index := path[0], -1
	if m := indexed.FindStringSubmatch(name); m != nil {
		name = m[1]
		index, _ = strconv.Atoi(m[2])
	}
	f, unit, ok := find(name, fields)
	if !ok {
		p.problem("There is no field %s.%s", whole, didYouMean(name, writable(fields)))
		return
	}
	if len(path) == 1 && index < 0 {
		p.put(into, f, unit, whole, value)
		return
	}
	target := into
	switch of, list := f.Element(); {
	case list && of == schema.Object && index >= 0:
		target = member(into, f.Name, index)
	case !list && f.Type == schema.Object && index < 0:
		sub, _ := into[f.Name].(map[string]any)
		if sub == nil {
			sub = map[string]any{}
			into[f.Name] = sub
		}
		target = sub
	default:
		p.problem("%s has no fields of its own.", strings.Join(path[:1], "."))
		return
	}
	if len(path) == 1 {
		p.problem("%s: say which field of it, as in %s.%s=….", whole, whole, f.Fields[0].Name)
		return
	}
	p.set(target, whole, path[1:], value, f.Fields)
}

// member is the object at a place of a list, which grows as far as it must.
func member(into map[string]any, name string, index int) map[string]any {
	list, _ := into[name].([]any)
	for len(list) <= index {
		list = append(list, map[string]any{})
	}
	into[name] = list
	m, ok := list[index].(map[string]any)
	if !ok {
		m = map[string]any{}
		list[index] = m
	}
	return m
}

// The unit in which people write a field whose name carries another.
const (
	asWritten = ""
	pounds    = "_pence"
	fulltime  = "_hundredths"
)

// find finds a field by its name, or by its name without the unit: amount is amount_pence, in pounds.
func find(name string, fields []schema.Field) (f schema.Field, unit string, ok bool) {
	for _, unit := range []string{asWritten, pounds, fulltime} {
		for _, f := range fields {
			if f.Name == name+unit {
				return f, unit, true
			}
		}
	}
	return f, "", false
}

// writable lists the names that people may write, the short ones first.
func writable(fields []schema.Field) []string {
	var out []string
	for _, f := range fields {
		for _, unit := range []string{pounds, fulltime} {
			if short, ok := strings.CutSuffix(f.Name, unit); ok {
				out = append(out, short)
			}
		}
		out = append(out, f.Name)
	}
	return out
}

// put reads one value for a field.
func (p *parser) put(into map[string]any, f schema.Field, unit, whole, value string) {
	of, list := f.Element()
	_, twice := into[f.Name]
	switch {
	case list && strings.HasPrefix(strings.TrimSpace(value), "["):
		p.raw(into, f.Name, whole, value)
	case list && of == schema.Object:
		p.problem("%s is a list: write %s[0].%s=…, or JSON.", whole, whole, f.Fields[0].Name)
	case list:
		all, _ := into[f.Name].([]any)
		for _, one := range strings.Split(value, ",") {
			v, err := p.value(of, unit, strings.TrimSpace(one))
			if err != "" {
				p.problem("%s: %s", whole, err)
				return
			}
			all = append(all, v)
		}
		into[f.Name] = all
	case twice:
		p.problem("%s is given twice.", whole)
	case f.Type == schema.Object && !strings.HasPrefix(strings.TrimSpace(value), "{"):
		p.problem("%s has fields: write %s.%s=…, or JSON.", whole, whole, f.Fields[0].Name)
	case f.Type == schema.Object, f.Type == schema.JSON:
		p.raw(into, f.Name, whole, value)
	default:
		v, err := p.value(f.Type, unit, value)
		if err != "" {
			p.problem("%s: %s", whole, err)
			return
		}
		into[f.Name] = v
	}
}

func (p *parser) raw(into map[string]any, name, whole, value string) {
	if !json.Valid([]byte(value)) {
		p.problem("%s is not JSON.", whole)
		return
	}
	into[name] = json.RawMessage(value)
}

// value reads one simple value. What it cannot read it hands on as text, and the schema says what is wrong with it.
func (p *parser) value(kind, unit, s string) (any, string) {
	switch kind {
	case schema.Integer:
		switch unit {
		case pounds:
			n, err := quantity.ParsePounds(s)
			return n, whatFor(err)
		case fulltime:
			n, err := quantity.ParseFTE(s)
			return n, whatFor(err)
		}
		if n, err := strconv.ParseInt(s, 10, 64); err == nil {
			return n, ""
		}
		return nil, fmt.Sprintf("%q is not a whole number.", s)
	case schema.Boolean:
		switch strings.ToLower(s) {
		case "true", "yes":
			return true, ""
		case "false", "no":
			return false, ""
		}
		return nil, fmt.Sprintf("%q is neither true nor false.", s)
	case schema.Date:
		return day(s), ""
	case schema.Time:
		return p.moment(s), ""
	}
	return s, ""
}

func whatFor(err error) string {
	if err == nil {
		return ""
	}
	return sentence(err.Error())
}

// day reads a day as people write it.
func day(s string) string {
	for _, layout := range []string{"2 January 2006", "2 Jan 2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return calendar.NewDate(t.Year(), t.Month(), t.Day()).String()
		}
	}
	return s
}

// moment reads a time as people write it, on the local clock.
func (p *parser) moment(s string) string {
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02T15:04", "2 January 2006 15:04", "2 January 2006, 15:04"} {
		if t, err := time.ParseInLocation(layout, s, p.local); err == nil {
			return t.Format(time.RFC3339)
		}
	}
	return s
}
