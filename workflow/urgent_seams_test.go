package workflow

import (
	"slices"
	"strings"
	"testing"
	"time"

	"comity/events"
)

// Where urgent decisions meet what else may happen to a case.

// urgentAtG2 is C1 past its second gate on an urgent decision at it; everything else was signed and confirmed.
func urgentAtG2(t *testing.T, edit ...func(g, w string) (string, string)) *partnership {
	t.Helper()
	p := westmere(t, append(edit, knowsUrgency)...)
	p.toGate("G2", "pa2023")
	p.votes("jce", Approve, "E1", "E2", "E3")
	p.do("p-cfo", &SignOffCertify{Case: "C1", SignOff: "finance"})
	p.decideUrgently()
	p.confirmAll()
	p.label("procurement.working")
	if p.state("wcb") != string(SignOffProvisional) || len(p.c.StandingHolds("award")) != 1 {
		t.Fatalf("the sign-off is %s, the holds are %+v", p.state("wcb"), p.c.StandingHolds(""))
	}
	return p
}

// noRatification fails where anything still waits for a ratification.
func (p *partnership) noRatification() {
	p.t.Helper()
	if n := len(p.c.Provisional()); n > 0 {
		p.t.Errorf("%d urgent decisions wait", n)
	}
	for _, h := range p.c.StandingHolds("") {
		if IsRatification(h) {
			p.t.Errorf("the hold %s stands", h.ID)
		}
	}
	for _, x := range Due(p.c, p.r) {
		if strings.HasPrefix(x.What, "ratification") {
			p.t.Errorf("time brings about %+v", x)
		}
	}
}

func TestUrgent_a_withdrawal_beyond_tolerance_ends_the_ratification_of_the_plan(t *testing.T) {
	p := urgentAtG2(t)
	limit := p.c.SignOff("wcb").Urgent.RatifyBy
	p.withdraws("W2")
	p.label("planning.working")
	p.noRatification()
	if got := p.types(); !slices.Equal(got, []string{"commitment.withdrawn", "signoff.voided", "hold.released", "gate.invalidated", "case.stage_entered", "hold.placed"}) {
		t.Errorf("got %v", got)
	}
	if u := p.use(t); u.Outcome != UrgencyVoid || u.Because != "commitment_withdrawn" {
		t.Errorf("the register: got %+v", u)
	}
	p.refused("p-lead", &SignOffRatify{Case: "C1", SignOff: "wcb", Seat: "W1", Choice: Approve}, SignOffVoid)
	p.now = limit.Add(time.Hour)
	p.do(events.System, &CaseTick{Case: "C1"})
	p.label("planning.working") // silence has nothing to undo
}

func TestUrgent_a_withdrawal_leaves_the_ratification_of_an_earlier_gate(t *testing.T) {
	p := urgent(t)
	p.decideUrgently()
	p.label("planning.working")
	p.evidence("G2")
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	p.withdraws("W2")
	p.label("planning.working")
	if len(p.c.Provisional()) != 1 || len(p.c.StandingHolds("award")) != 2 {
		t.Errorf("got %+v", p.c.StandingHolds("award"))
	}
	p.ratifies(Approve, "W1", "W2", "W3", "W5", "W6")
	p.noRatification()
}

func TestUrgent_a_return_to_an_earlier_stage_ends_the_ratification_of_what_is_asked_again(t *testing.T) {
	p := urgent(t)
	p.decideUrgently()
	p.evidence("G2")
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	p.votes("jce", Approve, "E1", "E2", "E3")
	p.do("p-cfo", &SignOffCertify{Case: "C1", SignOff: "finance"})
	p.do("p-lead", &CaseReturn{Case: "C1", SignOff: "wcb", Stage: "needs_assessment", Reasons: []string{"Ask the children."}})
	p.label("needs_assessment.working")
	p.noRatification()
}

func TestUrgent_a_dispute_that_nothing_settled_ends_the_ratification_of_the_plan(t *testing.T) {
	p := urgentAtG2(t)
	p.do("p-ald", &CaseRaiseDispute{Case: "C1", Seat: "W5", Reason: "It is too dear."})
	p.refused("p-lead", &SignOffRatify{Case: "C1", SignOff: "wcb", Seat: "W1", Choice: Approve}, WrongStage)
	for p.c.Dispute.Step != "" {
		p.clock(p.c.Dispute.DueAt.Add(time.Hour).Format(time.RFC3339))
	}
	p.do("ao-ald", &CaseFailDispute{Case: "C1", Departing: "ald", Reason: "We leave."})
	p.label("planning.working")
	p.noRatification()
}

func TestUrgent_a_case_withdrawn_before_it_is_ratified_says_so_in_a_word(t *testing.T) {
	p := urgent(t)
	p.decideUrgently()
	p.do("p-unit", &CaseWithdraw{Case: "C1", Reason: "The winter is mild."})
	p.noRatification()
	if v := happened[events.SignOffVoided](p); v.Because != "case_withdrawn" {
		t.Errorf("got %q: partners read it, and the reason is the board's", v.Because)
	}
	if u := p.use(t); u.Outcome != UrgencyVoid || u.Because != "case_withdrawn" {
		t.Errorf("the register: got %+v", u)
	}
}

func TestUrgent_who_is_asked_to_concur_matters_only_where_it_may_be_urgent(t *testing.T) {
	p := urgent(t)
	concur := func(signOff, seat string) *SignOffConcur {
		return &SignOffConcur{Case: "C1", SignOff: signOff, Seat: seat}
	}
	p.refused("p-stranger", concur("jce", "E1"), UrgentNotApplicable)
	p.refused("p-dcs", concur("wcb", "W2"), NotPermitted)
	p.decideUrgently()
	p.refused("p-lead", concur("wcb", "W1"), UrgentAlreadyUsed)
}

func TestUrgent_what_is_ratified_is_reported_back_on_as_every_decision(t *testing.T) {
	p := urgent(t, reportsBack)
	p.decideUrgently()
	if n := len(p.c.ReportBacks); n > 0 && p.c.ReportBacks[n-1].Board == "wcb" {
		t.Fatalf("a provisional decision is to be reported: %+v", p.c.ReportBacks[n-1])
	}
	p.now = p.now.Add(24 * time.Hour)
	p.ratifies(Approve, "W1", "W2", "W3", "W5", "W6")
	var seats []string
	for _, b := range p.c.ReportBacks {
		if b.Board == "wcb" {
			seats = append(seats, b.Seat)
			if b.Result != "approved" || b.Gate != "G1" || !b.DueAt.Equal(at("2026-12-16 23:59:59")) {
				t.Errorf("got %+v", b)
			}
		}
	}
	if !slices.Contains(seats, "W5") || slices.Contains(seats, "W9") {
		t.Errorf("asked of %v, want those whose organisations the case touches", seats)
	}
}

// reportsBack has all seats report back within ten working days.
func reportsBack(g, w string) (string, string) {
	return g + "\nreporting: {report_back_within: P10WD}\n", w
}

// areaUrgency gives the area groups a rule for urgent decisions.
func areaUrgency(g string) string {
	const rule = "on_tie: falls, close: when_decided}\n"
	return strings.ReplaceAll(g, rule, rule+"    urgent: {allowed: true, limit_gbp: \"£300,000\", concurrence: [vice_chair], ratify_within: P60D}\n")
}

// areaUrgent is C1 at G1, decided urgently for the northern group on 1 December, which merges with the southern on the 8th.
func areaUrgent(t *testing.T) *partnership {
	t.Helper()
	p := westmere(t, func(g, w string) (string, string) { return areaUrgency(g), w })
	p.toGate("G1", "pa2023")
	p.publish(areaUrgency(merging(t, "4", "2026-12-08")))
	p.do("p-n2", &SignOffConcur{Case: "C1", SignOff: "ogn", Seat: "N2"})
	p.do("p-n1", &SignOffDecideUrgently{Case: "C1", SignOff: "ogn", Seat: "N1", Reason: "It cannot wait."})
	return p
}

func TestUrgent_the_ratification_of_a_board_that_ends_is_its_successors(t *testing.T) {
	ratify := func(p *partnership, seat, choice string) *Refusal {
		return p.try(p.r.Holder(seat, p.now), &SignOffRatify{Case: "C1", SignOff: "ogn", Seat: seat, Choice: choice})
	}
	t.Run("it passes on at midnight, however late that is noticed, without the votes cast, within the same limit", func(t *testing.T) {
		p := areaUrgent(t)
		limit := p.c.SignOff("ogn").Urgent.RatifyBy
		if no := ratify(p, "N3", Approve); no != nil {
			t.Fatal(no)
		}
		p.now = at("2026-12-09 12:00")
		p.do(events.System, &CaseTick{Case: "C1"})
		e := happened[events.SignOffRatificationPassedOn](p)
		if e.From != "ogn" || e.To != "oga" || e.How != ReissuedMerged || e.GovernanceVersion != 4 || e.EndedBy != 4 || !e.DueAt.Equal(at("2026-12-08")) || !e.DetectedAt.Equal(p.now) {
			t.Fatalf("got %+v", e)
		}
		s := p.c.SignOff("ogn")
		if s.State != SignOffProvisional || s.Board != "oga" || len(s.Urgent.Votes) != 0 || !s.Urgent.RatifyBy.Equal(limit) || s.Urgent.Person != "p-n1" || len(s.Earlier) != 1 {
			t.Fatalf("got %+v, %+v", s, s.Urgent)
		}
		if u := p.use(t); u.Board != "ogn" || u.Outcome != UrgencyOpen {
			t.Errorf("the register names who decided: got %+v", u)
		}
		for _, seat := range []string{"N1", "N2", "S1"} {
			if no := ratify(p, seat, Approve); no != nil {
				t.Fatal(no)
			}
		}
		if p.state("ogn") != string(SignOffProvisional) {
			t.Fatalf("three ratified for a quorum of four: %s", p.state("ogn"))
		}
		if no := ratify(p, "S2", Approve); no != nil {
			t.Fatal(no)
		}
		if s := p.c.SignOff("ogn"); s.Result != "endorsed" || s.By != "oga" {
			t.Errorf("got %+v", s)
		}
		p.noRatification()
	})
	t.Run("it passes on while the case is in dispute", func(t *testing.T) {
		p := areaUrgent(t)
		p.do("p-ald", &CaseRaiseDispute{Case: "C1", Seat: "W5", Reason: "r"})
		p.clock("2026-12-08 00:00")
		if s := p.c.SignOff("ogn"); s.Board != "oga" {
			t.Errorf("got %+v", s)
		}
	})
	t.Run("the successor votes it down, and is asked itself", func(t *testing.T) {
		p := areaUrgent(t)
		p.clock("2026-12-08 00:00")
		for _, seat := range []string{"N1", "N2", "N3", "S1"} {
			if no := ratify(p, seat, RefuseChoice); no != nil {
				t.Fatal(no)
			}
		}
		if s := p.c.SignOff("ogn"); s.State != SignOffOpen || s.Board != "oga" || s.Round != 2 || s.GovernanceVersion != 4 {
			t.Errorf("got %+v", s)
		}
		p.noRatification()
	})
	t.Run("a vote that is certain on the last day is the old board's", func(t *testing.T) {
		p := areaUrgent(t)
		p.now = at("2026-12-07 23:59:59")
		for _, seat := range []string{"N1", "N2"} {
			if no := ratify(p, seat, Approve); no != nil {
				t.Fatal(no)
			}
		}
		p.clock("2026-12-10 00:00")
		if s := p.c.SignOff("ogn"); s.By != "ogn" || s.Result != "endorsed" {
			t.Errorf("got %+v", s)
		}
	})
	t.Run("where nobody takes its place it goes where the board's lapse would have gone", func(t *testing.T) {
		p := westmere(t, func(g, w string) (string, string) { return areaUrgency(g), w })
		p.toGate("G1", "pa2023")
		p.publish(without(governanceFrom(t, "4", "2026-12-08"), "ogn"))
		p.do("p-n2", &SignOffConcur{Case: "C1", SignOff: "ogn", Seat: "N2"})
		p.do("p-n1", &SignOffDecideUrgently{Case: "C1", SignOff: "ogn", Seat: "N1", Reason: "It cannot wait."})
		p.clock("2026-12-08 00:00")
		if e := happened[events.SignOffRatificationPassedOn](p); e.To != "jce" || e.How != ReissuedEscalated {
			t.Errorf("got %+v", e)
		}
		for _, seat := range []string{"E1", "E2", "E3"} {
			if no := ratify(p, seat, Approve); no != nil {
				t.Fatal(no)
			}
		}
		if s := p.c.SignOff("ogn"); s.Result != "endorsed" || s.By != "jce" {
			t.Errorf("got %+v", s)
		}
	})
}

// urgentKey is C1 at G2 with an urgent decision of the strategic board, everything else signed and confirmed but what the County Council
// decides itself: its threshold is the plan, and so is the limit.
func urgentKey(t *testing.T) *partnership {
	t.Helper()
	p := westmere(t, knowsUrgency, replace("whole_life_gbp: {gte: 500000}", "whole_life_gbp: {gte: 300000}"))
	p.toGate("G2", "pa2023")
	p.votes("jce", Approve, "E1", "E2", "E3")
	p.do("p-cfo", &SignOffCertify{Case: "C1", SignOff: "finance"})
	p.decideUrgently()
	p.confirmAll("W2")
	p.announce(NoticeSpecialUrgency, p.today().String(), func(n *NoticePublish) { n.AgreedBy, n.Reason = "p-scrutiny-1", "The home closes." })
	p.do("po-wcc", &ConsentRecord{Case: "C1", Organisation: "wcc", Minute: "Cabinet 4"})
	p.label("planning.pending_effect")
	return p
}

func (p *partnership) kinds() (out []string) {
	for _, h := range p.c.StandingHolds("") {
		out = append(out, h.Kind)
	}
	slices.Sort(out)
	return out
}

func TestUrgent_and_call_in(t *testing.T) {
	t.Run("both hold, each its own: the register has both routes", func(t *testing.T) {
		p := urgentKey(t)
		if got := p.kinds(); !slices.Equal(got, []string{"call_in", "ratification"}) {
			t.Fatalf("got %v", got)
		}
		all := UrgencyOf(p.c, p.r, p.now)
		if len(all) != 2 || all[0].Route == all[1].Route {
			t.Fatalf("got %+v", all)
		}
		for _, u := range all {
			if !slices.Equal(u.HeldBy, []string{"ratification", "call_in"}) && !slices.Equal(u.HeldBy, []string{"call_in", "ratification"}) {
				t.Errorf("%s is held by %v", u.Route, u.HeldBy)
			}
		}
		p.clock("2026-12-09 09:00")
		p.label("procurement.working")
		if got := p.kinds(); !slices.Equal(got, []string{"ratification"}) {
			t.Errorf("after the time for call-in: got %v", got)
		}
	})
	t.Run("called in, the urgent decision stands, and decided again it takes effect", func(t *testing.T) {
		p := urgentKey(t)
		p.do("p-scrutiny-officer", requisition())
		p.label("planning.at_gate")
		if p.state("wcb") != string(SignOffProvisional) || !slices.Equal(p.kinds(), []string{"ratification"}) {
			t.Fatalf("got %s, %v", p.state("wcb"), p.kinds())
		}
		p.do("po-wcc", &ConsentRecord{Case: "C1", Organisation: "wcc", Minute: "Cabinet 5"})
		p.label("procurement.working")
		p.ratifies(Approve, "W1", "W2", "W3", "W5", "W6")
		p.noRatification()
	})
	t.Run("not ratified in the time for call-in: the board decides again, and scrutiny keeps its time", func(t *testing.T) {
		p := urgentKey(t)
		until := p.c.StandingHolds("effect")[0].Until
		p.ratifies(Approve, "W3")
		p.ratifies(RefuseChoice, "W2", "W5", "W6", "W7", "W8")
		p.label("planning.at_gate")
		if hold := p.c.StandingHolds("effect"); len(hold) != 1 || hold[0].Kind != "call_in" || !hold[0].Until.Equal(until) {
			t.Fatalf("got %v", p.kinds())
		}
		p.votes("wcb", Approve, "W1", "W2", "W3", "W5", "W6")
		p.label("planning.pending_effect")
		p.do("p-scrutiny-officer", requisition())
		p.label("planning.at_gate")
		p.do("po-wcc", &ConsentRecord{Case: "C1", Organisation: "wcc", Minute: "Cabinet 5"})
		p.label("procurement.working")
		p.refused("p-scrutiny-officer", requisition(), CallInWindowClosed)
	})
	t.Run("the case is withdrawn: nothing holds any more", func(t *testing.T) {
		p := urgentKey(t)
		p.do("p-unit", &CaseWithdraw{Case: "C1", Reason: "The grant is gone."})
		if got := p.kinds(); len(got) > 0 {
			t.Errorf("got %v", got)
		}
		p.refused("p-scrutiny-officer", requisition(), WrongStage)
	})
	t.Run("in a dispute the time for call-in runs on, and scrutiny may use it", func(t *testing.T) {
		p := urgentKey(t)
		p.do("p-ald", &CaseRaiseDispute{Case: "C1", Seat: "W5", Reason: "It is too dear."})
		if got := p.kinds(); !slices.Contains(got, "call_in") {
			t.Errorf("got %v", got)
		}
		p.do("p-scrutiny-officer", requisition())
		if got := p.kinds(); slices.Contains(got, "call_in") || !slices.Contains(got, "ratification") {
			t.Errorf("called in: got %v", got)
		}
	})
}

// A pool that a called-in decision pays into is not active, nor owed anything, until that was decided again.
func TestCallIn_of_a_decision_that_pays_into_a_pool(t *testing.T) {
	p := pooledIn(westmere(t, replace("whole_life_gbp: {gte: 500000}", "whole_life_gbp: {gte: 150000}")))
	p.planSigned()
	p.do("po-bpn", &ConsentRecord{Case: "C1", Organisation: "bpn", Minute: "board 4"})
	p.do(p.r.Holder("W3", p.now), &ConsentConfirm{Case: "C1", Seat: "W3"})
	p.announce(NoticeSpecialUrgency, p.today().String(), func(n *NoticePublish) { n.AgreedBy, n.Reason = "p-scrutiny-1", "r" })
	p.do("po-wcc", &ConsentRecord{Case: "C1", Organisation: "wcc", Minute: "Cabinet 4"})
	p.label("planning.pending_effect")
	active := func() bool { return p.pools["P1"] != nil && p.pools["P1"].Status == PoolActive }
	if active() {
		t.Fatal("the pool is active before its gate has effect")
	}
	p.do("p-scrutiny-officer", requisition())
	if k := p.c.Commitment("wcc-1"); active() || k.ConfirmedPence != 0 {
		t.Fatalf("called in: got %+v", k)
	}
	p.clock("2026-12-20 09:00")
	p.label("planning.at_gate")
	p.do("po-wcc", &ConsentRecord{Case: "C1", Organisation: "wcc", Minute: "Cabinet 5"})
	p.label("procurement.working")
	if k := p.c.Commitment("wcc-1"); !active() || k.ConfirmedPence != 100_000_00 {
		t.Errorf("decided again: got %+v, pool %+v", k, p.pools["P1"])
	}
}
