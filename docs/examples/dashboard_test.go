package examples_test

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
)

// The Go examples, begun in the middle of a story: first the cases, then every event after them, without a gap or a double.
func TestDashboard_follows_from_its_snapshot(t *testing.T) {
	for _, name := range []string{"dashboard", "watch"} {
		t.Run(name, func(t *testing.T) { followsFromItsSnapshot(t, name) })
	}
}

func followsFromItsSnapshot(t *testing.T, name string) {
	t.Parallel()
	program := filepath.Join(t.TempDir(), name)
	if out, err := exec.Command("go", "build", "-o", program, "./"+name).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	h := start(t)
	nc, err := nats.Connect(h.url, nats.UserInfo(h.user, h.password), nats.CustomInboxPrefix("_INBOX_"+h.user))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	live := make(chan *nats.Msg, 4096)
	if _, err := nc.ChanSubscribe("comity.feed."+trust+".partners.>", live); err != nil {
		t.Fatal(err)
	}
	if err := nc.Flush(); err != nil {
		t.Fatal(err)
	}
	middle := &pause{at: 40, reached: make(chan struct{}), goOn: make(chan struct{})}
	goOn := sync.OnceFunc(func() { close(middle.goOn) })
	defer goOn()
	played := make(chan struct{})
	go func() {
		defer close(played)
		h.play(t, middle)
	}()
	select {
	case <-middle.reached:
	case <-time.After(20 * time.Second):
		t.Fatal("the story has no middle")
	}

	cmd := exec.CommandContext(t.Context(), program, trust, "partners")
	cmd.Env = append(os.Environ(), "NATS_URL="+h.url, "COMITY_USER="+h.user, "COMITY_KEY="+h.password)
	cmd.Stderr = t.Output()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := make(chan string, 4096)
	go func() {
		defer close(lines)
		for s := bufio.NewScanner(out); s.Scan(); {
			lines <- s.Text()
		}
	}()
	defer func() {
		if err := cmd.Process.Kill(); err != nil {
			t.Error(err)
		}
		for range lines {
		}
		_ = cmd.Wait() // killed
	}()
	late := time.After(30 * time.Second)
	var cases, events []string
	select {
	case line := <-lines:
		cases = append(cases, line)
	case <-late:
		t.Fatal("the dashboard prints nothing")
	}
	goOn()
	<-played
	all := published(t, live)
	for len(events) == 0 || events[len(events)-1] != all[len(all)-1] {
		select {
		case line := <-lines:
			word, rest, _ := strings.Cut(line, " ")
			if word == "now" {
				if cases = append(cases, rest); len(events) > 0 {
					t.Errorf("%q comes after an event", line)
				}
				continue
			}
			events = append(events, word)
		case <-late:
			t.Fatalf("got %d cases and %d events and not the last, %s", len(cases), len(events), all[len(all)-1])
		}
	}
	if want := all[max(0, len(all)-len(events)):]; strings.Join(events, " ") != strings.Join(want, " ") {
		t.Errorf("got the events %v, want %v", events, want)
	}
	if len(events) == len(all) {
		t.Errorf("got %d cases, then %d of %d events: it has not begun from its snapshot", len(cases), len(events), len(all))
	}
}

// pause is where a story is told to, and stops it at a line until it may go on.
type pause struct {
	at            int
	reached, goOn chan struct{}
}

func (p *pause) Write(line []byte) (int, error) {
	if p.at--; p.at == 0 {
		close(p.reached)
		<-p.goOn
	}
	return len(line), nil
}

// published lists the sequences of what was published, when no more has come for a second.
func published(t *testing.T, live <-chan *nats.Msg) (all []string) {
	t.Helper()
	for {
		select {
		case m := <-live:
			var e struct{ Sequence string }
			if err := json.Unmarshal(m.Data, &e); err != nil {
				t.Fatal(err)
			}
			all = append(all, e.Sequence)
		case <-time.After(time.Second):
			return all
		}
	}
}
