package deploy_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/compose-spec/compose-go/v2/types"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"

	"comity/services/broker"
	"comity/services/views/answer"
)

// patience bounds every wait here; a slow machine is not a fault.
const patience = 60 * time.Second

// natsServer runs deploy/nats/comity.conf on loopback, with a directory and ports of the test's.
func natsServer(t *testing.T) (addr string) {
	t.Helper()
	for name, value := range passwords {
		t.Setenv(name, value)
	}
	opts, err := server.ProcessConfigFile(filepath.Join("nats", "comity.conf"))
	if err != nil {
		t.Fatal(err)
	}
	if !opts.JetStream || !opts.SyncAlways || opts.MaxPayload != broker.MaxPayload || opts.SystemAccount != "SYS" {
		t.Errorf("got JetStream %v, synced %v, payload %d, system account %q", opts.JetStream, opts.SyncAlways, opts.MaxPayload, opts.SystemAccount)
	}
	opts.Host, opts.Port, opts.HTTPHost, opts.HTTPPort = "127.0.0.1", -1, "", 0
	opts.StoreDir, opts.JetStreamMaxStore = t.TempDir(), 1<<30
	opts.NoSigs, opts.NoLog = true, true
	srv, err := server.NewServer(opts)
	if err != nil {
		t.Fatal(err)
	}
	srv.Start()
	t.Cleanup(func() { srv.Shutdown(); srv.WaitForShutdown() })
	if !srv.ReadyForConnections(patience) {
		t.Fatal("the NATS server is not ready")
	}
	return srv.Addr().String()
}

// The accounts of deploy/nats have the effect of those of the embedded server (services/broker tests the same there).
func TestAccounts(t *testing.T) {
	addr := natsServer(t)
	as := func(user, inbox string) *nats.Conn {
		nc, err := broker.Connect(t.Context(), broker.Dial{URL: "nats://" + addr, User: user, Password: passwords["COMITY_"+strings.ToUpper(user)+"_PASSWORD"], InboxPrefix: inbox})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(nc.Close)
		return nc
	}
	engine, operator := as("engine", ""), as("operator", broker.OperatorInbox)
	t.Run("the_engine_may_not_change_streams", func(t *testing.T) {
		for _, subject := range []string{"$JS.API.STREAM.CREATE.X", "$JS.API.STREAM.UPDATE.X", "$JS.API.STREAM.DELETE.X", "$JS.API.STREAM.PURGE.X", "$JS.API.STREAM.MSG.DELETE.FEED", "$JS.API.STREAM.RESTORE.X"} {
			if m, err := engine.Request(subject, []byte(`{"name":"X"}`), 100*time.Millisecond); err == nil {
				t.Errorf("%s was answered: %s", subject, m.Data)
			}
		}
		if _, err := engine.Request("$JS.API.STREAM.NAMES", nil, patience); err != nil {
			t.Errorf("it may not even ask: %v", err)
		}
	})
	t.Run("the_operator_reaches_commands_and_nothing_else", func(t *testing.T) {
		if _, err := engine.Subscribe(">", func(m *nats.Msg) {
			if m.Reply != "" && !strings.HasPrefix(m.Subject, "_INBOX") {
				_ = m.Respond([]byte(m.Header.Get("Nats-Request-Info")))
			}
		}); err != nil {
			t.Fatal(err)
		}
		if err := engine.Flush(); err != nil {
			t.Fatal(err)
		}
		for _, subject := range []string{"comity.journal.0.westmere.case.C-1", "comity.feed.westmere.public.case.created.C-1", "$JS.API.INFO", "$JS.API.STREAM.NAMES", "$SYS.REQ.SERVER.PING.JSZ", "anything"} {
			if _, err := operator.Request(subject, nil, 100*time.Millisecond); err == nil {
				t.Errorf("%s was answered", subject)
			}
		}
		m, err := operator.Request("comity.cmd.westmere.p-lead.signoff.vote", nil, patience)
		if err != nil || !strings.Contains(string(m.Data), `"user":"operator"`) {
			t.Errorf("got %v (%v), want that the server says who asks", m, err)
		}
	})
	t.Run("the_engine_learns_that_writes_are_synced", func(t *testing.T) {
		if w := broker.SyncWarning(t.Context(), engine); w != "" {
			t.Errorf("got %q", w)
		}
	})
}

var programs string // the directory of what built has made; "" before

// built makes the programs of the image, once.
var built = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "comity-deploy")
	if err != nil {
		return "", err
	}
	programs = dir
	for name, from := range map[string]string{"comity": "..", "probe": "./probe"} {
		build := exec.Command("go", "build", "-o", filepath.Join(dir, name), from)
		if out, err := build.CombinedOutput(); err != nil {
			return dir, fmt.Errorf("build %s: %w\n%s", name, err, out)
		}
	}
	return dir, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if programs != "" {
		_ = os.RemoveAll(programs)
	}
	os.Exit(code)
}

// process is one container's program on loopback.
type process struct {
	name   string
	cmd    *exec.Cmd
	health int
	said   *lockedBuffer
	ended  chan error
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// yard is where the processes of one test run.
type yard struct {
	bin, dir, nats string
}

// start starts a service of the compose file.
func (y *yard) start(t *testing.T, name string) *process {
	t.Helper()
	s := compose(t).Services[name]
	p := &process{name: name, health: freePort(t), said: &lockedBuffer{}, ended: make(chan error, 1)}
	p.cmd = exec.Command(filepath.Join(y.bin, "comity"), s.Command...)
	p.cmd.Env, p.cmd.Dir = environment(s, y.nats, y.dir, p.health), y.dir
	p.cmd.Stdout, p.cmd.Stderr = p.said, p.said
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { p.ended <- p.cmd.Wait() }()
	t.Cleanup(func() {
		_ = p.cmd.Process.Kill()
		select {
		case <-p.ended:
		case <-time.After(patience):
			t.Errorf("%s does not end", name)
		}
		if t.Failed() {
			t.Logf("%s said:\n%s", name, p.said)
		}
	})
	return p
}

// healthy asks as the container's health check does, with the same program.
func (y *yard) healthy(t *testing.T, p *process, page string) error {
	t.Helper()
	out, err := exec.Command(filepath.Join(y.bin, "probe"), fmt.Sprintf("http://127.0.0.1:%d/%s", p.health, page)).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s of %s: %w: %s", page, p.name, err, out)
	}
	return nil
}

func (y *yard) awaitReady(t *testing.T, p *process) {
	t.Helper()
	eventually(t, p.name+" is ready", func() error {
		select {
		case err := <-p.ended:
			p.ended <- err
			t.Fatalf("%s ended: %v\n%s", p.name, err, p.said)
		default:
		}
		return y.healthy(t, p, "readyz")
	})
	if err := y.healthy(t, p, "healthz"); err != nil {
		t.Error(err)
	}
}

// up starts every service that `docker compose up` would, each after those that it depends on are healthy.
func (y *yard) up(t *testing.T) map[string]*process {
	t.Helper()
	p, running := compose(t), map[string]*process{}
	var start func(name string)
	start = func(name string) {
		if _, done := running[name]; done || name == "nats" {
			return
		}
		for before, on := range p.Services[name].DependsOn {
			if on.Condition != types.ServiceConditionHealthy {
				t.Errorf("%s does not wait until %s is healthy", name, before)
			}
			start(before)
		}
		running[name] = y.start(t, name)
		y.awaitReady(t, running[name])
	}
	for name, s := range p.Services {
		if len(s.Profiles) == 0 {
			start(name)
		}
	}
	return running
}

// stop ends a process as the container engine would, and returns its exit status.
func (p *process) stop(t *testing.T, sig os.Signal) int {
	t.Helper()
	if err := p.cmd.Process.Signal(sig); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-p.ended:
		p.ended <- err
	case <-time.After(patience):
		t.Fatalf("%s does not stop\n%s", p.name, p.said)
	}
	return p.cmd.ProcessState.ExitCode()
}

func eventually(t *testing.T, what string, ask func() error) {
	t.Helper()
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	late := time.After(patience)
	for {
		err := ask()
		if err == nil {
			return
		}
		select {
		case <-again.C:
		case <-late:
			t.Fatalf("not after %v: %s: %v", patience, what, err)
		}
	}
}

// comity runs the command line as somebody on the machine would, against the published port, and returns what it printed.
func (y *yard) comity(t *testing.T, args ...string) string {
	t.Helper()
	out, err := y.try(t, args...)
	if err != nil {
		t.Fatalf("comity %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

func (y *yard) try(t *testing.T, args ...string) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, filepath.Join(y.bin, "comity"), args...)
	cmd.Env = []string{"COMITY_NATS=nats://operator:" + passwords["COMITY_OPERATOR_PASSWORD"] + "@" + y.nats, "COMITY_PARTNERSHIP=elmshire", "COMITY_DIR=" + filepath.Join(y.dir, "elsewhere")}
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if err != nil {
		return stderr.String(), err
	}
	return stdout.String(), nil
}

// label is where a case is, as the views have it.
func (y *yard) label(t *testing.T, id string) string {
	t.Helper()
	var a struct {
		Data answer.Label `json:"data"`
	}
	out := y.comity(t, "case", id, "--as", "p-officer", "--json")
	if err := json.Unmarshal([]byte(out), &a); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	return a.Data.Label
}

// awaitLabel waits until the views have read as far: a command line that has just begun does not know what another wrote.
func (y *yard) awaitLabel(t *testing.T, id, want string) {
	t.Helper()
	eventually(t, id+" is "+want, func() error {
		if got := y.label(t, id); got != want {
			return fmt.Errorf("it is %q", got)
		}
		return nil
	})
}

// A case moves from draft to delivery through processes that share nothing but NATS and the birth certificate; one of them is
// killed on the way, and the others do not notice.
func TestACaseMovesAcrossProcesses(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program and starts five processes")
	}
	bin, err := built()
	if err != nil {
		t.Fatal(err)
	}
	y := &yard{bin: bin, dir: t.TempDir(), nats: natsServer(t)}
	if _, _, err := net.SplitHostPort(y.nats); err != nil {
		t.Fatal(err)
	}

	early := y.start(t, "casework")
	if err := <-early.ended; early.cmd.ProcessState.ExitCode() != 4 || !strings.Contains(early.said.String(), "comity init") {
		t.Errorf("before init: ended with %v, want status 4 and a word about comity init:\n%s", err, early.said)
	}
	early.ended <- nil
	for _, want := range []int{0, 1} { // a second time it is refused
		p := y.start(t, "init")
		<-p.ended
		if got := p.cmd.ProcessState.ExitCode(); got != want {
			t.Fatalf("init: got status %d, want %d\n%s", got, want, p.said)
		}
		p.ended <- nil
	}

	running := y.up(t)

	example := func(name string) string {
		return "source=@" + filepath.Join("..", "workflow", "document", "example", name)
	}
	do := func(as string, args ...string) {
		t.Helper()
		y.comity(t, append(append([]string{"do"}, args...), "--as", as)...)
	}
	do("p-admin", "partnership.publish", example("governance.yaml"))
	do("p-admin", "workflow.publish", example("workflow.yaml"))
	do("p-clerk", "member.confirm", "organisation=county", "instrument=Cabinet 2026-03-17 min 8")
	do("p-secretary", "member.confirm", "organisation=icb", "instrument=Board 2026-03-24 min 2")
	do("p-officer", "case.create", "case=C-1", "title=Short breaks", "unit=team", "sponsor=county", "areas=elmshire", "classification=partners",
		"outcome=be_healthy", "tier=targeted", "scale=locality", "route=grant")
	do("p-officer", "case.submit", "case=C-1")
	if out, err := y.try(t, "do", "case.request_gate", "case=C-1", "--as", "p-officer"); err == nil || !strings.Contains(out, "evidence_missing") {
		t.Errorf("without evidence: got %v\n%s", err, out)
	}
	do("p-officer", "case.add_evidence", "case=C-1", "type=needs_analysis")
	do("p-officer", "case.request_gate", "case=C-1")
	y.awaitLabel(t, "C-1", "planning.at_gate")

	if got := running["casework"].stop(t, syscall.SIGKILL); got != -1 {
		t.Errorf("casework ended with %d, want a signal", got)
	}
	if got := y.label(t, "C-1"); got != "planning.at_gate" {
		t.Errorf("without casework: got %s, want that it can still be read", got)
	}
	running["casework"] = y.start(t, "casework")
	y.awaitReady(t, running["casework"])

	do("p-treasurer", "signoff.certify", "case=C-1", "signoff=finance")
	do("p-leader", "signoff.vote", "case=C-1", "signoff=board", "seat=B1", "choice=approve")
	do("p-chief", "signoff.vote", "case=C-1", "signoff=board", "seat=B2", "choice=approve")
	y.awaitLabel(t, "C-1", "delivery.working")
	if out := y.comity(t, "history", "C-1", "--as", "p-officer"); !strings.Contains(out, "p-chief") {
		t.Errorf("the history does not tell who decided:\n%s", out)
	}
	stopAll := func() {
		for name, p := range running {
			if got := p.stop(t, syscall.SIGTERM); got != 0 {
				t.Errorf("%s: stopped with status %d\n%s", name, got, p.said)
			}
		}
	}
	stopAll()

	// All of them at once, as when the machine comes up again: each compares the journal with the second copy before it opens its door.
	for name := range running {
		running[name] = y.start(t, name)
	}
	for _, p := range running {
		y.awaitReady(t, p)
	}
	y.awaitLabel(t, "C-1", "delivery.working")
	stopAll()
}
