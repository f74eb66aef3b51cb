package workflow

import (
	"math/rand/v2"
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
		p := from[roll(rt).between(0, len(from)-1)].copied()
		until := map[string]string{}
		for _, m := range p.r.Mandates {
			until[m.Mandate] = text(m.Until)
		}
		for range roll(rt).between(1, 40) {
			p.now = p.now.Add(time.Duration(rapid.SampledFrom([]int{0, 0, 1, 5, 24, 24, 72, 240}).Draw(rt, "hours")) * time.Hour)
			p.ledger.seats = -1 // terms begin by the day here; who is told of that is for other tests
			c := p.asTimeLeftIt()
			actor, cmd := p.acceptable(roll(rt), c)
			spec, _ := Find(cmd.CommandName())
			var no *Refusal
			o := newOracle(p, c, until)
			switch {
			case spec.Kind == events.KindRegister:
				before := p.r.Clone()
				o.r = before
				no = p.tryRegister(actor, cmd)
			case spec.Kind == events.KindPool:
				no = p.spend(actor, cmd.(*PoolSpend).Pool, cmd.(*PoolSpend).AmountPence)
			case spec.Creates:
				if other := p.another(); other.try(actor, cmd) == nil {
					o.c, p = NewCase("westmere", "C1"), other
				} else {
					continue
				}
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

// acceptable draws persons and commands of one kind until one is accepted, a few times over: most that anybody might try is refused for what
// has nothing to do with who tries it.
func (p *partnership) acceptable(d dice, c *Case) (string, Command) {
	kind := of(d, everyKind)
	for n := 0; ; n++ {
		actor, cmd := anyAct(d, p, c, kind)
		if n == 20 || p.accepts(actor, cmd) {
			return actor, cmd
		}
	}
}

// everyKind is each kind of act that anyAct knows, those more than once without which a case does not come far.
var everyKind = func() (kinds []int) {
	for kind := range lastOfBegun + 1 {
		kinds = append(kinds, kind)
	}
	for _, often := range []int{0, 11, 13, 15, 21, 24, 30, 40, 43, 44} {
		kinds = append(kinds, often, often, often)
	}
	return kinds
}()

// accepts asks the rules and changes nothing.
func (p *partnership) accepts(actor string, cmd Command) bool {
	m := p.meta(actor, cmd)
	spec, _ := Find(cmd.CommandName())
	var no *Refusal
	switch spec.Kind {
	case events.KindRegister:
		_, no = DecideRegister(p.r, cmd, m)
	case events.KindPool:
		pool := p.pools["P1"]
		if pool == nil {
			return false
		}
		_, no = DecidePool(pool, p.r, cmd, m)
	default:
		c := p.c
		if spec.Creates {
			c = NewCase("westmere", "C1")
		}
		_, no = DecideCase(c, p.r.WithLedgers(p.ledgers).WithPools(p.pools), cmd, m)
	}
	return no == nil
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

// another is the partnership before a case of its own, which takes the place of the one there was.
func (p *partnership) another() *partnership {
	q := p.copied()
	q.c, q.ledgers, q.pools = nil, Ledgers{}, Pools{}
	return q
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
		p := westmere(t, knowsUrgency, replace("holder: p-cvs}", "holder: p-cvs, deputies: [mo-cvs]}"), reports, alsoInAuthority)
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
		p.register("p-secretary", &MeetingSchedule{Meeting: "m1", Board: "wcb", StartsAt: at("2026-11-20 10:00")})
		p.now = at("2026-11-20 10:00")
		p.register("p-secretary", &MeetingOpen{Meeting: "m1"})
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
		build(func(p *partnership) {
			p.do("p-unit", &CaseCreate{Case: "C1", CaseFields: CaseFields{Title: ptr("T")}})
			p.do("p-unit", &CaseAmend{Case: "C1", CaseFields: wholeTerms(dice{rand.New(rand.NewPCG(1, 1))}, "ald")})
		}),
		build(func(p *partnership) { p.atG4("decommission") }),
		build(func(p *partnership) { p.toReview() }),
		build(func(p *partnership) { p.toStandstill("psr2023") }),
		build(func(p *partnership) {
			p.toStandstill("pa2023")
			p.now = p.now.AddDate(0, 0, 40)
		}),
		build(func(p *partnership) { p.toGate("G2", "pa2023"); p.toKeyDecision() }),
		build(func(p *partnership) {
			p.toWCB()
			p.votes("wcb", Approve, "W1", "W2", "W3", "W9")
			p.votes("wcb", RefuseChoice, "W5", "W6", "W7", "W8")
			p.votes("wcb", Abstain, "W4")
		}),
		build(func(p *partnership) {
			p.toWCB()
			p.do("p-lead", &SignOffDeclareInterest{Case: "C1", SignOff: "wcb", Seat: "W1", Interest: "pecuniary"})
			p.do("p-cvs", &SignOffDeclareInterest{Case: "C1", SignOff: "wcb", Seat: "W9", Interest: "other"})
			p.votes("wcb", Approve, "W2", "W3", "W5")
		}),
		build(func(p *partnership) {
			p.toWCB()
			p.do("p-secretary", &CaseDefer{Case: "C1", SignOff: "wcb", Until: day("2027-06-01"), Reason: "r", Minute: "m"})
		}),
		build(func(p *partnership) {
			p.toGate("G2", "pa2023")
			p.do("p-police", &CaseRaiseDispute{Case: "C1", Organisation: "pol", Seat: "W4", Against: []string{"wcc"}, Reason: "r"})
			p.exhausted()
		}),
		build(func(p *partnership) { p.toContract() }),
	}
}

// toStandstill takes C1 to the standstill after its award, with its notice out.
func (p *partnership) toStandstill(regime string) {
	p.t.Helper()
	p.toGate("G3", regime)
	p.votes("ogn", Approve, "N1", "N2")
	p.votes("ogs", Approve, "S1", "S2")
	p.votes("jce", Approve, "E1", "E2", "E3")
	p.do("p-unit", &NoticePublish{Case: "C1", Kind: map[string]string{"pa2023": "award", "psr2023": "intention_to_award"}[regime]})
}

// toContract takes C1 to delivery under a contract that ends on a day, and is to be renewed.
func (p *partnership) toContract() {
	p.t.Helper()
	p.toStandstill("pa2023")
	p.now = p.now.AddDate(0, 0, 40)
	p.do(events.System, &CaseTick{Case: "C1"})
	p.do("p-unit", &ContractRecord{Case: "C1", Supplier: "S", ValuePence: 291_000_00, EndsOn: day("2028-03-31")})
}

// recordKeyDecision has the county's cabinet decide on a plan beyond its threshold, so that it may be called in.
func (p *partnership) recordKeyDecision() {
	p.t.Helper()
	p.toKeyDecision()
	p.do("po-wcc", &ConsentRecord{Case: "C1", Organisation: "wcc", Minute: "Cabinet min 7"})
}

// toKeyDecision asks the county for a decision beyond its threshold, of which it has given notice.
func (p *partnership) toKeyDecision() {
	p.t.Helper()
	p.do("p-unit", &CommitmentChange{Case: "C1", Commitment: "wcc-1", AmountPence: ptr(int64(450_000_00))})
	p.do("p-unit", &NoticePublish{Case: "C1", Kind: NoticeKeyDecision})
	p.now = p.now.AddDate(0, 0, 35)
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
}

var peopleOfWestmere = []string{"p-lead", "p-dcs", "p-icb", "p-icb-2", "p-police", "p-police-2", "p-ald", "p-bra", "p-bra-2", "p-cal", "p-dun", "p-cvs", "mo-cvs", "p-bpn", "p-cfo",
	"p-icb-fin", "p-e4", "p-n1", "p-n2", "p-n3", "p-s1", "p-s2", "p-s3", "p-unit", "p-unit-2", "p-secretary", "p-dep", "mo-wcc", "mo-icb", "mo-ald", "po-wcc", "po-icb", "po-ald", "po-bra",
	"po-pol", "ao-wcc", "ao-icb", "ao-ald", "ao-bra", "ao-pol", "ao-cvs", "ao-district-leaders-group", "p-scrutiny-1", "p-scrutiny-officer", "p-ald-scrutiny-1", "p-admin", "p-stranger"}

// dice are as likely to fall on one side as on another, which what rapid draws is not: it prefers what is small.
type dice struct{ *rand.Rand }

func roll(rt *rapid.T) dice {
	var seed uint64
	for _, bit := range rapid.SliceOfN(rapid.Bool(), 32, 32).Draw(rt, "dice") {
		seed <<= 1
		if bit {
			seed |= 1
		}
	}
	return dice{rand.New(rand.NewPCG(seed, 1))}
}

func (d dice) between(a, b int) int   { return a + d.IntN(b-a+1) }
func (d dice) int64(a, b int64) int64 { return a + d.Int64N(b-a+1) }
func (d dice) bool() bool             { return d.IntN(2) == 0 }
func of[T any](d dice, list []T) T    { return list[d.IntN(len(list))] }

// anyAct draws a person and a command, whoever's it is.
func anyAct(d dice, p *partnership, c *Case, kind int) (string, Command) {
	seats := []string{"W1", "W2", "W3", "W4", "W5", "W6", "W7", "W8", "W9", "WN1", "E1", "E2", "E3", "E4", "E5", "N1", "N2", "N3", "S1", "S2"}
	seat := of(d, seats)
	org := of(d, organisations[:10])
	pick := func(list ...string) string { return of(d, list) }
	actor := of(d, peopleOfWestmere)
	if d.between(0, 2) > 0 {
		if here := append(p.r.DeputiesOf(seat, p.now), p.r.Holder(seat, p.now)); here[0] != "" {
			actor = pick(here...)
		}
	}
	mine := func(person string) string { // whose it is, more often than not
		if d.between(0, 3) > 0 {
			return person
		}
		return actor
	}
	minute := pick("m", "")
	s := "wcb"
	if now := c.Current(); len(now) > 0 {
		s = now[d.between(0, len(now)-1)].ID
		if b := boardFor(p.r, seat, p.now); b != "" && slices.ContainsFunc(now, func(x *SignOff) bool { return x.ID == b }) {
			s = b
		}
	}
	if x := c.SignOff(s); x != nil && len(x.Interests) > 0 && kind >= 5 && kind <= 7 {
		seat = x.Interests[0].Seat
	}
	commitment := org + "-1"
	pence := d.int64(1, 120_000_00)
	other := of(d, peopleOfWestmere)
	on := p.r.CalendarAt(p.now).DateOf(p.now).AddDays(d.between(-3, 30))
	choice := pick(Approve, Approve, RefuseChoice, Abstain)
	if kind >= firstOfBegun {
		return draw{d, p, c, actor, seat, org, pence, on, mine}.begun(kind)
	}
	switch kind {
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
		return mine("p-secretary"), &SignOffElectPresider{Case: "C1", SignOff: s, Seat: seat, Minute: "m", Meeting: pick("", "m1")}
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
		if d.bool() {
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
		return mine("p-unit"), of(d, []Command{&CaseAmend{Case: "C1", CaseFields: CaseFields{Risk: ptr("Another.")}}, &CaseAddEvidence{Case: "C1", Type: "needs_analysis"},
			&NoticePublish{Case: "C1", Kind: "award"}, &NoticePublish{Case: "C1", Kind: NoticeKeyDecision}, &ContractRecord{Case: "C1", Supplier: "S", ValuePence: 1},
			&RepresentationReceive{Case: "C1", From: "A"}, &TargetSet{Case: "C1", Target: "t1", Indicator: "i", Value: "1", DueOn: day("2028-01-01")},
			&SpendingMap{Case: "C1", Organisation: org, Tier: "targeted", AmountPence: 100}, &CaseBeginReview{Case: "C1", Because: "risk"}})
	case 32:
		return mine("mo-wcc"), of(d, []Command{&CaseSuspend{Case: "C1", Reason: "r"}, &CaseLift{Case: "C1", Reason: "r"}, &CaseLift{Case: "C1", Reason: "r"}, &CaseLift{Case: "C1", Reason: "r"}, &CaseLift{Case: "C1", Reason: "r"}})
	case 33:
		return mine("p-unit"), of(d, []Command{&CaseResume{Case: "C1"}, &CaseMigrate{Case: "C1"}, &CaseResume{Case: "C1"}, &CaseAcknowledgeGap{Case: "C1", Note: "n", Minute: minute}})
	case 34:
		return actor, &CaseAcknowledgeGap{Case: "C1", Note: "n", Minute: minute}
	case 35:
		return actor, &CaseRaiseDispute{Case: "C1", Seat: pick("", seat), Organisation: pick("", org), Against: []string{pick("wcc", "icb", "ald")}, Reason: "r"}
	case 36, 37:
		return mine("ao-" + org), &CaseAgreeDispute{Case: "C1", Organisation: pick("", org, "pol", "wcc"), Seat: pick("", seat), Agreement: "a"}
	case 38:
		return mine("p-secretary"), &CaseResolveDispute{Case: "C1", Agreement: "a"}
	case 39:
		return mine("po-" + org), &CaseFailDispute{Case: "C1", Departing: org, Withdraw: d.bool(), Reason: "r"}
	case 40, 41:
		ask := []string{"p-scrutiny-1", "p-scrutiny-2", "p-scrutiny-3", "p-scrutiny-4", pick("p-scrutiny-5", "p-scrutiny-4", "p-ald-scrutiny-1", "p-lead")}
		return pick("p-scrutiny-1", "p-scrutiny-officer", "p-ald-scrutiny-1", actor), &DecisionCallIn{Case: "C1", Requisition: ask, Reasons: "r"}
	case 42:
		return actor, of(d, []Command{&UndertakingGive{Case: "C1", Owner: org, Seat: pick("", seat), What: "w", DueOn: day("2030-01-01"), Minute: minute},
			&RiskRecord{Case: "C1", Risk: pick("", "r1"), Title: "t", Owner: pick("", org), Level: pick("", "strategic"), Minute: minute}})
	case 43:
		return pick("p-cfo", "po-"+org, "p-icb-fin", actor), &PoolContribute{Case: "C1", Pool: "P1", Organisation: pick("wcc", "icb", org), AmountPence: pence, Reference: "r"}
	case 44:
		return pick("p-cfo", actor), &PoolSpend{Pool: "P1", AmountPence: pence}
	case 45:
		return pick("p-cfo", "p-unit", actor), of(d, []Command{&PoolClose{Case: "C1", Pool: "P1", Reason: "r"}, pooling("P2", BasisNHSAct75, "wcc", "icb"),
			&PoolAgree{Case: "C1", Pool: "P1", Agreement: *wholeAgreement(), Reason: "r"}})
	case 46:
		for _, x := range p.r.Terms { // a seat that is free on a day, where there is one
			if !x.Until.IsZero() && d.bool() {
				org, seat, on = x.Organisation, x.Seat, x.Until.AddDays(1)
			}
		}
		return mine("ao-" + first(org, "wcc")), &MemberAppoint{Seat: seat, Person: other, From: on, Until: on.AddDays(d.between(0, 9)), Instrument: "i"}
	case 47:
		return mine("ao-" + org), &MemberRemove{Seat: seat, LastDay: on, Instrument: "i"}
	case 48:
		return mine("ao-" + org), &DeputyName{Seat: seat, Person: other, From: on, Instrument: "i"}
	case 49, 50:
		return mine("ao-" + org), &MandateGrant{Mandate: "m-" + org + "-" + itoa(p.n), Organisation: org, Seat: seat, From: p.r.CalendarAt(p.now).DateOf(p.now), Until: pickDay(d, on),
			Instrument: "i", Acts: of(d, [][]string{nil, {"confirm"}, {"decline", "withdraw"}}), DeputyMayCommit: d.bool(),
			Commit: []MandateLine{{Kind: pick("money", "staff_time"), Modes: []string{pick("aligned", "pooled")}, PerCasePence: ptr(pence)}}}
	case 51:
		if len(p.r.Mandates) > 0 {
			m := p.r.Mandates[d.between(0, len(p.r.Mandates)-1)]
			return mine("ao-" + m.Organisation), &MandateRevoke{Mandate: m.Mandate, LastDay: pickDay(d, on), Instrument: "i"}
		}
	case 53:
		end := &DeputyEnd{Seat: seat, Person: other, LastDay: on, Instrument: "i"}
		if x := of(d, p.r.Deputies); d.bool() {
			org, end.Seat, end.Person = x.Organisation, x.Seat, x.Person
		}
		return mine("ao-" + org), end
	case 54:
		if d.bool() {
			risk := "r1"
			if len(c.Risks) > 0 {
				risk = c.Risks[0].ID
			}
			return actor, &RiskClose{Case: "C1", Risk: risk, Note: "n", Minute: minute}
		}
		keep := &UndertakingKeep{Case: "C1", Undertaking: "u", Note: "n", Minute: minute}
		if len(c.Undertakings) > 0 {
			keep.Undertaking = c.Undertakings[d.between(0, len(c.Undertakings)-1)].ID
		}
		return actor, keep
	case 55:
		if len(c.ReportBacks) > 0 {
			b := c.ReportBacks[d.between(0, len(c.ReportBacks)-1)]
			return pick(actor, p.r.Holder(b.Seat, p.now)), &ReportBackRecord{Case: "C1", ReportBack: b.ID, Note: "n"}
		}
		return actor, &ReportBackRecord{Case: "C1", ReportBack: "r", Note: "n"}
	case 56:
		return mine("p-unit"), of(d, []Command{&CaseRemoveEvidence{Case: "C1", Item: "needs_analysis-1"}, &RepresentationAnswer{Case: "C1", Decision: "d"},
			&CaseWithdraw{Case: "C1", Reason: "r"}, &MeasurementRecord{Case: "C1", Target: pick("t1", "waits"), Value: "1"}, &EngagementRecord{Kind: "seminar", Title: "T", Audience: []string{org}}})
	case 57:
		return mine("ao-" + org), of(d, []Command{&MemberConfirm{Organisation: org, Instrument: "i"}, &MandateConfirm{Organisation: org}})
	case 58:
		return mine("p-admin"), &PartnershipSucceed{From: on, Replaced: []ReplacementLine{{Organisations: []string{pick("ald", "pol", org)}, Successors: []SuccessorLine{{Organisation: pick("bra", "icb", org)}}}}, Instrument: "i"}
	case 59:
		name := "order"
		for _, x := range p.r.Successions {
			name = x.Succession
		}
		return mine("p-admin"), &SuccessionCancel{Succession: name, Instrument: "i"}
	case 52:
		return mine("p-secretary"), of(d, []Command{&MeetingSchedule{Meeting: "m1", Board: "wcb", StartsAt: p.now.Add(240 * time.Hour)}, &MeetingOpen{Meeting: "m1"}, &MeetingOpen{Meeting: "m1"},
			&MeetingRecordAttendance{Meeting: "m1", Attendance: []AttendanceLine{{Seat: seat, Present: "remote"}}}, &MeetingClose{Meeting: "m1"}})
	}
	return events.System, &CaseTick{Case: "C1"}
}

func pickDay(d dice, on calendar.Date) calendar.Date {
	return of(d, []calendar.Date{{}, on})
}
