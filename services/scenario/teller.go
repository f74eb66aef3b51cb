package scenario

import (
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"comity/services/client"
	"comity/workflow/quantity"
)

// teller prints a story from the events that arrive, in the order in which they arrive.
type teller struct {
	out      io.Writer
	names    names
	signOffs map[string]string // who is asked, in words, by case and sign-off
	held     []client.Event    // of one record and one type, not told yet
}

// names are what organisations, boards and seats are called.
type names struct {
	organisations, boards map[string]string
	seats                 map[string]string // the organisation of a seat
}

func newTeller(out io.Writer) *teller { return &teller{out: out, signOffs: map[string]string{}} }

// hear takes an event. It is told once it is known that no other of its record is to be told with it.
func (t *teller) hear(e client.Event) {
	if len(t.held) > 0 && !together(t.held[0], e) {
		t.flush()
	}
	t.remember(e)
	t.held = append(t.held, e)
}

// together reports whether two events are told in one sentence.
func together(a, b client.Event) bool {
	w := wordings[a.Type]
	return a.Type == b.Type && w.many != "" && (a.JournalSeq == b.JournalSeq || (w.runs && a.Subject == b.Subject))
}

// flush tells what was held back.
func (t *teller) flush() {
	held := t.held
	if t.held = nil; len(held) == 0 {
		return
	}
	w, known := wordings[held[0].Type]
	sentence := w.one
	if len(held) > 1 {
		sentence = w.many
	}
	if !known {
		sentence = held[0].Type + "." // of a newer engine
	}
	if sentence != "" {
		t.say(held[0], t.fill(sentence, held))
	}
}

// say prints one line: which case, and what.
func (t *teller) say(e client.Event, sentence string) {
	kind, id, _ := strings.Cut(e.Subject, "/")
	if kind != "case" {
		id = ""
	}
	fmt.Fprintf(t.out, "  %-18s %s\n", id, sentence)
}

// remember keeps who is asked by which sign-off.
func (t *teller) remember(e client.Event) {
	if e.Type != "signoff.requested" {
		return
	}
	d := dataOf(e)
	who := t.names.boards[text(d["board"])]
	if post := text(d["post"]); post != "" {
		who = "the " + strings.ReplaceAll(post, "_", " ") + " of " + t.organisation(text(d["officer_of"]))
	}
	if who == "" {
		who = text(d["board"])
	}
	t.signOffs[e.Subject+" "+text(d["signoff"])] = who
}

func dataOf(e client.Event) map[string]any {
	d, _ := looseJSON(e.Data).(map[string]any)
	return d
}

var (
	placeholder = regexp.MustCompile(`\{([a-z_.]+)\}`)
	optional    = regexp.MustCompile(`\[([^\]]*)\]`)
)

// fill puts the fields of events into a sentence.
func (t *teller) fill(sentence string, list []client.Event) string {
	word := func(name string) string {
		var all []string
		for _, e := range list {
			if w := t.word(e, dataOf(e), name); w != "" && !slices.Contains(all, w) {
				all = append(all, w)
			}
		}
		return enumerate(all)
	}
	sentence = optional.ReplaceAllStringFunc(sentence, func(part string) string {
		for _, m := range placeholder.FindAllStringSubmatch(part, -1) {
			if word(m[1]) == "" {
				return ""
			}
		}
		return part[1 : len(part)-1]
	})
	return upper(placeholder.ReplaceAllStringFunc(sentence, func(ref string) string { return word(ref[1 : len(ref)-1]) }))
}

// word is a field of an event as people say it.
func (t *teller) word(e client.Event, d map[string]any, name string) string {
	switch name {
	case "organisation":
		return t.organisation(text(d[name]))
	case "board":
		if b := t.names.boards[text(d[name])]; b != "" {
			return b
		}
	case "signoff":
		if who := t.signOffs[e.Subject+" "+text(d[name])]; who != "" {
			return who
		}
	case "dissent":
		return t.dissent(e, d)
	case "seat":
		if o := t.names.seats[text(d["seat"])]; o != "" {
			return t.organisation(o)
		}
	case "seat_id":
		return text(d["seat"])
	case "partnership":
		return e.Partnership
	case "offer":
		return offer(d)
	case "votes":
		return votesOf(d)
	case "person", "author", "by", "as_deputy_for":
		return person(text(d[name]))
	}
	var v any = d
	for part := range strings.SplitSeq(name, ".") {
		m, _ := v.(map[string]any)
		v = m[part]
	}
	return inWords(name, v)
}

func (t *teller) organisation(id string) string {
	if name := t.names.organisations[id]; name != "" {
		return name
	}
	return id
}

func (t *teller) dissent(e client.Event, d map[string]any) string {
	var all []string
	list, _ := d["dissent"].([]any)
	for _, id := range list {
		who := t.signOffs[e.Subject+" "+text(id)]
		if who == "" {
			who = text(id)
		}
		all = append(all, who)
	}
	return enumerate(all)
}

// person is who somebody is, by an id that says so: lead-member is lead member, p-lead stays as it is.
func person(id string) string {
	if head, _, _ := strings.Cut(id, "-"); len(head) < 3 {
		return id
	}
	words := strings.Split(id, "-")
	for i, word := range words {
		if !strings.ContainsAny(word, "aeiouy") {
			words[i] = strings.ToUpper(word) // PCT, CVS
		}
	}
	return strings.Join(words, " ")
}

// votesOf is the count of a decision, "" where nobody voted.
func votesOf(d map[string]any) string {
	if d["because"] == "certificate" || d["because"] == "resolution" {
		return ""
	}
	tally, _ := d["tally"].(map[string]any)
	out := fmt.Sprintf("%s for and %s against", orZero(tally["approve"]), orZero(tally["refuse"]))
	if n := orZero(tally["abstain"]); n != "0" {
		out += ", " + n + " abstaining"
	}
	return out
}

func orZero(v any) string {
	if v == nil {
		return "0"
	}
	return fmt.Sprint(v)
}

// offer is what is put in: pounds, or posts, or a thing.
func offer(d map[string]any) string {
	if n, ok := d["amount_pence"].(json.Number); ok {
		v, _ := n.Int64()
		return quantity.Pence(v).String()
	}
	if n, ok := d["fte_hundredths"].(json.Number); ok {
		v, _ := n.Int64()
		return quantity.FTE(v).String()
	}
	return inWords("kind", d["kind"])
}

// inWords writes a value for people: times in London, codes without their underscores, lists with an "and".
func inWords(name string, v any) string {
	switch v := v.(type) {
	case []any:
		var all []string
		for _, one := range v {
			all = append(all, inWords("", one))
		}
		return enumerate(all)
	case string:
		if strings.HasSuffix(name, "_at") || name == "until" {
			if at, err := time.Parse(time.RFC3339, v); err == nil {
				return at.In(london).Format("2 January 2006")
			}
		}
		if !strings.Contains(v, " ") && name != "workflow" {
			return strings.ReplaceAll(v, "_", " ")
		}
		return v
	case nil:
		return ""
	case bool:
		return map[bool]string{true: "yes", false: "no"}[v]
	}
	return fmt.Sprint(v)
}

func text(v any) string { s, _ := v.(string); return s }

func enumerate(list []string) string {
	if n := len(list); n > 1 {
		return strings.Join(list[:n-1], ", ") + " and " + list[n-1]
	}
	return strings.Join(list, "")
}
