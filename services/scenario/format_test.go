package scenario

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// write puts a scenario into a file of its own.
func write(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "story.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

const head = `scenario: A story
partnership: westmere
administrator: p-admin
clock: Tue 5 Jan 2027 09:00
case: C1
`

func TestRead(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"not_YAML", "scenario: [", ":1:11: This is not YAML"},
		{"unknown_key", head + "steps:\n  - {by: p-1, doo: case.submit}\n", ":7:15: doo is not a key here. Did you mean do?"},
		{"key_twice", head + "case: C2\nsteps: []\n", ":6:1: "},
		{"no_such_command", head + "steps:\n  - {by: p-1, do: case.sumbit}\n", ":7:19: There is no command case.sumbit"},
		{"wrong_weekday", head + "steps:\n  - {clock: Mon 6 Jan 2027 09:00}\n", ":7:13: 6 Jan 2027 09:00 is a Wednesday, not a Mon."},
		{"a_time_that_does_not_exist", head + "steps:\n  - {clock: 2027-03-28 01:30}\n", ":7:13: 2027-03-28 01:30 does not exist"},
		{"a_time_that_is_there_twice", head + "steps:\n  - {clock: Sun 31 Oct 2027 01:30}\n", ":7:13: 31 Oct 2027 01:30 is there twice"},
		{"a_day_that_does_not_exist", head + "steps:\n  - {clock: 2027-02-30}\n", `:7:13: "2027-02-30" is not a time`},
		{"no_such_variant", head + "matrix: [{name: a}]\nsteps:\n  - {only: [a, b], clock: 2027-02-01}\n", ":8:12: There is no variant b; these are: a."},
		{"only_without_a_matrix", head + "steps:\n  - {only: a, clock: 2027-02-01}\n", ":7:12: There is no variant a"},
		{"two_variants_of_one_name", head + "matrix: [{name: a}, {name: a}]\nsteps: []\n", "There are two variants a."},
		{"no_such_event", head + "steps:\n  - expect: {events: {none: [gate.pased]}}\n", ":7:30: There is no event gate.pased"},
		{"no_such_event_in_the_feed", head + "steps:\n  - expect: {feed: {public: {has: [{type: gate.pased}]}}}\n", "There is no event gate.pased"},
		{"an_amount_that_is_not_quoted", head + "steps:\n  - {by: p-1, do: case.amend, with: {plan: £20,000}}\n", `A text that has a comma is quoted here: "£20,000".`},
		{"backwards", head + "steps:\n  - {clock: 2027-02-01}\n  - {clock: 2027-01-01}\n", ":8:5: This step is at Fri 1 Jan 2027 00:00, before the one above it"},
		{"two_things", head + "steps:\n  - {by: p-1, do: case.submit, clock: 2027-02-01}\n", ":7:5: A step does one thing"},
		{"nothing", head + "steps:\n  - {by: p-1}\n", ":7:5: This step does nothing and expects nothing."},
		{"no_such_code", head + "steps:\n  - {by: p-1, do: case.submit, expect: {refused: missing}}\n", `:7:50: "missing" is not the code of a refusal.`},
		{"no_such_variable", head + "steps:\n  - {by: \"${who}\", do: case.submit}\n", ":7:10: There is no variable who."},
		{"no_such_fixture", head + "fixture: nowhere\nsteps: []\n", ":6:10: There is no fixture nowhere"},
		{"no_such_requirement", head + "requirements: [F39, G1]\nsteps: []\n", `:6:15: "G1" is not the number of a requirement`},
		{"no_clock", "scenario: A story\nsteps: []\n", ":1:1: The scenario lacks clock."},
		{"a_key_without_a_value", head + "steps:\n  - {by: p-1, do: case.submit, with: }\n", ":7:32: with has no value."},
		{"notices_that_are_no_list", head + "steps:\n  - expect: {notices: asked}\n", ":7:23: This has to be a list"},
		{"a_notice_with_a_misspelt_field", head + "steps:\n  - expect: {notices: [{to: p-1, reson: asked}]}\n", "Did you mean reason?"},
		{"anchors", head + "steps: &all []\n", ":6:8: Anchors, aliases and tags are not used here"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Read(write(t, test.text))
			var m Mistakes
			if !errors.As(err, &m) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
	t.Run("all_at_once", func(t *testing.T) {
		_, err := Read(write(t, head+"steps:\n  - {doo: a}\n  - {clock: never}\n  - {do: a.b, by: p}\n"))
		var m Mistakes
		if errors.As(err, &m); len(m) != 4 {
			t.Errorf("got %d mistakes, want 4:\n%v", len(m), err)
		}
	})
}

func TestRead_variants(t *testing.T) {
	list, err := Read(write(t, head+`vars: {who: p-1}
matrix:
  - {name: a, day: 2027-02-01, fields: {reason: why}}
  - {name: b, day: 2027-03-01, fields: {reason: "because of ${x}"}}
steps:
  - {at: "${day}", by: "${who}", do: case.withdraw, with: "${fields}"}
  - {only: b, by: "p-${who}", do: case.submit}
`))
	if err != nil {
		t.Fatal(err)
	}
	a, b := list[0], list[1]
	if a.Title() != "A story (a)" || len(a.Steps) != 1 || len(b.Steps) != 2 {
		t.Fatalf("got %s with %d steps and %s with %d", a.Title(), len(a.Steps), b.Title(), len(b.Steps))
	}
	if got := a.Steps[0]; got.By[0] != "p-1" || got.With["reason"] != "why" || readable(got.At) != "Mon 1 Feb 2027 00:00" {
		t.Errorf("got %+v", got)
	}
	if got := b.Steps[1].By[0]; got != "p-p-1" {
		t.Errorf("got by %s, want p-p-1", got)
	}
}

// The page must name every key that is read.
func TestFormatIsDocumented(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "reference", "scenario-format.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		"zzzzzzzz: 1\n", head + "fixture: {zzzzzzzz: 1}\nsteps: []\n", head + "steps: [{zzzzzzzz: 1}]\n",
		head + "steps: [{expect: {zzzzzzzz: 1}}]\n", head + "steps: [{votes: {zzzzzzzz: 1}}]\n", head + "steps: [{consents: {zzzzzzzz: 1}}]\n",
		head + "steps: [{confirm: {zzzzzzzz: 1}}]\n", head + "steps: [{do: case.submit, by: p, expect: {refused: {zzzzzzzz: 1}}}]\n",
		head + "steps: [{expect: {events: {zzzzzzzz: 1}}}]\n", head + "steps: [{expect: {feed: {public: {zzzzzzzz: 1}}}}]\n",
		head + "steps: [{expect: {notices: [{zzzzzzzz: 1}]}}]\n", head + "steps: [{expect: {notices: {zzzzzzzz: 1}}}]\n",
		head + "steps: [{expect: {mails: [{zzzzzzzz: 1}]}}]\n", head + "steps: [{expect: {view: {zzzzzzzz: 1}}}]\n", head + "steps: [{show: {zzzzzzzz: 1}}]\n",
	} {
		_, err := Read(write(t, text))
		m := regexp.MustCompile(`zzzzzzzz is not a key here; these are: (.*)\.`).FindStringSubmatch(err.Error())
		if m == nil {
			t.Fatalf("got %v", err)
		}
		for key := range strings.SplitSeq(m[1], ", ") {
			if !regexp.MustCompile("[`{, ]" + key + "[`:,} ]").Match(page) {
				t.Errorf("the page does not name %s", key)
			}
		}
	}
}
