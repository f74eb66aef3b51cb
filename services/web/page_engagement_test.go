package web_test

import (
	"net/http"
	"net/url"
	"testing"
)

func TestF55_whom_the_partnership_reached_is_a_page_and_a_form(t *testing.T) {
	s := westmere(t, "westmere-at-g2")
	s.do("p-admin", "partnership.publish", map[string]any{"source": s.text("westmere-reporting.governance.yaml")})
	const at = "/westmere/engagement"
	s.as("p-icb").get(at).is(http.StatusOK).says("How each organisation was reached", "Never").silent("Add to the log", "Pass on what an associate says")
	d := s.as("p-secretary").get(at).is(http.StatusOK)
	d.submit(at, url.Values{"kind": {"seminar"}, "title": {"Under fives"}}).is(http.StatusUnprocessableEntity).says("Select the organisations that it reached")
	d.submit(at, url.Values{"kind": {"seminar"}, "title": {"Under fives"}, "audience": {"ald", "bra"}}).is(http.StatusOK).says("The entry is in the log.", "Under fives")
	s.as("p-lead").get(at).is(http.StatusOK).submit("/engagement/feedback", url.Values{"associate": {"wcb st-anne"}, "to": {"jce"}, "text": {"The bus does not wait."}}).
		is(http.StatusOK).says("It is passed on.", "The bus does not wait.")
}
