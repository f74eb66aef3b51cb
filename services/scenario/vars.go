package scenario

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// variant is one set of parameters under which a scenario runs.
type variant struct {
	name   string
	values map[string]*node
}

var reference = regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}`)

// variants reads `vars` and `matrix`: one variant a row of the matrix, each with the variables of the file beside its own.
func (r *reader) variants(vars, matrix *node) []variant {
	common := map[string]*node{}
	if !vars.isNothing() && r.is(vars, mapping, "variables, as in {regime: pa2023}") {
		for _, p := range vars.pairs {
			common[p.key] = p.value
		}
	}
	if matrix.isNothing() {
		return []variant{{values: common}}
	}
	if !r.is(matrix, list, "a list of variants") {
		return nil
	}
	var out []variant
	for i, row := range matrix.items {
		if !r.is(row, mapping, "a variant, as in {name: psr2023, regime: psr2023}") {
			continue
		}
		v := variant{name: fmt.Sprint(i + 1), values: map[string]*node{}}
		for name, value := range common {
			v.values[name] = value
		}
		for _, p := range row.pairs {
			v.values[p.key] = p.value
			if p.key == "name" {
				v.name = p.value.text
			}
		}
		if slices.Contains(r.names, v.name) {
			r.mistake(row.place, "There are two variants %s.", v.name)
		}
		r.names = append(r.names, v.name)
		out = append(out, v)
	}
	return out
}

// with returns n with the variables of v in the place of ${name}. A scalar that is a reference and nothing else becomes what
// the variable holds, of whatever kind; inside a text the variable has to be one value.
func (r *reader) with(n *node, v variant) *node {
	out := *n
	out.items, out.pairs = nil, nil
	for _, item := range n.items {
		out.items = append(out.items, r.with(item, v))
	}
	for _, p := range n.pairs {
		p.value = r.with(p.value, v)
		out.pairs = append(out.pairs, p)
	}
	if n.kind != scalar || !strings.Contains(n.text, "${") {
		return &out
	}
	if m := reference.FindStringSubmatch(n.text); m != nil && m[0] == n.text {
		if value := r.value(n, m[1], v); value != nil {
			whole := *value
			whole.place = n.place
			return &whole
		}
		return &out
	}
	out.text = reference.ReplaceAllStringFunc(n.text, func(ref string) string {
		value := r.value(n, ref[2:len(ref)-1], v)
		if value == nil {
			return ""
		}
		if value.kind != scalar {
			r.mistake(n.place, "%s is not one value, and cannot stand inside a text.", ref)
		}
		return value.text
	})
	return &out
}

func (r *reader) value(n *node, name string, v variant) *node {
	value := v.values[name]
	if value == nil {
		r.mistake(n.place, "There is no variable %s.", name)
	}
	return value
}
