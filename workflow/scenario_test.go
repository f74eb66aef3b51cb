package workflow

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"comity/events"
)

// The acceptance scenarios 1, 5 and 6 at the level of the rules; scenarios/ plays them on the whole program.

func TestStraightThrough(t *testing.T) {
	p := westmere(t)
	p.now = at("2026-12-01 09:00")
	p.draft("pa2023")
	p.label("needs_assessment.working")
	if p.c.WorkflowVersion != 1 {
		t.Fatalf("workflow version: got %d, want 1", p.c.WorkflowVersion)
	}
	p.evidence("G1", "user_views")
	no := p.refused("p-unit", &CaseRequestGate{Case: "C1"}, EvidenceMissing)
	if got := no.About(); !slices.Equal(got, []string{"user_views"}) {
		t.Fatalf("details: got %v, want user_views", got)
	}
	p.do("p-unit", &CaseAddEvidence{Case: "C1", Type: "user_views"})
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	p.label("needs_assessment.at_gate")
	p.states(map[string]string{"ogn": "open", "ogs": "open", "jce": "waiting", "wcb": "waiting"})

	p.votes("ogn", Approve, "N1", "N2")
	if got := p.state("ogn"); got != "decided(endorsed)" {
		t.Fatalf("ogn: got %s", got)
	}
	p.refused("p-n3", &SignOffVote{Case: "C1", SignOff: "ogn", Seat: "N3", Choice: Approve}, SignOffClosed)
	p.refused("p-dcs", &SignOffVote{Case: "C1", SignOff: "jce", Seat: "E1", Choice: Approve}, SignOffNotOpen)
	p.votes("ogs", Approve, "S1")
	if got := p.state("jce"); got != "waiting" {
		t.Fatalf("jce: got %s, want waiting", got)
	}
	p.votes("ogs", Approve, "S2")
	p.votes("jce", Approve, "E1", "E2")
	if got := p.state("jce"); got != "open" {
		t.Fatalf("jce: got %s, want open", got)
	}
	p.votes("jce", Approve, "E3")
	p.votes("wcb", Approve, "W1", "W2", "W3", "W5")
	if got := p.state("wcb"); got != "open" {
		t.Fatalf("wcb: got %s, want open: 4 for, 5 not voted", got)
	}
	p.votes("wcb", Approve, "W6")
	if got := p.state("wcb"); got != "decided(approved)" {
		t.Fatalf("wcb: got %s", got)
	}
	if got := p.c.SignOff("wcb").Tally; got.Approve != 5 || got.Refuse != 0 {
		t.Fatalf("tally: got %+v", got)
	}
	p.label("planning.working")
	if len(p.c.Passed) != 1 || p.c.Passed[0].Gate != "G1" {
		t.Fatalf("passed: got %v", p.c.Passed)
	}

	p.evidence("G2")
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	p.states(map[string]string{"jce": "open", "finance": "open", "wcb": "waiting"})
	if got := len(p.c.CurrentConsents()); got != 7 {
		t.Fatalf("consents: got %d, want 7", got)
	}
	p.votes("jce", Approve, "E1", "E2", "E3")
	if got := p.state("wcb"); got != "waiting" {
		t.Fatalf("wcb: got %s, want waiting for finance", got)
	}
	p.do("p-cfo", &SignOffCertify{Case: "C1", SignOff: "finance"})
	p.votes("wcb", Approve, "W1", "W2", "W3", "W5", "W6")
	for _, seat := range []string{"W2", "W3", "W5", "W6", "W7", "W8"} {
		p.do(p.r.Holder(seat, p.now), &ConsentConfirm{Case: "C1", Seat: seat})
	}
	p.label("planning.at_gate")
	if got := Outstanding(p.c, p.r, p.now); !slices.Equal(got, []string{"consent:pol"}) {
		t.Fatalf("outstanding: got %v, want consent:pol", got)
	}
	p.do("p-police", &ConsentConfirm{Case: "C1", Seat: "W4"})
	p.label("procurement.working")
	if len(p.c.Passed) != 2 {
		t.Fatalf("G2 passed %d times", len(p.c.Passed)-1)
	}
}

func TestStandstill(t *testing.T) {
	for _, tc := range []struct{ regime, until, effective string }{
		{"pa2023", "2027-04-02T23:59:59+01:00", "2027-04-03T00:00:00+01:00"},
		{"psr2023", "2027-04-05T23:59:59+01:00", "2027-04-06T00:00:00+01:00"},
	} {
		t.Run(tc.regime, func(t *testing.T) {
			p := westmere(t)
			p.toGate("G2", tc.regime)
			p.passG2()
			p.now = at("2027-03-22 10:00")
			p.evidence("G3")
			p.do("p-unit", &CaseRequestGate{Case: "C1", Award: &AwardFields{ValuePence: 291_000_00}})
			p.states(map[string]string{"ogn": "open", "ogs": "open", "jce": "waiting"})
			p.votes("ogn", Approve, "N1", "N2")
			p.votes("ogs", Approve, "S1", "S2")
			p.votes("jce", Approve, "E1", "E2", "E3")
			p.label("procurement.pending_effect")
			if h := p.c.Holds[0]; !h.Until.IsZero() {
				t.Fatalf("a standstill without a notice ends on %s", h.Until)
			}
			p.do("p-unit", &NoticePublish{Case: "C1", Kind: "award"})
			if got := p.c.Holds[0].Until; !got.Equal(at(tc.until)) {
				t.Fatalf("until: got %s, want %s", got, tc.until)
			}
			p.now = at("2027-04-02 12:00")
			no := p.refused("p-unit", &ContractRecord{Case: "C1", Supplier: "Supplier", ValuePence: 291_000_00}, HoldActive)
			if no.Details[0].Facts["kind"] != "standstill" {
				t.Fatalf("details: got %v", no.Details)
			}
			if tc.regime == "psr2023" {
				representation(t, p)
				return
			}
			p.clock("2027-04-02T22:59:59Z")
			p.label("procurement.pending_effect")
			p.clock("2027-04-02T23:00:00Z")
			p.label("delivery.working")
			if got := p.c.Passed[2].EffectiveAt; !got.Equal(at(tc.effective)) {
				t.Fatalf("effective: got %s, want %s", got, tc.effective)
			}
			p.do("p-unit", &ContractRecord{Case: "C1", Supplier: "Supplier", ValuePence: 291_000_00})
			p.refused("p-unit", &CaseWithdraw{Case: "C1", Reason: "second thoughts"}, WrongStage)
			continueAfterReview(t, p)
		})
	}
}

func representation(t *testing.T, p *partnership) {
	t.Helper()
	p.now = at("2027-04-05 15:00")
	p.do("p-unit", &RepresentationReceive{Case: "C1", From: "Another Supplier"})
	if got := p.c.Holds[0].Until; !got.IsZero() {
		t.Fatalf("an open representation: the hold ends %s, want no end", got)
	}
	p.clock("2027-04-07 11:00")
	p.label("procurement.pending_effect")
	p.do("p-unit", &RepresentationAnswer{Case: "C1", Decision: "The award stands."})
	if got := p.c.Holds[0].Until; !got.Equal(at("2027-04-14T23:59:59+01:00")) {
		t.Fatalf("until: got %s, want 14 April", got)
	}
	p.clock("2027-04-15 00:00")
	p.label("delivery.working")
}

func continueAfterReview(t *testing.T, p *partnership) {
	t.Helper()
	p.clock("2028-04-02 23:59:59")
	p.label("delivery.working")
	p.clock("2028-04-03 00:00")
	p.label("review.working")
	p.evidence("G4")
	p.do("p-unit", &CaseRequestGate{Case: "C1", Outcome: "continue"})
	p.votes("ogn", Approve, "N1", "N2")
	p.votes("ogs", Approve, "S1", "S2")
	p.votes("jce", Approve, "E1", "E2", "E3")
	p.votes("wcb", Approve, "W1", "W2", "W3", "W5", "W6")
	p.label("delivery.working")
	if p.c.Cycle != 2 {
		t.Fatalf("cycle: got %d, want 2", p.c.Cycle)
	}
}

func TestAwardAboveTolerance(t *testing.T) {
	for _, tc := range []struct {
		pence int64
		wcb   bool
	}{{315_000_00, false}, {315_000_01, true}} {
		p := westmere(t)
		p.toGate("G2", "pa2023")
		p.passG2()
		p.evidence("G3")
		p.do("p-unit", &CaseRequestGate{Case: "C1", Award: &AwardFields{ValuePence: tc.pence}})
		if got := slices.ContainsFunc(p.c.Current(), func(s *SignOff) bool { return s.ID == "wcb" }); got != tc.wcb {
			t.Errorf("award of %d pence asks the board: got %v, want %v", tc.pence, got, tc.wcb)
		}
	}
}

// toWCB takes C1 to an open strategic sign-off at G1.
func (p *partnership) toWCB() {
	p.toGate("G1", "pa2023")
	p.votes("ogn", Approve, "N1", "N2")
	p.votes("ogs", Approve, "S1", "S2")
	p.votes("jce", Approve, "E1", "E2", "E3")
}

func TestCastingVote(t *testing.T) {
	t.Run("the chair's casting vote approves", func(t *testing.T) {
		p := westmere(t)
		p.toWCB()
		p.votes("wcb", Approve, "W1", "W2", "W3", "W9")
		p.votes("wcb", RefuseChoice, "W5", "W6", "W7", "W8")
		p.votes("wcb", Abstain, "W4")
		if got := p.state("wcb"); got != "tied" {
			t.Fatalf("wcb: got %s, want tied", got)
		}
		p.refused("p-icb", &SignOffCast{Case: "C1", SignOff: "wcb", Seat: "W3", Choice: Approve}, NotPresiding)
		p.do("p-lead", &SignOffCast{Case: "C1", SignOff: "wcb", Seat: "W1", Choice: Approve})
		want := events.Tally{Approve: 4, Refuse: 4, Abstain: 1, Casting: &events.CastingVote{Seat: "W1", Choice: Approve}}
		if got := *p.c.SignOff("wcb").Tally; !reflect.DeepEqual(got, want) {
			t.Fatalf("tally: got %+v, want %+v", got, want)
		}
		p.label("planning.working")
		p.refused("p-lead", &SignOffCast{Case: "C1", SignOff: "wcb", Seat: "W1", Choice: Approve}, SignOffClosed)
	})
	t.Run("the vice-chair casts where the chair is recused", func(t *testing.T) {
		p := westmere(t)
		p.toWCB()
		p.do("p-lead", &SignOffDeclareInterest{Case: "C1", SignOff: "wcb", Seat: "W1", Interest: "pecuniary"})
		p.votes("wcb", Approve, "W2", "W3", "W4", "W9")
		p.votes("wcb", RefuseChoice, "W5", "W6", "W7", "W8")
		if got := p.r.Presiding(p.c.SignOff("wcb"), p.now); got != "W3" {
			t.Fatalf("presiding: got %s, want W3", got)
		}
		p.refused("p-lead", &SignOffCast{Case: "C1", SignOff: "wcb", Seat: "W1", Choice: Approve}, SeatRecused)
		p.refused("p-dcs", &SignOffCast{Case: "C1", SignOff: "wcb", Seat: "W2", Choice: Approve}, NotPresiding)
		p.do("p-icb", &SignOffCast{Case: "C1", SignOff: "wcb", Seat: "W3", Choice: RefuseChoice})
		p.label("closed")
		if p.c.Outcome != "rejected" {
			t.Fatalf("outcome: got %s", p.c.Outcome)
		}
		for _, k := range p.c.Commitments {
			if !k.Released {
				t.Errorf("commitment %s is not released", k.Commitment)
			}
		}
	})
	t.Run("a tie of the executive opens a dispute", func(t *testing.T) {
		p := westmere(t)
		p.now = at("2026-12-01 09:00")
		p.draft("pa2023")
		p.evidence("G1")
		p.now = at("2027-01-12 10:00")
		p.do("p-unit", &CaseRequestGate{Case: "C1"})
		p.votes("ogn", Approve, "N1", "N2")
		p.votes("ogs", Approve, "S1", "S2")
		p.votes("jce", Approve, "E1", "E2")
		p.votes("jce", RefuseChoice, "E3", "E4")
		p.votes("jce", Abstain, "E5")
		if got := p.state("jce"); got != "escalated" {
			t.Fatalf("jce: got %s, want escalated", got)
		}
		p.label("needs_assessment.in_dispute")
		if got := p.c.Dispute.DueAt; !got.Equal(at("2027-01-26T23:59:59Z")) {
			t.Fatalf("step 1: due %s", got)
		}
		p.refused("p-dcs", &SignOffCast{Case: "C1", SignOff: "jce", Seat: "E1", Choice: Approve}, CastingVoteNotAllowed)
	})
}

func TestDeputy(t *testing.T) {
	setup := func(t *testing.T) *partnership {
		p := westmere(t)
		p.now = at("2026-11-02 09:00")
		p.register("ao-pol", &DeputyName{Seat: "W4", Person: "p-police-2", From: day("2026-09-01"), Until: day("2027-08-31"), Instrument: "letter"})
		p.toWCB()
		return p
	}
	t.Run("votes for the seat, once", func(t *testing.T) {
		p := setup(t)
		p.do("p-police-2", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "W4", Choice: Approve})
		v := p.c.SignOff("wcb").Votes[0]
		if v.Seat != "W4" || v.Person != "p-police-2" || v.AsDeputyFor != "p-police" {
			t.Fatalf("vote: got %+v", v)
		}
		p.refused("p-police", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "W4", Choice: Approve}, SeatAlreadyVoted)
		p.refused("p-officer", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "W4", Choice: Approve}, NotSeatHolder)
	})
	t.Run("not after the term", func(t *testing.T) {
		p := setup(t)
		p.c.SignOff("wcb").DueAt = time.Time{} // a board without a deadline, so that the year can pass
		p.now = at("2027-09-01T00:00:00+01:00")
		p.refused("p-police-2", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "W4", Choice: Approve}, DeputyNotInForce)
	})
	t.Run("does not commit, nor certify", func(t *testing.T) {
		p := setup(t)
		p.votes("wcb", Approve, "W1", "W2", "W3", "W5", "W6")
		p.evidence("G2")
		p.do("p-unit", &CaseRequestGate{Case: "C1"})
		p.refused("p-police-2", &ConsentConfirm{Case: "C1", Seat: "W4"}, MandateNotExercisableByDeputy)
		p.refused("p-deputy-cfo", &SignOffCertify{Case: "C1", SignOff: "finance"}, NonDelegable)
	})
	t.Run("one person, one vote", func(t *testing.T) {
		p := westmere(t)
		p.register("ao-district-leaders-group", &DeputyName{Seat: "E4", Person: "p-police-2", Instrument: "letter"})
		p.toGate("G1", "pa2023")
		p.votes("ogn", Approve, "N1", "N2")
		p.votes("ogs", Approve, "S1", "S2")
		p.do("p-police-2", &SignOffVote{Case: "C1", SignOff: "jce", Seat: "E5", Choice: Approve})
		p.refused("p-police-2", &SignOffVote{Case: "C1", SignOff: "jce", Seat: "E4", Choice: Approve}, PersonAlreadyUsed)
	})
	t.Run("declares for the seat", func(t *testing.T) {
		p := setup(t)
		p.do("p-police-2", &SignOffDeclareInterest{Case: "C1", SignOff: "wcb", Seat: "W4", Interest: "pecuniary"})
		p.refused("p-police", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "W4", Choice: Approve}, SeatRecused)
		p.votes("wcb", Approve, "W1", "W2", "W3", "W5", "W6")
		p.label("planning.working")
	})
	t.Run("of two deputies the first vote stands", func(t *testing.T) {
		p := setup(t)
		p.register("ao-pol", &DeputyName{Seat: "W4", Person: "p-police-3", Instrument: "letter"})
		p.do("p-police-3", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "W4", Choice: Approve})
		p.refused("p-police-2", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "W4", Choice: Approve}, SeatAlreadyVoted)
	})
}
