package workflow

import (
	"slices"
	"strings"
	"testing"
)

func TestRegimesThatAWorkflowProcuresUnder(t *testing.T) {
	only := replace("tolerances:", "procurement: {regimes: [pa2023]}\ntolerances:")
	t.Run("a_contract_under_another_is_not_submitted", func(t *testing.T) {
		p := westmere(t, only)
		p.now = at("2026-12-01 09:00")
		p.do("p-unit", &CaseCreate{CaseFields: CaseFields{Title: ptr("Early help")}, Case: "C1"})
		p.do("p-unit", &CaseAmend{Case: "C1", CaseFields: CaseFields{Sponsor: ptr("wcc"), Areas: []string{"north"}, Classification: ptr("partners"), Outcome: ptr("be_healthy"),
			Tier: ptr("targeted"), Scale: ptr("strategic"), Route: ptr("contract"), Regime: ptr("psr2023")}}) // a draft is not refused for it
		no := p.refused("p-unit", &CaseSubmit{Case: "C1"}, Malformed)
		if got := no.About(); !slices.Equal(got, []string{"regime"}) {
			t.Errorf("got %v", got)
		}
		p.do("p-unit", &CaseAmend{Case: "C1", CaseFields: CaseFields{Route: ptr("grant")}})
		p.do("p-unit", &CaseSubmit{Case: "C1"}) // what is no contract has no regime to be wrong
	})
	t.Run("nor_amended_to_another", func(t *testing.T) {
		p := westmere(t, only)
		p.now = at("2026-12-01 09:00")
		p.draft("pa2023")
		no := p.refused("p-unit", &CaseAmend{Case: "C1", CaseFields: CaseFields{Regime: ptr("psr2023")}}, Malformed)
		if got := no.About(); !slices.Equal(got, []string{"regime"}) {
			t.Errorf("got %v", got)
		}
	})
	t.Run("a_case_that_was_moved_to_the_workflow_is_refused_at_its_award_gate", func(t *testing.T) {
		p := westmere(t)
		p.toGate("G2", "psr2023")
		p.passG2()
		p.evidence("G3")
		v2 := strings.NewReplacer("version: 1\n", "version: 2\n", "tolerances:", "procurement: {regimes: [pa2023]}\ntolerances:").Replace(source(t, "joint-commissioning.workflow.yaml"))
		p.register("p-admin", &WorkflowPublish{Source: v2})
		p.do("p-secretary", &CaseMigrate{Case: "C1", Version: 2, ApprovedBy: "wcb", Minute: "min 4"})
		no := p.refused("p-unit", &CaseRequestGate{Case: "C1", Award: &AwardFields{ValuePence: 291_000_00}}, Malformed)
		if got := no.About(); !slices.Equal(got, []string{"regime"}) {
			t.Errorf("got %v", got)
		}
	})
}
