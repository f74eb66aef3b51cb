package workflow

import (
	"slices"
	"testing"

	"comity/events"
)

// Mandates, consents and resources, DOMAIN §3.4 and §3.5.

func TestF50_a_commitment_above_the_mandate_is_refused_with_limit_used_and_requested(t *testing.T) {
	p := westmere(t)
	p.toWCBAtG2(func() {
		p.do("p-unit", &CommitmentOffer{Case: "C1", Organisation: "ald", Commitment: "ald-2", AmountPence: 30_000_01})
	})
	p.do("p-ald", &ConsentConfirm{Case: "C1", Seat: "W5", Commitment: "ald-1"})
	no := p.refused("p-ald", &ConsentConfirm{Case: "C1", Seat: "W5", Commitment: "ald-2"}, MandateExceeded)
	f := no.Details[0].Facts
	if f["limit_pence"] != int64(50_000_00) || f["already_committed_pence"] != int64(20_000_00) || f["requested_pence"] != int64(30_000_01) {
		t.Errorf("got %v, want limit £50,000, used £20,000, requested £30,000.01", f)
	}
	p.do("p-ald", &ConsentConfirm{Case: "C1", Seat: "W5", Commitment: "ald-2", AmountPence: ptr(int64(30_000_00))})
}

// toWCBAtG2 takes C1 to G2 after something more was offered.
func (p *partnership) toWCBAtG2(offer func()) {
	p.t.Helper()
	p.now = at("2026-12-01 09:00")
	p.draft("pa2023")
	offer()
	p.evidence("G1")
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	p.passG1()
	p.evidence("G2")
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
}

func TestF51_a_seat_for_all_districts_commits_none_that_gave_it_no_mandate(t *testing.T) {
	p := westmere(t)
	p.now = at("2026-12-01 09:00")
	p.register("ao-bra", &MandateGrant{Mandate: "m-e4", Organisation: "bra", Seat: "E4", Instrument: "min 2",
		Commit: []MandateLine{{Kind: "money", PerCasePence: ptr(int64(50_000_00))}}})
	p.toWCBAtG2(func() {})
	no := p.refused("p-e4", &ConsentConfirm{Case: "C1", Seat: "E4", Organisation: "cal"}, NoMandateFromOrganisation)
	if got := no.About(); !slices.Equal(got, []string{"cal"}) {
		t.Errorf("got %v", got)
	}
	p.do("p-e4", &ConsentConfirm{Case: "C1", Seat: "E4", Organisation: "bra"})
}

func TestF52_a_unanimous_board_does_not_carry_a_case_past_a_missing_consent(t *testing.T) {
	p := westmere(t)
	p.toWCBAtG2(func() {})
	p.votes("jce", Approve, "E1", "E2", "E3")
	p.do("p-cfo", &SignOffCertify{Case: "C1", SignOff: "finance"})
	p.votes("wcb", Approve, "W1", "W2", "W3", "W5", "W6")
	p.confirmAll("W8")
	p.label("planning.at_gate")
	if got := Outstanding(p.c, p.r, p.now); !slices.Equal(got, []string{"consent:dun"}) {
		t.Fatalf("outstanding: got %v", got)
	}
	p.clock("2027-03-31 09:00")
	p.label("planning.at_gate")
	p.do("p-dun", &ConsentConfirm{Case: "C1", Seat: "W8"})
	p.label("procurement.working")
}

func TestF60_staff_buildings_and_access_are_kept_in_their_units_and_never_added_to_pounds(t *testing.T) {
	p := westmere(t)
	p.now = at("2026-12-01 09:00")
	p.draft("pa2023")
	money, staff, _, _ := p.c.Totals()
	p.do("p-unit", &CommitmentOffer{Case: "C1", Organisation: "icb", Commitment: "posts", Kind: "staff_time", FTEHundredths: 150})
	p.do("p-unit", &CommitmentOffer{Case: "C1", Organisation: "ald", Commitment: "hall", Kind: "building", Description: "the hall"})
	p.do("p-unit", &CommitmentOffer{Case: "C1", Organisation: "bra", Commitment: "pool", Kind: "access_to_services", Description: "the swimming pool"})
	p.refused("p-unit", &CommitmentOffer{Case: "C1", Organisation: "bra", Kind: "staff_time", FTEHundredths: 10, AmountPence: 1}, Malformed)
	if after, more, _, _ := p.c.Totals(); after != money || more != staff+150 {
		t.Errorf("got %s and %s, want %s and 1.5 more than %s", after, more, money, staff)
	}
	for id, kind := range map[string]string{"posts": "staff_time", "hall": "building", "pool": "access_to_services"} {
		if k := p.c.Commitment(id); k == nil || k.Kind != kind || k.Pence != 0 {
			t.Errorf("%s: got %+v", id, k)
		}
	}
}

func TestF68_a_plan_that_pools_anything_needs_the_agreement(t *testing.T) {
	for mode, want := range map[string][]string{"aligned": nil, "pooled": {"pooled_fund_agreement"}} {
		t.Run(mode, func(t *testing.T) {
			p := westmere(t)
			p.now = at("2026-12-01 09:00")
			p.draft("pa2023")
			p.do("p-unit", pooling("P1", BasisNHSAct75, "wcc", "icb"))
			p.do("p-unit", &CommitmentOffer{Case: "C1", Organisation: "icb", AmountPence: 10_000_00, Mode: mode, Pool: map[string]string{"pooled": "P1"}[mode]})
			p.evidence("G1")
			p.do("p-unit", &CaseRequestGate{Case: "C1"})
			p.passG1()
			p.evidence("G2", "pooled_fund_agreement")
			no := p.try("p-unit", &CaseRequestGate{Case: "C1"})
			if (no == nil) != (want == nil) || no != nil && !slices.Equal(no.About(), want) {
				t.Errorf("got %v, want %v", no, want)
			}
		})
	}
}

func TestF71_a_commitment_without_a_mode_is_aligned(t *testing.T) {
	p := westmere(t)
	p.now = at("2026-12-01 09:00")
	p.draft("pa2023")
	p.do("p-unit", &CommitmentOffer{Case: "C1", Organisation: "wcc", Commitment: "k", AmountPence: 100})
	if got := p.c.Commitment("k").Mode; got != "aligned" {
		t.Errorf("got %s", got)
	}
}

func TestF72_a_review_without_lessons_is_refused_where_anything_was_pooled(t *testing.T) {
	for _, mode := range []string{"aligned", "pooled"} {
		t.Run(mode, func(t *testing.T) {
			p := westmere(t)
			p.toWCBAtG2(func() {
				p.do("p-unit", pooling("P1", BasisNHSAct75, "wcc", "icb"))
				p.do("p-unit", &CommitmentOffer{Case: "C1", Organisation: "icb", AmountPence: 10_000_00, Mode: mode, Pool: map[string]string{"pooled": "P1"}[mode]})
			})
			p.passG2()
			p.evidence("G3")
			p.do("p-unit", &CaseAmend{Case: "C1", CaseFields: CaseFields{Route: ptr("grant")}})
			p.do("p-unit", &CaseRequestGate{Case: "C1", Award: &AwardFields{ValuePence: 291_000_00}})
			p.votes("ogn", Approve, "N1", "N2")
			p.votes("ogs", Approve, "S1", "S2")
			p.votes("jce", Approve, "E1", "E2", "E3")
			p.do("p-unit", &CaseBeginReview{Case: "C1", Because: "risk"})
			p.evidence("G4", "lessons")
			cmd := &CaseRequestGate{Case: "C1", Outcome: "continue"}
			if mode == "aligned" {
				p.do("p-unit", cmd)
				return
			}
			if got := p.refused("p-unit", cmd, EvidenceMissing).About(); !slices.Equal(got, []string{"lessons"}) {
				t.Errorf("got %v, want lessons", got)
			}
		})
	}
}

func TestF73_a_private_partner_may_align_twenty_thousand_pounds(t *testing.T) {
	p := westmere(t)
	p.toWCBAtG2(func() {
		p.do("p-bpn", &CommitmentOffer{Case: "C1", Organisation: "bpn", Commitment: "bpn-1", AmountPence: 20_000_00})
	})
	p.do("po-bpn", &ConsentRecord{Case: "C1", Organisation: "bpn", Minute: "directors 7"})
	if k := p.c.Commitment("bpn-1"); !k.Confirmed() || k.Mode != "aligned" {
		t.Errorf("got %+v", k)
	}
}

func TestF74_an_amount_that_is_estimated_says_so(t *testing.T) {
	p := westmere(t)
	p.now = at("2026-12-01 09:00")
	p.draft("pa2023")
	p.do("p-unit", &CommitmentOffer{Case: "C1", Organisation: "ald", Commitment: "k", AmountPence: 100, Basis: "estimated"})
	if got := p.last[0].(events.CommitmentOffered).Basis; got != "estimated" {
		t.Errorf("got %q, want estimated", got)
	}
	if got := p.c.Commitment("ald-1").Basis; got != "actual" {
		t.Errorf("said nothing: got %q, want actual", got)
	}
}
