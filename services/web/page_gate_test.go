package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"comity/services/views/answer"
)

// The gates after the first: consents, an award, and a case that was sent back.
func TestGate(t *testing.T) {
	base := "/westmere/cases/C-2026-0001"
	t.Run("the_plan_says_whose_consent_is_asked_and_what_is_not_ready", func(t *testing.T) {
		s := westmere(t, "westmere-at-g2")
		signOff := "jce"
		s.do("p-dcs", "case.return", map[string]any{"case": "C-2026-0001", "signoff": signOff, "reasons": []any{"Cost the joint option again."}})
		s.do("p-unit", "commitment.change", map[string]any{"case": "C-2026-0001", "commitment": "wcc-1", "amount": "£100,000"})
		s.do("p-unit", "case.amend", map[string]any{"case": "C-2026-0001", "plan": "£300,000"})
		b := s.as("p-unit")
		d := b.get(base+"/edit").is(http.StatusOK).says("The case was sent back", "Cost the joint option again.")
		plainPage(t, d)
		if first := d.Find("main h2").First().Text(); first != "The case was sent back. What must be done" {
			t.Errorf("the first heading is %q", first)
		}
		d = b.get(base+"/gate").is(http.StatusOK).says("The plan needs £300,000 and £250,000 is on offer", "These organisations are asked for their own consent", "NHS Westmere ICB",
			"Chief finance officer of Westmere County Council", "No limit")
		plainPage(t, d)
		if d.Find(`#todo a[href="`+base+`/offer"]`).Length() != 1 {
			t.Error("the list does not lead to the offers")
		}
	})
	t.Run("an_award_is_proposed_and_checked_before_it_is_asked_for", func(t *testing.T) {
		s := westmere(t, "westmere-at-g3")
		s.do("p-dcs", "case.return", map[string]any{"case": "C-2026-0001", "signoff": "jce", "reasons": []any{"Another supplier."}})
		b := s.as("p-unit")
		d := b.get(base+"/gate").is(http.StatusOK).says("The award proposed", "In some cases only")
		plainPage(t, d)
		d = d.submit("/gate", url.Values{"ends_on-day": {"31"}, "ends_on-month": {"2"}, "ends_on-year": {"2030"}}).is(http.StatusUnprocessableEntity)
		d.says("Enter the value over its whole life", "Enter a real day")
		d = d.submit("/gate", url.Values{"value": {"a lot"}, "ends_on-month": {"3"}}).is(http.StatusUnprocessableEntity).says("Enter an amount in pounds")
		d = d.submit("/gate", url.Values{"value": {"£290 000"}, "supplier": {"Brook Trust"}, "extendable": {"yes"}}).is(http.StatusOK)
		d.says("Check your answers", "£290,000", "Brook Trust", "31 March 2030", "Not capital")
		plainPage(t, d)
		back := d.submit("/gate", url.Values{"step": {"change"}}).is(http.StatusOK)
		if got := back.Find("#supplier").AttrOr("value", ""); got != "Brook Trust" {
			t.Errorf("what was written before is gone: %q", got)
		}
		again := d // the button pressed twice
		d.submit("/gate", url.Values{"step": {"send"}}).is(http.StatusOK).says("The decision is asked for")
		again.submit("/gate", url.Values{"step": {"send"}}).is(http.StatusOK).says("The decision is asked for")
		var c answer.Case
		s.ask("p-unit", "case", answer.CaseArgs{Case: "C-2026-0001"}, &c)
		if g := c.State.Gate; g == nil || g.Round != 2 || g.Award == nil || g.Award.ValuePence != 29000000 || g.Award.EndsOn != "2030-03-31" || !g.Award.Extendable {
			t.Errorf("got %+v", c.State.Gate)
		}
	})
}
