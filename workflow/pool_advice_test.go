package workflow

import (
	"slices"
	"testing"

	"comity/events"
)

func TestF65_advice_says_when_aligning_suits_and_when_pooling_and_refuses_nothing(t *testing.T) {
	parties := func(types ...string) (out []events.PoolParty) {
		for _, x := range types {
			out = append(out, events.PoolParty{Organisation: x, Type: x})
		}
		return out
	}
	long, year, short := &events.PoolAgreement{StartsOn: "2027-04-01", EndsOn: "2029-03-31"}, &events.PoolAgreement{StartsOn: "2027-04-01", EndsOn: "2028-03-31"},
		&events.PoolAgreement{StartsOn: "2027-04-01", EndsOn: "2028-03-30"}
	for name, tc := range map[string]struct {
		parties []events.PoolParty
		a       *events.PoolAgreement
		want    []string
	}{
		"two public bodies for years":       {parties("county_council", "icb"), long, []string{"pool few_parties", "pool statutory", "pool long_term"}},
		"three for a year to the day":       {parties("county_council", "icb", "police"), year, []string{"pool few_parties", "pool statutory", "pool long_term"}},
		"a day less":                        {parties("county_council", "icb"), short, []string{"pool few_parties", "pool statutory", "align short_term"}},
		"five without an agreement":         {parties("county_council", "icb", "police", "probation", "school"), nil, []string{"align many_parties", "pool statutory"}},
		"an agreement that names no days":   {parties("county_council", "icb"), &events.PoolAgreement{}, []string{"pool few_parties", "pool statutory"}},
		"who may not pool has no powers to": {parties("county_council", "vcs"), nil, []string{"pool few_parties"}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, x := range AdviceOnPool(tc.parties, tc.a) {
				got = append(got, x.For+" "+x.Because)
				if x.Sentence == "" || x.Source == "" {
					t.Errorf("%+v says nothing", x)
				}
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
	p := westmere(t) // five parties: created, with the one warning and the advice beside it
	p.now = at("2026-12-01 09:00")
	p.draft("pa2023")
	p.do("p-unit", pooling("P2", BasisChildrenAct10, "wcc", "ald", "bra", "cal", "dun"))
	if x := p.c.Pool("P2"); !slices.Equal(x.Warnings, []string{WarnManyParties}) || AdviceOnPool(x.Parties, nil)[0].For != "align" {
		t.Errorf("got %+v", x)
	}
}
