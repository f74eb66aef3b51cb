package main

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"comity/services/broker"
	"comity/services/client"
	"comity/services/house"
	"comity/services/journal"
	"comity/services/verify"
	"comity/services/views"
	"comity/workflow"
)

// killFor is how long the program is killed and started again; killWriters is how many send commands meanwhile.
const (
	killFor     = 9 * time.Second
	killWriters = 6
)

// Nothing acknowledged is lost, doubled or half there, whenever the program is killed. It is the real binary, with writes
// synced as in production; SIGKILL leaves what is in the page cache, so this is not a power cut (RELIABILITY §4).
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes some 15 s")
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	k := &killing{bin: binary(t), dir: filepath.Join(t.TempDir(), "data"), addr: freeAddress(t), rng: rand.New(rand.NewPCG(seed, 0))}
	k.start(t)
	k.found(t)

	ctx, enough := context.WithCancel(t.Context())
	var writers sync.WaitGroup
	for n := range killWriters {
		w := newWriter(t, k, n, seed)
		writers.Go(func() { w.run(ctx, t) })
		k.writers = append(k.writers, w)
	}
	kills := 0
	for end := time.Now().Add(killFor); time.Now().Before(end); kills++ {
		k.live(time.Duration(k.rng.Int64N(int64(900 * time.Millisecond))))
		k.kill(t)
		if k.rng.IntN(4) == 0 { // and once more, while it starts
			k.launch(t)
			k.live(time.Duration(k.rng.Int64N(int64(200 * time.Millisecond))))
			k.kill(t)
		}
		k.start(t)
	}
	enough()
	writers.Wait()
	k.askAgain(t)
	k.stop(t)

	records := k.records(t)
	k.checkAcknowledged(t, records)
	k.checkViews(t)
	t.Logf("%d kills, %d records", kills, len(records))
}

// killing is one installation and the process that serves it.
type killing struct {
	bin, dir, addr string
	rng            *rand.Rand
	writers        []*writer

	cmd     *exec.Cmd // the process under way
	running chan bool
	ended   chan error
	said    *strings.Builder // to be read once it has ended
}

// start starts the program and returns when it says that it runs.
func (k *killing) start(t *testing.T) {
	t.Helper()
	k.launch(t)
	select {
	case <-k.running:
	case err := <-k.ended:
		t.Fatalf("the program ended: %v\n%s", err, k.said)
	case <-time.After(30 * time.Second):
		t.Fatal("the program does not run after 30 s")
	}
}

// launch starts the program and does not wait.
func (k *killing) launch(t *testing.T) {
	t.Helper()
	cmd := exec.Command(k.bin, "serve", "--dir", k.dir, "--listen", k.addr, "--health", "off", "--log", "json", "--log-level", "error")
	running, ended, said := make(chan bool, 1), make(chan error, 1), &strings.Builder{}
	cmd.Stderr = said
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if strings.HasPrefix(lines.Text(), "Ctrl-C") {
				running <- true
			}
		}
		ended <- cmd.Wait()
	}()
	k.cmd, k.running, k.ended, k.said = cmd, running, ended, said
}

// live lets the writers work for a while. The moment is the point here: there is nothing to wait for.
func (k *killing) live(d time.Duration) { <-time.After(d) }

func (k *killing) kill(t *testing.T) {
	t.Helper()
	if err := k.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-k.ended
}

// stop ends the program in good order.
func (k *killing) stop(t *testing.T) {
	t.Helper()
	if err := k.cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-k.ended:
		if err != nil {
			t.Errorf("Ctrl-C: %v", err)
		}
	case <-time.After(30 * time.Second):
		t.Error("Ctrl-C does not stop it within 30 s")
	}
}

func (k *killing) client(t *testing.T) *client.Client {
	t.Helper()
	who, err := broker.ReadCredentials(k.dir, broker.OperatorUser)
	if err != nil {
		t.Fatal(err)
	}
	nc, err := broker.Connect(t.Context(), broker.Dial{URL: "nats://" + k.addr, Name: t.Name(), User: who.User, Password: who.Password, InboxPrefix: broker.OperatorInbox})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	return client.New(nc, client.Config{Wait: 60 * time.Second, Attempt: time.Second})
}

// found sets a partnership up.
func (k *killing) found(t *testing.T) {
	t.Helper()
	c := k.client(t)
	for _, name := range []string{"westmere.governance.yaml", "joint-commissioning.workflow.yaml"} {
		text, err := os.ReadFile(filepath.Join("workflow/document/testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		var cmd workflow.Command = &workflow.PartnershipPublish{Source: string(text)}
		if strings.Contains(name, "workflow") {
			cmd = &workflow.WorkflowPublish{Source: string(text)}
		}
		if _, err := c.Do(t.Context(), "westmere", house.DefaultAdministrator, cmd); err != nil {
			t.Fatal(err)
		}
	}
}

// sent is a command that was acknowledged.
type sent struct {
	cmd  workflow.Command
	done client.Done
}

// writer sends one command after another, each until it is acknowledged, and writes to a case of its own and to one that all
// share.
type writer struct {
	c     *client.Client
	rng   *rand.Rand
	own   string
	acked []sent
}

func newWriter(t *testing.T, k *killing, n int, seed uint64) *writer {
	w := &writer{c: k.client(t), rng: rand.New(rand.NewPCG(seed, uint64(n+1))), own: fmt.Sprintf("C-%d", n)}
	for _, id := range []string{w.own, "C-shared"} {
		cmd := &workflow.CaseCreate{Case: id, CaseFields: fields(0)}
		if done, err := w.c.Do(t.Context(), "westmere", "p-unit", cmd); err == nil {
			w.acked = append(w.acked, sent{cmd, done})
		} else if id == w.own {
			t.Fatal(err)
		}
	}
	return w
}

func fields(n int) workflow.CaseFields {
	text := func(s string) *string { return &s }
	return workflow.CaseFields{
		Title: text(fmt.Sprintf("Title %d", n)), Sponsor: text("wcc"), Unit: text("jcu"), Areas: []string{"north", "south"}, Classification: text("partners"),
		Outcome: text("Be healthy"), Tier: text("targeted"), Scale: text("locality"), Route: text("contract"), Regime: text("pa2023"),
	}
}

func (w *writer) run(ctx context.Context, t *testing.T) {
	for n := 1; ctx.Err() == nil; n++ {
		cmd := w.next(n)
		done, err := w.c.Do(context.WithoutCancel(ctx), "westmere", "p-unit", cmd)
		var no *workflow.Refusal
		switch {
		case err == nil:
			w.acked = append(w.acked, sent{cmd, done})
		case errors.As(err, &no) && no.Status < 500:
		default:
			t.Errorf("%s: %v", cmd.CommandName(), err)
			return
		}
	}
}

// next is what a unit does to its cases, in no sensible order; refusals are part of it.
func (w *writer) next(n int) workflow.Command {
	id := w.own
	if w.rng.IntN(3) == 0 {
		id = "C-shared"
	}
	switch w.rng.IntN(8) {
	case 0:
		return &workflow.CaseCreate{CaseFields: fields(n)} // the engine gives the number
	case 1:
		return &workflow.CommitmentOffer{Case: id, Organisation: "wcc", AmountPence: 1 + w.rng.Int64N(1e7)}
	case 2:
		return &workflow.CaseSubmit{Case: id}
	case 3:
		return &workflow.CaseAddEvidence{Case: id, Type: []string{"outcomes_link", "needs_analysis", "user_views", "equality_analysis", "resource_map", "area_impact"}[w.rng.IntN(6)]}
	case 4:
		return &workflow.CaseRequestGate{Case: id}
	default:
		return &workflow.CaseAmend{Case: id, CaseFields: workflow.CaseFields{Title: fields(n).Title, Tags: []string{fmt.Sprint(w.rng.IntN(1000))}}}
	}
}

// askAgain sends some of the acknowledged commands once more: the answer is the first one.
func (k *killing) askAgain(t *testing.T) {
	t.Helper()
	for _, w := range k.writers {
		for range min(20, len(w.acked)) {
			was := w.acked[k.rng.IntN(len(w.acked))]
			again, err := w.c.Do(t.Context(), "westmere", "p-unit", was.cmd, client.CommandID(was.done.Command))
			if err != nil || again.Seq != was.done.Seq || again.Revision != was.done.Revision || !slices.Equal(again.Events, was.done.Events) {
				t.Errorf("%s, asked again: got %+v, %v, want %+v", was.cmd.CommandName(), again, err, was.done)
			}
		}
	}
}

// records reads and verifies the whole journal.
func (k *killing) records(t *testing.T) map[string][]journal.Stored {
	t.Helper()
	r, err := house.Read(t.Context(), house.Config{Dir: k.dir})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	heads, err := r.Heads(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	checker, out := verify.New(r.Certificate.LogID, r.Certificate.Partitions), map[string][]journal.Stored{}
	err = r.Each(t.Context(), heads, func(partition int, s journal.Stored) error {
		out[s.Record.Command.ID] = append(out[s.Record.Command.ID], s)
		return checker.Take(partition, s.Raw)
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := checker.End(heads); err != nil {
		t.Fatal(err)
	}
	return out
}

// checkAcknowledged compares what was acknowledged with what is there.
func (k *killing) checkAcknowledged(t *testing.T, records map[string][]journal.Stored) {
	t.Helper()
	acknowledged := 0
	for _, w := range k.writers {
		for _, s := range w.acked {
			if len(s.done.Events) == 0 {
				continue // there was nothing to do
			}
			acknowledged++
			got := records[s.done.Command]
			if len(got) != 1 {
				t.Errorf("%s %s was acknowledged once and is there %d times", s.cmd.CommandName(), s.done.Command, len(got))
				continue
			}
			var types []string
			for _, e := range got[0].Record.Events {
				types = append(types, e.Type)
			}
			if r := got[0].Record; got[0].Seq != s.done.Seq || r.Revision != s.done.Revision || !slices.Equal(types, s.done.Events) {
				t.Errorf("%s: got record %d, revision %d, %v, want %+v", s.cmd.CommandName(), got[0].Seq, r.Revision, types, s.done)
			}
		}
	}
	if founding := 3; len(records) != acknowledged+founding { // the birth certificate and two documents
		t.Errorf("got %d records, want %d: what was not acknowledged was asked for until it was", len(records), acknowledged+founding)
	}
	if acknowledged < 100 {
		t.Errorf("only %d commands were acknowledged; this proves little", acknowledged)
	}
}

// checkViews compares the read models that lived through the kills with ones made anew from the journal.
func (k *killing) checkViews(t *testing.T) {
	t.Helper()
	r, err := house.Read(t.Context(), house.Config{Dir: k.dir})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	file := filepath.Join(k.dir, house.ViewsFile)
	v, err := views.Open(t.Context(), views.Config{Path: file, Journal: r.Journal, LogID: r.Certificate.LogID, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	lived := dump(t, file)
	if err := v.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	rebuilt := dump(t, file)
	for table, rows := range rebuilt {
		if table == "states" || slices.Equal(lived[table], rows) {
			continue // states are folded cases kept now and then, so that fewer records are folded again: at whatever revision
		}
		t.Errorf("table %s: %d rows lived, %d were rebuilt", table, len(lived[table]), len(rows))
		for i, row := range rows {
			if i >= len(lived[table]) || lived[table][i] != row {
				t.Errorf("the first that differs:\n got %.300s\nwant %.300s", at(lived[table], i), row)
				break
			}
		}
	}
	if len(rebuilt["records"]) == 0 || len(rebuilt["cases"]) == 0 {
		t.Errorf("got %d records and %d cases: the comparison proves nothing", len(rebuilt["records"]), len(rebuilt["cases"]))
	}
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return "nothing"
}

// dump reads every row of every table, in an order that does not depend on when it was written.
func dump(t *testing.T, file string) map[string][]string {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+file+"?_pragma=query_only(1)&_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	out := map[string][]string{}
	for _, table := range column(t, db, `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'goose%' AND name NOT LIKE 'sqlite%'`) {
		columns := column(t, db, `SELECT 'quote("' || name || '")' FROM pragma_table_info('`+table+`')`)
		rows := column(t, db, `SELECT `+strings.Join(columns, ` || '|' || `)+` FROM "`+table+`"`)
		slices.Sort(rows)
		out[table] = rows
	}
	return out
}

func column(t *testing.T, db *sql.DB, query string) (out []string) {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var s sql.NullString
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		out = append(out, s.String)
	}
	return out
}

// binary builds the program, once for all tests.
func binary(t *testing.T) string {
	t.Helper()
	path, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

var built = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "comity-test-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "comity")
	out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build: %w\n%s", err, out)
	}
	builtIn = dir
	return path, nil
})

// builtIn is the directory of the program that was built, "" for none.
var builtIn string

func TestMain(m *testing.M) {
	status := m.Run()
	if builtIn != "" {
		os.RemoveAll(builtIn)
	}
	os.Exit(status)
}

// freeAddress is an address that nobody listens on just now; the program is to come back to the same one.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
