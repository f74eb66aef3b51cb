package views

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"comity/events"
	"comity/services/bus"
	"comity/services/journal"
	"comity/services/views/answer"
	"comity/services/views/viewstest"
	"comity/workflow"
)

// Scenario 1, And dashboard: aligned £300,000, pooled £0, staff 0.5 FTE, confirmed 100 %.
func TestDashboard(t *testing.T) {
	t.Parallel()
	w := viewstest.Open(t)
	w.Now = viewstest.At("2026-12-01 09:00")
	w.Draft(t, "C1", "partners")
	w.ToG1(t, "C1")
	w.PassG1(t, "C1")
	w.PassG2(t, "C1")
	v := opened(t, w)
	follow(t, v, w.Last)

	d := ask[answer.Dashboard](t, v, "p-lead", "dashboard", "")
	want := answer.Resources{Money: answer.Money{OfferedAlignedPence: 300_000_00, ConfirmedAlignedPence: 300_000_00, OfferedFTEHundredths: 50, ConfirmedFTEHundredths: 50},
		Commitments: 7, Confirmed: 7, ConfirmedPct: 100, MoneyConfirmedPct: 100, StaffConfirmedPct: 100}
	if d.Resources != want {
		t.Errorf("got %+v, want %+v", d.Resources, want)
	}
	if len(d.Given) != 7 || d.Given[0].Organisation != "ald" || d.Given[0].ConfirmedPence != 20_000_00 || d.Given[0].ConfirmedPct != 100 {
		t.Errorf("got given %+v", d.Given)
	}
	if d.Cases != 1 || d.Open != 1 || len(d.ByStatus) != 1 || d.ByStatus[0].Label != "procurement.working" || d.ByStage[3].Stage != "procurement" || d.ByStage[3].Cases != 1 {
		t.Errorf("got %+v", d)
	}
	if public := ask[answer.Dashboard](t, v, "p-nobody", "dashboard", ""); public.Cases != 1 || public.Resources.Commitments != 0 || len(public.Given) != 0 {
		t.Errorf("got %+v for the public, want the count alone", public)
	}
	if partner := ask[answer.Dashboard](t, v, "p-admin", "dashboard", ""); partner.Cases != 1 || partner.Resources.Commitments != 0 {
		t.Errorf("got %+v for a partner, who is not told amounts", partner)
	}
}

// Who may not see a case is told its reference, stage, status and classification, by every view.
func TestReading(t *testing.T) {
	t.Parallel()
	w := lived(t)
	w.Do(t, "p-lead", &workflow.SignOffDeclareInterest{Case: "C2", SignOff: "wcb", Seat: "W1", Interest: "pecuniary", Nature: "secret nature"})
	v := opened(t, w)
	follow(t, v, w.Last)

	t.Run("the public sees references alone", func(t *testing.T) {
		for _, view := range []struct{ name, args string }{
			{"case", `{"case":"C1"}`}, {"explain", `{"case":"C1"}`}, {"history", `{"case":"C1"}`}, {"cases", ``}, {"inbox", ``}, {"dashboard", ``},
			{"board", `{"board":"ogn"}`},
		} {
			a, err := v.Ask(t.Context(), bus.Query{View: view.name, Partnership: viewstest.Partnership, Actor: "p-nobody", Args: []byte(view.args)})
			if err != nil {
				t.Fatal(err)
			}
			text, err := json.Marshal(a.Data)
			if err != nil {
				t.Fatal(err)
			}
			for _, secret := range []string{"Short breaks", "15000000", "amount", "p-unit", "secret nature", "p-dcs\",\"acting"} {
				if strings.Contains(string(text), secret) {
					t.Errorf("%s tells %q: %s", view.name, secret, text)
				}
			}
		}
		c := ask[answer.Case](t, v, "p-nobody", "case", `{"case":"C1"}`)
		if c.Label != (answer.Label{Case: "C1", Label: "procurement.working", Stage: "procurement", Status: "working", Classification: "partners", Limited: true}) || c.State != nil {
			t.Errorf("got %+v", c)
		}
	})
	t.Run("only the secretariat sees what waits for others", func(t *testing.T) {
		q := bus.Query{View: "inbox", Partnership: viewstest.Partnership, Actor: "p-icb", Args: []byte(`{"person":"p-dcs"}`)}
		var no *workflow.Refusal
		if _, err := v.Ask(t.Context(), q); !errors.As(err, &no) || no.Code != workflow.NotPermitted {
			t.Errorf("got %v, want not_permitted", err)
		}
		q.Actor = "p-secretary"
		if _, err := v.Ask(t.Context(), q); err != nil {
			t.Error(err)
		}
	})
	t.Run("a partner sees no amounts, votes or names", func(t *testing.T) {
		c := ask[answer.Case](t, v, "p-admin", "case", `{"case":"C1"}`)
		if c.Limited || c.State == nil || c.Money != nil || c.State.Terms.Title == "" {
			t.Fatalf("got %+v", c)
		}
		text, _ := json.Marshal(c)
		for _, secret := range []string{"amount_pence", "confirmed_pence", "p-dcs", `"votes"`, "tally"} {
			if strings.Contains(string(text), secret) {
				t.Errorf("the case tells a partner %q: %s", secret, text)
			}
		}
	})
	t.Run("a board sees amounts and votes, and not an exempt paper it stands aside from", func(t *testing.T) {
		c := ask[answer.Case](t, v, "p-dcs", "case", `{"case":"C1"}`)
		if c.Money == nil || len(c.State.SignOff("wcb").Votes) == 0 {
			t.Errorf("got %+v", c)
		}
		if c := ask[answer.Case](t, v, "p-lead", "case", `{"case":"C2"}`); !c.Limited || c.State != nil {
			t.Errorf("got %+v for a recused seat", c)
		}
		if c := ask[answer.Case](t, v, "p-icb", "case", `{"case":"C2"}`); c.Limited {
			t.Errorf("got %+v for a seat that is asked", c)
		}
	})
	t.Run("nobody finds out by searching", func(t *testing.T) {
		if got := ask[answer.Cases](t, v, "p-lead", "cases", `{"text":"short C2"}`); len(got.Cases) != 0 {
			t.Errorf("got %+v", got.Cases)
		}
		if got := ask[answer.Cases](t, v, "p-unit", "cases", `{"text":"SHORT c2"}`); len(got.Cases) != 1 {
			t.Errorf("got %+v for the unit", got.Cases)
		}
		if got := ask[answer.Cases](t, v, "p-unit", "cases", `{"text":"%"}`); len(got.Cases) != 0 {
			t.Errorf("got %+v for a per cent sign", got.Cases)
		}
	})
	t.Run("history", func(t *testing.T) {
		whole := ask[answer.History](t, v, "p-unit", "history", `{"case":"C2"}`)
		if n := w.Case("C2").Revision; len(whole.Records) != n || whole.Records[n-1].Actor != "p-lead" || whole.Records[n-1].ActingFor != "W1" || whole.Records[0].Hash == "" {
			t.Errorf("got %+v", whole.Records)
		}
		text, _ := json.Marshal(whole)
		if !strings.Contains(string(text), "secret nature") {
			t.Error("the unit is not told the nature of an interest")
		}
		page := ask[answer.History](t, v, "p-unit", "history", `{"case":"C2","after":2,"limit":3}`)
		if len(page.Records) != 3 || page.Records[0].Revision != 3 || page.After != 5 {
			t.Errorf("got %+v, after %d", page.Records, page.After)
		}
	})
}

// What is kept beside a row decides as the whole case does, for everybody.
func TestAccess(t *testing.T) {
	t.Parallel()
	w := lived(t)
	people := []string{"p-nobody", "p-admin", "p-unit", "p-secretary", "p-police-2", "ao-icb", "mo-wcc", "p-cfo", "system"}
	for _, term := range w.Register().Terms {
		people = append(people, term.Person)
	}
	w.Do(t, "p-lead", &workflow.SignOffDeclareInterest{Case: "C2", SignOff: "wcb", Seat: "W1", Interest: "pecuniary"})
	for step := 0; ; step++ {
		for _, id := range w.Cases() {
			text, err := accessOf(w.Case(id))
			if err != nil {
				t.Fatal(err)
			}
			c, err := accessCase(text)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range people {
				if got, want := workflow.Clearance(c, w.Register(), p, w.Now), workflow.Clearance(w.Case(id), w.Register(), p, w.Now); got != want {
					t.Errorf("%s of %s after step %d: got %s, want %s", id, p, step, got, want)
				}
			}
		}
		switch step {
		case 0:
			w.Do(t, "mo-wcc", &workflow.SignOffDispense{Case: "C2", SignOff: "wcb", Seat: "W1", Reason: "alone"})
		case 1:
			w.Do(t, "p-n1", &workflow.SignOffDeclareInterest{Case: "C2", SignOff: "ogn", Seat: "N1", Interest: "provider"})
			w.Do(t, "mo-ald", &workflow.SignOffWithdrawInterest{Case: "C2", SignOff: "ogn", Seat: "N1", Reason: "mistaken"})
		case 2:
			w.Do(t, "p-unit", &workflow.CaseAddEvidence{Case: "C2", Type: "needs_analysis"})
			w.Evidence(t, "C2", "G1")
		case 3:
			w.Do(t, "p-unit", &workflow.CaseRequestGate{Case: "C2"})
		case 4:
			return
		}
	}
}

func TestLists(t *testing.T) {
	t.Parallel()
	w := lived(t)
	v := opened(t, w)
	follow(t, v, w.Last)
	for _, tc := range []struct{ args, want string }{
		{``, "C1 C2 C3"}, {`{"stage":"procurement"}`, "C1"}, {`{"status":"closed"}`, "C3"}, {`{"level":"operational"}`, "C2"}, {`{"level":"strategic"}`, ""},
		{`{"organisation":"pol"}`, "C1 C2"}, {`{"organisation":"cvs"}`, ""}, {`{"area":"north"}`, "C1 C2 C3"}, {`{"area":"east"}`, ""},
		{`{"overdue":true}`, ""}, {`{"limit":2}`, "C1 C2 …"}, {`{"limit":2,"after":"C2"}`, "C3"}, {`{"text":"breaks c1"}`, "C1"},
	} {
		got := ask[answer.Cases](t, v, "p-unit", "cases", tc.args)
		var ids []string
		for _, c := range got.Cases {
			ids = append(ids, c.Case)
		}
		if got.After != "" {
			ids = append(ids, "…")
		}
		if s := strings.Join(ids, " "); s != tc.want {
			t.Errorf("%s: got %s, want %s", tc.args, s, tc.want)
		}
	}
	w.Now = viewstest.At("2027-06-01 09:00")
	if got := ask[answer.Cases](t, v, "p-unit", "cases", `{"overdue":true}`); len(got.Cases) != 1 || got.Cases[0].Case != "C2" {
		t.Errorf("got %+v overdue", got.Cases)
	}
	var no *workflow.Refusal
	for _, args := range []string{`{"stage":1}`, `{"unknown":"x"}`, `{"limit":1000}`, `[]`, `{"level":"cosmic"}`} {
		if _, err := v.Ask(t.Context(), bus.Query{View: "cases", Partnership: viewstest.Partnership, Actor: "p-unit", Args: []byte(args)}); !errors.As(err, &no) || no.Code != workflow.Malformed {
			t.Errorf("%s: got %v, want malformed", args, err)
		}
	}
	if _, err := v.Ask(t.Context(), bus.Query{View: "case", Partnership: viewstest.Partnership, Actor: "p-unit", Args: []byte(`{"case":"C9"}`)}); !errors.As(err, &no) || no.Code != workflow.NotFound {
		t.Errorf("got %v, want not_found", err)
	}
}

func TestInbox(t *testing.T) {
	t.Parallel()
	w := viewstest.Open(t)
	w.Now = viewstest.At("2026-12-01 09:00")
	w.Draft(t, "C1", "partners")
	w.ToG1(t, "C1")
	w.Now = viewstest.At("2026-12-02 09:00")
	w.Draft(t, "C2", "partners")
	w.ToG1(t, "C2")
	w.Vote(t, "C1", "ogn", "approve", "N1")
	holder := func(seat string) string { return w.Register().Holder(seat, w.Now) }
	v := opened(t, w)
	stop := running(t, v)
	defer stop()
	cases := func(person string) string {
		t.Helper()
		if err := v.levels.wait(t.Context(), 0, w.Last); err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, i := range ask[answer.Inbox](t, v, person, "inbox", "").Items {
			out = append(out, i.Case+" "+i.For)
		}
		return strings.Join(out, ", ")
	}
	if got := cases(holder("N2")); got != "C1 signoff:ogn, C2 signoff:ogn" {
		t.Errorf("got %q for a seat that has not voted, want the nearest deadline first", got)
	}
	if got := cases(holder("N1")); got != "C2 signoff:ogn" {
		t.Errorf("got %q for a seat that has voted on one", got)
	}
	if got := cases("p-stranger"); got != "" {
		t.Errorf("got %q for nobody", got)
	}

	// A deputy from tomorrow: no record comes when the day begins.
	w.Do(t, "ao-ald", &workflow.DeputyName{Seat: "N1", Person: "p-deputy", From: w.Register().CalendarAt(w.Now).DateOf(w.Now).AddDays(1), Instrument: "letter"})
	if got := cases("p-deputy"); got != "" {
		t.Errorf("got %q before the deputy's first day", got)
	}
	w.Now = w.Now.Add(24 * time.Hour)
	if got := cases("p-deputy"); got != "C2 signoff:ogn" {
		t.Errorf("got %q on the deputy's first day", got)
	}

	w.PassG1(t, "C2")
	w.Evidence(t, "C2", "G2")
	w.Do(t, "p-unit", &workflow.CaseRequestGate{Case: "C2"})
	if got := cases("p-cfo"); !strings.Contains(got, "C2 signoff:finance") {
		t.Errorf("got %q for the officer who certifies", got)
	}
	if got := cases("p-police"); !strings.Contains(got, "C2 consent:pol") {
		t.Errorf("got %q for the seat with the mandate", got)
	}
}

func TestBoardAndRegister(t *testing.T) {
	t.Parallel()
	w := lived(t)
	v := opened(t, w)
	follow(t, v, w.Last)
	b := ask[answer.Board](t, v, "p-unit", "board", `{"board":"ogn"}`)
	if len(b.SignOffs) != 1 || b.SignOffs[0].Case != "C2" || !slices.Equal(b.SignOffs[0].Awaited, []string{"N1", "N2"}) || b.Level != "operational" || len(b.Seats) != 3 {
		t.Errorf("got %+v", b)
	}
	r := ask[answer.Register](t, v, "p-nobody", "register", "")
	if r.GovernanceVersion != 3 || len(r.Boards) != 4 || len(r.Mandates) == 0 || len(r.Workflows) != 1 {
		t.Errorf("got %+v", r)
	}
	for _, board := range r.Boards {
		for _, s := range board.Seats {
			if s.ID == "W4" && (s.Holder != "p-police" || !slices.Equal(s.Deputies, []string{"p-police-2"}) || s.From == "") {
				t.Errorf("got %+v", s)
			}
		}
	}
}

// publish does what feeds does, once.
func publish(t *testing.T, w *viewstest.World) {
	t.Helper()
	js, done := w.Server.JetStream(t), errors.New("done")
	cases := map[string]*workflow.Case{}
	err := w.Journal.Follow(t.Context(), 0, 1, func(page []journal.Stored) error {
		for _, s := range page {
			r := s.Record
			if r.Kind == events.KindCase {
				if cases[r.ID] == nil {
					cases[r.ID] = workflow.NewCase(r.Partnership, r.ID)
				}
				if err := cases[r.ID].Fold(r); err != nil {
					return err
				}
			}
			list, err := r.Decode()
			if err != nil {
				return err
			}
			for i, e := range list {
				for _, tier := range workflow.Clearances {
					fields, err1 := workflow.Publish(cases[r.ID], e, tier)
					ce, err2 := events.NewCloudEvent(r, s.Seq, i, tier, fields)
					data, err3 := json.Marshal(ce)
					_, err4 := js.Publish(t.Context(), events.FeedSubject(r.Partnership, tier, ce.Type, r.ID), data)
					if err := errors.Join(err1, err2, err3, err4); err != nil {
						return err
					}
				}
			}
			if s.Seq == w.Last {
				return done
			}
		}
		return nil
	})
	if !errors.Is(err, done) {
		t.Fatal(err)
	}
}

// From the feed to who asks for what they missed.
func TestFeed(t *testing.T) {
	t.Parallel()
	w := lived(t)
	publish(t, w)
	v := opened(t, w)
	follow(t, v, w.Last)

	var all []events.CloudEvent
	for after := uint64(0); ; {
		page := ask[answer.FeedPage](t, v, "p-lead", "feed", `{"clearance":"board","limit":50,"after":`+itoa(after)+`}`)
		if len(page.Events) == 0 {
			if page.Last != after {
				t.Errorf("got last %d of an empty page, want %d", page.Last, after)
			}
			break
		}
		for _, e := range page.Events {
			if e.Sequence <= after || e.Clearance != "board" {
				t.Fatalf("got %+v after %d", e, after)
			}
			after = e.Sequence
			all = append(all, e)
		}
		if page.Last != after || page.Reset {
			t.Fatalf("got last %d, reset %v, want %d: the page is complete up to there and no further", page.Last, page.Reset, after)
		}
	}
	if last := all[len(all)-1]; last.JournalSeq != w.Last {
		t.Errorf("got %+v as the last, want it of record %d", last, w.Last)
	}
	for i := range all { // from anywhere, without a hint
		v.hints = newHints()
		page := ask[answer.FeedPage](t, v, "p-lead", "feed", `{"clearance":"board","limit":1,"after":`+itoa(all[i].Sequence)+`}`)
		if i+1 < len(all) && (len(page.Events) != 1 || !cmp.Equal(page.Events[0], all[i+1])) || i+1 == len(all) && len(page.Events) != 0 {
			t.Fatalf("got %+v after %+v", page.Events, all[i])
		}
	}
	var no *workflow.Refusal
	q := bus.Query{View: "feed", Partnership: viewstest.Partnership, Actor: "p-nobody", Args: []byte(`{"clearance":"partners"}`)}
	if _, err := v.Ask(t.Context(), q); !errors.As(err, &no) || no.Code != workflow.NotPermitted {
		t.Errorf("got %v, want not_permitted", err)
	}
	if own := ask[answer.FeedPage](t, v, "p-nobody", "feed", `{"clearance":"public"}`); len(own.Events) == 0 {
		t.Errorf("got %+v", own)
	}
}

func itoa(n uint64) string { b, _ := json.Marshal(n); return string(b) }
