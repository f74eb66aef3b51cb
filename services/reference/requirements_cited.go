package reference

import (
	"cmp"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"iter"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
)

// citation is a test or scenario that carries the number of a requirement.
type citation struct {
	file   string // from the root of the tree
	name   string // as it is told: Test/subtest, a browser test's title, scenario "…"
	partly bool
	says   string // which part it shows, in words; "" where it shows the whole
}

// cites is how a name begins that carries numbers: F39_one_person_one_vote, F34_F39_…, F57_partly_…; a scenario's key may stop
// after the number.
var cites = regexp.MustCompile(`^(F[0-9]+(?:[_ ]F[0-9]+)*)(?:[_ ](.*))?$`)

// citations finds every name in the tree that carries a number, by number; within one, by file and name.
// Errors, all at once: a name that says nothing besides its number; a scenario that no test plays; a file that cannot be read.
func citations(tree fs.FS) (map[string][]citation, error) {
	found := collector{by: map[string][]citation{}}
	played := map[string]bool{}
	err := fs.WalkDir(tree, ".", func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && file != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules"):
			return fs.SkipDir
		case strings.HasSuffix(file, "_test.go"):
			return found.goTests(tree, file, played)
		case strings.HasSuffix(file, ".test.mjs"):
			return found.browserTests(tree, file)
		}
		return nil
	})
	found.mistakes = append(found.mistakes, err)
	found.scenarios(tree, played)
	for _, list := range found.by {
		slices.SortFunc(list, func(a, b citation) int { return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.name, b.name)) })
	}
	return found.by, errors.Join(found.mistakes...)
}

type collector struct {
	by       map[string][]citation
	mistakes []error
}

// add takes a name, told as shown, where it carries a number. bare allows one that says nothing else.
func (f *collector) add(file, name, shown string, bare bool) {
	m := cites.FindStringSubmatch(name)
	if m == nil {
		return
	}
	c := citation{file: file, name: shown}
	words := strings.ReplaceAll(m[2], "_", " ")
	if part, ok := strings.CutPrefix(words+" ", "partly "); ok {
		c.partly, c.says, words, bare = true, strings.TrimSpace(part), strings.TrimSpace(part), false
	}
	if words == "" && !bare {
		f.mistakes = append(f.mistakes, fmt.Errorf("%s: %s does not say what it shows", file, shown))
		return
	}
	for _, number := range strings.FieldsFunc(m[1], func(r rune) bool { return r == '_' || r == ' ' }) {
		f.by[number] = append(f.by[number], c)
	}
}

// goTests takes the tests of a Go file: functions named TestF39_…, and the names of subtests, given to Run or standing in a
// table of a function that runs one. What is globbed under scenarios/ is played.
func (f *collector) goTests(tree fs.FS, file string, played map[string]bool) error {
	text, err := fs.ReadFile(tree, file)
	if err != nil {
		return err
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), file, text, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	for _, d := range parsed.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Body == nil {
			continue
		}
		if name, ok := strings.CutPrefix(fn.Name.Name, "Test"); ok {
			f.add(file, name, fn.Name.Name, false)
		}
		literals, runs := namesIn(fn.Body)
		for _, s := range literals {
			if runs && cites.MatchString(s) {
				f.add(file, s, fn.Name.Name+"/"+strings.ReplaceAll(s, " ", "_"), false)
			}
		}
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
			if s, _ := strconv.Unquote(l.Value); strings.HasPrefix(s, "scenarios/") && strings.HasSuffix(s, "*.yaml") {
				files, _ := fs.Glob(tree, path.Join(path.Dir(file), s))
				for _, f := range files {
					played[f] = true
				}
			}
		}
		return true
	})
	return nil
}

// namesIn gives the texts that may be names of subtests: what Run is called with, and what stands in a table. runs reports
// whether anything is run.
func namesIn(body *ast.BlockStmt) (names []string, runs bool) {
	take := func(e ast.Expr) {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if s, ok := literal(kv.Key); ok {
				names = append(names, s)
			}
			e = kv.Value
		}
		if s, ok := literal(e); ok {
			names = append(names, s)
		}
	}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if s, ok := n.Fun.(*ast.SelectorExpr); ok && s.Sel.Name == "Run" && len(n.Args) == 2 {
				runs = true
				take(n.Args[0])
			}
		case *ast.CompositeLit:
			for _, e := range n.Elts {
				take(e)
			}
		}
		return true
	})
	return names, runs
}

func literal(e ast.Expr) (string, bool) {
	l, ok := e.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(l.Value)
	return s, err == nil
}

var browserTest = regexp.MustCompile("\\btest\\(\\s*[\"'`](F[0-9][^\"'`]*)[\"'`]")

// browserTests takes the titles of the tests that drive a browser.
func (f *collector) browserTests(tree fs.FS, file string) error {
	text, err := fs.ReadFile(tree, file)
	for _, m := range browserTest.FindAllStringSubmatch(string(text), -1) {
		f.add(file, m[1], m[1], false)
	}
	return err
}

// scenarios takes the key requirements of every scenario.
func (f *collector) scenarios(tree fs.FS, played map[string]bool) {
	files := map[string]bool{}
	f.mistakes = append(f.mistakes, fs.WalkDir(tree, "scenarios", func(file string, _ fs.DirEntry, err error) error {
		files[file] = strings.HasSuffix(file, ".yaml")
		return err
	}))
	for file, is := range sorted(files) {
		if !is {
			continue
		}
		text, err := fs.ReadFile(tree, file)
		var s struct {
			Scenario     string   `yaml:"scenario"`
			Requirements []string `yaml:"requirements"`
		}
		if err != nil || yaml.Unmarshal(text, &s) != nil || len(s.Requirements) == 0 {
			continue // what is no scenario fails where it is played
		}
		if !played[file] {
			f.mistakes = append(f.mistakes, fmt.Errorf("%s cites %s, and no test plays it", file, strings.Join(s.Requirements, ", ")))
		}
		for _, name := range s.Requirements {
			f.add(file, name, "scenario: "+s.Scenario, true)
		}
	}
}

// sorted ranges over a map in the order of its keys.
func sorted[V any](m map[string]V) iter.Seq2[string, V] {
	return func(yield func(string, V) bool) {
		for _, k := range slices.Sorted(maps.Keys(m)) {
			if !yield(k, m[k]) {
				return
			}
		}
	}
}
