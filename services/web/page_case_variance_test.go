package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// What was delivered is recorded beside what was committed, and what is missed is said on the page of what each puts in.
func TestDeliveredAgainstCommitted(t *testing.T) {
	s := westmere(t, "westmere-at-g2")
	vote := func(signOff string, seats ...string) {
		for _, seat := range seats {
			s.do(holders[seat], "signoff.vote", map[string]any{"case": theCase, "signoff": signOff, "seat": seat, "choice": "approve"})
		}
	}
	vote("jce", "E1", "E2", "E3")
	s.do("p-cfo", "signoff.certify", map[string]any{"case": theCase, "signoff": "finance"})
	vote("wcb", "W1", "W2", "W3", "W5", "W6")
	for _, seat := range []string{"W2", "W3", "W4", "W5", "W6", "W7", "W8"} {
		s.do(holders[seat], "consent.confirm", map[string]any{"case": theCase, "seat": seat})
	}
	s.settle()

	t.Run("F78_the_unit_records_what_was_delivered_of_staff_time", func(t *testing.T) {
		const address = "/westmere/cases/" + theCase + "/act/delivery.record"
		b := s.in(t).as("p-unit")
		form := b.get("/westmere/cases/"+theCase+"/act/delivery.record").is(http.StatusOK).says("Record what was delivered", "Westmere Police")
		form.submit("/act/delivery.record", url.Values{"commitment": {"pol-1"}, "amount_pence": {"10"}}).is(http.StatusOK).says("£10").
			submit("/act/delivery.record", url.Values{"step": {"do"}}).is(http.StatusUnprocessableEntity).says("is reckoned in its own unit")
		b.get(address).submit("/act/delivery.record", url.Values{"commitment": {"pol-1"}, "fte_hundredths": {"0.3"}}).is(http.StatusOK).says("Check your answers", "0.3 full-time posts", "Today").
			submit("/act/delivery.record", url.Values{"step": {"do"}}).says("It is recorded.")
		b.get("/westmere/cases/"+theCase+"/resources").says("Delivered against committed", "0.3 FTE", "0.5 FTE")
		b.get("/westmere/contributions").says("Was to be by then", "0.3 FTE")
		if d := b.get("/westmere/contributions.csv").is(http.StatusOK); !strings.Contains(d.Body, ",2026-12-01,,,0.30,0.50") {
			t.Errorf("got %s", d.Body)
		}
	})
	t.Run("F80_a_missed_target_of_value_for_money_stands_as_a_variance", func(t *testing.T) {
		s := s.in(t)
		s.do("p-unit", "target.set", map[string]any{"case": theCase, "target": "cost", "indicator": "Cost of each family helped", "value": "400", "direction": "at_most",
			"due_on": "2026-11-20", "owner": "icb", "measure": "value_for_money"})
		s.do("p-unit", "measurement.record", map[string]any{"case": theCase, "target": "cost", "value": "412.5"})
		s.settle()
		b := s.as("p-lead")
		b.get("/westmere/cases/"+theCase+"/resources").says("What differs from what was agreed", "Missed target: Cost of each family helped, for which NHS Westmere ICB answers. Measured: 412.5; wanted by 20 November 2026: 400.")
		b.get("/westmere/cases/" + theCase + "/history").says("target cost is missed")
	})
}
