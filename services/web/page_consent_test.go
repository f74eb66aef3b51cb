package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"comity/services/views/answer"
)

// confirmed is how much of an organisation's money is confirmed, in pence.
func confirmed(s *site, organisation string) (pence int64) {
	s.t.Helper()
	var c answer.Case
	s.ask("p-unit", "case", answer.CaseArgs{Case: theCase}, &c)
	for _, k := range c.State.Commitments {
		if k.Organisation == organisation {
			pence += k.ConfirmedPence
		}
	}
	return pence
}

func TestConsent(t *testing.T) {
	s := westmere(t, "westmere-at-g2")
	s.do("ao-pol", "deputy.name", map[string]any{"seat": "W4", "person": "p-police-2", "from": "2026-09-01", "until": "2027-08-31", "instrument": "Chief officer group 2026-08-20 item 4"})
	for id, name := range map[string]string{"po-bra": "Oona Price", "p-stranger": "Otto Nobody"} {
		person(s, id, name)
	}
	at := func(organisation string) string { return "/westmere/cases/" + theCase + "/consent/" + organisation }

	t.Run("it_says_what_is_asked_and_under_which_authority", func(t *testing.T) {
		d := s.in(t).as("p-ald").get(at("ald")).is(http.StatusOK)
		d.says("Alderwick District Council is asked to say itself", "£20,000", "up to £50,000 in a case", "Full Council 2026-03-17 min 23", "by the holder of the seat only",
			"You act for Alderwick District Council", "A board’s approval does not commit it")
		s.in(t).as("p-ald").get("/work").says("Say whether Alderwick District Council puts in what it has offered.", "for Alderwick District Council")
	})
	t.Run("what_is_missing_is_said_beside_its_field", func(t *testing.T) {
		b := s.in(t).as("p-ald")
		leads(b.get(at("ald")).submit("/consent/ald", nil).is(http.StatusUnprocessableEntity), "way")
		leads(b.get(at("ald")).submit("/consent/ald", url.Values{"way": {"part"}}).is(http.StatusUnprocessableEntity), "amount")
		leads(b.get(at("ald")).submit("/consent/ald", url.Values{"way": {"part"}, "amount": {"lots"}}).is(http.StatusUnprocessableEntity), "amount")
		leads(b.get(at("ald")).submit("/consent/ald", url.Values{"way": {"decline"}}).is(http.StatusUnprocessableEntity), "reason")
	})
	t.Run("a_part_sent_twice_is_confirmed_once_and_the_rest_afterwards", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-ald")
		check := b.get(at("ald")).submit("/consent/ald", url.Values{"way": {"part"}, "amount": {"£5,000"}}).is(http.StatusOK).says("Check your answers", "£5,000")
		if got := confirmed(s, "ald"); got != 0 {
			t.Fatalf("got %d pence confirmed before anything was sent", got)
		}
		check.submit("/consent/ald", toSend).is(http.StatusOK).says("Your answer is recorded", "£5,000 confirmed", "Councillor Josie Crane")
		check.submit("/consent/ald", toSend).is(http.StatusOK).says("Your answer is recorded")
		if got := confirmed(s, "ald"); got != 5_000_00 {
			t.Fatalf("got %d pence confirmed, want £5,000", got)
		}
		b.get(at("ald")).says("£15,000").submit("/consent/ald", url.Values{"way": {"all"}}).submit("/consent/ald", toSend).is(http.StatusOK).says("Confirmed")
		if got := confirmed(s, "ald"); got != 20_000_00 {
			t.Errorf("got %d pence confirmed, want £20,000", got)
		}
		leads(b.get(at("ald")).submit("/consent/ald", url.Values{"way": {"withdraw_part"}, "reason": {"r"}}).is(http.StatusUnprocessableEntity), "back")
		b.get(at("ald")).submit("/consent/ald", url.Values{"way": {"withdraw_part"}, "back": {"£8,000"}, "reason": {"The reserve is smaller."}}).is(http.StatusOK).says("£8,000").
			submit("/consent/ald", toSend).is(http.StatusOK).says("£12,000 confirmed", "£8,000. The reserve is smaller.")
		if got := confirmed(s, "ald"); got != 12_000_00 {
			t.Errorf("got %d pence confirmed after a part was taken back, want £12,000", got)
		}
		b.get(at("ald")).submit("/consent/ald", url.Values{"way": {"withdraw"}, "reason": {"The council meets again first."}}).submit("/consent/ald", toSend).
			is(http.StatusOK).says("Taken back", "The council meets again first.")
		if got := confirmed(s, "ald"); got != 0 {
			t.Errorf("got %d pence confirmed after it was taken back", got)
		}
	})
	t.Run("what_only_the_holder_may_commit_a_deputy_cannot", func(t *testing.T) {
		d := s.in(t).as("p-police-2").get(at("pol")).is(http.StatusOK).says("Only the holder of this seat may commit what Westmere Police puts in, not a deputy.")
		if d.Find("#answer").Length() != 0 {
			t.Error("a deputy who may not commit is asked to")
		}
	})
	t.Run("the_proper_officer_records_the_organisations_own_decision", func(t *testing.T) {
		s := s.in(t)
		d := s.as("po-bra").get(at("bra")).is(http.StatusOK).submit("/consent/bra", url.Values{"way": {"record"}}).is(http.StatusUnprocessableEntity)
		leads(d, "minute")
		d.submit("/consent/bra", url.Values{"minute": {"Cabinet 24 November 2026, minute 12"}, "decided-day": {"24"}, "decided-month": {"11"}, "decided-year": {"2026"}}).
			is(http.StatusOK).says("24 November 2026").submit("/consent/bra", toSend).is(http.StatusOK).says("Cabinet 24 November 2026, minute 12")
		if got := confirmed(s, "bra"); got != 20_000_00 {
			t.Errorf("got %d pence confirmed, want £20,000", got)
		}
	})
	t.Run("another_organisations_word_is_for_its_own_people", func(t *testing.T) {
		s := s.in(t)
		s.as("p-ald").get(at("cal")).is(http.StatusForbidden)
		s.as("p-unit").get(at("ald")).is(http.StatusForbidden)
		s.as("p-ald").get(at("cvs")).is(http.StatusNotFound)
		s.as("p-stranger").get(at("ald")).is(http.StatusNotFound).silent("Early help")
	})
	t.Run("a_case_that_has_changed_is_shown_again_and_nothing_is_sent", func(t *testing.T) {
		s := s.in(t)
		check := s.as("p-icb").get(at("icb")).submit("/consent/icb", url.Values{"way": {"all"}}).is(http.StatusOK)
		s.do("p-unit", "case.amend", map[string]any{"case": theCase, "title": "Early help, in two areas"})
		s.do("p-unit", "case.request_gate", map[string]any{"case": theCase})
		check.submit("/consent/icb", toSend).is(http.StatusConflict).says("Nothing was sent", "Early help, in two areas")
		if got := confirmed(s, "icb"); got != 0 {
			t.Errorf("got %d pence confirmed, want none", got)
		}
	})
}
