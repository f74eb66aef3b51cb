package document

import (
	"slices"
	"strings"
	"testing"
)

// mistaken checks the fixture with something put in, and returns the sentences of its mistakes.
func mistaken(t *testing.T, edits ...string) (out []string) {
	t.Helper()
	text := string(testFile(t, "westmere.governance.yaml"))
	for i := 0; i < len(edits); i += 2 {
		if !strings.Contains(text, edits[i]) {
			t.Fatalf("the document does not hold %s", edits[i])
		}
		text = strings.Replace(text, edits[i], edits[i+1], 1)
	}
	_, problems := CheckSources(Source{"westmere.governance.yaml", []byte(text)})
	for _, p := range Errors(problems) {
		if p.Line == 0 || p.Path == "" {
			t.Errorf("%s has no place", p.Sentence)
		}
		out = append(out, p.Code+" "+p.Path+": "+p.Sentence)
	}
	return out
}

const administered = "administrators: [p-admin]\n"

func TestF07_an_override_outside_the_bound_is_refused_naming_the_bound(t *testing.T) {
	bounds := administered + "local_variation: {deadline: {min: P5WD, max: P15WD}, urgent_limit_gbp: \"£25,000\", delegation_limit_gbp: \"£50,000\"}\n"
	for _, test := range []struct{ name, add, want string }{
		{"within_every_bound", "    deadline: P15WD\n    delegation: {limit_gbp: \"£50,000\"}\n", ""},
		{"too_long_a_time", "    deadline: P16WD\n", "ogn has a deadline of P16WD; local_variation.deadline allows P5WD to P15WD."},
		{"too_short_a_time", "    deadline: P4WD\n", "ogn has a deadline of P4WD; local_variation.deadline allows P5WD to P15WD."},
		{"another_reckoning", "    deadline: P10D\n", "they are not reckoned alike"},
		{"too_much_delegated", "    delegation: {limit_gbp: \"£50,000.01\"}\n", "local_variation.delegation_limit_gbp allows at most £50,000"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := mistaken(t, administered, bounds, "  - id: ogn\n", "  - id: ogn\n"+test.add)
			if test.want == "" && len(got) > 0 || test.want != "" && (len(got) != 1 || !strings.Contains(got[0], test.want)) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
	t.Run("without_a_bound_there_is_no_deadline_of_its_own", func(t *testing.T) {
		if got := mistaken(t, "  - id: ogn\n", "  - id: ogn\n    deadline: P5WD\n"); len(got) != 1 || !strings.Contains(got[0], "override_not_allowed") {
			t.Errorf("got %q", got)
		}
		if got := mistaken(t, administered, bounds, "  - id: jce\n", "  - id: jce\n    deadline: P5WD\n"); len(got) != 1 || !strings.Contains(got[0], "serves no area") {
			t.Errorf("got %q", got)
		}
	})
}

func TestF19_what_is_delegated_must_have_a_board_above(t *testing.T) {
	if got := mistaken(t, "  - id: wcb\n", "  - id: wcb\n    delegation: {limit_gbp: \"£50,000\"}\n"); len(got) != 1 || !strings.Contains(got[0], "delegation_ends") {
		t.Errorf("got %q", got)
	}
	if got := mistaken(t, "  - id: ogn\n", "  - id: ogn\n    delegation: {limit_gbp: \"£50,000\", escalate_to: ogs}\n"); len(got) != 1 || !strings.Contains(got[0], "delegation_ends") {
		t.Errorf("sideways: got %q", got)
	}
}

func TestF20_a_topic_that_is_missing_needs_a_recorded_exception(t *testing.T) {
	const eight = "[responsibilities, decision_making, membership_rationale, commissioning, alignment, relationships, information_sharing, pooling]"
	got := mistaken(t, administered, administered+"terms_of_reference: {source: ToR 2026, topics: "+eight+"}\n")
	if len(got) != 1 || !strings.Contains(got[0], "probity and declaration of interest (probity_interests)") || !strings.Contains(got[0], "54 %") {
		t.Errorf("got %q", got)
	}
	excepted := "terms_of_reference: {source: ToR 2026, topics: " + eight + ", exceptions: [{topic: probity_interests, reason: Each council's own code holds., minute: wcb 2026-03-12 min 9}]}\n"
	if got := mistaken(t, administered, administered+excepted); len(got) != 0 {
		t.Errorf("with a recorded exception: got %q", got)
	}
	if got := mistaken(t, administered, administered+strings.Replace(excepted, ", minute: wcb 2026-03-12 min 9", "", 1)); len(got) == 0 {
		t.Error("an exception without a minute is taken")
	}
	if got := mistaken(t); len(got) != 0 {
		t.Errorf("a document without terms of reference: got %q", got)
	}
}

func TestF115_a_missing_route_is_flagged(t *testing.T) {
	text := strings.Replace(string(testFile(t, "westmere.governance.yaml")), "  - id: pol\n", "  - id: pol\n    routes: {complaints: complaints@pol.example, redress: Police Ombudsman}\n", 1)
	doc, problems := CheckSources(Source{"westmere.governance.yaml", []byte(text)})
	if len(Errors(problems)) > 0 {
		t.Fatal(Errors(problems))
	}
	for organisation, want := range map[string]string{"pol": "whistleblowing", "wcc": "complaints, whistleblowing, redress"} {
		if !slices.ContainsFunc(doc[0].Governance.Remarks(), func(r Remark) bool {
			return r.Code == "route_missing" && r.Organisation == organisation && r.Post == want
		}) {
			t.Errorf("%s: no remark of %s", organisation, want)
		}
	}
	if !slices.ContainsFunc(problems, func(p Problem) bool { return p.Code == "route_missing" && p.Severity == Advice && p.Line > 0 }) {
		t.Error("it is not advised")
	}
}
