package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestCode(t *testing.T) {
	s := westmere(t, "westmere-at-g1")
	const at = "/westmere/code"
	t.Run("without_a_code_there_is_nothing_to_acknowledge", func(t *testing.T) {
		s := s.in(t)
		s.as("p-n1").get(at).is(http.StatusOK).says("There is nothing for you to acknowledge.")
		d := s.as("p-n1").get("/westmere/structure").says("Risks of working in partnership", "It is not clear who answers for what")
		if strings.Contains(d.text("main"), "Terms of reference") {
			t.Error("terms of reference are shown that nobody wrote down")
		}
	})
	written := strings.NewReplacer("version: 3", "version: 4", "administrators: [p-admin]\n", `administrators: [p-admin]
code_of_conduct: {name: Code of the partnership, version: 1, voting_requires_it: true}
terms_of_reference:
  source: ToR 2026
  topics: [responsibilities, decision_making, membership_rationale, commissioning, alignment, relationships, information_sharing, pooling]
  exceptions: [{topic: probity_interests, reason: Each council keeps its own., minute: minute 9}]
`, "  - id: pol\n", "  - id: pol\n    routes: {complaints: complaints@pol.example, redress: Police Ombudsman}\n").Replace(s.text("westmere.governance.yaml"))
	s.do("p-admin", "partnership.publish", map[string]any{"source": written})
	t.Run("F20_F115_F116_the_report_shows_topics_beside_the_survey_missing_routes_and_the_code", func(t *testing.T) {
		s := s.in(t)
		s.as("p-n1").get("/westmere/structure?seen=1").says("Probity and declaration of interest", "Left out: Each council keeps its own. (minute 9)", "54 %", "complaints@pol.example", "Missing",
			"Acknowledged for 0 of", "Westmere Police names no route for: whistleblowing.")
	})
	t.Run("F116_whoever_acknowledges_it_can_vote", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-n1")
		d := b.get(at).is(http.StatusOK).says("You cannot vote in this seat before you have acknowledged it.")
		leads(d.submit("/code", nil).is(http.StatusUnprocessableEntity), "keep")
		b.get(at).submit("/code", url.Values{"keep": {"yes"}}).is(http.StatusOK).says("You have acknowledged the code of conduct.", "There is nothing for you to acknowledge.")
		b.get("/westmere/structure").says("Acknowledged for 1 of")
	})
}
