package client_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"comity/events"
	"comity/services/bus"
	"comity/services/casework"
	"comity/services/client"
	"comity/services/journal/journaltest"
	"comity/services/natstest"
	"comity/services/register"
	"comity/workflow"
)

var noon = time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)

// ids counts command ids up, as UUIDv7 of 1 December 2026.
func ids() func() string {
	var mu sync.Mutex
	n := 0
	return func() string {
		mu.Lock()
		defer mu.Unlock()
		n++
		return fmt.Sprintf("01a2319d-c000-7000-8000-%012d", n)
	}
}

// onCases are few rules: a case is created and amended; it is suspended only after a meeting was scheduled.
func onCases(c *workflow.Case, r *workflow.Register, cmd workflow.Command, m workflow.Meta) ([]events.Event, *workflow.Refusal) {
	switch cmd := cmd.(type) {
	case *workflow.CaseCreate:
		return []events.Event{events.CaseCreated{Terms: events.CaseTerms{Title: *cmd.Title}, Author: m.Actor}}, nil
	case *workflow.CaseAmend:
		if m.ExpectedRevision != 0 && m.ExpectedRevision != c.Revision {
			return nil, workflow.Refuse(workflow.Problem{Code: workflow.StaleRevision, Message: "It has changed."})
		}
		terms := c.Terms
		terms.Summary = *cmd.Summary
		return []events.Event{events.CaseAmended{Terms: terms, Changed: []string{"summary"}}}, nil
	case *workflow.CaseSuspend:
		if len(r.Meetings) == 0 {
			return nil, workflow.Refuse(workflow.Problem{Code: workflow.NotPermitted, Message: "No meeting was called."})
		}
		return []events.Event{events.CaseAmended{Terms: c.Terms, Changed: []string{"suspended"}}}, nil
	}
	return nil, nil
}

func onRegisters(_ *workflow.Register, cmd workflow.Command, _ workflow.Meta) ([]events.Event, *workflow.Refusal) {
	s := cmd.(*workflow.MeetingSchedule)
	return []events.Event{events.MeetingScheduled{Meeting: s.Meeting, Board: s.Board, StartsAt: s.StartsAt}}, nil
}

func create(title string) *workflow.CaseCreate {
	return &workflow.CaseCreate{CaseFields: workflow.CaseFields{Title: &title}}
}

func amend(id, summary string) *workflow.CaseAmend {
	return &workflow.CaseAmend{Case: id, CaseFields: workflow.CaseFields{Summary: &summary}}
}

// runCasework runs an instance until the test ends, or until stop.
func runCasework(t testing.TB, s *natstest.Server) (stop func()) {
	t.Helper()
	cfg := casework.Config{Conn: s.Engine(t), Journal: journaltest.On(t, s, 1), Now: func() time.Time { return noon }, OperatorActs: true, Decide: onCases}
	return natstest.RunReady(t, func(ctx context.Context, ready func()) error {
		cfg.Ready = ready
		return casework.New(cfg).Run(ctx)
	})
}

func runRegister(t testing.TB, s *natstest.Server) (stop func()) {
	t.Helper()
	cfg := register.Config{Conn: s.Engine(t), Journal: journaltest.On(t, s, 1), Now: func() time.Time { return noon }, OperatorActs: true, Decide: onRegisters}
	return natstest.RunReady(t, func(ctx context.Context, ready func()) error {
		cfg.Ready = ready
		return register.New(cfg).Run(ctx)
	})
}

func started(t *testing.T) *natstest.Server {
	t.Helper()
	_, s := journaltest.Open(t)
	return s
}

func do(t *testing.T, c *client.Client, cmd workflow.Command, opts ...client.Option) client.Done {
	t.Helper()
	done, err := c.Do(t.Context(), "westmere", "p-officer", cmd, opts...)
	if err != nil {
		t.Fatalf("%s: %v", cmd.CommandName(), err)
	}
	return done
}

func TestDo(t *testing.T) {
	t.Parallel()
	s := started(t)
	runCasework(t, s)
	c := client.New(s.Operator(t), client.Config{NewID: ids()})
	first := do(t, c, create("A case"))
	if first.Revision != 1 || first.Case == "" || first.Command != ids()() || c.Seen("westmere") != first.Seq {
		t.Errorf("got %+v, seen %d", first, c.Seen("westmere"))
	}
	do(t, c, amend(first.Case, "one"))
	if again := do(t, c, create("A case"), client.CommandID(first.Command)); fmt.Sprint(again) != fmt.Sprint(first) {
		t.Errorf("sent again: got %+v, want %+v", again, first)
	}
	for name, test := range map[string]struct {
		cmd  workflow.Command
		opts []client.Option
		want workflow.Code
	}{
		"the id used again":        {create("Another"), []client.Option{client.CommandID(first.Command)}, workflow.CommandIDReused},
		"an id that is none":       {create("Another"), []client.Option{client.CommandID("1")}, workflow.Malformed},
		"an old revision":          {amend(first.Case, "two"), []client.Option{client.ExpectedRevision(1)}, workflow.StaleRevision},
		"a field that is required": {&workflow.CaseSuspend{Case: first.Case}, nil, workflow.Malformed},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := c.Do(t.Context(), "westmere", "p-officer", test.cmd, test.opts...)
			if no := (*workflow.Refusal)(nil); !errors.As(err, &no) || no.Code != test.want {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

// The answer to the first message is lost; the command is carried out once, and the second message gets the same answer.
func TestLostAnswer(t *testing.T) {
	t.Parallel()
	s := started(t)
	runCasework(t, s)
	operator := s.Operator(t)
	c := client.New(operator, client.Config{NewID: ids()})
	first := do(t, c, create("A case"))
	const id = "01a2319d-c000-7000-8000-00000000ffff"
	for range 3 {
		err := operator.PublishMsg(&nats.Msg{
			Subject: events.CommandSubject("westmere", "p-officer", "case.amend"), Reply: "_INBOX_operator.nobody",
			Header: nats.Header{bus.HeaderCommandID: {id}}, Data: []byte(`{"case":"` + first.Case + `","summary":"one"}`),
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	got := do(t, c, amend(first.Case, "one"), client.CommandID(id))
	if got.Revision != 2 {
		t.Errorf("got revision %d, want 2", got.Revision)
	}
	if next := do(t, c, amend(first.Case, "two")); next.Revision != 3 {
		t.Errorf("the next one is revision %d, want 3", next.Revision)
	}
}

// A client asks until somebody answers: here the service comes late, then the whole server goes and comes back.
func TestDoWaits(t *testing.T) {
	t.Parallel()
	s := started(t)
	c := client.New(s.Operator(t), client.Config{NewID: ids()})
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if _, err := c.Do(ctx, "westmere", "p-officer", create("A case")); !errors.Is(err, client.ErrNobody) {
		t.Errorf("got %v, want ErrNobody", err)
	}
	var all sync.WaitGroup
	var first client.Done
	all.Go(func() { first = do(t, c, create("A case")) })
	runCasework(t, s)
	all.Wait()
	all.Go(func() { s.Restart(t) })
	for n := range 20 {
		if got := do(t, c, amend(first.Case, fmt.Sprint(n))); got.Revision != n+2 {
			t.Errorf("got revision %d, want %d", got.Revision, n+2)
		}
	}
	all.Wait()
}

func TestNoReply(t *testing.T) {
	t.Parallel()
	s := natstest.Start(t)
	engine := s.Engine(t)
	sub, err := engine.SubscribeSync(events.CommandPattern("case.create"))
	if err != nil {
		t.Fatal(err)
	}
	c := client.New(engine, client.Config{NewID: ids(), Attempt: 20 * time.Millisecond, Wait: 300 * time.Millisecond})
	done, err := c.Do(t.Context(), "westmere", "p-officer", create("A case"))
	if !errors.Is(err, client.ErrNoReply) || done.Command != ids()() {
		t.Errorf("got %+v, %v, want ErrNoReply and the command's id", done, err)
	}
	for range 2 { // it was sent more than once, under one id
		if m, err := sub.NextMsg(time.Second); err != nil || m.Header.Get(bus.HeaderCommandID) != done.Command {
			t.Errorf("got %v, %v", m, err)
		}
	}
}

// A decision on a case is taken on the register that the same client has changed before.
func TestReadsItsOwnWrites(t *testing.T) {
	t.Parallel()
	s := started(t)
	runCasework(t, s)
	runRegister(t, s)
	c := client.New(s.Operator(t), client.Config{NewID: ids()})
	for n := range 20 {
		partnership := fmt.Sprint("p", n)
		actor := func(cmd workflow.Command) (client.Done, error) {
			return c.Do(t.Context(), partnership, "p-officer", cmd)
		}
		first, err := actor(create("A case"))
		if err != nil {
			t.Fatal(err)
		}
		suspend := &workflow.CaseSuspend{Case: first.Case, Reason: "x"}
		if _, err := actor(suspend); err == nil {
			t.Fatal("suspended without a meeting")
		}
		if _, err := actor(&workflow.MeetingSchedule{Meeting: "m", Board: "wcb", StartsAt: noon}); err != nil {
			t.Fatal(err)
		}
		if _, err := actor(suspend); err != nil {
			t.Fatalf("%d: %v", n, err)
		}
	}
}

func TestAsk(t *testing.T) {
	t.Parallel()
	s := started(t)
	runCasework(t, s)
	atLeast := make(chan uint64, 10)
	views := func(_ context.Context, q bus.Query) (bus.Answer, error) {
		if q.View == "cases" {
			return bus.Answer{}, workflow.Refuse(workflow.Problem{Code: workflow.NotPermitted, Message: "No."})
		}
		atLeast <- q.AtLeast
		return bus.Answer{Seq: 77, AsAt: noon, Data: map[string]any{"args": q.Args}}, nil
	}
	engine := s.Engine(t)
	natstest.RunReady(t, func(ctx context.Context, ready func()) error {
		return bus.ServeViews(ctx, engine, bus.Views{Name: "views", Names: []string{"case", "cases"}, Handle: views, OperatorActs: true, Ready: ready})
	})
	c := client.New(s.Operator(t), client.Config{NewID: ids()})
	first := do(t, c, create("A case"))
	var into struct {
		Args struct{ Case string } `json:"args"`
	}
	at, err := c.Ask(t.Context(), "westmere", "p-officer", "case", map[string]string{"case": first.Case}, &into)
	if err != nil || into.Args.Case != first.Case || at.Seq != 77 || !at.AsAt.Equal(noon) {
		t.Errorf("got %+v at %+v, %v", into, at, err)
	}
	if got := <-atLeast; got != first.Seq {
		t.Errorf("asked for at least %d, want %d", got, first.Seq)
	}
	if _, err := c.Ask(t.Context(), "westmere", "p-officer", "case", nil, nil); err != nil {
		t.Error(err)
	}
	if got := <-atLeast; got != 77 {
		t.Errorf("asked for at least %d, want 77", got)
	}
	_, err = c.Ask(t.Context(), "westmere", "p-officer", "cases", nil, nil)
	if no := (*workflow.Refusal)(nil); !errors.As(err, &no) || no.Code != workflow.NotPermitted {
		t.Errorf("got %v, want not_permitted", err)
	}
}
