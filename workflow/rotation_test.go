package workflow

import (
	"slices"
	"strings"
	"testing"

	"comity/events"
)

// toJCE brings a case to the executive's sign-off at G1, some days before E4 passes from ald to bra on 20 May 2027.
func (p *partnership) toJCE(t *testing.T, when string) {
	t.Helper()
	p.now = at(when)
	p.draft("pa2023")
	p.evidence("G1")
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	p.votes("ogn", Approve, "N1", "N2")
	p.votes("ogs", Approve, "S1", "S2")
}

func TestF32_on_its_day_a_rotating_seat_passes_and_what_it_was_asked_moves_to_the_new_holder(t *testing.T) {
	p := westmere(t)
	p.toJCE(t, "2027-05-17 09:00")
	p.register("ao-district-leaders-group", &MemberAppoint{Seat: "E4", Person: "p-bra-e4", From: day("2027-05-20"), Instrument: "leaders 7"})
	last := p.r.Terms[len(p.r.Terms)-1]
	if last.TurnOf != "bra" || last.Until != day("2028-05-19") {
		t.Fatalf("got %+v, want the turn of bra to its last day", last)
	}
	p.clock("2027-05-19 23:59")
	p.refused("p-bra-e4", &SignOffVote{Case: "C1", SignOff: "jce", Seat: "E4", Choice: Approve}, SeatNotInForce)
	if got := p.r.Holder("E4", p.now); got != "p-e4" {
		t.Fatalf("in the last minute: got %s", got)
	}
	p.clock("2027-05-20 00:00")
	s := p.c.SignOff("jce")
	if len(s.SeatsPassed) != 1 || s.SeatsPassed[0].To != "bra" || !s.SeatsPassed[0].At.Equal(at("2027-05-20 00:00")) {
		t.Fatalf("got %+v, want one passing to bra at midnight", s.SeatsPassed)
	}
	p.refused("p-e4", &SignOffVote{Case: "C1", SignOff: "jce", Seat: "E4", Choice: Approve}, SeatNotInForce)
	for _, w := range Explain(p.c, p.r, p.now) {
		if w.For == "signoff:jce" && (!slices.Contains(w.People, "p-bra-e4") || slices.Contains(w.People, "p-e4")) {
			t.Errorf("it waits for %v", w.People)
		}
	}
	p.do("p-bra-e4", &SignOffVote{Case: "C1", SignOff: "jce", Seat: "E4", Choice: Approve})
	p.clock("2027-05-21 09:00")
	if n := len(p.c.SignOff("jce").SeatsPassed); n != 1 {
		t.Errorf("it passed %d times", n)
	}
}

func TestF32_a_vote_cast_before_the_seat_passes_stays_and_the_next_holder_has_none(t *testing.T) {
	p := westmere(t)
	p.toJCE(t, "2027-05-17 09:00")
	p.register("ao-district-leaders-group", &MemberAppoint{Seat: "E4", Person: "p-bra-e4", From: day("2027-05-20"), Instrument: "leaders 7"})
	p.votes("jce", Approve, "E4")
	p.clock("2027-05-20 09:00")
	if s := p.c.SignOff("jce"); len(s.SeatsPassed) > 0 || s.voteOf("E4").Person != "p-e4" {
		t.Errorf("got %+v", s)
	}
	p.refused("p-bra-e4", &SignOffVote{Case: "C1", SignOff: "jce", Seat: "E4", Choice: RefuseChoice}, SeatAlreadyVoted)
}

func TestF32_a_seat_whose_next_organisation_has_appointed_nobody_is_vacant_and_that_is_explained(t *testing.T) {
	p := westmere(t)
	p.toJCE(t, "2027-05-17 09:00")
	p.clock("2027-05-20 00:00")
	if p.r.Filled("E4", p.now) {
		t.Fatal("somebody sits there")
	}
	var said []string
	for _, w := range Explain(p.c, p.r, p.now) {
		if w.For == "signoff:jce" {
			said = w.Details
		}
	}
	if want := "Seat E4 is Brackenford District Council's since 20 May 2027, and nobody is appointed to it yet."; !slices.Contains(said, want) {
		t.Errorf("got %v, want %s", said, want)
	}
	p.votes("jce", Approve, "E1", "E2") // four are left: two for, and two who may be against
	if got := p.state("jce"); got != "open" {
		t.Fatalf("got %s", got)
	}
	p.votes("jce", Approve, "E3")
	if got := p.state("jce"); got != "decided(approved)" {
		t.Errorf("got %s: a vacant seat is not waited for", got)
	}
}

func TestRotation_who_fills_a_seat_that_no_body_nominates_for_is_the_organisation_whose_turn_it_is(t *testing.T) {
	p := westmere(t, replace("      - {id: E4, nominated_by: district-leaders-group, rotation",
		"      - {id: E6, nominated_by: district-leaders-group, voting: false, holder: p-e6}\n      - {id: E4, rotation"))
	p.now = at("2027-05-01 09:00")
	next := func(from string) *MemberAppoint {
		return &MemberAppoint{Seat: "E4", Person: "p-next", From: day(from), Instrument: "i"}
	}
	p.registerRefused("ao-ald", next("2027-05-20"), NotPermitted)
	p.registerRefused("ao-cal", next("2027-05-20"), NotPermitted)
	no := next("2027-05-20")
	no.Until = day("2028-05-20")
	p.registerRefused("ao-bra", no, Malformed) // a term does not outlive its turn
	p.register("ao-bra", next("2027-05-20"))
	p.registerRefused("ao-bra", next("2027-06-20"), Malformed) // the terms would overlap
	p.register("ao-bra", &DeputyName{Seat: "E4", Person: "p-dep", From: day("2028-05-19"), Instrument: "i"})
	if got := p.r.DeputiesOf("E4", at("2028-05-19 23:59")); !slices.Equal(got, []string{"p-dep"}) {
		t.Errorf("got %v", got)
	}
	if got := p.r.DeputiesOf("E4", at("2028-05-20 00:00")); len(got) > 0 {
		t.Errorf("a deputy outlives the turn: %v", got)
	}
}

func TestRotation_a_term_from_before_the_seat_rotated_ends_where_the_turns_begin(t *testing.T) {
	p := westmere(t, replace("rotation: {every: P1Y, among: [ald, bra, cal, dun], from: 2026-05-20}, ", ""))
	p.now = at("2026-12-01 09:00")
	v4 := strings.NewReplacer("version: 3", "version: 4", "effective_from: 2026-04-01", "effective_from: 2027-01-01",
		"{id: E4, nominated_by: district-leaders-group, ", "{id: E4, nominated_by: district-leaders-group, rotation: {every: P1Y, among: [cal, ald], from: 2027-04-01}, ").
		Replace(strings.Replace(source(t, "westmere.governance.yaml"), "rotation: {every: P1Y, among: [ald, bra, cal, dun], from: 2026-05-20}, ", "", 1))
	p.register("p-admin", &PartnershipPublish{Source: v4})
	for when, want := range map[string]string{"2026-12-31 12:00": "p-e4", "2027-03-31 23:59": "p-e4", "2027-04-01 00:00": ""} {
		if got := p.r.Holder("E4", at(when)); got != want {
			t.Errorf("%s: got %q, want %q", when, got, want)
		}
	}
	p.now = at("2027-02-01 09:00")
	p.register("ao-district-leaders-group", &MemberAppoint{Seat: "E4", Person: "p-cal", From: day("2027-04-01"), Instrument: "i"})
	if got := p.r.Holder("E4", at("2027-04-01 00:00")); got != "p-cal" {
		t.Errorf("got %q", got)
	}
}

func TestRotation_a_mandate_stays_with_the_turn_in_which_it_was_granted(t *testing.T) {
	p := westmere(t)
	p.now = at("2026-12-01 09:00")
	p.register("ao-ald", &MandateGrant{Mandate: "m-ald-e4", Organisation: "ald", Seat: "E4", Instrument: "i", Commit: []MandateLine{{Kind: "money", PerCasePence: ptr(int64(1_000_00))}}})
	p.register("ao-district-leaders-group", &MemberAppoint{Seat: "E4", Person: "p-bra-e4", From: day("2027-05-20"), Instrument: "leaders 7"})
	if got := len(p.r.mandatesFor("E4", "ald", at("2027-05-19 23:59"))); got != 1 {
		t.Errorf("in ald's turn: got %d", got)
	}
	if got := len(p.r.mandatesFor("E4", "ald", at("2027-05-20 00:00"))); got != 0 {
		t.Errorf("in bra's turn: got %d", got)
	}
}

func TestRotation_a_seat_makes_up_the_quorum_for_the_organisation_whose_turn_it_is(t *testing.T) {
	p := westmere(t, replace("require: [{organisation: wcc, min: 1}, {organisation: icb, min: 1}]\n    rule: {count: by_seat, pass: majority_of_votes_cast, on_tie: dispute",
		"require: [{organisation_type: district_council, min: 1}]\n    rule: {count: by_seat, pass: majority_of_votes_cast, on_tie: dispute"))
	p.toJCE(t, "2027-05-10 09:00")
	p.votes("jce", Approve, "E1", "E2", "E3", "E5")
	if got := p.state("jce"); got != "open" {
		t.Fatalf("without a district: got %s", got)
	}
	p.votes("jce", Approve, "E4")
	if got := p.state("jce"); got != "decided(approved)" {
		t.Errorf("got %s", got)
	}
}

func TestRotation_those_whom_it_concerns_are_told(t *testing.T) {
	p := westmere(t)
	p.toJCE(t, "2027-05-17 09:00")
	told := func() map[string][]string {
		list, err := Tell(p.c, p.r, record(events.KindCase, "C1", p.c.Revision, Meta{At: p.now, Actor: events.System}, p.last))
		if err != nil {
			t.Fatal(err)
		}
		out := map[string][]string{}
		for _, x := range list {
			out[x.Reason] = append(out[x.Reason], x.Person)
		}
		return out
	}
	p.clock("2027-05-20 00:00")
	got := told()
	if !slices.Equal(got[ToldPassedOn], []string{"p-e4"}) || !slices.Equal(got[ToldSeatVacant], []string{"p-secretary"}) || len(got[ToldPassed]) > 0 {
		t.Errorf("vacant: got %v", got)
	}
	p = westmere(t)
	p.toJCE(t, "2027-05-17 09:00")
	p.register("ao-district-leaders-group", &MemberAppoint{Seat: "E4", Person: "p-bra-e4", From: day("2027-05-20"), Instrument: "leaders 7"})
	p.clock("2027-05-20 00:00")
	got = told()
	if !slices.Equal(got[ToldPassed], []string{"p-bra-e4"}) || !slices.Equal(got[ToldPassedOn], []string{"p-e4"}) || len(got[ToldSeatVacant]) > 0 {
		t.Errorf("held: got %v", got)
	}
	if len(p.last) != 1 {
		t.Fatal(p.last)
	}
	if e := p.last[0].(events.SignOffSeatPassed); e.FromOrganisation != "ald" || e.ToOrganisation != "bra" || e.Previous != "p-e4" || e.Person != "p-bra-e4" {
		t.Errorf("got %+v", e)
	}
}
