package workflow

import (
	"slices"
	"testing"
)

// What an amendment at a gate does to votes already cast is said field by field.
func TestAmendmentsPerField(t *testing.T) {
	lenient := replace("segregation: {author_may_not_certify: true}", "segregation: {author_may_not_certify: true}\namendments: {title: keep, summary: ask_again}")
	for _, tc := range []struct {
		name   string
		fields CaseFields
		effect string
		label  string
		votes  int // on the executive's sign-off
		round  int
	}{
		{"kept", CaseFields{Title: ptr("A better title")}, "keep", "planning.at_gate", 1, 1},
		{"asked_again", CaseFields{Summary: ptr("Plainer")}, "ask_again", "planning.at_gate", 0, 2},
		{"the_gravest_counts", CaseFields{Title: ptr("B"), Summary: ptr("Plainer")}, "ask_again", "planning.at_gate", 0, 2},
		{"tags_are_not_named_and_so_frozen", CaseFields{Tags: []string{"early-years"}}, "void", "planning.working", 1, 1},
		{"inside_the_snapshot_always_void", CaseFields{Title: ptr("B"), PlanPence: ptr(int64(300_000_00))}, "void", "planning.working", 1, 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := westmere(t, lenient)
			p.toGate("G2", "pa2023")
			p.votes("jce", Approve, "E1")
			p.do("p-cfo", &SignOffCertify{Case: "C1", SignOff: "finance"})
			before := p.c.Gate.Snapshot
			changed := differences(p.c.Terms, tc.fields.merge(p.c.Terms))
			if got := EffectOfAmending(p.c, p.r, p.now, changed...); got != tc.effect {
				t.Fatalf("foretold: got %s, want %s", got, tc.effect)
			}
			p.do("p-unit", &CaseAmend{Case: "C1", CaseFields: tc.fields})
			p.label(tc.label)
			if s := p.c.SignOff("jce"); len(s.Votes) != tc.votes || s.Round != tc.round {
				t.Fatalf("votes: got %d in round %d", len(s.Votes), s.Round)
			}
			if tc.effect == "void" {
				return
			}
			if p.c.Gate.Snapshot != before {
				t.Fatal("the snapshot moved")
			}
			if tc.effect == "ask_again" {
				p.do("p-cfo", &SignOffCertify{Case: "C1", SignOff: "finance"})
			}
			p.votes("jce", Approve, map[int][]string{1: {"E2", "E3"}, 2: {"E1", "E2", "E3"}}[tc.round]...)
			p.votes("wcb", Approve, "W1", "W2", "W3", "W5", "W6")
			p.confirmAll()
			p.label("procurement.working")
		})
	}
	t.Run("without_a_word_in_the_workflow_everything_is_frozen", func(t *testing.T) {
		p := westmere(t)
		p.toGate("G2", "pa2023")
		p.do("p-unit", &CaseAmend{Case: "C1", CaseFields: CaseFields{Title: ptr("Another")}})
		p.label("planning.working")
		p.refused("p-dcs", &SignOffVote{Case: "C1", SignOff: "jce", Seat: "E1", Choice: Approve}, SignOffVoid)
	})
	t.Run("while_the_decision_is_put_off_what_would_be_asked_again_is_void", func(t *testing.T) {
		p := westmere(t, lenient)
		p.toGate("G2", "pa2023")
		p.do("p-dcs", &CaseDefer{Case: "C1", SignOff: "jce", Until: day("2030-06-01"), Reason: "later"})
		p.do("p-unit", &CaseAmend{Case: "C1", CaseFields: CaseFields{Summary: ptr("Plainer")}})
		p.label("planning.working")
	})
}

func TestAmendEmptiesLists(t *testing.T) {
	p := westmere(t)
	p.toGate("G1", "pa2023")
	p.do("p-unit", &CaseAmend{Case: "C1", CaseFields: CaseFields{Services: []string{"play"}, Tags: []string{"a"}}})
	p.do("p-unit", &CaseAmend{Case: "C1", CaseFields: CaseFields{Services: []string{}, Tags: []string{}}})
	if len(p.c.Terms.Services)+len(p.c.Terms.Tags) != 0 {
		t.Fatalf("got %+v", p.c.Terms)
	}
	no := p.refused("p-unit", &CaseAmend{Case: "C1", CaseFields: CaseFields{Areas: []string{}}}, Malformed)
	if got := no.About(); !slices.Equal(got, []string{"areas"}) {
		t.Fatalf("a submitted case needs its areas: got %v", got)
	}
}
