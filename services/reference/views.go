package reference

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"comity/services/views"
	"comity/workflow"
	"comity/workflow/calendar"
	"comity/workflow/schema"
)

const viewsHead = `# Views

What can be asked. A question is a NATS request to ` + "`comity.ask.<partnership>.<actor>.<view>`" + `, its arguments a JSON object; in Go
` + "`client.Ask`" + ` asks it, and ` + "`comity`" + ` on the command line. The answer is a JSON object:

| Field | Meaning |
|---|---|
| ` + "`seq`" + ` | The position in the journal of the partnership's partition up to which the answer knows everything. |
| ` + "`as_at`" + ` | The last moment at which that was known to be all there was. |
| ` + "`data`" + ` | The answer itself, as below. |

With the header ` + "`Comity-At-Least`" + ` a question waits, for some seconds, until its view has read to a position: whoever has just sent a
command asks for the ` + "`seq`" + ` of its answer and reads what they wrote. It is refused as ` + "`unavailable`" + ` when the view does not come so far in time.

**Who may see.** Every answer is the reader's own. Whoever may not see a case sees its reference: case, stage, status and classification,
and ` + "`limited`" + ` says so. Filters, orders, counts and search look at nothing that the reader may not see. Any view may refuse as
` + "`malformed`, `not_authenticated`, `not_permitted`, `not_found`" + ` or ` + "`unavailable`" + ` ([refusals](refusals.md)).

Times are RFC 3339 in UTC, money is whole pence, staff time whole hundredths of a full-time equivalent. A field marked *(may be absent)* is
left out when it is empty.
`

func viewsPage() string {
	b := &strings.Builder{}
	b.WriteString(viewsHead)
	b.WriteString("\n| View | What it answers |\n|---|---|\n")
	for _, s := range views.Published() {
		fmt.Fprintf(b, "| [`%s`](#%s) | %s |\n", s.Name, s.Name, cell(s.Summary))
	}
	for _, s := range views.Published() {
		fmt.Fprintf(b, "\n## `%s`\n\n%s\n", s.Name, s.Summary)
		if of := typeMeaning(s.Args); of != "" {
			fmt.Fprintf(b, "\n%s\n", of)
		}
		if fields := schema.Of(s.Args); len(fields) == 0 {
			b.WriteString("\nIt takes no arguments.\n")
		} else {
			b.WriteString("\n| Argument | Type | Needed | Values | Meaning |\n|---|---|---|---|---|\n")
			fieldRows(b, "", fields)
		}
		fmt.Fprintf(b, "\nThe answer: %s\n\n| Field | Type | Meaning |\n|---|---|---|\n", typeMeaning(s.Answer))
		answerRows(b, "", reflect.TypeOf(s.Answer), nil)
	}
	return b.String()
}

// typeMeaning is the comment of a value's type without its name.
func typeMeaning(v any) string {
	name := reflect.TypeOf(v).Name()
	text := strings.TrimSpace(strings.TrimPrefix(ofViews()[name], name))
	return capital(strings.TrimPrefix(text, "is "))
}

// answerRows writes a row for each field, and for each field under it, but for what is within itself.
func answerRows(b *strings.Builder, path string, t reflect.Type, within []reflect.Type) {
	if t.Kind() != reflect.Struct || slices.Contains(within, t) {
		return
	}
	within = append(slices.Clone(within), t)
	for f := range t.Fields() {
		field, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && field == "":
			inner := f.Type
			if inner.Kind() == reflect.Pointer {
				inner = inner.Elem()
			}
			answerRows(b, path, inner, within)
			continue
		case field == "-" || !f.IsExported():
			continue
		}
		meaning := wireNames(t, ofViews()[t.Name()+"."+f.Name])
		if strings.Contains(options, "omit") {
			meaning = strings.TrimSpace(meaning + " *(may be absent)*")
		}
		typ, inner := answerType(f.Type)
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", path+field, typ, cell(plainNames(meaning)))
		if inner == nil {
			continue
		}
		under := path + field + "."
		if strings.HasPrefix(typ, "list") {
			under = path + field + "[]."
		}
		answerRows(b, under, inner, within)
	}
}

// elsewhere says of types that are not taken apart what they are.
var elsewhere = map[reflect.Type]string{
	reflect.TypeFor[workflow.Case](): "the case as its records fold, as far as the reader may see it",
}

// answerType is a field's type in words, and the struct under it where the page goes into it.
func answerType(t reflect.Type) (string, reflect.Type) {
	switch t {
	case reflect.TypeFor[time.Time]():
		return "time", nil
	case reflect.TypeFor[calendar.Date]():
		return "date", nil
	case reflect.TypeFor[json.RawMessage]():
		return "any JSON", nil
	}
	if words := elsewhere[t]; words != "" {
		return words, nil
	}
	switch t.Kind() {
	case reflect.Pointer:
		return answerType(t.Elem())
	case reflect.Interface:
		return "any JSON", nil
	case reflect.String:
		return "text", nil
	case reflect.Bool:
		return "true or false", nil
	case reflect.Map:
		return "object", nil
	case reflect.Struct:
		if strings.HasSuffix(t.PkgPath(), "workflow/document") {
			return "object, as in the [documents](documents.md)", nil
		}
		return "object", t
	case reflect.Slice:
		of, inner := answerType(t.Elem())
		if inner != nil {
			of = "objects"
		}
		return "list of " + strings.Replace(of, "object, as", "objects, as", 1), inner
	}
	return "whole number", nil
}
