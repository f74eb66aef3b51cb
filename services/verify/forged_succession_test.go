package verify_test

import (
	"bytes"
	"strings"
	"testing"

	"comity/events"
)

// A journal in which a succession was recorded wrongly, taken back, recorded anew and came (scenarios/rules/96, corrected).
func TestForgedSuccession(t *testing.T) {
	if _, err := run(exported(t, "succession")); err != nil {
		t.Fatal(err)
	}
	const novated, taken = "commitment.novated", "organisation.succession_cancelled"
	for _, test := range []struct {
		name, of string
		change   func(*events.Record)
		says     string
	}{
		{"a_penny_more_passes_on", novated, with(novated, `2000000`, `2000001`), "is not what the succession in the register makes of the case"},
		{"a_penny_stays_behind", novated, with(novated, `"amount_pence":2000000,"becomes"`, `"amount_pence":1999999,"becomes"`), "is not what the succession"},
		{"it_passes_to_another", novated, with(novated, `"swu"`, `"nwu"`), "is not what the succession"},
		{"it_becomes_pooled", novated, with(novated, `"mode":"aligned"`, `"mode":"pooled"`), "is not what the succession"},
		{"the_successor_is_not_asked", novated, without("consent.reaffirmation_requested"), "is not what the succession"},
		{"a_consent_that_lapsed_is_kept", novated, without("consent.lapsed"), "is not what the succession"},
		{"part_of_it_is_left_out", novated, without("case.succession_applied"), "is missing"},
		{"one_that_was_never_recorded_is_taken_back", taken, with(taken, `"ald"`, `"bra"`), "was not recorded"},
	} {
		t.Run(test.name, func(t *testing.T) {
			lines := exported(t, "succession")
			at := find(t, lines, `"`+test.of+`"`)
			before := bytes.Clone(lines[at])
			forge(t, lines, at, test.change)
			if bytes.Equal(before, lines[at]) {
				t.Fatal("nothing was forged")
			}
			_, err := run(lines)
			if err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("got %v, want a fault that says %q", err, test.says)
			}
		})
	}
}
