package workflow

import (
	"testing"
	"time"

	"comity/events"
)

// urgent is a case at G1 whose strategic sign-off is open, which the chair may decide urgently; edit as for westmere.
func urgent(t *testing.T, edit ...func(g, w string) (string, string)) *partnership {
	t.Helper()
	p := westmere(t, append(edit, knowsUrgency)...)
	p.toWCB()
	return p
}

// knowsUrgency is the strategic board's rule for urgent decisions, with a limit that is the plan of the case to the penny.
func knowsUrgency(g, w string) (string, string) {
	const rule = "on_tie: casting_vote, close: when_decided}\n"
	return replace(rule, rule+"    urgent: {allowed: true, limit_gbp: \"£300,000\", concurrence: [vice_chair], ratify_within: P60D}\n")(g, w)
}

// decideUrgently has the chair decide, with the vice-chair's concurrence.
func (p *partnership) decideUrgently() {
	p.t.Helper()
	p.do("p-icb", &SignOffConcur{Case: "C1", SignOff: "wcb", Seat: "W3"})
	p.do("p-lead", &SignOffDecideUrgently{Case: "C1", SignOff: "wcb", Seat: "W1", Reason: "The grant lapses on Friday."})
}

func (p *partnership) ratifies(choice string, seats ...string) {
	p.t.Helper()
	for _, seat := range seats {
		p.do(p.r.Holder(seat, p.now), &SignOffRatify{Case: "C1", SignOff: "wcb", Seat: seat, Choice: choice})
	}
}

func (p *partnership) use(t *testing.T) UrgentUse {
	t.Helper()
	all := UrgencyOf(p.c, p.r, p.now)
	if len(all) != 1 {
		t.Fatalf("got %d uses, want one: %+v", len(all), all)
	}
	return all[0]
}

func TestUrgency_register_of_an_urgent_decision(t *testing.T) {
	for _, tc := range []struct {
		name    string
		then    func(*partnership)
		outcome string
		because string
		ended   bool
		effect  bool
	}{
		{"it waits for the board, and has its effect", func(*partnership) {}, UrgencyOpen, "", false, true},
		{"ratified", func(p *partnership) { p.ratifies(Approve, "W1", "W2", "W3", "W5", "W6") }, UrgencyAllowed, "certain", true, true},
		{"voted down, and its effect is undone", func(p *partnership) {
			p.ratifies(Approve, "W3")
			p.ratifies(RefuseChoice, "W2", "W5", "W6", "W7", "W8")
		},
			UrgencyRefused, "refused", true, false},
		{"not ratified in time", func(p *partnership) {
			p.now = p.c.SignOff("wcb").Urgent.RatifyBy.Add(time.Second)
			p.do(events.System, &CaseTick{Case: "C1"})
		},
			UrgencyRefused, "lapsed", true, false},
		{"the case is withdrawn first", func(p *partnership) { p.do("p-unit", &CaseWithdraw{Case: "C1", Reason: "The grant is gone."}) }, UrgencyVoid, "case_withdrawn", true, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := urgent(t)
			p.decideUrgently()
			decided := p.now
			p.now = p.now.Add(time.Hour)
			tc.then(p)
			u := p.use(t)
			if u.Route != RouteUrgentDecision || u.Body() != "wcb" || u.Person != "p-lead" || u.Seat != "W1" || len(u.Agreed) != 1 || u.Agreed[0] != (UrgencyAgreed{Seat: "W3", Person: "p-icb"}) ||
				u.Reason != "The grant lapses on Friday." || u.ValuePence != 30_000_000 || u.LimitPence != 30_000_000 || !u.DecidedAt.Equal(decided) || u.FinancialYear != "2026-27" {
				t.Errorf("got %+v", u)
			}
			if u.Outcome != tc.outcome || u.Because != tc.because || !u.EndedAt.IsZero() != tc.ended {
				t.Errorf("got %s because of %q at %s, want %s because of %q", u.Outcome, u.Because, u.EndedAt, tc.outcome, tc.because)
			}
			if u.EffectiveAt.IsZero() == tc.effect || u.EffectiveAt.IsZero() != (len(u.HeldBy) > 0) {
				t.Errorf("got the effect %+v", u.InEffect)
			}
		})
	}
}

func TestUrgency_register_of_key_decisions(t *testing.T) {
	for kind, more := range map[string]func(*NoticePublish){
		NoticeGeneralException: exception,
		NoticeSpecialUrgency:   func(n *NoticePublish) { n.AgreedBy, n.Reason = "p-scrutiny-1", "The home closes." },
	} {
		t.Run(kind, func(t *testing.T) {
			p := keyDecision(t)
			p.announce(kind, p.today().AddDays(-6).String(), more)
			if u := p.use(t); u.Route != kind || u.Body() != "wcc" || u.DecidedOn != "" || u.Outcome != UrgencyAllowed || len(u.HeldBy) != 1 {
				t.Errorf("before the decision: got %+v", u)
			}
			p.do("po-wcc", &ConsentRecord{Case: "C1", Organisation: "wcc", Minute: "Cabinet 4"})
			u := p.use(t)
			if u.Person != "po-wcc" || u.DecidedOn != p.today().String() || u.Gate != "G2" || u.ValuePence != 15_000_000 || len(u.HeldBy) != 1 || u.HeldBy[0] != "call_in" || u.HeldUntil.IsZero() {
				t.Errorf("once decided: got %+v", u)
			}
			until := u.HeldUntil
			p.clock("2027-01-31")
			if u := p.use(t); !u.EffectiveAt.Equal(until.Add(time.Second)) || u.HeldBy != nil {
				t.Errorf("in effect: got %+v", u.InEffect)
			}
			if n := len(u.Agreed) + len(u.Told); n != 1 {
				t.Errorf("got %d of scrutiny, want one: %+v", n, u)
			}
		})
	}
}

// A notice in the ordinary time is not urgent; and what is counted is added up by year, body and route.
func TestUrgency_counts(t *testing.T) {
	p := keyDecision(t)
	p.announce(NoticeKeyDecision, p.today().AddDays(-29).String(), nil)
	if UsedUrgently(p.c) || len(UrgencyOf(p.c, p.r, p.now)) != 0 {
		t.Fatal("an ordinary notice stands in the register of urgency")
	}
	got := CountUrgency([]UrgentUse{
		{FinancialYear: "2025-26", Board: "wcb", Route: RouteUrgentDecision, Outcome: UrgencyRefused},
		{FinancialYear: "2026-27", Board: "wcb", Route: RouteUrgentDecision, Outcome: UrgencyAllowed},
		{FinancialYear: "2026-27", Organisation: "wcc", Route: RouteSpecialUrgency, Outcome: UrgencyAllowed},
		{FinancialYear: "2026-27", Board: "wcb", Route: RouteUrgentDecision, Outcome: UrgencyOpen},
		{FinancialYear: "2026-27", Board: "wcb", Route: RouteUrgentDecision, Outcome: UrgencyVoid},
	})
	want := []UrgencyCount{
		{"2026-27", "wcb", RouteUrgentDecision, 3, 1, 0, 1, 1},
		{"2026-27", "wcc", RouteSpecialUrgency, 1, 1, 0, 0, 0},
		{"2025-26", "wcb", RouteUrgentDecision, 1, 0, 1, 0, 0},
	}
	if len(got) != len(want) {
		t.Fatalf("got %+v, want %+v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("row %d: got %+v, want %+v", i, got[i], want[i])
		}
	}
}

func TestEffectOf_always_says_what_holds_a_decision(t *testing.T) {
	p := keyDecision(t)
	g1 := EffectOf(p.c, "G1", 1)
	if g1.EffectiveAt.IsZero() || g1.HeldBy != nil {
		t.Errorf("a gate that passed: got %+v", g1)
	}
	if e := EffectOf(p.c, "G2", 1); len(e.HeldBy) != 1 || e.HeldBy[0] != HeldByGate || !e.HeldUntil.IsZero() {
		t.Errorf("while others decide: got %+v", e)
	}
	p.announce(NoticeSpecialUrgency, p.today().String(), func(n *NoticePublish) { n.AgreedBy, n.Reason = "p-scrutiny-1", "r" })
	p.do("po-wcc", &ConsentRecord{Case: "C1", Organisation: "wcc", Minute: "Cabinet 4"})
	if e := EffectOf(p.c, "G2", 1); len(e.HeldBy) != 1 || e.HeldBy[0] != "call_in" || e.HeldUntil.IsZero() {
		t.Errorf("held: got %+v", e)
	}
	p.do("mo-wcc", &CaseSuspend{Case: "C1", Reason: "An inspection."})
	if e := EffectOf(p.c, "G2", 1); len(e.HeldBy) != 2 || e.HeldBy[1] != HeldBySuspension || !e.HeldUntil.IsZero() {
		t.Errorf("suspended: got %+v", e)
	}
	p.do("p-unit", &CaseWithdraw{Case: "C1", Reason: "r"})
	if e := EffectOf(p.c, "G2", 1); len(e.HeldBy) != 1 || e.HeldBy[0] != HeldBySuperseded {
		t.Errorf("withdrawn: got %+v", e)
	}
	if e := EffectOf(p.c, "G1", 1); !e.EffectiveAt.Equal(g1.EffectiveAt) {
		t.Errorf("what was in effect: got %+v, want %+v", e, g1)
	}
}
