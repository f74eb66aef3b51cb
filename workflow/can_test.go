package workflow

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"comity/events"
)

// listed reports whether what Can says covers a command.
func listed(all []Capacity, cmd Command) bool {
	return slices.ContainsFunc(all, func(k Capacity) bool { return k.May(cmd.CommandName()) && covers(k, cmd) })
}

// covers reports whether a capacity is the one in which a command is given.
func covers(k Capacity, cmd Command) bool {
	seat := func(signOff, seat string) bool { return k.As == AsSeat && k.SignOff == signOff && k.On == seat }
	speaks := func(seat, organisation string) bool {
		if seat == "" {
			return k.As == AsOrganisation && k.On == organisation
		}
		return k.As == AsSeat && k.On == seat && k.Organisation == organisation
	}
	switch cmd := cmd.(type) {
	case *SignOffVote:
		return seat(cmd.SignOff, cmd.Seat)
	case *SignOffCast:
		return seat(cmd.SignOff, cmd.Seat)
	case *SignOffDeclareInterest:
		return seat(cmd.SignOff, cmd.Seat)
	case *SignOffRecordVote:
		return k.SignOff == cmd.SignOff && slices.Contains(k.Seats, cmd.Seat)
	case *SignOffDispense:
		return k.SignOff == cmd.SignOff && slices.Contains(k.Seats, cmd.Seat)
	case *SignOffWithdrawInterest:
		return k.SignOff == cmd.SignOff && slices.Contains(k.Seats, cmd.Seat)
	case *SignOffClose:
		return k.SignOff == cmd.SignOff && (k.As != AsSecretariat || cmd.Minute != "")
	case *CaseReturn:
		return k.SignOff == cmd.SignOff && (k.As != AsSecretariat || cmd.Minute != "")
	case *CaseDefer:
		return k.SignOff == cmd.SignOff && (k.As != AsSecretariat || cmd.Minute != "")
	case *SignOffCertify:
		return k.SignOff == cmd.SignOff
	case *ConsentConfirm:
		return speaks(cmd.Seat, cmd.Organisation)
	case *ConsentRecord:
		return speaks("", cmd.Organisation)
	case *ConsentDecline:
		return speaks(cmd.Seat, cmd.Organisation)
	case *ConsentWithdraw:
		return speaks(cmd.Seat, cmd.Organisation)
	case *CaseRaiseDispute:
		return k.On == first(cmd.Seat, cmd.Organisation)
	case *CommitmentWithdraw:
		return k.Organisation != "" && (cmd.Seat == "" && k.As == AsOrganisation || k.As == AsSeat && k.On == cmd.Seat)
	case *CommitmentOffer:
		return k.As == AsUnit || k.Organisation == cmd.Organisation
	case *PoolCreate, *PoolAgree, *PoolContribute, *PoolLeave, *PoolClose:
		return coversPool(k, cmd)
	case *DeliveryRecord:
		return k.As == AsUnit || k.Organisation != "" && strings.HasPrefix(cmd.Commitment, k.Organisation+"-")
	case *SpendingMap:
		return k.As == AsUnit || k.Organisation == cmd.Organisation
	}
	return true
}

// everyAct is one of each command that a person may think of, for seats and organisations, on every sign-off of the round. It
// is made from the commands themselves and knows nothing of Can.
func everyAct(p *partnership, seats []string) []Command {
	var out []Command
	meeting := ""
	for _, m := range p.r.Meetings {
		if m.State == "open" {
			meeting = m.ID
		}
	}
	for _, s := range p.c.Current() {
		out = append(out, &SignOffCertify{Case: "C1", SignOff: s.ID})
		for _, minute := range []string{"", "m"} {
			out = append(out, &SignOffClose{Case: "C1", SignOff: s.ID, Minute: minute}, &CaseReturn{Case: "C1", SignOff: s.ID, Reasons: []string{"r"}, Minute: minute},
				&CaseDefer{Case: "C1", SignOff: s.ID, Until: day("2030-06-01"), Reason: "r", Minute: minute})
		}
		for _, seat := range seats {
			out = append(out, &SignOffVote{Case: "C1", SignOff: s.ID, Seat: seat, Choice: RefuseChoice}, &SignOffCast{Case: "C1", SignOff: s.ID, Seat: seat, Choice: Approve},
				&SignOffDeclareInterest{Case: "C1", SignOff: s.ID, Seat: seat, Interest: "pecuniary"}, &SignOffDispense{Case: "C1", SignOff: s.ID, Seat: seat, Reason: "r"},
				&SignOffWithdrawInterest{Case: "C1", SignOff: s.ID, Seat: seat, Reason: "r"},
				&SignOffRecordVote{Case: "C1", SignOff: s.ID, Seat: seat, Choice: Approve, Meeting: meeting, Minute: "m"})
		}
	}
	for _, org := range organisations {
		out = append(out, &ConsentRecord{Case: "C1", Organisation: org, Minute: "m"}, &ConsentDecline{Case: "C1", Organisation: org, Reason: "r"},
			&ConsentWithdraw{Case: "C1", Organisation: org, Reason: "r"}, &CaseRaiseDispute{Case: "C1", Organisation: org, Reason: "r"},
			&CommitmentOffer{Case: "C1", Organisation: org, AmountPence: 100},
			&SpendingMap{Case: "C1", Organisation: org, Tier: "targeted", AmountPence: 100},
			&RiskRecord{Case: "C1", Title: "t", Owner: org}, &RiskRecord{Case: "C1", Title: "t", Owner: org, Minute: "m"},
			&UndertakingGive{Case: "C1", Owner: org, What: "w", DueOn: day("2030-01-01")}, &UndertakingGive{Case: "C1", Owner: org, What: "w", DueOn: day("2030-01-01"), Minute: "m"})
		for _, seat := range seats {
			out = append(out, &ConsentConfirm{Case: "C1", Organisation: org, Seat: seat}, &ConsentDecline{Case: "C1", Organisation: org, Seat: seat, Reason: "r"},
				&ConsentWithdraw{Case: "C1", Organisation: org, Seat: seat, Reason: "r"},
				&UndertakingGive{Case: "C1", Owner: org, Seat: seat, What: "w", DueOn: day("2030-01-01")})
		}
	}
	for _, seat := range seats {
		out = append(out, &CaseRaiseDispute{Case: "C1", Seat: seat, Reason: "r"})
	}
	out = append(out, &CaseAmend{Case: "C1", CaseFields: CaseFields{Risk: ptr("Another.")}}, &CaseSubmit{Case: "C1"},
		&CaseAddEvidence{Case: "C1", Type: "needs_analysis"}, &CaseRemoveEvidence{Case: "C1", Item: "needs_analysis-1"},
		&CaseRequestGate{Case: "C1"}, &CaseRequestGate{Case: "C1", Award: &AwardFields{ValuePence: 300_000_00}}, &CaseResume{Case: "C1"},
		&CaseWithdraw{Case: "C1", Reason: "r"}, &CaseSuspend{Case: "C1", Reason: "r"}, &CaseLift{Case: "C1", Reason: "r"},
		&CaseResolveDispute{Case: "C1", Agreement: "a"}, &CaseBeginReview{Case: "C1", Because: "risk"}, &CaseCompleteExit{Case: "C1", Note: "n"},
		&NoticePublish{Case: "C1", Kind: NoticeKeyDecision}, &NoticePublish{Case: "C1", Kind: "award"}, &NoticePublish{Case: "C1", Kind: "contract_details"}, &RepresentationReceive{Case: "C1", From: "A"},
		&RepresentationAnswer{Case: "C1", Decision: "d"}, &ContractRecord{Case: "C1", Supplier: "S", ValuePence: 1},
		&TargetSet{Case: "C1", Target: "t1", Indicator: "i", Value: "1", DueOn: day("2028-01-01")}, &MeasurementRecord{Case: "C1", Target: "t1", Value: "1"})
	for _, k := range p.c.Commitments {
		out = append(out, &CommitmentChange{Case: "C1", Commitment: k.Commitment, Service: ptr("another")},
			&DeliveryRecord{Case: "C1", Commitment: k.Commitment, AmountPence: ptr(int64(1))}, &DeliveryRecord{Case: "C1", Commitment: k.Commitment, FTEHundredths: ptr(int64(1))},
			&CommitmentWithdraw{Case: "C1", Commitment: k.Commitment, Minute: "m", Reason: "r"})
		for _, seat := range seats {
			out = append(out, &CommitmentWithdraw{Case: "C1", Commitment: k.Commitment, Seat: seat, Reason: "r"})
		}
	}
	out = append(out, everyPoolAct(p, seats)...)
	for _, minute := range []string{"", "m"} {
		out = append(out, &CaseAcknowledgeGap{Case: "C1", Note: "n", Minute: minute})
	}
	return out
}

// holdCan checks what Can says of a person against what DecideCase says of every act.
func holdCan(t interface{ Fatalf(string, ...any) }, p *partnership, person string, seats []string) {
	before := p.c.Clone()
	r := p.r.WithLedgers(p.ledgers).WithPools(p.pools)
	can := Can(p.c, r, person, p.now)
	if !reflect.DeepEqual(before, p.c) {
		t.Fatalf("Can changed the case")
	}
	now := &partnership{t: p.t, r: p.r, now: p.now, c: p.c.Clone(), ledgers: clonedLedgersOf(p.ledgers), pools: clonedPoolsOf(p.pools)} // with what time has brought about
	now.try(events.System, &CaseTick{Case: "C1"})
	tried := map[string]bool{}
	for _, cmd := range everyAct(now, seats) {
		_, no := DecideCase(p.c, r, cmd, p.meta(person, cmd))
		yes := no == nil || !slices.ContainsFunc(no.Details, func(x Problem) bool { return !mendable(x.Code) || x.About == "minute" })
		switch {
		case yes && !listed(can, cmd):
			t.Fatalf("%s, %s at %s: %s %+v is not refused and not listed in %+v", p.c.Label(), person, p.now, cmd.CommandName(), cmd, can)
		case yes:
			tried[cmd.CommandName()] = true
		}
	}
	for _, k := range can {
		if k.Label == "" || strings.Contains(k.Label+k.Already+k.WhyNot, "_") {
			t.Fatalf("%+v is not for people", k)
		}
		for _, act := range k.Acts {
			if act == "pool.spend" { // which is decided on the pool
				continue
			}
			if !tried[act] {
				t.Fatalf("%s, %s at %s: %s is listed as %+v and every such command is refused", p.c.Label(), person, p.now, act, k)
			}
		}
		if k.As == AsSeat && k.SignOff != "" && !k.May("signoff.vote") && !k.May("signoff.cast") && k.WhyNot == "" {
			t.Fatalf("%+v does not say why it cannot vote", k)
		}
	}
}

// standing is the case at a place of its life: a draft, at a gate, or with its award decided and not in effect.
func (p *partnership) standing(where string) *partnership {
	p.t.Helper()
	q := &partnership{t: p.t, r: p.r, now: p.now}
	switch where {
	case "draft":
		q.do("p-unit", &CaseCreate{Case: "C1", CaseFields: CaseFields{Title: ptr("T")}})
	case "award":
		q.toGate("G3", "psr2023")
		q.votes("ogn", Approve, "N1", "N2")
		q.votes("ogs", Approve, "S1", "S2")
		q.votes("jce", Approve, "E1", "E2", "E3")
	default:
		q.toGate(where, "pa2023")
	}
	return q
}

// TestCan_lists_what_is_not_refused_and_nothing_else holds Can against Decide on random states of Westmere.
func TestCan_lists_what_is_not_refused_and_nothing_else(t *testing.T) {
	base := westmere(t, replace("holder: p-police}", "holder: p-police, deputies: [p-police-2]}"))
	base.register("p-secretary", &MeetingSchedule{Meeting: "m1", Board: "wcb", StartsAt: at("2026-12-10 10:00")})
	base.now = at("2026-12-10 10:00")
	base.register("p-secretary", &MeetingOpen{Meeting: "m1"})
	seats := []string{"W1", "W2", "W3", "W4", "W5", "W6", "W7", "W8", "W9", "WN1", "E1", "E2", "E3", "E4", "E5", "N1", "N2", "N3", "S1", "S2", "S3"}
	people := []string{"p-lead", "p-dcs", "p-icb", "p-police", "p-police-2", "p-ald", "p-cfo", "p-e4", "p-n1", "p-bpn", "p-unit", "p-unit-2", "p-secretary",
		"mo-wcc", "mo-icb", "po-pol", "po-wcc", "ao-icb", "p-stranger"}
	from := map[string]*partnership{}
	for _, where := range []string{"draft", "G1", "G2", "G3", "award"} {
		from[where] = base.standing(where)
	}
	rapid.Check(t, func(rt *rapid.T) {
		where := rapid.SampledFrom([]string{"draft", "G1", "G2", "G2", "G3", "award"}).Draw(rt, "where")
		p := &partnership{t: t, r: base.r, now: base.now, c: from[where].c.Clone(), ledgers: clonedLedgersOf(from[where].ledgers)}
		for range rapid.IntRange(0, 12).Draw(rt, "steps") {
			p.now = p.now.Add(time.Duration(rapid.IntRange(0, 72).Draw(rt, "hours")) * time.Hour)
			p.try(randomCommand(rt, p))
		}
		person := rapid.SampledFrom(people).Draw(rt, "person")
		some := append(p.r.SeatsOf(person, p.now), rapid.SampledFrom(seats).Draw(rt, "a seat"), rapid.SampledFrom(seats).Draw(rt, "another"))
		if strings.HasPrefix(person, "mo-") || person == "p-secretary" {
			some = seats // on which they act
		}
		holdCan(rt, p, person, some)
	})
}

// can finds a person's capacity, which must be there.
func (p *partnership) can(person, as, on, signOff string) Capacity {
	p.t.Helper()
	all := Can(p.c, p.r, person, p.now)
	for _, k := range all {
		if k.As == as && k.On == on && k.SignOff == signOff {
			return k
		}
	}
	p.t.Fatalf("%s has no capacity %s %s on %q: %+v", person, as, on, signOff, all)
	return Capacity{}
}

func TestCan_says_who_one_is_what_one_did_and_why_not(t *testing.T) {
	p := westmere(t, replace("holder: p-police}", "holder: p-police, deputies: [p-police-2]}"))
	p.toGate("G2", "pa2023")
	wait := p.can("p-lead", AsSeat, "W1", "wcb")
	if wait.WhyNot != "Others are asked first; this one is asked once they have finished." || !wait.May("signoff.declare_interest") || wait.May("signoff.vote") {
		t.Errorf("a waiting sign-off: got %+v", wait)
	}
	if got, want := wait.Label, "Westmere County Council (lead member for children), Westmere Children's Partnership Board"; got != want {
		t.Errorf("label: got %q, want %q", got, want)
	}
	if k := p.can("p-cfo", AsOfficer, "wcc chief_finance_officer", "finance"); !k.May("signoff.certify") || k.Label != "Chief finance officer of Westmere County Council" {
		t.Errorf("the finance officer: got %+v", k)
	}
	p.votes("jce", Approve, "E1", "E2")
	if k := p.can("p-dcs", AsSeat, "E1", "jce"); k.Already != "You voted to approve on 1 December 2026." || k.WhyNot != "This seat has voted." {
		t.Errorf("who has voted: got %+v", k)
	}
	p.do("p-icb-fin", &SignOffDeclareInterest{Case: "C1", SignOff: "jce", Seat: "E3", Interest: "provider"})
	if k := p.can("p-icb-fin", AsSeat, "E3", "jce"); !k.Recused || !strings.Contains(k.WhyNot, "stands aside") || k.May("signoff.vote") {
		t.Errorf("a recused seat: got %+v", k)
	}
	if k := p.can("mo-icb", AsOfficer, "icb monitoring_officer", "jce"); !slices.Equal(k.Seats, []string{"E3"}) || !k.May("signoff.dispense") {
		t.Errorf("the monitoring officer: got %+v", k)
	}
	if k := p.can("p-police", AsSeat, "W4", ""); !k.May("consent.confirm") || k.Organisation != "pol" || k.WhyNot != "" {
		t.Errorf("a consent: got %+v", k)
	}
	if k := p.can("p-police-2", AsSeat, "W4", ""); k.May("consent.confirm") || !k.Deputy || k.AsDeputyFor != "p-police" ||
		k.WhyNot != "Only the holder of this seat may commit what Westmere Police puts in, not a deputy." {
		t.Errorf("a deputy's consent: got %+v", k)
	}
	p.do("p-unit", &CommitmentChange{Case: "C1", Commitment: "ald-1", AmountPence: ptr(int64(60_000_00))})
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	if k := p.can("p-ald", AsSeat, "W5", ""); !k.May("consent.confirm") || !strings.Contains(k.WhyNot, "up to £50,000 more") {
		t.Errorf("more than the mandate: got %+v", k)
	}
	p.do("po-pol", &ConsentDecline{Case: "C1", Organisation: "pol", Reason: "r"})
	if k := p.can("po-pol", AsOrganisation, "pol", ""); k.Already != "Declined on 1 December 2026." || !k.May("consent.record") {
		t.Errorf("a declined consent: got %+v", k)
	}
	if all := Can(p.c, p.r, "p-stranger", p.now); all != nil {
		t.Errorf("a stranger: got %+v", all)
	}
	if all := Can(p.c, p.r, events.System, p.now); all != nil {
		t.Errorf("the clock: got %+v", all)
	}
}

// What time has brought about counts, whether or not anybody noticed.
func TestCan_sees_the_case_as_it_stands_now(t *testing.T) {
	p := westmere(t)
	p.toGate("G1", "pa2023")
	if k := p.can("p-n1", AsSeat, "N1", "ogn"); !k.May("signoff.vote") {
		t.Fatalf("before the deadline: got %+v", k)
	}
	p.now = at("2026-12-16 09:00")
	if k := p.can("p-n1", AsSeat, "N1", "ogn"); k.May("signoff.vote") || k.WhyNot != "The decision has been taken." {
		t.Errorf("after the deadline: got %+v", k)
	}
	if k := p.can("p-dcs", AsSeat, "E1", "jce-for-ogn"); !k.May("signoff.vote") {
		t.Errorf("what it was escalated to: got %+v", k)
	}
}

func BenchmarkCan(b *testing.B) {
	p := westmere(b)
	p.toGate("G2", "pa2023")
	for _, person := range []string{"p-lead", "p-unit", "p-secretary"} {
		b.Run(person, func(b *testing.B) {
			for b.Loop() {
				Can(p.c, p.r, person, p.now)
			}
		})
	}
}
