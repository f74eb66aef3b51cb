package views

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"comity/services/views/answer"
	"comity/services/views/viewstest"
	"comity/workflow"
)

const (
	fileDigest = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	optionsOf  = "Spot purchase: dearer."
	riskOf     = "Too few therapists."
)

// papered is Westmere with a case at its second gate, of which the joint executive has decided and the strategic board is asked.
func papered(t *testing.T, classification string) (*viewstest.World, *Views) {
	t.Helper()
	w := viewstest.Open(t)
	w.Now = viewstest.At("2026-12-01 09:00")
	w.Draft(t, "C1", classification)
	w.Do(t, "p-unit", &workflow.CaseAmend{Case: "C1", CaseFields: workflow.CaseFields{Options: new(optionsOf), Risk: new(riskOf), Summary: new("Help at home.")}})
	w.ToG1(t, "C1")
	w.PassG1(t, "C1")
	w.Evidence(t, "C1", "G2")
	w.Do(t, "p-unit", &workflow.CaseAddEvidence{Case: "C1", Type: "user_views", Item: "families", Digest: fileDigest, FileName: "Families.pdf",
		MediaType: "application/pdf", Bytes: 4096})
	w.Do(t, "p-unit", &workflow.CaseRequestGate{Case: "C1"})
	w.Do(t, "p-dcs", &workflow.SignOffVote{Case: "C1", SignOff: "jce", Seat: "E1", Choice: "approve", Reason: "It meets the need.", Conditions: "Report each quarter."})
	w.Vote(t, "C1", "jce", "approve", "E2", "E3")
	w.Do(t, "p-cfo", &workflow.SignOffCertify{Case: "C1", SignOff: "finance"})
	w.Do(t, "p-ald", &workflow.ConsentConfirm{Case: "C1", Seat: "W5"})
	return w, opened(t, w)
}

// capacityOf finds how somebody is concerned with a sign-off.
func capacityOf(t *testing.T, p answer.Paper, signOff string) workflow.Capacity {
	t.Helper()
	i := slices.IndexFunc(p.Capacities, func(k workflow.Capacity) bool { return k.SignOff == signOff })
	if i < 0 {
		t.Fatalf("no capacity on %s: %+v", signOff, p.Capacities)
	}
	return p.Capacities[i]
}

func TestF26_a_paper_has_on_it_what_is_decided_on(t *testing.T) {
	t.Parallel()
	w, v := papered(t, "partners")
	follow(t, v, w.Last)
	p := ask[answer.Paper](t, v, "p-lead", "paper", `{"case":"C1","signoff":"wcb"}`)

	if p.Revision != w.Case("C1").Revision || p.Limited || p.Clearance != "exempt" || p.SignOff != "wcb" {
		t.Errorf("label: got %+v, %q", p.Label, p.Clearance)
	}
	a := p.About
	if a.Title != "Short breaks C1" || a.Options != optionsOf || a.Risk != riskOf || a.Sponsor.Name != "Westmere County Council" || a.Unit.Name != "Joint Commissioning Unit" ||
		len(a.Areas) != 2 || a.Areas[0].Name != "North Westmere" {
		t.Errorf("about: got %+v", a)
	}
	want := answer.PaperMoney{PlanPence: 300_000_00, OfferedPence: 300_000_00, ConfirmedPence: 20_000_00, ShortPence: 280_000_00, PlanFTEHundredths: 50,
		OfferedFTEHundredths: 50, ShortFTEHundredths: 50, TolerancePct: 10, AlignedPence: 300_000_00}
	if *p.Money != want {
		t.Errorf("money: got %+v, want %+v", *p.Money, want)
	}
	if k := p.Given[2]; len(p.Given) != 7 || k.Organisation.Name != "Alderwick District Council" || k.Mode != "aligned" || k.ConfirmedPence != 20_000_00 || !k.Confirmed || p.Given[0].Confirmed {
		t.Errorf("given: got %+v", p.Given)
	}
	if g := p.Gate; g.Gate != "G2" || g.Name != "Plan" || g.Round != 1 || !g.FrozenAt.Equal(w.Now) || g.Snapshot == "" || g.Snapshot != w.Case("C1").Gate.Snapshot {
		t.Errorf("gate: got %+v", g)
	}
	e := p.Evidence[len(p.Evidence)-1]
	if e.Item != "families" || !e.Frozen || !e.MayOpen || e.Digest != fileDigest || e.FileName != "Families.pdf" || e.AddedBy != "p-unit" || strings.Contains(e.TypeName, "_") {
		t.Errorf("evidence: got %+v", e)
	}
	if other := p.Evidence[0]; other.MayOpen || !other.Frozen {
		t.Errorf("an item without a document: got %+v", other)
	}
	jce, finance, wcb := p.SignOffs[0], p.SignOffs[1], p.SignOffs[2]
	if jce.Name != "Joint Commissioning Executive" || jce.Result != "approved_with_conditions" || jce.Tally.Approve != 3 || jce.Votes[0].Reason != "It meets the need." ||
		jce.Conditions[0] != "Report each quarter." || jce.Votes[0].Label != "Westmere County Council (director of children's services)" {
		t.Errorf("what the executive decided: got %+v", jce)
	}
	if finance.Name != "Chief finance officer of Westmere County Council" || finance.Result != "approved" || wcb.State != workflow.SignOffOpen || wcb.DueAt.IsZero() {
		t.Errorf("the others: got %+v and %+v", finance, wcb)
	}
	if len(p.Consents) != 7 || p.Consents[2].State != "confirmed" || p.Consents[2].Acts[0].Seat != "W5" {
		t.Errorf("consents: got %+v", p.Consents)
	}
	if n := p.IfNothing; n == nil || n.For != "signoff:wcb" || !n.Until.Equal(wcb.DueAt) || n.Then != "a dispute is opened" {
		t.Errorf("if nobody does anything: got %+v", n)
	}
	if len(p.Passed) != 1 || p.Passed[0].Name != "Needs" || p.Passed[0].EffectiveAt.IsZero() || len(p.Earlier) != 4 || p.Earlier[3].Result != "approved" {
		t.Errorf("before: got %+v and %+v", p.Passed, p.Earlier)
	}
	if k := capacityOf(t, p, "wcb"); k.On != "W1" || !k.May("signoff.vote") || k.Recused {
		t.Errorf("what the chair may do: got %+v", k)
	}
}

// A person who stands aside does not see an exempt paper, and does see that they stand aside and why.
func TestPaper_of_who_stands_aside(t *testing.T) {
	t.Parallel()
	w, v := papered(t, "exempt")
	w.Do(t, "p-lead", &workflow.SignOffDeclareInterest{Case: "C1", SignOff: "wcb", Seat: "W1", Interest: "pecuniary", Nature: "secret nature"})
	follow(t, v, w.Last)
	p := ask[answer.Paper](t, v, "p-lead", "paper", `{"case":"C1","signoff":"wcb"}`)
	if !p.Limited || p.About != nil || p.Money != nil || len(p.Evidence)+len(p.SignOffs)+len(p.Consents)+len(p.Given) != 0 || p.Gate != nil {
		t.Errorf("got %+v", p)
	}
	if k := capacityOf(t, p, "wcb"); !k.Recused || k.May("signoff.vote") || !strings.Contains(k.WhyNot, "stands aside") {
		t.Errorf("got %+v", k)
	}
	text, _ := json.Marshal(p)
	for _, secret := range []string{"Short breaks", optionsOf, riskOf, fileDigest, "Families", "secret nature", "20000", "Help at home"} {
		if strings.Contains(string(text), secret) {
			t.Errorf("it tells %q: %s", secret, text)
		}
	}
	if p := ask[answer.Paper](t, v, "p-icb", "paper", `{"case":"C1"}`); p.Limited || p.About.Risk != riskOf {
		t.Errorf("a seat that takes part: got %+v", p)
	}
}

// Below the tier board there are no amounts, votes, reasons, names or documents on it; the public has the label alone.
func TestPaper_tells_each_tier_its_own(t *testing.T) {
	t.Parallel()
	w, v := papered(t, "partners")
	follow(t, v, w.Last)
	partner := ask[answer.Paper](t, v, "p-admin", "paper", `{"case":"C1"}`)
	if partner.About == nil || partner.About.Options != optionsOf || partner.Money != nil || len(partner.Capacities) != 0 {
		t.Errorf("a partner: got %+v", partner)
	}
	text, _ := json.Marshal(partner)
	for _, secret := range []string{"_pence\":2", "p-dcs", "p-unit", "votes", "tally", "Report each quarter", "It meets the need", fileDigest, "Families", "snapshot", "may_open"} {
		if strings.Contains(string(text), secret) {
			t.Errorf("a partner is told %q: %s", secret, text)
		}
	}
	officer := ask[answer.Paper](t, v, "po-icb", "paper", `{"case":"C1"}`) // the tier board
	if officer.Money == nil || len(officer.SignOffs[0].Votes) != 3 || officer.Evidence[len(officer.Evidence)-1].Digest != fileDigest {
		t.Errorf("an officer: got %+v", officer)
	}
	public := ask[answer.Paper](t, v, "p-nobody", "paper", `{"case":"C1"}`)
	if !public.Limited || public.About != nil || len(public.SignOffs) != 0 || len(public.Capacities) != 0 {
		t.Errorf("the public: got %+v", public)
	}
	if _, code := asked[answer.Paper](t, v, viewstest.Partnership, "p-lead", "paper", `{"case":"C1","signoff":"nobody"}`); code != workflow.NotFound {
		t.Errorf("a sign-off that there is not: got %q", code)
	}
	if _, code := asked[answer.Paper](t, v, viewstest.Partnership, "p-lead", "paper", `{"case":"C9"}`); code != workflow.NotFound {
		t.Errorf("a case that there is not: got %q", code)
	}
}

// A draft has a paper as well, on which nothing is asked yet.
func TestPaper_of_a_draft(t *testing.T) {
	t.Parallel()
	w := viewstest.Open(t)
	w.Now = viewstest.At("2026-12-01 09:00")
	w.Do(t, "p-unit", &workflow.CaseCreate{Case: "C1", CaseFields: workflow.CaseFields{Title: new("T")}})
	v := opened(t, w)
	follow(t, v, w.Last)
	p := ask[answer.Paper](t, v, "p-unit", "paper", `{"case":"C1"}`)
	if p.Gate != nil || p.About.Title != "T" || p.IfNothing != nil || len(p.Capacities) != 1 || !p.Capacities[0].May("case.submit") || p.Capacities[0].May("case.request_gate") {
		t.Errorf("got %+v", p)
	}
}

func TestEvidence_is_opened_by_who_may(t *testing.T) {
	t.Parallel()
	w, v := papered(t, "exempt")
	w.Do(t, "p-lead", &workflow.SignOffDeclareInterest{Case: "C1", SignOff: "wcb", Seat: "W1", Interest: "pecuniary"})
	follow(t, v, w.Last)
	got, code := asked[answer.Evidence](t, v, viewstest.Partnership, "p-icb", "evidence", `{"case":"C1","item":"families"}`)
	if code != "" || got.Digest != fileDigest || got.FileName != "Families.pdf" || got.MediaType != "application/pdf" || got.Bytes != 4096 || got.Title == "" {
		t.Errorf("got %+v, %q", got, code)
	}
	for name, tc := range map[string]struct {
		person, args string
		want         workflow.Code
	}{
		"a seat that stands aside":         {"p-lead", `{"case":"C1","item":"families"}`, workflow.NotPermitted},
		"an officer who is not so trusted": {"po-icb", `{"case":"C1","item":"families"}`, workflow.NotPermitted},
		"and of an item that there is not": {"po-icb", `{"case":"C1","item":"nothing"}`, workflow.NotPermitted},
		"the public":                       {"p-nobody", `{"case":"C1","item":"families"}`, workflow.NotPermitted},
		"an item that there is not":        {"p-icb", `{"case":"C1","item":"nothing"}`, workflow.NotFound},
		"an item without a document":       {"p-icb", `{"case":"C1","item":"needs_analysis-1"}`, workflow.NotFound},
		"a case that there is not":         {"p-icb", `{"case":"C9","item":"families"}`, workflow.NotFound},
		"nothing in particular":            {"p-icb", `{"case":"C1"}`, workflow.Malformed},
	} {
		t.Run(name, func(t *testing.T) {
			if got, code := asked[answer.Evidence](t, v, viewstest.Partnership, tc.person, "evidence", tc.args); code != tc.want {
				t.Errorf("got %q %+v, want %s", code, got, tc.want)
			}
		})
	}
}

// An officer who is asked for a certificate on an exempt case, and who sits nowhere, reads the paper of what is to be certified:
// alone, and in a list of cases, for which the rows are asked.
func TestPaper_of_a_named_officer(t *testing.T) {
	t.Parallel()
	w := viewstest.Open(t).Neighbour(t, "ashdown", "chief_finance_officer: p-cfo", "chief_finance_officer: p-treasurer")
	w.Now = viewstest.At("2026-12-01 09:00")
	w.Draft(t, "C1", "exempt")
	w.ToG1(t, "C1")
	w.PassG1(t, "C1")
	v := opened(t, w)
	follow(t, v, w.Last)
	if p, _ := asked[answer.Paper](t, v, "ashdown", "p-treasurer", "paper", `{"case":"C1"}`); !p.Limited || len(p.Capacities) != 0 {
		t.Errorf("before the gate: got %+v", p)
	}
	w.Evidence(t, "C1", "G2")
	w.Do(t, "p-unit", &workflow.CaseRequestGate{Case: "C1"})
	follow(t, v, w.Last)
	p, _ := asked[answer.Paper](t, v, "ashdown", "p-treasurer", "paper", `{"case":"C1","signoff":"finance"}`)
	if p.Limited || p.Money == nil || !capacityOf(t, p, "finance").May("signoff.certify") {
		t.Errorf("at the gate: got %+v", p)
	}
	if list, _ := asked[answer.Cases](t, v, "ashdown", "p-treasurer", "cases", ``); len(list.Cases) != 1 || list.Cases[0].Limited || list.Cases[0].Title == "" {
		t.Errorf("in the list: got %+v", list)
	}
}
