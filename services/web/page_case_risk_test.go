package web_test

import (
	"net/http"
	"net/url"
	"testing"
)

// A risk is recorded on a page of the case, stands in the register on the case's own page, and is looked at again by who answers for it.
func TestF112_the_register_of_risks_on_the_page_of_a_case(t *testing.T) {
	s := westmere(t, "westmere-at-g1")
	const base = "/westmere/cases/" + theCase
	b := s.as("p-unit")
	b.get(base+"/act/risk.record").is(http.StatusOK).says("Record a risk, or look at one again", "A new risk", "An opportunity").
		submit("/act/risk.record", url.Values{"title": {"Too few health visitors to employ"}, "owner": {"icb"}, "level": {"executive"}, "response": {"Two are trained a year."}, "likelihood": {"3"}}).
		is(http.StatusOK).submit("/act/risk.record", url.Values{"step": {"do"}}).is(http.StatusUnprocessableEntity).says("The workflow has no scale by which risks are assessed.")
	b.get(base+"/act/risk.record").
		submit("/act/risk.record", url.Values{"title": {"Too few health visitors to employ"}, "owner": {"icb"}, "level": {"executive"}, "response": {"Two are trained a year."}}).
		is(http.StatusOK).says("Check your answers", "NHS Westmere ICB").submit("/act/risk.record", url.Values{"step": {"do"}}).says("The risk is recorded.")
	s.settle()
	b.get(base).says("Register of risks", "Too few health visitors to employ", "Two are trained a year.")
	b.get(base + "/history").says("A risk of NHS Westmere ICB is recorded")
	b = s.as("p-icb")
	b.get(base+"/act/risk.close").is(http.StatusOK).submit("/act/risk.close", url.Values{}).is(http.StatusUnprocessableEntity).says("Enter what came of it")
	b.get(base+"/act/risk.close").submit("/act/risk.close", url.Values{"risk": {"risk-1"}, "note": {"All posts are filled."}}).is(http.StatusOK).
		submit("/act/risk.close", url.Values{"step": {"do"}}).says("The risk is closed.")
	s.settle()
	b.get(base).says("All posts are filled.")
}
