package workflow

import (
	"slices"
	"testing"

	"comity/events"
	"comity/workflow/document"
)

// wholeAgreement specifies everything that the checklist asks for.
func wholeAgreement(without ...string) *PoolAgreementFields {
	a := &PoolAgreementFields{}
	for _, item := range PoolItems {
		if !slices.Contains(without, item.ID) {
			a.Items = append(a.Items, item.ID)
		}
	}
	return a
}

// pooling sets a pool up for C1, with its agreement, £10,000 of each, the first of them host.
func pooling(id, basis string, organisations ...string) *PoolCreate {
	cmd := &PoolCreate{Case: "C1", Pool: id, Basis: basis, Host: organisations[0], Agreement: wholeAgreement()}
	for _, o := range organisations {
		cmd.Contributors = append(cmd.Contributors, PoolPartyFields{Organisation: o, AmountPence: 10_000_00})
	}
	return cmd
}

// pool folds what the events of the case add to its pools, as casework would append it beside the case's record.
func (p *partnership) pool(m Meta, list []events.Event) {
	p.t.Helper()
	effects, err := Effects(p.c, p.r.WithPools(p.pools), list, m.At, m.Actor)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, e := range effects {
		if e.Kind == events.KindPool {
			p.foldPool(e.ID, m, e.Events)
		}
	}
}

func (p *partnership) foldPool(id string, m Meta, list []events.Event) {
	p.t.Helper()
	if p.pools == nil {
		p.pools = Pools{}
	}
	if p.pools[id] == nil {
		p.pools[id] = NewPool("westmere", id)
	}
	if err := p.pools[id].Fold(record(events.KindPool, id, p.pools[id].Revision+1, m, list)); err != nil {
		p.t.Fatal(err)
	}
}

// spend decides a payment from a pool, and folds it.
func (p *partnership) spend(actor, id string, pence int64) *Refusal {
	p.t.Helper()
	cmd := &PoolSpend{Pool: id, AmountPence: pence, Payee: "Brightpath Nurseries", Purpose: "Places", Reference: "GL 1"}
	m := p.meta(actor, cmd)
	pool := p.pools[id]
	if pool == nil {
		pool = NewPool("westmere", id)
	}
	list, no := DecidePool(pool, p.r, cmd, m)
	if no == nil {
		p.foldPool(id, m, list)
	}
	return no
}

// pooled is C1 with a pool of wcc and icb under section 75, to which they have offered £100,000 and £50,000, and bpn's £20,000 aligned.
func pooled(t *testing.T, edit ...func(*PoolCreate)) *partnership {
	t.Helper()
	return pooledIn(westmere(t), edit...)
}

func pooledIn(p *partnership, edit ...func(*PoolCreate)) *partnership {
	p.t.Helper()
	p.now = at("2026-12-01 09:00")
	p.do("p-unit", &CaseCreate{Case: "C1", CaseFields: CaseFields{Title: ptr("Nursery places"), Sponsor: ptr("wcc"), Areas: []string{"north", "south"},
		Classification: ptr("partners"), Outcome: ptr("be healthy"), Tier: ptr("targeted"), Scale: ptr("strategic"), Route: ptr("grant")}})
	cmd := pooling("P1", BasisNHSAct75, "wcc", "icb")
	cmd.Contributors[0].AmountPence, cmd.Contributors[1].AmountPence = 100_000_00, 50_000_00
	for _, e := range edit {
		e(cmd)
	}
	p.do("p-unit", cmd)
	p.do("p-unit", &CommitmentOffer{Case: "C1", Organisation: "wcc", Pool: "P1", AmountPence: 100_000_00})
	p.do("p-unit", &CommitmentOffer{Case: "C1", Organisation: "icb", Pool: "P1", AmountPence: 50_000_00})
	p.do("p-unit", &CommitmentOffer{Case: "C1", Organisation: "bpn", AmountPence: 20_000_00})
	p.do("p-unit", &CaseSubmit{Case: "C1"})
	return p
}

// atPooledConsents is pooled at G2, which waits for the consents alone; those of bpn is recorded.
func atPooledConsents(t *testing.T, edit ...func(*PoolCreate)) *partnership {
	t.Helper()
	p := pooled(t, edit...)
	p.toConsents()
	return p
}

func (p *partnership) toConsents() {
	p.t.Helper()
	p.planSigned()
	p.do("po-bpn", &ConsentRecord{Case: "C1", Organisation: "bpn", Minute: "board 4"})
}

// activePool is pooled with both contributions confirmed: the gate has passed and the pool is active.
func activePool(t *testing.T, edit ...func(*PoolCreate)) *partnership {
	t.Helper()
	p := atPooledConsents(t, edit...)
	p.do(p.r.Holder("W2", p.now), &ConsentConfirm{Case: "C1", Seat: "W2"})
	p.do(p.r.Holder("W3", p.now), &ConsentConfirm{Case: "C1", Seat: "W3"})
	p.label("procurement.working")
	return p
}

func TestPoolCreate(t *testing.T) {
	parties := func(cmd *PoolCreate, organisations ...string) *PoolCreate {
		cmd.Contributors = nil
		for _, o := range organisations {
			cmd.Contributors = append(cmd.Contributors, PoolPartyFields{Organisation: o})
		}
		return cmd
	}
	of := func(basis string, organisations ...string) *PoolCreate {
		cmd := pooling("P9", basis, "wcc")
		return parties(cmd, organisations...)
	}
	for name, tc := range map[string]struct {
		cmd     *PoolCreate
		code    Code
		details []string
	}{
		"F67_a_private_partner_cannot_pool":                  {of(BasisChildrenAct10, "wcc", "icb", "bpn"), PoolPartnerIneligible, []string{"bpn private"}},
		"F67_neither_can_a_voluntary_one_and_both_are_named": {of(BasisChildrenAct10, "wcc", "icb", "bpn", "cvs"), PoolPartnerIneligible, []string{"bpn private", "cvs vcs"}},
		"F13_the_partnership_is_no_host": {func() *PoolCreate {
			c := of(BasisChildrenAct10, "wcc", "icb")
			c.Host = "westmere"
			return c
		}(), PoolHostNotLegalEntity, []string{"westmere"}},
		"F13_a_board_is_no_host":       {func() *PoolCreate { c := of(BasisChildrenAct10, "wcc", "icb"); c.Host = "wcb"; return c }(), PoolHostNotLegalEntity, []string{"wcb"}},
		"F13_a_sector_body_is_no_host": {func() *PoolCreate { c := of(BasisChildrenAct10, "wcc", "icb"); c.Host = "sch"; return c }(), PoolHostNotLegalEntity, []string{"sch"}},
		"nobody_knows_the_host":        {func() *PoolCreate { c := of(BasisChildrenAct10, "wcc", "icb"); c.Host = "nobody"; return c }(), NotFound, []string{"nobody"}},
		"the_host_contributes": {func() *PoolCreate {
			c := of(BasisChildrenAct10, "wcc", "icb")
			c.Host = "ald"
			c.Manager = "ao-ald"
			return c
		}(), Malformed, []string{"host"}},
		"F66_section_75_needs_an_nhs_body": {of(BasisNHSAct75, "wcc", "ald"), PoolBasisRequiresNHSBody, []string{BasisNHSAct75}},
		"F66_section_75_needs_a_council": {func() *PoolCreate {
			c := of(BasisNHSAct75, "icb")
			c.Host, c.Manager = "icb", "ao-icb"
			return c
		}(), PoolBasisRequiresLocalAuthority, []string{BasisNHSAct75}},
		"F66_section_10_needs_the_council_for_children": {func() *PoolCreate {
			c := of(BasisChildrenAct10, "ald", "bra")
			c.Host, c.Manager = "ald", "ao-ald"
			return c
		}(), PoolBasisRequiresLocalAuthority, []string{BasisChildrenAct10}},
		"one_party_is_no_pool": {of(BasisChildrenAct10, "wcc"), Malformed, []string{"contributors"}},
		"F68_what_is_missing_is_listed_exactly": {func() *PoolCreate {
			c := of(BasisNHSAct75, "wcc", "icb")
			c.Agreement = wholeAgreement("functions", "duration_review_variation_termination")
			return c
		}(), PoolAgreementIncomplete, []string{"functions", "duration_review_variation_termination"}},
		"F68_the_overspend_and_the_exit_are_asked_too": {func() *PoolCreate {
			c := of(BasisNHSAct75, "wcc", "icb")
			c.Agreement = wholeAgreement("exit", "overspend_share")
			return c
		}(), PoolAgreementIncomplete, []string{"overspend_share", "exit"}},
		"F68_shares_come_to_a_hundred": {func() *PoolCreate {
			c := of(BasisNHSAct75, "wcc", "icb")
			c.Contributors[0].OverspendHundredths, c.Contributors[1].OverspendHundredths = 60_00, 39_99
			return c
		}(), Malformed, []string{"overspend_pct_hundredths"}},
		"the_manager_is_of_the_host": {func() *PoolCreate { c := of(BasisNHSAct75, "wcc", "icb"); c.Manager = "p-police"; return c }(), Malformed, []string{"manager"}},
		"everything_at_once": {func() *PoolCreate {
			c := of(BasisNHSAct75, "ald", "bpn")
			c.Host, c.Agreement = "westmere", wholeAgreement("exit")
			return c
		}(), PoolPartnerIneligible, []string{"bpn private", "westmere", BasisNHSAct75, "exit"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := westmere(t)
			p.now = at("2026-12-01 09:00")
			p.draft("pa2023")
			no := p.refused("p-unit", tc.cmd, tc.code)
			if got := no.About(); !slices.Equal(got, tc.details) {
				t.Errorf("details: got %v, want %v", got, tc.details)
			}
			if len(p.c.Pools) != 0 || len(p.pools) != 0 {
				t.Errorf("a refused pool is there: %v", p.c.Pools)
			}
		})
	}
}

func TestF65_F69_warnings_never_refuse(t *testing.T) {
	p := westmere(t)
	p.now = at("2026-12-01 09:00")
	p.draft("pa2023")
	p.do("p-unit", pooling("P1", BasisNHSAct75, "wcc", "icb"))
	if got := p.c.Pool("P1"); got.Status != PoolDraft || len(got.Warnings) != 0 {
		t.Errorf("two parties: got %+v", got)
	}
	p.do("p-unit", pooling("P2", BasisChildrenAct10, "wcc", "ald", "bra", "cal", "dun"))
	if got := p.c.Pool("P2"); got.Status != PoolDraft || !slices.Equal(got.Warnings, []string{WarnManyParties}) {
		t.Errorf("a county and four districts: got %+v", got)
	}
	if p.refused("p-unit", pooling("P2", BasisChildrenAct10, "wcc", "ald"), Malformed); len(p.pools) != 2 {
		t.Errorf("got %d pools", len(p.pools))
	}
	p.refused("p-ald", pooling("P3", BasisChildrenAct10, "wcc", "ald"), NotPermitted)
}

// Each cell of the matrix of DOMAIN §5.3 stands here once more: who may contribute under which basis.
func TestF66_each_cell_of_the_matrix(t *testing.T) {
	may := map[string]string{ // s75, s10, s65Z6, s101: y or -
		"county_council": "yyyy", "unitary_council": "yyyy", "london_borough": "yyyy", "district_council": "yyyy", "combined_authority": "--y-",
		"icb": "yyy-", "nhs_trust": "yyy-", "nhs_england": "yyy-", "pct": "yy--",
		"police": "-y--", "probation": "-y--", "yot": "-y--", "school": "-y--", "academy": "-y--", "fe_college": "-y--", "jobcentre": "-y--",
		"fire": "----", "vcs": "----", "private": "----", "sector_body": "----", "other": "----",
	}
	lacking := map[string]string{ // what is missing where this type alone takes part: N an NHS body, L a council, b both, . nothing
		"county_council": "N.N.", "unitary_council": "N.N.", "london_borough": "N.N.", "district_council": "NLN.", "combined_authority": "bLNL",
		"icb": "LLLL", "nhs_trust": "LLLL", "nhs_england": "LLLL", "pct": "LLbL",
		"police": "bLbL", "probation": "bLbL", "yot": "bLbL", "school": "bLbL", "academy": "bLbL", "fe_college": "bLbL", "jobcentre": "bLbL",
		"fire": "bLbL", "vcs": "bLbL", "private": "bLbL", "sector_body": "bLbL", "other": "bLbL",
	}
	bases := []string{BasisNHSAct75, BasisChildrenAct10, BasisNHSAct65Z6, BasisLGA101}
	if len(may) != len(document.OrganisationTypes) {
		t.Fatalf("%d types, of %d", len(may), len(document.OrganisationTypes))
	}
	for _, kind := range document.OrganisationTypes {
		for i, id := range bases {
			b := Basis(id)
			if got := b.Eligible(kind); got != (may[kind][i] == 'y') {
				t.Errorf("%s under %s: got %t", kind, id, got)
			}
			got := b.lacks([]string{kind})
			n, l := slices.Contains(got, PoolBasisRequiresNHSBody), slices.Contains(got, PoolBasisRequiresLocalAuthority)
			if want := lacking[kind][i]; n != (want == 'N' || want == 'b') || l != (want == 'L' || want == 'b') {
				t.Errorf("%s alone under %s lacks %v, want %c", kind, id, got, want)
			}
		}
	}
	if MatrixVersion != 1 {
		t.Error("another version of the matrix: write its cells here, and keep what pools of the earlier one were judged under")
	}
}

func TestPoolBecomesActiveOnlyWithItsGate(t *testing.T) {
	p := atPooledConsents(t)
	offered, _, _, _ := p.c.Totals()
	if offered != 170_000_00 {
		t.Fatalf("offered: got %s", offered)
	}
	p.do(p.r.Holder("W2", p.now), &ConsentConfirm{Case: "C1", Seat: "W2"})
	if got := p.pools["P1"]; got.Status != PoolDraft || got.BalancePence != 0 {
		t.Fatalf("one of two has confirmed: got %+v", got)
	}
	p.refused("p-cfo", &PoolContribute{Case: "C1", Pool: "P1", Organisation: "wcc", AmountPence: 1, Reference: "GL"}, WrongStage)
	p.do(p.r.Holder("W3", p.now), &ConsentConfirm{Case: "C1", Seat: "W3"})
	p.label("procurement.working")
	pool := p.pools["P1"]
	if pool.Status != PoolActive || pool.Gate != "G2" || pool.Parties[0].DuePence != 100_000_00 || pool.Parties[1].DuePence != 50_000_00 {
		t.Fatalf("got %+v", pool)
	}
	if pool.BalancePence != 0 || p.c.Pool("P1").Status != PoolActive {
		t.Fatalf("nothing was paid yet: got %+v", pool)
	}
}

func TestAPoolWhosePartiesDeclineStaysADraft(t *testing.T) {
	p := pooled(t)
	p.do("p-unit", &CommitmentChange{Case: "C1", Commitment: "icb-1", AmountPence: ptr(int64(10_000_00))})
	p.toConsents()
	p.do(p.r.Holder("W2", p.now), &ConsentConfirm{Case: "C1", Seat: "W2"})
	p.do(p.r.Holder("W3", p.now), &ConsentDecline{Case: "C1", Seat: "W3", Reason: "no money"})
	p.label("procurement.working") // within the tolerance
	if got := p.pools["P1"]; got.Status != PoolDraft {
		t.Errorf("a council alone has no pool under section 75: got %+v", got)
	}
}

func TestMandateExceededByMode(t *testing.T) {
	p := pooled(t)
	p.do("p-unit", pooling("P2", BasisChildrenAct10, "wcc", "ald", "bra", "cal", "dun"))
	p.do("p-unit", &CommitmentOffer{Case: "C1", Organisation: "ald", Pool: "P2", AmountPence: 10_000_00})
	p.toConsents()
	no := p.refused("p-ald", &ConsentConfirm{Case: "C1", Seat: "W5"}, MandateExceeded)
	if f := no.Details[0].Facts; f["dimension"] != "mode" || len(no.Details) != 1 {
		t.Errorf("got %+v", no.Details)
	}
}

func TestF67_F73_who_cannot_pool_may_align(t *testing.T) {
	p := pooled(t)
	for _, o := range []string{"bpn", "cvs"} {
		no := p.refused("p-unit", &CommitmentOffer{Case: "C1", Organisation: o, Pool: "P1", AmountPence: 20_000_00}, PoolPartnerIneligible)
		if no.Details[0].Facts["organisation"] != o {
			t.Errorf("got %+v", no.Details)
		}
	}
	p.refused("p-unit", &CommitmentOffer{Case: "C1", Organisation: "ald", Pool: "P1", AmountPence: 1}, PoolPartnerIneligible)
	p.refused("p-unit", &CommitmentOffer{Case: "C1", Organisation: "wcc", Mode: "pooled", AmountPence: 1}, Malformed)
	p.refused("p-unit", &CommitmentOffer{Case: "C1", Organisation: "wcc", Mode: "aligned", Pool: "P1", AmountPence: 1}, Malformed)
	p.refused("p-unit", &CommitmentOffer{Case: "C1", Organisation: "wcc", Pool: "P7", AmountPence: 1}, NotFound)
	p.do("p-unit", &CommitmentOffer{Case: "C1", Organisation: "cvs", AmountPence: 20_000_00})
}

func TestF70_aligned_becomes_pooled_with_an_agreement_and_fresh_consents(t *testing.T) {
	p := westmere(t)
	p.toGate("G2", "pa2023")
	p.do("p-dcs", &ConsentConfirm{Case: "C1", Seat: "W2"})
	cmd := pooling("P1", BasisNHSAct75, "wcc", "icb")
	cmd.Agreement = nil
	p.do("p-unit", cmd)
	to := func(k string) *CommitmentChange { return &CommitmentChange{Case: "C1", Commitment: k, Pool: ptr("P1")} }
	no := p.refused("p-unit", to("wcc-1"), PoolAgreementIncomplete)
	if len(no.Details) != len(PoolItems) {
		t.Errorf("details: got %v", no.About())
	}
	p.do("p-unit", &PoolAgree{Case: "C1", Pool: "P1", Agreement: *wholeAgreement()})
	p.label("planning.at_gate") // nothing is pooled yet, so that nothing that was signed has changed
	p.do("p-unit", to("wcc-1"))
	p.label("planning.working")
	p.do("p-unit", to("icb-1"))
	k := p.c.Commitment("wcc-1")
	if k.Mode != "pooled" || k.Pool != "P1" || k.ConfirmedPence != 0 || !k.Changed {
		t.Fatalf("got %+v", k)
	}
	if got := p.c.Consents[0]; len(got.Acts) != 1 || got.Acts[0].Lines[0].Mode != "aligned" {
		t.Fatalf("the consent that was given stays: got %+v", got)
	}
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	if got := p.c.Consent("wcc").State; got != "requested" {
		t.Errorf("consent of wcc: got %s", got)
	}
	p.do("p-unit", &CommitmentChange{Case: "C1", Commitment: "icb-1", Mode: ptr("aligned")})
	if k := p.c.Commitment("icb-1"); k.Mode != "aligned" || k.Pool != "" {
		t.Errorf("got %+v", k)
	}
}

func TestAnAgreementThatChangesAtTheGateVoidsWhatWasSigned(t *testing.T) {
	p := atPooledConsents(t)
	p.refused("p-unit", &PoolAgree{Case: "C1", Pool: "P1", Agreement: *wholeAgreement()}, Malformed) // no reason
	p.refused("p-unit", &PoolAgree{Case: "C1", Pool: "P1", Agreement: *wholeAgreement("exit"), Reason: "r"}, PoolAgreementIncomplete)
	p.do("p-unit", &PoolAgree{Case: "C1", Pool: "P1", Agreement: *wholeAgreement(), Reason: "steering group min 3"})
	p.label("planning.working")
	if got := p.pools["P1"].Agreements; len(got) != 2 || got[1].Version != 2 || got[1].Because != "steering group min 3" {
		t.Errorf("got %+v", got)
	}
}

func TestF64_money_moves_into_the_pool_and_only_its_manager_spends_it(t *testing.T) {
	p := activePool(t)
	pay := func(o string, pence int64) *PoolContribute {
		return &PoolContribute{Case: "C1", Pool: "P1", Organisation: o, AmountPence: pence, Reference: "BACS 7"}
	}
	if no := p.spend("p-cfo", "P1", 1); no == nil || no.Code != PoolBalanceExceeded {
		t.Fatalf("nothing was paid in: got %v", no)
	}
	p.refused("p-ald", pay("wcc", 1), NotPermitted)
	p.refused("p-cfo", pay("ald", 1), NotFound)
	no := p.refused("p-cfo", pay("icb", 50_000_01), Malformed)
	if no.Details[0].Facts["due_pence"] != int64(50_000_00) {
		t.Errorf("got %+v", no.Details)
	}
	p.do("p-cfo", pay("icb", 50_000_00))
	p.do("ao-wcc", pay("wcc", 40_000_00))
	p.refused("p-cfo", pay("icb", 1), Malformed)
	for _, who := range []string{"p-unit", "p-dcs", "ao-wcc", events.System} {
		if no := p.spend(who, "P1", 1); no == nil || no.Code != NotPermitted {
			t.Errorf("%s spends: got %v", who, no)
		}
	}
	if no := p.spend("p-cfo", "P1", 89_999_99); no != nil {
		t.Fatal(no)
	}
	if no := p.spend("p-cfo", "P1", 2); no == nil || no.Code != PoolBalanceExceeded {
		t.Fatalf("a penny too much: got %v", no)
	}
	pool := p.pools["P1"]
	if pool.BalancePence != 1 || pool.Outstanding() != 60_000_00 || p.c.Commitment("wcc-1").ContributedPence != 40_000_00 {
		t.Fatalf("got %+v", pool)
	}
	p.refused("p-unit", &CommitmentChange{Case: "C1", Commitment: "wcc-1", Mode: ptr("aligned")}, WrongStage)
	p.refused("p-unit", &CommitmentChange{Case: "C1", Commitment: "wcc-1", AmountPence: ptr(int64(39_999_99))}, Malformed)
	p.refused("p-unit", &PoolClose{Case: "C1", Pool: "P1", Reason: "r"}, NotPermitted)
	p.do("p-cfo", &PoolClose{Case: "C1", Pool: "P1", Reason: "Accounts 2026-27"})
	pool = p.pools["P1"]
	if pool.Status != PoolClosed || pool.BalancePence != 0 || pool.Parties[1].ReturnedPence != 1 || len(pool.Unpaid) != 1 || pool.Unpaid[0].Pence != 60_000_00 {
		t.Fatalf("got %+v", pool)
	}
	if no := p.spend("p-cfo", "P1", 1); no == nil || no.Code != WrongStage {
		t.Fatalf("closed: got %v", no)
	}
}

func TestF68_an_overspend_is_shared_as_agreed_to_the_penny(t *testing.T) {
	p := activePool(t, func(c *PoolCreate) {
		c.Agreement.OverspendAllowed = true
		c.Contributors[0].OverspendHundredths, c.Contributors[1].OverspendHundredths = 66_67, 33_33
	})
	pay := func(o string, pence int64, towards string) *PoolContribute {
		return &PoolContribute{Case: "C1", Pool: "P1", Organisation: o, AmountPence: pence, Towards: towards, Reference: "BACS"}
	}
	p.do("p-cfo", pay("wcc", 100_000_00, ""))
	if no := p.spend("p-cfo", "P1", 100_000_01); no == nil || no.Code != PoolBalanceExceeded {
		t.Fatalf("icb's contribution is still due: got %v", no)
	}
	p.do("p-cfo", pay("icb", 50_000_00, ""))
	if no := p.spend("p-cfo", "P1", 150_001_01); no != nil {
		t.Fatal(no)
	}
	pool := p.pools["P1"]
	if pool.BalancePence != -1_01 || pool.Parties[0].OverspendDuePence != 67 || pool.Parties[1].OverspendDuePence != 34 {
		t.Fatalf("got %+v", pool)
	}
	p.refused("p-cfo", &PoolClose{Case: "C1", Pool: "P1", Reason: "r"}, WrongStage)
	p.refused("p-cfo", pay("wcc", 68, TowardsOverspend), Malformed)
	p.do("p-cfo", pay("wcc", 67, TowardsOverspend))
	p.do("p-cfo", pay("icb", 34, TowardsOverspend))
	p.do("p-cfo", &PoolClose{Case: "C1", Pool: "P1", Reason: "r"})
	if pool := p.pools["P1"]; pool.BalancePence != 0 || pool.Status != PoolClosed {
		t.Fatalf("got %+v", pool)
	}
}

// The contributors' commitments are being agreed anew: nothing is due from anybody, so nobody would bear an overspend.
func TestF68_no_overspend_that_nobody_bears(t *testing.T) {
	p := activePool(t, func(c *PoolCreate) { c.Agreement.OverspendAllowed = true })
	one := int64(1)
	for _, org := range []string{"wcc", "icb"} {
		p.do("p-unit", &CommitmentChange{Case: "C1", Commitment: org + "-1", AmountPence: &one})
	}
	if no := p.spend("p-cfo", "P1", 1); no == nil || no.Code != PoolBalanceExceeded {
		t.Errorf("got %v", no)
	}
}

func TestADraftEndsWithItsCase(t *testing.T) {
	p := pooled(t)
	p.do("p-unit", &CaseWithdraw{Case: "C1", Reason: "no need"})
	if got := p.pools["P1"]; got.Status != PoolClosed || got.Because != "case_closed" {
		t.Errorf("got %+v", got)
	}
}

func TestADraftCanBeGivenUp(t *testing.T) {
	p := atPooledConsents(t)
	cmd := &PoolClose{Case: "C1", Pool: "P1", Reason: "aligned instead"}
	p.refused("p-unit", cmd, WrongStage)
	p.do("p-unit", &CommitmentChange{Case: "C1", Commitment: "wcc-1", Mode: ptr("aligned")})
	p.do("p-unit", &CommitmentChange{Case: "C1", Commitment: "icb-1", Mode: ptr("aligned")})
	p.refused("p-police", cmd, NotPermitted)
	p.do("p-unit", cmd)
	if got := p.pools["P1"]; got.Status != PoolClosed || got.Because != "abandoned" {
		t.Errorf("got %+v", got)
	}
	p.refused("p-unit", &CommitmentChange{Case: "C1", Commitment: "wcc-1", Pool: ptr("P1")}, WrongStage)
}

func TestSplitPence(t *testing.T) {
	for _, tc := range []struct {
		total   int64
		weights []int64
		want    []int64
	}{
		{100, []int64{1, 1, 1}, []int64{34, 33, 33}},
		{101, []int64{1, 1, 1}, []int64{34, 34, 33}},
		{1, []int64{0, 1}, []int64{0, 1}},
		{5, []int64{0, 0}, []int64{3, 2}},
		{101, []int64{66_67, 33_33}, []int64{67, 34}},
		{0, []int64{1, 2}, []int64{0, 0}},
		{7, nil, []int64{}},
		{1 << 60, []int64{1 << 60, 1 << 60}, []int64{1 << 59, 1 << 59}},
	} {
		if got := splitPence(tc.total, tc.weights); !slices.Equal(got, tc.want) {
			t.Errorf("%d by %v: got %v, want %v", tc.total, tc.weights, got, tc.want)
		}
	}
}
