package web_test

import (
	"net/http"
	"net/url"
	"testing"
)

func TestSignIn(t *testing.T) {
	s := westmere(t, "westmere")
	t.Run("a_page_asks_who_is_not_signed_in_to_do_so_and_comes_back", func(t *testing.T) {
		s := s.in(t)
		b := s.nobody()
		b.get("/account").is(http.StatusOK).says("Sign in", "This is a demonstration", "Councillor Margaret Hale")
		d := b.post("/sign-in/development", url.Values{"person": {"p-lead"}})
		if d.Path != "/account" {
			t.Errorf("got to %s, want /account", d.Path)
		}
	})
	t.Run("nobody_chosen_is_a_mistake_beside_its_field", func(t *testing.T) {
		s := s.in(t)
		d := s.nobody().get("/sign-in").submit("/sign-in/development", nil).is(http.StatusUnprocessableEntity)
		if d.Find(`.govuk-error-summary a[href="#person"]`).Length() != 1 || d.Find("#person").Length() != 1 {
			t.Errorf("the summary of mistakes does not lead to the field: %s", d.text("main"))
		}
	})
	t.Run("another_site_cannot_send_a_form", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-lead")
		req, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/sign-out", nil)
		req.Header.Set("Sec-Fetch-Site", "cross-site")
		b.send(req).is(http.StatusForbidden)
	})
	t.Run("signing_out_ends_the_session", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-lead")
		b.get("/cookies").is(http.StatusOK).submit("/sign-out", nil)
		if d := b.get("/work"); d.Path != "/sign-in" {
			t.Errorf("still signed in at %s", d.Path)
		}
	})
}
