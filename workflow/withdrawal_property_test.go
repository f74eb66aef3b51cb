package workflow

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"comity/events"
)

// TestNoMoneyIsCreatedOrLost drives one case with everything that moves what is put into it, whoever does it. Counted from the commands
// that were accepted and from nothing that the case keeps: what was ever offered is what is confirmed, what is not, and what was
// withdrawn; the years of the mandates hold what their seats have confirmed and not lost again; and a withdrawal reopens the plan when,
// in whole numbers, more than the tolerance is missing, and only then.
func TestNoMoneyIsCreatedOrLost(t *testing.T) {
	base := westmere(t, replace(`per_case_gbp: "£50,000", per_year_gbp: "£120,000"`, `per_year_gbp: "£900,000"`))
	base.boardsAtG2()
	rapid.Check(t, func(rt *rapid.T) {
		p := &partnership{t: t, r: base.r, now: base.now, c: base.c.Clone(), n: base.n, ledgers: Ledgers{}}
		m := money{rt: rt, p: p, drawn: map[string]int64{}}
		for _, k := range p.c.Commitments {
			m.offered += k.Pence
		}
		for range rapid.IntRange(1, 40).Draw(rt, "steps") {
			p.now = p.now.Add(time.Duration(rapid.IntRange(0, 30).Draw(rt, "hours")) * time.Hour)
			m.step()
			m.check()
		}
	})
}

type money struct {
	rt      *rapid.T
	p       *partnership
	offered int64            // ever, as the commands said
	gone    int64            // withdrawn, likewise
	drawn   map[string]int64 // by seat, of what is confirmed in a commitment: "W5 ald-1"
}

func (m *money) step() {
	p := m.p
	seat := rapid.SampledFrom([]string{"W5", "W6", "W8", "W2"}).Draw(m.rt, "seat")
	org := p.r.spokenFor(seat, p.now)
	id := org + "-" + rapid.SampledFrom([]string{"1", "1", "2"}).Draw(m.rt, "which")
	pence := rapid.Int64Range(1, 20_000_00).Draw(m.rt, "pence")
	holder, k := p.r.Holder(seat, p.now), p.c.Commitment(id)
	switch rapid.IntRange(0, 11).Draw(m.rt, "command") {
	case 0:
		if p.try("p-unit", &CommitmentOffer{Case: "C1", Organisation: org, Commitment: id, AmountPence: pence}) == nil {
			m.offered += pence
		}
	case 1, 2, 3:
		if p.try(holder, &ConsentConfirm{Case: "C1", Seat: seat, Commitment: id, AmountPence: &pence}) == nil {
			m.drawn[seat+" "+id] += pence
		}
	case 4:
		if p.try(holder, &ConsentWithdraw{Case: "C1", Organisation: org, Seat: seat, Commitment: id, Reason: "r"}) == nil {
			delete(m.drawn, seat+" "+id)
		}
	case 5:
		p.try(holder, &ConsentDecline{Case: "C1", Organisation: org, Seat: seat, Reason: "r"})
	case 6, 7:
		m.withdraw(holder, seat, k)
	case 8:
		if k == nil {
			break
		}
		was := k.Pence
		if p.try("p-unit", &CommitmentChange{Case: "C1", Commitment: id, AmountPence: &pence}) == nil {
			m.offered += pence - was
			delete(m.drawn, seat+" "+id)
		}
	case 9:
		p.try("p-unit", &CaseRequestGate{Case: "C1"})
	case 10:
		p.try("p-unit", &CaseAmend{Case: "C1", CaseFields: CaseFields{PlanPence: &pence}})
	case 11:
		p.try(events.System, &CaseTick{Case: "C1"})
	}
}

func (m *money) withdraw(holder, seat string, k *Commitment) {
	p := m.p
	if k == nil {
		return
	}
	plan, short := int64(0), int64(0)
	if put := p.c.Gate != nil && p.c.Gate.Gate == "G2" || p.c.Stage == "procurement"; put {
		wants, _ := p.c.Plan()
		plan, short = int64(wants), int64(wants)
		for _, o := range p.c.Commitments {
			if o.Stands() && o != k {
				short -= o.Pence
				if d := view(p.c, p.r, Meta{At: p.now}); d.declined(o) {
					short += o.Pence - o.ConfirmedPence
				}
			}
		}
	}
	pence, cmd := k.Pence, &CommitmentWithdraw{Case: "C1", Commitment: k.Commitment, Seat: seat, Reason: "r"}
	if rapid.Bool().Draw(m.rt, "in part") {
		pence = rapid.Int64Range(1, k.Pence).Draw(m.rt, "part")
		cmd.AmountPence = &pence
	}
	rest, counts := k.Pence-pence, k.Pence-pence
	if d := view(p.c, p.r, Meta{At: p.now}); d.declined(k) {
		counts = min(rest, k.ConfirmedPence)
	}
	if plan > 0 {
		short -= counts
	}
	if no := p.try(holder, cmd); no != nil {
		if no.Code != WrongStage {
			m.rt.Fatalf("a sovereign partner was refused: %v", no)
		}
		return
	}
	m.gone += pence
	if drawn, is := m.drawn[seat+" "+k.Commitment]; is {
		m.drawn[seat+" "+k.Commitment] = min(drawn, rest)
	}
	reopened := false
	for _, e := range p.last {
		_, yes := e.(events.GateInvalidated)
		reopened = reopened || yes
	}
	if beyond := plan > 0 && short*10 > plan; beyond != reopened {
		m.rt.Fatalf("short of %d by %d: reopened %t", plan, short, reopened)
	}
}

func (m *money) check() {
	var confirmed, open, gone int64
	for _, k := range m.p.c.Commitments {
		if k.Stands() {
			confirmed, open = confirmed+k.ConfirmedPence, open+k.Pence-k.ConfirmedPence
		} else {
			gone += k.Pence
		}
	}
	if confirmed+open+gone != m.offered || gone != m.gone {
		m.rt.Fatalf("%d confirmed, %d not, %d gone (%d), of %d offered", confirmed, open, gone, m.gone, m.offered)
	}
	for mandate, seat := range map[string]string{"m-ald-2026": "W5", "m-bra-2026": "W6", "m-dun-2026": "W8"} {
		want := m.drawn[seat+" "+m.p.r.spokenFor(seat, m.p.now)+"-1"] + m.drawn[seat+" "+m.p.r.spokenFor(seat, m.p.now)+"-2"]
		if got := m.p.ledgers[mandate].Used(1, "2026-27"); got != want {
			m.rt.Fatalf("%s holds %d, and %d is confirmed", mandate, got, want)
		}
	}
}
