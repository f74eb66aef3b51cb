package workflow

import (
	"slices"
	"strings"
	"testing"
)

func (p *partnership) waits(want ...string) []Waiting {
	p.t.Helper()
	list := Explain(p.c, p.r, p.now)
	var got []string
	for _, w := range list {
		got = append(got, w.For)
		if w.Message == "" || strings.Contains(w.Message, "%!") {
			p.t.Fatalf("waits for %s without a sentence: %q", w.For, w.Message)
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		p.t.Fatalf("%s waits for %v, want %v", p.c.Label(), got, want)
	}
	return list
}

func TestExplain(t *testing.T) {
	p := westmere(t)
	p.now = at("2026-12-01 09:00")
	p.draft("pa2023")
	w := p.waits("gate:G1")
	if len(w[0].Details) == 0 || !slices.Equal(w[0].People, []string{"p-unit", "p-unit-2"}) {
		t.Fatalf("at work: got %+v", w[0])
	}
	p.evidence("G1")
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	w = p.waits("signoff:ogn", "signoff:ogs", "signoff:jce", "signoff:wcb")
	if w[0].Then != "it goes to Joint Commissioning Executive" || w[0].Until.IsZero() {
		t.Fatalf("the most pressing: got %+v", w[0])
	}
	p.votes("ogn", Approve, "N1")
	for _, x := range Explain(p.c, p.r, p.now) {
		if x.For == "signoff:ogn" && (!slices.Equal(x.On, []string{"N2", "N3"}) || !slices.Equal(x.People, []string{"p-n2", "p-n3"})) {
			t.Fatalf("on whom: got %v %v", x.On, x.People)
		}
	}
	p.votes("ogn", Approve, "N2")
	p.votes("ogs", Approve, "S1", "S2")
	p.votes("jce", Approve, "E1", "E2", "E3")
	p.votes("wcb", Approve, "W1", "W2", "W3", "W5")
	if w = p.waits("signoff:wcb"); !strings.Contains(w[0].Message, "4 for, 0 against, 0 abstained, 5 not voted") {
		t.Fatalf("got %q", w[0].Message)
	}
	if w[0].Then != "a dispute is opened" { // four participants are below the quorum of five
		t.Fatalf("then: got %q", w[0].Then)
	}
	p.votes("wcb", Abstain, "W4")
	if w = p.waits("signoff:wcb"); w[0].Then != "it is decided on the votes cast" {
		t.Fatalf("then: got %q", w[0].Then)
	}
	p.do("p-lead", &CaseDefer{Case: "C1", SignOff: "wcb", Until: day("2027-01-20"), Reason: "figures"})
	p.waits("deferral")
	p.do("mo-wcc", &CaseSuspend{Case: "C1", Reason: "r"})
	p.waits("suspension")
}

func TestExplainConsentsAndHolds(t *testing.T) {
	p := westmere(t)
	p.boardsAtG2()
	p.confirmAll("W4")
	w := p.waits("consent:pol")
	if !slices.Equal(w[0].People, []string{"p-police", "po-pol"}) || !strings.Contains(w[0].Message, "0.5 FTE") {
		t.Fatalf("got %+v", w[0])
	}
	p.do("p-police", &ConsentConfirm{Case: "C1", Seat: "W4"})
	p.evidence("G3")
	p.do("p-unit", &CaseRequestGate{Case: "C1", Award: &AwardFields{ValuePence: 291_000_00}})
	p.votes("ogn", Approve, "N1", "N2")
	p.votes("ogs", Approve, "S1", "S2")
	p.votes("jce", Approve, "E1", "E2", "E3")
	if w = p.waits("hold:standstill"); !slices.Equal(w[0].Acts, []string{"notice.publish"}) {
		t.Fatalf("a hold without an end: got %+v", w[0])
	}
	p.do("p-unit", &NoticePublish{Case: "C1", Kind: "award"})
	if w = p.waits("hold:standstill"); w[0].Until.IsZero() {
		t.Fatalf("a dated hold: got %+v", w[0])
	}
	p.clock("2027-02-01 09:00")
	if w = p.waits("review:delivery"); !strings.Contains(w[0].Message, "2027") {
		t.Fatalf("delivery: got %+v", w[0])
	}
}
