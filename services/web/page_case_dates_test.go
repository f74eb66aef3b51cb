package web

import (
	"testing"

	"comity/events"
	"comity/workflow"
)

// What time brings about on a case is said in words, whatever it is: these are the kinds that the rules know of.
func TestEverythingThatTimeBringsAboutHasWords(t *testing.T) {
	for _, what := range []string{"dispute_step", "review", "deferral", "undertaking", "target", "variance", "report_back", "succession", "board_end", "board_heir", "gap", "withdrawal",
		"pool_left", "ratification", "ratification_reminder", "ratification_meeting", "ratification_board_end", "expiry", "expired", "renewal"} {
		v := &visit{}
		v.names = &names{v: v, asked: true}
		got := v.dueWords(&workflow.Case{Undertakings: []workflow.Undertaking{{ID: "u", Owner: "bel", What: "Mend the fence."}}, Targets: []workflow.Target{{TargetSet: events.TargetSet{Target: "t", Indicator: "Families helped"}}}},
			workflow.DueItem{What: what, On: map[string]string{"undertaking": "u", "target": "t", "variance": "t"}[what], Key: "gar"})
		if got == upper(plainly(what)) || len(got) < 12 {
			t.Errorf("%s is shown as %q", what, got)
		}
	}
}
