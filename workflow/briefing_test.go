package workflow

import (
	"slices"
	"strings"
	"testing"
	"time"

	"comity/events"
)

// tickAll brings about what is due in the partnership as a whole, with its case beside the register.
func (p *partnership) tickAll() []events.Event {
	p.t.Helper()
	if p.c != nil && p.c.Exists() {
		p.r = p.r.WithCases([]*Case{p.c})
	}
	p.register("system", &PartnershipTick{})
	return p.last
}

const monthly = "disputes:\n  steps:"

func briefing() func(string, string) (string, string) {
	return replace(monthly, "reporting: {briefing: monthly}\n"+monthly)
}

func briefedOrganisations(list []events.Event) (out []string) {
	for _, e := range list {
		if e, ok := e.(events.BriefingIssued); ok {
			out = append(out, e.Organisation)
		}
	}
	return out
}

func TestF54_at_the_end_of_a_month_each_organisation_is_briefed_once_on_the_decisions_that_touch_it(t *testing.T) {
	p := westmere(t, briefing())
	p.toGate("G1", "pa2023") // in December: the case is in north and south, and every organisation of both puts something in
	p.passG1()
	p.now = at("2026-12-31 23:59:59")
	for _, e := range p.tickAll() {
		if e, ok := e.(events.BriefingMonthClosed); ok && e.Month == "2026-12" {
			t.Fatal("December was gone through before it was over")
		}
	}
	p.now = at("2027-01-01 00:00:00")
	list := p.tickAll()
	want := []string{"wcc", "icb", "pol", "ald", "bra", "cal", "dun"}
	if got := briefedOrganisations(list); !slices.Equal(got, want) {
		t.Fatalf("briefed: got %v, want %v", got, want)
	}
	first := list[0].(events.BriefingIssued)
	if first.Month != "2026-12" || !first.FromAt.Equal(at("2026-12-01")) || !first.UntilAt.Equal(at("2027-01-01")) {
		t.Errorf("got %+v", first)
	}
	var decided []string
	for _, x := range first.Decisions {
		decided = append(decided, x.SignOff)
	}
	if !slices.Equal(decided, []string{"ogn", "ogs", "jce", "wcb"}) {
		t.Errorf("decisions: got %v", decided)
	}
	closed, ok := list[len(list)-1].(events.BriefingMonthClosed)
	if !ok || !slices.Equal(closed.Organisations, want) || !closed.DetectedAt.Equal(p.now) {
		t.Errorf("got %+v", list[len(list)-1])
	}
	if again := p.tickAll(); len(again) != 0 {
		t.Errorf("briefed again: %v", again)
	}
}

func TestF54_a_month_in_which_nothing_touched_an_organisation_brings_it_nothing(t *testing.T) {
	p := westmere(t, briefing())
	p.toGate("G1", "pa2023")
	p.passG1()
	p.now = at("2027-02-01 00:00:00") // two months at once: the server was away
	list := p.tickAll()
	var months []string
	for _, e := range list {
		if e, ok := e.(events.BriefingMonthClosed); ok {
			months = append(months, e.Month+" "+strings.Join(e.Organisations, ","))
		}
	}
	want := []string{"2026-11 ", "2026-12 wcc,icb,pol,ald,bra,cal,dun", "2027-01 "}
	if !slices.Equal(months, want) {
		t.Errorf("got %q, want %q", months, want)
	}
	if slices.Contains(briefedOrganisations(list), "sch") || slices.Contains(briefedOrganisations(list), "bpn") {
		t.Error("the schools and the nursery company are not touched by this case")
	}
}

func TestF54_months_end_by_the_local_clock_and_only_while_the_governance_asks_for_briefings(t *testing.T) {
	if due := DueOfRegister(westmere(t).r); len(due) != 0 {
		t.Errorf("nobody asked for briefings: got %v", due)
	}
	p := westmere(t, briefing())
	p.now = at("2027-03-01 00:00:00")
	p.tickAll()
	due := DueOfRegister(p.r)
	if len(due) != 1 || due[0].On != "2027-03" || !due[0].At.Equal(time.Date(2027, 3, 31, 23, 0, 0, 0, time.UTC)) { // the clocks went forward on the 28th
		t.Errorf("got %v", due)
	}
	off := strings.Replace(source(t, "westmere.governance.yaml"), "version: 3\n  effective_from: 2026-04-01", "version: 4\n  effective_from: 2027-03-20", 1)
	p.register("p-admin", &PartnershipPublish{Source: off})
	if due := DueOfRegister(p.r); len(due) != 0 {
		t.Errorf("from the 20th nobody is briefed, so March has no briefing: got %v", due)
	}
}

func TestF54_a_briefing_goes_to_those_who_are_sent_what_concerns_the_organisation(t *testing.T) {
	p := westmere(t, briefing(), replace("    proper_officer: po-ald\n", "    proper_officer: po-ald\n    officers: {chief_executive: p-ald-chief}\n    champions: [p-ald-champion]\n"))
	p.toGate("G1", "pa2023")
	p.passG1()
	p.now = at("2027-01-01 00:00:00")
	p.tickAll()
	m := Meta{Command: "c", Name: "partnership.tick", Actor: events.System, At: p.now}
	told, err := Tell(nil, p.r, record(events.KindRegister, "westmere", p.r.Revision, m, p.last))
	if err != nil {
		t.Fatal(err)
	}
	var ald []string
	for _, x := range told {
		if x.Reason != ToldBriefing || x.Asks() || len(x.Decisions) == 0 {
			t.Errorf("got %+v", x)
		}
		if x.Organisation == "ald" {
			ald = append(ald, x.Person)
		}
	}
	slices.Sort(ald)
	if want := []string{"p-ald", "p-ald-champion", "p-ald-chief", "p-e4", "p-n1", "po-ald"}; !slices.Equal(ald, want) {
		t.Errorf("got %v, want %v", ald, want)
	}
	if tier := Clearance(p.c, p.r, "p-ald-champion", p.now); tier != ClearPartners {
		t.Errorf("a champion sees what partners see: got %s", tier)
	}
}
