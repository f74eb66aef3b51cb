package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

const theMeeting = "/westmere/desk/meetings/wcb-2026-12-10"

func TestMeeting(t *testing.T) {
	s := westmere(t, "westmere-board")
	s.do("ao-ald", "deputy.name", map[string]any{"seat": "W5", "person": "p-police-2", "instrument": "letter of 1 December"})
	call := url.Values{"board": {"wcb"}, "starts-day": {"3"}, "starts-month": {"12"}, "starts-year": {"2026"}, "starts-time": {"14:00"}, "venue": {"County Hall"}}

	t.Run("a_meeting_is_called_with_the_notice_that_the_rules_ask_for", func(t *testing.T) {
		s := s.in(t)
		d := s.as("p-secretary").get("/westmere/desk/meetings").submit("/desk/meetings", nil).is(http.StatusUnprocessableEntity).
			says("Select which board meets", "Enter the day of the meeting", "Enter the time in hours and minutes")
		leads(d, "board", "starts", "starts-time")
		d = d.submit("/desk/meetings", call).is(http.StatusUnprocessableEntity).says("That gives 1 clear days’ notice, and the rules of this board ask for 5.")
		leads(d, "starts")
		d.submit("/desk/meetings", url.Values{"starts-day": {"10"}}).is(http.StatusOK).says("The meeting is called.", "10 December 2026 at 2:00pm", "County Hall", "Early help")
		s.as("p-secretary").get("/westmere/desk").says("10 December 2026 at 2:00pm", "1 item, and a quorum is possible.")
	})
	t.Run("an_officer_reads_and_is_offered_nothing", func(t *testing.T) {
		s := s.in(t)
		d := s.as("ao-wcc").get(theMeeting).is(http.StatusOK)
		if n := d.Find("main form").Length(); n != 0 {
			t.Errorf("got %d forms, want none", n)
		}
		s.as("ao-wcc").post(theMeeting+"/open", nil).is(http.StatusForbidden)
	})
	s.clock.set(time.Date(2026, 12, 10, 14, 1, 0, 0, time.UTC))
	t.Run("who_attends_is_recorded_and_the_quorum_follows", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-secretary")
		b.get(theMeeting).submit("/open", nil).is(http.StatusOK).says("The meeting is open.", "In session")
		d := b.get(theMeeting).submit("/attendance", url.Values{"present-W1": {"in_person"}, "present-W3": {"remote"}, "present-W5": {"in_person"}, "person-W5": {"p-police-2"}}).
			is(http.StatusOK).says("Who attends is recorded.", "With those who attend there is no quorum.")
		d = d.submit("/attendance", url.Values{"present-W2": {"in_person"}, "present-W6": {"in_person"}, "present-W4": {"apologies"}}).is(http.StatusOK).
			says("With those who attend there is a quorum.")
		if got := d.Find("#person-W5 option[selected]").AttrOr("value", ""); got != "p-police-2" {
			t.Errorf("got %q for W5, want its deputy", got)
		}
	})
	room := theMeeting + "/items/" + theCase + "/wcb"
	t.Run("the_room_is_recorded_in_one_form_and_a_refused_vote_stands_beside_its_seat", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-secretary")
		if b.get(theMeeting).Find(`a[href="`+room+`"]`).Length() != 1 {
			t.Fatal("the agenda does not lead to the form")
		}
		d := b.get(room).is(http.StatusOK).says("Record the votes", "Chief Inspector Nell Shaw")
		d = d.submit("/wcb", nil).is(http.StatusUnprocessableEntity).says("Enter the minute", "Enter the vote of at least one seat")
		leads(d, "minute", "votes")
		// The deputy of W5 is not the holder of W6: the vote that nobody of the seat gives is refused, and the others hold.
		d = d.submit("/wcb", url.Values{"minute": {"minute 7"}, "choice-W1": {"approve"}, "choice-W2": {"approve"}, "choice-W6": {"approve"}, "person-W6": {"p-cal"},
			"choice-W5": {"refuse"}, "reason-W5": {"Too late for this year."}}).is(http.StatusUnprocessableEntity).
			says("3 votes are recorded", "Brackenford District Council (W6): You do not hold this seat")
		leads(d, "choice-W6")
		if got := votesOn(s, "wcb"); len(got) != 3 || got["W5"] != "refuse" || got["W1"] != "approve" {
			t.Errorf("got %v", got)
		}
		d.says("Refuse, by Chief Inspector Nell Shaw")
	})
	t.Run("pressing_twice_records_each_vote_once", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-secretary")
		d := b.get(room)
		d.submit("/wcb", url.Values{"minute": {"minute 7"}, "choice-W3": {"approve"}}).is(http.StatusOK).says("1 vote is recorded")
		d.submit("/wcb", url.Values{"minute": {"minute 7"}, "choice-W3": {"approve"}})
		if got := votesOn(s, "wcb"); len(got) != 4 {
			t.Errorf("got %v, want four votes", got)
		}
	})
	t.Run("votes_beyond_the_certain_result_do_not_count_and_the_page_says_so", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-secretary")
		d := b.get(room).submit("/wcb", url.Values{"minute": {"minute 8"}, "choice-W4": {"approve"}, "choice-W6": {"approve"}, "choice-W7": {"approve"}, "choice-W8": {"approve"}, "choice-W9": {"approve"}}).
			is(http.StatusOK).says("With them the item was decided", "not count any more", "Decided at this meeting")
		if !strings.HasPrefix(d.Path, theMeeting) {
			t.Errorf("at %s", d.Path)
		}
		d.says("Approved", "votes for, 1 vote against")
		b.get(room).is(http.StatusNotFound)
	})
	t.Run("the_meeting_is_closed", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-secretary")
		b.get(theMeeting).submit("/close", nil).is(http.StatusOK).says("The meeting is closed.")
		b.get(theMeeting+"/pack").is(http.StatusOK).says("Decisions so far", "Approved", "In the room: Chief Inspector Nell Shaw")
	})
}

func TestThePackShowsWhatIsExemptOnlyToWhoMaySeeIt(t *testing.T) {
	s := westmere(t, "westmere-at-g1")
	const secret = "Purchase of Rose Cottage"
	s.do("p-secretary", "meeting.schedule", map[string]any{"meeting": "ogn-dec", "board": "ogn", "starts_at": "2026-12-17T14:00:00Z"})
	s.do("p-unit", "case.create", map[string]any{"case": "C-2026-0002", "title": secret, "summary": "Premises.", "sponsor": "wcc", "areas": []string{"north"},
		"classification": "exempt", "outcome": "be_healthy", "tier": "targeted", "scale": "strategic", "route": "grant"})
	s.do("p-unit", "commitment.offer", map[string]any{"case": "C-2026-0002", "organisation": "wcc", "amount": "£10,000"})
	s.do("p-unit", "case.submit", map[string]any{"case": "C-2026-0002"})
	for _, kind := range []string{"outcomes_link", "needs_analysis", "user_views", "equality_analysis", "resource_map", "area_impact"} {
		s.do("p-unit", "case.add_evidence", map[string]any{"case": "C-2026-0002", "type": kind})
	}
	s.do("p-unit", "case.request_gate", map[string]any{"case": "C-2026-0002"})
	pack := "/westmere/desk/meetings/ogn-dec/pack"
	d := s.as("p-secretary").get(pack).is(http.StatusOK).says("Part 1", "Part 2: exempt", secret, "Attendance")
	if d.Find("article").Length() != 2 || !d.Find("article").Last().HasClass("app-page-break") || !strings.Contains(d.Find("article").Last().Text(), secret) {
		t.Errorf("the exempt item is not last, on a page of its own: %s", d.text("main"))
	}
	for _, other := range []string{"p-admin", "ao-ald"} {
		if other == "ao-ald" {
			person(s, other, "An officer")
		}
		s.as(other).get(pack).is(http.StatusOK).says("Attendance").silent(secret, "Part 2", "C-2026-0002")
	}
}
