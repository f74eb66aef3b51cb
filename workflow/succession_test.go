package workflow

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"comity/events"
)

// unitaries is Westmere from 1 April 2027: two unitary councils beside what there was.
func unitaries(t testing.TB) string {
	g := source(t, "westmere.governance.yaml")
	for _, x := range [][2]string{
		{"version: 3", "version: 4"}, {"effective_from: 2026-04-01", "effective_from: 2027-04-01"},
		{"  - id: cvs\n", `  - {id: nwu, name: North Westmere Council, type: unitary_council, duty: relevant_partner, authorising_officer: ao-nwu, proper_officer: po-nwu, chief_finance_officer: p-nwu-cfo}
  - {id: swu, name: South Westmere Council, type: unitary_council, duty: relevant_partner, authorising_officer: ao-swu, proper_officer: po-swu}
  - id: cvs
`},
		{"{id: W5, organisation: ald, role: elected_member, represents: {organisations: [ald]}, holder: p-ald}", "{id: W5, organisation: nwu, role: elected_member, represents: {organisations: [nwu]}, holder: p-nwu}"},
		{"{id: W7, organisation: cal, role: elected_member, represents: {organisations: [cal]}, holder: p-cal}", "{id: W7, organisation: swu, role: elected_member, represents: {organisations: [swu]}, holder: p-swu}"},
		{"- {organisation_type: district_council, min: 1}", "- {organisation_type: unitary_council, min: 1}"},
	} {
		if !strings.Contains(g, x[0]) {
			t.Fatalf("the document does not hold %s", x[0])
		}
		g = strings.ReplaceAll(g, x[0], x[1])
	}
	return g
}

// reorganised publishes the two unitaries.
func (p *partnership) reorganised() {
	p.t.Helper()
	p.register("p-admin", &PartnershipPublish{Source: unitaries(p.t)})
}

func into(successors ...string) []SuccessorLine {
	var out []SuccessorLine
	for _, s := range successors {
		organisation, share, _ := strings.Cut(s, " ")
		out = append(out, SuccessorLine{Organisation: organisation, SharePct: share})
	}
	return out
}

func succeed(lines ...ReplacementLine) *PartnershipSucceed {
	return &PartnershipSucceed{From: day("2027-04-01"), Replaced: lines, Instrument: "Westmere (Structural Changes) Order 2026"}
}

func replaces(list string, successors ...string) ReplacementLine {
	return ReplacementLine{Organisations: strings.Split(list, ","), Successors: into(successors...)}
}

func ofType[E events.Event](list []events.Event) (out []E) {
	for _, e := range list {
		if x, ok := e.(E); ok {
			out = append(out, x)
		}
	}
	return out
}

// standing lists what stands committed, by organisation.
func standing(c *Case) map[string]int64 {
	out := map[string]int64{}
	for _, k := range c.Commitments {
		if !k.Released {
			out[k.Organisation] += k.Pence
		}
	}
	return out
}

func TestSuccession_what_one_successor_takes_over_becomes_one_commitment(t *testing.T) {
	p := westmere(t)
	p.toGate("G2", "pa2023")
	p.do("p-ald", &ConsentConfirm{Case: "C1", Seat: "W5"})
	before, snapshot := standing(p.c), p.c.Gate.Snapshot
	p.reorganised()
	p.register("p-admin", succeed(replaces("ald,bra", "nwu"), replaces("cal,dun", "swu")))
	if got := ofType[events.OrganisationSucceeded](p.last); len(got) != 4 || got[0].EffectiveAt != at("2027-04-01") {
		t.Fatalf("got %+v, want one for each organisation replaced", got)
	}
	p.now = at("2027-03-31 23:59:59")
	if p.do("p-unit", &CaseTick{Case: "C1"}); len(ofType[events.CommitmentNovated](p.last)) > 0 {
		t.Fatal("it was brought about before its day")
	}
	p.now = at("2027-04-09 10:00") // nobody ticked meanwhile
	p.do(events.System, &CaseTick{Case: "C1"})
	novated := ofType[events.CommitmentNovated](p.last)
	if len(novated) != 4 || novated[0].EffectiveAt != at("2027-04-01") {
		t.Fatalf("got %d novations %+v, want one for each old commitment and successor", len(novated), novated)
	}
	after := standing(p.c)
	if want := map[string]int64{"wcc": 150_000_00, "icb": 80_000_00, "nwu": 40_000_00, "swu": 30_000_00, "pol": 0}; !reflect.DeepEqual(after, want) {
		t.Errorf("got %v, want %v (before: %v)", after, want, before)
	}
	if k := p.c.Commitment("nwu-1"); k == nil || k.Pence != 40_000_00 || k.ConfirmedPence != 0 || !k.ToBeReaffirmed {
		t.Errorf("got %+v, want one commitment of £40,000, not confirmed", k)
	}
	if k := p.c.Consent("nwu"); k == nil || k.State != "to_be_reaffirmed" || p.c.Consent("ald").State != "lapsed" {
		t.Errorf("consents: got %+v and %+v", k, p.c.Consent("ald"))
	}
	if p.c.Gate == nil || p.c.Gate.Snapshot != snapshot || p.c.Status != AtGate {
		t.Error("it is not an amendment: the snapshot stands")
	}
	waits := Outstanding(p.c, p.r, p.now)
	if !slices.Contains(waits, "consent:nwu") || !slices.Contains(waits, "consent:swu") || slices.Contains(waits, "consent:ald") {
		t.Errorf("waits for %v", waits)
	}
	if used := p.ledgers["m-ald-2026"].Used(1, "2026-27"); used != 0 {
		t.Errorf("mandate of ald: %d pence stand, want none", used)
	}
	for range 2 { // again changes nothing
		if p.do(events.System, &CaseTick{Case: "C1"}); len(p.last) > 0 {
			t.Fatalf("a second time it did %+v", p.last)
		}
	}
	if p.register("p-admin", succeed(replaces("ald,bra", "nwu"), replaces("cal,dun", "swu"))); len(p.last) > 0 {
		t.Fatalf("recorded again it did %+v", p.last)
	}
	p.refused("p-ald", &ConsentConfirm{Case: "C1", Seat: "W5"}, SeatNotInForce)
	p.refused("po-ald", &ConsentRecord{Case: "C1", Organisation: "ald", Minute: "m"}, NotPermitted)
	p.do("po-nwu", &ConsentRecord{Case: "C1", Organisation: "nwu", Minute: "Cabinet 1"})
	if k := p.c.Commitment("nwu-1"); k.ConfirmedPence != 40_000_00 || k.ToBeReaffirmed || p.c.Consent("nwu").State != "confirmed" {
		t.Errorf("reaffirmed: got %+v", k)
	}
}

// A successor confirms by its own seat, within its own mandate, which draws on its own year.
func TestSuccession_the_successor_reaffirms_within_its_own_mandate(t *testing.T) {
	p := westmere(t)
	p.toGate("G2", "pa2023")
	p.reorganised()
	p.register("p-admin", succeed(replaces("ald,bra", "nwu")))
	limit := int64(39_999_99)
	grant := &MandateGrant{Mandate: "m-nwu", Organisation: "nwu", Seat: "W5", From: day("2027-04-01"), Instrument: "Council 1", Commit: []MandateLine{{Kind: "money", PerYearPence: &limit}}}
	p.registerRefused("ao-ald", grant, NotPermitted)
	p.register("ao-nwu", grant) // before it begins, by the governance of its first day
	p.register("ao-nwu", &MemberAppoint{Seat: "W5", Person: "p-nwu", From: day("2027-04-01"), Instrument: "Council 2"})
	p.now = at("2027-04-01 09:00")
	if got := p.r.Holder("W5", at("2027-03-31 23:59:59")); got != "p-ald" {
		t.Errorf("on the last day: got %s", got)
	}
	if got := p.r.Holder("W5", at("2027-04-01")); got != "p-nwu" {
		t.Errorf("on the first day: got %s", got)
	}
	p.refused("p-nwu", &ConsentConfirm{Case: "C1", Seat: "W5"}, MandateExceeded)
	p.do("p-nwu", &ConsentConfirm{Case: "C1", Seat: "W5", AmountPence: &limit})
	if p.c.Consent("nwu").State != "to_be_reaffirmed" {
		t.Error("in part it is not reaffirmed")
	}
	p.do("po-nwu", &ConsentRecord{Case: "C1", Organisation: "nwu", Minute: "Cabinet 1"})
	if p.c.Consent("nwu").State != "confirmed" || p.ledgers["m-nwu"].Used(1, "2027-28") != limit {
		t.Errorf("got %s", p.c.Consent("nwu").State)
	}
}

func TestSuccession_odd_pence_go_to_the_largest_remainders(t *testing.T) {
	for name, x := range map[string]struct {
		n      int64
		points []int64
		want   []int64
	}{
		"halves_of_an_odd_penny_first_stated_first": {1, []int64{5000, 5000}, []int64{1, 0}},
		"thirds":                          {100, []int64{3333, 3333, 3334}, []int64{33, 33, 34}},
		"the_largest_remainder_not_share": {10, []int64{6600, 3400}, []int64{7, 3}},
		"several_pence_left":              {2, []int64{2500, 2500, 2500, 2500}, []int64{1, 1, 0, 0}},
		"nothing":                         {0, []int64{5000, 5000}, []int64{0, 0}},
		"more_than_fits_when_multiplied":  {9_000_000_000_000_000_001, []int64{5000, 5000}, []int64{4_500_000_000_000_000_001, 4_500_000_000_000_000_000}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := apportion(x.n, x.points); !slices.Equal(got, x.want) {
				t.Errorf("got %v, want %v", got, x.want)
			}
		})
	}
}

// A county and its districts become two unitaries: the county's money is split, staff time apart, a building whole; what is pooled stays apart.
func TestSuccession_split_and_merged_at_once(t *testing.T) {
	p := westmere(t)
	p.now = at("2026-12-01 09:00")
	p.draft("pa2023")
	p.do("p-unit", &CommitmentOffer{Case: "C1", Organisation: "ald", Kind: "building", Description: "The old library"})
	p.do("p-unit", &CommitmentOffer{Case: "C1", Organisation: "ald", Kind: "staff_time", FTEHundredths: 75})
	p.do("p-unit", pooling("P1", BasisNHSAct75, "wcc", "icb"))
	p.do("p-unit", &CommitmentOffer{Case: "C1", Organisation: "wcc", Pool: "P1", AmountPence: 1_01})
	p.do("p-unit", &CommitmentOffer{Case: "C1", Organisation: "wcc", AmountPence: 1, Essential: true})
	p.reorganised()
	order := succeed(replaces("ald,bra", "nwu"), replaces("cal,dun", "swu"), replaces("wcc", "nwu 55.5", "swu 44.5%"))
	order.Commitments = []CommitmentShareLine{{Case: "C1", Commitment: "wcc-1", Shares: []StatedShareLine{{Organisation: "nwu", AmountPence: 99_999_99}, {Organisation: "swu", AmountPence: 50_000_01}}}}
	p.register("p-admin", order)
	p.now = at("2027-04-01")
	p.do(events.System, &CaseTick{Case: "C1"})
	got := map[string]string{}
	for _, k := range p.c.Commitments {
		if !k.Released {
			got[k.Commitment] = strings.Join([]string{k.Organisation, k.Kind, k.Mode, k.Amount()}, " ")
		}
	}
	want := map[string]string{
		"icb-1": "icb money aligned £80,000", "pol-1": "pol staff_time aligned 0.5 FTE",
		"nwu-1": "nwu money aligned £139,999.99", "swu-1": "swu money aligned £80,000.01", // 20,000 + 20,000 + 99,999.99; 15,000 + 15,000 + 50,000.01
		"nwu-2": "nwu building aligned The old library", "nwu-3": "nwu staff_time aligned 0.75 FTE",
		"nwu-4": "nwu money pooled £0.56", "swu-2": "swu money pooled £0.45",
		"nwu-5": "nwu money aligned £0.01", // essential, and so apart
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
	if p.c.Terms.Sponsor != "nwu" {
		t.Errorf("sponsor: got %s, want the larger share", p.c.Terms.Sponsor)
	}
	for _, k := range p.c.Consents {
		t.Errorf("nobody was asked yet, and %s is %s", k.Organisation, k.State)
	}
}

func TestSuccession_is_refused_with_all_that_is_wrong(t *testing.T) {
	p := westmere(t)
	p.registerRefused("p-unit", succeed(replaces("ald", "nwu")), NotPermitted)
	no := p.registerRefused("p-admin", succeed(replaces("ald,xyz", "nwu")), NotFound)
	if about := abouts(no); !slices.Equal(about, []string{"nwu", "xyz"}) {
		t.Errorf("before the governance has it: got %v", about)
	}
	p.reorganised()
	for name, x := range map[string]struct {
		cmd   *PartnershipSucceed
		about []string
	}{
		"shares_that_make_too_little": {succeed(replaces("ald", "nwu 50", "swu 49.99")), []string{"replaced[0].successors"}},
		"shares_that_are_none":        {succeed(replaces("ald", "nwu 0", "swu 100.001")), []string{"replaced[0].successors[0].share_pct", "replaced[0].successors[1].share_pct"}},
		"no_shares_of_several":        {succeed(replaces("ald", "nwu", "swu")), []string{"replaced[0].successors[0].share_pct", "replaced[0].successors[1].share_pct"}},
		"one_twice":                   {succeed(replaces("ald,ald", "nwu")), []string{"ald"}},
		"a_chain_on_one_day":          {succeed(replaces("ald", "bra"), replaces("bra", "nwu")), []string{"bra"}},
		"a_circle":                    {succeed(replaces("ald", "bra"), replaces("bra", "ald")), []string{"ald", "bra"}},
		"a_day_long_gone":             {&PartnershipSucceed{From: day("2026-03-31"), Replaced: []ReplacementLine{replaces("ald", "bra")}, Instrument: "i"}, []string{"bra", "from"}},
		"no_principal_of_these":       {succeed(ReplacementLine{Organisations: []string{"ald"}, Successors: into("nwu"), Principal: "swu"}), []string{"replaced[0].principal"}},
		"a_building_to_two": {func() *PartnershipSucceed {
			c := succeed(replaces("ald", "nwu 50", "swu 50"))
			c.Commitments = []CommitmentShareLine{{Case: "C1", Commitment: "ald-1", Shares: []StatedShareLine{{Organisation: "nwu"}, {Organisation: "swu"}}}}
			return c
		}(), []string{"commitments[0].shares"}},
	} {
		t.Run(name, func(t *testing.T) {
			no := p.tryRegister("p-admin", x.cmd)
			if no == nil {
				t.Fatal("it was accepted")
			}
			if got := abouts(no); !slices.Equal(got, x.about) {
				t.Errorf("got %v (%v), want %v", got, no, x.about)
			}
		})
	}
	p.register("p-admin", succeed(replaces("ald", "nwu")))
	later := func(list string, successors ...string) *PartnershipSucceed {
		c := succeed(replaces(list, successors...))
		c.From = day("2028-04-01")
		return c
	}
	p.registerRefused("p-admin", later("ald", "swu"), Malformed)             // again
	p.registerRefused("p-admin", later("bra", "ald"), Malformed)             // by one that is gone
	p.registerRefused("p-admin", succeed(replaces("nwu", "swu")), Malformed) // on the day on which it takes over
	p.register("p-admin", later("nwu", "swu"))                               // a year later it may be
	p.registerRefused("ao-nwu", &PartnershipSucceed{From: day("2027-04-01")}, NotPermitted)
}

func abouts(no *Refusal) []string {
	var out []string
	for _, p := range no.Details {
		if !slices.Contains(out, p.About) {
			out = append(out, p.About)
		}
	}
	slices.Sort(out)
	return out
}

// After the gate has passed the successors are asked at once, and the next gate waits for them.
func TestSuccession_between_gates_holds_the_next(t *testing.T) {
	p := westmere(t)
	p.toGate("G2", "pa2023")
	p.passG2()
	p.reorganised()
	p.register("p-admin", succeed(replaces("ald,bra", "nwu"), replaces("wcc", "swu")))
	p.register("ao-nwu", &MemberAppoint{Seat: "W5", Person: "p-nwu", From: day("2027-04-01"), Instrument: "i"})
	p.now = at("2027-04-01 09:00")
	p.do(events.System, &CaseTick{Case: "C1"})
	p.label("procurement.working")
	if got := Outstanding(p.c, p.r, p.now); !slices.Equal(got, []string{"gate:G3", "consent:nwu", "consent:swu"}) {
		t.Errorf("got %v", got)
	}
	if p.c.Terms.Sponsor != "swu" {
		t.Errorf("sponsor: got %s", p.c.Terms.Sponsor)
	}
	p.evidence("G3")
	p.do("p-unit", &CaseRequestGate{Case: "C1", Award: &AwardFields{ValuePence: 291_000_00}})
	if got := Outstanding(p.c, p.r, p.now); !slices.Contains(got, "consent:nwu") || !slices.Contains(got, "consent:swu") {
		t.Errorf("at the gate: got %v", got)
	}
	p.do("po-nwu", &ConsentRecord{Case: "C1", Organisation: "nwu", Minute: "m"})
	p.do("po-swu", &ConsentRecord{Case: "C1", Organisation: "swu", Minute: "m"})
	if got := Outstanding(p.c, p.r, p.now); slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "consent:") }) {
		t.Errorf("all have reaffirmed: got %v", got)
	}
}

// Who continues keeps its part confirmed; what it gives is returned to the year of its mandate.
func TestSuccession_an_organisation_that_remains_keeps_its_part(t *testing.T) {
	p := westmere(t)
	p.toGate("G2", "pa2023")
	p.do("p-ald", &ConsentConfirm{Case: "C1", Seat: "W5", AmountPence: ptr(int64(15_000_01))})
	p.reorganised()
	p.register("p-admin", succeed(replaces("ald", "ald 60", "nwu 40")))
	p.now = at("2027-04-01")
	p.do(events.System, &CaseTick{Case: "C1"})
	if k := p.c.Commitment("ald-1"); k.Pence != 12_000_00 || k.ConfirmedPence != 12_000_00 || k.Released {
		t.Errorf("what remains: got %+v", k)
	}
	if k := p.c.Commitment("nwu-1"); k.Pence != 8_000_00 || k.ConfirmedPence != 0 {
		t.Errorf("what passes: got %+v", k)
	}
	if used := p.ledgers["m-ald-2026"].Used(1, "2026-27"); used != 12_000_00 {
		t.Errorf("its mandate: got %d", used)
	}
	if p.r.Holder("W5", p.now) != "p-ald" || p.c.Consent("ald").State != "requested" {
		t.Error("it remains, with its seat and its consent")
	}
	for range 2 {
		if p.do(events.System, &CaseTick{Case: "C1"}); len(p.last) > 0 {
			t.Fatalf("a second time it did %+v", p.last)
		}
	}
}

func TestSuccession_authority_of_who_is_gone(t *testing.T) {
	p := westmere(t)
	p.toGate("G1", "pa2023")
	p.reorganised()
	p.register("p-admin", succeed(replaces("ald", "nwu"), replaces("wcc", "swu")))
	p.registerRefused("ao-wcc", &DeputyName{Seat: "W2", Person: "p-x", From: day("2027-04-01"), Instrument: "i"}, Malformed)
	p.register("ao-wcc", &DeputyName{Seat: "W2", Person: "p-x", Instrument: "i"})
	if got := p.r.DeputiesOf("W2", at("2027-03-31")); !slices.Equal(got, []string{"p-x"}) {
		t.Errorf("on the last day: got %v", got)
	}
	p.now = at("2027-04-01 09:00")
	if got := p.r.DeputiesOf("W2", p.now); len(got) > 0 {
		t.Errorf("after it: got %v", got)
	}
	p.registerRefused("ao-wcc", &DeputyName{Seat: "W2", Person: "p-y", Instrument: "i"}, NotPermitted)
	p.refused("p-unit", &CommitmentOffer{Case: "C1", Organisation: "ald", AmountPence: 1}, NotFound)
	p.refused("p-unit", &CaseAmend{Case: "C1", CaseFields: CaseFields{Sponsor: ptr("wcc")}}, NotFound)
}

// A pinned workflow goes on naming the officer of the council that is gone: its successor's is asked.
func TestSuccession_the_successors_officer_certifies(t *testing.T) {
	p := westmere(t)
	p.toGate("G2", "pa2023")
	p.reorganised()
	p.register("p-admin", succeed(replaces("wcc", "nwu 60", "swu 40")))
	p.now = at("2027-04-01 09:00")
	p.do(events.System, &CaseTick{Case: "C1"})
	if s := p.c.SignOff("finance"); s.State != SignOffVoidState {
		t.Errorf("finance: got %s", s.State)
	}
	p.refused("p-cfo", &SignOffCertify{Case: "C1", SignOff: "nwu-finance"}, NonDelegable)
	p.do("p-nwu-cfo", &SignOffCertify{Case: "C1", SignOff: "nwu-finance"})
	if p.state("nwu-finance") != "decided(approved)" {
		t.Errorf("got %s", p.state("nwu-finance"))
	}
}

// Who goes on and gave a part of itself gives nothing of what it offers later, in whatever case.
func TestSuccession_what_is_offered_later_is_not_given_away(t *testing.T) {
	p := westmere(t)
	p.now = at("2026-12-01 09:00")
	p.register("p-admin", &PartnershipSucceed{From: day("2026-12-02"), Replaced: []ReplacementLine{replaces("bra", "bra 50", "icb 50")}, Instrument: "Order"})
	p.now = at("2026-12-10 09:00")
	p.draft("pa2023")
	p.do("p-unit", &CommitmentOffer{Case: "C1", Organisation: "bra", AmountPence: 100_00})
	if p.do(events.System, &CaseTick{Case: "C1"}); len(p.last) > 0 {
		t.Errorf("got %+v", p.last)
	}
}
