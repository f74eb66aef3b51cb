package wording

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"comity/workflow/quantity"
)

// Event is one event to be told. Data is its JSON as numbers, texts, lists and maps; numbers may be json.Number or float64.
type Event struct {
	Type string
	Data map[string]any
}

// Names says what a thing is called: what is the name of the field that speaks of it (organisation, board, signoff, seat,
// person, gate, stage, result …), id its value. "" has it written as it is, without underscores. It is called for the person of
// every field that holds one, under what: person.
type Names func(what, id string) string

// Known reports whether the table has an event type. One that it has not is of a newer engine.
func Known(eventType string) bool {
	_, ok := entries[eventType]
	return ok
}

// Types lists the event types of the table, in no order.
func Types() []string {
	var out []string
	for name := range entries {
		out = append(out, name)
	}
	return out
}

// Together reports whether two events that follow one another are told in one sentence: of one type, and of one record, or
// of a type that runs.
func Together(a, b string, sameRecord bool) bool {
	w := entries[a]
	return a == b && w.many != "" && (sameRecord || w.runs)
}

// Tell tells the events of one record, in sentences. What has nothing to tell is left out.
func Tell(list []Event, names Names) []string {
	var out []string
	for len(list) > 0 {
		n := 1
		for n < len(list) && Together(list[0].Type, list[n].Type, true) {
			n++
		}
		if s := Sentence(list[:n], names); s != "" {
			out = append(out, s)
		}
		list = list[n:]
	}
	return out
}

// Sentence tells events of one type in one sentence; "" where there is nothing to tell.
func Sentence(list []Event, names Names) string {
	t := telling{list: list, names: names}
	w, known := entries[list[0].Type]
	if !known {
		return list[0].Type + "." // of a newer engine
	}
	sentence := w.one
	if len(list) > 1 {
		sentence = w.many
	}
	if w.bare != "" && t.lacks(sentence) {
		sentence = w.bare
	}
	return t.fill(sentence)
}

// telling is one sentence under way.
type telling struct {
	list  []Event
	names Names
}

var (
	placeholder = regexp.MustCompile(`\{([a-z_.]+)\}`)
	optional    = regexp.MustCompile(`\[([^\]]*)\]`)
)

// lacks reports whether a field is missing that the sentence cannot do without.
func (t telling) lacks(sentence string) bool {
	for _, m := range placeholder.FindAllStringSubmatch(optional.ReplaceAllString(sentence, ""), -1) {
		if t.words(m[1]) == "" {
			return true
		}
	}
	return false
}

// fill puts the fields of the events into a sentence.
func (t telling) fill(sentence string) string {
	sentence = optional.ReplaceAllStringFunc(sentence, func(part string) string {
		if inner := part[1 : len(part)-1]; !t.lacks(inner) {
			return inner
		}
		return ""
	})
	return upper(placeholder.ReplaceAllStringFunc(sentence, func(ref string) string { return t.words(ref[1 : len(ref)-1]) }))
}

// words is a field of all the events.
func (t telling) words(field string) string {
	var all []string
	for _, e := range t.list {
		if w := t.word(e.Data, field); w != "" && !slices.Contains(all, w) {
			all = append(all, w)
		}
	}
	return enumerate(all)
}

// word is a field of one event as people say it.
func (t telling) word(d map[string]any, field string) string {
	switch field {
	case "seat_id":
		return text(d["seat"])
	case "partnership":
		return t.names("partnership", "")
	case "offer":
		return t.offer(d)
	case "left":
		return left(d)
	case "votes":
		return votes(d)
	case "blocks":
		if d["blocks"] == "award" {
			return "the award from being made"
		}
		return "the decision from effect"
	case "in_effect":
		if d["kind"] == "ratification" {
			return "" // what it blocks is the award
		}
		return t.name("effective_at", d["effective_at"])
	case "ending":
		return t.ending(d)
	case "ratify_day":
		return t.name("until", d["ratify_by"])
	case "passed":
		return t.passed(d)
	case "taker":
		return t.name("organisation", d["successor"])
	case "new_sponsor", "new_accountable":
		return t.name("organisation", d[strings.TrimPrefix(field, "new_")])
	case "takers":
		return t.organisationsIn(d["successors"], text(d["organisation"]))
	case "replaced":
		return t.organisationsIn(d["organisations"], "")
	case "author", "by", "as_deputy_for":
		return t.name("person", d[field])
	case "dissent":
		list, _ := d[field].([]any)
		var all []string
		for _, id := range list {
			all = append(all, t.name("signoff", id))
		}
		return enumerate(all)
	}
	var v any = d
	last := field
	for part := range strings.SplitSeq(field, ".") {
		m, _ := v.(map[string]any)
		v, last = m[part], part
	}
	return t.name(last, v)
}

// name writes a value for people: by its name where it has one, times in London, codes without their underscores, lists with
// an "and".
func (t telling) name(field string, v any) string {
	switch v := v.(type) {
	case []any:
		var all []string
		for _, one := range v {
			all = append(all, t.name(field, one))
		}
		return enumerate(all)
	case string:
		return t.text(field, v)
	case nil:
		return ""
	case bool:
		return map[bool]string{true: "yes", false: "no"}[v]
	}
	return fmt.Sprint(v)
}

func (t telling) text(field, s string) string {
	if s == "" {
		return ""
	}
	if at, err := time.Parse(time.RFC3339, s); err == nil && (strings.HasSuffix(field, "_at") || field == "until") {
		return at.In(london).Format("2 January 2006")
	}
	if on, err := time.Parse(time.DateOnly, s); err == nil {
		return on.Format("2 January 2006")
	}
	if name := t.names(field, s); name != "" {
		return name
	}
	if !strings.Contains(s, " ") && field != "workflow" {
		return strings.ReplaceAll(s, "_", " ")
	}
	return s
}

// london is where the days of deadlines are reckoned.
var london = func() *time.Location {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic(err) // the program carries its zones
	}
	return zone
}()

// offer is what is put in: pounds, or posts, or a thing. "" where neither is told.
func (t telling) offer(d map[string]any) string {
	if n, ok := whole(d["amount_pence"]); ok {
		return quantity.Pence(n).String()
	}
	if n, ok := whole(d["fte_hundredths"]); ok {
		return quantity.FTE(n).String()
	}
	if d["kind"] == "money" || d["kind"] == "staff_time" {
		return "" // the amount is not for who reads this
	}
	return t.name("kind", d["kind"])
}

// left is what remains of a commitment of which a part goes. "" where all of it goes, and where that is not told.
func left(d map[string]any) string {
	if n, ok := whole(d["remains_pence"]); ok && n > 0 {
		return quantity.Pence(n).String()
	}
	if n, ok := whole(d["remains_fte_hundredths"]); ok && n > 0 {
		return quantity.FTE(n).String()
	}
	return ""
}

// passed is what a successor takes over: pounds, or posts, or a thing. "" where it is not told.
func (t telling) passed(d map[string]any) string {
	becomes, _ := d["becomes"].(map[string]any)
	if becomes == nil {
		return ""
	}
	if _, money := whole(d["amount_pence"]); money {
		return t.offer(d)
	}
	if _, staff := whole(d["fte_hundredths"]); staff {
		return t.offer(d)
	}
	if s := text(becomes["description"]); s != "" {
		return "“" + s + "”"
	}
	return t.name("kind", becomes["kind"])
}

// organisationsIn names the organisations of a list of objects, but for one.
func (t telling) organisationsIn(v any, but string) string {
	list, _ := v.([]any)
	var all []string
	for _, x := range list {
		if m, _ := x.(map[string]any); text(m["organisation"]) != but {
			all = append(all, t.name("organisation", m["organisation"]))
		}
	}
	return enumerate(all)
}

// votes is the count of a decision, "" where nobody voted.
func votes(d map[string]any) string {
	tally, counted := d["tally"].(map[string]any)
	if !counted || d["because"] == "certificate" || d["because"] == "resolution" {
		return ""
	}
	n := func(choice string) int64 { n, _ := whole(tally[choice]); return n }
	out := fmt.Sprintf("%d for and %d against", n("approve"), n("refuse"))
	if abstained := n("abstain"); abstained != 0 {
		out += fmt.Sprintf(", %d abstaining", abstained)
	}
	return out
}

// whole is a number of either sort that JSON is read into.
func whole(v any) (int64, bool) {
	switch v := v.(type) {
	case json.Number:
		n, err := v.Int64()
		return n, err == nil
	case float64:
		return int64(v), true
	}
	return 0, false
}

func text(v any) string { s, _ := v.(string); return s }

func enumerate(list []string) string {
	if n := len(list); n > 1 {
		return strings.Join(list[:n-1], ", ") + " and " + list[n-1]
	}
	return strings.Join(list, "")
}

// upper begins a sentence.
func upper(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// ending is what ends, as a record says it.
func (t telling) ending(d map[string]any) string {
	of := func(before, after string) string {
		if name := text(d["name"]); name != "" {
			return before + " " + name
		}
		return after
	}
	switch text(d["what"]) {
	case "agreement":
		return of("the agreement of the pooled fund", "the agreement of a pooled fund")
	case "contract":
		return of("the contract with", "the contract")
	case "grant":
		return of("the funding", "a grant")
	case "mandate":
		return "the mandate of " + t.name("seat", d["seat"])
	case "term":
		return "the term of " + t.name("person", d["person"]) + " in " + t.name("seat", d["seat"])
	case "deputy":
		return "the time of " + t.name("person", d["person"]) + " as a deputy for " + t.name("seat", d["seat"])
	}
	return ""
}
