package views

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"comity/services/views/answer"
	"comity/services/views/viewstest"
	"comity/workflow"
	"comity/workflow/calendar"
)

func TestDashboardByStageAndAge(t *testing.T) {
	t.Parallel()
	w := viewstest.Open(t)
	w.Now = viewstest.At("2026-09-01 09:00")
	w.Draft(t, "C1", "partners")
	w.Now = viewstest.At("2026-11-01 09:00")
	w.Draft(t, "C2", "exempt")
	w.ToG1(t, "C2")
	w.Now = viewstest.At("2026-12-01 09:00")
	w.Draft(t, "C3", "partners")
	w.Do(t, "p-unit", &workflow.CaseCreate{Case: "C4", CaseFields: workflow.CaseFields{Title: new("Not yet"), Sponsor: new("wcc")}})
	w.Now = viewstest.At("2026-12-15 09:00")
	v := opened(t, w)
	follow(t, v, w.Last)

	stages := func(needs answer.StageCount, draft int) []answer.StageCount {
		needs.Stage, needs.Name, needs.TargetDays, needs.Since = "needs_assessment", "Needs assessment", 60, viewstest.At("2026-09-01 09:00")
		drafts := answer.StageCount{Name: "Draft", Cases: draft, Ages: answer.Ages{Under30Days: draft}}
		if draft > 0 {
			drafts.Since = viewstest.At("2026-12-01 09:00")
		}
		return []answer.StageCount{drafts, needs, {Stage: "planning", Name: "Planning", TargetDays: 90}, {Stage: "procurement", Name: "Procurement", TargetDays: 120},
			{Stage: "delivery", Name: "Delivery"}, {Stage: "review", Name: "Review", TargetDays: 60}, {Stage: "exit", Name: "Exit"}}
	}
	ages := answer.Ages{Under30Days: 1, Days30To90: 1, Over90Days: 1}
	for _, tc := range []struct {
		name, person string
		needs        answer.StageCount
		levels       []answer.LevelCount
		tiers        []answer.TierCount
	}{
		{"the secretariat", "p-secretary", answer.StageCount{Cases: 3, Ages: ages, Overdue: 1, Late: 1},
			[]answer.LevelCount{{Level: "operational", Open: 2, Ages: answer.Ages{Days30To90: 2}, Overdue: 2}},
			[]answer.TierCount{{Tier: "", Cases: 1}, {Tier: "targeted", Cases: 3, OfferedPence: 900_000_00, OfferedPct: 100}}},
		{"a partner, who is not told of what is exempt, nor amounts", "p-admin", answer.StageCount{Cases: 3, Ages: ages, Late: 1}, []answer.LevelCount{},
			[]answer.TierCount{{Tier: "", Cases: 1}, {Tier: "targeted", Cases: 2}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := ask[answer.Dashboard](t, v, tc.person, "dashboard", "")
			if diff := cmp.Diff(stages(tc.needs, 1), d.ByStage); diff != "" {
				t.Errorf("stages differ:\n%s", diff)
			}
			if diff := cmp.Diff(tc.levels, d.ByLevel); diff != "" {
				t.Errorf("levels differ:\n%s", diff)
			}
			if diff := cmp.Diff(tc.tiers, d.ByTier); diff != "" {
				t.Errorf("tiers differ:\n%s", diff)
			}
		})
	}
}

func TestF24_attendance_is_counted_by_board(t *testing.T) {
	t.Parallel()
	w := viewstest.Open(t)
	w.Now = viewstest.At("2026-12-01 09:00")
	starts := w.Now.AddDate(0, 0, 14)
	w.Do(t, "p-secretary", &workflow.MeetingSchedule{Meeting: "m1", Board: "ogn", StartsAt: starts})
	w.Now = starts
	w.Do(t, "p-secretary", &workflow.MeetingOpen{Meeting: "m1"})
	w.Do(t, "p-secretary", &workflow.MeetingRecordAttendance{Meeting: "m1", Attendance: []workflow.AttendanceLine{{Seat: "N1", Present: "in_person"}, {Seat: "N2", Present: "apologies"}}})
	v := opened(t, w)
	follow(t, v, w.Last)
	if d := ask[answer.Dashboard](t, v, "p-lead", "dashboard", ""); len(d.Attendance) != 0 {
		t.Errorf("got %+v of a meeting that is not over", d.Attendance)
	}
	w.Do(t, "p-secretary", &workflow.MeetingClose{Meeting: "m1"})
	follow(t, v, w.Last)
	want := []answer.AttendanceCount{{Board: "ogn", Meetings: 1, Recorded: 2, Present: 1, PresentPct: 50}}
	if diff := cmp.Diff(want, ask[answer.Dashboard](t, v, "p-lead", "dashboard", "").Attendance); diff != "" {
		t.Errorf("differs:\n%s", diff)
	}
	if d := ask[answer.Dashboard](t, v, "p-admin", "dashboard", ""); len(d.Attendance) != 0 {
		t.Errorf("a partner is told who attended: %+v", d.Attendance)
	}
}

func TestF80_a_target_that_is_missed_is_counted_as_red(t *testing.T) {
	t.Parallel()
	w := viewstest.Open(t)
	w.Now = viewstest.At("2026-12-01 09:00")
	w.Draft(t, "C1", "partners")
	due := func(s string) calendar.Date { return w.Register().CalendarAt(w.Now).DateOf(viewstest.At(s + " 09:00")) }
	for id, on := range map[string]string{"met": "2026-12-20", "late": "2026-12-02", "coming": "2026-12-20", "never": "2026-12-02"} {
		w.Do(t, "p-unit", &workflow.TargetSet{Case: "C1", Target: id, Indicator: id, Value: "10", Direction: "at_least", DueOn: due(on)})
	}
	for id, value := range map[string]string{"met": "11", "late": "9", "coming": "9"} {
		w.Do(t, "p-unit", &workflow.MeasurementRecord{Case: "C1", Target: id, Value: value})
	}
	w.Now = viewstest.At("2026-12-10 09:00")
	v := opened(t, w)
	follow(t, v, w.Last)
	want := answer.Targets{Green: 1, Amber: 1, Red: 1, Unmeasured: 1}
	if got := ask[answer.Dashboard](t, v, "p-admin", "dashboard", "").Targets; got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := ask[answer.Dashboard](t, v, "p-nobody", "dashboard", "").Targets; got != (answer.Targets{}) {
		t.Errorf("the public is told %+v", got)
	}
}
