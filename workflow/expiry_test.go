package workflow

import (
	"slices"
	"strings"
	"testing"

	"comity/events"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// endsOn has a pool's agreement end on a day.
func endsOn(on string) func(*PoolCreate) {
	return func(cmd *PoolCreate) { cmd.Agreement.EndsOn = day(on) }
}

// said lists what a record said of ends: type, lead and when it was due.
func said(list []events.Event) []string {
	var out []string
	for _, e := range list {
		switch e := e.(type) {
		case events.ExpiryWarned:
			out = append(out, "warned "+e.What+" "+e.Lead+" "+e.DueAt.Format("2006-01-02T15:04Z"))
		case events.ExpiryPassed:
			out = append(out, "passed "+e.What+" "+e.EffectiveAt.Format("2006-01-02T15:04Z"))
		case events.CaseRenewalOpened:
			out = append(out, "renewal "+e.Renewal+" "+e.DueAt.Format("2006-01-02T15:04Z"))
		case events.AuthorityExpiryWarned:
			out = append(out, "warned "+e.What+" "+e.Seat+" "+e.Lead+" "+e.DueAt.Format("2006-01-02T15:04Z"))
		case events.AuthorityExpired:
			out = append(out, "passed "+e.What+" "+e.Seat+" "+e.EffectiveAt.Format("2006-01-02T15:04Z"))
		}
	}
	return out
}

func wantSaid(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Fatalf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestAnAgreementIsWarnedOfAtNineLocalTimeEachOnce(t *testing.T) {
	p := activePool(t, endsOn("2028-03-31")) // summer time begins on 26 March
	var all []string
	for range 10 {
		due := Due(p.c, p.r)
		if len(due) == 0 {
			break
		}
		p.now = due[0].At
		p.do(events.System, &CaseTick{Case: "C1"})
		all = append(all, said(p.last)...)
	}
	wantSaid(t, all, "warned agreement P180D 2027-10-03T08:00Z", "renewal C1-R1 2027-10-03T08:00Z", "warned agreement P90D 2028-01-01T09:00Z",
		"warned agreement P30D 2028-03-01T09:00Z", "passed agreement 2028-03-31T23:00Z")
}

func TestALateTickMovesNothing(t *testing.T) {
	p := activePool(t, endsOn("2028-03-31"))
	p.now = at("2028-05-02 11:00")
	p.do(events.System, &CaseTick{Case: "C1"})
	wantSaid(t, said(p.last), "warned agreement P180D 2027-10-03T08:00Z", "renewal C1-R1 2027-10-03T08:00Z", "warned agreement P90D 2028-01-01T09:00Z",
		"warned agreement P30D 2028-03-01T09:00Z", "passed agreement 2028-03-31T23:00Z")
	p.do(events.System, &CaseTick{Case: "C1"})
	if len(p.last) != 0 {
		t.Fatalf("ticked again it says %v", said(p.last))
	}
}

func TestWhatWasToBeSaidBeforeTheEndWasKnownIsNotSaid(t *testing.T) {
	p := activePool(t, endsOn("2027-04-30")) // agreed on 1 December 2026, 150 days before
	p.clock("2027-06-01 09:00")
	var got []string
	for _, n := range p.c.Noted {
		got = append(got, n.Lead)
	}
	if !slices.Equal(got, []string{"P90D", "P30D", ""}) || p.c.Successor != "" {
		t.Fatalf("warned at %q, renewed in %q", got, p.c.Successor)
	}
}

func TestANewEndIsWarnedOfAnew(t *testing.T) {
	p := activePool(t, endsOn("2027-06-30"))
	p.clock("2027-06-01 10:00")
	p.do("p-unit", &PoolAgree{Case: "C1", Pool: "P1", Agreement: func() PoolAgreementFields { a := *wholeAgreement(); a.EndsOn = day("2028-06-30"); return a }(),
		Reason: "Extended by both, cabinet 12 and board 3"})
	var due []string
	for _, x := range Due(p.c, p.r) {
		due = append(due, x.What+" "+x.Key)
	}
	if !slices.Equal(due, []string{"expiry 2028-06-30/P180D", "expiry 2028-06-30/P90D", "expiry 2028-06-30/P30D", "expired 2028-06-30"}) {
		t.Fatalf("due: %q", due) // the renewal case is open since January
	}
}

func TestActsUnderAnAgreementThatEndedAreRefused(t *testing.T) {
	p := activePool(t, endsOn("2027-06-30"))
	p.now = at("2027-06-30 23:59")
	p.do("p-cfo", &PoolContribute{Case: "C1", Pool: "P1", Organisation: "wcc", AmountPence: 60_000_00, Reference: "1"})
	if no := p.spend("p-cfo", "P1", 1_00); no != nil {
		t.Fatalf("in its last minute: %v", no)
	}
	p.now = at("2027-07-01 00:00")
	p.refused("p-cfo", &PoolContribute{Case: "C1", Pool: "P1", Organisation: "wcc", AmountPence: 1_00, Reference: "2"}, AgreementExpired)
	if no := p.spend("p-cfo", "P1", 1_00); no == nil || no.Code != AgreementExpired || no.Status != 409 {
		t.Fatalf("after it: %v", no)
	}
	// what was paid while it ran may still be recorded
	p.do("p-cfo", &PoolContribute{Case: "C1", Pool: "P1", Organisation: "wcc", AmountPence: 1_00, PaidOn: day("2027-06-30"), Reference: "3"})
}

func TestNothingIsConfirmedForAPoolWhoseAgreementEnded(t *testing.T) {
	p := atPooledConsents(t, endsOn("2027-01-15"))
	p.now = at("2027-01-16 09:00")
	p.refused(p.r.Holder("W2", p.now), &ConsentConfirm{Case: "C1", Seat: "W2"}, AgreementExpired)
}

func TestRenewalByHand(t *testing.T) {
	p := activePool(t, endsOn("2029-12-31"))
	p.refused("p-lead", &CaseRenew{Case: "C1", Reason: "r"}, NotPermitted)
	p.refused("p-unit", &CaseRenew{Case: "C1", Of: "P2", Reason: "r"}, NotFound)
	before := *p.c
	p.do("p-cfo", &CaseRenew{Case: "C1", Of: "P1", Reason: "The ICB merges next year."})
	id, first := Successor(&before, p.r, p.last)
	next := NewCase("westmere", id)
	if err := next.Fold(record(events.KindCase, id, 1, Meta{At: p.now, Actor: "p-cfo"}, first)); err != nil {
		t.Fatal(err)
	}
	if id != "C1-R1" || next.Label() != "needs_assessment.working" || next.Predecessor != "C1" || next.Renews != "agreement:P1" || len(next.Pools) != 0 {
		t.Fatalf("%s: %s after %s, renews %s", id, next.Label(), next.Predecessor, next.Renews)
	}
	p.refused("p-unit", &CaseRenew{Case: "C1", Reason: "r"}, WrongStage)
	p.label("procurement.working")
}

func TestACaseWithoutAnEndIsNotRenewed(t *testing.T) {
	p := activePool(t)
	p.refused("p-unit", &CaseRenew{Case: "C1", Reason: "r"}, WrongStage)
}

func TestARecommissionedCaseGoesOnWhereItIsRenewed(t *testing.T) {
	p := westmere(t)
	p.toReview()
	p.c.Contract.EndsOn = "2030-09-30"
	p.do("p-unit", &CaseRenew{Case: "C1", Reason: "It ends in the autumn."})
	p.evidence("G4")
	p.do("p-unit", &MeasurementRecord{Case: "C1", Target: "waits", Value: "5.5", Verified: true})
	p.do("p-unit", &CaseRequestGate{Case: "C1", Outcome: "recommission"})
	p.votes("ogn", Approve, "N1", "N2")
	p.votes("ogs", Approve, "S1", "S2")
	p.votes("jce", Approve, "E1", "E2", "E3")
	p.votes("wcb", Approve, "W1", "W2", "W3", "W5", "W6")
	end := p.last[len(p.last)-1].(events.CaseClosed)
	if end.Successor != "C1-R1" || !end.SuccessorOpen {
		t.Fatalf("closed: %+v", end)
	}
	if id, _ := Successor(p.c, p.r, p.last); id != "" {
		t.Fatalf("a second case %s begins", id)
	}
}

func TestMandatesTermsAndDeputiesAreWarnedOf(t *testing.T) {
	p := westmere(t)
	p.now = at("2026-12-01 09:00")
	p.register("ao-pol", &DeputyName{Seat: "W4", Person: "p-new", Until: day("2027-08-31"), Instrument: "x"})
	p.register("ao-ald", &MandateGrant{Mandate: "m-two", Organisation: "ald", Seat: "W5", Until: day("2027-05-19"), Instrument: "Council min 9",
		Commit: []MandateLine{{Kind: document.ResourceBuilding}}})
	var all []string
	for range 20 {
		due := DueOfRegister(p.r)
		if len(due) == 0 || due[0].At.After(at("2027-12-01 00:00")) {
			break
		}
		p.now = due[0].At
		p.register(events.System, &PartnershipTick{})
		all = append(all, said(p.last)...)
	}
	wantSaid(t, all, "warned deputy W4 P180D 2027-03-04T09:00Z", "warned deputy W4 P90D 2027-06-02T08:00Z", "warned deputy W4 P30D 2027-08-01T08:00Z",
		"passed deputy W4 2027-08-31T23:00Z") // the mandate of W5 for money has no end, so that of the two seat is not left without
}

func TestTheLeadTimesAreThoseInForceAtTheirMoment(t *testing.T) {
	r := &Register{Partnership: "x"}
	for i, lead := range []string{"P180D", "P60D"} {
		g := &document.Governance{}
		p, _ := calendar.ParsePeriod(lead)
		g.Expiry.Mandates.Warn = []calendar.Period{p}
		cal := ordinary()
		r.Governance = append(r.Governance, Published{Version: i + 1, governance: g, calendar: cal, start: cal.StartOf(day([]string{"2026-01-01", "2027-01-01"}[i]))})
	}
	x := Ending{What: document.EndsMandate, Of: "m", EndsOn: "2027-03-31", since: at("2026-02-01 09:00")}
	var got []string
	for _, due := range r.endingDue(&x, nil) {
		got = append(got, due.Key)
	}
	// 180 days before is in 2026, when the first version was in force; 60 days before is in the second's time
	if !slices.Equal(got, []string{"2027-03-31/P180D", "2027-03-31/P60D", "2027-03-31"}) {
		t.Fatalf("due: %q", got)
	}
	x.EndsOn = "2027-12-31" // 180 days before is in the second's time, which warns 60 days before only
	got = nil
	for _, due := range r.endingDue(&x, nil) {
		got = append(got, due.Key)
	}
	if !slices.Equal(got, []string{"2027-12-31/P60D", "2027-12-31"}) {
		t.Fatalf("due: %q", got)
	}
}

func TestAMandateThatEndedIsNamed(t *testing.T) {
	p := westmere(t)
	p.toGate("G2", "pa2023")
	p.signPlan()
	p.register("ao-ald", &MandateRevoke{Mandate: "m-ald-2026", LastDay: calendar.Date{Year: 2026, Month: 12, Day: 1}, Instrument: "Council min 12"})
	p.now = at("2026-12-02 09:00")
	no := p.refused(p.r.Holder("W5", p.now), &ConsentConfirm{Case: "C1", Seat: "W5"}, NoMandateFromOrganisation)
	if !strings.Contains(no.Message, "Mandate m-ald-2026 of seat W5 ended on 1 December 2026") {
		t.Fatalf("refused with %q", no.Message)
	}
	for _, w := range Explain(p.c, p.r, p.now) {
		if w.For == "consent:ald" && !slices.ContainsFunc(w.Details, func(s string) bool { return strings.Contains(s, "m-ald-2026") }) {
			t.Fatalf("explained with %q", w.Details)
		}
	}
}

func TestF77_a_grant_that_ends_before_the_plan_warns_at_G2_and_refuses_nothing(t *testing.T) {
	for name, tc := range map[string]struct {
		plan, grant string
		want        []string
	}{
		"a day before the plan's end": {"2029-03-31", "2029-03-30", []string{WarnGrantEndsBeforePlan}},
		"on the plan's last day":      {"2029-03-31", "2029-03-31", nil},
		"no end of the plan is known": {"", "2029-03-30", nil},
		"the plan's end taken away":   {"none", "2029-03-30", nil},
	} {
		t.Run(name, func(t *testing.T) {
			p := westmere(t)
			p.toGate("G1", "pa2023")
			p.passG1()
			switch tc.plan {
			case "":
			case "none":
				p.do("p-unit", &CaseAmend{Case: "C1", CaseFields: CaseFields{PlanEndsOn: ptr(day("2029-03-31"))}})
				p.do("p-unit", &CaseAmend{Case: "C1", CaseFields: CaseFields{PlanEndsOn: ptr(calendar.Date{})}})
			default:
				p.do("p-unit", &CaseAmend{Case: "C1", CaseFields: CaseFields{PlanEndsOn: ptr(day(tc.plan))}})
			}
			p.do("p-unit", &CommitmentChange{Case: "C1", Commitment: "wcc-1", Funding: ptr("Family hubs grant"), FundingConditions: ptr("Hubs only"),
				FundingEndsOn: ptr(day(tc.grant))})
			p.evidence("G2")
			p.do("p-unit", &CaseRequestGate{Case: "C1"})
			p.label("planning.at_gate")
			got := p.last[0].(events.GateRequested)
			if !slices.Equal(got.Warnings, tc.want) {
				t.Fatalf("warnings: got %q, want %q", got.Warnings, tc.want)
			}
			if n := len(WarnedOf(p.c, p.r, p.now)); n != len(tc.want) {
				t.Fatalf("%d sentences say it, want %d", n, len(tc.want))
			}
		})
	}
}

func TestF77_a_grant_with_conditions_or_an_end_has_a_name(t *testing.T) {
	p := westmere(t)
	p.toGate("G1", "pa2023")
	p.passG1()
	p.refused("p-unit", &CommitmentChange{Case: "C1", Commitment: "wcc-1", FundingEndsOn: ptr(day("2029-03-31"))}, Malformed)
}

func TestF75_what_is_for_anothers_area_needs_the_contributors_explicit_consent(t *testing.T) {
	p := westmere(t)
	p.toGate("G1", "pa2023")
	p.passG1()
	p.refused("p-unit", &CommitmentChange{Case: "C1", Commitment: "ald-1", Beneficiary: ptr("nobody")}, NotFound)
	p.do("p-unit", &CommitmentChange{Case: "C1", Commitment: "ald-1", Beneficiary: ptr("bra")})
	p.do("p-unit", &CommitmentChange{Case: "C1", Commitment: "dun-1", Beneficiary: ptr("cal")})
	p.do("p-unit", &CommitmentChange{Case: "C1", Commitment: "dun-1", Beneficiary: ptr("dun")}) // its own area is nobody else's
	p.evidence("G2")
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	p.signPlan()
	no := p.refused(p.r.Holder("W5", p.now), &ConsentConfirm{Case: "C1", Seat: "W5"}, BeneficiaryConsentMissing)
	if d := no.Details[0]; d.About != "ald-1" || d.Facts["beneficiary"] != "bra" || no.Status != 422 {
		t.Fatalf("details: %+v", d)
	}
	p.refused("po-ald", &ConsentRecord{Case: "C1", Organisation: "ald", Minute: "council 4"}, BeneficiaryConsentMissing)
	p.do(p.r.Holder("W5", p.now), &ConsentConfirm{Case: "C1", Seat: "W5", ForOthers: true})
	if got := p.last[0].(events.ConsentConfirmed); !slices.Equal(got.ForOthers, []string{"bra"}) {
		t.Fatalf("confirmed: %+v", got)
	}
	p.do(p.r.Holder("W8", p.now), &ConsentConfirm{Case: "C1", Seat: "W8"})
}

func TestALateWarningIsToldOnce(t *testing.T) {
	p := activePool(t, endsOn("2028-03-31"))
	p.now = at("2028-03-05 11:00")
	p.do(events.System, &CaseTick{Case: "C1"})
	told, err := Tell(p.c, p.r, record(events.KindCase, "C1", p.c.Revision, Meta{At: p.now, Actor: events.System, Name: "case.tick"}, p.last))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range told {
		if x.Person == "p-cfo" {
			got = append(got, x.Reason)
		}
	}
	if !slices.Equal(got, []string{ToldEndsSoon, ToldRenewal}) {
		t.Fatalf("the pool's manager is told %q", got)
	}
}
