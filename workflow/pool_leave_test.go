package workflow

import (
	"slices"
	"strings"
	"testing"

	"comity/events"
)

// awardedPool is an active pool of £150,000, £66,670 : £33,330 of an overspend, whose contract is recorded; of icb's £50,000 so much is paid.
func awardedPool(t *testing.T, paid int64, edit ...func(*PoolCreate)) *partnership {
	t.Helper()
	p := activePool(t, append([]func(*PoolCreate){func(cmd *PoolCreate) {
		cmd.Agreement.OverspendAllowed = true
		cmd.Contributors[0].OverspendHundredths, cmd.Contributors[1].OverspendHundredths = 66_67, 33_33
	}}, edit...)...)
	p.paysIn("wcc", 100_000_00)
	p.paysIn("icb", paid)
	p.evidence("G3")
	p.do("p-unit", &CaseRequestGate{Case: "C1", Award: &AwardFields{ValuePence: 150_000_00}})
	p.votes("ogn", Approve, "N1", "N2")
	p.votes("ogs", Approve, "S1", "S2")
	p.votes("jce", Approve, "E1", "E2", "E3")
	if p.c.Status == PendingEffect {
		p.do("p-unit", &NoticePublish{Case: "C1", Kind: "award"})
		p.clock("2027-03-01 09:00")
	}
	p.do("p-unit", &ContractRecord{Case: "C1", Supplier: "Acorn Trust", ValuePence: 150_000_00})
	p.now = at("2027-04-05 10:00")
	return p
}

func (p *partnership) paysIn(organisation string, pence int64) {
	p.t.Helper()
	if pence > 0 {
		p.do("p-cfo", &PoolContribute{Case: "C1", Pool: "P1", Organisation: organisation, AmountPence: pence, Reference: "BACS"})
	}
}

func leaving() *PoolLeave {
	return &PoolLeave{Case: "C1", Pool: "P1", Organisation: "icb", Seat: "W3", Reason: "The board commissions it itself."}
}

func noticeOfAgreement(notice string, pays bool) func(*PoolCreate) {
	return func(cmd *PoolCreate) { cmd.Agreement.WithdrawalNotice, cmd.Agreement.LeaverPays = notice, pays }
}

func TestF64_a_party_that_leaves_before_the_contract_leaves_at_once_and_what_it_paid_stays(t *testing.T) {
	p := activePool(t, noticeOfAgreement("P6M", true)) // which bind after the contract
	p.paysIn("wcc", 100_000_00)
	p.paysIn("icb", 45_000_00)
	p.do("p-icb", leaving())
	got := happened[events.CasePoolLeaving](p)
	if got.PaidPence != 45_000_00 || got.FallsAwayPence != 5_000_00 || got.OwedPence != 0 || !got.EffectiveAt.Equal(p.now) || got.NoticePeriod != "" {
		t.Fatalf("got %+v", got)
	}
	if want := []string{"case.pool_leaving", "commitment.withdrawn", "gap.opened", "case.pool_left"}; !slices.Equal(p.types(), want) {
		t.Fatalf("events: got %v, want %v", p.types(), want)
	}
	if w := happened[events.CommitmentWithdrawn](p); w.Pence != 5_000_00 || w.RemainsPence != 45_000_00 || w.Consequence != ConsequenceWithin || w.Part != "icb-1-w1" {
		t.Fatalf("got %+v", w)
	}
	p.label("procurement.working")
	pool := p.pools["P1"]
	if x := pool.Party("icb"); x.DuePence != 45_000_00 || x.PaidPence != 45_000_00 || x.LeftOn == "" || pool.BalancePence != 145_000_00 || pool.Outstanding() != 0 {
		t.Fatalf("got %+v, balance %d", x, pool.BalancePence)
	}
	if _, _, confirmed, _ := p.c.Totals(); confirmed != 165_000_00 {
		t.Fatalf("confirmed: got %s", confirmed)
	}
	p.refused("p-icb", leaving(), WrongStage)
	p.refused("p-unit", &CommitmentOffer{Case: "C1", Organisation: "icb", Pool: "P1", AmountPence: 1}, PoolPartnerIneligible)
}

func TestF68_what_falls_away_beyond_the_tolerance_takes_the_case_back_to_its_plan(t *testing.T) {
	p := activePool(t)
	p.paysIn("icb", 20_000_00)
	p.do("p-icb", leaving()) // £30,000 of £170,000
	p.label("planning.working")
	if g := happened[events.GateInvalidated](p); g.StandsPence != 140_000_00 || g.PlanPence != 170_000_00 {
		t.Fatalf("got %+v", g)
	}
	if x := p.pools["P1"].Party("icb"); x.DuePence != 20_000_00 || p.pools["P1"].BalancePence != 20_000_00 || p.pools["P1"].Status != PoolActive {
		t.Fatalf("what was paid stays: got %+v", x)
	}
}

func TestF68_after_the_contract_the_notice_of_the_pools_agreement_is_kept(t *testing.T) {
	for name, tc := range map[string]struct {
		notice   string
		pays     bool
		owed     int64
		due      int64 // once it has left
		withdraw bool
	}{
		"what is not paid by then falls away":          {"P6M", false, 0, 20_000_00, true},
		"what was confirmed is owed, as it was agreed": {"P6M", true, 30_000_00, 50_000_00, false},
	} {
		t.Run(name, func(t *testing.T) {
			p := awardedPool(t, 20_000_00, noticeOfAgreement(tc.notice, tc.pays))
			early := leaving()
			early.EffectiveOn = day("2027-10-04")
			no := p.refused("p-icb", early, NoticePeriodNotMet)
			if f := no.Details[0].Facts; f["earliest_on"] != "2027-10-05" || f["notice_period"] != "P6M" {
				t.Fatalf("facts: got %v", f)
			}
			p.do("p-icb", leaving())
			e := happened[events.CasePoolLeaving](p)
			if e.OwedPence != tc.owed || !e.EffectiveAt.Equal(at("2027-10-05 00:00")) || slices.Contains(p.types(), "commitment.withdrawn") != tc.withdraw {
				t.Fatalf("got %+v, %v", e, p.types())
			}
			if x := p.pools["P1"].Party("icb"); x.DuePence != 50_000_00 || x.LeftOn != "" {
				t.Fatalf("while the notice runs: got %+v", x)
			}
			if got := p.c.Pool("P1").leaving("icb"); got == nil || got.Gone {
				t.Fatalf("got %+v", got)
			}
			p.clock("2027-10-04 23:59")
			if x := p.pools["P1"].Party("icb"); x.LeftOn != "" {
				t.Fatalf("a minute before: got %+v", x)
			}
			p.now = at("2027-10-07 12:00") // a late tick moves nothing
			p.do(events.System, &CaseTick{Case: "C1"})
			if left := happened[events.CasePoolLeft](p); !left.EffectiveAt.Equal(at("2027-10-05 00:00")) {
				t.Fatalf("got %+v", left)
			}
			if x := p.pools["P1"].Party("icb"); x.LeftOn != "2027-10-05" || x.DuePence != tc.due || x.PaidPence != 20_000_00 {
				t.Fatalf("got %+v", x)
			}
			if tc.pays { // it still pays what it owes, and no more
				p.refused("p-cfo", &PoolContribute{Case: "C1", Pool: "P1", Organisation: "icb", AmountPence: 30_000_01, Reference: "r"}, Malformed)
				p.paysIn("icb", 30_000_00)
			}
		})
	}
}

func TestF68_an_overspend_is_the_leavers_for_the_days_on_which_it_was_a_party(t *testing.T) {
	p := awardedPool(t, 50_000_00, noticeOfAgreement("P3M", false))
	p.do("p-icb", leaving())
	p.now = at("2027-07-09 10:00")
	p.do(events.System, &CaseTick{Case: "C1"})
	pool := p.pools["P1"]
	spend := func(pence int64, on string) (*Pool, *Refusal) {
		cmd := &PoolSpend{Pool: "P1", AmountPence: pence, Payee: "Acorn Trust", Purpose: "Places", Reference: "INV", SpentOn: day(on)}
		m := p.meta("p-cfo", cmd)
		list, no := DecidePool(pool, p.r, cmd, m)
		if no != nil {
			return nil, no
		}
		then := pool.Clone()
		if err := then.Fold(record(events.KindPool, "P1", then.Revision+1, m, list)); err != nil {
			t.Fatal(err)
		}
		return then, nil
	}
	then, no := spend(150_001_00, "2027-07-04") // the last day on which it was a party
	if no != nil || then.Party("icb").OverspendDuePence != 33 || then.Party("wcc").OverspendDuePence != 67 {
		t.Fatalf("before it left: got %+v, %v", then, no)
	}
	// From then on section 75 has no NHS body in it: nothing is spent, and the fund is reconciled
	if _, no := spend(1, "2027-07-05"); no == nil || no.Code != PoolBasisRequiresNHSBody || !strings.Contains(no.Details[0].Message, "reconciled and closed") {
		t.Fatalf("after it: got %v", no)
	}
	p.refused("p-cfo", &PoolContribute{Case: "C1", Pool: "P1", Organisation: "wcc", AmountPence: 1, Reference: "r"}, PoolBasisRequiresNHSBody)
	if got := Explain(p.c, p.r, p.now); !slices.ContainsFunc(got, func(w Waiting) bool { return w.For == "expiry:pool:P1" && slices.Contains(w.Acts, "pool.close") }) {
		t.Fatalf("explained: %+v", got)
	}
	p.do("p-cfo", &PoolClose{Case: "C1", Pool: "P1", Reason: "Accounts"})
	if x := p.pools["P1"]; x.Party("icb").ReturnedPence != 50_000_00 || x.Party("wcc").ReturnedPence != 100_000_00 || x.BalancePence != 0 {
		t.Fatalf("reconciled: got %+v", x.Parties)
	}
}

func TestF68_of_several_who_stay_the_rest_bear_an_overspend_without_the_leaver(t *testing.T) {
	p := &Pool{ID: "P1", Basis: BasisChildrenAct10, Host: "wcc", BalancePence: 0, Parties: []PoolParty{
		{Organisation: "wcc", Type: "county_council", DuePence: 60_00, PaidPence: 60_00, OverspendHundredths: 50_00},
		{Organisation: "ald", Type: "district_council", DuePence: 20_00, PaidPence: 20_00, OverspendHundredths: 25_00, LeftOn: "2027-07-05"},
		{Organisation: "bra", Type: "district_council", DuePence: 20_00, PaidPence: 20_00, OverspendHundredths: 25_00}}}
	if got := p.overspent(3_00, "2027-07-05"); !slices.Equal(got, []events.PoolDue{{Organisation: "wcc", Pence: 2_00}, {Organisation: "bra", Pence: 1_00}}) {
		t.Errorf("got %v", got)
	}
	if got := p.overspent(4_00, "2027-07-04"); len(got) != 3 || got[1].Pence != 1_00 {
		t.Errorf("got %v", got)
	}
	if p.Broken("2027-07-05") != nil {
		t.Error("two of three go on")
	}
	p.Parties[0].LeftOn = "2027-08-01"
	if no := p.Broken("2027-08-01"); no == nil || no.Code != PoolBasisRequiresLocalAuthority {
		t.Errorf("without the council for children: got %v", no)
	}
}

func TestWhatWasPaidIntoAPoolIsNotWithdrawn(t *testing.T) {
	p := activePool(t)
	p.paysIn("icb", 45_000_00)
	withdraw := func(amount *int64) *CommitmentWithdraw {
		return &CommitmentWithdraw{Case: "C1", Commitment: "icb-1", Seat: "W3", Reason: "r", AmountPence: amount}
	}
	no := p.refused("p-icb", withdraw(ptr(int64(5_000_01))), WrongStage)
	if f := no.Details[0].Facts; f["can_withdraw_pence"] != int64(5_000_00) {
		t.Fatalf("facts: %v", f)
	}
	p.do("p-icb", withdraw(nil)) // all that is not paid
	if w := happened[events.CommitmentWithdrawn](p); w.Pence != 5_000_00 || w.RemainsPence != 45_000_00 {
		t.Fatalf("got %+v", w)
	}
	if p.c.Pool("P1").leaving("icb") != nil || p.pools["P1"].Party("icb").LeftOn != "" {
		t.Fatal("it is still a party")
	}
	p.refused("p-icb", withdraw(nil), WrongStage)
	p.do("p-icb", leaving()) // who has paid all that it still promised can leave all the same
	if !slices.Equal(p.types(), []string{"case.pool_leaving", "case.pool_left"}) {
		t.Fatalf("got %v", p.types())
	}
}

func TestPoolLeaveRefused(t *testing.T) {
	p := pooled(t)
	p.refused("p-icb", leaving(), WrongStage) // a draft
	p = activePool(t)
	edit := func(change func(*PoolLeave)) *PoolLeave { cmd := leaving(); change(cmd); return cmd }
	for name, tc := range map[string]struct {
		by   string
		cmd  *PoolLeave
		code Code
	}{
		"who does not hold the seat":     {"p-ald", leaving(), NotSeatHolder},
		"another's seat":                 {"p-ald", edit(func(c *PoolLeave) { c.Seat = "W5" }), NoMandateFromOrganisation},
		"no party":                       {"p-ald", edit(func(c *PoolLeave) { c.Seat, c.Organisation = "W5", "ald" }), NotFound},
		"no such pool":                   {"p-icb", edit(func(c *PoolLeave) { c.Pool = "P9" }), NotFound},
		"an officer without the minute":  {"po-icb", edit(func(c *PoolLeave) { c.Seat = "" }), Malformed},
		"its manager":                    {"p-cfo", edit(func(c *PoolLeave) { c.Seat, c.Minute = "", "4" }), NotPermitted},
		"a later day without a contract": {"p-icb", edit(func(c *PoolLeave) { c.EffectiveOn = day("2030-01-01") }), Malformed},
	} {
		t.Run(name, func(t *testing.T) { p.refused(tc.by, tc.cmd, tc.code) })
	}
	p.do("po-icb", edit(func(c *PoolLeave) { c.Seat, c.Minute = "", "Board 2027-01-12 item 4" }))
}

// A party that is replaced while its notice runs: its successors leave the fund when it would have, each with its share, to the penny; what was not paid by
// then falls away, or is owed, as the agreement has it. What one of them takes over that is a party already ends for it too, and it stays.
func TestF64_the_successors_of_a_party_under_notice_leave_on_its_day(t *testing.T) {
	for name, tc := range map[string]struct {
		pays  bool
		heirs []string
		due   map[string]int64 // once the day has come: what was paid, or is owed
	}{
		"one":                            {false, []string{"nwu"}, map[string]int64{"nwu": 20_000_01}},
		"two, by thirds":                 {false, []string{"nwu 33.33", "swu 66.67"}, map[string]int64{"nwu": 6_666_00, "swu": 13_334_01}},
		"one that is a party already":    {false, []string{"wcc"}, map[string]int64{"wcc": 120_000_01}},
		"two, and what was owed is owed": {true, []string{"nwu 50", "swu 50"}, map[string]int64{"nwu": 10_000_01, "swu": 10_000_00}},
	} {
		t.Run(name, func(t *testing.T) {
			p := awardedPool(t, 20_000_01, noticeOfAgreement("P6M", tc.pays))
			p.reorganised()
			p.do("p-icb", leaving())
			p.register("p-admin", &PartnershipSucceed{From: day("2027-07-01"), Replaced: []ReplacementLine{replaces("icb", tc.heirs...)}, Instrument: "Order"})
			p.clock("2027-07-01 09:00")
			committed, owed := int64(-100_000_00), int64(0)
			for _, k := range p.c.Commitments {
				if k.Pool == "P1" && k.Stands() {
					committed += k.Pence
				}
			}
			for _, x := range p.c.Pool("P1").Leaving[1:] {
				owed += x.OwedPence
				if !x.EffectiveAt.Equal(at("2027-10-05 00:00")) || x.Gone {
					t.Fatalf("got %+v", x)
				}
			}
			if committed != 50_000_00 || tc.pays && owed != 29_999_99 || !tc.pays && owed != 0 {
				t.Fatalf("committed %d, owed %d", committed, owed)
			}
			p.now = at("2027-10-07 12:00") // a late tick moves nothing
			p.do(events.System, &CaseTick{Case: "C1"})
			for _, e := range append([]events.CasePoolLeft{}, ofType[events.CasePoolLeft](p.last)...) {
				if !e.EffectiveAt.Equal(at("2027-10-05 00:00")) {
					t.Fatalf("got %+v", e)
				}
			}
			pool := p.pools["P1"]
			for o, due := range tc.due {
				if x := pool.Party(o); x == nil || x.DuePence != due || (x.LeftOn == "2027-10-05") != (o != "wcc") {
					t.Errorf("%s: got %+v, want %d due", o, x, due)
				}
			}
			for _, k := range p.c.Commitments {
				if k.Pool == "P1" && k.Stands() && k.Organisation != "wcc" && k.Pence != k.ContributedPence && !tc.pays {
					t.Errorf("what was not paid stands: %+v", k)
				}
			}
		})
	}
}
