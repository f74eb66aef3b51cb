package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"comity/services/views/answer"
)

func TestImportAndAdopt(t *testing.T) {
	s := westmere(t, "westmere")
	const at, atDesk = "/westmere/cases/import", "/westmere/desk/import"
	t.Run("only_who_may_take_something_in_is_asked_for_a_table", func(t *testing.T) {
		s := s.in(t)
		s.as("p-lead").get(at).is(http.StatusForbidden)
		s.as("p-stranger").get(at).is(http.StatusNotFound)
		s.as("p-unit").get(atDesk).is(http.StatusForbidden)
		s.as("p-admin").get(at).is(http.StatusForbidden)
		s.as("p-unit").get(atDesk + "/people.csv").is(http.StatusNotFound)
		s.as("p-unit").post(at, url.Values{"what": {"people"}, "table": {"person,name\np-x,X\n"}}).is(http.StatusUnprocessableEntity).says("You cannot take such a table in")
		s.as("p-lead").get("/westmere/cases/adopt").is(http.StatusForbidden)
	})
	person(s, "ao-ald", "Edith Moor")
	s.do("ao-ald", "member.remove", map[string]any{"seat": "W5", "instrument": "Council, 30 November 2026, minute 3"})
	t.Run("each_template_can_be_taken_in_as_it_is", func(t *testing.T) {
		s := s.in(t)
		for file, who := range map[string]string{"people.csv": "p-admin", "seats.csv": "ao-ald", "cases.csv": "p-unit", "cases-under-way.csv": "p-unit"} {
			b := s.as(who)
			got := b.get(atDesk + "/" + file).is(http.StatusOK)
			if strings.Count(got.Body, "\r\n") != 2 || !strings.Contains(got.Header.Get("Content-Disposition"), "westmere-"+file) {
				t.Errorf("%s: got %q, %v", file, got.Body, got.Header)
			}
			what, _, _ := strings.Cut(strings.TrimSuffix(file, ".csv"), "-")
			to := atDesk
			if what == "cases" {
				to = at
			}
			b.upload(to, url.Values{"what": {what}}, "table.csv", []byte(got.Body)).is(http.StatusOK).says("Nothing is wrong with the table, and nothing has been taken in yet.")
		}
	})
	t.Run("every_mistake_is_shown_with_its_line_and_column_and_nothing_is_taken_in", func(t *testing.T) {
		s := s.in(t)
		before := s.head()
		b := s.as("p-unit")
		b.post(at, url.Values{"what": {"cases"}}).is(http.StatusUnprocessableEntity).says("Choose the file of the table, or paste it")
		d := b.post(at, url.Values{"what": {"cases"}, "table": {"titel,unit\nSpeech,jcu\n"}}).is(http.StatusUnprocessableEntity).
			says("Line 1, column 1", `There is no column "titel". Did you mean title?`, "The column title is missing.")
		d.says("Mistakes in the table, in order").silent("Mistakes in the document")
		if d.Find(`a[href="#row-1"]`).Length() == 0 || d.Find("#row-1").Length() != 1 {
			t.Error("a mistake does not lead to its line")
		}
		b.post(at, url.Values{"what": {"cases"}, "table": {"title,unit,sponsor,plan\r\nSpeech,jcu,wcc,lots\r\nPlay,nobody,wcc,£10\r\nSwim,jcu,nowhere,£10\r\n"}}).
			is(http.StatusUnprocessableEntity).says("3 mistakes", "Line 2, column 16", "Line 3, column 6", "Line 4, column 10")
		b.upload(at, url.Values{"what": {"cases"}}, "table.csv", []byte("title\n"+strings.Repeat("x\n", 501))).is(http.StatusUnprocessableEntity).says("501 rows")
		b.upload(at, url.Values{"what": {"cases"}}, "table.csv", []byte("title\n"+strings.Repeat("x", 1<<20))).is(http.StatusUnprocessableEntity).says("larger than 1 MB")
		b.upload(at, url.Values{"what": {"cases"}}, "table.csv", []byte(strings.Repeat("x", 3<<20))).is(http.StatusRequestEntityTooLarge).says("larger than 1 MB")
		if now := s.head(); now != before {
			t.Errorf("%d things were recorded", now-before)
		}
	})
	t.Run("a_table_is_seen_first_and_taken_in_once", func(t *testing.T) {
		s := s.in(t)
		b, before := s.as("p-unit"), s.head()
		d := b.post(at, url.Values{"what": {"cases"}, "table": {"case,title,unit,sponsor,areas\nC-OLD-1,\"Speech therapy, south\",jcu,wcc,\"north,south\"\nC-OLD-2,Short breaks,jcu,wcc,north\n"}}).
			is(http.StatusOK).says("2 drafts can be taken in.", "Speech therapy, south")
		if now := s.head(); now != before {
			t.Errorf("looking has recorded %d things", now-before)
		}
		d.submit("/import", url.Values{"step": {"back"}}).is(http.StatusOK).says("Speech therapy, south")
		d.submit("/import", url.Values{"step": {"take"}}).is(http.StatusOK).says("2 drafts taken in.", "Short breaks")
		after := s.head()
		d.submit("/import", url.Values{"step": {"take"}}).is(http.StatusOK)
		if now := s.head(); now != after || after == before {
			t.Errorf("got the positions %d, %d, %d: sent twice, a table is taken in once", before, after, now)
		}
	})
	t.Run("people_and_then_seats", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-admin")
		b.post(atDesk, url.Values{"what": {"people"}, "table": {"person,name,email\np-new,Nia New,nia@council.example\n"}}).is(http.StatusOK).says("1 person can be recorded.").
			submit("/import", url.Values{"step": {"take"}}).is(http.StatusOK).says("1 person is recorded.")
		b = s.as("ao-ald")
		b.post(atDesk, url.Values{"what": {"seats"}, "table": {"seat,person,instrument\nW1,p-new,min 1\n"}}).is(http.StatusUnprocessableEntity).says("Line 2")
		b.post(atDesk, url.Values{"what": {"seats"}, "table": {"seat,person,instrument\nW5,p-new,min 1\n"}}).is(http.StatusOK).
			submit("/import", url.Values{"step": {"take"}}).is(http.StatusOK).says("1 appointment is made.", "Nia New")
	})

	adopt := url.Values{"title": {"Short breaks"}, "summary": {"Breaks for carers."}, "outcome": {"be_healthy"}, "areas": {"north", "south"}, "tier": {"targeted"}, "scale": {"locality"},
		"route": {"contract"}, "regime": {"pa2023"}, "classification": {"partners"}}
	with := func(more url.Values) url.Values {
		out := url.Values{}
		for _, from := range []url.Values{adopt, more} {
			for k, v := range from {
				out[k] = v
			}
		}
		return out
	}
	t.Run("a_case_is_taken_up_at_its_stage_with_what_was_decided", func(t *testing.T) {
		s := s.in(t)
		b, before := s.as("p-unit"), s.head()
		stages := b.get("/westmere/cases/adopt").is(http.StatusOK).says("Which stage has it reached?", "Nothing has been decided yet.", "Decided already: ")
		if stages.Find(`a[href$="stage=delivery"]`).Length() != 1 {
			t.Fatalf("there is no way to a stage: %s", stages.text("main"))
		}
		d := b.get("/westmere/cases/adopt?stage=planning").is(http.StatusOK).says("What was decided before")
		no := d.submit("/cases/adopt", url.Values{"title": {""}}).is(http.StatusUnprocessableEntity).says("Enter a title", "Select at least one area", "Enter where the decision is minuted")
		leads(no, "title", "gate-G1-by", "gate-G1-on", "gate-G1-minute")
		quoted := url.Values{"gate-G1-by": {"Partnership Board"}, "gate-G1-on-day": {"18"}, "gate-G1-on-month": {"11"}, "gate-G1-on-year": {"2027"}, "gate-G1-minute": {"min 4"},
			"offer-wcc-money": {"20,000"}, "offer-icb-staff": {"0.5"}}
		leads(d.submit("/cases/adopt", with(quoted)).is(http.StatusUnprocessableEntity).says("A decision cannot be quoted before it is taken."), "gate-G1-on")
		quoted.Set("gate-G1-on-year", "2025")
		check := d.submit("/cases/adopt", with(quoted)).is(http.StatusOK).
			says("Check your answers", "Approved, by Partnership Board on 18 November 2025", "£20,000", "It counts as no decision taken here.")
		if now := s.head(); now != before {
			t.Errorf("looking has recorded %d things", now-before)
		}
		if back := check.submit("/cases/adopt", url.Values{"step": {"change"}}).is(http.StatusOK); back.Find(`input[name="areas"][checked]`).Length() != 2 {
			t.Error("what was chosen is not there when the answers are changed")
		}
		check.submit("/cases/adopt", url.Values{"step": {"do"}}).is(http.StatusOK).says("The case is taken up at the stage", "Short breaks")
		var all answer.Cases
		s.ask("p-unit", "cases", answer.CasesArgs{Text: "Short breaks"}, &all)
		if len(all.Cases) != 2 { // and a draft of the title
			t.Fatalf("got %+v", all.Cases)
		}
		found := false
		for _, c := range all.Cases {
			if c.Stage == "planning" && c.Status == "working" {
				found = true
				b.get("/westmere/cases/"+c.Case+"/records").is(http.StatusOK).says("Taken before the case was here", "min 4")
			}
		}
		if !found {
			t.Errorf("got %+v, want one at planning", all.Cases)
		}
	})
	t.Run("behind_the_award_a_contract_is_asked_for", func(t *testing.T) {
		s := s.in(t)
		d := s.as("p-unit").get("/westmere/cases/adopt?stage=delivery").is(http.StatusOK).says("The contract")
		leads(d.submit("/cases/adopt", with(nil)).is(http.StatusUnprocessableEntity), "contract-supplier", "contract-value", "contract-signed_on")
	})
}
