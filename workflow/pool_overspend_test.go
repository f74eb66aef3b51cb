package workflow

import (
	"slices"
	"testing"

	"comity/events"
)

func TestF68_the_shares_of_an_overspend_are_of_all_that_is_overspent_and_not_of_each_payment(t *testing.T) {
	for _, tc := range []struct {
		weights []int64
		pence   int64 // of each payment
		times   int
		want    []int64
	}{
		{[]int64{66_67, 33_33}, 1, 3, []int64{2, 1}},
		{[]int64{66_67, 33_33}, 1, 10_000, []int64{6_667, 3_333}},
		{[]int64{66_67, 33_33}, 101, 100, []int64{67_34, 33_66}},
		{[]int64{50_00, 33_33, 16_67}, 1, 10_000, []int64{5_000, 3_333, 1_667}},
		{[]int64{100_00, 0}, 7, 3, []int64{21, 0}},
		{[]int64{0, 0}, 1, 3, []int64{2, 1}},
	} {
		had := make([]int64, len(tc.weights))
		for range tc.times {
			for i, part := range splitPenceAfter(tc.pence, tc.weights, had) {
				if part < 0 || part > tc.pence {
					t.Fatalf("%v: a part of %d", tc, part)
				}
				had[i] += part
			}
		}
		if !slices.Equal(had, tc.want) {
			t.Errorf("%d times %d by %v: got %v, want %v", tc.times, tc.pence, tc.weights, had, tc.want)
		}
	}
}

func TestF68_what_was_overspent_with_others_moves_no_penny_among_those_who_stay(t *testing.T) {
	p := &Pool{ID: "P1", Parties: []PoolParty{
		{Organisation: "wcc", DuePence: 1, OverspendHundredths: 50_00},
		{Organisation: "ald", DuePence: 1, OverspendHundredths: 25_00, LeftOn: "2027-07-05"},
		{Organisation: "bra", DuePence: 1, OverspendHundredths: 25_00}}}
	wcc, bra := []events.PoolDue{{Organisation: "wcc", Pence: 1}}, []events.PoolDue{{Organisation: "bra", Pence: 1}}
	for i, step := range []struct {
		on   string
		want []events.PoolDue
	}{{"2027-07-04", wcc}, {"2027-07-05", wcc}, {"2027-07-06", bra}, {"2027-07-07", wcc}} {
		got := p.overspent(1, step.on)
		if !slices.Equal(got, step.want) {
			t.Fatalf("payment %d: got %v, want %v", i, got, step.want)
		}
		p.Lines = append(p.Lines, PoolLine{What: "spent", On: step.on, Overspend: got})
	}
	p.Lines = append(p.Lines, PoolLine{What: "succeeded"})
	if got := p.overspent(1, "2027-07-08"); !slices.Equal(got, wcc) {
		t.Errorf("after a succession: got %v", got)
	}
}

func TestF68_a_journal_that_shared_an_overspend_payment_by_payment_still_holds(t *testing.T) {
	p := activePool(t, func(c *PoolCreate) {
		c.Agreement.OverspendAllowed = true
		c.Contributors[0].OverspendHundredths, c.Contributors[1].OverspendHundredths = 66_67, 33_33
	})
	for o, pence := range map[string]int64{"wcc": 100_000_00, "icb": 50_000_00} {
		p.do("p-cfo", &PoolContribute{Case: "C1", Pool: "P1", Organisation: o, AmountPence: pence, Reference: "BACS"})
	}
	if no := p.spend("p-cfo", "P1", 150_000_01); no != nil {
		t.Fatal(no)
	}
	pool := p.pools["P1"]
	for _, tc := range []struct {
		to    string
		holds bool
	}{{"icb", true}, {"wcc", true}, {"ald", false}} {
		e := events.PoolSpent{Pool: "P1", Pence: 1, Payee: "X", Purpose: "Y", SpentOn: p.r.CalendarAt(p.now).DateOf(p.now).String(), Reference: "Z", BalancePence: -2,
			Overspend: []events.PoolDue{{Organisation: tc.to, Pence: 1}}}
		list, no := SpentAgain(pool, p.r, e, Meta{Actor: "p-cfo", At: p.now})
		if no != nil {
			t.Fatal(no)
		}
		if got := slices.Equal(list[0].(events.PoolSpent).Overspend, e.Overspend); got != tc.holds {
			t.Errorf("the penny is %s's: holds %t, want %t", tc.to, got, tc.holds)
		}
	}
}
