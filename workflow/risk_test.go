package workflow

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"comity/events"
)

// risky is Westmere where risks are assessed from 1 to 5, and a hazard of 20 brings a review forward.
func risky(t *testing.T) *partnership {
	return westmere(t, replace("\nstages:\n", "\nrisks: {scale: 5, review_from: 20}\nstages:\n"))
}

func TestF112_the_register_of_a_case_is_the_risk_register_that_its_gate_asks_for(t *testing.T) {
	p := westmere(t)
	p.toGate("G1", "pa2023")
	p.passG1()
	p.evidence("G2", "risk_register")
	if got := p.refused("p-unit", &CaseRequestGate{Case: "C1"}, EvidenceMissing).About(); !slices.Equal(got, []string{"risk_register"}) {
		t.Fatalf("got %v", got)
	}
	p.do("p-unit", &RiskRecord{Case: "C1", Title: "Too few therapists"})
	for _, cmd := range []*RiskRecord{{Owner: "icb"}, {Level: "executive"}} {
		if got := p.refused("p-unit", &CaseRequestGate{Case: "C1"}, EvidenceMissing); !slices.Equal(got.About(), []string{"risk_register"}) || got.Details[0].Facts["why"] != "rule" {
			t.Fatalf("got %+v", got)
		}
		cmd.Case, cmd.Risk = "C1", "risk-1"
		p.do("p-unit", cmd)
	}
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	p.label("planning.at_gate")
	r := p.c.Risk("risk-1")
	if r.Title != "Too few therapists" || r.Kind != RiskHazard || r.Owner != "icb" || r.Level != "executive" {
		t.Errorf("got %+v", r)
	}
}

func TestF112_a_risk_of_the_register_stands_beside_those_of_the_paper(t *testing.T) {
	p := westmere(t)
	p.toGate("G1", "pa2023")
	p.passG1()
	p.evidence("G2")
	p.do("p-unit", &RiskRecord{Case: "C1", Risk: "staff", Title: "Too few therapists", Level: "executive"})
	if got := p.refused("p-unit", &CaseRequestGate{Case: "C1"}, EvidenceMissing).About(); !slices.Equal(got, []string{"risk_register"}) {
		t.Fatalf("got %v", got)
	}
	p.do("p-unit", &RiskClose{Case: "C1", Risk: "staff", Note: "It is in the paper."})
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
}

func TestF112_who_keeps_the_register(t *testing.T) {
	p := westmere(t)
	p.toGate("G1", "pa2023")
	p.do("po-icb", &RiskRecord{Case: "C1", Risk: "own", Title: "t", Owner: "icb"})
	p.do("p-icb", &RiskRecord{Case: "C1", Risk: "own", Level: "strategic"}) // from a seat of its own
	p.do("p-unit", &RiskRecord{Case: "C1", Risk: "none", Title: "t"})
	for name, tc := range map[string]struct {
		actor string
		cmd   Command
		code  Code
	}{
		"of another organisation":                  {"po-icb", &RiskRecord{Case: "C1", Title: "t", Owner: "ald"}, NotPermitted},
		"of nobody":                                {"po-icb", &RiskRecord{Case: "C1", Title: "t"}, NotPermitted},
		"another's":                                {"po-ald", &RiskRecord{Case: "C1", Risk: "own", Title: "u"}, NotPermitted},
		"another's, taken over":                    {"po-ald", &RiskRecord{Case: "C1", Risk: "own", Owner: "ald"}, NotPermitted},
		"its own, handed to another":               {"po-icb", &RiskRecord{Case: "C1", Risk: "own", Owner: "ald"}, NotPermitted},
		"one that merely represents":               {"p-e4", &RiskRecord{Case: "C1", Title: "t", Owner: "bra"}, NotPermitted},
		"the secretariat without the minute":       {"p-secretary", &RiskRecord{Case: "C1", Title: "t"}, Malformed},
		"closing another's":                        {"po-ald", &RiskClose{Case: "C1", Risk: "own", Note: "n"}, NotPermitted},
		"closing nobody's":                         {"po-ald", &RiskClose{Case: "C1", Risk: "none", Note: "n"}, NotPermitted},
		"closing none":                             {"p-unit", &RiskClose{Case: "C1", Risk: "x", Note: "n"}, NotFound},
		"no organisation":                          {"p-unit", &RiskRecord{Case: "C1", Title: "t", Owner: "xyz"}, NotFound},
		"without a title":                          {"p-unit", &RiskRecord{Case: "C1", Owner: "icb"}, Malformed},
		"of a day that has passed":                 {"p-unit", &RiskRecord{Case: "C1", Title: "t", ReviewOn: day("2026-11-30")}, Malformed},
		"under a bad name":                         {"p-unit", &RiskRecord{Case: "C1", Risk: "a b", Title: "t"}, Malformed},
		"assessed where the workflow has no scale": {"p-unit", &RiskRecord{Case: "C1", Title: "t", Likelihood: 3, Impact: 3}, Malformed},
	} {
		t.Run(name, func(t *testing.T) { p.refused(tc.actor, tc.cmd, tc.code) })
	}
	p.do("p-secretary", &RiskRecord{Case: "C1", Title: "t", Minute: "wcb min 3"})
	p.do("po-icb", &RiskClose{Case: "C1", Risk: "own", Note: "n"})
	p.refused("p-unit", &RiskRecord{Case: "C1", Risk: "own", Title: "u"}, WrongStage)
	p.refused("p-unit", &RiskClose{Case: "C1", Risk: "own", Note: "n"}, WrongStage)
	p.do("p-unit", &CaseWithdraw{Case: "C1", Reason: "r"})
	p.refused("p-unit", &RiskRecord{Case: "C1", Title: "t"}, WrongStage)
	p.refused("p-unit", &RiskClose{Case: "C1", Risk: "none", Note: "n"}, WrongStage)
}

// What was signed is frozen: the register where the gate asks for it, and nothing of it where the gate does not.
func TestF112_what_a_gate_has_frozen_of_the_register(t *testing.T) {
	p := westmere(t)
	p.toGate("G1", "pa2023")
	p.do("p-unit", &RiskRecord{Case: "C1", Risk: "r", Title: "t", Owner: "icb", Level: "executive", ReviewOn: day("2027-02-01")})
	if got := p.types(); !slices.Equal(got, []string{"risk.recorded"}) {
		t.Fatalf("G1 does not ask for it: got %v", got)
	}
	p.passG1()
	p.evidence("G2", "risk_register")
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	p.do("po-icb", &RiskRecord{Case: "C1", Risk: "r", ReviewOn: day("2027-03-01")}) // looked at, and as it was
	p.label("planning.at_gate")
	p.do("mo-wcc", &CaseSuspend{Case: "C1", Reason: "r"})
	p.refused("p-unit", &RiskRecord{Case: "C1", Title: "another"}, WrongStage)
	p.refused("p-unit", &RiskClose{Case: "C1", Risk: "r", Note: "n"}, WrongStage)
	p.do("po-icb", &RiskRecord{Case: "C1", Risk: "r", ReviewOn: day("2027-04-01")})
	p.do("mo-wcc", &CaseLift{Case: "C1", Reason: "r"})
	p.votes("jce", Approve, "E1")
	p.do("p-unit", &RiskRecord{Case: "C1", Title: "Another", Owner: "ald", Level: "operational"})
	if got := ofType[events.GateVoided](p.last); len(got) != 1 || got[0].Because != "evidence_amended" {
		t.Fatalf("got %v", p.types())
	}
	p.label("planning.working")
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	p.do("p-unit", &RiskClose{Case: "C1", Risk: "risk-1", Note: "n"})
	p.label("planning.working")
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	p.passG2()
	p.label("procurement.working")
}

func TestF112_risks_are_assessed_on_the_scale_of_the_workflow(t *testing.T) {
	p := risky(t)
	p.now = at("2026-12-01 09:00")
	p.draft("pa2023")
	p.do("p-unit", &RiskRecord{Case: "C1", Risk: "r", Title: "t", Likelihood: 5, Impact: 4})
	p.do("p-unit", &RiskRecord{Case: "C1", Risk: "r", Impact: 5})
	if got := p.c.Risk("r").Severity; got != 25 {
		t.Errorf("got %d", got)
	}
	for about, cmd := range map[string]RiskRecord{
		"impact":     {Title: "t", Likelihood: 3},
		"likelihood": {Title: "t", Likelihood: 6, Impact: 1},
	} {
		cmd.Case = "C1"
		if got := p.refused("p-unit", &cmd, Malformed).About(); !slices.Equal(got, []string{about}) {
			t.Errorf("got %v, want %s", got, about)
		}
	}
}

// DOMAIN §2.1 row 21: review_due (timer, risk, …).
func TestF112_a_hazard_that_becomes_severe_in_delivery_brings_its_review_forward(t *testing.T) {
	inDelivery := func(t *testing.T) *partnership {
		p := risky(t)
		p.awarded()
		p.now = p.now.Add(time.Hour)
		return p
	}
	t.Run("once_it_is_as_severe_as_the_workflow_says", func(t *testing.T) {
		p := inDelivery(t)
		p.do("p-unit", &RiskRecord{Case: "C1", Risk: "r", Title: "t", Likelihood: 4, Impact: 4})
		p.do("p-unit", &RiskRecord{Case: "C1", Risk: "good", Title: "t", Kind: RiskOpportunity, Likelihood: 5, Impact: 5})
		p.label("delivery.working")
		p.do("p-unit", &RiskRecord{Case: "C1", Risk: "r", Likelihood: 5})
		if got := ofType[events.CaseReviewDue](p.last); len(got) != 1 || got[0].Because != "risk" || !got[0].DueAt.Equal(p.now) {
			t.Fatalf("got %v", p.types())
		}
		p.label("review.working")
		p.do("p-unit", &RiskRecord{Case: "C1", Risk: "r", Impact: 5})
		p.label("review.working")
	})
	t.Run("once_a_suspension_is_lifted", func(t *testing.T) {
		p := inDelivery(t)
		p.do("mo-wcc", &CaseSuspend{Case: "C1", Reason: "r"})
		p.now = p.now.Add(time.Hour)
		p.do("p-unit", &RiskRecord{Case: "C1", Title: "t", Likelihood: 5, Impact: 4})
		p.label("delivery.suspended")
		p.now = p.now.Add(time.Hour)
		p.do("mo-wcc", &CaseLift{Case: "C1", Reason: "r"})
		if due := Due(p.c, p.r); due[0].What != "risk_review" || !due[0].At.Equal(p.now) {
			t.Fatalf("got %+v", due)
		}
		p.do("system", &CaseTick{Case: "C1"})
		p.label("review.working")
	})
	t.Run("not_what_the_boards_knew_when_they_decided", func(t *testing.T) {
		p := risky(t)
		p.toGate("G1", "pa2023")
		p.do("p-unit", &RiskRecord{Case: "C1", Risk: "r", Title: "t", Owner: "icb", Level: "executive", Likelihood: 5, Impact: 5})
		p.passG1()
		p.evidence("G2")
		p.do("p-unit", &CaseRequestGate{Case: "C1"})
		p.passG2()
		p.passG3()
		p.do("p-unit", &RiskRecord{Case: "C1", Risk: "r", Response: "s"})
		p.label("delivery.working")
	})
}

func TestF112_a_risk_that_nobody_looked_at_by_its_day_waits_for_its_owner(t *testing.T) {
	p := westmere(t)
	p.toGate("G1", "pa2023")
	p.do("p-unit", &RiskRecord{Case: "C1", Risk: "r", Title: "Too few therapists", Owner: "icb", Level: "strategic", ReviewOn: day("2026-12-10")})
	p.now = at("2026-12-10 23:59:59")
	if got := Duties(p.c, p.r, p.now); len(got) != 0 {
		t.Errorf("got %+v", got)
	}
	p.now = at("2026-12-14 10:00") // a late tick
	p.do("system", &CaseTick{Case: "C1"})
	late := ofType[events.RiskOverdue](p.last)
	if len(late) != 1 || !late[0].DueAt.Equal(at("2026-12-10 23:59:59")) || !late[0].DetectedAt.Equal(p.now) || late[0].Owner != "icb" {
		t.Fatalf("got %+v", p.types())
	}
	w := Duties(p.c, p.r, p.now)
	if len(w) != 1 || w[0].For != "risk:r" || !slices.Equal(w[0].On, []string{"icb"}) || !slices.Contains(w[0].People, "po-icb") || !strings.Contains(w[0].Message, "Too few therapists") {
		t.Fatalf("got %+v", w)
	}
	if got := p.refused("po-icb", &RiskRecord{Case: "C1", Risk: "r", Response: "Two a year"}, Malformed).About(); !slices.Equal(got, []string{"review_on"}) {
		t.Errorf("got %v", got)
	}
	p.do("po-icb", &RiskRecord{Case: "C1", Risk: "r", Response: "Two a year", ReviewOn: day("2027-12-10")})
	if got := Duties(p.c, p.r, p.now); len(got) != 0 {
		t.Errorf("got %+v", got)
	}
	p.do("p-unit", &CaseWithdraw{Case: "C1", Reason: "r"})
	if slices.ContainsFunc(Due(p.c, p.r), func(x DueItem) bool { return x.What == "risk" }) {
		t.Error("a closed case looks at nothing again")
	}
}

func TestF112_who_is_told_of_risks(t *testing.T) {
	p := westmere(t)
	p.toGate("G1", "pa2023")
	told := func(actor string, cmd Command) (out []string) {
		p.do(actor, cmd)
		for _, x := range p.told(actor, events.KindCase) {
			out = append(out, x.Reason+" "+x.Person)
		}
		return out
	}
	if got := told("p-unit", &RiskRecord{Case: "C1", Risk: "r", Title: "t", Owner: "icb", Level: "strategic", ReviewOn: day("2026-12-03")}); !slices.Contains(got, "risk po-icb") {
		t.Errorf("got %v", got)
	}
	if got := told("p-unit", &RiskRecord{Case: "C1", Risk: "r", Response: "s"}); len(got) != 0 {
		t.Errorf("got %v", got)
	}
	p.now = at("2026-12-04 00:00")
	if got := told("system", &CaseTick{Case: "C1"}); !slices.Contains(got, "risk_late po-icb") || !slices.Contains(got, "risk_up p-lead") {
		t.Errorf("got %v", got)
	}
	if got := told("po-icb", &RiskClose{Case: "C1", Risk: "r", Note: "n"}); !slices.Contains(got, "risk_closed p-unit") || slices.Contains(got, "risk_closed po-icb") {
		t.Errorf("got %v", got)
	}
}

func TestF112_the_risks_of_an_organisation_that_was_replaced_are_its_successors(t *testing.T) {
	p := westmere(t)
	p.reorganised()
	p.draft("pa2023")
	p.do("po-ald", &RiskRecord{Case: "C1", Risk: "r", Title: "t", Owner: "ald", Level: "operational"})
	p.register("p-admin", succeed(replaces("ald", "nwu"), replaces("cal", "swu")))
	p.now = at("2027-04-01 09:00")
	p.refused("po-swu", &RiskRecord{Case: "C1", Risk: "r", Response: "s"}, NotPermitted)
	p.refused("p-unit", &RiskRecord{Case: "C1", Title: "t", Owner: "ald"}, NotFound)
	p.do("po-nwu", &RiskRecord{Case: "C1", Risk: "r", Response: "s"})
	if got := p.c.Risk("r").Owner; got != "ald" {
		t.Errorf("to look at it again is no amendment: got owner %s", got)
	}
}

// A condition may speak of the register: the plan of how a severe risk is met is asked for where there is one.
func TestF112_a_condition_of_the_workflow_speaks_of_risks(t *testing.T) {
	p := westmere(t, replace("\nstages:\n", "\nrisks: {scale: 5}\nstages:\n"),
		replace("      - id: risk_register\n", "      - {id: mobilisation_plan, mandatory_when: \"risks.exists(r, r.severity >= 16 && r.kind == 'hazard')\"}\n      - id: risk_register\n"))
	p.toGate("G1", "pa2023")
	p.passG1()
	p.evidence("G2", "mobilisation_plan")
	p.do("p-unit", &RiskRecord{Case: "C1", Risk: "r", Title: "t", Owner: "icb", Level: "executive", Likelihood: 4, Impact: 4})
	if got := p.refused("p-unit", &CaseRequestGate{Case: "C1"}, EvidenceMissing).About(); !slices.Equal(got, []string{"mobilisation_plan"}) {
		t.Fatalf("got %v", got)
	}
	p.do("p-unit", &RiskRecord{Case: "C1", Risk: "r", Impact: 3})
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
}

func TestRisks_survive_json_and_do_not_share_with_a_clone(t *testing.T) {
	c := &Case{Risks: []Risk{{RiskTerms: RiskTerms{ID: "r", Title: "t", Severity: 4}, ReviewOn: "2027-01-01", RisenAt: at("2026-12-01 09:00")}}}
	raw, err := json.Marshal(c)
	var back Case
	if err == nil {
		err = json.Unmarshal(raw, &back)
	}
	if err != nil || !reflect.DeepEqual(c.Risks, back.Risks) {
		t.Fatalf("got %+v, %v", back.Risks, err)
	}
	clone := c.Clone()
	clone.Risks[0].Title = "u"
	if c.Risks[0].Title != "t" {
		t.Error("shared")
	}
}

// A third party derives what is recorded of a risk again.
func TestF112_what_hindsight_says_of_a_forged_risk(t *testing.T) {
	p := risky(t)
	p.now = at("2026-12-01 09:00")
	p.draft("pa2023")
	true1 := events.RiskRecorded{Risk: "r", Title: "t", Kind: RiskHazard, Owner: "icb", NewOwner: true, Likelihood: 2, Impact: 3, Severity: 6, Person: "po-icb", ReviewOn: "2026-12-05"}
	if got := LookBack(p.c, p.r, "po-icb", p.now).RiskRecorded(true1); len(got) > 0 {
		t.Fatalf("got %+v", got)
	}
	for name, forge := range map[string]func(*events.RiskRecorded){
		"another severity":    func(e *events.RiskRecorded) { e.Severity = 25 },
		"said by another":     func(e *events.RiskRecorded) { e.Person = "p-unit" },
		"again":               func(e *events.RiskRecorded) { e.Again = true },
		"another's":           func(e *events.RiskRecorded) { e.Owner = "ald" },
		"of a day gone by":    func(e *events.RiskRecorded) { e.ReviewOn = "2026-11-05" },
		"beyond the scale":    func(e *events.RiskRecorded) { e.Likelihood, e.Severity = 6, 18 },
		"no risk":             func(e *events.RiskRecorded) { e.Title = "" },
		"an owner not so new": func(e *events.RiskRecorded) { e.NewOwner = false },
	} {
		e := true1
		if forge(&e); len(LookBack(p.c, p.r, "po-icb", p.now).RiskRecorded(e)) == 0 {
			t.Errorf("%s: got nothing", name)
		}
	}
}
