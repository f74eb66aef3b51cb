package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"comity/services/directory"
	"comity/services/house"
)

func TestAccount(t *testing.T) {
	s := westmere(t, "westmere")
	t.Run("everything_as_which_one_may_act_is_listed", func(t *testing.T) {
		s := s.in(t)
		s.as("p-lead").get("/account").is(http.StatusOK).says("Westmere Children's Partnership", "Westmere County Council on", "(seat W1)", "p-lead@example.org")
	})
	t.Run("a_name_is_changed_and_shown", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-ald")
		b.get("/account").submit("/account/name", url.Values{"name": {""}}).is(http.StatusUnprocessableEntity).says("Enter your name")
		b.get("/account").submit("/account/name", url.Values{"name": {"Councillor J. Crane"}}).is(http.StatusOK).says("Your name is changed.", "Councillor J. Crane")
	})
	t.Run("signing_out_everywhere_ends_the_other_session_too", func(t *testing.T) {
		s := s.in(t)
		here, there := s.as("p-bra"), s.as("p-bra")
		s.clock.set(s.clock.Now().Add(time.Minute))
		here.get("/account").submit("/account/sign-out-everywhere", nil)
		if d := there.get("/account"); d.Path != "/sign-in" {
			t.Errorf("still signed in at %s", d.Path)
		}
		s.clock.set(s.clock.Now().Add(time.Minute))
		s.as("p-bra").get("/account").is(http.StatusOK)
	})
	t.Run("how_one_is_told_is_kept", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-icb")
		b.get("/account/notices").submit("/account/notices", url.Values{"mail": {"daily"}, "quiet_from": {"7pm"}}).is(http.StatusUnprocessableEntity).
			says("Enter a time like 18:30")
		b.get("/account/notices").submit("/account/notices", url.Values{"mail": {"daily"}, "quiet_from": {"18:30"}, "quiet_until": {"08:00"}}).is(http.StatusOK)
		d := b.get("/account/notices")
		if d.Find("input[name=mail][value=daily][checked]").Length() != 1 || d.Find("#quiet_from").AttrOr("value", "") != "18:30" {
			t.Error("it is not shown again")
		}
		p, err := s.people.Person(t.Context(), "p-icb")
		if err != nil || p.Preferences.Mail != directory.Daily {
			t.Errorf("got %+v, %v", p.Preferences, err)
		}
	})
	t.Run("a_key_is_shown_once_and_revoked", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-lead")
		b.get("/account/keys").submit("/account/keys", nil).is(http.StatusUnprocessableEntity).says("Say what the key is for")
		d := b.get("/account/keys").submit("/account/keys", url.Values{"label": {"My script"}, "partnership": {""}}).is(http.StatusOK).says("Copy it now")
		secret := d.Find(".app-details .app-id").Last().Text()
		if k, err := s.people.KeyOf(t.Context(), secret, s.clock.Now()); err != nil || k.Person != "p-lead" {
			t.Fatalf("the key shown opens %+v, %v", k, err)
		}
		again := b.get("/account/keys").says("My script").silent(secret)
		again.submit("/account/keys/revoke", nil).says("The key is revoked")
		if _, err := s.people.KeyOf(t.Context(), secret, s.clock.Now()); err == nil {
			t.Error("the key is still good")
		}
	})
	t.Run("whoever_answers_for_nobody_makes_no_key_for_a_dashboard", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-lead")
		b.get("/account/keys").silent("A dashboard of")
		b.post("/account/keys", url.Values{"label": {"x"}, "partnership": {"westmere"}, "clearance": {"public"}}).is(http.StatusUnprocessableEntity)
	})
}

func TestInvitation(t *testing.T) {
	s := westmere(t, "westmere", func(c *house.Config) { c.Pages = house.Pages{Listen: "127.0.0.1:0"} })
	if err := s.client.People(t.Context(), "p-admin", directory.AskInvite, directory.PersonArgs{Person: "p-police"}, nil); err != nil {
		t.Fatal(err)
	}
	var code string
	for _, m := range s.mails() {
		if m.Person == "p-police" && m.Reason == "invitation" {
			for _, line := range strings.Split(m.Text, "\n") {
				if strings.HasPrefix(line, "    ") {
					code = strings.TrimSpace(line)
				}
			}
		}
	}
	if code == "" {
		t.Fatal("no invitation was written")
	}
	b := s.nobody()
	b.get("/sign-in").submit("/sign-in/invitation", url.Values{"invited": {"p-police@example.org"}, "invitation": {"AAA-AAA-AAA"}}).is(http.StatusUnprocessableEntity).
		says("do not belong together")
	b.get("/sign-in").submit("/sign-in/invitation", url.Values{"invited": {"p-police@example.org"}, "invitation": {code}}).is(http.StatusOK).says("Superintendent Tom Barker")
	other := s.nobody()
	other.get("/sign-in").submit("/sign-in/invitation", url.Values{"invited": {"p-police@example.org"}, "invitation": {code}}).is(http.StatusUnprocessableEntity)
}
