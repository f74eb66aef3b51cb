package reference

import (
	"embed"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"regexp"
	"strings"
	"sync"

	"comity/events"
	"comity/services/bus"
	"comity/services/views/answer"
	"comity/workflow"
)

// comments holds the comment of every struct in which events and commands are declared, by its name, and of every field, as
// Struct.Field. A type of that name may be among the events and among the commands, so there is one map for each.
type comments map[string]string

var (
	ofEvents   = sync.OnceValue(func() comments { return read(events.Sources) })
	ofCommands = sync.OnceValue(func() comments { return read(workflow.CommandSources) })
)

// ofViews holds the comments of what views answer with, from wherever it is declared.
var ofViews = sync.OnceValue(func() comments {
	all := comments{}
	for _, sources := range []embed.FS{events.Sources, workflow.ViewSources, bus.ViewSources, answer.Sources} { // the last one counts
		maps.Copy(all, read(sources))
	}
	return all
})

func read(sources embed.FS) comments {
	found := comments{}
	files, _ := sources.ReadDir(".") // embedded: it is there
	for _, f := range files {
		text, _ := sources.ReadFile(f.Name())
		parsed, err := parser.ParseFile(token.NewFileSet(), f.Name(), text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			panic(err) // it compiled
		}
		for _, d := range parsed.Decls {
			if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.TYPE {
				found.add(g)
			}
		}
	}
	return found
}

func (c comments) add(g *ast.GenDecl) {
	for _, s := range g.Specs {
		t := s.(*ast.TypeSpec)
		c[t.Name.Name] = oneLine(g.Doc.Text() + t.Doc.Text())
		fields, ok := t.Type.(*ast.StructType)
		if !ok {
			continue
		}
		for _, f := range fields.Fields.List {
			for _, name := range f.Names {
				c[t.Name.Name+"."+name.Name] = oneLine(f.Doc.Text() + f.Comment.Text())
			}
		}
	}
}

// forUs matches the references to the design papers that comments carry, which say nothing to who reads the reference.
var forUs = regexp.MustCompile(` ?\((DESIGN|DOMAIN|RELIABILITY|F[0-9]|A-)[^)]*\)`)

func oneLine(text string) string {
	return forUs.ReplaceAllString(strings.Join(strings.Fields(text), " "), "")
}

// parts of a command's comment, in the order in which they stand.
var part = regexp.MustCompile(`(?:^|\. )(Yields|Refusals:|Source:) `)

// told is a command's comment taken apart.
type told struct {
	is       string // what it does, without its name
	yields   string
	refusals string
}

// tell takes the comment of a command apart: "SignOffVote casts one vote. Yields X; then Y. Refusals: a, b. Source: …".
func tell(name, comment string) told {
	var t told
	into := &t.is
	from := 0
	for _, at := range part.FindAllStringSubmatchIndex(comment, -1) {
		*into = sentence(comment[from:at[0]])
		switch comment[at[2]:at[3]] {
		case "Yields":
			into = &t.yields
		case "Refusals:":
			into = &t.refusals
		default:
			return t.without(name)
		}
		from = at[1]
	}
	*into = sentence(comment[from:])
	return t.without(name)
}

func (t told) without(name string) told {
	t.is = capital(strings.TrimSpace(strings.TrimPrefix(t.is, name)))
	return t
}

// sentence ends with a stop.
func sentence(s string) string {
	s = strings.TrimRight(strings.TrimSpace(s), ".")
	if s == "" {
		return ""
	}
	return s + "."
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// cell makes text safe in a Markdown table.
func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }
