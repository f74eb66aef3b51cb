package scenario

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// maxFile bounds a scenario file, in bytes.
const maxFile = 1 << 20

// place is where something stands in a file; lines and columns count from 1.
type place struct {
	file         string
	line, column int
}

func (p place) String() string { return fmt.Sprintf("%s:%d:%d", p.file, p.line, p.column) }

// kind is what a node is.
type kind int

const (
	nothing kind = iota // a key without a value, or null
	scalar
	list
	mapping
)

// node is one value of a file, with its place. The steps of a file are read from nodes, and what a step expects keeps them.
type node struct {
	place
	kind   kind
	text   string // of a scalar, as written
	quoted bool   // the scalar is text whatever it looks like
	items  []*node
	pairs  []pair
}

// pair is one key of a mapping.
type pair struct {
	place
	key   string
	value *node
}

// get returns the value of a key, nil where the mapping has none.
func (n *node) get(key string) *node {
	if n == nil {
		return nil
	}
	for _, p := range n.pairs {
		if p.key == key {
			return p.value
		}
	}
	return nil
}

// isNothing reports whether no value was given.
func (n *node) isNothing() bool { return n == nil || n.kind == nothing }

// plain turns a node into values for client.Fill: text, whole numbers and decimals as written, truth, lists and maps.
func (n *node) plain() any {
	switch n.kind {
	case scalar:
		if !n.quoted && (n.text == "true" || n.text == "false") {
			return n.text == "true"
		}
		if t, ok := spoken(n.text); ok {
			return t
		}
		return n.text
	case list:
		out := make([]any, len(n.items))
		for i, item := range n.items {
			out[i] = item.plain()
		}
		return out
	case mapping:
		out := map[string]any{}
		for _, p := range n.pairs {
			out[p.key] = p.value.plain()
		}
		return out
	}
	return nil
}

// Mistake is something in a scenario file that cannot be read.
type Mistake struct {
	File         string
	Line, Column int
	Sentence     string
}

func (m Mistake) String() string {
	return fmt.Sprintf("%s:%d:%d: %s", m.File, m.Line, m.Column, m.Sentence)
}

// Mistakes are all that is wrong in a file, in the order of its lines.
type Mistakes []Mistake

func (m Mistakes) Error() string {
	lines := make([]string, len(m))
	for i, one := range m {
		lines[i] = one.String()
	}
	return strings.Join(lines, "\n")
}

// sorted returns the mistakes in the order of lines, each once.
func (m Mistakes) sorted() Mistakes {
	slices.SortStableFunc(m, func(a, b Mistake) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return slices.Compact(m)
}

// parse reads the one document of a file.
// Errors: Mistakes.
func parse(file string, text []byte) (*node, error) {
	if len(text) > maxFile {
		return nil, Mistakes{{file, 1, 1, fmt.Sprintf("The file is larger than %d KiB.", maxFile>>10)}}
	}
	f, err := parser.ParseBytes(text, 0)
	if err != nil {
		m := Mistake{file, 1, 1, err.Error()}
		if y, ok := err.(yaml.Error); ok {
			m.Sentence = "This is not YAML: " + y.GetMessage() + "."
			if t := y.GetToken(); t != nil {
				m.Line, m.Column = t.Position.Line, t.Position.Column
			}
		}
		return nil, Mistakes{m}
	}
	if len(f.Docs) != 1 || f.Docs[0].Body == nil {
		return nil, Mistakes{{file, 1, 1, "A scenario file is one YAML document."}}
	}
	b := builder{file: file}
	n := b.node(f.Docs[0].Body)
	if len(b.mistakes) > 0 {
		return nil, b.mistakes.sorted()
	}
	return n, nil
}

// builder turns the library's tree into ours.
type builder struct {
	file     string
	mistakes Mistakes
}

func (b *builder) place(n ast.Node) place {
	p := n.GetToken().Position
	return place{b.file, p.Line, p.Column}
}

func (b *builder) node(n ast.Node) *node {
	out := &node{place: b.place(n)}
	switch v := n.(type) {
	case *ast.NullNode:
	case *ast.StringNode:
		out.kind, out.text, out.quoted = scalar, v.Value, strings.HasPrefix(v.Token.Origin, `"`) || strings.HasPrefix(strings.TrimSpace(v.Token.Origin), "'") || strings.HasPrefix(strings.TrimSpace(v.Token.Origin), `"`)
	case *ast.LiteralNode:
		out.kind, out.text, out.quoted = scalar, v.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		out.kind, out.text = scalar, n.GetToken().Value
	case *ast.SequenceNode:
		out.kind = list
		for _, item := range v.Values {
			out.items = append(out.items, b.node(item))
		}
	case *ast.MappingNode:
		out.kind = mapping
		for _, value := range v.Values {
			b.pair(out, value)
		}
		if !v.IsFlowStyle && len(out.pairs) > 0 {
			out.place = out.pairs[0].place // the library puts it at the first colon
		}
	case *ast.MappingValueNode:
		out.kind = mapping
		b.pair(out, v)
		out.place = b.place(v.Key)
	default:
		b.mistakes = append(b.mistakes, Mistake{b.file, out.line, out.column, "Anchors, aliases and tags are not used here: write the value out."})
	}
	return out
}

func (b *builder) pair(into *node, v *ast.MappingValueNode) {
	at := b.place(v.Key)
	key := v.Key.GetToken().Value
	if s, ok := v.Key.(*ast.StringNode); ok {
		key = s.Value
	}
	if into.get(key) != nil {
		b.mistakes = append(b.mistakes, Mistake{b.file, at.line, at.column, fmt.Sprintf("%s is there twice.", key)})
		return
	}
	value := b.node(v.Value)
	if value.kind == nothing {
		value.place = at // the library puts it nowhere
	}
	into.pairs = append(into.pairs, pair{place: at, key: key, value: value})
}
