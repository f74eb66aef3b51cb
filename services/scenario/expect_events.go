package scenario

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"comity/events"
)

// expectEvents compares what the step appended: a list is the whole of it, in order, each by its type or with fields; a mapping
// may say `once` (each exactly once), `has` (among the others, in that order) and `none`.
func (r *reader) expectEvents(step *Step, n *node) {
	if n.kind == list {
		r.eventTypes(n)
		r.add(step, n, func(w *world) []string { return wholeSequence(n.items, w.happened()) })
		return
	}
	r.fields(n, "events, as in [signoff.vote_cast, signoff.decided] or {once: [gate.passed]}", map[string]func(*node){
		"once": func(n *node) {
			r.eventTypes(n)
			r.add(step, n, func(w *world) []string { return eachOnce(n.items, w.happened()) })
		},
		"has": func(n *node) {
			r.eventTypes(n)
			r.add(step, n, func(w *world) []string { return matchList("the events", n.items, anys(w.happened()), false) })
		},
		"none": func(n *node) {
			r.eventTypes(n)
			r.add(step, n, func(w *world) (out []string) {
				for _, item := range n.items {
					if count(item, w.happened()) > 0 {
						out = append(out, fmt.Sprintf("there is %s, want none", item))
					}
				}
				return out
			})
		},
	})
}

// eventTypes makes a mistake of a type of event that there is not: that none of it happened would be true of any story.
func (r *reader) eventTypes(n *node) {
	if !r.is(n, list, "a list of events, as in [gate.passed]") {
		return
	}
	for _, item := range n.items {
		named := item
		if item.kind == mapping {
			named = item.get("type")
		}
		if named != nil && named.kind == scalar && !slices.Contains(events.Types(), named.text) {
			r.mistake(named.place, "There is no event %s; docs/reference/events.md lists them.", named.text)
		}
	}
}

// happened are the events that the step appended, each its fields beside its type.
func (w *world) happened() (out []map[string]any) {
	for _, s := range w.records {
		for _, env := range s.Record.Events {
			e, _ := looseJSON(env.Data).(map[string]any)
			if e == nil {
				e = map[string]any{}
			}
			e["type"], e["actor"], e["at"] = env.Type, s.Record.Actor, s.Record.At.Format("2006-01-02T15:04:05.000Z07:00")
			if s.Record.ActingFor != "" {
				e["acting_for"] = s.Record.ActingFor
			}
			out = append(out, e)
		}
	}
	return out
}

func typesOf(list []map[string]any) string {
	parts := make([]string, len(list))
	for i, e := range list {
		parts[i] = fmt.Sprint(e["type"])
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

func anys(list []map[string]any) []any {
	out := make([]any, len(list))
	for i, e := range list {
		out[i] = e
	}
	return out
}

func wholeSequence(want []*node, got []map[string]any) (out []string) {
	same := len(want) == len(got)
	for i := 0; same && i < len(want); i++ {
		same = want[i].kind != scalar || want[i].text == got[i]["type"]
	}
	if !same {
		return []string{fmt.Sprintf("the events are %s, want %s", typesOf(got), &node{kind: list, items: want})}
	}
	for i, item := range want {
		if item.kind != scalar {
			out = append(out, match(fmt.Sprintf("event %d", i+1), item, got[i])...)
		}
	}
	return out
}

func eachOnce(want []*node, got []map[string]any) (out []string) {
	for _, item := range want {
		if n := count(item, got); n != 1 {
			out = append(out, fmt.Sprintf("%s happened %d times, want once; the events are %s", item, n, typesOf(got)))
		}
	}
	return out
}

func count(item *node, got []map[string]any) (n int) {
	for _, e := range got {
		if len(match("", item, e)) == 0 {
			n++
		}
	}
	return n
}

// expectFeed compares what the step published to a clearance: `has` events among it, in order; `none` of some types; `only`
// these fields in any of it.
func (r *reader) expectFeed(step *Step, n *node) {
	if !r.is(n, mapping, "what is published by clearance, as in {public: {only: [case, stage]}}") {
		return
	}
	for _, p := range n.pairs {
		r.fields(p.value, "what is published, as in {has: [gate.passed]}", map[string]func(*node){
			"has": func(n *node) {
				r.eventTypes(n)
				r.add(step, n, func(w *world) []string {
					return matchList("what is published to "+p.key, n.items, anys(w.publishedTo(p.key)), false)
				})
			},
			"none": func(n *node) {
				r.eventTypes(n)
				r.add(step, n, func(w *world) (out []string) {
					for _, item := range n.items {
						if count(item, w.publishedTo(p.key)) > 0 {
							out = append(out, fmt.Sprintf("%s is published to %s", item, p.key))
						}
					}
					return out
				})
			},
			"only": func(n *node) {
				allowed := append(r.texts(n), "type")
				r.add(step, n, func(w *world) []string { return onlyFields(p.key, allowed, w.publishedTo(p.key)) })
			},
		})
	}
}

// publishedTo is what the step published to a clearance, the fields of each beside its type.
func (w *world) publishedTo(clearance string) (out []map[string]any) {
	if err := w.followAll(context.Background()); err != nil {
		w.differ("%v", err)
	}
	if len(w.records) == 0 {
		return nil
	}
	for _, p := range w.published {
		if p.clearance != clearance || p.event.JournalSeq < w.records[0].Seq {
			continue
		}
		e := map[string]any{"type": p.event.Type}
		for name, v := range p.data {
			e[name] = v
		}
		out = append(out, e)
	}
	return out
}

func onlyFields(clearance string, allowed []string, told []map[string]any) (out []string) {
	for _, e := range told {
		for name := range e {
			if !slices.Contains(allowed, name) {
				out = append(out, fmt.Sprintf("%v published to %s has the field %s", e["type"], clearance, name))
			}
		}
	}
	return out
}
