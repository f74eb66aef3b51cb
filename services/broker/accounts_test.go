package broker_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/micro"

	"comity/services/broker"
)

// sides connects as the engine and as the operator.
func sides(t *testing.T) (engine, operator *nats.Conn) {
	t.Helper()
	t.Parallel()
	b, dir := start(t, func(c *broker.Config) { c.Unsynced = true })
	return as(t, b, dir, broker.EngineUser, ""), as(t, b, dir, broker.OperatorUser, broker.OperatorInbox)
}

func as(t *testing.T, b *broker.Broker, dir, user, inbox string) *nats.Conn {
	t.Helper()
	c, err := broker.ReadCredentials(dir, user)
	if err != nil {
		t.Fatal(err)
	}
	nc, err := broker.Connect(t.Context(), broker.Dial{URL: b.URL(), Name: user, User: c.User, Password: c.Password, InboxPrefix: inbox})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	return nc
}

func flush(t *testing.T, conns ...*nats.Conn) {
	t.Helper()
	for _, nc := range conns {
		if err := nc.Flush(); err != nil {
			t.Fatal(err)
		}
	}
}

// who reads the user that the server vouches for.
func who(m *nats.Msg) string {
	var info struct {
		User    string `json:"user"`
		Account string `json:"acc"`
	}
	_ = json.Unmarshal([]byte(m.Header.Get("Nats-Request-Info")), &info)
	return info.Account + "/" + info.User
}

func TestCommandNamesItsSender(t *testing.T) {
	engine, operator := sides(t)
	for _, subject := range []string{"comity.cmd.westmere.p-lead.signoff.vote", "comity.ask.westmere.p-lead.board"} {
		sub, err := engine.Subscribe(subject, func(m *nats.Msg) { _ = m.Respond([]byte(who(m))) })
		if err != nil {
			t.Fatal(err)
		}
		flush(t, engine)
		m := nats.NewMsg(subject)
		m.Header.Set("Nats-Request-Info", `{"acc":"ENGINE","user":"p-chair"}`) // forged
		answer, err := operator.RequestMsg(m, 10*time.Second)
		if err != nil || string(answer.Data) != "PEOPLE/operator" {
			t.Errorf("%s: got %v, %v, want PEOPLE/operator", subject, answer, err)
		}
		_ = sub.Unsubscribe()
	}
}

// A reply subject that is itself a command must not become one: the server rewrites it at the border.
func TestReplyDoesNotBecomeACommand(t *testing.T) {
	engine, operator := sides(t)
	got := make(chan *nats.Msg, 10)
	if _, err := engine.Subscribe("comity.cmd.>", func(m *nats.Msg) {
		got <- m
		_ = m.Respond([]byte("answer"))
	}); err != nil {
		t.Fatal(err)
	}
	flush(t, engine)
	m := nats.NewMsg("comity.cmd.westmere.p-lead.signoff.vote")
	m.Reply = "comity.cmd.westmere.p-chair.signoff.cast"
	if err := operator.PublishMsg(m); err != nil {
		t.Fatal(err)
	}
	flush(t, operator)
	first := <-got
	if first.Subject != m.Subject || who(first) != "PEOPLE/operator" {
		t.Errorf("got %s from %s", first.Subject, who(first))
	}
	flush(t, engine) // the answer is out
	flush(t, operator, engine)
	select {
	case second := <-got:
		t.Errorf("the answer came back as the command %s from %q: %s", second.Subject, who(second), second.Data)
	default:
	}
}

func TestOperatorReachesNothingElse(t *testing.T) {
	engine, operator := sides(t)
	heard := make(chan string, 10)
	if _, err := engine.Subscribe(">", func(m *nats.Msg) { heard <- m.Subject }); err != nil {
		t.Fatal(err)
	}
	flush(t, engine)
	for _, subject := range []string{
		"comity.journal.0.westmere.case.C-1", "comity.feed.westmere.public.case.created.C-1", "comity.audit.westmere.case.create",
		"$JS.API.INFO", "$JS.API.STREAM.NAMES", "$JS.API.STREAM.MSG.GET.JOURNAL_0", "$JS.API.DIRECT.GET.JOURNAL_0", "$KV.SNAPSHOTS.x",
		"$SYS.REQ.SERVER.PING", "$SYS.REQ.SERVER.PING.JSZ", "$SYS.REQ.USER.INFO", "_INBOX.somebody", "anything",
	} {
		if _, err := operator.Request(subject, nil, 50*time.Millisecond); err == nil {
			t.Errorf("%s was answered", subject)
		}
	}
	for _, subject := range []string{">", "comity.cmd.>", "comity.journal.>", "_INBOX.>", "$SYS.>", "_INBOX_operator_too.>"} {
		sub, err := operator.SubscribeSync(subject)
		if err != nil {
			continue
		}
		if err := engine.Publish("comity.journal.0.westmere.case.C-1", nil); err != nil {
			t.Fatal(err)
		}
		if m, err := sub.NextMsg(50 * time.Millisecond); err == nil {
			t.Errorf("a subscription to %s received %s", subject, m.Subject)
		}
	}
	flush(t, engine)
	for len(heard) > 0 {
		if subject := <-heard; subject != "comity.journal.0.westmere.case.C-1" {
			t.Errorf("the engine heard %s", subject)
		}
	}
}

func TestFeedReachesTheOperator(t *testing.T) {
	engine, operator := sides(t)
	sub, err := operator.SubscribeSync("comity.feed.westmere.public.>")
	if err != nil {
		t.Fatal(err)
	}
	flush(t, operator)
	for _, subject := range []string{"comity.feed.westmere.board.case.created.C-1", "comity.feed.westmere.public.case.created.C-1"} {
		if err := engine.Publish(subject, nil); err != nil {
			t.Fatal(err)
		}
	}
	if m, err := sub.NextMsg(10 * time.Second); err != nil || m.Subject != "comity.feed.westmere.public.case.created.C-1" {
		t.Errorf("got %v, %v", m, err)
	}
}

// `nats micro ls` asks $SRV.PING and takes every answer.
func TestOperatorListsServices(t *testing.T) {
	engine, operator := sides(t)
	for _, name := range []string{"casework", "register"} {
		svc, err := micro.AddService(engine, micro.Config{Name: name, Version: "1.0.0"})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = svc.Stop() })
	}
	flush(t, engine)
	sub, err := operator.SubscribeSync(operator.NewInbox())
	if err != nil {
		t.Fatal(err)
	}
	if err := operator.PublishRequest("$SRV.PING", sub.Subject, nil); err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for len(names) < 2 {
		m, err := sub.NextMsg(10 * time.Second)
		if err != nil {
			t.Fatalf("got %v and no more: %v", names, err)
		}
		var ping micro.Ping
		if err := json.Unmarshal(m.Data, &ping); err != nil {
			t.Fatal(err)
		}
		names[ping.Name] = true
	}
}
