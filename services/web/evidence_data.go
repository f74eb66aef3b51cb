package web

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"comity/workflow/document"
	"comity/workflow/quantity"
)

// dataForm is the form for what the JSON Schema of a sort of evidence asks for: lists of rows, each of a few plain fields.
type dataForm struct{ Lists []dataList }

// dataList is one list: its name in the data, and the fields of each of its rows.
type dataList struct {
	Name, One string // One is what a row is called: "Option"
	Columns   []dataColumn
	Need      bool // one row at least
	Shown     []dataRow
}

// dataRow is a row as the page shows it.
type dataRow struct {
	Legend string
	Fields []askedField
}

// dataColumn is one field of a row.
type dataColumn struct {
	Name, Label string
	Kind        string // text, choice, whole, number, pounds, yes
	Choices     []choice
	Need        bool
}

// How many rows a form begins with and grows by, and how many it has at most.
const (
	rowsAtFirst = 5
	rowsAtMost  = 200
)

// dataFormOf makes the form of a sort of evidence; nil for one without a schema. It reports false where the schema asks for more
// than rows of plain fields, so that no form could be trusted to bring all of it.
func (n *names) dataFormOf(t *document.EvidenceType) (*dataForm, bool) {
	if len(t.Schema) == 0 {
		return nil, true
	}
	properties, plain := objectOf(t.Schema)
	if !plain {
		return nil, false
	}
	d := &dataForm{}
	for _, name := range namesOf(properties, t.Schema) {
		p, _ := properties[name].(map[string]any)
		items, _ := p["items"].(map[string]any)
		columns, ok := n.columns(items)
		if p["type"] != "array" || !ok {
			return nil, false
		}
		one, _ := items["title"].(string)
		if one == "" {
			one = strings.TrimSuffix(upper(human(name)), "s")
		}
		d.Lists = append(d.Lists, dataList{Name: name, One: one, Columns: columns, Need: required(t.Schema, name)})
	}
	return d, len(d.Lists) > 0
}

// objectOf are the properties of a schema that asks for an object by them alone.
func objectOf(schema map[string]any) (map[string]any, bool) {
	for _, k := range []string{"$ref", "anyOf", "oneOf", "allOf", "not", "if", "patternProperties", "dependentRequired", "dependentSchemas"} {
		if _, there := schema[k]; there {
			return nil, false
		}
	}
	properties, ok := schema["properties"].(map[string]any)
	return properties, ok && schema["type"] == "object"
}

// namesOf are the names of properties: what is required first, as it is listed, then the rest in the order of their names.
func namesOf(properties, schema map[string]any) []string {
	var out, rest []string
	list, _ := schema["required"].([]any)
	for _, x := range list {
		if s, ok := x.(string); ok && properties[s] != nil {
			out = append(out, s)
		}
	}
	for s := range properties {
		if !slices.Contains(out, s) {
			rest = append(rest, s)
		}
	}
	slices.Sort(rest)
	return append(out, rest...)
}

func required(schema map[string]any, name string) bool {
	list, _ := schema["required"].([]any)
	return slices.Contains(list, any(name))
}

// columns are the fields of a row; false where one of them is more than a plain value.
func (n *names) columns(items map[string]any) ([]dataColumn, bool) {
	properties, ok := objectOf(items)
	if !ok {
		return nil, false
	}
	var out []dataColumn
	for _, name := range namesOf(properties, items) {
		p, _ := properties[name].(map[string]any)
		c := dataColumn{Name: name, Label: upper(human(name)), Need: required(items, name)}
		if title, ok := p["title"].(string); ok {
			c.Label = title
		}
		values, _ := p["enum"].([]any)
		switch {
		case values != nil:
			c.Kind = "choice"
			for _, x := range values {
				s, ok := x.(string)
				if !ok {
					return nil, false
				}
				c.Choices = append(c.Choices, choice{Value: s, Text: upper(words(name, s))})
			}
		case p["type"] == "string" && (name == "owner" || name == "organisation"):
			c.Kind = "choice"
			for _, o := range n.Rules().Organisations {
				c.Choices = append(c.Choices, choice{Value: o.ID, Text: n.Organisation(o.ID)})
			}
		case p["type"] == "integer" && strings.HasSuffix(name, "_pence"):
			c.Kind, c.Label = "pounds", upper(human(strings.TrimSuffix(name, "_pence")))
		default:
			kind, known := map[any]string{"string": "text", "integer": "whole", "number": "number", "boolean": "yes"}[p["type"]]
			if !known {
				return nil, false
			}
			c.Kind = kind
		}
		if c.Label == "" || c.Label == name {
			c.Label = upper(name)
		}
		out = append(out, c)
	}
	return out, len(out) > 0
}

// at names the field of a column in a row, which counts from 0.
func (l *dataList) at(row int, column string) string {
	return l.Name + "-" + strconv.Itoa(row) + "-" + column
}

// Heading is what the list is called.
func (l dataList) Heading() string { return upper(human(l.Name)) }

// rows is how many rows of a list the form has.
func (l *dataList) rows(f *form) int {
	n, _ := strconv.Atoi(f.Value("rows-" + l.Name))
	return min(max(n, rowsAtFirst), rowsAtMost)
}

// more gives a list more rows.
func (d *dataForm) more(f *form, name string) {
	for i := range d.Lists {
		if l := &d.Lists[i]; l.Name == name {
			f.values.Set("rows-"+name, strconv.Itoa(min(l.rows(f)+rowsAtFirst, rowsAtMost)))
		}
	}
}

// show lays the rows out, with what is written in them.
func (d *dataForm) show(f *form) {
	for i := range d.Lists {
		l := &d.Lists[i]
		n := l.rows(f)
		f.values.Set("rows-"+l.Name, strconv.Itoa(n))
		l.Shown = nil
		for row := range n {
			r := dataRow{Legend: l.One + " " + strconv.Itoa(row+1)}
			for _, c := range l.Columns {
				list := c.Choices
				if c.Kind == "choice" {
					list = append([]choice{{Text: "Select"}}, list...)
				}
				r.Fields = append(r.Fields, askedField{Ask: ask(c.Kind), field: f.Choice(l.at(row, c.Name), c.Label, "", list)})
			}
			l.Shown = append(l.Shown, r)
		}
	}
}

// read makes the data of what is written, and notes what is missing or cannot be read. Empty rows are passed over. It is nil
// where nothing is written at all.
func (d *dataForm) read(f *form) json.RawMessage {
	data, some := map[string]any{}, false
	for i := range d.Lists {
		l := &d.Lists[i]
		list := []any{}
		for row := range l.rows(f) {
			if r := l.readRow(f, row); r != nil {
				list = append(list, r)
			}
		}
		some = some || len(list) > 0
		if len(list) > 0 || l.Need {
			data[l.Name] = list
		}
	}
	if !some {
		return nil
	}
	raw, err := json.Marshal(data)
	if err != nil {
		f.wrong("", "What is written cannot be kept")
	}
	return raw
}

// readRow reads one row; nil for an empty one.
func (l *dataList) readRow(f *form, row int) map[string]any {
	out := map[string]any{}
	for _, c := range l.Columns {
		field := l.at(row, c.Name)
		s := f.Value(field)
		if s == "" {
			continue
		}
		out[c.Name] = s
		switch c.Kind {
		case "yes":
			out[c.Name] = s == "yes"
		case "choice":
			if !slices.ContainsFunc(c.Choices, func(x choice) bool { return x.Value == s }) {
				f.wrong(field, "Select one of the list as %s of %s %d", lower(c.Label), lower(l.One), row+1)
			}
		case "pounds":
			p, err := quantity.ParsePounds(withoutSpaces(s))
			if err != nil || p < 0 {
				f.wrong(field, "Enter the %s of %s %d in pounds, like 1,200,000", lower(c.Label), lower(l.One), row+1)
			}
			out[c.Name] = int64(p)
		case "whole":
			n, err := strconv.ParseInt(withoutSpaces(s), 10, 64)
			if err != nil {
				f.wrong(field, "Enter the %s of %s %d as a whole number", lower(c.Label), lower(l.One), row+1)
			}
			out[c.Name] = n
		case "number":
			n := json.Number(withoutSpaces(s))
			if _, err := n.Float64(); err != nil || !json.Valid([]byte(n)) {
				f.wrong(field, "Enter the %s of %s %d as a number", lower(c.Label), lower(l.One), row+1)
				n = "0"
			}
			out[c.Name] = n
		}
	}
	if len(out) == 0 {
		return nil
	}
	for _, c := range l.Columns {
		if _, there := out[c.Name]; !there && c.Need {
			f.wrong(l.at(row, c.Name), "Enter the %s of %s %d", lower(c.Label), lower(l.One), row+1)
		}
	}
	return out
}

// fill writes the data of an item into the form, so that a newer one begins with it.
func (d *dataForm) fill(f *form, raw json.RawMessage) {
	data := map[string][]map[string]any{}
	reader := json.NewDecoder(strings.NewReader(string(raw)))
	reader.UseNumber()
	if len(raw) == 0 || reader.Decode(&data) != nil {
		return // an item that was added before the schema was: the form begins empty
	}
	for i := range d.Lists {
		l := &d.Lists[i]
		f.values.Set("rows-"+l.Name, strconv.Itoa(len(data[l.Name])+1))
		for row, values := range data[l.Name] {
			for _, c := range l.Columns {
				f.values.Set(l.at(row, c.Name), writtenAs(c.Kind, values[c.Name]))
			}
		}
	}
}

// writtenAs is a value of the data as it is written in a field.
func writtenAs(kind string, value any) string {
	switch x := value.(type) {
	case string:
		return x
	case bool:
		if x {
			return "yes"
		}
	case json.Number:
		if n, err := x.Int64(); err == nil && kind == "pounds" {
			return strings.TrimPrefix(quantity.Pence(n).String(), "£")
		}
		return x.String()
	}
	return ""
}

// place is the field of the form that a problem of the data is about: data/options/0/title is options-0-title where the first
// row written is the first of the form; "" for none. Empty rows do not count in the data.
func (d *dataForm) place(f *form, about string) string {
	parts := strings.Split(strings.TrimPrefix(about, "data/"), "/")
	for i := range d.Lists {
		l := &d.Lists[i]
		if l.Name != parts[0] || len(parts) < 2 {
			continue
		}
		want, err := strconv.Atoi(parts[1])
		if err != nil {
			return ""
		}
		for row := range l.rows(f) {
			blank := !slices.ContainsFunc(l.Columns, func(c dataColumn) bool { return f.Value(l.at(row, c.Name)) != "" })
			if blank {
				continue
			}
			if want--; want >= 0 {
				continue
			}
			if len(parts) > 2 {
				return l.at(row, parts[2])
			}
			return l.at(row, l.Columns[0].Name)
		}
	}
	return ""
}
