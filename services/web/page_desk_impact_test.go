package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"comity/services/views/answer"
)

const deskDocuments = "/westmere/desk/documents"

// merged is the governance with one area board in place of two.
func merged(s *site) string {
	source := s.text("westmere-4.governance.yaml")
	from, end := strings.Index(source, "  - id: ogs\n"), strings.Index(source, "# Proposals")
	if from < 0 || end < from {
		s.t.Fatal("the fixture has no board ogs before its proposals")
	}
	south := source[from:end]
	out := strings.Replace(source, south, "", 1)
	return strings.Replace(out, "  - id: ogn\n", "  - id: ogn\n    merges: [ogs]\n", 1)
}

func TestDeskImpact(t *testing.T) {
	s := westmere(t, "westmere-at-g1")
	versions := func(workflows bool) int {
		var r answer.Register
		s.ask("p-admin", "register", nil, &r)
		if workflows {
			return len(r.Workflows)
		}
		return len(r.Versions)
	}
	t.Run("F08_boards_that_end_and_the_sign_offs_of_each_case_are_said_before_it_is_published", func(t *testing.T) {
		s := s.in(t)
		before := versions(false)
		s.as("p-admin").post(deskDocuments, url.Values{"source": {merged(s)}}).is(http.StatusOK).
			says("Nothing is published yet.", "South Operational Group ends. North Operational Group takes over from it.", "Case C-2026-0001",
				"South Operational Group would no longer be asked. North Operational Group is asked instead.")
		if got := versions(false); got != before {
			t.Errorf("got %d versions, want %d: looking has published", got, before)
		}
	})
	t.Run("a_workflow_says_of_each_case_whether_it_can_be_moved", func(t *testing.T) {
		s := s.in(t)
		d := s.as("p-admin").post(deskDocuments, url.Values{"source": {s.text("jc2.workflow.yaml")}}).is(http.StatusOK).
			says("Publishing changes no case by itself", "Case C-2026-0001, ", "cannot be moved yet")
		d.submit("/documents", nil).is(http.StatusOK).says("The document is published.", "Move cases to it")
		if got := versions(true); got != 2 {
			t.Errorf("got %d versions of workflows, want 2", got)
		}
	})
}

func TestDeskMigrate(t *testing.T) {
	s := westmere(t, "westmere")
	for id, title := range map[string]string{"M-1": "Play in the park", "M-2": "Speech and language", "M-3": "Short breaks"} {
		s.do("p-unit", "case.create", map[string]any{"case": id, "title": title, "summary": "In plain words.", "unit": "jcu", "sponsor": "wcc", "areas": "north,south", "outcome": "be_healthy",
			"classification": "partners", "tier": "targeted", "scale": "strategic", "route": "protocol"})
		s.do("p-unit", "case.submit", map[string]any{"case": id})
	}
	s.do("p-admin", "workflow.publish", map[string]any{"source": strings.Replace(s.text("jc2.workflow.yaml"), "2027-02-01", "2026-04-01", 1)})
	const at = deskDocuments + "/workflow/2/cases?id=joint-commissioning"
	t.Run("mistakes_lead_to_their_fields", func(t *testing.T) {
		d := s.in(t).as("p-admin").post(at, url.Values{}).is(http.StatusUnprocessableEntity)
		leads(d, "case")
		leads(d, "approved_by")
		leads(d, "minute")
	})
	t.Run("who_has_no_business_at_the_desk_moves_nothing", func(t *testing.T) {
		s := s.in(t)
		s.as("p-lead").get(at).is(http.StatusForbidden)
		s.as("ao-wcc").post(at, url.Values{}).is(http.StatusForbidden)
	})
	version := func(id string) int {
		var c answer.Case
		s.ask("p-unit", "case", answer.CaseArgs{Case: id}, &c)
		return c.State.WorkflowVersion
	}
	t.Run("each_is_tried_first_and_a_refusal_of_one_stops_no_other", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-admin")
		fields := url.Values{"case": {"M-1", "M-2"}, "approved_by": {"Executive"}, "minute": {"minute 3 of 1 December 2026"}}
		d := b.get(at).is(http.StatusOK).says("Case M-3").submit("id=joint-commissioning", fields).is(http.StatusOK).says("2 cases can be moved", "Nothing is moved yet.")
		if version("M-1") != 1 {
			t.Fatal("trying has moved a case")
		}
		s.do("po-wcc", "case.suspend", map[string]any{"case": "M-1", "reason": "An inspection."})
		d.submit("id=joint-commissioning", url.Values{"step": {"move"}}).is(http.StatusOK).says("1 case was moved", "Case M-1: it was not moved.", "Case M-2: it goes on under")
		left := b.get(at).is(http.StatusOK).text("main")
		for id, want := range map[string]bool{"M-1": true, "M-2": false, "M-3": true} {
			if got := strings.Contains(left, "Case "+id); got != want {
				t.Errorf("case %s is under the old version: got %t, want %t", id, got, want)
			}
		}
	})
}
