package journal

import (
	"strconv"
	"testing"

	"comity/events"
)

type count struct{ N int }

func (c *count) Fold(*events.Record) error { c.N++; return nil }

// What it costs to begin: a new aggregate one question, a young one two; snapshots are asked for where there may be one.
func TestCatchUpAsksLittle(t *testing.T) {
	j, _ := site(t)
	agg := events.Aggregate{Partnership: "westmere", Kind: events.KindCase, ID: "C-1"}
	h := &Held[*count]{State: &count{}}
	cost := func() uint64 {
		t.Helper()
		before := j.nc.Stats().OutMsgs
		again := &Held[*count]{State: &count{}}
		if err := CatchUp(t.Context(), j, agg, again); err != nil {
			t.Fatal(err)
		}
		if again.Head != h.Head || again.State.N != h.Revision {
			t.Errorf("got revision %d, state %d, want %d", again.Revision, again.State.N, h.Revision)
		}
		return j.nc.Stats().OutMsgs - before
	}
	add := func(to int) {
		t.Helper()
		for h.Revision < to {
			w, err := h.Next(events.Record{
				Partnership: agg.Partnership, Kind: agg.Kind, ID: agg.ID, Actor: "p-test",
				Command: events.CommandRef{ID: strconv.Itoa(h.Revision), Name: "case.note"},
			}, events.InstallationCreated{LogID: "x"})
			if err != nil {
				t.Fatal(err)
			}
			seqs, err := j.Append(t.Context(), w)
			if err == nil {
				err = h.Take(seqs[0], w.Record)
			}
			if err == nil {
				err = KeepSnapshot(t.Context(), j, agg, h)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, c := range []struct {
		revision int
		want     uint64
	}{{0, 1}, {3, 2}, {snapshotEvery + 1, 3}} {
		add(c.revision)
		if got := cost(); got != c.want {
			t.Errorf("at revision %d: %d messages, want %d", c.revision, got, c.want)
		}
	}
}
