package scenario_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"comity/services/scenario"
)

var scenarios = filepath.Join("..", "..", "scenarios")

// Every scenario of the repository is run by the test of the whole program, in main_test.go; here is how one is run.
func TestSimulate(t *testing.T) {
	t.Parallel()
	for _, crash := range []int{0, 1} {
		report, err := scenario.Simulate(t.Context(), []string{filepath.Join(scenarios, "05-casting-vote.yaml")}, scenario.Options{Crash: crash})
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		report.Write(&out, false)
		want := `✓ The casting vote \(a: the chair\)  \(\d+ steps, \d+ ms\)\n✓ .*\n✓ .*\n\n3 scenarios came out as written`
		if report.Failed() != 0 || !regexp.MustCompile(want).MatchString(out.String()) {
			t.Errorf("crash after every %d steps: got\n%s", crash, out.String())
		}
	}
}

func TestSimulate_what_differs_is_told_with_its_place(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "fixtures"), os.DirFS(filepath.Join(scenarios, "fixtures"))); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "wrong.yaml")
	text := `scenario: Everything is expected otherwise
fixture: westmere-at-g1
clock: Tue 5 Jan 2027 09:00
case: C1
steps:
  - votes: {signoff: ogn, approve: [N1]}
    expect: {signoffs: {ogn: endorsed}, outstanding: ["signoff:wcb"], events: [signoff.decided]}
  - {votes: {signoff: ogn, approve: [N1]}}
  - {votes: {signoff: ogn, approve: [N2]}, expect: {refused: {status: 409, code: signoff_closed}}}
  - {do: signoff.vote, with: {signoff: ogs, seat: S1, choice: maybe}}
  - {by: p-unit, do: case.submit, expect: {refused: {code: wrong_stage, details: [a, b]}}}
  - {clock: 2027-02-01, expect: {label: planning.working, holds: {standstill: open}, cases: {C2: {label: draft}}}}
`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	report, err := scenario.Simulate(t.Context(), []string{file}, scenario.Options{Dir: filepath.Join(dir, "kept")})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	report.Write(&out, true)
	for _, want := range []string{
		file + ":6  Tue 5 Jan 2027 09:00  votes on ogn: N1 approve", "line 7: sign-off ogn is open, want endorsed",
		"want exactly [signoff:wcb]", "the events are [signoff.vote_cast], want [signoff.decided]",
		file + ":8 ", "p-n1 votes approve for N1 on ogn is refused: Seat N1 has already voted on this sign-off.",
		file + ":9 ", "is carried out, want signoff_closed",
		file + ":10 ", "cannot be sent: choice",
		file + ":11 ", "the details have no a",
		file + ":12 ", `is "needs_assessment.at_gate", want planning.working`, "there is no standstill hold", "there is no case C2",
		"1 of 1 scenarios did not come out as written",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the report does not say %q:\n%s", want, out.String())
		}
	}
	if kept, err := filepath.Glob(filepath.Join(dir, "kept", "wrong-*", "data", "jetstream")); err != nil || len(kept) != 1 {
		t.Errorf("got %v, %v, want the data directory kept", kept, err)
	}
}

func TestSimulate_mistakes_run_nothing(t *testing.T) {
	file := filepath.Join(t.TempDir(), "wrong.yaml")
	if err := os.WriteFile(file, []byte("scenario: 1\nsteps: 2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	report, err := scenario.Simulate(t.Context(), []string{file}, scenario.Options{})
	if m := (scenario.Mistakes)(nil); !errors.As(err, &m) || len(report.Scenarios) != 0 {
		t.Errorf("got %v and %d results, want mistakes and none", err, len(report.Scenarios))
	}
}

// The sixteen months of the first scenario are to take less than a second; three variants of them are one round here.
func BenchmarkStraightThrough(b *testing.B) {
	for b.Loop() {
		report, err := scenario.Simulate(b.Context(), []string{filepath.Join(scenarios, "01-straight-through.yaml")}, scenario.Options{})
		if err != nil || report.Failed() > 0 {
			b.Fatal(err)
		}
		b.ReportMetric(float64(report.Scenarios[0].Took.Milliseconds()), "ms/story")
	}
}
