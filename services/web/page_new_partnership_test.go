package web_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"comity/scenarios/templates"
)

func TestNewPartnership(t *testing.T) {
	s := westmere(t, "westmere")
	first := url.Values{"template": {"childrens-trust-2010"}, "name": {"Riverside Children’s Partnership"}, "id": {"riverside"}, "from-day": {"1"}, "from-month": {"12"}, "from-year": {"2026"}}

	t.Run("only_an_administrator_of_the_installation_sets_one_up", func(t *testing.T) {
		s := s.in(t)
		s.as("p-secretary").get("/new-partnership").is(http.StatusForbidden)
		s.as("p-secretary").post("/new-partnership", first).is(http.StatusForbidden)
	})
	b := s.as("p-admin")
	t.Run("the_first_page_says_all_that_is_missing", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-admin")
		d := b.get("/new-partnership").is(http.StatusOK).submit("/new-partnership", url.Values{"from-day": {"40"}}).is(http.StatusUnprocessableEntity)
		leads(d, "template", "name", "id", "from")
		d = d.submit("/new-partnership", url.Values{"id": {"account"}}).says("is the address of a page of this service")
		d.submit("/new-partnership", url.Values{"id": {"westmere"}}).says("There is a partnership of that short name already")
	})
	t.Run("every_template_is_offered_and_makes_documents_with_nothing_wrong", func(t *testing.T) {
		s := s.in(t)
		all, err := templates.All()
		if err != nil {
			t.Fatal(err)
		}
		d := s.as("p-admin").get("/new-partnership")
		for _, x := range all {
			if d.Find(`input[name="template"][value="`+x.ID+`"]`).Length() != 1 {
				t.Errorf("%s is not offered", x.ID)
			}
			next := s.as("p-admin").get("/new-partnership").submit("/new-partnership", url.Values{"template": {x.ID}, "name": {"Riverside"}, "id": {"riverside"},
				"from-day": {"1"}, "from-month": {"12"}, "from-year": {"2026"}}).is(http.StatusOK)
			check := next.submit("/new-partnership", nil).is(http.StatusOK).says("Nothing is wrong with these documents.")
			if x.ID == "better-care-fund-s75" { // its days are moved on, together
				if w := check.Find("#workflow").Text(); !strings.Contains(w, "due_on: 2027-03-31") || !strings.Contains(w, "due_on: 2027-09-30") {
					t.Errorf("%s: the gates have other days than 31 March and 30 September 2027", x.ID)
				}
			}
		}
	})
	t.Run("overlays_are_laid_on_the_template_and_say_which_councils_are_replaced", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-admin")
		d := b.get("/new-partnership")
		for _, o := range templates.Overlays() {
			if d.Find(`input[name="overlay"][value="`+o.ID+`"]`).Length() != 1 {
				t.Errorf("%s is not offered", o.ID)
			}
		}
		chosen := url.Values{"overlay": {"lgr-transition", "psr2023"}}
		for k, v := range first {
			chosen[k] = v
		}
		fill := d.submit("/new-partnership", chosen).is(http.StatusOK).says("Councils that are to be replaced", "Records the consent of Shadow Authority")
		leads(fill.submit("/new-partnership", url.Values{"replaced-county-day": {"40"}, "replaced-county-month": {"4"}, "replaced-county-year": {"2028"}}).is(http.StatusUnprocessableEntity), "replaced-county")
		d = fill.submit("/new-partnership", url.Values{"replaced-county-day": {"1"}, "replaced-county-month": {"4"}, "replaced-county-year": {"2028"},
			"external-shadow-authority-name": {"Greater Riverside Shadow Authority"}, "person-shadow-officer-name": {"Sal Shore"}}).is(http.StatusOK).says("Nothing is wrong with these documents.")
		g, w := d.Find("#governance").Text(), d.Find("#workflow").Text()
		for _, want := range []string{`dissolving_on: "2028-04-01"`, "external_consent_from: shadow-authority", "name: Greater Riverside Shadow Authority", "proper_officer: p-sal-shore", "partnership: riverside"} {
			if !strings.Contains(g, want) {
				t.Errorf("the governance does not have %q", want)
			}
		}
		if !strings.Contains(w, "psr2023") || !strings.Contains(w, "external_consents") || strings.Contains(w+g, "extends") {
			t.Error("the workflow does not have what the overlays say")
		}
		d.submit("/new-partnership", url.Values{"step": {"again"}}).is(http.StatusOK).says("Nothing is wrong with these documents.")
		back := d.submit("/new-partnership", url.Values{"step": {"fill"}}).is(http.StatusOK).says("Councils that are to be replaced")
		if got := back.Find("#replaced-county-year").AttrOr("value", ""); got != "2028" {
			t.Errorf("going back, the day is %q", got)
		}
		chosen.Set("overlay", "nothing")
		b.post("/new-partnership", chosen).is(http.StatusNotFound)
	})
	var check *page
	t.Run("the_documents_are_made_of_what_is_written_and_keep_their_comments", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-admin")
		d := b.get("/new-partnership").submit("/new-partnership", first).is(http.StatusOK).says("Organisations and people of Riverside", "Chief finance officer, Arrowshire County Council")
		d.submit("/new-partnership", url.Values{"org-county-name": {""}, "person-pct-clerk-email": {"x@example.org"}}).is(http.StatusUnprocessableEntity).
			says("Enter a name for every organisation", "Enter the name that belongs to the e-mail address")
		check = d.submit("/new-partnership", url.Values{
			"org-county-name": {"Riverside: the council"}, "org-county-type": {"unitary_council"}, "board-trust-name": {"Riverside Board"},
			"person-county-secretary-name": {"Nora Field"}, "person-county-secretary-email": {"nora@example.org"},
			"person-commissioner-name": {"Asha Patel"}, "person-commissioner-email": {"p-unit@example.org"},
		}).is(http.StatusOK).says("Nothing is wrong with these documents.")
		g := check.Find("#governance").Text()
		for _, want := range []string{"partnership: riverside", "effective_from: 2026-12-01", `name: "Riverside: the council"`, "type: unitary_council", "authorising_officer: p-nora-field", "members: [p-unit, ",
			"administrators: [p-admin]", "# Duties to cooperate: A-T1.", "riverside-pct-clerk"} {
			if !strings.Contains(g, want) {
				t.Errorf("the governance does not have %q", want)
			}
		}
		if got := check.Find("#workflow").Text(); !strings.Contains(got, "effective_from: 2026-12-01") {
			t.Error("the workflow does not begin on that day")
		}
	})
	t.Run("mistakes_come_back_all_at_once_with_their_lines", func(t *testing.T) {
		s := s.in(t)
		g := strings.Replace(check.Find("#governance").Text(), "on_tie: casting_vote", "on_tie: coin_toss", 1)
		g = strings.Replace(g, "level: executive", "level: middling", 1)
		w := strings.Replace(check.Find("#workflow").Text(), "kind: Workflow", "kind: Workflow\nsurprise: 1", 1)
		d := s.as("p-admin").get("/new-partnership")
		d.Document, d.Path = check.Document, "/new-partnership"
		d = d.submit("/new-partnership", url.Values{"step": {"publish"}, "governance": {g}, "workflow": {w}}).is(http.StatusUnprocessableEntity)
		leads(d, "governance", "workflow")
		d.says("coin_toss", "middling", "surprise")
		line := 1 + strings.Count(w[:strings.Index(w, "surprise")], "\n")
		if d.Find(`a[href="#workflow-line-`+itoa(line)+`"]`).Length() != 1 || !strings.Contains(d.text("#workflow-line-"+itoa(line)), "surprise: 1") {
			t.Errorf("nothing leads to line %d: %s", line, d.text("table"))
		}
		if got := d.Find("#governance").Text(); !strings.Contains(got, "coin_toss") {
			t.Error("what was written is lost")
		}
		s.as("p-admin").get("/riverside/desk").is(http.StatusNotFound)
	})
	t.Run("it_is_published_confirmed_and_a_case_opened_in_it", func(t *testing.T) {
		s := s.in(t)
		d := b.get("/new-partnership")
		d.Document, d.Path, d.t = check.Document, "/new-partnership", t
		d.submit("/new-partnership", url.Values{"step": {"publish"}}).is(http.StatusOK).says("Riverside Children’s Partnership is set up.", "Riverside Board", "Nora Field", "Asha Patel")
		officer := s.as("p-nora-field")
		d = officer.get("/riverside/desk/people").is(http.StatusOK).says("To confirm for Riverside: the council", "seat T1")
		d = d.submit("/people/confirm", url.Values{"seats-county": {"T1", "T2"}}).is(http.StatusUnprocessableEntity)
		leads(d, "instrument-county")
		d = d.submit("/people/confirm", url.Values{"instrument-county": {"Cabinet, 1 December 2026, minute 1"}}).is(http.StatusOK).says("Confirmed.")
		if strings.Contains(d.text("form"), "seat T1:") {
			t.Error("what is confirmed is still offered")
		}
		officer.post("/riverside/desk/people/confirm", url.Values{"organisation": {"pct"}, "seats-pct": {"T4"}, "instrument-pct": {"x"}}).is(http.StatusForbidden)
		s.as("p-unit").get("/riverside/cases/new").is(http.StatusOK).
			submit("/cases/new", url.Values{"title": {"Play in the park"}, "unit": {"jcu"}, "sponsor": {"county"}, "areas": {"belstone"}, "classification": {"partners"}}).is(http.StatusOK).
			says("Play in the park")
		s.as("p-secretary").get("/riverside/desk").is(http.StatusNotFound)
	})
}

func TestDeskDocuments(t *testing.T) {
	s := westmere(t, "westmere")
	const documents = "/westmere/desk/documents"
	t.Run("every_version_is_listed_and_read", func(t *testing.T) {
		s := s.in(t)
		d := s.as("p-secretary").get(documents).is(http.StatusOK).says("Governance, version 3", "1 April 2026")
		if d.Find("main form").Length() != 0 {
			t.Error("a secretary is offered to publish")
		}
		s.as("p-secretary").get(documents + "/governance/3").is(http.StatusOK).says("In force")
		s.as("p-secretary").get(documents + "/governance/9").is(http.StatusNotFound)
		s.as("p-secretary").post(documents, url.Values{"source": {"kind: Governance"}}).is(http.StatusForbidden)
	})
	t.Run("a_document_with_mistakes_comes_back_with_all_of_them_and_their_lines", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-admin")
		d := b.get(documents).submit("/documents", nil).is(http.StatusUnprocessableEntity)
		leads(d, "source")
		source := s.text("westmere-4.governance.yaml")
		broken := strings.Replace(source, "pass: majority_of_votes_cast", "pass: most", 1)
		broken = strings.Replace(broken, "notice_days: 5", "notice_days: -5", 1)
		d = b.get(documents).submit("/documents", url.Values{"source": {broken}}).is(http.StatusUnprocessableEntity).says("The document has 2 mistakes")
		leads(d, "source")
		for _, at := range []string{"pass: most", "notice_days: -5"} {
			line := itoa(1 + strings.Count(broken[:strings.Index(broken, at)], "\n"))
			if d.Find(`th a[href="#line-`+line+`"]`).Length() != 1 || !strings.Contains(d.text("#line-"+line), at) {
				t.Errorf("nothing leads to %q in line %s", at, line)
			}
		}
		d = d.submit("/documents", url.Values{"source": {source}}).is(http.StatusOK).says("Check what it will change", "Governance, version 4, would hold from", "No board ends")
		b.get(documents + "/governance/4").is(http.StatusNotFound)
		d.submit("/documents", nil).is(http.StatusOK).says("The document is published.", "Governance, version 4")
	})
	t.Run("one_laid_on_what_is_shipped_is_published_whole_and_one_laid_on_a_file_is_refused", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-admin")
		const head = "api_version: comity/v1\nkind: Governance\nextends: [childrens-trust-2010]\nmetadata: {partnership: westmere, version: 8, effective_from: 2026-12-01}\n"
		b.get(documents).submit("/documents", url.Values{"source": {strings.Replace(head, "childrens-trust-2010", "base.yaml", 1)}}).is(http.StatusUnprocessableEntity).
			says("base.yaml is a file, and there are no files here", "comity check --expand")
		b.get(documents).submit("/documents", url.Values{"source": {head + "remove: [boards.nobody]\n"}}).is(http.StatusUnprocessableEntity).says("The document has 1 mistake", "There is no nobody in boards")
		b.get(documents).submit("/documents", url.Values{"source": {head}}).is(http.StatusUnprocessableEntity).says("The whole", `no organisation "wcc"`) // which the workflow asks
		const more = "organisations: [{id: wcc, name: Westmere, type: county_council, chief_finance_officer: p-cfo}]\nthresholds: [{id: key-decision, organisation: wcc, whole_life_gbp: {gte: 500000}, requires: {decision: cabinet}}]\n"
		b.get(documents).submit("/documents", url.Values{"source": {strings.Replace(head, "partnership: westmere", "partnership: elsewhere", 1) + more}}).is(http.StatusUnprocessableEntity).
			says("The document is of elsewhere, not of westmere", "Line 4, column 25") // which only the engine sees, and which stands on this line of the layer
		b.get(documents).submit("/documents", url.Values{"source": {strings.Replace(head, "2026-12-01", "2027-02-01", 1) + more}}).is(http.StatusOK).submit("/documents", nil).is(http.StatusOK).says("The document is published.", "Governance, version 8")
		b.get(documents + "/governance/8").says("Arrowshire").silent("extends")
	})
}

func itoa(n int) string { return strconv.Itoa(n) }

// text is a document of the fixtures.
func (s *site) text(name string) string {
	s.t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "scenarios", "fixtures", name))
	if err != nil {
		s.t.Fatal(err)
	}
	return string(data)
}
