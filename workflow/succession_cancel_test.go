package workflow

import (
	"slices"
	"testing"

	"comity/events"
	"comity/workflow/calendar"
)

func TestSuccessionCancel(t *testing.T) {
	until := func(p *partnership, seat string) (out calendar.Date) {
		for _, x := range p.r.Terms {
			if x.Seat == seat {
				out = x.Until
			}
		}
		return out
	}
	t.Run("F08_terms_and_mandates_go_on_as_they_were", func(t *testing.T) {
		p := westmere(t)
		p.toGate("G2", "pa2023")
		p.reorganised()
		before, mandates := until(p, "W5"), slices.Clone(p.r.Mandates)
		p.register("p-admin", succeed(replaces("ald,bra", "nwu"), replaces("cal", "swu")))
		if until(p, "W5") != day("2027-03-31") {
			t.Fatalf("W5 ends on %s", until(p, "W5"))
		}
		p.register("p-admin", &SuccessionCancel{Succession: "succession-1", Instrument: "Order not made"})
		if got := ofType[events.OrganisationSuccessionCancelled](p.last); len(got) != 3 {
			t.Errorf("got %d events, want one for each organisation", len(got))
		}
		if until(p, "W5") != before {
			t.Errorf("W5 ends on %q, want %q again", until(p, "W5"), before)
		}
		for i, m := range p.r.Mandates {
			if m.Until != mandates[i].Until {
				t.Errorf("mandate %s ends on %q, want %q", m.Mandate, m.Until, mandates[i].Until)
			}
		}
		p.clock("2027-04-01 09:00")
		if k := p.c.Commitment("ald-1"); k == nil || k.Organisation != "ald" || len(p.c.Successions) != 0 {
			t.Errorf("the case followed a succession that was cancelled: %+v", k)
		}
	})
	t.Run("it_is_corrected_under_another_name", func(t *testing.T) {
		p := westmere(t)
		p.reorganised()
		p.register("p-admin", succeed(replaces("ald", "nwu")))
		p.register("p-admin", &SuccessionCancel{Succession: "succession-1", Instrument: "It was swu"})
		again := succeed(replaces("ald", "swu"))
		again.Succession = "succession-1"
		p.registerRefused("p-admin", again, Malformed)
		p.register("p-admin", succeed(replaces("ald", "swu")))
		if s := p.r.Successions; len(s) != 1 || s[0].Succession != "succession-2" || s[0].Principal != "swu" {
			t.Errorf("got %+v", s)
		}
	})
	t.Run("what_an_organisation_ended_itself_stays_ended", func(t *testing.T) {
		p := westmere(t)
		p.reorganised()
		p.register("p-admin", succeed(replaces("ald", "nwu")))
		p.register("ao-ald", &MemberRemove{Seat: "W5", LastDay: day("2027-01-31"), Instrument: "i"})
		p.register("ao-ald", &MandateRevoke{Mandate: "m-ald-2026", LastDay: day("2027-03-31"), Instrument: "i"})
		p.register("p-admin", &SuccessionCancel{Succession: "succession-1", Instrument: "Order not made"})
		if got := until(p, "W5"); got != day("2027-01-31") {
			t.Errorf("W5 ends on %q", got)
		}
		i := slices.IndexFunc(p.r.Mandates, func(m MandateHeld) bool { return m.Mandate == "m-ald-2026" })
		if i < 0 || p.r.Mandates[i].Until != day("2027-03-31") {
			t.Errorf("a mandate that was revoked came back: %+v", p.r.Mandates)
		}
	})
	t.Run("refusals", func(t *testing.T) {
		p := westmere(t)
		p.reorganised()
		p.register("p-admin", succeed(replaces("ald", "nwu")))
		cancel := func(name string) *SuccessionCancel { return &SuccessionCancel{Succession: name, Instrument: "i"} }
		p.registerRefused("p-secretary", cancel("succession-1"), NotPermitted)
		p.registerRefused("p-admin", cancel("succession-9"), NotFound)
		p.now = at("2027-04-01 00:00")
		p.registerRefused("p-admin", cancel("succession-1"), WrongStage)
		if len(p.r.Successions) != 1 {
			t.Error("it is gone")
		}
		p.now = at("2027-03-31 23:59")
		p.register("p-admin", cancel("succession-1"))
		p.registerRefused("p-admin", cancel("succession-1"), WrongStage)
	})
}
