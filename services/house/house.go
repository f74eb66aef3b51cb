// Package house is the composition root as a value: it starts the NATS server or connects to one, runs the start-up guard,
// builds the services and runs them together. The program, the scenario player and the tests all live in the same house.
//
// The services meet in NATS only, also here: each has a connection and a journal of its own, and none is handed another.
// What they share is the birth certificate in the data directory:
//
//	data/log.json        which journal this installation has; written last, when it is whole
//	data/credentials/    of the engine and of the local operator
//	data/jetstream/      the journal, where the server is embedded
//	data/views.db        read models, and the second copy of every record
//	data/server.json     where a running house can be reached; see Address
package house

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/rs/zerolog"

	"comity/services/broker"
	"comity/services/client"
	"comity/services/deadlines"
	"comity/services/notices"
	"comity/services/views"
	"comity/services/web"
)

// Defaults of Config.
const (
	DefaultDir           = "data"
	DefaultHealth        = "127.0.0.1:8222"
	DefaultAdministrator = "p-admin"
)

// Names lists the services, in the order in which they stop.
var Names = []string{"web", "notices", "deadlines", "people", "register", "casework", "feeds", "views"}

// Config says what is in the house. Now is needed; everything else has a default.
type Config struct {
	// Dir is the data directory. Default DefaultDir.
	Dir string

	// Listen is host:port of the embedded server; port 0 takes a free one. Default broker.DefaultListen.
	Listen string

	// URL is an external NATS server, or several with commas; a user and a password may stand in it. Empty: a server is
	// embedded.
	URL string

	// Creds is a credentials file of the engine on the external server; for Init one that may create streams.
	Creds string

	// Only names the services to run; empty runs all of Names.
	Only []string

	// Health is where /healthz and /readyz are answered. Default DefaultHealth; "off" answers nowhere.
	Health string

	// Pages says where the pages are and how people sign in. Without an address there are none.
	Pages Pages

	// WebSocket is host:port of the embedded server for browsers; empty: none. Pages at Pages.BaseURL may connect to it.
	WebSocket string

	// SMTP is the mail server by which notices are sent. Without a host they are kept in the outbox.
	SMTP notices.SMTP

	// Administrator is the person who may set up partnerships; Init writes it into the birth certificate. It cannot be
	// changed here afterwards. Default DefaultAdministrator.
	Administrator string

	// Partitions is how many journals the installation has, fixed by Init for its life. Default 1.
	Partitions int

	// Replicas is how many servers of a cluster keep each stream; Init alone reads it. Default 1.
	Replicas int

	// OperatorActs lets the local command line act as anybody (--as). Records then say so.
	OperatorActs bool

	// Manual builds deadlines and notices without their loops: whoever has the house calls Deadlines().RunOnce and
	// Notices().RunOnce. The scenario player does.
	Manual bool

	// Now is the clock by which everything is decided.
	Now func() time.Time

	// NewID makes the installation's id and the ids of commands. Default the client's, a UUIDv7.
	NewID func() string

	// Version is of this build, semantic; discovery shows it. Default 0.0.0.
	Version string

	// Build names the exact source of this build: snapshots of another are not read. Empty: none are kept.
	Build string

	// Unsynced leaves acknowledged writes of the embedded server in the page cache. For tests and simulations only.
	Unsynced bool

	// Log takes what the services say.
	Log zerolog.Logger
}

// Pages is what the service web needs to know beside what every service does.
type Pages struct {
	Listen      string // host:port, port 0 for a free one; empty: no pages
	BaseURL     string // how people reach them; default http:// and the address
	Development bool   // anybody signs in as anybody: on loopback only
	Providers   []web.Provider

	// Scan looks at an uploaded file before it is kept, and refuses it with an error that says why. Nil takes all.
	Scan func(ctx context.Context, name string, content []byte) error
}

func (c Config) withDefaults() Config {
	set := func(s *string, to string) {
		if *s == "" {
			*s = to
		}
	}
	set(&c.Dir, DefaultDir)
	set(&c.Health, DefaultHealth)
	set(&c.Administrator, DefaultAdministrator)
	c.Partitions = max(c.Partitions, 1)
	if len(c.Only) == 0 {
		c.Only = Names
	}
	return c
}

// House is an installation that has been opened. Its methods may be called concurrently.
type House struct {
	cfg      Config
	broker   *broker.Broker // nil with an external server
	url      string
	warnings []string

	conns    []*nats.Conn // in the order in which they were opened
	services []*service   // in the order in which they stop
	people   *nats.Conn   // as the local operator; nil with an external server
	views    *views.Views // nil where it is not run
	web      *web.Web     // nil where it is not run
	due      *deadlines.Deadlines
	notices  *notices.Notices // nil where it is not run
	ready    chan struct{}    // closed when every service takes work
	probe    *probe

	mu      sync.Mutex
	cancel  context.CancelFunc // of the Run under way
	running chan struct{}      // closed when Run has returned; nil before Run
	closed  bool
	killed  bool // by Kill
}

// Open opens an installation: it starts or reaches the server, runs the guard and builds the services. Nothing is answered
// before Run. On a wholly empty directory, with an embedded server, it does Init first.
// Errors: *journal.Refusal when the journal must not be served; broker.ErrInUse; an address that is taken; a service that is
// not known.
func Open(ctx context.Context, cfg Config) (*House, error) {
	cfg = cfg.withDefaults()
	if err := cfg.check(); err != nil {
		return nil, err
	}
	if err := prepare(ctx, cfg); err != nil {
		return nil, err
	}
	h := &House{cfg: cfg, ready: make(chan struct{})}
	if err := h.open(ctx); err != nil {
		return nil, errors.Join(err, h.shut())
	}
	return h, nil
}

func (c Config) check() error {
	if c.Now == nil {
		return errors.New("house: a clock is needed")
	}
	for _, name := range c.Only {
		if !known(name) {
			return fmt.Errorf("there is no service %q; there are %v", name, Names)
		}
	}
	return nil
}

// URL is where clients reach the server.
func (h *House) URL() string { return h.url }

// Warnings are sentences for the operator about what may be lost with these servers.
func (h *House) Warnings() []string { return h.warnings }

// Ready is closed when every service takes work. It never is when Run fails before.
func (h *House) Ready() <-chan struct{} { return h.ready }

// PagesURL is where the pages are; "" where there are none.
func (h *House) PagesURL() string {
	if h.web == nil {
		return ""
	}
	return h.web.URL()
}

// Views is the service views, nil where it is not run.
func (h *House) Views() *views.Views { return h.views }

// Notices is the service notices, nil where it is not run.
func (h *House) Notices() *notices.Notices { return h.notices }

// WebSocketURL is where browsers reach the embedded server; "" where they do not.
func (h *House) WebSocketURL() string {
	if h.broker == nil {
		return ""
	}
	return h.broker.WebSocketURL()
}

// Deadlines is the service deadlines, nil where it is not run.
func (h *House) Deadlines() *deadlines.Deadlines { return h.due }

// Client returns a client that speaks as the local operator, as the command line does. With an external server it speaks
// as the user of URL or Creds.
func (h *House) Client(cfg client.Config) *client.Client {
	if cfg.NewID == nil {
		cfg.NewID = h.cfg.NewID
	}
	if h.people != nil {
		return client.New(h.people, cfg)
	}
	return client.New(h.conns[0], cfg)
}
