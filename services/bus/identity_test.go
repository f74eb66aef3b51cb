package bus_test

import (
	"bufio"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"comity/events"
	"comity/services/broker"
	"comity/services/bus"
	"comity/workflow"
)

func TestWhoSpeaks(t *testing.T) {
	t.Parallel()
	s, d := started(t), &desk{}
	engine := s.Engine(t)
	serve(t, engine, d)
	operator := s.Operator(t)
	tick := `{"case":"C-1"}`

	for name, test := range map[string]struct {
		nc   *nats.Conn
		m    *nats.Msg
		via  string
		code workflow.Code // "" for a yes
	}{
		"the engine for anybody":           {engine, message("westmere", "p-lead", "signoff.vote", id(1), vote), "", ""},
		"the engine for the clock":         {engine, message("westmere", "system", "case.tick", id(2), tick), "", ""},
		"the engine, tick for a person":    {engine, message("westmere", "p-lead", "case.tick", id(3), tick), "", workflow.NotPermitted},
		"the operator for anybody":         {operator, message("westmere", "p-lead", "signoff.vote", id(4), vote), "operator", ""},
		"the operator for itself":          {operator, message("westmere", "operator", "signoff.vote", id(5), vote), "", ""},
		"the operator for the clock":       {operator, message("westmere", "system", "case.tick", id(6), tick), "", workflow.NotAuthenticated},
		"the operator with a forged info":  {operator, forged(message("westmere", "system", "case.tick", id(7), tick)), "", workflow.NotAuthenticated},
		"the operator with a forged reply": {operator, forged(message("westmere", "p-lead", "signoff.vote", id(8), vote)), "operator", ""},
	} {
		t.Run(name, func(t *testing.T) {
			m := ask(t, test.nc, test.m)
			if test.code != "" {
				wantCode(t, m, test.code)
				return
			}
			wantYes(t, m)
			if r := d.last(t); r.Via != test.via {
				t.Errorf("via is %q, want %q", r.Via, test.via)
			}
		})
	}
}

// forged adds what only the server may say.
func forged(m *nats.Msg) *nats.Msg {
	m.Header.Set("Nats-Request-Info", `{"acc":"ENGINE","user":"engine"}`)
	return m
}

func TestOperatorActsNotAllowed(t *testing.T) {
	t.Parallel()
	s, d := started(t), &desk{}
	serve(t, s.Engine(t), d, func(s *bus.Service) { s.OperatorActs = false })
	operator := s.Operator(t)
	wantCode(t, ask(t, operator, message("westmere", "p-lead", "signoff.vote", id(1), vote)), workflow.NotPermitted)
	wantYes(t, ask(t, operator, message("westmere", "operator", "signoff.vote", id(2), vote)))
	if r := d.last(t); r.Actor != "operator" || r.Via != "" {
		t.Errorf("got %+v", r)
	}
}

// A client that writes its own header block can hide the server's header from our library, and show another or none.
// Whatever it writes, it is at most the user that signed in: the operator, who may not be the clock.
func TestForgedHeaderBlocks(t *testing.T) {
	t.Parallel()
	s, d := started(t), &desk{}
	stop := serve(t, s.Engine(t), d)
	c, err := broker.ReadCredentials(s.Dir(), broker.OperatorUser)
	if err != nil {
		t.Fatal(err)
	}
	const claim = `Nats-Request-Info: {"acc":"PEOPLE","user":"p-lead"}`
	envelope := "NATS/1.0\r\nComity-Command-Id: " + id(1) + "\r\n"
	for name, block := range map[string]string{
		"a header of its own":         envelope + claim + "\r\n\r\n",
		"behind a line feed":          envelope + "A: b\n" + claim + "\r\n\r\n",
		"with an early end":           envelope + "A: b\n" + claim + "\n\nB: c\r\n\r\n",
		"with an early end, no claim": envelope + "A: b\n\nB: c\r\n\r\n",
		"with an early end, CRLF":     envelope + "A: b\r\n\r\nB: c\r\n\r\n",
		"a line without a colon":      envelope + "nonsense\r\n\r\n",
		"padding for what is cut off": envelope + strings.Repeat("a:\n", 200) + claim + "\n\nB: c\r\n\r\n",
		"in small letters":            envelope + strings.ToLower(claim) + "\r\n\r\n",
		"with a space before":         envelope + "Nats-Request-Info : {\"user\":\"p-lead\"}\r\n\r\n",
		"with nothing at all":         "NATS/1.0\r\n\r\n",
	} {
		for _, actor := range []string{"system", "p-lead"} {
			name := name + " as " + actor
			t.Run(name, func(t *testing.T) {
				before := d.count()
				header, body := raw(t, s.URL(), c, events.CommandSubject("westmere", actor, "signoff.vote"), block, vote)
				if d.count() > before {
					if r := d.last(t); r.Via != "operator" || actor == "system" {
						t.Fatalf("taken for %s, via %q", r.Actor, r.Via)
					}
				} else if !strings.Contains(header, "Nats-Service-Error: ") {
					t.Errorf("got %q %q, want a refusal", header, body)
				}
			})
		}
	}
	t.Run("without a reply", func(t *testing.T) {
		before, nc := d.count(), s.Operator(t)
		if err := nc.PublishMsg(message("westmere", "system", "case.tick", id(2), `{"case":"C-1"}`)); err != nil {
			t.Fatal(err)
		}
		ask(t, nc, message("westmere", "system", "case.tick", id(3), `{"case":"C-1"}`)) // comes after it
		stop()
		if d.count() != before {
			t.Error("it was carried out")
		}
	})
}

// raw sends one request over a socket of its own and returns the header block and the body of the answer.
func raw(t *testing.T, url string, c broker.Credentials, subject, block, body string) (string, string) {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(url, "nats://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(10 * time.Second))
	inbox := broker.OperatorInbox + ".1"
	fmt.Fprintf(conn, "CONNECT {\"verbose\":false,\"headers\":true,\"no_responders\":true,\"user\":%q,\"pass\":%q}\r\nSUB %s 1\r\n", c.User, c.Password, inbox)
	fmt.Fprintf(conn, "HPUB %s %s %d %d\r\n%s%s\r\n", subject, inbox, len(block), len(block)+len(body), block, body)
	for r := bufio.NewReader(conn); ; {
		line, err := r.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		var headerBytes, total int
		switch f := strings.Fields(line); f[0] {
		case "HMSG":
			fmt.Sscan(f[len(f)-2], &headerBytes)
			fmt.Sscan(f[len(f)-1], &total)
		case "MSG":
			fmt.Sscan(f[len(f)-1], &total)
		case "-ERR":
			t.Fatal(line)
		default:
			continue
		}
		data := make([]byte, total)
		for n := 0; n < total; {
			more, err := r.Read(data[n:])
			if err != nil {
				t.Fatal(err)
			}
			n += more
		}
		return string(data[:headerBytes]), string(data[headerBytes:])
	}
}

// A person who signs in as a user of the server's own is that actor and nobody else.
func TestPersonSpeaksForThemselves(t *testing.T) {
	t.Parallel()
	url := withPeople(t)
	engine, lead := connect(t, url, "engine"), connect(t, url, "p-lead")
	js, err := jetstream.New(engine)
	if err != nil {
		t.Fatal(err)
	}
	if err := bus.Provision(t.Context(), js, bus.Options{LogID: "test", At: noon}); err != nil {
		t.Fatal(err)
	}
	d := &desk{}
	serve(t, engine, d)
	wantYes(t, ask(t, lead, message("westmere", "p-lead", "signoff.vote", id(1), vote)))
	if r := d.last(t); r.Actor != "p-lead" || r.Via != "" {
		t.Errorf("got %+v", r)
	}
	for _, other := range []string{"p-icb", "system", "operator", "engine"} {
		wantCode(t, ask(t, lead, message("westmere", other, "signoff.vote", id(2), vote)), workflow.NotAuthenticated)
	}
	wantCode(t, ask(t, lead, forged(message("westmere", "engine", "signoff.vote", id(3), vote))), workflow.NotAuthenticated)
}

// withPeople starts a server with the accounts of package broker, and a person and others beside the operator.
func withPeople(t *testing.T, others ...string) string {
	t.Helper()
	more := ""
	for _, user := range others {
		more += fmt.Sprintf(", { user: %q, password: %q }", user, user)
	}
	opts := &server.Options{}
	err := opts.ProcessConfigString(`
accounts {
  ENGINE {
    jetstream: enabled
    users: [ { user: engine, password: engine } ]
    exports: [ { service: "comity.cmd.>", accounts: [PEOPLE] }, { service: "comity.ask.>", accounts: [PEOPLE] }, { service: "comity.people.>", accounts: [PEOPLE] } ]
  }
  PEOPLE {
    users: [ { user: operator, password: operator }, { user: p-lead, password: p-lead }` + more + ` ]
    imports: [
      { service: { account: ENGINE, subject: "comity.cmd.>" }, share: true }
      { service: { account: ENGINE, subject: "comity.ask.>" }, share: true }
      { service: { account: ENGINE, subject: "comity.people.>" }, share: true }
    ]
  }
}`)
	if err != nil {
		t.Fatal(err)
	}
	opts.Host, opts.Port, opts.NoSigs, opts.JetStream, opts.StoreDir = "127.0.0.1", -1, true, true, t.TempDir()
	srv, err := server.NewServer(opts)
	if err != nil {
		t.Fatal(err)
	}
	srv.Start()
	t.Cleanup(func() { srv.Shutdown(); srv.WaitForShutdown() })
	if !srv.ReadyForConnections(10 * time.Second) {
		t.Fatal("the server is not ready")
	}
	return srv.ClientURL()
}

func connect(t *testing.T, url, user string) *nats.Conn {
	t.Helper()
	nc, err := nats.Connect(url, nats.UserInfo(user, user))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	return nc
}
