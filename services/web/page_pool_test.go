package web_test

import (
	"net/http"
	"net/url"
	"testing"
)

func TestPools(t *testing.T) {
	s := westmere(t, "westmere-at-g1")
	s.as("p-lead").get("/westmere/pools").is(http.StatusOK).says("There is none that you may see")
	at := "/westmere/cases/" + theCase + "/pool"
	d := s.as("p-unit").get(at).is(http.StatusOK).says("Set up a pooled fund", "Section 75")
	d = d.submit("/pool", url.Values{"name": {"Early years fund"}, "host": {"wcc"}, "amount-wcc": {"100,000"}, "amount-ald": {"1"}})
	d.is(http.StatusUnprocessableEntity).says("needs an NHS body")
	d = s.as("p-unit").get(at).submit("/pool", url.Values{"name": {"Early years fund"}, "host": {"wcc"}, "amount-wcc": {"£100,000"}, "amount-icb": {"50,000"},
		"items": {"aims_and_outcomes"}})
	d.is(http.StatusUnprocessableEntity).says("The agreement does not specify: the way out")
	d = s.as("p-unit").get(at).submit("/pool", url.Values{"name": {"Early years fund"}, "host": {"wcc"}, "amount-wcc": {"£100,000"}, "amount-icb": {"50,000"}})
	d.is(http.StatusOK).says("Early years fund", "is a draft", "Missing", "£100,000", "No money has moved yet")
	s.as("p-lead").get("/westmere/pools").is(http.StatusOK).says("Early years fund", "Draft")
}
