package workflow

import (
	"slices"
	"testing"
	"time"

	"comity/events"
)

func TestQuorumLostByRecusal(t *testing.T) {
	p := westmere(t)
	p.toWCB()
	due := p.c.SignOff("wcb").DueAt
	p.votes("wcb", Approve, "W3")
	p.do("p-icb", &SignOffDeclareInterest{Case: "C1", SignOff: "wcb", Seat: "W3", Interest: "provider"})
	s := p.c.SignOff("wcb")
	if s.State != SignOffNoQuorum || !slices.Equal(s.QuorumReasons, []string{"required_category_missing: icb"}) {
		t.Fatalf("got %s %v, want inquorate for want of the icb", s.State, s.QuorumReasons)
	}
	if !s.Votes[0].Struck {
		t.Fatal("the recused seat's vote is not struck")
	}
	p.refused("p-lead", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "W1", Choice: Approve}, SignOffInquorate)
	p.now = p.now.Add(48 * time.Hour)
	p.refused("p-lead", &SignOffDispense{Case: "C1", SignOff: "wcb", Seat: "W3", Reason: "r"}, NotAuthorisedToDispense)
	p.refused("mo-wcc", &SignOffDispense{Case: "C1", SignOff: "wcb", Seat: "W3", Reason: "r"}, NotAuthorisedToDispense)
	p.do("mo-icb", &SignOffDispense{Case: "C1", SignOff: "wcb", Seat: "W3", Reason: "no other way to a quorum"})
	s = p.c.SignOff("wcb")
	if s.State != SignOffOpen || s.Votes[0].Struck {
		t.Fatalf("got %s, struck %v: want open, and the earlier vote counting again", s.State, s.Votes[0].Struck)
	}
	if want := due.Add(48 * time.Hour); !s.DueAt.Equal(want) {
		t.Fatalf("due: got %s, want %s: later by the time without a quorum", s.DueAt, want)
	}
	p.votes("wcb", Approve, "W1", "W2", "W5", "W6")
	p.label("planning.working")
}

func TestQuorumRestoredByDeputy(t *testing.T) {
	p := westmere(t)
	p.toWCB()
	p.register("ao-icb", &MemberRemove{Seat: "W3", LastDay: day("2026-12-02"), Instrument: "min 2"})
	p.clock("2026-12-02 23:59:59")
	if got := p.state("wcb"); got != "open" {
		t.Fatalf("wcb on the last day: got %s", got)
	}
	p.clock("2026-12-03 00:00")
	if got := p.state("wcb"); got != "inquorate" {
		t.Fatalf("wcb after it: got %s, want inquorate", got)
	}
	p.now = at("2026-12-07 10:00")
	p.register("ao-icb", &DeputyName{Seat: "W3", Person: "p-icb-deputy", Instrument: "letter"})
	p.clock("2026-12-07 10:01")
	if got := p.state("wcb"); got != "open" {
		t.Fatalf("wcb with a deputy: got %s, want open", got)
	}
}

func TestLapseOverChristmas(t *testing.T) {
	p := westmere(t)
	p.now = at("2026-12-01 09:00")
	p.draft("pa2023")
	p.evidence("G1")
	p.now = at("2026-12-17 10:00") // a Thursday; ten working days end on Tuesday 5 January
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	p.votes("ogs", Approve, "S1", "S2")
	p.votes("ogn", Approve, "N1")
	var reminded []time.Time
	for range 6 {
		due := Due(p.c, p.r)[0]
		if due.What != "reminder" {
			break
		}
		p.clock(due.At.Format(time.RFC3339))
		for _, e := range p.last {
			if r, ok := e.(events.SignOffReminded); ok && (r.Seat == "N1" || r.SignOff != "ogn") {
				t.Fatalf("%s was reminded of %s", r.Seat, r.SignOff)
			}
		}
		reminded = append(reminded, due.At)
	}
	want := []time.Time{at("2026-12-24 09:00"), at("2027-01-04 09:00")}
	if !slices.EqualFunc(reminded, want, time.Time.Equal) {
		t.Fatalf("reminders: got %v, want %v", reminded, want)
	}
	if got := p.c.SignOff("ogn").DueAt; !got.Equal(at("2027-01-05 23:59:59")) {
		t.Fatalf("due: got %s", got)
	}
	// the engine was off for days: the lapse is noticed late, and what it opens starts when it is opened
	p.now = at("2027-01-08 11:00")
	p.do(events.System, &CaseTick{Case: "C1"})
	if got := p.state("ogn"); got != "escalated" {
		t.Fatalf("ogn: got %s, want escalated", got)
	}
	e := p.last[0].(events.SignOffEscalated)
	if !e.DueAt.Equal(at("2027-01-05 23:59:59")) || !e.DetectedAt.Equal(p.now) || e.To != "jce-for-ogn" {
		t.Fatalf("escalation: got %+v", e)
	}
	if !p.c.SignOff("ogn").Votes[0].NotCounted {
		t.Fatal("a vote on the escalated sign-off counts")
	}
	in := p.c.SignOff("jce-for-ogn")
	if in.State != SignOffOpen || in.Act != "endorse" || in.Order != 1 || !in.DueAt.Equal(at("2027-01-15 23:59:59")) {
		t.Fatalf("in its place: got %+v", in)
	}
	if got := p.state("jce"); got != "waiting" {
		t.Fatalf("the executive's own: got %s, want waiting", got)
	}
	p.votes("jce-for-ogn", Approve, "E1", "E2", "E3")
	if got := p.state("jce"); got != "open" {
		t.Fatalf("the executive's own: got %s, want open", got)
	}
	p.votes("jce", Approve, "E1", "E2", "E3")
	p.votes("wcb", Approve, "W1", "W2", "W3", "W5", "W6")
	p.label("planning.working")
}

func TestLapseToTheTopIsADispute(t *testing.T) {
	p := westmere(t)
	p.toGate("G1", "pa2023")
	p.clock("2026-12-30 00:00") // ogn and ogs to jce
	if got := p.state("ogn") + p.state("ogs"); got != "escalatedescalated" {
		t.Fatalf("got %s", got)
	}
	p.clock("2027-06-01 00:00")
	p.label("needs_assessment.in_dispute")
	if p.c.Dispute.Because != "lapse" && p.c.Dispute.Because != "inquorate" {
		t.Fatalf("dispute: got %+v", p.c.Dispute)
	}
	for _, s := range p.c.SignOffs {
		if s.Positive() {
			t.Fatalf("silence approved %s", s.ID)
		}
	}
	if p.c.Dispute.Step != "" {
		t.Fatalf("after half a year the dispute is at step %s", p.c.Dispute.Step)
	}
}

func TestQuorateBoardIsDecidedAtItsDeadline(t *testing.T) {
	p := westmere(t)
	p.toWCB()
	p.votes("wcb", Approve, "W1", "W3", "W5")
	p.votes("wcb", RefuseChoice, "W2")
	p.votes("wcb", Abstain, "W4")
	p.now = at("2027-01-31 00:00") // the engine was off for weeks
	p.do(events.System, &CaseTick{Case: "C1"})
	s := p.c.SignOff("wcb")
	if s.Result != "approved" || s.By != "wcb" || s.Because != "deadline" || !s.EndedAt.Equal(at("2026-12-23 00:00")) {
		t.Fatalf("got %s by %s because %s at %s", s.Result, s.By, s.Because, s.EndedAt)
	}
}

func TestTieAtTheDeadlineAsksThePersonPresiding(t *testing.T) {
	p := westmere(t)
	p.toWCB()
	p.votes("wcb", Approve, "W1", "W3")
	p.votes("wcb", RefuseChoice, "W2", "W5")
	p.votes("wcb", Abstain, "W4")
	due := p.c.SignOff("wcb").DueAt
	p.clock(due.Add(time.Second).Format(time.RFC3339))
	if got := p.state("wcb"); got != "tied" {
		t.Fatalf("got %s, want tied", got)
	}
	p.do("p-lead", &SignOffCast{Case: "C1", SignOff: "wcb", Seat: "W1", Choice: Approve})
	p.label("planning.working")
}

func TestRefusalEffects(t *testing.T) {
	t.Run("an operational board dissents and stops nothing", func(t *testing.T) {
		p := westmere(t)
		p.toGate("G1", "pa2023")
		p.votes("ogn", RefuseChoice, "N1", "N2")
		p.votes("ogs", Approve, "S1", "S2")
		if s := p.c.SignOff("ogn"); !s.Dissent || s.Result != "refused" {
			t.Fatalf("got %+v", s)
		}
		p.votes("jce", Approve, "E1", "E2", "E3")
		p.votes("wcb", Approve, "W1", "W2", "W3", "W5", "W6")
		p.label("planning.working")
		for _, e := range p.last {
			if g, ok := e.(events.GatePassed); ok && !slices.Equal(g.Dissent, []string{"ogn"}) {
				t.Fatalf("dissent carried upward: got %v", g.Dissent)
			}
		}
	})
	t.Run("an executive board returns", func(t *testing.T) {
		p := westmere(t)
		p.toGate("G1", "pa2023")
		p.votes("ogn", Approve, "N1", "N2")
		p.votes("ogs", Approve, "S1", "S2")
		p.votes("jce", RefuseChoice, "E1", "E2", "E3")
		p.label("needs_assessment.working")
		if len(p.c.ToDo) == 0 {
			t.Fatal("nothing to do after a return")
		}
		if got := p.c.SignOff("wcb").State; got != SignOffVoidState {
			t.Fatalf("wcb: got %s, want void", got)
		}
		p.refused("p-lead", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "W1", Choice: Approve}, SignOffVoid)
	})
	t.Run("a strategic board closes", func(t *testing.T) {
		p := westmere(t)
		p.toWCB()
		p.votes("wcb", RefuseChoice, "W1", "W2", "W3", "W5", "W6")
		p.label("closed")
	})
	t.Run("an officer returns", func(t *testing.T) {
		p := westmere(t)
		p.toGate("G2", "pa2023")
		p.do("p-cfo", &SignOffCertify{Case: "C1", SignOff: "finance", Choice: RefuseChoice, Reason: "no provision"})
		p.label("planning.working")
		if !slices.Equal(p.c.ToDo, []string{"no provision"}) {
			t.Fatalf("to do: got %v", p.c.ToDo)
		}
	})
}

func TestReturnVoidsAndAsksAgain(t *testing.T) {
	p := westmere(t)
	p.toGate("G2", "pa2023")
	p.do("p-icb", &ConsentConfirm{Case: "C1", Seat: "W3"})
	p.votes("jce", Approve, "E1")
	p.refused("p-icb-fin", &CaseReturn{Case: "C1", SignOff: "jce", Reasons: []string{"costs"}}, NotPermitted)
	p.refused("p-secretary", &CaseReturn{Case: "C1", SignOff: "jce", Reasons: []string{"costs"}}, Malformed)
	p.refused("p-dcs", &CaseReturn{Case: "C1", SignOff: "jce", Reasons: []string{"costs"}, Stage: "delivery"}, Malformed)
	p.do("p-secretary", &CaseReturn{Case: "C1", SignOff: "jce", Reasons: []string{"costs"}, Stage: "needs_assessment", Minute: "jce 4"})
	p.label("needs_assessment.working")
	if got := p.state("finance"); got != "void" {
		t.Fatalf("finance: got %s, want void", got)
	}
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	p.states(map[string]string{"ogn": "open", "ogs": "open", "jce": "waiting", "wcb": "waiting"})
	p.passG1()
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	if got := p.c.Gate.Round; got != 2 {
		t.Fatalf("round: got %d, want 2", got)
	}
	got := map[string]string{}
	for _, k := range p.c.CurrentConsents() {
		got[k.Organisation] = k.State
	}
	if got["icb"] != "carried" || got["wcc"] != "requested" {
		t.Fatalf("consents: got %v: what was confirmed and did not change is carried", got)
	}
	p.refused("p-icb", &ConsentConfirm{Case: "C1", Seat: "W3"}, WrongStage)
}

func TestAmendingAtAGateVoidsIt(t *testing.T) {
	p := westmere(t)
	p.toWCB()
	p.votes("wcb", Approve, "W1")
	p.do("p-unit", &CaseAddEvidence{Case: "C1", Type: "user_views"})
	p.label("needs_assessment.working")
	if got := p.state("wcb"); got != "void" {
		t.Fatalf("wcb: got %s, want void", got)
	}
}

func TestDeferral(t *testing.T) {
	t.Run("resumes on its day", func(t *testing.T) {
		p := westmere(t)
		p.toWCB()
		p.votes("wcb", Approve, "W1", "W2", "W3")
		p.do("p-lead", &CaseDefer{Case: "C1", SignOff: "wcb", Until: day("2027-01-20"), Reason: "figures"})
		p.label("needs_assessment.deferred")
		p.clock("2027-01-19 23:59:59")
		p.label("needs_assessment.deferred")
		p.clock("2027-01-20 00:00")
		p.label("needs_assessment.at_gate")
		s := p.c.SignOff("wcb")
		if s.State != SignOffOpen || s.Round != 2 || len(s.Votes) != 0 || len(s.Earlier) != 1 {
			t.Fatalf("reopened: got %+v", s)
		}
	})
	t.Run("goes back to work where evidence is out of date", func(t *testing.T) {
		p := westmere(t)
		p.toWCB()
		p.do("p-lead", &CaseDefer{Case: "C1", SignOff: "wcb", Until: day("2027-12-02"), Reason: "figures"})
		p.clock("2027-12-02 00:00")
		p.label("needs_assessment.working")
		if r := p.last[0].(events.CaseResumed); !slices.Equal(r.Stale, []string{"user_views"}) {
			t.Fatalf("stale: got %v", r.Stale)
		}
		no := p.refused("p-unit", &CaseRequestGate{Case: "C1"}, EvidenceMissing)
		if !slices.Equal(no.About(), []string{"user_views"}) {
			t.Fatalf("got %v", no.About())
		}
	})
	t.Run("is taken up by the secretariat", func(t *testing.T) {
		p := westmere(t)
		p.toWCB()
		p.do("p-lead", &CaseDefer{Case: "C1", SignOff: "wcb", Until: day("2027-01-20"), Reason: "figures"})
		p.refused("p-unit", &CaseResume{Case: "C1"}, NotPermitted)
		p.do("p-secretary", &CaseResume{Case: "C1"})
		p.label("needs_assessment.at_gate")
	})
}

func TestRecordedVotes(t *testing.T) {
	p := westmere(t)
	p.now = at("2026-11-20 09:00")
	p.register("p-secretary", &MeetingSchedule{Meeting: "wcb-dec", Board: "wcb", StartsAt: at("2026-12-08 14:00")})
	p.toWCB()
	vote := &SignOffRecordVote{Case: "C1", SignOff: "wcb", Seat: "W5", Choice: Approve, Meeting: "wcb-dec", Minute: "min 5"}
	p.refused("p-secretary", vote, WrongStage)
	p.now = at("2026-12-08 14:00")
	p.register("p-secretary", &MeetingOpen{Meeting: "wcb-dec"})
	p.register("p-secretary", &MeetingRecordAttendance{Meeting: "wcb-dec", Attendance: []AttendanceLine{{Seat: "W5", Present: "in_person"}, {Seat: "W1", Present: "apologies"}}})
	p.refused("p-lead", vote, NotPermitted)
	p.do("p-secretary", vote)
	v := p.c.SignOff("wcb").Votes[0]
	if v.Person != "p-ald" || v.RecordedBy != "p-secretary" || v.Minute != "min 5" {
		t.Fatalf("got %+v", v)
	}
	p.register("p-secretary", &MeetingClose{Meeting: "wcb-dec"})
	p.refused("p-secretary", &SignOffRecordVote{Case: "C1", SignOff: "wcb", Seat: "W6", Choice: Approve, Meeting: "wcb-dec", Minute: "min 5"}, WrongStage)
}

func TestCloseAtMeeting(t *testing.T) {
	p := westmere(t, replace("on_tie: casting_vote, close: when_decided", "on_tie: casting_vote, close: at_meeting"))
	p.register("p-secretary", &MeetingSchedule{Meeting: "wcb-dec", Board: "wcb", StartsAt: at("2026-12-08 14:00")})
	p.toWCB()
	p.votes("wcb", Approve, "W1", "W2", "W3", "W4", "W5", "W6")
	if got := p.state("wcb"); got != "open" {
		t.Fatalf("before the meeting: got %s, want open", got)
	}
	p.now = at("2026-12-08 14:00")
	p.register("p-secretary", &MeetingOpen{Meeting: "wcb-dec"})
	p.register("p-secretary", &MeetingClose{Meeting: "wcb-dec"})
	p.clock("2026-12-08 14:01")
	p.label("planning.working")
	if got := p.c.SignOff("wcb").Because; got != "meeting_closed" {
		t.Fatalf("because: got %s", got)
	}
}

func TestClosingTheVoting(t *testing.T) {
	p := westmere(t)
	p.toWCB()
	p.votes("wcb", Approve, "W1", "W2", "W5")
	p.refused("p-lead", &SignOffClose{Case: "C1", SignOff: "wcb"}, SignOffInquorate)
	p.votes("wcb", RefuseChoice, "W3")
	p.votes("wcb", Abstain, "W4")
	p.refused("p-icb", &SignOffClose{Case: "C1", SignOff: "wcb"}, NotPermitted)
	p.do("p-lead", &SignOffClose{Case: "C1", SignOff: "wcb"})
	if got := p.c.SignOff("wcb"); got.Result != "approved" || got.Because != "closed" {
		t.Fatalf("got %s because %s", got.Result, got.Because)
	}
}

func TestConditionalApproval(t *testing.T) {
	p := westmere(t)
	p.toWCB()
	p.do("p-lead", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "W1", Choice: Approve, Conditions: "report in a year"})
	p.votes("wcb", Approve, "W2", "W3", "W5", "W6")
	if got := p.c.SignOff("wcb"); got.Result != "approved_with_conditions" || !slices.Equal(got.Conditions, []string{"report in a year"}) {
		t.Fatalf("got %s %v", got.Result, got.Conditions)
	}
	p.label("planning.working")
}

func TestSegregationOfDuties(t *testing.T) {
	p := westmere(t, replace("members: [p-unit, p-unit-2]", "members: [p-unit, p-unit-2, p-cfo, p-lead]"),
		replace("author_may_not_certify: true", "author_may_not_certify: true, author_may_not_vote: true"))
	p.now = at("2026-12-01 09:00")
	p.do("p-cfo", &CaseCreate{Case: "C1", CaseFields: CaseFields{Title: ptr("t"), Areas: []string{"north"}, Classification: ptr("partners"), Outcome: ptr("o"),
		Tier: ptr("targeted"), Scale: ptr("locality"), Route: ptr("grant")}})
	p.do("p-unit", &CommitmentOffer{Case: "C1", Organisation: "wcc", AmountPence: 1000_00})
	p.do("p-unit", &CaseSubmit{Case: "C1"})
	p.evidence("G1")
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	p.votes("ogn", Approve, "N1", "N2")
	p.refused("p-cfo", &SignOffVote{Case: "C1", SignOff: "jce", Seat: "E2", Choice: Approve}, NotPermitted)
	p.votes("jce", Approve, "E1", "E3", "E5")
	p.votes("wcb", Approve, "W1", "W2", "W3", "W5", "W6")
	p.evidence("G2")
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	p.refused("p-cfo", &SignOffCertify{Case: "C1", SignOff: "finance"}, NotPermitted)
}

func TestChangedPapersAreNotVotedOn(t *testing.T) {
	p := westmere(t)
	p.toWCB()
	p.refused("p-lead", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "W1", Choice: Approve, Snapshot: "sha256:other"}, StaleRevision)
	p.do("p-lead", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "W1", Choice: Approve, Snapshot: p.c.Gate.Snapshot})
}

func TestSuspensionStopsTheClocks(t *testing.T) {
	p := westmere(t)
	p.toWCB()
	due := p.c.SignOff("wcb").DueAt
	p.refused("p-unit", &CaseSuspend{Case: "C1", Reason: "challenge"}, NotPermitted)
	p.do("mo-wcc", &CaseSuspend{Case: "C1", Reason: "challenge"})
	p.refused("p-lead", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "W1", Choice: Approve}, WrongStage)
	if got := Due(p.c, p.r); len(got) != 0 {
		t.Fatalf("a suspended case has %v due", got)
	}
	p.now = p.now.Add(72 * time.Hour)
	p.do("mo-wcc", &CaseLift{Case: "C1", Reason: "settled"})
	if got := p.c.SignOff("wcb").DueAt; !got.Equal(due.Add(72 * time.Hour)) {
		t.Fatalf("due: got %s, want %s", got, due.Add(72*time.Hour))
	}
	p.votes("wcb", Approve, "W1")
}

func TestDisputeResolved(t *testing.T) {
	tied := func(t *testing.T) *partnership {
		p := westmere(t)
		p.toGate("G1", "pa2023")
		p.votes("ogn", Approve, "N1", "N2")
		p.votes("ogs", Approve, "S1", "S2")
		p.votes("jce", Approve, "E1", "E2")
		p.votes("jce", RefuseChoice, "E3", "E4")
		p.votes("jce", Abstain, "E5")
		return p
	}
	t.Run("the board decides anew", func(t *testing.T) {
		p := tied(t)
		p.refused("p-unit", &CaseResolveDispute{Case: "C1", Agreement: "a"}, NotPermitted)
		p.do("p-secretary", &CaseResolveDispute{Case: "C1", Agreement: "letter of 14 December"})
		p.label("needs_assessment.at_gate")
		p.votes("again-jce", Approve, "E1", "E2", "E3")
		p.votes("wcb", Approve, "W1", "W2", "W3", "W5", "W6")
		p.label("planning.working")
	})
	t.Run("with changed terms the gate is requested again", func(t *testing.T) {
		p := tied(t)
		p.do("p-secretary", &CaseResolveDispute{Case: "C1", Agreement: "letter", TermsChanged: true})
		p.label("needs_assessment.working")
		p.do("p-unit", &CaseRequestGate{Case: "C1"})
		p.states(map[string]string{"ogn": "open", "ogs": "open", "jce": "waiting", "wcb": "waiting"})
	})
	t.Run("suspended within", func(t *testing.T) {
		p := tied(t)
		due := p.c.Dispute.DueAt
		p.do("mo-wcc", &CaseSuspend{Case: "C1", Reason: "inspection"})
		p.now = p.now.Add(24 * time.Hour)
		p.do("mo-wcc", &CaseLift{Case: "C1", Reason: "done"})
		p.label("needs_assessment.in_dispute")
		if got := p.c.Dispute.DueAt; !got.Equal(due.Add(24 * time.Hour)) {
			t.Fatalf("step: due %s, want %s", got, due.Add(24*time.Hour))
		}
	})
	t.Run("raised by a seat", func(t *testing.T) {
		p := westmere(t)
		p.toWCB()
		due := p.c.SignOff("wcb").DueAt
		p.refused("p-unit", &CaseRaiseDispute{Case: "C1", Seat: "W5", Reason: "r"}, NotSeatHolder)
		p.do("p-ald", &CaseRaiseDispute{Case: "C1", Seat: "W5", Reason: "our share"})
		p.refused("p-lead", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "W1", Choice: Approve}, WrongStage)
		p.now = p.now.Add(36 * time.Hour)
		p.do("p-secretary", &CaseResolveDispute{Case: "C1", Agreement: "a"})
		if got := p.c.SignOff("wcb").DueAt; !got.Equal(due.Add(36 * time.Hour)) {
			t.Fatalf("due: got %s, want later by 36 hours", got)
		}
	})
}

// TestTwoLapsesOneDispute: boards that lapse into a dispute in the same second are in the same dispute, and both decide anew.
func TestTwoLapsesOneDispute(t *testing.T) {
	p := westmere(t, replace("on_lapse: {escalate_to: {level: executive}, deadline: P5WD}", "on_lapse: {dispute: true}"))
	p.toGate("G1", "pa2023")
	p.clock("2026-12-16 00:00")
	p.label("needs_assessment.in_dispute")
	if got := p.state("ogn") + " " + p.state("ogs"); got != "escalated escalated" {
		t.Fatalf("got %s", got)
	}
	p.now = at("2026-12-18 10:00")
	p.do("p-secretary", &CaseResolveDispute{Case: "C1", Agreement: "a"})
	p.states(map[string]string{"ogn": "escalated", "ogs": "escalated", "again-ogn": "open", "again-ogs": "open", "jce": "waiting", "wcb": "waiting"})
	p.votes("again-ogn", Approve, "N1", "N2")
	p.votes("again-ogs", Approve, "S1", "S2")
	if got := p.state("jce"); got != "open" {
		t.Fatalf("jce: got %s, want open", got)
	}
}

// TestRemindersStandWithTheClock: a reminder that fell due while the case was suspended goes out as much later, at 09:00.
func TestRemindersStandWithTheClock(t *testing.T) {
	p := westmere(t)
	p.toGate("G1", "pa2023") // Tuesday 1 December; reminded after five working days, on the 8th
	p.now = at("2026-12-07 10:00")
	p.do("mo-wcc", &CaseSuspend{Case: "C1", Reason: "r"})
	p.now = at("2026-12-09 12:00")
	p.do("mo-wcc", &CaseLift{Case: "C1", Reason: "r"})
	if got := Due(p.c, p.r)[0]; got.What != "reminder" || !got.At.Equal(at("2026-12-10 09:00")) {
		t.Fatalf("got %+v, want a reminder on the 10th at nine", got)
	}
}

// TestNothingIsInTimeAfterTheDeadline: whoever comes after the last second finds the sign-off closed, also when nobody has
// ticked the case, and the votes cast before are what counts.
func TestNothingIsInTimeAfterTheDeadline(t *testing.T) {
	t.Run("a vote", func(t *testing.T) {
		p := westmere(t)
		p.toWCB()
		p.votes("wcb", Approve, "W1", "W2")
		p.now = p.c.SignOff("wcb").DueAt.Add(999 * time.Millisecond) // the last second counts
		p.votes("wcb", Approve, "W3")
		p.now = p.now.Add(time.Millisecond)
		p.refused("p-ald", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "W5", Choice: Approve}, SignOffClosed)
		p.do(events.System, &CaseTick{Case: "C1"})
		p.label("needs_assessment.in_dispute")
	})
	t.Run("a quorate board was decided at the deadline", func(t *testing.T) {
		p := westmere(t)
		p.toWCB()
		p.votes("wcb", Approve, "W1", "W3", "W5")
		p.votes("wcb", RefuseChoice, "W2")
		p.votes("wcb", Abstain, "W4")
		p.now = p.c.SignOff("wcb").DueAt.Add(72 * time.Hour)
		p.refused("p-bra", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "W6", Choice: RefuseChoice}, SignOffClosed)
		p.do("p-unit", &CaseAddEvidence{Case: "C1", Type: "resource_plan"}) // it is planning by now
		p.label("planning.working")
	})
	t.Run("a hold has ended although nobody ticked", func(t *testing.T) {
		p := westmere(t)
		p.toGate("G3", "pa2023")
		p.votes("ogn", Approve, "N1", "N2")
		p.votes("ogs", Approve, "S1", "S2")
		p.votes("jce", Approve, "E1", "E2", "E3")
		p.do("p-unit", &NoticePublish{Case: "C1", Kind: "award"})
		p.now = p.c.Holds[0].Until.Add(time.Second)
		p.do("p-unit", &ContractRecord{Case: "C1", Supplier: "S", ValuePence: 1})
		p.label("delivery.working")
	})
}

// TestTieIsRecounted: a tie stands only as long as the votes are equal and those who cast them make a quorum.
func TestTieIsRecounted(t *testing.T) {
	tied := func(t *testing.T) *partnership {
		p := westmere(t)
		p.toWCB()
		p.votes("wcb", Approve, "W1", "W2", "W3", "W9")
		p.votes("wcb", RefuseChoice, "W5", "W6", "W7", "W8")
		p.votes("wcb", Abstain, "W4")
		return p
	}
	t.Run("a participant stands aside and the rest decide", func(t *testing.T) {
		p := tied(t)
		p.do("p-cvs", &SignOffDeclareInterest{Case: "C1", SignOff: "wcb", Seat: "W9", Interest: "provider"})
		p.label("closed") // 3 for, 4 against
	})
	t.Run("without a quorum nobody casts", func(t *testing.T) {
		p := tied(t)
		p.do("p-icb", &SignOffDeclareInterest{Case: "C1", SignOff: "wcb", Seat: "W3", Interest: "pecuniary"})
		if got := p.state("wcb"); got != "inquorate" {
			t.Fatalf("got %s, want inquorate for want of the icb", got)
		}
		p.refused("p-lead", &SignOffCast{Case: "C1", SignOff: "wcb", Seat: "W1", Choice: Approve}, SignOffInquorate)
		p.do("mo-icb", &SignOffDispense{Case: "C1", SignOff: "wcb", Seat: "W3", Reason: "r"})
		if got := p.state("wcb"); got != "tied" {
			t.Fatalf("got %s, want tied again", got)
		}
		p.do("p-lead", &SignOffCast{Case: "C1", SignOff: "wcb", Seat: "W1", Choice: Approve})
		p.label("planning.working")
	})
	t.Run("the author does not cast", func(t *testing.T) {
		p := westmere(t, replace("author_may_not_certify: true", "author_may_not_vote: true"))
		p.toWCB()
		p.c.Author = "p-lead"
		p.votes("wcb", Approve, "W2", "W3", "W4", "W9")
		p.votes("wcb", RefuseChoice, "W5", "W6", "W7", "W8")
		p.do("p-secretary", &SignOffClose{Case: "C1", SignOff: "wcb", Minute: "m"})
		p.refused("p-lead", &SignOffCast{Case: "C1", SignOff: "wcb", Seat: "W1", Choice: Approve}, NotPermitted)
	})
}
