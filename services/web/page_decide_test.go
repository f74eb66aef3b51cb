package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"comity/services/views/answer"
)

const theCase = "C-2026-0001"

// holders are who sits in the seats of the fixture.
var holders = map[string]string{
	"N1": "p-n1", "N2": "p-n2", "S1": "p-s1", "S2": "p-s2", "E1": "p-dcs", "E2": "p-cfo", "E3": "p-icb-fin", "W1": "p-lead", "W2": "p-dcs", "W3": "p-icb", "W4": "p-police",
	"W5": "p-ald", "W6": "p-bra", "W7": "p-cal", "W8": "p-dun", "W9": "p-cvs",
}

// votes gives votes of seats, each by who holds it.
func votes(s *site, signOff, choice string, seats ...string) {
	s.t.Helper()
	for _, seat := range seats {
		s.do(holders[seat], "signoff.vote", map[string]any{"case": theCase, "signoff": signOff, "seat": seat, "choice": choice})
	}
}

// votesOn are the votes that count on a sign-off, by seat.
func votesOn(s *site, signOff string) map[string]string {
	s.t.Helper()
	var c answer.Case
	s.ask("p-unit", "case", answer.CaseArgs{Case: theCase}, &c)
	out := map[string]string{}
	for _, v := range c.State.SignOff(signOff).Votes {
		if !v.Struck {
			out[v.Seat] = v.Choice
		}
	}
	return out
}

// leads fails the test where the summary of mistakes does not lead to a field.
func leads(p *page, fields ...string) {
	p.t.Helper()
	for _, f := range fields {
		if p.Find(`.govuk-error-summary a[href="#`+f+`"]`).Length() != 1 || p.Find("#"+f).Length() != 1 {
			p.t.Errorf("%s: the summary of mistakes does not lead to %s: %s", p.Path, f, p.text(".govuk-error-summary"))
		}
	}
}

const decideWCB = "/westmere/cases/" + theCase + "/decide/wcb"

var (
	toCheck  = url.Values{"step": {"check"}}
	toSend   = url.Values{"step": {"send"}}
	approval = url.Values{"interest": {"none"}, "choice": {"approve"}, "reason": {"It helps where it is needed."}, "conditions": {"A report after six months."}}
)

func TestDecide(t *testing.T) {
	s := westmere(t, "westmere-board")
	s.do("ao-pol", "deputy.name", map[string]any{"seat": "W4", "person": "p-police-2", "from": "2026-09-01", "until": "2027-08-31", "instrument": "Chief officer group 2026-08-20 item 4"})
	s.do("ao-cvs", "deputy.name", map[string]any{"seat": "W9", "person": "p-police-2", "from": "2026-09-01", "until": "2027-08-31", "instrument": "Trustees 2026-08-20 item 4"})
	for id, name := range map[string]string{"p-n1": "Nadia Okoro", "p-cal": "Councillor Ben Frost", "p-stranger": "Somebody Else"} {
		person(s, id, name)
	}

	t.Run("one_page_says_what_and_with_whose_money_and_what_happens_otherwise", func(t *testing.T) {
		d := s.in(t).as("p-lead").get(decideWCB).is(http.StatusOK)
		d.says("Westmere Children's Partnership Board is asked to approve this case at the gate “Needs”", "One offer of early help in north and south instead of seven.",
			"£300,000", "0.5 FTE", "Aligned", "What the others decided", "Joint Commissioning Executive", "Approved: 3 votes for",
			"the six papers, as they stood on 1 December 2026 at 9:00am", "If nothing more is decided by end of", "a dispute is opened", "You act for Westmere County Council")
		if got := d.Find("caption").Text(); !strings.Contains(got, "What each organisation puts in") || !strings.Contains(got, "What everybody is asked") {
			t.Errorf("the tables have the captions %q", got)
		}
		d.silent(">p-lead<", "sha256:9", "signoff.vote", "be_healthy")
	})
	t.Run("looking_decides_nothing", func(t *testing.T) {
		s := s.in(t)
		s.as("p-lead").get(decideWCB + "?step=send&choice=approve&interest=none&as=W1&kind=vote&command_id=x").is(http.StatusOK)
		if got := votesOn(s, "wcb"); len(got) != 0 {
			t.Errorf("got votes %v, want none", got)
		}
	})
	t.Run("what_is_missing_is_said_beside_its_field", func(t *testing.T) {
		d := s.in(t).as("p-lead").get(decideWCB).submit("/decide/wcb", nil).is(http.StatusUnprocessableEntity)
		leads(d, "interest", "choice")
		d = d.submit("/decide/wcb", url.Values{"interest": {"yes"}}).is(http.StatusUnprocessableEntity)
		leads(d, "interest_kind", "nature", "choice")
		d = d.submit("/decide/wcb", url.Values{"interest": {"none"}, "choice": {"refuse"}, "conditions": {"Never."}}).is(http.StatusUnprocessableEntity)
		leads(d, "conditions")
	})
	t.Run("who_is_not_asked_cannot_decide_and_who_has_no_part_learns_nothing", func(t *testing.T) {
		s := s.in(t)
		s.as("p-n1").get(decideWCB).is(http.StatusForbidden).says("This decision is for others")
		s.as("p-unit").get(decideWCB).is(http.StatusForbidden)
		s.as("p-stranger").get(decideWCB).is(http.StatusNotFound).silent("Early help")
		s.as("p-lead").get("/westmere/cases/C-2026-0099/decide/wcb").is(http.StatusNotFound)
		s.as("p-lead").get("/westmere/cases/" + theCase + "/decide/nothing").is(http.StatusNotFound)
		s.as("p-n1").post(decideWCB, url.Values{"step": {"send"}, "kind": {"vote"}, "as": {"W1"}, "interest": {"none"}, "choice": {"approve"},
			"command_id": {"0198aaaa-0000-7000-8000-000000000001"}}).is(http.StatusForbidden)
		if got := votesOn(s, "wcb"); len(got) != 0 {
			t.Errorf("got votes %v, want none", got)
		}
	})
	t.Run("the_answers_are_checked_and_then_sent_and_twice_is_once", func(t *testing.T) {
		s := s.in(t)
		check := s.as("p-lead").get(decideWCB).submit("/decide/wcb", approval).is(http.StatusOK)
		check.says("Check your answers before you send them", "Approve", "A report after six months.", "six papers as they stood on 1 December 2026 at 9:00am")
		if got := votesOn(s, "wcb"); len(got) != 0 {
			t.Fatalf("got votes %v before anything was sent", got)
		}
		change := check.submit("/decide/wcb", url.Values{"step": {"change"}}).is(http.StatusOK)
		if got := change.Find("textarea#conditions").Text(); got != "A report after six months." {
			t.Errorf("the conditions are %q after going back", got)
		}
		done := check.submit("/decide/wcb", toSend).is(http.StatusOK)
		done.says("Your decision is recorded", "You voted to approve for Westmere County Council", "1 vote for, 0 votes against", "What it waits for now")
		if again := check.submit("/decide/wcb", toSend).is(http.StatusOK); !strings.Contains(again.Path, "/done") {
			t.Errorf("sent twice it ends at %s", again.Path)
		}
		if got := votesOn(s, "wcb"); len(got) != 1 || got["W1"] != "approve" {
			t.Errorf("got votes %v, want one by W1", got)
		}
		d := s.as("p-lead").get(decideWCB).is(http.StatusOK).says("You voted to approve")
		if d.Find("#answer").Length() != 0 {
			t.Error("who has voted is asked again")
		}
	})
	t.Run("who_may_act_for_several_seats_chooses_one", func(t *testing.T) {
		s := s.in(t)
		d := s.as("p-police-2").get(decideWCB).is(http.StatusOK).says("Whom do you act for?", "as deputy for Superintendent Tom Barker", "Westmere CVS")
		d = d.submit("/decide/wcb", approval).is(http.StatusUnprocessableEntity)
		leads(d, "as")
		d.submit("/decide/wcb", url.Values{"as": {"W4"}}).says("as deputy for Superintendent Tom Barker").submit("/decide/wcb", toSend).says("You voted to approve for Westmere Police")
		if got := votesOn(s, "wcb"); got["W4"] != "approve" || got["W9"] != "" {
			t.Errorf("got votes %v, want one by W4", got)
		}
		s.as("p-police-2").get(decideWCB).says("You voted to approve for Westmere Police")
		if d := s.as("p-police").get(decideWCB).is(http.StatusOK).says("Somebody else voted to approve for this seat"); d.Find("#answer").Length() != 0 {
			t.Error("the holder is asked for a vote that the deputy has given")
		}
	})
	t.Run("who_declares_a_financial_interest_stands_aside_and_does_not_vote", func(t *testing.T) {
		s := s.in(t)
		check := s.as("p-cal").get(decideWCB).submit("/decide/wcb", url.Values{"interest": {"yes"}, "interest_kind": {"pecuniary"}, "nature": {"My sister runs one of the nurseries."}})
		check.is(http.StatusOK).says("You stand aside on this item", "cannot see its exempt papers", "My sister runs")
		check.submit("/decide/wcb", toSend).is(http.StatusOK).says("You have declared an interest", "You stand aside on this item")
		d := s.as("p-cal").get(decideWCB).is(http.StatusOK).says("stand aside")
		if d.Find("#answer").Length() != 0 {
			t.Error("who stands aside is asked for a vote")
		}
		if got := votesOn(s, "wcb"); got["W7"] != "" {
			t.Errorf("W7 stands aside and has voted to %s", got["W7"])
		}
	})
	t.Run("another_interest_is_noted_and_the_vote_counts", func(t *testing.T) {
		s := s.in(t)
		s.as("p-ald").get(decideWCB).submit("/decide/wcb", url.Values{"interest": {"yes"}, "interest_kind": {"other"}, "nature": {"I know the author."}, "choice": {"abstain"}}).
			is(http.StatusOK).submit("/decide/wcb", toSend).is(http.StatusOK).says("You abstained for Alderwick District Council", "You have declared an interest")
		if got := votesOn(s, "wcb"); got["W5"] != "abstain" {
			t.Errorf("got votes %v, want an abstention by W5", got)
		}
	})
	t.Run("a_case_that_has_changed_is_shown_again_and_nothing_is_sent", func(t *testing.T) {
		s := s.in(t)
		b := s.as("p-bra")
		form := b.get(decideWCB)
		check := form.submit("/decide/wcb", approval).is(http.StatusOK)
		s.do("p-unit", "case.amend", map[string]any{"case": theCase, "title": "Early help, in two areas"})
		check.submit("/decide/wcb", toSend).is(http.StatusConflict).says("Nothing was sent", "Nobody decides on it any more").silent(`id="answer"`)
		s.do("p-unit", "case.request_gate", map[string]any{"case": theCase})
		votes(s, "ogn", "approve", "N1", "N2")
		votes(s, "ogs", "approve", "S1", "S2")
		votes(s, "jce", "approve", "E1", "E2", "E3")
		check.submit("/decide/wcb", toSend).is(http.StatusConflict).says("This case has changed since you opened the page. Nothing was sent.", "Early help, in two areas")
		d := form.submit("/decide/wcb", approval).is(http.StatusConflict).says("This case has changed")
		if got := votesOn(s, "wcb"); len(got) != 0 {
			t.Fatalf("got votes %v, want none", got)
		}
		d.submit("/decide/wcb", url.Values{"choice": {"refuse"}, "conditions": {""}}).is(http.StatusOK).submit("/decide/wcb", toSend).says("You voted to refuse")
	})
}

func TestDecideCastingVote(t *testing.T) {
	s := westmere(t, "westmere-board")
	votes(s, "wcb", "approve", "W1", "W2", "W3", "W9")
	votes(s, "wcb", "refuse", "W5", "W6", "W7", "W8")
	s.do("p-police", "signoff.vote", map[string]any{"case": theCase, "signoff": "wcb", "seat": "W4", "choice": "abstain"})
	s.as("p-icb").get(decideWCB).is(http.StatusOK).silent(`id="answer"`)
	s.as("p-lead").get("/work").says("the casting vote")
	d := s.as("p-lead").get(decideWCB).is(http.StatusOK).says("Your casting vote settles it", "How do you cast the casting vote?")
	check := d.submit("/decide/wcb", url.Values{"interest": {"none"}, "choice": {"approve"}}).is(http.StatusOK).says("Your casting vote")
	check.submit("/decide/wcb", toSend).is(http.StatusOK).says("Your decision is recorded", "the casting vote: approve", "Planning: being prepared")
	check.submit("/decide/wcb", toSend).is(http.StatusOK).says("Your decision is recorded")
}

func TestDecideCertificate(t *testing.T) {
	s := westmere(t, "westmere-at-g2")
	address := "/westmere/cases/" + theCase + "/decide/finance"
	d := s.as("p-cfo").get(address).is(http.StatusOK).says("Do you certify it?", "Chief finance officer of Westmere County Council is asked to certify")
	check := d.submit("/decide/finance", url.Values{"choice": {"approve"}}).is(http.StatusOK)
	votes(s, "jce", "approve", "E1")
	over := check.submit("/decide/finance", toSend).is(http.StatusConflict).says("Somebody else has answered since you opened this page", "What you decide on has not changed")
	over.submit("/decide/finance", toSend).is(http.StatusOK).says("You have certified it.", "Your decision is recorded")
	s.as("p-dcs").get(address).is(http.StatusForbidden)
}
