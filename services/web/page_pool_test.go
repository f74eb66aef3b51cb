package web_test

import (
	"net/http"
	"net/url"
	"testing"
)

func TestPools(t *testing.T) {
	s := westmere(t, "westmere-at-g1")
	s.as("p-lead").get("/westmere/pools").is(http.StatusOK).says("There is none that you may see")
	at := "/westmere/cases/" + theCase + "/pool"
	d := s.as("p-unit").get(at).is(http.StatusOK).says("Set up a pooled fund", "Section 75")
	d = d.submit("/pool", url.Values{"name": {"Early years fund"}, "host": {"wcc"}, "amount-wcc": {"100,000"}, "amount-ald": {"1"}})
	d.is(http.StatusUnprocessableEntity).says("needs an NHS body")
	d = s.as("p-unit").get(at).submit("/pool", url.Values{"name": {"Early years fund"}, "host": {"wcc"}, "amount-wcc": {"£100,000"}, "amount-icb": {"50,000"},
		"items": {"aims_and_outcomes"}})
	d.is(http.StatusUnprocessableEntity).says("The agreement does not specify: the way out")
	d = s.as("p-unit").get(at).submit("/pool", url.Values{"name": {"Early years fund"}, "host": {"wcc"}, "amount-wcc": {"£100,000"}, "amount-icb": {"50,000"}})
	d.is(http.StatusOK).says("Early years fund", "is a draft", "Missing", "£100,000", "No money has moved yet")
	s.as("p-lead").get("/westmere/pools").is(http.StatusOK).says("Early years fund", "Draft")
}

// The manager records what goes in and out, and closes the fund when the account is reconciled, which cannot be undone.
func TestPoolMoney(t *testing.T) {
	s := westmere(t, "westmere-pool")
	manager, at := s.as("p-cfo"), "/westmere/pools/P1"
	p := manager.get(at).is(http.StatusOK).says("Active", "from 1 January 2027 to 31 December 2029", "Record a payment into the fund")
	p.submit("/paid", url.Values{"organisation": {"icb"}, "paid": {"50,000.01"}, "paid_reference": {"BACS 1"}}).is(http.StatusUnprocessableEntity).says("£50,000")
	// Back to the page as it was, and sent with another amount: it says so, and can be sent again
	p = p.submit("/paid", url.Values{"organisation": {"icb"}, "paid": {"50,000"}, "paid_reference": {"BACS 1"}}).
		is(http.StatusUnprocessableEntity).says("This page was sent before, with other answers")
	p = p.submit("/paid", url.Values{"organisation": {"icb"}, "paid": {"50,000"}, "paid_reference": {"BACS 1"}}).is(http.StatusOK).says("The payment is recorded", "1 December 2026")
	p = p.submit("/spent", url.Values{"spent": {"20,000.50"}, "payee": {"Brightpath Nurseries Ltd"}, "purpose": {"Places"}, "spent_reference": {"INV 1"}}).
		is(http.StatusOK).says("£29,999.50", "Brightpath Nurseries Ltd, Places")
	p.submit("/closed", url.Values{"reason": {"Accounts 2026-27"}}).is(http.StatusUnprocessableEntity).says("Confirm that the account is reconciled")
	p.submit("/closed", url.Values{"reason": {"Accounts 2026-27"}, "reconciled": {"yes"}}).is(http.StatusOK).says("Closed", "£29,999.50").silent("Close the fund")
	s.as("p-lead").get(at).is(http.StatusOK).silent("Record a payment")
}
