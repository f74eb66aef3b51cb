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

func TestF41_no_rule_can_speak_of_a_party(t *testing.T) {
	for _, expr := range []string{"case.party == 'x'", "case.political_group == 'x'", "commitments.exists(c, c.party == 'x')", "party == 'x'"} {
		if _, err := Compile(expr, nil); err == nil {
			t.Errorf("%s can be asked", expr)
		}
	}
	text := strings.Replace(string(testFile(t, "westmere.governance.yaml")), "{organisation: wcc, min: 1}", "{political_group: x, min: 1}", 1)
	if _, problems := CheckSources(Source{"westmere.governance.yaml", []byte(text)}); len(Errors(problems)) == 0 {
		t.Error("a quorum asks for a party")
	}
	text = strings.Replace(string(testFile(t, "westmere.governance.yaml")), "{id: W5, organisation: ald,", "{id: W5, organisation: ald, political_group: independent,", 1)
	if _, problems := CheckSources(Source{"westmere.governance.yaml", []byte(text)}); len(Errors(problems)) > 0 { // for information it may be said
		t.Errorf("got %v", Errors(problems))
	}
}

// What may be advised is said with its place, and keeps nobody from publishing.
func TestAdvice_has_its_place_and_is_no_mistake(t *testing.T) {
	text := string(testFile(t, "westmere.governance.yaml"))
	for _, edit := range [][2]string{
		{"administrators: [p-admin]\n", "administrators: [p-admin]\nstructure: {seats_advised: 10, required_posts: [director of public health]}\n"},
		{"duty: other\n    authorising_officer: ao-sch", "duty: relevant_partner\n    authorising_officer: ao-sch"},
		{"{id: N3, organisation: sch, role: other, represents: {organisations: [sch],", "{id: N3, organisation: cvs, role: other, represents: {organisations: [cvs],"}, {"{id: S3, organisation: sch, role: other, represents: {organisations: [sch],", "{id: S3, organisation: cvs, role: other, represents: {organisations: [cvs],"},
		{"{id: E5, organisation: pol,", "{id: E5, organisation: cvs,"}, {"areas: [south]\n    authority", "areas: [north]\n    authority"},
	} {
		if !strings.Contains(text, edit[0]) {
			t.Fatalf("the document does not hold %s", edit[0])
		}
		text = strings.Replace(text, edit[0], edit[1], 1)
	}
	_, problems := CheckSources(Source{"g.yaml", []byte(text)})
	if got := Errors(problems); len(got) > 0 {
		t.Fatalf("got mistakes %v", got)
	}
	got := map[string]string{}
	for _, p := range problems {
		if p.Severity != Advice {
			continue
		}
		got[p.Code] = strings.TrimSpace(strings.Split(text, "\n")[p.Line-1][p.Column-1:])
		if !strings.HasPrefix(p.String(), "g.yaml:") || !strings.Contains(p.String(), ": advice: ") {
			t.Errorf("got %s", p)
		}
	}
	for code, begins := range map[string]string{
		"board_large": "- {id: W1,", "post_missing": "director of public health", "partner_without_seat": "id: sch", "vcs_at_executive": "{id: E5,",
		"board_doubled": "id: ogs", "voice_missing_parents": "- id: wcb",
	} {
		if !strings.HasPrefix(got[code], begins) {
			t.Errorf("%s: got it at %q, want %q", code, got[code], begins)
		}
	}
}
