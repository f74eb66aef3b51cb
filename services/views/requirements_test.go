package views

import (
	"testing"

	"comity/services/views/answer"
	"comity/services/views/viewstest"
	"comity/workflow"
	"comity/workflow/calendar"
)

func TestF62_F63_what_each_organisation_gives_stays_its_own_and_is_added_up(t *testing.T) {
	t.Parallel()
	w := viewstest.Open(t)
	w.Now = viewstest.At("2026-12-01 09:00")
	w.Draft(t, "C1", "partners")
	w.Do(t, "p-unit", &workflow.CommitmentOffer{Case: "C1", Organisation: "ald", AmountPence: 5_000_00})
	v := opened(t, w)
	follow(t, v, w.Last)
	d := ask[answer.Dashboard](t, v, "p-secretary", "dashboard", "")
	if r := d.Resources; r.OfferedAlignedPence != 305_000_00 || r.OfferedPooledPence != 0 || r.OfferedFTEHundredths != 50 || r.PooledPct != 0 {
		t.Errorf("in all: got %+v", r)
	}
	var sum int64
	for _, g := range d.Given {
		sum += g.OfferedPence
		switch {
		case g.Organisation == "ald" && (g.Kind != "money" || g.Mode != "aligned" || g.Commitments != 2 || g.OfferedPence != 25_000_00):
			t.Errorf("ald: got %+v", g)
		case g.Organisation == "pol" && (g.Kind != "staff_time" || g.OfferedPence != 0 || g.OfferedFTEHundredths != 50):
			t.Errorf("pol: got %+v", g)
		}
	}
	if len(d.Given) != 7 || sum != 305_000_00 {
		t.Errorf("got %d organisations with %d pence", len(d.Given), sum)
	}
}

func TestF76_the_dashboard_says_what_share_each_tier_of_need_has(t *testing.T) {
	t.Parallel()
	w := viewstest.Open(t)
	w.Now = viewstest.At("2026-12-01 09:00")
	for id, tier := range map[string]string{"C1": "targeted", "C2": "universal", "C3": "universal", "C4": "specialist"} {
		w.Draft(t, id, "partners")
		if tier != "targeted" {
			w.Do(t, "p-unit", &workflow.CaseAmend{Case: id, CaseFields: workflow.CaseFields{Tier: new(tier)}})
		}
	}
	v := opened(t, w)
	follow(t, v, w.Last)
	got := map[string]int{}
	for _, tier := range ask[answer.Dashboard](t, v, "p-secretary", "dashboard", "").ByTier {
		got[tier.Tier] = tier.OfferedPct
	}
	if got["universal"] != 50 || got["targeted"] != 25 || got["specialist"] != 25 {
		t.Errorf("got %v, want half, a quarter and a quarter", got)
	}
}

func TestF89_a_figure_is_returned_by_area(t *testing.T) {
	t.Parallel()
	w := viewstest.Open(t)
	w.Now = viewstest.At("2026-12-01 09:00")
	w.Draft(t, "C1", "partners")
	w.Do(t, "p-unit", &workflow.TargetSet{Case: "C1", Target: "waits", Indicator: "weeks waited", Value: "6", Direction: "at_most", DueOn: calendar.Date{Year: 2027, Month: 12, Day: 1}})
	for area, value := range map[string]string{"": "7", "north": "9", "south": "5"} {
		w.Do(t, "p-unit", &workflow.MeasurementRecord{Case: "C1", Target: "waits", Value: value, Area: area})
	}
	v := opened(t, w)
	follow(t, v, w.Last)
	got := map[string]string{}
	for _, m := range ask[answer.Case](t, v, "p-lead", "case", `{"case":"C1"}`).State.Measurements {
		got[m.Area] = m.Value
	}
	if len(got) != 3 || got[""] != "7" || got["north"] != "9" || got["south"] != "5" {
		t.Errorf("got %v", got)
	}
}
