package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"comity/services/outbox"
)

// chases are the reminders that the secretariat has sent.
func chases(s *site) (out []outbox.Mail) {
	for _, m := range s.mails() {
		if m.Reason == "chase" {
			out = append(out, m)
		}
	}
	return out
}

func TestDesk(t *testing.T) {
	s := westmere(t, "westmere-board")
	votes(s, "wcb", "approve", "W1")
	remind := "/westmere/desk/chase"

	t.Run("who_has_not_answered_is_named_and_the_quorum_reckoned", func(t *testing.T) {
		s := s.in(t)
		d := s.as("p-secretary").get("/westmere/desk").is(http.StatusOK).
			says("Waiting for answers", "Westmere Children's Partnership Board", "Superintendent Tom Barker (W4)", "1 seat has voted, 5 are needed.", "No meeting is called.")
		if d.Find("caption").FilterFunction(func(_ int, c *goquery.Selection) bool { return strings.Contains(c.Text(), "who has not answered") }).Length() != 1 {
			t.Error("the table has no caption that says what it is")
		}
		d.silent("Councillor Margaret Hale (W1)")
	})
	t.Run("a_reminder_goes_to_each_once_a_day", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-secretary")
		before := len(chases(s))
		b.get("/westmere/desk").submit(remind, nil).is(http.StatusOK).says("Reminded by e-mail", "Superintendent Tom Barker", "Reminded on 1 December 2026 at 9:00am")
		sent := chases(s)
		if len(sent)-before != 8 {
			t.Fatalf("got %d mails, want one for each of the eight seats that have not voted", len(sent)-before)
		}
		b.get("/westmere/desk").submit(remind, nil).says("Reminded earlier today already")
		if again := chases(s); len(again) != len(sent) {
			t.Errorf("got %d mails after the second press, want %d", len(again), len(sent))
		}
		m := sent[0]
		if strings.Contains(m.Subject, "North Westmere") || !strings.Contains(m.Subject, "C-2026-0001") || !strings.Contains(m.Text, s.url+"/westmere/cases/C-2026-0001/decide/wcb") {
			t.Errorf("got subject %q and text %q", m.Subject, m.Text)
		}
		s.clock.set(s.clock.Now().Add(24 * time.Hour))
		s.as("p-secretary").get("/westmere/desk").submit(remind, nil).says("Reminded on 2 December 2026")
		if next := chases(s); len(next) != 2*len(sent) {
			t.Errorf("got %d mails the day after, want %d", len(next), 2*len(sent))
		}
	})
	t.Run("only_the_secretary_of_the_board_reminds", func(t *testing.T) {
		s := s.in(t)
		d := s.as("ao-wcc").get("/westmere/desk").is(http.StatusOK)
		if d.Find(`form[action$="/chase"]`).Length() != 0 {
			t.Error("an officer is offered to remind")
		}
		before := len(chases(s))
		s.as("ao-wcc").post(remind, url.Values{"board": {"wcb"}, "case": {theCase}, "signoff": {"wcb"}}).is(http.StatusForbidden)
		if len(chases(s)) != before {
			t.Error("a reminder went out")
		}
	})
	t.Run("members_units_and_strangers_have_no_desk", func(t *testing.T) {
		s := s.in(t)
		s.as("p-lead").get("/westmere/desk").is(http.StatusForbidden)
		s.as("p-unit").get("/westmere/desk").is(http.StatusForbidden)
		s.as("p-stranger").get("/westmere/desk").is(http.StatusNotFound)
	})
	t.Run("what_could_not_be_delivered_is_sent_again", func(t *testing.T) {
		s := s.in(t)
		err := s.outbox.Put(t.Context(), outbox.Mail{ID: "lost-1", Person: "p-police", Subject: "s", Text: "t", Partnership: "westmere", Case: theCase, Reason: "asked",
			State: outbox.Undeliverable, Error: "no such mailbox", QueuedAt: s.clock.Now()})
		if err != nil {
			t.Fatal(err)
		}
		b := s.as("p-secretary")
		var d *page
		until(t, "the mail is listed", func() bool {
			d = b.get("/westmere/desk")
			return strings.Contains(d.text("main"), "no such mailbox")
		})
		d.submit("/mails/again", url.Values{"mail": {"lost-1"}}).is(http.StatusOK).says("is sent once more")
		until(t, "the mail is taken up again", func() bool {
			m, err := s.outbox.Mail(t.Context(), "lost-1")
			return err == nil && m.State != outbox.Undeliverable
		})
		s.as("ao-wcc").get("/westmere/desk").silent("could not be delivered")
	})
	t.Run("a_term_that_ends_soon_and_a_vacancy_are_shown", func(t *testing.T) {
		s := s.in(t)
		s.do("ao-pol", "member.remove", map[string]any{"seat": "W4", "last_day": "2026-12-20", "instrument": "Chief Constable's order 7"})
		s.do("ao-cvs", "member.remove", map[string]any{"seat": "W9", "last_day": "2026-11-30", "instrument": "CVS board 9"})
		s.as("p-secretary").get("/westmere/desk").says("The term of Superintendent Tom Barker ends on 20 December 2026", "Westmere CVS (W9)", "Vacant")
	})
}

// until waits for a condition, with a deadline.
func until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !holds(); {
		if time.Now().After(deadline) {
			t.Fatalf("not so in time: %s", what)
		}
		<-time.After(20 * time.Millisecond)
	}
}
