package scenario_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"comity/services/client"
	"comity/services/scenario"
)

// Who is told what is expected of a server that is running as well; what nobody was told ends the story.
func TestPlay_checks_who_is_told(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "fixtures"), os.DirFS(filepath.Join(scenarios, "fixtures"))); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "told.yaml")
	text := `scenario: Who is told, played
fixture: westmere-at-g1
clock: Tue 5 Jan 2027 09:00
case: C1
steps:
  - votes: {signoff: ogn, approve: [N1]}
    expect: {notices: [], no_notices: [{to: p-n2}]}
  - votes: {signoff: ogn, approve: [N2]}
    expect:
      notices: [{to: [p-n1, p-unit], reason: decided, for: "signoff:ogn", case: C1, at: Tue 5 Jan 2027 09:00, count: 1}]
      no_notices: [{to: [p-n1, p-s1], reason: asked}]
  - votes: {signoff: ogs, approve: [S1]}
    expect: {notices: [{to: p-s2, reason: decided}]}
`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var story strings.Builder
	err := scenario.Play(t.Context(), open(t).Client(client.Config{}), file, scenario.PlayOptions{Out: &story})
	want := file + ":12:5: p-s2 is not told {reason: decided}; nothing is told"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s\n%s", err, want, story.String())
	}
}

func TestSimulate_who_is_told_otherwise(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "fixtures"), os.DirFS(filepath.Join(scenarios, "fixtures"))); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "told.yaml")
	text := `scenario: Everybody is expected to be told otherwise
fixture: westmere-at-g1
clock: Tue 5 Jan 2027 09:00
case: C1
steps:
  - {clock: Tue 5 Jan 2027 10:00}
  - {votes: {signoff: ogn, approve: [N1]}, expect: {notices: [{to: p-n2, reason: covered}]}}
  - votes: {signoff: ogn, approve: [N2]}
    expect:
      notices: {exactly: [{to: p-n1, reason: decided, result: refused}, {to: [p-n3, p-s1], reason: decided, count: 2}]}
      no_notices: [{to: p-unit, reason: decided}]
  - expect: {notices: []}
  - {votes: {signoff: ogs, approve: [S1, S2]}, expect: {notices: []}}
  - {clock: Tue 5 Jan 2027 10:01, expect: {mails: {exactly: [{to: p-n1, subject: Decided, says: "signoff:ogn"}]}}}
`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	report, err := scenario.Simulate(t.Context(), []string{file}, scenario.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	report.Write(&out, false)
	for _, want := range []string{
		"line 7: p-n2 is not told {reason: covered}; nothing is told",
		"line 10: p-n1 is not told {reason: decided, result: refused}; told: [p-n1: decided of signoff:ogn in case C1]",
		"p-n3 is told {reason: decided} 1 time, want 2",
		"p-s1 is not told {reason: decided}",
		"nothing else is to be told; told: [p-",
		"p-unit is told decided of signoff:ogn in case C1, and is not to be",
		"line 13: nothing else is to be told; told: [",
		"a mail to p-n1 is not written {subject: Decided, says: signoff:ogn}; written: [p-n1: ",
		"nothing else is to be written; written: [",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the report does not say %q:\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), "line 12") {
		t.Errorf("a step at which nobody was told anything differs:\n%s", out.String())
	}
}
