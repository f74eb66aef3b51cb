package workflow

import (
	"slices"
	"testing"
	"time"

	"comity/events"
	"comity/workflow/calendar"
)

// promised is Westmere with an undertaking of Alderwick for the end of 12 March 2027.
func promised(t *testing.T, changes ...func(string, string) (string, string)) *partnership {
	t.Helper()
	p := westmere(t, changes...)
	p.toGate("G2", "pa2023")
	p.do("p-ald", &UndertakingGive{Case: "C1", Owner: "ald", Seat: "W5", What: "Two rooms.", DueOn: calendar.Date{Year: 2027, Month: 3, Day: 12}})
	return p
}

func TestF57_an_overdue_undertaking_climbs_to_the_executive_and_then_to_the_strategic_level(t *testing.T) {
	p := promised(t)
	u := p.c.Undertaking("ald-u1")
	if !u.DueAt.Equal(at("2027-03-12 23:59:59")) {
		t.Fatalf("due: got %s", u.DueAt)
	}
	p.now = at("2027-03-12 23:59:59")
	p.do("system", &CaseTick{Case: "C1"})
	if u := p.c.Undertaking("ald-u1"); !u.OverdueAt.IsZero() {
		t.Fatalf("on its day: got %+v", u)
	}
	p.now = at("2027-03-15 08:00") // noticed on the Monday
	p.do("system", &CaseTick{Case: "C1"})
	u = p.c.Undertaking("ald-u1")
	if u.Level != "executive" || !slices.Equal(u.Boards, []string{"jce"}) || !u.OverdueAt.Equal(p.now) || !u.NextAt.Equal(at("2027-03-31 23:59:59")) {
		t.Fatalf("overdue: got %+v", u)
	}
	p.now = at("2027-04-01 00:00")
	p.do("system", &CaseTick{Case: "C1"})
	u = p.c.Undertaking("ald-u1")
	if u.Level != "strategic" || !slices.Equal(u.Boards, []string{"wcb"}) || !u.NextAt.IsZero() {
		t.Fatalf("still overdue: got %+v", u)
	}
	p.refused("p-unit", &UndertakingKeep{Case: "C1", Undertaking: "ald-u1", Note: "n"}, NotPermitted)
	p.refused("p-secretary", &UndertakingKeep{Case: "C1", Undertaking: "ald-u1", Note: "n"}, Malformed)
	p.do("po-ald", &UndertakingKeep{Case: "C1", Undertaking: "ald-u1", Note: "Handed over."})
	if u := p.c.Undertaking("ald-u1"); u.Open() || !u.Late {
		t.Errorf("kept: got %+v", u)
	}
	p.refused("po-ald", &UndertakingKeep{Case: "C1", Undertaking: "ald-u1", Note: "n"}, WrongStage)
	if due := view(p.c, p.r, Meta{At: p.now}).dueOfDuties(); len(due) > 0 {
		t.Errorf("falls due: %+v", due)
	}
}

func TestUndertaking_who_may_give_one_and_for_when(t *testing.T) {
	p := promised(t)
	later := calendar.Date{Year: 2028, Month: 1, Day: 1}
	p.refused("po-ald", &UndertakingGive{Case: "C1", Owner: "bra", What: "w", DueOn: later}, NotPermitted)
	p.refused("p-ald", &UndertakingGive{Case: "C1", Owner: "bra", Seat: "W5", What: "w", DueOn: later}, NotPermitted)
	p.refused("p-unit", &UndertakingGive{Case: "C1", Owner: "ald", Seat: "W5", What: "w", DueOn: later}, NotSeatHolder)
	p.refused("p-secretary", &UndertakingGive{Case: "C1", Owner: "bra", What: "w", DueOn: later}, Malformed)
	p.refused("po-ald", &UndertakingGive{Case: "C1", Owner: "xyz", What: "w", DueOn: later}, NotFound)
	p.refused("po-ald", &UndertakingGive{Case: "C1", Owner: "ald", What: "w", DueOn: calendar.Date{Year: 2026, Month: 1, Day: 1}}, Malformed)
	p.refused("po-ald", &UndertakingGive{Case: "C1", Owner: "ald", What: "w", DueOn: later, SignOff: "nobody"}, NotFound)
	p.refused("po-ald", &UndertakingGive{Case: "C1", Owner: "ald", Undertaking: "ald-u1", What: "w", DueOn: later}, Malformed)
	p.do("p-secretary", &UndertakingGive{Case: "C1", Owner: "bra", What: "w", DueOn: later, Minute: "wcb min 7", SignOff: "jce"})
	if u := p.c.Undertaking("bra-u1"); u == nil || u.Gate != "G2" {
		t.Errorf("got %+v", u)
	}
}

// reports is Westmere where E4, which speaks for the districts, reports back within ten working days.
var reports = replace("      - {id: E4, ", "      - {id: E4, report_back: P10WD, ")

func TestF53_a_seat_reports_back_on_a_decision_that_touches_whom_it_represents(t *testing.T) {
	p := westmere(t, reports)
	p.toGate("G1", "pa2023")
	p.votes("ogn", Approve, "N1", "N2")
	p.votes("ogs", Approve, "S1", "S2")
	p.votes("jce", Approve, "E1", "E2", "E3")
	if n := len(p.c.ReportBacks); n != 1 {
		t.Fatalf("got %+v", p.c.ReportBacks)
	}
	b := p.c.ReportBacks[0]
	cal := p.r.CalendarAt(p.now)
	if b.Seat != "E4" || b.SignOff != "jce" || b.Result != "approved" || !slices.Equal(b.Organisations, []string{"ald", "bra", "cal", "dun"}) ||
		!b.DueAt.Equal(cal.EndOf(cal.AddWorkingDays(cal.DateOf(p.now), 10))) {
		t.Fatalf("got %+v", b)
	}
	p.refused("p-lead", &ReportBackRecord{Case: "C1", ReportBack: b.ID, Note: "n"}, NotSeatHolder)
	p.refused(p.r.Holder("E4", p.now), &ReportBackRecord{Case: "C1", ReportBack: "E4-9", Note: "n"}, NotFound)
	p.now = b.DueAt.Add(time.Hour)
	p.do("system", &CaseTick{Case: "C1"})
	late := p.c.ReportBack(b.ID)
	if late.OverdueAt.IsZero() || late.Level != "strategic" || !slices.Equal(late.Boards, []string{"wcb"}) {
		t.Fatalf("overdue: got %+v", late)
	}
	owed := Duties(p.c, p.r, p.now)
	if len(owed) != 1 || owed[0].For != "report_back:"+b.ID || !slices.Contains(owed[0].On, "E4") {
		t.Errorf("got %+v", owed)
	}
	p.do(p.r.Holder("E4", p.now), &ReportBackRecord{Case: "C1", ReportBack: b.ID, Note: "Told the leaders."})
	if done := p.c.ReportBack(b.ID); done.Open() || !done.Late {
		t.Errorf("got %+v", done)
	}
}

func TestReportBack_only_where_a_time_is_said_and_somebody_is_touched(t *testing.T) {
	p := westmere(t)
	p.toGate("G2", "pa2023")
	if len(p.c.ReportBacks) > 0 {
		t.Errorf("nobody said when: got %+v", p.c.ReportBacks)
	}
	p = westmere(t, replace("\ndisputes:\n", "\nreporting: {report_back_within: P5WD}\ndisputes:\n"))
	p.toGate("G1", "pa2023")
	p.votes("ogn", Approve, "N1", "N2")
	for _, b := range p.c.ReportBacks {
		if b.Board != "ogn" || len(b.Organisations) == 0 {
			t.Errorf("got %+v", b)
		}
	}
	if len(p.c.ReportBacks) == 0 {
		t.Error("the partnership's own time counts for no seat")
	}
}

func TestF06_a_directed_area_board_gets_executive_decisions_as_undertakings_and_an_autonomous_one_information(t *testing.T) {
	within := func(g, w string) (string, string) {
		return replace("\ndisputes:\n", "\nreporting: {directed_within: P20WD}\ndisputes:\n")(g, w)
	}
	p := westmere(t, within)
	p.toGate("G1", "pa2023")
	p.passG1()
	var boards []string
	for _, u := range p.c.Undertakings {
		boards = append(boards, u.Board)
		if u.SignOff != "jce" || u.DueAt.IsZero() {
			t.Errorf("got %+v", u)
		}
	}
	if !slices.Equal(boards, []string{"ogn", "ogs"}) {
		t.Errorf("directed: got undertakings of %v", boards)
	}
	p = westmere(t, within, replace("relationship: directed", "relationship: autonomous"))
	p.toGate("G1", "pa2023")
	p.passG1()
	if len(p.c.Undertakings) > 0 {
		t.Errorf("autonomous: got %+v", p.c.Undertakings)
	}
	if areas := view(p.c, p.r, Meta{At: p.now}).autonomousAreas(); !slices.Equal(areas, []string{"ogn", "ogs"}) {
		t.Errorf("informed: got %v", areas)
	}
}

func TestDuties_are_tracked_after_the_case_is_closed(t *testing.T) {
	p := promised(t)
	p.do("p-unit", &CaseWithdraw{Case: "C1", Reason: "r"})
	p.now = at("2027-03-15 08:00")
	list, no := DecideCase(p.c, p.r, &CaseTick{Case: "C1"}, p.meta(events.System, &CaseTick{}))
	if no != nil || len(list) != 2 {
		t.Errorf("got %v, %v", list, no)
	}
}
