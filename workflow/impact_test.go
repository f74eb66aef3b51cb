package workflow

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestImpactOfAGovernance(t *testing.T) {
	p := westmere(t)
	p.toGate("G1", "pa2023")
	p.votes("ogn", Approve, "N1")
	before := p.c.Clone()
	source := strings.Replace(merging(t, "4", "2026-12-08"), "id: S3,", "id: S4,", 1)
	got, no := ImpactOf(p.r, []*Case{p.c}, source, p.now)
	if no != nil {
		t.Fatal(no)
	}
	if want := []BoardEnding{{"ogn", "North Operational Group", []string{"oga"}}, {"ogs", "South Operational Group", []string{"oga"}}}; !reflect.DeepEqual(got.BoardsEnd, want) {
		t.Errorf("boards that end: got %+v", got.BoardsEnd)
	}
	if len(got.SeatsVanish) != 1 || got.SeatsVanish[0].Seat != "S3" || got.SeatsVanish[0].Holder != "p-s3" {
		t.Errorf("seats that vanish: got %+v", got.SeatsVanish)
	}
	want := []ReissuedCase{{"C1", "needs_assessment.at_gate", "ogn", "ogn", "open", 1, []string{"oga"}, ReissuedMerged},
		{"C1", "needs_assessment.at_gate", "ogs", "ogs", "open", 0, []string{"oga"}, ReissuedMerged}}
	if !reflect.DeepEqual(got.Reissued, want) {
		t.Errorf("reissued: got %+v", got.Reissued)
	}
	if len(p.r.Governance) != 1 || !reflect.DeepEqual(before, p.c) {
		t.Error("asking has changed something")
	}
	p.publish(source)
	p.clock("2026-12-08 00:00")
	if p.state("oga") != "open" || p.state("ogn") != "void" || p.state("ogs") != "void" {
		t.Error("what was foretold did not come")
	}
}

func TestImpactOfAVersionWithoutPeople(t *testing.T) {
	p := westmere(t)
	source := strings.NewReplacer("id: N1,", "id: A1,", "id: N2,", "id: A2,", "id: S1,", "id: A3,", "id: S2,", "id: A4,", "seat: N1, vice: [N2]", "seat: A1, vice: [A2]").
		Replace(merging(t, "4", "2026-12-08"))
	got, no := ImpactOf(p.r, nil, source, p.now)
	if no != nil {
		t.Fatal(no)
	}
	if i := slices.IndexFunc(got.NoQuorum, func(q QuorumUnmet) bool { return q.Board == "oga" }); i < 0 {
		t.Fatalf("boards without a quorum: got %+v", got.NoQuorum)
	}
}

func TestImpactOfAWorkflow(t *testing.T) {
	p := westmere(t)
	p.toGate("G1", "pa2023")
	source := secondVersion(t, "migrates_from: [{version: 1, stages: {planning: design}}]\n")
	got, no := ImpactOf(p.r, []*Case{p.c}, source, p.now)
	if no != nil || len(got.Cases) != 1 || got.Cases[0].Can != MigratesLater {
		t.Fatalf("got %+v, %v", got, no)
	}
	p.publishWorkflow(source)
	p.passG1()
	if got, _ = ImpactOf(p.r, []*Case{p.c}, source, p.now); !got.Done || len(got.Cases) != 1 || got.Cases[0].Can != MigratesNow || got.Cases[0].To != "design" {
		t.Fatalf("got %+v", got)
	}
	if _, no := ImpactOf(p.r, nil, strings.Replace(source, "name: Design", "name: Other", 1)+"\n# other\n", p.now); no == nil || no.Code != VersionExists {
		t.Fatalf("got %v", no)
	}
}
