package bus_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"comity/events"
	"comity/services/bus"
	"comity/services/natstest"
)

var epoch = time.Date(2026, 4, 1, 8, 0, 0, 0, time.UTC)

func admin(t *testing.T) (jetstream.JetStream, *natstest.Server) {
	t.Helper()
	t.Parallel()
	s := natstest.Start(t)
	js, err := jetstream.New(s.Administrator(t))
	if err != nil {
		t.Fatal(err)
	}
	return js, s
}

func TestProvision(t *testing.T) {
	options := bus.Options{LogID: "log-1", Partitions: 3, Administrators: []string{"p-admin"}, At: epoch}
	t.Run("every_partition_begins_with_its_birth_certificate", func(t *testing.T) {
		js, _ := admin(t)
		if err := bus.Provision(t.Context(), js, options); err != nil {
			t.Fatal(err)
		}
		for p := range 3 {
			stream, err := js.Stream(t.Context(), events.StreamName(p))
			if err != nil {
				t.Fatal(err)
			}
			m, err := stream.GetMsg(t.Context(), 1)
			if err != nil {
				t.Fatal(err)
			}
			r, err := events.ParseRecord(m.Data)
			if err != nil {
				t.Fatal(err)
			}
			happened, err := r.Decode()
			if err != nil {
				t.Fatal(err)
			}
			born := happened[0].(events.InstallationCreated)
			if born.LogID != "log-1" || born.Partition != p || born.Partitions != 3 || born.Administrators[0] != "p-admin" || r.Revision != 1 {
				t.Errorf("partition %d: got %+v", p, born)
			}
		}
	})
	t.Run("an_account_that_holds_a_stream_is_refused", func(t *testing.T) {
		js, _ := admin(t)
		if _, err := js.CreateStream(t.Context(), jetstream.StreamConfig{Name: "THEIRS", Subjects: []string{"theirs"}}); err != nil {
			t.Fatal(err)
		}
		err := bus.Provision(t.Context(), js, options)
		if !errors.Is(err, bus.ErrNotEmpty) || !strings.Contains(err.Error(), "THEIRS") {
			t.Errorf("got %v, want ErrNotEmpty and the stream's name", err)
		}
		if _, err := js.Stream(t.Context(), events.StreamName(0)); !errors.Is(err, jetstream.ErrStreamNotFound) {
			t.Errorf("a stream was made all the same: %v", err)
		}
	})
	t.Run("a_second_time_is_refused", func(t *testing.T) {
		js, _ := admin(t)
		if err := bus.Provision(t.Context(), js, options); err != nil {
			t.Fatal(err)
		}
		if err := bus.Provision(t.Context(), js, options); !errors.Is(err, bus.ErrNotEmpty) {
			t.Errorf("got %v, want ErrNotEmpty", err)
		}
	})
}

// What the server itself refuses on a journal stream, even to an administrator.
func TestJournalDeniesDeletion(t *testing.T) {
	js, _ := admin(t)
	if err := bus.Provision(t.Context(), js, bus.Options{LogID: "log-1", At: epoch}); err != nil {
		t.Fatal(err)
	}
	stream, err := js.Stream(t.Context(), events.StreamName(0))
	if err != nil {
		t.Fatal(err)
	}
	if err := stream.DeleteMsg(t.Context(), 1); err == nil {
		t.Error("a record could be deleted")
	}
	if err := stream.Purge(t.Context()); err == nil {
		t.Error("the journal could be purged")
	}
	undone := bus.Journal("log-1", 0, 1, 1)
	undone.DenyDelete, undone.DenyPurge = false, false
	if _, err := js.UpdateStream(t.Context(), undone); err == nil {
		t.Error("deletion could be allowed again")
	}
}

// Refusals, which anybody can cause, take a bounded room on the disk.
func TestAuditIsBounded(t *testing.T) {
	js, _ := admin(t)
	if err := bus.Provision(t.Context(), js, bus.Options{LogID: "log-1", At: epoch}); err != nil {
		t.Fatal(err)
	}
	stream, err := js.Stream(t.Context(), bus.AuditStream)
	if err != nil {
		t.Fatal(err)
	}
	if c := stream.CachedInfo().Config; c.MaxBytes != bus.AuditBytes || c.Discard != jetstream.DiscardOld {
		t.Errorf("got %d bytes, %v", c.MaxBytes, c.Discard)
	}
}

// The engine's own credentials may not touch a stream's being.
func TestEngineMayNotAdminister(t *testing.T) {
	js, s := admin(t)
	if err := bus.Provision(t.Context(), js, bus.Options{LogID: "log-1", Partitions: 3, At: epoch}); err != nil {
		t.Fatal(err)
	}
	nc := s.Engine(t)
	for _, subject := range []string{
		"STREAM.CREATE.X", "STREAM.UPDATE.JOURNAL_0", "STREAM.DELETE.JOURNAL_0", "STREAM.PURGE.JOURNAL_0",
		"STREAM.MSG.DELETE.JOURNAL_0", "STREAM.RESTORE.JOURNAL_0", "ACCOUNT.PURGE.ENGINE",
	} {
		if m, err := nc.Request("$JS.API."+subject, []byte(`{"seq":1}`), 100*time.Millisecond); err == nil {
			t.Errorf("%s was answered: %s", subject, m.Data)
		}
	}
	for _, stream := range []string{"JOURNAL_1", "JOURNAL_2", "KV_SNAPSHOTS", "KV_SESSIONS", "KV_SIGN_IN", "KV_NOTICES"} { // the stream itself says no
		m, err := nc.Request("$JS.API.STREAM.MSG.DELETE."+stream, []byte(`{"seq":1}`), 10*time.Second)
		if err != nil || !strings.Contains(string(m.Data), "message delete not permitted") {
			t.Errorf("deleting of %s: got %v, %v", stream, m, err)
		}
	}
	if m, err := nc.Request("$JS.API.STREAM.INFO.JOURNAL_0", nil, 10*time.Second); err != nil || !strings.Contains(string(m.Data), `"messages":1`) {
		t.Errorf("the journal is no longer what it was: %v", err)
	}
}
