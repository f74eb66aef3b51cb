package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"comity/services/cli"
)

// Every story, against the whole program in this process, comes out as written, and the journal that it leaves behind holds.
func TestScenarios(t *testing.T) { play(t, "0", "scenarios/*.yaml", "scenarios/demo/*.yaml") }

// So does every single rule, and the case of every partnership. `make test` runs these without the race detector: they start what the stories
// start, a hundred and fifty times more.
func TestSingleRules(t *testing.T) {
	play(t, "0", "scenarios/rules/*.yaml", "scenarios/partnerships/cases/*.yaml")
}

// Every story comes out the same when the engine is killed and opened again on the way. Of the single rules, a hundred more
// starts of each would say nothing that the stories do not. `make test` runs this one without the race detector, which the
// same steps have just been through in TestScenarios.
func TestScenariosWithCrashes(t *testing.T) {
	if testing.Short() {
		t.Skip("every crash costs a start")
	}
	play(t, "1", "scenarios/*.yaml", "scenarios/demo/*.yaml", "scenarios/partnerships/cases/*.yaml")
}

func play(t *testing.T, crash string, patterns ...string) {
	t.Helper()
	for _, pattern := range patterns {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: got no scenarios: %v", pattern, err)
		}
		for _, file := range files {
			t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
				t.Parallel()
				dir := t.TempDir()
				if out, status := comity(t, "simulate", "--crash", crash, "--keep", dir, file); status != cli.Done {
					t.Fatalf("got status %d:\n%s", status, out)
				}
				verifyAll(t, dir)
			})
		}
	}
}

// verifyAll verifies every journal that a simulation kept. The last one closed its server, so each is opened on its own.
func verifyAll(t *testing.T, dir string) {
	t.Helper()
	kept, err := filepath.Glob(filepath.Join(dir, "*", "data"))
	if err != nil {
		t.Fatal(err)
	}
	for _, data := range kept {
		if out, status := comity(t, "verify", "--dir", data); status != cli.Done {
			t.Errorf("verify %s: got status %d:\n%s", filepath.Base(filepath.Dir(data)), status, out)
		}
	}
}

// comity runs the program as main does, with nothing from outside.
func comity(t *testing.T, args ...string) (out string, status int) {
	t.Helper()
	var b bytes.Buffer
	env := environment()
	env.Stdin, env.Stdout, env.Stderr, env.Terminal = strings.NewReader(""), &b, &b, false
	env.Getenv = func(string) string { return "" }
	status = cli.Main(t.Context(), args, env)
	return b.String(), status
}
