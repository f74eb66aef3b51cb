package workflow

import (
	"testing"
	"time"
)

// Who chairs scrutiny agrees beforehand, and nobody else, that one decision cannot be called in (DOMAIN §5.1).
func TestCallInWaiver(t *testing.T) {
	waive := &DecisionWaiveCallIn{Case: "C1", Reason: "The grant lapses on Friday."}
	decide := func(p *partnership) {
		p.announce(NoticeSpecialUrgency, p.today().String(), func(n *NoticePublish) { n.AgreedBy, n.Reason = "p-scrutiny-1", "The home closes." })
		p.do("po-wcc", &ConsentRecord{Case: "C1", Organisation: "wcc", Minute: "Cabinet 4"})
	}
	use := func(p *partnership) UrgentUse {
		t.Helper()
		for _, u := range UrgencyOf(p.c, p.r, p.now) {
			if u.Route == RouteCallInWaived {
				return u
			}
		}
		t.Fatal("the register of urgency has no waiver")
		return UrgentUse{}
	}
	t.Run("without_it_the_decision_is_held", func(t *testing.T) {
		p := keyDecision(t)
		decide(p)
		p.label("planning.pending_effect")
	})
	t.Run("with_it_the_decision_has_effect_at_once_and_the_register_says_who_agreed", func(t *testing.T) {
		p := keyDecision(t)
		p.do("p-scrutiny-1", waive)
		if u := use(p); u.DecidedOn != "" || len(u.HeldBy) != 1 || u.Outcome != UrgencyAllowed {
			t.Errorf("before the decision: got %+v", u)
		}
		decide(p)
		p.label("procurement.working")
		if u := use(p); u.Agreed[0].Person != "p-scrutiny-1" || u.Reason != waive.Reason || u.DecidedOn != p.today().String() || u.EffectiveAt.IsZero() || u.Organisation != "wcc" || u.ValuePence == 0 {
			t.Errorf("got %+v", u)
		}
		if !UsedUrgently(p.c) {
			t.Error("an urgent route was used")
		}
		p.refused("p-scrutiny-officer", requisition(), WrongStage)
	})
	t.Run("nobody_else_may_agree", func(t *testing.T) {
		p := keyDecision(t)
		for _, who := range []string{"p-scrutiny-2", "p-scrutiny-officer", "p-ald-scrutiny-1", "po-wcc", "p-lead", "p-unit", "p-admin"} {
			want := NotPermitted
			if who == "p-ald-scrutiny-1" {
				want = WrongStage // its council takes no key decision here
			}
			p.refused(who, waive, want)
		}
		p.refused("p-ald-scrutiny-1", &DecisionWaiveCallIn{Case: "C1", Organisation: "wcc", Reason: "-"}, NotPermitted)
	})
	t.Run("not_once_it_is_decided_and_not_twice", func(t *testing.T) {
		p := keyDecision(t)
		decide(p)
		p.refused("p-scrutiny-1", waive, WrongStage)
		p = keyDecision(t)
		p.do("p-scrutiny-1", waive)
		p.refused("p-scrutiny-1", waive, WrongStage)
	})
	t.Run("a_decision_of_a_day_before_it_is_held", func(t *testing.T) {
		p := keyDecision(t)
		p.announce(NoticeSpecialUrgency, p.today().AddDays(-1).String(), func(n *NoticePublish) { n.AgreedBy, n.Reason = "p-scrutiny-1", "The home closes." })
		p.do("p-scrutiny-1", waive)
		yesterday := p.today().AddDays(-1)
		p.do("po-wcc", &ConsentRecord{Case: "C1", Organisation: "wcc", Minute: "Cabinet 4", DecidedOn: yesterday, PublishedOn: p.today()})
		p.label("planning.pending_effect")
	})
	t.Run("it_serves_one_decision", func(t *testing.T) {
		p := keyDecision(t)
		p.do("p-icb", &ConsentWithdraw{Case: "C1", Seat: "W3", Reason: "We think again."}) // so that the gate does not pass
		p.do("p-scrutiny-1", waive)
		decide(p)
		p.do("po-wcc", &ConsentWithdraw{Case: "C1", Organisation: "wcc", Reason: "The sums are wrong."})
		p.do("po-wcc", &ConsentRecord{Case: "C1", Organisation: "wcc", Minute: "Cabinet 5"})
		if len(p.c.StandingHolds("effect")) != 1 {
			t.Error("another decision is not held, though nobody agreed to it")
		}
	})
	t.Run("a_gate_that_is_asked_for_again_needs_it_anew", func(t *testing.T) {
		p := keyDecision(t)
		p.do("p-scrutiny-1", waive)
		p.do("p-unit", &CaseAmend{Case: "C1", CaseFields: CaseFields{Summary: ptr("Another offer.")}})
		if u := use(p); u.Outcome != UrgencyVoid {
			t.Errorf("got %s, want that it was overtaken", u.Outcome)
		}
		p.refused("p-scrutiny-1", waive, WrongStage)
	})
	t.Run("where_nothing_is_held_there_is_nothing_to_waive", func(t *testing.T) {
		p := westmere(t)
		p.boardsAtG2()
		p.refused("p-scrutiny-1", waive, WrongStage)
	})
}

// A key decision can be announced while a case is deferred, and its notice then runs.
func TestKeyDecision_is_announced_while_the_case_is_deferred(t *testing.T) {
	p := westmere(t, replace("whole_life_gbp: {gte: 500000}", "whole_life_gbp: {gte: 300000}"))
	p.toGate("G2", "pa2023")
	p.votes("jce", Approve, "E1", "E2", "E3")
	p.do("p-cfo", &SignOffCertify{Case: "C1", SignOff: "finance"})
	until := p.today().AddDays(40)
	p.do("p-lead", &CaseDefer{Case: "C1", SignOff: "wcb", Until: until, Reason: "The figures come in January."})
	p.label("planning.deferred")
	offered := func(who string) bool {
		for _, k := range Can(p.c, p.r, who, p.now) {
			for _, a := range k.Acts {
				if a == "notice.publish" {
					return true
				}
			}
		}
		return false
	}
	for who, want := range map[string]bool{"po-wcc": true, "p-unit": true, "p-lead": false} {
		if offered(who) != want {
			t.Errorf("%s is offered to announce it: %t, want %t", who, !want, want)
		}
	}
	announced := p.today()
	p.do("po-wcc", &NoticePublish{Case: "C1", Kind: NoticeKeyDecision})
	p.clock(p.r.CalendarAt(p.now).StartOf(until).Add(time.Hour).Format(time.RFC3339))
	p.label("planning.at_gate")
	p.votes("wcb", Approve, "W1", "W2", "W3", "W5", "W6")
	record := &ConsentRecord{Case: "C1", Organisation: "wcc", Minute: "Cabinet 4", DecidedOn: announced.AddDays(28)}
	p.refused("po-wcc", record, NoticeTooShort)
	record.DecidedOn = announced.AddDays(29)
	p.do("po-wcc", record)
}
