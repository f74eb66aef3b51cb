package document

import (
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// Documents laid on others. A document may name others under extends: they lie below it, and it says only what is otherwise. What is
// published is always the whole, written out; nothing behind the reader knows of layers. How they are put together is in over.go.

// maxLayers is on how many documents one may be laid.
const maxLayers = 16

// Resolver finds the document of a kind that another one, from, names under extends. The name of what it gives is where the document is
// known to be: the same document has the same name, however it was reached. An error is a sentence for the person who wrote it.
type Resolver func(kind, from, name string) (Source, error)

// Whole is what is published of a document: the text itself, comments and all, or, where it is laid on others, all of them written out as one.
//
// Errors: *Problems, where it is laid on others and there is a mistake, each with the file in which it stands. A document that is laid on
// nothing is not looked at further: whoever publishes it says what is wrong with it.
func Whole(src Source, find Resolver) (string, error) {
	text, _, err := WholeFrom(src, find)
	return text, err
}

// isLaid reports whether a document speaks of others below it.
func isLaid(root ast.Node) bool {
	m, ok := root.(*ast.MappingNode)
	return ok && slices.ContainsFunc(m.Values, func(p *ast.MappingValueNode) bool { return ofLayers(keyText(p)) })
}

// ofLayers reports whether a key speaks of the documents below, and is gone once they are put together.
func ofLayers(key string) bool { return key == "extends" || key == "remove" }

// readLaid is read for a document that is laid on others.
func readLaid(src Source, find Resolver) (*Document, []Problem) {
	s := &stack{find: find, under: map[string]bool{}, whole: &source{file: src.Name, places: map[string]place{}, broken: map[string]bool{},
		from: map[ast.Node]*source{}, tops: map[ast.Node]ast.Node{}}}
	if !s.lay(src, nil, place{}) {
		return nil, s.problems
	}
	root := s.together()
	b := &binder{source: s.whole}
	doc := b.document(root)
	if len(s.problems) == 0 {
		s.problems = b.problems // each stands in one of the layers, which has said it
	}
	if len(s.problems) == 0 {
		if text, err := Expand(doc); err == nil && len(text) > MaxSize {
			s.problem(s.layers[len(s.layers)-1], "extends", "too_large", "Put together with what it is laid on the document is larger than %d KiB.", MaxSize>>10)
		}
	}
	return doc, s.problems
}

// layer is one of the documents that are put together.
type layer struct {
	binder *binder
	root   *ast.MappingNode
	remove []string
}

// stack gathers the layers.
type stack struct {
	find     Resolver
	kind     string
	layers   []*layer        // the lowest first, each once
	chain    []string        // those under way, the topmost first
	under    map[string]bool // laid
	whole    *source         // where everything stands, once they are put together
	problems []Problem
}

// problem records what is wrong at a path of one layer.
func (s *stack) problem(l *layer, path, code, format string, args ...any) {
	l.binder.problem(l.binder.source.at(path), path, code, format, args...)
	s.problems = append(s.problems, l.binder.problems[len(l.binder.problems)-1])
}

// lay puts a document on the stack, those below it first. A document that is reached twice lies where it was reached first. It reports whether
// the document and all below it could be made out.
func (s *stack) lay(src Source, by *layer, at place) bool {
	fail := func(path, code, format string, args ...any) bool {
		by.binder.problem(at, path, code, format, args...)
		s.problems = append(s.problems, by.binder.problems[len(by.binder.problems)-1])
		return false
	}
	switch {
	case slices.Contains(s.chain, src.Name):
		return fail("extends", "laid_on_itself", "This lays the document on itself: %s.", strings.Join(append(slices.Clone(s.chain[slices.Index(s.chain, src.Name):]), src.Name), ", on "))
	case s.under[src.Name]:
		return true
	case len(s.layers)+len(s.chain) >= maxLayers:
		return fail("extends", "too_deep", "The document is laid on more than %d others.", maxLayers)
	}
	l := &layer{binder: newBinder(src)}
	root := l.binder.root()
	var doc *Document
	if root != nil {
		doc = l.binder.document(root)
	}
	s.problems = append(s.problems, l.binder.problems...)
	if doc == nil {
		return false
	}
	l.root = root.(*ast.MappingNode)
	var extends []string
	kind, body := KindGovernance, reflect.ValueOf(doc.Governance)
	if g := doc.Governance; g != nil {
		extends, l.remove = g.Extends, g.Remove
	} else {
		kind, body = KindWorkflow, reflect.ValueOf(doc.Workflow)
		extends, l.remove = doc.Workflow.Extends, doc.Workflow.Remove
	}
	s.problems = append(s.problems, saysWhatItIs(l.binder.source, body.Elem())...)
	if s.kind == "" {
		s.kind = kind
	}
	if kind != s.kind {
		return fail("extends", "other_kind", "%s is a %s document, and this is a %s.", src.Name, kind, s.kind)
	}
	s.register(l)
	s.chain = append(s.chain, src.Name)
	sound := s.below(l, src.Name, extends)
	s.chain = s.chain[:len(s.chain)-1]
	s.under[src.Name] = true
	s.layers = append(s.layers, l)
	return sound
}

// below lays what a document is laid on.
func (s *stack) below(l *layer, from string, extends []string) bool {
	if len(extends) > 0 && s.find == nil {
		s.problem(l, "extends", "extends_here", "The document is laid on others, and only whole documents are taken here. Write it out: comity check --expand FILE.")
		return false
	}
	sound := true
	for i, name := range extends {
		path := item("extends", i)
		if l.binder.source.spoilt(path) {
			continue
		}
		src, err := s.find(s.kind, from, name)
		if err != nil {
			s.problem(l, path, "extends_unknown", "%s", err)
			sound = false
			continue
		}
		sound = s.lay(src, l, l.binder.source.at(path)) && sound
	}
	return sound
}

// saysWhatItIs finds a layer that does not say which format it is in and which kind of document: what lies below would say it for it.
func saysWhatItIs(in *source, body reflect.Value) []Problem {
	c := &check{source: in}
	for _, name := range []string{"APIVersion", "Kind"} {
		f, _ := body.Type().FieldByName(name)
		c.value(body.FieldByName(name), jsonName(f), jsonName(f), demandOf(f), "", nil)
	}
	return c.problems
}

// register notes in which document each node was written.
func (s *stack) register(l *layer) {
	ast.Walk(visitor(func(n ast.Node) { s.whole.from[n] = l.binder.source }), l.root)
}

type visitor func(ast.Node)

// Visit is for ast.Walk.
func (v visitor) Visit(n ast.Node) ast.Visitor {
	v(n)
	return v
}

// keyText is the word of a key; empty for a key that is none.
func keyText(pair *ast.MappingValueNode) string {
	if text, ok := stringOf(pair.Key); ok {
		return text
	}
	text, _ := rawScalar(pair.Key)
	return text
}
