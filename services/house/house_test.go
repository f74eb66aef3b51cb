package house_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"comity/services/client"
	"comity/services/house"
	"comity/services/journal"
	"comity/services/views/answer"
	"comity/workflow"
)

// open opens a house on a directory, with free ports and no sync, and runs it until the test ends.
func open(t *testing.T, dir string, change ...func(*house.Config)) *house.House {
	t.Helper()
	cfg := house.Config{Dir: dir, Listen: "127.0.0.1:0", Health: "off", OperatorActs: true, Unsynced: true, Now: time.Now}
	for _, c := range change {
		c(&cfg)
	}
	h, err := house.Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	ran := make(chan error, 1)
	go func() { ran <- h.Run(t.Context()) }()
	t.Cleanup(func() {
		if err := h.Close(); err != nil {
			t.Error(err)
		}
		if err := <-ran; err != nil {
			t.Error(err)
		}
	})
	select {
	case <-h.Ready():
	case err := <-ran:
		ran <- err
		t.Fatal("the house ended:", err)
	case <-time.After(20 * time.Second):
		t.Fatal("the house is not ready after 20 s")
	}
	return h
}

func document(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../workflow/document/testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// publish sets Westmere up.
func publish(t *testing.T, c *client.Client) {
	t.Helper()
	for _, cmd := range []workflow.Command{
		&workflow.PartnershipPublish{Source: document(t, "westmere.governance.yaml")},
		&workflow.WorkflowPublish{Source: document(t, "joint-commissioning.workflow.yaml")},
	} {
		if _, err := c.Do(t.Context(), "westmere", house.DefaultAdministrator, cmd); err != nil {
			t.Fatal(err)
		}
	}
}

func text(s string) *string { return &s }

func create(t *testing.T, c *client.Client, id string) {
	t.Helper()
	cmd := &workflow.CaseCreate{Case: id, CaseFields: workflow.CaseFields{Title: text("Speech therapy"), Sponsor: text("wcc"), Unit: text("jcu")}}
	if _, err := c.Do(t.Context(), "westmere", "p-unit", cmd); err != nil {
		t.Fatal(err)
	}
}

func label(t *testing.T, c *client.Client, id string) answer.Label {
	t.Helper()
	var a answer.Case
	if _, err := c.Ask(t.Context(), "westmere", "p-unit", "case", answer.CaseArgs{Case: id}, &a); err != nil {
		t.Fatal(err)
	}
	return a.Label
}

func TestFirstStartMakesAnInstallation(t *testing.T) {
	t.Parallel()
	h := open(t, filepath.Join(t.TempDir(), "data"))
	c := h.Client(client.Config{})
	publish(t, c)
	create(t, c, "C-1")
	if got := label(t, c, "C-1"); got.Label != "draft" || got.Revision != 1 {
		t.Errorf("got %+v", got)
	}
}

func TestWhatWasDecidedIsThere(t *testing.T) {
	for name, end := range map[string]func(*house.House) error{"after_close": (*house.House).Close, "after_kill": (*house.House).Kill} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "data")
			h := open(t, dir)
			c := h.Client(client.Config{})
			publish(t, c)
			create(t, c, "C-1")
			if err := end(h); err != nil {
				t.Fatal(err)
			}
			if _, err := house.ReadAddress(dir); !errors.Is(err, house.ErrNotRunning) {
				t.Errorf("address of a house that is closed: got %v", err)
			}
			h = open(t, dir)
			c = h.Client(client.Config{})
			create(t, c, "C-2")
			if got := label(t, c, "C-1"); got.Label != "draft" {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func TestGuardRefuses(t *testing.T) {
	remove := func(names ...string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			for _, n := range names {
				if err := os.RemoveAll(filepath.Join(dir, n)); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	for _, test := range []struct {
		name   string
		damage func(*testing.T, string)
		want   journal.Reason
	}{
		{"without_a_certificate", remove(journal.CertificateFile), house.Uncertified},
		{"without_a_journal", remove("jetstream"), journal.Missing},
		{"another_installation's_journal", func(t *testing.T, dir string) {
			other := filepath.Join(t.TempDir(), "other")
			if err := house.Init(t.Context(), house.Config{Dir: other, Now: time.Now, Unsynced: true}); err != nil {
				t.Fatal(err)
			}
			replace(t, filepath.Join(other, "jetstream"), filepath.Join(dir, "jetstream"))
		}, journal.Foreign},
		{"another_installation's_second_copy", func(t *testing.T, dir string) {
			other := filepath.Join(t.TempDir(), "other")
			h := open(t, other)
			c := h.Client(client.Config{})
			publish(t, c)
			create(t, c, "C-1")
			label(t, c, "C-1")
			if err := h.Close(); err != nil {
				t.Fatal(err)
			}
			remove("views.db-wal", "views.db-shm")(t, dir)
			replace(t, filepath.Join(other, "views.db"), filepath.Join(dir, "views.db"))
		}, journal.Foreign},
		{"an_older_journal", func(t *testing.T, dir string) {
			replace(t, dir+".before/jetstream", filepath.Join(dir, "jetstream"))
		}, journal.Shorter},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "data")
			if err := house.Init(t.Context(), house.Config{Dir: dir, Now: time.Now, Unsynced: true}); err != nil {
				t.Fatal(err)
			}
			if err := os.CopyFS(dir+".before", os.DirFS(dir)); err != nil {
				t.Fatal(err)
			}
			h := open(t, dir)
			c := h.Client(client.Config{})
			publish(t, c)
			create(t, c, "C-1")
			label(t, c, "C-1")
			if err := h.Close(); err != nil {
				t.Fatal(err)
			}
			test.damage(t, dir)
			_, err := house.Open(t.Context(), house.Config{Dir: dir, Listen: "127.0.0.1:0", Health: "off", Now: time.Now, Unsynced: true})
			var no *journal.Refusal
			if !errors.As(err, &no) || no.Reason != test.want {
				t.Fatalf("got %v, want %s", err, test.want)
			}
			if !strings.HasSuffix(no.Sentence, ".") {
				t.Errorf("%q is no sentence", no.Sentence)
			}
		})
	}
}

func replace(t *testing.T, from, to string) {
	t.Helper()
	if err := os.RemoveAll(to); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(from, to); err != nil {
		t.Fatal(err)
	}
}

func TestInitWantsAnEmptyDirectory(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "notes.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := house.Init(t.Context(), house.Config{Dir: dir, Now: time.Now}); !errors.Is(err, house.ErrNotEmpty) {
		t.Errorf("got %v, want ErrNotEmpty", err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("it left %v", entries)
	}
}

func TestSecondHouseOnADirectoryIsRefused(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	open(t, dir)
	if _, err := house.Open(t.Context(), house.Config{Dir: dir, Listen: "127.0.0.1:0", Health: "off", Now: time.Now}); err == nil {
		t.Error("a second house opened")
	}
	if _, err := house.ReadAddress(dir); err != nil {
		t.Errorf("the first one's address is gone: %v", err)
	}
}

func TestServicesInSeveralProcesses(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	first := open(t, dir, func(c *house.Config) { c.Only = []string{"register", "views"} })
	certificate, err := os.ReadFile(filepath.Join(dir, journal.CertificateFile))
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := t.TempDir()
	if err := os.WriteFile(filepath.Join(elsewhere, journal.CertificateFile), certificate, 0o600); err != nil {
		t.Fatal(err)
	}
	open(t, elsewhere, func(c *house.Config) {
		c.URL, c.Only = engineURL(t, dir, first.URL()), []string{"casework", "feeds", "deadlines"}
	})
	c := first.Client(client.Config{})
	publish(t, c)
	create(t, c, "C-1")
	if got := label(t, c, "C-1"); got.Label != "draft" {
		t.Errorf("got %+v", got)
	}
}

func TestHealth(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	open(t, dir, func(c *house.Config) { c.Health = "127.0.0.1:0" })
	at, err := house.ReadAddress(dir)
	if err != nil {
		t.Fatal(err)
	}
	get := func(path string) (int, string) {
		resp, err := http.Get(at.Health + path)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, _ := io.ReadAll(resp.Body)
		return resp.StatusCode, string(body)
	}
	if status, body := get("/healthz"); status != 200 {
		t.Errorf("healthz: got %d %s", status, body)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for {
		status, body := get("/readyz")
		if status == 200 {
			return
		}
		if ctx.Err() != nil {
			t.Fatalf("readyz: got %d %s", status, body)
		}
	}
}
