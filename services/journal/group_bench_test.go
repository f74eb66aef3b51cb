package journal_test

import (
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"comity/events"
	"comity/services/journal/journaltest"
	"comity/services/natstest"
)

// BenchmarkAppendMany measures durable records a second from many writers at once, each to a case of its own, against as
// many writers of plain synced publishes, in turn over the same connection and disk. DESIGN §7 holds it to 1.5 times at 64
// and 3 times at 256.
func BenchmarkAppendMany(b *testing.B) {
	for _, writers := range []int{1, 8, 16, 64, 256} {
		b.Run(strconv.Itoa(writers), func(b *testing.B) {
			s := natstest.Start(b, natstest.Synced())
			journaltest.Provision(b, s, 1)
			j := journaltest.On(b, s, 1)
			nc := s.Engine(b)
			held := make([]*journaltest.Held, writers)
			for i := range held {
				held[i] = journaltest.Empty()
			}
			each := max(1, 512/writers)
			var appending, publishing time.Duration
			for b.Loop() {
				appending += together(writers, func(i int) {
					agg := journaltest.Case("C-" + strconv.Itoa(i))
					for range each {
						h := held[i]
						w := journaltest.Next(b, h, agg, "cmd-"+strconv.Itoa(h.Revision), kilobyte)
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
				publishing += together(writers, func(i int) {
					for range each {
						m := nats.NewMsg(events.FeedSubject("westmere", "public", "note.taken", strconv.Itoa(i)))
						m.Data = make([]byte, 996)
						if _, err := nc.RequestMsg(m, 10*time.Second); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			n := float64(b.N * writers * each)
			b.ReportMetric(n/appending.Seconds(), "appends/s")
			b.ReportMetric(n/publishing.Seconds(), "publishes/s")
			b.ReportMetric(float64(publishing)/float64(appending), "ratio")
		})
	}
}

// together runs n writers and returns how long the slowest took.
func together(n int, write func(i int)) time.Duration {
	start := time.Now()
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { write(i) })
	}
	wg.Wait()
	return time.Since(start)
}
