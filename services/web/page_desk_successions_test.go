package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

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
	t.Run("several_groups_are_recorded_at_once_and_taken_back_before_the_day", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-admin")
		two := url.Values{"replaced": {"bra"}, "successor-1": {"wcc"}, "share-1": {""}, "successor-2": {""}, "share-2": {""}, "b-replaced": {"cal", "dun"}, "b-successor-1": {"wcc"},
			"b-share-1": {"50"}, "b-successor-2": {"icb"}, "b-share-2": {"49"}, "from-year": {"2028"}}
		leads(b.post(at, sent(two)).is(http.StatusUnprocessableEntity).says("The shares make 99 percent, not 100."), "b-share-1")
		two.Set("b-share-2", "50")
		before := recorded()
		d := b.post(at, sent(two)).is(http.StatusOK).submit("/successions", nil).is(http.StatusOK).says("It is recorded.", "Westmere County Council (50%)")
		if got := recorded(); got != before+3 {
			t.Fatalf("got %d more, want 3", got-before)
		}
		var where string
		d.Find("td a").Each(func(_ int, a *goquery.Selection) {
			if href := a.AttrOr("href", ""); strings.HasSuffix(href, "/succession-2/cancel") {
				where = href
			}
		})
		s.as("p-secretary").get(where).is(http.StatusForbidden)
		leads(b.get(where).is(http.StatusOK).says("Nothing has passed on yet.", "Calderside").submit("/cancel", nil).is(http.StatusUnprocessableEntity), "instrument")
		b.get(where).submit("/cancel", url.Values{"instrument": {"Order not made"}}).is(http.StatusOK).says("It is taken back.")
		if got := recorded(); got != before {
			t.Errorf("got %d recorded, want %d", got, before)
		}
		b.get(where).is(http.StatusNotFound)
	})
}
