package web_test

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"

	"comity/services/directory"
	"comity/services/house"
	"comity/services/web"
)

// idp is a real provider with a sign-in page of its own, on loopback.
type idp struct{ issuer string }

// startProvider starts one whose client may come back to base.
func startProvider(t *testing.T, client, callback string) idp {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	issuer := "http://" + strings.Replace(l.Addr().String(), "127.0.0.1", "localhost", 1) + "/"
	storage.RegisterClients(storage.WebClient(client, "secret", callback))
	s := storage.NewStorage(storage.NewUserStore(issuer))
	srv := &http.Server{Handler: exampleop.SetupServer(issuer, s, slog.New(slog.DiscardHandler), false)}
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(l) }()
	t.Cleanup(func() {
		if err := srv.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
		if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	})
	return idp{issuer}
}

// freeAddress is an address that nobody listens on just now.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// withProviders opens Westmere where people sign in at either of two providers, or by code.
func withProviders(t *testing.T) (*site, []idp) {
	t.Helper()
	address := freeAddress(t)
	base := "http://" + address + "/sign-in/callback/"
	asCouncil, asNHS := "council-"+address, "nhs-"+address // the providers' clients are those of the whole process
	council, nhs := startProvider(t, asCouncil, base+"council"), startProvider(t, asNHS, base+"nhs")
	s := westmere(t, "westmere", func(c *house.Config) {
		c.Pages = house.Pages{Listen: address, Providers: []web.Provider{
			{ID: "council", Name: "Westmere County Council", Issuer: council.issuer, ClientID: asCouncil, ClientSecret: "secret"},
			{ID: "nhs", Name: "NHS Westmere", Issuer: nhs.issuer, ClientID: asNHS, ClientSecret: "secret"},
		}}
	})
	return s, []idp{council, nhs}
}

// through signs in at the provider as its one user, and comes back.
func (b *browser) through(provider string) *page {
	b.s.t.Helper()
	d := b.get("/sign-in/with/" + provider)
	form := d.Find("form").First()
	if form.Length() == 0 {
		b.s.t.Fatalf("the provider shows no form: %d at %s: %s", d.Status, d.Path, d.Body)
	}
	values := url.Values{"username": {"test-user@localhost"}, "password": {"verysecure"}}
	form.Find("input[type=hidden]").Each(func(_ int, s *goquery.Selection) { values.Set(s.AttrOr("name", ""), s.AttrOr("value", "")) })
	req, err := http.NewRequestWithContext(b.s.t.Context(), http.MethodPost, d.at.ResolveReference(&url.URL{Path: form.AttrOr("action", "")}).String(), strings.NewReader(values.Encode()))
	if err != nil {
		b.s.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.send(req)
}

func TestSignInWithProvider(t *testing.T) {
	s, providers := withProviders(t)
	t.Run("there_is_no_development_sign_in", func(t *testing.T) {
		s := s.in(t)
		s.nobody().get("/sign-in").is(http.StatusOK).says("Westmere County Council", "NHS Westmere").silent("This is a demonstration", "Margaret Hale")
		s.nobody().post("/sign-in/development", url.Values{"person": {"p-lead"}}).is(http.StatusNotFound)
	})
	t.Run("who_is_not_known_by_that_sign_in_is_told_so", func(t *testing.T) {
		s := s.in(t)
		s.nobody().through("council").is(http.StatusForbidden).says("we do not know you by that sign-in")
	})
	err := s.people.Change(t.Context(), "p-lead", func(p *directory.Person) error {
		p.Identities = []directory.Identity{{Issuer: providers[0].issuer, Subject: "id1"}}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Run("who_is_known_is_signed_in", func(t *testing.T) {
		s := s.in(t)
		d := s.nobody().through("council").is(http.StatusOK).says("Councillor Margaret Hale")
		if !strings.HasPrefix(d.Path, "/work") {
			t.Errorf("got to %s, want /work", d.Path)
		}
	})
	t.Run("the_same_subject_at_another_provider_is_somebody_else", func(t *testing.T) {
		s := s.in(t)
		s.nobody().through("nhs").is(http.StatusForbidden).silent("Margaret Hale")
	})
	t.Run("an_answer_for_another_browser_is_refused", func(t *testing.T) {
		s := s.in(t)
		mallory := s.nobody()
		jar := mallory.http.Jar
		mallory.http = &http.Client{Jar: jar, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
			if r.URL.Path == "/sign-in/callback/council" {
				return http.ErrUseLastResponse
			}
			return nil
		}}
		answer := mallory.through("council").Header.Get("Location")
		u, err := url.Parse(answer)
		if err != nil || u.Path != "/sign-in/callback/council" {
			t.Fatalf("got %q, %v, want the callback", answer, err)
		}
		s.nobody().get(u.RequestURI()).is(http.StatusForbidden).says("You did not start signing in here")
	})
	t.Run("who_signs_in_with_a_provider_is_sent_no_code", func(t *testing.T) {
		s := s.in(t)
		b := s.nobody()
		b.get("/sign-in").submit("/sign-in/code", url.Values{"email": {"p-lead@example.org"}}).is(http.StatusOK).says("Check your e-mail")
		for _, m := range s.mails() {
			if m.Person == "p-lead" {
				t.Errorf("a code was sent: %s", m.Subject)
			}
		}
	})
	t.Run("a_leaver_is_out_at_once", func(t *testing.T) {
		s := s.in(t)
		b := s.nobody()
		b.through("council").is(http.StatusOK)
		err := s.people.Change(t.Context(), "p-lead", func(p *directory.Person) error { p.LeftAt = s.clock.Now(); return nil })
		if err != nil {
			t.Fatal(err)
		}
		if d := b.get("/account"); d.Path != "/sign-in" {
			t.Errorf("still signed in at %s", d.Path)
		}
		s.nobody().through("council").is(http.StatusForbidden)
	})
}

func TestSignInByCode(t *testing.T) {
	s := westmere(t, "westmere", func(c *house.Config) { c.Pages = house.Pages{Listen: "127.0.0.1:0"} })
	ask := func(s *site, address string) *browser {
		b := s.nobody()
		b.get("/sign-in").submit("/sign-in/code", url.Values{"email": {address}}).is(http.StatusOK).says("Check your e-mail")
		return b
	}
	t.Run("the_code_typed_into_the_same_browser_signs_in_once", func(t *testing.T) {
		s := s.in(t)
		b := ask(s, "P-ICB@example.org")
		code := s.code("p-icb")
		d := b.get("/sign-in/code").submit("/sign-in/code/enter", url.Values{"code": {code[:3] + " " + code[3:]}}).is(http.StatusOK)
		if d.says("Dr Ruth Lindqvist"); !strings.HasPrefix(d.Path, "/work") {
			t.Errorf("got to %s, want /work", d.Path)
		}
		other := s.nobody()
		other.http.Jar, _ = cookiejar.New(nil)
		other.post("/sign-in/code/enter", url.Values{"code": {code}})
		if d := other.get("/account"); d.Path != "/sign-in" {
			t.Error("the code worked twice, and in another browser")
		}
	})
	t.Run("five_wrong_ones_are_the_end_of_a_code", func(t *testing.T) {
		s := s.in(t)
		b := ask(s, "p-police@example.org")
		code := s.code("p-police")
		wrong := "00000000"
		if code == wrong {
			wrong = "00000001"
		}
		for range 5 {
			b.get("/sign-in/code").submit("/sign-in/code/enter", url.Values{"code": {wrong}}).is(http.StatusUnprocessableEntity).says("This is not the code")
		}
		b.get("/sign-in/code").submit("/sign-in/code/enter", url.Values{"code": {code}}).is(http.StatusUnprocessableEntity)
	})
	t.Run("an_address_that_nobody_has_gets_the_same_answer", func(t *testing.T) {
		s := s.in(t)
		before := len(s.mails())
		ask(s, "stranger@example.org")
		if n := len(s.mails()); n != before {
			t.Errorf("%d e-mails were written", n-before)
		}
	})
	t.Run("a_person_is_sent_a_few_codes_and_no_more", func(t *testing.T) {
		s := s.in(t)
		for range 6 {
			ask(s, "p-ald@example.org")
		}
		n := 0
		for _, m := range s.mails() {
			if m.Person == "p-ald" {
				n++
			}
		}
		if n != 3 {
			t.Errorf("%d codes were sent, want 3", n)
		}
	})
}

func TestDevelopmentSignInIsForThisMachineAlone(t *testing.T) {
	for name, pages := range map[string]house.Pages{
		"all_addresses":   {Listen: "0.0.0.0:0", Development: true},
		"no_address":      {Listen: ":0", Development: true},
		"with_a_provider": {Listen: "127.0.0.1:0", Development: true, Providers: []web.Provider{{ID: "a", Name: "A", Issuer: "https://a.example.org", ClientID: "x"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, err := house.Open(t.Context(), house.Config{Dir: t.TempDir(), Listen: "127.0.0.1:0", Health: "off", Now: (&clock{now: start}).Now, Unsynced: true, Pages: pages})
			if err == nil {
				_ = h.Close()
				t.Fatal("the house opened")
			}
			if !strings.Contains(err.Error(), "anybody act as anybody") {
				t.Errorf("got %v", err)
			}
		})
	}
}
