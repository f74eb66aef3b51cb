package people_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/rs/zerolog"

	"comity/services/bus"
	"comity/services/casework"
	"comity/services/client"
	"comity/services/directory"
	"comity/services/feeds"
	"comity/services/journal/journaltest"
	"comity/services/natstest"
	"comity/services/people"
	"comity/services/register"
	"comity/services/views"
	"comity/services/views/viewstest"
)

// patience bounds every wait here.
const patience = 15 * time.Second

// town is Westmere with every service that people meet over NATS, on a server of its own: commands, views, the feed and the
// people directory, each on a connection of its own as in the house.
type town struct {
	*viewstest.World
	t         *testing.T
	directory *directory.Directory
	operator  *client.Client
	engine    *nats.Conn

	clock atomic.Int64 // seconds beyond World.Now
	ids   atomic.Int64
	keys  atomic.Int64
}

// now is the time by which everything is decided.
func (w *town) now() time.Time { return w.Now.Add(time.Duration(w.clock.Load()) * time.Second) }

// settle opens the town, with one case C1 at its first gate, of the classification given.
func settle(t *testing.T, classification string, change ...func(*people.Config)) *town {
	t.Helper()
	w := &town{World: viewstest.Open(t, natstest.WebSocket()), t: t}
	w.Draft(t, "C1", classification)
	w.ToG1(t, "C1")
	w.engine = w.Server.Engine(t)
	w.operator = client.New(w.Server.Operator(t), client.Config{})
	var err error
	if w.directory, err = directory.Open(t.Context(), w.Server.JetStream(t)); err != nil {
		t.Fatal(err)
	}
	w.run(register.New(register.Config{Conn: w.engine, Journal: w.Journal, Now: w.now, OperatorActs: true}).Run)
	w.run(casework.New(casework.Config{Conn: w.engine, Journal: w.Journal, Now: w.now, OperatorActs: true}).Run)
	v, err := views.Open(t.Context(), views.Config{
		Path: t.TempDir() + "/views.db", Conn: w.engine, Journal: w.Journal, LogID: journaltest.LogID, Now: w.now, OperatorActs: true,
		Log: zerolog.New(zerolog.NewTestWriter(t)).Level(zerolog.ErrorLevel),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	w.run(v.Run)
	f, err := feeds.New(feeds.Config{Conn: w.engine, Journal: w.Journal})
	if err != nil {
		t.Fatal(err)
	}
	w.run(f.Run)
	w.welcome(change...)
	return w
}

// welcome starts the service people.
func (w *town) welcome(change ...func(*people.Config)) {
	w.t.Helper()
	b := w.Server.Broker()
	auth, err := b.Auth(w.t.Context(), "auth")
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(auth.Close)
	ready := make(chan struct{})
	cfg := people.Config{
		Conn: w.Server.Engine(w.t), Journal: w.Journal, Now: w.now, OperatorActs: true, Auth: auth, Issuer: b.Callout().Issuer, XKey: b.Callout().XKey,
		NewID: func() string { return fmt.Sprintf("key-%d", w.ids.Add(1)) }, Kick: b.Kick, Ready: func() { close(ready) }, Log: zerolog.Nop(),
	}
	for _, c := range change {
		c(&cfg)
	}
	s, err := people.Open(w.t.Context(), cfg)
	if err != nil {
		w.t.Fatal(err)
	}
	w.run(s.Run)
	select {
	case <-ready:
	case <-time.After(patience):
		w.t.Fatal("the service people is not ready")
	}
}

// run runs a service until the test ends.
func (w *town) run(service func(context.Context) error) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- service(ctx) }()
	w.t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			w.t.Error(err)
		}
	})
}

// person puts somebody into the directory and gives them a key.
func (w *town) person(id string) (secret string) {
	w.t.Helper()
	if err := w.directory.Change(w.t.Context(), id, func(p *directory.Person) error { p.Name = "Name of " + id; return nil }); err != nil {
		w.t.Fatal(err)
	}
	return w.key(directory.Key{Person: id})
}

// dashboard gives a dashboard a key, and returns as whom it asks.
func (w *town) dashboard(partnership, clearance string) (actor, secret string) {
	w.t.Helper()
	secret = w.key(directory.Key{Partnership: partnership, Clearance: clearance})
	id, _, _ := strings.Cut(secret, ".")
	return bus.DashboardActor(id), secret
}

func (w *town) key(k directory.Key) (secret string) {
	w.t.Helper()
	k.ID = fmt.Sprintf("k%d", w.keys.Add(1))
	if k.ExpiresAt.IsZero() {
		k.ExpiresAt = w.now().Add(24 * time.Hour)
	}
	secret, err := w.directory.NewKey(w.t.Context(), k)
	if err != nil {
		w.t.Fatal(err)
	}
	return secret
}

// guest is a connection as a program of somebody's makes it: nothing but nats.go, a user and a secret.
type guest struct {
	*nats.Conn
	t     *testing.T
	actor string
	lost  chan struct{} // a word for each time that the connection was cut

	mu      sync.Mutex
	refused []string // what the server has said no to
}

// connect connects, or says that it could not.
func (w *town) connect(actor, secret string, opts ...nats.Option) (*guest, error) {
	g := &guest{t: w.t, actor: actor, lost: make(chan struct{}, 100)}
	nc, err := nats.Connect(w.Server.URL(), append([]nats.Option{
		nats.UserInfo(actor, secret), nats.CustomInboxPrefix("_INBOX_" + actor), nats.ReconnectWait(10 * time.Millisecond), nats.MaxReconnects(1000),
		nats.DisconnectErrHandler(func(*nats.Conn, error) { g.lost <- struct{}{} }),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
			g.mu.Lock()
			defer g.mu.Unlock()
			g.refused = append(g.refused, err.Error())
		}),
	}, opts...)...)
	if err != nil {
		return nil, err
	}
	w.t.Cleanup(nc.Close)
	g.Conn = nc
	return g, nil
}

// in connects.
func (w *town) in(actor, secret string, opts ...nats.Option) *guest {
	w.t.Helper()
	g, err := w.connect(actor, secret, opts...)
	if err != nil {
		w.t.Fatal(err)
	}
	return g
}

// head is how many records the journal has, with the certificate.
func (w *town) head() uint64 {
	w.t.Helper()
	n, err := w.Journal.Head(w.t.Context(), 0)
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

// kicked waits until a connection was cut.
func (g *guest) kicked(what string) {
	g.t.Helper()
	select {
	case <-g.lost:
	case <-time.After(patience):
		g.t.Fatalf("the connection goes on: %s", what)
	}
}

func jetStream(t *testing.T, nc *nats.Conn) jetstream.JetStream {
	t.Helper()
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	return js
}

// heard collects what reaches the engine of what people may send, or might forge: commands, questions and what is put under
// forged.
func (w *town) heard() (so func() []string) {
	w.t.Helper()
	nc := w.Server.Engine(w.t)
	subjects := make(chan string, 10_000)
	if _, err := nc.Subscribe(">", func(m *nats.Msg) { subjects <- m.Subject }); err != nil {
		w.t.Fatal(err)
	}
	if err := nc.Flush(); err != nil {
		w.t.Fatal(err)
	}
	return func() (out []string) {
		const end = "test.end" // comes after whatever the server has taken by now
		if err := nc.Publish(end, nil); err != nil {
			w.t.Fatal(err)
		}
		for {
			select {
			case s := <-subjects:
				if s == end {
					return out
				}
				for _, of := range []string{"comity.cmd.", "comity.ask.", "comity.people.", "comity.journal.", "forged."} {
					if strings.HasPrefix(s, of) {
						out = append(out, s)
					}
				}
			case <-time.After(patience):
				w.t.Fatal("the engine hears nothing at all")
			}
		}
	}
}
