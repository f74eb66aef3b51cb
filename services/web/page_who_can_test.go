package web_test

import (
	"net/http"
	"net/url"
	"testing"
)

func TestWhoCan(t *testing.T) {
	s := westmere(t, "westmere-board")
	asked := func(pairs ...string) string {
		q := url.Values{}
		for i := 0; i < len(pairs); i += 2 {
			q.Set(pairs[i], pairs[i+1])
		}
		return "/westmere/who-can?" + q.Encode()
	}
	t.Run("a_form_is_found_from_the_boards", func(t *testing.T) {
		b := s.in(t).as("p-lead")
		b.get("/westmere/registers").says("Who can commit a sum")
		b.get("/westmere/who-can").is(http.StatusOK).says("What is to be done").silent("May not")
	})
	t.Run("clause_by_clause", func(t *testing.T) {
		b := s.in(t).as("p-lead")
		b.get(asked("act", "commit", "organisation", "ald", "value", "£60,000")).is(http.StatusOK).
			says("May not", "It allows £50,000 in a case.", "by its own decision", "Full Council 2026-03-17 min 23")
		legible(t, "p-lead", "who-can", b.get(asked("act", "commit", "value", "£60,000")).is(http.StatusOK).
			says("Each organisation, by its own decision", "from 1 April 2026 to further notice").silent("from 2026"))
		legible(t, "p-lead", "who-can", b.get(asked("act", "approve", "value", "£1,200,000")).is(http.StatusOK).says("make a quorum"))
	})
	t.Run("what_is_no_sum_is_said_beside_the_field", func(t *testing.T) {
		s.in(t).as("p-lead").get(asked("act", "commit", "value", "much")).is(http.StatusUnprocessableEntity).says("Enter a sum in pounds")
	})
}
