package scenario

import (
	"fmt"
	"io"
	"strings"

	"comity/services/client"
	"comity/services/wording"
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
	return wording.Together(a.Type, b.Type, a.JournalSeq == b.JournalSeq) && (a.JournalSeq == b.JournalSeq || a.Subject == b.Subject)
}

// flush tells what was held back.
func (t *teller) flush() {
	held := t.held
	if t.held = nil; len(held) == 0 {
		return
	}
	var list []wording.Event
	for _, e := range held {
		list = append(list, wording.Event{Type: e.Type, Data: dataOf(e)})
	}
	if sentence := wording.Sentence(list, t.naming(held[0])); sentence != "" {
		t.say(held[0], sentence)
	}
}

// naming says what the things are called of which an event speaks.
func (t *teller) naming(e client.Event) wording.Names {
	return func(what, id string) string {
		switch what {
		case "organisation":
			return t.organisation(id)
		case "board":
			return t.names.boards[id]
		case "signoff":
			return t.signOffs[e.Subject+" "+id]
		case "seat":
			if o := t.names.seats[id]; o != "" {
				return t.organisation(o)
			}
		case "partnership":
			return e.Partnership
		case "person":
			return person(id)
		}
		return ""
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

func (t *teller) organisation(id string) string {
	if name := t.names.organisations[id]; name != "" {
		return name
	}
	return id
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

func text(v any) string { s, _ := v.(string); return s }
