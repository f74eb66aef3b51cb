package workflow

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"comity/events"
)

// TestForetell_is_what_the_clock_then_does from random states of Westmere: the same events at the same moments, the same case.
func TestForetell_is_what_the_clock_then_does(t *testing.T) {
	base := westmere(t)
	from := map[string]*partnership{"G1": base.standing("G1"), "G2": base.standing("G2"), "award": base.standing("award")}
	rapid.Check(t, func(rt *rapid.T) {
		p := &partnership{t: t, r: base.r, now: at("2026-12-01 09:00")}
		start := from[rapid.SampledFrom([]string{"G1", "G2", "award"}).Draw(rt, "where")]
		p.c, p.ledgers = start.c.Clone(), clonedLedgersOf(start.ledgers)
		for range rapid.IntRange(0, 15).Draw(rt, "steps") {
			p.now = p.now.Add(time.Duration(rapid.IntRange(0, 48).Draw(rt, "hours")) * time.Hour)
			p.try(randomCommand(rt, p))
		}
		to := p.now.Add(time.Duration(rapid.IntRange(0, 24*200).Draw(rt, "later")) * time.Hour)
		before := p.c.Clone()
		then, happened, all := Foretell(p.c, p.r, p.now, to)
		if !all || !reflect.DeepEqual(before, p.c) {
			rt.Fatalf("all %t; the case itself changed: %t", all, !reflect.DeepEqual(before, p.c))
		}
		var really []Foretold
		tick := func() {
			p.do(events.System, &CaseTick{Case: "C1"})
			for _, e := range p.last {
				really = append(really, Foretold{At: p.now, By: events.System, Event: e})
			}
		}
		tick()
		for range 1000 {
			due := Due(p.c, p.r)
			if len(due) == 0 || due[0].At.After(to) {
				break
			}
			p.now = maxTime(p.now, due[0].At)
			if tick(); len(p.last) == 0 {
				rt.Fatalf("due and nothing happened: %+v", due[0])
			}
		}
		if len(happened) != len(really) || (len(really) > 0 && !reflect.DeepEqual(happened, really)) {
			rt.Fatalf("foretold\n%+v\nand what happened is\n%+v", happened, really)
		}
		same(rt, then, p.c)
	})
}

// TestSuppose_is_what_then_happens for random commands on random states.
func TestSuppose_is_what_then_happens(t *testing.T) {
	base := westmere(t)
	from := base.standing("G2")
	rapid.Check(t, func(rt *rapid.T) {
		p := &partnership{t: t, r: base.r, now: at("2026-12-01 09:00"), c: from.c.Clone(), ledgers: clonedLedgersOf(from.ledgers)}
		for range rapid.IntRange(1, 20).Draw(rt, "steps") {
			p.now = p.now.Add(time.Duration(rapid.IntRange(0, 48).Draw(rt, "hours")) * time.Hour)
			actor, cmd := randomCommand(rt, p)
			then, happened, refused := Suppose(p.c, p.r, cmd, p.meta(actor, cmd))
			no := p.try(actor, cmd)
			if (refused == nil) != (no == nil) || (no != nil && refused.Error() != no.Error()) {
				rt.Fatalf("%s: foretold %v, and it is %v", cmd.CommandName(), refused, no)
			}
			if no != nil {
				continue
			}
			if len(happened) != len(p.last) {
				rt.Fatalf("%s: foretold %+v, and it is %+v", cmd.CommandName(), happened, p.last)
			}
			for i, e := range p.last {
				if !reflect.DeepEqual(happened[i].Event, e) || !happened[i].At.Equal(p.now) || happened[i].By != actor {
					rt.Fatalf("%s: foretold %+v, and it is %+v", cmd.CommandName(), happened[i], e)
				}
			}
			same(rt, then, p.c)
		}
	})
}

func same(t interface{ Fatalf(string, ...any) }, got, want *Case) {
	a, _ := json.Marshal(got)
	b, _ := json.Marshal(want)
	if string(a) != string(b) {
		t.Fatalf("the case foretold is\n%s\nand it is\n%s", a, b)
	}
}

// A lapse starts the clock of what it goes to at its own moment, not at the one that is asked about.
func TestForetell_takes_each_thing_at_its_moment(t *testing.T) {
	p := westmere(t)
	p.toGate("G1", "pa2023")
	then, happened, all := Foretell(p.c, p.r, p.now, at("2027-06-01 09:00"))
	if !all || then.Label() != "needs_assessment.in_dispute" {
		t.Fatalf("label: got %s", then.Label())
	}
	moments := map[string]string{}
	for _, x := range happened {
		if e, ok := x.Event.(events.SignOffEscalated); ok {
			moments[e.SignOff] = x.At.Format(time.DateOnly)
		}
	}
	want := map[string]string{"ogn": "2026-12-16", "ogs": "2026-12-16", "jce-for-ogn": "2026-12-24", "jce-for-ogs": "2026-12-24"}
	for id, day := range want {
		if moments[id] != day {
			t.Errorf("%s lapses on %s, want %s: %v", id, moments[id], day, moments)
		}
	}
}
