package document

import (
	"embed"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strings"
	"sync"
)

// sources are the files in which the fields of documents and of conditions are declared. Their comments are what schemas and the
// reference say, so that there is one description and not two.
//
//go:embed governance.go expiry.go reporting.go structure.go constituency.go dispute.go rotation.go template.go board.go bounds.go mandate.go threshold.go urgent.go workflow.go gate.go procurement.go risk.go vars.go probity.go
var sources embed.FS

// examples are a small governance and a small workflow that go together; the reference shows them whole.
//
//go:embed example
var examples embed.FS

// comments holds the comment of every struct, by its name, and of every field, as Struct.Field.
var comments = sync.OnceValue(func() map[string]string {
	found := map[string]string{
		"Holiday": "Holiday is a day off that no rule gives.", "Holiday.Date": "The day.", "Holiday.Title": "What it is called.",
	}
	files, _ := sources.ReadDir(".") // embedded: it is there
	for _, f := range files {
		text, _ := sources.ReadFile(f.Name())
		parsed, err := parser.ParseFile(token.NewFileSet(), f.Name(), text, parser.ParseComments)
		if err != nil {
			panic(err) // it compiled
		}
		for _, d := range parsed.Decls {
			if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.TYPE {
				commentsOf(g, found)
			}
		}
	}
	return found
})

func commentsOf(g *ast.GenDecl, into map[string]string) {
	for _, s := range g.Specs {
		t := s.(*ast.TypeSpec)
		into[t.Name.Name] = oneLine(g.Doc.Text())
		fields, ok := t.Type.(*ast.StructType)
		if !ok {
			continue
		}
		for _, f := range fields.Fields.List {
			text := f.Doc.Text() + f.Comment.Text()
			for _, name := range f.Names {
				into[t.Name.Name+"."+name.Name] = oneLine(text)
			}
		}
	}
}

// forUs matches the references to our own papers that comments carry, which say nothing to who writes a document.
var forUs = regexp.MustCompile(` \((DESIGN|DOMAIN|F[0-9]|A-)[^)]*\)`)

func oneLine(text string) string {
	return forUs.ReplaceAllString(strings.Join(strings.Fields(text), " "), "")
}
