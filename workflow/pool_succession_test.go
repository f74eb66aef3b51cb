package workflow

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"comity/events"
)

// threeParties is C1 with an active pool of wcc (host), icb and ald under section 10, which are due £100,000.01, £50,000 and £10,000.02; ald has paid
// £3,333.34 of that, the others nothing. An overspend is allowed, and shared 50, 33.33 and 16.67 percent.
func threeParties(t *testing.T) *partnership {
	t.Helper()
	p := westmere(t)
	p.now = at("2026-12-01 09:00")
	p.do("p-unit", &CaseCreate{Case: "C1", CaseFields: CaseFields{Title: ptr("Nursery places"), Sponsor: ptr("wcc"), Areas: []string{"north", "south"},
		Classification: ptr("partners"), Outcome: ptr("be healthy"), Tier: ptr("targeted"), Scale: ptr("strategic"), Route: ptr("grant")}})
	cmd := pooling("P1", BasisChildrenAct10, "wcc", "icb", "ald")
	sums := []int64{100_000_01, 50_000_00, 10_000_02}
	for i, share := range []int64{50_00, 33_33, 16_67} {
		cmd.Contributors[i].AmountPence, cmd.Contributors[i].OverspendHundredths = sums[i], share
	}
	cmd.Agreement.OverspendAllowed = true
	p.do("p-unit", cmd)
	for i, o := range []string{"wcc", "icb", "ald"} {
		p.do("p-unit", &CommitmentOffer{Case: "C1", Organisation: o, Pool: "P1", AmountPence: sums[i]})
	}
	p.do("p-unit", &CaseSubmit{Case: "C1"})
	p.planSigned()
	for _, o := range []string{"wcc", "icb", "ald"} {
		p.do("po-"+o, &ConsentRecord{Case: "C1", Organisation: o, Minute: "m"})
	}
	p.label("procurement.working")
	p.pays("ald", 3_333_34)
	return p
}

func (p *partnership) pays(organisation string, pence int64) {
	p.t.Helper()
	p.do("ao-"+organisation, &PoolContribute{Case: "C1", Pool: "P1", Organisation: organisation, AmountPence: pence, Reference: "BACS"})
}

// follows moves the clock to the day of a succession, and ticks.
func (p *partnership) follows() {
	p.t.Helper()
	p.now = at("2027-04-01 09:00")
	p.do(events.System, &CaseTick{Case: "C1"})
}

// parties lists who is party to P1, and what each has agreed, is due, has paid, shares of overspends, owes of them and has made good.
func (p *partnership) parties() (out []string) {
	for _, x := range p.pools["P1"].Parties {
		out = append(out, fmt.Sprintf("%s %d %d %d %d %d %d", x.Organisation, x.AgreedPence, x.DuePence, x.PaidPence, x.OverspendHundredths, x.OverspendDuePence, x.OverspendPaidPence))
	}
	return out
}

func (p *partnership) wantParties(want ...string) {
	p.t.Helper()
	if got := p.parties(); !slices.Equal(got, want) {
		p.t.Errorf("parties: got\n%v, want\n%v", got, want)
	}
	var of []events.PoolParty
	for _, x := range p.pools["P1"].Parties {
		of = append(of, events.PoolParty{Organisation: x.Organisation, Type: x.Type, Pence: x.AgreedPence, OverspendHundredths: x.OverspendHundredths})
		if got := p.c.PoolPaid("P1", x.Organisation); got != x.PaidPence {
			p.t.Errorf("%s has paid %d by the case, and %d by the pool", x.Organisation, got, x.PaidPence)
		}
	}
	if got := p.c.Pool("P1"); !reflect.DeepEqual(got.Parties, of) || got.Host != p.pools["P1"].Host || got.Manager != p.pools["P1"].Manager || got.Awaits != p.pools["P1"].Awaits {
		p.t.Errorf("the case says %+v, the pool %+v", got, p.pools["P1"])
	}
}

func TestPoolSuccession_F08_F64_a_successor_takes_the_place_of_a_party(t *testing.T) {
	p := threeParties(t)
	p.reorganised()
	p.register("p-admin", succeed(replaces("ald", "nwu 33.33", "swu 66.67")))
	p.follows()
	if got := ofType[events.CasePoolPartySucceeded](p.last); len(got) != 1 || got[0].EffectiveOn != "2027-04-01" || got[0].EffectiveAt != at("2027-04-01") {
		t.Fatalf("got %+v", got)
	}
	p.wantParties(
		"wcc 10000001 10000001 0 5000 0 0", "icb 5000000 5000000 0 3333 0 0",
		"nwu 333301 111100 111100 556 0 0", "swu 666701 222234 222234 1111 0 0") // agreed 1000002, paid 333334
	if pool := p.pools["P1"]; pool.Host != "wcc" || pool.Manager != "p-cfo" || pool.BalancePence != 333_334 || pool.Party("swu").AwaitedPence != 666_701-222_234 {
		t.Errorf("got %+v", pool)
	}
	if lines := p.pools["P1"].Lines; lines[len(lines)-1].What != "succeeded" || lines[len(lines)-1].Organisation != "ald" || len(lines[len(lines)-1].Successors) != 2 {
		t.Errorf("the account does not show it: %+v", lines)
	}
	for range 2 { // again changes nothing
		if p.do(events.System, &CaseTick{Case: "C1"}); len(p.last) > 0 {
			t.Fatalf("a second time it did %+v", p.last)
		}
	}
	p.refused("ao-nwu", &PoolContribute{Case: "C1", Pool: "P1", Organisation: "nwu", AmountPence: 1, Reference: "r"}, Malformed) // nothing is due before it says so
	p.do("po-nwu", &ConsentRecord{Case: "C1", Organisation: "nwu", Minute: "Cabinet 1"})
	p.pays("nwu", 333_301-111_100)
	p.refused("ao-nwu", &PoolContribute{Case: "C1", Pool: "P1", Organisation: "nwu", AmountPence: 1, Reference: "r"}, Malformed)
	p.refused(p.c.Pool("P1").Manager, &PoolContribute{Case: "C1", Pool: "P1", Organisation: "ald", AmountPence: 1, Reference: "r"}, NotFound)
	p.refused("ao-ald", &PoolContribute{Case: "C1", Pool: "P1", Organisation: "ald", AmountPence: 1, Reference: "r"}, NotPermitted)
}

// The host is replaced by one council, which holds the fund from then on; its chief finance officer manages it.
func TestPoolSuccession_F13_the_successor_of_the_host_is_host(t *testing.T) {
	p := threeParties(t)
	p.reorganised()
	p.register("p-admin", succeed(replaces("wcc", "nwu")))
	p.now = at("2027-04-01 00:00")
	if no := p.spend("p-cfo", "P1", 1); no == nil || no.Code != WrongStage {
		t.Errorf("before what passes on is recorded: got %v", no)
	}
	p.follows()
	p.wantParties("nwu 10000001 0 0 5000 0 0", "icb 5000000 5000000 0 3333 0 0", "ald 1000002 1000002 333334 1667 0 0")
	if pool := p.pools["P1"]; pool.Host != "nwu" || pool.Manager != "p-nwu-cfo" || pool.Awaits != "" {
		t.Errorf("got %+v", pool)
	}
	if no := p.spend("p-cfo", "P1", 1); no == nil || no.Code != NotPermitted {
		t.Errorf("its old manager spends: got %v", no)
	}
	if no := p.spend("p-nwu-cfo", "P1", 3_333_34); no != nil {
		t.Errorf("its new manager spends: got %v", no)
	}
	p.pays("icb", 50_000_00)
	p.pays("ald", 10_000_02-3_333_34)
	if no := p.spend("p-nwu-cfo", "P1", 200_000_00); no == nil || no.Code != PoolBalanceExceeded {
		t.Errorf("overspent before nwu has reaffirmed: got %v", no)
	}
	p.do("po-nwu", &ConsentRecord{Case: "C1", Organisation: "nwu", Minute: "Cabinet 1"})
	p.do("p-nwu-cfo", &PoolContribute{Case: "C1", Pool: "P1", Organisation: "nwu", AmountPence: 100_000_01, Reference: "BACS"})
}

// Nobody guesses who of several holds a fund: it waits, and nothing of it moves, until the agreement names one.
func TestPoolSuccession_F13_a_host_replaced_by_several_is_to_be_named(t *testing.T) {
	p := threeParties(t)
	p.reorganised()
	p.register("p-admin", succeed(replaces("wcc", "nwu 50", "swu 50")))
	p.follows()
	p.wantParties("nwu 5000001 0 0 2500 0 0", "swu 5000000 0 0 2500 0 0", "icb 5000000 5000000 0 3333 0 0", "ald 1000002 1000002 333334 1667 0 0")
	if pool := p.pools["P1"]; pool.Host != "" || pool.Awaits != AwaitsHost || !slices.Contains(pool.Warnings, WarnHostToBeNamed) {
		t.Errorf("got %+v", pool)
	}
	if no := p.spend("p-cfo", "P1", 1); no == nil || no.Code != PoolHostNotLegalEntity {
		t.Errorf("spent: got %v", no)
	}
	p.refused("ao-icb", &PoolContribute{Case: "C1", Pool: "P1", Organisation: "icb", AmountPence: 1, Reference: "r"}, PoolHostNotLegalEntity)
	p.refused("po-nwu", &ConsentRecord{Case: "C1", Organisation: "nwu", Minute: "m"}, PoolHostNotLegalEntity)
	p.refused("p-cfo", &PoolClose{Case: "C1", Pool: "P1", Reason: "r"}, PoolHostNotLegalEntity)
	p.waits("consent:nwu", "consent:swu", "gate:G3", "pool:P1")

	agree := func(host, manager string) *PoolAgree {
		return &PoolAgree{Case: "C1", Pool: "P1", Host: host, Manager: manager, Agreement: *wholeAgreement(), Reason: "Deed of variation"}
	}
	p.refused("p-unit", agree("", ""), Malformed)
	p.refused("p-unit", agree("westmere", ""), PoolHostNotLegalEntity)
	p.refused("p-unit", agree("bra", ""), Malformed) // no party
	p.refused("p-unit", agree("swu", ""), Malformed) // it has no chief finance officer
	p.refused("ao-icb", agree("nwu", ""), NotPermitted)
	p.refused("ao-bra", agree("bra", ""), NotPermitted)
	p.refused("ao-swu", agree("swu", "p-police"), Malformed)
	p.do("ao-swu", agree("swu", "po-swu"))
	if pool := p.pools["P1"]; pool.Host != "swu" || pool.Manager != "po-swu" || pool.Awaits != "" || slices.Contains(pool.Warnings, WarnHostToBeNamed) {
		t.Errorf("got %+v", pool)
	}
	p.refused("p-unit", agree("nwu", ""), WrongStage) // it is held
	if no := p.spend("po-swu", "P1", 3_333_34); no != nil {
		t.Errorf("got %v", no)
	}
	p.do("po-nwu", &ConsentRecord{Case: "C1", Organisation: "nwu", Minute: "m"})
	p.pays("nwu", 50_000_01)
}

func TestPoolSuccession_who_holds_it_may_be_named_before_the_day(t *testing.T) {
	named := func(edit func(*PartnershipSucceed)) *PartnershipSucceed {
		cmd := succeed(replaces("wcc", "nwu 40", "swu 60"))
		edit(cmd)
		return cmd
	}
	for name, tc := range map[string]struct {
		cmd                   *PartnershipSucceed
		host, manager, awaits string
	}{
		"F13_the_principal_that_is_named":      {named(func(c *PartnershipSucceed) { c.Replaced[0].Principal = "nwu" }), "nwu", "p-nwu-cfo", ""},
		"the_largest_share_alone_names_nobody": {named(func(*PartnershipSucceed) {}), "", "p-cfo", AwaitsHost},
		"F13_a_pool_by_itself":                 {named(func(c *PartnershipSucceed) { c.Pools = []PoolHostLine{{Pool: "P1", Host: "nwu"}} }), "nwu", "p-nwu-cfo", ""},
		"a_pool_against_the_principal": {named(func(c *PartnershipSucceed) {
			c.Replaced[0].Principal, c.Pools = "nwu", []PoolHostLine{{Pool: "P1", Host: "swu", Manager: "ao-swu"}}
		}), "swu", "ao-swu", ""},
		"another_pool":                              {named(func(c *PartnershipSucceed) { c.Pools = []PoolHostLine{{Pool: "P2", Host: "nwu"}} }), "", "p-cfo", AwaitsHost},
		"who_has_no_chief_finance_officer":          {named(func(c *PartnershipSucceed) { c.Replaced[0].Principal = "swu" }), "swu", "p-cfo", AwaitsManager},
		"a_host_that_goes_on_keeps_it":              {succeed(replaces("wcc", "wcc 40", "swu 60")), "wcc", "p-cfo", ""},
		"a_host_that_goes_on_may_give_it":           {succeed(ReplacementLine{Organisations: []string{"wcc"}, Successors: into("wcc 40", "nwu 60"), Principal: "nwu"}), "nwu", "p-nwu-cfo", ""},
		"one_that_may_not_contribute_holds_nothing": {succeed(replaces("wcc", "cvs")), "", "p-cfo", AwaitsHost},
	} {
		t.Run(name, func(t *testing.T) {
			p := threeParties(t)
			p.reorganised()
			p.register("p-admin", tc.cmd)
			p.register("p-admin", tc.cmd) // again changes nothing
			p.follows()
			if pool := p.pools["P1"]; pool.Host != tc.host || pool.Manager != tc.manager || pool.Awaits != tc.awaits {
				t.Errorf("got host %q, manager %q, awaits %q", pool.Host, pool.Manager, pool.Awaits)
			}
			if no := p.spend(tc.manager, "P1", 1); (no == nil) != (tc.awaits == "") {
				t.Errorf("spent: got %v", no)
			}
		})
	}
	p := westmere(t)
	p.reorganised()
	for name, tc := range map[string]struct {
		line PoolHostLine
		code Code
	}{
		"no successor":    {PoolHostLine{Pool: "P1", Host: "icb"}, Malformed},
		"no legal person": {PoolHostLine{Pool: "P1", Host: "sch"}, PoolHostNotLegalEntity},
		"no name":         {PoolHostLine{Pool: "P 1", Host: "nwu"}, Malformed},
		"nobody of it":    {PoolHostLine{Pool: "P1", Host: "nwu", Manager: "p-police"}, Malformed},
	} {
		cmd := succeed(replaces("wcc", "nwu 40", "swu 50", "sch 10"))
		cmd.Pools = []PoolHostLine{tc.line}
		if no := p.tryRegister("p-admin", cmd); no == nil || no.Code != tc.code {
			t.Errorf("%s: got %v", name, no)
		}
	}
}

// Three parties and odd pennies: the host is replaced by two on the day on which one party is taken up by another.
func TestPoolSuccession_F64_F68_three_parties_and_odd_pence(t *testing.T) {
	p := threeParties(t)
	p.pays("wcc", 100_000_01)
	p.pays("icb", 50_000_00)
	p.pays("ald", 10_000_02-3_333_34)
	if no := p.spend("p-cfo", "P1", 160_000_03+1_01); no != nil { // £1.01 too much: 50, 34 and 17 pence
		t.Fatal(no)
	}
	p.do("ao-icb", &PoolContribute{Case: "C1", Pool: "P1", Organisation: "icb", AmountPence: 33, Towards: TowardsOverspend, Reference: "r"})
	p.do("p-cfo", &PoolContribute{Case: "C1", Pool: "P1", Organisation: "ald", AmountPence: 10, Towards: TowardsOverspend, Reference: "r"})
	p.wantParties("wcc 10000001 10000001 10000001 5000 50 0", "icb 5000000 5000000 5000000 3333 34 33", "ald 1000002 1000002 1000002 1667 17 10")
	p.reorganised()
	cmd := succeed(replaces("wcc", "nwu 33.33", "swu 66.67"), replaces("ald", "icb"))
	cmd.Pools = []PoolHostLine{{Pool: "P1", Host: "nwu"}}
	p.register("p-admin", cmd)
	p.follows()
	p.wantParties("nwu 3333000 3333000 3333000 1667 17 0", "swu 6667001 6667001 6667001 3333 33 0", "icb 6000002 6000002 6000002 5000 51 43")
	if pool := p.pools["P1"]; pool.Host != "nwu" || pool.BalancePence != -58 || !slices.Equal(pool.Warnings, nil) {
		t.Errorf("got %+v", pool)
	}
	p.refused("p-nwu-cfo", &PoolClose{Case: "C1", Pool: "P1", Reason: "r"}, WrongStage)
	for o, pence := range map[string]int64{"nwu": 17, "swu": 33, "icb": 8} {
		p.do("ao-"+o, &PoolContribute{Case: "C1", Pool: "P1", Organisation: o, AmountPence: pence, Towards: TowardsOverspend, Reference: "r"})
	}
	p.do("p-nwu-cfo", &PoolClose{Case: "C1", Pool: "P1", Reason: "Accounts"})
	if pool := p.pools["P1"]; pool.BalancePence != 0 || pool.Unpaid != nil {
		t.Errorf("got %+v", pool)
	}
}

// Two that become one have one place; where nobody else is left the fund says so.
func TestPoolSuccession_two_become_one(t *testing.T) {
	p := threeParties(t)
	p.reorganised()
	p.register("p-admin", succeed(replaces("wcc,ald", "nwu")))
	p.follows()
	p.wantParties("nwu 11000003 333334 333334 6667 0 0", "icb 5000000 5000000 0 3333 0 0")
	if got := ofType[events.CasePoolPartySucceeded](p.last); len(got) != 2 || got[0].Organisation != "wcc" || got[1].Organisation != "ald" {
		t.Errorf("got %+v, want one for each organisation replaced", got)
	}
	p.do("po-nwu", &ConsentRecord{Case: "C1", Organisation: "nwu", Minute: "m"})
	p.wantParties("nwu 11000003 11000003 333334 6667 0 0", "icb 5000000 5000000 0 3333 0 0")
	p.now = at("2027-05-01 09:00")
	p.register("p-admin", &PartnershipSucceed{From: day("2027-05-02"), Replaced: []ReplacementLine{replaces("icb", "nwu")}, Instrument: "Order"})
	p.now = at("2027-05-02 09:00")
	p.do(events.System, &CaseTick{Case: "C1"})
	p.wantParties("nwu 16000003 11000003 333334 10000 0 0")
	if w := p.pools["P1"].Warnings; !slices.Equal(w, []string{WarnOneParty}) {
		t.Errorf("warnings: got %v", w)
	}
}

// Whoever the matrix has no place for is party for what was paid, and confirms nothing more; it may align what it puts in.
func TestPoolSuccession_F66_F67_the_matrix_judges_successors(t *testing.T) {
	p := threeParties(t)
	p.register("p-admin", succeed(replaces("ald", "cvs")))
	p.follows()
	p.wantParties("wcc 10000001 10000001 0 5000 0 0", "icb 5000000 5000000 0 3333 0 0", "cvs 1000002 333334 333334 1667 0 0")
	if w := p.pools["P1"].Warnings; !slices.Equal(w, []string{string(PoolPartnerIneligible)}) {
		t.Errorf("warnings: got %v", w)
	}
	p.refused("po-cvs", &ConsentRecord{Case: "C1", Organisation: "cvs", Minute: "m"}, PoolPartnerIneligible)
	p.do("po-cvs", &ConsentDecline{Case: "C1", Organisation: "cvs", Reason: "It cannot"})
	if x := p.pools["P1"].Party("cvs"); x.AwaitedPence != 0 || x.DuePence != 333_334 {
		t.Errorf("declined: got %+v", x)
	}
	p = threeParties(t)
	p.register("p-admin", succeed(replaces("wcc", "ald")))
	p.follows()
	if w := p.pools["P1"].Warnings; !slices.Equal(w, []string{string(PoolBasisRequiresLocalAuthority), WarnManagerToBeNamed}) || p.pools["P1"].Host != "ald" {
		t.Errorf("got %+v", p.pools["P1"])
	}
}

func TestPoolSuccession_what_does_not_pass_on(t *testing.T) {
	t.Run("a_pool_that_is_reconciled", func(t *testing.T) {
		p := threeParties(t)
		p.do("p-cfo", &PoolClose{Case: "C1", Pool: "P1", Reason: "r"})
		p.reorganised()
		p.register("p-admin", succeed(replaces("ald", "nwu")))
		p.follows()
		if got := ofType[events.CasePoolPartySucceeded](p.last); len(got) > 0 || p.pools["P1"].Party("ald") == nil {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("a_succession_that_is_taken_back", func(t *testing.T) {
		p := threeParties(t)
		p.reorganised()
		cmd := succeed(replaces("ald", "nwu"))
		cmd.Succession = "s"
		p.register("p-admin", cmd)
		p.register("p-admin", &SuccessionCancel{Succession: "s", Instrument: "i"})
		p.follows()
		if len(p.last) > 0 || p.pools["P1"].Party("ald") == nil {
			t.Errorf("got %+v", p.last)
		}
	})
}

// A draft passes on as well: its parties are those who can consent to it. What is converted into it goes with it.
func TestPoolSuccession_F70_a_draft_and_what_is_converted_into_it(t *testing.T) {
	p := pooledIn(westmere(t), func(cmd *PoolCreate) {
		cmd.Basis = BasisChildrenAct10
		cmd.Contributors = append(cmd.Contributors, PoolPartyFields{Organisation: "ald", AmountPence: 5_000_01})
	})
	p.do("p-unit", &CommitmentOffer{Case: "C1", Organisation: "ald", AmountPence: 5_000_01})
	p.do("p-unit", &CommitmentChange{Case: "C1", Commitment: "ald-1", Pool: ptr("P1")})
	p.reorganised()
	p.register("p-admin", succeed(replaces("ald", "nwu 50", "swu 50")))
	p.follows()
	p.wantParties("wcc 10000000 0 0 0 0 0", "icb 5000000 0 0 0 0 0", "nwu 250001 0 0 0 0 0", "swu 250000 0 0 0 0 0")
	if k := p.c.Commitment("nwu-1"); k == nil || k.Pool != "P1" || k.Mode != "pooled" || k.Pence != 250_001 {
		t.Errorf("got %+v", k)
	}
	if pool := p.pools["P1"]; pool.Status != PoolDraft || !slices.Equal(pool.Warnings, []string{WarnManyParties}) {
		t.Errorf("got %+v", pool)
	}
	p.refused("p-unit", &PoolCreate{Case: "C1", Pool: "P2", Basis: BasisChildrenAct10, Host: "wcc", Contributors: []PoolPartyFields{{Organisation: "wcc"}, {Organisation: "ald"}}}, NotFound)
}

// What was signed stands: at the gate the pool's papers read with the successors' names, and nothing is void.
func TestPoolSuccession_at_the_gate_nothing_is_amended(t *testing.T) {
	p := atPooledConsents(t, func(cmd *PoolCreate) { cmd.Basis = BasisChildrenAct10 })
	p.do(p.r.Holder("W3", p.now), &ConsentConfirm{Case: "C1", Seat: "W3"})
	p.reorganised()
	p.register("p-admin", succeed(replaces("wcc", "nwu")))
	p.follows()
	p.label("planning.at_gate")
	if got := ofType[events.GateVoided](p.last); len(got) > 0 {
		t.Fatalf("got %+v", got)
	}
	p.wantParties("nwu 10000000 0 0 0 0 0", "icb 5000000 0 0 0 0 0")
	p.do("po-nwu", &ConsentRecord{Case: "C1", Organisation: "nwu", Minute: "m"})
	p.label("procurement.working")
	if pool := p.pools["P1"]; pool.Status != PoolActive || pool.Party("nwu").DuePence != 100_000_00 {
		t.Errorf("got %+v", pool)
	}
}

// A case is closed and its fund is not yet reconciled: it passes on by itself, what was paid with it, and its new manager closes it.
func TestPoolSuccession_F64_the_fund_of_a_case_that_is_closed(t *testing.T) {
	p := threeParties(t)
	p.do("po-wcc", &CaseWithdraw{Case: "C1", Reason: "r"})
	p.label("closed")
	p.reorganised()
	p.register("p-admin", succeed(replaces("wcc", "swu 50", "nwu 50"), replaces("ald", "nwu 50", "swu 50")))
	p.now = at("2027-04-01 09:00")
	if due := Due(p.c, p.r); len(due) != 1 || due[0].What != "succession" {
		t.Fatalf("due: %+v", due)
	}
	p.follows()
	if p.pools["P1"].BalancePence != 333_334 || p.pools["P1"].Party("nwu").PaidPence != 166_667 || p.pools["P1"].Party("swu").PaidPence != 166_667 {
		t.Errorf("got %v", p.parties())
	}
	p.wantParties(p.parties()...)
	p.do("ao-nwu", &PoolAgree{Case: "C1", Pool: "P1", Host: "nwu", Agreement: *wholeAgreement(), Reason: "r"})
	p.do("p-nwu-cfo", &PoolClose{Case: "C1", Pool: "P1", Reason: "r"})
	if got := p.pools["P1"]; got.Party("nwu").ReturnedPence+got.Party("swu").ReturnedPence != 333_334 {
		t.Errorf("got %v", got.Parties)
	}
	if p.do(events.System, &CaseTick{Case: "C1"}); len(p.last) > 0 {
		t.Errorf("got %+v", p.last)
	}
}

// A commitment that is shared otherwise takes with it, in that proportion, what was paid of it, what is agreed, and the share of an overspend.
func TestPoolSuccession_exact_shares(t *testing.T) {
	p := threeParties(t)
	p.reorganised()
	cmd := succeed(replaces("ald", "nwu 50", "swu 50"))
	cmd.Commitments = []CommitmentShareLine{{Case: "C1", Commitment: "ald-1", Shares: []StatedShareLine{{Organisation: "nwu", AmountPence: 1_00}, {Organisation: "swu", AmountPence: 9_999_02}}}}
	p.register("p-admin", cmd)
	p.follows()
	p.wantParties("wcc 10000001 10000001 0 5000 0 0", "icb 5000000 5000000 0 3333 0 0", "nwu 100 33 33 0 0 0", "swu 999902 333301 333301 1667 0 0")
}

// One record late, one on the moment, or one after the other: it comes to the same.
func TestPoolSuccession_late_it_is_the_same(t *testing.T) {
	run := func(when ...string) string {
		p := threeParties(t)
		p.reorganised()
		p.register("p-admin", succeed(replaces("ald", "nwu")))
		p.register("p-admin", &PartnershipSucceed{From: day("2027-05-01"), Replaced: []ReplacementLine{replaces("nwu", "wcc 50", "swu 50")}, Instrument: "Order"})
		for _, w := range when {
			p.now = at(w)
			p.do(events.System, &CaseTick{Case: "C1"})
		}
		p.wantParties("wcc 10500002 10166668 166667 5834 0 0", "icb 5000000 5000000 0 3333 0 0", "swu 500001 166667 166667 833 0 0")
		return fmt.Sprint(p.parties(), p.c.Pool("P1").Successions)
	}
	if a, b := run("2027-04-01 00:00", "2027-05-01 00:00"), run("2027-06-01 10:00"); a != b {
		t.Errorf("on time\n%s\nlate\n%s", a, b)
	}
}

// What it would do is foreseen, with the fund.
func TestPoolSuccession_is_foreseen(t *testing.T) {
	p := threeParties(t)
	p.reorganised()
	cmd := succeed(replaces("wcc", "nwu 50", "swu 50"))
	f, no := ForeseeSuccession(p.r, cmd, Meta{Command: "x", Name: cmd.CommandName(), Actor: "p-admin", At: p.now, Administrator: true})
	if no != nil {
		t.Fatal(no)
	}
	got := ofType[events.CasePoolPartySucceeded](f.Case(p.c, p.now))
	if len(got) != 1 || got[0].Awaits != AwaitsHost || len(got[0].Successors) != 2 {
		t.Errorf("got %+v", got)
	}
}

// Who gave a part of itself before it came into the fund gives nothing of what came to it then.
func TestPoolSuccession_what_comes_later_is_not_given_away(t *testing.T) {
	p := threeParties(t)
	p.now = at("2027-03-20 09:00")
	p.register("p-admin", &PartnershipSucceed{From: day("2027-03-20"), Replaced: []ReplacementLine{replaces("bra", "bra 50", "icb 50")}, Instrument: "Order"})
	p.register("p-admin", &PartnershipSucceed{From: day("2027-03-21"), Replaced: []ReplacementLine{replaces("ald", "bra")}, Instrument: "Order"})
	p.follows()
	if x := p.pools["P1"].Party("bra"); x == nil || x.AgreedPence != 10_000_02 || x.PaidPence != 3_333_34 {
		t.Errorf("got %v", p.parties())
	}
}

// Who comes in the place of a party that has left has left as well, and bears no overspend of later days.
func TestPoolSuccession_F64_a_party_that_has_left(t *testing.T) {
	p := threeParties(t)
	p.do("po-ald", &PoolLeave{Case: "C1", Pool: "P1", Organisation: "ald", Minute: "m", Reason: "r"})
	p.reorganised()
	p.register("p-admin", succeed(replaces("ald", "nwu")))
	p.follows()
	if x := p.pools["P1"].Party("nwu"); x == nil || x.PaidPence != 3_333_34 || x.LeftOn == "" || p.c.Pool("P1").leaving("nwu") == nil {
		t.Errorf("got %+v", p.pools["P1"].Parties)
	}
}
