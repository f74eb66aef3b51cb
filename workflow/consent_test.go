package workflow

import (
	"slices"
	"testing"
)

// boardsAtG2 takes C1 to G2 with every sign-off given and no consent.
func (p *partnership) boardsAtG2() {
	p.t.Helper()
	p.toGate("G2", "pa2023")
	p.votes("jce", Approve, "E1", "E2", "E3")
	p.do("p-cfo", &SignOffCertify{Case: "C1", SignOff: "finance"})
	p.votes("wcb", Approve, "W1", "W2", "W3", "W5", "W6")
	p.label("planning.at_gate")
}

func (p *partnership) confirmAll(except ...string) {
	p.t.Helper()
	for _, seat := range []string{"W2", "W3", "W4", "W5", "W6", "W7", "W8"} {
		if !slices.Contains(except, seat) {
			p.do(p.r.Holder(seat, p.now), &ConsentConfirm{Case: "C1", Seat: seat})
		}
	}
}

func TestMandates(t *testing.T) {
	p := westmere(t)
	p.now = at("2026-12-01 09:00")
	p.draft("pa2023")
	p.do("p-unit", &CommitmentOffer{Case: "C1", Organisation: "ald", Commitment: "ald-more", AmountPence: 40_000_00})
	p.do("p-unit", &CommitmentOffer{Case: "C1", Organisation: "ald", Commitment: "ald-hall", Kind: "building", Description: "the hall"})
	p.evidence("G1")
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	p.refused("p-ald", &ConsentConfirm{Case: "C1", Seat: "W5"}, NotFound)
	p.passG1()
	p.evidence("G2")
	p.do("p-unit", &CaseRequestGate{Case: "C1"})

	p.refused("p-dun", &ConsentConfirm{Case: "C1", Seat: "W5"}, NotSeatHolder)
	p.refused("p-e4", &ConsentConfirm{Case: "C1", Seat: "E4", Organisation: "ald"}, NoMandateFromOrganisation)
	p.refused("p-cvs", &ConsentConfirm{Case: "C1", Seat: "W9", Organisation: "ald"}, NoMandateFromOrganisation)
	no := p.refused("p-ald", &ConsentConfirm{Case: "C1", Seat: "W5"}, MandateExceeded)
	if got := no.About(); !slices.Equal(got, []string{"kind", "per_case"}) {
		t.Fatalf("dimensions: got %v", got)
	}
	p.do("p-ald", &ConsentConfirm{Case: "C1", Seat: "W5", Commitment: "ald-1"})
	no = p.refused("p-ald", &ConsentConfirm{Case: "C1", Seat: "W5", Commitment: "ald-more"}, MandateExceeded)
	f := no.Details[0].Facts
	if f["limit_pence"] != int64(50_000_00) || f["already_committed_pence"] != int64(20_000_00) || f["requested_pence"] != int64(40_000_00) {
		t.Fatalf("facts: got %v", f)
	}
	p.do("p-ald", &ConsentConfirm{Case: "C1", Seat: "W5", Commitment: "ald-more", AmountPence: ptr(int64(30_000_00))})
	if got := p.c.Consent("ald").State; got != "requested" {
		t.Fatalf("consent in parts: got %s, want requested", got)
	}
	p.refused("ao-ald", &ConsentRecord{Case: "C1", Organisation: "ald", Minute: "Cabinet 4"}, NotPermitted)
	p.do("po-ald", &ConsentRecord{Case: "C1", Organisation: "ald", Minute: "Cabinet 4"})
	if got := p.c.Consent("ald").State; got != "confirmed" {
		t.Fatalf("after the council's own decision: got %s, want confirmed", got)
	}
}

func TestConsentTakenBack(t *testing.T) {
	p := westmere(t)
	p.boardsAtG2()
	p.confirmAll("W8")
	p.refused("p-bra", &ConsentWithdraw{Case: "C1", Organisation: "ald", Seat: "W5", Reason: "r"}, NotSeatHolder)
	p.do("p-ald", &ConsentWithdraw{Case: "C1", Organisation: "ald", Seat: "W5", Reason: "new budget"})
	p.label("planning.at_gate")
	if got := Outstanding(p.c, p.r, p.now); !slices.Equal(got, []string{"consent:ald", "consent:dun"}) {
		t.Fatalf("outstanding: got %v", got)
	}
	p.do("p-dun", &ConsentConfirm{Case: "C1", Seat: "W8"})
	p.do("p-ald", &ConsentConfirm{Case: "C1", Seat: "W5"})
	p.label("procurement.working")
	p.refused("p-ald", &ConsentWithdraw{Case: "C1", Organisation: "ald", Seat: "W5", Reason: "late"}, WrongStage)
}

func TestDeclinedConsents(t *testing.T) {
	t.Run("within the tolerance the gate passes", func(t *testing.T) {
		p := westmere(t)
		p.boardsAtG2()
		p.confirmAll("W7", "W8")
		p.do("p-cal", &ConsentDecline{Case: "C1", Seat: "W7", Reason: "no money"})
		p.label("planning.at_gate")
		p.do("p-dun", &ConsentDecline{Case: "C1", Seat: "W8", Reason: "no money"}) // £30,000 of £300,000: equal counts as within
		p.label("procurement.working")
	})
	t.Run("a penny beyond it waits", func(t *testing.T) {
		p := westmere(t)
		p.now = at("2026-12-01 09:00")
		p.draft("pa2023")
		p.do("p-unit", &CommitmentChange{Case: "C1", Commitment: "dun-1", AmountPence: ptr(int64(15_000_01))})
		p.do("p-unit", &CommitmentChange{Case: "C1", Commitment: "wcc-1", AmountPence: ptr(int64(149_999_99))})
		p.planSigned()
		p.confirmAll("W7", "W8")
		p.do("p-cal", &ConsentDecline{Case: "C1", Seat: "W7", Reason: "no money"})
		p.do("p-dun", &ConsentDecline{Case: "C1", Seat: "W8", Reason: "no money"})
		if got := Outstanding(p.c, p.r, p.now); !slices.Equal(got, []string{"plan:money"}) {
			t.Fatalf("outstanding: got %v, want plan:money", got)
		}
		p.do("po-dun", &ConsentRecord{Case: "C1", Organisation: "dun", Minute: "Council 9"})
		p.label("procurement.working")
	})
	t.Run("staff time is reckoned by itself", func(t *testing.T) {
		p := westmere(t)
		p.boardsAtG2()
		p.confirmAll("W4")
		p.do("p-police", &ConsentDecline{Case: "C1", Seat: "W4", Reason: "no officers"})
		if got := Outstanding(p.c, p.r, p.now); !slices.Equal(got, []string{"plan:staff_time"}) {
			t.Fatalf("outstanding: got %v", got)
		}
	})
	t.Run("an essential commitment holds whatever its size", func(t *testing.T) {
		p := westmere(t)
		p.now = at("2026-12-01 09:00")
		p.draft("pa2023")
		p.do("p-unit", &CommitmentChange{Case: "C1", Commitment: "cal-1", Essential: ptr(true)})
		p.planSigned()
		p.confirmAll("W7")
		p.do("p-cal", &ConsentDecline{Case: "C1", Seat: "W7", Reason: "no money"})
		if got := Outstanding(p.c, p.r, p.now); !slices.Equal(got, []string{"consent:cal"}) {
			t.Fatalf("outstanding: got %v", got)
		}
	})
}

func TestPlanMustBeCovered(t *testing.T) {
	p := westmere(t)
	p.now = at("2026-12-01 09:00")
	p.draft("pa2023")
	p.do("p-unit", &CaseAmend{Case: "C1", CaseFields: CaseFields{PlanPence: ptr(int64(350_000_00))}})
	p.evidence("G1")
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	p.passG1()
	p.evidence("G2")
	no := p.refused("p-unit", &CaseRequestGate{Case: "C1"}, EvidenceMissing)
	if got := no.About(); !slices.Equal(got, []string{"commitments"}) {
		t.Fatalf("got %v", got)
	}
}

func TestCommitmentShapes(t *testing.T) {
	p := westmere(t)
	p.now = at("2026-12-01 09:00")
	p.draft("pa2023")
	for _, cmd := range []*CommitmentOffer{
		{Organisation: "wcc"},
		{Organisation: "wcc", AmountPence: 100, FTEHundredths: 50},
		{Organisation: "wcc", Kind: "staff_time", AmountPence: 100},
		{Organisation: "wcc", Kind: "building"},
		{Organisation: "wcc", Commitment: "wcc-1", AmountPence: 100},
	} {
		cmd.Case = "C1"
		p.refused("p-unit", cmd, Malformed)
	}
	p.refused("p-unit", &CommitmentOffer{Case: "C1", Organisation: "nobody", AmountPence: 1}, NotFound)
	p.refused("p-stranger", &CommitmentOffer{Case: "C1", Organisation: "wcc", AmountPence: 1}, NotPermitted)
	p.do("p-bpn", &CommitmentOffer{Case: "C1", Organisation: "bpn", AmountPence: 20_000_00}) // F73
}
