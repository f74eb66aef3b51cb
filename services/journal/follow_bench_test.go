package journal_test

import (
	"errors"
	"strconv"
	"testing"
	"time"

	"comity/services/journal"
	"comity/services/journal/journaltest"
)

// BenchmarkFollow measures reading a partition from its beginning, as a view does that is made anew. DESIGN §7 holds the
// view to 30,000 records a second.
func BenchmarkFollow(b *testing.B) {
	j, _ := journaltest.Open(b)
	const cases, each = 256, 40
	together(cases, func(i int) {
		agg, h := journaltest.Case("C-"+strconv.Itoa(i)), journaltest.Empty()
		for k := range each {
			w := journaltest.Next(b, h, agg, "cmd-"+strconv.Itoa(k), kilobyte)
			seqs, err := j.Append(b.Context(), w)
			if err == nil {
				err = h.Take(seqs[0], w.Record)
			}
			if err != nil {
				b.Error(err)
				return
			}
		}
	})
	done := errors.New("done")
	b.ReportAllocs()
	start, pages := time.Now(), 0
	for b.Loop() {
		err := j.Follow(b.Context(), 0, 0, func(page []journal.Stored) error {
			if pages++; page[len(page)-1].Seq == cases*each+1 {
				return done
			}
			return nil
		})
		if err != done {
			b.Fatal(err)
		}
	}
	n := float64(b.N * (cases*each + 1))
	b.ReportMetric(n/time.Since(start).Seconds(), "records/s")
	b.ReportMetric(n/float64(pages), "records/page")
}
