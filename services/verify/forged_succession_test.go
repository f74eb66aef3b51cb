package verify_test

import (
	"testing"
)

// A journal in which a succession was recorded wrongly, taken back, recorded anew and came (scenarios/rules/96, corrected).
func TestForgedSuccession(t *testing.T) {
	const novated, taken = "commitment.novated", "organisation.succession_cancelled"
	checkForgeries(t, "succession", []forgery{
		{"a_penny_more_passes_on", novated, with(novated, `2000000`, `2000001`), 0, "is not what the succession in the register makes of the case"},
		{"a_penny_stays_behind", novated, with(novated, `"amount_pence":2000000,"becomes"`, `"amount_pence":1999999,"becomes"`), 0, "is not what the succession"},
		{"it_passes_to_another", novated, with(novated, `"swu"`, `"nwu"`), 0, "is not what the succession"},
		{"it_becomes_pooled", novated, with(novated, `"mode":"aligned"`, `"mode":"pooled"`), 0, "is not what the succession"},
		{"the_successor_is_not_asked", novated, without("consent.reaffirmation_requested"), 0, "is not what the succession"},
		{"a_consent_that_lapsed_is_kept", novated, without("consent.lapsed"), 0, "is not what the succession"},
		{"part_of_it_is_left_out", novated, without("case.succession_applied"), 0, "is missing"},
		{"one_that_was_never_recorded_is_taken_back", taken, with(taken, `"ald"`, `"bra"`), 0, "was not recorded"},
	})
}
