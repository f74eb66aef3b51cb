package views

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"comity/services/views/answer"
	"comity/services/views/viewstest"
	"comity/workflow"
)

// gives is Westmere with one case for which all but the CVS, the schools and the nursery put something in, £300,000 and half a post.
func gives(t *testing.T) (*viewstest.World, *Views) {
	w := viewstest.Open(t)
	w.Now = viewstest.At("2026-12-01 09:00")
	w.Draft(t, "C1", "partners")
	return w, opened(t, w)
}

func contributed(t *testing.T, w *viewstest.World, v *Views, person string) answer.Contributions {
	t.Helper()
	follow(t, v, w.Last)
	return ask[answer.Contributions](t, v, person, "contributions", "")
}

func TestF62_who_contributes_by_type_of_partner(t *testing.T) {
	t.Parallel()
	w, v := gives(t)
	got := map[string]answer.TypeContribution{}
	for _, x := range contributed(t, w, v, "p-lead").ByType {
		got[x.Type] = x
	}
	for typ, want := range map[string]answer.TypeContribution{
		"county_council":   {Organisations: 1, Contributing: 1, ContributingPct: 100, OfferedPence: 150_000_00, MoneyPct: 50},
		"icb":              {Organisations: 1, Contributing: 1, ContributingPct: 100, OfferedPence: 80_000_00, MoneyPct: 27},
		"district_council": {Organisations: 4, Contributing: 4, ContributingPct: 100, OfferedPence: 70_000_00, MoneyPct: 23},
		"police":           {Organisations: 1, Contributing: 1, ContributingPct: 100, OfferedFTEHundredths: 50, StaffPct: 100},
		"vcs":              {Organisations: 1},
	} {
		want.Type = typ
		if diff := cmp.Diff(want, got[typ]); diff != "" {
			t.Errorf("%s differs:\n%s", typ, diff)
		}
	}
	partner := contributed(t, w, v, "p-admin")
	if len(partner.Lines) != 0 || partner.ByType[0].Contributing != 1 || partner.ByType[0].OfferedPence != 0 {
		t.Errorf("who may see no amounts sees who contributes: got %+v", partner.ByType)
	}
	if nobody := contributed(t, w, v, "p-nobody"); len(nobody.Organisations) != 0 {
		t.Errorf("the public is told %+v", nobody)
	}
}

func TestF79_a_relevant_partner_that_puts_nothing_in_is_listed(t *testing.T) {
	t.Parallel()
	w, v := gives(t)
	if got := contributed(t, w, v, "p-lead").Reluctant; len(got) != 0 {
		t.Fatalf("got %v", got)
	}
	w.Do(t, "p-dun", &workflow.CommitmentWithdraw{Case: "C1", Commitment: "dun-1", Seat: "W8", Reason: "r"})
	if got := contributed(t, w, v, "p-lead").Reluctant; !slices.Equal(got, []string{"dun"}) {
		t.Errorf("got %v, want dun: the CVS has no duty", got)
	}
}

func TestF61_a_joint_post_shows_at_both_partners(t *testing.T) {
	t.Parallel()
	w, v := gives(t)
	w.Do(t, "p-unit", &workflow.CommitmentOffer{Case: "C1", Organisation: "wcc", Commitment: "officer", Kind: "staff_time", FTEHundredths: 100, Form: "joint_post",
		SharedWith: []workflow.PostShareLine{{Organisation: "icb", Pct: 50}}})
	a := contributed(t, w, v, "p-lead")
	shares := map[string]string{}
	for _, l := range a.Lines {
		if l.Post == "officer" && l.OfferedFTEHundredths == 50 && len(l.With) == 1 {
			shares[l.Organisation] = l.With[0]
		}
	}
	if want := map[string]string{"wcc": "icb", "icb": "wcc"}; !cmp.Equal(shares, want) {
		t.Errorf("got %v, want %v", shares, want)
	}
	if a.Streams.FTEHundredths != 150 || a.Streams.AlignedPence != 300_000_00 {
		t.Errorf("posts are added to posts, and to no pounds: got %+v", a.Streams)
	}
}

func TestF63_aligned_streams_are_added_up_with_the_ledgers_in_which_they_stay(t *testing.T) {
	t.Parallel()
	w, v := gives(t)
	ledger := "GL 4410"
	w.Do(t, "p-unit", &workflow.CommitmentChange{Case: "C1", Commitment: "wcc-1", Ledger: &ledger})
	a := contributed(t, w, v, "p-lead")
	i := slices.IndexFunc(a.Lines, func(l answer.ContributionLine) bool { return l.Commitment == "wcc-1" })
	if i < 0 || a.Lines[i].Ledger != ledger || a.Lines[i].Mode != "aligned" || a.Streams.AlignedPence != 300_000_00 || a.Streams.PooledPence != 0 {
		t.Errorf("got %+v", a)
	}
}

func TestF74_what_is_estimated_is_flagged_and_counted_in_every_total(t *testing.T) {
	t.Parallel()
	w, v := gives(t)
	w.Do(t, "p-unit", &workflow.CommitmentOffer{Case: "C1", Organisation: "ald", Commitment: "more", AmountPence: 100_000_00, Basis: "estimated"})
	for _, x := range []workflow.SpendingMap{
		{Organisation: "wcc", Tier: "universal", AmountPence: 60_000_00},
		{Organisation: "ald", Tier: "universal", AmountPence: 40_000_00, Basis: "estimated"},
		{Organisation: "ald", Tier: "specialist", AmountPence: 100_000_00, Basis: "estimated"},
	} {
		x.Case = "C1"
		w.Do(t, "p-unit", &x)
	}
	a := contributed(t, w, v, "p-lead")
	if a.Streams.EstimatedPence != 100_000_00 || a.Streams.EstimatedPct != 25 {
		t.Errorf("got %+v", a.Streams)
	}
	want := []answer.MapRow{
		{Tier: "universal", NowPence: 100_000_00, EstimatedPence: 40_000_00, EstimatedPct: 40},
		{Tier: "specialist", NowPence: 100_000_00, EstimatedPence: 100_000_00, EstimatedPct: 100},
		{NowPence: 200_000_00, EstimatedPence: 140_000_00, EstimatedPct: 70},
	}
	if diff := cmp.Diff(want, a.MapTotals); diff != "" {
		t.Errorf("differs:\n%s", diff)
	}
	if len(a.Map) != 3 || a.Map[0].Organisation != "ald" || a.Map[2].EstimatedPct != 0 {
		t.Errorf("got %+v", a.Map)
	}
	if partner := contributed(t, w, v, "p-admin"); len(partner.Map) != 0 {
		t.Errorf("a partner sees sums: %+v", partner.Map)
	}
}

func TestF76_the_dashboard_shows_the_share_of_each_tier_before_and_after_a_gate(t *testing.T) {
	t.Parallel()
	w, v := gives(t)
	for tier, pence := range map[string][2]int64{"universal": {20_000_00, 35_000_00}, "specialist": {80_000_00, 65_000_00}} {
		w.Do(t, "p-unit", &workflow.SpendingMap{Case: "C1", Organisation: "wcc", Tier: tier, Phase: "now", AmountPence: pence[0]})
		w.Do(t, "p-unit", &workflow.SpendingMap{Case: "C1", Organisation: "wcc", Tier: tier, Phase: "planned", AmountPence: pence[1]})
	}
	w.ToG1(t, "C1")
	w.PassG1(t, "C1")
	follow(t, v, w.Last)
	shifts := func(person string) []answer.TierShift {
		return ask[answer.Dashboard](t, v, person, "dashboard", "").Shifts
	}
	if got := shifts("p-lead"); len(got) != 0 {
		t.Fatalf("G1 decides on no plan: %+v", got)
	}
	w.PassG2(t, "C1")
	follow(t, v, w.Last)
	want := []answer.TierShift{
		{Gate: "G2", Tier: "universal", Cases: 1, BeforePence: 20_000_00, AfterPence: 35_000_00, BeforePct: 20, AfterPct: 35, ChangePct: 15},
		{Gate: "G2", Tier: "targeted", Cases: 1},
		{Gate: "G2", Tier: "specialist", Cases: 1, BeforePence: 80_000_00, AfterPence: 65_000_00, BeforePct: 80, AfterPct: 65, ChangePct: -15},
	}
	if diff := cmp.Diff(want, shifts("p-lead")); diff != "" {
		t.Errorf("differs:\n%s", diff)
	}
	if got := shifts("p-admin"); len(got) != 0 {
		t.Errorf("a partner sees sums: %+v", got)
	}
}

func TestF78_what_was_delivered_stands_beside_what_was_committed(t *testing.T) {
	t.Parallel()
	w, v := gives(t)
	w.ToG1(t, "C1")
	w.PassG1(t, "C1")
	w.PassG2(t, "C1")
	fte, pounds := int64(30), int64(10_000_00)
	w.Do(t, "p-unit", &workflow.DeliveryRecord{Case: "C1", Commitment: "pol-1", FTEHundredths: &fte})
	w.Do(t, "p-unit", &workflow.DeliveryRecord{Case: "C1", Commitment: "ald-1", AmountPence: &pounds})
	line := func(a answer.Contributions, commitment string) (out answer.ContributionLine) {
		for _, l := range a.Lines {
			if l.Commitment == commitment {
				out = l
			}
		}
		return out
	}
	a := contributed(t, w, v, "p-lead")
	if l := line(a, "pol-1"); l.DeliveredFTEHundredths != 30 || l.ExpectedFTEHundredths != 50 || l.DeliveredUntil == "" {
		t.Errorf("got %+v", l)
	}
	if l := line(a, "ald-1"); l.DeliveredPence != pounds || l.ExpectedPence != 20_000_00 {
		t.Errorf("got %+v", l)
	}
	if l := line(a, "wcc-1"); l.DeliveredUntil != "" {
		t.Errorf("nothing is recorded of it: %+v", l)
	}
	for _, p := range a.Organisations {
		if p.Organisation == "pol" && (p.DeliveredFTEHundredths != 30 || p.ExpectedFTEHundredths != 50) {
			t.Errorf("got %+v", p)
		}
	}
}
