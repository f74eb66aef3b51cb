package reference_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"comity/services/cli"
	"comity/services/reference"
	"comity/workflow"
)

// Every command that people send has an example, and the command line takes it as it stands: where no server runs it comes as
// far as looking for one.
func TestExamples(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "document.yaml")
	if err := os.WriteFile(file, []byte("api_version: comity/v1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, s := range workflow.Commands {
		line, ok := reference.Examples[s.Name]
		if ok == s.System {
			t.Errorf("%s: got an example: %v", s.Name, ok)
		}
		if !ok {
			continue
		}
		words := split(t, line)
		if len(words) < 6 || words[0] != "comity" || words[1] != "do" || words[2] != s.Name || words[len(words)-2] != "--as" {
			t.Errorf("%s: got %q, want comity do %s … --as PERSON", s.Name, words, s.Name)
			continue
		}
		for i, w := range words {
			if name, isFile := strings.CutPrefix(w, "source=@"); isFile && name != "" {
				words[i] = "source=@" + file
			}
		}
		var out, problems bytes.Buffer
		env := cli.Env{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &problems, Now: time.Now, Local: time.UTC,
			Getenv: func(string) string { return "" }, NewID: func() string { return "0198c6a2-0000-7000-8000-000000000001" }}
		if status := cli.Main(t.Context(), append(words[1:], "--dir", filepath.Join(dir, "nothing")), env); status != cli.Unavailable {
			t.Errorf("%s: got status %d, want %d\n%s\n%s", s.Name, status, cli.Unavailable, line, problems.String())
		}
	}
	for name := range reference.Examples {
		if _, ok := workflow.Find(name); !ok {
			t.Errorf("there is no command %s", name)
		}
	}
}

// split cuts a line into words as a shell would, as far as the examples need it.
func split(t *testing.T, line string) []string {
	t.Helper()
	if strings.Count(line, "'")%2 != 0 || strings.ContainsAny(line, "\"\\$`*") {
		t.Fatalf("%s: not what this test can read", line)
	}
	var words []string
	for _, w := range regexp.MustCompile(`(?:[^ ']|'[^']*')+`).FindAllString(line, -1) {
		words = append(words, strings.ReplaceAll(w, "'", ""))
	}
	return words
}
