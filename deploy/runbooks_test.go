package deploy_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"comity/services/cli"
	"comity/services/house"
	"comity/services/journal"
)

// Every reason and every exit status that an operator may meet is on the page for it.
func TestRunbookKnowsEveryReason(t *testing.T) {
	data, err := os.ReadFile("runbooks/start-refused.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(data)
	for _, r := range []journal.Reason{journal.Missing, journal.Foreign, journal.Unsafe, journal.Holes, journal.Shorter, journal.Differs, house.Uncertified} {
		if !strings.Contains(page, "\n| `"+string(r)+"` |") {
			t.Errorf("nothing is said of %s", r)
		}
	}
	for _, status := range []int{cli.Done, cli.Refused, cli.Misuse, cli.Unavailable, cli.NoJournal} {
		if !strings.Contains(page, fmt.Sprintf("\n| %d |", status)) {
			t.Errorf("nothing is said of status %d", status)
		}
	}
}

// drill is an installation on which the runbooks are rehearsed.
type drill struct {
	t        *testing.T
	bin, dir string
}

func (d *drill) copyTo(dir string) {
	d.t.Helper()
	if out, err := exec.Command("cp", "-a", d.dir, dir).CombinedOutput(); err != nil {
		d.t.Fatalf("copy: %v\n%s", err, out)
	}
}

// run runs the program to its end and returns its status and what it said.
func (d *drill) run(args ...string) (int, string) {
	d.t.Helper()
	cmd := exec.Command(filepath.Join(d.bin, "comity"), append(args, "--dir", d.dir)...)
	out, _ := cmd.CombinedOutput()
	return cmd.ProcessState.ExitCode(), string(out)
}

func (d *drill) must(args ...string) string {
	d.t.Helper()
	status, out := d.run(args...)
	if status != 0 {
		d.t.Fatalf("comity %s: status %d\n%s", strings.Join(args, " "), status, out)
	}
	return out
}

// refused starts the server, which has to end by itself.
func (d *drill) refused(status int, word string) {
	d.t.Helper()
	if got, out := d.run("serve", "--listen", "127.0.0.1:0", "--health", "off", "--pages", "off", "--log", "off"); got != status || !strings.Contains(out, word) {
		d.t.Errorf("serve: got status %d, want %d and %q\n%s", got, status, word, out)
	}
}

// served runs the server while something is done, and stops it as an operator does.
func (d *drill) served(do func()) {
	d.t.Helper()
	cmd := exec.Command(filepath.Join(d.bin, "comity"), "serve", "--dir", d.dir, "--listen", "127.0.0.1:0", "--health", "off", "--pages", "off", "--log", "off")
	var said lockedBuffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	defer func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		if err := <-ended; err != nil {
			d.t.Errorf("stopped with %v\n%s", err, said.String())
		}
	}()
	eventually(d.t, "the server runs", func() error {
		if !strings.Contains(said.String(), "Ctrl-C") {
			return fmt.Errorf("it has not said so: %s", said.String())
		}
		return nil
	})
	do()
}

// decide adds decisions.
func (d *drill) decide(cases ...string) {
	d.t.Helper()
	d.served(func() {
		for _, id := range cases {
			d.must("do", "case.create", "case="+id, "title="+id, "unit=team", "sponsor=county", "--as", "p-officer")
		}
		for _, id := range cases {
			eventually(d.t, id+" is in the views", func() error {
				if _, out := d.run("case", id, "--as", "p-officer"); !strings.Contains(out, "draft") {
					return fmt.Errorf("got %s", out)
				}
				return nil
			})
		}
	})
}

// The runbooks rehearsed: what they say is printed is printed, and what they say helps does.
func TestRunbooks(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program and starts it many times")
	}
	bin, err := built()
	if err != nil {
		t.Fatal(err)
	}
	root := t.TempDir()
	d := &drill{t: t, bin: bin, dir: filepath.Join(root, "data")}
	d.served(func() {
		for _, name := range []string{"partnership.publish source=@../workflow/document/example/governance.yaml -P elmshire", "workflow.publish source=@../workflow/document/example/workflow.yaml"} {
			d.must(append(append([]string{"do"}, strings.Fields(name)...), "--as", "p-admin")...)
		}
		d.refused(3, "Another process has this data directory open.")
	})
	d.decide("C-1")
	backup := filepath.Join(root, "backup")
	d.copyTo(backup)
	d.decide("C-2", "C-3")
	if out := d.must("verify"); !strings.Contains(out, "The journal holds") {
		t.Errorf("got %s", out)
	}
	export := filepath.Join(root, "journal.jsonl")
	d.must("export", "-o", export)
	if out := (&drill{t, bin, filepath.Join(root, "nothing")}).must("verify", export); !strings.Contains(out, "3 cases") {
		t.Errorf("the export: got %s", out)
	}

	away := func(name string) (putBack func()) {
		t.Helper()
		from, to := filepath.Join(d.dir, name), filepath.Join(root, "away-"+name)
		if err := os.Rename(from, to); err != nil {
			t.Fatal(err)
		}
		return func() {
			if err := os.RemoveAll(from); err != nil {
				t.Fatal(err)
			}
			if err := os.Rename(to, from); err != nil {
				t.Fatal(err)
			}
		}
	}
	t.Run("without_the_birth_certificate", func(t *testing.T) {
		defer away("log.json")()
		d.refused(4, "certificate_missing")
	})
	t.Run("without_the_journal", func(t *testing.T) {
		defer away("jetstream")()
		d.refused(4, "journal_missing")
	})
	t.Run("init_on_what_is_there", func(t *testing.T) {
		if status, out := d.run("init"); status != 1 {
			t.Errorf("got status %d\n%s", status, out)
		}
	})
	t.Run("an_older_journal_beside_a_newer_second_copy", func(t *testing.T) {
		older := &drill{t: t, bin: bin, dir: filepath.Join(root, "older")}
		(&drill{t, bin, backup}).copyTo(older.dir)
		for _, name := range []string{"views.db", "views.db-wal", "views.db-shm"} {
			_ = os.Remove(filepath.Join(older.dir, name))
			if data, err := os.ReadFile(filepath.Join(d.dir, name)); err == nil {
				if err := os.WriteFile(filepath.Join(older.dir, name), data, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
		older.refused(4, "journal_shorter")
		for _, name := range []string{"views.db", "views.db-wal", "views.db-shm"} {
			_ = os.Rename(filepath.Join(older.dir, name), filepath.Join(root, "kept-"+name))
		}
		older.decide("C-4") // served as it is, with new views
		if out := older.must("verify"); !strings.Contains(out, "2 cases") {
			t.Errorf("got %s, want C-1 and C-4", out)
		}
	})
	t.Run("restore", func(t *testing.T) {
		if err := os.Rename(d.dir, d.dir+".as-found"); err != nil {
			t.Fatal(err)
		}
		(&drill{t, bin, backup}).copyTo(d.dir)
		if out := d.must("verify"); !strings.Contains(out, "1 case,") {
			t.Errorf("got %s", out)
		}
		d.decide("C-5")
	})
}
