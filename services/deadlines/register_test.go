package deadlines

import (
	"testing"
	"time"

	"comity/events"
	"comity/workflow"
)

// A tick of the partnership as a whole and one of a case are different commands, however alike what is due is.
func TestTick_of_a_register_has_an_id_of_its_own(t *testing.T) {
	item := workflow.DueItem{At: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC), What: "briefing", On: "2026-12"}
	whole, one := Tick{Partnership: "westmere", Item: item}, Tick{Partnership: "westmere", Case: "C1", Item: item}
	if whole.CommandID() == one.CommandID() || whole.CommandID() != (Tick{Partnership: "westmere", Item: item}).CommandID() {
		t.Errorf("got %s and %s", whole.CommandID(), one.CommandID())
	}
	if moves, _ := moved(events.BriefingMonthClosed{}); moves {
		t.Error("a briefing moves no deadline of a case")
	}
}
