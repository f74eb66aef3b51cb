package workflow

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"comity/events"
)

// TestSuccession_nothing_is_created_or_lost drives a case through any sequence of offers, changes, confirmations, takings back and successions:
// mergers, splits, both at once, chains, organisations that give a part. To the penny and the hundredth, what stands committed changes by offers
// and changes alone; nothing that passed on counts as confirmed before its successor says so; what mandates have committed is what cases say; and
// brought about again, or by a clock that comes late, it is the same.
func TestSuccession_nothing_is_created_or_lost(t *testing.T) {
	base := atConsentsOf(t, westmere(t), 20_000_01, "C1")
	base.now = at("2026-12-20 09:00")
	base.reorganised()
	rapid.Check(t, func(rt *rapid.T) {
		r := base.r.Clone()
		x := &race{rt: rt, r: r, now: at("2027-03-20 09:00"), ledgers: Ledgers{}, cases: map[string]*Case{"C1": base.cases["C1"].Clone()}}
		c := x.cases["C1"]
		living := []string{"wcc", "icb", "ald", "bra", "cal", "dun", "nwu", "swu"}
		for range rapid.IntRange(1, 25).Draw(rt, "steps") {
			x.now = x.now.Add(time.Duration(rapid.IntRange(0, 72).Draw(rt, "hours")) * time.Hour)
			if rapid.IntRange(0, 3).Draw(rt, "what") == 0 {
				living = recordSome(x, living)
				continue
			}
			x.tick(c)
			organisation := rapid.SampledFrom(living).Draw(rt, "organisation")
			pence := rapid.Int64Range(1, 3_000_01).Draw(rt, "pence")
			actor, cmd := "po-"+organisation, Command(&ConsentRecord{Case: "C1", Organisation: organisation, Minute: "m"})
			switch rapid.IntRange(0, 6).Draw(rt, "command") {
			case 0:
				actor, cmd = "p-unit", &CommitmentOffer{Case: "C1", Organisation: organisation, AmountPence: pence}
			case 1:
				actor, cmd = "p-unit", &CommitmentOffer{Case: "C1", Organisation: organisation, Kind: "staff_time", FTEHundredths: pence % 300, Mode: "aligned"}
			case 2:
				actor, cmd = "p-unit", &CommitmentOffer{Case: "C1", Organisation: organisation, Kind: "building", Description: "A room"}
			case 3:
				actor, cmd = "p-unit", &CaseRequestGate{Case: "C1"}
			case 5:
				if seat := map[string]string{"ald": "W5", "bra": "W6", "cal": "W7"}[organisation]; seat != "" {
					actor, cmd = x.r.Holder(seat, x.now), &ConsentConfirm{Case: "C1", Organisation: organisation, Seat: seat, AmountPence: &pence}
				}
			case 4:
				cmd = &ConsentWithdraw{Case: "C1", Organisation: organisation, Reason: "r"}
			}
			x.try(c, x.ledgers, actor, cmd)
		}
		x.tick(c)
	})
}

// recordSome records some succession from a day to come, and returns who is left.
func recordSome(x *race, living []string) []string {
	gone := rapid.SampledFrom(living).Draw(x.rt, "replaced")
	var line ReplacementLine
	line.Organisations = []string{gone}
	heirs := rapid.SliceOfNDistinct(rapid.SampledFrom(living), 1, min(3, len(living)), rapid.ID).Draw(x.rt, "successors")
	left := int64(wholePoints)
	for i, h := range heirs {
		share := left
		if i < len(heirs)-1 {
			share = rapid.Int64Range(1, left-int64(len(heirs)-1-i)).Draw(x.rt, "share")
		}
		left -= share
		line.Successors = append(line.Successors, SuccessorLine{Organisation: h, SharePct: Percent(share)})
	}
	on := x.r.CalendarAt(x.now).DateOf(x.now).AddDays(rapid.IntRange(0, 20).Draw(x.rt, "days"))
	m := Meta{Command: fmt.Sprint("s", x.n), Name: "partnership.succeed", Actor: "p-admin", At: x.now, Administrator: true}
	list, no := DecideRegister(x.r, &PartnershipSucceed{From: on, Replaced: []ReplacementLine{line}, Instrument: "i"}, m)
	if no != nil || len(list) == 0 {
		return living
	}
	if err := x.r.Fold(record(events.KindRegister, "westmere", x.r.Revision+1, m, list)); err != nil {
		x.rt.Fatal(err)
	}
	if slices.Contains(heirs, gone) {
		return living
	}
	return slices.DeleteFunc(slices.Clone(living), func(o string) bool { return o == gone })
}

// held is what a case holds, unit by unit; things that cannot be divided are counted.
func held(c *Case) (pence, fte int64, things int, confirmed int64) {
	for _, k := range c.Commitments {
		if k.Released {
			continue
		}
		pence, fte, confirmed = pence+k.Pence, fte+k.FTEHundredths, confirmed+k.ConfirmedPence
		if k.Kind == "building" {
			things++
		}
	}
	return pence, fte, things, confirmed
}

// tick lets the clock do its part, and checks it.
func (x *race) tick(c *Case) {
	before, others := c.Clone(), c.Clone()
	pence, fte, things, confirmed := held(c)
	if !x.try(c, x.ledgers, events.System, &CaseTick{Case: c.ID}) {
		x.rt.Fatal("nobody else was there")
	}
	p, f, n, now := held(c)
	if p != pence || f != fte || n != things {
		x.rt.Fatalf("pence %d, hundredths %d, things %d; before %d, %d, %d", p, f, n, pence, fte, things)
	}
	if now > confirmed {
		x.rt.Fatalf("%d pence are confirmed, and %d were", now, confirmed)
	}
	for _, k := range c.Commitments {
		if !k.Released && x.r.ReplacedAt(k.Organisation, x.now) != nil {
			x.rt.Fatalf("%s is still of %s, which was replaced", k.Commitment, k.Organisation)
		}
		if k.ConfirmedPence > k.Pence || k.Pence < 0 || k.ConfirmedPence < 0 {
			x.rt.Fatalf("%+v", k)
		}
	}
	for id, l := range x.ledgers {
		if got, want := l.Used(1, "2026-27"), drawnOf(c, id); got != want {
			x.rt.Fatalf("mandate %s has %d committed, the case says %d", id, got, want)
		}
	}
	revision := c.Revision
	if x.try(c, x.ledgers, events.System, &CaseTick{Case: c.ID}); c.Revision != revision {
		x.rt.Fatal("brought about again it changed something")
	}
	a, _ := DecideCase(before, x.r.WithLedgers(x.ledgers), &CaseTick{Case: c.ID}, Meta{Actor: events.System, At: x.now})
	b, _ := DecideCase(others, x.r.WithLedgers(x.ledgers), &CaseTick{Case: c.ID}, Meta{Actor: events.System, At: x.now})
	if !reflect.DeepEqual(a, b) {
		x.rt.Fatal("it is not the same twice")
	}
}

func drawnOf(c *Case, mandate string) (n int64) {
	for _, k := range c.Commitments {
		for _, d := range k.Drawn {
			if d.Mandate == mandate && d.Year == "2026-27" {
				n += d.Pence
			}
		}
	}
	return n
}
