package verify_test

import (
	"testing"
)

// A journal in which a pool of three parties passed on: its host to two councils of which nobody was named, a party to another (scenario 57).
func TestForgedPoolSuccession(t *testing.T) {
	const said, pool = "case.pool_party_succeeded", "pool.party_succeeded"
	held := checkForgeries(t, "pool_succession", []forgery{
		{"a_penny_more_is_agreed", said, with(said, `"amount_pence":3333000`, `"amount_pence":3333001`), 0, "16000004 and 10000 are"},
		{"a_penny_more_was_paid", said, with(said, `"paid_pence":3333000`, `"paid_pence":3333001`), 0, "what wcc had paid and owed is not what its successors have"},
		{"it_passes_to_another", said, with(said, `"nwu"`, `"pol"`), 0, "is not what the succession"},
		{"somebody_holds_it", said, with(said, `"host":""`, `"host":"swu"`), 0, "is not what the succession"},
		{"it_waits_for_nobody", said, with(said, `"awaits":"host"`, `"awaits":""`), 0, "is not what the succession"},
		{"it_is_left_out", said, without(said), 0, "pool P1 has not passed on with it"},
		{"the_pool_has_another_overspend", pool, with(pool, `"overspend_due_pence":17`, `"overspend_due_pence":16`), 0, "is not what the decision on case"},
		{"the_pool_leaves_it_out", pool, without(pool), 0, "is not what the decision on case"},
	})
	if held.Pools != 1 {
		t.Errorf("got %d pools, want 1", held.Pools)
	}
}
