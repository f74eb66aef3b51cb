package workflow

import (
	"slices"
	"strings"
	"testing"
)

// dissolving has Alderwick, which puts something in, replaced on 1 April 2028 by an authority whose shadow is outside the partnership.
func dissolving(g, w string) (string, string) {
	g = strings.Replace(g, "    proper_officer: po-ald\n", "    proper_officer: po-ald\n    dissolving_on: 2028-04-01\n    external_consent_from: north-shadow\n", 1)
	return strings.Replace(g, "\nscrutiny_bodies:\n", "\nexternal_bodies:\n  - {id: north-shadow, name: North Shadow Authority, proper_officer: po-shadow}\n\nscrutiny_bodies:\n", 1), w
}

// atG3 asks for the award gate with an award.
func atG3(t *testing.T, a AwardFields, edit ...func(g, w string) (string, string)) (*partnership, *Refusal) {
	t.Helper()
	p := westmere(t, append(edit, dissolving)...)
	p.toGate("G2", "pa2023")
	p.passG2()
	p.evidence("G3")
	return p, p.try("p-unit", &CaseRequestGate{Case: "C1", Award: &a})
}

func TestExternalConsent_at_each_boundary_of_section_24(t *testing.T) {
	past, before, on := day("2028-04-02"), day("2028-03-31"), day("2028-04-01")
	for _, tc := range []struct {
		name  string
		award AwardFields
		asked bool
	}{
		{"land of exactly £100,000", AwardFields{ContractKind: "land", ValuePence: 100_000_00}, false},
		{"land a penny over", AwardFields{ContractKind: "land", ValuePence: 100_000_01}, true},
		{"land over, whatever its end", AwardFields{ContractKind: "land", ValuePence: 100_000_01, EndsOn: before}, true},
		{"capital of exactly £1,000,000", AwardFields{ContractKind: "capital", ValuePence: 1_000_000_00, EndsOn: past}, false},
		{"capital a penny over", AwardFields{ContractKind: "capital", ValuePence: 1_000_000_01, EndsOn: before}, true},
		{"capital of any sum whose price may vary", AwardFields{ContractKind: "capital", ValuePence: 1, PriceVaries: true}, true},
		{"not capital, whose price may vary", AwardFields{ContractKind: "non_capital", ValuePence: 50_000_00, PriceVaries: true, EndsOn: past}, false},
		{"not capital, exactly £100,000, past the date", AwardFields{ContractKind: "non_capital", ValuePence: 100_000_00, EndsOn: past}, false},
		{"not capital, a penny over, past the date", AwardFields{ContractKind: "non_capital", ValuePence: 100_000_01, EndsOn: past}, true},
		{"not capital, over, ending on the date", AwardFields{ContractKind: "non_capital", ValuePence: 100_000_01, EndsOn: on}, false},
		{"not capital, over, ending before", AwardFields{ContractKind: "non_capital", ValuePence: 250_000_00, EndsOn: before}, false},
		{"not capital, over, and may be extended past it", AwardFields{ContractKind: "non_capital", ValuePence: 100_000_01, EndsOn: before, Extendable: true}, true},
		{"not capital, exactly, and may be extended", AwardFields{ContractKind: "non_capital", ValuePence: 100_000_00, EndsOn: before, Extendable: true}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p, no := atG3(t, tc.award)
			if no != nil {
				t.Fatal(no)
			}
			k := p.c.External("north-shadow")
			if (k != nil) != tc.asked {
				t.Fatalf("got asked %v, want %v", k != nil, tc.asked)
			}
			if waits := slices.Contains(Outstanding(p.c, p.r, p.now), "external:north-shadow"); waits != tc.asked {
				t.Fatalf("got waiting %v, want %v", waits, tc.asked)
			}
		})
	}
}

func TestExternalConsent_needs_the_kind_and_the_end_of_the_contract(t *testing.T) {
	if _, no := atG3(t, AwardFields{ValuePence: 1}); no == nil || no.Code != Malformed || !slices.Equal(no.About(), []string{"contract_kind"}) {
		t.Errorf("got %v", no)
	}
	if _, no := atG3(t, AwardFields{ValuePence: 1, ContractKind: "non_capital"}); no == nil || no.Code != Malformed || !slices.Equal(no.About(), []string{"ends_on"}) {
		t.Errorf("got %v", no)
	}
	if _, no := atG3(t, AwardFields{ValuePence: 1, ContractKind: "capital"}); no != nil {
		t.Errorf("got %v", no)
	}
}

func TestExternalConsent_recorded_refused_and_carried(t *testing.T) {
	land := AwardFields{ContractKind: "land", ValuePence: 150_000_00}
	approve := func(p *partnership) {
		p.votes("ogn", Approve, "N1", "N2")
		p.votes("ogs", Approve, "S1", "S2")
		p.votes("jce", Approve, "E1", "E2", "E3")
	}
	record := &ConsentRecord{Case: "C1", Organisation: "north-shadow", Minute: "Shadow executive 3"}
	t.Run("the gate waits for it", func(t *testing.T) {
		p, _ := atG3(t, land)
		p.refused("po-ald", record, NotPermitted)
		p.refused("po-shadow", &ConsentRecord{Case: "C1", Organisation: "nobody", Minute: "m"}, NotFound)
		approve(p)
		p.label("procurement.at_gate")
		p.do("po-shadow", record)
		p.label("procurement.pending_effect")
		p.refused("po-shadow", record, WrongStage)
	})
	t.Run("refused it holds the gate, and may be given after all", func(t *testing.T) {
		p, _ := atG3(t, land)
		approve(p)
		p.do("po-shadow", &ConsentDecline{Case: "C1", Organisation: "north-shadow", Reason: "Too long."})
		p.label("procurement.at_gate")
		if got := Outstanding(p.c, p.r, p.now); !slices.Equal(got, []string{"external:north-shadow"}) {
			t.Fatalf("got %v", got)
		}
		p.do("po-shadow", record)
		p.label("procurement.pending_effect")
	})
	t.Run("taken back before the gate has passed", func(t *testing.T) {
		p, _ := atG3(t, land)
		p.do("po-shadow", record)
		p.do("po-shadow", &ConsentWithdraw{Case: "C1", Organisation: "north-shadow", Reason: "r"})
		approve(p)
		p.label("procurement.at_gate")
	})
	t.Run("the same award carries it, another asks again", func(t *testing.T) {
		p, _ := atG3(t, land)
		p.do("po-shadow", record)
		p.do("p-unit", &CaseAddEvidence{Case: "C1", Type: "specification"}) // what was signed is frozen
		p.do("p-unit", &CaseRequestGate{Case: "C1", Award: &land})
		if k := p.c.External("north-shadow"); k == nil || k.State != "carried" {
			t.Fatalf("got %+v", k)
		}
		p.do("p-unit", &CaseAddEvidence{Case: "C1", Type: "specification"})
		dearer := land
		dearer.ValuePence++
		p.do("p-unit", &CaseRequestGate{Case: "C1", Award: &dearer})
		if k := p.c.External("north-shadow"); k == nil || k.State != "requested" {
			t.Fatalf("got %+v", k)
		}
	})
	t.Run("the document may mean the sponsor alone, or another statute", func(t *testing.T) {
		p, no := atG3(t, land, replace("external_consents: {when: organisation.dissolving_on != null}", "external_consents: {when: organisation.sponsors}"))
		if no != nil || p.c.External("north-shadow") != nil {
			t.Fatalf("got %v", no)
		}
		p, no = atG3(t, land, replace("external_consents: {when: organisation.dissolving_on != null}",
			"external_consents: {contracts: [{kind: land, value_gbp: {gte: 150000}}]}"))
		if no != nil || p.c.External("north-shadow") == nil {
			t.Fatalf("got %v", no)
		}
	})
	t.Run("where the body has no officer, the organisation has it in writing", func(t *testing.T) {
		nobody := func(g, w string) (string, string) {
			g, w = dissolving(g, w)
			return strings.Replace(g, ", proper_officer: po-shadow}", "}", 1), w
		}
		p := westmere(t, nobody)
		p.toGate("G2", "pa2023")
		p.passG2()
		p.evidence("G3")
		p.do("p-unit", &CaseRequestGate{Case: "C1", Award: &land})
		p.refused("po-bra", record, NotPermitted)
		p.do("po-ald", record)
	})
}
