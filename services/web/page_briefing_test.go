package web_test

import (
	"net/http"
	"testing"
)

func TestF54_the_briefing_of_an_organisation_is_a_page_for_its_month(t *testing.T) {
	s := westmere(t, "westmere-at-g2")
	s.in(t).as("p-lead").get("/westmere/briefing").is(http.StatusOK).says("Monthly briefing", "Organisation")
	s.in(t).as("p-lead").get("/westmere/briefing?organisation=ald&month=2026-12").is(http.StatusOK).
		says("Briefing for Alderwick District Council, December 2026", "North Operational Group", "Puts in")
	s.in(t).as("p-lead").get("/westmere/briefing?organisation=sch&month=2026-12").is(http.StatusOK).says("There is no decision in it that you may see.")
	s.in(t).as("p-lead").get("/westmere/briefing?organisation=nobody&month=2026-12").is(http.StatusNotFound)
}
