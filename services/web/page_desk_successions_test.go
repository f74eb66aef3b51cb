package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"comity/services/views/answer"
)

func TestDeskSuccessions(t *testing.T) {
	s := westmere(t, "westmere-at-g2")
	const at = "/westmere/desk/successions"
	sent := func(more url.Values) url.Values {
		out := url.Values{"replaced": {"ald"}, "successor-1": {"bra"}, "share-1": {"60"}, "successor-2": {"cal"}, "share-2": {"40"},
			"from-day": {"1"}, "from-month": {"4"}, "from-year": {"2027"}, "instrument": {"Westmere (Structural Changes) Order 2026"}}
		for k, v := range more {
			out[k] = v
		}
		return out
	}
	recorded := func() int {
		var a answer.Successions
		s.ask("p-admin", "successions", nil, &a)
		return len(a.Recorded)
	}
	t.Run("a_secretary_reads_and_does_not_record", func(t *testing.T) {
		s := s.in(t)
		d := s.as("p-secretary").get(at).is(http.StatusOK).says("None is recorded.")
		if d.Find("main form").Length() != 0 {
			t.Error("a form is offered")
		}
		s.as("p-secretary").post(at, sent(nil)).is(http.StatusForbidden)
	})
	t.Run("mistakes_lead_to_their_fields", func(t *testing.T) {
		s := s.in(t)
		d := s.as("p-admin").post(at, url.Values{"share-2": {"40"}}).is(http.StatusUnprocessableEntity)
		leads(d, "replaced")
		leads(d, "successor-1")
		leads(d, "successor-2")
		leads(d, "instrument")
		leads(s.as("p-admin").post(at, sent(url.Values{"share-2": {"39.99"}})).is(http.StatusUnprocessableEntity).says("The shares make 99.99 percent, not 100."), "share-1")
	})
	t.Run("what_it_does_is_seen_before_it_is_recorded", func(t *testing.T) {
		s := s.in(t)
		d := s.as("p-admin").post(at, sent(nil)).is(http.StatusOK).says("Check what it will do", "Councillor Josie Crane", "1 mandate ends.", "Brackenford District Council takes over from Alderwick District Council")
		if recorded() != 0 {
			t.Fatal("it is recorded before it was seen")
		}
		d.submit("/successions", nil).is(http.StatusOK).says("It is recorded.", "Brackenford District Council (60%)", "To come")
		if got := recorded(); got != 1 {
			t.Errorf("got %d recorded, want 1", got)
		}
	})
}
