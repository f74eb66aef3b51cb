package workflow

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"comity/events"
)

// told says who is told what because of the last command, as "person reason for".
func (p *partnership) told(actor string, kind events.Kind) []Telling {
	p.t.Helper()
	id, revision, c := "C1", 0, p.c
	if kind == events.KindRegister {
		id, revision, c = "westmere", p.r.Revision, nil
	} else {
		revision = p.c.Revision
	}
	out, err := Tell(c, p.r, record(kind, id, revision, Meta{Actor: actor, At: p.now}, p.last))
	if err != nil {
		p.t.Fatal(err)
	}
	return out
}

func lines(list []Telling) []string {
	var out []string
	for _, x := range list {
		line := fmt.Sprintf("%s %s %s", x.Person, x.Reason, x.For)
		if x.Deputy {
			line += " for " + x.AsDeputyFor
		}
		out = append(out, line)
	}
	slices.Sort(out)
	return out
}

// doing carries a command out and checks who is told.
func (p *partnership) doing(actor string, cmd Command, want ...string) []Telling {
	p.t.Helper()
	p.do(actor, cmd)
	list := p.told(actor, events.KindCase)
	slices.Sort(want)
	if got := lines(list); !slices.Equal(got, want) {
		p.t.Fatalf("%s by %s tells\n%s\nwant\n%s", cmd.CommandName(), actor, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	ids := map[string]bool{}
	for _, x := range list {
		if ids[x.ID] || x.Person == "" || x.Case != "C1" {
			p.t.Fatalf("not a telling: %+v", x)
		}
		ids[x.ID] = true
	}
	return list
}

func each(suffix string, people ...string) []string {
	var out []string
	for _, p := range people {
		out = append(out, p+" "+suffix)
	}
	return out
}

func TestTellNamesEveryEventType(t *testing.T) {
	for _, name := range events.Types() {
		_, does := tells[name]
		why, not := untold[name]
		if does == not {
			t.Errorf("%s is told: %t, deliberately not told: %t", name, does, not)
		}
		if not && len(why) < 10 {
			t.Errorf("%s is not told without a reason", name)
		}
	}
	for name := range untold {
		if events.Zero(name) == nil {
			t.Errorf("%s is no event type", name)
		}
	}
}

// atG1 is a case at its first gate.
func atG1(t *testing.T, edit ...func(string, string) (string, string)) *partnership {
	p := westmere(t, edit...)
	p.now = at("2026-12-01 09:00")
	p.draft("pa2023")
	p.evidence("G1")
	return p
}

func TestTellAsked(t *testing.T) {
	p := atG1(t)
	p.register("ao-ald", &DeputyName{Seat: "N1", Person: "p-stand-in", From: day("2026-11-01"), Instrument: "letter"})
	list := p.doing("p-unit", &CaseRequestGate{Case: "C1"}, slices.Concat(
		each("asked signoff:ogn", "p-n1", "p-n2", "p-n3"), each("asked signoff:ogs", "p-s1", "p-s2", "p-s3"),
		[]string{"p-stand-in asked signoff:ogn for p-n1"})...)
	x := list[0]
	if x.Board != "ogn" || x.Until.IsZero() || x.Item == "" || !x.Asks() || !slices.Equal(x.On, []string{"N1"}) {
		t.Errorf("got %+v", x)
	}
}

func TestTellVotes(t *testing.T) {
	p := atG1(t)
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	p.doing("p-n1", &SignOffVote{Case: "C1", SignOff: "ogn", Seat: "N1", Choice: Approve})
	p.doing("p-n2", &SignOffVote{Case: "C1", SignOff: "ogn", Seat: "N2", Choice: Approve},
		each("decided signoff:ogn", "p-n1", "p-n3", "p-unit", "p-unit-2")...) // the last voter has just seen it
	p.votes("ogs", Approve, "S1")
	p.doing("p-s2", &SignOffVote{Case: "C1", SignOff: "ogs", Seat: "S2", Choice: Approve}, slices.Concat(
		each("decided signoff:ogs", "p-s1", "p-s3", "p-unit", "p-unit-2"), asksOf(p, "jce"))...)
	p.votes("jce", Approve, "E1", "E2", "E3")
	p.votes("wcb", Approve, "W1", "W2", "W3", "W5")
	list := p.doing("p-bra", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "W6", Choice: Approve}, each("effect gate:G1",
		"p-ald", "p-cal", "p-cfo", "p-cvs", "p-dcs", "p-dun", "p-e4", "p-icb", "p-icb-fin", "p-lead", "p-n1", "p-n2", "p-n3", "p-police", "p-police-2", "p-s1", "p-s2", "p-s3", "p-unit",
		"p-unit-2")...)
	for _, x := range list {
		if x.Person == "p-lead" && (x.Result != "approved" || x.EffectiveAt.IsZero() || x.Board != "wcb" || x.Closes == "") {
			t.Errorf("got %+v, want the result of the board and its date in one word", x)
		}
	}
}

func asksOf(p *partnership, board string) (out []string) {
	for _, seat := range p.r.Awaited(p.c.SignOff(board), p.now) {
		if line := p.r.Holder(seat, p.now) + " asked signoff:" + board; !slices.Contains(out, line) {
			out = append(out, line)
		}
	}
	if len(out) == 0 { // not open yet: everybody who may vote there
		for _, s := range p.r.GovernanceAt(p.now).Board(board).Seats {
			if s.MayVote() {
				out = append(out, p.r.Holder(s.ID, p.now)+" asked signoff:"+board)
			}
		}
	}
	return out
}

func TestTellDeputyAndSecretary(t *testing.T) {
	p := atG1(t)
	p.register("ao-ald", &DeputyName{Seat: "N1", Person: "p-stand-in", From: day("2026-11-01"), Instrument: "letter"})
	if got := lines(p.told("ao-ald", events.KindRegister)); !slices.Equal(got, []string{"p-n1 deputised seat:N1", "p-stand-in deputy seat:N1 for p-n1"}) {
		t.Fatalf("naming a deputy tells %v", got)
	}
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	list := p.doing("p-stand-in", &SignOffVote{Case: "C1", SignOff: "ogn", Seat: "N1", Choice: Approve}, "p-n1 covered signoff:ogn")
	if x := list[0]; x.By != "p-stand-in" || x.Choice != Approve || x.Closes == "" {
		t.Errorf("got %+v", x)
	}
}

func TestTellTime(t *testing.T) {
	p := atG1(t)
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	p.votes("ogn", Approve, "N1")
	p.now = at("2026-12-08 09:00")
	p.doing(events.System, &CaseTick{Case: "C1"}, slices.Concat(each("reminder signoff:ogn", "p-n2", "p-n3"), each("reminder signoff:ogs", "p-s1", "p-s2", "p-s3"))...)
	p.votes("ogs", Approve, "S1", "S2")
	p.now = at("2026-12-16 00:00")
	p.do(events.System, &CaseTick{Case: "C1"})
	got := lines(p.told(events.System, events.KindCase))
	for _, want := range []string{"p-n1 lapsed signoff:ogn", "p-unit lapsed signoff:ogn", "p-dcs referred signoff:jce-for-ogn"} {
		if !slices.Contains(got, want) {
			t.Errorf("the lapse tells\n%s\nwant %s", strings.Join(got, "\n"), want)
		}
	}
	for range 12 {
		p.now = p.now.AddDate(0, 0, 10)
		p.do(events.System, &CaseTick{Case: "C1"})
	}
	if p.c.Status != InDispute {
		t.Fatalf("got %s", p.c.Label())
	}
}

func TestTellDispute(t *testing.T) {
	p := atG1(t)
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	p.do("p-icb", &CaseRaiseDispute{Case: "C1", Seat: "W3", Reason: "our share"})
	for _, want := range []string{"p-unit", "p-n1", "po-pol", "p-police"} {
		if !slices.Contains(lines(p.told("p-icb", events.KindCase)), want+" dispute dispute") {
			t.Errorf("%s is not told", want)
		}
	}
	asked := Telling{Reason: ToldAsked, Case: "C1", Person: "p-n1", For: "signoff:ogn", Item: "C1/signoff:ogn/G1.1.1"}
	if !Settled(asked, p.c, p.r, p.now) {
		t.Error("a vote is asked while the case is in dispute")
	}
	p.now = p.now.AddDate(0, 0, 1)
	p.do("mo-wcc", &CaseResolveDispute{Case: "C1", Agreement: "agreed"})
	list := p.told("mo-wcc", events.KindCase)
	for _, want := range []string{"p-n1 resumed signoff:ogn", "p-s1 resumed signoff:ogs", "p-unit dispute_over dispute"} {
		if !slices.Contains(lines(list), want) {
			t.Errorf("got %v, want %s", lines(list), want)
		}
	}
	if Settled(asked, p.c, p.r, p.now) {
		t.Error("the vote is asked again, and settled")
	}
}

func TestTellReturnAndDeferral(t *testing.T) {
	p := atG1(t)
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	p.votes("ogn", Approve, "N1", "N2")
	p.votes("ogs", Approve, "S1", "S2")
	p.do("p-dcs", &CaseDefer{Case: "C1", SignOff: "jce", Until: day("2027-01-20"), Reason: "figures"})
	list := p.told("p-dcs", events.KindCase)
	if !slices.Contains(lines(list), "p-n1 deferred gate:G1") || list[0].Day != "2027-01-20" {
		t.Fatalf("got %v", lines(list))
	}
	p.now = at("2027-01-20 09:00")
	p.do(events.System, &CaseTick{Case: "C1"})
	if got := lines(p.told(events.System, events.KindCase)); !slices.Contains(got, "p-dcs asked signoff:jce") {
		t.Fatalf("got %v", got)
	}
	p.do("p-dcs", &CaseReturn{Case: "C1", SignOff: "jce", Reasons: []string{"show the cost"}})
	list = p.told("p-dcs", events.KindCase)
	if !slices.Contains(lines(list), "p-unit returned gate:G1") || !slices.Contains(lines(list), "p-n1 sent_back gate:G1") {
		t.Fatalf("got %v", lines(list))
	}
	for _, x := range list {
		if x.Person == "p-unit" && (!slices.Equal(x.Details, []string{"show the cost"}) || Settled(x, p.c, p.r, p.now)) {
			t.Errorf("the unit's list: %+v", x)
		}
	}
}

func TestTellConsentsAndHolds(t *testing.T) {
	p := westmere(t)
	p.boardsAtG2()
	p.confirmAll("W4")
	list := p.told("p-dun", events.KindCase)
	if len(list) != 0 {
		t.Fatalf("an organisation's consent tells %v", lines(list))
	}
	p.do("p-police", &ConsentConfirm{Case: "C1", Seat: "W4"})
	if got := lines(p.told("p-police", events.KindCase)); !slices.Contains(got, "p-unit effect gate:G2") || slices.Contains(got, "p-police effect gate:G2") {
		t.Fatalf("got %v", got)
	}
	p.evidence("G3")
	p.do("p-unit", &CaseRequestGate{Case: "C1", Award: &AwardFields{ValuePence: 291_000_00}})
	p.votes("ogn", Approve, "N1", "N2")
	p.votes("ogs", Approve, "S1", "S2")
	p.votes("jce", Approve, "E1", "E2", "E3")
	if got := lines(p.told("p-icb-fin", events.KindCase)); !slices.Contains(got, "p-unit held gate:G3") || !slices.Contains(got, "p-n1 held gate:G3") {
		t.Fatalf("got %v", got)
	}
}

func TestTellRecusal(t *testing.T) {
	p := atG1(t)
	p.register("ao-ald", &DeputyName{Seat: "N1", Person: "p-stand-in", From: day("2026-11-01"), Instrument: "letter"})
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	asked := p.told("p-unit", events.KindCase)[0]
	if Settled(asked, p.c, p.r, p.now) {
		t.Fatal("settled before anything happened")
	}
	p.doing("p-stand-in", &SignOffDeclareInterest{Case: "C1", SignOff: "ogn", Seat: "N1", Interest: "pecuniary", Nature: "shares"}, "p-n1 recused signoff:ogn")
	if !Settled(asked, p.c, p.r, p.now) {
		t.Error("a seat that stands aside is still asked")
	}
	p.doing("mo-ald", &SignOffDispense{Case: "C1", SignOff: "ogn", Seat: "N1", Reason: "quorum"},
		"p-n1 dispensed signoff:ogn", "p-stand-in dispensed signoff:ogn for p-n1")
	if Settled(asked, p.c, p.r, p.now) {
		t.Error("a seat that takes part again is not asked")
	}
	p.votes("ogn", Approve, "N1")
	if !Settled(asked, p.c, p.r, p.now) {
		t.Error("who has voted is still asked")
	}
}

func TestTellQuorumLost(t *testing.T) {
	p := atG1(t)
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	p.do("p-n1", &SignOffDeclareInterest{Case: "C1", SignOff: "ogn", Seat: "N1", Interest: "pecuniary", Nature: "shares"})
	p.do("p-n2", &SignOffDeclareInterest{Case: "C1", SignOff: "ogn", Seat: "N2", Interest: "pecuniary", Nature: "shares"})
	if got := lines(p.told("p-n2", events.KindCase)); !slices.Contains(got, "p-n3 quorum_lost signoff:ogn") || !slices.Contains(got, "p-unit quorum_lost signoff:ogn") {
		t.Fatalf("got %v", got)
	}
}

func TestTellWithdrawn(t *testing.T) {
	p := atG1(t)
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	p.do("p-unit", &CaseWithdraw{Case: "C1", Reason: "no need"})
	got := lines(p.told("p-unit", events.KindCase))
	if !slices.Contains(got, "p-n1 closed case") || slices.Contains(got, "p-n1 void signoff:ogn") || slices.Contains(got, "p-unit closed case") {
		t.Fatalf("got %v, want one word each, and none to who did it", got)
	}
}

func TestTellRegister(t *testing.T) {
	p := westmere(t)
	for _, step := range []struct {
		name  string
		actor string
		cmd   Command
		want  string
	}{
		{"a term that ends", "ao-ald", &MemberRemove{Seat: "W5", Instrument: "letter"}, "p-ald term_ends seat:W5"},
		{"an appointment", "ao-ald", &MemberAppoint{Seat: "W5", Person: "p-new", From: day("2026-11-02"), Instrument: "letter"}, "p-new appointed seat:W5"},
	} {
		t.Run(step.name, func(t *testing.T) {
			p.register(step.actor, step.cmd)
			if got := lines(p.told(step.actor, events.KindRegister)); !slices.Equal(got, []string{step.want}) {
				t.Errorf("got %v, want %s", got, step.want)
			}
		})
	}
}

// What a tie, a certificate, a suspension and a review tell.
func TestTellTheRest(t *testing.T) {
	t.Run("an officer is asked to certify", func(t *testing.T) {
		p := westmere(t)
		p.toGate("G2", "pa2023")
		list := p.told("p-unit", events.KindCase)
		got := lines(list)
		for _, want := range []string{"p-cfo certify signoff:finance", "p-police consent consent:pol", "po-pol consent consent:pol"} {
			if !slices.Contains(got, want) {
				t.Errorf("got %v, want %s", got, want)
			}
		}
		for _, x := range list {
			if x.Reason == ToldCertify && (x.Post != "chief_finance_officer" || x.Board != "" || Settled(x, p.c, p.r, p.now)) {
				t.Errorf("got %+v", x)
			}
			if x.Reason == ToldConsent && Settled(x, p.c, p.r, p.now) {
				t.Errorf("a consent that is asked is settled: %+v", x)
			}
		}
		p.doing("mo-wcc", &CaseSuspend{Case: "C1", Reason: "an inspection"}, suspendedAll(p)...)
		for _, x := range list {
			if x.Asks() && !Settled(x, p.c, p.r, p.now) {
				t.Errorf("asked while the case is suspended: %+v", x)
			}
		}
		p.now = p.now.AddDate(0, 0, 7)
		p.do("mo-wcc", &CaseLift{Case: "C1", Reason: "it is over"})
		got = lines(p.told("mo-wcc", events.KindCase))
		for _, want := range []string{"p-cfo certify signoff:finance", "p-police consent consent:pol", "p-dcs resumed signoff:jce"} {
			if !slices.Contains(got, want) {
				t.Errorf("after it: got %v, want %s", got, want)
			}
		}
	})
	t.Run("the chair has the casting vote", func(t *testing.T) {
		p := westmere(t)
		p.toWCB()
		p.votes("wcb", Approve, "W1", "W2", "W3", "W5")
		p.votes("wcb", RefuseChoice, "W4", "W6", "W7", "W8")
		p.do("p-cvs", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "W9", Choice: Abstain})
		list := p.told("p-cvs", events.KindCase)
		if got := lines(list); !slices.Contains(got, "p-lead casting_vote signoff:wcb") {
			t.Fatalf("got %v", got)
		}
		p.do("p-lead", &SignOffCast{Case: "C1", SignOff: "wcb", Seat: "W1", Choice: RefuseChoice, Reason: "no"})
		for _, x := range list {
			if x.Asks() && !Settled(x, p.c, p.r, p.now) {
				t.Errorf("still asked: %+v", x)
			}
		}
		if got := lines(p.told("p-lead", events.KindCase)); slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "p-lead ") }) {
			t.Errorf("the chair is told of the casting vote: %v", got)
		}
	})
	t.Run("a review is due", func(t *testing.T) {
		p := westmere(t)
		p.toReview()
		if got := lines(p.told("p-unit", events.KindCase)); !slices.Equal(got, []string{"p-unit-2 review_due review:review"}) {
			t.Errorf("got %v", got)
		}
	})
}

func suspendedAll(p *partnership) []string {
	d := &teller{decision: view(p.c, p.r, Meta{At: p.now}), rec: &events.Record{}}
	var others []string
	for _, person := range d.parties() {
		if person != "mo-wcc" {
			others = append(others, person)
		}
	}
	return each("suspended suspension", others...)
}

func TestMayReadUndelivered(t *testing.T) {
	p := westmere(t)
	for person, want := range map[string]bool{"p-secretary": true, "p-admin": true, "p-lead": false, "p-unit": false, "nobody": false} {
		if got := MayReadUndelivered(p.r, person, p.now); got != want {
			t.Errorf("%s: got %t, want %t", person, got, want)
		}
	}
}

// ledger is what the people of a test have been told so far.
type ledger struct {
	asked map[string]bool // person and item
	seats int             // revision of the register, when it was last looked at
}

// checkTold holds after every record of every test: each telling is said once, to somebody, and not to who did it; and whoever
// the case waits for has been asked, at some time, for that very item.
func (p *partnership) checkTold(r *events.Record) {
	p.t.Helper()
	list, err := Tell(p.c, p.r, r)
	if err != nil {
		p.t.Fatal(err)
	}
	if p.ledger.asked == nil {
		p.ledger.asked = map[string]bool{}
	}
	ids := map[string]bool{}
	for _, x := range list {
		if ids[x.ID] || x.Person == "" || x.For == "" || x.Case == "" || x.Partnership == "" || x.At.IsZero() {
			p.t.Fatalf("not a telling: %+v", x)
		}
		ids[x.ID] = true
		if x.Person == r.Actor && !x.Asks() {
			p.t.Fatalf("%s is told of their own act: %+v", r.Actor, x)
		}
		if x.Asks() {
			if x.Item == "" {
				p.t.Fatalf("asked for no item: %+v", x)
			}
			p.ledger.asked[x.Person+" "+x.Item] = true
		}
	}
	for _, e := range p.last {
		if w, ok := e.(events.ConsentWithdrawn); ok { // who took it back knows
			p.ledger.asked[w.Person+" "+view(p.c, p.r, Meta{At: p.now}).item("consent:"+w.Organisation)] = true
		}
	}
	if p.ledger.seats != p.r.Revision { // who came to a seat was told so
		p.ledger.seats = p.r.Revision
		for _, w := range Explain(p.c, p.r, p.now) {
			for _, person := range w.People {
				p.ledger.asked[person+" "+view(p.c, p.r, Meta{At: p.now}).item(w.For)] = true
			}
		}
	}
	for _, w := range Explain(p.c, p.r, p.now) {
		if !strings.HasPrefix(w.For, "signoff:") && !strings.HasPrefix(w.For, "consent:") || slices.Contains(w.Acts, "deputy.name") {
			continue
		}
		item := view(p.c, p.r, Meta{At: p.now}).item(w.For)
		for _, person := range w.People {
			if !p.ledger.asked[person+" "+item] {
				p.t.Fatalf("%s waits for %s, who was never asked for %s", w.For, person, item)
			}
		}
	}
}
