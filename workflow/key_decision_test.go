package workflow

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"comity/workflow/calendar"
)

// requisition is what five members of the County Council's scrutiny hand in.
func requisition() *DecisionCallIn {
	return &DecisionCallIn{Case: "C1", Requisition: []string{"p-scrutiny-1", "p-scrutiny-2", "p-scrutiny-3", "p-scrutiny-4", "p-scrutiny-5"}, Reasons: "Too dear."}
}

// keyDecision is a case at G2 of which only the County Council's own decision is lacking, and whose plan is exactly its threshold.
func keyDecision(t *testing.T, edit ...func(g, w string) (string, string)) *partnership {
	p := westmere(t, append(edit, replace("whole_life_gbp: {gte: 500000}", "whole_life_gbp: {gte: 300000}"))...)
	p.boardsAtG2()
	for _, seat := range []string{"W3", "W4", "W5", "W6", "W7", "W8"} {
		cmd := &ConsentConfirm{Case: "C1", Seat: seat}
		p.do(p.r.Holder(seat, p.now), cmd)
	}
	return p
}

func (p *partnership) on(date string) calendar.Date { return day(date) }

func (p *partnership) announce(kind, on string, more func(*NoticePublish)) {
	p.t.Helper()
	cmd := &NoticePublish{Case: "C1", Kind: kind, PublishedOn: day(on)}
	if more != nil {
		more(cmd)
	}
	p.do("po-wcc", cmd)
}

func (p *partnership) today() calendar.Date { return p.r.CalendarAt(p.now).DateOf(p.now) }

func TestKeyDecision_notice(t *testing.T) {
	record := &ConsentRecord{Case: "C1", Organisation: "wcc", Minute: "Cabinet 4"}
	for _, tc := range []struct {
		name   string
		kind   string
		before int // days before the decision
		more   func(*NoticePublish)
		needed int // clear days, where it is refused; 0 where it is not
		had    int
	}{
		{"none at all", "", 0, nil, 28, 0},
		{"twenty-seven clear days", NoticeKeyDecision, 28, nil, 28, 27},
		{"twenty-eight clear days", NoticeKeyDecision, 29, nil, 0, 0},
		{"a general exception of four clear days", NoticeGeneralException, 5, exception, 5, 4},
		{"a general exception of five clear days", NoticeGeneralException, 6, exception, 0, 0},
		{"special urgency on the day", NoticeSpecialUrgency, 0, func(n *NoticePublish) { n.AgreedBy, n.Reason = "p-scrutiny-1", "The home closes." }, 0, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := keyDecision(t)
			if tc.kind != "" {
				p.announce(tc.kind, p.today().AddDays(-tc.before).String(), tc.more)
			}
			if tc.needed > 0 {
				no := p.refused("po-wcc", record, NoticeTooShort)
				if f := no.Details[0].Facts; f["clear_days_required"] != tc.needed || f["clear_days_had"] != tc.had || f["decided"] != p.today().String() {
					t.Fatalf("got facts %v", f)
				}
				return
			}
			p.do("po-wcc", record)
			p.label("planning.pending_effect")
			if act := p.c.Consent("wcc").Acts[0]; act.Notice == "" || act.Threshold != "key-decision" || (act.Exception != "") != (tc.kind != NoticeKeyDecision) {
				t.Fatalf("got %+v", act)
			}
		})
	}
}

func exception(n *NoticePublish) { n.Told, n.Reason = []string{"p-scrutiny-1"}, "The grant ends." }

func TestF105_of_two_notices_that_are_too_short_the_refusal_speaks_of_the_one_that_lacks_least(t *testing.T) {
	for _, tc := range []struct {
		notice, exception int // days before the decision
		needed, had       int
	}{{4, 4, 5, 3}, {27, 2, 28, 26}} {
		p := keyDecision(t)
		p.announce(NoticeKeyDecision, p.today().AddDays(-tc.notice).String(), nil)
		p.announce(NoticeGeneralException, p.today().AddDays(-tc.exception).String(), exception)
		no := p.refused("po-wcc", &ConsentRecord{Case: "C1", Organisation: "wcc", Minute: "Cabinet 4"}, NoticeTooShort)
		if f := no.Details[0].Facts; f["clear_days_required"] != tc.needed || f["clear_days_had"] != tc.had {
			t.Errorf("%+v: got facts %v", tc, f)
		}
	}
}

func TestKeyDecision_exceptions_say_who_of_scrutiny(t *testing.T) {
	p := keyDecision(t)
	for name, cmd := range map[string]*NoticePublish{
		"nobody was told":                           {Kind: NoticeGeneralException, Reason: "r"},
		"a member, not the chair":                   {Kind: NoticeGeneralException, Reason: "r", Told: []string{"p-scrutiny-2"}},
		"nobody agreed":                             {Kind: NoticeSpecialUrgency, Reason: "r"},
		"a member agreed":                           {Kind: NoticeSpecialUrgency, Reason: "r", AgreedBy: "p-scrutiny-2"},
		"another council's chair":                   {Kind: NoticeSpecialUrgency, Reason: "r", AgreedBy: "p-ald-scrutiny-1"},
		"no reason":                                 {Kind: NoticeSpecialUrgency, AgreedBy: "p-scrutiny-1"},
		"a decision before its notice":              {Kind: NoticeKeyDecision, DecisionOn: p.today()},
		"of an organisation that announces nothing": {Kind: NoticeKeyDecision, Organisation: "icb"},
	} {
		cmd.Case = "C1"
		t.Run(name, func(t *testing.T) { p.refused("po-wcc", cmd, Malformed) })
	}
	p.refused("p-lead", &NoticePublish{Case: "C1", Kind: NoticeKeyDecision}, NotPermitted)
	p.refused("po-wcc", &NoticePublish{Case: "C1", Kind: NoticeDecision}, WrongStage)
}

func TestF105_only_entitled_scrutiny_calls_in_once_and_in_time(t *testing.T) {
	p := keyDecision(t)
	p.refused("p-scrutiny-1", requisition(), WrongStage) // nothing is decided
	p.announce(NoticeKeyDecision, p.today().AddDays(-29).String(), nil)
	p.do("po-wcc", &ConsentRecord{Case: "C1", Organisation: "wcc", Minute: "Cabinet 4"})
	p.label("planning.pending_effect")

	other := requisition()
	other.Requisition = []string{"p-ald-scrutiny-1", "p-ald-scrutiny-2", "p-ald-scrutiny-3", "p-ald-scrutiny-4", "p-ald-scrutiny-5"}
	if no := p.refused("p-ald-scrutiny-1", other, NotEntitledToCallIn); len(no.Details) != 1 {
		t.Fatalf("who may not call in learnt of the content: %v", no.Details)
	}
	bad := requisition()
	bad.Requisition = []string{"p-scrutiny-1", "p-scrutiny-1", "p-lead", "p-scrutiny-2", "p-scrutiny-3"}
	if got := p.refused("p-scrutiny-officer", bad, CallInRequisitionInvalid).About(); fmt.Sprint(got) != "[p-scrutiny-1 p-lead requisition]" {
		t.Fatalf("got problems about %v", got)
	}
	hold := p.c.StandingHolds("effect")[0]
	p.now = hold.Until
	p.do("p-scrutiny-officer", requisition())
	p.label("planning.at_gate")
	if k := p.c.Consent("wcc"); k.State != "requested" || k.Round != 2 || p.c.Commitment("wcc-1").ConfirmedPence != 0 || len(p.c.StandingHolds("")) != 0 {
		t.Fatalf("got %+v, %+v", k, p.c.Commitment("wcc-1"))
	}
	p.refused("p-scrutiny-officer", requisition(), CallInWindowClosed)
	p.do("po-wcc", &ConsentRecord{Case: "C1", Organisation: "wcc", Minute: "Cabinet 5"})
	p.label("procurement.working")
	p.refused("p-scrutiny-officer", requisition(), CallInWindowClosed)
}

func TestCallIn_a_second_after_the_window_is_refused_and_the_effect_is_the_next_day(t *testing.T) {
	p := keyDecision(t)
	p.announce(NoticeKeyDecision, p.today().AddDays(-29).String(), nil)
	p.do("po-wcc", &ConsentRecord{Case: "C1", Organisation: "wcc", Minute: "Cabinet 4"})
	until := p.c.StandingHolds("effect")[0].Until
	p.now = until.Add(time.Second)
	p.refused("p-scrutiny-officer", requisition(), CallInWindowClosed)
	p.now = until.Add(72 * time.Hour)
	p.do("system", &CaseTick{Case: "C1"})
	if got := p.c.Passed[1]; !got.EffectiveAt.Equal(until.Add(time.Second)) || got.DecidedAt.Equal(got.EffectiveAt) {
		t.Fatalf("got %+v, want the effect at %s", got, until.Add(time.Second))
	}
}

// While others still decide, the window runs; over before the gate is decided, it holds nothing up.
func TestCallIn_runs_while_the_gate_waits_for_others(t *testing.T) {
	begin := func(t *testing.T) *partnership {
		p := westmere(t, replace("whole_life_gbp: {gte: 500000}", "whole_life_gbp: {gte: 300000}"))
		p.boardsAtG2()
		p.announce(NoticeSpecialUrgency, p.today().String(), func(n *NoticePublish) { n.AgreedBy, n.Reason = "p-scrutiny-1", "r" })
		p.do("po-wcc", &ConsentRecord{Case: "C1", Organisation: "wcc", Minute: "Cabinet 4"})
		p.label("planning.at_gate")
		return p
	}
	rest := func(p *partnership) {
		for _, seat := range []string{"W3", "W4", "W5", "W6", "W7", "W8"} {
			p.do(p.r.Holder(seat, p.now), &ConsentConfirm{Case: "C1", Seat: seat})
		}
	}
	t.Run("called in at the gate", func(t *testing.T) {
		p := begin(t)
		p.do("p-scrutiny-1", requisition())
		rest(p)
		p.label("planning.at_gate")
		p.do("po-wcc", &ConsentRecord{Case: "C1", Organisation: "wcc", Minute: "Cabinet 5"})
		p.label("procurement.working")
	})
	t.Run("over before the others have decided", func(t *testing.T) {
		p := begin(t)
		p.now = p.c.StandingHolds("effect")[0].Until.Add(48 * time.Hour)
		rest(p)
		p.label("procurement.working")
		if got := p.c.Passed[1]; !got.EffectiveAt.Equal(got.DecidedAt) {
			t.Fatalf("got %+v", got)
		}
	})
	t.Run("taken back, and decided anew", func(t *testing.T) {
		p := begin(t)
		p.do("po-wcc", &ConsentWithdraw{Case: "C1", Organisation: "wcc", Reason: "r"})
		if n := len(p.c.StandingHolds("")); n != 0 {
			t.Fatalf("%d holds stand", n)
		}
		p.refused("p-scrutiny-1", requisition(), CallInWindowClosed)
		p.do("po-wcc", &ConsentRecord{Case: "C1", Organisation: "wcc", Minute: "Cabinet 5"})
		if n := len(p.c.StandingHolds("effect")); n != 1 {
			t.Fatalf("%d holds stand", n)
		}
	})
	t.Run("published later than recorded", func(t *testing.T) {
		p := begin(t)
		before := p.c.StandingHolds("effect")[0].Until
		p.now = p.now.Add(48 * time.Hour)
		p.do("po-wcc", &NoticePublish{Case: "C1", Kind: NoticeDecision})
		if after := p.c.StandingHolds("effect")[0].Until; !after.After(before) {
			t.Fatalf("got %s, not after %s", after, before)
		}
	})
	t.Run("suspended while it may be called in", func(t *testing.T) {
		p := begin(t)
		rest(p)
		p.label("planning.pending_effect")
		p.do("mo-wcc", &CaseSuspend{Case: "C1", Reason: "r"})
		p.do("p-scrutiny-1", requisition())
		p.do("mo-wcc", &CaseLift{Case: "C1", Reason: "r"})
		p.label("planning.at_gate")
	})
	t.Run("a lift after the window dates the effect", func(t *testing.T) {
		p := begin(t)
		rest(p)
		p.do("mo-wcc", &CaseSuspend{Case: "C1", Reason: "r"})
		p.now = p.now.Add(20 * 24 * time.Hour)
		lifted := p.now
		p.do("mo-wcc", &CaseLift{Case: "C1", Reason: "r"})
		p.do("system", &CaseTick{Case: "C1"})
		if got := p.c.Passed[1].EffectiveAt; !got.Equal(lifted) {
			t.Fatalf("got %s, want %s", got, lifted)
		}
	})
}

func TestNoticeHold_keeps_a_decision_until_the_notice_has_run(t *testing.T) {
	p := westmere(t, replace("whole_life_gbp: {gte: 500000}", "whole_life_gbp: {gte: 300000}"), replace("consents: {from: committing_organisations}\n    holds:\n      - {kind: call_in, when: \"threshold['key-decision']\"}",
		"consents: {from: none}\n    holds: [{kind: notice, when: \"threshold['key-decision']\"}]"))
	p.toGate("G2", "pa2023")
	p.votes("jce", Approve, "E1", "E2", "E3")
	p.do("p-cfo", &SignOffCertify{Case: "C1", SignOff: "finance"})
	p.votes("wcb", Approve, "W1", "W2", "W3", "W5", "W6")
	p.label("planning.pending_effect")
	if h := p.c.StandingHolds("effect")[0]; h.Kind != "notice" || !h.Until.IsZero() {
		t.Fatalf("got %+v", h)
	}
	p.announce(NoticeKeyDecision, p.today().AddDays(-10).String(), nil)
	h := p.c.StandingHolds("effect")[0]
	if want := p.r.CalendarAt(p.now).EndOf(p.today().AddDays(18)); !h.Until.Equal(want) {
		t.Fatalf("got %s, want %s", h.Until, want)
	}
	p.now = h.Until.Add(time.Second)
	p.do("system", &CaseTick{Case: "C1"})
	p.label("procurement.working")
}

func TestOrganisationDecides_at_its_thresholds_words(t *testing.T) {
	p := keyDecision(t)
	no := p.refused("p-dcs", &ConsentConfirm{Case: "C1", Seat: "W2"}, OrganisationDecisionRequired)
	if !strings.Contains(no.Message, "£300,000 or more") || !strings.Contains(no.Message, "Cabinet") {
		t.Fatal(no.Message)
	}
}
