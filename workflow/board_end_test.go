package workflow

import (
	"slices"
	"strings"
	"testing"
	"time"

	"comity/events"
)

// merging is Westmere with its two area groups merged into one, whose seats are theirs.
func merging(t testing.TB, version, from string) string {
	t.Helper()
	g := governanceFrom(t, version, from)
	north, south := strings.Index(g, "  - id: ogn\n"), strings.Index(g, "  - id: ogs\n")
	end := strings.Index(g, "# Proposals")
	seats := func(of string) string { return of[strings.Index(of, "    seats:\n")+len("    seats:\n"):] }
	area := strings.Replace(g[north:south], "id: ogn\n    name: North Operational Group", "id: oga\n    name: Area Group\n    merges: [ogn, ogs]", 1)
	area = strings.Replace(area, "areas: [north]", "areas: [north, south]", 1)
	area = strings.Replace(area, "quorum: {voting: 2}", "quorum: {voting: 4}", 1)
	return g[:north] + strings.TrimRight(area, "\n") + "\n" + strings.TrimRight(seats(g[south:end]), "\n") + "\n\n" + g[end:]
}

// governanceFrom is Westmere's governance as another version from a day.
func governanceFrom(t testing.TB, version, from string) string {
	t.Helper()
	g := strings.Replace(source(t, "westmere.governance.yaml"), "version: 3", "version: "+version, 1)
	return strings.Replace(g, "effective_from: 2026-04-01", "effective_from: "+from, 1)
}

// without cuts a board out of a governance document.
func without(g, board string) string {
	i := strings.Index(g, "  - id: "+board+"\n")
	rest := g[i+4:]
	j := strings.Index(rest, "\n  - id: ")
	if k := strings.Index(rest, "\n# Proposals"); j < 0 || k < j {
		j = k
	}
	return g[:i] + strings.TrimLeft(rest[j:], "\n")
}

func (p *partnership) publish(source string) {
	p.t.Helper()
	p.register("p-admin", &PartnershipPublish{Source: source})
}

// both takes C1 to G1 before both area groups, on Tuesday 1 December 2026, with a version published that merges them on the 8th.
func both(t *testing.T) *partnership {
	p := westmere(t)
	p.toGate("G1", "pa2023")
	p.publish(merging(t, "4", "2026-12-08"))
	return p
}

func TestBoardsThatEnd(t *testing.T) {
	t.Run("F08_two_open_sign_offs_of_merged_boards_become_one_of_their_successor_without_votes", func(t *testing.T) {
		p := both(t)
		p.votes("ogn", Approve, "N1")
		p.clock("2026-12-08 00:00")
		p.states(map[string]string{"ogn": "void", "ogs": "void", "oga": "open", "jce": "waiting", "wcb": "waiting"})
		s := p.c.SignOff("oga")
		if len(s.Votes) != 0 || s.GovernanceVersion != 4 || !s.DueAt.Equal(at("2026-12-22 23:59:59")) {
			t.Fatalf("the new sign-off is %+v", s)
		}
		if old := p.c.SignOff("ogn"); old.Because != BoardVersionEnded || old.EndedBy != 4 || !old.EndedAt.Equal(at("2026-12-08")) || len(old.Votes) != 1 {
			t.Fatalf("the void sign-off is %+v", old)
		}
		p.refused("p-n2", &SignOffVote{Case: "C1", SignOff: "ogn", Seat: "N2", Choice: Approve}, SignOffVoid)
		p.votes("oga", Approve, "N1", "N2", "S1")
		p.states(map[string]string{"ogn": "void", "ogs": "void", "oga": "open", "jce": "waiting", "wcb": "waiting"}) // its own quorum of four
		p.votes("oga", Approve, "S2")
		p.states(map[string]string{"ogn": "void", "ogs": "void", "oga": "decided(endorsed)", "jce": "open", "wcb": "waiting"})
	})
	t.Run("F08_what_a_merged_board_decided_stands", func(t *testing.T) {
		p := both(t)
		p.votes("ogn", Approve, "N1", "N2")
		p.clock("2026-12-08 00:00")
		p.states(map[string]string{"ogn": "decided(endorsed)", "ogs": "void", "oga": "open", "jce": "waiting", "wcb": "waiting"})
		if from := p.c.reissuedFrom(p.c.SignOff("oga")); len(from) != 1 || from[0].ID != "ogs" {
			t.Fatalf("asked in place of %v", from)
		}
	})
	t.Run("a_vote_in_the_last_second_counts_and_one_in_the_first_finds_the_sign_off_void", func(t *testing.T) {
		p := both(t)
		p.votes("ogn", Approve, "N1")
		p.votes("ogs", Approve, "S1")
		p.now = at("2026-12-07 23:59:59").Add(999 * time.Millisecond)
		p.votes("ogn", Approve, "N2")
		p.now = at("2026-12-08 00:00")
		p.refused("p-s2", &SignOffVote{Case: "C1", SignOff: "ogs", Seat: "S2", Choice: Approve}, SignOffVoid)
		p.do(events.System, &CaseTick{Case: "C1"})
		p.states(map[string]string{"ogn": "decided(endorsed)", "ogs": "void", "oga": "open", "jce": "waiting", "wcb": "waiting"})
	})
	t.Run("a_late_tick_dates_the_end_to_its_day_and_the_new_clock_to_the_opening", func(t *testing.T) {
		p := both(t)
		p.now = at("2026-12-10 15:00")
		p.do(events.System, &CaseTick{Case: "C1"})
		for _, e := range p.last {
			if v, ok := e.(events.SignOffVoided); ok && (!v.DueAt.Equal(at("2026-12-08")) || !v.DetectedAt.Equal(p.now)) {
				t.Fatalf("voided: %+v", v)
			}
		}
		if s := p.c.SignOff("oga"); !s.OpenedAt.Equal(p.now) || !s.DueAt.Equal(at("2026-12-24 23:59:59")) {
			t.Fatalf("opened %s, due %s", s.OpenedAt, s.DueAt)
		}
	})
	t.Run("a_deadline_of_the_last_day_comes_before_the_end_of_the_board", func(t *testing.T) {
		p := westmere(t)
		p.toGate("G1", "pa2023")
		p.publish(merging(t, "4", "2026-12-16")) // due 15 December 23:59:59
		p.now = at("2026-12-15 12:00")
		p.do(events.System, &CaseTick{Case: "C1"})
		p.votes("ogn", Approve, "N1")
		p.now = at("2026-12-17 12:00") // and ticked late
		p.do(events.System, &CaseTick{Case: "C1"})
		p.states(map[string]string{"ogn": "escalated", "ogs": "escalated", "jce-for-ogn": "open", "jce-for-ogs": "open", "jce": "waiting", "wcb": "waiting"})
	})
	t.Run("a_version_published_late_ends_boards_at_its_publication", func(t *testing.T) {
		p := westmere(t)
		p.toGate("G1", "pa2023")
		p.now = at("2026-12-03 10:00")
		p.publish(merging(t, "4", "2026-11-01"))
		p.do(events.System, &CaseTick{Case: "C1"})
		if s := p.c.SignOff("ogn"); s.State != SignOffVoidState || !s.EndedAt.Equal(p.now) {
			t.Fatalf("got %+v", s)
		}
	})
	t.Run("a_version_that_another_overtakes_before_its_day_ends_nothing", func(t *testing.T) {
		p := both(t)
		p.publish(governanceFrom(t, "5", "2026-12-08"))
		p.clock("2026-12-10 00:00")
		p.states(map[string]string{"ogn": "open", "ogs": "open", "jce": "waiting", "wcb": "waiting"})
	})
	t.Run("a_change_of_quorum_rule_and_chair_ends_no_board", func(t *testing.T) {
		p := westmere(t)
		p.toGate("G1", "pa2023")
		g := strings.ReplaceAll(governanceFrom(t, "4", "2026-12-08"), "quorum: {voting: 2}", "quorum: {voting: 3}")
		p.publish(strings.Replace(g, "chair: {seat: N1, vice: [N2]}", "chair: {seat: N3}", 1))
		p.votes("ogn", Approve, "N1")
		p.now = at("2026-12-09 09:00")
		p.votes("ogn", Approve, "N2") // two, as pinned
		p.states(map[string]string{"ogn": "decided(endorsed)", "ogs": "open", "jce": "waiting", "wcb": "waiting"})
	})
	t.Run("a_board_dropped_without_a_successor_leaves_it_to_whom_the_workflow_now_sends_the_case", func(t *testing.T) {
		p := westmere(t)
		p.toGate("G1", "pa2023")
		p.publish(strings.Replace(without(governanceFrom(t, "4", "2026-12-08"), "ogs"), "areas: [north]", "areas: [north, south]", 1))
		p.clock("2026-12-08 00:00")
		p.states(map[string]string{"ogn": "open", "ogs": "void", "jce": "waiting", "wcb": "waiting"})
		if s := p.c.SignOff("ogs"); !slices.Equal(s.ReissuedAs, []string{"ogn"}) {
			t.Fatalf("reissued as %v", s.ReissuedAs)
		}
	})
	t.Run("and_where_the_workflow_sends_it_to_none_it_goes_up", func(t *testing.T) {
		p := westmere(t)
		p.toGate("G1", "pa2023")
		one := without(governanceFrom(t, "4", "2026-12-08"), "ogs")
		p.publish(one)
		p.votes("ogn", Approve, "N1", "N2")
		p.clock("2026-12-08 00:00")
		p.states(map[string]string{"ogn": "decided(endorsed)", "ogs": "void", "jce-for-ogs": "open", "jce": "waiting", "wcb": "waiting"})
		if s := p.c.SignOff("jce-for-ogs"); !s.DueAt.Equal(at("2026-12-15 23:59:59")) || s.Act != "endorse" {
			t.Fatalf("got %+v", s)
		}
		p.votes("jce-for-ogs", RefuseChoice, "E1", "E2", "E3") // what its refusal does is what the group's would: dissent
		p.states(map[string]string{"ogn": "decided(endorsed)", "ogs": "void", "jce-for-ogs": "decided(refused)", "jce": "open", "wcb": "waiting"})
	})
	t.Run("a_board_in_place_of_another_that_ends_leaves_its_place_to_its_successor", func(t *testing.T) {
		p := westmere(t)
		p.toGate("G1", "pa2023")
		p.votes("ogs", Approve, "S1", "S2")
		p.clock("2026-12-16 00:00") // ogn has lapsed: jce in its place
		g := strings.Replace(governanceFrom(t, "4", "2026-12-18"), "  - id: jce\n", "  - id: jcb\n    merges: [jce]\n", 1)
		p.publish(strings.ReplaceAll(strings.ReplaceAll(g, "reports_to: [jce]", "reports_to: [jcb]"), "board: jce", "board: jcb"))
		p.votes("jce-for-ogn", Approve, "E1")
		p.clock("2026-12-18 00:00")
		p.states(map[string]string{"ogn": "escalated", "ogs": "decided(endorsed)", "jce-for-ogn": "void", "jcb-for-ogn": "open", "jce": "void", "jcb": "waiting",
			"wcb": "waiting"})
		p.votes("jcb-for-ogn", Approve, "E1", "E2", "E3")
		p.states(map[string]string{"ogn": "escalated", "ogs": "decided(endorsed)", "jce-for-ogn": "void", "jcb-for-ogn": "decided(endorsed)", "jce": "void",
			"jcb": "open", "wcb": "waiting"})
	})
	t.Run("an_inquorate_and_a_tied_sign_off_are_opened_anew_as_well", func(t *testing.T) {
		p := westmere(t)
		p.toGate("G1", "pa2023")
		p.votes("ogn", Approve, "N1", "N2")
		p.votes("ogs", Approve, "S1", "S2")
		p.votes("jce", Approve, "E1", "E2", "E3")
		p.votes("wcb", Approve, "W1", "W2", "W3", "W9")
		p.votes("wcb", RefuseChoice, "W5", "W6", "W7", "W8")
		p.votes("wcb", Abstain, "W4")
		if p.state("wcb") != "tied" {
			t.Fatal(p.state("wcb"))
		}
		p.publish(strings.ReplaceAll(strings.Replace(governanceFrom(t, "4", "2026-12-08"), "  - id: wcb\n", "  - id: wpb\n    merges: [wcb]\n", 1), "reports_to: [wcb]", "reports_to: [wpb]"))
		p.now = at("2026-12-08 00:00")
		p.refused("p-lead", &SignOffCast{Case: "C1", SignOff: "wcb", Seat: "W1", Choice: Approve}, SignOffVoid)
		p.do(events.System, &CaseTick{Case: "C1"})
		if p.state("wcb") != "void" || p.state("wpb") != "open" {
			t.Fatalf("wcb %s, wpb %s", p.state("wcb"), p.state("wpb"))
		}
	})
	t.Run("while_the_case_is_suspended_it_is_void_at_once_and_asked_when_the_clocks_run_again", func(t *testing.T) {
		p := both(t)
		p.do("po-wcc", &CaseSuspend{Case: "C1", Reason: "An inspection."})
		p.clock("2026-12-08 00:00")
		p.states(map[string]string{"ogn": "void", "ogs": "void", "oga": "waiting", "jce": "waiting", "wcb": "waiting"})
		p.label("needs_assessment.suspended")
		p.now = at("2026-12-14 09:00")
		p.do("po-wcc", &CaseLift{Case: "C1", Reason: "Done."})
		if s := p.c.SignOff("oga"); s.State != SignOffOpen || !s.DueAt.Equal(at("2026-12-30 23:59:59")) {
			t.Fatalf("got %s, due %s", s.State, s.DueAt)
		}
	})
	t.Run("a_deferred_decision_of_a_board_that_ended_is_taken_up_by_its_successor", func(t *testing.T) {
		p := both(t)
		p.do("p-n1", &CaseDefer{Case: "C1", SignOff: "ogn", Until: day("2026-12-14"), Reason: "Wait."})
		p.clock("2026-12-08 00:00")
		p.states(map[string]string{"ogn": "decided(deferred)", "ogs": "void", "oga": "waiting", "jce": "waiting", "wcb": "waiting"})
		p.clock("2026-12-14 00:00")
		p.states(map[string]string{"ogn": "void", "ogs": "void", "oga": "open", "jce": "waiting", "wcb": "waiting"})
	})
	t.Run("two_mergers_one_after_the_other_noticed_late_ask_the_last_board_once", func(t *testing.T) {
		p := both(t)
		g := merging(t, "5", "2026-12-10")
		p.publish(strings.Replace(g, "id: oga\n    name: Area Group\n    merges: [ogn, ogs]", "id: ogz\n    name: Group\n    merges: [oga]", 1))
		p.now = at("2026-12-11 09:00")
		p.do(events.System, &CaseTick{Case: "C1"})
		p.states(map[string]string{"ogn": "void", "ogs": "void", "ogz": "open", "jce": "waiting", "wcb": "waiting"})
	})
	t.Run("a_gate_asked_for_afterwards_asks_the_successor", func(t *testing.T) {
		p := both(t)
		p.clock("2026-12-08 00:00")
		p.do("p-unit", &CaseAmend{Case: "C1", CaseFields: CaseFields{Title: ptr("Short breaks again")}})
		p.label("needs_assessment.working")
		p.do("p-unit", &CaseRequestGate{Case: "C1"})
		p.states(map[string]string{"oga": "open", "jce": "waiting", "wcb": "waiting"})
	})
}

func TestBoardWithNobodyInItsPlace(t *testing.T) {
	p := westmere(t, replace("on_lapse: {escalate_to: {level: executive}, deadline: P5WD}", "on_lapse: {dispute: true}"))
	p.toGate("G1", "pa2023")
	p.votes("ogn", Approve, "N1", "N2")
	one := without(governanceFrom(t, "4", "2026-12-08"), "ogs")
	p.publish(one)
	p.clock("2026-12-08 00:00")
	p.label("needs_assessment.in_dispute")
	if p.c.Dispute.Because != BoardVersionEnded || p.c.Dispute.SignOff != "ogs" {
		t.Fatalf("the dispute is %+v", p.c.Dispute)
	}
	p.now = at("2026-12-09 09:00")
	p.do("po-wcc", &CaseResolveDispute{Case: "C1", Agreement: "The county makes a board."})
	p.states(map[string]string{"ogn": "decided(endorsed)", "ogs": "void", "jce": "waiting", "wcb": "waiting"}) // silence passes no gate
	if got := Outstanding(p.c, p.r, p.now); !slices.Contains(got, "signoff:ogs") {
		t.Fatalf("the case waits for %v", got)
	}
	for _, w := range Explain(p.c, p.r, p.now) {
		if w.For == "signoff:ogs" && (!slices.Equal(w.People, []string{"p-admin"}) || !strings.Contains(w.Message, "South Operational Group ended on 8 December 2026 with version 4")) {
			t.Fatalf("explained: %+v", w)
		}
	}
	next := strings.Replace(merging(t, "5", "2026-12-14"), "merges: [ogn, ogs]", "merges: [ogs, ogn]", 1)
	p.publish(next)
	p.clock("2026-12-14 00:00")
	p.states(map[string]string{"ogn": "decided(endorsed)", "ogs": "void", "oga": "open", "jce": "waiting", "wcb": "waiting"})
	var why []string
	for _, w := range Explain(p.c, p.r, p.now) {
		if w.For == "signoff:oga" {
			why = w.Details
		}
	}
	if !slices.ContainsFunc(why, func(s string) bool {
		return strings.Contains(s, "in place of South Operational Group, which ended on 8 December 2026")
	}) {
		t.Fatalf("explained: %v", why)
	}
}

func TestMergesInADocument(t *testing.T) {
	p := westmere(t)
	for name, edit := range map[string]func(string) string{
		"a_board_that_stands":     func(g string) string { return strings.Replace(g, "merges: [ogn, ogs]", "merges: [ogn, jce]", 1) },
		"a_board_there_never_was": func(g string) string { return strings.Replace(g, "merges: [ogn, ogs]", "merges: [ogn, osg]", 1) },
		"itself":                  func(g string) string { return strings.Replace(g, "merges: [ogn, ogs]", "merges: [oga]", 1) },
		"one_twice":               func(g string) string { return strings.Replace(g, "merges: [ogn, ogs]", "merges: [ogn, ogn]", 1) },
	} {
		t.Run(name+"_is_refused", func(t *testing.T) {
			no := p.tryRegister("p-admin", &PartnershipPublish{Source: edit(merging(t, "4", "2026-12-08"))})
			if no == nil || no.Code != DefinitionInvalid || len(no.Details) != 1 {
				t.Fatalf("got %v", no)
			}
		})
	}
}
