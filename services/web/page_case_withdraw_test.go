package web_test

import (
	"net/http"
	"net/url"
	"testing"
)

// What a withdrawal does is said before it is done, and is then done.
func TestWithdrawWhatWePutIn(t *testing.T) {
	s := westmere(t, "westmere-at-g2")
	person(s, "po-cal", "Cora Lane")
	address := "/westmere/cases/" + theCase + "/act/commitment.withdraw"

	t.Run("beyond_the_tolerance", func(t *testing.T) {
		b := s.in(t).as("p-dcs")
		form := b.get(address+"?seat=W2").is(http.StatusOK).says("Withdraw what your organisation puts in", "Westmere County Council: £150,000")
		form.submit("/act/commitment.withdraw", nil).is(http.StatusUnprocessableEntity).says("Enter why")
		form.submit("/act/commitment.withdraw", url.Values{"reason": {"Cabinet changed its mind."}}).is(http.StatusOK).
			says("Check your answers", "What follows", "The plan cannot do without it", "Of £300,000 that the plan needs, £150,000 would be left; at most 10% may be missing.")
	})
	t.Run("the_proper_officer_cites_the_minute", func(t *testing.T) {
		b := s.in(t).as("po-cal")
		form := b.get(address).is(http.StatusOK)
		form.submit("/act/commitment.withdraw", url.Values{"reason": {"Council voted it down."}}).is(http.StatusUnprocessableEntity).says("Enter the minute of the organisation’s decision")
	})
	t.Run("within_the_tolerance", func(t *testing.T) {
		b := s.in(t).as("p-ald")
		check := b.get(address+"?seat=W5").submit("/act/commitment.withdraw", url.Values{"reason": {"The reserve is used up."}}).is(http.StatusOK).
			says("The case goes on: what is then missing is within the 10% that may be. Missing in all: £20,000.", "is asked to acknowledge it")
		check.submit("/act/commitment.withdraw", url.Values{"step": {"do"}}).says("It is withdrawn.")
		b.get("/westmere/cases/"+theCase+"/resources").says("Withdrawn on", "What withdrawals left short", "£20,000")
		c := s.in(t).as("p-dcs")
		c.get("/westmere/cases/"+theCase+"/act/case.acknowledge_gap").is(http.StatusOK).submit("/act/case.acknowledge_gap", url.Values{"note": {"The county bears it."}}).
			submit("/act/case.acknowledge_gap", url.Values{"step": {"do"}}).says("It is acknowledged.")
	})
	t.Run("a_part_of_it_is_reckoned_and_the_rest_stands", func(t *testing.T) {
		b := s.in(t).as("p-dcs")
		form := b.get(address + "?seat=W2").is(http.StatusOK).says("How much of it, if not all the money")
		form.submit("/act/commitment.withdraw", url.Values{"amount_pence": {"150,000.01"}, "reason": {"Savings."}}).is(http.StatusUnprocessableEntity).
			says("£150,000 of wcc-1 can be withdrawn, or a part of that.")
		check := form.submit("/act/commitment.withdraw", url.Values{"amount_pence": {"5,000"}, "reason": {"Savings."}}).is(http.StatusOK).
			says("The case goes on: what is then missing is within the 10% that may be. Missing in all: £25,000.")
		check.submit("/act/commitment.withdraw", url.Values{"step": {"do"}}).says("It is withdrawn.")
		b.get("/westmere/cases/"+theCase+"/resources").says("£145,000", "£5,000", "Withdrawn on")
		b.get("/westmere/dashboard").says("What withdrawals left short", "is to acknowledge it")
	})
}
