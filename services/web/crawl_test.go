package web_test

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"comity/services/views/answer"
)

// pagesMost bounds a crawl; a site of one case has far fewer.
const pagesMost = 400

// crawl reads every page that somebody reaches by following links, and returns them by address.
func (b *browser) crawl(from ...string) map[string]*page {
	b.s.t.Helper()
	found := map[string]*page{}
	for queue := slices.Clone(from); len(queue) > 0; queue = queue[1:] {
		address := queue[0]
		if _, seen := found[address]; seen {
			continue
		}
		if len(found) == pagesMost {
			b.s.t.Fatalf("more than %d pages: %v", pagesMost, slices.Sorted(maps.Keys(found)))
		}
		d := b.get(address)
		found[address] = d
		if !strings.HasPrefix(d.Header.Get("Content-Type"), "text/html") {
			continue
		}
		d.Find("a[href]").Each(func(_ int, a *goquery.Selection) {
			if next := b.follows(d, a.AttrOr("href", "")); next != "" {
				queue = append(queue, next)
			}
		})
	}
	return found
}

// untilSignIn is the same browser, which does not open the page to sign in to when it is sent there: in development that page asks what
// waits for everybody.
func (b *browser) untilSignIn() *browser {
	b.http.CheckRedirect = func(next *http.Request, _ []*http.Request) error {
		if next.URL.RequestURI() == "/sign-in" {
			return http.ErrUseLastResponse
		}
		return nil
	}
	return b
}

// follows is the address that a link of a page leads to, without what only says how fresh or how sorted; "" for one elsewhere.
func (b *browser) follows(d *page, href string) string {
	u, err := d.at.Parse(href)
	if err != nil || u.Host != d.at.Host || strings.HasPrefix(u.Path, "/assets/") || strings.HasPrefix(u.Path, "/sign-") {
		return ""
	}
	q := u.Query()
	for _, k := range []string{"seen", "sort", "after"} {
		q.Del(k)
	}
	u.RawQuery, u.Fragment = q.Encode(), ""
	return u.RequestURI()
}

var (
	snakeCase = regexp.MustCompile(`\b[a-z]+(_[a-z0-9]+)+\b`)
	uuidText  = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	digest    = regexp.MustCompile(`sha256:|\b[0-9a-f]{32,}\b`)
	goWord    = regexp.MustCompile(`<nil>|%!|\bNaN\b|0001-01-01|map\[|ZgotmplZ|1 January 0001`)
	isoDay    = regexp.MustCompile(`\b\d{4}-[01]\d-[0-3]\d\b`)
	minute    = regexp.MustCompile(`(Cabinet|Council|Board|group|Directors) \d{4}-\d\d-\d\d`) // as the organisation quotes it
)

// legible notes words that no person should have to read: codes, ids, digests, what the program says to itself.
func legible(t *testing.T, who, address string, d *page) {
	t.Helper()
	doc := d.Find("body").Clone()
	doc.Find("details.app-details, script, style, textarea, .app-file, code.app-yaml, pre").Remove()
	text := minute.ReplaceAllString(doc.Text(), "$1")
	for what, re := range map[string]*regexp.Regexp{"a code": snakeCase, "an id": uuidText, "a digest": digest, "a word of the program's own": goWord, "a day in figures": isoDay} {
		for _, hit := range re.FindAllString(text, 3) {
			i := strings.Index(text, hit)
			t.Errorf("%s as %s shows %s: …%s…", address, who, what, strings.Join(strings.Fields(text[max(0, i-40):min(len(text), i+len(hit)+20)]), " "))
		}
	}
	if n := d.Find("h1").Length(); n != 1 {
		t.Errorf("%s as %s has %d headings of the first level", address, who, n)
	}
	if title := d.Find("title").Text(); !strings.HasSuffix(title, "Comity") || len(title) < 10 {
		t.Errorf("%s as %s has the title %q", address, who, title)
	}
}

// head is the position of the newest record.
func (s *site) head() uint64 {
	s.t.Helper()
	at, err := s.client.Ask(s.t.Context(), "westmere", "p-lead", "position", nil, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return at.Seq
}

// Every page that anybody reaches is in plain words, and reading changes nothing.
func TestEveryPage(t *testing.T) {
	s := westmere(t, "westmere-busy")
	before := s.head()
	all := map[string]bool{}
	forms := map[string]url.Values{}
	for _, who := range []string{"p-lead", "p-unit", "p-secretary", "p-cfo", "p-admin", "ao-wcc", "p-police"} {
		for address, d := range s.as(who).crawl("/work", "/account", "/westmere/cases", "/westmere/dashboard", "/westmere/boards", "/westmere/desk", "/accessibility", "/cookies", "/privacy", "/outbox") {
			all[address] = true
			if !strings.HasPrefix(d.Header.Get("Content-Type"), "text/html") {
				continue
			}
			if d.Status != http.StatusOK && !(address == "/westmere/desk" && (d.Status == http.StatusNotFound || d.Status == http.StatusForbidden)) {
				t.Errorf("%s as %s: status %d: %s", address, who, d.Status, d.text("main"))
			}
			legible(t, who, address, d)
			d.Find("form").Each(func(_ int, f *goquery.Selection) {
				if strings.EqualFold(f.AttrOr("method", "get"), http.MethodPost) {
					values := url.Values{}
					f.Find("input[name]").Each(func(_ int, i *goquery.Selection) { values.Set(i.AttrOr("name", ""), i.AttrOr("value", "")) })
					forms[d.at.ResolveReference(&url.URL{Path: strings.SplitN(f.AttrOr("action", d.at.Path), "?", 2)[0]}).Path] = values
				}
			})
		}
	}
	if len(all) < 40 {
		t.Errorf("only %d pages were found: %v", len(all), slices.Sorted(maps.Keys(all)))
	}
	if now := s.head(); now != before {
		t.Errorf("reading pages has recorded %d things", now-before)
	}
	t.Run("who_is_not_signed_in_reads_nothing_and_changes_nothing", func(t *testing.T) {
		s := s.in(t)
		for address := range all {
			if d := s.nobody().untilSignIn().get(address); !open(address) && (d.Status != http.StatusSeeOther || d.Header.Get("Location") != "/sign-in") {
				t.Errorf("%s answers nobody with %d at %s, and sends them to %q", address, d.Status, d.Path, d.Header.Get("Location"))
			}
		}
		scanner := s.nobody().untilSignIn()
		for action, values := range forms {
			for _, name := range []string{"choice", "vote", "reason"} {
				values.Set(name, "approve")
			}
			scanner.post(action, values)
		}
		if now := s.head(); now != before {
			t.Errorf("sending %d forms without a session has recorded %d things", len(forms), now-before)
		}
	})
	t.Run("a_stranger_reads_nothing_of_the_partnership", func(t *testing.T) {
		s := s.in(t)
		stranger := s.as("p-stranger")
		for address := range all {
			if !strings.HasPrefix(address, "/westmere/") {
				continue
			}
			if d := stranger.get(address); d.Status != http.StatusNotFound && d.Status != http.StatusForbidden {
				t.Errorf("%s answers a stranger with %d: %s", address, d.Status, d.text("main"))
			}
		}
		for action, values := range forms {
			if strings.HasPrefix(action, "/westmere/") {
				stranger.post(action, values)
			}
		}
		if now := s.head(); now != before {
			t.Errorf("a stranger's forms have recorded %d things", now-before)
		}
	})
	t.Run("what_a_view_refuses_no_page_shows", func(t *testing.T) {
		s := s.in(t)
		var cases answer.Cases
		s.ask("p-lead", "cases", answer.CasesArgs{}, &cases)
		for _, c := range cases.Cases {
			if _, err := s.client.Ask(t.Context(), "westmere", "p-stranger", "case", answer.CaseArgs{Case: c.Case}, nil); err == nil {
				continue // public
			}
			s.as("p-stranger").get("/westmere/cases/" + c.Case).is(http.StatusNotFound).silent(c.Title)
		}
	})
}

// open reports whether a page is for everybody.
func open(address string) bool {
	for _, p := range []string{"/accessibility", "/cookies", "/privacy", "/outbox"} {
		if address == p || strings.HasPrefix(address, p+"/") {
			return true
		}
	}
	return false
}
