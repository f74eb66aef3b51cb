package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"comity/services/client"
	"comity/workflow"
)

// form is what a person has written, and what is wrong with it. Its zero value is an empty form. The page shows what was
// written again, with each mistake beside its field and all of them in a summary that links there.
type form struct {
	values url.Values
	Errors []mistake // in the order of the fields
}

// mistake is one thing that is wrong. Field is where to mend it; "" for what concerns no field.
type mistake struct {
	Field   string
	Message string
}

// read takes the form that was sent.
// Errors: it is too large, or no form.
func (v *visit) read() (*form, error) {
	if err := v.r.ParseForm(); err != nil {
		return nil, err
	}
	return &form{values: v.r.PostForm}, nil
}

// filled is a form with values of its own, to begin with.
func filled(values map[string]string) *form {
	f := &form{values: url.Values{}}
	for k, s := range values {
		f.values.Set(k, s)
	}
	return f
}

// Value is what is written in a field.
func (f *form) Value(name string) string {
	if f == nil {
		return ""
	}
	return strings.TrimSpace(f.values.Get(name))
}

// All is everything that was chosen in a field of several.
func (f *form) All(name string) []string {
	if f == nil {
		return nil
	}
	return f.values[name]
}

// Has reports whether a value was chosen in a field of several.
func (f *form) Has(name, value string) bool {
	for _, s := range f.All(name) {
		if s == value {
			return true
		}
	}
	return false
}

// wrong notes a mistake.
func (f *form) wrong(field, format string, args ...any) {
	f.Errors = append(f.Errors, mistake{Field: field, Message: fmt.Sprintf(format, args...)})
}

// need notes a mistake where nothing is written in a field.
func (f *form) need(field, message string) string {
	s := f.Value(field)
	if s == "" {
		f.wrong(field, "%s", message)
	}
	return s
}

// date reads a day written in three fields, name-day, name-month and name-year, as YYYY-MM-DD; "" where none is written.
func (f *form) date(name string) string {
	d, m, y := f.Value(name+"-day"), f.Value(name+"-month"), f.Value(name+"-year")
	if d == "" && m == "" && y == "" {
		return ""
	}
	return fmt.Sprintf("%04s-%02s-%02s", y, m, d)
}

// fillDate writes a day, as date reads it, into its three fields.
func (f *form) fillDate(name, on string) {
	parts := strings.Split(on, "-")
	if len(parts) != 3 {
		return
	}
	f.values.Set(name+"-year", parts[0])
	f.values.Set(name+"-month", strings.TrimPrefix(parts[1], "0"))
	f.values.Set(name+"-day", strings.TrimPrefix(parts[2], "0"))
}

// ok reports whether nothing is wrong so far.
func (f *form) ok() bool { return len(f.Errors) == 0 }

// Error is what is wrong with a field; "" for nothing.
func (f *form) Error(field string) string {
	if f == nil {
		return ""
	}
	for _, m := range f.Errors {
		if m.Field == field {
			return m.Message
		}
	}
	return ""
}

// command makes a command of fields as people write them: pounds, dates, lists with commas. What is wrong is noted; nil then.
// shown says which field of the page a field of the command is written in, where they differ.
func (f *form) command(name string, fields map[string]any, shown map[string]string) workflow.Command {
	spec, ok := workflow.Find(name)
	if !ok {
		panic("there is no command " + name) // a page asks for one that is not in the registry
	}
	for k, x := range fields {
		if s, isText := x.(string); isText && s == "" {
			delete(fields, k)
		}
	}
	cmd, problems := client.Fill(spec, fields)
	f.blame(problems, shown)
	return cmd
}

// refused notes the engine's no beside the fields that it is about, so that the page can be sent again.
func (f *form) refused(no *workflow.Refusal, shown map[string]string) { f.blame(no.Details, shown) }

func (f *form) blame(problems []workflow.Problem, shown map[string]string) {
	for _, p := range problems {
		if p.Code == workflow.CommandIDReused { // somebody went back to the page and wrote something else; it has a new id now
			f.wrong("", "This page was sent before, with other answers. See what is recorded below, and send it again only if it is still to be done.")
			continue
		}
		field := p.About
		if at, ok := shown[field]; ok {
			field = at
		} else if _, there := f.values[field]; !there {
			field = ""
		}
		f.wrong(field, "%s", p.Message)
	}
}

// again shows a form once more, with what is wrong: status 422.
func (v *visit) again(name string, p page) error {
	return v.showAs(http.StatusUnprocessableEntity, name, p)
}

// field is one field of a form, as a component shows it.
type field struct {
	Name, Label, Hint, Value, Error string
	Options                         map[string]string // type, width, autocomplete, rows, prefix, suffix, class …
	Choices                         []choice
	form                            *form
}

// choice is one of several.
type choice struct {
	Value, Text, Hint string
}

// ID is what labels and the summary of mistakes point at.
func (f field) ID() string { return f.Name }

// Chosen reports whether a choice was made before.
func (f field) Chosen(value string) bool { return f.form.Has(f.Name, value) }

// Sub is what is written in a part of the field: the day of a date.
func (f field) Sub(part string) string { return f.form.Value(f.Name + "-" + part) }

// Describes lists the ids that describe the field, for aria-describedby.
func (f field) Describes() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.Name+"-hint")
	}
	if f.Error != "" {
		ids = append(ids, f.Name+"-error")
	}
	return strings.Join(ids, " ")
}

// Field makes a field for a component: its name, its label, a hint, and options as "rows=5".
func (f *form) Field(name, label, hint string, options ...string) field {
	if f == nil {
		f = &form{}
	}
	out := field{Name: name, Label: label, Hint: hint, Value: f.Value(name), Error: f.Error(name), Options: map[string]string{}, form: f}
	for _, o := range options {
		k, x, _ := strings.Cut(o, "=")
		out.Options[k] = x
	}
	return out
}

// Choice makes a field of several choices.
func (f *form) Choice(name, label, hint string, choices []choice, options ...string) field {
	out := f.Field(name, label, hint, options...)
	out.Choices = choices
	return out
}
