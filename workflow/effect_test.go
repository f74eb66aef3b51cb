package workflow

import (
	"slices"
	"testing"
	"time"

	"comity/events"
)

// Every decision says in its own event since when it has effect, or what holds it, as things stood with the record (DOMAIN §0.8).
func TestSignOffDecided_says_both_dates(t *testing.T) {
	decided := func(p *partnership, signOff string) events.SignOffDecided {
		t.Helper()
		for _, e := range slices.Backward(p.last) {
			if e, ok := e.(events.SignOffDecided); ok && e.SignOff == signOff {
				return e
			}
		}
		t.Fatalf("%s has not decided", signOff)
		return events.SignOffDecided{}
	}
	p := westmere(t)
	p.toGate("G1", "pa2023")
	p.votes("ogn", Approve, "N1", "N2")
	if e := decided(p, "ogn"); !e.EffectiveAt.IsZero() || !slices.Equal(e.HeldBy, []string{HeldByGate}) || !e.HeldUntil.IsZero() {
		t.Errorf("the first of several: got %s, held by %v until %s", e.EffectiveAt, e.HeldBy, e.HeldUntil)
	}
	p.votes("ogs", Approve, "S1", "S2")
	p.votes("jce", Approve, "E1", "E2", "E3")
	p.votes("wcb", Approve, "W1", "W2", "W3", "W5", "W6")
	if e := decided(p, "wcb"); e.EffectiveAt != p.now || e.HeldBy != nil {
		t.Errorf("the last, which passes the gate: got %s, held by %v", e.EffectiveAt, e.HeldBy)
	}
	p = westmere(t)
	p.toGate("G3", "pa2023")
	p.votes("ogn", Approve, "N1", "N2")
	p.votes("ogs", Approve, "S1", "S2")
	p.votes("jce", Approve, "E1", "E2", "E3")
	if e := decided(p, "jce"); !e.EffectiveAt.IsZero() || !slices.Equal(e.HeldBy, []string{"standstill"}) {
		t.Errorf("an award: got %s, held by %v until %s", e.EffectiveAt, e.HeldBy, e.HeldUntil)
	}
	p = westmere(t)
	p.toGate("G1", "pa2023")
	p.votes("ogn", RefuseChoice, "N1", "N2")
	if e := decided(p, "ogn"); !e.Dissent || !slices.Equal(e.HeldBy, []string{HeldByGate}) {
		t.Errorf("a dissent takes effect with the gate: got %+v", e)
	}
	for _, old := range []events.Event{events.SignOffOpened{SignOff: "ogn"}, events.SignOffDecided{SignOff: "nothing"}} {
		if got := WithEffects(p.c, []events.Event{old}); len(got) != 1 {
			t.Errorf("got %v", got)
		} else if e, ok := got[0].(events.SignOffDecided); ok && (e.EffectiveAt != time.Time{} || e.HeldBy != nil) {
			t.Errorf("got %+v of a sign-off that is not there", e)
		}
	}
}
