package journal_test

import (
	"context"
	"strconv"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"comity/events"
	"comity/services/bus"
	"comity/services/journal"
	"comity/services/journal/journaltest"
	"comity/services/natstest"
)

// cluster starts three servers and makes a journal on all of them.
func cluster(t testing.TB) *natstest.Cluster {
	t.Helper()
	c := natstest.StartCluster(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := bus.Provision(ctx, c.JetStream(t), bus.Options{LogID: journaltest.LogID, Replicas: 3, At: journaltest.Epoch}); err != nil {
		t.Fatal(err)
	}
	return c
}

func onCluster(t testing.TB, c *natstest.Cluster) *journal.Journal {
	t.Helper()
	j, err := journal.Open(t.Context(), journal.Config{Conn: c.Connect(t), Snapshots: "test"})
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// TestJournalOnThree runs the suite on three replicas. A cluster for each part would take minutes: they share one, and each
// has its streams made anew.
func TestJournalOnThree(t *testing.T) {
	c := natstest.StartCluster(t)
	js := c.JetStream(t)
	journaltest.Exercise(t, func(t testing.TB) journaltest.Site {
		c.Clear(t, js)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := bus.Provision(ctx, js, bus.Options{LogID: journaltest.LogID, Replicas: 3, At: journaltest.Epoch}); err != nil {
			t.Fatal(err)
		}
		return journaltest.Site{Conn: c.Connect(t), Open: func(t testing.TB) *journal.Journal { return onCluster(t, c) }}
	})
}

// TestLeaderStops stops the leading server under a writer and a follower: nothing is lost, nothing doubled, and the
// writer hears of it only as time.
func TestLeaderStops(t *testing.T) {
	c := cluster(t)
	j, agg, h := onCluster(t, c), journaltest.Case("C-1"), journaltest.Empty()
	journaltest.Add(t, j, agg, h, 20)
	c.StopLeader(t, events.StreamName(0))
	ctx, cancel := context.WithTimeout(t.Context(), 40*time.Second)
	defer cancel()
	for i := range 20 {
		w := journaltest.Next(t, h, agg, "after-"+strconv.Itoa(i), "w")
		seqs, err := j.Append(ctx, w)
		if err != nil {
			t.Fatal(err)
		}
		if err := h.Take(seqs[0], w.Record); err != nil {
			t.Fatal(err)
		}
	}
	if got := journaltest.CatchUp(t, j, agg); got.Head != h.Head {
		t.Errorf("got revision %d, want %d", got.Revision, h.Revision)
	}
	journaltest.Check(t, j, 0)
}

// The facts that differ on three replicas (STYLE "Facts we lean on").
func TestFactsOnThreeReplicas(t *testing.T) {
	c := natstest.StartCluster(t)
	js := c.JetStream(t)
	if _, err := js.CreateStream(t.Context(), jetstream.StreamConfig{Name: "FACTS", Subjects: []string{"fact.>"}, Replicas: 3}); err != nil {
		t.Fatal(err)
	}
	t.Run("same_message_id_again_is_a_duplicate", func(t *testing.T) {
		again := []jetstream.PublishOpt{jetstream.WithMsgID("c-1"), jetstream.WithExpectLastSequencePerSubject(0)}
		if _, err := js.Publish(t.Context(), "fact.1", nil, again...); err != nil {
			t.Fatal(err)
		}
		if ack, err := js.Publish(t.Context(), "fact.1", nil, again...); err != nil || !ack.Duplicate {
			t.Errorf("got %+v, %v, want a duplicate", ack, err)
		}
	})
	t.Run("lost_race_is_mostly_10164", func(t *testing.T) {
		codes := race(t, js, 40)
		t.Logf("codes of the losers: %v", codes)
		if codes[10164] == 0 || codes[10164]+codes[10071] != 40*5 {
			t.Errorf("got %v, want 10164 and 10071 only", codes)
		}
	})
}
