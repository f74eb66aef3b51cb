package workflow

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"comity/events"
)

// yearLimit is of every mandate in play, in pence; the ones of a case are not in the way.
const yearLimit = 100_000_00

// TestNoMandateIsOverspent drives several cases at once at the same mandates. Each command is decided on the ledgers as they
// stood some time before, as an instance that lags would, and is appended only where they are still the newest, as the journal
// does; who loses decides again. Whatever the order: what stands confirmed under a line of a mandate in a financial year, counted
// from the cases alone and to the penny, is what its ledger says, and is never more than its limit.
func TestNoMandateIsOverspent(t *testing.T) {
	base := atConsentsOf(t, westmere(t, func(g, w string) (string, string) {
		g, w = replace(`per_case_gbp: "£50,000", per_year_gbp: "£120,000"`, `per_year_gbp: "£100,000"`)(g, w)
		return replace("    deputy_may_commit: false", "    deputy_may_commit: true")(g, w)
	}), 60_000_00, "C1", "C2", "C3", "C4")
	base.register("ao-ald", &DeputyName{Seat: "W5", Person: "p-ald-2", Instrument: "letter"})
	rapid.Check(t, func(rt *rapid.T) {
		x := &race{rt: rt, r: base.r, now: at("2027-03-20 09:00"), ledgers: Ledgers{}, cases: map[string]*Case{}}
		for id, c := range base.cases {
			x.cases[id] = c.Clone()
		}
		for range rapid.IntRange(1, 60).Draw(rt, "steps") {
			x.now = x.now.Add(time.Duration(rapid.IntRange(0, 36).Draw(rt, "hours")) * time.Hour)
			x.step()
			x.check()
		}
	})
}

// race is several cases that use the same mandates.
type race struct {
	rt      *rapid.T
	r       *Register
	now     time.Time
	n       int
	cases   map[string]*Case
	ledgers Ledgers
	before  []Ledgers // as they stood earlier, the newest last
}

func (x *race) step() {
	id := rapid.SampledFrom([]string{"C1", "C2", "C3", "C4"}).Draw(x.rt, "case")
	org := rapid.SampledFrom([]string{"ald", "bra"}).Draw(x.rt, "organisation")
	seat := map[string]string{"ald": "W5", "bra": "W6"}[org]
	pence := rapid.Int64Range(1, 70_000_00).Draw(x.rt, "pence")
	actor, cmd := x.r.Holder(seat, x.now), Command(&ConsentConfirm{Case: id, Seat: seat})
	switch rapid.IntRange(0, 13).Draw(x.rt, "command") {
	case 0, 1, 2:
		if rest := yearLimit - x.ledgers["m-"+org+"-2026"].Used(1, x.r.YearAt(x.now)); rest > 0 && rapid.Bool().Draw(x.rt, "to the penny") {
			pence = rest + rapid.Int64Range(0, 1).Draw(x.rt, "a penny more")
		}
		cmd = &ConsentConfirm{Case: id, Seat: seat, AmountPence: &pence}
	case 3:
		actor = "p-ald-2"
	case 4, 5:
		cmd = &ConsentWithdraw{Case: id, Organisation: org, Seat: seat, Reason: "r"}
	case 6:
		actor, cmd = "po-"+org, &ConsentRecord{Case: id, Organisation: org, Minute: "m"}
	case 7:
		actor, cmd = "po-"+org, &ConsentWithdraw{Case: id, Organisation: org, Reason: "r"}
	case 8:
		actor, cmd = "p-unit", &CommitmentChange{Case: id, Commitment: org + "-1", AmountPence: &pence}
	case 9:
		actor, cmd = "p-unit", &CaseRequestGate{Case: id}
	case 10:
		actor, cmd = "p-unit", &CommitmentOffer{Case: id, Organisation: org, AmountPence: pence}
	case 11:
		if rapid.IntRange(0, 5).Draw(x.rt, "ends") == 0 {
			actor, cmd = "p-unit", &CaseWithdraw{Case: id, Reason: "r"}
		}
	}
	seen := x.ledgers
	if n := len(x.before); n > 0 && rapid.Bool().Draw(x.rt, "lags") {
		seen = x.before[max(0, n-rapid.IntRange(1, 3).Draw(x.rt, "behind"))]
	}
	for !x.try(x.cases[id], seen, actor, cmd) {
		seen = x.ledgers // it lost: it reads again
	}
}

// try decides on ledgers that may be old and appends, unless another came first to a mandate that it touches.
func (x *race) try(c *Case, seen Ledgers, actor string, cmd Command) bool {
	x.n++
	m := Meta{Command: "x", Name: cmd.CommandName(), Actor: actor, At: x.now}
	list, no := DecideCase(c, x.r.WithLedgers(seen), cmd, m)
	if no != nil {
		return seen.same(x.ledgers) // a no on what is old is asked again
	}
	effects, err := mandateEffects(c, list, m.At, actor)
	if err != nil {
		x.rt.Fatal(err)
	}
	for _, e := range effects {
		if seen.revision(e.ID) != x.ledgers.revision(e.ID) {
			return false
		}
	}
	x.before = append(x.before, x.ledgers)
	x.ledgers = clonedLedgersOf(x.ledgers)
	for _, e := range effects {
		l := x.ledgers[e.ID]
		if l == nil {
			l = NewMandateLedger("westmere", e.ID)
			x.ledgers[e.ID] = l
		}
		if err := l.Fold(record(events.KindMandate, e.ID, l.Revision+1, m, e.Events)); err != nil {
			x.rt.Fatal(err)
		}
	}
	if len(list) > 0 {
		if err := c.Fold(record(events.KindCase, c.ID, c.Revision+1, m, list)); err != nil {
			x.rt.Fatal(err)
		}
	}
	return true
}

// check counts from the acts recorded in the cases, not from what the commitments keep.
func (x *race) check() {
	counted := map[string]int64{}
	for _, c := range x.cases {
		for _, k := range c.Commitments {
			left := k.ConfirmedPence
			for _, act := range actsOn(c, k.Commitment) {
				for _, line := range act.Lines {
					if line.Commitment == k.Commitment && left > 0 {
						left -= line.Pence
						if act.Mandate != "" && !k.Released {
							counted[act.Mandate+" "+x.r.YearAt(act.At)] += line.Pence
						}
					}
				}
			}
			if left != 0 {
				x.rt.Fatalf("%s of %s: %d pence are confirmed by no act", k.Commitment, c.ID, left)
			}
		}
	}
	for _, mandate := range []string{"m-ald-2026", "m-bra-2026"} {
		for _, year := range []string{"2026-27", "2027-28"} {
			used := x.ledgers[mandate].Used(1, year)
			if used > yearLimit {
				x.rt.Fatalf("%s in %s: %d pence of %d", mandate, year, used, yearLimit)
			}
			if want := counted[mandate+" "+year]; used != want {
				x.rt.Fatalf("%s in %s: the ledger has %d pence, the cases %d", mandate, year, used, want)
			}
		}
	}
}

// actsOn lists what was confirmed of a commitment, the newest first.
func actsOn(c *Case, commitment string) []ConsentAct {
	var out []ConsentAct
	for _, k := range slices.Backward(c.Consents) {
		for _, act := range slices.Backward(k.Acts) {
			if slices.ContainsFunc(act.Lines, func(l events.ConfirmedLine) bool { return l.Commitment == commitment }) {
				out = append(out, act)
			}
		}
	}
	return out
}

func (all Ledgers) revision(mandate string) int {
	if l := all[mandate]; l != nil {
		return l.Revision
	}
	return 0
}

func (all Ledgers) same(other Ledgers) bool {
	for _, m := range []string{"m-ald-2026", "m-bra-2026"} {
		if all.revision(m) != other.revision(m) {
			return false
		}
	}
	return true
}

func clonedLedgersOf(all Ledgers) Ledgers {
	out := Ledgers{}
	for id, l := range all {
		c := *l
		c.Standing = slices.Clone(l.Standing)
		out[id] = &c
	}
	return out
}
