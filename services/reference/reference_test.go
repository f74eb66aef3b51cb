package reference

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"comity/events"
	"comity/workflow"
	"comity/workflow/schema"
)

var update = flag.Bool("update", false, "write docs/reference")

const committed = "../../docs/reference"

// The committed pages are those that the code gives.
func TestReferenceIsUpToDate(t *testing.T) {
	if *update {
		if err := Write(committed); err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range Pages() {
		t.Run(p.File, func(t *testing.T) {
			got, err := os.ReadFile(filepath.Join(committed, p.File))
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, p.Text) {
				t.Errorf("docs/reference/%s is not what the code gives; `make docs` writes it (-committed +code):\n%s", p.File, head(cmp.Diff(string(got), string(p.Text))))
			}
		})
	}
}

func head(s string) string {
	if len(s) > 4000 {
		return s[:4000] + "\n…"
	}
	return s
}

func TestWrite(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "reference")
	for range 2 { // replaced, and the same each time
		if err := Write(dir); err != nil {
			t.Fatal(err)
		}
		for _, p := range Pages() {
			if got, err := os.ReadFile(filepath.Join(dir, p.File)); err != nil || !bytes.Equal(got, p.Text) {
				t.Errorf("%s: %v, %d bytes, want %d", p.File, err, len(got), len(p.Text))
			}
		}
	}
}

// Every command says what it yields and why it is refused, in words that exist.
func TestCommandsAreDescribed(t *testing.T) {
	for _, s := range workflow.Commands {
		goName := reflect.TypeOf(s.New()).Elem().Name()
		got := tell(goName, ofCommands()[goName])
		if got.is == "" {
			t.Errorf("%s: no comment of %s was found; is its file among CommandSources?", s.Name, goName)
		}
		if s.System {
			continue
		}
		if got.yields == "" || got.refusals == "" {
			t.Errorf("%s: the comment of %s does not say what it yields, or why it is refused", s.Name, goName)
		}
		for _, w := range goWord.FindAllString(got.yields, -1) {
			if eventNames()[w] == "" && commandNames()[w] == "" {
				t.Errorf("%s yields %s, which is neither an event nor a command", s.Name, w)
			}
		}
		for _, w := range regexp.MustCompile(`\b[a-z]+(?:_[a-z]+)+\b`).FindAllString(got.refusals, -1) {
			if !slices.Contains(workflow.Codes(), workflow.Code(w)) && !fields(s)[w] {
				t.Errorf("%s is refused as %s, which is not a code", s.Name, w)
			}
		}
	}
}

// fields are words with an underscore that are no codes: a command's fields, the facts of mandate_exceeded.
func fields(s workflow.Spec) map[string]bool {
	out := map[string]bool{"already_committed": true}
	for _, f := range schema.Of(s.New()) {
		out[f.Name] = true
	}
	return out
}

// Every event has a comment and an example; nothing is published that is not a field of it.
func TestEventsAreDescribed(t *testing.T) {
	for _, name := range events.Types() {
		if eventMeaning(name) == "" {
			t.Errorf("%s: no comment was found; is its file among events.Sources?", name)
		}
		example := events.Example(name, events.Version(name))
		var there map[string]any
		if err := json.Unmarshal(example, &there); err != nil {
			t.Errorf("%s: its example: %v", name, err)
			continue
		}
		for _, tier := range workflow.Clearances {
			for _, f := range workflow.Sees(name, tier) {
				if _, ok := there[f]; !ok && f != "*" {
					t.Errorf("%s sees the field %s of %s, which has none", tier, f, name)
				}
			}
		}
	}
	if workflow.Sees("case.created", workflow.ClearPublic) != nil {
		t.Error("the public sees fields")
	}
}

// The pages speak to people who have no other paper than these.
func TestPagesSpeakToTheirReaders(t *testing.T) {
	links := regexp.MustCompile(`\]\(([a-z.]*)#([^)]*)\)`)
	anchors := map[string]map[string]bool{}
	heading := regexp.MustCompile("(?m)^#+ `?([^`\n]+)`?$")
	for _, p := range Pages() {
		anchors[p.File] = map[string]bool{}
		for _, m := range heading.FindAllStringSubmatch(string(p.Text), -1) {
			anchors[p.File][anchor(m[1])] = true
		}
	}
	for _, p := range Pages() {
		for _, no := range []string{"DOMAIN", "DESIGN", "RELIABILITY", "(F1", "%!"} {
			if i := bytes.Index(p.Text, []byte(no)); i >= 0 {
				t.Errorf("%s speaks of %s: …%s…", p.File, no, p.Text[max(0, i-40):min(len(p.Text), i+40)])
			}
		}
		for _, m := range links.FindAllStringSubmatch(string(p.Text), -1) {
			file := m[1]
			if file == "" {
				file = p.File
			}
			if !anchors[file][m[2]] {
				t.Errorf("%s links to %s#%s, where nothing is", p.File, file, m[2])
			}
		}
	}
}
