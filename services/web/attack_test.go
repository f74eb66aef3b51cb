package web_test

import (
	"bufio"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"comity/services/bus"
	"comity/services/directory"
	"comity/services/house"
)

func TestSessionEnds(t *testing.T) {
	s := westmere(t, "westmere")
	later := func(d time.Duration) { s.clock.set(s.clock.Now().Add(d)) }
	ended := func(t *testing.T, b *browser) {
		t.Helper()
		if d := b.get("/account"); d.Path != "/sign-in" {
			t.Errorf("still signed in at %s", d.Path)
		}
	}
	t.Run("after_two_hours_without_use", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-lead")
		later(119 * time.Minute)
		b.get("/account").is(http.StatusOK).says("Councillor Margaret Hale")
		later(2*time.Hour + time.Minute)
		ended(t, b)
	})
	t.Run("after_twelve_hours_of_use", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-lead")
		for range 11 {
			later(time.Hour)
			b.get("/account").is(http.StatusOK).says("Councillor Margaret Hale")
		}
		later(61 * time.Minute)
		ended(t, b)
	})
	t.Run("of_a_leaver_also_when_they_return", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-bra")
		later(time.Minute)
		for _, verb := range []string{directory.AskLeave, directory.AskReturn} {
			if err := s.client.People(t.Context(), "p-admin", verb, directory.PersonArgs{Person: "p-bra"}, nil); err != nil {
				t.Fatal(err)
			}
		}
		ended(t, b)
		later(time.Minute)
		s.as("p-bra").get("/account").is(http.StatusOK)
	})
	t.Run("when_the_address_that_proves_who_they_are_is_replaced", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-ald")
		later(time.Minute)
		address := "crane@example.org"
		if err := s.client.People(t.Context(), "p-admin", directory.AskRecord, directory.RecordArgs{Person: "p-ald", Email: &address}, nil); err != nil {
			t.Fatal(err)
		}
		ended(t, b)
	})
	t.Run("although_a_request_was_under_way", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-lead")
		body, write := io.Pipe()
		reading := make(chan struct{})
		ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{Got100Continue: func() { close(reading) }})
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url+"/account/name", body)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Expect", "100-continue")
		stolen := b.http.Jar.Cookies(req.URL)
		answered := make(chan error, 1)
		go func() {
			slow := &http.Client{Jar: b.http.Jar, Transport: &http.Transport{ExpectContinueTimeout: time.Minute}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
			res, err := slow.Do(req)
			if err == nil {
				err = res.Body.Close()
			}
			answered <- err
		}()
		select {
		case <-reading: // the page has the session, and waits for the form
		case <-time.After(10 * time.Second):
			t.Fatal("the form is not asked for")
		}
		b.post("/sign-out", nil)
		if _, err := write.Write([]byte("name=")); err != nil {
			t.Fatal(err)
		}
		_ = write.Close()
		if err := <-answered; err != nil {
			t.Fatal(err)
		}
		thief := s.nobody()
		thief.http.Jar.SetCookies(req.URL, stolen)
		ended(t, thief)
	})
	t.Run("with_the_stream_that_was_opened_in_it", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-lead")
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+"/live?topic=dashboard:westmere", nil)
		if err != nil {
			t.Fatal(err)
		}
		stream, err := (&http.Client{Jar: b.http.Jar}).Do(req) // on a connection of its own
		if err != nil {
			t.Fatal(err)
		}
		defer stream.Body.Close()
		in := bufio.NewReader(stream.Body)
		if line, err := in.ReadString('\n'); err != nil || line != "event: patch\n" {
			t.Fatalf("got %q, %v", line, err)
		}
		stolen := b.http.Jar.Cookies(req.URL)
		b.post("/sign-out", nil)
		s.do("p-unit", "case.create", map[string]any{"title": "After they were gone"}) // wakes the stream
		over := make(chan error, 1)
		go func() { _, err := io.Copy(io.Discard, in); over <- err }()
		select {
		case err := <-over:
			if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Error(err)
			}
		case <-time.After(10 * time.Second):
			t.Error("the stream goes on after they signed out")
		}
		thief := s.nobody()
		thief.http.Jar.SetCookies(req.URL, stolen)
		ended(t, thief)
	})
}

func TestDevelopmentSignInAnswersNoOtherName(t *testing.T) {
	s := westmere(t, "westmere")
	for host, want := range map[string]int{"evil.example": http.StatusMisdirectedRequest, "evil.example:80": http.StatusMisdirectedRequest, "localhost:1": http.StatusOK, "[::1]:1": http.StatusOK} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+"/sign-in", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Host = host
		if d := s.nobody().send(req); d.Status != want {
			t.Errorf("%s: got %d, want %d", host, d.Status, want)
		}
	}
}

// ways is a site where people sign in by code, as nobody has a provider.
func ways(t *testing.T) *site {
	return westmere(t, "westmere", func(c *house.Config) { c.Pages = house.Pages{Listen: "127.0.0.1:0"} })
}

func TestCodesTellNobodyWhoIsInTheDirectory(t *testing.T) {
	s := ways(t)
	t.Run("asked_for_many_times_at_once", func(t *testing.T) {
		s := s.in(t)
		got := make(chan int, 24)
		for range cap(got) {
			b := s.nobody()
			go func() {
				req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/sign-in/code", strings.NewReader("email=p-dcs%40example.org"))
				if err != nil {
					got <- 0
					return
				}
				req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				res, err := b.http.Do(req)
				if err != nil {
					got <- 0
					return
				}
				_ = res.Body.Close()
				got <- res.StatusCode
			}()
		}
		for range cap(got) {
			if status := <-got; status != http.StatusOK {
				t.Errorf("got %d for somebody who is there; who is not gets 200", status)
			}
		}
		if n := s.codesSent("p-dcs"); n != 3 {
			t.Errorf("%d codes were sent, want 3", n)
		}
	})
	t.Run("by_how_long_the_answer_takes", func(t *testing.T) {
		s := s.in(t)
		for what, ask := range map[string]func(b *browser){
			"a code": func(b *browser) { b.post("/sign-in/code", url.Values{"email": {"stranger@example.org"}}) },
			"an invitation": func(b *browser) {
				b.post("/sign-in/invitation", url.Values{"invited": {"stranger@example.org"}, "invitation": {"AAAAA-AAAAA"}})
			},
		} {
			began := time.Now()
			if ask(s.nobody()); time.Since(began) < 250*time.Millisecond {
				t.Errorf("%s for an address that nobody has is answered in %v, at once", what, time.Since(began))
			}
		}
	})
	t.Run("a_code_has_more_figures_than_can_be_guessed", func(t *testing.T) {
		s := s.in(t)
		s.nobody().post("/sign-in/code", url.Values{"email": {"p-n1@example.org"}})
		for _, m := range s.mails() {
			if m.Person == "p-n1" && !regexp.MustCompile(`\b\d{8}\b`).MatchString(m.Text) {
				t.Errorf("no code of eight figures: %s", m.Text)
			}
		}
	})
}

func (s *site) codesSent(person string) (n int) {
	for _, m := range s.mails() {
		if m.Person == person && m.Reason == "sign_in" {
			n++
		}
	}
	return n
}

func TestWhatWasSentToAnEarlierAddressSignsNobodyIn(t *testing.T) {
	s := ways(t)
	move := func(t *testing.T, person, to string) {
		t.Helper()
		if err := s.client.People(t.Context(), "p-admin", directory.AskRecord, directory.RecordArgs{Person: person, Email: &to}, nil); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("an_invitation", func(t *testing.T) {
		s := s.in(t)
		if err := s.client.People(t.Context(), "p-admin", directory.AskInvite, directory.PersonArgs{Person: "p-police"}, nil); err != nil {
			t.Fatal(err)
		}
		code := s.invitation("p-police")
		move(t, "p-police", "barker@police.example.org")
		s.nobody().post("/sign-in/invitation", url.Values{"invited": {"barker@police.example.org"}, "invitation": {code}}).is(http.StatusUnprocessableEntity).
			silent("Superintendent Tom Barker")
	})
	t.Run("a_code", func(t *testing.T) {
		s := s.in(t)
		b := s.nobody()
		b.post("/sign-in/code", url.Values{"email": {"p-icb@example.org"}})
		code := s.code("p-icb")
		s.clock.set(s.clock.Now().Add(time.Minute))
		move(t, "p-icb", "lindqvist@nhs.example.org")
		b.post("/sign-in/code/enter", url.Values{"code": {code}}).silent("Dr Ruth Lindqvist")
		if d := b.get("/account"); d.Path != "/sign-in" {
			t.Errorf("signed in at %s", d.Path)
		}
	})
}

// invitation is the code of the invitation that a person was sent last.
func (s *site) invitation(person string) string {
	s.t.Helper()
	for _, m := range s.mails() {
		if m.Person == person && m.Reason == "invitation" {
			for line := range strings.Lines(m.Text) {
				if strings.HasPrefix(line, "    ") {
					return strings.TrimSpace(line)
				}
			}
		}
	}
	s.t.Fatalf("no invitation was sent to %s", person)
	return ""
}

func TestInvitationIsNoWayAroundAProvider(t *testing.T) {
	s, providers := withProviders(t)
	known := directory.Identity{Issuer: providers[0].issuer, Subject: "id1"}
	bind := func(person string, ids ...directory.Identity) {
		t.Helper()
		if err := s.people.Change(t.Context(), person, func(p *directory.Person) error { p.Identities = ids; return nil }); err != nil {
			t.Fatal(err)
		}
	}
	invite := func(person string) string {
		t.Helper()
		if err := s.client.People(t.Context(), "p-admin", directory.AskInvite, directory.PersonArgs{Person: person}, nil); err != nil {
			t.Fatal(err)
		}
		return s.invitation(person)
	}
	t.Run("for_who_signs_in_with_one", func(t *testing.T) {
		s := s.in(t)
		bind("p-lead", directory.Identity{Issuer: providers[0].issuer, Subject: "another"})
		b := s.nobody()
		b.post("/sign-in/invitation", url.Values{"invited": {"p-lead@example.org"}, "invitation": {invite("p-lead")}, "by": {"code"}}).silent("Councillor Margaret Hale")
		if d := b.get("/account"); d.Path != "/sign-in" {
			t.Errorf("signed in at %s by mail alone", d.Path)
		}
	})
	t.Run("for_whoever_uses_the_browser_next", func(t *testing.T) {
		s := s.in(t)
		bind("p-icb", known)
		b := s.nobody()
		b.post("/sign-in/invitation", url.Values{"invited": {"p-police@example.org"}, "invitation": {invite("p-police")}}).is(http.StatusOK)
		b.through("council").is(http.StatusOK).says("Dr Ruth Lindqvist")
		b.through("nhs").silent("Superintendent Tom Barker")
		if p, err := s.people.Person(t.Context(), "p-police"); err != nil || len(p.Identities) > 0 {
			t.Errorf("got %+v, %v: the sign-in was bound to somebody else", p.Identities, err)
		}
	})
}

func TestAnswerOfOneProviderIsNotTakenForAnothers(t *testing.T) {
	s, _ := withProviders(t)
	b := s.nobody()
	b.http.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		if strings.HasPrefix(r.URL.Path, "/sign-in/callback") {
			return http.ErrUseLastResponse
		}
		return nil
	}
	u, err := url.Parse(b.through("council").Header.Get("Location"))
	if err != nil || u.Path != "/sign-in/callback/council" {
		t.Fatalf("got %s, %v, want an address of this provider's own", u, err)
	}
	u.Path = "/sign-in/callback/nhs"
	b.get(u.RequestURI()).is(http.StatusForbidden).says("This answer belongs to another sign-in")
}

func TestWhoOnlyKnocksIsNotKept(t *testing.T) {
	s := westmere(t, "westmere")
	before := s.sessions()
	for range 20 {
		s.nobody().get("/work").is(http.StatusOK).says("Sign in")
	}
	if n := s.sessions(); n != before {
		t.Errorf("%d sessions are kept of nobody", n-before)
	}
}

// sessions counts what the bucket of the sessions holds.
func (s *site) sessions() uint64 {
	s.t.Helper()
	kv, err := s.js.KeyValue(s.t.Context(), bus.SessionsBucket)
	if err != nil {
		s.t.Fatal(err)
	}
	status, err := kv.Status(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	return status.Values()
}

func TestSignInGoesToNoOtherSite(t *testing.T) {
	s := westmere(t, "westmere")
	at, err := url.Parse(s.url)
	if err != nil {
		t.Fatal(err)
	}
	for _, next := range []string{"https://evil.example", "//evil.example", `/\evil.example`, `\\evil.example`, "/\t/evil.example", "/\r\nSet-Cookie: a=b", "javascript:alert(1)", "", "/" + strings.Repeat("a", 3000)} {
		b := s.nobody()
		b.http.Jar.SetCookies(at, []*http.Cookie{{Name: "comity-next", Path: "/", Value: base64.RawURLEncoding.EncodeToString([]byte(next))}})
		b.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		if d := b.post("/sign-in/development", url.Values{"person": {"p-lead"}}); d.Status != http.StatusSeeOther || d.Header.Get("Location") != "/work" {
			t.Errorf("%q: got %d to %q, want to /work", next, d.Status, d.Header.Get("Location"))
		}
	}
	for _, path := range []string{`/%5Cevil.example/cases`, "/%2Fevil.example/cases", "/.%2F%2Fevil.example/cases"} {
		b := s.nobody()
		if d := b.get(path); d.at.Host != at.Host {
			t.Errorf("%s leads to %s", path, d.at)
		}
		if d := b.post("/sign-in/development", url.Values{"person": {"p-lead"}}); d.at.Host != at.Host {
			t.Errorf("%s leads to %s after signing in", path, d.at)
		}
	}
}
