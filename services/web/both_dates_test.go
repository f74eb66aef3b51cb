package web_test

import (
	"encoding/csv"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

var (
	decidedWord = regexp.MustCompile(`(?i)^decided( on)?\b|\bdecided on\b|^decided$|\bwhen decided\b`)
	effectWord  = regexp.MustCompile(`(?i)\beffect\b`)
)

// Decided is not effective (DOMAIN §0.8): wherever a table, a list of facts or a file says when something was decided, it says there too
// when that takes effect. Whoever adds one that does not finds out here.
func TestEveryPageAndFileWithADecisionHasBothDates(t *testing.T) {
	s := westmere(t, "westmere-at-g3")
	beds(s, "U1", "Winter beds", "partners")
	tables, files := 0, 0
	for _, who := range []string{"p-lead", "p-secretary"} {
		for address, d := range s.as(who).crawl("/work", "/westmere/cases", "/westmere/boards", "/westmere/desk", "/westmere/decisions", "/westmere/urgency", "/westmere/forward-plan") {
			if strings.HasPrefix(d.Header.Get("Content-Type"), "text/csv") {
				rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(d.Body, "\ufeff"))).ReadAll()
				if err != nil || len(rows) == 0 {
					continue // the crawl's own test reads them
				}
				if head := rows[0]; matches(head, decidedWord) {
					if files++; !matches(head, effectWord) {
						t.Errorf("%s: the file says when something was decided, and not when that takes effect: %q", address, head)
					}
				}
				continue
			}
			d.Find("main table").Each(func(_ int, x *goquery.Selection) {
				head := texts(x.Find("thead th"))
				if matches(head, decidedWord) {
					if tables++; !matches(head, effectWord) {
						t.Errorf("%s as %s: the table says when something was decided, and not when that takes effect: %q", address, who, head)
					}
				}
			})
			d.Find("main dl").Each(func(_ int, x *goquery.Selection) {
				head := texts(x.Find("dt"))
				if matches(head, decidedWord) && !strings.Contains(x.Text(), "Not decided yet") {
					if tables++; !matches(head, effectWord) {
						t.Errorf("%s as %s: the list says when something was decided, and not when that takes effect: %q", address, who, head)
					}
				}
			})
		}
	}
	if tables < 5 || files < 2 {
		t.Errorf("got %d tables and %d files with decisions: the crawl has lost its way", tables, files)
	}
}

func texts(s *goquery.Selection) (out []string) {
	s.Each(func(_ int, x *goquery.Selection) { out = append(out, strings.Join(strings.Fields(x.Text()), " ")) })
	return out
}

func matches(list []string, re *regexp.Regexp) bool {
	for _, s := range list {
		if re.MatchString(s) {
			return true
		}
	}
	return false
}

// The decisions that touch a partner are a page and a file for that partner, each with both dates, and with whom it binds.
func TestF58_the_export_lists_the_decisions_that_touch_a_partner_and_no_others(t *testing.T) {
	s := westmere(t, "westmere-at-g2")
	beds(s, "U1", "Winter beds", "partners") // of the county, in the north
	list := func(partner string) map[string]int {
		d := s.as("p-lead").get("/westmere/decisions.csv?organisation=" + partner).is(http.StatusOK)
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(d.Body, "\ufeff"))).ReadAll()
		if err != nil || len(rows) == 0 {
			t.Fatalf("got %d rows, %v", len(rows), err)
		}
		column := map[string]int{}
		for i, h := range rows[0] {
			column[h] = i
		}
		got := map[string]int{}
		for _, r := range rows[1:] {
			got[r[column["Reference"]]]++
			if r[column["Decided on"]] == "" || (r[column["In effect from"]] == "") == (r[column["Held by"]] == "") || r[column["Binding on"]] == "" {
				t.Errorf("of %s: got %q", partner, r)
			}
		}
		return got
	}
	if got := list("ald"); got[theCase] == 0 || got["U1"] == 0 { // Alderwick is in the north, and puts something into the first
		t.Errorf("of Alderwick: got %v", got)
	}
	if got := list("cal"); got[theCase] == 0 || got["U1"] != 0 { // Calderside is in the south: the beds are nothing to it
		t.Errorf("of Calderside: got %v", got)
	}
	if got := list("bpn"); len(got) != 0 {
		t.Errorf("of Brightpath Nurseries, which no case touches: got %v", got)
	}
	s.as("p-lead").get("/westmere/decisions?organisation=ald").is(http.StatusOK).says("Decisions that touch Alderwick", "In effect from")
}
