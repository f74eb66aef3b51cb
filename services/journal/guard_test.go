package journal_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"comity/events"
	"comity/services/bus"
	"comity/services/journal"
	"comity/services/journal/journaltest"
	"comity/services/natstest"
)

// guarded is an installation with ten records after its birth, and what its second copy would know.
func guarded(t *testing.T) (*natstest.Server, journal.Certificate, journal.Checkpoint) {
	t.Helper()
	t.Parallel()
	s := natstest.Start(t)
	cert := journaltest.Provision(t, s, 1)
	j := journaltest.On(t, s, 1)
	agg := journaltest.Case("C-1")
	journaltest.Add(t, j, agg, journaltest.Empty(), 10)
	all, err := j.Load(t.Context(), agg, 0)
	if err != nil {
		t.Fatal(err)
	}
	hashes := map[uint64]string{}
	for _, r := range all {
		hashes[r.Seq] = r.Record.Hash
	}
	return s, cert, journal.Checkpoint{Last: []uint64{11}, Tail: 5, Hash: func(_ context.Context, _ int, seq uint64) (string, error) {
		return hashes[seq], nil
	}}
}

func wantRefusal(t *testing.T, err error, want journal.Reason) {
	t.Helper()
	var r *journal.Refusal
	if !errors.As(err, &r) || r.Reason != want || r.Sentence == "" {
		t.Errorf("got %v, want a refusal for %s", err, want)
	}
}

func TestGuard(t *testing.T) {
	t.Run("whole_journal_passes", func(t *testing.T) {
		s, cert, second := guarded(t)
		if err := journal.Guard(t.Context(), s.JetStream(t), cert, second); err != nil {
			t.Error(err)
		}
		s.Restart(t)
		if err := journal.Guard(t.Context(), s.JetStream(t), cert, second); err != nil {
			t.Errorf("after a restart: %v", err)
		}
		if err := journal.Guard(t.Context(), s.JetStream(t), cert, journal.Checkpoint{}); err != nil {
			t.Errorf("without a second copy: %v", err)
		}
	})
	t.Run("no_stream_is_missing", func(t *testing.T) {
		_, cert, second := guarded(t)
		empty := natstest.Start(t)
		wantRefusal(t, journal.Guard(t.Context(), empty.JetStream(t), cert, second), journal.Missing)
	})
	t.Run("another_installation_is_foreign", func(t *testing.T) {
		s, cert, second := guarded(t)
		cert.LogID = "another"
		wantRefusal(t, journal.Guard(t.Context(), s.JetStream(t), cert, second), journal.Foreign)
	})
	t.Run("made_anew_is_foreign", func(t *testing.T) {
		s, cert, second := guarded(t)
		cert.Created[events.StreamName(0)] = cert.Created[events.StreamName(0)].Add(-time.Hour)
		wantRefusal(t, journal.Guard(t.Context(), s.JetStream(t), cert, second), journal.Foreign)
	})
	t.Run("behind_the_second_copy_is_shorter", func(t *testing.T) {
		s, cert, second := guarded(t)
		second.Last[0] = 12
		wantRefusal(t, journal.Guard(t.Context(), s.JetStream(t), cert, second), journal.Shorter)
	})
	t.Run("another_record_in_the_second_copy_differs", func(t *testing.T) {
		s, cert, second := guarded(t)
		second.Hash = func(context.Context, int, uint64) (string, error) { return "sha256:other", nil }
		wantRefusal(t, journal.Guard(t.Context(), s.JetStream(t), cert, second), journal.Differs)
	})
	t.Run("limits_are_unsafe", func(t *testing.T) {
		s, cert, second := guarded(t)
		changeStream(t, s, func(c *jetstream.StreamConfig) { c.MaxAge = 365 * 24 * time.Hour })
		wantRefusal(t, journal.Guard(t.Context(), s.JetStream(t), cert, second), journal.Unsafe)
	})
	t.Run("a_limit_of_one_message_empties_it", func(t *testing.T) {
		s, cert, second := guarded(t)
		changeStream(t, s, func(c *jetstream.StreamConfig) { c.MaxMsgs, c.Discard = 1, jetstream.DiscardOld })
		wantRefusal(t, journal.Guard(t.Context(), s.JetStream(t), cert, second), journal.Holes)
	})
	t.Run("flipped_bit_is_noticed", func(t *testing.T) {
		s, cert, second := guarded(t)
		s.Stop(t)
		flip(t, filepath.Join(s.Dir(), "jetstream", "ENGINE", "streams", events.StreamName(0), "msgs"))
		s.Restart(t)
		err := journal.Guard(t.Context(), s.JetStream(t), cert, second)
		var r *journal.Refusal
		if !errors.As(err, &r) || r.Reason != journal.Shorter && r.Reason != journal.Holes {
			t.Errorf("got %v, want a refusal", err)
		}
	})
}

// changeStream updates the journal's stream as somebody with administrator's credentials could.
func changeStream(t *testing.T, s *natstest.Server, change func(*jetstream.StreamConfig)) {
	t.Helper()
	js, err := jetstream.New(s.Administrator(t))
	if err != nil {
		t.Fatal(err)
	}
	cfg := bus.Journal(journaltest.LogID, 0, 1, 1)
	change(&cfg)
	if _, err := js.UpdateStream(t.Context(), cfg); err != nil {
		t.Fatal(err)
	}
}

// flip changes one bit in the middle of the first block and removes the index, as a kill would leave it.
func flip(t *testing.T, dir string) {
	t.Helper()
	file := filepath.Join(dir, "1.blk")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "index.db")); err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
}

func TestCertificate(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	want := journal.Certificate{LogID: "x", Partitions: 1, Created: map[string]time.Time{"JOURNAL_0": journaltest.Epoch}, Server: "2.15.2"}
	if err := want.Write(dir); err != nil {
		t.Fatal(err)
	}
	got, err := journal.ReadCertificate(dir)
	if err != nil || got.LogID != "x" || !got.Created["JOURNAL_0"].Equal(journaltest.Epoch) {
		t.Errorf("got %+v, %v", got, err)
	}
	if err := want.Write(dir); !os.IsExist(err) {
		t.Errorf("a second time: got %v, want that it is there", err)
	}
	if _, err := journal.ReadCertificate(t.TempDir()); !os.IsNotExist(err) {
		t.Errorf("where there is none: got %v", err)
	}
}

// A hole in the middle stops a follower, and one at the end of an aggregate is found by its chain.
func TestFollowStopsAtAHole(t *testing.T) {
	t.Parallel()
	s := natstest.Start(t)
	js, err := jetstream.New(s.Administrator(t))
	if err != nil {
		t.Fatal(err)
	}
	cfg := bus.Journal(journaltest.LogID, 0, 1, 1)
	cfg.DenyDelete = false
	stream, err := js.CreateStream(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	j, err := journal.Open(t.Context(), journal.Config{Conn: s.Engine(t)})
	if err != nil {
		t.Fatal(err)
	}
	agg := journaltest.Case("C-1")
	journaltest.Add(t, j, agg, journaltest.Empty(), 6)
	if err := stream.DeleteMsg(t.Context(), 4); err != nil {
		t.Fatal(err)
	}
	var got uint64
	err = j.Follow(t.Context(), 0, 0, func(page []journal.Stored) error {
		got = page[len(page)-1].Seq
		return nil
	})
	if !errors.Is(err, journal.ErrGap) || got != 3 {
		t.Errorf("got %v after %d, want ErrGap after 3", err, got)
	}
	if _, err := j.Load(t.Context(), agg, 0); !errors.Is(err, events.ErrTampered) {
		t.Errorf("load: got %v, want ErrTampered", err)
	}
}

// While nobody answers, an append says that it does not know, and the same append afterwards does.
func TestAppendWithoutAServer(t *testing.T) {
	t.Parallel()
	s := natstest.Start(t)
	journaltest.Provision(t, s, 1)
	j, agg := journaltest.On(t, s, 1), journaltest.Case("C-1")
	w := journaltest.Next(t, journaltest.Empty(), agg, "c-1", "hello")
	s.Stop(t)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := j.Append(ctx, w); !errors.Is(err, journal.ErrUnknown) {
		t.Errorf("append: got %v, want ErrUnknown", err)
	}
	if _, err := j.Load(ctx, agg, 0); !errors.Is(err, journal.ErrUnavailable) {
		t.Errorf("load: got %v, want ErrUnavailable", err)
	}
	s.Restart(t)
	if seqs, err := j.Append(t.Context(), w); err != nil || seqs[0] != 2 {
		t.Errorf("the same append again: got %v, %v, want 2", seqs, err)
	}
	journaltest.Check(t, j, 0)
}

// Follow leaves no consumer behind.
func TestFollowForgetsItsConsumer(t *testing.T) {
	t.Parallel()
	j, s := journaltest.Open(t)
	js := s.JetStream(t)
	stop := errors.New("stop")
	if err := j.Follow(t.Context(), 0, 0, func([]journal.Stored) error { return stop }); err != stop {
		t.Fatal(err)
	}
	stream, err := js.Stream(t.Context(), events.StreamName(0))
	if err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(5 * time.Second)
	for {
		info, err := stream.Info(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if info.State.Consumers == 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d consumers are left", info.State.Consumers)
		}
	}
}

// The stored size of a record is within 1.15 times its own (DESIGN §7).
func TestStoredSize(t *testing.T) {
	t.Parallel()
	j, s := journaltest.Open(t)
	stream, err := s.JetStream(t).Stream(t.Context(), events.StreamName(0))
	if err != nil {
		t.Fatal(err)
	}
	before := stream.CachedInfo().State.Bytes
	w := journaltest.Next(t, journaltest.Empty(), journaltest.Case("C-2026-0001"), "0198a3f0-7b2a-7c3d-9e4f-001122334455", strings.Repeat("x", 512))
	if _, err := j.Append(t.Context(), w); err != nil {
		t.Fatal(err)
	}
	data, err := w.Record.Seal()
	if err != nil {
		t.Fatal(err)
	}
	info, err := stream.Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if ratio := float64(info.State.Bytes-before) / float64(len(data)); ratio > 1.15 {
		t.Errorf("a record of %d bytes takes %d, %.2f times; want 1.15 at most", len(data), info.State.Bytes-before, ratio)
	} else {
		t.Logf("%d bytes, %.3f times", len(data), ratio)
	}
}
