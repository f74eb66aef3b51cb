package bus_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"comity/events"
	"comity/services/bus"
	"comity/services/natstest"
	"comity/workflow"
)

func TestServeViews(t *testing.T) {
	t.Parallel()
	s := natstest.Start(t)
	asked := make(chan bus.Query, 10)
	handle := func(_ context.Context, q bus.Query) (bus.Answer, error) {
		asked <- q
		switch q.View {
		case "cases":
			return bus.Answer{}, workflow.Refuse(workflow.Problem{Code: workflow.NotFound, Message: "No."})
		case "history":
			return bus.Answer{Data: strings.Repeat("x", 1<<20)}, nil
		}
		return bus.Answer{Seq: 42, AsAt: noon, Data: map[string]string{"view": q.View}}, nil
	}
	nc := s.Engine(t)
	natstest.RunReady(t, func(ctx context.Context, ready func()) error {
		return bus.ServeViews(ctx, nc, bus.Views{Name: "views", Names: []string{"case", "cases", "history"}, Handle: handle, OperatorActs: true, Ready: ready})
	})
	operator := s.Operator(t)
	question := func(actor, view, args string) *nats.Msg {
		return &nats.Msg{Subject: events.AskSubject("westmere", actor, view), Header: nats.Header{}, Data: []byte(args)}
	}

	t.Run("a question arrives as it was put", func(t *testing.T) {
		m := question("p-lead", "case", `{"case":"C-1"}`)
		m.Header.Set(bus.HeaderAtLeast, "40")
		answer := ask(t, operator, m)
		var got struct {
			Seq  uint64            `json:"seq"`
			AsAt time.Time         `json:"as_at"`
			Data map[string]string `json:"data"`
		}
		if err := json.Unmarshal(answer.Data, &got); err != nil || got.Seq != 42 || !got.AsAt.Equal(noon) || got.Data["view"] != "case" {
			t.Errorf("got %s, %v", answer.Data, err)
		}
		q := <-asked
		if q.Partnership != "westmere" || q.Actor != "p-lead" || q.Via != "operator" || q.View != "case" || string(q.Args) != `{"case":"C-1"}` || q.AtLeast != 40 {
			t.Errorf("got %+v", q)
		}
	})
	t.Run("no arguments are none", func(t *testing.T) {
		ask(t, operator, question("p-lead", "case", ""))
		if q := <-asked; string(q.Args) != "{}" {
			t.Errorf("got %q", q.Args)
		}
	})
	t.Run("a no", func(t *testing.T) {
		wantCode(t, ask(t, operator, question("p-lead", "cases", "{}")), workflow.NotFound)
	})
	t.Run("an answer larger than one message", func(t *testing.T) {
		wantCode(t, ask(t, operator, question("p-lead", "history", "{}")), workflow.TooLarge)
	})
	t.Run("nobody asks as the clock", func(t *testing.T) {
		wantCode(t, ask(t, operator, question("system", "case", "{}")), workflow.NotAuthenticated)
	})
	t.Run("a position that is none", func(t *testing.T) {
		m := question("p-lead", "case", "{}")
		m.Header.Set(bus.HeaderAtLeast, "soon")
		wantCode(t, ask(t, operator, m), workflow.Malformed)
	})
}
