package document

import (
	"encoding/json"
	"errors"
	"testing"
)

var westmereVars = Vars{
	Case: CaseVars{ID: "C-2026-0001", Areas: []string{"north"}, Route: RouteContract, Tags: []string{"early-help"}, Cycle: 1},
	Plan: PlanVars{MoneyPence: 300_000_00, FTEHundredths: 50},
	Commitments: []CommitmentVars{
		{Organisation: "wcc", OrganisationType: TypeCountyCouncil, Kind: ResourceMoney, Mode: ModeAligned, AmountPence: 150_000_00},
		{Organisation: "ald", OrganisationType: TypeDistrictCouncil, Kind: ResourceMoney, Mode: ModePooled, AmountPence: 20_000_00, Essential: true},
	},
	Award:    AwardVars{ValuePence: 315_000_00, EndsOn: "2030-03-31"},
	Gate:     GateVars{ID: "G3", Round: 1},
	Evidence: map[string]EvidenceVars{"user_views": {Count: 2, DatedOn: "2026-11-01", Data: map[string]any{"groups": []any{"parents"}}}},
	Item:     map[string]any{"options": []any{map[string]any{"kind": "internal", "cost_pence": int64(5)}}, "rate": 1.5},
}

func TestConditionHolds(t *testing.T) {
	for expr, want := range map[string]bool{
		"award.value_pence * 100 > plan.money_pence * 105":                  false, // equal is within
		"award.value_pence * 100 >= plan.money_pence * 105":                 true,
		"award.over_plan_pct == 5.0":                                        true,
		"award.over_plan_pct > 5":                                           false,
		"commitments.exists(c, c.mode == 'pooled' && c.essential)":          true,
		"commitments.all(c, c.kind == 'money')":                             true,
		"commitments.filter(c, c.amount_pence > 1000000).size() == 2":       true,
		"'north' in case.areas && !('south' in case.areas)":                 true,
		"case.route in ['contract', 'grant'] && case.regime == ''":          true,
		"evidence.user_views.count == 2 && evidence.lessons.count == 0":     true,
		"evidence.user_views.dated_on > '2026-10-31'":                       true,
		"'parents' in evidence.user_views.data.groups":                      true,
		"has(evidence.lessons.data.text)":                                   false,
		"item.options.exists(o, o.kind == 'internal' && o.cost_pence < 10)": true,
		"item.rate > 1 && has(item.options) && !has(item.nothing)":          true,
		"size(item.options) >= 3":                                           false,
		"plan.fte_hundredths == 50 && gate.round == 1":                      true,
		"award.ends_on > '2030-03-31' || award.extendable":                  false,
	} {
		c, err := Compile(expr, nil)
		if err != nil {
			t.Errorf("%s: %v", expr, err)
			continue
		}
		if got, err := c.Holds(westmereVars); err != nil || got != want {
			t.Errorf("%s: got %v, %v, want %v", expr, got, err, want)
		}
	}
}

func TestConditionHolds_of_nothing(t *testing.T) {
	own := &Workflow{EvidenceTypes: []EvidenceType{{ID: "own"}}}
	for _, expr := range []string{"evidence.own.count == 0", "commitments.size() == 0 && award.over_plan_pct == 0.0", "!has(item.x)"} {
		c, err := Compile(expr, own)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := c.Holds(Vars{}); err != nil || !got {
			t.Errorf("%s: got %v, %v, want true", expr, got, err)
		}
	}
}

func TestConditionHolds_cannot_be_answered(t *testing.T) {
	for _, expr := range []string{
		"item.nothing > 1",
		"evidence.unheard_of.count > 0",
		"plan.money_pence / 0 > 1",
		"commitments[7].essential",
		"item.rate",
	} {
		c, err := Compile(expr, nil)
		if err != nil {
			continue // found even earlier
		}
		if got, err := c.Holds(westmereVars); err == nil || got {
			t.Errorf("%s: got %v, %v, want an error and false", expr, got, err)
		}
	}
}

func TestConditionHolds_is_bounded(t *testing.T) {
	long := make([]any, 400)
	for i := range long {
		long[i] = "x"
	}
	c, err := Compile("item.a.all(x, item.a.all(y, item.a.all(z, x == y && y == z)))", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Holds(Vars{Item: map[string]any{"a": long}}); err == nil {
		t.Error("got an answer, want the cost limit")
	}
}

func TestCompile_places_mistakes(t *testing.T) {
	for expr, want := range map[string]int{
		"case.stagee == 'x'":                      4,
		"foo == 1":                                0,
		"plan.money_pence == 'a'":                 17,
		"plan.money_pence":                        0,
		"true &&\n  nothing":                      10,
		"'é' == case.title && nothing":            21,
		"commitments.exists(c, c.moode == 'x')":   23,
		"timestamp('2026-01-01T00:00:00Z') < now": 36,
	} {
		_, err := Compile(expr, nil)
		var wrong *ConditionError
		if !errors.As(err, &wrong) || len(wrong.Mistakes) != 1 || wrong.Mistakes[0].Offset != want {
			t.Errorf("%s: got %v, want one mistake at %d", expr, err, want)
		}
	}
}

func TestData(t *testing.T) {
	v, err := Data(json.RawMessage(`{"a": 1, "b": [1.5, 12345678901234567], "c": {"d": null}}`))
	if err != nil {
		t.Fatal(err)
	}
	m := v.(map[string]any)
	if m["a"] != int64(1) || m["b"].([]any)[0] != 1.5 || m["b"].([]any)[1] != int64(12345678901234567) {
		t.Errorf("got %#v", v)
	}
	if v, err := Data(nil); err != nil || len(v.(map[string]any)) != 0 {
		t.Errorf("got %v, %v, want an empty object", v, err)
	}
	if _, err := Data(json.RawMessage(`{`)); err == nil {
		t.Error("got no error for half an object")
	}
}
