package main

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
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

	"comity/events"
	"comity/services/broker"
	"comity/services/client"
	"comity/services/house"
	"comity/services/journal"
	"comity/services/verify"
	"comity/services/views"
	"comity/workflow"
)

// killFor is how long the program is killed and started again.
const killFor = 8 * time.Second

// Nothing acknowledged is lost, doubled or half there, whenever the program is killed. It is the real binary, with writes
// synced as in production; SIGKILL leaves what is in the page cache, so this is not a power cut (RELIABILITY §4).
//
// Some writers amend cases in no sensible order, one event a record. One takes cases through the votes of four boards, whose
// decisions are several events in a record. Two recommission one case after another, which is a batch of two records: the
// closed case, and its successor. After each restart the journal is read and verified: of a batch both are there, or neither.
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
	for n, next := range []func(*writer, int) step{(*writer).amends, (*writer).amends, (*writer).amends, (*writer).votes,
		(*writer).recommissions, (*writer).recommissions} {
		w := newWriter(t, k, n, seed, next)
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
		k.records(t)
	}
	enough()
	writers.Wait()
	k.askAgain(t)
	k.stop(t)

	records := k.records(t)
	k.checkAcknowledged(t, records)
	k.checkViews(t, records)
	t.Logf("%d kills, %d commands in the journal", kills, len(records))
}

// killing is one installation and the process that serves it.
type killing struct {
	bin, dir, addr string
	rng            *rand.Rand
	founding       int // how many records there were before the writers
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
	cmd := exec.Command(k.bin, "serve", "--dir", k.dir, "--listen", k.addr, "--health", "off", "--pages", "off", "--log", "json", "--log-level", "error")
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

// again is a workflow in which cases do nothing but be recommissioned.
const again = `
api_version: comity/v1
kind: Workflow
metadata: {id: again, version: 1, name: Again and again, effective_from: 2026-04-01}
stages:
  - {id: review, name: Review, exit: R}
gates:
  - id: R
    name: Review
    sign_offs:
      - {id: north, order: 1, board: {id: ogn}, act: decide, deadline: P10WD}
    outcomes:
      - {id: recommission, closes: recommissioned}
`

// found sets a partnership up, and seats its people.
func (k *killing) found(t *testing.T) {
	t.Helper()
	source := func(name string) string {
		text, err := os.ReadFile(filepath.Join("workflow/document/testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	founding := []step{
		{house.DefaultAdministrator, &workflow.PartnershipPublish{Source: source("westmere.governance.yaml")}},
		{house.DefaultAdministrator, &workflow.WorkflowPublish{Source: source("joint-commissioning.workflow.yaml")}},
		{house.DefaultAdministrator, &workflow.WorkflowPublish{Source: again}},
	}
	for _, id := range []string{"wcc", "icb", "ald", "bra", "cal", "dun"} {
		founding = append(founding, step{"ao-" + id, &workflow.MemberConfirm{Organisation: id, Instrument: "Minute 1"}})
	}
	c := k.client(t)
	for _, s := range founding {
		if _, err := c.Do(t.Context(), "westmere", s.actor, s.cmd); err != nil {
			t.Fatal(err)
		}
	}
	k.founding = 1 + len(founding) // the birth certificate
}

// step is what somebody does.
type step struct {
	actor string
	cmd   workflow.Command
}

// sent is a command that was acknowledged.
type sent struct {
	step
	done client.Done
}

// writer sends one command after another, each until it is acknowledged.
type writer struct {
	c      *client.Client
	rng    *rand.Rand
	next   func(*writer, int) step // the n-th, from 1
	plan   []step                  // what is left of a plan, in which nothing may be refused
	strict bool                    // there is a plan
	own    string                  // a case
	cases  int                     // how many cases the writer has begun
	acked  []sent
}

func newWriter(t *testing.T, k *killing, n int, seed uint64, next func(*writer, int) step) *writer {
	w := &writer{c: k.client(t), rng: rand.New(rand.NewPCG(seed, uint64(n+1))), next: next, own: fmt.Sprintf("C-%d", n)}
	for _, id := range []string{w.own, "C-shared"} {
		s := step{"p-unit", &workflow.CaseCreate{Case: id, CaseFields: fields(0)}}
		if done, err := w.c.Do(t.Context(), "westmere", s.actor, s.cmd); err == nil {
			w.acked = append(w.acked, sent{s, done})
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
		s := w.next(w, n)
		done, err := w.c.Do(context.WithoutCancel(ctx), "westmere", s.actor, s.cmd)
		var no *workflow.Refusal
		switch {
		case err == nil:
			w.acked = append(w.acked, sent{s, done})
		case errors.As(err, &no) && no.Status < 500 && !w.strict:
		default:
			t.Errorf("%s by %s: %v", s.cmd.CommandName(), s.actor, err)
			return
		}
	}
}

// amends is what a unit does to its own case and to one that all share, in no sensible order; refusals are part of it.
func (w *writer) amends(n int) step {
	id := w.own
	if w.rng.IntN(3) == 0 {
		id = "C-shared"
	}
	var cmd workflow.Command
	switch w.rng.IntN(8) {
	case 0:
		cmd = &workflow.CaseCreate{CaseFields: fields(n)} // the engine gives the number
	case 1:
		cmd = &workflow.CommitmentOffer{Case: id, Organisation: "wcc", AmountPence: 1 + w.rng.Int64N(1e7)}
	case 2:
		cmd = &workflow.CaseSubmit{Case: id, Workflow: "joint-commissioning"}
	case 3:
		cmd = &workflow.CaseAddEvidence{Case: id, Type: needs[w.rng.IntN(len(needs))]}
	case 4:
		cmd = &workflow.CaseRequestGate{Case: id}
	default:
		cmd = &workflow.CaseAmend{Case: id, CaseFields: workflow.CaseFields{Title: fields(n).Title, Tags: []string{fmt.Sprint(w.rng.IntN(1000))}}}
	}
	return step{"p-unit", cmd}
}

// needs is the evidence of the first gate.
var needs = []string{"outcomes_link", "needs_analysis", "user_views", "equality_analysis", "resource_map", "area_impact"}

// votes takes one case after another through the four boards of its first gate.
func (w *writer) votes(int) step {
	return w.planned(func() {
		w.cases++
		id := fmt.Sprintf("%s-%d", w.own, w.cases)
		w.by("p-unit", &workflow.CaseCreate{Case: id, CaseFields: fields(w.cases)})
		w.by("p-unit", &workflow.CaseSubmit{Case: id, Workflow: "joint-commissioning"})
		for _, evidence := range needs {
			w.by("p-unit", &workflow.CaseAddEvidence{Case: id, Type: evidence})
		}
		w.by("p-unit", &workflow.CaseRequestGate{Case: id})
		w.approve(id, "ogn", "N1 p-n1", "N2 p-n2")
		w.approve(id, "ogs", "S1 p-s1", "S2 p-s2")
		w.approve(id, "jce", "E1 p-dcs", "E2 p-cfo", "E3 p-icb-fin")
		w.approve(id, "wcb", "W1 p-lead", "W2 p-dcs", "W3 p-icb", "W5 p-ald", "W6 p-bra")
	})
}

// recommissions takes the writer's case through one review after another, each in the successor of the case before.
func (w *writer) recommissions(int) step {
	return w.planned(func() {
		id := w.own
		if w.cases == 0 {
			w.by("p-unit", &workflow.CaseSubmit{Case: id, Workflow: "again"})
		} else {
			id = fmt.Sprintf("%s-R%d", w.own, w.cases)
		}
		w.cases++
		w.by("p-unit", &workflow.CaseRequestGate{Case: id, Outcome: "recommission"})
		w.approve(id, "ogn", "N1 p-n1", "N2 p-n2")
	})
}

// planned is the next step of the writer's plan; refill makes another once it is done.
func (w *writer) planned(refill func()) step {
	w.strict = true
	if len(w.plan) == 0 {
		refill()
	}
	s := w.plan[0]
	w.plan = w.plan[1:]
	return s
}

func (w *writer) by(actor string, cmd workflow.Command) { w.plan = append(w.plan, step{actor, cmd}) }

// approve plans the votes of a board: seats, each with its holder.
func (w *writer) approve(id, board string, seats ...string) {
	for _, s := range seats {
		seat, holder, _ := strings.Cut(s, " ")
		w.by(holder, &workflow.SignOffVote{Case: id, SignOff: board, Seat: seat, Choice: workflow.Approve})
	}
}

// askAgain sends some of the acknowledged commands once more: the answer is the first one.
func (k *killing) askAgain(t *testing.T) {
	t.Helper()
	for _, w := range k.writers {
		for range min(20, len(w.acked)) {
			was := w.acked[k.rng.IntN(len(w.acked))]
			again, err := w.c.Do(t.Context(), "westmere", was.actor, was.cmd, client.CommandID(was.done.Command))
			if err != nil || again.Seq != was.done.Seq || again.Revision != was.done.Revision || !slices.Equal(again.Events, was.done.Events) {
				t.Errorf("%s, asked again: got %+v, %v, want %+v", was.cmd.CommandName(), again, err, was.done)
			}
		}
	}
}

// records reads and verifies the whole journal, and gives the records of each command.
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
	for _, command := range out {
		checkWhole(t, command)
	}
	return out
}

// checkWhole checks what one command left behind: a case that is recommissioned and its successor, one right after the other,
// and otherwise one record.
func checkWhole(t *testing.T, command []journal.Stored) {
	t.Helper()
	cases := map[string]journal.Stored{}
	for _, s := range command {
		cases[s.Record.ID] = s
	}
	for _, s := range command {
		list, err := s.Record.Decode()
		if err != nil {
			t.Fatal(err)
		}
		other, want := "", 1
		for _, e := range list {
			switch e := e.(type) {
			case events.CaseClosed:
				other = e.Successor
			case events.CaseCreated:
				other = e.Predecessor
			}
		}
		if other != "" {
			want = 2
		}
		o := cases[other]
		if len(command) != want || want == 2 && (o.Record == nil || max(s.Seq, o.Seq)-min(s.Seq, o.Seq) != 1 || s.Record.Batch == "") {
			t.Errorf("%s of %s left %d records, want %d; with it %q, which is record %d beside record %d", s.Record.Command.Name, s.Record.ID,
				len(command), want, other, o.Seq, s.Seq)
		}
	}
}

// checkAcknowledged compares what was acknowledged with what is there.
func (k *killing) checkAcknowledged(t *testing.T, records map[string][]journal.Stored) {
	t.Helper()
	acknowledged, batches, decisions := 0, 0, 0
	for _, w := range k.writers {
		for _, s := range w.acked {
			if len(s.done.Events) == 0 {
				continue // there was nothing to do
			}
			acknowledged++
			got := records[s.done.Command]
			if len(got) == 0 {
				t.Errorf("%s %s was acknowledged and is not there", s.cmd.CommandName(), s.done.Command)
				continue
			}
			var types []string
			for _, e := range got[0].Record.Events {
				types = append(types, e.Type)
			}
			if r := got[0].Record; got[0].Seq != s.done.Seq || r.Revision != s.done.Revision || !slices.Equal(types, s.done.Events) {
				t.Errorf("%s: got record %d, revision %d, %v, want %+v", s.cmd.CommandName(), got[0].Seq, r.Revision, types, s.done)
			}
			if len(got) > 1 {
				batches++
			}
			if slices.Contains(types, "signoff.decided") {
				decisions++
			}
		}
	}
	if len(records) != acknowledged+k.founding {
		t.Errorf("got what %d commands left, want %d: what was not acknowledged was asked for until it was", len(records), acknowledged+k.founding)
	}
	t.Logf("%d acknowledged, %d of them decisions of a board, %d of them batches", acknowledged, decisions, batches)
	if acknowledged < 100 || decisions < 20 || batches < 10 {
		t.Error("this proves little")
	}
}

// checkViews compares the read models that lived through the kills with ones made anew from the journal.
func (k *killing) checkViews(t *testing.T, records map[string][]journal.Stored) {
	t.Helper()
	r, err := house.Read(t.Context(), house.Config{Dir: k.dir})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	file := filepath.Join(k.dir, house.ViewsFile)
	v, err := views.Open(t.Context(), views.Config{Build: "killed", Path: file, Journal: r.Journal, LogID: r.Certificate.LogID, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	lived := dump(t, file)
	checkStates(t, file, records)
	if err := v.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	rebuilt := dump(t, file)
	for table, rows := range rebuilt {
		if table == "states" || slices.Equal(lived[table], rows) {
			continue // each state is of whatever revision its page ended at, so that two runs differ; checkStates looks at them
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

// checkStates compares the folded states that are kept, so that fewer records are folded again, with what the records fold to.
func checkStates(t *testing.T, file string, records map[string][]journal.Stored) {
	t.Helper()
	history := map[events.Aggregate][]journal.Stored{}
	for _, command := range records {
		for _, s := range command {
			history[s.Record.Aggregate()] = append(history[s.Record.Aggregate()], s)
		}
	}
	db := open(t, file)
	rows, err := db.Query(`SELECT partnership, kind, id, revision, seq, head, state FROM states`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	states := 0
	for ; rows.Next(); states++ {
		var agg events.Aggregate
		var revision int
		var seq uint64
		var head string
		var state []byte
		if err := rows.Scan(&agg.Partnership, &agg.Kind, &agg.ID, &revision, &seq, &head, &state); err != nil {
			t.Fatal(err)
		}
		var fold interface{ Fold(*events.Record) error } = workflow.NewCase(agg.Partnership, agg.ID)
		if agg.Kind == events.KindRegister {
			fold = workflow.NewRegister(agg.Partnership)
		}
		of := history[agg]
		slices.SortFunc(of, func(a, b journal.Stored) int { return a.Record.Revision - b.Record.Revision })
		if len(of) < revision {
			t.Errorf("the state of %s is of revision %d, and there are %d", agg, revision, len(of))
			continue
		}
		for _, s := range of[:revision] {
			if err := fold.Fold(s.Record); err != nil {
				t.Fatal(err)
			}
		}
		want, err := json.Marshal(fold)
		if err != nil {
			t.Fatal(err)
		}
		if last := of[revision-1]; last.Seq != seq || last.Record.Hash != head || string(state) != string(want) {
			t.Errorf("the state of %s at revision %d is not what its records fold to:\n got %.300s\nwant %.300s", agg, revision, state, want)
		}
	}
	if err := rows.Err(); err != nil || states == 0 {
		t.Errorf("got %d states, %v: the comparison proves nothing", states, err)
	}
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return "nothing"
}

// dump reads every row of every table, in an order that does not depend on when it was written. The index of the search is not
// a table of ours: what it is made from is, but for the number under which it has each text.
func dump(t *testing.T, file string) map[string][]string {
	t.Helper()
	db := open(t, file)
	out := map[string][]string{}
	for _, table := range column(t, db, `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'goose%' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'case_search%'`) {
		columns := column(t, db, `SELECT 'quote("' || name || '")' FROM pragma_table_info('`+table+`') WHERE name <> 'doc'`)
		rows := column(t, db, `SELECT `+strings.Join(columns, ` || '|' || `)+` FROM "`+table+`"`)
		slices.Sort(rows)
		out[table] = rows
	}
	return out
}

// open opens a database to be read, for as long as the test runs.
func open(t *testing.T, file string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+file+"?_pragma=query_only(1)&_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
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
	out, err := exec.Command("go", "build", "-ldflags", "-X main.commit=killed", "-o", path, ".").CombinedOutput()
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
