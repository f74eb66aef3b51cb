package workflow

import (
	"slices"
	"testing"

	"comity/events"
)

// varyingByTen is Westmere past its plan, where what is delivered may differ by ten per cent.
func varyingByTen(t *testing.T) *partnership {
	p := westmere(t, replace("gap_acknowledged_within: P5WD}", "gap_acknowledged_within: P5WD, delivery_variance_pct: 10}"))
	p.afterG2()
	return p
}

func TestF78_what_is_delivered_is_held_against_what_was_committed(t *testing.T) {
	p := varyingByTen(t)
	for _, tc := range []struct {
		name, commitment string
		cmd              DeliveryRecord
		pct              int // 0: within
	}{
		{"all of it", "wcc-1", DeliveryRecord{AmountPence: ptr(int64(150_000_00))}, 0},
		{"exactly ten per cent less is within", "wcc-1", DeliveryRecord{AmountPence: ptr(int64(135_000_00))}, 0},
		{"a penny less is not", "wcc-1", DeliveryRecord{AmountPence: ptr(int64(134_999_99))}, 10},
		{"more than was agreed is a variance too", "wcc-1", DeliveryRecord{AmountPence: ptr(int64(165_000_01))}, 10},
		{"half of the year's staff time", "pol-1", DeliveryRecord{FTEHundredths: ptr(int64(25))}, 50},
		{"against what was to be by then", "pol-1", DeliveryRecord{FTEHundredths: ptr(int64(25)), ExpectedFTEHundredths: ptr(int64(26))}, 0},
		{"nothing", "ald-1", DeliveryRecord{AmountPence: ptr(int64(0))}, 100},
	} {
		t.Run(tc.name, func(t *testing.T) {
			cmd := tc.cmd
			cmd.Case, cmd.Commitment = "C1", tc.commitment
			p.do("p-unit", &cmd)
			found := ofType[events.VarianceRaised](p.last)
			if tc.pct == 0 && len(found) > 0 || tc.pct > 0 && (len(found) != 1 || found[0].VariancePct != tc.pct || found[0].ThresholdPct != 10 || found[0].Because != VarianceDelivery) {
				t.Fatalf("got %+v", found)
			}
		})
	}
	p.do("po-ald", &DeliveryRecord{Case: "C1", Commitment: "ald-1", AmountPence: ptr(int64(20_000_00))}) // for itself
	p.refused("po-ald", &DeliveryRecord{Case: "C1", Commitment: "bra-1", AmountPence: ptr(int64(1))}, NotPermitted)
	p.refused("p-unit", &DeliveryRecord{Case: "C1", Commitment: "none", AmountPence: ptr(int64(1))}, NotFound)
	for about, cmd := range map[string]DeliveryRecord{
		"fte_hundredths": {Commitment: "pol-1", AmountPence: ptr(int64(1)), FTEHundredths: ptr(int64(1))},
		"amount_pence":   {Commitment: "ald-1"},
		"until_on":       {Commitment: "ald-1", AmountPence: ptr(int64(1)), UntilOn: day("2031-01-01")},
	} {
		cmd.Case = "C1"
		if got := p.refused("p-unit", &cmd, Malformed).About(); !slices.Equal(got, []string{about}) {
			t.Errorf("got %v, want %s", got, about)
		}
	}
	p.do("p-unit", &CommitmentOffer{Case: "C1", Organisation: "ald", Commitment: "later", AmountPence: 100})
	p.refused("p-unit", &DeliveryRecord{Case: "C1", Commitment: "later", AmountPence: ptr(int64(1))}, WrongStage)
}

func TestF78_what_was_withdrawn_is_to_be_delivered_until_its_notice_is_over(t *testing.T) {
	p := westmere(t)
	p.contracted("P6M")
	p.now = at("2027-06-01 10:00")
	p.takesOut("W5", 5_000_00)
	expected := func(on string, want int64) {
		t.Helper()
		p.do("p-unit", &DeliveryRecord{Case: "C1", Commitment: "ald-1", AmountPence: ptr(int64(1)), UntilOn: day(on)})
		if e := happened[events.DeliveryRecorded](p); e.ExpectedPence != want {
			t.Errorf("by %s: got %d, want %d", on, e.ExpectedPence, want)
		}
	}
	p.now = at("2027-11-30 10:00")
	expected("2027-11-30", 20_000_00)
	p.clock("2027-12-02 10:00")
	expected("2027-12-01", 15_000_00)
}

func TestF78_without_a_threshold_nothing_is_a_variance(t *testing.T) {
	p := westmere(t)
	p.afterG2()
	p.do("p-unit", &DeliveryRecord{Case: "C1", Commitment: "wcc-1", AmountPence: ptr(int64(0))})
	if got := p.types(); !slices.Equal(got, []string{"delivery.recorded"}) {
		t.Errorf("got %v", got)
	}
}

func TestF80_a_target_of_value_for_money_that_is_missed_raises_a_variance(t *testing.T) {
	p := westmere(t)
	p.now = at("2026-12-01 09:00")
	p.draft("pa2023")
	set := func(target, value string) {
		p.do("p-unit", &TargetSet{Case: "C1", Target: target, Indicator: "cost of a family helped", Value: value, Direction: "at_most", DueOn: day("2026-12-20"), Owner: "ald",
			Measure: "value_for_money", Process: "referral to first visit"})
	}
	measure := func(target, value string) {
		p.do("p-unit", &MeasurementRecord{Case: "C1", Target: target, Value: value})
	}
	for _, target := range []string{"met", "missed", "late", "never"} {
		set(target, "400")
	}
	measure("met", "399.99")
	measure("missed", "400.01")
	if len(p.c.Variances) != 0 {
		t.Fatalf("its day has not come: %+v", p.c.Variances)
	}
	if due := Due(p.c, p.r); !slices.ContainsFunc(due, func(x DueItem) bool {
		return x.What == "target" && x.On == "missed" && x.At.Equal(at("2026-12-21 00:00"))
	}) {
		t.Fatalf("got %+v", due)
	}
	p.clock("2026-12-28 10:00") // a late tick
	if len(p.c.Variances) != 1 {
		t.Fatalf("got %+v", p.c.Variances)
	}
	v := p.c.Variances[0]
	if v.Because != VarianceTarget || v.Target != "missed" || v.Organisation != "ald" || v.Measure != "value_for_money" || v.Value != "400.01" || v.Wanted != "400" ||
		!v.EffectiveAt.Equal(at("2026-12-21 00:00")) {
		t.Fatalf("got %+v", v)
	}
	measure("late", "500") // after its day: found at once
	if e := happened[events.VarianceRaised](p); e.Target != "late" || e.Variance != "variance-2" {
		t.Fatalf("got %+v", e)
	}
	measure("late", "501")
	if got := p.types(); !slices.Equal(got, []string{"measurement.recorded"}) {
		t.Errorf("one miss is one variance: got %v", got)
	}
}

func TestF78_a_verifier_finds_the_variance_that_a_delivery_is(t *testing.T) {
	p := varyingByTen(t)
	delivered := events.DeliveryRecorded{Commitment: "pol-1", Organisation: "pol", Kind: "staff_time", FTEHundredths: 30, ExpectedFTEHundredths: 50, UntilOn: "2026-12-01"}
	then := LookBack(p.c, p.r, "p-unit", p.now)
	wrong, varies := then.Delivered(delivered)
	if len(wrong) > 0 || varies == nil || varies.VariancePct != 40 {
		t.Fatalf("got %v, %+v", wrong, varies)
	}
	if other := *varies; !SameVariance(*varies, other) {
		t.Error("it is the same")
	}
	other := *varies
	if other.Organisation = "wcc"; SameVariance(*varies, other) {
		t.Error("it is another's")
	}
	for name, forge := range map[string]func(*events.DeliveryRecorded){
		"another's":          func(e *events.DeliveryRecorded) { e.Organisation = "wcc" },
		"another kind":       func(e *events.DeliveryRecorded) { e.Kind = "money" },
		"another unit":       func(e *events.DeliveryRecorded) { e.Pence = 1 },
		"of a day to come":   func(e *events.DeliveryRecorded) { e.UntilOn = "2031-01-01" },
		"of nothing that is": func(e *events.DeliveryRecorded) { e.Commitment = "pol-9" },
	} {
		e := delivered
		forge(&e)
		if wrong, _ := then.Delivered(e); len(wrong) == 0 {
			t.Errorf("%s: it holds", name)
		}
	}
	if wrong, _ := LookBack(p.c, p.r, "p-ald", p.now).Delivered(delivered); len(wrong) == 0 {
		t.Error("Alderwick does not speak for the police")
	}
}
