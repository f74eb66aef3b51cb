package workflow

import (
	"slices"
	"strings"
	"testing"

	"comity/events"
)

// drawn has W5 confirm £20,000 of ald's in C1 with so much of its year of £120,000 committed before elsewhere.
func drawnAfter(t *testing.T, before int64, passed bool) *partnership {
	t.Helper()
	p := westmere(t)
	p.toGate("G2", "pa2023")
	p.signPlan()
	l := NewMandateLedger("westmere", "m-ald-2026")
	l.draw(MandateDraw{Year: p.r.YearAt(p.now), Case: "C9", Commitment: "ald-1", CommitLine: 1, Pence: before})
	if passed {
		l.Passed = []YearPassed{{p.r.YearAt(p.now), 1}}
	}
	p.ledgers = Ledgers{"m-ald-2026": l}
	return p
}

func TestTheOfficersAreToldOnceWhenMostOfAMandatesYearIsUsed(t *testing.T) {
	for name, tc := range map[string]struct {
		before int64
		passed bool
		want   int64
	}{
		"to the penny":                {76_000_00, false, 80},
		"a penny less":                {75_999_99, false, 0},
		"passed before this":          {96_000_00, false, 0},
		"told before, and given back": {80_000_00, true, 0},
	} {
		t.Run(name, func(t *testing.T) {
			p := drawnAfter(t, tc.before, tc.passed)
			p.do(p.r.Holder("W5", p.now), &ConsentConfirm{Case: "C1", Seat: "W5"})
			e := p.last[0].(events.ConsentConfirmed)
			if len(e.Years) != 1 || e.Years[0].PassesPct != tc.want {
				t.Fatalf("years: %+v", e.Years)
			}
			if got := drawnBy("C1", e).Passes; slices.Equal(got, []int{1}) != (tc.want > 0) {
				t.Fatalf("the mandate's record says %v", got)
			}
			told, err := Tell(p.c, p.r, record(events.KindCase, "C1", p.c.Revision, Meta{At: p.now, Actor: "p-ald", Name: "consent.confirm"}, p.last))
			if err != nil {
				t.Fatal(err)
			}
			var who []string
			for _, x := range told {
				if x.Reason == ToldYearUsed {
					who = append(who, x.Person)
				}
			}
			if want := map[bool][]string{true: {"ao-ald", "po-ald"}, false: nil}[tc.want > 0]; !slices.Equal(who, want) {
				t.Fatalf("told: %q, want %q", who, want)
			}
		})
	}
}

func TestARefusalNamesWhatIsLeftOfTheYear(t *testing.T) {
	p := drawnAfter(t, 110_000_00, true)
	no := p.refused(p.r.Holder("W5", p.now), &ConsentConfirm{Case: "C1", Seat: "W5"}, MandateExceeded)
	if d := no.Details[0]; !strings.Contains(d.Message, "£10,000 is left") {
		t.Fatalf("details: %+v", d)
	}
}

// What is left of a mandate's year is said to who acts for the seat and to the organisation's officers, and to nobody else: it speaks of other cases.
func TestF50_what_waits_for_a_confirmation_says_what_is_left_of_the_mandates_year(t *testing.T) {
	p := drawnAfter(t, 110_000_00, true)
	details := func(reader string) string {
		for _, w := range ExplainTo(p.c, p.r.WithLedgers(p.ledgers), reader, p.now) {
			if w.For == "consent:ald" {
				return strings.Join(w.Details, "|")
			}
		}
		t.Fatal("it does not wait for Alderwick")
		return ""
	}
	const left = "£10,000 is left of the £120,000 that Alderwick District Council may commit in the financial year 2026-27 by its mandate m-ald-2026, and £20,000 is asked"
	for reader, want := range map[string]bool{"p-ald": true, "ao-ald": true, "po-ald": true, "p-bra": false, "p-unit": false, "ao-bra": false, "": false} {
		if got := details(reader); strings.Contains(got, left) != want || strings.Contains(got, "£110,000") {
			t.Errorf("%q is told %q", reader, got)
		}
	}
	for _, w := range ExplainTo(p.c, p.r.WithLedgers(p.ledgers), "p-ald", p.now) {
		if w.For == "consent:bra" && strings.Contains(strings.Join(w.Details, ""), "left of") {
			t.Errorf("another's year: %q", w.Details)
		}
	}
	p.do("po-ald", &ConsentRecord{Case: "C1", Organisation: "ald", Minute: "Full Council 3"})
	for _, w := range ExplainTo(p.c, p.r.WithLedgers(p.ledgers), "p-ald", p.now) {
		if strings.Contains(strings.Join(w.Details, ""), "left of") {
			t.Errorf("nothing of Alderwick's waits any more: %+v", w)
		}
	}
}
