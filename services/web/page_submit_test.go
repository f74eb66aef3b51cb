package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// attach sends the form of the page that brings a file, as a browser does: what the page had filled in, the values on top, and
// the file under a name. "" is a form in which no file was chosen.
func (p *page) attach(values url.Values, name string, content []byte) *page {
	p.t.Helper()
	f := p.Find(`form[enctype="multipart/form-data"]`).First()
	if f.Length() == 0 {
		p.t.Fatalf("%s has no form for a file: %s", p.Path, p.text("main"))
	}
	sent := filledIn(f)
	for k, v := range values {
		sent[k] = v
	}
	return p.b.upload(f.AttrOr("action", p.Path), sent, name, content)
}

// upload sends a form with a file to an address.
func (b *browser) upload(path string, values url.Values, name string, content []byte) *page {
	b.s.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for k, list := range values {
		for _, v := range list {
			if err := w.WriteField(k, v); err != nil {
				b.s.t.Fatal(err)
			}
		}
	}
	h := textproto.MIMEHeader{"Content-Type": {"application/octet-stream"},
		"Content-Disposition": {`form-data; name="file"; filename="` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", "%0A").Replace(name) + `"`}}
	part, err := w.CreatePart(h)
	if err != nil {
		b.s.t.Fatal(err)
	}
	if _, err := part.Write(content); err != nil {
		b.s.t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		b.s.t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(b.s.t.Context(), http.MethodPost, b.s.url+path, &body)
	if err != nil {
		b.s.t.Fatal(err)
	}
	req.Header.Set("Content-Type", w.FormDataContentType())
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.send(req)
}

// follow opens a link of the page by what it says.
func (p *page) follow(text string) *page {
	p.t.Helper()
	a := p.Find("main a").FilterFunction(func(_ int, s *goquery.Selection) bool { return strings.Join(strings.Fields(s.Text()), " ") == text }).First()
	if a.Length() == 0 {
		p.t.Fatalf("%s has no link %q: %s", p.Path, text, p.text("main"))
	}
	return p.b.get(a.AttrOr("href", ""))
}

// A case from nothing to its first gate, without JavaScript.
func TestSubmit(t *testing.T) {
	s := westmere(t, "westmere")
	person(s, "p-unit-2", "Ben Okafor")
	b := s.as("p-unit")

	d := b.get("/westmere/cases/new").is(http.StatusOK).says("Start a new case", "Prepared by Joint Commissioning Unit")
	plainPage(t, d)
	d = d.submit("/cases/new", url.Values{"title": {""}}).is(http.StatusUnprocessableEntity).says("There is a problem", "Enter a title")
	if d.Find(`.govuk-error-summary a[href="#title"]`).Length() != 1 {
		t.Error("the summary does not lead to the title")
	}
	d = d.submit("/cases/new", url.Values{"title": {"Short breaks for disabled children"}}).is(http.StatusOK)
	d.says("Short breaks for disabled children", "This is a draft", "About the case", "Evidence", "0 of 6 documents that the gate “Needs” needs")
	plainPage(t, d)
	edit := d.at.Path
	base := strings.TrimSuffix(edit, "/edit")

	t.Run("what_is_missing_comes_back_with_where_it_is_mended", func(t *testing.T) {
		b := s.in(t).as("p-unit")
		d := b.get(edit+"/check").is(http.StatusOK).submit("/edit/check", nil).is(http.StatusUnprocessableEntity)
		d.says("What is missing", "Select at least one area", "Select the route", "Select for whom it is")
		if d.Find(`#todo a[href="`+edit+`/where#areas"]`).Length() != 1 {
			t.Error("the list does not lead to the areas")
		}
		plainPage(t, d)
	})
	for _, step := range []struct {
		id     string
		values url.Values
	}{
		{"about", url.Values{"summary": {"A week of respite for 60 families.\nThey asked for it."}, "outcome": {"other"}, "outcome_other": {"Families cope"}}},
		{"where", url.Values{"areas": {"south", "north"}, "services": {"Early help, Short breaks"}, "tier": {"specialist"}, "scale": {"strategic"}}},
		{"how", url.Values{"route": {"contract"}, "regime": {"pa2023"}, "classification": {"partners"}}},
		{"plan", url.Values{"plan_pence": {"£150 000"}, "plan_fte_hundredths": {"0.5"}}},
		{"considered", url.Values{"options": {"Do nothing: more breakdowns."}, "risk": {"Too few carers; we train them."}}},
	} {
		d := b.get(edit + "/" + step.id).is(http.StatusOK)
		plainPage(t, d)
		d = d.submit("/edit/"+step.id, step.values).is(http.StatusOK)
		if d.at.Path != edit {
			t.Fatalf("section %s leads to %s: %s", step.id, d.at.Path, d.text("main"))
		}
		if got := d.text("#" + step.id + "-state"); got != "Done" {
			t.Errorf("section %s is %q", step.id, got)
		}
	}
	b.get(edit+"/plan").says("£").submit("/edit/plan", nil) // nothing changes, and that is no mistake
	if got := b.get(edit+"/plan").Find("#plan_pence").AttrOr("value", ""); got != "150,000" {
		t.Errorf("the plan needs %q", got)
	}

	t.Run("a_section_can_be_left_unfinished", func(t *testing.T) {
		b := s.in(t).as("p-unit-2")
		d := b.get(edit+"/how").submit("/edit/how", url.Values{"regime": {""}}).is(http.StatusUnprocessableEntity).says("Select the procurement rules")
		if d.Find(`input[name=route][value=contract]`).AttrOr("checked", "no") == "no" {
			t.Error("what was chosen before is gone")
		}
		d = b.get(edit+"/how").submit("/edit/how", url.Values{"regime": {""}, "then": {"later"}}).is(http.StatusOK).says("What you wrote is saved")
		if d.at.Path != base {
			t.Errorf("it leads to %s", d.at.Path)
		}
		if got := b.get(edit).text("#how-state"); got != "Something is missing" {
			t.Errorf("the section is %q", got)
		}
		b.get(edit+"/how").submit("/edit/how", url.Values{"regime": {"pa2023"}}).is(http.StatusOK)
	})
	t.Run("money_that_cannot_be_read_is_said_beside_its_field", func(t *testing.T) {
		b := s.in(t).as("p-unit")
		for _, money := range []string{"lots", "-5", "1.234"} {
			b.get(edit+"/plan").submit("/edit/plan", url.Values{"plan_pence": {money}}).is(http.StatusUnprocessableEntity).says("Enter an amount in pounds, like 1,200,000")
		}
	})
	t.Run("two_editors_of_one_section_see_both_texts", func(t *testing.T) {
		s := s.in(t)
		mine, theirs := s.as("p-unit").get(edit+"/considered"), s.as("p-unit-2").get(edit+"/considered")
		elsewhere := s.as("p-unit").get(edit + "/where")
		theirs.submit("/edit/considered", url.Values{"risk": {"Too few carers, and too far away."}}).is(http.StatusOK)
		if d := elsewhere.submit("/edit/where", url.Values{"scale": {"locality"}}); d.at.Path != edit {
			t.Errorf("a change of another section stands in the way: %s", d.text("main"))
		}
		d := mine.submit("/edit/considered", url.Values{"risk": {"None."}, "options": {"Do nothing."}}).is(http.StatusConflict)
		d.says("Somebody else has changed this section", "You wrote", "None.", "It says now", "Too few carers, and too far away.")
		plainPage(t, d)
		if d.Find("table td").Length() != 2 {
			t.Errorf("the conflict is over %d fields, want one", d.Find("tbody tr").Length())
		}
		d = d.submit("/edit/considered", nil)
		if d.at.Path != edit {
			t.Fatalf("what was written cannot be saved after all: %s", d.text("main"))
		}
		s.as("p-unit-2").get(edit+"/considered").says("None.", "Do nothing.")
	})
	t.Run("who_is_not_of_the_unit_cannot_change_it", func(t *testing.T) {
		s := s.in(t)
		s.as("p-lead").get("/westmere/cases/new").is(http.StatusForbidden)
		s.as("p-stranger").get("/westmere/cases/new").is(http.StatusNotFound)
		for _, address := range []string{edit, edit + "/about", edit + "/check", edit + "/evidence", base + "/gate", base + "/evidence/add", base + "/evidence/x/remove"} {
			if got := s.as("p-icb").get(address).Status; got != http.StatusForbidden && got != http.StatusNotFound {
				t.Errorf("%s: got %d for who is not of the unit", address, got)
			}
			s.as("p-stranger").get(address).is(http.StatusNotFound)
		}
		sent := s.as("p-icb").post(edit+"/about", url.Values{"title": {"Mine"}, "was-title": {"Short breaks for disabled children"}})
		if sent.Status != http.StatusForbidden && sent.Status != http.StatusNotFound {
			t.Errorf("got %d for a change by who is not of the unit", sent.Status)
		}
	})
	t.Run("offers_are_added_and_changed", func(t *testing.T) {
		b := s.in(t).as("p-unit")
		d := b.get(base + "/offer").is(http.StatusOK).says("Nobody offers anything yet")
		plainPage(t, d)
		d.submit("/offer", url.Values{"organisation": {""}, "amount": {""}}).is(http.StatusUnprocessableEntity).says("Select the organisation", "Enter the amount")
		d.submit("/offer", url.Values{"organisation": {"wcc"}, "amount": {"100k"}}).is(http.StatusUnprocessableEntity).says("Enter an amount in pounds")
		d = d.submit("/offer", url.Values{"organisation": {"wcc"}, "amount": {"£100,000"}, "service": {"Early help"}, "essential": {"yes"}}).is(http.StatusOK)
		d.says("The offer is added", "Westmere County Council", "Money: £100,000", "The plan fails without it")
		d = d.submit("/offer", url.Values{"organisation": {"icb"}, "amount": {"40 000.50"}, "basis": {"estimated"}}).says("£40,000.50", "Estimated", "£140,000.50")
		d = d.submit("/offer", url.Values{"organisation": {"pol"}, "kind": {"staff_time"}, "fte": {"0.5"}}).says("0.5 full-time posts")
		d = d.submit("/offer", url.Values{"organisation": {"ald"}, "kind": {"building"}, "description": {"Two rooms"}}).says("Building: Two rooms")
		plainPage(t, d)
		d = d.follow("Change the offer of NHS Westmere ICB: Money: £40,000.50").is(http.StatusOK).says("Change an offer", "£40,000.50")
		plainPage(t, d)
		d.submit("/offer/icb-1", url.Values{"amount": {"50,000"}}).is(http.StatusOK).says("The offer is changed", "£150,000")
	})
	d = b.get(edit+"/check").is(http.StatusOK).says("Short breaks for disabled children", "Families cope", "North Westmere", "South Westmere", "£150,000", "Submit the case")
	plainPage(t, d)
	twice := d
	d = d.submit("/edit/check", nil).is(http.StatusOK).says("The case is submitted", "See what the gate asks for")
	if again := twice.submit("/edit/check", nil).is(http.StatusOK); again.at.Path != edit {
		t.Errorf("the button pressed twice leads to %s", again.at.Path)
	}
	d = d.follow("See what the gate asks for, and ask for the decision").is(http.StatusOK)
	d.says("Needs analysis is missing", "Who is asked to decide, in this order", "North Operational Group, South Operational Group", "10 working days", "No organisation is asked for its consent")
	plainPage(t, d)
	d = d.submit("/gate", nil).says("Check your answers").submit("/gate", url.Values{"step": {"send"}}).is(http.StatusUnprocessableEntity)
	d.says("What is not ready", "Needs analysis is missing")
	if d.Find(`#todo a[href="`+base+`/evidence/add?type=needs_analysis"]`).Length() != 1 {
		t.Error("the list does not lead to the needs analysis")
	}
	for _, kind := range []string{"outcomes_link", "needs_analysis", "user_views", "equality_analysis", "resource_map", "area_impact"} {
		d = b.get(base+"/evidence/add?type="+kind).is(http.StatusOK).attach(nil, kind+".pdf", []byte("%PDF-1.7 "+kind)).is(http.StatusOK)
	}
	d.says("Added: Area and district impact", "There")
	plainPage(t, d)
	d = b.get(base+"/gate").says("Everything that the gate needs is there").submit("/gate", nil).is(http.StatusOK)
	plainPage(t, d)
	d = d.submit("/gate", url.Values{"step": {"send"}}).is(http.StatusOK).says("The decision is asked for", "North Operational Group", "Tuesday 15 December 2026")
	plainPage(t, d)

	t.Run("what_waits_for_decisions_is_changed_only_after_a_warning", func(t *testing.T) {
		b := s.in(t).as("p-unit")
		d := b.get(edit).is(http.StatusOK).says("every request is called off")
		plainPage(t, d)
		b.get(edit+"/about").is(http.StatusOK).submit("/edit/about", url.Values{"title": {"Short breaks"}, "warned": {""}}).is(http.StatusConflict).says("waits for decisions by now")
		b.get(base + "/gate").is(http.StatusOK)
		b.get(edit+"/about").submit("/edit/about", url.Values{"title": {"Short breaks"}}).is(http.StatusOK).says("Short breaks")
		b.get(base + "/gate").is(http.StatusOK).says("Ask for the decision at the gate “Needs”")
	})
}
