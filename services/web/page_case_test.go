package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
)

func TestCase(t *testing.T) {
	s := westmere(t, "westmere-at-g1")
	s.do("p-n1", "signoff.vote", map[string]any{"case": "C-2026-0001", "signoff": "ogn", "seat": "N1", "choice": "approve", "reason": "It is needed."})
	done := s.do("p-n2", "signoff.declare_interest", map[string]any{"case": "C-2026-0001", "signoff": "ogn", "seat": "N2", "interest": "provider", "nature": "My sister works there."})
	base, seen := "/westmere/cases/C-2026-0001", fmt.Sprintf("?seen=%d", done.Seq)

	t.Run("it_opens_on_where_it_is_what_it_waits_for_and_what_you_can_do", func(t *testing.T) {
		s := s.in(t)
		d := s.as("p-unit").get(base+seen).is(http.StatusOK).says("Where it is", "What it waits for", "What you can do", "Needs assessment: waiting for decisions",
			"As Joint Commissioning Unit", "Withdraw the case", "£300,000, of which £0 is confirmed")
		for _, want := range []string{base + "/signoffs", base + "/resources", base + "/evidence", base + "/dates", base + "/history", base + "/records", base + "/what-if"} {
			if d.Find(`nav a[href="`+want+`"]`).Length() != 1 {
				t.Errorf("there is no way to %s", want)
			}
		}
		plainPage(t, d)
	})
	t.Run("every_seat_stands_under_its_sign_off", func(t *testing.T) {
		s := s.in(t)
		d := s.as("p-unit").get(base+"/signoffs").is(http.StatusOK).says("North Operational Group", "Every seat: North Operational Group", "It is needed.", "Stands aside", "Not yet",
			"Declared an interest", "My sister works there.")
		plainPage(t, d)
		s.as("p-police").get(base+"/signoffs").says("Every seat", "Declared an interest")
		s.as("p-admin").get(base+"/signoffs").says("How each seat voted is for the boards to see").silent("It is needed.", "My sister")
	})
	t.Run("resources_add_up_and_amounts_are_for_the_boards", func(t *testing.T) {
		s := s.in(t)
		d := s.as("p-unit").get(base+"/resources").is(http.StatusOK).says("What each organisation puts in", "£300,000", "All staff time", "0.5", "Aligned 100%", "never added together")
		if d.Find("svg[role=img]").Length() != 1 || d.text("figure table caption") == "" {
			t.Error("the bar has no table of the same")
		}
		plainPage(t, d)
		s.as("p-admin").get(base+"/resources").says("How much each puts in is for the boards to see", "Staff time").silent("£150,000", "£300,000")
	})
	t.Run("evidence_says_what_the_gate_asks_for_and_what_is_there", func(t *testing.T) {
		s := s.in(t)
		d := s.as("p-unit").get(base+"/evidence").is(http.StatusOK).says("What the gate “Needs” asks for", "Needs analysis", "There", "If you have it", "Voted on now")
		if d.Find(`a[href="`+base+`/evidence/add"]`).Length() != 1 {
			t.Error("the unit cannot add evidence")
		}
		if s.as("p-lead").get(base+"/evidence").Find(`a[href="`+base+`/evidence/add"]`).Length() != 0 {
			t.Error("a board member may add evidence")
		}
		plainPage(t, d)
	})
	t.Run("dates_and_history_are_in_words", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-unit")
		plainPage(t, b.get(base+"/dates").is(http.StatusOK).says("Nothing is decided yet", "North Operational Group is to decide", "End of Tuesday 15 December 2026"))
		d := b.get(base+"/history").is(http.StatusOK).says("Asha Patel drafts “Early help for families under five”.", "votes to approve for", "on North Operational Group. “It is needed.”",
			"Gate G1 (Needs) is requested", "offers £150,000", "Technical details")
		plainPage(t, d)
		if first := d.text("ol.app-timeline > li:first-child h2"); !strings.Contains(first, "declares an interest") {
			t.Errorf("the newest is %q", first)
		}
		s.as("p-admin").get(base+"/history").says("A vote is cast on North Operational Group.").silent("It is needed.", "£150,000", "Technical details")
	})
	t.Run("F82_the_lifecycle_is_a_picture_and_a_list_of_nine_steps", func(t *testing.T) {
		s := s.in(t)
		d := s.as("p-unit").get(base+"/lifecycle").is(http.StatusOK).says("Needs assessment: the case is here", "“Needs”, where the case is now", "Procurement: to come", "Assess needs")
		if d.Find(".app-lifecycle svg .node.now").Length() != 2 || d.Find(".app-steps__now").Length() != 3 || d.Find(".app-steps > li").Length() != 9 {
			t.Errorf("the picture marks %d, the steps %d", d.Find(".node.now").Length(), d.Find(".app-steps__now").Length())
		}
		plainPage(t, d)
	})
	t.Run("what_if_shows_what_would_follow_and_writes_nothing", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-unit")
		b.get(base + "/what-if").is(http.StatusOK).says("Nothing is written")
		d := b.get(base+"/what-if?asked=yes&act=vote+ogn+N3&choice=approve").is(http.StatusOK).says("Nothing of this has happened", "votes to approve for")
		plainPage(t, d)
		d = b.get(base+"/what-if?asked=yes&on-day=1&on-month=3&on-year=2027").is(http.StatusOK).says("What would follow", "By the passing of time", "Where the case would be then", "in dispute")
		plainPage(t, d)
		b.get(base + "/what-if?asked=yes").says("Enter a day to come")
		b.get(base + "/what-if?asked=yes&act=vote+ogn+W1").says("Select something from the list")
		b.get(base + "/what-if?asked=yes&on-day=31&on-month=2&on-year=2027").says("Enter a real day")
		s.as("p-admin").get(base + "/what-if").says("Only those who may see the votes")
		if got := b.get(base + "/signoffs").text("tbody"); strings.Count(got, "Approve") != 1 {
			t.Errorf("something was written: %s", got)
		}
	})
	t.Run("who_stands_aside_does_not_open_an_exempt_case_and_learns_why", func(t *testing.T) {
		s := s.in(t)
		const id = "C-2026-0077"
		s.do("p-unit", "case.create", map[string]any{"case": id, "title": "Exempt matter", "summary": "Behind closed doors.", "sponsor": "wcc", "areas": "north",
			"classification": "exempt", "outcome": "be_healthy", "tier": "targeted", "scale": "strategic", "route": "contract", "regime": "pa2023"})
		s.do("p-unit", "case.submit", map[string]any{"case": id})
		for _, e := range []string{"outcomes_link", "needs_analysis", "user_views", "equality_analysis", "resource_map", "area_impact"} {
			s.do("p-unit", "case.add_evidence", map[string]any{"case": id, "type": e})
		}
		asked := s.do("p-unit", "case.request_gate", map[string]any{"case": id})
		address := "/westmere/cases/" + id
		s.as("p-n2").get(fmt.Sprintf("%s?seen=%d", address, asked.Seq)).says("Exempt matter", "Behind closed doors.", "What you can do", "Read the papers and vote")
		aside := s.do("p-n2", "signoff.declare_interest", map[string]any{"case": id, "signoff": "ogn", "seat": "N2", "interest": "provider"})
		b := s.as("p-n2")
		b.get(fmt.Sprintf("%s?seen=%d", address, aside.Seq)).says("You see where this case is", "stands aside", "Needs assessment").silent("Exempt matter", "Behind closed doors.")
		for _, tab := range []string{"/signoffs", "/resources", "/evidence", "/history", "/what-if?asked=yes&act=vote+ogn+N1"} {
			b.get(address+tab).silent("Exempt matter", "Behind closed doors.", "Every seat")
		}
		b.get("/westmere/cases?text=doors").silent("Exempt matter", "Behind")
		b.get("/westmere/cases.csv").silent("Exempt matter")
	})
}

// engineWord is a code, a UUID or a digest.
var engineWord = regexp.MustCompile(`\b[a-z]+_[a-z_]+\b|[0-9a-f]{8}-[0-9a-f]{4}-|sha256:`)

// plainPage fails the test where a page shows an engine's word outside its folded details.
func plainPage(t *testing.T, p *page) {
	t.Helper()
	main := p.Find("main").Clone()
	main.Find("details.app-details").Remove()
	text := main.Text()
	if found := engineWord.FindString(text); found != "" {
		at := strings.Index(text, found)
		t.Errorf("%s says %q: …%s…", p.Path, found, text[max(0, at-60):min(len(text), at+60)])
	}
	main.Find("table").Each(func(_ int, s *goquery.Selection) {
		if s.Find("caption").Length() != 1 || s.Find("th:not([scope])").Length() != 0 {
			t.Errorf("%s has a table without caption or scopes: %s", p.Path, s.Text())
		}
	})
	if n := p.Find("h1").Length(); n != 1 {
		t.Errorf("%s has %d h1", p.Path, n)
	}
}

func TestF28_a_decision_has_its_record_with_papers_tally_and_dates(t *testing.T) {
	s := westmere(t, "westmere-at-g2")
	b := s.as("p-unit")
	base := "/westmere/cases/C-2026-0001"
	d := b.get(base+"/records").is(http.StatusOK).says("Needs", "Passed")
	d = b.get(d.Find("tbody a").AttrOr("href", "")).is(http.StatusOK).says("Decision record: Needs", "Decided on", "Takes effect on", "for, 0 against", "On which papers", "Needs analysis")
	plainPage(t, d)
	s.as("p-admin").get(base + "/records/G1/1").says("How each seat voted is for the boards to see").silent("0 against")
	b.get(base + "/records/G1/9").is(http.StatusNotFound)
	plainPage(t, b.get(base+"/signoffs").says("Earlier rounds"))
	plainPage(t, b.get(base+"/resources").says("Consents asked for at the present gate", "Asked for"))
	d = b.get(base+"/what-if?asked=yes&act=consent+pol&choice=approve").says("Westmere Police decides to put in", "has decided to commit")
	plainPage(t, d)
}

func TestActs(t *testing.T) {
	s := westmere(t, "westmere-at-g1")
	base := "/westmere/cases/C-2026-0001"
	b := s.as("p-unit")
	t.Run("what_is_missing_is_said_beside_its_field", func(t *testing.T) {
		b.s = s.in(t)
		d := b.get(base+"/act/case.withdraw").is(http.StatusOK).says("Withdraw the case", "You do this as: Joint Commissioning Unit").submit("/act/case.withdraw", nil)
		d.is(http.StatusUnprocessableEntity).says("There is a problem", "Enter why")
		if d.Find(`.govuk-error-summary a[href="#reason"]`).Length() != 1 || d.Find("#reason").Length() != 1 {
			t.Error("the summary does not lead to the field")
		}
	})
	t.Run("answers_are_shown_to_be_checked_and_can_be_changed", func(t *testing.T) {
		b.s = s.in(t)
		check := b.get(base+"/act/case.withdraw").submit("/act/case.withdraw", url.Values{"reason": {"Not wanted."}}).says("Check your answers", "Not wanted.")
		if got := check.submit("/act/case.withdraw", url.Values{"step": {"change"}}).text("#reason"); got != "Not wanted." {
			t.Errorf("the form has %q", got)
		}
	})
	t.Run("a_case_that_has_changed_says_so_and_asks_again", func(t *testing.T) {
		b.s = s.in(t)
		check := b.get(base+"/act/case.withdraw").submit("/act/case.withdraw", url.Values{"reason": {"Not wanted."}})
		s.do("p-n1", "signoff.vote", map[string]any{"case": "C-2026-0001", "signoff": "ogn", "seat": "N1", "choice": "approve"})
		again := check.submit("/act/case.withdraw", url.Values{"step": {"do"}}).is(http.StatusUnprocessableEntity).says("This case has changed since you opened the page")
		if got := again.text("#reason"); got != "Not wanted." {
			t.Errorf("the form has lost what was written: %q", got)
		}
		again.submit("/act/case.withdraw", nil).says("Check your answers").submit("/act/case.withdraw", url.Values{"step": {"do"}}).
			is(http.StatusOK).says("The case has been withdrawn.", "Closed", "Withdrawn")
	})
	t.Run("what_cannot_be_done_any_more_says_so", func(t *testing.T) {
		b.s = s.in(t)
		b.get(base+"/act/case.withdraw").is(http.StatusForbidden).says("You cannot do this on the case as it stands now", "Go to the case")
		b.get(base + "/act/case.create").is(http.StatusNotFound)
		b.get(base + "/act/case.tick").is(http.StatusNotFound)
	})
}

func TestActsOfOthers(t *testing.T) {
	s := westmere(t, "westmere-at-g1")
	base := "/westmere/cases/C-2026-0001"
	s.clock.set(time.Date(2026, 12, 2, 9, 0, 0, 0, time.UTC))
	t.Run("the_secretary_must_cite_the_minute", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-secretary")
		form := b.get(base+"/act/case.return?signoff=ogn").is(http.StatusOK).says("Send the case back for more work", "Secretariat of")
		answers := url.Values{"reasons": {"Count the families\r\nAsk the schools"}, "signoff": {"ogn"}}
		form.submit("/act/case.return", answers).is(http.StatusUnprocessableEntity).says("Enter the minute")
		answers.Set("minute", "ogn 2026-12-02 min 3")
		form.submit("/act/case.return", answers).is(http.StatusOK).says("Check your answers", "North Operational Group", "Count the families").
			submit("/act/case.return", url.Values{"step": {"do"}}).says("The case has been sent back.", "What must be done before it is asked for again", "Ask the schools")
	})
	t.Run("an_accountable_officer_suspends_and_lifts", func(t *testing.T) {
		s := s.in(t)
		b := s.as("ao-wcc")
		b.get(base+"/act/case.suspend").submit("/act/case.suspend", url.Values{"reason": {"An inspection."}}).
			submit("/act/case.suspend", url.Values{"step": {"do"}}).says("The case is suspended.", "Needs assessment: suspended", "Lift the suspension")
		b.get(base+"/act/case.lift").submit("/act/case.lift", url.Values{"reason": {"It is over."}}).
			submit("/act/case.lift", url.Values{"step": {"do"}}).says("The suspension has been lifted.")
	})
	t.Run("a_target_gets_a_name_of_its_own_and_is_measured", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-unit")
		b.get(base+"/act/target.set").submit("/act/target.set", url.Values{"indicator": {"Families helped, in per cent"}, "value": {"lots"},
			"due_on-day": {"1"}, "due_on-month": {"4"}, "due_on-year": {"2028"}}).submit("/act/target.set", url.Values{"step": {"do"}}).
			is(http.StatusUnprocessableEntity).says("There is a problem")
		b.get(base+"/act/target.set").submit("/act/target.set", url.Values{"indicator": {"Families helped, in per cent"}, "value": {"80"},
			"due_on-day": {"1"}, "due_on-month": {"4"}, "due_on-year": {"2028"}}).says("Check your answers", "1 April 2028").
			submit("/act/target.set", url.Values{"step": {"do"}}).says("The target is set.", "at least 80", "1 April 2028")
	})
}
