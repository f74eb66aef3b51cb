package views

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"comity/services/journal"
	"comity/services/journal/journaltest"
	"comity/services/views/viewstest"
)

// many is a world with 300 cases of some 20 records, one after another or all at once.
func many(b *testing.B, interleaved bool) *viewstest.World {
	b.Helper()
	w := viewstest.Open(b)
	w.Now = viewstest.At("2026-12-01 09:00")
	ids := make([]string, 300)
	for i := range ids {
		ids[i] = fmt.Sprintf("C%d", i)
		w.Draft(b, ids[i], "partners")
		if !interleaved {
			w.ToG1(b, ids[i])
		}
	}
	if interleaved {
		for _, id := range ids {
			w.Evidence(b, id, "G1")
		}
	}
	return w
}

func BenchmarkFollow(b *testing.B) {
	for _, mode := range []string{"follow", "rebuild", "read"} {
		b.Run(mode, func(b *testing.B) {
			w := many(b, false)
			b.ResetTimer()
			for n := range b.N {
				v, err := Open(b.Context(), Config{Path: filepath.Join(b.TempDir(), fmt.Sprintf("v%d.db", n)), Journal: w.Journal, LogID: journaltest.LogID,
					Now: func() time.Time { return w.Now }})
				if err != nil {
					b.Fatal(err)
				}
				switch mode {
				case "follow":
					if err := v.each(b.Context(), v.store, v.store.apply); err != nil {
						b.Fatal(err)
					}
				case "rebuild":
					if err := v.Rebuild(b.Context()); err != nil {
						b.Fatal(err)
					}
				case "read":
					done := errors.New("done")
					_ = gathered(b.Context(), w.Journal, 0, 0, func(_ context.Context, page []journal.Stored) error {
						if page[len(page)-1].Seq == w.Last {
							return done
						}
						return nil
					})
				}
				v.Close()
			}
			b.ReportMetric(float64(w.Last)*float64(b.N)/b.Elapsed().Seconds(), "records/s")
		})
	}
}
