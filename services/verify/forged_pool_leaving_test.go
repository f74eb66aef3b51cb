package verify_test

import (
	"testing"
	"time"

	"comity/events"
)

// A journal in which the ICB left a pool after the contract: by notice of six months, and on its day (scenario 31, what is not paid falls away).
func TestForgedPoolLeaving(t *testing.T) {
	const leaving, left, pool = "case.pool_leaving", "case.pool_left", "pool.party_left"
	day := time.Date(2027, 10, 4, 23, 0, 0, 0, time.UTC)
	by := func(actor string) func(*events.Record) { return func(r *events.Record) { r.Actor = actor } }
	checkForgeries(t, "pool_leaving", []forgery{
		{"a_second_before_its_notice_is_over", leaving, with(leaving, `2027-10-04T23:00:00Z`, `2027-10-04T22:59:59Z`), 0, "Its notice was not kept"},
		{"another_party", leaving, with(leaving, `"organisation":"icb"`, `"organisation":"wcc"`), 0, "wcc was to leave pool P1, and could not"},
		{"an_organisation_that_is_no_party", leaving, with(leaving, `"organisation":"icb"`, `"organisation":"ald"`), 0, "ald was no party to an active pool"},
		{"another_seat_says_it", leaving, all(with(leaving, `"W3"`, `"W5"`, `"p-icb"`, `"p-ald"`), by("p-ald")), 0, "icb was to leave pool P1, and could not"},
		{"a_penny_more_was_paid", leaving, with(leaving, `"paid_pence":4800000`, `"paid_pence":4800001`), 0, "other sums are paid, fall away or are owed"},
		{"a_penny_less_falls_away", leaving, with(leaving, `"falls_away_pence":200000`, `"falls_away_pence":199999`), 0, "other sums are paid, fall away or are owed"},
		{"what_falls_away_is_owed_as_well", leaving, with(leaving, `"falls_away_pence"`, `"owed_pence":200000,"falls_away_pence"`), 0, "other sums are paid, fall away or are owed"},
		{"nothing_is_taken_back", leaving, without("commitment.withdrawn", "gap.opened"), 0, "what falls away with that was not taken back"},
		{"notice_given_twice", leaving, func(r *events.Record) { r.Events = append(r.Events, r.Events[0]) }, 0, "icb was no party to an active pool that it could leave"},

		{"it_has_left_before_its_day", leaving, adding(events.CasePoolLeft{Pool: "P1", Organisation: "icb", EffectiveAt: day}), 0, "its day had not come"},
		{"it_left_on_another_day", left, with(left, `2027-10-04T23:00:00Z`, `2027-09-04T23:00:00Z`), 0, "its day had not come"},
		{"one_that_gave_no_notice_has_left", left, with(left, `"icb"`, `"wcc"`), 0, "wcc has left pool P1"},
		{"it_has_left_twice", left, adding(events.CasePoolLeft{Pool: "P1", Organisation: "icb", EffectiveAt: day}), 0, "icb has left pool P1"},
		{"it_is_left_out", left, without(left), 0, "icb was to have left pool P1 by then"},

		{"the_pool_had_another_sum_from_it", pool, with(pool, `"paid_pence":4800000`, `"paid_pence":4700000`), 0, "is not what the decision on case L1 entails"},
		{"the_pool_is_owed_what_the_case_is_not", pool, with(pool, `"paid_pence"`, `"owed_pence":200000,"paid_pence"`), 0, "is not what the decision on case L1 entails"},
		{"the_pool_leaves_it_out", pool, without(pool), 0, "is not what the decision on case L1 entails"},
	})
}
