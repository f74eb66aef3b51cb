package workflow

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"comity/events"
)

// TestNoPenny_of_a_pool_that_passes_on_is_created_or_lost drives the case of a pool of three parties through any sequence of offers of pooled money,
// conversions, payments in and out, overspends and what is made good of them, withdrawals, reaffirmations, later agreements and successions: of one by
// several, of several by one, of parties by parties, of hosts. Counted from the commands that were accepted: what was paid in is in the balance, was spent or was returned;
// what is agreed, the shares of overspends, and what was overspent are the same in all; the case and the pool say the same of every party; and
// nobody who was replaced is one.
func TestNoPenny_of_a_pool_that_passes_on_is_created_or_lost(t *testing.T) {
	base := threeParties(t)
	base.reorganised()
	rapid.Check(t, func(rt *rapid.T) {
		p := &partnership{t: t, r: base.r.Clone(), now: at("2027-03-20 09:00"), c: base.c.Clone(), n: base.n, ledgers: Ledgers{}, pools: Pools{"P1": base.pools["P1"].Clone()}}
		living := []string{"wcc", "icb", "ald", "nwu", "swu", "bra"}
		in, spent := int64(3_333_34), int64(0)
		for range rapid.IntRange(1, 30).Draw(rt, "steps") {
			p.now = p.now.Add(time.Duration(rapid.IntRange(0, 72).Draw(rt, "hours")) * time.Hour)
			p.try(events.System, &CaseTick{Case: "C1"})
			o := rapid.SampledFrom(living).Draw(rt, "organisation")
			pence := rapid.Int64Range(1, 60_000_01).Draw(rt, "pence")
			pool := p.pools["P1"]
			switch rapid.IntRange(0, 11).Draw(rt, "command") {
			case 0, 1, 2:
				if x := pool.Party(o); x != nil && x.DuePence > x.PaidPence && rapid.Bool().Draw(rt, "all") {
					pence = x.DuePence - x.PaidPence
				}
				if p.try("ao-"+o, &PoolContribute{Case: "C1", Pool: "P1", Organisation: o, AmountPence: pence, Reference: "r"}) == nil {
					in += pence
				}
			case 3, 4:
				if rapid.Bool().Draw(rt, "over") {
					pence = max(0, pool.BalancePence) + pence%101_01 + 1
				}
				if p.spend(pool.Manager, "P1", pence) == nil {
					spent += pence
				}
			case 5:
				if p.try("ao-"+o, &PoolContribute{Case: "C1", Pool: "P1", Organisation: o, AmountPence: pence%50_00 + 1, Towards: TowardsOverspend, Reference: "r"}) == nil {
					in += pence%50_00 + 1
				}
			case 6:
				p.try("po-"+o, &ConsentRecord{Case: "C1", Organisation: o, Minute: "m"})
			case 7:
				p.try("p-unit", &CommitmentOffer{Case: "C1", Organisation: o, Pool: rapid.SampledFrom([]string{"", "P1"}).Draw(rt, "pool"), AmountPence: pence})
			case 8:
				if k := rapid.SampledFrom(p.c.Commitments).Draw(rt, "commitment"); rapid.Bool().Draw(rt, "converted") {
					p.try("p-unit", &CommitmentChange{Case: "C1", Commitment: k.Commitment, Pool: ptr("P1")})
				} else {
					p.try("po-"+k.Organisation, &CommitmentWithdraw{Case: "C1", Commitment: k.Commitment, Minute: "m", Reason: "r"})
				}
			case 9:
				a := *wholeAgreement()
				a.OverspendAllowed = true
				p.try("p-unit", &PoolAgree{Case: "C1", Pool: "P1", Host: o, Manager: "po-" + o, Agreement: a, Reason: "r"})
			case 10:
				if rapid.IntRange(0, 7).Draw(rt, "closes") == 0 {
					p.try(pool.Manager, &PoolClose{Case: "C1", Pool: "P1", Reason: "r"})
				}
			case 11:
				x := &race{rt: rt, r: p.r, now: p.now, n: p.n}
				living = recordSome(x, living)
			}
			p.try(events.System, &CaseTick{Case: "C1"})
			checkPassedOn(rt, p, in, spent)
			if p.try(events.System, &CaseTick{Case: "C1"}); len(p.last) > 0 {
				rt.Fatalf("again it did %+v", p.last)
			}
		}
	})
}

// checkPassedOn re-derives what holds of the pool after whatever happened.
func checkPassedOn(rt *rapid.T, p *partnership, in, spent int64) {
	pool, of := p.pools["P1"], p.c.Pool("P1")
	gotIn, gotSpent, returned := pool.Sums()
	if gotIn != in || gotSpent != spent || pool.BalancePence != in-spent-returned {
		rt.Fatalf("in %d, spent %d, returned %d, balance %d; the commands were for %d in and %d out", gotIn, gotSpent, returned, pool.BalancePence, in, spent)
	}
	var paid, over, overPaid, overspent, madeGood int64
	for _, l := range pool.Lines {
		for _, x := range l.Overspend {
			overspent += x.Pence
		}
		if l.What == TowardsOverspend {
			madeGood += l.InPence
		}
	}
	for _, x := range pool.Parties {
		paid, over, overPaid = paid+x.PaidPence, over+x.OverspendDuePence, overPaid+x.OverspendPaidPence
		switch {
		case x.PaidPence != p.c.PoolPaid("P1", x.Organisation):
			rt.Fatalf("%s has paid %d by the pool, and %d by the case", x.Organisation, x.PaidPence, p.c.PoolPaid("P1", x.Organisation))
		case pool.Status == PoolActive && x.PaidPence > x.DuePence, x.OverspendPaidPence > x.OverspendDuePence, x.PaidPence < 0, x.OverspendPaidPence < 0:
			rt.Fatalf("%+v", x)
		case pool.Status == PoolActive && p.r.ReplacedAt(x.Organisation, p.now) != nil:
			rt.Fatalf("%s was replaced, and is a party", x.Organisation)
		}
	}
	if agreed, hundredths := pool.agreed(); agreed != 160_000_03 || hundredths != 100_00 {
		rt.Fatalf("%d pence are agreed, and %d hundredths of overspends", agreed, hundredths)
	}
	if paid != in-madeGood || over != overspent || overPaid != madeGood {
		rt.Fatalf("paid %d, overspends %d of which %d are made good; the account says %d, %d, %d", paid, over, overPaid, in-madeGood, overspent, madeGood)
	}
	if of.Host != pool.Host || of.Manager != pool.Manager || of.Awaits != pool.Awaits || !slices.Equal(of.Warnings, pool.Warnings) ||
		!slices.Equal(pool.organisations(), namesOf(of.Parties)) {
		rt.Fatalf("the case says %+v, the pool %+v", of, pool)
	}
	for _, k := range p.c.Commitments {
		if k.ContributedPence < 0 || (pool.Status != PoolClosed && k.Stands() && k.ContributedPence > k.Pence) {
			rt.Fatalf("%+v", k)
		}
	}
}

func namesOf(list []events.PoolParty) (out []string) {
	for _, x := range list {
		out = append(out, x.Organisation)
	}
	return out
}
