package journaltest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"comity/events"
	"comity/services/journal"
)

// Site is one journal to exercise: an empty one of one partition, with nothing but its birth certificate.
type Site struct {
	// Open opens the journal once more, on a connection of its own.
	Open func(t testing.TB) *journal.Journal

	// Conn is the engine's connection, to do behind the journal's back what a crash would leave.
	Conn *nats.Conn

	// Restart stops the server and starts it again; nil where that is not tried.
	Restart func(t testing.TB)
}

// Exercise is what every journal passes, on one server and on three. Each part asks for a site of its own and ends by
// re-deriving every invariant from what is stored.
func Exercise(t *testing.T, open func(t testing.TB) Site) {
	for name, part := range map[string]func(*testing.T, Site){
		"records_follow_one_another":                   recordsFollow,
		"stale_expectation_is_a_conflict":              staleConflicts,
		"same_append_again_is_the_same_record":         sameAgain,
		"lost_acknowledgement_is_learned":              lostAck,
		"command_from_two_instances_is_carried_once":   twoInstances,
		"two_writers_one_wins":                         twoWriters,
		"batch_lands_whole":                            batchWhole,
		"one_stale_member_refuses_the_batch":           batchStale,
		"lost_acknowledgement_of_a_batch":              batchLostAck,
		"mistakes_store_nothing":                       mistakes,
		"too_large_stores_nothing":                     tooLarge,
		"shorter_than_known_is_an_alarm":               regressed,
		"follow_from_a_position":                       followFrom,
		"follow_never_hands_on_half_a_batch":           followBatches,
		"follow_holds_back_a_batch_until_it_is_whole":  followHalf,
		"load_after_a_sequence":                        loadAfter,
		"load_of_many_pages":                           loadPages,
		"damaged_snapshot_is_ignored":                  snapshots,
		"acknowledged_survives_restarts_and_once_only": restarts,
		"many_writers_at_once":                         manyWriters,
		"one_loser_among_many_writers":                 manyAndStale,
		"many_writers_through_restarts":                manyRestarts,
	} {
		t.Run(name, func(t *testing.T) { part(t, open(t)) })
	}
}

func recordsFollow(t *testing.T, s Site) {
	j, agg, h := s.Open(t), Case("C-1"), Empty()
	Add(t, j, agg, h, 3)
	again := CatchUp(t, j, agg)
	if again.Revision != 3 || again.Seq != h.Seq || again.Head != h.Head || again.State.Records != 3 {
		t.Errorf("got %+v, want %+v", again, h)
	}
	if last, err := j.Last(t.Context(), agg); err != nil || last != h.Seq {
		t.Errorf("last is %d, %v, want %d", last, err, h.Seq)
	}
	if last, err := j.Last(t.Context(), Case("C-9")); err != nil || last != 0 {
		t.Errorf("last of nothing is %d, %v, want 0", last, err)
	}
	if head, err := j.Head(t.Context(), 0); err != nil || head != 4 {
		t.Errorf("head is %d, %v, want 4", head, err)
	}
	Check(t, j, 0)
}

func staleConflicts(t *testing.T, s Site) {
	j, agg, h := s.Open(t), Case("C-1"), Empty()
	first, behind := Next(t, Empty(), agg, "c-late", "late"), Empty()
	Add(t, j, agg, h, 1)
	wantNothing(t, j, journal.ErrConflict, first)
	*behind = *CatchUp(t, j, agg)
	second := Next(t, behind, agg, "c-later", "later")
	Add(t, j, agg, h, 2)
	wantNothing(t, j, journal.ErrConflict, second)
	Check(t, j, 0)
}

func sameAgain(t *testing.T, s Site) {
	j, agg := s.Open(t), Case("C-1")
	w := Next(t, Empty(), agg, "c-1", "hello")
	first := mustAppend(t, j, w)
	if again := mustAppend(t, j, w); again[0] != first[0] {
		t.Errorf("got sequence %d, want %d", again[0], first[0])
	}
	h := CatchUp(t, j, agg)
	Add(t, j, agg, h, 2)
	if late := mustAppend(t, j, w); late[0] != first[0] {
		t.Errorf("months later: got sequence %d, want %d", late[0], first[0])
	}
	if done := h.Commands["c-1"]; done.Revision != 1 || done.Seq != first[0] || done.Digest != w.Record.Command.Digest {
		t.Errorf("the command is known as %+v", done)
	}
	Check(t, j, 0)
}

// lostAck stores the record as an attempt does whose acknowledgement never came.
func lostAck(t *testing.T, s Site) {
	j, agg := s.Open(t), Case("C-1")
	w := Next(t, Empty(), agg, "c-1", "hello")
	raw, err := w.Record.Seal()
	if err != nil {
		t.Fatal(err)
	}
	m := nats.NewMsg(events.JournalSubject(0, agg))
	m.Data = raw
	if _, err := s.Conn.RequestMsg(m, 5*time.Second); err != nil {
		t.Fatal(err)
	}
	if seqs := mustAppend(t, j, w); seqs[0] != 2 {
		t.Errorf("got sequence %d, want 2", seqs[0])
	}
	Check(t, j, 0)
}

// twoInstances carry out one command at different times of the clock: the second finds the first one's record.
func twoInstances(t *testing.T, s Site) {
	a, b, agg := s.Open(t), s.Open(t), Case("C-1")
	one, two := Next(t, Empty(), agg, "c-1", "hello"), Next(t, Empty(), agg, "c-1", "hello")
	two.Record.At = two.Record.At.Add(time.Second)
	mustAppend(t, a, one)
	wantNothing(t, b, journal.ErrConflict, two)
	if h := CatchUp(t, b, agg); h.Commands["c-1"].Seq != 2 {
		t.Errorf("got %+v, want the command at 2", h.Commands)
	}
	Check(t, a, 0)
}

func twoWriters(t *testing.T, s Site) {
	a, b, agg := s.Open(t), s.Open(t), Case("C-1")
	for round := range 10 {
		var wg sync.WaitGroup
		errs := make([]error, 2)
		h := CatchUp(t, a, agg)
		for i, j := range []*journal.Journal{a, b} {
			w := Next(t, h, agg, fmt.Sprintf("c-%d-%d", round, i), "mine")
			wg.Go(func() { _, errs[i] = j.Append(t.Context(), w) })
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else if !errors.Is(err, journal.ErrConflict) {
				t.Error(err)
			}
		}
		if won != 1 {
			t.Errorf("round %d: %d writers won, want 1", round, won)
		}
	}
	Check(t, a, 0)
}

func batchWhole(t *testing.T, s Site) {
	j, x, y := s.Open(t), Case("C-1"), Case("C-2")
	h := Empty()
	Add(t, j, x, h, 1)
	one, two := Next(t, h, x, "c-both", "to x"), Next(t, Empty(), y, "c-both", "to y")
	seqs := mustAppend(t, j, one, two)
	if len(seqs) != 2 || seqs[0] != 3 || seqs[1] != 4 {
		t.Errorf("got sequences %v, want 3 and 4", seqs)
	}
	if one.Record.Batch != "1/2" || two.Record.Batch != "2/2" {
		t.Errorf("got places %q and %q, want 1/2 and 2/2", one.Record.Batch, two.Record.Batch)
	}
	if again := mustAppend(t, j, one, two); again[0] != 3 || again[1] != 4 {
		t.Errorf("again: got sequences %v, want 3 and 4", again)
	}
	Check(t, j, 0)
}

func batchStale(t *testing.T, s Site) {
	j, x, y, z := s.Open(t), Case("C-1"), Case("C-2"), Case("C-3")
	Add(t, j, y, Empty(), 1)
	fresh, stale, other := Next(t, Empty(), x, "c-1", "x"), Next(t, Empty(), y, "c-1", "y"), Next(t, Empty(), z, "c-1", "z")
	wantNothing(t, j, journal.ErrConflict, fresh, stale, other)
	for _, agg := range []events.Aggregate{x, z} {
		if last, err := j.Last(t.Context(), agg); err != nil || last != 0 {
			t.Errorf("%s has record %d, %v, want none", agg, last, err)
		}
	}
	mustAppend(t, j, fresh, Next(t, CatchUp(t, j, y), y, "c-1", "y"), other)
	Check(t, j, 0)
}

func batchLostAck(t *testing.T, s Site) {
	a, b, x, y := s.Open(t), s.Open(t), Case("C-1"), Case("C-2")
	one, two := Next(t, Empty(), x, "c-1", "x"), Next(t, Empty(), y, "c-1", "y")
	mustAppend(t, a, one, two)
	Add(t, a, x, CatchUp(t, a, x), 2)
	if seqs := mustAppend(t, b, one, two); seqs[0] != 2 || seqs[1] != 3 {
		t.Errorf("got sequences %v, want 2 and 3", seqs)
	}
	Check(t, a, 0)
}

func mistakes(t *testing.T, s Site) {
	j, agg := s.Open(t), Case("C-1")
	good := func() journal.Write { return Next(t, Empty(), agg, "c-1", "hello") }
	for name, spoil := range map[string]func(*journal.Write){
		"an expectation for a first record": func(w *journal.Write) { w.Expected = 1 },
		"a second record without one":       func(w *journal.Write) { w.Record.Revision, w.Record.Prev = 2, "sha256:x" },
		"no events":                         func(w *journal.Write) { w.Record.Events = nil },
		"no command":                        func(w *journal.Write) { w.Record.Command.ID = "" },
		"a subject of its own":              func(w *journal.Write) { w.Record.ID = "a.b" },
		"a kind of its own":                 func(w *journal.Write) { w.Record.Kind = "letter" },
	} {
		w := good()
		spoil(&w)
		if _, err := j.Append(t.Context(), w); err == nil {
			t.Errorf("%s: got no error", name)
		}
	}
	if _, err := j.Append(t.Context(), good(), good()); err == nil {
		t.Error("one aggregate twice in a batch: got no error")
	}
	if _, err := j.Append(t.Context()); err == nil {
		t.Error("nothing to append: got no error")
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := j.Append(ended, good()); !errors.Is(err, context.Canceled) || errors.Is(err, journal.ErrUnknown) {
		t.Errorf("a context that has ended: got %v, want that nothing was sent", err)
	}
	if head, err := j.Head(t.Context(), 0); err != nil || head != 1 {
		t.Errorf("head is %d, %v, want 1", head, err)
	}
}

func tooLarge(t *testing.T, s Site) {
	j, agg := s.Open(t), Case("C-1")
	wantNothing(t, j, journal.ErrTooLarge, Next(t, Empty(), agg, "c-1", strings.Repeat("x", events.MaxRecordBytes)))
	mustAppend(t, j, Next(t, Empty(), agg, "c-2", strings.Repeat("x", events.MaxRecordBytes-1024)))
	Check(t, j, 0)
}

func regressed(t *testing.T, s Site) {
	j, err := journal.Open(t.Context(), journal.Config{Conn: s.Conn, Grace: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	x, y := Case("C-1"), Case("C-2")
	hx, hy := Empty(), Empty()
	Add(t, j, x, hx, 1)
	hx.Seq = 999 // what we were told before the disk was swapped
	wantNothing(t, j, journal.ErrRegressed, Next(t, hx, x, "c-2", "more"))
	wantNothing(t, j, journal.ErrRegressed, Next(t, hx, x, "c-2", "more"), Next(t, hy, y, "c-2", "more"))
	if err := j.Follow(t.Context(), 0, 999, func([]journal.Stored) error { return nil }); !errors.Is(err, journal.ErrRegressed) {
		t.Errorf("follow: got %v, want ErrRegressed", err)
	}
}

func mustAppend(t testing.TB, j *journal.Journal, writes ...journal.Write) []uint64 {
	t.Helper()
	seqs, err := j.Append(t.Context(), writes...)
	if err != nil {
		t.Fatal(err)
	}
	return seqs
}

// wantNothing appends, expects the error, and checks that the partition has not grown.
func wantNothing(t testing.TB, j *journal.Journal, want error, writes ...journal.Write) {
	t.Helper()
	before, err := j.Head(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if seqs, err := j.Append(t.Context(), writes...); !errors.Is(err, want) {
		t.Errorf("got %v, %v, want %v", seqs, err, want)
	}
	if after, err := j.Head(t.Context(), 0); err != nil || after != before {
		t.Errorf("head is %d, %v, want %d", after, err, before)
	}
}

// snapshots checks that a snapshot is used, and that one in doubt changes nothing.
func snapshots(t *testing.T, s Site) {
	j, agg, h := s.Open(t), Case("C-1"), Empty()
	Add(t, j, agg, h, 105)
	if err := journal.KeepSnapshot(t.Context(), j, agg, h); err != nil {
		t.Fatal(err)
	}
	js, err := jetstream.New(s.Conn)
	if err != nil {
		t.Fatal(err)
	}
	bucket, err := js.KeyValue(t.Context(), "SNAPSHOTS")
	if err != nil {
		t.Fatal(err)
	}
	const key = "westmere.case.C-1"
	entry, err := bucket.Get(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	Add(t, j, agg, h, 3)
	kept := string(entry.Value())
	for name, value := range map[string]string{
		"as kept":            kept,
		"one letter changed": strings.Replace(kept, "w17", "w18", 1),
		"of another form":    strings.Replace(kept, `"form":"test"`, `"form":"next"`, 1),
		"cut short":          kept[:len(kept)/2],
		"empty":              "",
		"of another journal": foreign(t, kept),
	} {
		if _, err := bucket.PutString(t.Context(), key, value); err != nil {
			t.Fatal(err)
		}
		got := CatchUp(t, j, agg)
		if got.Revision != 108 || got.Head != h.Head || got.Seq != h.Seq || got.State.Records != 108 || len(got.Commands) != 108 || got.State.Words[16] != "w17" {
			t.Errorf("%s: got revision %d at %d with %d records, want 108 at %d", name, got.Revision, got.Seq, got.State.Records, h.Seq)
		}
	}
	if err := bucket.Delete(t.Context(), key); err != nil {
		t.Fatal(err)
	}
	if got := CatchUp(t, j, agg); got.Revision != 108 {
		t.Errorf("deleted: got revision %d, want 108", got.Revision)
	}
}
