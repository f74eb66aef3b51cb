package workflow

import (
	"slices"
	"testing"

	"comity/events"
)

// passG3 takes C1 from the plan that is approved through its award to delivery, on the first of February.
func (p *partnership) passG3() {
	p.t.Helper()
	p.evidence("G3")
	p.do("p-unit", &CaseRequestGate{Case: "C1", Award: &AwardFields{ValuePence: 291_000_00}})
	p.votes("ogn", Approve, "N1", "N2")
	p.votes("ogs", Approve, "S1", "S2")
	p.votes("jce", Approve, "E1", "E2", "E3")
	p.do("p-unit", &NoticePublish{Case: "C1", Kind: "award"})
	p.clock("2027-02-01 09:00")
	p.label("delivery.working")
}

// toReview takes C1 to its first review, on a route without a standstill.
func (p *partnership) toReview() {
	p.t.Helper()
	p.toGate("G2", "pa2023")
	p.passG2()
	p.passG3()
	p.do("p-unit", &ContractRecord{Case: "C1", Supplier: "S", ValuePence: 291_000_00})
	p.do("p-unit", &TargetSet{Case: "C1", Target: "waits", Indicator: "weeks waited", Value: "6", Direction: "at_most", DueOn: day("2027-12-01")})
	p.do("p-unit", &CaseBeginReview{Case: "C1", Because: "performance"})
	p.label("review.working")
}

func (p *partnership) atG4(outcome string) {
	p.t.Helper()
	p.toReview()
	p.evidence("G4")
	no := p.refused("p-unit", &CaseRequestGate{Case: "C1", Outcome: outcome}, EvidenceMissing)
	if !slices.Equal(no.About(), []string{"measurement:waits"}) {
		p.t.Fatalf("got %v", no.About())
	}
	p.do("p-unit", &MeasurementRecord{Case: "C1", Target: "waits", Value: "5.5"})
	p.refused("p-unit", &CaseRequestGate{Case: "C1", Outcome: outcome}, EvidenceMissing) // not verified: F107
	p.do("p-unit", &MeasurementRecord{Case: "C1", Target: "waits", Value: "5.5", Verified: true})
	p.refused("p-unit", &CaseRequestGate{Case: "C1", Outcome: "abolish"}, Malformed)
	p.do("p-unit", &CaseRequestGate{Case: "C1", Outcome: outcome})
	p.votes("ogn", Approve, "N1", "N2")
	p.votes("ogs", Approve, "S1", "S2")
	p.votes("jce", Approve, "E1", "E2", "E3")
	p.votes("wcb", Approve, "W1", "W2", "W3", "W5", "W6")
}

func TestReviewOutcomes(t *testing.T) {
	t.Run("vary", func(t *testing.T) {
		p := westmere(t)
		p.atG4("vary")
		p.label("planning.working")
	})
	t.Run("decommission", func(t *testing.T) {
		p := westmere(t)
		p.atG4("decommission")
		p.label("exit.working")
		p.do("p-unit", &CaseCompleteExit{Case: "C1", Note: "min 9"})
		p.label("closed")
		if p.c.Outcome != "decommissioned" {
			t.Fatalf("outcome: got %s", p.c.Outcome)
		}
	})
	t.Run("recommission", func(t *testing.T) {
		p := westmere(t)
		p.atG4("recommission")
		p.label("closed")
		before := *p.c
		id, first := Successor(&before, p.r, p.last)
		if id != "C1-R1" || p.c.Successor != id {
			t.Fatalf("successor: got %q, case says %q", id, p.c.Successor)
		}
		next := NewCase("westmere", id)
		if err := next.Fold(record(events.KindCase, id, 1, Meta{At: p.now, Actor: "p-lead"}, first)); err != nil {
			t.Fatal(err)
		}
		if next.Label() != "needs_assessment.working" || len(next.Evidence) != len(p.c.Evidence) || next.Predecessor != "C1" {
			t.Fatalf("got %s with %d items after %s", next.Label(), len(next.Evidence), next.Predecessor)
		}
	})
	t.Run("a refusal after the award returns", func(t *testing.T) {
		p := westmere(t)
		p.toReview()
		p.evidence("G4")
		p.do("p-unit", &MeasurementRecord{Case: "C1", Target: "waits", Value: "5.5", Verified: true})
		p.do("p-unit", &CaseRequestGate{Case: "C1", Outcome: "continue"})
		p.votes("ogn", Approve, "N1", "N2")
		p.votes("ogs", Approve, "S1", "S2")
		p.votes("jce", Approve, "E1", "E2", "E3")
		p.votes("wcb", RefuseChoice, "W1", "W2", "W3", "W5", "W6")
		p.label("review.working")
	})
}

func TestWithdrawal(t *testing.T) {
	p := westmere(t)
	p.toWCB()
	p.refused("p-icb", &CaseWithdraw{Case: "C1", Reason: "r"}, NotPermitted)
	p.do("p-unit", &CaseWithdraw{Case: "C1", Reason: "funding ended"})
	p.label("closed")
	if got := p.state("wcb"); got != "void" {
		t.Fatalf("wcb: got %s, want void", got)
	}
	p.refused("p-unit", &CaseWithdraw{Case: "C1", Reason: "again"}, WrongStage)
}

func TestSubmissionNamesWhatIsMissing(t *testing.T) {
	p := westmere(t)
	p.now = at("2026-12-01 09:00")
	p.refused("p-lead", &CaseCreate{Case: "C1", CaseFields: CaseFields{Title: ptr("t")}}, NotPermitted)
	p.refused("p-unit", &CaseCreate{Case: "C1", CaseFields: CaseFields{Title: ptr("t"), Areas: []string{"east"}, Tier: ptr("high")}}, NotFound)
	p.do("p-unit", &CaseCreate{Case: "C1", CaseFields: CaseFields{Title: ptr("t")}})
	p.refused("p-unit", &CaseCreate{Case: "C1", CaseFields: CaseFields{Title: ptr("t")}}, Malformed)
	no := p.refused("p-unit", &CaseSubmit{Case: "C1"}, Malformed)
	if want := []string{"areas", "classification", "outcome", "tier", "scale", "route"}; !slices.Equal(no.About(), want) {
		t.Fatalf("missing: got %v, want %v", no.About(), want)
	}
	p.refused("p-unit", &CaseAmend{Case: "C1", CaseFields: CaseFields{Title: ptr("t")}}, Malformed)
	p.refused("p-unit", &CaseRequestGate{Case: "C1"}, WrongStage)
}

func TestEvidenceIsChecked(t *testing.T) {
	p := westmere(t)
	p.toGate("G2", "pa2023")
	p.do("p-unit", &CaseAddEvidence{Case: "C1", Type: "risk_register", Data: []byte(`{"risks":[{"title":"Cost"}]}`)})
	p.label("planning.working")
	no := p.refused("p-unit", &CaseRequestGate{Case: "C1"}, EvidenceMissing)
	if !slices.Equal(no.About(), []string{"risk_register"}) || no.Details[0].Facts["why"] != "rule" {
		t.Fatalf("got %+v", no.Details)
	}
	p.refused("p-unit", &CaseAddEvidence{Case: "C1", Type: "risk_register", Data: []byte(`{"risks":"none"}`)}, Malformed)
	p.refused("p-unit", &CaseAddEvidence{Case: "C1", Type: "horoscope"}, NotFound)
}

func TestRevisionExpected(t *testing.T) {
	p := westmere(t)
	p.toWCB()
	m := p.meta("p-lead", &SignOffVote{})
	m.ExpectedRevision = 3
	_, no := DecideCase(p.c, p.r, &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "W1", Choice: Approve}, m)
	if no == nil || no.Code != StaleRevision {
		t.Fatalf("got %v, want stale_revision", no)
	}
	for _, tc := range []struct {
		name, actor string
		cmd         Command
		code        Code
		details     int
	}{
		{"who may act is told that it is stale", "p-unit", &CaseWithdraw{Case: "C1", Reason: "x"}, StaleRevision, 1},
		{"and of what else is wrong", "p-dcs", &SignOffVote{Case: "C1", SignOff: "jce", Seat: "E1", Choice: Approve}, StaleRevision, 3},
		{"who may not act is told that first", "p-stranger", &CaseWithdraw{Case: "C1", Reason: "x"}, NotPermitted, 2},
		{"what does not exist comes first too", "p-lead", &SignOffVote{Case: "C1", SignOff: "nope", Seat: "W1", Choice: Approve}, NotFound, 2},
	} {
		m.Actor = tc.actor
		if _, no := DecideCase(p.c, p.r, tc.cmd, m); no == nil || no.Code != tc.code || len(no.Details) != tc.details {
			t.Errorf("%s: got %+v", tc.name, no)
		}
	}
}
