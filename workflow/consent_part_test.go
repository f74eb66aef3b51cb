package workflow

import (
	"testing"

	"comity/events"
)

func TestF50_a_part_of_a_consent_is_taken_back_and_nothing_else_moves(t *testing.T) {
	pence := func(n int64) *int64 { return &n }
	s := atConsents(t, 21_000_00, "C1")
	s.do("p-ald", &ConsentConfirm{Case: "C1", Seat: "W5", AmountPence: pence(12_000_00)})
	s.do("p-ald", &ConsentConfirm{Case: "C1", Seat: "W5"})
	s.used(t, "m-ald-2026", "2026-27", 21_000_00)

	back := func(amount, fte *int64) *ConsentWithdraw {
		return &ConsentWithdraw{Case: "C1", Organisation: "ald", Seat: "W5", AmountPence: amount, FTEHundredths: fte, Reason: "r"}
	}
	for _, c := range []struct {
		name string
		cmd  *ConsentWithdraw
		want Code
	}{
		{"more than was confirmed", back(pence(21_000_01), nil), Malformed},
		{"posts of money", back(nil, pence(10)), NotFound},
		{"both units at once", back(pence(1), pence(1)), Malformed},
	} {
		t.Run(c.name, func(t *testing.T) { s.refused("p-ald", c.cmd, c.want) })
	}

	s.do("p-ald", back(pence(10_000_00), nil))
	if e := s.last[0].(events.ConsentWithdrawn); e.Pence != 10_000_00 || len(e.Commitments) != 1 {
		t.Errorf("taken back: got %+v", e)
	}
	s.used(t, "m-ald-2026", "2026-27", 11_000_00)
	k := s.c.Commitment("ald-1")
	if k.ConfirmedPence != 11_000_00 || !k.Stands() || s.c.Consent("ald").State != "requested" || s.c.Label() != "planning.at_gate" || len(s.c.Gaps) > 0 {
		t.Errorf("after a part was taken back: got %d pence confirmed, %s, %s, %d gaps", k.ConfirmedPence, s.c.Consent("ald").State, s.c.Label(), len(s.c.Gaps))
	}
	// What was drawn last goes back first: £9,000 of the second confirmation, £1,000 of the first.
	if len(k.Drawn) != 1 || k.Drawn[0].Pence != 11_000_00 {
		t.Errorf("drawn: got %+v, want £11,000 of the first confirmation", k.Drawn)
	}
	s.do("p-ald", back(pence(11_000_00), nil)) // all of it, in so many words
	s.used(t, "m-ald-2026", "2026-27", 0)
	s.do("p-ald", &ConsentConfirm{Case: "C1", Seat: "W5"})
	s.used(t, "m-ald-2026", "2026-27", 21_000_00)
}
