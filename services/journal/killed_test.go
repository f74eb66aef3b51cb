package journal_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"testing"

	"comity/services/journal/journaltest"
	"comity/services/natstest"
)

// killedDir tells the test binary that it is the process to be killed, and where its data are.
const killedDir = "COMITY_TEST_KILLED_DIR"

// TestKilled kills a process that holds server, journal and forty writers, again and again, without warning. What it had
// acknowledged is there when the directory is opened next, once, and nothing is there in part.
func TestKilled(t *testing.T) {
	if dir := os.Getenv(killedDir); dir != "" {
		writeUntilKilled(t, dir)
	}
	if testing.Short() {
		t.Skip("starts and kills processes")
	}
	t.Parallel()
	dir := t.TempDir()
	acknowledged := map[string]uint64{}
	for round := range 4 {
		before := len(acknowledged)
		runAndKill(t, dir, acknowledged, 150*(round+1))
		if len(acknowledged) == before {
			t.Fatalf("round %d: nothing was acknowledged", round)
		}
		s := natstest.Start(t, natstest.Dir(dir), natstest.Synced())
		j := journaltest.On(t, s, 1)
		stored := map[string]uint64{}
		for i := range 40 {
			for id, done := range journaltest.CatchUp(t, j, journaltest.Case("C-"+strconv.Itoa(i))).Commands {
				stored[id] = done.Seq
			}
		}
		for id, seq := range acknowledged {
			if stored[id] != seq {
				t.Errorf("round %d: %s was acknowledged at %d and is stored at %d", round, id, seq, stored[id])
			}
		}
		journaltest.Check(t, j, 0)
		s.Stop(t)
		t.Logf("round %d: %d acknowledged, %d stored", round, len(acknowledged), len(stored))
	}
}

// runAndKill runs the process until it has acknowledged n records more, kills it, and adds what it had said by then.
func runAndKill(t *testing.T, dir string, acknowledged map[string]uint64, n int) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestKilled$")
	cmd.Env = append(os.Environ(), killedDir+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for said := 0; lines.Scan(); said++ {
		var id string
		var seq uint64
		if _, err := fmt.Sscanf(lines.Text(), "acknowledged %s %d", &id, &seq); err == nil {
			acknowledged[id] = seq
		}
		if said == n {
			_ = cmd.Process.Kill()
		}
	}
	_ = cmd.Wait()
}

// writeUntilKilled says on standard output what was acknowledged, as soon as it was.
func writeUntilKilled(t *testing.T, dir string) {
	s := natstest.Start(t, natstest.Dir(dir), natstest.Synced())
	if info, err := s.JetStream(t).AccountInfo(t.Context()); err != nil {
		t.Fatal(err)
	} else if info.Streams == 0 {
		journaltest.Provision(t, s, 1)
	}
	j := journaltest.On(t, s, 1)
	var said sync.Mutex
	var wg sync.WaitGroup
	for i := range 40 {
		wg.Go(func() {
			agg := journaltest.Case("C-" + strconv.Itoa(i))
			h := journaltest.CatchUp(t, j, agg)
			for {
				w := journaltest.Next(t, h, agg, "c-"+agg.ID+"-"+strconv.Itoa(h.Revision), "w")
				seqs, err := j.Append(t.Context(), w)
				if err == nil {
					err = h.Take(seqs[0], w.Record)
				}
				if err != nil {
					t.Error(err)
					return
				}
				said.Lock()
				fmt.Printf("acknowledged %s %d\n", w.Record.Command.ID, seqs[0])
				said.Unlock()
			}
		})
	}
	wg.Wait()
}
