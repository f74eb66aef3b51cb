// Package e2e uses the pages as people do: in a real Chromium, against the real program.
//
// A test of the pages is a file x.test.mjs here, for Node's own test runner and with lib.mjs; TestPages starts the program
// afresh for each, with the demonstration played, and runs it. The tests of the harness itself are in harness/, against a
// server of a few lines (harness_test.go). Where Node.js, Chromium or the built assets are missing the tests are skipped with
// the reason, except with CI=true, as `make test` has it: there they fail.
package e2e

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"comity/services/web/assets"
)

// fileTimeout bounds one file of browser tests.
const fileTimeout = 15 * time.Minute

// chromium finds the browser and everything else that is needed, or skips.
func chromium(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser takes its time")
	}
	lack := func(format string, args ...any) string {
		t.Helper()
		if os.Getenv("CI") == "true" {
			t.Fatalf(format+": `make test` installs what is needed", args...)
		}
		t.Skipf(format+": `make e2e` installs what is needed", args...)
		return ""
	}
	version, err := exec.Command("node", "--version").Output()
	if err != nil {
		return lack("there is no Node.js here: %v", err)
	}
	var major, minor int
	if _, err := fmt.Sscanf(string(version), "v%d.%d", &major, &minor); err != nil || major < 20 || major == 20 && minor < 19 {
		return lack("Node.js is %s, and 20.19 or newer is needed", strings.TrimSpace(string(version)))
	}
	if _, err := os.Stat("node_modules/playwright-core"); err != nil {
		return lack("the npm packages of the browser tests are missing")
	}
	if !assets.Built() {
		return lack("the assets have not been built")
	}
	for _, name := range []string{os.Getenv("COMITY_CHROMIUM"), "chromium", "chromium-browser"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return lack("there is no Chromium here")
}

// runNode runs one file of tests against the pages at url, and fails with it. env is added to what the file finds.
func runNode(t *testing.T, browser, url, file string, env ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), fileTimeout)
	defer cancel()
	shots := os.Getenv("COMITY_SCREENSHOTS")
	if shots == "" {
		shots = "screenshots"
	}
	shots, err := filepath.Abs(shots)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, "node", "--test", "--test-reporter=spec", file)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) } // so that Chromium is closed as well
	cmd.WaitDelay = 20 * time.Second
	cmd.Env = append(os.Environ(), "COMITY_URL="+url, "COMITY_CHROMIUM="+browser, "COMITY_SCREENSHOTS="+shots, "NO_COLOR=1", "FORCE_COLOR=0")
	cmd.Env = append(cmd.Env, env...)
	cmd.Stdout, cmd.Stderr = t.Output(), t.Output()
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}
