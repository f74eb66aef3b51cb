package workflow

import (
	"slices"
	"testing"

	"comity/events"
	"comity/workflow/calendar"
)

func date(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// adoption is of a service that is delivered since 1 October 2026.
func adoption() *CaseAdopt {
	return &CaseAdopt{
		Case: "OLD-1", Stage: "delivery", Since: date("2026-10-01"), CaseFields: CaseFields{
			Title: ptr("Speech therapy"), Sponsor: ptr("wcc"), Areas: []string{"north"}, Classification: ptr("partners"), Outcome: ptr("be_healthy"),
			Tier: ptr("targeted"), Scale: ptr("locality"), Route: ptr("contract"), Regime: ptr("pa2023"), Summary: ptr("Therapists in schools."),
		},
		Decisions: []AdoptedDecision{
			{Gate: "G1", By: "Children's Partnership Board", DecidedOn: date("2025-11-18"), Minute: "min 4"},
			{Gate: "G2", By: "Children's Partnership Board", DecidedOn: date("2026-03-17"), Minute: "min 7"},
			{Gate: "G2", By: "Cabinet", DecidedOn: date("2026-04-14"), Minute: "min 61"},
			{Gate: "G3", By: "Joint Commissioning Executive", DecidedOn: date("2026-07-02"), Minute: "min 2", Result: "awarded"},
		},
		Commitments: []AdoptedCommitment{{Organisation: "wcc", AmountPence: 100_000_00}, {Organisation: "pol", Kind: "staff_time", FTEHundredths: 50}},
		Contract:    &AdoptedContract{Supplier: "Talking Ltd", ValuePence: 99_000_00, SignedOn: date("2026-08-31"), EndsOn: date("2028-08-31")},
	}
}

func adopting(t *testing.T) *partnership {
	p := westmere(t)
	p.now = at("2026-12-01 09:00")
	p.c = NewCase("westmere", "OLD-1")
	return p
}

func TestAdopt_takes_a_case_up_where_it_stands(t *testing.T) {
	p := adopting(t)
	p.do("p-unit", adoption())
	p.label("delivery.working")
	if len(p.c.SignOffs) != 0 || len(p.c.Quoted) != 4 || len(p.c.Passed) != 3 {
		t.Fatalf("got %d sign-offs, %d quoted, %d passed", len(p.c.SignOffs), len(p.c.Quoted), len(p.c.Passed))
	}
	for _, g := range p.c.Passed {
		if !g.Quoted || g.Round != 0 {
			t.Errorf("gate %s: got %+v, want it quoted", g.Gate, g)
		}
	}
	if p.c.Contract == nil || p.c.Contract.Supplier != "Talking Ltd" || p.c.Contract.Accountable != "wcc" {
		t.Errorf("contract: got %+v", p.c.Contract)
	}
	if _, _, confirmed, staff := p.c.Totals(); confirmed != 0 || staff != 0 {
		t.Errorf("confirmed: got %s and %s, want nothing: no organisation has said so here", confirmed, staff)
	}
	due := Due(p.c, p.r)
	if i := slices.IndexFunc(due, func(d DueItem) bool { return d.What == "review" }); i < 0 || !due[i].At.Equal(at("2027-10-01 00:00")) {
		t.Errorf("due: got %+v, want the review a year after the service began", due)
	}
}

func TestAdopt_is_refused(t *testing.T) {
	for name, test := range map[string]struct {
		by    string
		edit  func(*CaseAdopt)
		code  Code
		about []string
	}{
		"by_somebody_of_no_unit":                  {"p-lead", func(*CaseAdopt) {}, NotPermitted, []string{"p-lead"}},
		"without_decisions_for_what_lies_behind":  {"p-unit", func(c *CaseAdopt) { c.Decisions = c.Decisions[1:3] }, EvidenceMissing, []string{"G1", "G3"}},
		"with_a_decision_on_what_lies_ahead":      {"p-unit", func(c *CaseAdopt) { c.Decisions[3].Gate = "G4" }, EvidenceMissing, []string{"decisions[3].gate", "G3"}},
		"with_a_decision_of_tomorrow":             {"p-unit", func(c *CaseAdopt) { c.Decisions[0].DecidedOn = date("2026-12-02") }, Malformed, []string{"decisions[0].decided_on"}},
		"at_a_stage_that_is_none":                 {"p-unit", func(c *CaseAdopt) { c.Stage = "elsewhere" }, NotFound, []string{"stage"}},
		"from_tomorrow_on":                        {"p-unit", func(c *CaseAdopt) { c.Since = date("2026-12-02") }, Malformed, []string{"since"}},
		"awarded_without_its_contract":            {"p-unit", func(c *CaseAdopt) { c.Contract = nil }, Malformed, []string{"contract"}},
		"with_a_contract_that_nobody_answers_for": {"p-unit", func(c *CaseAdopt) { c.Contract.Accountable = "westmere" }, Malformed, []string{"contract.accountable"}},
		"with_all_that_is_missing_at_once": {"p-unit", func(c *CaseAdopt) {
			c.Outcome, c.Areas, c.Commitments[1].Organisation = nil, nil, "nobody"
		}, NotFound, []string{"nobody", "areas", "outcome"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := adopting(t)
			cmd := adoption()
			test.edit(cmd)
			no := p.refused(test.by, cmd, test.code)
			var about []string
			for _, d := range no.Details {
				about = append(about, d.About)
			}
			slices.Sort(about)
			slices.Sort(test.about)
			if !slices.Equal(about, test.about) {
				t.Errorf("got %v, want %v: %v", about, test.about, no)
			}
			if p.c.Exists() {
				t.Error("something was recorded")
			}
		})
	}
}

func TestAdopt_a_number_is_used_once(t *testing.T) {
	p := adopting(t)
	p.do("p-unit", adoption())
	p.refused("p-unit", adoption(), Malformed)
}

func TestAdopt_what_was_quoted_is_no_award_that_could_be_made_again(t *testing.T) {
	p := adopting(t)
	p.do("p-unit", adoption())
	p.refused("p-unit", &ContractRecord{Case: "OLD-1", Supplier: "Another Ltd", ValuePence: 1}, WrongStage)
	p.refused("po-wcc", &CaseWithdraw{Case: "OLD-1", Reason: "Enough."}, WrongStage)
}

func TestAdopt_at_an_early_stage_needs_no_decisions_and_no_contract(t *testing.T) {
	p := adopting(t)
	cmd := adoption()
	cmd.Stage, cmd.Decisions, cmd.Contract, cmd.Commitments = "needs_assessment", nil, nil, nil
	p.do("p-unit", cmd)
	p.label("needs_assessment.working")
	if got := p.last; len(got) != 2 || got[1].EventType() != (events.CaseAdopted{}).EventType() {
		t.Errorf("got %v", got)
	}
}
