package verify_test

import (
	"testing"

	"comity/events"
)

// A journal in which a mandate and a deputy's time are warned of, and the latter ends (scenarios/rules/81).
func TestForgedEndsOfAuthority(t *testing.T) {
	const warned, expired = "authority.expiry_warned", "authority.expired"
	instead := func(r *events.Record) { // something else that the clock could say
		r.Events = nil
		adding(events.BriefingMonthClosed{Month: r.At.Format("2006-01"), UntilAt: r.At})(r)
	}
	checkForgeries(t, "authority", []forgery{
		{"a_warning_before_its_moment", warned, with(warned, `"due_at":"2027-01-01T09:00:00Z"`, `"due_at":"2027-01-01T09:00:01Z"`), 0, "noticed before its moment"},
		{"a_warning_of_another_moment", warned, with(warned, `"due_at":"2027-01-01T09:00:00Z"`, `"due_at":"2026-12-31T09:00:00Z"`), 0, "nothing of it ends or is warned of so"},
		{"a_warning_of_an_end_that_is_none", warned, with(warned, `"ends_on":"2027-06-30"`, `"ends_on":"2027-06-29"`), 0, "m-ald-2027 is said to end on 2027-06-29"},
		{"a_warning_of_another_mandate", warned, with(warned, `m-ald-2027`, `m-bra-2026`), 0, "m-bra-2026 is said to end"},
		{"a_warning_that_the_rules_do_not_give", warned, with(warned, `P180D`, `P179D`), 0, "nothing of it ends or is warned of so"},
		{"another_organisation_is_named", warned, with(warned, `"organisation":"ald"`, `"organisation":"bra"`), 0, "nothing of it ends or is warned of so"},
		{"a_warning_left_out", warned, instead, 1, "the clock left it out"},
		{"somebody_says_it", warned, func(r *events.Record) { r.Command.Name = "mandate.revoke" }, 0, "by somebody's command"},
		{"an_end_that_has_not_come", expired, func(r *events.Record) {
			r.At = r.At.AddDate(0, 0, -1)
		}, 0, "noticed before its moment"},
		{"an_end_a_day_early", expired, all(func(r *events.Record) { r.At = r.At.AddDate(0, 0, -1) }, with(expired, `2027-04-30T23`, `2027-04-29T23`, `"ends_on":"2027-04-30"`, `"ends_on":"2027-04-29"`)),
			0, "W4 p-new is said to end on 2027-04-29"},
		{"an_end_of_another_person's_time", expired, with(expired, `p-new`, `p-police-2`), 0, "deputy W4 p-police-2 is said to end"},
		{"an_end_left_out", expired, instead, 0, "authority.expired was due for deputy W4 p-new, which ends on 2027-04-30"},
		{"an_end_said_twice", expired, func(r *events.Record) { r.Events = append(r.Events, r.Events[0]) }, 0, "nothing of it ends"},
		{"a_warning_said_again", "P30D", func(r *events.Record) {
			adding(events.AuthorityExpiryWarned{What: "deputy", Seat: "W4", Person: "p-new", Organisation: "pol", EndsOn: "2027-04-30", Lead: "P90D"})(r)
			r.Events = r.Events[1:]
		}, 0, "was recorded before"},
	})
}
