package web_test

import (
	"net/http"
	"testing"
)

// A board is asked once the gate has passed: it finds that on its work list, decides on the page as ever, and the case's pages say that
// nothing waits for it.
func TestDecideAfterTheGate(t *testing.T) {
	s := westmere(t, "westmere")
	s.do("p-admin", "workflow.publish", map[string]any{"source": `
api_version: comity/v1
kind: Workflow
metadata: {id: joint-commissioning, version: 2, effective_from: 2026-04-01}
stages: [{id: planning, name: Planning, exit: plan}, {id: delivery, name: Delivery, review_every: P1Y}, {id: review, name: Review, exit: end}]
gates:
  - id: plan
    name: Plan
    sign_offs:
      - {id: finance, order: 1, officer: {of: wcc, post: chief_finance_officer}, act: certify, delegable: false}
      - {id: board, order: 2, board: {id: wcb}, act: note, afterwards: true, deadline: P60D}
  - id: end
    name: End
    sign_offs: [{id: board, order: 1, board: {id: wcb}, act: decide, deadline: P20WD, on_lapse: {dispute: true}}]
`})
	s.do("p-unit", "case.create", map[string]any{"case": theCase, "title": "The year's plan", "sponsor": "wcc", "areas": []any{"north"}, "classification": "partners", "outcome": "be_healthy",
		"tier": "targeted", "scale": "locality", "route": "in_house"})
	s.do("p-unit", "case.submit", map[string]any{"case": theCase})
	s.do("p-unit", "case.request_gate", map[string]any{"case": theCase})
	s.as("p-lead").get(decideWCB).is(http.StatusNotFound)
	s.do("p-cfo", "signoff.certify", map[string]any{"case": theCase, "signoff": "finance"})
	s.settle()

	b := s.as("p-lead")
	b.get("/work").is(http.StatusOK).says("The year's plan")
	d := b.get(decideWCB).is(http.StatusOK).says("The year's plan", "is asked to note", "it is overdue, and asked as before")
	d.submit("/decide/wcb", approval).is(http.StatusOK).submit("/decide/wcb", toSend).is(http.StatusOK)
	for _, seat := range []string{"W2", "W3", "W5", "W6"} {
		s.do(holders[seat], "signoff.vote", map[string]any{"case": theCase, "signoff": "wcb", "seat": seat, "choice": "approve"})
	}
	s.settle()
	s.as("p-unit").get("/westmere/cases/" + theCase).is(http.StatusOK).says("Delivery")
	s.as("p-unit").get("/westmere/cases/" + theCase + "/signoffs").is(http.StatusOK).says("Noted")
}
