package document

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestValidateEvidence(t *testing.T) {
	w, err := LoadWorkflow(string(testFile(t, "joint-commissioning.workflow.yaml")))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, id, data string
		want           []string
	}{
		{"sound", "options_appraisal", `{"options": [{"title": "Do it ourselves", "kind": "internal", "cost_pence": 5}]}`, nil},
		{"no_schema_takes_any_object", "user_views", `{"whatever": [1]}`, nil},
		{"no_schema_takes_nothing_else", "user_views", `[]`, []string{": The data of an evidence item is an object."}},
		{"no_data", "options_appraisal", ``, []string{": The data must have options."}},
		{"no_json", "options_appraisal", `{`, []string{": This is not JSON: unexpected EOF."}},
		{"everything_wrong", "options_appraisal", `{"options": [{"kind": "joined", "cost_pence": -1}, {"title": "", "kind": "joint", "prize": 1}, 7], "more": 1}`, []string{
			": The data has more, which the schema does not know.",
			"/options/0: options.0 must have title.",
			"/options/0/cost_pence: options.0.cost_pence must be at least 0.",
			"/options/0/kind: options.0.kind must be one of internal, external, joint.",
			"/options/1: options.1 has prize, which the schema does not know.",
			"/options/1/title: options.1.title must have at least 1 character, and has 0.",
			"/options/2: options.2 must be an object, and is a number.",
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, p := range ValidateEvidence(w.EvidenceType(test.id), json.RawMessage(test.data)) {
				got = append(got, p.Path+": "+p.Sentence)
			}
			if d := cmp.Diff(test.want, got); d != "" {
				t.Error(d)
			}
		})
	}
	huge := json.RawMessage(`{"a": "` + strings.Repeat("x", MaxEvidenceData) + `"}`)
	if got := ValidateEvidence(w.EvidenceType("user_views"), huge); len(got) != 1 || got[0].Code != "too_large" {
		t.Errorf("got %v, want too_large", got)
	}
}

// The rules of the options appraisal are asked of real data, as a case asks them.
func TestEvidenceRules(t *testing.T) {
	w, err := LoadWorkflow(string(testFile(t, "joint-commissioning.workflow.yaml")))
	if err != nil {
		t.Fatal(err)
	}
	rules := w.Gates[1].Evidence[2].Rules
	for data, want := range map[string][]bool{
		`{"options": [{"title": "a", "kind": "internal"}, {"title": "b", "kind": "joint"}]}`:                                     {false, false},
		`{"options": [{"title": "a", "kind": "internal"}, {"title": "b", "kind": "joint"}, {"title": "c", "kind": "joint"}]}`:    {true, false},
		`{"options": [{"title": "a", "kind": "internal"}, {"title": "b", "kind": "joint"}, {"title": "c", "kind": "external"}]}`: {true, true},
	} {
		item, err := Data(json.RawMessage(data))
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range rules {
			c, err := Compile(r.Check, w)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := c.Holds(Vars{Item: item}); err != nil || got != want[i] {
				t.Errorf("%s of %s: got %v, %v, want %v", r.Check, data, got, err, want[i])
			}
		}
	}
}

// What has no sentence of its own still gets one.
func TestValidateEvidence_other_keywords(t *testing.T) {
	own := &EvidenceType{ID: "own", Schema: map[string]any{"uniqueItems": true, "not": map[string]any{"type": "object"}, "minProperties": 2.0}}
	for _, data := range []string{`[1, 1]`, `{}`} {
		for _, p := range ValidateEvidence(own, json.RawMessage(data)) {
			t.Log(p)
			if p.Sentence == "" || strings.Contains(p.Sentence, "%!") || strings.Contains(p.Sentence, "<nil>") {
				t.Errorf("%s: got %q", data, p.Sentence)
			}
		}
	}
}
