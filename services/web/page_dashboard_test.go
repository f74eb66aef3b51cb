package web_test

import (
	"bufio"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestDashboard(t *testing.T) {
	s := westmere(t, "westmere-at-g1")
	t.Run("counts_stand_as_figures_and_as_tables", func(t *testing.T) {
		s := s.in(t)
		d := s.as("p-lead").get("/westmere/dashboard").is(http.StatusOK).says("Open cases", "Needs assessment", "North", "As at 09:00:00")
		if got := d.Find("#figures dd").First().Text(); got != "1" {
			t.Errorf("open cases: got %q, want 1", got)
		}
		if d.Find("#stages svg[role=img][aria-label]").Length() != 1 || d.Find("#stages table caption").Length() != 1 {
			t.Error("the chart and the table of its figures are not both there")
		}
	})
	t.Run("who_has_no_part_in_the_partnership_finds_no_dashboard", func(t *testing.T) {
		s := s.in(t)
		s.as("p-stranger").get("/westmere/dashboard").is(http.StatusNotFound).silent("Needs assessment")
	})
	t.Run("what_happens_comes_by_the_stream", func(t *testing.T) {
		s := s.in(t)
		events := s.as("p-lead").stream("/live?topic=dashboard:westmere")
		if first := <-events; !strings.Contains(first, `"id":"figures"`) {
			t.Fatalf("the stream does not begin with the page as it is: %.200s", first)
		}
		s.do("p-unit", "case.create", map[string]any{"title": "Short breaks", "sponsor": "wcc", "areas": "north"})
		select {
		case next := <-events:
			if !strings.Contains(next, `"id":"figures"`) || !strings.Contains(next, "2") {
				t.Errorf("got %.300s", next)
			}
		case <-time.After(20 * time.Second):
			t.Error("nothing came")
		}
	})
	t.Run("a_stranger_gets_no_stream", func(t *testing.T) {
		s := s.in(t)
		for e := range s.as("p-stranger").stream("/live?topic=dashboard:westmere") {
			t.Errorf("got %s", e)
		}
	})
	t.Run("the_figures_are_a_file_too", func(t *testing.T) {
		s := s.in(t)
		d := s.as("p-lead").get("/westmere/dashboard.csv").is(http.StatusOK)
		if !strings.Contains(d.Body, "Stage,Needs assessment,cases,1") {
			t.Errorf("got %s", d.Body)
		}
	})
}

// stream reads an event stream until the test ends or the server ends it: the data of each patch.
func (b *browser) stream(path string) <-chan string {
	b.s.t.Helper()
	req, err := http.NewRequestWithContext(b.s.t.Context(), http.MethodGet, b.s.url+path, nil)
	if err != nil {
		b.s.t.Fatal(err)
	}
	res, err := (&http.Client{Jar: b.http.Jar}).Do(req)
	if err != nil {
		b.s.t.Fatal(err)
	}
	out := make(chan string, 16)
	go func() {
		defer close(out)
		defer res.Body.Close()
		lines := bufio.NewScanner(res.Body)
		lines.Buffer(nil, 1<<20)
		patch := false
		for lines.Scan() {
			switch line := lines.Text(); {
			case line == "event: patch":
				patch = true
			case patch && strings.HasPrefix(line, "data: "):
				patch = false
				select {
				case out <- line[len("data: "):]:
				case <-b.s.t.Context().Done():
					return
				}
			}
		}
	}()
	return out
}
