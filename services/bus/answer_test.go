package bus_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/micro"

	"comity/events"
	"comity/services/bus"
	"comity/workflow"
)

const vote = `{"case":"C-1","signoff":"wcb","seat":"W1","choice":"approve"}`

func TestServeCommands(t *testing.T) {
	t.Parallel()
	s, d := started(t), &desk{}
	serve(t, s.Engine(t), d)
	operator := s.Operator(t)

	t.Run("a command arrives as it was sent", func(t *testing.T) {
		m := message("westmere", "p-lead", "signoff.vote", strings.ToUpper(id(1)), vote)
		m.Header.Set(bus.HeaderExpectedRevision, "14")
		m.Header.Set(bus.HeaderAtLeast, "42")
		reply := wantYes(t, ask(t, operator, m))
		if reply.Revision != 1 || reply.Seq != 2 || reply.Case != "C-1" || !slices.Equal(reply.Events, []string{"case.created"}) {
			t.Errorf("got %+v", reply)
		}
		r := d.last(t)
		if r.Partnership != "westmere" || r.Actor != "p-lead" || r.Via != "operator" || r.ID != id(1) || r.ExpectedRevision != 14 || r.AtLeast != 42 {
			t.Errorf("got %+v", r)
		}
		if cmd, ok := r.Command.(*workflow.SignOffVote); !ok || cmd.Seat != "W1" {
			t.Errorf("got %+v", r.Command)
		}
	})
	t.Run("all mistakes at once", func(t *testing.T) {
		m := message("westmere", "p-lead", "signoff.vote", "no-uuid", `{"case":7,"signoff":"","choice":"perhaps","seta":"W1","seat":"W1","seat":"W2"}`)
		m.Header.Set(bus.HeaderExpectedRevision, "zero")
		r := refusal(t, ask(t, operator, m))
		want := []string{bus.HeaderCommandID, bus.HeaderExpectedRevision, "case", "signoff", "choice", "seta", "seat"}
		if r.Code != workflow.Malformed || !slices.Equal(r.About(), want) {
			t.Errorf("got %s about %v, want %v", r.Code, r.About(), want)
		}
	})
	for name, test := range map[string]struct {
		m    *nats.Msg
		want workflow.Code
	}{
		"no command id":           {message("westmere", "p-lead", "signoff.vote", "", vote), workflow.Malformed},
		"two command ids":         {twice(message("westmere", "p-lead", "signoff.vote", id(2), vote)), workflow.Malformed},
		"no body":                 {message("westmere", "p-lead", "signoff.vote", id(3), ""), workflow.Malformed},
		"case is no token":        {message("westmere", "p-lead", "signoff.vote", id(4), strings.Replace(vote, "C-1", "C.1", 1)), workflow.Malformed},
		"larger than is taken":    {message("westmere", "p-lead", "case.create", id(5), `{"summary":"`+strings.Repeat("x", bus.MaxCommandBytes)+`"}`), workflow.TooLarge},
		"nested too deep":         {message("westmere", "p-lead", "case.add_evidence", id(6), `{"case":"C-1","type":"x","data":`+strings.Repeat("[", 40)+strings.Repeat("]", 40)+`}`), workflow.Malformed},
		"inexact number in data":  {message("westmere", "p-lead", "case.add_evidence", id(7), `{"case":"C-1","type":"x","data":9007199254740993}`), workflow.Malformed},
		"actor is no token":       {message("westmere", "-p", "signoff.vote", id(8), vote), workflow.Malformed},
		"the installation itself": {message(events.Installation, "p-lead", "signoff.vote", id(9), vote), workflow.NotPermitted},
	} {
		t.Run(name, func(t *testing.T) {
			before := d.count()
			wantCode(t, ask(t, operator, test.m), test.want)
			if d.count() != before {
				t.Error("it was handed on")
			}
		})
	}
	t.Run("another kind is somebody else's", func(t *testing.T) {
		_, err := operator.RequestMsg(message("westmere", "p-lead", "meeting.open", id(10), `{"meeting":"m"}`), 10*time.Second)
		if !errors.Is(err, nats.ErrNoResponders) {
			t.Errorf("got %v, want no responders", err)
		}
	})
	t.Run("nats micro finds it", func(t *testing.T) {
		m, err := operator.Request("$SRV.INFO.casework", nil, 5*time.Second)
		if err != nil || !strings.Contains(string(m.Data), events.CommandPattern("signoff.vote")) || !strings.Contains(string(m.Data), micro.InfoResponseType) {
			t.Errorf("got %v, %v", m, err)
		}
	})
}

func twice(m *nats.Msg) *nats.Msg {
	m.Header.Add(bus.HeaderCommandID, id(99))
	return m
}

func TestServeCommandsErrors(t *testing.T) {
	t.Parallel()
	s, d := started(t), &desk{}
	serve(t, s.Engine(t), d)
	operator := s.Operator(t)
	for name, test := range map[string]struct {
		err    error
		code   string
		status string
	}{
		"a refusal":       {fmt.Errorf("vote: %w", workflow.Refuse(workflow.Problem{Code: workflow.SeatRecused, Message: "No."})), "seat_recused", "403"},
		"unavailable":     {fmt.Errorf("load: %w", bus.ErrUnavailable), "unavailable", "503"},
		"out of time":     {fmt.Errorf("load: %w", context.DeadlineExceeded), "unavailable", "503"},
		"outcome unknown": {fmt.Errorf("append: %w", bus.ErrOutcomeUnknown), "outcome_unknown", "503"},
		"a bug":           {errors.New("nil map"), bus.CodeInternal, "500"},
		"a panic":         {nil, bus.CodeInternal, "500"},
	} {
		t.Run(name, func(t *testing.T) {
			d.answer = func(bus.Request) (bus.Reply, error) {
				if test.err == nil {
					panic("a bug in the rules")
				}
				return bus.Reply{}, test.err
			}
			m := ask(t, operator, message("westmere", "p-lead", "signoff.vote", id(len(name)), vote))
			if m.Header.Get(micro.ErrorHeader) != test.code || m.Header.Get(micro.ErrorCodeHeader) != test.status {
				t.Errorf("got %v, want %s %s", m.Header, test.status, test.code)
			}
			if test.code == bus.CodeInternal && (!strings.Contains(string(m.Data), `"reference":"`) || strings.Contains(string(m.Data), "nil map")) {
				t.Errorf("got %s, want a reference and no inside", m.Data)
			}
		})
	}
}

// What is in hand when the service stops is finished, and answered.
func TestServeCommandsFinishes(t *testing.T) {
	t.Parallel()
	s := started(t)
	begun, goOn := make(chan struct{}), make(chan struct{})
	d := &desk{answer: func(bus.Request) (bus.Reply, error) {
		close(begun)
		<-goOn
		return bus.Reply{Revision: 7, Seq: 8}, nil
	}}
	stop := serve(t, s.Engine(t), d)
	var stopped sync.WaitGroup
	answered := make(chan *nats.Msg, 1)
	operator := s.Operator(t)
	stopped.Go(func() {
		answered <- ask(t, operator, message("westmere", "p-lead", "signoff.vote", id(1), vote))
	})
	<-begun
	stopped.Go(stop)
	close(goOn)
	stopped.Wait()
	if r := wantYes(t, <-answered); r.Revision != 7 {
		t.Errorf("got %+v", r)
	}
	if _, err := operator.RequestMsg(message("westmere", "p-lead", "signoff.vote", id(2), vote), 10*time.Second); !errors.Is(err, nats.ErrNoResponders) {
		t.Errorf("after the stop: got %v, want no responders", err)
	}
}

// Commands of one name do not wait for one another.
func TestServeCommandsSideBySide(t *testing.T) {
	t.Parallel()
	s := started(t)
	var both sync.WaitGroup
	both.Add(2)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	handle := func(context.Context, bus.Request) (bus.Reply, error) {
		both.Done()
		met := make(chan struct{})
		go func() { both.Wait(); close(met) }()
		select {
		case <-met:
			return bus.Reply{Revision: 1}, nil
		case <-ctx.Done():
			return bus.Reply{}, errors.New("the other one did not come")
		}
	}
	serve(t, s.Engine(t), nil, func(s *bus.Service) { s.Handle = handle })
	operator := s.Operator(t)
	var asked sync.WaitGroup
	for i := range 2 {
		asked.Go(func() { wantYes(t, ask(t, operator, message("westmere", "p-lead", "signoff.vote", id(i), vote))) })
	}
	asked.Wait()
}
