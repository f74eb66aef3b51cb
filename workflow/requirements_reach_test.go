package workflow

import (
	"slices"
	"testing"

	"comity/events"
)

const (
	aldListed = "    proper_officer: po-ald\n    officers: {chief_executive: p-ald-chief}\n    champions: [p-ald]\n"
	calListed = "    proper_officer: po-cal\n    officers: {chief_executive: p-cal-chief}\n    champions: [p-cal-champion]\n"
	wccListed = "    proper_officer: po-wcc\n    officers: {chief_executive: p-wcc-chief}\n    champions: [p-wcc-champion]\n"
)

// reportedBack is who is told when somebody reports back for a seat on the board's decision at G1.
func reportedBack(t *testing.T, by, seat string) []string {
	p := westmere(t, replace("    proper_officer: po-ald\n", aldListed), replace("    proper_officer: po-cal\n", calListed), replace("    proper_officer: po-wcc\n", wccListed),
		replace(monthly, "reporting: {report_back_within: P10WD}\n"+monthly))
	p.toGate("G1", "pa2023")
	p.passG1()
	i := slices.IndexFunc(p.c.ReportBacks, func(b ReportBack) bool { return b.Seat == seat && b.SignOff == "wcb" })
	if i < 0 {
		t.Fatalf("seat %s owes no report-back: %+v", seat, p.c.ReportBacks)
	}
	p.do(by, &ReportBackRecord{Case: "C1", ReportBack: p.c.ReportBacks[i].ID, Note: "Told the cabinet."})
	var out []string
	for _, x := range p.told(by, events.KindCase) {
		if x.Reason == ToldReportedBack {
			out = append(out, x.Person)
		}
	}
	slices.Sort(out)
	return out
}

func TestF36_a_champions_report_back_reaches_every_champion_and_district_chief_executive_listed(t *testing.T) {
	got := reportedBack(t, "p-ald", "W5") // the member for Alderwick is its champion
	for _, want := range []string{"p-ald-chief", "p-cal-champion", "p-cal-chief", "p-wcc-champion"} {
		if !slices.Contains(got, want) {
			t.Errorf("%s was not told: %v", want, got)
		}
	}
	for _, not := range []string{"p-ald", "p-wcc-chief"} { // who reports; the chief executive of a county is no district's
		if slices.Contains(got, not) {
			t.Errorf("%s was told: %v", not, got)
		}
	}
}

func TestF36_the_report_back_of_another_member_reaches_those_who_are_represented(t *testing.T) {
	got := reportedBack(t, "p-cal", "W7")
	if !slices.Contains(got, "p-cal-chief") || !slices.Contains(got, "p-cal-champion") || slices.Contains(got, "p-ald-chief") {
		t.Errorf("got %v", got)
	}
}

func TestF40_the_pack_of_a_seat_has_its_terms_its_constituency_its_mandates_and_the_next_meeting(t *testing.T) {
	p := westmere(t)
	got, ok := PackOf(p.r, "W5", at("2026-12-01 09:00"))
	if !ok || got.Board != "wcb" || got.Level != "strategic" || got.Quorum != 5 || !got.Voting || !slices.Equal(got.Organisations, []string{"ald"}) {
		t.Errorf("got %+v", got)
	}
	if len(got.Mandates) != 1 || got.Mandates[0].Mandate != "m-ald-2026" {
		t.Errorf("mandates: got %+v", got.Mandates)
	}
	if !got.NextMeeting.Equal(at("2027-01-19")) { // of the document's days; none is called
		t.Errorf("next meeting: got %s", got.NextMeeting)
	}
	p.register("p-secretary", &MeetingSchedule{Meeting: "wcb-jan", Board: "wcb", StartsAt: at("2027-01-20 10:00")})
	if got, _ := PackOf(p.r, "W5", at("2026-12-01 09:00")); !got.NextMeeting.Equal(at("2027-01-20 10:00")) {
		t.Errorf("a meeting that is called comes before the plan: got %s", got.NextMeeting)
	}
	if e4, _ := PackOf(p.r, "E4", at("2026-12-01 09:00")); len(e4.Organisations) != 4 || len(e4.Mandates) != 0 {
		t.Errorf("got %+v", e4)
	}
	if _, ok := PackOf(p.r, "W99", at("2026-12-01 09:00")); ok {
		t.Error("there is no such seat")
	}
}

func TestF103_a_missed_target_becomes_an_undertaking_of_the_partner_who_answers_for_it(t *testing.T) {
	p := westmere(t)
	p.toGate("G1", "pa2023")
	p.passG1()
	set := func(id, owner string) {
		p.do("p-unit", &TargetSet{Case: "C1", Target: id, Indicator: "Families seen within a week, in per cent", Value: "80", DueOn: day("2027-03-31"), Owner: owner})
	}
	set("seen", "icb")
	set("mine", "")
	set("met", "pol")
	p.now = at("2027-03-01 09:00")
	measure := func(id, value string) {
		p.do("p-unit", &MeasurementRecord{Case: "C1", Target: id, Value: value})
	}
	measure("seen", "61")
	measure("mine", "10")
	measure("met", "80")
	if len(p.c.Undertakings) != 0 {
		t.Fatalf("before its day no target is missed: %+v", p.c.Undertakings)
	}
	p.clock("2027-04-01 00:00:00")
	if len(p.c.Undertakings) != 1 {
		t.Fatalf("got %+v", p.c.Undertakings)
	}
	u := p.c.Undertakings[0]
	if u.Owner != "icb" || u.Target != "seen" || !u.DueAt.Equal(at("2027-04-29 23:59:59")) { // twenty working days, bank holidays left out
		t.Errorf("got %+v", u)
	}
	p.clock("2027-04-05 09:00")
	measure("seen", "62")
	if len(p.c.Undertakings) != 1 {
		t.Errorf("it was missed once, and is an undertaking once: %+v", p.c.Undertakings)
	}
	set("late", "pol")
	measure("late", "5") // its day has passed already
	if len(p.c.Undertakings) != 2 || p.c.Undertakings[1].Owner != "pol" {
		t.Errorf("got %+v", p.c.Undertakings)
	}
}
