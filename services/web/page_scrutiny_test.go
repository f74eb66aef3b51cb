package web_test

import (
	"net/http"
	"testing"
)

// Each scrutiny body gets its cases; who may call in is offered to, and nobody else.
func TestF105_scrutiny_has_a_page_of_its_cases(t *testing.T) {
	s := westmere(t, "westmere-key-decision")
	for id, name := range map[string]string{"p-scrutiny-1": "Councillor Vera Stone", "p-ald-scrutiny-1": "Councillor Hugh Marl"} {
		person(s, id, name)
	}
	s.do("p-icb", "consent.confirm", map[string]any{"case": theCase, "seat": "W3"})
	s.as("p-scrutiny-1").get("/westmere/scrutiny").is(http.StatusOK).says("Nothing may be called in now.")
	waive := "/westmere/cases/" + theCase + "/act/decision.waive_call_in"
	plainPage(t, s.as("p-scrutiny-1").get(waive).is(http.StatusOK).says("Agree that the decision cannot be called in", "Why it cannot wait"))
	s.as("p-ald-scrutiny-1").get(waive).is(http.StatusForbidden)
	s.do("po-wcc", "notice.publish", map[string]any{"case": theCase, "kind": "special_urgency", "agreed_by": "p-scrutiny-1", "reason": "The home closes today."})
	s.do("po-wcc", "consent.record", map[string]any{"case": theCase, "organisation": "wcc", "minute": "Cabinet min 1"})
	d := s.as("p-scrutiny-1").get("/westmere/scrutiny").is(http.StatusOK).says("Homes for children with disabilities", "Westmere County Council", "1 December 2026", "by 5 members", "held by the time for call-in", "Call it in")
	legible(t, "p-scrutiny-1", "/westmere/scrutiny", d)
	if link := d.Find(`a[href$="/act/decision.call_in"]`); link.Length() != 1 {
		t.Fatal("there is no link to the call-in")
	}
	s.as("p-scrutiny-1").get("/westmere/cases/" + theCase + "/act/decision.call_in").is(http.StatusOK)
	s.as("p-ald-scrutiny-1").get("/westmere/scrutiny").is(http.StatusOK).says("Nothing may be called in now.").silent("Homes for children", theCase)
	s.as("p-lead").get("/westmere/scrutiny").is(http.StatusOK).says("Homes for children with disabilities").silent("Call it in")
	s.as("p-lead").get("/westmere/urgency").is(http.StatusOK).says("Special urgency", "Councillor Vera Stone", "held by the time for call-in")
}
