package scenario

import (
	"fmt"
	"slices"
	"strings"
)

// What is expected of the notices and the mails since the step before. A list wants each of its members among them, an empty
// one that there are none; {exactly: [...]} wants no others.

// wanted is one notice, or one mail, that is expected, or is not to be.
type wanted struct {
	place
	to      []string // persons; none: anybody
	inCase  string   // as the story calls it; none for what is about no case, "" for any
	count   int      // how many each of them gets; -1: at least one
	says    []string // texts that the mail has
	saysNot []string
	rest    *node // the other fields, as they are written
}

// wantedAll is what a step expects to be told, or written.
type wantedAll struct {
	each  []wanted
	whole bool // and nothing else
}

// noticeKeys and mailKeys are the fields that may be expected beside to, case and count.
var (
	noticeKeys = []string{"reason", "for", "board", "organisation", "post", "act", "as_deputy_for", "deputy", "until", "effective_at", "day", "meeting", "result",
		"because", "by", "choice", "at"}
	mailKeys = []string{"subject", "reason"}
)

// heard is a notice or a mail as it is compared with what is expected.
type heard struct {
	to, inCase string
	fields     map[string]any
	text       string // of a mail, on one line
	words      string // for reports
}

func (r *reader) expectNotices(step *Step, n *node) {
	step.Told = r.wantedAll(n, noticeKeys)
	r.add(step, n, func(w *world) []string { return step.Told.differences(w.heardNotices(), w.caseID, "told") })
}

func (r *reader) expectNoNotices(step *Step, n *node) {
	step.NotTold = r.wantedList(n, noticeKeys)
	r.add(step, n, func(w *world) []string { return unwanted(step.NotTold, w.heardNotices(), w.caseID) })
}

func (r *reader) expectMails(step *Step, n *node) {
	all := r.wantedAll(n, mailKeys)
	r.add(step, n, func(w *world) []string { return all.differences(w.heardMails(), w.caseID, "written") })
}

func (r *reader) wantedAll(n *node, keys []string) *wantedAll {
	if n.kind != mapping {
		return &wantedAll{each: r.wantedList(n, keys), whole: len(n.items) == 0}
	}
	out := &wantedAll{whole: true}
	r.fields(n, "a list, or {exactly: […]}", map[string]func(*node){"exactly": func(n *node) { out.each = r.wantedList(n, keys) }})
	return out
}

func (r *reader) wantedList(n *node, keys []string) (out []wanted) {
	if !r.is(n, list, "a list, as in [{to: p-lead, reason: asked, for: \"signoff:wcb\"}]") {
		return nil
	}
	for _, item := range n.items {
		want := wanted{place: item.place, count: -1, rest: &node{kind: mapping, place: item.place}}
		take := map[string]func(*node){
			"to": func(n *node) { want.to = r.texts(n) }, "case": func(n *node) { want.inCase = r.text(n) }, "count": func(n *node) { want.count = r.number(n) },
		}
		for _, key := range keys {
			take[key] = func(n *node) { want.rest.pairs = append(want.rest.pairs, pair{place: n.place, key: key, value: n}) }
		}
		if slices.Contains(keys, "subject") {
			take["says"] = func(n *node) { want.says = r.texts(n) }
			take["says_not"] = func(n *node) { want.saysNot = r.texts(n) }
		}
		r.fields(item, "who and what, as in {to: p-lead, reason: asked}", take)
		out = append(out, want)
	}
	return out
}

// differences compares what was heard. how says what happened to it: told, written.
func (all *wantedAll) differences(got []heard, caseID func(string) string, how string) (out []string) {
	left := slices.Clone(got)
	for _, want := range all.each {
		for _, person := range want.people() {
			of := 0
			for _, h := range got {
				if want.is(h, person, caseID) {
					of++
				}
			}
			left = slices.DeleteFunc(left, func(h heard) bool { return want.is(h, person, caseID) })
			switch {
			case want.count != 0 && of == 0:
				out = append(out, fmt.Sprintf("%s is not %s %s; %s", want.whom(person, how), how, want, sum(toPerson(got, person), how)))
			case want.count >= 0 && of != want.count:
				out = append(out, fmt.Sprintf("%s is %s %s %s, want %d", want.whom(person, how), how, want, plural(of, "time"), want.count))
			}
		}
	}
	if all.whole && len(left) > 0 {
		out = append(out, fmt.Sprintf("nothing else is to be %s; %s", how, sum(left, how)))
	}
	return out
}

// unwanted finds what nobody was to be told.
func unwanted(list []wanted, got []heard, caseID func(string) string) (out []string) {
	for _, want := range list {
		for _, person := range want.people() {
			for _, h := range got {
				if want.is(h, person, caseID) {
					out = append(out, fmt.Sprintf("%s is told %s, and is not to be", h.to, h.words))
				}
			}
		}
	}
	return out
}

func (want wanted) people() []string {
	if len(want.to) == 0 {
		return []string{""}
	}
	return want.to
}

func (want wanted) whom(person, how string) string {
	switch {
	case person == "" && how == "told":
		return "nobody"
	case person == "":
		return "a mail"
	case how == "written":
		return "a mail to " + person
	}
	return person
}

// is reports whether something heard is what is wanted.
func (want wanted) is(h heard, person string, caseID func(string) string) bool {
	if person != "" && h.to != person {
		return false
	}
	if want.inCase == "none" && h.inCase != "" || want.inCase != "" && want.inCase != "none" && h.inCase != caseID(want.inCase) {
		return false
	}
	has := func(text string) bool { return strings.Contains(h.text, onOneLine(text)) }
	if slices.ContainsFunc(want.says, func(text string) bool { return !has(text) }) || slices.ContainsFunc(want.saysNot, has) {
		return false
	}
	return len(match("", want.rest, h.fields)) == 0
}

// String writes what is wanted without the person.
func (want wanted) String() string {
	shown := &node{kind: mapping, pairs: slices.Clone(want.rest.pairs)}
	show := func(key string, texts ...string) {
		for _, text := range texts {
			shown.pairs = append(shown.pairs, pair{key: key, value: &node{kind: scalar, text: text}})
		}
	}
	if want.inCase != "" {
		show("case", want.inCase)
	}
	show("says", want.says...)
	show("says_not", want.saysNot...)
	return shown.String()
}

// toPerson picks what one person got; of somebody who got nothing, and of anybody, all of it.
func toPerson(got []heard, person string) []heard {
	var out []heard
	for _, h := range got {
		if h.to == person {
			out = append(out, h)
		}
	}
	if len(out) == 0 {
		return got
	}
	return out
}

// sum writes what was heard on one line, cut short where it is long.
func sum(list []heard, how string) string {
	if len(list) == 0 {
		return "nothing is " + how
	}
	var parts []string
	for _, h := range list {
		parts = append(parts, h.to+": "+h.words)
	}
	if n := len(parts); n > 20 {
		parts = append(parts[:20], fmt.Sprintf("and %d more", n-20))
	}
	return how + ": [" + strings.Join(parts, "; ") + "]"
}

// heardNotices is what was told since the step before.
func (w *world) heardNotices() (out []heard) {
	for _, n := range w.told.freshNotices {
		fields, _ := loose(n.Telling).(map[string]any)
		out = append(out, heard{to: n.Telling.Person, inCase: n.Telling.Case, fields: fields, words: named(n.Telling)})
	}
	return out
}

// heardMails is what was written since the step before.
func (w *world) heardMails() (out []heard) {
	for _, m := range w.told.freshMails {
		out = append(out, heard{
			to: m.Person, inCase: m.Case, fields: map[string]any{"subject": m.Subject, "reason": m.Reason}, text: textOf(m), words: fmt.Sprintf("%q", m.Subject),
		})
	}
	return out
}
