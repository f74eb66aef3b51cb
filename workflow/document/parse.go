package document

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// MaxSize is the largest document that is read, in bytes; maxDepth is how deep lists and mappings may nest.
const (
	MaxSize  = 128 << 10
	maxDepth = 32
)

// Parse reads one document strictly. name stands in the problems and is not opened.
//
// Errors: *Problems, with every key that is unknown, double or without a value and every value of the wrong type; and, since
// whoever mends one mistake wants to know of the next, with what Check can tell already. A document whose YAML cannot be read has one
// problem only. Warnings never make an error.
//
// A document that is laid on others (extends) is refused: whoever has those writes it out whole first, see Whole.
func Parse(name string, text []byte) (*Document, error) { return parse(Source{name, text}, nil) }

func parse(src Source, find Resolver) (*Document, error) {
	doc, shape := read(src, find)
	if len(shape) == 0 {
		return doc, nil
	}
	if doc != nil {
		shape = append(shape, Check(doc)...)
	}
	return nil, &Problems{List: inOrder(shape)}
}

// Source is a document to be read, with the name by which problems speak of it.
type Source struct {
	Name string
	Text []byte
}

// CheckSources reads documents that belong together and checks them, each and against one another: what `comity check` does.
// Documents that cannot be read in full are not held against the others.
func CheckSources(sources ...Source) ([]*Document, []Problem) { return CheckLaid(nil, sources...) }

// CheckLaid is CheckSources for documents that may be laid on others, which find finds.
func CheckLaid(find Resolver, sources ...Source) ([]*Document, []Problem) {
	var docs []*Document
	var found []Problem
	for _, s := range sources {
		doc, err := parse(s, find)
		if err != nil {
			found = append(found, err.(*Problems).List...)
			continue
		}
		docs = append(docs, doc)
	}
	return docs, inOrder(append(found, Check(docs...)...))
}

// read is Parse without the checks: a document as far as it can be made out, nil if it cannot at all, and what is wrong in its shape.
func read(src Source, find Resolver) (*Document, []Problem) {
	b := newBinder(src)
	root := b.root()
	if root == nil {
		return nil, b.problems
	}
	if isLaid(root) {
		return readLaid(src, find)
	}
	doc := b.document(root)
	return doc, b.problems
}

func newBinder(src Source) *binder {
	text := bytes.TrimPrefix(src.Text, []byte("\xef\xbb\xbf"))  // the mark that Windows writes before UTF-8 is no part of the first key
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")) // the YAML library miscounts lines that end as on Windows
	return &binder{source: &source{file: src.Name, text: text, places: map[string]place{}, broken: map[string]bool{}}}
}

// root is the one mapping that a document consists of, or nil when there is none.
func (b *binder) root() ast.Node {
	text := b.source.text
	if len(text) > MaxSize {
		b.problem(place{line: 1, column: 1}, "", "too_large", "The document is larger than %d KiB.", MaxSize>>10)
		return nil
	}
	if !utf8.Valid(text) {
		b.problem(place{line: 1, column: 1}, "", "not_text", "The document is not text in UTF-8.")
		return nil
	}
	tokens, problem := tokenise(text)
	if problem == nil {
		var file *ast.File
		if file, problem = parseTokens(tokens); problem == nil {
			return b.single(file)
		}
	}
	b.problem(place{line: max(problem.line, 1), column: max(problem.column, 1)}, "", problem.code, "%s", problem.sentence)
	return nil
}

func (b *binder) single(file *ast.File) ast.Node {
	var bodies []ast.Node
	for _, d := range file.Docs {
		if d.Body != nil {
			bodies = append(bodies, d.Body)
		}
	}
	switch {
	case len(bodies) == 0:
		b.problem(place{line: 1, column: 1}, "", "empty", "The document is empty.")
		return nil
	case len(file.Docs) > 1:
		at := b.start(bodies[min(1, len(bodies)-1)])
		b.problem(at, "", "several_documents", "A file holds one document; a second one begins here, after ---.")
	}
	return bodies[0]
}

// unreadable is why YAML cannot be read, and where.
type unreadable struct {
	line, column   int
	code, sentence string
}

// tokenise cuts the text into tokens and refuses nesting so deep that it can only be meant to exhaust the reader.
func tokenise(text []byte) (tokens token.Tokens, problem *unreadable) {
	defer recovered(&problem)
	tokens = lexer.Tokenize(string(text))
	flow, line, onLine := 0, 0, 0
	for _, t := range tokens {
		if t.Position.Line != line {
			line, onLine = t.Position.Line, 0
		}
		switch t.Type {
		case token.MappingStartType, token.SequenceStartType:
			flow++
		case token.MappingEndType, token.SequenceEndType:
			flow--
		case token.SequenceEntryType, token.MappingKeyType:
			onLine++
		}
		if flow > maxDepth || onLine > maxDepth || t.Position.Column > 64*maxDepth && flow == 0 && t.Type == token.MappingValueType {
			return nil, &unreadable{t.Position.Line, t.Position.Column, "too_deep",
				fmt.Sprintf("The document is nested more than %d deep.", maxDepth)}
		}
	}
	return tokens, nil
}

func parseTokens(tokens token.Tokens) (file *ast.File, problem *unreadable) {
	defer recovered(&problem)
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err == nil {
		return file, nil
	}
	problem = &unreadable{1, 1, "not_yaml", "This is not YAML: " + err.Error() + "."}
	var at yaml.Error
	if errors.As(err, &at) {
		message, _, _ := strings.Cut(at.GetMessage(), "\n")
		problem.sentence = "This is not YAML: " + message + "."
		if t := at.GetToken(); t != nil && t.Position != nil {
			problem.line, problem.column = t.Position.Line, t.Position.Column
		}
	}
	return nil, problem
}

// recovered turns a panic of the YAML library into an answer: what we are sent is not ours to trust.
func recovered(problem **unreadable) {
	if r := recover(); r != nil {
		*problem = &unreadable{1, 1, "not_yaml", "This is not YAML that can be read."}
	}
}

// document binds the root to the type its kind names.
func (b *binder) document(root ast.Node) *Document {
	m, ok := root.(*ast.MappingNode)
	if !ok {
		b.problem(b.start(root), "", "wrong_type", "A document is a mapping of keys to values, and begins with api_version: %s.", APIVersion)
		return nil
	}
	doc := &Document{source: b.source}
	switch b.kind(m) {
	case KindGovernance:
		doc.Governance = new(Governance)
		b.bindRoot(m, doc.Governance)
		b.expand(doc.Governance)
	case KindWorkflow:
		doc.Workflow = new(Workflow)
		b.bindRoot(m, doc.Workflow)
		doc.Workflow.procure()
	default:
		return nil
	}
	return doc
}

// kind is what the document says it is or, failing that, what it looks like, so that the rest of it can be checked as well.
func (b *binder) kind(m *ast.MappingNode) string {
	said, looks := "", ""
	for _, v := range m.Values {
		switch key := v.Key.String(); key {
		case "kind":
			said, _ = stringOf(v.Value)
		case "boards", "organisations", "areas", "mandates":
			looks = KindGovernance
		case "stages", "gates", "evidence_types":
			looks = KindWorkflow
		}
	}
	if said == KindGovernance || said == KindWorkflow {
		return said
	}
	if looks == "" {
		b.problem(b.start(m), "kind", "kind_missing", "The document must say kind: %s or kind: %s.", KindGovernance, KindWorkflow)
	}
	return looks
}
