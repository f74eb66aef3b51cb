package main

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"comity/services/cli"
)

// Every scenario, against the whole program in this process, comes out as written: once as it is, and once with the engine
// killed and opened again on the way. The journals that they leave behind hold.
func TestScenarios(t *testing.T) {
	files, err := filepath.Glob("scenarios/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("got no scenarios: %v", err)
	}
	demo, err := filepath.Glob("scenarios/demo/*.yaml")
	if err != nil || len(demo) == 0 {
		t.Fatalf("got no demonstration: %v", err)
	}
	rules, err := filepath.Glob("scenarios/rules/*.yaml")
	if err != nil || len(rules) == 0 {
		t.Fatalf("got no scenarios of single rules: %v", err)
	}
	for _, file := range slices.Concat(files, demo, rules) {
		for _, crash := range []string{"0", "1"} {
			if crash != "0" && slices.Contains(rules, file) {
				continue // a hundred more starts of each would say nothing that the others do not
			}
			name := strings.TrimSuffix(filepath.Base(file), ".yaml")
			if crash != "0" {
				name += "/with_crashes"
			}
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				if crash != "0" && testing.Short() {
					t.Skip("every crash costs a start")
				}
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
