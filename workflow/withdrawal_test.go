package workflow

import (
	"slices"
	"testing"
	"time"

	"comity/events"
)

// afterG2 takes C1 past the gate of its plan, with everything confirmed: £300,000 and 0.5 FTE.
func (p *partnership) afterG2() {
	p.t.Helper()
	p.boardsAtG2()
	p.confirmAll()
	p.label("procurement.working")
}

// withdraws has seats withdraw the first commitment of their organisations.
func (p *partnership) withdraws(seats ...string) {
	p.t.Helper()
	for _, seat := range seats {
		p.do(p.r.Holder(seat, p.now), &CommitmentWithdraw{Case: "C1", Commitment: p.r.spokenFor(seat, p.now) + "-1", Seat: seat, Reason: "the reserve is used up"})
	}
}

func (r *Register) spokenFor(seat string, now time.Time) string {
	_, st := r.GovernanceAt(now).Seat(seat)
	return spokenFor(st)
}

// types lists the types of the newest events.
func (p *partnership) types() (out []string) {
	for _, e := range p.last {
		out = append(out, e.EventType())
	}
	return out
}

// happened finds the newest event of a type, and fails without one.
func happened[E events.Event](p *partnership) E {
	p.t.Helper()
	for _, e := range p.last {
		if x, ok := e.(E); ok {
			return x
		}
	}
	var zero E
	p.t.Fatalf("no %s: got %v", zero.EventType(), p.types())
	return zero
}

func TestWithdrawalWithinTolerance(t *testing.T) {
	p := westmere(t)
	p.afterG2()
	p.now = at("2027-01-04 10:00")
	p.withdraws("W7") // £15,000 of £300,000
	p.label("procurement.working")
	if got := p.types(); !slices.Equal(got, []string{"commitment.withdrawn", "gap.opened"}) {
		t.Fatalf("events: got %v", got)
	}
	gap := happened[events.GapOpened](p)
	if gap.ShortPence != 15_000_00 || gap.PlanPence != 300_000_00 || gap.Board != "jce" || !gap.DueAt.Equal(at("2027-01-11 23:59:59")) {
		t.Fatalf("gap: got %+v", gap)
	}
	p.withdraws("W8") // cumulative: £30,000, equal is within
	p.label("procurement.working")
	if gap := happened[events.GapOpened](p); gap.ShortPence != 30_000_00 || gap.Gap != "gap-2" {
		t.Fatalf("gap: got %+v", gap)
	}
	if _, _, confirmed, _ := p.c.Totals(); confirmed != 270_000_00 {
		t.Fatalf("confirmed: got %s", confirmed)
	}
	if l := p.ledgers["m-cal-2026"]; l != nil && l.Used(1, "2026-27") != 0 {
		t.Fatalf("the mandate still has %d", l.Used(1, "2026-27"))
	}
	p.evidence("G3") // the award goes on, short as the plan is
	p.do("p-unit", &CaseRequestGate{Case: "C1", Award: &AwardFields{ValuePence: 260_000_00}})
	p.label("procurement.at_gate")
}

func TestWithdrawalBeyondTolerance(t *testing.T) {
	p := westmere(t)
	p.afterG2()
	p.withdraws("W7", "W8")
	p.refused("p-ald", &CommitmentWithdraw{Case: "C1", Commitment: "bra-1", Seat: "W5", Reason: "r"}, NoMandateFromOrganisation)
	p.withdraws("W5") // £50,000 of £300,000
	p.label("planning.working")
	if got, want := p.types(), []string{"commitment.withdrawn", "gate.invalidated", "case.stage_entered", "hold.placed"}; !slices.Equal(got, want) {
		t.Fatalf("events: got %v, want %v", got, want)
	}
	e := happened[events.GateInvalidated](p)
	if e.Gate != "G2" || e.Because != "beyond_tolerance" || e.PlanPence != 300_000_00 || e.StandsPence != 250_000_00 {
		t.Fatalf("got %+v", e)
	}
	if h := p.c.StandingHolds("award"); len(h) != 1 || h[0].Kind != "gate_invalidated" || !p.c.Passed[1].Superseded || p.c.Passed[0].Superseded {
		t.Fatalf("holds: got %v, passed %+v", h, p.c.Passed)
	}
	if due := Due(p.c, p.r); len(due) != 0 {
		t.Fatalf("the gaps are overtaken: got %v", due)
	}
	// Asked again: only what changed, and what is confirmed is carried.
	p.do("p-unit", &CommitmentOffer{Case: "C1", Organisation: "icb", Commitment: "icb-more", AmountPence: 20_000_00})
	p.do("p-unit", &CaseAmend{Case: "C1", CaseFields: CaseFields{PlanPence: ptr(int64(270_000_01))}})
	no := p.refused("p-unit", &CaseRequestGate{Case: "C1"}, EvidenceMissing)
	if got := no.About(); !slices.Equal(got, []string{"commitments"}) {
		t.Fatalf("the plan is not covered: got %v", got)
	}
	p.do("p-unit", &CaseAmend{Case: "C1", CaseFields: CaseFields{PlanPence: ptr(int64(270_000_00))}})
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	if got := p.c.CurrentConsents(); len(got) != 4 {
		t.Fatalf("consents: got %d, want those of the four that still commit", len(got))
	}
	for _, k := range p.c.CurrentConsents() {
		if want := map[bool]string{true: "requested", false: "carried"}[k.Organisation == "icb"]; k.State != want {
			t.Fatalf("%s: got %s, want %s", k.Organisation, k.State, want)
		}
	}
	p.votes("jce", Approve, "E1", "E2", "E3")
	p.do("p-cfo", &SignOffCertify{Case: "C1", SignOff: "finance"})
	p.votes("wcb", Approve, "W1", "W2", "W3", "W5", "W6")
	p.do("p-icb", &ConsentConfirm{Case: "C1", Seat: "W3"})
	p.label("procurement.working")
	if got := p.c.StandingHolds("award"); len(got) != 0 {
		t.Fatalf("the plan is approved again: got %v", got)
	}
	p.withdraws("W6") // £20,000 of £270,000: reckoned from the new plan
	p.label("procurement.working")
}

func TestWithdrawalToThePenny(t *testing.T) {
	for _, tc := range []struct {
		name  string
		pence int64
		want  string
	}{{"equal_is_within", 14_999_99, "procurement.working"}, {"a_penny_more_is_beyond", 15_000_00, "planning.working"}} {
		t.Run(tc.name, func(t *testing.T) {
			p := westmere(t)
			p.now = at("2026-12-01 09:00")
			p.draft("pa2023")
			for id, pence := range map[string]int64{"cal-1": tc.pence, "dun-1": 15_000_01, "wcc-1": 164_999_99 - tc.pence} {
				p.do("p-unit", &CommitmentChange{Case: "C1", Commitment: id, AmountPence: &pence, Service: ptr("play")})
			}
			p.planSigned()
			p.confirmAll()
			p.withdraws("W8", "W7")
			p.label(tc.want)
		})
	}
}

func TestWithdrawalOfStaffTimeIsReckonedByItself(t *testing.T) {
	p := westmere(t)
	p.afterG2()
	p.withdraws("W4") // half a post is no money
	p.label("planning.working")
}

func TestWithdrawalOfSomethingEssential(t *testing.T) {
	p := westmere(t)
	p.toWCBAtG2(func() {
		p.do("p-unit", &CommitmentOffer{Case: "C1", Organisation: "ald", Commitment: "ald-hall", Kind: "building", Description: "the hall", Essential: true})
		p.do("p-unit", &CommitmentOffer{Case: "C1", Organisation: "bra", Commitment: "bra-bus", Kind: "equipment", Description: "a minibus"})
	})
	p.votes("jce", Approve, "E1", "E2", "E3")
	p.do("p-cfo", &SignOffCertify{Case: "C1", SignOff: "finance"})
	p.votes("wcb", Approve, "W1", "W2", "W3", "W5", "W6")
	p.confirmAll("W5", "W6")
	for _, o := range []string{"ald", "bra"} {
		p.do("po-"+o, &ConsentRecord{Case: "C1", Organisation: o, Minute: "m"})
	}
	p.label("procurement.working")
	p.refused("ao-bra", &CommitmentWithdraw{Case: "C1", Commitment: "bra-bus", Minute: "m", Reason: "r"}, NotPermitted)
	no := p.refused("po-bra", &CommitmentWithdraw{Case: "C1", Commitment: "bra-bus", Reason: "r"}, Malformed)
	if got := no.About(); !slices.Equal(got, []string{"minute"}) {
		t.Fatalf("details: got %v", got)
	}
	p.do("po-bra", &CommitmentWithdraw{Case: "C1", Commitment: "bra-bus", Minute: "m", Reason: "sold"})
	p.label("procurement.working")
	happened[events.GapOpened](p)
	p.do("po-ald", &CommitmentWithdraw{Case: "C1", Commitment: "ald-hall", Minute: "m", Reason: "roof"})
	p.label("planning.working")
	if e := happened[events.GateInvalidated](p); e.Because != "essential" {
		t.Fatalf("got %+v", e)
	}
	p.refused("po-ald", &CommitmentWithdraw{Case: "C1", Commitment: "ald-hall", Minute: "m", Reason: "r"}, WrongStage)
}

// Wherever the case stands before the award, the same two things happen.
func TestWithdrawalFromEveryStatus(t *testing.T) {
	for _, tc := range []struct {
		name string
		to   func(p *partnership)
		was  string
	}{
		{"at_gate", func(p *partnership) { p.boardsAtG2(); p.confirmAll("W4") }, "planning.at_gate"},
		{"deferred", func(p *partnership) {
			p.toGate("G2", "pa2023")
			p.confirmAll("W4")
			p.do("p-dcs", &CaseDefer{Case: "C1", SignOff: "jce", Until: day("2030-06-01"), Reason: "later"})
		}, "planning.deferred"},
		{"pending_effect", func(p *partnership) {
			p.afterG2()
			p.evidence("G3")
			p.do("p-unit", &CaseRequestGate{Case: "C1", Award: &AwardFields{ValuePence: 260_000_00}})
			p.votes("ogn", Approve, "N1", "N2")
			p.votes("ogs", Approve, "S1", "S2")
			p.votes("jce", Approve, "E1", "E2", "E3")
		}, "procurement.pending_effect"},
		{"in_dispute", func(p *partnership) {
			p.afterG2()
			p.do("p-bra", &CaseRaiseDispute{Case: "C1", Seat: "W6", Reason: "shares"})
		}, "procurement.in_dispute"},
		{"suspended", func(p *partnership) { p.afterG2(); p.do("ao-wcc", &CaseSuspend{Case: "C1", Reason: "inspection"}) }, "procurement.suspended"},
		{"suspended_in_dispute", func(p *partnership) {
			p.afterG2()
			p.do("p-bra", &CaseRaiseDispute{Case: "C1", Seat: "W6", Reason: "shares"})
			p.do("ao-wcc", &CaseSuspend{Case: "C1", Reason: "inspection"})
		}, "procurement.suspended"},
		{"delivery_without_a_contract", func(p *partnership) {
			p.afterG2()
			p.evidence("G3")
			p.do("p-unit", &CaseRequestGate{Case: "C1", Award: &AwardFields{ValuePence: 260_000_00}})
			p.votes("ogn", Approve, "N1", "N2")
			p.votes("ogs", Approve, "S1", "S2")
			p.votes("jce", Approve, "E1", "E2", "E3")
			p.do("p-unit", &NoticePublish{Case: "C1", Kind: "award"})
			for p.c.Status == PendingEffect {
				p.now = Due(p.c, p.r)[0].At
				p.do(events.System, &CaseTick{Case: "C1"})
			}
		}, "delivery.working"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := westmere(t)
			tc.to(p)
			p.label(tc.was)
			p.withdraws("W7", "W8")
			p.label(tc.was) // £30,000 of £300,000
			if len(p.c.Gaps) != 2 || !p.c.Gaps[1].Waits() {
				t.Fatalf("gaps: got %+v", p.c.Gaps)
			}
			p.withdraws("W6")
			p.label("planning.working")
			if p.c.Gate != nil || len(p.c.StandingHolds("effect")) != 0 || len(p.c.StandingHolds("award")) != 1 || p.c.Deferral != nil {
				t.Fatalf("left over: %+v %+v %+v", p.c.Gate, p.c.Holds, p.c.Deferral)
			}
			for _, s := range p.c.SignOffs {
				if !s.State.Final() {
					t.Fatalf("sign-off %s is %s", s.ID, s.State)
				}
			}
			p.refused("p-unit", &ContractRecord{Case: "C1", Supplier: "S", ValuePence: 1}, WrongStage)
			p.do("p-unit", &CaseAmend{Case: "C1", CaseFields: CaseFields{PlanPence: ptr(int64(250_000_00))}})
			p.evidence("G2")
			p.do("p-unit", &CaseRequestGate{Case: "C1"})
			p.label("planning.at_gate")
			p.clock("2027-09-01 09:00")
		})
	}
}

// At the gate of the plan a withdrawal is an answer like a no: when nothing else is waited for, the gate passes.
func TestWithdrawalAtItsOwnGate(t *testing.T) {
	p := westmere(t)
	p.boardsAtG2()
	p.confirmAll("W8")
	p.withdraws("W8")
	p.label("procurement.working")
	if got := p.types(); !slices.Contains(got, "gap.opened") || !slices.Contains(got, "gate.passed") {
		t.Fatalf("events: got %v", got)
	}
}

func TestWithdrawalBeforeThePlan(t *testing.T) {
	p := westmere(t)
	p.now = at("2026-12-01 09:00")
	p.draft("pa2023")
	p.withdraws("W2", "W7")
	p.label("needs_assessment.working")
	if len(p.c.Gaps) != 0 {
		t.Fatalf("nothing was committed: got %+v", p.c.Gaps)
	}
	if money, _ := p.c.Plan(); p.c.Terms.PlanPence == 0 && money != 135_000_00 {
		t.Fatalf("plan: got %s", money)
	}
}

func TestGapIsAcknowledged(t *testing.T) {
	p := westmere(t)
	p.afterG2()
	p.now = at("2027-01-04 10:00")
	p.withdraws("W7")
	w := Explain(p.c, p.r, p.now)[0]
	if w.For != "gap:gap-1" || !slices.Contains(w.People, "p-dcs") || !w.Until.Equal(at("2027-01-11 23:59:59")) {
		t.Fatalf("waits: got %+v", w)
	}
	p.refused("p-unit", &CaseAcknowledgeGap{Case: "C1", Note: "n"}, NotPermitted)
	p.refused("p-lead", &CaseAcknowledgeGap{Case: "C1", Note: "n"}, NotPermitted)
	p.refused("p-dcs", &CaseAcknowledgeGap{Case: "C1", Gap: "gap-7", Note: "n"}, NotFound)
	p.clock("2027-01-12 00:00:00") // overdue, it goes up
	if g := p.c.Gaps[0]; !g.Overdue || !slices.Equal(g.Asked, []string{"jce", "wcb"}) || !g.DueAt.Equal(at("2027-01-19 23:59:59")) {
		t.Fatalf("gap: got %+v", g)
	}
	p.clock("2027-01-20 09:00") // at the top it stays on the record, and the case goes on
	if g := p.c.Gaps[0]; !g.DueAt.IsZero() || !g.Waits() {
		t.Fatalf("gap: got %+v", g)
	}
	p.label("procurement.working")
	p.do("p-dcs", &CaseAcknowledgeGap{Case: "C1", Note: "the county bears it"})
	if e := happened[events.GapAcknowledged](p); e.Board != "jce" || e.Seat != "E1" {
		t.Fatalf("got %+v", e)
	}
	p.refused("p-dcs", &CaseAcknowledgeGap{Case: "C1", Note: "n"}, WrongStage)
}

// contracted takes C1 to delivery with a contract that asks for notice.
func (p *partnership) contracted(notice string) {
	p.t.Helper()
	p.awarded()
	p.refused("p-unit", &ContractRecord{Case: "C1", Supplier: "S", ValuePence: 1, NoticePeriod: "six months"}, Malformed)
	p.do("p-unit", &ContractRecord{Case: "C1", Supplier: "S", ValuePence: 291_000_00, NoticePeriod: notice})
	p.label("delivery.working")
}

func TestWithdrawalAfterTheContract(t *testing.T) {
	p := westmere(t)
	p.contracted("P6M")
	p.now = at("2027-06-10 10:00")
	no := p.refused("p-ald", &CommitmentWithdraw{Case: "C1", Commitment: "ald-1", Seat: "W5", Reason: "r", EffectiveOn: day("2027-12-09")}, NoticePeriodNotMet)
	if f := no.Details[0].Facts; f["notice_period"] != "P6M" || f["earliest_on"] != "2027-12-10" || no.Code.Status() != 422 {
		t.Fatalf("facts: got %v", f)
	}
	p.do("p-ald", &CommitmentWithdraw{Case: "C1", Commitment: "ald-1", Seat: "W5", Reason: "r", EffectiveOn: day("2027-12-10")})
	p.label("delivery.working")
	if got, want := p.types(), []string{"commitment.withdrawn", "gap.opened", "case.review_due"}; !slices.Equal(got, want) {
		t.Fatalf("events: got %v, want %v", got, want)
	}
	if e := happened[events.CaseReviewDue](p); !e.DueAt.Equal(at("2027-12-10")) {
		t.Fatalf("got %+v", e)
	}
	if _, _, confirmed, _ := p.c.Totals(); confirmed != 300_000_00 {
		t.Fatalf("until its notice is over it stands: got %s", confirmed)
	}
	p.do("p-bra", &CommitmentWithdraw{Case: "C1", Commitment: "bra-1", Seat: "W6", Reason: "r", EffectiveOn: day("2028-01-10")})
	if slices.Contains(p.types(), "case.review_due") {
		t.Fatal("the review is due before that already, and was recorded once")
	}
	p.clock("2027-12-09 23:59:59")
	p.label("delivery.working")
	p.clock("2027-12-10 00:00:00")
	p.label("review.working")
	if _, _, confirmed, _ := p.c.Totals(); confirmed != 280_000_00 || !p.c.StageEnteredAt.Equal(at("2027-12-10")) {
		t.Fatalf("confirmed: got %s, entered %s", confirmed, p.c.StageEnteredAt)
	}
	p.clock("2028-01-10 00:00:00")
	if _, _, confirmed, _ := p.c.Totals(); confirmed != 260_000_00 {
		t.Fatalf("confirmed: got %s", confirmed)
	}
}

// The yearly review comes first: nothing is brought forward beyond it.
func TestWithdrawalAfterTheYearlyReview(t *testing.T) {
	p := westmere(t)
	p.contracted("P12M")
	yearly := Due(p.c, p.r)[0].At
	p.now = p.now.AddDate(0, 1, 0)
	p.withdraws("W5")
	if e := happened[events.CaseReviewDue](p); !e.DueAt.Equal(yearly) {
		t.Fatalf("got %s, want %s", e.DueAt, yearly)
	}
	p.clock(yearly.Format(time.RFC3339))
	p.label("review.working")
}

// Late as the tick may come, the review begins on its day.
func TestWithdrawalAndALateTick(t *testing.T) {
	p := westmere(t)
	p.contracted("P1M")
	p.now = at("2027-06-10 10:00")
	p.withdraws("W5")
	p.now = at("2027-08-01 10:00")
	p.do(events.System, &CaseTick{Case: "C1"})
	p.label("review.working")
	if got := p.c.StageEnteredAt; !got.Equal(at("2027-07-10")) {
		t.Fatalf("entered: got %s", got)
	}
}
