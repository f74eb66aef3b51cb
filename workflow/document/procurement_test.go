package document

import (
	"strings"
	"testing"
)

// tender is a workflow with an award gate, with what it says of procurement and what its gate says.
func tender(procurement, gate string) Source {
	return Source{"w.yaml", []byte(`api_version: comity/v1
kind: Workflow
metadata: {id: one, version: 1, effective_from: 2026-04-01}
` + procurement + `
stages: [{id: buying, exit: buy}, {id: delivery, review_every: P1Y}, {id: review, exit: buy}]
gates:
  - id: buy
    award: true
    sign_offs: [{id: a, order: 1, board: {level: strategic}, act: approve, deadline: P5WD, on_lapse: {dispute: true}}]
` + gate)}
}

func TestProcurementIsWrittenOutAtTheAwardGate(t *testing.T) {
	gate := func(t *testing.T, src Source) *Gate {
		t.Helper()
		docs, found := CheckSources(src)
		if mistakes := Errors(found); len(mistakes) > 0 {
			t.Fatal(mistakes)
		}
		docs[0].Workflow.procure() // twice is once
		return &docs[0].Workflow.Gates[0]
	}
	t.Run("a_standstill_of_contracts_and_the_main_subject", func(t *testing.T) {
		g := gate(t, tender("procurement: {regimes: [pa2023, psr2023], main_subject: true}", ""))
		if len(g.Holds) != 1 || g.Holds[0].Kind != HoldStandstill || g.Holds[0].When != "case.route == 'contract'" {
			t.Errorf("got holds %+v", g.Holds)
		}
		if len(g.Evidence) != 1 || g.Evidence[0].ID != MainSubjectEvidence || g.ExternalConsents != nil {
			t.Errorf("got evidence %+v", g.Evidence)
		}
	})
	t.Run("what_the_gate_says_itself_stays", func(t *testing.T) {
		g := gate(t, tender("procurement: {regimes: [pa2023], external_consents: {}}", "    holds: [{kind: call_in}, {kind: standstill, when: \"award.value_pence > 100\"}]\n    external_consents: {when: organisation.sponsors}\n"))
		if len(g.Holds) != 2 || g.Holds[1].When != "award.value_pence > 100" || g.ExternalConsents.When != "organisation.sponsors" {
			t.Errorf("got %+v, %+v", g.Holds, g.ExternalConsents)
		}
	})
	t.Run("without_it_nothing_is_added", func(t *testing.T) {
		if g := gate(t, tender("", "")); len(g.Holds)+len(g.Evidence) > 0 {
			t.Errorf("got %+v", g)
		}
	})
	for name, tc := range map[string]struct {
		src  Source
		code string
	}{
		"a_main_subject_needs_both_regimes": {tender("procurement: {regimes: [pa2023], main_subject: true}", ""), "main_subject_alone"},
		"an_unknown_regime":                 {tender("procurement: {regimes: [ojeu]}", ""), "unknown_value"},
		"a_sum_that_is_none":                {tender("procurement: {external_consents: {contracts: [{kind: land, value_gbp: {gt: 5, gte: 5}}]}}", ""), "sum"},
		"no_award":                          {Source{"w.yaml", []byte(strings.Replace(string(tender("procurement: {regimes: [pa2023]}", "").Text), "    award: true\n", "", 1))}, "nothing_to_award"},
	} {
		t.Run(name, func(t *testing.T) {
			_, found := CheckSources(tc.src)
			for _, p := range found {
				if p.Code == tc.code {
					return
				}
			}
			t.Errorf("got %v, want %s", found, tc.code)
		})
	}
}
