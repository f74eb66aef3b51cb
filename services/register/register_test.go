package register_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"comity/events"
	"comity/services/bus"
	"comity/services/decide"
	"comity/services/journal/journaltest"
	"comity/services/natstest"
	"comity/services/register"
	"comity/workflow"
)

var noon = time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)

func id(n int) string { return fmt.Sprintf("01a2319d-c000-7000-8000-%012d", n) }

// rules let an administrator of the installation schedule meetings, and nobody else.
func rules(r *workflow.Register, cmd workflow.Command, m workflow.Meta) ([]events.Event, *workflow.Refusal) {
	if !m.Administrator {
		return nil, workflow.Refuse(workflow.Problem{Code: workflow.NotPermitted, Message: "No."})
	}
	s, ok := cmd.(*workflow.MeetingSchedule)
	if !ok {
		return nil, nil
	}
	return []events.Event{events.MeetingScheduled{Meeting: s.Meeting, Board: s.Board, StartsAt: s.StartsAt}}, nil
}

func meeting(name string) *workflow.MeetingSchedule {
	return &workflow.MeetingSchedule{Meeting: name, Board: "wcb", StartsAt: noon}
}

func request(t *testing.T, actor, id string, cmd workflow.Command) bus.Request {
	t.Helper()
	r, err := bus.NewRequest("westmere", actor, id, cmd)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRegister(t *testing.T) {
	t.Parallel()
	j, s := journaltest.Open(t) // its administrator is p-admin
	service := func() *register.Service {
		return register.New(register.Config{
			Conn: s.Engine(t), Journal: journaltest.On(t, s, 1), Now: func() time.Time { return noon }, Decide: rules,
		})
	}
	one, two := service(), service()
	var first bus.Reply
	for n, r := range []*register.Service{one, two, one, two} {
		reply, err := r.Do(t.Context(), request(t, "p-admin", id(n), meeting(fmt.Sprint("m", n))))
		if err != nil || reply.Revision != n+1 || reply.Case != "" {
			t.Fatalf("got %+v, %v, want revision %d", reply, err, n+1)
		}
		if n == 0 {
			first = reply
		}
	}
	if again, err := two.Do(t.Context(), request(t, "p-admin", id(0), meeting("m0"))); err != nil || fmt.Sprint(again) != fmt.Sprint(first) {
		t.Errorf("got %+v, %v, want the first answer %+v", again, err, first)
	}
	_, err := one.Do(t.Context(), request(t, "p-lead", id(10), meeting("m10")))
	if no := (*workflow.Refusal)(nil); !errors.As(err, &no) || no.Code != workflow.NotPermitted {
		t.Errorf("got %v, want not_permitted", err)
	}
	if reply, err := one.Do(t.Context(), request(t, "p-admin", id(11), &workflow.MeetingOpen{Meeting: "m1"})); err != nil || reply.Revision != 4 || len(reply.Events) > 0 {
		t.Errorf("nothing to do: got %+v, %v, want revision 4 and no events", reply, err)
	}
	all, err := j.Load(t.Context(), decide.RegisterOf("westmere"), 0)
	if err != nil || len(all) != 4 {
		t.Fatalf("%d records, %v, want 4", len(all), err)
	}
	if got := all[3].Record.RegisterRevision; got != 3 {
		t.Errorf("decided on revision %d of itself, want 3", got)
	}
	journaltest.Check(t, j, 0)
}

func TestRun(t *testing.T) {
	t.Parallel()
	_, s := journaltest.Open(t)
	cfg := register.Config{Conn: s.Engine(t), Journal: journaltest.On(t, s, 1), Now: func() time.Time { return noon }, Decide: rules, OperatorActs: true}
	natstest.RunReady(t, func(ctx context.Context, ready func()) error {
		cfg.Ready = ready
		return register.New(cfg).Run(ctx)
	})
	if m, err := s.Operator(t).Request("$SRV.PING.register", nil, 5*time.Second); err != nil || len(m.Data) == 0 {
		t.Errorf("got %v, %v", m, err)
	}
}
