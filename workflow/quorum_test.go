package workflow

import (
	"slices"
	"testing"
	"time"
)

// atBoard is Westmere on 5 January 2027, 09:00, with the board asked at G1; its fifteen working days end with the 26th.
func atBoard(t *testing.T) *partnership {
	p := westmere(t)
	p.toGate("G1", "pa2023")
	p.votes("ogn", Approve, "N1", "N2")
	p.votes("ogs", Approve, "S1", "S2")
	p.votes("jce", Approve, "E1", "E2", "E3")
	return p
}

func TestF40_a_deadline_moves_by_the_time_without_a_quorum_however_late_that_is_noticed(t *testing.T) {
	for name, seen := range map[string][]time.Duration{
		"noticed at once":         {5 * day24, 9 * day24},
		"noticed after two days":  {7 * day24, 9 * day24},
		"noticed when it is over": {12 * day24},
	} {
		t.Run(name, func(t *testing.T) {
			p := atBoard(t)
			due, start := p.c.SignOff("wcb").DueAt, p.r.CalendarAt(p.now).StartOf(p.today())
			p.register("ao-icb", &MemberRemove{Seat: "W3", LastDay: p.today().AddDays(4), Instrument: "i"})
			p.register("ao-icb", &MemberAppoint{Seat: "W3", Person: "p-icb-2", From: p.today().AddDays(9), Instrument: "i"})
			for _, d := range seen {
				p.now = start.Add(d)
				p.do("system", &CaseTick{Case: "C1"})
			}
			if s := p.c.SignOff("wcb"); s.State != SignOffOpen || !s.DueAt.Equal(due.Add(4*day24)) {
				t.Errorf("got %s until %s, want open until %s", s.State, s.DueAt, due.Add(4*day24))
			}
		})
	}
}

const day24 = 24 * time.Hour

func TestReturn_and_deferral_are_resolutions_of_a_quorate_board(t *testing.T) {
	p := atBoard(t)
	p.do("p-icb", &SignOffDeclareInterest{Case: "C1", SignOff: "wcb", Seat: "W3", Interest: "pecuniary"})
	p.refused("p-lead", &CaseReturn{Case: "C1", SignOff: "wcb", Reasons: []string{"r"}}, SignOffInquorate)
	p.refused("p-lead", &CaseDefer{Case: "C1", SignOff: "wcb", Until: p.today().AddDays(3), Reason: "r"}, SignOffInquorate)
}

func TestF110_a_tie_at_the_deadline_is_decided_on_what_is_left_when_one_stands_aside(t *testing.T) {
	p := atBoard(t)
	p.votes("wcb", Approve, "W1", "W3", "W2")
	p.votes("wcb", RefuseChoice, "W4", "W5", "W6")
	p.now = p.c.SignOff("wcb").DueAt.Add(time.Second)
	p.do("system", &CaseTick{Case: "C1"})
	p.stands("wcb", "tied")
	p.do("p-bra", &SignOffDeclareInterest{Case: "C1", SignOff: "wcb", Seat: "W6", Interest: "pecuniary"})
	if s := p.c.SignOffs[len(p.c.SignOffs)-1]; s.Result != "approved" || s.Because != "recounted" {
		t.Errorf("got %s because of %s, want approved on the votes that are left: nobody votes after the deadline", s.Result, s.Because)
	}
}

func TestExplain_a_lost_quorum_waits_for_who_can_bring_it_back(t *testing.T) {
	p := atBoard(t)
	p.do("p-icb", &SignOffDeclareInterest{Case: "C1", SignOff: "wcb", Seat: "W3", Interest: "pecuniary"})
	if got := Explain(p.c, p.r, p.now)[0].People; !slices.Equal(got, []string{"mo-icb"}) {
		t.Errorf("got %v, want the monitoring officer, and none of those who cannot vote meanwhile", got)
	}
}

func TestGate_that_passes_by_what_a_deadline_closed_has_passed_then_however_late_that_is_noticed(t *testing.T) {
	for name, late := range map[string]time.Duration{"at once": 0, "three days later": 3 * day24} {
		t.Run(name, func(t *testing.T) {
			p := atBoard(t)
			p.votes("wcb", Approve, "W1", "W3", "W5")
			p.votes("wcb", RefuseChoice, "W4")
			p.votes("wcb", Abstain, "W6")
			over := p.c.SignOff("wcb").DueAt.Add(time.Second)
			p.now = over.Add(late)
			p.do("system", &CaseTick{Case: "C1"})
			p.label("planning.working")
			if g := p.c.Passed[0]; !g.EffectiveAt.Equal(over) || !g.DecidedAt.Equal(over) || !p.c.StageEnteredAt.Equal(over) {
				t.Errorf("passed %s, in effect %s, stage since %s; want %s", g.DecidedAt, g.EffectiveAt, p.c.StageEnteredAt, over)
			}
		})
	}
}
