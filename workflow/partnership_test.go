package workflow

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"comity/events"
)

// partnership is Westmere with its documents published and its proposals confirmed: the bundle that each test builds.
type partnership struct {
	t    testing.TB
	r    *Register
	c    *Case
	now  time.Time
	n    int
	last []events.Event

	ledger ledger // of checkTold

	ledgers Ledgers // what stands committed under the mandates
	pools   Pools
	effects []Effect
}

// at reads a local time of Westmere.
func at(s string) time.Time {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic(err)
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02"} {
		if t, err := time.ParseInLocation(layout, s, london); err == nil {
			return t.UTC()
		}
	}
	panic("no time: " + s)
}

func source(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile("document/testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

var organisations = []string{"wcc", "icb", "pol", "ald", "bra", "cal", "dun", "cvs", "sch", "bpn", "district-leaders-group"}

// westmere sets the partnership up; edit changes the documents before they are published.
func westmere(t testing.TB, edit ...func(governance, workflow string) (string, string)) *partnership {
	t.Helper()
	p := &partnership{t: t, r: NewRegister("westmere"), now: at("2026-11-01 09:00")}
	governance, flow := source(t, "westmere.governance.yaml"), source(t, "joint-commissioning.workflow.yaml")
	for _, e := range edit {
		governance, flow = e(governance, flow)
	}
	p.register("p-admin", &PartnershipPublish{Source: governance})
	p.register("p-admin", &WorkflowPublish{Source: flow})
	for _, o := range organisations {
		p.register("ao-"+o, &MemberConfirm{Organisation: o, Instrument: "min 1"})
	}
	for _, o := range []string{"wcc", "icb", "pol", "ald", "bra", "cal", "dun"} {
		p.register("ao-"+o, &MandateConfirm{Organisation: o})
	}
	return p
}

func replace(old, new string) func(string, string) (string, string) {
	return func(g, w string) (string, string) {
		if !strings.Contains(g+w, old) {
			panic("the documents do not hold " + old)
		}
		return strings.ReplaceAll(g, old, new), strings.ReplaceAll(w, old, new)
	}
}

func (p *partnership) meta(actor string, cmd Command) Meta {
	p.n++
	return Meta{Command: fmt.Sprintf("cmd-%d", p.n), Name: cmd.CommandName(), Actor: actor, At: p.now, Administrator: actor == "p-admin"}
}

// record makes the record that casework or register would append.
func record(kind events.Kind, id string, revision int, m Meta, list []events.Event) *events.Record {
	r := &events.Record{V: events.RecordVersion, Partnership: "westmere", Kind: kind, ID: id, Revision: revision, Actor: m.Actor, At: m.At,
		Command: events.CommandRef{ID: m.Command, Name: m.Name}}
	for _, e := range list {
		env, err := events.Encode(e)
		if err != nil {
			panic(err)
		}
		r.Events = append(r.Events, env)
	}
	return r
}

func (p *partnership) register(actor string, cmd Command) {
	p.t.Helper()
	if no := p.tryRegister(actor, cmd); no != nil {
		p.t.Fatalf("%s by %s: %v", cmd.CommandName(), actor, no)
	}
}

func (p *partnership) tryRegister(actor string, cmd Command) *Refusal {
	p.t.Helper()
	m := p.meta(actor, cmd)
	list, no := DecideRegister(p.r, cmd, m)
	p.last = list
	if no != nil || len(list) == 0 {
		return no
	}
	if err := p.r.Fold(record(events.KindRegister, "westmere", p.r.Revision+1, m, list)); err != nil {
		p.t.Fatal(err)
	}
	return nil
}

// try decides a command on the case and folds what it yields. It checks what holds for every decision: the case that was
// handed in is untouched, and folding the record gives what the decision saw.
func (p *partnership) try(actor string, cmd Command) *Refusal {
	p.t.Helper()
	if p.c == nil {
		p.c = NewCase("westmere", "C1")
	}
	before := p.c.Clone()
	m := p.meta(actor, cmd)
	list, no := DecideCase(p.c, p.r.WithLedgers(p.ledgers).WithPools(p.pools), cmd, m)
	if !reflect.DeepEqual(before, p.c) {
		p.t.Fatalf("%s changed the case that it was asked about", cmd.CommandName())
	}
	if no != nil && len(list) > 0 {
		p.t.Fatalf("%s refused and yielded events", cmd.CommandName())
	}
	p.last, p.effects = list, nil
	if no != nil || len(list) == 0 {
		return no
	}
	p.drawAndReturn(m, list)
	p.pool(m, list)
	r := record(events.KindCase, p.c.ID, p.c.Revision+1, m, list)
	if err := p.c.Fold(r); err != nil {
		p.t.Fatal(err)
	}
	p.checkHeld(before, r, list)
	p.checkNoSilentApproval(actor)
	p.checkTold(r)
	return nil
}

// drawAndReturn folds what the events add to mandates, as casework would append it beside the case's record.
func (p *partnership) drawAndReturn(m Meta, list []events.Event) {
	p.t.Helper()
	effects, err := mandateEffects(p.c, list, m.At, m.Actor)
	if err != nil {
		p.t.Fatal(err)
	}
	if p.ledgers == nil {
		p.ledgers = Ledgers{}
	}
	for _, e := range effects {
		l := p.ledgers[e.ID]
		if l == nil {
			l = NewMandateLedger("westmere", e.ID)
			p.ledgers[e.ID] = l
		}
		if err := l.Fold(record(events.KindMandate, e.ID, l.Revision+1, m, e.Events)); err != nil {
			p.t.Fatal(err)
		}
	}
	p.effects = effects
}

// checkHeld: whoever decided folds the values, whoever reads folds their JSON, and both come to the same state.
func (p *partnership) checkHeld(before *Case, r *events.Record, list []events.Event) {
	p.t.Helper()
	if err := r.Hold(list...); err != nil {
		p.t.Fatal(err)
	}
	if err := before.Fold(r); err != nil {
		p.t.Fatal(err)
	}
	held, _ := json.Marshal(before)
	if read, _ := json.Marshal(p.c); string(held) != string(read) {
		p.t.Fatalf("%s: who decided holds\n%s\nwho reads has\n%s", r.Command.Name, held, read)
	}
}

// checkNoSilentApproval is invariant I4: no positive decision is the clock's.
func (p *partnership) checkNoSilentApproval(actor string) {
	for _, e := range p.last {
		if d, ok := e.(events.SignOffDecided); ok && actor == events.System && d.Result != "refused" && (d.By == events.System || d.Tally.Approve == 0) {
			p.t.Fatalf("the clock decided %s: %+v", d.SignOff, d)
		}
	}
}

func (p *partnership) do(actor string, cmd Command) {
	p.t.Helper()
	if no := p.try(actor, cmd); no != nil {
		p.t.Fatalf("%s by %s: %v", cmd.CommandName(), actor, no)
	}
}

// refused decides a command and wants it refused with the code.
func (p *partnership) refused(actor string, cmd Command, code Code) *Refusal {
	p.t.Helper()
	no := p.try(actor, cmd)
	if no == nil {
		p.t.Fatalf("%s by %s: got yes, want %s", cmd.CommandName(), actor, code)
	}
	if no.Code != code {
		p.t.Fatalf("%s by %s: got %v, want %s", cmd.CommandName(), actor, no, code)
	}
	return no
}

// clock moves time on, ticking at every moment that is due on the way.
func (p *partnership) clock(to string) {
	p.t.Helper()
	until := at(to)
	for range 1000 {
		due := Due(p.c, p.r)
		if len(due) == 0 || due[0].At.After(until) {
			break
		}
		p.now = maxTime(p.now, due[0].At)
		if p.do(events.System, &CaseTick{Case: "C1"}); len(p.last) == 0 {
			p.t.Fatalf("due and nothing happened: %+v", due[0])
		}
	}
	p.now = until
}

func maxTime(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func (p *partnership) label(want string) {
	p.t.Helper()
	if got := p.c.Label(); got != want {
		p.t.Fatalf("label: got %s, want %s", got, want)
	}
}

func (p *partnership) votes(signOff, choice string, seats ...string) {
	p.t.Helper()
	for _, seat := range seats {
		p.do(p.r.Holder(seat, p.now), &SignOffVote{Case: "C1", SignOff: signOff, Seat: seat, Choice: choice})
	}
}

func (p *partnership) state(signOff string) string {
	p.t.Helper()
	s := p.c.SignOff(signOff)
	if s == nil {
		p.t.Fatalf("no sign-off %s", signOff)
	}
	if s.State == SignOffDone {
		return string(s.State) + "(" + s.Result + ")"
	}
	return string(s.State)
}

func (p *partnership) states(want map[string]string) {
	p.t.Helper()
	got := map[string]string{}
	for _, s := range p.c.Current() {
		got[s.ID] = p.state(s.ID)
	}
	if !reflect.DeepEqual(got, want) {
		p.t.Fatalf("sign-offs: got %v, want %v", got, want)
	}
}

func ptr[T any](v T) *T { return &v }

// draft creates C1 of scenario 1 with its commitments, and submits it.
func (p *partnership) draft(regime string) {
	p.t.Helper()
	p.do("p-unit", &CaseCreate{Case: "C1", CaseFields: CaseFields{Title: ptr("Short breaks"), Sponsor: ptr("wcc"), Areas: []string{"north", "south"},
		Classification: ptr("partners"), Outcome: ptr("be healthy"), Tier: ptr("targeted"), Scale: ptr("strategic"), Route: ptr("contract"), Regime: &regime}})
	for _, k := range []struct {
		org   string
		pence int64
	}{{"wcc", 150_000_00}, {"icb", 80_000_00}, {"ald", 20_000_00}, {"bra", 20_000_00}, {"cal", 15_000_00}, {"dun", 15_000_00}} {
		p.do("p-unit", &CommitmentOffer{Case: "C1", Organisation: k.org, AmountPence: k.pence})
	}
	p.do("p-unit", &CommitmentOffer{Case: "C1", Organisation: "pol", Kind: "staff_time", FTEHundredths: 50})
	p.do("p-unit", &CaseSubmit{Case: "C1"})
}

// evidence adds everything that a gate asks for, leaving out what is named.
func (p *partnership) evidence(gate string, except ...string) {
	p.t.Helper()
	g := gateOf(p.r.WorkflowVersion("joint-commissioning", 1), gate)
	for _, req := range g.Evidence {
		if slices.Contains(except, req.ID) {
			continue
		}
		cmd := &CaseAddEvidence{Case: "C1", Type: req.ID}
		switch req.ID {
		case "options_appraisal":
			cmd.Data = []byte(`{"options":[{"title":"A","kind":"internal"},{"title":"B","kind":"external"},{"title":"C","kind":"joint"}]}`)
		case "risk_register":
			cmd.Data = []byte(`{"risks":[{"title":"Cost","owner":"wcc","level":"executive"}]}`)
		}
		p.do("p-unit", cmd)
	}
}

// toGate takes C1 to an open gate G1, G2 or G3.
func (p *partnership) toGate(gate, regime string) {
	p.t.Helper()
	p.now = at("2026-12-01 09:00")
	p.draft(regime)
	p.evidence("G1")
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	if gate == "G1" {
		return
	}
	p.passG1()
	p.evidence("G2")
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	if gate == "G2" {
		return
	}
	p.passG2()
	p.evidence("G3")
	p.do("p-unit", &CaseRequestGate{Case: "C1", Award: &AwardFields{ValuePence: 291_000_00}})
}

func (p *partnership) passG1() {
	p.t.Helper()
	p.votes("ogn", Approve, "N1", "N2")
	p.votes("ogs", Approve, "S1", "S2")
	p.votes("jce", Approve, "E1", "E2", "E3")
	p.votes("wcb", Approve, "W1", "W2", "W3", "W5", "W6")
	p.label("planning.working")
}

// planSigned takes C1 from its first stage to G2, where it waits for the consents alone.
func (p *partnership) planSigned() {
	p.t.Helper()
	p.evidence("G1")
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	p.passG1()
	p.evidence("G2")
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	p.signPlan()
}

func (p *partnership) signPlan() {
	p.t.Helper()
	p.votes("jce", Approve, "E1", "E2", "E3")
	p.do("p-cfo", &SignOffCertify{Case: "C1", SignOff: "finance"})
	p.votes("wcb", Approve, "W1", "W2", "W3", "W5", "W6")
}

func (p *partnership) passG2() {
	p.t.Helper()
	p.signPlan()
	for _, seat := range []string{"W2", "W3", "W4", "W5", "W6", "W7", "W8"} {
		p.do(p.r.Holder(seat, p.now), &ConsentConfirm{Case: "C1", Seat: seat})
	}
	p.label("procurement.working")
}
