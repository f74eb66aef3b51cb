package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestContributions(t *testing.T) {
	s := westmere(t, "westmere-at-g2")
	t.Run("F61_F62_who_gives_what_stands_by_type_and_line_by_line", func(t *testing.T) {
		b := s.in(t).as("p-lead")
		b.get("/westmere/contributions").is(http.StatusOK).says("Who gives what", "District council", "4 of 4, 100%", "£150,000", "Every relevant partner puts something in.", "Nothing is on the map")
		if d := b.get("/westmere/contributions.csv").is(http.StatusOK); !strings.Contains(d.Body, ",wcc-1,Westmere County Council,Money,,Aligned,,actual,\"£150,000\"") {
			t.Errorf("got %s", d.Body)
		}
	})
	t.Run("F74_what_is_spent_is_put_on_the_map", func(t *testing.T) {
		b := s.in(t).as("p-dcs")
		form := b.get("/westmere/cases/" + theCase + "/act/spending.map").is(http.StatusOK).says("Put what is spent on the map of resources")
		form.submit("/act/spending.map", url.Values{"tier": {"universal"}, "phase": {"now"}, "basis": {"estimated"}, "amount_pence": {"120,000"}, "source": {"A third of leisure"}}).is(http.StatusOK).
			says("Check your answers").submit("/act/spending.map", url.Values{"step": {"do"}}).says("It is on the map.")
		b.get("/westmere/cases/"+theCase+"/resources").says("The map of resources", "£120,000", "A third of leisure", "Estimated")
		b.get("/westmere/contributions").says("100%")
	})
	t.Run("who_has_no_part_in_the_partnership_finds_no_page", func(t *testing.T) {
		s.in(t).as("p-stranger").get("/westmere/contributions").is(http.StatusNotFound)
	})
}
