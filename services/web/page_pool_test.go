package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"comity/services/directory"
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

// Another version of the agreement is recorded once it was seen what changes; an officer of a party records what that paid, and takes it out of the
// fund; others are offered nothing.
func TestPoolAgreementAndLeaving(t *testing.T) {
	s := westmere(t, "westmere-pool")
	const at = "/westmere/pools/P1"
	s.as("p-lead").get(at + "/agreement").is(http.StatusForbidden)
	s.as("p-unit").get(at).is(http.StatusOK).says("Record another version of the agreement").silent("Record a payment", "Leave the fund")
	d := s.as("p-unit").get(at+"/agreement").is(http.StatusOK).says("Version 2 of the agreement", "It begins with what the version in force says")
	form := url.Values{"ends_on-day": {"31"}, "ends_on-month": {"12"}, "ends_on-year": {"2030"}, "withdrawal_notice": {"P6M"}}
	d = d.submit("/agreement", form).is(http.StatusUnprocessableEntity).says("Enter why there is another version")
	form.Set("reason", "Extended by both, Cabinet 12 and Board 3")
	d = d.submit("/agreement", form).is(http.StatusOK).says("Check what changes", "31 December 2029", "31 December 2030", "Six months").silent("Where it is", "First day")
	d = d.submit("/agreement", url.Values{"step": {"do"}}).is(http.StatusOK).says("The agreement is recorded", "Version 2", "to 31 December 2030")

	s.as("p-cfo").get(at).is(http.StatusOK).says("Record a payment into the fund").silent("Leave the fund").
		submit("/paid", url.Values{"organisation": {"icb"}, "paid": {"48,000"}, "paid_reference": {"BACS 7"}}).is(http.StatusOK).says("The payment is recorded", "£48,000")
	d = s.as("p-icb").get(at).is(http.StatusOK).says("Leave the fund").silent("Record a payment", "Close the fund")
	d = d.submit("/left", url.Values{"leaver": {"icb|W3"}, "leave_reason": {"The board commissions it itself."}}).is(http.StatusUnprocessableEntity).
		says("Confirm that the organisation leaves")
	d = d.submit("/left", url.Values{"leaver": {"icb|W3"}, "leave_reason": {"The board commissions it itself."}, "leave_sure": {"yes"}})
	d.is(http.StatusOK).says("left the fund on 1 December 2026", "£48,000").silent("Before you leave")
}

// A succession whose order names nobody leaves the fund without a host, and its next agreement names one.
func TestPoolAgreement_names_a_host_where_a_succession_left_none(t *testing.T) {
	s := westmere(t, "westmere-pool")
	const at = "/westmere/pools/P1"
	s.as("p-unit").get(at + "/agreement").is(http.StatusOK).silent("Who holds the fund from now on")
	s.do("p-admin", "partnership.publish", map[string]any{"source": s.text("westmere-unitary.governance.yaml")})
	s.do("p-admin", "partnership.succeed", map[string]any{"from": "2027-04-01", "instrument": "Order 2026", "replaced": []map[string]any{{"organisations": []string{"wcc"},
		"successors": []map[string]any{{"organisation": "nwu", "share_pct": "50"}, {"organisation": "swu", "share_pct": "50"}}}}})
	s.clock.set(time.Date(2027, 4, 1, 9, 0, 0, 0, time.UTC))
	s.do("p-unit", "case.amend", map[string]any{"case": theCase, "title": "Nursery places"}) // which first lets the case pass on
	if err := s.people.Change(t.Context(), "ao-nwu", func(p *directory.Person) error { p.Name = "Nadia Wells"; return nil }); err != nil {
		t.Fatal(err)
	}
	b := s.as("ao-nwu")
	until(t, "the fund has passed on", func() bool { return strings.Contains(b.get(at).text("main"), "Nobody holds it") })
	form := url.Values{"reason": {"Deed of variation"}}
	d := b.get(at+"/agreement").is(http.StatusOK).says("Who holds the fund from now on", "chief finance officer").silent("Westmere County Council")
	d = d.submit("/agreement", form).is(http.StatusUnprocessableEntity).says("Select who holds the fund from now on")
	form.Set("host", "nwu")
	d = d.submit("/agreement", form).is(http.StatusOK).says("Check what changes", "Who holds the fund", "North Westmere Council")
	d.submit("/agreement", url.Values{"step": {"do"}}).is(http.StatusOK).says("The agreement is recorded", "North Westmere Council").silent("Nobody holds it")
}
