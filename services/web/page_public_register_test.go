package web_test

import (
	"net/http"
	"strings"
	"testing"

	"comity/services/views/answer"
)

// The register of decisions is for anybody, once the governance document says so, and for who has a part in the partnership before (F28).
func TestF28_the_public_register_is_for_anybody_where_the_document_says_so(t *testing.T) {
	s := westmere(t, "westmere")
	const path = "/westmere/public-register"
	create := func(id, title, classification string) {
		s.do("p-unit", "case.create", map[string]any{"case": id, "title": title, "summary": "One offer of early help.", "options": "Seven offers as now: too dear.", "sponsor": "wcc", "areas": "north",
			"classification": classification, "outcome": "be_healthy", "tier": "targeted", "scale": "strategic", "route": "contract", "regime": "pa2023"})
		for _, k := range []string{"wcc", "icb"} {
			s.do("p-unit", "commitment.offer", map[string]any{"case": id, "organisation": k, "amount": "£20,000"})
		}
		s.do("p-unit", "case.submit", map[string]any{"case": id})
		for _, e := range []string{"outcomes_link", "needs_analysis", "user_views", "equality_analysis", "resource_map", "area_impact"} {
			s.do("p-unit", "case.add_evidence", map[string]any{"case": id, "type": e, "title": e})
		}
		s.do("p-unit", "case.request_gate", map[string]any{"case": id})
		s.do("p-n3", "signoff.declare_interest", map[string]any{"case": id, "signoff": "ogn", "seat": "N3", "interest": "provider", "nature": "I run a nursery."})
		s.do("p-n1", "signoff.vote", map[string]any{"case": id, "signoff": "ogn", "seat": "N1", "choice": "approve", "reason": "Families asked for it."})
		s.do("p-n2", "signoff.vote", map[string]any{"case": id, "signoff": "ogn", "seat": "N2", "choice": "approve"})
	}
	create("P1", "Early help", "public")
	create("P2", "A quiet matter", "board")
	create("P3", "A matter of the exempt kind", "exempt")
	public := []string{"Early help", "One offer of early help.", "Endorsed", "Families asked for it.", "Seven offers as now: too dear.", "an interest in a provider, stood aside", "held by others at the same gate", "A quiet matter"}
	secret := []string{"I run a nursery.", "A matter of the exempt kind", "p-n1", "Ivy North", "£20,000"}

	if d := s.nobody().get(path); d.Path != "/sign-in" {
		t.Errorf("whoever asks comes to %s before the document publishes the register, want the sign-in", d.Path)
	}
	for _, suffix := range []string{".csv", ".json"} {
		if d := s.nobody().get(path + suffix); d.Path != "/sign-in" {
			t.Errorf("the file %s is for anybody: %.200s", suffix, d.Body)
		}
	}
	if d := s.nobody().get("/nowhere/public-register"); d.Path != "/sign-in" {
		t.Errorf("a partnership that is not there is answered otherwise: %s", d.Path)
	}
	s.as("p-stranger").get(path).is(http.StatusNotFound).silent("Early help")
	d := s.as("p-lead").get(path).is(http.StatusOK).says(append(public, "This register is not published")...).silent(secret...)
	legible(t, "p-lead", path, d)
	if d := d.says("3 decisions on 3 cases", "Endorsed by North Operational Group", "About Needs", "Decided on 1 December 2026"); d.Find("section.app-decided").Length() != 3 || d.Find(".govuk-pagination").Length() != 0 {
		t.Errorf("got %s, want a section for each case and no other page", d.text("main"))
	}
	s.as("p-lead").get("/westmere/registers").says("Public register")

	text := strings.Replace(s.text("westmere.governance.yaml"), "version: 3", "version: 4", 1)
	s.do("p-admin", "partnership.publish", map[string]any{"source": strings.Replace(text, "\nthresholds:\n", "\npublic_register: {from: 2026-12-01}\n\nthresholds:\n", 1)})
	d = s.nobody().get(path).is(http.StatusOK).says(append(public, "Public register of decisions", "Exempt: nothing more is published.")...).silent(append(secret, "not published")...)
	legible(t, "nobody", path, d)
	plainPage(t, d)
	s.nobody().get(path+"?board=wcb").is(http.StatusOK).says("Nothing was decided.", "Choose another board or month.")
	s.nobody().get(path + "?month=nonsense").is(http.StatusBadRequest)
	for _, suffix := range []string{".csv", ".json"} {
		f := s.nobody().get(path + suffix).is(http.StatusOK)
		for _, want := range []string{"Families asked for it.", "Seven offers as now: too dear.", "A quiet matter"} {
			if !strings.Contains(f.Body, want) {
				t.Errorf("%s lacks %q: %s", suffix, want, f.Body)
			}
		}
		for _, s := range secret {
			if strings.Contains(f.Body, s) {
				t.Errorf("%s says %q", suffix, s)
			}
		}
	}
	s.as("p-stranger").get(path).is(http.StatusOK).says("Early help")
	var a answer.PublicRegister
	s.ask("anybody", "public_register", answer.PublicRegisterArgs{Case: "P1"}, &a)
	if !a.Open || a.From != "2026-12-01" || len(a.Decisions) != 1 || a.Decisions[0].Board != "ogn" {
		t.Errorf("got %+v", a)
	}
}
