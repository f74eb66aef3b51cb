package views

import (
	"slices"
	"testing"

	"comity/services/views/answer"
	"comity/services/views/viewstest"
	"comity/workflow"
)

func TestF10_the_view_lists_a_board_as_idle_unless_it_has_decided(t *testing.T) {
	t.Parallel()
	w := viewstest.Open(t)
	w.Now = viewstest.At("2026-12-01 09:00")
	w.Draft(t, "C1", "partners")
	w.ToG1(t, "C1")
	w.Vote(t, "C1", "ogn", workflow.Approve, "N1", "N2")
	w.Now = viewstest.At("2027-06-01 09:00")
	v := opened(t, w)
	follow(t, v, w.Last)
	var idle []string
	a := ask[answer.Structure](t, v, "p-lead", "structure", "")
	for _, r := range a.Remarks {
		if r.Code == "board_idle" {
			idle = append(idle, r.Board)
		}
	}
	if want := []string{"wcb", "jce", "ogs"}; !slices.Equal(idle, want) {
		t.Errorf("got %v, want %v: ogn decided in December", idle, want)
	}
	if a.SeesPayments {
		t.Error("a member is told what is paid")
	}
}
