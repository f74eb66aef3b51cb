package bus_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"comity/events"
	"comity/services/bus"
	"comity/services/natstest"
	"comity/workflow"
)

// A dashboard asks three views of one partnership, with the clearance that the server vouches for, and does nothing else.
func TestADashboardReadsWhatItsKeySays(t *testing.T) {
	t.Parallel()
	user := bus.DashboardUser("k1", bus.Dashboard{Partnership: "westmere", Clearance: "partners"})
	url := withPeople(t, user, "dashboard-k1",
		"dashboard-k1/westmere", "p-lead/westmere/exempt")
	engine := connect(t, url, "engine")
	asked := make(chan bus.Query, 1)
	natstest.RunReady(t, func(ctx context.Context, ready func()) error {
		return bus.ServeViews(ctx, engine, bus.Views{
			Name: "views", Names: append([]string{"case"}, bus.DashboardViews...), Ready: ready,
			Handle: func(_ context.Context, q bus.Query) (bus.Answer, error) { asked <- q; return bus.Answer{}, nil },
		})
	})
	dashboard := connect(t, url, user)
	for _, view := range bus.DashboardViews {
		wantAnswer(t, dashboard, events.AskSubject("westmere", "dashboard-k1", view), "")
		if got := <-asked; got.Clearance != "partners" || got.Actor != "dashboard-k1" || got.Via != "" {
			t.Errorf("%s: got %+v", view, got)
		}
	}
	wantAnswer(t, dashboard, events.AskSubject("westmere", "dashboard-k1", "case"), workflow.NotPermitted)
	wantAnswer(t, dashboard, events.AskSubject("eastmere", "dashboard-k1", "feed"), workflow.NotPermitted)
	wantAnswer(t, dashboard, events.AskSubject("westmere", "p-lead", "feed"), workflow.NotAuthenticated)
	wantAnswer(t, dashboard, events.AskSubject("westmere", "dashboard-k2", "feed"), workflow.NotAuthenticated)

	person := connect(t, url, "dashboard-k1") // a person with such an id, were there one, has no clearance by it
	wantAnswer(t, person, events.AskSubject("westmere", "dashboard-k1", "feed"), "")
	if got := <-asked; got.Clearance != "" {
		t.Errorf("got %+v", got)
	}
	for _, user := range []string{"dashboard-k1/westmere", "p-lead/westmere/exempt"} {
		for _, actor := range []string{"dashboard-k1", "p-lead"} {
			wantAnswer(t, connect(t, url, user), events.AskSubject("westmere", actor, "feed"), workflow.NotAuthenticated)
		}
	}
}

// A dashboard sends no command, and knows nobody by name.
func TestADashboardOnlyReads(t *testing.T) {
	t.Parallel()
	user := bus.DashboardUser("k1", bus.Dashboard{Partnership: "westmere", Clearance: "exempt"})
	url := withPeople(t, user)
	engine, d := connect(t, url, "engine"), &desk{}
	js, err := jetstream.New(engine)
	if err != nil {
		t.Fatal(err)
	}
	if err := bus.Provision(t.Context(), js, bus.Options{LogID: "test", At: noon}); err != nil {
		t.Fatal(err)
	}
	serve(t, engine, d)
	natstest.RunReady(t, func(ctx context.Context, ready func()) error {
		return bus.ServePeople(ctx, engine, bus.People{Verbs: []string{"names"}, OperatorActs: true, Ready: ready, Handle: func(_ context.Context, r bus.PeopleRequest) (any, error) {
			return r, nil
		}})
	})
	dashboard := connect(t, url, user)
	wantCode(t, ask(t, dashboard, message("westmere", "dashboard-k1", "signoff.vote", id(1), vote)), workflow.NotPermitted)
	wantCode(t, ask(t, dashboard, message("westmere", "p-lead", "signoff.vote", id(2), vote)), workflow.NotAuthenticated)
	wantAnswer(t, dashboard, events.PeopleSubject("dashboard-k1", "names"), workflow.NotPermitted)
	if d.count() > 0 {
		t.Error("it was carried out")
	}

	for name, test := range map[string]struct {
		as, actor string
		code      workflow.Code
		via       string
	}{
		"a person":                   {"p-lead", "p-lead", "", ""},
		"a person for another":       {"p-lead", "p-icb", workflow.NotAuthenticated, ""},
		"a person for the operator":  {"p-lead", "operator", workflow.NotAuthenticated, ""},
		"the operator for a person":  {"operator", "p-lead", "", "operator"},
		"the operator":               {"operator", "operator", "", ""},
		"the engine for a person":    {"engine", "p-lead", "", ""},
		"the operator for the clock": {"operator", "system", workflow.NotAuthenticated, ""},
	} {
		m := ask(t, connect(t, url, test.as), &nats.Msg{Subject: events.PeopleSubject(test.actor, "names")})
		if test.code != "" {
			wantCode(t, m, test.code)
			continue
		}
		var r bus.PeopleRequest
		if err := json.Unmarshal(m.Data, &r); err != nil || r.Actor != test.actor || r.Via != test.via || r.Verb != "names" {
			t.Errorf("%s: got %+v, %v", name, r, err)
		}
	}
}

func TestReservedIDs(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]bool{"operator": true, "system": true, "engine": true, "admin": true, "auth": true, "dashboard-x": true, "p-lead": false, "dashboard": false, "p-operator": false} {
		if got := bus.Reserved(id); got != want {
			t.Errorf("%s: got %v, want %v", id, got, want)
		}
	}
}

func wantAnswer(t *testing.T, nc *nats.Conn, subject string, code workflow.Code) {
	t.Helper()
	m := ask(t, nc, &nats.Msg{Subject: subject})
	if code != "" {
		wantCode(t, m, code)
		return
	}
	if !json.Valid(m.Data) || m.Header.Get("Nats-Service-Error") != "" {
		t.Errorf("%s: got %s %s", subject, m.Header.Get("Nats-Service-Error"), m.Data)
	}
}
