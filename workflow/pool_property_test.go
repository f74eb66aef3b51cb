package workflow

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"comity/events"
	"comity/workflow/calendar"
)

// TestNoPenny_of_a_pool_is_created_or_lost drives a case with an active pool through any sequence of payments in and out, overspends and their
// shares, changes, withdrawals, later versions of its agreement, time, and its reconciliation. Counted from the commands
// that were accepted and from nothing that the pool keeps: what was paid in is in the balance, was spent or was returned; what each party paid
// and owes is what was recorded of it; and what the case says was paid of its commitments is what the pool has of them.
func TestNoPenny_of_a_pool_is_created_or_lost(t *testing.T) {
	base := activePool(t, func(cmd *PoolCreate) {
		cmd.Agreement.EndsOn, cmd.Agreement.OverspendAllowed = day("2027-06-30"), true
		cmd.Contributors[0].OverspendHundredths, cmd.Contributors[1].OverspendHundredths = 66_67, 33_33
	})
	rapid.Check(t, func(rt *rapid.T) {
		p := &partnership{t: t, r: base.r, now: base.now, c: base.c.Clone(), n: base.n, ledgers: Ledgers{}, pools: Pools{"P1": base.pools["P1"].Clone()}}
		var in, spent int64
		paid := map[string]int64{}
		for range rapid.IntRange(1, 40).Draw(rt, "steps") {
			p.now = p.now.Add(time.Duration(rapid.IntRange(0, 240).Draw(rt, "hours")) * time.Hour)
			pence := rapid.Int64Range(1, 60_000_00).Draw(rt, "pence")
			org := rapid.SampledFrom([]string{"wcc", "icb"}).Draw(rt, "organisation")
			seat := map[string]string{"wcc": "W2", "icb": "W3"}[org]
			switch rapid.IntRange(0, 10).Draw(rt, "command") {
			case 0, 1, 2:
				if p.try("p-cfo", &PoolContribute{Case: "C1", Pool: "P1", Organisation: org, AmountPence: pence, Reference: "r"}) == nil {
					in, paid[org] = in+pence, paid[org]+pence
				}
			case 3, 4:
				if p.spend("p-cfo", "P1", pence) == nil {
					spent += pence
				}
			case 5:
				if p.try("p-cfo", &PoolContribute{Case: "C1", Pool: "P1", Organisation: org, AmountPence: pence % 100_00, Towards: TowardsOverspend, Reference: "r"}) == nil {
					in += pence % 100_00
				}
			case 6:
				p.try("p-unit", &CommitmentChange{Case: "C1", Commitment: org + "-1", AmountPence: &pence})
			case 7:
				p.try(p.r.Holder(seat, p.now), &CommitmentWithdraw{Case: "C1", Commitment: org + "-1", Seat: seat, Reason: "r"})
			case 8:
				a := *wholeAgreement()
				a.OverspendAllowed, a.EndsOn = true, calendar.Date{Year: 2028, Month: 6, Day: 30}
				p.try("p-unit", &PoolAgree{Case: "C1", Pool: "P1", Agreement: a, Reason: "r"})
			case 10:
				p.try(p.r.Holder(seat, p.now), &PoolLeave{Case: "C1", Pool: "P1", Organisation: org, Seat: seat, Reason: "r"})
			case 9:
				if rapid.IntRange(0, 9).Draw(rt, "closes") == 0 {
					p.try("p-cfo", &PoolClose{Case: "C1", Pool: "P1", Reason: "r"})
				} else {
					p.try(events.System, &CaseTick{Case: "C1"})
				}
			}
			checkPool(rt, p, in, spent, paid)
		}
	})
}

func checkPool(rt *rapid.T, p *partnership, in, spent int64, paid map[string]int64) {
	pool := p.pools["P1"]
	gotIn, gotSpent, returned := pool.Sums()
	if gotIn != in || gotSpent != spent || pool.BalancePence != in-spent-returned {
		rt.Fatalf("in %d, spent %d, returned %d, balance %d; the commands were for %d in and %d out", gotIn, gotSpent, returned, pool.BalancePence, in, spent)
	}
	if pool.Status == PoolClosed && pool.BalancePence != 0 {
		rt.Fatalf("closed with %d", pool.BalancePence)
	}
	of := map[string]int64{}
	for _, k := range p.c.Commitments {
		of[k.Organisation] += k.ContributedPence
	}
	var over, overPaid int64
	for _, x := range pool.Parties {
		if x.PaidPence != paid[x.Organisation] || x.PaidPence != of[x.Organisation] {
			rt.Fatalf("%s has paid %d by the pool, %d by the case, and %d by the commands", x.Organisation, x.PaidPence, of[x.Organisation], paid[x.Organisation])
		}
		over, overPaid = over+x.OverspendDuePence, overPaid+x.OverspendPaidPence
	}
	if pool.Status == PoolActive && pool.BalancePence < 0 && -pool.BalancePence > over-overPaid {
		rt.Fatalf("overspent by %d, of which only %d is anybody's", -pool.BalancePence, over-overPaid)
	}
}
