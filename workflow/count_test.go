package workflow

import (
	"testing"

	"pgregory.net/rapid"

	"comity/workflow/document"
)

// TestCertainIsCertain: a result called certain stays the result whatever the votes that may still come are.
func TestCertainIsCertain(t *testing.T) {
	rules := []document.Rule{{Pass: document.PassMajorityOfVotesCast}, {Pass: document.PassMajorityOfSeats}, {Pass: document.PassUnanimity},
		{Pass: document.PassThreshold, ThresholdPct: 67}, {Pass: document.PassThreshold, ThresholdPct: 100}}
	rapid.Check(t, func(t *rapid.T) {
		n := count{board: &document.Board{Rule: rapid.SampledFrom(rules).Draw(t, "rule")}}
		n.tally.Approve = rapid.IntRange(0, 12).Draw(t, "approve")
		n.tally.Refuse = rapid.IntRange(0, 12).Draw(t, "refuse")
		n.tally.Abstain = rapid.IntRange(0, 5).Draw(t, "abstain")
		n.unvoted = rapid.IntRange(0, 8).Draw(t, "unvoted")
		said := n.certain()
		results := map[string]bool{}
		for yes := 0; yes <= n.unvoted; yes++ {
			for no := 0; yes+no <= n.unvoted; no++ {
				last := n
				last.tally.Approve += yes
				last.tally.Refuse += no
				last.tally.Abstain += n.unvoted - yes - no
				last.unvoted = 0
				results[last.result()] = true
			}
		}
		if said && len(results) != 1 {
			t.Fatalf("called certain, may yet become %v: %+v, %d to come", results, n.tally, n.unvoted)
		}
		if !said && len(results) == 1 && !results[tie] {
			t.Fatalf("not called certain, can only become %v: %+v, %d to come", results, n.tally, n.unvoted)
		}
	})
}

func TestRules(t *testing.T) {
	for _, tc := range []struct {
		rule          document.Rule
		for_, against int
		seats         int // eligible in all
		want          string
	}{
		{document.Rule{Pass: document.PassMajorityOfVotesCast}, 3, 2, 9, Approve},
		{document.Rule{Pass: document.PassMajorityOfVotesCast}, 2, 3, 9, RefuseChoice},
		{document.Rule{Pass: document.PassMajorityOfVotesCast}, 2, 2, 9, tie},
		{document.Rule{Pass: document.PassMajorityOfSeats}, 4, 0, 9, RefuseChoice},
		{document.Rule{Pass: document.PassMajorityOfSeats}, 5, 4, 9, Approve},
		{document.Rule{Pass: document.PassUnanimity}, 5, 0, 9, Approve},
		{document.Rule{Pass: document.PassUnanimity}, 8, 1, 9, RefuseChoice},
		{document.Rule{Pass: document.PassUnanimity}, 0, 0, 9, RefuseChoice},
		{document.Rule{Pass: document.PassThreshold, ThresholdPct: 75}, 3, 1, 9, Approve},
		{document.Rule{Pass: document.PassThreshold, ThresholdPct: 75}, 5, 2, 9, RefuseChoice},
	} {
		n := count{board: &document.Board{Rule: tc.rule}}
		n.tally.Approve, n.tally.Refuse, n.tally.Abstain = tc.for_, tc.against, tc.seats-tc.for_-tc.against
		if got := n.result(); got != tc.want {
			t.Errorf("%s %d%%: %d for, %d against of %d: got %s, want %s", tc.rule.Pass, tc.rule.ThresholdPct, tc.for_, tc.against, tc.seats, got, tc.want)
		}
	}
}

func TestBlockVotes(t *testing.T) {
	p := westmere(t, replace("rule: {count: by_seat, pass: majority_of_votes_cast, on_tie: dispute", "rule: {count: by_organisation, pass: majority_of_votes_cast, on_tie: dispute"))
	p.toGate("G1", "pa2023")
	p.votes("ogn", Approve, "N1", "N2")
	p.votes("ogs", Approve, "S1", "S2")
	p.votes("jce", Approve, "E1") // wcc's other seat is E2
	p.votes("jce", RefuseChoice, "E2")
	p.votes("jce", Approve, "E3")
	p.votes("jce", Approve, "E4")
	s := p.c.SignOff("jce")
	if s.Result != "approved" {
		t.Fatalf("got %s %s: icb and the districts for, wcc divided, police to come", s.State, s.Result)
	}
	if s.Tally.Approve != 2 || s.Tally.Abstain != 1 || s.Tally.NotCast != 1 {
		t.Fatalf("tally by block: got %+v", s.Tally)
	}
}
