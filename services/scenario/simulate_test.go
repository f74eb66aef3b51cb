package scenario_test

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"comity/services/scenario"
)

// TestSimulate lives every scenario of the repository. COMITY_CRASH=1 kills the engine after every step.
func TestSimulate(t *testing.T) {
	files := scenarioFiles(t)
	crash, _ := strconv.Atoi(os.Getenv("COMITY_CRASH"))
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			report, err := scenario.Simulate(t.Context(), []string{file}, scenario.Options{Crash: crash, Dir: t.TempDir()})
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range report.Scenarios {
				if r.Failed() {
					r.Write(failing{t}, testing.Verbose())
					t.Fail()
				} else {
					t.Logf("%s: %d steps, %d ms", r.Name, len(r.Steps), r.Took.Milliseconds())
				}
			}
		})
	}
}

// failing writes a report into a test's log.
type failing struct{ t *testing.T }

func (f failing) Write(p []byte) (int, error) { f.t.Log(string(p)); return len(p), nil }

func scenarioFiles(t *testing.T) []string {
	t.Helper()
	root := filepath.Join("..", "..", "scenarios")
	files, err := filepath.Glob(filepath.Join(root, "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	demo, err := filepath.Glob(filepath.Join(root, "demo", "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return append(files, demo...)
}
