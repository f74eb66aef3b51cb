package workflow

import (
	"testing"

	"comity/events"
)

func reporting(keys string) func(string, string) (string, string) {
	return replace(monthly, "reporting: {"+keys+"}\noverarching_partnerships: [{id: hwb, name: Health and Wellbeing Board, people: [p-hwb]}]\n"+monthly)
}

const everyMonth = "levels: [{level: executive, every: P1M, starting: 2026-11-01, within: P5WD}]"

func TestF05_a_report_of_the_executive_that_is_missed_is_one_overdue_event_to_the_strategic_board(t *testing.T) {
	p := westmere(t, reporting(everyMonth))
	p.now = at("2026-12-07 23:59:59") // five working days after 30 November
	if list := p.tickAll(); len(list) != 0 {
		t.Fatalf("in its last second it is not overdue: got %v", list)
	}
	p.now = at("2026-12-09 10:00") // the server was away for a day
	list := p.tickAll()
	if len(list) != 1 {
		t.Fatalf("got %v", list)
	}
	e := list[0].(events.LevelReportOverdue)
	if e.Board != "jce" || len(e.To) != 1 || e.To[0] != "wcb" || e.From != "2026-11-01" || e.Until != "2026-11-30" || !e.DueAt.Equal(at("2026-12-07 23:59:59")) || !e.DetectedAt.Equal(p.now) {
		t.Errorf("got %+v", e)
	}
	if list := p.tickAll(); len(list) != 0 {
		t.Errorf("overdue a second time: %v", list)
	}
	p.now = at("2027-03-01 10:00")
	if list := p.tickAll(); len(list) != 2 { // December's and January's, and not November's again
		t.Errorf("got %v", list)
	}
}

func TestF05_a_report_that_was_made_is_never_overdue_and_one_that_is_late_was(t *testing.T) {
	p := westmere(t, reporting(everyMonth))
	p.now = at("2026-12-03 10:00")
	p.register("p-secretary", &LevelReportRecord{Board: "jce", Summary: "All is well."})
	if e := p.last[0].(events.LevelReportRecorded); e.From != "2026-11-01" || e.Late {
		t.Errorf("got %+v", e)
	}
	p.registerRefused("p-secretary", &LevelReportRecord{Board: "jce", From: day("2026-11-01"), Summary: "Again."}, WrongStage)
	p.registerRefused("p-e4", &LevelReportRecord{Board: "jce", Summary: "I only sit there."}, NotPermitted)
	p.registerRefused("p-secretary", &LevelReportRecord{Board: "jce", From: day("2026-11-15"), Summary: "No such period."}, NotFound)
	p.registerRefused("p-secretary", &LevelReportRecord{Board: "jce", From: day("2027-01-01"), Summary: "To come."}, NotFound)
	p.now = at("2027-01-09 00:00:00") // December's is overdue in this second, and nobody has ticked
	p.register("p-secretary", &LevelReportRecord{Board: "jce", Summary: "Late."})
	if len(p.last) != 2 || p.last[0].EventType() != "level_report.overdue" || !p.last[1].(events.LevelReportRecorded).Late {
		t.Errorf("got %v", p.last)
	}
}

func TestF12_at_the_end_of_a_quarter_there_is_one_report_with_the_figures_of_cases_and_targets(t *testing.T) {
	p := westmere(t, reporting("overarching: quarterly"))
	p.toGate("G2", "pa2023")
	p.now = at("2026-12-31 23:59:59")
	if list := p.tickAll(); len(list) != 0 {
		t.Fatalf("got %v before the quarter is over", list)
	}
	p.now = at("2027-01-02 08:00")
	list := p.tickAll()
	if len(list) != 1 {
		t.Fatalf("got %v", list)
	}
	e := list[0].(events.OverarchingReported)
	if e.Quarter != "2026-Q4" || !e.FromAt.Equal(at("2026-10-01")) || !e.UntilAt.Equal(at("2027-01-01")) || !e.DetectedAt.Equal(p.now) || len(e.To) != 1 || e.To[0] != "hwb" {
		t.Errorf("got %+v", e)
	}
	if e.Cases.Open != 1 || e.Cases.Begun != 1 || e.Cases.Decided != 4 || len(e.Cases.ByStage) != 1 || e.Cases.ByStage[0] != (events.StageFigure{Stage: "planning", Cases: 1}) {
		t.Errorf("cases: got %+v", e.Cases)
	}
	if list := p.tickAll(); len(list) != 0 {
		t.Errorf("reported again: %v", list)
	}
	if due := DueOfRegister(p.r); len(due) != 1 || !due[0].At.Equal(at("2027-04-01")) { // British Summer Time by then
		t.Errorf("got %v", due)
	}
}

func TestF12_targets_are_counted_by_what_was_measured_last(t *testing.T) {
	p := westmere(t)
	p.toGate("G1", "pa2023")
	for _, id := range []string{"a", "b", "c"} {
		p.c.Targets = append(p.c.Targets, Target{events.TargetSet{Target: id, Value: "80"}})
	}
	for target, value := range map[string]string{"a": "80", "b": "79.9"} {
		p.c.Measurements = append(p.c.Measurements, Measurement{events.MeasurementRecorded{Target: target, Value: value, MeasuredOn: "2026-12-20"}})
	}
	_, got := Figures([]*Case{p.c}, at("2026-10-01"), at("2027-01-01"))
	if got != (events.TargetFigures{Set: 3, Met: 1, NotMet: 1, Unmeasured: 1}) {
		t.Errorf("got %+v", got)
	}
}
