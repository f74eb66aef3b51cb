package workflow

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"comity/events"
)

// TestRandomCommands drives random commands at a case and checks what must hold whatever people do: decisions are pure,
// folding gives what the decision saw (both in partnership.try), a state survives JSON, a refused command changes nothing,
// nobody votes twice, no gate passes without its sign-offs, consents and commitments, and the clock approves nothing.
func TestRandomCommands(t *testing.T) {
	base := westmere(t)
	rapid.Check(t, func(rt *rapid.T) {
		p := &partnership{t: t, r: base.r, now: base.now}
		gate := rapid.SampledFrom([]string{"G1", "G2", "G3"}).Draw(rt, "gate")
		p.toGate(gate, rapid.SampledFrom([]string{"pa2023", "psr2023"}).Draw(rt, "regime"))
		for range rapid.IntRange(1, 40).Draw(rt, "steps") {
			p.now = p.now.Add(time.Duration(rapid.IntRange(0, 96).Draw(rt, "hours")) * time.Hour)
			actor, cmd := randomCommand(rt, p)
			before := p.c.Revision
			no := p.try(actor, cmd)
			if no != nil && p.c.Revision != before {
				rt.Fatalf("%s refused and moved the revision", cmd.CommandName())
			}
			if no != nil && (len(no.Details) == 0 || no.Status < 400 || no.Message == "") {
				rt.Fatalf("%s refused without saying why: %+v", cmd.CommandName(), no)
			}
			checkCase(rt, p)
		}
	})
}

// randomCommand draws a person and an act, sensible more often than not.
func randomCommand(rt *rapid.T, p *partnership) (string, Command) {
	people := []string{"p-lead", "p-dcs", "p-icb", "p-police", "p-police-2", "p-ald", "p-bra", "p-cal", "p-dun", "p-cvs", "p-cfo", "p-icb-fin", "p-e4",
		"p-n1", "p-n2", "p-n3", "p-s1", "p-s2", "p-s3", "p-unit", "p-secretary", "mo-wcc", "mo-icb", "po-pol", "po-wcc", "p-stranger"}
	seats := []string{"W1", "W2", "W3", "W4", "W5", "W6", "W7", "W8", "W9", "WN1", "E1", "E2", "E3", "E4", "E5", "N1", "N2", "N3", "S1", "S2", "S3"}
	seat := rapid.SampledFrom(seats).Draw(rt, "seat")
	actor := rapid.SampledFrom(people).Draw(rt, "actor")
	if rapid.IntRange(0, 9).Draw(rt, "as holder") < 8 {
		actor = first(p.r.Holder(seat, p.now), actor)
	}
	signOff := rapid.SampledFrom([]string{"ogn", "ogs", "jce", "wcb", "finance", "jce-for-ogn", "jce-for-ogs", "wcb-for-jce"}).Draw(rt, "signoff")
	if b := boardFor(p.r, seat, p.now); b != "" && rapid.IntRange(0, 9).Draw(rt, "own board") < 8 {
		signOff = b
	}
	choice := rapid.SampledFrom([]string{Approve, Approve, Approve, RefuseChoice, Abstain}).Draw(rt, "choice")
	org := rapid.SampledFrom(organisations).Draw(rt, "organisation")
	switch rapid.IntRange(0, 19).Draw(rt, "command") {
	case 0:
		return actor, &SignOffDeclareInterest{Case: "C1", SignOff: signOff, Seat: seat, Interest: rapid.SampledFrom([]string{"pecuniary", "other"}).Draw(rt, "interest")}
	case 1:
		return rapid.SampledFrom([]string{"mo-wcc", "mo-icb", actor}).Draw(rt, "officer"), &SignOffDispense{Case: "C1", SignOff: signOff, Seat: seat, Reason: "r"}
	case 2:
		return actor, &SignOffCast{Case: "C1", SignOff: signOff, Seat: seat, Choice: choice}
	case 3:
		return "p-cfo", &SignOffCertify{Case: "C1", SignOff: "finance", Choice: rapid.SampledFrom([]string{Approve, Approve, RefuseChoice}).Draw(rt, "certificate")}
	case 4, 5:
		return actor, &ConsentConfirm{Case: "C1", Seat: seat}
	case 6:
		return "po-" + org, &ConsentRecord{Case: "C1", Organisation: org, Minute: "min 1"}
	case 7:
		return "po-" + org, &ConsentDecline{Case: "C1", Organisation: org, Reason: "r"}
	case 8:
		return "po-" + org, &ConsentWithdraw{Case: "C1", Organisation: org, Reason: "r"}
	case 9:
		return "p-unit", &CaseRequestGate{Case: "C1", Award: &AwardFields{ValuePence: 300_000_00}}
	case 10:
		return "p-secretary", &CaseDefer{Case: "C1", SignOff: signOff, Until: day("2027-06-01"), Reason: "r", Minute: "m"}
	case 11:
		return "p-secretary", &CaseReturn{Case: "C1", SignOff: signOff, Reasons: []string{"r"}, Minute: "m"}
	case 12:
		return "p-unit", &NoticePublish{Case: "C1", Kind: "award"}
	case 13:
		return "mo-wcc", rapid.SampledFrom([]Command{&CaseSuspend{Case: "C1", Reason: "r"}, &CaseLift{Case: "C1", Reason: "r"},
			&CaseResolveDispute{Case: "C1", Agreement: "a"}, &CaseResolveDispute{Case: "C1", Agreement: "a", TermsChanged: true}}).Draw(rt, "officer's act")
	case 14:
		return "p-unit", &CommitmentChange{Case: "C1", Commitment: "wcc-1", AmountPence: ptr(int64(rapid.IntRange(1, 200_000_00).Draw(rt, "amount")))}
	case 15, 16:
		return events.System, &CaseTick{Case: "C1"}
	case 17:
		if _, st := p.r.GovernanceAt(p.now).Seat(seat); st != nil && rapid.Bool().Draw(rt, "withdraws") {
			return actor, &CommitmentWithdraw{Case: "C1", Commitment: spokenFor(st) + "-1", Seat: seat, Reason: "r"}
		}
		return first(p.r.Holder("E1", p.now), actor), &CaseAcknowledgeGap{Case: "C1", Note: "n"}
	}
	return actor, &SignOffVote{Case: "C1", SignOff: signOff, Seat: seat, Choice: choice}
}

func boardFor(r *Register, seat string, at time.Time) string {
	if b, _ := r.GovernanceAt(at).Seat(seat); b != nil {
		return b.ID
	}
	return ""
}

// checkCase re-derives what must hold of a case.
func checkCase(t interface{ Fatalf(string, ...any) }, p *partnership) {
	raw, err := json.Marshal(p.c)
	if err != nil {
		t.Fatalf("marshal: %v", err)
	}
	var again Case
	if err := json.Unmarshal(raw, &again); err != nil {
		t.Fatalf("unmarshal: %v", err)
	}
	if twice, _ := json.Marshal(&again); string(twice) != string(raw) {
		t.Fatalf("a case does not survive JSON:\n%s\n%s", raw, twice)
	}
	for _, s := range p.c.SignOffs {
		checkSignOff(t, p, s)
	}
	for _, k := range p.c.Commitments {
		if k.ConfirmedPence < 0 || k.ConfirmedPence > k.Pence || k.ConfirmedFTEHundredths > k.FTEHundredths {
			t.Fatalf("commitment %s: %d of %d confirmed", k.Commitment, k.ConfirmedPence, k.Pence)
		}
	}
	for _, e := range p.last {
		if passed, ok := e.(events.GatePassed); ok {
			checkPassed(t, p, passed)
		}
	}
	for _, due := range Due(p.c, p.r) {
		if due.At.IsZero() {
			t.Fatalf("due without a moment: %+v", due)
		}
	}
	if p.c.Status != Closed && len(Explain(p.c, p.r, p.now)) == 0 {
		t.Fatalf("%s waits for nothing", p.c.Label())
	}
	for _, tier := range Clearances {
		for _, e := range p.last {
			if _, err := Publish(p.c, e, tier); err != nil {
				t.Fatalf("publish %s: %v", e.EventType(), err)
			}
		}
	}
}

// checkSignOff: one vote a seat and one a person, no counted vote of a recused seat, no result without a quorum.
func checkSignOff(t interface{ Fatalf(string, ...any) }, p *partnership, s *SignOff) {
	var seats, people []string
	for _, v := range s.Votes {
		if v.Struck {
			continue
		}
		if s.Board != "" && (slices.Contains(seats, v.Seat) || slices.Contains(people, v.Person)) {
			t.Fatalf("sign-off %s: seat %s or person %s counts twice", s.ID, v.Seat, v.Person)
		}
		if s.Recused(v.Seat) && s.Board != "" {
			t.Fatalf("sign-off %s counts the vote of recused seat %s", s.ID, v.Seat)
		}
		seats, people = append(seats, v.Seat), append(people, v.Person)
	}
	if s.State == SignOffDone && s.Board != "" && s.Because != "resolution" {
		if n := p.r.count(s, s.EndedAt); !n.quorate {
			t.Fatalf("sign-off %s decided %s without a quorum: %+v", s.ID, s.Result, n.tally)
		}
	}
}

// checkPassed: the sign-offs of the gate let it pass and nothing that was asked is left.
func checkPassed(t interface{ Fatalf(string, ...any) }, p *partnership, e events.GatePassed) {
	for _, s := range p.c.SignOffs {
		if s.Gate != e.Gate || s.GateRound != e.Round || s.State == SignOffMoved {
			continue
		}
		if s.State != SignOffDone || (!s.Positive() && !s.Dissent) {
			t.Fatalf("gate %s passed with sign-off %s %s %s", e.Gate, s.ID, s.State, s.Result)
		}
	}
	for _, k := range p.c.Consents {
		if k.Gate == e.Gate && k.GateRound == e.Round && k.State == "requested" {
			t.Fatalf("gate %s passed while %s is asked", e.Gate, k.Organisation)
		}
	}
	if e.Gate != "G1" {
		money, _ := p.c.Plan()
		if _, _, confirmed, _ := p.c.Totals(); int64(confirmed)*100 < int64(money)*90 {
			t.Fatalf("gate %s passed with %s of %s", e.Gate, confirmed, money)
		}
	}
}

// TestCloneSharesNothing walks a busy case and its clone: no pointer and no slice that the rules change may be shared.
func TestCloneSharesNothing(t *testing.T) {
	p := westmere(t)
	p.toGate("G3", "pa2023")
	p.votes("ogn", Approve, "N1", "N2")
	a, b := reflect.ValueOf(p.c), reflect.ValueOf(p.c.Clone())
	if !reflect.DeepEqual(p.c, p.c.Clone()) {
		t.Fatal("the clone differs")
	}
	var walk func(path string, a, b reflect.Value)
	walk = func(path string, a, b reflect.Value) {
		switch a.Kind() {
		case reflect.Pointer:
			if a.IsNil() {
				return
			}
			immutable := a.Type() == reflect.TypeFor[*GateAttempt]() || a.Type().Elem().PkgPath() == "comity/events" || a.Type() == reflect.TypeFor[*Contract]() ||
				a.Type() == reflect.TypeFor[*Deferral]()
			if !immutable && a.Pointer() == b.Pointer() {
				t.Errorf("%s is shared", path)
			}
			walk(path, a.Elem(), b.Elem())
		case reflect.Struct:
			for i := range a.NumField() {
				if a.Type() != reflect.TypeFor[time.Time]() {
					walk(path+"."+a.Type().Field(i).Name, a.Field(i), b.Field(i))
				}
			}
		case reflect.Slice:
			for i := range a.Len() {
				walk(path, a.Index(i), b.Index(i))
			}
		}
	}
	walk("case", a, b)
}
