package document

import (
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// How layers are put together, and nothing but this:
//
//   - mappings key by key;
//   - lists of things with an id, thing by thing: what has the id of one below is laid over it and keeps its place, anything else comes after;
//   - every other list, and every single value, stands in the place of the one below;
//   - remove takes away what lies below first, by its path: boards.jce, boards.wcb.seats.W5, calendar.extra.

// together is the one mapping that the layers make.
func (s *stack) together() *ast.MappingNode {
	var t reflect.Type
	if t = reflect.TypeFor[Governance](); s.kind == KindWorkflow {
		t = reflect.TypeFor[Workflow]()
	}
	var out *ast.MappingNode
	for _, l := range s.layers {
		for i, path := range l.remove {
			if out == nil {
				s.problem(l, item("remove", i), "nothing_to_remove", "There is nothing below this document from which %s could be removed.", path)
			} else if sentence := takeAway(out, path, t); sentence != "" {
				s.problem(l, item("remove", i), "nothing_to_remove", "%s", sentence)
			}
		}
		l.root.Values = slices.DeleteFunc(l.root.Values, func(p *ast.MappingValueNode) bool { return ofLayers(keyText(p)) })
		if out == nil {
			out = l.root
			continue
		}
		out = s.whole.over(out, l.root, t).(*ast.MappingNode)
	}
	return out
}

// over lays one value over another of the same type; t is nil where documents leave the shape free.
func (s *source) over(below, above ast.Node, t reflect.Type) ast.Node {
	if t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch above := above.(type) {
	case *ast.MappingNode:
		if below, ok := below.(*ast.MappingNode); ok {
			return s.mappings(below, above, t)
		}
	case *ast.SequenceNode:
		if below, ok := below.(*ast.SequenceNode); ok && identified(t) {
			return s.things(below, above, t.Elem())
		}
	}
	return above
}

func (s *source) mappings(below, above *ast.MappingNode, t reflect.Type) ast.Node {
	out := &ast.MappingNode{BaseNode: above.BaseNode, Start: above.Start, End: above.End, IsFlowStyle: above.IsFlowStyle}
	s.tops[out] = above
	for _, low := range below.Values {
		high := pairOf(above, keyText(low))
		if high == nil {
			out.Values = append(out.Values, low)
			continue
		}
		merged := &ast.MappingValueNode{BaseNode: high.BaseNode, Start: high.Start, Key: high.Key, Value: s.over(low.Value, high.Value, under(t, keyText(low)))}
		out.Values = append(out.Values, merged)
	}
	for _, high := range above.Values {
		if pairOf(below, keyText(high)) == nil {
			out.Values = append(out.Values, high)
		}
	}
	return out
}

func (s *source) things(below, above *ast.SequenceNode, t reflect.Type) ast.Node {
	out := &ast.SequenceNode{BaseNode: above.BaseNode, Start: above.Start, End: above.End, IsFlowStyle: above.IsFlowStyle, Values: slices.Clone(below.Values)}
	s.tops[out] = above
	for _, high := range above.Values {
		id := idOf(high)
		i := slices.IndexFunc(below.Values, func(low ast.Node) bool { return id != "" && idOf(low) == id })
		if i < 0 {
			out.Values = append(out.Values, high)
			continue
		}
		out.Values[i] = s.over(out.Values[i], high, t)
	}
	return out
}

// identified reports whether the things of a list are told apart by an id of their own.
func identified(t reflect.Type) bool {
	if t == nil || t.Kind() != reflect.Slice || t.Elem().Kind() != reflect.Struct {
		return false
	}
	i, ok := fieldsOf(t.Elem())["id"]
	return ok && demandOf(t.Elem().Field(i)).required
}

// under is the type of a key; nil where the shape is free.
func under(t reflect.Type, key string) reflect.Type {
	if t == nil || t.Kind() != reflect.Struct {
		return nil
	}
	if i, ok := fieldsOf(t)[key]; ok {
		return t.Field(i).Type
	}
	return nil
}

func pairOf(m *ast.MappingNode, key string) *ast.MappingValueNode {
	for _, p := range m.Values {
		if keyText(p) == key {
			return p
		}
	}
	return nil
}

func idOf(n ast.Node) string {
	if m, ok := n.(*ast.MappingNode); ok {
		if p := pairOf(m, "id"); p != nil {
			id, _ := rawScalar(p.Value)
			return id
		}
	}
	return ""
}

// takeAway removes what stands at a path, which names things by their id: boards.wcb.seats.W5. It gives a sentence where nothing does.
func takeAway(root *ast.MappingNode, path string, t reflect.Type) (sentence string) {
	words := strings.Split(path, ".")
	var at ast.Node = root
	for i, word := range words {
		last, so := i == len(words)-1, strings.Join(words[:i], ".")
		if t != nil && t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		switch n := at.(type) {
		case *ast.MappingNode:
			j := slices.IndexFunc(n.Values, func(p *ast.MappingValueNode) bool { return keyText(p) == word })
			if j < 0 {
				return notBelow(path, word, so, keysIn(n))
			}
			if last {
				n.Values = slices.Delete(n.Values, j, j+1)
				return ""
			}
			at, t = n.Values[j].Value, under(t, word)
		case *ast.SequenceNode:
			if !identified(t) {
				return "The items of " + so + " have no ids by which one could be removed. Give the list anew: it takes the place of the one below."
			}
			j := slices.IndexFunc(n.Values, func(v ast.Node) bool { return idOf(v) == word })
			if j < 0 {
				var known []string
				for _, v := range n.Values {
					known = append(known, idOf(v))
				}
				return notBelow(path, word, so, known)
			}
			if last {
				n.Values = slices.Delete(n.Values, j, j+1)
				return ""
			}
			at, t = n.Values[j], t.Elem()
		default:
			return notBelow(path, word, so, nil)
		}
	}
	return ""
}

func notBelow(path, word, so string, known []string) string {
	where := "what this document is laid on"
	if so != "" {
		where = so + " of " + where
	}
	return "There is no " + word + " in " + where + ", so that " + path + " cannot be removed." + didYouMean(word, known)
}

func keysIn(m *ast.MappingNode) []string {
	out := make([]string, len(m.Values))
	for i, p := range m.Values {
		out[i] = keyText(p)
	}
	return out
}
