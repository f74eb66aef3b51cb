package scenario

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"comity/workflow/schema"
)

// reader reads the values of a file strictly and keeps every mistake with its place, so that whoever writes a scenario sees
// all of them at once.
type reader struct {
	dir      string   // of the file, against which fixtures and documents are found
	variant  string   // that is being read; "" for a file without a matrix
	names    []string // of all variants
	mistakes Mistakes
}

func (r *reader) mistake(at place, format string, args ...any) {
	r.mistakes = append(r.mistakes, Mistake{at.file, at.line, at.column, fmt.Sprintf(format, args...)})
}

// is reports whether a node is of a kind, and makes a mistake of one that is not.
func (r *reader) is(n *node, k kind, want string) bool {
	if n.kind == k {
		return true
	}
	r.mistake(n.place, "This has to be %s.", want)
	return false
}

// fields hands each value of a mapping to the function for its key. A key that nobody takes is a mistake.
func (r *reader) fields(n *node, what string, take map[string]func(*node)) {
	if !r.is(n, mapping, what) {
		return
	}
	for _, p := range n.pairs {
		read, ok := take[p.key]
		if !ok {
			r.unknown(p, take)
			continue
		}
		if p.value.isNothing() {
			r.mistake(p.place, "%s has no value.", p.key)
			continue
		}
		read(p.value)
	}
}

func (r *reader) unknown(p pair, take map[string]func(*node)) {
	var known []string
	for key := range take {
		known = append(known, key)
	}
	slices.Sort(known)
	if near := schema.Nearest(p.key, known); near != "" {
		r.mistake(p.place, "%s is not a key here. Did you mean %s?", p.key, near)
		return
	}
	r.mistake(p.place, "%s is not a key here; these are: %s.", p.key, strings.Join(known, ", "))
}

func (r *reader) text(n *node) string {
	if !r.is(n, scalar, "text") {
		return ""
	}
	return n.text
}

// texts reads a list of texts; a single one is a list of one.
func (r *reader) texts(n *node) []string {
	if n.kind == scalar {
		return []string{n.text}
	}
	if !r.is(n, list, "a list, as in [one, two]") {
		return nil
	}
	out := make([]string, 0, len(n.items))
	for _, item := range n.items {
		out = append(out, r.text(item))
	}
	return out
}

func (r *reader) number(n *node) int {
	v, err := strconv.Atoi(n.text)
	if n.kind != scalar || err != nil {
		r.mistake(n.place, "This has to be a whole number.")
	}
	return v
}

func (r *reader) truth(n *node) bool {
	if n.kind != scalar || (n.text != "true" && n.text != "false") {
		r.mistake(n.place, "This has to be true or false.")
	}
	return n.text == "true"
}

func (r *reader) time(n *node) time.Time {
	if !r.is(n, scalar, "a time") {
		return time.Time{}
	}
	t, err := moment(n.text)
	if err != nil {
		r.mistake(n.place, "%s.", upper(err.Error()))
	}
	return t
}

// values reads the fields of a command or a question.
func (r *reader) values(n *node) map[string]any {
	if !r.is(n, mapping, "fields, as in {seat: W1, choice: approve}") {
		return nil
	}
	r.thousands(n)
	return n.plain().(map[string]any)
}

// thousands makes a mistake of what is left of £20,000 where it is not quoted in {…}: YAML splits there at the comma.
func (r *reader) thousands(n *node) {
	for _, p := range n.pairs {
		if p.value.isNothing() && len(p.key) >= 3 && strings.Trim(p.key, "0123456789.") == "" {
			r.mistake(p.place, "%s has no value. A text that has a comma is quoted here: \"£20,000\".", p.key)
		}
		r.thousands(p.value)
	}
	for _, item := range n.items {
		r.thousands(item)
	}
}

func upper(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
