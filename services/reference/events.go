package reference

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"

	"comity/events"
	"comity/workflow"
)

const eventsHead = `# Events

What happened, as the journal keeps it and as it is published. An accepted command is one **record** of the journal, with one event or
several; a record is there whole or not at all. Within a version of an event only fields are added; when a meaning moves the version
counts up, and every version ever written is read for ever.

Dates are ` + "`2026-04-01`" + `, times are RFC 3339 in UTC, money is whole pence, staff time whole hundredths of a full-time equivalent. People are
named by id. A field marked *(may be absent)* is left out when it is empty.

## As published

Every event is published once for each of four clearances, ` + "`public`, `partners`, `board` and `exempt`" + `, with exactly the fields that
the clearance may see, as a CloudEvent 1.0 (structured JSON) on

` + "```\ncomity.feed.<partnership>.<clearance>.<noun>.<past>.<id>\n```" + `

For every event of a case each clearance sees the **reference**: ` + "`case`, `stage`, `status` and `classification`" + `, as they are after the record.
The public sees nothing else. A clearance sees more only of cases whose classification it reaches: then it sees the fields of which the
tables below name it, or a lower one, under *Seen from* ([all of it in one table](clearances.md)). What is not seen by anybody is *not
published*: it is in the journal only. How to follow the feed is said in [integrating](../integrating.md).

| CloudEvents attribute | Meaning |
|---|---|
| ` + "`id`" + ` | ` + "`<partnership>/<kind>/<id>/<revision>/<index>/<clearance>`" + `: the same however often the event is delivered. |
| ` + "`source`" + ` | ` + "`/comity/<partnership>`" + ` |
| ` + "`type`" + ` | The event type, as below. |
| ` + "`subject`" + ` | ` + "`<kind>/<id>`, such as `case/C-2026-T63BH`" + `. |
| ` + "`time`" + ` | When it was decided. |
| ` + "`sequence`" + ` | The position in the feed, as text: it rises, and no two events of a clearance share one. Resume after the last one seen. |
| ` + "`journalseq`" + ` | The position of its record in the journal, as text. |
| ` + "`dataschema`" + ` | ` + "`urn:comity:event:<type>:v<version>:<clearance>`" + `: while it is the same, fields of the data are only added. |
| ` + "`partnership`, `clearance`" + ` | As in the message's subject. |
| ` + "`data`" + ` | The fields that the clearance may see. |
`

func eventsPage() string {
	b := &strings.Builder{}
	b.WriteString(eventsHead)
	b.WriteString("\n| Event | Version | What happened |\n|---|---|---|\n")
	for _, name := range events.Types() {
		fmt.Fprintf(b, "| [`%s`](#%s) | %d | %s |\n", name, anchor(name), events.Version(name), cell(firstSentence(eventMeaning(name))))
	}
	for _, noun := range nounsOf(events.Types(), func(s string) string { return s }) {
		fmt.Fprintf(b, "\n## %s\n", capital(noun))
		for _, name := range events.Types() {
			if n, _, _ := strings.Cut(name, "."); n == noun {
				event(b, name)
			}
		}
	}
	return b.String()
}

func firstSentence(s string) string {
	head, _, more := strings.Cut(s, ". ")
	if more {
		return head + "."
	}
	return s
}

// eventMeaning is the comment of an event's type without its name.
func eventMeaning(name string) string {
	t := reflect.TypeOf(events.Zero(name))
	text := strings.TrimSpace(strings.TrimPrefix(ofEvents()[t.Name()], t.Name()))
	return capital(wireNames(t, strings.TrimPrefix(text, "is ")))
}

// wireNames writes the Go names of a type's fields in a comment as they are in JSON.
func wireNames(t reflect.Type, text string) string {
	fields := map[string]string{}
	for i := range t.NumField() {
		fields[t.Field(i).Name], _, _ = strings.Cut(t.Field(i).Tag.Get("json"), ",")
	}
	return upperWord.ReplaceAllStringFunc(text, func(w string) string {
		if name := fields[w]; name != "" {
			return "`" + name + "`"
		}
		return w
	})
}

var upperWord = regexp.MustCompile(`\b[A-Z][A-Za-z]+\b`)

func event(b *strings.Builder, name string) {
	fmt.Fprintf(b, "\n### `%s`\n\nVersion %d. %s\n\n", name, events.Version(name), plainNames(eventMeaning(name)))
	b.WriteString("| Field | Type | Meaning | Seen from |\n|---|---|---|---|\n")
	eventRows(b, name, "", "", reflect.TypeOf(events.Zero(name)))
	fmt.Fprintf(b, "\n```json\n%s```\n", events.Example(name, events.Version(name)))
}

// plainNames writes Go names of events in a comment as their types.
func plainNames(text string) string {
	return goWord.ReplaceAllStringFunc(text, func(w string) string {
		if name := eventNames()[w]; name != "" {
			return "`" + name + "`"
		}
		return w
	})
}

// eventRows writes a row for each field, and for each field under it. What is seen is settled by the field at the top.
func eventRows(b *strings.Builder, name, within, seen string, t reflect.Type) {
	for i := range t.NumField() {
		f := t.Field(i)
		field, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && field == "" {
			eventRows(b, name, within, seen, f.Type)
			continue
		}
		from := seen
		if within == "" {
			from = seenFrom(name, field)
		}
		meaning := wireNames(t, ofEvents()[t.Name()+"."+f.Name])
		if strings.Contains(options, "omit") {
			meaning = strings.TrimSpace(meaning + " *(may be absent)*")
		}
		typ, inner := eventType(f.Type)
		fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", within+field, typ, cell(plainNames(meaning)), from)
		if inner != nil {
			path := within + field + "."
			if strings.HasPrefix(typ, "list") {
				path = within + field + "[]."
			}
			eventRows(b, name, path, from, inner)
		}
	}
}

// seenFrom is the lowest clearance that sees a field.
func seenFrom(name, field string) string {
	for _, tier := range workflow.Clearances {
		if sees := workflow.Sees(name, tier); slices.Contains(sees, "*") || slices.Contains(sees, field) {
			return tier
		}
	}
	return "not published"
}

// eventType is a field's type in words, and the struct under it.
func eventType(t reflect.Type) (string, reflect.Type) {
	switch t {
	case reflect.TypeFor[time.Time]():
		return "time", nil
	case reflect.TypeFor[json.RawMessage]():
		return "any JSON", nil
	}
	switch t.Kind() {
	case reflect.Pointer:
		return eventType(t.Elem())
	case reflect.String:
		return "text", nil
	case reflect.Bool:
		return "true or false", nil
	case reflect.Struct:
		return "object", t
	case reflect.Slice:
		of, inner := eventType(t.Elem())
		if inner != nil {
			of = "objects"
		}
		return "list of " + of, inner
	}
	return "whole number", nil
}
