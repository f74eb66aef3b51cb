package web_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"image"
	"image/png"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/nats-io/nats.go/jetstream"

	"comity/services/broker"
	"comity/services/bus"
	"comity/services/house"
	"comity/services/views/answer"
)

// pack makes a zip of files and their contents, in order.
func pack(t *testing.T, namesAndContents ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := 0; i < len(namesAndContents); i += 2 {
		w, err := z.Create(namesAndContents[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(namesAndContents[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// draft makes a submitted case of the whole county, exempt, and gives its address.
func draft(s *site, title string) string {
	s.t.Helper()
	id := s.do("p-unit", "case.create", map[string]any{"title": title, "summary": "Why.", "sponsor": "wcc", "areas": "north,south", "classification": "exempt",
		"outcome": "be_healthy", "tier": "targeted", "scale": "strategic", "route": "contract", "regime": "pa2023"}).Case
	s.do("p-unit", "case.submit", map[string]any{"case": id})
	return "/westmere/cases/" + id
}

// store opens the store of files as the engine does.
func store(t *testing.T, dir string) jetstream.ObjectStore {
	t.Helper()
	d, err := house.EngineDial(dir)
	if err != nil {
		t.Fatal(err)
	}
	nc, err := broker.Connect(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	o, err := js.ObjectStore(t.Context(), bus.EvidenceBucket)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestEvidence(t *testing.T) {
	dir := ""
	s := westmere(t, "westmere", func(c *house.Config) {
		dir = c.Dir
		c.Pages.Scan = func(_ context.Context, name string, content []byte) error {
			if bytes.Contains(content, []byte("EICAR")) {
				return errors.New("it carries something harmful (" + name + ")")
			}
			return nil
		}
	})
	files := store(t, dir)
	base := draft(s, "Short breaks")
	b := s.as("p-unit")
	add := base + "/evidence/add?type=needs_analysis"
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 4, 4))); err != nil {
		t.Fatal(err)
	}

	t.Run("the_sorts_that_the_gate_asks_for_come_first", func(t *testing.T) {
		b := s.in(t).as("p-unit")
		d := b.get(base+"/evidence/add").is(http.StatusOK).says("What sort of evidence is it?", "The gate “Needs” asks for those", "Something else")
		plainPage(t, d)
		if got := d.Find("input[name=type]").First().AttrOr("value", ""); got != "outcomes_link" {
			t.Errorf("the first is %q", got)
		}
		b.get(base + "/evidence/add?type=other&other=lessons").is(http.StatusOK).says("Lessons on aligning and pooling")
		b.get(base + "/evidence/add?type=nonsense").is(http.StatusOK).says("Select what sort of evidence it is")
	})
	t.Run("what_is_not_taken_says_why_beside_the_field", func(t *testing.T) {
		b := s.in(t).as("p-unit")
		macros := pack(t, "[Content_Types].xml", "<Types/>", "word/document.xml", "<w/>", "word/vbaProject.bin", "x")
		renamed := pack(t, "[Content_Types].xml", `<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>`, "word/document.xml", "<w/>")
		for _, test := range []struct {
			name    string
			content []byte
			says    string
		}{
			{"", nil, "Choose a file"},
			{"empty.pdf", nil, "The file is empty"},
			{"page.html", []byte("<html>"), "Choose a PDF, Word, Excel"},
			{"picture.svg", []byte("<svg onload='alert(1)'/>"), "Choose a PDF, Word, Excel"},
			{"macro.docm", macros, "Choose a PDF, Word, Excel"},
			{"script.pdf", []byte("#!/bin/sh\nrm -rf /\n"), "not what its name says: this is no PDF"},
			{"page.pdf", []byte("<html><script>alert(1)</script>"), "not what its name says"},
			{"page.txt", []byte("<!DOCTYPE html><script>alert(1)</script>"), "this is no text"},
			{"script.txt", []byte("#!/bin/sh\n"), "this is no text"},
			{"program.csv", []byte("MZ\x90\x00\x03\x00\x00\x00"), "this is no CSV"},
			{"fake.png", []byte("\x89PNG\r\n\x1a\nno picture"), "this is no PNG picture"},
			{"other.docx", pack(t, "a.txt", "x"), "this is no Word document"},
			{"sheet.docx", pack(t, "[Content_Types].xml", "<Types/>", "xl/workbook.xml", "x"), "this is no Word document"},
			{"macro.docx", macros, "it holds macros"},
			{"renamed.docx", renamed, "it holds macros"},
			{"macro.odt", pack(t, "mimetype", "application/vnd.oasis.opendocument.text", "Basic/Standard/Module1.xml", "x"), "it holds macros"},
			{"noext", []byte("%PDF-1.7"), "Choose a PDF, Word, Excel"},
			{"../../.pdf", []byte("%PDF-1.7"), "The file needs a name"},
			{"virus.pdf", []byte("%PDF-1.7 EICAR"), "it carries something harmful (virus.pdf)"},
		} {
			d := b.get(add).attach(url.Values{"title": {"Mine"}}, test.name, test.content)
			if d.is(http.StatusUnprocessableEntity).says("There is a problem", test.says); d.Find(`.govuk-error-summary a[href="#file"]`).Length() != 1 {
				t.Errorf("%s: the summary does not lead to the file", test.name)
			}
			if got := d.Find("#title").AttrOr("value", ""); got != "Mine" {
				t.Errorf("%s: what was written before is gone: %q", test.name, got)
			}
		}
		d := b.get(add).attach(nil, "large.pdf", append([]byte("%PDF-1.7"), make([]byte, 25<<20)...))
		d.is(http.StatusRequestEntityTooLarge).says("The file is larger than 25 MB")
		d = b.get(add).attach(nil, "far too large.pdf", append([]byte("%PDF-1.7"), make([]byte, 60<<20)...))
		d.is(http.StatusRequestEntityTooLarge).says("The file is larger than 25 MB")
		if list, err := files.List(t.Context()); !errors.Is(err, jetstream.ErrNoObjectsFound) {
			t.Errorf("%d refused files are kept: %v", len(list), err)
		}
	})
	t.Run("what_is_taken_comes_back_as_it_was", func(t *testing.T) {
		b := s.in(t).as("p-unit")
		for _, test := range []struct {
			name, kept, media string
			content           []byte
		}{
			{"plan.pdf", "plan.pdf", "application/pdf", []byte("%PDF-1.7 plan")},
			{"PLAN.DOCX", "PLAN.DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", pack(t, "[Content_Types].xml", "<Types/>", "word/document.xml", "<w/>")},
			{"costs.ods", "costs.ods", "application/vnd.oasis.opendocument.spreadsheet", pack(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet")},
			{"figures.csv", "figures.csv", "text/csv", []byte(strings.Repeat("area,families\nnorth,12\n", 200))},
			{"caf\u00e9 n\u00ba 1.txt", "caf\u00e9 n\u00ba 1.txt", "text/plain", []byte("caf\xe9 in the old character set")},
			{"map.png", "map.png", "image/png", picture.Bytes()},
			{`..\..\windows\evil "quoted"; filename=x.pdf`, "evil _quoted_; filename=x.pdf", "application/pdf", []byte("%PDF-1.7 quoted")},
			{"../../etc/passwd.txt", "passwd.txt", "text/plain", []byte("names")},
			{"fdp\u202etxt.exe.pdf", "fdptxt.exe.pdf", "application/pdf", []byte("%PDF-1.7 turned")},
			{"a\nSet-Cookie: x.pdf", "", "application/pdf", []byte("%PDF-1.7 lines")},
			{strings.Repeat("long", 60) + ".pdf", strings.Repeat("long", 29) + ".pdf", "application/pdf", []byte("%PDF-1.7 long")},
		} {
			b.get(add).attach(url.Values{"title": {"Needs in " + test.media}}, test.name, test.content).is(http.StatusOK).says("Added: Needs in")
			var c answer.Case
			s.ask("p-unit", "case", answer.CaseArgs{Case: strings.TrimPrefix(base, "/westmere/cases/")}, &c)
			e := c.State.Evidence[len(c.State.Evidence)-1]
			if test.kept != "" && e.FileName != test.kept || e.MediaType != test.media || e.Bytes != int64(len(test.content)) {
				t.Errorf("%q is kept as %q, %s, %d bytes", test.name, e.FileName, e.MediaType, e.Bytes)
			}
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+base+"/evidence/"+e.Item+"/file", nil)
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Accept-Encoding", "gzip")
			d := b.send(req).is(http.StatusOK)
			if d.Body != string(test.content) || d.Header.Get("Content-Length") != strconv.Itoa(len(test.content)) {
				t.Errorf("%q comes back with %d bytes, said to be %s", test.name, len(d.Body), d.Header.Get("Content-Length"))
			}
			kind, params, err := mime.ParseMediaType(d.Header.Get("Content-Disposition"))
			if err != nil || kind != "attachment" || params["filename"] != e.FileName {
				t.Errorf("%q is handed out as %q: %v", test.name, d.Header.Get("Content-Disposition"), err)
			}
			for _, cookie := range d.Header.Values("Set-Cookie") {
				if !strings.HasPrefix(cookie, "comity=") {
					t.Errorf("%q has set the cookie %s", test.name, cookie)
				}
			}
			for name, want := range map[string]string{"Content-Type": test.media, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
				"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox", "Content-Encoding": ""} {
				if got := d.Header.Get(name); got != want {
					t.Errorf("%q: %s is %q, want %q", test.name, name, got, want)
				}
			}
		}
	})
	t.Run("one_file_added_twice_is_kept_once", func(t *testing.T) {
		b := s.in(t).as("p-unit")
		content := []byte("%PDF-1.7 the same")
		sum := sha256.Sum256(content)
		digest := "sha256:" + hex.EncodeToString(sum[:])
		b.get(add).attach(nil, "one.pdf", content).says("Added")
		first, err := files.GetInfo(t.Context(), digest)
		if err != nil {
			t.Fatal(err)
		}
		b.get(base+"/evidence/add?type=user_views").attach(nil, "two.pdf", content).says("Added")
		second, err := files.GetInfo(t.Context(), digest)
		if err != nil || second.NUID != first.NUID {
			t.Errorf("it is kept again: %v", err)
		}
	})
	t.Run("a_file_need_not_be_chosen_again_when_something_else_was_wrong", func(t *testing.T) {
		b := s.in(t).as("p-unit")
		d := b.get(add).attach(url.Values{"title": {""}, "dated_on-day": {"31"}, "dated_on-month": {"2"}, "dated_on-year": {"2026"}}, "kept.pdf", []byte("%PDF-1.7 kept"))
		d.is(http.StatusUnprocessableEntity).says("Enter a title", "Enter a real day", "The file “kept.pdf” (13 bytes) has arrived")
		plainPage(t, d)
		d.attach(url.Values{"title": {"Kept after all"}, "dated_on-month": {"12"}, "dated_on-year": {"2027"}}, "", nil).is(http.StatusUnprocessableEntity).says("today or in the past")
		d.attach(url.Values{"title": {"Kept after all"}, "dated_on-month": {"10"}}, "", nil).is(http.StatusOK).says("Added: Kept after all", "31 October 2026")
		b.get(add).attach(url.Values{"kept": {d.Find("input[name=kept]").AttrOr("value", "")}}, "", nil).is(http.StatusUnprocessableEntity).says("Choose a file")
	})
	t.Run("nobody_gets_at_a_file_by_its_digest", func(t *testing.T) {
		s := s.in(t)
		sum := sha256.Sum256([]byte("%PDF-1.7 plan"))
		other := draft(s, "Another case")
		s.do("p-unit", "case.add_evidence", map[string]any{"case": strings.TrimPrefix(other, "/westmere/cases/"), "type": "needs_analysis", "item": "guess",
			"digest": "sha256:" + hex.EncodeToString(sum[:]), "file_name": "guess.pdf"})
		s.as("p-unit").get(other + "/evidence/guess/file").is(http.StatusNotFound).says("is not kept here")
		s.as("p-unit").get(base + "/evidence/sha256:" + hex.EncodeToString(sum[:]) + "/file").is(http.StatusNotFound)
	})
	t.Run("evidence_is_taken_away_with_a_reason", func(t *testing.T) {
		b := s.in(t).as("p-unit")
		d := b.get(base + "/edit/evidence").is(http.StatusOK).follow("Take away Kept after all, dated 31 October 2026").is(http.StatusOK)
		plainPage(t, d)
		d.submit("/remove", nil).is(http.StatusUnprocessableEntity).says("Enter why it is taken away")
		d.submit("/remove", url.Values{"reason": {"It was the wrong year."}}).is(http.StatusOK).says("The evidence is taken away").silent("Kept after all")
	})
	t.Run("what_the_schema_asks_for_is_a_form", func(t *testing.T) {
		b := s.in(t).as("p-unit")
		address := base + "/evidence/add?type=options_appraisal"
		d := b.get(address).is(http.StatusOK).says("Option 1", "Option 5", "Kind", "Cost", "Internal")
		plainPage(t, d)
		d.attach(nil, "", nil).is(http.StatusUnprocessableEntity).says("Enter at least one option")
		d = d.attach(url.Values{"options-0-title": {"Do it ourselves"}, "options-0-kind": {"internal"}, "options-0-cost_pence": {"lots"}, "options-2-kind": {"joint"}}, "", nil)
		d.is(http.StatusUnprocessableEntity).says("Enter the cost of option 1 in pounds", "Enter the title of option 3")
		if d.Find(`.govuk-error-summary a[href="#options-2-title"]`).Length() != 1 {
			t.Error("the summary does not lead to the title of option 3")
		}
		d = d.attach(url.Values{"then": {"more-options"}, "options-0-cost_pence": {"£1,200,000"}}, "", nil).is(http.StatusOK).says("Option 10")
		if got := d.Find("#options-0-title").AttrOr("value", ""); got != "Do it ourselves" {
			t.Errorf("what was written before is gone: %q", got)
		}
		d = d.attach(url.Values{"options-2-title": {"A joint team"}, "options-9-title": {"One provider"}, "options-9-kind": {"external"}}, "", nil).is(http.StatusOK).says("Added: Options appraisal")
		var c answer.Case
		s.ask("p-unit", "case", answer.CaseArgs{Case: strings.TrimPrefix(base, "/westmere/cases/")}, &c)
		want := `{"options":[{"cost_pence":120000000,"kind":"internal","title":"Do it ourselves"},{"kind":"joint","title":"A joint team"},{"kind":"external","title":"One provider"}]}`
		if got := string(c.State.Evidence[len(c.State.Evidence)-1].Data); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		if got := b.get(address).Find("#options-0-cost_pence").AttrOr("value", ""); got != "1,200,000" {
			t.Errorf("a newer one begins with %q", got)
		}
		d = b.get(base+"/evidence/add?type=risk_register").is(http.StatusOK).says("Risk 1", "Westmere Police")
		d.attach(url.Values{"risks-0-title": {"Too few carers"}, "risks-0-owner": {"icb"}, "risks-0-level": {"executive"}}, "risks.csv", []byte("risk\n")).is(http.StatusOK).says("Added: Risk register")
		d.attach(url.Values{"risks-0-title": {"Too few carers"}, "risks-0-level": {"galactic"}}, "", nil).is(http.StatusUnprocessableEntity).says("Select one of the list as level of risk 1")
	})
	t.Run("who_stands_aside_cannot_open_the_exempt_paper", func(t *testing.T) {
		s := s.in(t)
		for _, kind := range []string{"outcomes_link", "equality_analysis", "resource_map", "area_impact"} {
			b.s = s
			b.get(base+"/evidence/add?type="+kind).attach(nil, kind+".pdf", []byte("%PDF-1.7 "+kind)).is(http.StatusOK)
		}
		id := strings.TrimPrefix(base, "/westmere/cases/")
		s.do("p-unit", "case.request_gate", map[string]any{"case": id})
		file := base + "/evidence/outcomes_link-1/file"
		before := s.as("p-n2").get(file).is(http.StatusOK)
		if before.Body != "%PDF-1.7 outcomes_link" {
			t.Errorf("got %q", before.Body)
		}
		s.do("p-n2", "signoff.declare_interest", map[string]any{"case": id, "signoff": "ogn", "seat": "N2", "interest": "provider", "nature": "My sister works there."})
		s.as("p-n2").get(file).is(http.StatusForbidden).silent("PDF-1.7")
		s.as("p-stranger").get(file).is(http.StatusNotFound).silent("PDF-1.7")
		if d := s.nobody().get(file); d.at.Path != "/sign-in" {
			t.Errorf("who is not signed in gets %s", d.Path)
		}
	})
}
