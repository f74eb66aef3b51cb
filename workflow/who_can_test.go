package workflow

import (
	"slices"
	"strings"
	"testing"
)

// those lists who may, and what says no to the others.
func those(t *testing.T, p *partnership, q WhoCanAsk) (can, cannot []string) {
	t.Helper()
	list, no := AnswerWhoCan(p.r.WithLedgers(p.ledgers), q, p.now)
	if no != nil {
		t.Fatal(no)
	}
	for _, w := range list {
		if w.Can {
			can = append(can, w.As+":"+w.On)
			continue
		}
		for _, c := range w.Clauses {
			if !c.Holds {
				cannot = append(cannot, w.On+" "+c.Where)
			}
		}
	}
	return can, cannot
}

func TestWhoCan(t *testing.T) {
	t.Run("commit, within and beyond a mandate's limit for a case", func(t *testing.T) {
		p := westmere(t)
		can, _ := those(t, p, WhoCanAsk{Act: WhoCanCommit, Organisation: "ald", ValuePence: 50_000_00})
		if !slices.Equal(can, []string{"seat:W5", "organisation:ald"}) {
			t.Errorf("£50,000: got %v", can)
		}
		can, cannot := those(t, p, WhoCanAsk{Act: WhoCanCommit, Organisation: "ald", ValuePence: 50_000_01})
		if !slices.Equal(can, []string{"organisation:ald"}) || !slices.Equal(cannot, []string{"W5 mandate m-ald-2026, line 1, per case"}) {
			t.Errorf("a penny more: got %v, not %v", can, cannot)
		}
		_, cannot = those(t, p, WhoCanAsk{Act: WhoCanCommit, Organisation: "ald", Mode: "pooled"})
		if !slices.Equal(cannot, []string{"W5 mandate m-ald-2026, line 1"}) {
			t.Errorf("pooled: not %v", cannot)
		}
		_, cannot = those(t, p, WhoCanAsk{Act: WhoCanCommit, Organisation: "ald", Kind: "building"})
		if !slices.Equal(cannot, []string{"W5 mandate m-ald-2026"}) {
			t.Errorf("a building: not %v", cannot)
		}
	})
	t.Run("what is left of the year counts for those who may know it", func(t *testing.T) {
		s := atConsents(t, 50_000_00, "C1", "C2")
		s.do("p-ald", &ConsentConfirm{Case: "C", Seat: "W5"})
		s.on("C2").do("p-ald", &ConsentConfirm{Case: "C", Seat: "W5"})
		_, cannot := those(t, s.partnership, WhoCanAsk{Act: WhoCanCommit, Organisation: "ald", ValuePence: 20_000_01, Reader: "p-ald"})
		if !slices.Equal(cannot, []string{"W5 mandate m-ald-2026, line 1, per year"}) {
			t.Errorf("the holder: not %v", cannot)
		}
		can, _ := those(t, s.partnership, WhoCanAsk{Act: WhoCanCommit, Organisation: "ald", ValuePence: 20_000_01, Reader: "p-bra"})
		if !slices.Contains(can, "seat:W5") {
			t.Errorf("another: got %v", can)
		}
	})
	t.Run("above its own threshold the organisation decides itself", func(t *testing.T) {
		p := westmere(t, func(g, w string) (string, string) {
			return strings.Replace(g, "\nthresholds:\n", "\nthresholds:\n  - {id: own, organisation: ald, commitment_gbp: {gte: 20000}, requires: {decision: Full Council}}\n", 1), w
		})
		can, cannot := those(t, p, WhoCanAsk{Act: WhoCanCommit, Organisation: "ald", ValuePence: 20_000_00})
		if !slices.Equal(can, []string{"organisation:ald"}) || !slices.Equal(cannot, []string{"W5 threshold own"}) {
			t.Errorf("got %v, not %v", can, cannot)
		}
	})
	t.Run("approve and certify", func(t *testing.T) {
		p := westmere(t)
		can, _ := those(t, p, WhoCanAsk{Act: "approve", ValuePence: 1_200_000_00})
		if !slices.Contains(can, "board:jce") || !slices.Contains(can, "board:wcb") {
			t.Errorf("approve: got %v", can)
		}
		can, _ = those(t, p, WhoCanAsk{Act: "certify"})
		if !slices.Contains(can, "officer:chief_finance_officer") {
			t.Errorf("certify: got %v", can)
		}
	})
	t.Run("what nobody can be asked", func(t *testing.T) {
		p := westmere(t)
		for _, q := range []WhoCanAsk{{Act: "dance"}, {Act: "approve", ValuePence: -1}} {
			if _, no := AnswerWhoCan(p.r, q, p.now); no == nil || no.Code != Malformed {
				t.Errorf("%+v: got %v", q, no)
			}
		}
		if _, no := AnswerWhoCan(p.r, WhoCanAsk{Act: WhoCanCommit, Organisation: "nobody"}, p.now); no == nil || no.Code != NotFound {
			t.Errorf("got %v", no)
		}
	})
}

// Whoever is said to be able to commit is not refused for it, and whoever is not is.
func TestWhoCanAgreesWithTheRules(t *testing.T) {
	for _, pence := range []int64{1, 20_000_01, 49_999_99, 50_000_00, 50_000_01, 120_000_00} {
		s := atConsents(t, pence, "C1")
		list, _ := AnswerWhoCan(s.r.WithLedgers(s.ledgers), WhoCanAsk{Act: WhoCanCommit, Organisation: "ald", ValuePence: pence, Reader: "p-ald"}, s.now)
		says := slices.ContainsFunc(list, func(w WhoCan) bool { return w.On == "W5" && w.Can })
		if no := s.try("p-ald", &ConsentConfirm{Case: "C", Seat: "W5"}); (no == nil) != says {
			t.Errorf("%d pence: said to be possible: %t, and then %v", pence, says, no)
		}
		for _, w := range list {
			for _, c := range w.Clauses {
				if c.Where == "" || !strings.HasSuffix(c.Says, ".") {
					t.Errorf("no clause: %+v", c)
				}
			}
		}
	}
}
