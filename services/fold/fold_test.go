package fold_test

import (
	"errors"
	"testing"

	"comity/events"
	"comity/services/fold"
	"comity/services/journal"
	"comity/services/views/viewstest"
	"comity/workflow"
)

// stored reads everything that a world has decided.
func stored(t *testing.T, w *viewstest.World) (all []journal.Stored) {
	t.Helper()
	err := w.Journal.Follow(t.Context(), 0, 0, func(page []journal.Stored) error {
		all = append(all, page...)
		if page[len(page)-1].Seq >= w.Last {
			return errEnd
		}
		return nil
	})
	if !errors.Is(err, errEnd) {
		t.Fatal(err)
	}
	return all
}

var errEnd = errors.New("end")

func world(t *testing.T) *viewstest.World {
	w := viewstest.Open(t)
	for _, id := range []string{"C1", "C2"} {
		w.Draft(t, id, "partners")
		w.ToG1(t, id)
	}
	w.Do(t, "ao-ald", &workflow.MemberRemove{Seat: "W5", Instrument: "letter"})
	w.Vote(t, "C1", "ogn", "approve", "N2")
	return w
}

// However little is kept, and wherever one begins, the states are the same.
func TestAfter(t *testing.T) {
	t.Parallel()
	w := world(t)
	all := stored(t, w)
	for name, most := range map[string]int{"all are kept": 10, "one is kept": 1} {
		for _, from := range []int{0, len(all) / 2} {
			t.Run(name, func(t *testing.T) {
				cases, registers := fold.Cases(w.Journal, most), fold.Registers(w.Journal, most)
				for _, s := range all[from:] {
					switch s.Record.Kind {
					case events.KindCase:
						c, err := cases.After(t.Context(), s)
						if err != nil || c.ID != s.Record.ID || c.Revision != s.Record.Revision {
							t.Fatalf("record %d: got %+v, %v", s.Seq, c, err)
						}
						again, err := cases.After(t.Context(), s)
						if err != nil || again.Revision != c.Revision {
							t.Fatalf("record %d again: %v", s.Seq, err)
						}
						r, err := registers.AsOf(t.Context(), registerOf(s), s.Seq)
						if err != nil || r.Revision != s.Record.RegisterRevision {
							t.Fatalf("record %d was decided on register %d, got %d, %v", s.Seq, s.Record.RegisterRevision, r.Revision, err)
						}
					case events.KindRegister:
						if s.Record.Partnership == events.Installation {
							continue
						}
						if r, err := registers.After(t.Context(), s); err != nil || r.Revision != s.Record.Revision {
							t.Fatalf("record %d: %v", s.Seq, err)
						}
					}
				}
			})
		}
	}
}

func registerOf(s journal.Stored) events.Aggregate {
	return events.Aggregate{Partnership: s.Record.Partnership, Kind: events.KindRegister, ID: s.Record.Partnership}
}

func TestNewest(t *testing.T) {
	t.Parallel()
	w := world(t)
	cases := fold.Cases(w.Journal, 1)
	agg := events.Aggregate{Partnership: viewstest.Partnership, Kind: events.KindCase, ID: "C1"}
	c, err := cases.Newest(t.Context(), agg)
	if err != nil || c.Revision != w.Case("C1").Revision {
		t.Fatalf("got %+v, %v", c, err)
	}
	w.Do(t, "p-unit", &workflow.CaseWithdraw{Case: "C1", Reason: "no"})
	if c, err = cases.Newest(t.Context(), agg); err != nil || c.Status != workflow.Closed {
		t.Fatalf("got %+v, %v", c, err)
	}
	if c, err := cases.Newest(t.Context(), events.Aggregate{Partnership: "westmere", Kind: events.KindCase, ID: "none"}); err != nil || c.Exists() {
		t.Errorf("a case that is not there: got %+v, %v", c, err)
	}
}

// A follower that skips a record finds out.
func TestAfter_a_record_that_is_not_at_its_place(t *testing.T) {
	t.Parallel()
	w := world(t)
	all := stored(t, w)
	last := all[len(all)-1]
	forged := *last.Record
	forged.Revision += 5
	if _, err := fold.Cases(w.Journal, 1).After(t.Context(), journal.Stored{Seq: last.Seq, Record: &forged}); !errors.Is(err, events.ErrTampered) {
		t.Errorf("got %v, want that it does not hold", err)
	}
}
