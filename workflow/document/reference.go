package document

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"comity/workflow/calendar"
)

// Reference is the reference of both documents and of conditions, in Markdown: every key with its type, what it means, what it may say
// and an example. It is made from the types, so it cannot fall behind them.
func Reference() string {
	b := &strings.Builder{}
	fmt.Fprintf(b, referenceHead, MaxSize>>10)
	b.WriteString(referenceLaid)
	reference(b, reflect.TypeFor[Governance](), "Governance documents")
	reference(b, reflect.TypeFor[Workflow](), "Workflow documents")
	referenceConditions(b)
	referenceEvidence(b)
	for _, name := range []string{"governance", "workflow"} {
		text, _ := examples.ReadFile("example/" + name + ".yaml") // embedded: it is there
		fmt.Fprintf(b, "\n## A small %s\n\n```yaml\n%s```\n", name, text)
	}
	return b.String()
}

const referenceHead = `# Governance and workflow documents

A partnership writes down how it works in two kinds of YAML document. ` + "`comity check FILE…`" + ` reads them, alone and against one
another, and lists every mistake with its line and column; an editor that knows JSON Schema does much of it while one writes.

- One document a file, at most %d KiB, in UTF-8. Keys are spelt exactly as below. A key that is not needed is left out.
- **Text** stands as it is; put it in quotes when it looks like a number, or holds a colon, or begins with a sign.
- **Id**: letters, digits, ` + "`-` and `_`" + `, beginning with a letter or digit, 64 at most.
- **Date**: ` + "`2026-04-01`" + `.
- **Period**: ` + "`P10WD`" + ` (working days), ` + "`P15D`, `P2W`, `P2M`, `P1Y`, `P1Y6M`" + `. The day of the trigger is not counted; what ends on a day ends at 23:59:59.
- **Pounds**: ` + "`50000`, `50_000.50`, `£1,200,000`" + ` (in quotes inside ` + "`{ }`" + `, because of the commas). **FTE**: ` + "`0.5`" + `.
- **Person**: the id of a person. Names and addresses are not in documents.
- **Condition**: a CEL expression, see Conditions.
- YAML anchors, aliases and tags are not used: what stands on the page is what holds.
`

const referenceLaid = `
## Documents laid on others

A document may name others under ` + "`extends`, the lowest first" + `, and then says only what is otherwise:

` + "```yaml" + `
api_version: comity/v1
kind: Governance
extends: [../base.governance.yaml, lgr-transition] # a file, from this one; an overlay that is shipped
remove: [boards.jce, boards.wcb.seats.W5]          # goes before anything else
metadata: {partnership: norfolk}
boards:
  - {id: wcb, quorum: {voting: 20}}                # the board below, with another quorum
` + "```" + `

- Mappings are put together key by key.
- Lists of things that have an ` + "`id`" + ` of their own are put together thing by thing: what has the id of one below is laid over it and keeps its place, anything else comes after.
- Any other list, and any single value, stands in the place of the one below.
- ` + "`remove`" + ` names what is taken away from those below, things by their id. What is removed may be given anew.
- A document that is reached twice lies where it was reached first. None may be laid on itself.
- What ends in ` + "`.yaml`" + `, or has a ` + "`/`" + `, is a file; anything else is a template or an overlay that is shipped with Comity.

Every layer says ` + "`api_version` and `kind`" + `. The keys and types of each are checked; what is required, and what has to make sense, is asked of the whole. A mistake is reported in the file in which
it stands. ` + "`comity check --expand FILE`" + ` prints the whole, and the whole is what is published: the engine itself knows no layers. On pages only what is shipped can be named.
`

// reference writes a table for a struct, and for each struct under it in the order in which they are met.
func reference(b *strings.Builder, root reflect.Type, title string) {
	fmt.Fprintf(b, "\n## %s\n", title)
	type section struct {
		t    reflect.Type
		path string
	}
	ahead, met := []section{{root, ""}}, map[reflect.Type]bool{root: true}
	for len(ahead) > 0 {
		s := ahead[0]
		ahead = ahead[1:]
		if s.path != "" {
			fmt.Fprintf(b, "\n### `%s`\n", s.path)
		}
		fmt.Fprintf(b, "\n%s\n\n| Key | Type | Needed | Meaning | Allowed | Example |\n|---|---|---|---|---|---|\n", about(s.t))
		var under []section
		for i := range s.t.NumField() {
			f := s.t.Field(i)
			name := jsonName(f)
			referenceRow(b, s.t, f, name)
			if t, list := inner(f.Type); t != nil && !met[t] {
				met[t] = true
				path := join(s.path, name)
				if list {
					path += "[]"
				}
				under = append(under, section{t, path})
			}
		}
		ahead = append(under, ahead...)
	}
}

// about is the comment of a type, its name in words: "Sign off is one request …".
func about(t reflect.Type) string {
	rest := strings.TrimPrefix(comments()[t.Name()], t.Name())
	words := camel.ReplaceAllStringFunc(t.Name(), func(s string) string { return s[:1] + " " + strings.ToLower(s[1:]) })
	return words + rest
}

var camel = regexp.MustCompile("[a-z][A-Z]")

func referenceRow(b *strings.Builder, owner reflect.Type, f reflect.StructField, name string) {
	d := demandOf(f)
	needed, allowed, example := "", "", f.Tag.Get("example")
	if d.required {
		needed = "yes"
	}
	if d.enum != "" {
		allowed = "`" + strings.Join(enums[d.enum], "`, `") + "`"
	}
	if d.min != nil {
		allowed = fmt.Sprintf("at least %d", *d.min)
	}
	if example != "" {
		example = "`" + example + "`"
	}
	meaning := comments()[owner.Name()+"."+f.Name]
	fmt.Fprintf(b, "| `%s` | %s | %s | %s | %s | %s |\n", name, typeName(f.Type, d), needed, cell(meaning), allowed, cell(example))
}

func cell(s string) string { return strings.ReplaceAll(s, "|", "\\|") }

// inner is the struct under a key that has keys of its own, and whether there may be several.
func inner(t reflect.Type) (of reflect.Type, list bool) {
	if t.Kind() == reflect.Slice {
		t, list = t.Elem(), true
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || isScalar(t) {
		return nil, false
	}
	return t, list
}

// typeName is the type of a key as the head of the reference explains it.
func typeName(t reflect.Type, d demand) string {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t {
	case reflect.TypeFor[calendar.Date]():
		return "date"
	case reflect.TypeFor[calendar.Period]():
		return "period"
	case reflect.TypeFor[Pounds]():
		return "pounds"
	case reflect.TypeFor[Posts]():
		return "FTE"
	}
	switch t.Kind() {
	case reflect.Slice:
		return "list of " + plural(typeName(t.Elem(), d))
	case reflect.Map:
		if t.Elem().Kind() == reflect.String {
			return "mapping of text to " + typeName(t.Elem(), d)
		}
		return "JSON Schema"
	case reflect.Struct:
		return "mapping"
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Int64:
		return "whole number"
	case reflect.Float64:
		return "number"
	}
	switch {
	case d.cel:
		return "condition"
	case d.ref != "":
		return "id of " + article(d.ref)
	case d.token:
		return "id"
	case d.enum != "":
		return "word"
	}
	return "text"
}

func plural(name string) string {
	if noun, ok := strings.CutPrefix(name, "id of "); ok {
		_, noun, _ = strings.Cut(noun, " ")
		return "ids of " + noun + "s"
	}
	if name == "text" {
		return name
	}
	return name + "s"
}

func article(noun string) string {
	if strings.ContainsRune("aeiou", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}

const conditionsHead = `
## Conditions

Conditions are [CEL](https://cel.dev) expressions and nothing else. A condition is true or false. It has no clock and no chance: asked again
of the same case it answers the same. Text is compared in single quotes, ` + "`case.route == 'contract'`" + `; ` + "`&&`, `||`, `!`" + ` are and, or, not;
` + "`x in list`, `list.exists(c, …)`, `list.all(c, …)`, `list.filter(c, …)`, `size(list)`" + ` ask of lists; ` + "`has(item.field)`" + ` asks whether a field is there. Dates
are text, YYYY-MM-DD, and compare as they should. Money is in pence: ` + "`plan.money_pence > 100000 * 100`" + ` is above £100,000.

A condition that cannot be answered, because it speaks of a field that an item does not have or would cost too much, does not hold.
`

// referenceConditions lists the variables of conditions.
func referenceConditions(b *strings.Builder) {
	b.WriteString(conditionsHead)
	for _, v := range variables {
		name := v.name
		switch name {
		case "commitments":
			name = "commitments[]"
		case "risks":
			name = "risks[]"
		case "evidence":
			name = "evidence.<type>"
		}
		field := strings.ToUpper(v.name[:1]) + v.name[1:]
		fmt.Fprintf(b, "\n### `%s`\n\n%s.\n", name, capital(comments()["Vars."+field]))
		if v.is == nil {
			continue
		}
		fmt.Fprint(b, "\n| Field | Type | Meaning | Says one of |\n|---|---|---|---|\n")
		for i := range v.is.NumField() {
			f := v.is.Field(i)
			words := ""
			if list := enums[f.Tag.Get("enum")]; list != nil {
				words = "`" + strings.Join(list, "`, `") + "`"
			}
			t := "data"
			if f.Type.Kind() != reflect.Interface {
				t = typeName(f.Type, demand{})
			}
			fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", jsonName(f), t, cell(comments()[v.is.Name()+"."+f.Name]), words)
		}
	}
}

// referenceEvidence lists the standard sorts of evidence.
func referenceEvidence(b *strings.Builder) {
	b.WriteString("\n## Standard evidence\n\nEvery workflow may ask for these without describing them.\n\n| Id | Name | What it shows |\n|---|---|---|\n")
	for _, t := range StandardEvidence {
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", t.ID, t.Name, t.Description)
	}
}
