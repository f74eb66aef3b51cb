package journaltest

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"comity/events"
	"comity/services/journal"
)

var errEnough = errors.New("enough")

// until follows from a position and returns the sequences, page after page, until last has come.
func until(t testing.TB, j *journal.Journal, after, last uint64) [][]uint64 {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var pages [][]uint64
	err := j.Follow(ctx, 0, after, func(page []journal.Stored) error {
		var seqs []uint64
		for _, s := range page {
			seqs = append(seqs, s.Seq)
		}
		if pages = append(pages, seqs); seqs[len(seqs)-1] >= last {
			return errEnough
		}
		return nil
	})
	if !errors.Is(err, errEnough) {
		t.Fatalf("follow after %d: got %v after %v", after, err, pages)
	}
	return pages
}

// wantRun checks that the pages hold first to last, each once and in order.
func wantRun(t testing.TB, pages [][]uint64, first, last uint64) {
	t.Helper()
	next := first
	for _, page := range pages {
		for _, seq := range page {
			if seq != next {
				t.Fatalf("got sequence %d, want %d", seq, next)
			}
			next++
		}
	}
	if next != last+1 {
		t.Errorf("got up to %d, want up to %d", next-1, last)
	}
}

func followFrom(t *testing.T, s Site) {
	j, agg, h := s.Open(t), Case("C-1"), Empty()
	Add(t, j, agg, h, 299) // more than one pull, several pages
	for _, after := range []uint64{0, 1, 150, 299} {
		pages := until(t, j, after, 300)
		wantRun(t, pages, after+1, 300)
		for _, page := range pages {
			if len(page) > 64 {
				t.Errorf("got a page of %d records, want 64 at most", len(page))
			}
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	live := make(chan uint64, 10)
	go func() {
		done <- j.Follow(ctx, 0, 300, func(page []journal.Stored) error {
			for _, s := range page {
				live <- s.Seq
			}
			return nil
		})
	}()
	for want := uint64(301); want < 304; want++ {
		Add(t, j, agg, h, 1)
		select {
		case got := <-live:
			if got != want {
				t.Errorf("live: got sequence %d, want %d", got, want)
			}
		case <-time.After(10 * time.Second):
			t.Fatalf("live: nothing came, want sequence %d", want)
		}
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("at the end of the context: got %v", err)
	}
}

// followBatches follows while batches of three are written, and looks where the pages end.
func followBatches(t *testing.T, s Site) {
	j, writer := s.Open(t), s.Open(t)
	const batches = 40
	written := make(chan error, 1)
	go func() {
		held := []*Held{Empty(), Empty(), Empty()}
		for range batches {
			var writes []journal.Write
			for i, h := range held {
				writes = append(writes, Next(t, h, Case("C-"+strconv.Itoa(i)), "c-"+strconv.Itoa(h.Revision), "w"))
			}
			seqs, err := writer.Append(t.Context(), writes...)
			for i := range seqs {
				err = errors.Join(err, held[i].Take(seqs[i], writes[i].Record))
			}
			if err != nil {
				written <- err
				return
			}
		}
		written <- nil
	}()
	pages := until(t, j, 0, 1+3*batches)
	if err := <-written; err != nil {
		t.Fatal(err)
	}
	wantRun(t, pages, 1, 1+3*batches)
	for _, page := range pages {
		if end := page[len(page)-1]; (end-1)%3 != 0 {
			t.Errorf("a page ends at %d, inside a batch", end)
		}
	}
	Check(t, j, 0)
}

// followHalf stores a batch as two plain messages, which no Append does, to hold it between them.
func followHalf(t *testing.T, s Site) {
	j := s.Open(t)
	store := func(agg events.Aggregate, place string) {
		t.Helper()
		w := Next(t, Empty(), agg, "c-1", "w")
		w.Record.Batch = place
		m := nats.NewMsg(events.JournalSubject(0, agg))
		var err error
		if m.Data, err = w.Record.Seal(); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Conn.RequestMsg(m, 5*time.Second); err != nil {
			t.Fatal(err)
		}
	}
	store(Case("C-1"), "1/2")
	var handed atomic.Uint64
	done := make(chan error, 1)
	go func() {
		done <- j.Follow(t.Context(), 0, 0, func(page []journal.Stored) error {
			if handed.Add(uint64(len(page))); handed.Load() == 3 {
				return errEnough
			}
			return nil
		})
	}()
	waitFor(t, "the birth certificate", func() bool { return handed.Load() == 1 })
	store(Case("C-2"), "2/2")
	if err := <-done; !errors.Is(err, errEnough) {
		t.Errorf("got %v after %d records, want all three", err, handed.Load())
	}
	if err := j.Follow(t.Context(), 0, 2, func([]journal.Stored) error { return errEnough }); !errors.Is(err, journal.ErrGap) {
		t.Errorf("from inside the batch: got %v, want ErrGap", err)
	}
	store(Case("C-3"), "1/2")
	store(Case("C-4"), "")
	if err := j.Follow(t.Context(), 0, 3, func([]journal.Stored) error { return errEnough }); !errors.Is(err, journal.ErrGap) {
		t.Errorf("a batch that is never whole: got %v, want ErrGap", err)
	}
}

func loadAfter(t *testing.T, s Site) {
	j, x, y := s.Open(t), Case("C-1"), Case("C-2")
	hx, hy := Empty(), Empty()
	for range 5 {
		Add(t, j, x, hx, 1) // at 2, 4, 6, 8, 10
		Add(t, j, y, hy, 1)
	}
	for after, want := range map[uint64]int{0: 5, 1: 5, 2: 4, 5: 3, 9: 1, 10: 0, 99: 0} {
		all, err := j.Load(t.Context(), x, after)
		if err != nil || len(all) != want {
			t.Errorf("after %d: got %d records, %v, want %d", after, len(all), err, want)
		}
		for i, s := range all {
			if s.Record.Aggregate() != x || s.Record.Revision != 5-want+i+1 || s.At.IsZero() {
				t.Errorf("after %d: record %d is revision %d of %s", after, i, s.Record.Revision, s.Record.Aggregate())
			}
		}
	}
	if all, err := j.Load(t.Context(), Case("C-9"), 0); err != nil || len(all) != 0 {
		t.Errorf("of nothing: got %d records, %v", len(all), err)
	}
}

func loadPages(t *testing.T, s Site) {
	j, agg, h := s.Open(t), Case("C-1"), Empty()
	Add(t, j, agg, h, 1100)
	all, err := j.Load(t.Context(), agg, 0)
	if err != nil || len(all) != 1100 {
		t.Fatalf("got %d records, %v, want 1100", len(all), err)
	}
}

// restarts stops the server again and again under a writer who sends each command until it knows.
func restarts(t *testing.T, s Site) {
	if s.Restart == nil {
		t.Skip("this site is not restarted")
	}
	j, reader, agg := s.Open(t), s.Open(t), Case("C-1")
	following := make(chan [][]uint64, 1)
	const n = 150
	go func() {
		defer close(following)
		following <- until(t, reader, 0, n+1)
	}()
	var at atomic.Int64
	written := make(chan error, 1)
	h := Empty()
	go func() {
		for i := range n {
			w := Next(t, h, agg, "c-"+strconv.Itoa(i), "w")
			seqs, err := j.Append(t.Context(), w)
			if err == nil {
				err = h.Take(seqs[0], w.Record)
			}
			if err != nil {
				written <- err
				return
			}
			at.Store(int64(i))
		}
		written <- nil
	}()
	for _, mark := range []int64{20, 60, 100} {
		waitFor(t, "record "+strconv.FormatInt(mark, 10), func() bool { return at.Load() >= mark })
		s.Restart(t)
	}
	if err := <-written; err != nil {
		t.Fatal(err)
	}
	wantRun(t, <-following, 1, n+1)
	if again := CatchUp(t, s.Open(t), agg); again.Head != h.Head || again.Seq != h.Seq {
		t.Errorf("got revision %d at %d, want %d at %d", again.Revision, again.Seq, h.Revision, h.Seq)
	}
	Check(t, j, 0)
}

// waitFor waits for a condition that another goroutine brings about.
func waitFor(t testing.TB, what string, ok func() bool) {
	t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	deadline := time.After(30 * time.Second)
	for !ok() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("%s has not come", what)
		}
	}
}

// foreign makes a snapshot that is right in itself, of a journal that decided otherwise.
func foreign(t testing.TB, kept string) string {
	t.Helper()
	var s map[string]json.RawMessage
	if err := json.Unmarshal([]byte(kept), &s); err != nil {
		t.Fatal(err)
	}
	held := strings.Replace(string(s["held"]), `"head":"sha256:`, `"head":"sha256:0`, 1)
	s["held"] = json.RawMessage(held)
	s["sum"] = json.RawMessage(strconv.Quote(events.Digest([]byte(held))))
	out, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
