package journal_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"comity/events"
	"comity/services/journal/journaltest"
	"comity/services/natstest"
)

// kilobyte pads a record to about 1 KiB.
var kilobyte = strings.Repeat("x", 520)

// BenchmarkAppend measures one decision's append against one plain synced publish of as many bytes, in turn over the same
// connection and the same disk. DESIGN §7 holds the whole decision to 1.5 times the publish; "ratio" is this part of it.
func BenchmarkAppend(b *testing.B) {
	s := natstest.Start(b, natstest.Synced())
	journaltest.Provision(b, s, 1)
	j := journaltest.On(b, s, 1)
	nc := s.Engine(b)
	agg := journaltest.Case("C-1")
	h := journaltest.Empty()
	var appending, publishing time.Duration
	size := 0
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		w := journaltest.Next(b, h, agg, "cmd-"+strconv.Itoa(i), kilobyte)
		seqs, err := j.Append(b.Context(), w)
		if err != nil {
			b.Fatal(err)
		}
		if err := h.Take(seqs[0], w.Record); err != nil {
			b.Fatal(err)
		}
		appending += time.Since(start)
		b.StopTimer()
		if size == 0 {
			sealed, _ := w.Record.Seal()
			size = len(sealed)
		}
		start = time.Now()
		m := nats.NewMsg(events.FeedSubject("westmere", "public", "note.taken", "C-1"))
		m.Data = make([]byte, size)
		if _, err := nc.RequestMsg(m, 5*time.Second); err != nil {
			b.Fatal(err)
		}
		publishing += time.Since(start)
		b.StartTimer()
	}
	b.ReportMetric(float64(appending)/float64(publishing), "ratio")
	b.ReportMetric(float64(publishing.Microseconds())/float64(b.N), "µs/publish")
	b.ReportMetric(float64(size), "B/record")
}

// BenchmarkSeal measures what sealing alone costs.
func BenchmarkSeal(b *testing.B) {
	w := journaltest.Next(b, journaltest.Empty(), journaltest.Case("C-1"), "cmd-1", kilobyte)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := w.Record.Seal(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRead measures reading stored bytes with and without verifying them.
func BenchmarkRead(b *testing.B) {
	w := journaltest.Next(b, journaltest.Empty(), journaltest.Case("C-1"), "cmd-1", kilobyte)
	data, err := w.Record.Seal()
	if err != nil {
		b.Fatal(err)
	}
	b.Run("read", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := events.ReadRecord(data); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("parse", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := events.ParseRecord(data); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkLoad measures loading a case of thirty records.
func BenchmarkLoad(b *testing.B) {
	j, _ := journaltest.Open(b)
	for i := range 100 {
		journaltest.Add(b, j, journaltest.Case("C-"+strconv.Itoa(i)), journaltest.Empty(), 30)
	}
	agg := journaltest.Case("C-50")
	b.ReportAllocs()
	for b.Loop() {
		all, err := j.Load(b.Context(), agg, 0)
		if err != nil || len(all) != 30 {
			b.Fatal(len(all), err)
		}
	}
}

// BenchmarkHead measures asking the leader for the last sequence.
func BenchmarkHead(b *testing.B) {
	j, _ := journaltest.Open(b)
	journaltest.Add(b, j, journaltest.Case("C-1"), journaltest.Empty(), 10)
	b.Run("head", func(b *testing.B) {
		for b.Loop() {
			if _, err := j.Head(b.Context(), 0); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("last", func(b *testing.B) {
		for b.Loop() {
			if _, err := j.Last(b.Context(), journaltest.Case("C-1")); err != nil {
				b.Fatal(err)
			}
		}
	})
}
