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

// A standstill that is reckoned from a notice recorded late may have ended before the call-in did: the award has effect after both.
func TestEffect_is_since_the_end_of_the_last_hold_in_whatever_order_they_were_recorded(t *testing.T) {
	for _, test := range []struct{ name, callIn, effect string }{
		{"a call-in that ended later", "2027-02-26 23:59:59", "2027-02-27 00:00:00"},
		{"a call-in that ended before", "2027-01-15 23:59:59", "2027-02-04 00:00:00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := westmere(t)
			p.toGate("G3", "pa2023")
			p.votes("ogn", Approve, "N1", "N2")
			p.votes("ogs", Approve, "S1", "S2")
			decided := p.now
			p.votes("jce", Approve, "E1", "E2", "E3")
			p.c.Holds = append(p.c.Holds, &Hold{ID: "call-in", Kind: "call_in", Blocks: "effect", Gate: "G3", PlacedAt: p.now, Until: at(test.callIn)})
			p.clock("2027-03-01 09:00:00")
			p.label("procurement.pending_effect")
			p.do("p-unit", &NoticePublish{Case: "C1", Kind: "award", PublishedOn: day("2027-01-25")}) // eight working days: to 3 February
			p.clock("2027-03-01 09:01:00")
			p.label("delivery.working")
			if got := p.c.Passed[len(p.c.Passed)-1]; !got.EffectiveAt.Equal(at(test.effect)) || !got.DecidedAt.Equal(decided) {
				t.Errorf("decided %s with effect from %s, want %s", got.DecidedAt, got.EffectiveAt, test.effect)
			}
		})
	}
}
