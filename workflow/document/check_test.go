package document

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestCheckGolden reads the documents of each testdata/*.golden and compares all that is said of them, line by line.
func TestCheckGolden(t *testing.T) {
	for golden, files := range map[string][]string{
		"westmere":       {"westmere.governance.yaml", "joint-commissioning.workflow.yaml"},
		"bad-shape":      {"bad-shape.yaml"},
		"bad-governance": {"bad-governance.yaml"},
		"bad-workflow":   {"bad-workflow.yaml"},
		"bad-together":   {"westmere.governance.yaml", "bad-together.yaml"},
		"bad-stages":     {"bad-stages.yaml"},
		"bad-yaml":       {"bad-yaml.yaml"},
		"bad-conditions": {"bad-conditions.yaml"},
	} {
		t.Run(golden, func(t *testing.T) {
			t.Parallel()
			var sources []Source
			for _, f := range files {
				sources = append(sources, Source{f, testFile(t, f)})
			}
			_, problems := CheckSources(sources...)
			var b strings.Builder
			for _, p := range problems {
				fmt.Fprintln(&b, p)
			}
			compare(t, golden+".golden", b.String())
		})
	}
}

func testFile(t testing.TB, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func compare(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want := string(testFile(t, name)); got != want {
		t.Errorf("%s differs (go test -update, and read the diff):\n%s", name, cmp.Diff(want, got))
	}
}

// Documents made in Go, or loaded from the journal, have no places, and are checked all the same.
func TestCheck_without_places(t *testing.T) {
	g, err := LoadGovernance(string(testFile(t, "westmere.governance.yaml")))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := Parse("w.yaml", testFile(t, "bad-together.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	problems := Errors(Check(&Document{Governance: g}, doc))
	if len(problems) == 0 {
		t.Fatal("got no problems, want those between the two")
	}
	for _, p := range problems {
		if p.File != "w.yaml" || p.Line == 0 {
			t.Errorf("got %+v, want it in the workflow, with a line", p)
		}
	}
	if got := Check(&Document{Workflow: &Workflow{}}); len(got) == 0 || got[0].Line != 0 {
		t.Errorf("got %v, want problems without a place", got)
	}
	if got := Check(&Document{Governance: g}, &Document{Governance: g}); len(Errors(got)) != 1 {
		t.Errorf("got %v, want one: the version twice", Errors(got))
	}
}
