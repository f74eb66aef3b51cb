package web_test

import (
	"net/http"
	"testing"
	"time"
)

func TestWork(t *testing.T) {
	s := westmere(t, "westmere-board")
	s.do("ao-pol", "deputy.name", map[string]any{"seat": "W4", "person": "p-police-2", "from": "2026-09-01", "until": "2027-08-31", "instrument": "Chief officer group 2026-08-20 item 4"})
	t.Run("what_waits_is_said_with_its_deadline_and_as_whom", func(t *testing.T) {
		d := s.in(t).as("p-lead").get("/work").is(http.StatusOK)
		d.says("My work", "Early help for families under five", "Westmere Children's Partnership Board is to approve", "for Westmere County Council",
			"Westmere Children's Partnership", "After that,")
		if got := d.Find(`a[href="/westmere/cases/C-2026-0001/decide/wcb"]`).Length(); got != 1 {
			t.Errorf("got %d links to decide, want 1", got)
		}
		d.silent("signoff:", "joint-commissioning", "p-lead", "Choose this one")
	})
	t.Run("a_deputy_is_told_for_whom", func(t *testing.T) {
		d := s.in(t).as("p-police-2").get("/work").is(http.StatusOK)
		d.says("for Westmere Police, as deputy for Superintendent Tom Barker", "Cover", "31 August 2027")
		if d.Find("details#acting caption").Length() == 0 {
			t.Error("the page does not list the seats that the person may act for")
		}
	})
	t.Run("somebody_for_whom_nothing_waits_is_told_so_calmly", func(t *testing.T) {
		s := s.in(t)
		person(s, "p-n1", "Nadia Okoro")
		s.as("p-n1").get("/work").is(http.StatusOK).says("Nothing waits for you", "Alderwick District Council")
	})
	t.Run("who_has_no_part_in_any_partnership_is_told_so", func(t *testing.T) {
		s := s.in(t)
		person(s, "p-nobody", "Somebody Else")
		s.as("p-nobody").get("/work").is(http.StatusOK).says("You hold no seat and no post")
	})
	t.Run("what_is_late_comes_first_and_what_is_near_after_it", func(t *testing.T) {
		s := s.in(t)
		if got := s.as("p-lead").get("/work").text("h2#later,h2#week"); got == "" {
			t.Error("the vote is neither due this week nor later")
		}
		var in struct {
			Items []struct {
				Until time.Time `json:"until"`
			} `json:"items"`
		}
		s.ask("p-lead", "inbox", nil, &in)
		s.clock.set(in.Items[0].Until.Add(-48 * time.Hour))
		defer s.clock.set(time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC))
		if got := s.as("p-lead").get("/work").text("h2#week"); got == "" {
			t.Error("a vote due in two days is not under This week")
		}
	})
	t.Run("a_vote_recorded_in_the_room_is_for_information", func(t *testing.T) {
		s := s.in(t)
		s.do("p-secretary", "meeting.schedule", map[string]any{"meeting": "wcb-dec", "board": "wcb", "starts_at": "2026-12-10T14:00:00Z", "venue": "County Hall"})
		s.clock.set(time.Date(2026, 12, 10, 14, 0, 0, 0, time.UTC))
		s.do("p-secretary", "meeting.open", map[string]any{"meeting": "wcb-dec"})
		s.do("p-secretary", "signoff.record_vote", map[string]any{"case": theCase, "signoff": "wcb", "seat": "W4", "choice": "approve", "meeting": "wcb-dec", "minute": "item 4"})
		d := s.as("p-police").get("/work").is(http.StatusOK).says("Nothing waits for you", "For your information", "The secretariat recorded your vote in the room.", "for Westmere Police")
		if d.Find("#together").Length() != 0 {
			t.Error("what is only for information is offered as something to do")
		}
		s.as("p-police").get(decideWCB).is(http.StatusOK).says("The secretariat recorded that you voted to approve for Westmere Police")
	})
}
