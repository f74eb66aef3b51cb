package web_test

import (
	"net/http"
	"testing"
)

func TestF58_decisions_that_touch_a_partner_are_a_page_and_a_table(t *testing.T) {
	s := westmere(t, "westmere-at-g2")
	s.in(t).as("p-lead").get("/westmere/decisions").is(http.StatusOK).says("Decisions")
	s.in(t).as("p-lead").get("/westmere/decisions?organisation=ald&month=2026-12").is(http.StatusOK).says("Decisions that touch Alderwick")
	s.in(t).as("p-lead").get("/westmere/decisions.csv?organisation=ald").is(http.StatusOK).says("Binding on")
}
