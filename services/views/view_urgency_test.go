package views

import (
	"slices"
	"testing"

	"comity/events"
	"comity/workflow"
)

// What a tier sees of the register of urgency: that a route was used is for everybody, what it was about for those who may see the case.
func TestUrgency_redaction(t *testing.T) {
	t.Parallel()
	use := workflow.UrgentUse{Case: "C1", Route: workflow.RouteUrgentDecision, FinancialYear: "2026-27", UsedOn: "2026-12-01", Gate: "G1", SignOff: "wcb", Board: "wcb", Person: "p-lead",
		Seat: "W1", Agreed: []workflow.UrgencyAgreed{{Seat: "W3", Person: "p-icb"}}, Reason: "r", Conditions: []string{"c"}, ValuePence: 1, LimitPence: 2, Votes: &events.Tally{},
		Outcome: workflow.UrgencyAllowed}
	for _, tc := range []struct {
		tier, classification string
		title, who, sums     bool
	}{
		{workflow.ClearPublic, "public", false, false, false},
		{workflow.ClearPublic, "exempt", false, false, false},
		{workflow.ClearPartners, "partners", true, false, false},
		{workflow.ClearPartners, "exempt", false, false, false},
		{workflow.ClearBoard, "partners", true, true, true},
		{workflow.ClearBoard, "exempt", false, false, false},
		{workflow.ClearExempt, "exempt", true, true, true},
	} {
		c := workflow.NewCase("westmere", "C1")
		c.Terms.Title, c.Terms.Classification = "Beds", tc.classification
		got := shownUse(use, c, tc.tier)
		if got.Board != "wcb" || got.Outcome != workflow.UrgencyAllowed || got.UsedOn != "2026-12-01" || got.Limited == tc.title {
			t.Errorf("%s of a case for %s: got %+v", tc.tier, tc.classification, got)
		}
		who := got.Person + got.Seat + got.Reason
		if (got.Title != "") != tc.title || (who != "") != tc.who || (len(got.Agreed) > 0) != tc.who || (got.Votes != nil) != tc.who || (len(got.Conditions) > 0) != tc.who {
			t.Errorf("%s of a case for %s: got %+v", tc.tier, tc.classification, got)
		}
		if (got.ValuePence+got.LimitPence > 0) != tc.sums {
			t.Errorf("sums for %s of a case for %s: got %d of %d", tc.tier, tc.classification, got.ValuePence, got.LimitPence)
		}
	}
	if !slices.Equal(use.Conditions, []string{"c"}) || use.Agreed == nil {
		t.Errorf("the case's own was changed: %+v", use)
	}
}

// Below the boards nobody reads in a case how its urgent decision came about, or who voted how on it.
func TestShown_of_an_urgent_decision(t *testing.T) {
	t.Parallel()
	c := workflow.NewCase("westmere", "C1")
	c.SignOffs = []*workflow.SignOff{{ID: "wcb", Sought: &workflow.Sought{Reason: "r"}, Concurrences: []workflow.Concurrence{{Person: "p-icb"}},
		Urgent: &workflow.Urgent{Person: "p-lead", Reason: "r", ValuePence: 1, Votes: []workflow.Vote{{Seat: "W1"}}, Outcome: "ratified"}}}
	c.PassedProvisionally = []workflow.PassedProvisionally{{}}
	got := shown(c, workflow.ClearPartners)
	if u := got.SignOffs[0].Urgent; u.Outcome != "ratified" || u.Person != "" || u.Reason != "" || u.ValuePence != 0 || u.Votes != nil {
		t.Errorf("got %+v", u)
	}
	if got.SignOffs[0].Sought != nil || got.SignOffs[0].Concurrences != nil || got.PassedProvisionally != nil {
		t.Errorf("got %+v", got.SignOffs[0])
	}
	if got := shown(c, workflow.ClearBoard); got.SignOffs[0].Urgent.Reason != "r" || got.PassedProvisionally != nil {
		t.Errorf("for boards: got %+v", got.SignOffs[0].Urgent)
	}
}
