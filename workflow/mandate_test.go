package workflow

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"comity/events"
)

// several is a partnership with more than one case at G2, each waiting for consents only.
type several struct {
	*partnership
	cases map[string]*Case
	tells map[string]ledger
}

// atConsents makes the cases, each with so many pence of ald's, and W5 as ald's seat.
func atConsents(t *testing.T, pence int64, ids ...string) *several {
	t.Helper()
	return atConsentsOf(t, westmere(t), pence, ids...)
}

func atConsentsOf(t *testing.T, p *partnership, pence int64, ids ...string) *several {
	t.Helper()
	p.now = at("2026-12-01 09:00")
	p.draft("pa2023")
	p.do("p-unit", &CommitmentChange{Case: "C1", Commitment: "ald-1", AmountPence: &pence})
	p.planSigned()
	s := &several{partnership: p, cases: map[string]*Case{}, tells: map[string]ledger{}}
	for _, id := range ids {
		c := p.c.Clone()
		c.ID = id
		s.cases[id] = c
		told := ledger{asked: map[string]bool{}, seats: p.ledger.seats}
		for asked := range p.ledger.asked {
			told.asked[strings.Replace(asked, "C1/", id+"/", 1)] = true
		}
		s.tells[id] = told
	}
	return s.on(ids[0])
}

// on goes on with a case.
func (s *several) on(id string) *several {
	if old := s.c; s.cases[old.ID] == old {
		s.tells[old.ID] = s.ledger
	}
	s.c, s.ledger = s.cases[id], s.tells[id]
	return s
}

func (s *several) used(t *testing.T, mandate, year string, want int64) {
	t.Helper()
	if got := s.ledgers[mandate].Used(1, year); got != want {
		t.Fatalf("committed under %s in %s: got %d pence, want %d", mandate, year, got, want)
	}
}

func overYear(t *testing.T, no *Refusal, already, requested int64) {
	t.Helper()
	p := no.Details[0]
	want := map[string]any{"dimension": "per_year", "year": p.Facts["year"], "limit_pence": int64(120_000_00), "already_committed_pence": already, "requested_pence": requested}
	if p.About != "per_year" || !reflect.DeepEqual(p.Facts, want) {
		t.Fatalf("refused: got %s %v, want %v", p.About, p.Facts, want)
	}
}

func TestYearOfAMandate(t *testing.T) {
	confirm := &ConsentConfirm{Case: "C", Seat: "W5"}
	t.Run("a third case goes beyond what two have left", func(t *testing.T) {
		s := atConsents(t, 50_000_00, "C1", "C2", "C3")
		s.do("p-ald", confirm)
		want := events.MandateYear{CommitLine: 1, Year: "2026-27", LimitPence: 120_000_00, Pence: 50_000_00}
		if e := s.last[0].(events.ConsentConfirmed); len(e.Years) != 1 || e.Years[0] != want || e.Lines[0].CommitLine != 1 {
			t.Fatalf("the case says %+v", e)
		}
		s.on("C2").do("p-ald", confirm)
		overYear(t, s.on("C3").refused("p-ald", confirm, MandateExceeded), 100_000_00, 50_000_00)
		s.do("p-ald", &ConsentConfirm{Case: "C", Seat: "W5", AmountPence: ptr(int64(20_000_00))})
		s.used(t, "m-ald-2026", "2026-27", 120_000_00)
		overYear(t, s.refused("p-ald", &ConsentConfirm{Case: "C", Seat: "W5", AmountPence: ptr(int64(1))}, MandateExceeded), 120_000_00, 1)
		s.do("po-ald", &ConsentRecord{Case: "C", Organisation: "ald", Minute: "Council 9"})
		s.used(t, "m-ald-2026", "2026-27", 120_000_00)
	})
	t.Run("two at once cannot both have the rest", func(t *testing.T) {
		s := atConsents(t, 50_000_00, "C1", "C2", "C3", "C4")
		s.do("p-ald", confirm)
		s.on("C2").do("p-ald", &ConsentConfirm{Case: "C", Seat: "W5", AmountPence: ptr(int64(30_000_00))})
		seen := clonedLedgers(t, s.ledgers) // both read this; 40,000 are left
		part := &ConsentConfirm{Case: "C", Seat: "W5", AmountPence: ptr(int64(40_000_00))}
		for _, id := range []string{"C3", "C4"} {
			if _, no := DecideCase(s.cases[id], s.r.WithLedgers(seen), part, s.meta("p-ald", part)); no != nil {
				t.Fatalf("%s alone: %v", id, no)
			}
		}
		s.on("C3").do("p-ald", part) // comes first; the other loses at the append and decides again
		overYear(t, s.on("C4").refused("p-ald", part, MandateExceeded), 120_000_00, 40_000_00)
	})
	t.Run("the last second of March and the first of April are different years", func(t *testing.T) {
		s := atConsents(t, 50_000_00, "C1", "C2", "C3", "C4")
		s.now = at("2027-03-31T22:59:59Z") // 23:59:59 in summer time
		s.do("p-ald", confirm)
		s.on("C2").do("p-ald", confirm)
		s.now = at("2027-03-31T22:59:59.999Z")
		overYear(t, s.on("C3").refused("p-ald", confirm, MandateExceeded), 100_000_00, 50_000_00)
		s.now = at("2027-03-31T23:00:00Z") // midnight in summer time
		s.do("p-ald", confirm)
		s.used(t, "m-ald-2026", "2026-27", 100_000_00)
		s.used(t, "m-ald-2026", "2027-28", 50_000_00)
	})
	t.Run("what is taken back after the year ended goes back to that year", func(t *testing.T) {
		s := atConsents(t, 50_000_00, "C1", "C2", "C3", "C4")
		s.do("p-ald", confirm)
		s.on("C2").do("p-ald", confirm)
		s.now = at("2027-04-02 10:00")
		s.on("C3").do("p-ald", confirm)
		s.on("C1").do("p-ald", &ConsentWithdraw{Case: "C", Organisation: "ald", Seat: "W5", Reason: "r"})
		s.used(t, "m-ald-2026", "2026-27", 50_000_00)
		s.used(t, "m-ald-2026", "2027-28", 50_000_00)
		s.do("p-ald", confirm)
		overYear(t, s.on("C4").refused("p-ald", confirm, MandateExceeded), 100_000_00, 50_000_00)
	})
	t.Run("a part confirmed twice goes back whole, and once", func(t *testing.T) {
		s := atConsents(t, 50_000_00, "C1")
		s.do("p-ald", &ConsentConfirm{Case: "C", Seat: "W5", AmountPence: ptr(int64(20_000_00))})
		s.now = at("2027-04-01 00:00")
		s.do("p-ald", confirm)
		s.used(t, "m-ald-2026", "2026-27", 20_000_00)
		s.used(t, "m-ald-2026", "2027-28", 30_000_00)
		s.do("po-ald", &ConsentWithdraw{Case: "C", Organisation: "ald", Reason: "r"})
		s.used(t, "m-ald-2026", "2026-27", 0)
		s.used(t, "m-ald-2026", "2027-28", 0)
		s.refused("po-ald", &ConsentWithdraw{Case: "C", Organisation: "ald", Reason: "r"}, NotFound)
	})
	t.Run("a changed amount gives the year back, and is asked for again", func(t *testing.T) {
		s := atConsents(t, 50_000_00, "C1", "C2", "C3")
		s.do("p-ald", confirm)
		s.on("C2").do("p-ald", confirm)
		s.do("p-unit", &CommitmentChange{Case: "C", Commitment: "ald-1", AmountPence: ptr(int64(45_000_00))})
		want := []events.Event{events.MandateReturned{Mandate: "m-ald-2026", Case: "C2", Because: "changed",
			Lines: []events.ReturnedLine{{Commitment: "ald-1", CommitLine: 1, Year: "2026-27", Pence: 50_000_00}}}}
		if len(s.effects) != 1 || !reflect.DeepEqual(s.effects[0].Events, want) {
			t.Fatalf("effects: got %+v", s.effects)
		}
		s.used(t, "m-ald-2026", "2026-27", 50_000_00)
		s.on("C3").do("p-ald", confirm)
		s.used(t, "m-ald-2026", "2026-27", 100_000_00)
	})
	t.Run("the end of a case gives the year back", func(t *testing.T) {
		s := atConsents(t, 50_000_00, "C1")
		s.do("p-ald", confirm)
		s.do("p-unit", &CaseWithdraw{Case: "C", Reason: "no need"})
		s.used(t, "m-ald-2026", "2026-27", 0)
	})
	t.Run("a carried consent keeps its place and takes no second one", func(t *testing.T) {
		s := atConsents(t, 50_000_00, "C1")
		s.do("p-ald", confirm)
		s.do("p-unit", &CommitmentChange{Case: "C", Commitment: "bra-1", AmountPence: ptr(int64(21_000_00))})
		s.do("p-unit", &CaseRequestGate{Case: "C"})
		if got := s.c.Consent("ald").State; got != "carried" {
			t.Fatalf("ald: got %s", got)
		}
		s.used(t, "m-ald-2026", "2026-27", 50_000_00)
	})
	t.Run("an organisation's own decision uses no year, whenever it was taken", func(t *testing.T) {
		s := atConsents(t, 50_000_00, "C1")
		s.now = at("2027-04-02 10:00")
		s.do("po-ald", &ConsentRecord{Case: "C", Organisation: "ald", Minute: "Council 9", DecidedOn: day("2027-03-31")})
		if len(s.effects) > 0 {
			t.Fatalf("effects: got %+v", s.effects)
		}
	})
}

func TestMandateRevokedAndGrantedAgain(t *testing.T) {
	s := atConsents(t, 50_000_00, "C1", "C2", "C3")
	confirm := &ConsentConfirm{Case: "C", Seat: "W5"}
	s.do("p-ald", confirm)
	s.on("C2").do("p-ald", confirm)
	s.register("ao-ald", &MandateRevoke{Mandate: "m-ald-2026", Instrument: "Council 5"})
	s.on("C3").refused("p-ald", confirm, NoMandateFromOrganisation)
	line := []MandateLine{{Kind: "money", PerYearPence: ptr(int64(60_000_00))}}
	grant := &MandateGrant{Mandate: "m-ald-2026", Organisation: "ald", Seat: "W5", Instrument: "Council 6", Commit: line}
	if no := s.tryRegister("ao-ald", grant); no == nil || no.Code != Malformed {
		t.Fatalf("the same name again: got %v", no)
	}
	grant.Mandate = "m-ald-2"
	s.register("ao-ald", grant)
	s.do("p-ald", confirm)
	s.used(t, "m-ald-2", "2026-27", 50_000_00)
	s.on("C1").do("po-ald", &ConsentWithdraw{Case: "C", Organisation: "ald", Reason: "r"})
	s.used(t, "m-ald-2026", "2026-27", 50_000_00)
	s.used(t, "m-ald-2", "2026-27", 50_000_00)
	s.refused("p-ald", confirm, MandateExceeded)
}

func TestDeputyUsesTheSameYear(t *testing.T) {
	s := atConsentsOf(t, westmere(t, replace("per_case_gbp: \"£50,000\", per_year_gbp: \"£120,000\"}]\n    deputy_may_commit: false",
		"per_case_gbp: \"£50,000\", per_year_gbp: \"£120,000\"}]\n    deputy_may_commit: true")), 50_000_00, "C1", "C2", "C3")
	s.register("ao-ald", &DeputyName{Seat: "W5", Person: "p-ald-2", Instrument: "letter"})
	confirm := &ConsentConfirm{Case: "C", Seat: "W5"}
	s.do("p-ald-2", confirm)
	s.on("C2").do("p-ald", confirm)
	overYear(t, s.on("C3").refused("p-ald-2", confirm, MandateExceeded), 100_000_00, 50_000_00)
}

func TestLinesOfAMandate(t *testing.T) {
	lines := `commit: [{kind: money, modes: [aligned], per_case_gbp: "£30,000", per_year_gbp: "£40,000", services: [housing]}, ` +
		`{kind: money, modes: [aligned, pooled], per_case_gbp: "£10,000", per_year_gbp: "£15,000", services: [leisure]}]`
	p := westmere(t, func(g, w string) (string, string) {
		from := strings.Index(g, "- id: m-ald-2026")
		to := from + strings.Index(g[from:], "commit:")
		end := to + strings.Index(g[to:], "\n")
		return g[:to] + lines + g[end:], w
	})
	p.now = at("2026-12-01 09:00")
	p.draft("pa2023")
	offer := func(name, mode, service string, pence int64) {
		p.do("p-unit", &CommitmentOffer{Case: "C1", Organisation: "ald", Commitment: name, Mode: mode, Pool: map[string]string{"pooled": "P1"}[mode],
			Service: service, AmountPence: pence})
	}
	p.do("p-unit", pooling("P1", BasisChildrenAct10, "wcc", "ald"))
	offer("h", "aligned", "housing", 30_000_00)
	offer("l", "pooled", "leisure", 10_000_00)
	offer("hp", "pooled", "housing", 1_00)
	offer("x", "aligned", "roads", 1_00)
	p.evidence("G1")
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	p.passG1()
	p.evidence("G2")
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	confirm := func(name string) *ConsentConfirm { return &ConsentConfirm{Case: "C1", Seat: "W5", Commitment: name} }
	p.do("p-ald", confirm("h"))
	p.do("p-ald", confirm("l"))
	if e := p.last[0].(events.ConsentConfirmed); e.Lines[0].CommitLine != 2 || e.Years[0].LimitPence != 15_000_00 || e.Years[0].BeforePence != 0 {
		t.Fatalf("got %+v", e)
	}
	for name, want := range map[string]string{"x": "service", "hp": "service"} {
		if no := p.refused("p-ald", confirm(name), MandateExceeded); no.About()[0] != want {
			t.Errorf("%s: got %v, want %s", name, no.About(), want)
		}
	}
	if l := p.ledgers["m-ald-2026"]; l.Used(1, "2026-27") != 30_000_00 || l.Used(2, "2026-27") != 10_000_00 {
		t.Fatalf("ledger: %+v", l)
	}
}

func TestActsOfAMandate(t *testing.T) {
	s := atConsentsOf(t, westmere(t, replace("    instrument: Full Council 2026-03-17 min 23", "    instrument: Full Council 2026-03-17 min 23\n    acts: [decline]")),
		50_000_00, "C1")
	no := s.refused("p-ald", &ConsentConfirm{Case: "C", Seat: "W5"}, MandateExceeded)
	if f := no.Details[0].Facts; f["dimension"] != "act" || f["requested"] != "confirm" {
		t.Fatalf("got %v", f)
	}
	s.do("po-ald", &ConsentRecord{Case: "C", Organisation: "ald", Minute: "Council 9"})
	no = s.refused("p-ald", &ConsentWithdraw{Case: "C", Organisation: "ald", Seat: "W5", Reason: "r"}, MandateExceeded)
	if f := no.Details[0].Facts; f["dimension"] != "act" || f["requested"] != "withdraw" {
		t.Fatalf("got %v", f)
	}
	s.do("po-ald", &ConsentWithdraw{Case: "C", Organisation: "ald", Reason: "r"})
	s.do("p-ald", &ConsentDecline{Case: "C", Seat: "W5", Reason: "no money"})
}

func TestOrganisationDecidesItself(t *testing.T) {
	thresholds := func(what string) func(g, w string) (string, string) {
		return func(g, w string) (string, string) {
			return strings.Replace(g, "\nthresholds:\n", "\nthresholds:\n  - {id: own, organisation: ald, "+what+", requires: {decision: Full Council}}\n", 1), w
		}
	}
	for _, tc := range []struct {
		name, what string
		refused    bool
	}{
		{"its own sum reaches the threshold", `commitment_gbp: {gte: "£20,000"}`, true},
		{"its own sum is a penny below", `commitment_gbp: {gte: "£20,000.01"}`, false},
		{"the whole case reaches it", `whole_life_gbp: {gte: "£300,000"}`, true},
		{"more than its own sum is asked", `commitment_gbp: {gt: "£20,000"}`, false},
		{"more than a penny less", `commitment_gbp: {gt: "£19,999.99"}`, true},
		{"the whole case is a penny below", `whole_life_gbp: {gte: "£300,000.01"}`, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := westmere(t, thresholds(tc.what))
			p.boardsAtG2()
			p.do(p.r.Holder("W6", p.now), &ConsentConfirm{Case: "C1", Seat: "W6"}) // another organisation's threshold is none of its concern
			if !tc.refused {
				p.do("p-ald", &ConsentConfirm{Case: "C1", Seat: "W5"})
				return
			}
			no := p.refused("p-ald", &ConsentConfirm{Case: "C1", Seat: "W5"}, OrganisationDecisionRequired)
			if no.Details[0].Clause != "threshold own" || no.Details[0].Facts["decision"] != "Full Council" {
				t.Fatalf("got %+v", no.Details[0])
			}
			p.refused("p-bra", &ConsentConfirm{Case: "C1", Seat: "W5"}, NotSeatHolder)
			p.do("po-ald", &ConsentRecord{Case: "C1", Organisation: "ald", Minute: "Council 9"})
		})
	}
}

func TestFinancialYear(t *testing.T) {
	for in, want := range map[string]string{"2026-04-01": "2026-27", "2027-03-31": "2026-27", "2027-04-01": "2027-28", "2026-01-01": "2025-26", "1999-04-01": "1999-00"} {
		if got := FinancialYear(day(in)); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
}

func TestLedgerGivesBackNoMoreThanItHas(t *testing.T) {
	l := NewMandateLedger("westmere", "m")
	m := Meta{Command: "1", At: at("2026-12-01")}
	drawn := events.MandateDrawn{Mandate: "m", Case: "C1", Year: "2026-27", Lines: []events.DrawnLine{{Commitment: "a", CommitLine: 1, Pence: 100}}}
	if err := l.Fold(record(events.KindMandate, "m", 1, m, []events.Event{drawn})); err != nil {
		t.Fatal(err)
	}
	for name, line := range map[string]events.ReturnedLine{
		"more than stands": {Commitment: "a", CommitLine: 1, Year: "2026-27", Pence: 101},
		"another year":     {Commitment: "a", CommitLine: 1, Year: "2027-28", Pence: 1},
		"another line":     {Commitment: "a", CommitLine: 2, Year: "2026-27", Pence: 1},
		"nothing":          {Commitment: "a", CommitLine: 1, Year: "2026-27"},
	} {
		again := clonedLedgers(t, Ledgers{"m": l})["m"]
		back := events.MandateReturned{Mandate: "m", Case: "C1", Because: "withdrawn", Lines: []events.ReturnedLine{line}}
		if err := again.Fold(record(events.KindMandate, "m", 2, m, []events.Event{back})); err == nil {
			t.Errorf("%s: folds", name)
		}
	}
	if err := l.Fold(record(events.KindMandate, "m", 2, m, []events.Event{events.CaseResumed{}})); err == nil {
		t.Error("an event of a case folds into a mandate")
	}
}

// clonedLedgers copies ledgers as a snapshot keeps them.
func clonedLedgers(t testing.TB, all Ledgers) Ledgers {
	t.Helper()
	raw, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	var out Ledgers
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatal(err)
	}
	return out
}
