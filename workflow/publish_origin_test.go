package workflow

import (
	"strings"
	"testing"

	"comity/workflow/document"
)

func TestTraced(t *testing.T) {
	const below = "api_version: comity/v1\nkind: Governance\nmetadata: {partnership: p, version: 1, effective_from: 2026-04-01}\nname: P\n" +
		"organisations:\n  - {id: a, name: A, type: county_council, authorising_officer: x, proper_officer: x}\nareas:\n  - {id: north, name: North}\n" +
		"boards:\n  - id: local\n    name: Local\n    level: strategic\n    for_areas: [north]\n    quorum: {voting: 1}\n    rule: {count: by_seat, pass: majority_of_votes_cast, on_tie: falls, close: when_decided}\n    seats_for:\n      - {each: [a], roles: [officer]}\n"
	const top = "api_version: comity/v1\nkind: Governance\nextends: [below.yaml]\nmetadata:\n  version: 2\norganisations:\n  - {id: a, name: Council}\n"
	find := func(string, string, string) (document.Source, error) {
		return document.Source{Name: "below.yaml", Text: []byte(below)}, nil
	}
	whole, from, err := document.WholeFrom(document.Source{Name: "top.yaml", Text: []byte(top)}, find)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := document.Whole(document.Source{Name: "top.yaml", Text: []byte(top)}, find); err != nil || again != whole {
		t.Errorf("got another whole, %v", err)
	}
	for name, c := range map[string]struct {
		problem Problem
		want    string
	}{
		"what_the_top_says":       {problem(DefinitionInvalid, "p:7:3: No.").about("metadata.version").with(map[string]any{"line": 7, "column": 3}), "top.yaml:5:12: No."},
		"what_lies_below":         {problem(DefinitionInvalid, "p:8:3: No.").about("organisations[0].type").with(map[string]any{"line": 8, "column": 3}), "below.yaml:6:28: No."},
		"as_it_comes_over_a_wire": {problem(DefinitionInvalid, "p:8:3: No.").about("name").with(map[string]any{"line": float64(8), "column": float64(3)}), "below.yaml:4:7: No."},
		"without_a_line":          {problem(DefinitionInvalid, "No.").about("metadata.partnership"), "below.yaml:3:25: No."},
		"of_nothing_written":      {problem(DefinitionInvalid, "No.").about("legal_form"), "No."},
		"of_another_document":     {problem(DefinitionInvalid, "joint:8:3: No.").about("metadata.version").with(map[string]any{"line": 8, "column": 3}), "joint:8:3: No."},
		"of_another_code":         {problem(VersionExists, "No.").about("metadata.version"), "No."},
	} {
		t.Run(name, func(t *testing.T) {
			no := Refuse(c.problem)
			got := Traced(no, from, "p")
			if got.Details[0].Message != c.want || got.Message != c.want {
				t.Errorf("got %q, %q, want %q", got.Details[0].Message, got.Message, c.want)
			}
			if no.Details[0].Message != c.problem.Message || no.Details[0].Facts["file"] != nil {
				t.Error("the refusal itself is changed")
			}
			if untraced := Traced(no, nil, "p"); untraced.Details[0].Message != c.problem.Message {
				t.Errorf("of a document that is laid on nothing got %q", untraced.Details[0].Message)
			}
		})
	}
	if file, _, _, known := from.At("boards[0].seats[0]"); !strings.HasPrefix(file, "below") || !known {
		t.Errorf("a seat of a board that was made of another comes from %q, %v", file, known)
	}
}
