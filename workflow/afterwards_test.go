package workflow

import (
	"slices"
	"strings"
	"testing"
	"time"

	"comity/events"
)

// noted lets the joint commissioning executive note at G1 what the board approved there, once the gate has passed.
func noted(t *testing.T, edit ...func(string, string) (string, string)) *partnership {
	t.Helper()
	p := westmere(t, append(edit, replace("\n  - id: G2\n", "      - {id: noting, order: 3, board: {id: jce}, act: note, afterwards: true, deadline: P10WD, on_lapse: {tell: {id: wcb}}}\n\n  - id: G2\n"))...)
	p.toGate("G1", "pa2023")
	return p
}

// stands wants a sign-off, of whatever gate, in a state or with a result.
func (p *partnership) stands(signOff, want string) {
	p.t.Helper()
	s := p.c.SignOff(signOff)
	if s == nil || first(s.Result, string(s.State)) != want {
		p.t.Fatalf("sign-off %s: got %+v, want %s", signOff, s, want)
	}
}

func TestSignOffsAskedAfterwards(t *testing.T) {
	t.Run("it_opens_when_the_gate_has_passed_and_holds_nothing_up", func(t *testing.T) {
		p := noted(t)
		if p.c.SignOff("noting-jce") != nil {
			t.Fatal("it is asked before the gate has passed")
		}
		p.passG1()
		s := p.c.SignOff("noting-jce")
		if s == nil || s.State != SignOffOpen || s.Snapshot == "" || !s.DueAt.Equal(at("2026-12-15 23:59:59")) {
			t.Fatalf("got %+v", s)
		}
		if got := Outstanding(p.c, p.r, p.now); !slices.Equal(got, []string{"gate:G2"}) {
			t.Errorf("it waits for %v", got)
		}
		waits := slices.ContainsFunc(Explain(p.c, p.r, p.now), func(w Waiting) bool { return w.For == "signoff:noting-jce" && w.Aside && len(w.People) > 0 })
		if !waits {
			t.Error("nobody is told that it waits")
		}
		p.votes("noting-jce", Approve, "E1", "E2", "E3")
		p.stands("noting-jce", "noted")
		p.label("planning.working")
		if v := p.c.SignOff("noting-jce").Votes[0]; v.Seat != "E1" {
			t.Errorf("got %+v", v)
		}
	})
	t.Run("the_same_board_at_the_next_gate_is_another_sign_off", func(t *testing.T) {
		p := noted(t)
		p.passG1()
		p.evidence("G2")
		p.do("p-unit", &CaseRequestGate{Case: "C1"})
		p.votes("jce", Approve, "E1", "E2")
		p.stands("jce", "open")
		p.stands("noting-jce", "open")
		p.votes("noting-jce", Approve, "E1", "E2", "E3") // their votes there do not count against them here
		p.votes("jce", Approve, "E3")
		p.stands("jce", "approved")
		p.stands("noting-jce", "noted")
	})
	t.Run("nothing_but_votes_and_interests_is_taken_on_it", func(t *testing.T) {
		p := noted(t)
		p.passG1()
		p.evidence("G2")
		p.do("p-unit", &CaseRequestGate{Case: "C1"})
		p.refused("p-dcs", &CaseReturn{Case: "C1", SignOff: "noting-jce", Reasons: []string{"No."}}, SignOffNotOpen)
		p.refused("p-dcs", &CaseDefer{Case: "C1", SignOff: "noting-jce", Until: day("2027-01-15"), Reason: "Later."}, SignOffNotOpen)
		p.refused("p-dcs", &SignOffDecideUrgently{Case: "C1", SignOff: "noting-jce", Seat: "E1", Reason: "Now."}, UrgentNotApplicable)
		p.do("p-dcs", &SignOffDeclareInterest{Case: "C1", SignOff: "noting-jce", Seat: "E1", Interest: "pecuniary"})
		p.refused("p-dcs", &SignOffVote{Case: "C1", SignOff: "noting-jce", Seat: "E1", Choice: Approve}, SeatRecused)
		p.label("planning.at_gate")
	})
	t.Run("a_refusal_is_dissent_and_undoes_nothing", func(t *testing.T) {
		p := noted(t)
		p.passG1()
		p.votes("noting-jce", RefuseChoice, "E1", "E2", "E3")
		if s := p.c.SignOff("noting-jce"); s.Result != "refused" || !s.Dissent {
			t.Errorf("got %s, dissent %v", s.Result, s.Dissent)
		}
		p.label("planning.working")
	})
	t.Run("equal_votes_are_no_dispute_although_the_board_s_rule_makes_them_one", func(t *testing.T) {
		p := noted(t)
		p.passG1()
		p.votes("noting-jce", Approve, "E1", "E2")
		p.votes("noting-jce", RefuseChoice, "E3", "E4")
		p.votes("noting-jce", "abstain", "E5")
		if s := p.c.SignOff("noting-jce"); s.Result != "refused" || s.Because != "tie_falls" {
			t.Errorf("got %s because %s", s.Result, s.Because)
		}
		p.label("planning.working")
	})
	t.Run("its_day_passes_once_and_it_is_noted_late", func(t *testing.T) {
		p := noted(t)
		p.passG1()
		p.clock("2026-12-16 00:00")
		var late []events.SignOffOverdue
		for _, e := range p.last {
			if x, ok := e.(events.SignOffOverdue); ok {
				late = append(late, x)
			}
		}
		if len(late) != 1 || !slices.Equal(late[0].Boards, []string{"wcb"}) || !late[0].DueAt.Equal(at("2026-12-15 23:59:59")) {
			t.Fatalf("got %+v", late)
		}
		p.stands("noting-jce", "open")
		p.label("planning.working")
		if got := Due(p.c, p.r); slices.ContainsFunc(got, func(x DueItem) bool { return x.On == "noting-jce" }) {
			t.Errorf("it falls due again: %+v", got)
		}
		p.clock("2027-02-01 10:00")
		p.votes("noting-jce", Approve, "E1", "E2", "E3")
		p.stands("noting-jce", "noted")
	})
	t.Run("a_quorate_board_has_decided_by_its_deadline_on_the_votes_cast", func(t *testing.T) {
		p := noted(t)
		p.passG1()
		p.votes("noting-jce", Approve, "E1", "E3")
		p.votes("noting-jce", "abstain", "E2")
		p.clock("2026-12-16 00:00")
		if s := p.c.SignOff("noting-jce"); s.Result != "noted" || s.Because != "deadline" {
			t.Errorf("got %s because %s", s.Result, s.Because)
		}
	})
	t.Run("its_day_runs_while_the_case_is_suspended_and_it_may_be_noted_then", func(t *testing.T) {
		p := noted(t)
		p.passG1()
		p.do("ao-wcc", &CaseSuspend{Case: "C1", Reason: "A challenge."})
		p.clock("2026-12-16 00:00")
		if p.c.SignOff("noting-jce").OverdueAt.IsZero() {
			t.Error("it is not overdue")
		}
		p.votes("noting-jce", Approve, "E1", "E2", "E3")
		p.stands("noting-jce", "noted")
	})
	t.Run("it_is_void_when_the_gate_is_asked_for_again", func(t *testing.T) {
		p := noted(t)
		p.passG1()
		p.evidence("G2")
		p.do("p-unit", &CaseRequestGate{Case: "C1"})
		p.do("p-dcs", &CaseReturn{Case: "C1", SignOff: "jce", Stage: "needs_assessment", Reasons: []string{"The need has changed."}})
		p.stands("noting-jce", "open")
		p.do("p-unit", &CaseRequestGate{Case: "C1"})
		if s := p.c.SignOff("noting-jce"); s.State != SignOffVoidState || s.Because != "gate_requested_again" {
			t.Errorf("got %s because %s", s.State, s.Because)
		}
	})
	t.Run("it_is_void_when_the_case_ends", func(t *testing.T) {
		p := noted(t)
		p.passG1()
		p.do("po-wcc", &CaseWithdraw{Case: "C1", Reason: "No money."})
		if s := p.c.SignOff("noting-jce"); s.State != SignOffVoidState || s.Because != "case_closed" {
			t.Errorf("got %s because %s", s.State, s.Because)
		}
		if got := Due(p.c, p.r); len(got) > 0 {
			t.Errorf("still due: %+v", got)
		}
	})
	t.Run("whoever_takes_over_from_its_board_is_asked_instead", func(t *testing.T) {
		p := noted(t)
		p.passG1()
		g := strings.Replace(governanceFrom(t, "4", "2026-12-08"), "  - id: jce\n", "  - id: jcx\n    merges: [jce]\n", 1)
		p.publish(strings.ReplaceAll(g, "reports_to: [jce]", "reports_to: [jcx]"))
		p.votes("noting-jce", Approve, "E1")
		p.clock("2026-12-08 00:00")
		if s := p.c.SignOff("noting-jce"); s.State != SignOffVoidState || !slices.Equal(s.ReissuedAs, []string{"jcx"}) {
			t.Fatalf("got %s, asked instead %v", s.State, s.ReissuedAs)
		}
		p.votes("jcx", Approve, "E1", "E2", "E3")
		p.stands("jcx", "noted")
	})
}

// dated gives G2 one day, which its finance officer has, and lets that sign-off stay open.
func dated(t *testing.T) *partnership {
	t.Helper()
	p := westmere(t, replace("  - id: G2\n    name: Plan\n", "  - id: G2\n    name: Plan\n    due_on: 2026-12-04\n"),
		replace("        act: certify\n        delegable: false\n", "        act: certify\n        delegable: false\n        remind: [{before: P1WD}]\n        on_lapse: {stays_open: true, tell: {level: strategic}}\n"))
	p.toGate("G2", "pa2023")
	return p
}

func TestOneDayForAGate(t *testing.T) {
	t.Run("whoever_has_no_deadline_has_the_gate_s_day_and_is_reminded_before_it", func(t *testing.T) {
		p := dated(t)
		if got := p.c.SignOff("finance").DueAt; !got.Equal(at("2026-12-04 23:59:59")) {
			t.Errorf("got %s", got)
		}
		if got := p.c.SignOff("jce").DueAt; got.Equal(at("2026-12-04 23:59:59")) {
			t.Error("a sign-off with a deadline of its own has the gate's day")
		}
		p.clock("2026-12-03 09:00")
		if got := p.c.SignOff("finance").Reminded; !slices.Equal(got, []string{"before:P1WD"}) {
			t.Errorf("got reminders %v", got)
		}
	})
	t.Run("an_act_in_the_last_second_is_in_time", func(t *testing.T) {
		p := dated(t)
		p.now = at("2026-12-04 23:59:59")
		p.do("p-cfo", &SignOffCertify{Case: "C1", SignOff: "finance"})
		if s := p.c.SignOff("finance"); !s.OverdueAt.IsZero() || s.Result != "approved" {
			t.Errorf("got %+v", s)
		}
	})
	t.Run("the_day_passes_and_neither_assent_nor_a_dispute_follows", func(t *testing.T) {
		p := dated(t)
		p.clock("2026-12-05 00:00")
		s := p.c.SignOff("finance")
		if s.State != SignOffOpen || !s.OverdueAt.Equal(at("2026-12-05 00:00")) {
			t.Fatalf("got %s, overdue %s", s.State, s.OverdueAt)
		}
		p.label("planning.at_gate")
		if got := Outstanding(p.c, p.r, p.now); !slices.Contains(got, "signoff:finance") {
			t.Errorf("it waits for %v", got)
		}
		p.do("p-cfo", &SignOffCertify{Case: "C1", SignOff: "finance"})
		p.stands("finance", "approved")
	})
	t.Run("a_late_tick_says_when_it_was_due_and_when_that_was_noticed", func(t *testing.T) {
		p := dated(t)
		p.now = at("2026-12-09 14:00")
		p.do(events.System, &CaseTick{Case: "C1"})
		i := slices.IndexFunc(p.last, func(e events.Event) bool { _, ok := e.(events.SignOffOverdue); return ok })
		if i < 0 {
			t.Fatalf("got %v", p.last)
		}
		if e := p.last[i].(events.SignOffOverdue); !e.DueAt.Equal(at("2026-12-04 23:59:59")) || !e.DetectedAt.Equal(at("2026-12-09 14:00")) {
			t.Errorf("got %+v", e)
		}
		if got := p.c.SignOff("finance").OverdueAt; !got.Equal(at("2026-12-05 00:00")) {
			t.Errorf("overdue from %s", got)
		}
	})
	t.Run("asked_again_after_the_day_it_is_overdue_again", func(t *testing.T) {
		p := dated(t)
		p.clock("2026-12-07 10:00")
		p.do("p-unit", &CaseRemoveEvidence{Case: "C1", Item: p.c.Evidence[len(p.c.Evidence)-1].Item, Reason: "wrong paper"})
		p.label("planning.working")
		p.evidence("G2")
		p.do("p-unit", &CaseRequestGate{Case: "C1"})
		p.clock("2026-12-07 10:00")
		s := p.c.SignOff("finance")
		if s.GateRound != 2 || !s.DueAt.Equal(at("2026-12-04 23:59:59")) || s.OverdueAt.IsZero() {
			t.Errorf("got %+v", s)
		}
	})
	t.Run("clocks_that_stand_move_a_day_to_come_and_not_one_that_is_over", func(t *testing.T) {
		p := dated(t)
		p.do("ao-wcc", &CaseSuspend{Case: "C1", Reason: "A challenge."})
		p.now = p.now.Add(48 * time.Hour)
		p.do("ao-wcc", &CaseLift{Case: "C1", Reason: "It was withdrawn."})
		if got := p.c.SignOff("finance").DueAt; !got.Equal(at("2026-12-06 23:59:59")) {
			t.Fatalf("got %s", got)
		}
		p.clock("2026-12-08 09:00")
		p.do("ao-wcc", &CaseSuspend{Case: "C1", Reason: "Another."})
		p.now = p.now.Add(48 * time.Hour)
		p.do("ao-wcc", &CaseLift{Case: "C1", Reason: "It was withdrawn."})
		if got := p.c.SignOff("finance").DueAt; !got.Equal(at("2026-12-06 23:59:59")) {
			t.Errorf("got %s", got)
		}
	})
	t.Run("another_s_lapse_into_a_dispute_does_not_take_it_along", func(t *testing.T) {
		p := dated(t)
		p.votes("jce", Approve, "E1", "E2", "E3")
		p.clock("2026-12-05 00:00")
		p.do("p-dcs", &CaseRaiseDispute{Case: "C1", Seat: "W2", Reason: "The sums."})
		p.do("p-secretary", &CaseResolveDispute{Case: "C1", Agreement: "As planned."})
		p.stands("finance", "open")
		p.label("planning.at_gate")
	})
}
