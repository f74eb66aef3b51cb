package web_test

import (
	"net/http"
	"net/url"
	"testing"
)

func TestF05_the_reports_of_boards_are_a_page_and_nobody_owes_one_unless_the_document_says_so(t *testing.T) {
	s := westmere(t, "westmere-at-g2")
	s.in(t).as("p-lead").get("/westmere/reports").is(http.StatusOK).says("Reports", "No board owes a report.").silent("Record a report")
	s.in(t).as("p-stranger").get("/westmere/reports").is(http.StatusNotFound)
}

func TestF05_who_presides_or_keeps_the_papers_records_a_boards_report_on_the_page(t *testing.T) {
	s := westmere(t, "westmere-at-g2")
	s.do("p-admin", "partnership.publish", map[string]any{"source": s.text("westmere-reporting.governance.yaml")})
	const at = "/westmere/reports"
	if d := s.as("p-lead").get(at).is(http.StatusOK).says("Joint Commissioning Executive", "1 December 2026 to 31 December 2026", "8 January 2027"); d.Find("main form").Length() != 0 {
		t.Error("who neither presides at the executive nor keeps its papers records no report of it")
	}
	d := s.as("p-secretary").get(at).is(http.StatusOK).says("Record a report")
	d.submit(at, url.Values{"report": {"jce 2026-12-01"}}).is(http.StatusUnprocessableEntity).says("Enter what the board reports")
	d.submit(at, url.Values{"report": {"jce 2026-12-01"}, "summary": {"Two plans approved, one award late."}}).is(http.StatusOK).
		says("The report is recorded.", "Two plans approved, one award late.", "Reported on 1 December 2026")
}
