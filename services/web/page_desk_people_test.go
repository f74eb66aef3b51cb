package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"comity/services/views/answer"
)

// holderOf is who holds a seat and who deputises.
func holderOf(s *site, seat string) (holder string, deputies []string) {
	s.t.Helper()
	var r answer.Register
	s.ask("p-admin", "register", nil, &r)
	for _, b := range r.Boards {
		for _, x := range b.Seats {
			if x.ID == seat {
				return x.Holder, x.Deputies
			}
		}
	}
	s.t.Fatalf("there is no seat %s", seat)
	return "", nil
}

func TestDeskPeople(t *testing.T) {
	s := westmere(t, "westmere")
	for id, name := range map[string]string{"ao-ald": "Edith Moor", "ao-pol": "Gwen Archer", "p-s1": "Sam South"} {
		person(s, id, name)
	}
	const w5 = "/westmere/desk/seats/W5"
	t.Run("everybody_at_the_desk_reads_who_sits_where_and_who_acts_for_an_organisation", func(t *testing.T) {
		s := s.in(t)
		d := s.as("p-secretary").get("/westmere/desk/people").is(http.StatusOK).
			says("Councillor Josie Crane", "Authorising officer", "Edith Moor", "Joint Commissioning Unit", "Asha Patel", "Money, up to £500,000 in a case, pooled too")
		if d.Find(`a[href$="/mandates/new"]`).Length() != 0 || d.Find("main form").Length() != 0 {
			t.Error("a secretary is offered what only an officer may do")
		}
	})
	t.Run("an_officer_of_another_organisation_reads_a_seat_and_cannot_appoint", func(t *testing.T) {
		s := s.in(t)
		b := s.as("ao-wcc")
		if d := b.get(w5).is(http.StatusOK).says("Only the authorising officer of Alderwick District Council changes who sits here."); d.Find("main form").Length() != 0 {
			t.Error("a form is offered")
		}
		b.post(w5, url.Values{"do": {"appoint"}, "appoint-person": {"p-dcs"}, "appoint-instrument": {"none"}}).is(http.StatusForbidden)
		b.post(w5, url.Values{"do": {"remove"}, "remove-instrument": {"none"}}).is(http.StatusForbidden)
		if got, _ := holderOf(s, "W5"); got != "p-ald" {
			t.Errorf("got %s in W5, want p-ald", got)
		}
	})
	t.Run("an_officer_ends_a_term_and_appoints_somebody_new", func(t *testing.T) {
		s := s.in(t)
		b := s.as("ao-ald")
		d := b.get(w5).submit("/W5", url.Values{"do": {"remove"}}).is(http.StatusUnprocessableEntity)
		leads(d, "remove-instrument")
		d.submit("/W5", url.Values{"do": {"remove"}, "remove-instrument": {"Council, 30 November 2026, minute 3"}}).is(http.StatusOK).says("The term is ended.", "Vacant")
		d = b.post(w5, url.Values{"do": {"appoint"}, "appoint-person": {""}, "appoint-instrument": {"Council minute 4"}}).is(http.StatusUnprocessableEntity)
		leads(d, "appoint-person")
		d = b.post(w5, url.Values{"do": {"appoint"}, "appoint-name": {"Zoë O’Hara"}, "appoint-email": {"not an address"}, "appoint-instrument": {"Council minute 4"}}).is(http.StatusUnprocessableEntity)
		leads(d, "appoint-email")
		b.post(w5, url.Values{"do": {"appoint"}, "appoint-name": {"Zoë O’Hara"}, "appoint-email": {"zoe@example.org"}, "appoint-instrument": {"Council minute 4"}}).
			is(http.StatusOK).says("Zoë O’Hara is appointed.", "from 1 December 2026")
		if got, _ := holderOf(s, "W5"); got != "p-zoe-ohara" {
			t.Errorf("got %s in W5, want p-zoe-ohara", got)
		}
	})
	t.Run("a_deputy_is_named_and_ended", func(t *testing.T) {
		s := s.in(t)
		b := s.as("ao-ald")
		b.post(w5, url.Values{"do": {"deputy"}, "deputy-person": {"p-zoe-ohara"}, "deputy-instrument": {"letter"}}).is(http.StatusUnprocessableEntity).
			says("Who holds the seat cannot be its deputy too.")
		b.post(w5, url.Values{"do": {"deputy"}, "deputy-person": {"p-ald"}, "deputy-instrument": {"letter"}}).is(http.StatusOK).says("Councillor Josie Crane is named as deputy.")
		b.post(w5, url.Values{"do": {"deputy"}, "deputy-person": {"ao-ald"}, "deputy-instrument": {"letter"}}).is(http.StatusUnprocessableEntity).says("nobody widens their own authority")
		b.post(w5, url.Values{"do": {"deputy-end"}, "end-person": {"p-ald"}, "end-instrument": {"letter"}}).is(http.StatusOK).says("The deputy’s time is ended.")
		if _, got := holderOf(s, "W5"); len(got) != 0 {
			t.Errorf("got deputies %v, want none", got)
		}
	})
	t.Run("a_person_is_recorded_and_invited_by_who_answers_for_them", func(t *testing.T) {
		s := s.in(t)
		b := s.as("ao-ald")
		d := b.get("/westmere/desk/people/p-zoe-ohara").is(http.StatusOK)
		d.submit("/p-zoe-ohara", url.Values{"name": {""}}).is(http.StatusUnprocessableEntity).says("Enter a name")
		d.submit("/p-zoe-ohara", url.Values{"name": {"Councillor Zoë O’Hara"}}).is(http.StatusOK).says("The record of Councillor Zoë O’Hara is changed.")
		d.submit("/invite", nil).is(http.StatusOK).says("The invitation is sent.")
		if m := s.mails()[0]; m.Person != "p-zoe-ohara" || m.Reason != "invitation" {
			t.Errorf("got a mail to %s, %s", m.Person, m.Reason)
		}
		s.as("ao-pol").get("/westmere/desk/people/p-zoe-ohara").is(http.StatusForbidden)
		b.get("/westmere/desk/people/new").submit("/new", url.Values{"name": {"Zoë O’Hara"}, "email": {"other@example.org"}}).is(http.StatusOK).says("Zoë O’Hara is recorded.")
		if p, err := s.people.Person(t.Context(), "p-zoe-ohara-2"); err != nil || p.Email != "other@example.org" {
			t.Errorf("got %+v, %v", p, err)
		}
	})
	t.Run("a_board_is_a_line_until_it_is_opened_and_one_organisation_can_be_seen_alone", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-secretary")
		d := b.get("/westmere/desk/people").is(http.StatusOK).says("Westmere Children's Partnership Board: ", " seats")
		if n := d.Find("main details[open]").Length(); n != 0 {
			t.Errorf("%d parts stand open at first, want none", n)
		}
		to := d.Find(`main a[href$="/people?organisation=ald"]`).AttrOr("href", "")
		d = b.get(to).is(http.StatusOK).says("Seats of Alderwick District Council", "Edith Moor", "Show every organisation").silent("Authorising officer Gwen Archer", "Westmere Police (W4)")
		if closed := d.Find("main details:not([open])").Length(); closed != 0 || d.Find(`main a[href$="/seats/W5"]`).Length() != 1 || d.Find(`main a[href$="/seats/W1"]`).Length() != 0 {
			t.Errorf("got %s, want its own seats alone, and nothing folded", d.text("main"))
		}
		b.get("/westmere/desk/people?organisation=nobody").is(http.StatusOK).says("Who sits where")
	})
	t.Run("a_record_is_linked_only_for_who_may_read_it", func(t *testing.T) {
		s := s.in(t)
		d := s.as("ao-ald").get("/westmere/desk/people")
		if d.Find(`a[href$="/people/p-zoe-ohara"]`).Length() == 0 || d.Find(`a[href$="/people/p-lead"]`).Length() != 0 {
			t.Error("links do not follow what may be read")
		}
		d.Find(`a[href*="/desk/people/"]`).Each(func(_ int, a *goquery.Selection) { s.as("ao-ald").get(a.AttrOr("href", "")).is(http.StatusOK) })
		s.as("p-secretary").get("/westmere/desk/people").Find(`a[href*="/desk/people/"]`).Each(func(_ int, a *goquery.Selection) {
			s.as("p-secretary").get(a.AttrOr("href", "")).is(http.StatusOK)
		})
	})
	t.Run("a_mandate_is_given_and_ended_by_form", func(t *testing.T) {
		s := s.in(t)
		b := s.as("ao-pol")
		d := b.get("/westmere/desk/mandates/new").submit("/mandates", nil).is(http.StatusUnprocessableEntity)
		leads(d, "seat", "money", "instrument")
		d = d.submit("/mandates", url.Values{"seat": {"W4"}, "money": {"lots"}, "instrument": {"Order 9"}}).is(http.StatusUnprocessableEntity)
		leads(d, "money")
		d = d.submit("/mandates", url.Values{"money": {"12,500"}, "year": {"a few"}}).is(http.StatusUnprocessableEntity)
		leads(d, "year")
		d = d.submit("/mandates", url.Values{"year": {"40,000"}, "acts": {"confirm"}, "fte": {"1.5"}, "kinds": {"building"}}).is(http.StatusOK).
			says("The mandate is given.", "Money, up to £12,500 in a case", "£40,000", "Only to confirm", "up to 1.5 FTE", "Building")
		end := d.Find(`a[href$="/end"]`).Last().AttrOr("href", "")
		b.get(end).submit("/end", url.Values{"instrument": {"Order 10"}}).is(http.StatusOK).says("The mandate is ended.")
		s.as("ao-wcc").get(end).is(http.StatusForbidden)
		s.as("p-secretary").get("/westmere/desk/mandates/new").is(http.StatusForbidden)
	})
}
