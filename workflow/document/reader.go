package document

import (
	"fmt"
	"slices"
	"strings"

	"cel.dev/cel-go/common/ast"
)

// reader walks a condition that CEL accepts.
type reader struct {
	workflow *Workflow
	text     string
	ast      *ast.AST
	about    *EvidenceType
	mistakes []ConditionMistake
}

// shape is what is known of a value: the part of a JSON Schema that describes it, its words for sentences, and where its references
// lead. The zero shape knows nothing, and nothing is said of it.
type shape struct {
	schema, root map[string]any
	evidence     bool   // the variable evidence itself
	entry        bool   // evidence.<type>
	name         string // what sentences call it
	typed        *EvidenceType
}

func (r *reader) mistake(e ast.Expr, format string, args ...any) {
	at := r.ast.SourceInfo().GetStartLocation(e.ID())
	offset := max(at.Column(), 0)
	for _, line := range strings.SplitAfter(r.text, "\n")[:max(at.Line()-1, 0)] {
		offset += len([]rune(line))
	}
	r.mistakes = append(r.mistakes, ConditionMistake{offset, fmt.Sprintf(format, args...)})
}

// read gives the shape of an expression; scope has those of the variables that comprehensions bind.
func (r *reader) read(e ast.Expr, scope map[string]shape) shape {
	switch e.Kind() {
	case ast.IdentKind:
		return r.ident(e.AsIdent(), scope)
	case ast.SelectKind:
		s := e.AsSelect()
		return r.field(e, r.read(s.Operand(), scope), s.FieldName())
	case ast.CallKind:
		return r.call(e, scope)
	case ast.ListKind:
		for _, x := range e.AsList().Elements() {
			r.read(x, scope)
		}
	case ast.MapKind:
		for _, x := range e.AsMap().Entries() {
			r.read(x.AsMapEntry().Key(), scope)
			r.read(x.AsMapEntry().Value(), scope)
		}
	case ast.ComprehensionKind:
		r.comprehension(e.AsComprehension(), scope)
	}
	return shape{}
}

func (r *reader) ident(name string, scope map[string]shape) shape {
	if s, bound := scope[name]; bound {
		return s
	}
	switch {
	case name == "evidence":
		return shape{evidence: true}
	case name == "item" && r.about != nil:
		return shape{schema: r.about.Schema, root: r.about.Schema, name: r.about.ID}
	}
	return shape{}
}

// field is the shape of a field, and names one that is not there.
func (r *reader) field(at ast.Expr, of shape, name string) shape {
	switch {
	case of.evidence:
		t := r.workflow.EvidenceType(name)
		if t == nil {
			r.mistake(at, "There is no evidence type %s.%s", name, didYouMean(name, r.evidenceTypes()))
			return shape{}
		}
		return shape{entry: true, typed: t}
	case of.entry && name == "data":
		return shape{schema: of.typed.Schema, root: of.typed.Schema, name: of.typed.ID}
	}
	schema := resolve(of.schema, of.root)
	properties, _ := schema["properties"].(map[string]any)
	if properties == nil {
		return shape{}
	}
	if next, ok := properties[name].(map[string]any); ok {
		return shape{schema: next, root: of.root, name: name}
	}
	if _, listed := properties[name]; listed || open(schema) {
		return shape{}
	}
	names := make([]string, 0, len(properties))
	for p := range properties {
		names = append(names, p)
	}
	slices.Sort(names)
	r.mistake(at, "The data of %s has no field %s.%s It has %s.", of.name, name, didYouMean(name, names), strings.Join(names, ", "))
	return shape{}
}

// open reports whether a schema says in so many words that it takes fields it does not name.
func open(schema map[string]any) bool {
	more, said := schema["additionalProperties"]
	if closed, is := more.(bool); said && (!is || closed) {
		return true
	}
	for _, key := range []string{"patternProperties", "anyOf", "oneOf", "allOf", "if", "dependentSchemas"} {
		if schema[key] != nil {
			return true
		}
	}
	return false
}

// resolve follows references inside the same schema, a few at most.
func resolve(schema, root map[string]any) map[string]any {
	for range 8 {
		ref, ok := schema["$ref"].(string)
		if !ok || !strings.HasPrefix(ref, "#/") {
			break
		}
		next := root
		for step := range strings.SplitSeq(ref[2:], "/") {
			next, _ = next[step].(map[string]any)
		}
		schema = next
	}
	return schema
}

func (r *reader) call(e ast.Expr, scope map[string]shape) shape {
	call := e.AsCall()
	args := call.Args()
	if call.IsMemberFunction() {
		r.read(call.Target(), scope)
	}
	if call.FunctionName() == "_[_]" && len(args) == 2 {
		of := r.read(args[0], scope)
		if key, ok := literal(args[1]); ok {
			return r.field(e, of, key)
		}
		r.read(args[1], scope)
		return elements(of)
	}
	for _, a := range args {
		r.read(a, scope)
	}
	if name := call.FunctionName(); (name == "_==_" || name == "_!=_" || name == "@in") && len(args) == 2 {
		r.compared(args[0], args[1])
		r.compared(args[1], args[0])
	}
	return shape{}
}

// compared checks a word, or a list of words, against the list of the field that it is compared with.
func (r *reader) compared(field, words ast.Expr) {
	if field.Kind() != ast.SelectKind {
		return
	}
	s := field.AsSelect()
	owner := strings.TrimPrefix(r.ast.GetType(s.Operand().ID()).TypeName(), "document.")
	allowed := allowedIn(owner, s.FieldName())
	if allowed == nil {
		return
	}
	list := []ast.Expr{words}
	if words.Kind() == ast.ListKind {
		list = words.AsList().Elements()
	}
	for _, w := range list {
		if word, ok := literal(w); ok && word != "" && !slices.Contains(allowed, word) {
			r.mistake(w, "%s is never %s.%s It is one of: %s.", s.FieldName(), quoted(word), didYouMean(word, allowed), strings.Join(allowed, ", "))
		}
	}
}

// allowedIn is the list of what a field of a variable may say, nil where it may say anything.
func allowedIn(goType, field string) []string {
	for _, v := range variables {
		if v.is == nil || v.is.Name() != goType {
			continue
		}
		if i, ok := fieldsOf(v.is)[field]; ok {
			return enums[v.is.Field(i).Tag.Get("enum")]
		}
	}
	return nil
}

func (r *reader) comprehension(e ast.ComprehensionExpr, scope map[string]shape) {
	over := r.read(e.IterRange(), scope)
	inner := map[string]shape{e.AccuVar(): {}, e.IterVar(): elements(over)}
	for name, s := range scope {
		if _, hidden := inner[name]; !hidden {
			inner[name] = s
		}
	}
	if e.HasIterVar2() {
		inner[e.IterVar()], inner[e.IterVar2()] = shape{}, elements(over)
	}
	r.read(e.AccuInit(), scope)
	r.read(e.LoopCondition(), inner)
	r.read(e.LoopStep(), inner)
	r.read(e.Result(), inner)
}

// elements is the shape of the members of a list; of the keys of a mapping nothing is known.
func elements(of shape) shape {
	schema := resolve(of.schema, of.root)
	if next, ok := schema["items"].(map[string]any); ok {
		return shape{schema: next, root: of.root, name: of.name}
	}
	return shape{}
}

func literal(e ast.Expr) (string, bool) {
	if e.Kind() != ast.LiteralKind {
		return "", false
	}
	word, ok := e.AsLiteral().Value().(string)
	return word, ok
}

func (r *reader) evidenceTypes() []string {
	id := func(t *EvidenceType) string { return t.ID }
	return append(ids(r.workflow.EvidenceTypes, id), ids(StandardEvidence, id)...)
}
