package workflow

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func clonedPoolsOf(all Pools) Pools {
	out := Pools{}
	for id, p := range all {
		out[id] = p.Clone()
	}
	return out
}

// coversPool reports whether a capacity is the one in which a command on a pool is given.
func coversPool(k Capacity, cmd Command) bool {
	switch cmd := cmd.(type) {
	case *PoolCreate:
		return k.Pool == "" && (k.As == AsUnit || k.On == cmd.Host)
	case *PoolAgree:
		return k.Pool == cmd.Pool
	case *PoolClose:
		return k.Pool == cmd.Pool
	case *PoolContribute:
		return k.Pool == cmd.Pool && (k.As == AsManager || k.Organisation == cmd.Organisation)
	case *PoolLeave:
		return k.Pool == cmd.Pool && k.Organisation == cmd.Organisation && (cmd.Seat == "" && k.As == AsOrganisation || k.As == AsSeat && k.On == cmd.Seat)
	}
	return false
}

// everyPoolAct is one of each command on a pool that a person may think of.
func everyPoolAct(p *partnership, seats []string) []Command {
	var out []Command
	out = append(out, pooling("P9", BasisNHSAct75, "wcc", "icb"), pooling("P9", BasisNHSAct75, "icb", "wcc"))
	for _, host := range []string{"ald", "pol", "bpn", "cvs"} {
		out = append(out, pooling("P9", BasisChildrenAct10, host, "wcc"))
	}
	for _, x := range p.c.Pools {
		out = append(out, &PoolAgree{Case: "C1", Pool: x.Pool, Agreement: *wholeAgreement(), Reason: "r"}, &PoolClose{Case: "C1", Pool: x.Pool, Reason: "r"})
		for _, party := range x.Parties {
			if _, due := view(p.c, p.r, Meta{At: p.now}).payable(x.Pool, party.Organisation, 1); due > 0 { // else any amount is too much
				out = append(out, &PoolContribute{Case: "C1", Pool: x.Pool, Organisation: party.Organisation, AmountPence: 1, Reference: "r"})
			}
			out = append(out, &PoolLeave{Case: "C1", Pool: x.Pool, Organisation: party.Organisation, Minute: "m", Reason: "r"})
			for _, seat := range seats {
				out = append(out, &PoolLeave{Case: "C1", Pool: x.Pool, Organisation: party.Organisation, Seat: seat, Reason: "r"})
			}
		}
	}
	return out
}

// TestCan_holds_for_pools_too holds Can against Decide on random states of a case with a pool.
func TestCan_holds_for_pools_too(t *testing.T) {
	draft, active := pooled(t), activePool(t, noticeOfAgreement("P3M", false))
	rapid.Check(t, func(rt *rapid.T) {
		base := rapid.SampledFrom([]*partnership{draft, active, active}).Draw(rt, "where")
		p := &partnership{t: t, r: base.r, now: base.now, c: base.c.Clone(), n: base.n, ledgers: clonedLedgersOf(base.ledgers), pools: clonedPoolsOf(base.pools)}
		for range rapid.IntRange(0, 6).Draw(rt, "steps") {
			p.now = p.now.Add(time.Duration(rapid.IntRange(0, 72).Draw(rt, "hours")) * time.Hour)
			pence := rapid.SampledFrom([]int64{1, 45_000_00, 50_000_00, 100_000_00}).Draw(rt, "pence")
			org := rapid.SampledFrom([]string{"wcc", "icb"}).Draw(rt, "organisation")
			switch rapid.IntRange(0, 3).Draw(rt, "command") {
			case 0, 1:
				p.try("p-cfo", &PoolContribute{Case: "C1", Pool: "P1", Organisation: org, AmountPence: pence, Reference: "r"})
			case 2:
				p.try("p-icb", leaving())
			case 3:
				p.try("p-cfo", &PoolClose{Case: "C1", Pool: "P1", Reason: "r"})
			}
		}
		person := rapid.SampledFrom([]string{"p-cfo", "p-icb", "p-unit", "po-icb", "ao-icb", "po-wcc", "p-dcs", "p-ald", "p-stranger"}).Draw(rt, "person")
		_, no := DecidePool(p.pools["P1"], p.r, &PoolSpend{Pool: "P1", AmountPence: 1, Payee: "A", Purpose: "p", Reference: "r"}, p.meta(person, &PoolSpend{Pool: "P1"}))
		may := slices.ContainsFunc(Can(p.c, p.r.WithPools(p.pools), person, p.now), func(k Capacity) bool { return k.May("pool.spend") })
		if may != (no == nil) {
			rt.Fatalf("%s may spend: %t; the rules say %v", person, may, no)
		}
		holdCan(rt, p, person, append(p.r.SeatsOf(person, p.now), "W2", "W3"))
	})
}

func TestCan_says_what_each_may_do_about_a_pool(t *testing.T) {
	p := activePool(t)
	can := func(person, as string) []string {
		for _, k := range Can(p.c, p.r.WithPools(p.pools), person, p.now) {
			if k.As == as && k.Pool == "P1" {
				return k.Acts
			}
		}
		return nil
	}
	for _, tc := range []struct {
		person, as string
		want       []string
	}{
		{"p-cfo", AsManager, []string{"pool.contribute", "pool.close"}}, // there is nothing to spend yet
		{"p-unit", AsUnit, []string{"pool.agree"}},
		{"po-icb", AsOrganisation, []string{"pool.contribute", "pool.leave"}},
		{"p-icb", AsSeat, []string{"pool.leave"}},
		{"p-ald", AsSeat, nil},
		{"po-ald", AsOrganisation, nil},
	} {
		if got := can(tc.person, tc.as); !slices.Equal(got, tc.want) {
			t.Errorf("%s as %s: got %v, want %v", tc.person, tc.as, got, tc.want)
		}
	}
	p.paysIn("icb", 50_000_00)
	if got := can("p-cfo", AsManager); !slices.Equal(got, []string{"pool.contribute", "pool.spend", "pool.close"}) {
		t.Errorf("with money in it: got %v", got)
	}
	if got := can("po-icb", AsOrganisation); !slices.Equal(got, []string{"pool.leave"}) {
		t.Errorf("who has paid: got %v", got)
	}
	w := Explain(p.c, p.r, p.now)
	i := slices.IndexFunc(w, func(w Waiting) bool { return w.For == "contribution:P1:wcc" })
	if i < 0 || !slices.Equal(w[i].Acts, []string{"pool.contribute"}) || w[i].Message != "£100,000 is to be paid into the pooled fund Pooled fund P1 by Westmere County Council." || !w[i].Aside {
		t.Errorf("what waits: got %+v", w)
	}
	if slices.ContainsFunc(w, func(w Waiting) bool { return w.For == "contribution:P1:icb" }) {
		t.Error("nothing is due from who has paid")
	}
}
