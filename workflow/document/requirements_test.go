package document

import (
	"slices"
	"strings"
	"testing"
)

func TestF04_boards_that_report_in_a_circle_or_to_nobody_are_refused_with_the_path(t *testing.T) {
	for _, test := range []struct{ name, old, new, want string }{
		{"in a circle", "reports_to: [health-and-wellbeing-board]", "reports_to: [ogn]", "The reporting lines go round: wcb → ogn → jce → wcb."},
		{"to nobody", "    reports_to: [wcb]\n", "", "jce reports to nobody; only a strategic board may."},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := string(testFile(t, "westmere.governance.yaml"))
			if !strings.Contains(text, test.old) {
				t.Fatalf("the document does not hold %s", test.old)
			}
			_, problems := CheckSources(Source{"westmere.governance.yaml", []byte(strings.Replace(text, test.old, test.new, 1))})
			if !slices.ContainsFunc(Errors(problems), func(p Problem) bool { return p.Sentence == test.want && p.Line > 0 && p.Path != "" }) {
				t.Errorf("got %v, want %s", Errors(problems), test.want)
			}
		})
	}
}

func TestF41_partly_no_rule_can_speak_of_a_party(t *testing.T) {
	for _, expr := range []string{"case.party == 'x'", "case.political_group == 'x'", "commitments.exists(c, c.party == 'x')", "party == 'x'"} {
		if _, err := Compile(expr, nil); err == nil {
			t.Errorf("%s can be asked", expr)
		}
	}
	text := strings.Replace(string(testFile(t, "westmere.governance.yaml")), "{organisation: wcc, min: 1}", "{political_group: x, min: 1}", 1)
	if _, problems := CheckSources(Source{"westmere.governance.yaml", []byte(text)}); len(Errors(problems)) == 0 {
		t.Error("a quorum asks for a party")
	}
}
