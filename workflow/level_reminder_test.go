package workflow

import (
	"testing"

	"comity/events"
)

const remindedMonth = "levels: [{level: executive, every: P1M, starting: 2026-11-01, within: P5WD, remind: P3WD}]"

// A board is reminded once of a report that falls due, at 09:00 of the day that the document says (F05).
func TestF05_a_board_is_reminded_of_its_report_before_it_is_due(t *testing.T) {
	p := westmere(t, reporting(remindedMonth))
	p.now = at("2026-12-02 08:59:59") // due on Monday 7 December, three working days after Wednesday 2 December
	if list := p.tickAll(); len(list) != 0 {
		t.Fatalf("before nine of the day: got %v", list)
	}
	p.now = at("2026-12-02 09:00")
	list := p.tickAll()
	if len(list) != 1 {
		t.Fatalf("got %v, want one reminder", list)
	}
	if e := list[0].(events.LevelReportReminded); e.Board != "jce" || e.From != "2026-11-01" || e.Until != "2026-11-30" || !e.DueAt.Equal(at("2026-12-07 23:59:59")) {
		t.Errorf("got %+v", e)
	}
	p.now = at("2026-12-04 09:00")
	if list := p.tickAll(); len(list) != 0 {
		t.Errorf("reminded a second time: %v", list)
	}
	p.register("p-secretary", &LevelReportRecord{Board: "jce", Summary: "All is well."})
	p.now = at("2027-03-01 10:00") // away for months: two reports were missed, and only of the third is there anything to be reminded
	list = p.tickAll()
	if len(list) != 2 || list[0].EventType() != "level_report.overdue" || list[1].EventType() != "level_report.overdue" {
		t.Errorf("got %v, want the two that were missed and no reminder of them", list)
	}
	p.now = at("2027-03-03 09:00") // due on Friday 5 March: its day was 2 March, and the clock comes late
	if list := p.tickAll(); len(list) != 1 || list[0].EventType() != "level_report.reminded" {
		t.Errorf("a late tick: got %v", list)
	}
}

func TestF05_a_report_that_is_made_early_needs_no_reminder_and_without_a_lead_there_is_none(t *testing.T) {
	p := westmere(t, reporting(remindedMonth))
	p.now = at("2026-12-01 10:00")
	p.register("p-secretary", &LevelReportRecord{Board: "jce", Summary: "All is well."})
	p.now = at("2026-12-06 10:00")
	if list := p.tickAll(); len(list) != 0 {
		t.Errorf("got %v", list)
	}
	p = westmere(t, reporting(everyMonth))
	p.now = at("2026-12-04 10:00")
	if list := p.tickAll(); len(list) != 0 {
		t.Errorf("without a lead: got %v", list)
	}
}
