package verify_test

import "testing"

// A journal in which a member's term ended and the next began while the engine was away, and the deadline that passed the gate came while it was away again:
// what is recorded late is dated when it was, and by no other moment.
func TestForgedDates(t *testing.T) {
	const lost, restored, passed, entered = "signoff.quorum_lost", "signoff.quorum_restored", "gate.passed", "case.stage_entered"
	checkForgeries(t, "dates", []forgery{
		{"a_quorum_lost_at_another_moment", lost, with(lost, `2027-01-11T00:00:00Z`, `2027-01-12T00:00:00Z`), 0, "when nobody's time in a seat began or ended"},
		{"a_quorum_lost_when_it_was_noticed", lost, with(lost, `2027-01-11T00:00:00Z`, `2027-01-18T09:00:00Z`), 0, "when nobody's time in a seat began or ended"},
		{"a_quorum_lost_for_another_reason", lost, with(lost, `required_category_missing: icb`, `number_short`), 0, "is said to lack [number_short]"},
		{"a_quorum_that_came_back_another_day", restored, with(restored, `2027-01-15T00:00:00Z`, `2027-01-16T00:00:00Z`), 0, "when nobody's time in a seat began or ended"},
		{"a_deadline_moved_too_far", restored, with(restored, `2027-01-30T23:59:59Z`, `2027-01-31T23:59:59Z`), 0, "and by the rules at 2027-01-30 23:59:59"},
		{"decided_on_another_day", passed, with(passed, `"decided_at":"2027-01-31T`, `"decided_at":"2027-01-30T`), 0, "nothing decided it then"},
		{"in_effect_before_it_was_decided", passed, with(passed, `"effective_at":"2027-01-31T`, `"effective_at":"2027-01-30T`), 0, "nothing decided it then"},
		{"a_stage_that_began_before", passed, with(entered, `2027-01-31T`, `2027-01-30T`), 0, "stage planning is said to have begun"},
	})
}

// A journal in which an award's standstill ended, by a notice that was recorded late.
func TestForgedEndsOfHolds(t *testing.T) {
	const released, passed = "hold.released", "gate.passed"
	checkForgeries(t, "holds", []forgery{
		{"a_hold_that_ended_on_another_day", released, with(released, `2027-04-02T23:00:00Z`, `2027-04-01T23:00:00Z`), 0, "is said to have ended at"},
		{"in_effect_before_the_hold_ended", released, with(passed, `2027-04-02T23:00:00Z`, `2027-04-01T23:00:00Z`), 0, "and it was decided at 2027-03-22 09:00:00 +0000 UTC with effect from 2027-04-02 23:00:00"},
		{"decided_on_the_day_of_effect", released, with(passed, `"decided_at":"2027-03-22T09:00:00Z"`, `"decided_at":"2027-04-02T23:00:00Z"`), 0, "and it was decided at 2027-03-22"},
		{"a_gate_decided_earlier", "gate.decided", with("gate.decided", `"gate":"G3"`, `"decided_at":"2027-03-20T09:00:00Z","gate":"G3"`), 0, "when no deadline closed its voting"},
	})
}
