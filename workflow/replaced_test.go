package workflow

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
)

// From the first second of the day an organisation that was replaced has no officers, whatever the document still says: here version 4, which
// goes on naming every one of them, is in force. DOMAIN §0.12, F08, docs/decisions/0031.
func TestReplaced_F08_nobody_acts_for_an_organisation_that_is_gone(t *testing.T) {
	suspended := func(p *partnership) { p.do("mo-wcc", &CaseSuspend{Case: "C1", Reason: "Challenge."}) }
	disputed := func(p *partnership) {
		p.do("po-ald", &CaseRaiseDispute{Case: "C1", Organisation: "ald", Against: []string{"wcc"}, Reason: "r"})
	}
	working := func(p *partnership) {}
	for _, tc := range []struct {
		name     string
		at       func(*partnership)
		replaced []ReplacementLine
		by       string
		do       Command
		code     Code
		heir     string // who does it instead, "" for nobody
		instead  Command
	}{
		{"lifts a suspension", suspended, []ReplacementLine{replaces("wcc", "nwu")}, "mo-wcc", &CaseLift{Case: "C1", Reason: "r"}, NotPermitted, "po-nwu", nil},
		{"lifts a suspension, of two successors the principal one", suspended, []ReplacementLine{replaces("wcc", "nwu 40", "swu 60")}, "ao-wcc", &CaseLift{Case: "C1", Reason: "r"},
			NotPermitted, "ao-swu", nil},
		{"suspends", working, []ReplacementLine{replaces("wcc", "nwu")}, "po-wcc", &CaseSuspend{Case: "C1", Reason: "r"}, NotPermitted, "ao-nwu", nil},
		{"withdraws the case", working, []ReplacementLine{replaces("wcc", "nwu")}, "po-wcc", &CaseWithdraw{Case: "C1", Reason: "r"}, NotPermitted, "po-nwu", nil},
		{"agrees in a dispute", disputed, []ReplacementLine{replaces("ald", "nwu")}, "mo-ald", &CaseAgreeDispute{Case: "C1", Organisation: "ald", Agreement: "a"}, NotPermitted,
			"po-nwu", &CaseAgreeDispute{Case: "C1", Organisation: "nwu", Agreement: "a"}},
		{"raises a dispute", working, []ReplacementLine{replaces("ald", "nwu")}, "po-ald", &CaseRaiseDispute{Case: "C1", Organisation: "ald", Reason: "r"}, NotPermitted,
			"po-nwu", &CaseRaiseDispute{Case: "C1", Organisation: "nwu", Reason: "r"}},
		{"raises a dispute from a seat that speaks for several", working, []ReplacementLine{replaces("cal", "nwu")}, "p-e4", &CaseRaiseDispute{Case: "C1", Organisation: "cal", Seat: "E4", Reason: "r"},
			NotPermitted, "p-e4", &CaseRaiseDispute{Case: "C1", Organisation: "ald", Seat: "E4", Reason: "r"}},
		{"is raised a dispute against", working, []ReplacementLine{replaces("ald", "nwu")}, "p-icb", &CaseRaiseDispute{Case: "C1", Seat: "W3", Against: []string{"ald"}, Reason: "r"}, NotFound,
			"p-icb", &CaseRaiseDispute{Case: "C1", Seat: "W3", Against: []string{"nwu"}, Reason: "r"}},
		{"declines", working, []ReplacementLine{replaces("ald", "nwu")}, "po-ald", &ConsentDecline{Case: "C1", Organisation: "ald", Reason: "r"}, NotPermitted,
			"po-nwu", &ConsentDecline{Case: "C1", Organisation: "nwu", Reason: "r"}},
		{"withdraws what it put in", working, []ReplacementLine{replaces("ald", "nwu")}, "po-ald", &CommitmentWithdraw{Case: "C1", Commitment: "ald-1", Minute: "m", Reason: "r"}, NotPermitted, "", nil},
		{"promises", working, []ReplacementLine{replaces("ald", "nwu")}, "ao-ald", &UndertakingGive{Case: "C1", Owner: "ald", What: "w", DueOn: day("2030-01-01")}, NotPermitted,
			"ao-nwu", &UndertakingGive{Case: "C1", Owner: "nwu", What: "w", DueOn: day("2030-01-01")}},
		{"promises by the minute of a board", working, []ReplacementLine{replaces("ald", "nwu")}, "p-secretary",
			&UndertakingGive{Case: "C1", Owner: "ald", What: "w", DueOn: day("2030-01-01"), Minute: "m"}, NotPermitted, "", nil},
		{"announces a key decision", working, []ReplacementLine{replaces("wcc", "nwu")}, "po-wcc", &NoticePublish{Case: "C1", Kind: NoticeKeyDecision, Organisation: "wcc"}, NotPermitted, "", nil},
		{"answers for a target", func(p *partnership) {}, []ReplacementLine{replaces("ald", "nwu")}, "p-stranger",
			&TargetSet{Case: "C1", Target: "t", Indicator: "i", Value: "1", DueOn: day("2030-01-01"), Owner: "ald"}, NotPermitted, "", nil},
		{"maps what it spends", working, []ReplacementLine{replaces("ald", "nwu")}, "ao-ald", &SpendingMap{Case: "C1", Organisation: "ald", Tier: "targeted", AmountPence: 100}, NotPermitted,
			"ao-nwu", &SpendingMap{Case: "C1", Organisation: "nwu", Tier: "targeted", AmountPence: 100}},
		{"records its own decision", working, []ReplacementLine{replaces("ald", "nwu")}, "po-ald", &ConsentRecord{Case: "C1", Organisation: "ald", Minute: "m"}, NotPermitted,
			"po-nwu", &ConsentRecord{Case: "C1", Organisation: "nwu", Minute: "m"}},
	} {
		t.Run(strings.ReplaceAll(tc.name, " ", "_"), func(t *testing.T) {
			p := westmere(t)
			p.toGate("G2", "pa2023")
			tc.at(p)
			p.reorganised()
			p.register("p-admin", succeed(tc.replaced...))
			p.now = at("2027-03-31 23:59:59").Add(999 * time.Millisecond)
			if no := p.copied().try(tc.by, tc.do); no != nil && no.Code == tc.code && !strings.HasPrefix(tc.name, "is ") && tc.by != "p-stranger" && tc.code == NotPermitted {
				t.Errorf("a millisecond before: got %v, want it to be theirs to say", no)
			}
			p.now = at("2027-04-01")
			p.refused(tc.by, tc.do, tc.code)
			if tc.heir == "" {
				return
			}
			if tc.instead == nil {
				tc.instead = tc.do
			}
			p.do(tc.heir, tc.instead)
		})
	}
}

// What a person can do, reads, is told and finds in My work is by the same rule as what is accepted.
func TestReplaced_F08_its_officers_can_do_read_and_hear_nothing_more(t *testing.T) {
	p := westmere(t)
	p.toGate("G2", "pa2023")
	p.do("mo-wcc", &CaseSuspend{Case: "C1", Reason: "r"})
	p.reorganised()
	p.register("p-admin", succeed(replaces("wcc", "nwu")))
	p.now = at("2027-03-31 23:59:59")
	if k := p.can("mo-wcc", AsOrganisation, "wcc", ""); !k.May("case.lift") {
		t.Errorf("on its last day: got %v", k.Acts)
	}
	if _, is := Standing(p.r, "mo-wcc", p.now); !is || Clearance(p.c, p.r, "mo-wcc", p.now) != ClearExempt {
		t.Error("on its last day its officer reads the case")
	}
	p.now = at("2027-04-01")
	p.do("system", &CaseTick{Case: "C1"})
	for _, gone := range []string{"mo-wcc", "po-wcc", "ao-wcc", "p-cfo"} {
		if got := Can(p.c, p.r, gone, p.now); len(got) > 0 {
			t.Errorf("%s: can %+v", gone, got)
		}
		if m, is := Standing(p.r, gone, p.now); is {
			t.Errorf("%s is still something: %+v", gone, m)
		}
		if got := Clearance(p.c, p.r, gone, p.now); got != ClearPublic {
			t.Errorf("%s still reads what is %s", gone, got)
		}
		for _, w := range Explain(p.c, p.r, p.now) {
			if slices.Contains(w.People, gone) {
				t.Errorf("%s waits on %s", w.For, gone)
			}
		}
	}
	if k := p.can("po-nwu", AsOrganisation, "nwu", ""); !k.May("case.lift") {
		t.Errorf("the successor's officer: got %v", k.Acts)
	}
	if got := Clearance(p.c, p.r, "po-nwu", p.now); got != ClearExempt {
		t.Errorf("the successor's officer reads what is %s", got)
	}
	who, no := AnswerWhoCan(p.r, WhoCanAsk{Act: WhoCanCommit, Organisation: "wcc", ValuePence: 100}, p.now)
	if no != nil || slices.ContainsFunc(who, func(w WhoCan) bool { return w.Can }) {
		t.Errorf("who can commit it: got %+v, %v", who, no)
	}
}

// A register that was kept as JSON knows it as well, and so does one whose document is published only after the succession has force.
func TestReplaced_whatever_came_first(t *testing.T) {
	p := westmere(t)
	p.toGate("G2", "pa2023")
	p.reorganised()
	p.register("p-admin", succeed(replaces("ald", "nwu")))
	p.now = at("2027-04-01")
	raw, err := json.Marshal(p.r)
	if err != nil {
		t.Fatal(err)
	}
	kept := NewRegister("westmere")
	if err := json.Unmarshal(raw, kept); err != nil {
		t.Fatal(err)
	}
	if o := kept.GovernanceAt(p.now).Organisation("ald"); o == nil || o.ProperOfficer != "" || o.Name == "" {
		t.Errorf("read back: got %+v, want its name and nobody who acts for it", o)
	}
	if o := kept.GovernanceAt(p.now.Add(-time.Second)).Organisation("ald"); o.ProperOfficer != "po-ald" {
		t.Errorf("a second before: got %+v", o)
	}
	later := strings.NewReplacer("version: 4", "version: 5", "effective_from: 2027-04-01", "effective_from: 2027-04-02").Replace(unitaries(t))
	p.register("p-admin", &PartnershipPublish{Source: later})
	p.now = at("2027-04-02")
	p.refused("po-ald", &ConsentDecline{Case: "C1", Organisation: "ald", Reason: "r"}, NotPermitted)
	if p.r.GovernanceVersion(5).Organisation("ald").ProperOfficer != "po-ald" {
		t.Error("the version itself is as it was published")
	}
}

// A succession that is taken back leaves everybody who they were.
func TestReplaced_nobody_by_a_succession_that_does_not_come(t *testing.T) {
	p := westmere(t)
	p.toGate("G2", "pa2023")
	p.reorganised()
	cmd := succeed(replaces("wcc", "nwu"))
	cmd.Succession = "order"
	p.register("p-admin", cmd)
	p.register("p-admin", &SuccessionCancel{Succession: "order", Instrument: "letter"})
	p.now = at("2027-04-01")
	p.do("mo-wcc", &CaseSuspend{Case: "C1", Reason: "r"})
}

// A successor that has no such officer: the officers of the lead authority act, and where it has none either nobody does, until a version of the
// document names one. Nobody is guessed, as for who holds a pool.
func TestReplaced_a_successor_without_officers(t *testing.T) {
	nameless := func(t *testing.T, version, from string) string {
		g, _ := replace(", authorising_officer: ao-swu, proper_officer: po-swu}", "}")(unitaries(t), "")
		return strings.NewReplacer("version: 4", "version: "+version, "effective_from: 2027-04-01", "effective_from: "+from).Replace(g)
	}
	p := westmere(t)
	p.toGate("G2", "pa2023")
	p.do("mo-wcc", &CaseSuspend{Case: "C1", Reason: "r"})
	p.register("p-admin", &PartnershipPublish{Source: nameless(t, "4", "2027-04-01")})
	p.register("p-admin", succeed(replaces("wcc", "swu")))
	p.now = at("2027-04-01")
	p.do("system", &CaseTick{Case: "C1"})
	lift := &CaseLift{Case: "C1", Reason: "r"}
	for _, person := range []string{"mo-wcc", "po-nwu", "po-icb", "p-secretary", "p-admin", "p-unit"} {
		p.refused(person, lift, NotPermitted)
	}
	waits := Explain(p.c, p.r, p.now)
	if i := slices.IndexFunc(waits, func(w Waiting) bool { return w.For == "suspension" }); i < 0 || !slices.Equal(waits[i].On, []string{"swu"}) || len(waits[i].Details) != 1 {
		t.Errorf("it says so: got %+v", waits)
	}
	named := strings.NewReplacer("version: 4", "version: 5").Replace(unitaries(t))
	p.register("p-admin", &PartnershipPublish{Source: named})
	p.do("po-swu", lift)
}

// Where the sponsor alone is replaced, by one that has no officers, the lead authority goes on.
func TestReplaced_the_lead_authority_acts_for_a_sponsor_without_officers(t *testing.T) {
	p := westmere(t)
	p.toGate("G1", "pa2023")
	p.do("p-unit", &CaseAmend{Case: "C1", CaseFields: CaseFields{Sponsor: ptr("cal")}})
	p.do("mo-cal", &CaseSuspend{Case: "C1", Reason: "r"})
	g, _ := replace(", authorising_officer: ao-swu, proper_officer: po-swu}", "}")(unitaries(t), "")
	p.register("p-admin", &PartnershipPublish{Source: g})
	p.register("p-admin", succeed(replaces("cal", "swu")))
	p.now = at("2027-04-01")
	p.refused("mo-cal", &CaseLift{Case: "C1", Reason: "r"}, NotPermitted)
	p.do("mo-wcc", &CaseLift{Case: "C1", Reason: "r"})
}

// The scrutiny body of an organisation that is gone calls nothing in: what was decided stands, and the successor decides for itself.
func TestReplaced_F105_scrutiny_ends_with_its_organisation(t *testing.T) {
	p := westmere(t)
	p.toGate("G2", "pa2023")
	p.recordKeyDecision()
	held := p.c.Holds[0].Until
	if !held.After(p.now) {
		t.Fatal("the decision cannot be called in any more")
	}
	on := p.r.CalendarAt(p.now).DateOf(p.now).AddDays(1)
	p.register("p-admin", &PartnershipPublish{Source: strings.ReplaceAll(unitaries(t), "effective_from: 2027-04-01", "effective_from: "+on.String())})
	cmd := succeed(replaces("wcc", "nwu"))
	cmd.From = on
	p.register("p-admin", cmd)
	p.copied().do("p-scrutiny-1", requisition())
	p.now = p.r.CalendarAt(p.now).StartOf(on)
	p.refused("p-scrutiny-1", requisition(), NotEntitledToCallIn)
	if got := ScrutinyBodiesOf(p.r, "p-scrutiny-1", p.now); len(got) > 0 {
		t.Errorf("still of %v", got)
	}
}

// A seat of an organisation that is gone is lost, also to a person whom another body nominated to it.
func TestReplaced_a_seat_that_another_body_fills_goes_with_its_organisation(t *testing.T) {
	p := westmere(t, replace("{id: W5, organisation: ald, role", "{id: W5, organisation: ald, nominated_by: district-leaders-group, role"))
	p.toWCB()
	g, _ := replace("version: 3", "version: 4")(p.r.Governance[0].Source, "")
	g, _ = replace("effective_from: 2026-04-01", "effective_from: 2026-12-20")(g, "")
	g, _ = replace("  - id: cvs\n", "  - {id: nwu, name: North Westmere Council, type: unitary_council, duty: relevant_partner, proper_officer: po-nwu}\n  - id: cvs\n")(g, "")
	p.register("p-admin", &PartnershipPublish{Source: g})
	cmd := succeed(replaces("ald", "nwu"))
	cmd.From = day("2026-12-20")
	p.register("p-admin", cmd)
	vote := &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "W5", Choice: Approve}
	p.now = at("2026-12-19 23:59:59")
	p.copied().do("p-ald", vote)
	p.now = at("2026-12-20")
	if p.r.Holder("W5", p.now) != "" || p.r.Filled("W5", p.now) || len(p.r.SeatsOf("p-ald", p.now)) > 0 {
		t.Error("somebody sits in it")
	}
	p.do("system", &CaseTick{Case: "C1"})
	for _, s := range p.c.Current() {
		if s.Board == "wcb" && !s.State.Final() {
			p.refused("p-ald", &SignOffVote{Case: "C1", SignOff: s.ID, Seat: "W5", Choice: Approve}, SeatNotInForce)
		}
	}
	p.refused("p-ald", &CaseRaiseDispute{Case: "C1", Seat: "W5", Organisation: "ald", Reason: "r"}, SeatNotInForce)
}

// Who dispenses where an organisation names no monitoring officer is the lead authority's, and after it its successor's.
func TestReplaced_the_successor_of_the_lead_authority_dispenses(t *testing.T) {
	p := westmere(t, replace("    monitoring_officer: mo-sch\n", ""))
	p.toGate("G1", "pa2023")
	p.do("p-n3", &SignOffDeclareInterest{Case: "C1", SignOff: "ogn", Seat: "N3", Interest: "pecuniary"})
	g, _ := replace("    monitoring_officer: mo-sch\n", "")(unitaries(t), "")
	g, _ = replace("proper_officer: po-nwu,", "proper_officer: po-nwu, monitoring_officer: mo-nwu,")(g, "")
	p.publish(strings.ReplaceAll(g, "2027-04-01", "2026-12-03"))
	cmd := succeed(replaces("wcc", "nwu"))
	cmd.From = day("2026-12-03")
	p.register("p-admin", cmd)
	dispense := &SignOffDispense{Case: "C1", SignOff: "ogn", Seat: "N3", Reason: "r"}
	p.copied().do("mo-wcc", dispense)
	p.now = at("2026-12-03")
	p.refused("mo-wcc", dispense, NotAuthorisedToDispense)
	p.do("mo-nwu", dispense)
}

// Who managed a pooled fund for a host that is gone manages it no more, also while nobody is named in that place.
func TestReplaced_F64_the_manager_of_a_pool_goes_with_its_host(t *testing.T) {
	p := threeParties(t)
	was := p.c.Pool("P1").Manager
	host := p.c.Pool("P1").Host
	g, _ := replace(", chief_finance_officer: p-nwu-cfo}", "}")(unitaries(t), "")
	p.publish(g)
	p.register("p-admin", succeed(replaces(host, "nwu")))
	p.now = at("2027-04-01 09:00")
	p.do("system", &CaseTick{Case: "C1"})
	if got := p.c.Pool("P1").Awaits; got != AwaitsManager {
		t.Fatalf("the pool awaits %q", got)
	}
	party := p.c.Pool("P1").Parties[0].Organisation
	p.refused(was, &PoolContribute{Case: "C1", Pool: "P1", Organisation: party, AmountPence: 1, Reference: "r"}, NotPermitted)
	p.refused(was, &PoolClose{Case: "C1", Pool: "P1", Reason: "r"}, NotPermitted)
	p.refused(was, &CaseRenew{Case: "C1", Of: "P1", Reason: "r"}, NotPermitted)
	if no := p.spend(was, "P1", 1); no == nil || no.Code != NotPermitted {
		t.Errorf("spends: got %v", no)
	}
	for _, k := range Can(p.c, p.r.WithPools(p.pools), was, p.now) {
		if k.As == AsManager {
			t.Errorf("can %+v", k)
		}
	}
}
