package workflow

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"comity/events"
	"comity/workflow/calendar"
)

// TestNobodyActsWithoutAuthority drives random commands of every kind, by those whose they are and by others, at cases in every place of
// their life, while terms begin and end, deputies come and go, mandates are granted, run out and are revoked, a seat passes on, seats stand
// aside and meetings open and close. Of each act that is accepted the oracle says whether the documents in force allowed that person
// to do it at that moment.
func TestNobodyActsWithoutAuthority(t *testing.T) {
	from := placesOfAuthority(t)
	rapid.Check(t, func(rt *rapid.T) {
		p := from[rapid.IntRange(0, len(from)-1).Draw(rt, "where")].copied()
		until := map[string]string{}
		for _, m := range p.r.Mandates {
			until[m.Mandate] = text(m.Until)
		}
		for range rapid.IntRange(1, 30).Draw(rt, "steps") {
			p.now = p.now.Add(time.Duration(rapid.SampledFrom([]int{0, 0, 1, 5, 24, 24, 72, 240}).Draw(rt, "hours")) * time.Hour)
			p.ledger.seats = -1 // terms begin by the day here; who is told of that is for other tests
			actor, cmd := anyAct(rt, p)
			spec, _ := Find(cmd.CommandName())
			var no *Refusal
			c := p.asTimeLeftIt()
			o := newOracle(p, c, until)
			switch spec.Kind {
			case events.KindRegister:
				before := p.r.Clone()
				o.r = before
				no = p.tryRegister(actor, cmd)
			case events.KindPool:
				no = p.spend(actor, cmd.(*PoolSpend).Pool, cmd.(*PoolSpend).AmountPence)
			default:
				no = p.try(actor, cmd)
			}
			if no != nil {
				continue
			}
			if why := o.forbids(actor, cmd, p.last); why != "" {
				rt.Fatalf("at %s of %s, %s: %s %+v was accepted: %s", p.now, c.Label(), actor, cmd.CommandName(), cmd, why)
			}
			ends(until, cmd, p)
		}
	})
}

// ends keeps the last days of mandates by the acts on them: an end only ever comes sooner.
func ends(until map[string]string, cmd Command, p *partnership) {
	for _, e := range p.last {
		switch e := e.(type) {
		case events.MandateGranted:
			until[e.Mandate] = e.Until
		case events.MandateRevoked:
			if last := until[e.Mandate]; last == "" || e.LastDay < last {
				until[e.Mandate] = e.LastDay
			}
		}
	}
}

// copied is a partnership that may be changed without the other.
func (p *partnership) copied() *partnership {
	q := &partnership{t: p.t, r: p.r.Clone(), now: p.now, c: p.c.Clone(), n: p.n, ledgers: clonedLedgersOf(p.ledgers), pools: Pools{}}
	for id, pool := range p.pools {
		q.pools[id] = pool.Clone()
	}
	return q
}

// asTimeLeftIt is the case with what time has brought about on it.
func (p *partnership) asTimeLeftIt() *Case {
	c := p.c.Clone()
	m := Meta{Command: "tick", Name: "case.tick", Actor: events.System, At: p.now}
	list, no := DecideCase(c, p.r.WithLedgers(p.ledgers).WithPools(p.pools), &CaseTick{Case: "C1"}, m)
	if no != nil {
		p.t.Fatal(no)
	}
	if len(list) > 0 {
		if err := c.Fold(record(events.KindCase, c.ID, c.Revision+1, m, list)); err != nil {
			p.t.Fatal(err)
		}
	}
	return c
}

// placesOfAuthority are cases in the places of their life, in a Westmere in which authority moves: deputies with and without a mandate of
// theirs, terms that end in December, mandates that end, an officer who deputises, and a monitoring officer with a seat.
func placesOfAuthority(t *testing.T) []*partnership {
	build := func(to func(*partnership)) *partnership {
		p := westmere(t, knowsUrgency, replace("holder: p-cvs}", "holder: p-cvs, deputies: [mo-cvs]}"))
		p.register("ao-pol", &DeputyName{Seat: "W4", Person: "p-police-2", Until: day("2026-12-20"), Instrument: "letter"})
		p.register("ao-wcc", &DeputyName{Seat: "W1", Person: "p-dep", Instrument: "letter"})
		p.register("ao-wcc", &DeputyName{Seat: "W2", Person: "p-dep", Instrument: "letter"})
		p.register("ao-icb", &DeputyName{Seat: "W3", Person: "p-icb-2", Instrument: "letter"})
		p.register("ao-icb", &MandateGrant{Mandate: "m-icb-dep", Organisation: "icb", Seat: "W3", Instrument: "i", Until: day("2026-12-15"), DeputyMayCommit: true,
			Commit: []MandateLine{{Kind: "money", Modes: []string{"aligned", "pooled"}, PerCasePence: ptr(int64(90_000_00))}}})
		p.register("ao-bra", &MemberRemove{Seat: "W6", LastDay: day("2026-12-12"), Instrument: "letter"})
		p.register("ao-bra", &MemberAppoint{Seat: "W6", Person: "p-bra-2", From: day("2026-12-13"), Instrument: "letter"})
		p.register("ao-district-leaders-group", &DeputyName{Seat: "E4", Person: "ao-ald", Instrument: "letter"})
		p.register("ao-ald", &MandateGrant{Mandate: "m-ald-e4", Organisation: "ald", Seat: "E4", Instrument: "i",
			Commit: []MandateLine{{Kind: "money", PerCasePence: ptr(int64(5_000_00))}}})
		to(p)
		return p
	}
	return []*partnership{
		build(func(p *partnership) { p.toGate("G1", "pa2023") }),
		build(func(p *partnership) { p.toWCB() }),
		build(func(p *partnership) { p.toWCB(); p.decideUrgently() }),
		build(func(p *partnership) { p.toGate("G2", "pa2023") }),
		build(func(p *partnership) { p.toGate("G2", "pa2023"); p.signPlan() }),
		build(func(p *partnership) { p.toGate("G3", "psr2023") }),
		build(func(p *partnership) { pooledIn(p); p.toConsents() }),
		build(func(p *partnership) {
			pooledIn(p)
			p.toConsents()
			p.do("p-dcs", &ConsentConfirm{Case: "C1", Seat: "W2"})
			p.do("p-icb", &ConsentConfirm{Case: "C1", Seat: "W3"})
		}),
		build(func(p *partnership) {
			p.toGate("G2", "pa2023")
			p.do("p-police", &CaseRaiseDispute{Case: "C1", Organisation: "pol", Seat: "W4", Against: []string{"wcc"}, Reason: "r"})
		}),
		build(func(p *partnership) { p.toGate("G2", "pa2023"); p.recordKeyDecision() }),
	}
}

// recordKeyDecision has the county's cabinet decide on a plan beyond its threshold, so that it may be called in.
func (p *partnership) recordKeyDecision() {
	p.t.Helper()
	p.do("p-unit", &CommitmentChange{Case: "C1", Commitment: "wcc-1", AmountPence: ptr(int64(450_000_00))})
	p.do("p-unit", &NoticePublish{Case: "C1", Kind: NoticeKeyDecision})
	p.now = p.now.AddDate(0, 0, 35)
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	p.do("po-wcc", &ConsentRecord{Case: "C1", Organisation: "wcc", Minute: "Cabinet min 7"})
}

var peopleOfWestmere = []string{"p-lead", "p-dcs", "p-icb", "p-icb-2", "p-police", "p-police-2", "p-ald", "p-bra", "p-bra-2", "p-cal", "p-dun", "p-cvs", "mo-cvs", "p-bpn", "p-cfo",
	"p-icb-fin", "p-e4", "p-n1", "p-n2", "p-n3", "p-s1", "p-s2", "p-s3", "p-unit", "p-unit-2", "p-secretary", "p-dep", "mo-wcc", "mo-icb", "mo-ald", "po-wcc", "po-icb", "po-ald", "po-bra",
	"po-pol", "ao-wcc", "ao-icb", "ao-ald", "ao-bra", "ao-pol", "ao-cvs", "ao-district-leaders-group", "p-scrutiny-1", "p-scrutiny-officer", "p-ald-scrutiny-1", "p-admin", "p-stranger"}

// anyAct draws a person and a command, whoever's it is.
func anyAct(rt *rapid.T, p *partnership) (string, Command) {
	seats := []string{"W1", "W2", "W3", "W4", "W5", "W6", "W7", "W8", "W9", "WN1", "E1", "E2", "E3", "E4", "E5", "N1", "N2", "N3", "S1", "S2"}
	seat := rapid.SampledFrom(seats).Draw(rt, "seat")
	org := rapid.SampledFrom(organisations[:10]).Draw(rt, "organisation")
	pick := func(list ...string) string { return rapid.SampledFrom(list).Draw(rt, "which") }
	actor := rapid.SampledFrom(peopleOfWestmere).Draw(rt, "actor")
	if rapid.IntRange(0, 2).Draw(rt, "of the seat") > 0 {
		if here := append(p.r.DeputiesOf(seat, p.now), p.r.Holder(seat, p.now)); here[0] != "" {
			actor = pick(here...)
		}
	}
	mine := func(person string) string { // whose it is, more often than not
		if rapid.IntRange(0, 3).Draw(rt, "theirs") > 0 {
			return person
		}
		return actor
	}
	minute := pick("m", "")
	s := "wcb"
	if now := p.c.Current(); len(now) > 0 {
		s = now[rapid.IntRange(0, len(now)-1).Draw(rt, "sign-off")].ID
		if b := boardFor(p.r, seat, p.now); b != "" && slices.ContainsFunc(now, func(x *SignOff) bool { return x.ID == b }) {
			s = b
		}
	}
	commitment := org + "-1"
	pence := rapid.Int64Range(1, 120_000_00).Draw(rt, "pence")
	other := rapid.SampledFrom(peopleOfWestmere).Draw(rt, "another")
	on := p.r.CalendarAt(p.now).DateOf(p.now).AddDays(rapid.IntRange(-3, 30).Draw(rt, "days"))
	choice := pick(Approve, Approve, RefuseChoice, Abstain)
	switch rapid.IntRange(0, 53).Draw(rt, "command") {
	case 0, 1, 2, 3:
		return actor, &SignOffVote{Case: "C1", SignOff: s, Seat: seat, Choice: choice}
	case 4:
		return actor, &SignOffDeclareInterest{Case: "C1", SignOff: s, Seat: seat, Interest: pick("pecuniary", "other")}
	case 5, 6:
		return mine(pick("mo-wcc", "mo-icb", "mo-ald", "mo-cvs")), &SignOffDispense{Case: "C1", SignOff: s, Seat: seat, Reason: "r"}
	case 7:
		return mine(pick("mo-wcc", "mo-cvs")), &SignOffWithdrawInterest{Case: "C1", SignOff: s, Seat: seat, Reason: "r"}
	case 8:
		return actor, &SignOffCast{Case: "C1", SignOff: s, Seat: seat, Choice: choice}
	case 9:
		return mine("p-cfo"), &SignOffCertify{Case: "C1", SignOff: "finance", Choice: Approve}
	case 10:
		return actor, &SignOffSeekConcurrence{Case: "C1", SignOff: s, Seat: seat, Reason: "r"}
	case 11, 12:
		return actor, &SignOffConcur{Case: "C1", SignOff: s, Seat: pick("W3", "W3", seat)}
	case 13, 14:
		return pick("p-lead", "p-dep", actor), &SignOffDecideUrgently{Case: "C1", SignOff: s, Seat: pick("W1", "W1", "W3", seat), Reason: "r"}
	case 15:
		return actor, &SignOffRatify{Case: "C1", SignOff: "wcb", Seat: seat, Choice: choice}
	case 16:
		return mine("p-secretary"), &SignOffElectPresider{Case: "C1", SignOff: s, Seat: seat, Minute: minute, Meeting: pick("", "m1")}
	case 17:
		return mine("p-secretary"), &SignOffRecordVote{Case: "C1", SignOff: s, Seat: seat, Choice: choice, Meeting: "m1", Minute: minute, Person: pick("", actor)}
	case 18:
		return mine("p-secretary"), &SignOffClose{Case: "C1", SignOff: s, Minute: minute}
	case 19:
		return mine("p-secretary"), &CaseDefer{Case: "C1", SignOff: s, Until: day("2027-06-01"), Reason: "r", Minute: minute}
	case 20:
		return mine("p-secretary"), &CaseReturn{Case: "C1", SignOff: s, Reasons: []string{"r"}, Minute: minute}
	case 21, 22, 23:
		cmd := &ConsentConfirm{Case: "C1", Seat: seat, Organisation: pick("", "", org)}
		if rapid.Bool().Draw(rt, "in part") {
			cmd.AmountPence = &pence
		}
		return actor, cmd
	case 24:
		return mine("po-" + org), &ConsentRecord{Case: "C1", Organisation: org, Minute: "m"}
	case 25:
		return mine("po-" + org), &ConsentDecline{Case: "C1", Organisation: org, Seat: pick("", seat), Reason: "r"}
	case 26:
		return mine("po-" + org), &ConsentWithdraw{Case: "C1", Organisation: org, Seat: pick("", seat), Reason: "r"}
	case 27:
		return mine("po-" + org), &CommitmentWithdraw{Case: "C1", Commitment: commitment, Seat: pick("", seat), Minute: minute, Reason: "r"}
	case 28:
		return mine("p-unit"), &CommitmentOffer{Case: "C1", Organisation: org, AmountPence: pence}
	case 29:
		return mine("p-unit"), &CommitmentChange{Case: "C1", Commitment: commitment, AmountPence: &pence}
	case 30:
		return mine("p-unit"), &CaseRequestGate{Case: "C1", Award: &AwardFields{ValuePence: 300_000_00}}
	case 31:
		return mine("p-unit"), rapid.SampledFrom([]Command{&CaseAmend{Case: "C1", CaseFields: CaseFields{Risk: ptr("Another.")}}, &CaseAddEvidence{Case: "C1", Type: "needs_analysis"},
			&NoticePublish{Case: "C1", Kind: "award"}, &NoticePublish{Case: "C1", Kind: NoticeKeyDecision}, &ContractRecord{Case: "C1", Supplier: "S", ValuePence: 1},
			&RepresentationReceive{Case: "C1", From: "A"}, &TargetSet{Case: "C1", Target: "t1", Indicator: "i", Value: "1", DueOn: day("2028-01-01")},
			&SpendingMap{Case: "C1", Organisation: org, Tier: "targeted", AmountPence: 100}, &CaseBeginReview{Case: "C1", Because: "risk"}}).Draw(rt, "the unit's")
	case 32:
		return mine("mo-wcc"), rapid.SampledFrom([]Command{&CaseSuspend{Case: "C1", Reason: "r"}, &CaseLift{Case: "C1", Reason: "r"}, &CaseLift{Case: "C1", Reason: "r"}}).Draw(rt, "halt")
	case 33:
		return mine("p-unit"), rapid.SampledFrom([]Command{&CaseResume{Case: "C1"}, &CaseMigrate{Case: "C1"}, &CaseResume{Case: "C1"}, &CaseAcknowledgeGap{Case: "C1", Note: "n", Minute: minute}}).Draw(rt, "rare")
	case 34:
		return actor, &CaseAcknowledgeGap{Case: "C1", Note: "n", Minute: minute}
	case 35:
		return actor, &CaseRaiseDispute{Case: "C1", Seat: pick("", seat), Organisation: pick("", org), Against: []string{pick("wcc", "icb", "ald")}, Reason: "r"}
	case 36, 37:
		return mine("ao-" + org), &CaseAgreeDispute{Case: "C1", Organisation: pick("", org, "pol", "wcc"), Seat: pick("", seat), Agreement: "a"}
	case 38:
		return mine("p-secretary"), &CaseResolveDispute{Case: "C1", Agreement: "a"}
	case 39:
		return mine("po-" + org), &CaseFailDispute{Case: "C1", Departing: org, Withdraw: rapid.Bool().Draw(rt, "withdraws"), Reason: "r"}
	case 40, 41:
		ask := []string{"p-scrutiny-1", "p-scrutiny-2", "p-scrutiny-3", "p-scrutiny-4", pick("p-scrutiny-5", "p-scrutiny-4", "p-ald-scrutiny-1", "p-lead")}
		return pick("p-scrutiny-1", "p-scrutiny-officer", "p-ald-scrutiny-1", actor), &DecisionCallIn{Case: "C1", Requisition: ask, Reasons: "r"}
	case 42:
		return actor, &UndertakingGive{Case: "C1", Owner: org, Seat: pick("", seat), What: "w", DueOn: day("2030-01-01"), Minute: minute}
	case 43:
		return pick("p-cfo", "po-"+org, "p-icb-fin", actor), &PoolContribute{Case: "C1", Pool: "P1", Organisation: pick("wcc", "icb", org), AmountPence: pence, Reference: "r"}
	case 44:
		return pick("p-cfo", actor), &PoolSpend{Pool: "P1", AmountPence: pence}
	case 45:
		return pick("p-cfo", "p-unit", actor), rapid.SampledFrom([]Command{&PoolClose{Case: "C1", Pool: "P1", Reason: "r"}, pooling("P2", BasisNHSAct75, "wcc", "icb"),
			&PoolAgree{Case: "C1", Pool: "P1", Agreement: *wholeAgreement(), Reason: "r"}}).Draw(rt, "pool")
	case 46:
		return mine("ao-" + first(org, "wcc")), &MemberAppoint{Seat: seat, Person: other, From: on, Instrument: "i"}
	case 47:
		return mine("ao-" + org), &MemberRemove{Seat: seat, LastDay: on, Instrument: "i"}
	case 48:
		return mine("ao-" + org), &DeputyName{Seat: seat, Person: other, From: on, Instrument: "i"}
	case 49, 50:
		return mine("ao-" + org), &MandateGrant{Mandate: "m-" + org + "-" + itoa(p.n), Organisation: org, Seat: seat, From: p.r.CalendarAt(p.now).DateOf(p.now), Until: pickDay(rt, on),
			Instrument: "i", Acts: rapid.SampledFrom([][]string{nil, {"confirm"}, {"decline", "withdraw"}}).Draw(rt, "acts"), DeputyMayCommit: rapid.Bool().Draw(rt, "deputy"),
			Commit: []MandateLine{{Kind: pick("money", "staff_time"), Modes: []string{pick("aligned", "pooled")}, PerCasePence: ptr(pence)}}}
	case 51:
		if len(p.r.Mandates) > 0 {
			m := p.r.Mandates[rapid.IntRange(0, len(p.r.Mandates)-1).Draw(rt, "mandate")]
			return mine("ao-" + m.Organisation), &MandateRevoke{Mandate: m.Mandate, LastDay: pickDay(rt, on), Instrument: "i"}
		}
	case 52:
		return mine("p-secretary"), rapid.SampledFrom([]Command{&MeetingSchedule{Meeting: "m1", Board: "wcb", StartsAt: p.now.Add(240 * time.Hour)}, &MeetingOpen{Meeting: "m1"}, &MeetingOpen{Meeting: "m1"},
			&MeetingRecordAttendance{Meeting: "m1", Attendance: []AttendanceLine{{Seat: seat, Present: "remote"}}}, &MeetingClose{Meeting: "m1"}}).Draw(rt, "meeting")
	}
	return events.System, &CaseTick{Case: "C1"}
}

func pickDay(rt *rapid.T, on calendar.Date) calendar.Date {
	return rapid.SampledFrom([]calendar.Date{{}, on}).Draw(rt, "last day")
}
