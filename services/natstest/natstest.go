// Package natstest starts a real JetStream server for one test, and runs services on it. There is no mock of NATS in this code base: the
// server is up in about 10 ms.
package natstest

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/rs/zerolog"

	"comity/services/broker"
)

// Server is an embedded server on a directory of its own, with free ports, for the length of a test.
type Server struct {
	dir  string
	opts options

	mu      sync.Mutex
	running *broker.Broker
	listen  string // the address of the first start, kept by Restart so that clients come back
}

type options struct {
	dir       string
	synced    bool
	websocket bool
	origins   []string
	logger    zerolog.Logger
}

// Option changes what Start does.
type Option func(*options)

// Synced makes every write reach the disk before it is acknowledged, as in production. Tests go without by default; what
// is measured or pulled the plug on needs it.
func Synced() Option { return func(o *options) { o.synced = true } }

// Dir uses a directory that the caller keeps, instead of one of the test's. It is initialised when empty.
func Dir(dir string) Option { return func(o *options) { o.dir = dir } }

// WebSocket opens a listener for browsers as well, to pages of the origins given; Broker().WebSocketURL() says where.
func WebSocket(origins ...string) Option {
	return func(o *options) { o.websocket, o.origins = true, origins }
}

// Logger shows what the server says.
func Logger(l zerolog.Logger) Option { return func(o *options) { o.logger = l } }

// Start starts a server and stops it when the test ends. No stream exists yet: journaltest.Provision makes them.
func Start(t testing.TB, opts ...Option) *Server {
	t.Helper()
	s := &Server{listen: "127.0.0.1:0"}
	for _, opt := range opts {
		opt(&s.opts)
	}
	if s.dir = s.opts.dir; s.dir == "" {
		s.dir = t.TempDir()
	}
	if _, err := broker.ReadCredentials(s.dir, broker.EngineUser); err != nil {
		if err := broker.Init(s.dir); err != nil {
			t.Fatal(err)
		}
	}
	s.start(t)
	t.Cleanup(func() { s.Stop(t) })
	return s
}

func (s *Server) start(t testing.TB) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	cfg := broker.Config{Dir: s.dir, Listen: s.listen, Unsynced: !s.opts.synced, Origins: s.opts.origins, Logger: s.opts.logger}
	if s.opts.websocket {
		cfg.WebSocket = "127.0.0.1:0"
	}
	b, err := broker.Start(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running = b
	s.listen = b.URL()[len("nats://"):]
}

// Stop stops the server; connections to it are cut and try again. A second Stop does nothing.
func (s *Server) Stop(t testing.TB) {
	t.Helper()
	s.mu.Lock()
	b := s.running
	s.running = nil
	s.mu.Unlock()
	if b == nil {
		return
	}
	if err := b.Close(); err != nil {
		t.Error(err)
	}
}

// Restart stops the server and starts it again on the same directory and address. Connections come back by themselves.
func (s *Server) Restart(t testing.TB) {
	t.Helper()
	s.Stop(t)
	s.start(t)
}

// Broker is the running server; nil between Stop and the next start.
func (s *Server) Broker() *broker.Broker {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.running
}

// Dir is the data directory.
func (s *Server) Dir() string { return s.dir }

// URL is where the server listens.
func (s *Server) URL() string { return "nats://" + s.listen }

// Engine connects over TCP as the engine, for the length of the test.
func (s *Server) Engine(t testing.TB) *nats.Conn {
	t.Helper()
	return s.connect(t, broker.EngineUser, "")
}

// Operator connects over TCP as the local operator, from the account of the people.
func (s *Server) Operator(t testing.TB) *nats.Conn {
	t.Helper()
	return s.connect(t, broker.OperatorUser, broker.OperatorInbox)
}

// Administrator connects as the one who may create streams.
func (s *Server) Administrator(t testing.TB) *nats.Conn {
	t.Helper()
	nc, err := s.Broker().Administrator(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	return nc
}

// JetStream is the engine's JetStream on a connection of its own.
func (s *Server) JetStream(t testing.TB) jetstream.JetStream {
	t.Helper()
	js, err := jetstream.New(s.Engine(t))
	if err != nil {
		t.Fatal(err)
	}
	return js
}

func (s *Server) connect(t testing.TB, user, inbox string) *nats.Conn {
	t.Helper()
	c, err := broker.ReadCredentials(s.dir, user)
	if err != nil {
		t.Fatal(err)
	}
	nc, err := broker.Connect(t.Context(), broker.Dial{URL: s.URL(), Name: t.Name(), User: c.User, Password: c.Password, InboxPrefix: inbox, Logger: s.opts.logger})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	return nc
}
