package web_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/rs/zerolog"

	"comity/services/broker"
	"comity/services/client"
	"comity/services/directory"
	"comity/services/house"
	"comity/services/outbox"
	"comity/services/scenario"
	"comity/workflow"
)

// site is a whole house with pages, in which everybody signs in as in development.
type site struct {
	t      *testing.T
	house  *house.House
	client *client.Client
	people *directory.Directory
	outbox *outbox.Outbox
	js     jetstream.JetStream // the engine's
	url    string
	clock  *clock
}

// start is when a site's clock stands at first.
var start = time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)

// clock stands still until it is set.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = at
}

// persons are the names of some of the fixture's people.
var persons = map[string]string{
	"p-unit": "Asha Patel", "p-lead": "Councillor Margaret Hale", "p-dcs": "Daniel Osei", "p-icb": "Dr Ruth Lindqvist", "p-police": "Superintendent Tom Barker",
	"p-police-2": "Chief Inspector Nell Shaw", "p-cfo": "Priya Raman", "p-secretary": "Frances Doyle", "p-admin": "Gareth Pugh", "mo-wcc": "Helen Marsh",
	"p-n1": "Ivy North", "p-n2": "Noel Brack", "p-n3": "Head Teacher Owen",
	"ao-wcc": "Alan Whitby", "p-ald": "Councillor Josie Crane", "p-bra": "Councillor Amir Haddad", "p-stranger": "Otto Nobody",
}

// westmere opens a site on one of the fixtures in scenarios/fixtures, on 1 December 2026: "westmere", "westmere-at-g1" …
func westmere(t *testing.T, fixture string, change ...func(*house.Config)) *site {
	t.Helper()
	t.Parallel()
	s := &site{t: t, clock: &clock{now: start}}
	cfg := house.Config{
		Dir: t.TempDir(), Listen: "127.0.0.1:0", Health: "off", Administrator: "p-admin", OperatorActs: true, Now: s.clock.Now, Unsynced: true, Log: zerolog.Nop(),
		Pages: house.Pages{Listen: "127.0.0.1:0", Development: true},
	}
	for _, f := range change {
		f(&cfg)
	}
	var err error
	if s.house, err = house.Open(t.Context(), cfg); err != nil {
		t.Fatal(err)
	}
	ran := make(chan error, 1)
	go func() { ran <- s.house.Run(context.WithoutCancel(t.Context())) }()
	t.Cleanup(func() {
		if err := s.house.Close(); err != nil {
			t.Error(err)
		}
		if err := <-ran; err != nil {
			t.Error(err)
		}
	})
	select {
	case <-s.house.Ready():
	case <-time.After(20 * time.Second):
		t.Fatal("the house is not ready")
	}
	s.client, s.url = s.house.Client(client.Config{}), s.house.PagesURL()
	s.populate(cfg.Dir)
	s.play(fixture)
	return s
}

// in is the site for a subtest, which is the one that then fails.
func (s *site) in(t *testing.T) *site {
	sub := *s
	sub.t = t
	return &sub
}

// populate gives the people their names.
func (s *site) populate(dir string) {
	s.t.Helper()
	d, err := house.EngineDial(dir)
	if err != nil {
		s.t.Fatal(err)
	}
	nc, err := broker.Connect(s.t.Context(), d)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(nc.Close)
	js, err := jetstream.New(nc)
	if err != nil {
		s.t.Fatal(err)
	}
	s.js = js
	if s.people, err = directory.Open(s.t.Context(), js); err != nil {
		s.t.Fatal(err)
	}
	if s.outbox, err = outbox.Open(s.t.Context(), js); err != nil {
		s.t.Fatal(err)
	}
	for id, name := range persons {
		err := s.people.Change(s.t.Context(), id, func(p *directory.Person) error {
			p.Name, p.Email = name, id+"@example.org"
			return nil
		})
		if err != nil {
			s.t.Fatal(err)
		}
	}
}

// play plays a fixture against the house.
func (s *site) play(fixture string) {
	s.t.Helper()
	fixtures, err := filepath.Abs("../../scenarios/fixtures")
	if err != nil {
		s.t.Fatal(err)
	}
	dir := s.t.TempDir()
	if err := os.Symlink(fixtures, filepath.Join(dir, "fixtures")); err != nil {
		s.t.Fatal(err)
	}
	file := filepath.Join(dir, "fixture.yaml")
	text := fmt.Sprintf("scenario: %s\nfixture: %s\ncase: C-2026-0001\nsteps:\n  - {tell: ready}\n", fixture, fixture)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
	if err := scenario.Play(s.t.Context(), s.client, file, scenario.PlayOptions{Out: io.Discard}); err != nil {
		s.t.Fatal(err)
	}
}

// do sends a command as a person, with fields as people write them.
func (s *site) do(person, name string, fields map[string]any) client.Done {
	s.t.Helper()
	spec, ok := workflow.Find(name)
	if !ok {
		s.t.Fatalf("there is no command %s", name)
	}
	cmd, problems := client.Fill(spec, fields)
	if len(problems) > 0 {
		s.t.Fatalf("%s: %v", name, problems)
	}
	done, err := s.client.Do(s.t.Context(), "westmere", person, cmd)
	if err != nil {
		s.t.Fatalf("%s by %s: %v", name, person, err)
	}
	return done
}

// ask asks a view as a person.
func (s *site) ask(person, view string, args, into any) {
	s.t.Helper()
	if _, err := s.client.Ask(s.t.Context(), "westmere", person, view, args, into); err != nil {
		s.t.Fatalf("%s as %s: %v", view, person, err)
	}
}

// mails lists the e-mails written so far, the newest first.
func (s *site) mails() []outbox.Mail {
	s.t.Helper()
	all, err := s.outbox.List(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	return all
}

// code is the sign-in code that a person was sent last.
func (s *site) code(person string) string {
	s.t.Helper()
	for _, m := range s.mails() {
		if m.Person == person && m.Reason == "sign_in" {
			return regexp.MustCompile(`\b\d{8}\b`).FindString(m.Text)
		}
	}
	s.t.Fatalf("no code was sent to %s", person)
	return ""
}

// settle waits until the views have seen what the site's own client has done.
func (s *site) settle() {
	s.t.Helper()
	if s.client.Seen("westmere") > 0 {
		s.ask("p-admin", "position", nil, nil)
	}
}

// browser is somebody's browser, with their cookies, and without JavaScript.
type browser struct {
	s    *site
	http *http.Client
}

// nobody is a browser in which nobody has signed in.
func (s *site) nobody() *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return &browser{s: s, http: &http.Client{Jar: jar, Timeout: 30 * time.Second}}
}

// as is a browser in which a person has signed in.
func (s *site) as(person string) *browser {
	s.t.Helper()
	b := s.nobody()
	if d := b.post("/sign-in/development", url.Values{"person": {person}}); d.Status != http.StatusOK || d.Path == "/sign-in" {
		s.t.Fatalf("%s cannot sign in: %d at %s: %s", person, d.Status, d.Path, d.text("main"))
	}
	return b
}

// page is what came back, after redirects.
type page struct {
	*goquery.Document
	t      *testing.T
	b      *browser
	Status int
	Path   string // where it is, with its query
	at     *url.URL
	Header http.Header
	Body   string
}

func (b *browser) get(path string) *page {
	b.s.t.Helper()
	req, err := http.NewRequestWithContext(b.s.t.Context(), http.MethodGet, b.s.url+path, nil)
	if err != nil {
		b.s.t.Fatal(err)
	}
	return b.send(req)
}

// post sends a form as a browser does from a page of the site.
func (b *browser) post(path string, values url.Values) *page {
	b.s.t.Helper()
	req, err := http.NewRequestWithContext(b.s.t.Context(), http.MethodPost, b.s.url+path, strings.NewReader(values.Encode()))
	if err != nil {
		b.s.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.send(req)
}

func (b *browser) send(req *http.Request) *page {
	b.s.t.Helper()
	b.s.settle()
	res, err := b.http.Do(req)
	if err != nil {
		b.s.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		b.s.t.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(string(body)))
	if err != nil {
		b.s.t.Fatal(err)
	}
	return &page{Document: doc, t: b.s.t, b: b, Status: res.StatusCode, Path: res.Request.URL.RequestURI(), at: res.Request.URL, Header: res.Header, Body: string(body)}
}

// text is what a person reads of the parts that a selector finds, with single spaces.
func (p *page) text(selector string) string {
	return strings.Join(strings.Fields(p.Find(selector).Text()), " ")
}

// filledIn is what a browser would send of a form as the page has filled it in, the hidden fields included; files and buttons are not.
func filledIn(form *goquery.Selection) url.Values {
	sent := url.Values{}
	form.Find("input,textarea,select").Each(func(_ int, s *goquery.Selection) {
		name, kind := s.AttrOr("name", ""), s.AttrOr("type", "")
		_, checked := s.Attr("checked")
		switch {
		case name == "", kind == "submit", kind == "file", (kind == "radio" || kind == "checkbox") && !checked:
		case s.Is("textarea"):
			sent.Add(name, s.Text())
		case s.Is("select"):
			sent.Add(name, s.Find("option[selected]").AttrOr("value", s.Find("option").First().AttrOr("value", "")))
		default:
			sent.Add(name, s.AttrOr("value", ""))
		}
	})
	return sent
}

// submit fills in the form whose action ends as given and sends it: what the page had filled in already, the hidden fields
// included, and the values on top.
func (p *page) submit(action string, values url.Values) *page {
	p.t.Helper()
	f := p.Find("form").FilterFunction(func(_ int, s *goquery.Selection) bool { return strings.HasSuffix(s.AttrOr("action", p.Path), action) }).First()
	if f.Length() == 0 {
		p.t.Fatalf("%s has no form to %s: %s", p.Path, action, p.text("main"))
	}
	sent := filledIn(f)
	for k, v := range values {
		sent[k] = v
	}
	target := f.AttrOr("action", p.Path)
	if !strings.HasPrefix(target, "/") {
		p.t.Fatalf("%s: the form's action %q is no address of the site", p.Path, target)
	}
	return p.b.post(target, sent)
}

// says fails the test where the page does not say something.
func (p *page) says(sentences ...string) *page {
	p.t.Helper()
	text := p.text("body")
	for _, want := range sentences {
		if !strings.Contains(text, want) {
			p.t.Errorf("%s (status %d) does not say %q. It says: %s", p.Path, p.Status, want, p.text("main"))
		}
	}
	return p
}

// silent fails the test where the page says something that it must not.
func (p *page) silent(sentences ...string) *page {
	p.t.Helper()
	for _, not := range sentences {
		if strings.Contains(p.Body, not) {
			p.t.Errorf("%s says %q", p.Path, not)
		}
	}
	return p
}

// is fails the test where the answer has another status.
func (p *page) is(status int) *page {
	p.t.Helper()
	if p.Status != status {
		p.t.Fatalf("%s: got status %d, want %d: %s", p.Path, p.Status, status, p.text("main"))
	}
	return p
}

// person gives somebody a name, so that they can sign in.
func person(s *site, id, name string) {
	s.t.Helper()
	err := s.people.Change(s.t.Context(), id, func(p *directory.Person) error {
		p.Name, p.Email = name, id+"@example.org"
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
}
