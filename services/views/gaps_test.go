package views

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"comity/services/views/answer"
	"comity/services/views/viewstest"
	"comity/workflow"
)

func TestDashboardListsWhatWithdrawalsLeftShort(t *testing.T) {
	t.Parallel()
	w := viewstest.Open(t)
	w.Now = viewstest.At("2026-12-01 09:00")
	w.Draft(t, "C1", "partners")
	w.ToG1(t, "C1")
	w.PassG1(t, "C1")
	w.PassG2(t, "C1")
	opens := w.Now
	w.Do(t, "p-dcs", &workflow.CommitmentWithdraw{Case: "C1", Commitment: "wcc-1", Seat: "W2", AmountPence: new(int64(5_000_00)), Reason: "savings"})
	v := opened(t, w)
	follow(t, v, w.Last)
	gaps := func(person string) []answer.GapOpen { return ask[answer.Dashboard](t, v, person, "dashboard", "").Gaps }
	want := []answer.GapOpen{{Case: "C1", Gap: "gap-1", Organisation: "wcc", Because: "within_tolerance", OpenedAt: opens, ShortPence: 5_000_00, Board: "jce",
		DueAt: viewstest.At("2026-12-08 23:59").Add(59 * time.Second)}}
	if diff := cmp.Diff(want, gaps("p-lead")); diff != "" {
		t.Errorf("differs:\n%s", diff)
	}
	want[0].ShortPence = 0
	if diff := cmp.Diff(want, gaps("p-admin")); diff != "" {
		t.Errorf("a partner sees no amounts:\n%s", diff)
	}
	if got := gaps("p-nobody"); len(got) != 0 {
		t.Errorf("the public is told %+v", got)
	}
	w.Do(t, "p-dcs", &workflow.CaseAcknowledgeGap{Case: "C1", Note: "the county bears it"})
	follow(t, v, w.Last)
	if got := gaps("p-lead"); len(got) != 1 || got[0].Board != "" || got[0].AcknowledgedAt.IsZero() {
		t.Errorf("got %+v", got)
	}
}
