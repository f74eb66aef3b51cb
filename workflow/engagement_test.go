package workflow

import (
	"testing"

	"comity/events"
)

func TestF55_the_coverage_report_counts_by_organisation_and_kind_within_its_days(t *testing.T) {
	p := westmere(t)
	for _, e := range []events.EngagementRecorded{
		{Kind: "seminar", HeldOn: "2026-01-01", Audience: []string{"ald", "bra"}}, {Kind: "seminar", HeldOn: "2026-12-31", Audience: []string{"ald"}},
		{Kind: "full_council_visit", HeldOn: "2025-12-31", Audience: []string{"cal"}},
	} {
		p.r.Engagements = append(p.r.Engagements, e)
	}
	got := map[string]Coverage{}
	for _, c := range Covered(p.r, day("2026-01-01"), day("2026-12-31"), at("2026-12-31 12:00")) {
		got[c.Organisation] = c
	}
	if got["ald"].Counts["seminar"] != 2 || got["ald"].LastOn != day("2026-12-31") || got["bra"].Total != 1 {
		t.Errorf("got %+v and %+v", got["ald"], got["bra"])
	}
	if got["cal"].Total != 0 || got["cal"].LastOn != day("2025-12-31") || got["dun"].Total != 0 || !got["dun"].LastOn.IsZero() {
		t.Errorf("the day before does not count, and is still the last: got %+v and %+v", got["cal"], got["dun"])
	}
	if len(got) != len(organisations) {
		t.Errorf("who was never reached is in the report: got %d organisations", len(got))
	}
}
