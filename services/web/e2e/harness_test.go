package e2e

import (
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"comity/services/web/assets"
)

// The harness finds what it is there to find, every component passes it, and the live script does what COMPONENTS.md says,
// all of it against a server of a few lines.
func TestHarness(t *testing.T) {
	browser := chromium(t)
	files, err := filepath.Glob("harness/*.test.mjs")
	if err != nil || len(files) == 0 {
		t.Fatalf("got no tests of the harness: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".test.mjs"), func(t *testing.T) {
			s := newSample(t)
			runNode(t, browser, s.URL, file)
		})
	}
}

// sample serves the pages in testdata under the policy of the real ones, a sign-in that believes everybody, and a live stream that the tests steer: POST /say
// takes a message and sends it on, POST /cut ends the streams, and refuses new ones until POST /mend. GET /streams counts
// those that are open, and says with what the last one was asked for.
type sample struct {
	*httptest.Server
	pages *template.Template

	mu      sync.Mutex
	streams map[chan []byte]bool
	cut     bool
	last    string
}

func newSample(t *testing.T) *sample {
	t.Helper()
	s := &sample{streams: map[chan []byte]bool{}}
	s.pages = template.Must(template.New("").Funcs(template.FuncMap{"asset": assets.Path}).ParseGlob("testdata/*.gohtml"))
	mux := http.NewServeMux()
	mux.Handle(assets.Prefix, assets.Handler())
	mux.HandleFunc("GET /live", s.live)
	mux.HandleFunc("POST /say", s.say)
	mux.HandleFunc("POST /cut", func(http.ResponseWriter, *http.Request) { s.setCut(true) })
	mux.HandleFunc("POST /mend", func(http.ResponseWriter, *http.Request) { s.setCut(false) })
	mux.HandleFunc("GET /streams", s.count)
	mux.HandleFunc("POST /sign-in/development", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/plain?as="+r.FormValue("person"), http.StatusSeeOther)
	})
	mux.HandleFunc("GET /{page}", s.page)
	s.Server = httptest.NewServer(mux)
	t.Cleanup(s.CloseClientConnections) // before Close, which waits for the streams
	t.Cleanup(s.Close)
	return s
}

func (s *sample) page(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Security-Policy", "default-src 'self'; img-src 'self' data:; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if err := s.pages.ExecuteTemplate(w, r.PathValue("page")+".gohtml", r.FormValue("position")); err != nil {
		http.NotFound(w, r)
	}
}

func (s *sample) live(w http.ResponseWriter, r *http.Request) {
	mine := make(chan []byte, 16)
	s.mu.Lock()
	if s.cut {
		s.mu.Unlock()
		http.Error(w, "cut", http.StatusServiceUnavailable)
		return
	}
	s.streams[mine], s.last = true, r.URL.RawQuery
	s.mu.Unlock()
	defer s.leave(mine)

	w.Header().Set("Content-Type", "text/event-stream")
	fmt.Fprint(w, "retry: 300\n: hello\n\n")
	out := http.NewResponseController(w)
	for {
		if err := out.Flush(); err != nil {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case m, ok := <-mine:
			if !ok {
				return
			}
			_, _ = w.Write(m)
		case <-time.After(time.Second):
			fmt.Fprintf(w, "event: beat\ndata: {}\n\n")
		}
	}
}

func (s *sample) leave(mine chan []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.streams, mine)
}

func (s *sample) say(w http.ResponseWriter, r *http.Request) {
	var m struct {
		Position int `json:"position"`
	}
	body := json.RawMessage{}
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil || json.Unmarshal(body, &m) != nil {
		http.Error(w, "not a message", http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.streams {
		c <- []byte("event: patch\nid: " + strconv.Itoa(m.Position) + "\ndata: " + string(body) + "\n\n")
	}
}

func (s *sample) setCut(yes bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cut = yes
	for c := range s.streams {
		if yes {
			close(c)
			delete(s.streams, c)
		}
	}
}

func (s *sample) count(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_ = json.NewEncoder(w).Encode(map[string]any{"open": len(s.streams), "asked": s.last})
}
