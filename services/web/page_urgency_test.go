package web_test

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// beds creates a small case of a classification and takes it to the strategic board, which the chair decides urgently.
func beds(s *site, id, title, classification string) {
	s.t.Helper()
	s.do("p-unit", "case.create", map[string]any{"case": id, "title": title, "summary": "Six beds.", "sponsor": "wcc", "areas": []string{"north"}, "classification": classification, "outcome": "be_healthy",
		"tier": "targeted", "scale": "strategic", "route": "contract", "regime": "pa2023"})
	s.do("p-unit", "commitment.offer", map[string]any{"case": id, "organisation": "wcc", "amount": "£70,000"})
	s.do("p-unit", "case.submit", map[string]any{"case": id})
	for _, kind := range []string{"outcomes_link", "needs_analysis", "user_views", "equality_analysis", "resource_map", "area_impact"} {
		s.do("p-unit", "case.add_evidence", map[string]any{"case": id, "type": kind})
	}
	s.do("p-unit", "case.request_gate", map[string]any{"case": id})
	for _, v := range [][3]string{{"p-n1", "ogn", "N1"}, {"p-n2", "ogn", "N2"}, {"p-dcs", "jce", "E1"}, {"p-cfo", "jce", "E2"}, {"p-icb-fin", "jce", "E3"}} {
		s.do(v[0], "signoff.vote", map[string]any{"case": id, "signoff": v[1], "seat": v[2], "choice": "approve"})
	}
	s.do("p-icb", "signoff.concur", map[string]any{"case": id, "signoff": "wcb", "seat": "W3"})
	s.do("p-lead", "signoff.decide_urgently", map[string]any{"case": id, "signoff": "wcb", "seat": "W1", "reason": "The grant lapses on Friday."})
}

func TestUrgencyRegister(t *testing.T) {
	s := westmere(t, "westmere")
	s.in(t).as("p-lead").get("/westmere/urgency").is(http.StatusOK).says("No urgent route was used.")
	beds(s, "U1", "Winter beds", "partners")
	beds(s, "U2", "A home in Elm Road", "exempt")
	s.settle()
	d := s.as("p-lead").get("/westmere/urgency").is(http.StatusOK).says("Winter beds", "A home in Elm Road", "The grant lapses on Friday.", "Councillor Margaret Hale", "Dr Ruth Lindqvist",
		"£70,000", "£150,000", "1 December 2026", "Waits for the board")
	legible(t, "p-lead", "/westmere/urgency", d)
	d = s.as("p-admin").get("/westmere/urgency?year=2026-27&body=wcb").is(http.StatusOK).says("Winter beds", "Case U2", "Westmere Children's Partnership Board").silent("Elm Road", "The grant lapses", "£70,000")
	legible(t, "p-admin", "/westmere/urgency", d)
	s.as("p-lead").get("/westmere/urgency?body=jce").is(http.StatusOK).says("No urgent route was used.")
	s.as("p-lead").get("/westmere/dashboard").says("Urgent routes used this financial year")
	s.as("p-lead").get("/westmere/registers").says("Register of urgency")
	got := s.as("p-admin").get("/westmere/urgency.csv").is(http.StatusOK)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(got.Body, "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("got %d rows, %v", len(rows), err)
	}
	if r := rows[2]; r[4] != "U2" || r[5] != "" || r[9] != "" || r[12] != "2026-12-01" || r[13] != "2026-12-01" {
		t.Errorf("of the exempt case: got %q", r)
	}
}

// An urgent decision is ratified where the board's other business is: on its page, its agenda, in its pack and in the room.
func TestRatificationAtAMeeting(t *testing.T) {
	s := westmere(t, "westmere")
	beds(s, "U1", "Winter beds", "partners")
	s.do("p-secretary", "meeting.schedule", map[string]any{"meeting": "wcb-dec", "board": "wcb", "starts_at": "2026-12-10T14:00:00Z"})
	const meeting = "/westmere/desk/meetings/wcb-dec"
	s.as("p-lead").get("/westmere/boards/wcb").is(http.StatusOK).says("Winter beds", "Say whether the urgent decision stands", "Saturday 30 January 2027", "Alderwick")
	b := s.as("p-secretary")
	b.get("/westmere/desk").says("Winter beds", "to be ratified", "Councillor Josie Crane").silent("Everybody who can has answered").
		submit("/chase", nil).says("Reminded by e-mail: ")
	b.get(meeting + "/pack").is(http.StatusOK).says("whether the urgent decision stands")
	s.clock.set(time.Date(2026, 12, 10, 14, 1, 0, 0, time.UTC))
	b = s.as("p-secretary")
	b.get(meeting).says("Whether the urgent decision stands").submit("/open", nil).is(http.StatusOK)
	room := meeting + "/items/U1/ratify-G1-wcb"
	if b.get(meeting).Find(`a[href="`+room+`"]`).Length() != 1 {
		t.Fatal("the agenda does not lead to the form")
	}
	d := b.get(room).is(http.StatusOK).says("whether the urgent decision stands on", "The grant lapses on Friday.", "It does not stand").silent("Conditions (optional)", "Send the case back")
	legible(t, "p-secretary", room, d)
	d = d.submit("/ratify-G1-wcb", url.Values{"minute": {"minute 3"}, "choice-W1": {"approve"}, "choice-W3": {"approve"}, "choice-W5": {"refuse"}}).is(http.StatusOK).says("3 votes are recorded", "It does not stand, by")
	d.submit("/ratify-G1-wcb", url.Values{"minute": {"minute 3"}, "choice-W2": {"approve"}, "choice-W6": {"approve"}, "choice-W7": {"approve"}, "choice-W8": {"approve"}}).is(http.StatusOK).says("With them the item was decided")
	s.as("p-lead").get("/westmere/urgency").says("Ratified on 10 December 2026")
	b.get(room).is(http.StatusNotFound)
}

// What a person does on a decision that waits for ratification leads to a form of its own, which names the gate.
func TestRatificationLinksLeadToAForm(t *testing.T) {
	s := westmere(t, "westmere")
	beds(s, "U1", "Winter beds", "partners")
	d := s.as("p-ald").get("/westmere/cases/U1").is(http.StatusOK)
	if d.Find(`a[href*="decide/wcb"]`).Length() > 0 {
		t.Errorf("a link leads to the page of a decision that is taken: %s", d.text("main"))
	}
	d = s.as("p-ald").get("/westmere/cases/U1/act/signoff.declare_interest?gate=G1&seat=W5&signoff=wcb").is(http.StatusOK).says("Declare an interest in this item", "A financial interest")
	legible(t, "p-ald", "declare", d)
	s.as("p-ald").get("/work").is(http.StatusOK).says("Vote on whether it stands")
}
