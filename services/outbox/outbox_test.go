package outbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"comity/services/journal/journaltest"
)

var noon = time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)

func open(t *testing.T) *Outbox {
	t.Helper()
	_, s := journaltest.Open(t)
	o, err := Open(t.Context(), s.JetStream(t))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func put(t *testing.T, o *Outbox, m Mail) {
	t.Helper()
	if err := o.Put(t.Context(), m); err != nil {
		t.Fatal(err)
	}
}

func TestPut(t *testing.T) {
	t.Parallel()
	o := open(t)
	put(t, o, Mail{ID: "m-1", Person: "p-lead", Subject: "first", QueuedAt: noon})
	put(t, o, Mail{ID: "m-2", Person: "p-lead", Subject: "second", QueuedAt: noon.Add(time.Hour)})
	if err := o.Put(t.Context(), Mail{ID: "m-1", Subject: "again"}); !errors.Is(err, ErrExists) {
		t.Errorf("written twice: got %v, want ErrExists", err)
	}
	for _, id := range []string{"", "a.b", "a b", "mail/*"} {
		if err := o.Put(t.Context(), Mail{ID: id}); err == nil {
			t.Errorf("%q was taken as an id", id)
		}
	}
	m, err := o.Mail(t.Context(), "m-1")
	if err != nil || m.State != Queued || m.Subject != "first" {
		t.Errorf("got %+v, %v", m, err)
	}
	if _, err := o.Mail(t.Context(), "m-3"); !errors.Is(err, jetstream.ErrKeyNotFound) {
		t.Errorf("got %v, want not found", err)
	}
	all, err := o.List(t.Context())
	if err != nil || len(all) != 2 || all[0].ID != "m-2" {
		t.Errorf("got %+v, %v, want the newest first", all, err)
	}
}

func TestUpdate_of_many_at_once_is_one(t *testing.T) {
	t.Parallel()
	o := open(t)
	put(t, o, Mail{ID: "m-1", QueuedAt: noon})
	m, revision, err := o.Read(t.Context(), "m-1")
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	won := 0
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			m := m
			m.State, m.Error = Sending, fmt.Sprint(i)
			_, err := o.Update(context.Background(), m, revision)
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				won++
			} else if !errors.Is(err, ErrChanged) {
				t.Errorf("got %v", err)
			}
		})
	}
	all.Wait()
	if won != 1 {
		t.Errorf("%d took it in hand, want one", won)
	}
}

func TestAgain(t *testing.T) {
	t.Parallel()
	o := open(t)
	put(t, o, Mail{ID: "m-1", State: Undeliverable, Error: "550", Attempts: 3, Address: "old@example.org"})
	put(t, o, Mail{ID: "m-2", State: Sent})
	for _, id := range []string{"m-1", "m-2"} {
		if err := o.Again(t.Context(), id, noon); err != nil {
			t.Fatal(err)
		}
	}
	if m, _ := o.Mail(t.Context(), "m-1"); m.State != Queued || m.Attempts != 0 || m.Address != "" || !m.QueuedAt.Equal(noon) {
		t.Errorf("got %+v", m)
	}
	if m, _ := o.Mail(t.Context(), "m-2"); m.State != Sent {
		t.Errorf("got %+v, want what was sent left alone", m)
	}
}

func TestForget(t *testing.T) {
	t.Parallel()
	o := open(t)
	put(t, o, Mail{ID: "m-1", Person: "p-gone"})
	put(t, o, Mail{ID: "m-2", Person: "p-lead"})
	if err := o.Forget(t.Context(), "p-gone"); err != nil {
		t.Fatal(err)
	}
	all, err := o.List(t.Context())
	if err != nil || len(all) != 1 || all[0].ID != "m-2" {
		t.Errorf("got %+v, %v", all, err)
	}
}

func TestWatch(t *testing.T) {
	t.Parallel()
	o := open(t)
	put(t, o, Mail{ID: "m-1"})
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	var seen []string
	err := o.Watch(ctx, func(m Mail, revision uint64) {
		seen = append(seen, m.ID+" "+m.State)
		if revision == 0 {
			put(t, o, Mail{ID: "m-2"})
		}
		if m.ID == "m-2" {
			cancel()
		}
	})
	if err != nil || fmt.Sprint(seen) != "[m-1 queued   m-2 queued]" {
		t.Errorf("got %q, %v", seen, err)
	}
}

func TestForget_overwrites_what_was_written_to_a_person(t *testing.T) {
	t.Parallel()
	_, s := journaltest.Open(t)
	o, err := Open(t.Context(), s.JetStream(t))
	if err != nil {
		t.Fatal(err)
	}
	put(t, o, Mail{ID: "m-1", Person: "p-lead", Subject: "canary subject", Text: "Dear Canary Name", QueuedAt: noon})
	put(t, o, Mail{ID: "m-2", Person: "p-icb", Text: "Dear Somebody Else", QueuedAt: noon})
	for _, address := range []string{"canary-first@council.example", "canary-second@council.example"} {
		m, revision, err := o.Read(t.Context(), "m-1")
		if err != nil {
			t.Fatal(err)
		}
		m.Address, m.State = address, Sending
		if _, err := o.Update(t.Context(), m, revision); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 { // twice is as once
		if err := o.Forget(t.Context(), "p-lead"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := o.Mail(t.Context(), "m-1"); !errors.Is(err, jetstream.ErrKeyNotFound) {
		t.Errorf("got %v, want not found", err)
	}
	s.Stop(t) // so that every file is written
	found := map[string]bool{}
	err = filepath.WalkDir(s.Dir(), func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		for _, text := range []string{"Somebody Else", "canary subject", "Canary Name", "canary-first", "canary-second"} {
			found[text] = found[text] || bytes.Contains(data, []byte(text))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for text, is := range found {
		if want := text == "Somebody Else"; is != want {
			t.Errorf("%q is on the disk: %v, want %v", text, is, want)
		}
	}
}
