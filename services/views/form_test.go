package views

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"comity/services/views/answer"
	"comity/services/views/viewstest"
	"comity/workflow"
)

// exec changes the database behind the views' back.
func exec(t *testing.T, v *Views, query string) {
	t.Helper()
	if _, err := v.store.write.ExecContext(t.Context(), query); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// reopened closes views and opens the same database as another build.
func reopened(t *testing.T, v *Views, build string) *Views {
	t.Helper()
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	cfg := v.cfg
	cfg.Build = build
	again, err := Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { again.Close() })
	return again
}

// What another build folded, by rules that were others, is not believed.
func TestAnotherBuild(t *testing.T) {
	t.Parallel()
	w := lived(t)
	for range keepEvery { // a state of it is kept
		w.Do(t, "p-unit", &workflow.CaseAmend{Case: "C1", CaseFields: workflow.CaseFields{Summary: new(fmt.Sprint(w.Last))}})
	}
	fresh := opened(t, w, func(c *Config) { c.Build = "new" })
	follow(t, fresh, w.Last)
	want := rows(t, fresh)

	for name, build := range map[string]string{"another": "new", "one without a name": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := opened(t, w, func(c *Config) { c.Build = "old" })
			follow(t, v, w.Last)
			if err := v.Rebuild(t.Context()); err != nil { // so that the state is kept at the last record, in whatever pages it was followed
				t.Fatal(err)
			}
			exec(t, v, `UPDATE states SET state = json_set(state, '$.terms.title', 'of old') WHERE kind = 'case'`)
			exec(t, v, `UPDATE cases SET title = 'of old', next_due_at = ''`)
			exec(t, v, `DELETE FROM waits`)
			exec(t, v, `INSERT INTO signoffs SELECT partnership, case_id, place + 100, 'of old', gate, gate_round, board, level, officer_of, post, act, state,
				result, opened_at, due_at, ended_at, current FROM signoffs`)

			v = reopened(t, v, "old")
			if got := ask[answer.Case](t, v, "p-lead", "case", `{"case":"C1"}`); got.State.Terms.Title != "of old" {
				t.Errorf("got %q of the same build, want what it kept", got.State.Terms.Title)
			}
			v = reopened(t, v, build)
			if got := ask[answer.Case](t, v, "p-lead", "case", `{"case":"C1"}`); got.State.Terms.Title != "Short breaks C1" {
				t.Errorf("got %q", got.State.Terms.Title)
			}
			if diff := cmp.Diff(withoutForm(want), withoutForm(rows(t, v))); diff != "" {
				t.Errorf("rows differ from those of a new database:\n%s", diff)
			}
		})
	}
}

// A state that says it is another build's is not read, whatever the database says of itself.
func TestStateOfAnotherBuild(t *testing.T) {
	t.Parallel()
	w := lived(t)
	for range keepEvery {
		w.Do(t, "p-unit", &workflow.CaseAmend{Case: "C1", CaseFields: workflow.CaseFields{Summary: new(fmt.Sprint(w.Last))}})
	}
	v := opened(t, w, func(c *Config) { c.Build = "new" })
	follow(t, v, w.Last)
	exec(t, v, `UPDATE states SET form = 'old', state = json_set(state, '$.terms.title', 'of old') WHERE kind = 'case'`)
	v = reopened(t, v, "new")
	if got := ask[answer.Case](t, v, "p-lead", "case", `{"case":"C1"}`); got.State.Terms.Title != "Short breaks C1" {
		t.Errorf("got %q", got.State.Terms.Title)
	}
}

// withoutForm leaves out which build made them.
func withoutForm(rows []string) []string {
	out := slices.Clone(rows)
	for i, r := range out {
		if strings.HasPrefix(r, "checkpoints ") {
			before, _, _ := strings.Cut(r, " form=")
			out[i] = before
		}
	}
	return out
}

// A change of the register writes the rows of those cases that it may concern, and they are those of a rebuild.
func TestRegisterConcernsFew(t *testing.T) {
	t.Parallel()
	w := viewstest.Open(t)
	w.Now = viewstest.At("2026-12-01 09:00")
	w.Draft(t, "C1", "partners")
	w.ToG1(t, "C1")
	w.Draft(t, "C2", "partners")
	v := opened(t, w)
	follow(t, v, w.Last)
	at := w.Last
	after := func(what, want, actor string, cmd workflow.Command) {
		t.Helper()
		exec(t, v, `UPDATE cases SET title = 'untouched'`)
		w.Now = w.Now.AddDate(0, 0, 1)
		w.Do(t, actor, cmd)
		replay(t, v, w, at, w.Last)
		at = w.Last
		touched, err := all(t.Context(), v.store.read, scanOne[string], `SELECT id FROM cases WHERE title <> 'untouched' ORDER BY id`)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(touched, " "); got != want {
			t.Errorf("%s writes the rows of %q, want %q", what, got, want)
		}
	}
	starts := w.Now.AddDate(0, 0, 14)
	after("a meeting that is called", "C1", "p-secretary", &workflow.MeetingSchedule{Meeting: "m1", Board: "ogn", StartsAt: starts})
	w.Now = starts
	after("a meeting that opens", "C1", "p-secretary", &workflow.MeetingOpen{Meeting: "m1"})
	after("who attends", "", "p-secretary", &workflow.MeetingRecordAttendance{Meeting: "m1", Attendance: []workflow.AttendanceLine{{Seat: "N1", Present: "in_person"}}})
	after("a deputy", "C1 C2", "ao-pol", &workflow.DeputyName{Seat: "W4", Person: "p-police-2", Instrument: "letter"})
	last := w.Now.AddDate(0, 0, 2)
	after("a member who leaves", "C1 C2", "ao-ald", &workflow.MemberRemove{Seat: "N1", LastDay: w.Register().CalendarAt(w.Now).DateOf(last), Instrument: "letter"})
	after("a meeting that closes", "C1", "p-secretary", &workflow.MeetingClose{Meeting: "m1"})
	w.Now = last.AddDate(0, 0, 2) // the seat is empty by now, of which a rebuild must not know more than who followed
	after("a mandate that ends", "", "ao-pol", &workflow.MandateRevoke{Mandate: "m-pol-2026", Instrument: "letter"})
	exec(t, v, `UPDATE cases SET title = 'Short breaks ' || id`)

	followed := rows(t, v)
	if err := v.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(followed, rows(t, v)); diff != "" {
		t.Errorf("rows differ after a rebuild:\n%s", diff)
	}
}

// Whoever asks for names that there are not fills no memory.
func TestNamesOfNothing(t *testing.T) {
	t.Parallel()
	w := viewstest.Open(t)
	v := opened(t, w)
	follow(t, v, w.Last)
	for n := range 20 {
		if _, err := v.store.loaded.get(t.Context(), v.store.read, 0, register(fmt.Sprintf("p%d", n)), 0); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(v.store.loaded.f.registers); n != 0 {
		t.Errorf("got %d registers in memory", n)
	}
}

// However putting a new database in the place of the old one ends, there is one to answer from.
func TestReplace(t *testing.T) {
	t.Parallel()
	w := lived(t)
	v := opened(t, w)
	follow(t, v, w.Last)
	want := rows(t, v)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for name, spoil := range map[string]func(t *testing.T, fresh *store){
		"the new file is gone": func(t *testing.T, fresh *store) {
			if err := os.Remove(fresh.path); err != nil {
				t.Fatal(err)
			}
		},
		"the context has ended": nil,
	} {
		t.Run(name, func(t *testing.T) {
			fresh, err := openStore(t.Context(), v.cfg.Path+rebuilding, v.home, 10, "")
			if err != nil {
				t.Fatal(err)
			}
			if err := v.each(t.Context(), fresh, fresh.copyOnly); err != nil {
				t.Fatal(err)
			}
			if err := fresh.foldAll(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := fresh.settle(t.Context()); err != nil {
				t.Fatal(err)
			}
			if spoil != nil {
				spoil(t, fresh)
			}
			if err := v.replace(ended, fresh); (err != nil) != (spoil != nil) {
				t.Errorf("got %v", err)
			}
			if diff := cmp.Diff(want, rows(t, v)); diff != "" {
				t.Errorf("rows differ:\n%s", diff)
			}
		})
	}
}

// A page of the history is the same whoever turns the pages, and however.
func TestHistoryPages(t *testing.T) {
	t.Parallel()
	w := lived(t)
	v := opened(t, w)
	follow(t, v, w.Last)
	for _, person := range []string{"p-lead", "p-icb", "p-admin", "p-nobody"} {
		whole := ask[answer.History](t, v, person, "history", `{"case":"C2"}`)
		var paged []answer.HistoryEntry
		for after := 0; ; {
			page := ask[answer.History](t, v, person, "history", fmt.Sprintf(`{"case":"C2","after":%d,"limit":3}`, after))
			paged = append(paged, page.Records...)
			if after = page.After; after == 0 {
				break
			}
		}
		if diff := cmp.Diff(whole.Records, paged); diff != "" || len(paged) < 5 {
			t.Errorf("%s: %d records; pages differ:\n%s", person, len(paged), diff)
		}
	}
}
