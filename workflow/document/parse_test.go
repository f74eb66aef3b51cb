package document

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestParse_limits(t *testing.T) {
	for name, test := range map[string]struct{ text, code string }{
		"empty":           {"", "empty"},
		"comment_only":    {"# nothing\n", "empty"},
		"too_large":       {strings.Repeat("#", MaxSize+1), "too_large"},
		"not_utf8":        {"name: \xff", "not_text"},
		"a_list":          {"- a", "wrong_type"},
		"a_word":          {"hello", "wrong_type"},
		"no_kind":         {"name: x", "kind_missing"},
		"two_documents":   {"kind: Workflow\n---\nkind: Workflow\n", "several_documents"},
		"deep_flow":       {"kind: Workflow\nstages: " + strings.Repeat("[", 60_000), "too_deep"},
		"deep_mapping":    {"kind: Workflow\nstages: " + strings.Repeat("{a: ", 30_000), "too_deep"},
		"deep_lists":      {"kind: Workflow\nstages: " + strings.Repeat("- ", 50_000), "too_deep"},
		"bomb":            {"a: &a [x]\nb: &b [*a, *a]\nkind: Workflow\nstages: [*b, *b]", "alias"},
		"merge":           {"kind: Workflow\nmetadata: {<<: {id: x}}", "alias"},
		"tag":             {"kind: Workflow\nmetadata: !!map {id: x}", "tag"},
		"list_as_key":     {"kind: Workflow\n? [a]\n: b\n", "not_yaml"},
		"tabs":            {"kind: Workflow\n\tstages: []", "not_yaml"},
		"schema_too_deep": {"kind: Workflow\nevidence_types:\n- id: x\n  schema:\n" + nested(60), "too_deep"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			start := time.Now()
			_, err := Parse("f.yaml", []byte(test.text))
			var problems *Problems
			if !errors.As(err, &problems) {
				t.Fatalf("got %v, want *Problems", err)
			}
			found := false
			for _, p := range problems.List {
				found = found || p.Code == test.code
				if p.Line < 1 || p.Column < 1 || p.File != "f.yaml" {
					t.Errorf("%v has no place", p)
				}
			}
			if !found {
				t.Errorf("got %v, want %s", problems.List, test.code)
			}
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

// nested is a block mapping so deep.
func nested(depth int) string {
	var b strings.Builder
	for i := range depth {
		b.WriteString(strings.Repeat(" ", 4+i) + "a:\n")
	}
	return b.String() + strings.Repeat(" ", 4+depth) + "a: b\n"
}

func TestParse_sound_documents(t *testing.T) {
	doc, err := Parse("g", testFile(t, "westmere.governance.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	g := doc.Governance
	if got := g.Boards[0].Seats[9].MayVote(); got {
		t.Error("an associate may vote, want not")
	}
	if got := *g.Mandates[3].Commit[0].PerYearGBP; got.Pence != 120_000_00 {
		t.Errorf("got %v a year, want £120,000", got)
	}
	if got := g.Mandates[2].Commit[0].PerCaseFTE.FTE; got != 200 {
		t.Errorf("got %v, want 2 FTE", got)
	}
	doc, err = Parse("w", testFile(t, "joint-commissioning.workflow.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	w := doc.Workflow
	if got := w.Gates[0].SignOffs[0].OnLapse; got.EscalateTo.Level != LevelExecutive || got.Deadline.WorkingDays != 5 {
		t.Errorf("got %+v", got)
	}
	if d := w.Gates[1].SignOffs[1].Delegable; d == nil || *d {
		t.Error("the finance certificate is delegable, want not")
	}
}

func TestParse_lines_end_as_on_Windows(t *testing.T) {
	text := strings.ReplaceAll(string(testFile(t, "joint-commissioning.workflow.yaml")), "\n", "\r\n")
	doc, err := Parse("w", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if got := doc.Workflow.Gates[2].SignOffs[2].When; got != "award.value_pence * 100 > plan.money_pence * 105" {
		t.Errorf("got %q", got)
	}
	text = "\ufeff" + strings.Replace(text, "act: endorse", "act: endose", 1)
	if got := errorsOf(t, text); len(got) != 1 || got[0].Line != 75 {
		t.Errorf("got %v, want one error on line 75", got)
	}
}

// errorsOf gives the errors of one document.
func errorsOf(t *testing.T, text string) []Problem {
	t.Helper()
	_, problems := CheckSources(Source{"x", []byte(text)})
	return Errors(problems)
}

func TestLoad(t *testing.T) {
	text := string(testFile(t, "westmere.governance.yaml"))
	one, err := LoadGovernance(text)
	if err != nil {
		t.Fatal(err)
	}
	if two, _ := LoadGovernance(text); one != two {
		t.Error("got another value the second time, want the same")
	}
	if _, err := LoadWorkflow(text); err == nil {
		t.Error("got a workflow of a governance")
	}
	if _, err := LoadGovernance("kind: Governance\nnonsense: 1"); err == nil {
		t.Error("got no error for an unknown key")
	}
}

func TestMemo_is_bounded(t *testing.T) {
	m := newMemo(3, func(s string) (string, error) { return s + s, nil })
	for _, s := range []string{"a", "b", "c", "d", "e", "a"} {
		if got, err := m.of(s); err != nil || got != s+s {
			t.Errorf("got %q, %v", got, err)
		}
	}
	if len(m.kept) != 3 {
		t.Errorf("keeps %d, want 3", len(m.kept))
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range []string{"westmere.governance.yaml", "joint-commissioning.workflow.yaml", "bad-shape.yaml", "bad-conditions.yaml", "bad-yaml.yaml", "bad-workflow.yaml"} {
		f.Add(testFile(f, name))
	}
	f.Add([]byte("kind: Workflow\n\"a\\\"b\": ? !x &y *z"))
	f.Fuzz(func(t *testing.T, text []byte) {
		doc, err := Parse("f", text)
		if (doc == nil) == (err == nil) {
			t.Fatalf("got %v and %v, want one of them", doc, err)
		}
		var problems []Problem
		if err != nil {
			problems = err.(*Problems).List
		} else {
			problems = Check(doc)
		}
		for _, p := range problems {
			if p.Line < 1 || p.Column < 1 || p.Sentence == "" || p.Code == "" {
				t.Fatalf("%+v has no place, code or sentence", p)
			}
		}
	})
}
