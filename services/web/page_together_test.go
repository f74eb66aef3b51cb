package web_test

import (
	"net/http"
	"net/url"
	"testing"
)

// TestTogether decides two cases in one go: Asha Patel's second case comes to the board beside the first.
func TestTogether(t *testing.T) {
	s := westmere(t, "westmere-board")
	const other = "C-2026-0002"
	s.do("p-unit", "case.create", map[string]any{"case": other, "title": "A shared nursery bus", "summary": "One bus for two districts.", "sponsor": "wcc", "areas": []string{"north"},
		"classification": "exempt", "outcome": "be_healthy", "tier": "targeted", "scale": "strategic", "route": "grant"})
	s.do("p-unit", "commitment.offer", map[string]any{"case": other, "organisation": "wcc", "amount": "£10,000"})
	s.do("p-unit", "case.submit", map[string]any{"case": other})
	for _, kind := range []string{"outcomes_link", "needs_analysis", "user_views", "equality_analysis", "resource_map", "area_impact"} {
		s.do("p-unit", "case.add_evidence", map[string]any{"case": other, "type": kind})
	}
	s.do("p-unit", "case.request_gate", map[string]any{"case": other})
	for _, seat := range []string{"N1", "N2"} {
		s.do(holders[seat], "signoff.vote", map[string]any{"case": other, "signoff": "ogn", "seat": seat, "choice": "approve"})
	}
	for _, seat := range []string{"E1", "E2", "E3"} {
		s.do(holders[seat], "signoff.vote", map[string]any{"case": other, "signoff": "jce", "seat": seat, "choice": "approve"})
	}
	first, second := "westmere/"+theCase+"/wcb", "westmere/"+other+"/wcb"
	chosen := "/work/decide?" + url.Values{"item": {first, second, "westmere/C-2026-0099/wcb", "elsewhere/C-2026-0001/wcb"}}.Encode()
	field := func(name, of string) string { return name + "-westmere-" + of + "-wcb" }

	t.Run("my_work_offers_to_decide_several_and_asks_for_a_choice", func(t *testing.T) {
		b := s.in(t).as("p-lead")
		d := b.get("/work").is(http.StatusOK).says("choose several", "A shared nursery bus", "Decide the chosen ones together")
		if got := d.Find(`input[name="item"]`).Length(); got != 2 {
			t.Errorf("got %d to choose from, want 2", got)
		}
		leads(b.get("/work/decide").is(http.StatusUnprocessableEntity), "together")
	})
	t.Run("each_is_shown_with_its_own_choice_and_what_cannot_be_decided_is_said", func(t *testing.T) {
		b := s.in(t).as("p-lead")
		d := b.get(chosen).is(http.StatusOK).says("One bus for two districts.", "£10,000 in all", "£300,000 in all", "Leave it for now", "This is not a case that you can decide.")
		d.submit("/work/decide", nil).is(http.StatusUnprocessableEntity).says("Decide at least one of the cases")
		leads(d.submit("/work/decide", url.Values{field("choice", other): {"perhaps"}}).is(http.StatusUnprocessableEntity), field("choice", other))
	})
	t.Run("a_refused_one_stops_no_other_and_twice_is_once", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-lead")
		check := b.get(chosen).submit("/work/decide", url.Values{field("choice", theCase): {"approve"}, field("choice", other): {"refuse"}, field("reason", other): {"A bus is too small."}})
		check.is(http.StatusOK).says("Check your answers", "A bus is too small.", "Approve", "Refuse")
		if got := votesOn(s, "wcb"); len(got) != 0 {
			t.Fatalf("got votes %v before anything was sent", got)
		}
		s.do("p-lead", "signoff.vote", map[string]any{"case": theCase, "signoff": "wcb", "seat": "W1", "choice": "abstain"})
		done := check.submit("/work/decide", toSend).is(http.StatusOK)
		done.says("What came of your decisions", "Not counted", "A vote has been given for this seat already.", "Recorded", "You voted to refuse for Westmere County Council", "0 votes for, 1 vote against")
		check.submit("/work/decide", toSend).is(http.StatusOK).says("You voted to refuse for Westmere County Council", "0 votes for, 1 vote against")
		if got := votesOn(s, "wcb"); got["W1"] != "abstain" {
			t.Errorf("got votes %v, want the abstention given before", got)
		}
		b.get("/work").says("Nothing waits for you")
	})
	t.Run("who_stands_aside_cannot_see_an_exempt_case_any_more", func(t *testing.T) {
		s := s.in(t)
		person(s, "p-cal", "Councillor Ben Frost")
		b, address := s.as("p-cal"), "/westmere/cases/"+other+"/decide/wcb"
		aside := url.Values{"interest": {"yes"}, "interest_kind": {"pecuniary"}, "nature": {"I sell buses."}}
		done := b.get(address).says("A shared nursery bus").submit("/decide/wcb", aside).is(http.StatusOK).submit("/decide/wcb", toSend).is(http.StatusOK)
		done.says("Your answer is recorded", "You stand aside on this item").silent("nursery bus", "£10,000")
		b.get(address).is(http.StatusOK).says("You stand aside on this item", "You cannot see its papers.").silent("nursery bus", "£10,000", `id="answer"`)
		b.get(chosen).is(http.StatusOK).says("Case "+other, "You stand aside").silent("nursery bus")
	})
	t.Run("one_that_has_changed_is_asked_again", func(t *testing.T) {
		s := s.in(t)
		d := s.as("p-ald").get(chosen)
		s.do("p-unit", "case.amend", map[string]any{"case": other, "title": "A shared nursery van"})
		s.do("p-unit", "case.request_gate", map[string]any{"case": other})
		d = d.submit("/work/decide", url.Values{field("choice", theCase): {"approve"}, field("choice", other): {"approve"}})
		d.is(http.StatusOK).says("Check your answers", "A shared nursery van: Others are asked first").silent("nursery bus")
		d.submit("/work/decide", toSend).is(http.StatusOK).says("You voted to approve for Alderwick District Council")
		if got := votesOn(s, "wcb"); got["W5"] != "approve" {
			t.Errorf("got votes %v, want one by W5", got)
		}
	})
}
