package bus_test

import (
	"encoding/json"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"comity/events"
	"comity/services/bus"
	"comity/services/natstest"
	"comity/workflow"
)

// attempts reads all of AUDIT.
func attempts(t *testing.T, s *natstest.Server, want int) []bus.Attempt {
	t.Helper()
	c, err := s.JetStream(t).OrderedConsumer(t.Context(), bus.AuditStream, jetstream.OrderedConsumerConfig{})
	if err != nil {
		t.Fatal(err)
	}
	var out []bus.Attempt
	for range want {
		m, err := c.Next(jetstream.FetchMaxWait(5 * time.Second))
		if err != nil {
			t.Fatalf("%d of %d attempts: %v", len(out), want, err)
		}
		var a bus.Attempt
		if err := json.Unmarshal(m.Data(), &a); err != nil {
			t.Fatal(err)
		}
		if subject := events.AuditSubject(a.Partnership, a.Command.Name); m.Subject() != subject {
			t.Errorf("noted under %s, want %s", m.Subject(), subject)
		}
		out = append(out, a)
	}
	if info, err := c.Info(t.Context()); err != nil || info.NumPending != 0 {
		t.Errorf("there are %d more, %v", info.NumPending, err)
	}
	return out
}

func refusing(code workflow.Code) func(bus.Request) (bus.Reply, error) {
	return func(bus.Request) (bus.Reply, error) {
		return bus.Reply{}, workflow.Refuse(workflow.Problem{Code: code, Message: "No.", About: "first"})
	}
}

func accepting(bus.Request) (bus.Reply, error) { return bus.Reply{Revision: 1, Seq: 2}, nil }

func TestRefusedAttemptIsNoted(t *testing.T) {
	t.Parallel()
	s, d := started(t), &desk{answer: refusing(workflow.HoldActive)}
	stop := serve(t, s.Engine(t), d)
	m := message("westmere", "p-lead", "signoff.vote", id(1), vote)
	m.Header.Set(bus.HeaderExpectedRevision, "14")
	ask(t, s.Operator(t), m)
	ask(t, s.Operator(t), message("westmere", "system", "case.tick", id(2), `{"case":"C-1"}`))
	ask(t, s.Operator(t), message("westmere", "-p", "signoff.vote", id(3), vote))
	stop()
	got := attempts(t, s, 3)
	a := got[0]
	if a.Partnership != "westmere" || a.Command.ID != id(1) || a.Command.Digest == "" || a.Case != "C-1" || a.ExpectedRevision != 14 ||
		a.Actor != "p-lead" || a.Via != "operator" || a.User != "operator" || !a.At.Equal(noon) || a.Refusal.Code != workflow.HoldActive {
		t.Errorf("got %+v", a)
	}
	if a = got[1]; a.Actor != "system" || a.User != "operator" || a.Refusal.Code != workflow.NotAuthenticated || a.Command.Digest != "" {
		t.Errorf("got %+v", a)
	}
	if a = got[2]; a.Partnership != events.Installation || a.Refusal.Code != workflow.Malformed {
		t.Errorf("got %+v", a)
	}
}

func TestDuplicateOfRefusedCommand(t *testing.T) {
	t.Parallel()
	s, d := started(t), &desk{answer: refusing(workflow.HoldActive)}
	now := noon
	clock := func(s *bus.Service) { s.Now = func() time.Time { return now } }
	stop := serve(t, s.Engine(t), d, clock)
	operator := s.Operator(t)
	first := message("westmere", "p-lead", "signoff.vote", id(1), vote)
	no := string(ask(t, operator, first).Data)

	d.answer = accepting
	if got := string(ask(t, operator, first).Data); got != no {
		t.Errorf("got %s, want the first answer %s", got, no)
	}
	other := message("westmere", "p-lead", "signoff.vote", id(1), `{"case":"C-1","signoff":"wcb","seat":"W2","choice":"approve"}`)
	wantCode(t, ask(t, operator, other), workflow.CommandIDReused)
	if d.count() != 1 {
		t.Errorf("the rules were asked %d times, want once", d.count())
	}
	wantYes(t, ask(t, operator, message("westmere", "p-icb", "signoff.vote", id(1), vote))) // somebody else's id is theirs
	stop()

	stop = serve(t, s.Engine(t), d, clock) // another instance, or the same after a restart
	if got := string(ask(t, operator, first).Data); got != no {
		t.Errorf("after a restart: got %s, want the first answer %s", got, no)
	}
	stop()

	s.Restart(t)
	now = noon.Add(25 * time.Hour)
	serve(t, s.Engine(t), d, clock)
	wantYes(t, ask(t, s.Operator(t), first))
	attempts(t, s, 2) // the no, and the id reused; answering again is not another attempt
}

// A command that comes again while the first is in hand waits for its answer, and gets it.
func TestDuplicateInHand(t *testing.T) {
	t.Parallel()
	s := started(t)
	begun, goOn := make(chan struct{}, 2), make(chan struct{})
	d := &desk{}
	d.answer = func(r bus.Request) (bus.Reply, error) {
		d.answer = accepting // by the time of a second call it would be a yes
		begun <- struct{}{}
		<-goOn
		return refusing(workflow.HoldActive)(r)
	}
	stop := serve(t, s.Engine(t), d)
	operator := s.Operator(t)
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			wantCode(t, ask(t, operator, message("westmere", "p-lead", "signoff.vote", id(1), vote)), workflow.HoldActive)
		})
	}
	<-begun
	close(goOn)
	both.Wait()
	stop()
	attempts(t, s, 1)
}

func TestWhatIsNotRemembered(t *testing.T) {
	t.Parallel()
	s, d := started(t), &desk{}
	engine := s.Engine(t)
	stop := serve(t, engine, d)
	for n, code := range []workflow.Code{workflow.Unavailable, workflow.OutcomeUnknown, workflow.TooManyRequests} {
		d.answer = refusing(code)
		m := message("westmere", "p-lead", "signoff.vote", id(n), vote)
		wantCode(t, ask(t, engine, m), code)
		d.answer = accepting
		wantYes(t, ask(t, engine, m))
	}
	d.answer = refusing(workflow.NotFound)
	tick := message("westmere", "system", "case.tick", id(10), `{"case":"C-1"}`)
	wantCode(t, ask(t, engine, tick), workflow.NotFound)
	d.answer = accepting
	wantYes(t, ask(t, engine, tick))
	stop()
	attempts(t, s, 1) // the tick; what passes is no attempt that was refused
}

// What the caller said is not told back at any length, nor kept; who asks again gets the same words.
func TestLongRefusalIsShortened(t *testing.T) {
	t.Parallel()
	s, d := started(t), &desk{answer: func(bus.Request) (bus.Reply, error) {
		var problems []workflow.Problem
		for range 100 {
			problems = append(problems, workflow.Problem{Code: workflow.Malformed, Message: strings.Repeat("x", 5000) + ".", About: "title"})
		}
		return bus.Reply{}, workflow.Refuse(problems...)
	}}
	stop := serve(t, s.Engine(t), d)
	m := message("westmere", "p-lead", "signoff.vote", id(1), vote)
	first := string(ask(t, s.Operator(t), m).Data)
	if len(first) > 100<<10 {
		t.Errorf("the answer has %d bytes", len(first))
	}
	if again := string(ask(t, s.Operator(t), m).Data); again != first {
		t.Error("asked again, the answer is another")
	}
	stop()
	if a := attempts(t, s, 1)[0]; len(a.Refusal.Details[0].Message) > 1<<10 {
		t.Errorf("noted with a sentence of %d bytes", len(a.Refusal.Details[0].Message))
	}
}

// A service that has ended leaves nobody behind. Not parallel: it looks at every goroutine of the process.
func TestServiceWaitsForItsWorkers(t *testing.T) {
	s, d := started(t), &desk{}
	stop := serve(t, s.Engine(t), d)
	operator := s.Operator(t)
	var all sync.WaitGroup
	for n := range 50 {
		all.Go(func() { wantYes(t, ask(t, operator, message("westmere", "p-lead", "signoff.vote", id(n), vote))) })
	}
	all.Wait()
	stop()
	stacks := make([]byte, 4<<20)
	if n := runtime.Stack(stacks, true); strings.Contains(string(stacks[:n]), "bus.(*door).work(") {
		t.Error("there are idle workers after the service has ended")
	}
}

// What one instance refused, another knows.
func TestRefusalIsKnownToOtherInstances(t *testing.T) {
	t.Parallel()
	s, one, two := started(t), &desk{answer: refusing(workflow.HoldActive)}, &desk{answer: accepting}
	stop := serve(t, s.Engine(t), one)
	m := message("westmere", "p-lead", "signoff.vote", id(1), vote)
	wantCode(t, ask(t, s.Operator(t), m), workflow.HoldActive)
	attempts(t, s, 1) // it is stored
	serve(t, s.Engine(t), two)
	stop()
	wantCode(t, ask(t, s.Operator(t), m), workflow.HoldActive)
	if two.count() != 0 {
		t.Error("the other instance asked the rules")
	}
}
