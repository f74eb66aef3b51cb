package scenario

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"comity/workflow/quantity"
)

// match compares what a scenario wants with what there is, and says where they differ. A mapping wants its keys and says
// nothing of others. A list wants its members in that order, and lets others stand between; {exactly: [...]} lets none,
// {count: 3} wants so many, {none: ...} wants no such member. Times are compared as moments, pounds and posts as amounts, and
// `none` wants that there is nothing. A word is compared with a mapping by its choice, result, state, type or id.
func match(path string, want *node, got any) []string {
	switch want.kind {
	case nothing:
		return wantNone(path, got)
	case scalar:
		return matchScalar(path, want, got)
	case list:
		return matchList(path, want.items, got, false)
	}
	if members, ok := got.([]any); ok {
		return matchMembers(path, want, members)
	}
	m, ok := got.(map[string]any)
	if !ok {
		return []string{fmt.Sprintf("%s is %s, want %s", path, oneLine(got), want)}
	}
	var out []string
	for _, p := range want.pairs {
		out = append(out, match(join(path, p.key), p.value, field(m, p.key))...)
	}
	return out
}

// field finds a member by its name, or by its name without the unit: amount for amount_pence.
func field(m map[string]any, key string) any {
	for _, name := range []string{key, key + "_pence", key + "_hundredths", key + "_fte_hundredths"} {
		if v, ok := m[name]; ok {
			return v
		}
	}
	return nil
}

func wantNone(path string, got any) []string {
	switch v := got.(type) {
	case nil:
		return nil
	case string:
		if v == "" {
			return nil
		}
	case []any:
		if len(v) == 0 {
			return nil
		}
	case map[string]any:
		if len(v) == 0 {
			return nil
		}
	}
	return []string{fmt.Sprintf("%s is %s, want none", path, oneLine(got))}
}

func matchScalar(path string, want *node, got any) []string {
	if want.text == "none" && !want.quoted {
		return wantNone(path, got)
	}
	if m, ok := got.(map[string]any); ok {
		for _, name := range []string{"choice", "result", "state", "type", "id"} {
			if same(want.text, m[name]) {
				return nil
			}
		}
	}
	if !same(want.text, got) {
		return []string{fmt.Sprintf("%s is %s, want %s", path, oneLine(got), want.text)}
	}
	return nil
}

// same reports whether a single value is the one that was written.
func same(want string, got any) bool {
	switch v := got.(type) {
	case nil:
		return want == "0" || want == "£0" || want == "0 FTE" || want == "false" // JSON leaves out what is zero
	case bool:
		return want == fmt.Sprint(v)
	case string:
		if v == want {
			return true
		}
		a, err1 := moment(want)
		b, err2 := moment(v)
		return err1 == nil && err2 == nil && a.Equal(b)
	case json.Number:
		return sameNumber(want, v.String())
	}
	return false
}

func sameNumber(want, got string) bool {
	if strings.HasPrefix(want, "£") {
		p, err := quantity.ParsePounds(want)
		return err == nil && fmt.Sprint(int64(p)) == got
	}
	if posts, ok := strings.CutSuffix(want, " FTE"); ok {
		p, err := quantity.ParseFTE(posts)
		return err == nil && fmt.Sprint(int64(p)) == got
	}
	a, ok1 := new(big.Rat).SetString(want)
	b, ok2 := new(big.Rat).SetString(got)
	return ok1 && ok2 && a.Cmp(b) == 0
}

// matchMembers compares a list with {exactly: …, count: …, none: …}.
func matchMembers(path string, want *node, got []any) []string {
	var out []string
	for _, p := range want.pairs {
		switch p.key {
		case "exactly":
			out = append(out, matchList(path, p.value.items, got, true)...)
		case "count":
			if fmt.Sprint(len(got)) != p.value.text {
				out = append(out, fmt.Sprintf("%s has %d members, want %s", path, len(got), p.value.text))
			}
		case "none":
			if i := slices.IndexFunc(got, func(v any) bool { return len(match(path, p.value, v)) == 0 }); i >= 0 {
				out = append(out, fmt.Sprintf("%s has %s, want none such", path, oneLine(got[i])))
			}
		default:
			out = append(out, fmt.Sprintf("%s is a list: compare it with a list, or with exactly, count or none, not with %s", path, p.key))
		}
	}
	return out
}

// matchList looks for each wanted member, in order.
func matchList(path string, want []*node, got any, whole bool) []string {
	members, ok := got.([]any)
	if got != nil && !ok {
		return []string{fmt.Sprintf("%s is %s, want a list", path, oneLine(got))}
	}
	if whole {
		if len(want) != len(members) {
			return []string{fmt.Sprintf("%s is %s, want exactly %s", path, oneLine(got), &node{kind: list, items: want})}
		}
		var out []string
		for i, w := range want {
			out = append(out, match(fmt.Sprintf("%s[%d]", path, i), w, members[i])...)
		}
		return out
	}
	at := 0
	for _, w := range want {
		i := slices.IndexFunc(members[at:], func(v any) bool { return len(match(path, w, v)) == 0 })
		if i < 0 {
			return []string{fmt.Sprintf("%s is %s, and has no %s in its place", path, oneLine(got), w)}
		}
		at += i + 1
	}
	return nil
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// String writes a node on one line, for reports.
func (n *node) String() string {
	switch n.kind {
	case scalar:
		return n.text
	case list:
		parts := make([]string, len(n.items))
		for i, item := range n.items {
			parts[i] = item.String()
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case mapping:
		parts := make([]string, len(n.pairs))
		for i, p := range n.pairs {
			parts[i] = p.key + ": " + p.value.String()
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	return "none"
}

// oneLine writes what there is on one line, cut short where it is long.
func oneLine(v any) string {
	if v == nil {
		return "nothing"
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	if r := []rune(string(raw)); len(r) > 400 {
		return string(r[:400]) + "…"
	}
	return string(raw)
}

// loose turns any value into what JSON would read it as, numbers exact.
func loose(v any) any {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	return looseJSON(raw)
}

func looseJSON(raw []byte) any {
	dec := json.NewDecoder(strings.NewReader(string(raw)))
	dec.UseNumber()
	var out any
	if dec.Decode(&out) != nil {
		return nil
	}
	return out
}
