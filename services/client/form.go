package client

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"comity/workflow"
	"comity/workflow/schema"
)

// Fill makes a command of what people write: key=value on the command line, a step of a scenario, the fields of a form.
//
//   - A field in pence, x_pence, may be written in pounds as x or x_gbp: amount=£1,200,000, amount_gbp: 150_000.50.
//   - A field in hundredths of a full-time equivalent, x_fte_hundredths, may be written as x_fte: fte=0.5.
//   - A field in hundredths of a per cent, x_pct_hundredths, may be written as x_pct: overspend_pct=66.67%.
//   - A list may be written a,b; what is nested as a map, or with dots: award.value=£291,000. Either may be written as JSON.
//   - A day may be written "4 December 2026"; none takes one away that a case or a commitment has. A time without a zone is one of London. A hyphen in a name is an underscore.
//   - What is blank is left out, but for text.
//
// It returns every problem at once, the command only when there is none. Each problem is malformed, about the field.
func Fill(spec workflow.Spec, pairs map[string]any) (workflow.Command, []workflow.Problem) {
	cmd := spec.New()
	f := form{zone: london}
	raw, err := json.Marshal(f.object("", schema.Of(cmd), nest(pairs)))
	if err != nil {
		f.problem("", "The command cannot be written as JSON: %v.", err)
		return nil, f.problems
	}
	for _, p := range schema.Decode(raw, cmd) {
		if !f.spoken(p.About) {
			f.problems = append(f.problems, workflow.Problem{Code: workflow.Malformed, About: p.About, Message: p.Message})
		}
	}
	if len(f.problems) > 0 {
		return nil, f.problems
	}
	return cmd, nil
}

// Values reads what people write for some fields as Fill does, with times on the clocks of a zone. What only the field's own decoder
// can judge, such as what is missing, it leaves to that: see schema.Decode.
func Values(fields []schema.Field, pairs map[string]any, zone *time.Location) (map[string]any, []workflow.Problem) {
	f := form{zone: zone}
	return f.object("", fields, nest(pairs)), f.problems
}

// form is one reading under way.
type form struct {
	zone     *time.Location
	problems []workflow.Problem
	said     []string // paths, by the names of the schema, of which there is a problem already
}

func (f *form) problem(about, format string, args ...any) {
	f.problems = append(f.problems, workflow.Problem{Code: workflow.Malformed, About: about, Message: fmt.Sprintf(format, args...)})
}

// spoken reports whether a path, or something that it is in, has a problem already.
func (f *form) spoken(path string) bool {
	return slices.ContainsFunc(f.said, func(s string) bool {
		rest, ok := strings.CutPrefix(path, s)
		return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
	})
}

// nest turns dotted keys into maps: award.value: 1 into award: {value: 1}.
func nest(pairs map[string]any) map[string]any {
	out := map[string]any{}
	for _, key := range slices.Sorted(maps.Keys(pairs)) {
		value := pairs[key]
		if m, ok := mapOf(value); ok {
			value = nest(m)
		}
		head, rest, dotted := strings.Cut(key, ".")
		if !dotted {
			if m, ok := value.(map[string]any); ok {
				if before, ok := out[key].(map[string]any); ok {
					maps.Copy(before, m)
					continue
				}
			}
			out[key] = value
			continue
		}
		inner, ok := out[head].(map[string]any)
		if !ok {
			inner = map[string]any{}
			out[head] = inner
		}
		maps.Copy(inner, nest(map[string]any{rest: value}))
	}
	return out
}

// object reads the members of one object.
func (f *form) object(within string, fields []schema.Field, in map[string]any) map[string]any {
	out, from := map[string]any{}, map[string]string{}
	for _, key := range slices.Sorted(maps.Keys(in)) {
		field, unit, ok := find(fields, key)
		if !ok {
			f.problem(within+key, "%s is not a field here.%s", within+key, didYouMean(key, fields))
			continue
		}
		path := within + field.Name
		if other, twice := from[field.Name]; twice {
			f.said = append(f.said, path)
			f.problem(within+key, "%s and %s say the same; give one of them.", within+other, within+key)
			continue
		}
		from[field.Name] = key
		value, err := f.value(path, field.Type, unit, field, in[key])
		if err != nil {
			f.said = append(f.said, path)
			f.problem(within+key, "%s: %v.", within+key, err)
			continue
		}
		if value != nil {
			out[field.Name] = value
		}
	}
	return out
}

// unit is what a field's value is written in.
type unit int

const (
	plain  unit = iota
	pounds      // stands for pence
	posts       // stands for hundredths of a full-time equivalent
)

// Spellings lists the names under which Fill takes a field; the first is the one to show to people.
func Spellings(field string) []string {
	if x, ok := strings.CutSuffix(field, "_pence"); ok {
		return []string{x, x + "_gbp", field}
	}
	if x, ok := strings.CutSuffix(field, "_hundredths"); ok && (x == "fte" || strings.HasSuffix(x, "_fte") || strings.HasSuffix(x, "_pct")) {
		return []string{x, field}
	}
	return []string{field}
}

// find finds the field that a key names: its own name first, then another's shorter spelling.
func find(fields []schema.Field, key string) (schema.Field, unit, bool) {
	name := strings.ReplaceAll(key, "-", "_")
	for _, field := range fields {
		if field.Name == name {
			return field, plain, true
		}
	}
	for _, field := range fields {
		if !slices.Contains(Spellings(field.Name), name) {
			continue
		}
		if strings.HasSuffix(field.Name, "_pence") {
			return field, pounds, true
		}
		return field, posts, true
	}
	return schema.Field{}, plain, false
}

func didYouMean(key string, fields []schema.Field) string {
	var names []string
	for _, field := range fields {
		names = append(names, Spellings(field.Name)...)
	}
	if near := schema.Nearest(key, names); near != "" {
		return " Did you mean " + near + "?"
	}
	return ""
}
