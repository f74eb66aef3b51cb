package journaltest

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"comity/services/journal"
)

// writers lets n writers append each records to a case of its own, and returns how many are written.
func writers(t testing.TB, j *journal.Journal, n, each int, written *atomic.Int64) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			agg, h := Case("C-"+strconv.Itoa(i)), Empty()
			for k := range each {
				w := Next(t, h, agg, "c-"+strconv.Itoa(i)+"-"+strconv.Itoa(k), "w")
				seqs, err := j.Append(ctx, w)
				if err == nil {
					err = h.Take(seqs[0], w.Record)
				}
				if err != nil {
					t.Errorf("writer %d, record %d: %v", i, k, err)
					return
				}
				written.Add(1)
			}
		})
	}
	wg.Wait()
}

// wantEach checks that every one of n cases has the same number of records.
func wantEach(t testing.TB, j *journal.Journal, n, each int) {
	t.Helper()
	for i := range n {
		if h := CatchUp(t, j, Case("C-"+strconv.Itoa(i))); h.Revision != each {
			t.Errorf("case %d: got %d records, want %d", i, h.Revision, each)
		}
	}
}

func manyWriters(t *testing.T, s Site) {
	j := s.Open(t)
	var written atomic.Int64
	writers(t, j, 100, 5, &written)
	wantEach(t, j, 100, 5)
	Check(t, j, 0)
}

// manyAndStale has writers who are right and writers who are late in the same moment, some of them on the same case.
func manyAndStale(t *testing.T, s Site) {
	j := s.Open(t)
	taken := Case("C-taken")
	Add(t, j, taken, Empty(), 1)
	var wg sync.WaitGroup
	var won, lost atomic.Int64
	for i := range 120 {
		agg := Case("C-" + strconv.Itoa(i/2)) // two writers a case
		if i%10 == 0 {
			agg = taken
		}
		w := Next(t, Empty(), agg, "c-"+strconv.Itoa(i), "w")
		wg.Go(func() {
			switch _, err := j.Append(t.Context(), w); {
			case err == nil:
				won.Add(1)
			case errors.Is(err, journal.ErrConflict):
				lost.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if won.Load() != 60 || lost.Load() != 60 { // a case whose one writer went elsewhere has the other
		t.Errorf("%d won and %d lost, want 60 each", won.Load(), lost.Load())
	}
	Check(t, j, 0)
}

func manyRestarts(t *testing.T, s Site) {
	if s.Restart == nil {
		t.Skip("this site is not restarted")
	}
	j := s.Open(t)
	var written atomic.Int64
	done := make(chan struct{})
	go func() {
		defer close(done)
		writers(t, j, 64, 20, &written)
	}()
	for _, mark := range []int64{200, 600, 1000} {
		waitFor(t, "record "+strconv.FormatInt(mark, 10), func() bool { return written.Load() >= mark })
		s.Restart(t)
	}
	<-done
	wantEach(t, j, 64, 20)
	Check(t, j, 0)
}
