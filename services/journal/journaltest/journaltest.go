// Package journaltest makes journals for tests, records to put into them, and holds the suite that every journal passes.
package journaltest

import (
	"context"
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"comity/events"
	"comity/services/bus"
	"comity/services/journal"
	"comity/services/natstest"
)

// LogID names the journal of every test.
const LogID = "test-log"

// Epoch is when the tests' journals are made.
var Epoch = time.Date(2026, 4, 1, 8, 0, 0, 0, time.UTC)

// Provision makes the streams on a server, as `init` does, and returns the birth certificate.
func Provision(t testing.TB, s *natstest.Server, partitions int) journal.Certificate {
	t.Helper()
	js, err := jetstream.New(s.Administrator(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := bus.Provision(t.Context(), js, bus.Options{LogID: LogID, Partitions: partitions, Administrators: []string{"p-admin"}, At: Epoch}); err != nil {
		t.Fatal(err)
	}
	cert, err := journal.Certify(t.Context(), js, LogID, partitions)
	if err != nil {
		t.Fatal(err)
	}
	return cert
}

// Open starts a server for this test alone and opens the journal of one partition on it.
func Open(t testing.TB, opts ...natstest.Option) (*journal.Journal, *natstest.Server) {
	t.Helper()
	s := natstest.Start(t, opts...)
	Provision(t, s, 1)
	return On(t, s, 1), s
}

// On opens a journal with a connection of its own on a server that has the streams.
func On(t testing.TB, s *natstest.Server, partitions int) *journal.Journal {
	t.Helper()
	j, err := journal.Open(t.Context(), journal.Config{Conn: s.Engine(t), Partitions: partitions, Snapshots: "test"})
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// Case names a case of the partnership that the tests write to.
func Case(id string) events.Aggregate {
	return events.Aggregate{Partnership: "westmere", Kind: events.KindCase, ID: id}
}

// Note is the event that the tests write. It says nothing about a case.
type Note = events.InstallationCreated

// Tally is the state that the tests fold: it counts records and adds up what the notes say.
type Tally struct {
	Records int      `json:"records"`
	Words   []string `json:"words"`
}

// Fold implements journal.Folder.
func (t *Tally) Fold(r *events.Record) error {
	happened, err := r.Decode()
	if err != nil {
		return err
	}
	t.Records++
	for _, e := range happened {
		t.Words = append(t.Words, e.(Note).LogID)
	}
	return nil
}

// Held is an aggregate of the tests.
type Held = journal.Held[*Tally]

// Empty is an aggregate before its first record.
func Empty() *Held { return &Held{State: &Tally{}} }

// CatchUp folds an aggregate from the journal.
func CatchUp(t testing.TB, j *journal.Journal, agg events.Aggregate) *Held {
	t.Helper()
	h := Empty()
	if err := journal.CatchUp(t.Context(), j, agg, h); err != nil {
		t.Fatal(err)
	}
	return h
}

// Next prepares the record by which the command id adds a word to the aggregate.
func Next(t testing.TB, h *Held, agg events.Aggregate, id, word string) journal.Write {
	t.Helper()
	w, err := h.Next(events.Record{
		Partnership: agg.Partnership, Kind: agg.Kind, ID: agg.ID, Actor: "p-test", At: Epoch,
		Command: events.CommandRef{ID: id, Name: "case.note", Digest: events.Digest([]byte(word))},
	}, Note{LogID: word})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// Add appends n records to an aggregate, one word each, and folds them.
func Add(t testing.TB, j *journal.Journal, agg events.Aggregate, h *Held, n int) {
	t.Helper()
	for range n {
		word := "w" + strconv.Itoa(h.Revision+1)
		w := Next(t, h, agg, "cmd-"+agg.ID+"-"+word, word)
		seqs, err := j.Append(t.Context(), w)
		if err != nil {
			t.Fatal(err)
		}
		if err := h.Take(seqs[0], w.Record); err != nil {
			t.Fatal(err)
		}
	}
}

// Check re-derives what must hold of a partition: sequences without a gap, every record true to its hash and its chain,
// no command id twice in one aggregate, no batch in part.
func Check(t testing.TB, j *journal.Journal, partition int) {
	t.Helper()
	head, err := j.Head(t.Context(), partition)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	defer cancel(nil)
	enough := fmt.Errorf("read to %d", head)
	last := map[events.Aggregate]*events.Record{}
	seen := map[string]uint64{}
	next := uint64(1)
	err = j.Follow(ctx, partition, 0, func(page []journal.Stored) error {
		for _, s := range page {
			if s.Seq != next {
				t.Errorf("got sequence %d, want %d", s.Seq, next)
			}
			next = s.Seq + 1
			r, err := events.ParseRecord(s.Raw)
			if err != nil {
				return err
			}
			if err := r.Follows(last[r.Aggregate()]); err != nil {
				t.Errorf("sequence %d: %v", s.Seq, err)
			}
			last[r.Aggregate()] = r
			key := r.Aggregate().String() + " " + r.Command.ID
			if before, twice := seen[key]; twice {
				t.Errorf("command %s stands at %d and at %d", key, before, s.Seq)
			}
			seen[key] = s.Seq
		}
		if next > head {
			cancel(enough)
		}
		return nil
	})
	if err != enough {
		t.Errorf("following partition %d: %v", partition, err)
	}
}
