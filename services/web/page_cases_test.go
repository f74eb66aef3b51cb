package web_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"comity/services/directory"
)

func TestCases(t *testing.T) {
	s := westmere(t, "westmere-at-g1")
	s.do("p-unit", "case.create", map[string]any{"title": "=HYPERLINK(\"x\") & <b>bold</b> funds", "summary": "Funding for play schemes.", "sponsor": "wcc",
		"areas": "south", "classification": "partners"})
	done := s.do("p-unit", "case.create", map[string]any{"title": "Secret matter", "sponsor": "wcc", "classification": "exempt"})
	secret, seen := done.Case, fmt.Sprintf("?seen=%d", done.Seq)

	t.Run("the_list_says_where_each_is_and_what_it_waits_for", func(t *testing.T) {
		s := s.in(t)
		d := s.as("p-lead").get("/westmere/cases"+seen).is(http.StatusOK).says("3 cases", "Early help for families under five", "Needs assessment: waiting for decisions",
			"is to endorse: 0 for", "By end of Tuesday 15 December 2026")
		if d.text("caption") == "" {
			t.Error("the table has no caption")
		}
	})
	t.Run("a_search_finds_stems_and_marks_them", func(t *testing.T) {
		s := s.in(t)
		d := s.as("p-unit").get("/westmere/cases?text=fund").is(http.StatusOK).says("1 case found", "Words: fund")
		if d.Find("mark.app-mark").Length() == 0 {
			t.Errorf("nothing is marked: %s", d.text("tbody"))
		}
		if d.Find("tbody b").Length() != 0 {
			t.Error("the text of a case is taken as markup")
		}
		if got := d.Find(`input[name=text]`).AttrOr("value", ""); got != "fund" {
			t.Errorf("the form says %q", got)
		}
	})
	t.Run("a_filter_stands_in_the_address_and_can_be_removed", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-unit")
		d := b.get("/westmere/cases?area=south&status=draft&after=").says("1 case found", "Area: South", "Status: Draft")
		var removes []string
		d.Find(`ul[aria-label="Filters that are set"] a`).Each(func(_ int, a *goquery.Selection) { removes = append(removes, a.AttrOr("href", "")) })
		if strings.Join(removes, " ") != "/westmere/cases?area=south /westmere/cases?status=draft" {
			t.Errorf("the filters lead to %q", removes)
		}
		b.get("/westmere/cases?level=operational").says("1 case found", "Early help")
		b.get("/westmere/cases?level=executive").says("0 cases found", "No case matches")
		b.get("/westmere/cases?mine=yes&overdue=yes").says("0 cases found")
	})
	t.Run("a_filter_that_is_none_is_a_mistake_on_the_form", func(t *testing.T) {
		s := s.in(t)
		s.as("p-unit").get("/westmere/cases?sort=backwards").is(http.StatusUnprocessableEntity).says("There is a problem")
		s.as("p-unit").get("/westmere/cases?text=" + strings.Repeat("a+", 30)).is(http.StatusUnprocessableEntity).says("at most 20 words")
	})
	t.Run("the_board_has_a_column_a_stage", func(t *testing.T) {
		s := s.in(t)
		d := s.as("p-unit").get("/westmere/cases?view=board").is(http.StatusOK).says("Needs assessment 1", "Planning 0", "Early help")
		if d.Find(".app-board > li").Length() != 7 {
			t.Errorf("got %d columns", d.Find(".app-board > li").Length())
		}
	})
	t.Run("the_file_holds_what_the_reader_may_see_and_no_formula", func(t *testing.T) {
		s := s.in(t)
		head, rows := readCSV(s.as("p-unit").get("/westmere/cases.csv"))
		if len(rows) != 3 {
			t.Fatalf("got %d rows", len(rows))
		}
		var titles []string
		for _, r := range rows {
			titles = append(titles, r["Title"])
		}
		if !slices.ContainsFunc(titles, func(t string) bool { return strings.HasPrefix(t, "'=HYPERLINK") }) {
			t.Errorf("the titles are %q", titles)
		}
		if got := rows[0]["Offered aligned (pounds)"]; got != "300000.00" {
			t.Errorf("the money is %q in %v", got, head)
		}
		if got := rows[0]["Until"]; len(got) != len("2026-12-15") || got[4] != '-' {
			t.Errorf("the day is %q", got)
		}
		d := s.as("p-police").get("/westmere/cases.csv")
		if got := d.Header.Get("Content-Disposition"); got != `attachment; filename="westmere-cases-2026-12-01.csv"` {
			t.Errorf("the file is called %s", got)
		}
		d.silent("Secret matter")
		_, rows = readCSV(s.as("p-unit").get("/westmere/cases.csv?status=draft"))
		if len(rows) != 2 {
			t.Errorf("filtered: got %d rows", len(rows))
		}
	})
	t.Run("who_may_not_see_a_case_learns_where_it_is_and_why", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-police")
		b.get("/westmere/cases").says("Case "+secret, "You see only where this case is").silent("Secret matter")
		b.get("/westmere/cases?text=secret").says("0 cases found").silent("Secret matter")
		for _, page := range []string{"", "/signoffs", "/resources", "/evidence", "/dates", "/history", "/records", "/lifecycle", "/what-if"} {
			b.get("/westmere/cases/"+secret+page).is(http.StatusOK).says("You see where this case is, and no more of it", "Draft", "Exempt").silent("Secret matter")
		}
	})
	t.Run("who_has_no_part_in_the_partnership_finds_nothing", func(t *testing.T) {
		s := s.in(t)
		stranger(s, "p-stranger")
		b := s.as("p-stranger")
		for _, page := range []string{"/cases", "/cases.csv", "/cases/C-2026-0001", "/cases/C-2026-0001/history", "/boards", "/boards/wcb",
			"/cases/C-2026-0001/act/case.withdraw", "/cases/C-2026-0001/records/G1/1"} {
			b.get("/westmere" + page).is(http.StatusNotFound).silent("Early help")
		}
	})
	t.Run("boards_say_who_sits_on_them_and_what_is_before_them", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-lead")
		b.get("/westmere/boards").says("Westmere Children's Partnership Board", "Strategic level", "Operational level")
		b.get("/westmere/boards/wcb").says("must take part", "Councillor Margaret Hale", "Presides", "What is before it", "Not asked yet").silent("by_seat", "p-lead")
		b.get("/westmere/boards/nowhere").is(http.StatusNotFound)
	})
}

// readCSV reads a table with its names.
func readCSV(p *page) (head []string, rows []map[string]string) {
	p.t.Helper()
	p.is(http.StatusOK)
	text, marked := strings.CutPrefix(p.Body, "\ufeff")
	if !marked {
		p.t.Error("the file does not say that it is UTF-8")
	}
	all, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		p.t.Fatal(err)
	}
	for _, r := range all[1:] {
		row := map[string]string{}
		for i, cell := range r {
			row[all[0][i]] = cell
		}
		rows = append(rows, row)
	}
	return all[0], rows
}

// stranger is somebody who is in the directory, and in no partnership.
func stranger(s *site, id string) {
	s.t.Helper()
	err := s.people.Change(s.t.Context(), id, func(p *directory.Person) error {
		p.Name = "Sam Stranger"
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
}
