package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// rule says what the files of a package may import. Imports point one way: events ← workflow ← services ← main.
type rule struct {
	pkg    string   // the package and all below it
	ours   []string // packages of this module that it may import beside its own, and all below them
	others []string // packages from elsewhere that it may not, and all below them
	why    string
}

// clockless is what package workflow must do without: time and identity reach the rules as values.
var clockless = []string{"net", "os", "io/ioutil", "math/rand", "crypto/rand", "log", "github.com/google/uuid", "github.com/rs/zerolog"}

// natsLibraries speak to NATS.
var natsLibraries = []string{"github.com/nats-io", "github.com/synadia-io"}

var rules = []rule{
	{pkg: "events", others: []string{"github.com", "golang.org", "cel.dev", "modernc.org", "charm.land", "net", "os"},
		why: "the contract is plain values: whoever reads our events must be able to take this package and nothing else"},
	{pkg: "workflow/calendar", others: append(natsLibraries, clockless...),
		why: "working days are arithmetic over dates; the package is a leaf and reads no clock"},
	{pkg: "workflow/quantity", others: []string{"github.com", "net", "os"},
		why: "money and staff time are arithmetic; the package is a leaf"},
	{pkg: "workflow/schema", ours: []string{"workflow/calendar"}, others: append(natsLibraries, clockless...),
		why: "the shape of a command is read from its Go type; it knows nothing of what the fields mean"},
	{pkg: "workflow/document", ours: []string{"events", "workflow/calendar", "workflow/quantity", "workflow/schema"}, others: append(natsLibraries, clockless...),
		why: "documents are read and checked by text alone, so that `comity check` and the engine say the same"},
	{pkg: "workflow", ours: []string{"events", "workflow"}, others: append(natsLibraries, clockless...),
		why: "the rules are pure: the same state and command must decide the same for ever, in a test, in a replay and in a verification"},
	{pkg: "services/broker", others: []string{"modernc.org", "github.com/spf13"},
		why: "the server and the connection know nothing of what is sent over them"},
	{pkg: "services/bus", ours: []string{"events", "workflow"},
		why: "how messages are answered must not depend on who answers"},
	{pkg: "services/journal", ours: []string{"events", "services/bus", "services/journal", "services/natstest"},
		why: "the journal keeps records and never asks what they mean"},
	{pkg: "services/verify", ours: []string{"events", "workflow"}, others: append(natsLibraries, "net", "os"),
		why: "a third party verifies without our server: the verification is pure"},
	{pkg: "services/layers", ours: []string{"workflow/document", "scenarios/templates"}, others: natsLibraries,
		why: "where documents are found has nothing to do with who asks for them"},
	{pkg: "services/views/answer", ours: []string{"events", "workflow", "services/bus"}, others: append(natsLibraries, "net", "os", "modernc.org"),
		why: "it is what whoever asks a view must know, and nothing else"},
	{pkg: "services/client", ours: []string{"events", "workflow", "services/bus"},
		why: "integrators take the client without the engine"},
}

// shared are the services' tools, which every service may use.
var shared = []string{"services/bus", "services/journal", "services/decide", "services/client", "services/directory", "services/outbox", "services/fold", "services/sheet", "services/views/answer", "services/wording"}

// roots know several services: they put the house together, or describe it.
var roots = []string{"services/house", "services/scenario", "services/cli", "services/reference"}

// speakers may use a NATS library: they are the connection, or need the stream that they own.
var speakers = []string{"services/broker", "services/natstest", "services/bus", "services/journal", "services/client", "services/decide",
	"services/casework", "services/register", "services/views", "services/feeds", "services/deadlines", "services/directory", "services/outbox",
	"services/people", "services/notices", "services/web", "docs/examples"}

func TestImports(t *testing.T) {
	for _, f := range sources(t) {
		if f.test {
			continue // a test may use whatever shows that the code is right
		}
		for _, r := range rules {
			if within(f.pkg, r.pkg) {
				checkRule(t, f, r)
				break // the first one that fits is the nearest
			}
		}
		checkService(t, f)
		checkSpeaker(t, f)
	}
}

func checkRule(t *testing.T, f source, r rule) {
	t.Helper()
	for _, path := range f.imports {
		if own, ok := strings.CutPrefix(path, "comity/"); ok {
			if !within(own, r.pkg) && !anyWithin(own, r.ours) {
				t.Errorf("%s imports %s: %s.", f.name, path, r.why)
			}
		} else if anyWithin(path, r.others) {
			t.Errorf("%s imports %s: %s.", f.name, path, r.why)
		}
	}
}

// checkService keeps services from one another: they meet in NATS only, so that each can run in a process of its own.
func checkService(t *testing.T, f source) {
	t.Helper()
	own, ok := serviceOf(f.pkg)
	if f.pkg == "" || slices.ContainsFunc(roots, func(r string) bool { return within(f.pkg, r) }) {
		return
	}
	for _, path := range f.imports {
		other, isService := serviceOf(strings.TrimPrefix(path, "comity/"))
		switch {
		case !strings.HasPrefix(path, "comity/") || !isService || other == own:
		case within(f.pkg, "docs/examples") && other == "services/client": // an integrator's program
		case !ok:
			t.Errorf("%s imports %s: imports point one way, events ← workflow ← services ← main.", f.name, path)
		case anyWithin(other, roots):
			t.Errorf("%s imports %s: only main, the house, scenarios and the command line know several services.", f.name, path)
		case anyWithin(strings.TrimPrefix(path, "comity/"), shared), other == "services/broker" && own == "services/natstest":
		case other == "services/natstest" && strings.HasSuffix(f.pkg, "test"):
		default:
			t.Errorf("%s imports %s: services meet in NATS, so that each can run in a process of its own.", f.name, path)
		}
	}
}

// checkSpeaker keeps NATS in its places: everybody else speaks through bus, journal and client.
func checkSpeaker(t *testing.T, f source) {
	t.Helper()
	if anyWithin(f.pkg, speakers) || anyWithin(f.pkg, roots) {
		return
	}
	for _, path := range f.imports {
		if anyWithin(path, natsLibraries) {
			t.Errorf("%s imports %s: NATS stops at bus, journal, broker and client.", f.name, path)
		}
	}
}

// The rules start nothing: a goroutine in them would make an answer depend on more than state and command.
func TestRulesStartNothing(t *testing.T) {
	for _, f := range sources(t) {
		if f.test || !within(f.pkg, "workflow") && f.pkg != "events" {
			continue
		}
		for _, word := range []string{"\tgo func", "time.Now(", "time.Since(", "time.Sleep(", "time.After("} {
			if strings.Contains(f.text, word) {
				t.Errorf("%s has %q: the rules know no clock and start no goroutine; time reaches them as a value.", f.name, strings.TrimSpace(word))
			}
		}
	}
}

// outside are the calls by which the world comes in: time, chance, the environment, the end of the process. main hands them
// on as values, so that a test, a simulation and a replay can hand on others.
var outside = map[string][]string{
	"time":                   {"Now", "Since", "Until"},
	"github.com/google/uuid": {"New", "NewV7", "NewRandom", "NewString"},
	"os":                     {"Getenv", "LookupEnv", "Environ", "Exit"},
}

// mayCall are the files that do so themselves, and why. Nothing that they read is decided on or recorded.
var mayCall = map[string]struct {
	calls []string
	why   string
}{
	"services/broker/connect.go":    {[]string{"time.Until"}, "what is left of a context's deadline, which is the world's time"},
	"services/client/client.go":     {[]string{"uuid.NewV7"}, "Config.NewID's default: integrators take the client without main"},
	"services/decide/registers.go":  {[]string{"time.Now"}, "measures how long ago a register was compared with the leader; a decision's clock may stand still"},
	"services/house/health.go":      {[]string{"time.Now", "time.Since"}, "measures how long ago the disk was tried; a decision's clock may stand still"},
	"services/house/init.go":        {[]string{"uuid.NewV7"}, "Config.NewID's default, as the client's"},
	"services/journal/wire.go":      {[]string{"time.Until"}, "what is left of a context's deadline, which is the world's time"},
	"services/scenario/simulate.go": {[]string{"time.Now", "time.Since"}, "measures how long a simulation took, for whoever watches it"},
}

// Time, ids and the environment come from main, as values.
func TestOnlyMainReadsTheWorld(t *testing.T) {
	used := map[string]bool{}
	for _, f := range sources(t) {
		if f.test {
			continue
		}
		for _, call := range worldly(t, f) {
			if !slices.Contains(mayCall[f.name].calls, call) {
				t.Errorf("%s uses %s: main reads the clock, makes ids and reads the environment, and hands them on as values.", f.name, call)
			}
			used[f.name+" "+call] = true
		}
	}
	for name, may := range mayCall {
		for _, call := range may.calls {
			if !used[name+" "+call] {
				t.Errorf("%s does not use %s any more: take the exception (%s) away.", name, call, may.why)
			}
		}
	}
}

// worldly lists what a file takes from outside, as a call or as a value.
func worldly(t *testing.T, f source) (found []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), f.name, f.text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	if file.Name.Name == "main" {
		return nil
	}
	names := map[string]string{} // what the file calls a package: its path
	for _, spec := range file.Imports {
		at, _ := strconv.Unquote(spec.Path.Value)
		name := path.Base(at)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = at
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && slices.Contains(outside[names[x.Name]], s.Sel.Name) {
				found = append(found, path.Base(names[x.Name])+"."+s.Sel.Name)
			}
		}
		return true
	})
	return found
}

// source is one Go file.
type source struct {
	name    string
	pkg     string // its directory
	test    bool
	imports []string
	text    string
}

func sources(t *testing.T) (out []source) {
	t.Helper()
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && name != "." || d.Name() == "testdata" || d.Name() == "node_modules" || d.Name() == "data") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		f, text, err := parse(name)
		if err != nil {
			return err
		}
		s := source{name: name, pkg: filepath.ToSlash(filepath.Dir(name)), test: strings.HasSuffix(name, "_test.go"), text: text, imports: f}
		if s.pkg == "." {
			s.pkg = ""
		}
		out = append(out, s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func parse(name string) (imports []string, text string, err error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, "", err
	}
	f, err := parser.ParseFile(token.NewFileSet(), name, data, parser.ImportsOnly)
	if err != nil {
		return nil, "", err
	}
	for _, spec := range f.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, "", err
		}
		imports = append(imports, path)
	}
	return imports, string(data), nil
}

// within reports whether a package is another one or below it.
func within(pkg, of string) bool { return pkg == of || strings.HasPrefix(pkg, of+"/") }

func anyWithin(pkg string, of []string) bool {
	return slices.ContainsFunc(of, func(o string) bool { return within(pkg, o) })
}

// serviceOf is the service that a package belongs to.
func serviceOf(pkg string) (string, bool) {
	parts := strings.Split(pkg, "/")
	if len(parts) < 2 || parts[0] != "services" {
		return "", false
	}
	return parts[0] + "/" + parts[1], true
}
