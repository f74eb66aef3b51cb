package views

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"comity/services/bus"
	"comity/services/journal"
	"comity/services/journal/journaltest"
	"comity/services/natstest"
	"comity/services/views/answer"
	"comity/services/views/viewstest"
	"comity/workflow"
)

// opened opens views of a world on a database of their own, without following.
func opened(t *testing.T, w *viewstest.World, change ...func(*Config)) *Views {
	t.Helper()
	cfg := Config{
		Path: filepath.Join(t.TempDir(), "views.db"), Journal: w.Journal, Conn: w.Server.Engine(t), LogID: journaltest.LogID,
		Now: func() time.Time { return w.Now }, Log: zerolog.New(zerolog.NewTestWriter(t)), AtLeast: 20 * time.Second,
	}
	for _, c := range change {
		c(&cfg)
	}
	v, err := Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	return v
}

// running runs views until the test ends, or stop is called.
func running(t *testing.T, v *Views) (stop func()) {
	t.Helper()
	return natstest.Run(t, v.Run)
}

// follow runs views until they have everything, and stops them.
func follow(t *testing.T, v *Views, seq uint64) {
	t.Helper()
	stop := running(t, v)
	within, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	if err := v.levels.wait(within, 0, seq); err != nil {
		t.Fatalf("not at %d: %v", seq, err)
	}
	stop()
}

// ask asks a view and returns its answer.
func ask[T any](t *testing.T, v *Views, person, view, args string) T {
	t.Helper()
	a, err := v.Ask(t.Context(), bus.Query{View: view, Partnership: viewstest.Partnership, Actor: person, Args: []byte(args)})
	if err != nil {
		t.Fatalf("%s asks %s %s: %v", person, view, args, err)
	}
	out, ok := a.Data.(*T)
	if !ok {
		t.Fatalf("got %T", a.Data)
	}
	return *out
}

// rows reads every row of the tables that follow from the journal.
func rows(t *testing.T, v *Views) []string {
	t.Helper()
	var out []string
	for _, table := range []string{"checkpoints", "records", "cases", "case_areas", "commitments", "signoffs", "consents", "waits", "targets"} {
		list, err := v.store.read.QueryContext(t.Context(), "SELECT * FROM "+table)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, scanned(t, table, list)...)
	}
	texts, err := v.store.read.QueryContext(t.Context(), "SELECT partnership, case_id, title, summary, more FROM case_texts") // numbered as they came
	if err != nil {
		t.Fatal(err)
	}
	out = append(out, scanned(t, "case_texts", texts)...)
	if _, err := v.store.write.ExecContext(t.Context(), `INSERT INTO case_search (case_search, rank) VALUES ('integrity-check', 1)`); err != nil {
		t.Errorf("the index of words is not that of the texts: %v", err)
	}
	slices.Sort(out)
	return out
}

func scanned(t *testing.T, table string, list *sql.Rows) (out []string) {
	t.Helper()
	defer list.Close()
	columns, err := list.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for list.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := list.Scan(into...); err != nil {
			t.Fatal(err)
		}
		line := table
		for i, c := range columns {
			line += fmt.Sprintf(" %s=%s", c, fmt.Sprint(values[i]))
		}
		out = append(out, line)
	}
	if err := list.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// lived is a world in which three cases are at different places.
func lived(t *testing.T) *viewstest.World {
	t.Helper()
	w := viewstest.Open(t)
	w.Now = viewstest.At("2026-12-01 09:00")
	w.Draft(t, "C1", "partners")
	w.ToG1(t, "C1")
	w.Draft(t, "C2", "exempt")
	w.PassG1(t, "C1")
	w.ToG1(t, "C2")
	w.Do(t, "ao-pol", &workflow.DeputyName{Seat: "W4", Person: "p-police-2", Instrument: "letter"})
	w.Draft(t, "C3", "board")
	w.Do(t, "p-unit", &workflow.CaseWithdraw{Case: "C3", Reason: "no need"})
	w.PassG2(t, "C1")
	return w
}

func TestFollow(t *testing.T) {
	t.Parallel()
	w := lived(t)
	v := opened(t, w)
	follow(t, v, w.Last)
	first := rows(t, v)

	t.Run("each record is kept as it is", func(t *testing.T) {
		second, err := v.SecondCopy(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer second.Close()
		known, err := second.Guard(t.Context(), journaltest.LogID, 1)
		if err != nil || known.Last[0] != w.Last {
			t.Fatalf("got %v, %v, want to end at %d", known.Last, err, w.Last)
		}
		for seq := uint64(1); seq <= w.Last; seq++ {
			body, err := second.Record(t.Context(), 0, seq)
			if err != nil {
				t.Fatal(err)
			}
			hash, err := known.Hash(t.Context(), 0, seq)
			if err != nil || !strings.Contains(string(body), `"hash":"`+hash+`"`) {
				t.Fatalf("record %d: hash %s is not that of %s: %v", seq, hash, body, err)
			}
		}
		if _, err := second.Guard(t.Context(), "another", 1); !errors.Is(err, ErrForeign) {
			t.Errorf("got %v, want ErrForeign", err)
		}
	})
	t.Run("replayed records are skipped", func(t *testing.T) {
		replay(t, v, w, 0, w.Last)
		if diff := cmp.Diff(first, rows(t, v)); diff != "" {
			t.Errorf("rows differ after a replay:\n%s", diff)
		}
	})
	t.Run("another follower in pages of one gives the same rows", func(t *testing.T) {
		other := opened(t, w)
		replay(t, other, w, 0, w.Last)
		if diff := cmp.Diff(first, rows(t, other)); diff != "" {
			t.Errorf("rows differ:\n%s", diff)
		}
	})
	t.Run("a rebuild gives the same rows", func(t *testing.T) {
		if err := v.Rebuild(t.Context()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(first, rows(t, v)); diff != "" {
			t.Errorf("rows differ after a rebuild:\n%s", diff)
		}
	})
}

// replay folds records one by one, each in a page of its own.
func replay(t *testing.T, v *Views, w *viewstest.World, after, upTo uint64) (reached uint64) {
	t.Helper()
	done := errors.New("done")
	err := w.Journal.Follow(t.Context(), 0, after, func(page []journal.Stored) error {
		for _, s := range page {
			if _, err := v.store.apply(t.Context(), 0, journaltest.LogID, []journal.Stored{s}); err != nil {
				return err
			}
			if i, n, batch := strings.Cut(s.Record.Batch, "/"); s.Seq >= upTo && (!batch || i == n) { // not within a decision
				reached = s.Seq
				return done
			}
		}
		return nil
	})
	if !errors.Is(err, done) {
		t.Fatal(err)
	}
	return reached
}

func TestFollowStops(t *testing.T) {
	t.Parallel()
	w := viewstest.Open(t)
	page := func(t *testing.T, v *Views, after uint64) []journal.Stored {
		t.Helper()
		var got []journal.Stored
		done := errors.New("done")
		if err := w.Journal.Follow(t.Context(), 0, after, func(p []journal.Stored) error { got = p; return done }); !errors.Is(err, done) {
			t.Fatal(err)
		}
		return got
	}
	t.Run("at a gap", func(t *testing.T) {
		v := opened(t, w)
		replay(t, v, w, 0, 3)
		if _, err := v.store.apply(t.Context(), 0, "", page(t, v, 4)); !errors.Is(err, journal.ErrGap) {
			t.Errorf("got %v, want ErrGap", err)
		}
		if _, err := opened(t, w).store.apply(t.Context(), 0, "", page(t, v, 1)); !errors.Is(err, journal.ErrGap) {
			t.Errorf("got %v, want ErrGap for a copy that does not begin with the first record", err)
		}
	})
	t.Run("at another journal", func(t *testing.T) {
		v := opened(t, w)
		if _, err := v.store.apply(t.Context(), 0, "another", page(t, v, 0)); !errors.Is(err, ErrForeign) {
			t.Errorf("got %v, want ErrForeign", err)
		}
		replay(t, v, w, 0, 3)
		cfg := v.cfg
		cfg.LogID = "another"
		if _, err := Open(t.Context(), cfg); !errors.Is(err, ErrForeign) {
			t.Errorf("got %v, want ErrForeign", err)
		}
	})
	t.Run("at a record that does not follow", func(t *testing.T) {
		v := opened(t, w)
		replay(t, v, w, 0, 3)
		p := page(t, v, 3)[:1]
		tampered := *p[0].Record
		tampered.Prev = "sha256:0"
		p[0].Record = &tampered
		if _, err := v.store.apply(t.Context(), 0, "", p); err == nil {
			t.Error("got no error for a record that does not follow")
		}
		if at, err := v.store.position(t.Context(), v.store.read, 0); err != nil || at != 3 {
			t.Errorf("got position %d, %v, want 3: nothing of the page is kept", at, err)
		}
		follow(t, v, w.Last)
	})
	t.Run("when another program writes", func(t *testing.T) {
		v := opened(t, w)
		replay(t, v, w, 0, 3)
		p := page(t, v, 3)
		if _, err := v.store.write.ExecContext(t.Context(), `CREATE TRIGGER other BEFORE UPDATE ON checkpoints BEGIN SELECT RAISE(IGNORE); END`); err != nil {
			t.Fatal(err)
		}
		if _, err := v.store.apply(t.Context(), 0, "", p); !errors.Is(err, ErrFenced) {
			t.Errorf("got %v, want ErrFenced", err)
		}
	})
}

// Between any two pages the program may end; what it finds when it starts again is one position, and the end is the same.
func TestCrashBetweenPages(t *testing.T) {
	t.Parallel()
	w := lived(t)
	whole := opened(t, w)
	follow(t, whole, w.Last)
	want := rows(t, whole)

	v := opened(t, w, func(c *Config) { c.Remember = 1 })
	cfg := v.cfg
	for at := uint64(1); at <= w.Last; at += 7 {
		from, err := v.store.position(t.Context(), v.store.read, 0)
		if err != nil {
			t.Fatal(err)
		}
		want := from
		if from < at {
			want = replay(t, v, w, from, at)
		}
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
		if v, err = Open(t.Context(), cfg); err != nil {
			t.Fatal(err)
		}
		if got := v.levels.at(0); got != want {
			t.Fatalf("got position %d after a restart, want %d", got, want)
		}
	}
	follow(t, v, w.Last)
	if diff := cmp.Diff(want, rows(t, v)); diff != "" {
		t.Errorf("rows differ:\n%s", diff)
	}
	v.Close()
}

func TestRebuildWhileRunning(t *testing.T) {
	t.Parallel()
	w := lived(t)
	v := opened(t, w)
	stop := running(t, v)
	if err := v.levels.wait(t.Context(), 0, w.Last); err != nil {
		t.Fatal(err)
	}
	rebuilt := make(chan error, 1)
	go func() { rebuilt <- v.Rebuild(t.Context()) }()
	for i := range 10 {
		w.Draft(t, fmt.Sprintf("D%d", i), "partners")
	}
	if err := <-rebuilt; err != nil {
		t.Fatal(err)
	}
	w.Draft(t, "E1", "partners")
	if err := v.levels.wait(t.Context(), 0, w.Last); err != nil {
		t.Fatal(err)
	}
	stop()
	other := opened(t, w)
	follow(t, other, w.Last)
	if diff := cmp.Diff(rows(t, other), rows(t, v)); diff != "" {
		t.Errorf("rows differ:\n%s", diff)
	}
}

func TestAtLeast(t *testing.T) {
	t.Parallel()
	w := viewstest.Open(t)
	v := opened(t, w, func(c *Config) { c.AtLeast = 50 * time.Millisecond })
	q := bus.Query{View: "position", Partnership: viewstest.Partnership, Actor: "p-unit", AtLeast: w.Last}
	var no *workflow.Refusal
	if _, err := v.Ask(t.Context(), q); !errors.As(err, &no) || no.Code != workflow.Unavailable {
		t.Errorf("got %v before anything was followed, want unavailable", err)
	}
	v.cfg.AtLeast = 20 * time.Second
	running(t, v)
	a, err := v.Ask(t.Context(), q)
	if err != nil || a.Seq < w.Last {
		t.Errorf("got %+v, %v, want seq %d", a, err, w.Last)
	}
}

func TestServe(t *testing.T) {
	t.Parallel()
	w := lived(t)
	ready := make(chan struct{})
	v := opened(t, w, func(c *Config) { c.OperatorActs = true; c.Ready = func() { close(ready) } })
	running(t, v)
	<-ready
	c := natsClient(t, w.Server)
	var got answer.Case
	at, err := c.Ask(t.Context(), viewstest.Partnership, "p-lead", "case", answer.CaseArgs{Case: "C1"}, &got, atLeast(w.Last))
	if err != nil {
		t.Fatal(err)
	}
	if at.Seq != w.Last || got.Label.Label != "procurement.working" || got.State == nil {
		t.Errorf("got %+v at %+v", got, at)
	}
}
