package workflow

import (
	"slices"
	"testing"

	"comity/events"
)

func TestF61_a_joint_post_split_in_halves_is_a_commitment_of_each(t *testing.T) {
	p := westmere(t)
	p.now = at("2026-12-01 09:00")
	p.draft("pa2023")
	_, before, _, _ := p.c.Totals()
	offer := func(with ...PostShareLine) *CommitmentOffer {
		return &CommitmentOffer{Case: "C1", Organisation: "wcc", Commitment: "officer", Kind: "staff_time", FTEHundredths: 101, Form: "joint_post", SharedWith: with}
	}
	p.do("p-unit", offer(PostShareLine{"icb", 50}))
	got := ofType[events.CommitmentOffered](p.last)
	if len(got) != 2 || got[0].FTEHundredths != 51 || got[1].FTEHundredths != 50 || got[0].Post != "officer" || got[1].Post != "officer" || got[1].Organisation != "icb" || got[1].Form != "joint_post" {
		t.Fatalf("got %+v", got)
	}
	if _, staff, _, _ := p.c.Totals(); staff-before != 101 {
		t.Fatalf("the post is added up once: got %s", staff-before)
	}
	for _, tc := range []struct {
		name string
		cmd  *CommitmentOffer
		by   string
		want Code
	}{
		{"with nobody", &CommitmentOffer{Case: "C1", Organisation: "wcc", Kind: "staff_time", FTEHundredths: 100, Form: "joint_post"}, "p-unit", Malformed},
		{"money", &CommitmentOffer{Case: "C1", Organisation: "wcc", AmountPence: 100, Form: "secondment"}, "p-unit", Malformed},
		{"no joint post", &CommitmentOffer{Case: "C1", Organisation: "wcc", Kind: "staff_time", FTEHundredths: 100, SharedWith: []PostShareLine{{"icb", 50}}}, "p-unit", Malformed},
		{"nothing left", &CommitmentOffer{Case: "C1", Organisation: "wcc", Kind: "staff_time", FTEHundredths: 100, Form: "joint_post", SharedWith: []PostShareLine{{"icb", 60}, {"pol", 40}}}, "p-unit", Malformed},
		{"with itself", &CommitmentOffer{Case: "C1", Organisation: "wcc", Kind: "staff_time", FTEHundredths: 100, Form: "joint_post", SharedWith: []PostShareLine{{"wcc", 50}}}, "p-unit", Malformed},
		{"another's share by one's own officer", &CommitmentOffer{Case: "C1", Organisation: "icb", Kind: "staff_time", FTEHundredths: 100, Form: "joint_post", SharedWith: []PostShareLine{{"wcc", 50}}}, "po-icb", NotPermitted},
	} {
		t.Run(tc.name, func(t *testing.T) { p.refused(tc.by, tc.cmd, tc.want) })
	}
	p.do("p-unit", &CommitmentOffer{Case: "C1", Organisation: "pol", Commitment: "desk", Kind: "staff_time", FTEHundredths: 20, Form: "co_location"})
	if k := p.c.Commitment("desk"); k.Form != "co_location" || k.Post != "" {
		t.Errorf("got %+v", k)
	}
}

func TestF63_aligned_money_keeps_its_owners_ledger_and_is_transferred_to_nobody(t *testing.T) {
	p := westmere(t)
	p.toWCBAtG2(func() {
		p.do("p-unit", &CommitmentChange{Case: "C1", Commitment: "wcc-1", Ledger: ptr("GL 4410-02")})
		p.do("p-unit", pooling("P1", BasisNHSAct75, "wcc", "icb"))
		p.refused("p-unit", &CommitmentOffer{Case: "C1", Organisation: "icb", AmountPence: 100, Pool: "P1", Ledger: "x"}, Malformed)
	})
	p.passG2()
	if k := p.c.Commitment("wcc-1"); k.Ledger != "GL 4410-02" || k.Mode != "aligned" || !k.Confirmed() {
		t.Fatalf("got %+v", k)
	}
	if due := p.c.PoolDue("P1"); len(due) != 0 {
		t.Errorf("something is due to a fund: %+v", due)
	}
	p.refused("p-cfo", &PoolContribute{Case: "C1", Pool: "P1", Organisation: "wcc", AmountPence: 100, Reference: "r"}, WrongStage)
}

func TestF76_the_map_when_a_gate_passes_is_kept_as_the_shift_to_prevention(t *testing.T) {
	p := westmere(t)
	p.toWCBAtG2(func() {})
	line := func(tier, phase string, pence int64) {
		p.do("p-unit", &SpendingMap{Case: "C1", Organisation: "wcc", Tier: tier, Phase: phase, AmountPence: pence, Basis: "estimated"})
	}
	line("universal", "now", 20_000_00)
	line("specialist", "now", 80_000_00)
	line("universal", "planned", 30_000_00)
	line("specialist", "planned", 70_000_00)
	if p.label("planning.at_gate"); len(p.c.Shifts) != 0 {
		t.Fatalf("no gate has passed: %+v", p.c.Shifts)
	}
	p.refused("p-unit", &SpendingMap{Case: "C1", Organisation: "wcc", Tier: "universal", AmountPence: 20_000_00, Basis: "estimated"}, Malformed)
	p.refused("p-icb", &SpendingMap{Case: "C1", Organisation: "wcc", Tier: "universal", AmountPence: 1}, NotPermitted)
	p.refused("p-unit", &SpendingMap{Case: "C1", Organisation: "icb", Line: "wcc-universal-now", Tier: "universal", AmountPence: 1}, Malformed)
	p.passG2()
	line("universal", "planned", 99_000_00) // later: the gate keeps what it was passed on
	want := []TierShift{{"G2", 1, "universal", 20_000_00, 30_000_00}, {"G2", 1, "targeted", 0, 0}, {"G2", 1, "specialist", 80_000_00, 70_000_00}}
	if !slices.Equal(p.c.Shifts, want) {
		t.Fatalf("got %+v, want %+v", p.c.Shifts, want)
	}
	line("universal", "planned", 0)
	if len(p.c.Spending) != 3 {
		t.Errorf("a line without an amount is off the map: %+v", p.c.Spending)
	}
	if got := ShiftGates(p.r.WorkflowVersion(p.c.Workflow, p.c.WorkflowVersion)); !slices.Equal(got, []string{"G2", "G4"}) {
		t.Errorf("got %v", got)
	}
}
