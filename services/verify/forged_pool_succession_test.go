package verify_test

import (
	"bytes"
	"strings"
	"testing"

	"comity/events"
)

// A journal in which a pool of three parties passed on: its host to two councils of which nobody was named, a party to another (scenario 57).
func TestForgedPoolSuccession(t *testing.T) {
	if got, err := run(exported(t, "pool_succession")); err != nil || got.Pools != 1 {
		t.Fatal(got, err)
	}
	const said, pool = "case.pool_party_succeeded", "pool.party_succeeded"
	for _, test := range []struct {
		name, of string
		change   func(*events.Record)
		says     string
	}{
		{"a_penny_more_is_agreed", said, with(said, `"amount_pence":3333000`, `"amount_pence":3333001`), "16000004 and 10000 are"},
		{"a_penny_more_was_paid", said, with(said, `"paid_pence":3333000`, `"paid_pence":3333001`), "what wcc had paid and owed is not what its successors have"},
		{"it_passes_to_another", said, with(said, `"nwu"`, `"pol"`), "is not what the succession"},
		{"somebody_holds_it", said, with(said, `"host":""`, `"host":"swu"`), "is not what the succession"},
		{"it_waits_for_nobody", said, with(said, `"awaits":"host"`, `"awaits":""`), "is not what the succession"},
		{"it_is_left_out", said, without(said), "pool P1 has not passed on with it"},
		{"the_pool_has_another_overspend", pool, with(pool, `"overspend_due_pence":17`, `"overspend_due_pence":16`), "is not what the decision on case"},
		{"the_pool_leaves_it_out", pool, without(pool), "is not what the decision on case"},
	} {
		t.Run(test.name, func(t *testing.T) {
			lines := exported(t, "pool_succession")
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
