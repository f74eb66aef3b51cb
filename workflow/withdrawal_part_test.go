package workflow

import (
	"slices"
	"testing"

	"comity/events"
)

// takesOut has a seat withdraw a part of the first commitment of its organisation.
func (p *partnership) takesOut(seat string, pence int64) {
	p.t.Helper()
	p.do(p.r.Holder(seat, p.now), &CommitmentWithdraw{Case: "C1", Commitment: p.r.spokenFor(seat, p.now) + "-1", Seat: seat, AmountPence: &pence, Reason: "r"})
}

func TestWithdrawalInPart(t *testing.T) {
	t.Run("parts_and_wholes_count_together_and_equal_is_within", func(t *testing.T) {
		p := westmere(t)
		p.afterG2()
		p.takesOut("W2", 10_000_00)
		e, gap := happened[events.CommitmentWithdrawn](p), happened[events.GapOpened](p)
		if e.Commitment != "wcc-1" || e.Part != "wcc-1-w1" || e.Pence != 10_000_00 || e.ConfirmedPence != 10_000_00 || e.RemainsPence != 140_000_00 || e.Consequence != ConsequenceWithin {
			t.Fatalf("got %+v", e)
		}
		if gap.Commitment != "wcc-1" || gap.Pence != 10_000_00 || gap.ShortPence != 10_000_00 || gap.PlanPence != 300_000_00 {
			t.Fatalf("got %+v", gap)
		}
		p.withdraws("W7") // £15,000
		p.takesOut("W2", 5_000_00)
		if gap := happened[events.GapOpened](p); gap.ShortPence != 30_000_00 {
			t.Fatalf("got %+v", gap)
		}
		p.label("procurement.working")
		p.takesOut("W5", 1)
		p.label("planning.working")
		inv := happened[events.GateInvalidated](p)
		if inv.PlanPence != 300_000_00 || inv.StandsPence != 269_999_99 || inv.Commitment != "ald-1" {
			t.Fatalf("got %+v", inv)
		}
		if _, _, confirmed, _ := p.c.Totals(); confirmed != 269_999_99 {
			t.Fatalf("confirmed: got %s", confirmed)
		}
	})
	t.Run("what_is_essential_is_so_in_every_part", func(t *testing.T) {
		p := westmere(t)
		p.toWCBAtG2(func() { p.do("p-unit", &CommitmentChange{Case: "C1", Commitment: "dun-1", Essential: ptr(true)}) })
		p.passG2()
		p.takesOut("W8", 1)
		if e := happened[events.GateInvalidated](p); e.Because != ConsequenceEssential {
			t.Fatalf("got %+v", e)
		}
	})
	t.Run("what_is_not_confirmed_goes_first_and_what_was_drawn_last_goes_back_first", func(t *testing.T) {
		p := westmere(t)
		p.boardsAtG2()
		p.do("p-ald", &ConsentConfirm{Case: "C1", Seat: "W5", Commitment: "ald-1", AmountPence: ptr(int64(12_000_00))})
		p.takesOut("W5", 5_000_00)
		if k := p.c.Commitment("ald-1"); k.Pence != 15_000_00 || k.ConfirmedPence != 12_000_00 || p.ledgers["m-ald-2026"].Used(1, "2026-27") != 12_000_00 {
			t.Fatalf("got %+v, %d", k, p.ledgers["m-ald-2026"].Used(1, "2026-27"))
		}
		p.takesOut("W5", 5_000_00)
		if k := p.c.Commitment("ald-1"); k.Pence != 10_000_00 || k.ConfirmedPence != 10_000_00 || p.ledgers["m-ald-2026"].Used(1, "2026-27") != 10_000_00 {
			t.Fatalf("got %+v, %d", k, p.ledgers["m-ald-2026"].Used(1, "2026-27"))
		}
		if k := p.c.Consent("ald"); k.State != "confirmed" {
			t.Fatalf("nothing is left to confirm: got %s", k.State)
		}
		if no := p.refused("p-ald", &CommitmentWithdraw{Case: "C1", Commitment: "ald-1-w1", Seat: "W5", Reason: "r"}, WrongStage); no == nil {
			t.Fatal("a part went twice")
		}
	})
	t.Run("the_round_at_the_gate_stands_for_it_was_signed_with_it", func(t *testing.T) {
		p := westmere(t)
		p.boardsAtG2()
		p.takesOut("W5", 5_000_00)
		p.confirmAll()
		p.label("procurement.working")
	})
	t.Run("in_its_own_unit_and_no_more_than_there_is", func(t *testing.T) {
		p := westmere(t)
		p.now = at("2026-12-01 09:00")
		p.draft("pa2023")
		p.do("p-unit", &CommitmentOffer{Case: "C1", Organisation: "ald", Commitment: "hall", Kind: "building", Description: "the hall"})
		for _, tc := range []struct {
			seat, commitment string
			pence, fte       *int64
			about            string
		}{
			{"W5", "ald-1", ptr(int64(20_000_01)), nil, "amount_pence"},
			{"W5", "ald-1", nil, ptr(int64(1)), "fte_hundredths"},
			{"W5", "hall", ptr(int64(1)), nil, "amount_pence"},
			{"W4", "pol-1", nil, ptr(int64(51)), "fte_hundredths"},
			{"W4", "pol-1", ptr(int64(1)), nil, "amount_pence"},
		} {
			no := p.refused(p.r.Holder(tc.seat, p.now), &CommitmentWithdraw{Case: "C1", Commitment: tc.commitment, Seat: tc.seat, AmountPence: tc.pence,
				FTEHundredths: tc.fte, Reason: "r"}, Malformed)
			if got := no.About(); !slices.Equal(got, []string{tc.about}) {
				t.Errorf("%s: got %v, want %s", tc.commitment, got, tc.about)
			}
		}
		p.do("p-police", &CommitmentWithdraw{Case: "C1", Commitment: "pol-1", Seat: "W4", FTEHundredths: ptr(int64(20)), Reason: "r"})
		if k := p.c.Commitment("pol-1"); k.FTEHundredths != 30 || p.c.Commitment("pol-1-w1").FTEHundredths != 20 {
			t.Errorf("got %+v", k)
		}
		p.do("p-ald", &CommitmentWithdraw{Case: "C1", Commitment: "ald-1", Seat: "W5", AmountPence: ptr(int64(20_000_00)), Reason: "r"})
		if e := happened[events.CommitmentWithdrawn](p); e.Part != "" || p.c.Commitment("ald-1").Stands() {
			t.Errorf("all of it is the whole of it: got %+v", e)
		}
	})
}

func TestPartsAfterTheContractStandUntilTheirNoticeIsOver(t *testing.T) {
	p := westmere(t)
	p.contracted("P6M")
	p.now = at("2027-06-01 10:00")
	p.takesOut("W5", 5_000_00)
	if e := happened[events.CommitmentWithdrawn](p); e.Part != "ald-1-w1" || e.RemainsPence != 15_000_00 || !e.EffectiveAt.Equal(at("2027-12-01 00:00")) {
		t.Fatalf("got %+v", e)
	}
	p.now = at("2027-07-01 10:00")
	p.takesOut("W5", 3_000_00)
	if gap := happened[events.GapOpened](p); gap.ShortPence != 8_000_00 {
		t.Fatalf("got %+v", gap)
	}
	if offered, _, _, _ := p.c.Totals(); offered != 300_000_00 {
		t.Fatalf("all of it stands while its notice runs: got %s", offered)
	}
	p.clock("2027-12-01 00:00")
	e := happened[events.CommitmentEnded](p)
	if e.Commitment != "ald-1" || e.Part != "ald-1-w1" || e.RemainsPence != 15_000_00 {
		t.Fatalf("got %+v", e)
	}
	if offered, _, _, _ := p.c.Totals(); offered != 295_000_00 {
		t.Fatalf("got %s", offered)
	}
	p.clock("2028-01-01 00:00")
	if k := p.c.Commitment("ald-1"); k.Pence != 12_000_00 || !k.Stands() {
		t.Fatalf("what remains stands: got %+v", k)
	}
}

func TestReaffirmationDeclinedBetweenGates(t *testing.T) {
	for _, tc := range []struct {
		name, label string
		adopted     *CaseAdopt
		wants       []string
	}{
		{"within_the_tolerance_a_gap", "procurement.working", adoptedAt("procurement", 280_000_00, 20_000_00, false), []string{"consent.declined", "commitment.withdrawn", "gap.opened"}},
		{"beyond_it_the_plan_anew", "planning.working", adoptedAt("procurement", 200_000_00, 100_000_00, false),
			[]string{"consent.declined", "commitment.withdrawn", "gate.invalidated", "case.stage_entered", "hold.placed"}},
		{"essential_however_small", "planning.working", adoptedAt("procurement", 299_000_00, 1_000_00, true),
			[]string{"consent.declined", "commitment.withdrawn", "gate.invalidated", "case.stage_entered", "hold.placed"}},
		{"before_the_plan_was_put_to_its_gate_nothing", "planning.working", adoptedAt("planning", 200_000_00, 100_000_00, false), nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := westmere(t)
			p.now = at("2026-12-01 09:00")
			p.do("p-unit", tc.adopted)
			if tc.wants == nil {
				p.refused("po-icb", &ConsentDecline{Case: "C1", Organisation: "icb", Reason: "r", Minute: "m"}, WrongStage)
				return
			}
			p.do("po-icb", &ConsentDecline{Case: "C1", Organisation: "icb", Reason: "r", Minute: "m"})
			p.label(tc.label)
			if got := p.types(); !slices.Equal(got, tc.wants) {
				t.Fatalf("got %v, want %v", got, tc.wants)
			}
			if e := happened[events.CommitmentWithdrawn](p); e.Because != BecauseReaffirmationDeclined || e.Organisation != "icb" {
				t.Fatalf("got %+v", e)
			}
			if k := p.c.Commitment("icb-1"); k.Stands() || p.c.Consents[len(p.c.Consents)-1].State != "declined" {
				t.Fatalf("got %+v, %+v", k, p.c.Consents[len(p.c.Consents)-1])
			}
		})
	}
}

func TestReaffirmationDeclinedUnderContractKeepsTheNotice(t *testing.T) {
	p := westmere(t)
	p.contracted("P6M")
	p.reorganised()
	p.register("p-admin", succeed(replaces("ald,bra", "nwu"), replaces("cal,dun", "swu")))
	p.clock("2027-04-20 10:00")
	p.do("po-nwu", &ConsentDecline{Case: "C1", Organisation: "nwu", Reason: "r", Minute: "m"})
	p.label("delivery.working")
	if got, want := p.types(), []string{"consent.declined", "commitment.withdrawn", "gap.opened", "case.review_due"}; !slices.Equal(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	if e := happened[events.CommitmentWithdrawn](p); e.NoticePeriod != "P6M" || !e.EffectiveAt.Equal(at("2027-10-20 00:00")) || e.Pence != 40_000_00 {
		t.Fatalf("got %+v", e)
	}
	p.clock("2027-10-20 10:00")
	p.label("review.working")
	if offered, _, _, _ := p.c.Totals(); offered != 260_000_00 {
		t.Fatalf("got %s", offered)
	}
}

// adoptedAt takes up a case that wcc and the ICB pay for: each is asked for its own word at once where the plan lies behind it.
func adoptedAt(stage string, wcc, icb int64, essential bool) *CaseAdopt {
	cmd := adoption()
	cmd.Case, cmd.Stage = "C1", stage
	cmd.Commitments = []AdoptedCommitment{{Commitment: "wcc-1", Organisation: "wcc", AmountPence: wcc}, {Commitment: "icb-1", Organisation: "icb", AmountPence: icb, Essential: essential}}
	behind := map[string][]string{"planning": {"G1"}, "procurement": {"G1", "G2"}, "delivery": {"G1", "G2", "G3"}}[stage]
	cmd.Decisions = slices.DeleteFunc(cmd.Decisions, func(q AdoptedDecision) bool { return !slices.Contains(behind, q.Gate) })
	if stage != "delivery" {
		cmd.Contract = nil
	}
	return cmd
}
