package workflow

import (
	"slices"
	"testing"
)

func TestSuccession_the_parties_of_a_dispute_are_those_who_took_over(t *testing.T) {
	for name, x := range map[string]struct {
		against, agreed []string
		replaced        []ReplacementLine
		raisedBy        string
		parties         []string
		awaited         []string
	}{
		"each in the place of one": {against: []string{"ald", "wcc"}, agreed: []string{"cal", "wcc"},
			replaced: []ReplacementLine{replaces("ald,bra", "nwu"), replaces("cal,dun", "swu")}, raisedBy: "swu", parties: []string{"swu", "nwu", "wcc"}, awaited: []string{"swu", "nwu"}},
		"two become one": {against: []string{"dun", "wcc"}, agreed: []string{"wcc"},
			replaced: []ReplacementLine{replaces("cal,dun", "swu")}, raisedBy: "swu", parties: []string{"swu", "wcc"}, awaited: []string{"swu"}},
		"nobody is left to differ": {against: []string{"dun"},
			replaced: []ReplacementLine{replaces("cal,dun", "swu")}, raisedBy: "swu"},
		"the larger part": {against: []string{"wcc"},
			replaced: []ReplacementLine{replaces("cal", "nwu 40", "swu 60")}, raisedBy: "swu", parties: []string{"swu", "wcc"}, awaited: []string{"swu", "wcc"}},
		"who remains is a party": {against: []string{"wcc"},
			replaced: []ReplacementLine{replaces("cal", "nwu 90", "cal 10")}, raisedBy: "cal", parties: []string{"cal", "wcc"}, awaited: []string{"cal", "wcc"}},
		"a party that puts nothing in": {against: []string{"cvs"},
			replaced: []ReplacementLine{replaces("cvs", "nwu")}, raisedBy: "cal", parties: []string{"cal", "nwu"}, awaited: []string{"cal", "nwu"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := westmere(t)
			p.toGate("G2", "pa2023")
			p.do("po-cal", &CaseRaiseDispute{Case: "C1", Organisation: "cal", Against: x.against, Reason: "r"})
			for _, o := range x.agreed {
				p.do("po-"+o, &CaseAgreeDispute{Case: "C1", Organisation: o, Agreement: "a"})
			}
			p.reorganised()
			p.register("p-admin", succeed(x.replaced...))
			p.now = p.r.CalendarAt(p.now).StartOf(day("2027-04-01"))
			p.do("system", &CaseTick{Case: "C1"})
			d := p.c.Dispute
			if d.RaisedBy != x.raisedBy || !slices.Equal(d.Parties(), x.parties) || !slices.Equal(d.Awaited(), x.awaited) {
				t.Errorf("got raised by %s, parties %v, awaited %v", d.RaisedBy, d.Parties(), d.Awaited())
			}
		})
	}
}

func TestSuccession_the_successor_keeps_what_was_promised_before(t *testing.T) {
	p := westmere(t)
	p.toGate("G2", "pa2023")
	p.do("po-ald", &UndertakingGive{Case: "C1", Owner: "ald", What: "Two rooms.", DueOn: day("2027-05-03")})
	p.do("po-wcc", &CaseWithdraw{Case: "C1", Reason: "closed cases owe what was promised too"})
	p.reorganised()
	p.register("p-admin", succeed(replaces("ald,bra", "nwu")))
	p.now = p.r.CalendarAt(p.now).StartOf(day("2027-04-01"))
	p.refused("po-swu", &UndertakingKeep{Case: "C1", Undertaking: "ald-u1", Note: "n"}, NotPermitted)
	if got := Duties(p.c, p.r, p.now)[0]; !slices.Equal(got.On, []string{"nwu"}) || !slices.Contains(got.People, "po-nwu") {
		t.Errorf("it is asked of %v, %v", got.On, got.People)
	}
	p.do("po-nwu", &UndertakingKeep{Case: "C1", Undertaking: "ald-u1", Note: "n"})
	if p.c.Undertaking("ald-u1").Open() {
		t.Error("it is open")
	}
}

// A lapse that is noticed after its target's board ended and went on asks the board as it is: that sign-off does not end with what was open before.
func TestSuccession_what_a_board_is_asked_after_its_end_goes_on(t *testing.T) {
	p := westmere(t)
	p.toGate("G2", "pa2023")
	p.do("p-unit", &CaseAmend{Case: "C1", CaseFields: CaseFields{Title: ptr("Another")}})
	p.now = at("2027-03-22 09:00")
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	p.reorganised()
	p.register("p-admin", succeed(replaces("ald,bra", "nwu")))
	later := succeed(replaces("nwu", "swu"))
	later.From, later.Instrument = day("2027-05-01"), "Order 2"
	p.register("p-admin", later)
	p.now = at("2027-04-01 09:00")
	p.do("system", &CaseTick{Case: "C1"})
	p.now = at("2027-05-04 09:00")
	p.do("system", &CaseTick{Case: "C1"})
	i := slices.IndexFunc(p.c.SignOffs, func(s *SignOff) bool { return s.InPlaceOf != "" && s.Board == "wcb" })
	if i < 0 || p.c.SignOffs[i].State != SignOffOpen {
		t.Fatalf("got %+v", p.c.SignOffs[max(i, 0)])
	}
}
