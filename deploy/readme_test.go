package deploy_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"comity/services/house"
)

// pages are those that link to others by hand.
var pages = []string{"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "deploy/runbooks/start-refused.md", "deploy/runbooks/restore.md", "deploy/runbooks/upgrade.md"}

// What a page links to is there.
func TestLinks(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#]+)(?:#[^)]*)?\)`)
	for _, page := range pages {
		text, err := os.ReadFile(filepath.Join("..", page))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range link.FindAllStringSubmatch(string(text), -1) {
			if strings.Contains(m[1], "://") {
				continue
			}
			if _, err := os.Stat(filepath.Join("..", filepath.Dir(page), m[1])); err != nil {
				t.Errorf("%s links to %s: %v", page, m[1], err)
			}
		}
	}
}

// firstCase is the block of the README that a newcomer types, line by line.
func firstCase(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(text), "<!-- first case: deploy/readme_test.go runs these lines -->\n```sh\n")
	block, _, closed := strings.Cut(rest, "\n```\n")
	if !found || !closed {
		t.Fatal("the README has no first case")
	}
	return strings.Split(block, "\n")
}

// The first case of the README goes as the README says: each line is typed into a shell, against a server that runs.
func TestFirstCaseOfTheReadme(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program and runs it")
	}
	bin, err := built()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "data")
	server := exec.Command(filepath.Join(bin, "comity"), "serve", "--dir", dir, "--listen", "127.0.0.1:0", "--health", "off", "--pages", "off")
	var said lockedBuffer
	server.Stdout, server.Stderr = &said, &said
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait()
		if t.Failed() {
			t.Logf("the server said:\n%s", said.String())
		}
	})
	eventually(t, "the server runs", func() error {
		if _, err := house.ReadAddress(dir); err != nil {
			return err
		}
		if !strings.Contains(said.String(), "Ctrl-C") {
			return fmt.Errorf("it has not said so: %s", said.String())
		}
		return nil
	})
	var outputs strings.Builder
	export := ""
	for _, line := range firstCase(t) {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if strings.HasPrefix(line, "export ") {
			export = strings.Replace(line, "$PWD/bin", bin, 1)
			continue
		}
		cmd := exec.Command("sh", "-c", export+"\n"+line)
		cmd.Dir, cmd.Env = "..", append(os.Environ(), "COMITY_DIR="+dir)
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		err := cmd.Run()
		want := 0
		if strings.Contains(line, "# refused") {
			want = 1
		}
		if got := cmd.ProcessState.ExitCode(); got != want {
			t.Fatalf("%s\ngot status %d (%v), want %d\n%s", line, got, err, want, out.String())
		}
		outputs.Write(out.Bytes())
	}
	for _, want := range []string{
		"No mistakes in 2 files.", "Needs analysis is missing.", "The chief finance officer of Elmshire County Council is to certify.",
		"p-chief neither holds seat B3 nor deputises for it.", "consent.confirmed, gate.passed", "delivery.working", "The journal holds",
	} {
		if !strings.Contains(outputs.String(), want) {
			t.Errorf("nothing said %q:\n%s", want, outputs.String())
		}
	}
}
