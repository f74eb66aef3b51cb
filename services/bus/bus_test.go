package bus_test

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"comity/events"
	"comity/services/bus"
	"comity/services/journal/journaltest"
	"comity/services/natstest"
	"comity/workflow"
)

var noon = time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)

// id is the n-th command id of a test.
func id(n int) string { return fmt.Sprintf("0198f000-0000-7000-8000-%012d", n) }

// desk is a service under test: what it was asked, and what it is to answer.
type desk struct {
	mu     sync.Mutex
	asked  []bus.Request
	answer func(bus.Request) (bus.Reply, error)
}

func (d *desk) handle(_ context.Context, r bus.Request) (bus.Reply, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asked = append(d.asked, r)
	if d.answer != nil {
		return d.answer(r)
	}
	return bus.Reply{Revision: 1, Seq: 2, Events: []string{"case.created"}, Case: "C-1"}, nil
}

func (d *desk) last(t *testing.T) bus.Request {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.asked) == 0 {
		t.Fatal("nothing was asked")
	}
	return d.asked[len(d.asked)-1]
}

func (d *desk) count() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.asked)
}

// started starts a server with its streams.
func started(t *testing.T) *natstest.Server {
	t.Helper()
	s := natstest.Start(t)
	journaltest.Provision(t, s, 1)
	return s
}

// serve runs the desk as casework until the test ends, or until stop is called.
func serve(t *testing.T, nc *nats.Conn, d *desk, change ...func(*bus.Service)) (stop func()) {
	t.Helper()
	s := bus.Service{Name: "casework", Kind: events.KindCase, Handle: d.handle, Now: func() time.Time { return noon }, OperatorActs: true}
	for _, c := range change {
		c(&s)
	}
	return natstest.RunReady(t, func(ctx context.Context, ready func()) error {
		s.Ready = ready
		return bus.ServeCommands(ctx, nc, s)
	})
}

// message is a command as it goes over the wire.
func message(partnership, actor, name, id, body string) *nats.Msg {
	m := &nats.Msg{Subject: events.CommandSubject(partnership, actor, name), Header: nats.Header{}, Data: []byte(body)}
	if id != "" {
		m.Header.Set(bus.HeaderCommandID, id)
	}
	return m
}

// ask sends a message and returns the answer.
func ask(t *testing.T, nc *nats.Conn, m *nats.Msg) *nats.Msg {
	t.Helper()
	answer, err := nc.RequestMsg(m, 10*time.Second)
	if err != nil {
		t.Fatalf("%s: %v", m.Subject, err)
	}
	return answer
}

// refusal reads an answer that is to be a no.
func refusal(t *testing.T, m *nats.Msg) *workflow.Refusal {
	t.Helper()
	var r workflow.Refusal
	if m.Header.Get("Nats-Service-Error") == "" {
		t.Fatalf("got %s, want a refusal", m.Data)
	}
	if err := json.Unmarshal(m.Data, &r); err != nil {
		t.Fatal(err)
	}
	if got := m.Header.Get("Nats-Service-Error"); got != string(r.Code) {
		t.Errorf("header says %s, body %s", got, r.Code)
	}
	if got := m.Header.Get("Nats-Service-Error-Code"); got != fmt.Sprint(r.Status) {
		t.Errorf("header says %s, body %d", got, r.Status)
	}
	return &r
}

// wantCode checks that an answer is a refusal with a code.
func wantCode(t *testing.T, m *nats.Msg, want workflow.Code) {
	t.Helper()
	if r := refusal(t, m); r.Code != want {
		t.Errorf("got %s, want %s", r, want)
	}
}

func wantYes(t *testing.T, m *nats.Msg) bus.Reply {
	t.Helper()
	var r bus.Reply
	if m.Header.Get("Nats-Service-Error") != "" {
		t.Fatalf("got %s, want a yes", m.Data)
	}
	if err := json.Unmarshal(m.Data, &r); err != nil {
		t.Fatal(err)
	}
	return r
}
