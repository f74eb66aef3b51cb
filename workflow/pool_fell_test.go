package workflow

import (
	"slices"
	"testing"
)

// fundedUrgently is a pooled case past its second gate on an urgent decision at the first or at the second: its pool is active, and holds nothing.
func fundedUrgently(t *testing.T, gate string) *partnership {
	t.Helper()
	p := pooledIn(westmere(t, knowsUrgency))
	p.evidence("G1")
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	p.votes("ogn", Approve, "N1", "N2")
	p.votes("ogs", Approve, "S1", "S2")
	p.votes("jce", Approve, "E1", "E2", "E3")
	if gate == "G1" {
		p.decideUrgently()
	} else {
		p.votes("wcb", Approve, "W1", "W2", "W3", "W5", "W6")
	}
	p.evidence("G2")
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	p.votes("jce", Approve, "E1", "E2", "E3")
	p.do("p-cfo", &SignOffCertify{Case: "C1", SignOff: "finance"})
	if gate == "G1" {
		p.votes("wcb", Approve, "W1", "W2", "W3", "W5", "W6")
	} else {
		p.decideUrgently()
	}
	p.do("po-bpn", &ConsentRecord{Case: "C1", Organisation: "bpn", Minute: "board 4"})
	p.do(p.r.Holder("W2", p.now), &ConsentConfirm{Case: "C1", Seat: "W2"})
	p.do(p.r.Holder("W3", p.now), &ConsentConfirm{Case: "C1", Seat: "W3"})
	p.label("procurement.working")
	if p.pools["P1"].Status != PoolActive {
		t.Fatalf("the pool is %s", p.pools["P1"].Status)
	}
	p.refused("p-cfo", &PoolContribute{Case: "C1", Pool: "P1", Organisation: "wcc", AmountPence: 1, Reference: "BACS"}, HoldActive)
	return p
}

func TestF64_a_pool_is_a_draft_again_when_the_gate_with_which_it_became_active_was_not_ratified(t *testing.T) {
	for _, gate := range []string{"G1", "G2"} {
		p := fundedUrgently(t, gate)
		for _, seat := range []string{"W2", "W3", "W5", "W6", "W7"} {
			p.do(p.r.Holder(seat, p.now), &SignOffRatify{Case: "C1", SignOff: "wcb", Gate: gate, Seat: seat, Choice: RefuseChoice})
		}
		if got := p.types(); !slices.Contains(got, "gate.reopened") || !slices.Contains(got, "case.pool_deactivated") {
			t.Fatalf("%s: got %v", gate, got)
		}
		pool, of := p.pools["P1"], p.c.Pool("P1")
		if pool.Status != PoolDraft || pool.Gate != "" || pool.Outstanding() != 0 || of.Status != PoolDraft || of.Gate != "" {
			t.Fatalf("%s: got %+v and %+v", gate, pool, of)
		}
		p.refused("p-cfo", &PoolContribute{Case: "C1", Pool: "P1", Organisation: "wcc", AmountPence: 1, Reference: "BACS"}, WrongStage)
		if gate == "G1" {
			continue
		}
		p.votes("wcb", Approve, "W1", "W2", "W3", "W5", "W6")
		p.label("procurement.working")
		if pool := p.pools["P1"]; pool.Status != PoolActive || pool.Gate != "G2" || pool.Outstanding() != 150_000_00 {
			t.Errorf("the gate has passed: got %+v", pool)
		}
	}
}
