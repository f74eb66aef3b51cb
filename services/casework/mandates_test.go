package casework_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"comity/events"
	"comity/services/bus"
	"comity/services/casework"
	"comity/services/journal"
	"comity/services/journal/journaltest"
	"comity/services/verify"
	"comity/services/views/viewstest"
	"comity/workflow"
)

// atConsents makes cases at G2, of which each waits for £50,000 of ald's, whose mandate allows £120,000 a year.
func atConsents(t *testing.T, ids ...string) *viewstest.World {
	t.Helper()
	w := viewstest.Open(t)
	w.Now = viewstest.At("2026-12-01 09:00")
	pence := int64(50_000_00)
	for _, id := range ids {
		w.Draft(t, id, "partners")
		w.Do(t, "p-unit", &workflow.CommitmentChange{Case: id, Commitment: "ald-1", AmountPence: &pence})
		w.ToG1(t, id)
		w.PassG1(t, id)
		w.Evidence(t, id, "G2")
		w.Do(t, "p-unit", &workflow.CaseRequestGate{Case: id})
		w.Vote(t, id, "jce", "approve", "E1", "E2", "E3")
		w.Do(t, "p-cfo", &workflow.SignOffCertify{Case: id, SignOff: "finance"})
		w.Vote(t, id, "wcb", "approve", "W1", "W2", "W3", "W5", "W6")
	}
	return w
}

// instance is a casework of its own process, with the real rules.
func instance(t *testing.T, w *viewstest.World, now func() time.Time) *casework.Service {
	t.Helper()
	return casework.New(casework.Config{Conn: w.Server.Engine(t), Journal: journaltest.On(t, w.Server, 1), Now: now})
}

func ledgerOf(t *testing.T, w *viewstest.World, mandate string) (*workflow.MandateLedger, []journal.Stored) {
	t.Helper()
	records, err := w.Journal.Load(t.Context(), events.Aggregate{Partnership: w.Partnership, Kind: events.KindMandate, ID: mandate}, 0)
	if err != nil {
		t.Fatal(err)
	}
	l := workflow.NewMandateLedger(w.Partnership, mandate)
	for _, s := range records {
		if err := l.Fold(s.Record); err != nil {
			t.Fatal(err)
		}
	}
	return l, records
}

// holds verifies the whole journal.
func holds(t *testing.T, w *viewstest.World) verify.Result {
	t.Helper()
	k := verify.New("", 1)
	head, err := w.Journal.Head(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	done := errors.New("done")
	err = w.Journal.Follow(t.Context(), 0, 0, func(page []journal.Stored) error {
		for _, s := range page {
			if err := k.Take(0, s.Raw); err != nil {
				return err
			}
			if s.Seq == head {
				return done
			}
		}
		return nil
	})
	if !errors.Is(err, done) {
		t.Fatal(err)
	}
	out, err := k.End([]uint64{head})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestTwoCasesAtOnceNeverOverspendAMandate(t *testing.T) {
	t.Parallel()
	var ids []string
	for n := range 8 {
		ids = append(ids, fmt.Sprintf("C-%d", n+1))
	}
	w := atConsents(t, ids...)
	now := func() time.Time { return w.Now }
	instances := []*casework.Service{instance(t, w, now), instance(t, w, now), instance(t, w, now)}
	var mu sync.Mutex
	var yes, exceeded int
	var wg sync.WaitGroup
	for n, c := range ids {
		r := request(t, "p-ald", id(n+1), &workflow.ConsentConfirm{Case: c, Seat: "W5"})
		wg.Go(func() {
			_, err := instances[n%len(instances)].Do(t.Context(), r)
			for errors.Is(err, bus.ErrUnavailable) { // others came first too often; whoever asks asks again, under the same id
				_, err = instances[n%len(instances)].Do(t.Context(), r)
			}
			mu.Lock()
			defer mu.Unlock()
			no := (*workflow.Refusal)(nil)
			switch {
			case err == nil:
				yes++
			case errors.As(err, &no) && no.Code == workflow.MandateExceeded && no.Details[0].About == "per_year" &&
				no.Details[0].Facts["already_committed_pence"] == int64(100_000_00):
				exceeded++
			default:
				t.Errorf("%s: %v", c, err)
			}
		})
	}
	wg.Wait()
	l, records := ledgerOf(t, w, "m-ald-2026")
	if yes != 2 || exceeded != 6 || l.Used(1, "2026-27") != 100_000_00 || len(records) != 2 {
		t.Errorf("%d confirmed, %d refused, %d pence committed in %d records", yes, exceeded, l.Used(1, "2026-27"), len(records))
	}
	for _, s := range records {
		if s.Record.Batch != "2/2" || s.Record.Actor != "p-ald" || s.Record.Command.Name != "consent.confirm" {
			t.Errorf("record %+v", s.Record)
		}
	}
	if got := holds(t, w); got.Mandates != 1 {
		t.Errorf("verified: %+v", got)
	}
}

func TestMandateGetsItsYearBack(t *testing.T) {
	t.Parallel()
	w := atConsents(t, "C-1", "C-2")
	s := instance(t, w, func() time.Time { return w.Now })
	confirm := &workflow.ConsentConfirm{Case: "C-1", Seat: "W5"}
	first := yes(t, s, "p-ald", id(1), confirm)
	if again := yes(t, instance(t, w, time.Now), "p-ald", id(1), confirm); fmt.Sprint(again) != fmt.Sprint(first) {
		t.Errorf("asked again: got %+v, want %+v", again, first)
	}
	no(t, s, request(t, "p-ald", id(1), &workflow.ConsentConfirm{Case: "C-2", Seat: "W5"}), workflow.CommandIDReused)
	yes(t, s, "p-unit", id(2), &workflow.CaseWithdraw{Case: "C-1", Reason: "no need"})
	l, records := ledgerOf(t, w, "m-ald-2026")
	if l.Used(1, "2026-27") != 0 || len(records) != 2 || !slices.Equal(names(records), []string{"consent.confirm", "case.withdraw"}) {
		t.Errorf("got %+v after %v", l, names(records))
	}
	holds(t, w)
}

// A clock that is behind another's does not make a mandate's records run backwards, nor move an act into an earlier year.
func TestMandateNeverRunsBackwards(t *testing.T) {
	t.Parallel()
	w := atConsents(t, "C-1", "C-2")
	ahead, behind := viewstest.At("2027-04-01 00:00"), viewstest.At("2027-03-31 23:59")
	yes(t, instance(t, w, func() time.Time { return ahead }), "p-ald", id(1), &workflow.ConsentConfirm{Case: "C-1", Seat: "W5"})
	yes(t, instance(t, w, func() time.Time { return behind }), "p-ald", id(2), &workflow.ConsentConfirm{Case: "C-2", Seat: "W5"})
	l, records := ledgerOf(t, w, "m-ald-2026")
	if l.Used(1, "2027-28") != 100_000_00 || !records[1].Record.At.Equal(ahead) {
		t.Errorf("got %+v, the second at %s", l, records[1].Record.At)
	}
	holds(t, w)
}

func names(records []journal.Stored) []string {
	var out []string
	for _, s := range records {
		out = append(out, s.Record.Command.Name)
	}
	return out
}
