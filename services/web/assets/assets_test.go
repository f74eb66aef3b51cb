package assets

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

// example is a build as build.mjs writes one.
func example() fstest.MapFS {
	return fstest.MapFS{
		"dist/.gitkeep":              {},
		"dist/manifest.json":         {Data: []byte(`{"app.css": "app-0123456789.css"}`)},
		"dist/app-0123456789.css":    {Data: []byte("body{}")},
		"dist/app-0123456789.css.gz": {Data: []byte("compressed")},
	}
}

func TestOpen(t *testing.T) {
	t.Run("before_npm_has_run_there_is_nothing_and_no_error", func(t *testing.T) {
		s, err := open(fstest.MapFS{"dist/.gitkeep": {}})
		if err != nil {
			t.Fatal(err)
		}
		if got := s.path("app.css"); s.manifest != nil || got != "" {
			t.Errorf("got manifest %v and path %q, want none", s.manifest, got)
		}
	})
	t.Run("a_plain_name_gives_the_hashed_address", func(t *testing.T) {
		if got, want := must(open(example())).path("app.css"), "/assets/app-0123456789.css"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
	t.Run("a_name_that_is_not_listed_gives_none", func(t *testing.T) {
		if got := must(open(example())).path("other.css"); got != "" {
			t.Errorf("got %q, want none", got)
		}
	})
	for _, missing := range []string{"dist/app-0123456789.css", "dist/app-0123456789.css.gz"} {
		t.Run("half_a_build_is_refused_without_"+missing, func(t *testing.T) {
			half := example()
			delete(half, missing)
			if _, err := open(half); err == nil || !strings.Contains(err.Error(), "make web") {
				t.Errorf("got %v, want an error that says what to do", err)
			}
		})
	}
}

func TestHandler(t *testing.T) {
	const css = "/assets/app-0123456789.css"
	const kept = "public, max-age=31536000, immutable"
	tests := map[string]struct {
		method, path, accept string
		status               int
		coding, body, cache  string
	}{
		"a_browser_that_takes_gzip_gets_it":          {"GET", css, "br, gzip;q=0.8", 200, "gzip", "compressed", kept},
		"one_that_does_not_gets_it_plain":            {"GET", css, "", 200, "", "body{}", kept},
		"one_that_refuses_gzip_gets_it_plain":        {"GET", css, "gzip;q=0, identity", 200, "", "body{}", kept},
		"a_head_has_no_body":                         {"HEAD", css, "", 200, "", "", kept},
		"nothing_is_posted":                          {"POST", css, "", 405, "", "Method Not Allowed\n", ""},
		"a_name_of_another_build_is_not_found":       {"GET", "/assets/app-9999999999.css", "", 404, "", "404 page not found\n", "no-store"},
		"the_manifest_is_not_served":                 {"GET", "/assets/manifest.json", "", 404, "", "404 page not found\n", "no-store"},
		"the_directory_is_not_listed":                {"GET", "/assets/", "", 404, "", "404 page not found\n", "no-store"},
		"the_compressed_copy_has_no_address":         {"GET", css + ".gz", "", 404, "", "404 page not found\n", "no-store"},
		"nothing_above_the_directory_can_be_reached": {"GET", "/assets/../assets.go", "", 404, "", "404 page not found\n", "no-store"},
	}
	s := must(open(example()))
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest(test.method, test.path, nil)
			r.Header.Set("Accept-Encoding", test.accept)
			w := httptest.NewRecorder()
			s.ServeHTTP(w, r)
			h := w.Header()
			if w.Code != test.status || h.Get("Content-Encoding") != test.coding || w.Body.String() != test.body {
				t.Errorf("got %d %q %q, want %d %q %q", w.Code, h.Get("Content-Encoding"), w.Body, test.status, test.coding, test.body)
			}
			if got := h.Get("Cache-Control"); got != test.cache {
				t.Errorf("got Cache-Control %q, want %q", got, test.cache)
			}
			if test.status == 200 && (h.Get("Content-Type") != kinds["css"] || h.Get("Vary") != "Accept-Encoding") {
				t.Errorf("got %q, Vary %q", h.Get("Content-Type"), h.Get("Vary"))
			}
		})
	}
}

// mostBytes is what each may weigh compressed: every page loads them, and a whole page has 100 KB.
var mostBytes = map[string]int{"app.css": 18_000, "app.js": 14_000, "start.js": 400, "icon.svg": 1_000, "LICENCES.txt": 4_000}

func TestBuild(t *testing.T) {
	if !Built() {
		if os.Getenv("CI") == "true" {
			t.Fatal("the assets have not been built: run `make web`")
		}
		t.Skip("the assets have not been built: run `make web`")
	}
	for name, most := range mostBytes {
		t.Run(name+"_is_small_and_compressed_faithfully", func(t *testing.T) {
			plain, small := get(t, name, ""), get(t, name, "gzip")
			if len(small) > most {
				t.Errorf("got %d bytes, want %d at most", len(small), most)
			}
			z, err := gzip.NewReader(bytes.NewReader(small))
			if err != nil {
				t.Fatal(err)
			}
			if whole, err := io.ReadAll(z); err != nil || !bytes.Equal(whole, plain) {
				t.Errorf("unpacked it is another: %v", err)
			}
		})
	}
	t.Run("nothing_wears_the_badges_of_others", func(t *testing.T) {
		badges := regexp.MustCompile(`(?i)gds transport|crown|crest|\.woff|govuk-logo`)
		for _, name := range []string{"app.css", "app.js", "start.js", "icon.svg"} {
			if found := badges.Find(get(t, name, "")); found != nil {
				t.Errorf("%s has %q: a joint service uses the design system without its font and crown", name, found)
			}
		}
	})
	t.Run("nothing_is_loaded_from_elsewhere", func(t *testing.T) {
		outside := regexp.MustCompile(`url\(["']?(https?:)?//|@import|import\(["']https?:`)
		for _, name := range []string{"app.css", "app.js", "start.js"} {
			if found := outside.Find(get(t, name, "")); found != nil {
				t.Errorf("%s has %q: our policy for contents would refuse it", name, found)
			}
		}
	})
	t.Run("what_was_bundled_is_named_with_its_licence", func(t *testing.T) {
		if text := string(get(t, "LICENCES.txt", "")); !strings.Contains(text, "govuk-frontend 6.6.0") || !strings.Contains(text, "Permission is hereby granted") {
			t.Errorf("got %q", text)
		}
	})
}

func get(t *testing.T, name, accept string) []byte {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, Path(name), nil)
	r.Header.Set("Accept-Encoding", accept)
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: got %d", name, w.Code)
	}
	return w.Body.Bytes()
}
