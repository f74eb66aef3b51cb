package workflow

import (
	"slices"
	"strings"
	"testing"
	"time"

	"comity/events"
)

// inDispute takes C1 to G2 and raises a dispute of Calder against the county and Alderwick.
func inDispute(t *testing.T, changes ...func(string, string) (string, string)) *partnership {
	t.Helper()
	p := westmere(t, changes...)
	p.toGate("G2", "pa2023")
	p.do("po-cal", &CaseRaiseDispute{Case: "C1", Organisation: "cal", Against: []string{"wcc", "ald"}, Reason: "Half for the same money."})
	p.label("planning.in_dispute")
	return p
}

func TestF111_a_dispute_ends_when_each_party_has_agreed_for_itself(t *testing.T) {
	p := inDispute(t)
	if got := p.c.Dispute.Parties(); !slices.Equal(got, []string{"cal", "wcc", "ald"}) {
		t.Fatalf("parties: got %v", got)
	}
	no := p.refused("p-secretary", &CaseResolveDispute{Case: "C1", Agreement: "they agree"}, NotPermitted)
	if got := no.Details[0].About; got != "cal" {
		t.Errorf("the secretariat's word alone: got %q awaited first, want cal", got)
	}
	p.refused("po-cal", &CaseAgreeDispute{Case: "C1", Organisation: "cal"}, Malformed)
	p.refused("po-bra", &CaseAgreeDispute{Case: "C1", Organisation: "bra", Agreement: "a fifth"}, NotPermitted)
	p.refused("po-cal", &CaseAgreeDispute{Case: "C1", Organisation: "wcc", Agreement: "a fifth"}, NotPermitted)
	p.do("po-cal", &CaseAgreeDispute{Case: "C1", Organisation: "cal", Agreement: "a fifth"})
	p.refused("po-cal", &CaseAgreeDispute{Case: "C1", Organisation: "cal"}, WrongStage)
	p.do("p-ald", &CaseAgreeDispute{Case: "C1", Seat: "W5"})
	if got := p.c.Dispute.Awaited(); !slices.Equal(got, []string{"wcc"}) {
		t.Fatalf("awaited: got %v", got)
	}
	p.do("mo-wcc", &CaseAgreeDispute{Case: "C1", Organisation: "wcc"})
	p.label("planning.at_gate")
	if d := p.c.Dispute; !d.Resolved || d.Agreement != "a fifth" {
		t.Errorf("got %+v", d)
	}
}

func TestDispute_other_words_put_something_else_forward(t *testing.T) {
	p := inDispute(t)
	p.do("po-cal", &CaseAgreeDispute{Case: "C1", Organisation: "cal", Agreement: "a fifth"})
	p.do("mo-wcc", &CaseAgreeDispute{Case: "C1", Organisation: "wcc", Agreement: "a quarter"})
	if got := p.c.Dispute.Awaited(); !slices.Equal(got, []string{"cal", "ald"}) {
		t.Errorf("awaited: got %v, want the two others", got)
	}
	p.do("po-cal", &CaseAgreeDispute{Case: "C1", Organisation: "cal", Agreement: "a quarter", TermsChanged: true})
	if got := p.c.Dispute.Awaited(); !slices.Equal(got, []string{"wcc", "ald"}) {
		t.Errorf("the same words on changed terms: got %v awaited", got)
	}
}

func TestDispute_one_person_does_not_agree_for_two_parties(t *testing.T) {
	p := inDispute(t, replace("proper_officer: po-ald", "proper_officer: po-cal"))
	p.do("po-cal", &CaseAgreeDispute{Case: "C1", Organisation: "cal", Agreement: "a fifth"})
	p.refused("po-cal", &CaseAgreeDispute{Case: "C1", Organisation: "ald"}, PersonAlreadyUsed)
}

func TestDispute_against_whom_it_cannot_be_raised(t *testing.T) {
	p := westmere(t)
	p.toGate("G2", "pa2023")
	no := p.refused("po-cal", &CaseRaiseDispute{Case: "C1", Organisation: "cal", Against: []string{"cal", "xyz", "wcc", "wcc"}, Reason: "r"}, NotFound)
	if len(no.Details) != 3 {
		t.Errorf("got %v", no.Details)
	}
	p.refused("p-ald", &CaseRaiseDispute{Case: "C1", Seat: "W5", Organisation: "bra", Reason: "r"}, NotPermitted)
}

func TestDispute_where_the_case_is_comes_before_who_asks(t *testing.T) {
	p := westmere(t)
	p.toGate("G2", "pa2023")
	p.refused("p-ald", &CaseRaiseDispute{Case: "C1", Seat: "W99", Reason: "r"}, NotFound)
	p.refused("p-ald", &CaseAgreeDispute{Case: "C1", Seat: "W99", Agreement: "a"}, NotFound)
	p.refused("p-lead", &CaseRaiseDispute{Case: "C1", Seat: "W5", Reason: "r"}, NotSeatHolder)
	for name, no := range map[string]*Refusal{
		"raised when closed": func() *Refusal {
			p.do("po-wcc", &CaseWithdraw{Case: "C1", Reason: "r"})
			return p.refused("p-lead", &CaseRaiseDispute{Case: "C1", Seat: "W5", Reason: "r"}, WrongStage)
		}(),
		"agreed in no dispute": p.refused("p-lead", &CaseAgreeDispute{Case: "C1", Seat: "W5", Agreement: "a"}, WrongStage),
	} {
		if got := len(no.Details); got != 2 {
			t.Errorf("%s: got %d problems, want both", name, got)
		}
	}
}

func TestDispute_blocks_the_contract_as_a_hold_does(t *testing.T) {
	p := westmere(t)
	p.toGate("G3", "pa2023")
	p.votes("ogn", Approve, "N1", "N2")
	p.votes("ogs", Approve, "S1", "S2")
	p.votes("jce", Approve, "E1", "E2", "E3")
	p.do("p-unit", &NoticePublish{Case: "C1", Kind: "award"})
	p.do("p-ald", &CaseRaiseDispute{Case: "C1", Seat: "W5", Reason: "r"})
	contract := &ContractRecord{Case: "C1", Supplier: "s", ValuePence: 1}
	if got := p.refused("p-unit", contract, HoldActive).About(); !slices.Equal(got, []string{"dispute", "standstill"}) {
		t.Errorf("got %v", got)
	}
	p.now = p.c.StandingHolds("effect")[0].Until.Add(time.Second)
	if got := p.refused("p-unit", contract, HoldActive).About(); !slices.Equal(got, []string{"dispute"}) {
		t.Errorf("after the standstill: got %v", got)
	}
}

func TestDispute_an_arbitrator_decides_without_the_parties(t *testing.T) {
	p := inDispute(t, replace("    - {id: lead_officers, between: lead officers, within: P10WD}\n    - {id: chief_executives, between: chief executives or leaders, within: P10WD}\n"+
		"    - {id: mediation, between: the parties and a mediator, within: P20WD}\n",
		"    - {between: lead officers, within: P10WD}\n    - {arbitration: true, within: P20WD}\n"))
	if got := p.c.Dispute.Step; got != "lead_officers" {
		t.Fatalf("step: got %q", got)
	}
	p.refused("p-secretary", &CaseResolveDispute{Case: "C1", Agreement: "award"}, NotPermitted)
	p.now = Due(p.c, p.r)[0].At
	p.do("system", &CaseTick{Case: "C1"})
	if d := p.c.Dispute; d.Step != "arbitration" || d.Kind != "arbitration" {
		t.Fatalf("got %+v", d)
	}
	p.do("p-secretary", &CaseResolveDispute{Case: "C1", Agreement: "award of 1 March"})
	p.label("planning.at_gate")
}

// exhausted takes a dispute through its last step, each noticed an hour late.
func (p *partnership) exhausted() {
	p.t.Helper()
	for p.c.Dispute.Step != "" {
		p.now = p.c.Dispute.DueAt.Add(time.Hour)
		p.do("system", &CaseTick{Case: "C1"})
	}
}

func TestDispute_a_late_tick_says_when_the_step_was_due_and_the_next_starts_when_it_was_noticed(t *testing.T) {
	p := inDispute(t)
	due := p.c.Dispute.DueAt
	p.now = due.Add(72 * time.Hour)
	list, no := DecideCase(p.c, p.r, &CaseTick{Case: "C1"}, p.meta("system", &CaseTick{}))
	if no != nil || len(list) != 1 {
		t.Fatalf("got %v, %v", list, no)
	}
	e := list[0].(events.DisputeStepLapsed)
	cal := p.r.CalendarAt(p.now)
	if want := cal.EndOf(cal.AddWorkingDays(cal.DateOf(p.now), 10)); !e.LapsedDueAt.Equal(due) || !e.DetectedAt.Equal(p.now) || !e.DueAt.Equal(want) {
		t.Errorf("got %+v, want due %s, detected %s, next %s", e, due, p.now, want)
	}
}

func TestDispute_exhausted_the_case_goes_on_without_the_partner(t *testing.T) {
	p := inDispute(t)
	p.refused("p-secretary", &CaseFailDispute{Case: "C1", Departing: "cal", Reason: "r"}, WrongStage)
	p.exhausted()
	p.waits("dispute:unresolved")
	p.refused("p-ald", &CaseFailDispute{Case: "C1", Departing: "cal", Reason: "r"}, NotPermitted)
	p.refused("p-secretary", &CaseFailDispute{Case: "C1", Reason: "r"}, Malformed)
	p.refused("p-secretary", &CaseFailDispute{Case: "C1", Departing: "cal", Withdraw: true, Reason: "r"}, Malformed) // its shape, before who asks
	p.refused("p-secretary", &CaseFailDispute{Case: "C1", Departing: "wcc", Reason: "r"}, Malformed)
	p.refused("p-secretary", &CaseFailDispute{Case: "C1", Departing: "sch", Reason: "r"}, Malformed)
	money, _ := p.c.Plan()
	p.do("po-cal", &CaseFailDispute{Case: "C1", Departing: "cal", Reason: "Calder leaves."})
	p.label("planning.working")
	if now, _ := p.c.Plan(); now != money-15_000_00 {
		t.Errorf("plan: got %s of %s", now, money)
	}
	if k := p.c.Commitment("cal-1"); !k.Released {
		t.Errorf("cal: got %+v", k)
	}
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	if p.c.Consent("cal") != nil || p.c.Consent("wcc") == nil {
		t.Errorf("asked: got %+v", p.c.CurrentConsents())
	}
}

func TestDispute_exhausted_the_sponsor_withdraws(t *testing.T) {
	p := inDispute(t)
	p.exhausted()
	p.refused("p-secretary", &CaseFailDispute{Case: "C1", Withdraw: true, Reason: "r"}, NotPermitted)
	p.do("p-unit", &CaseFailDispute{Case: "C1", Withdraw: true, Reason: "r"})
	p.label("closed")
	if p.c.Outcome != "withdrawn" {
		t.Errorf("got %s", p.c.Outcome)
	}
	if i := slices.IndexFunc(p.c.Commitments, func(k *Commitment) bool { return !k.Released }); i >= 0 {
		t.Errorf("%s is not released", p.c.Commitments[i].Commitment)
	}
}

func TestDispute_exhausted_after_the_award_decision_goes_back_to_planning_and_carries_no_contract(t *testing.T) {
	p := westmere(t)
	p.awarded()
	p.do("po-cal", &CaseRaiseDispute{Case: "C1", Organisation: "cal", Reason: "r"})
	p.refused("p-unit", &ContractRecord{Case: "C1", Supplier: "S", ValuePence: 291_000_00}, HoldActive)
	p.exhausted()
	p.do("p-secretary", &CaseFailDispute{Case: "C1", Departing: "cal", Reason: "r"})
	p.label("planning.working")
	p.refused("p-unit", &ContractRecord{Case: "C1", Supplier: "S", ValuePence: 291_000_00}, WrongStage)
}

func TestDispute_exhausted_with_a_contract_the_review_begins_and_nothing_is_taken_back(t *testing.T) {
	p := westmere(t)
	p.awarded()
	p.do("p-unit", &ContractRecord{Case: "C1", Supplier: "S", ValuePence: 291_000_00})
	p.do("po-cal", &CaseRaiseDispute{Case: "C1", Organisation: "cal", Reason: "r"})
	p.exhausted()
	p.refused("p-unit", &CaseFailDispute{Case: "C1", Withdraw: true, Reason: "r"}, WrongStage)
	p.do("p-secretary", &CaseFailDispute{Case: "C1", Departing: "cal", Reason: "r"})
	p.label("review.working")
	if p.c.Commitment("cal-1").Released {
		t.Error("what stands under a contract was released")
	}
}

func TestDispute_before_the_plan_does_not_jump_to_it(t *testing.T) {
	p := westmere(t)
	p.toGate("G1", "pa2023")
	p.do("p-n1", &CaseRaiseDispute{Case: "C1", Seat: "N1", Against: []string{"icb"}, Reason: "r"})
	p.exhausted()
	p.do("p-secretary", &CaseFailDispute{Case: "C1", Departing: "icb", Reason: "r"})
	p.label("needs_assessment.working")
}

func TestDispute_changed_terms_end_a_hold_of_the_decision(t *testing.T) {
	p := westmere(t)
	p.toGate("G3", "pa2023")
	p.votes("ogn", Approve, "N1", "N2")
	p.votes("ogs", Approve, "S1", "S2")
	p.votes("jce", Approve, "E1", "E2", "E3")
	p.label("procurement.pending_effect")
	p.do("po-cal", &CaseRaiseDispute{Case: "C1", Organisation: "cal", Reason: "r"})
	p.do("p-secretary", &CaseResolveDispute{Case: "C1", Agreement: "a", TermsChanged: true})
	p.label("procurement.working")
	if h := p.c.StandingHolds(""); len(h) > 0 {
		t.Errorf("stands: %+v", h[0])
	}
}

// A chain of lapses goes up a level at a time, each with its own clock, and ends in a dispute.
func TestEscalation_to_the_end_of_the_chain(t *testing.T) {
	p := westmere(t)
	p.toGate("G1", "pa2023")
	p.votes("ogs", Approve, "S1", "S2")
	lapse := func(signOff string, days int) {
		t.Helper()
		s := p.c.SignOff(signOff)
		if s == nil || s.State != SignOffOpen {
			t.Fatalf("%s: got %+v", signOff, s)
		}
		cal := p.r.CalendarAt(p.now)
		if want := cal.EndOf(cal.AddWorkingDays(cal.DateOf(s.OpenedAt), days)); !s.DueAt.Equal(want) {
			t.Errorf("%s: due %s, want %s", signOff, s.DueAt, want)
		}
		p.now = s.DueAt.Add(time.Second)
		p.do("system", &CaseTick{Case: "C1"})
	}
	lapse("ogn", 10)
	lapse("jce-for-ogn", 5)
	lapse("wcb-for-jce-for-ogn", 15)
	p.label("needs_assessment.in_dispute")
	if d := p.c.Dispute; d.SignOff != "wcb-for-jce-for-ogn" || d.Because != "lapse" {
		t.Errorf("got %+v", d)
	}
	p.do("p-secretary", &CaseResolveDispute{Case: "C1", Agreement: "a"})
	lapse("again-wcb-for-jce-for-ogn", 15)
	p.label("needs_assessment.in_dispute")
}

func TestEscalation_never_comes_back_to_a_board_that_let_it_lapse(t *testing.T) {
	p := westmere(t, replace("on_lapse: {escalate_to: {level: strategic}, deadline: P15WD}", "on_lapse: {escalate_to: {id: ogn}, deadline: P15WD}"))
	p.toGate("G1", "pa2023")
	p.votes("ogs", Approve, "S1", "S2")
	for range 3 {
		p.now = Due(p.c, p.r)[len(Due(p.c, p.r))-1].At
		p.do("system", &CaseTick{Case: "C1"})
	}
	for _, s := range p.c.Current() {
		if strings.HasPrefix(s.ID, "ogn-for") {
			t.Errorf("ogn is asked again as %s", s.ID)
		}
	}
}

func TestF111_who_leaves_an_unresolved_dispute_is_asked_for_nothing_more(t *testing.T) {
	p := adopting(t)
	a := adoption()
	a.Stage, a.Decisions, a.Contract = "procurement", a.Decisions[:2], nil
	p.do("p-unit", a)
	who := a.Commitments[1].Organisation
	p.do("po-"+who, &CaseRaiseDispute{Case: a.Case, Organisation: who, Reason: "r"})
	for p.c.Dispute.Step != "" {
		p.now = p.c.Dispute.DueAt.Add(time.Second)
		p.do("system", &CaseTick{Case: a.Case})
	}
	p.do("po-"+who, &CaseFailDispute{Case: a.Case, Departing: who, Reason: "r"})
	for _, k := range p.c.Reaffirmations() {
		if k.Organisation == who {
			t.Errorf("%s has left, and is still asked: %+v", who, k)
		}
	}
	if len(p.c.Reaffirmations()) != 1 {
		t.Errorf("the others are asked on: got %+v", p.c.Reaffirmations())
	}
	p.refused("po-"+who, &ConsentRecord{Case: a.Case, Organisation: who, Minute: "m"}, WrongStage)
}
