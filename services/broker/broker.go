// Package broker runs a NATS server with JetStream inside this process, and connects to it or to somebody else's.
//
// The embedded server is the whole installation of a small partnership: it listens on loopback, knows four accounts, syncs
// every write to the disk before it acknowledges it, and never creates a stream. What it holds is made once, by `init`
// (RELIABILITY §1.5).
//
//	ENGINE  the services; JetStream lives here and nowhere else
//	PEOPLE  the command line, dashboards and partners' systems; reaches the engine only by service import, so that the
//	        server, not the caller, says who is asking (RELIABILITY §6.1)
//	AUTH    the service that says who a person from outside is and what they may (auth callout)
//	SYS     the server's own account; nobody signs in to it
package broker

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/rs/zerolog"
)

// DefaultListen is where the embedded server listens unless told otherwise.
const DefaultListen = "127.0.0.1:4222"

// MaxPayload is the largest message the embedded server takes: a record of 256 KiB, its headers, and room for a document.
const MaxPayload = 512 << 10

// startWithin bounds the wait for the server to be ready; a journal of a million records takes about a second.
const startWithin = 60 * time.Second

// Config says how the embedded server runs. Dir alone is enough.
type Config struct {
	// Dir is the data directory: the streams are in Dir/jetstream, the credentials in Dir/credentials.
	Dir string

	// Listen is host:port for clients; port 0 or -1 takes a free one. Default DefaultListen.
	Listen string

	// NoListen keeps the server off the network: only this process can reach it, by Broker.Connect.
	NoListen bool

	// WebSocket is host:port for browsers; port 0 or -1 takes a free one. Empty: none. Under NoListen there is none either.
	WebSocket string

	// Origins are the addresses of the pages, as https://host[:port], whose scripts may connect to WebSocket. None: only pages
	// from the same host and port.
	Origins []string

	// AllowRemote permits Listen and WebSocket addresses that are not loopback. The server speaks without TLS: put one in front, or run
	// a cluster of your own (deploy/).
	AllowRemote bool

	// MaxStore limits what the streams may take on the disk, in bytes. Zero leaves it to the server: three quarters of
	// what was free when it started.
	MaxStore int64

	// Unsynced leaves acknowledged writes in the page cache for up to two minutes. A power cut then loses them. It is
	// for tests that measure nothing else; `serve` never sets it.
	Unsynced bool

	// Logger takes what the server has to say. Its zero value is silent.
	Logger zerolog.Logger
}

// Broker is a running embedded server.
type Broker struct {
	srv     *server.Server
	lock    *os.File
	engine  Credentials
	admin   Credentials // made at each start, known to this process alone
	auth    Credentials
	callout Callout
	logger  zerolog.Logger

	websocket bool // there is such a listener
}

// ErrInUse is returned by Start when another process has the data directory open. Nothing was touched.
var ErrInUse = errors.New("the data directory is in use by another process")

// Start starts the server and returns when it takes requests. The directory must have been made by Init.
// The context bounds the start only; stop the server with Close.
// Errors: ErrInUse; ErrNoCredentials; an address that is taken, or not loopback without AllowRemote.
func Start(ctx context.Context, cfg Config) (*Broker, error) {
	host, port, err := cfg.listen()
	if err != nil {
		return nil, err
	}
	websocket, err := cfg.websocket()
	if err != nil {
		return nil, err
	}
	if _, err := ReadCredentials(cfg.Dir, EngineUser); err != nil {
		return nil, err // it is not a directory of ours: nothing is written there
	}
	b := &Broker{logger: cfg.Logger}
	if b.lock, err = lockDir(filepath.Join(cfg.Dir, "lock")); err != nil {
		return nil, err
	}
	opts, err := b.options(cfg.Dir)
	if err != nil {
		return nil, errors.Join(err, b.lock.Close())
	}
	opts.Websocket, b.websocket = websocket, websocket.Port != 0
	opts.ServerName = "comity"
	opts.Host, opts.Port, opts.DontListen = host, port, cfg.NoListen
	opts.NoSigs, opts.MaxPayload = true, MaxPayload
	opts.JetStream, opts.StoreDir, opts.JetStreamMaxStore = true, cfg.Dir, cfg.MaxStore
	opts.SyncAlways, opts.SyncInterval = !cfg.Unsynced, 2*time.Minute
	if err := b.run(ctx, opts); err != nil {
		return nil, errors.Join(err, b.lock.Close())
	}
	return b, nil
}

// options reads the credentials, adding what an older directory does not have, and makes the accounts of them.
func (b *Broker) options(dir string) (opts *server.Options, err error) {
	if err := addCallout(dir); err != nil {
		return nil, err
	}
	if b.engine, err = ReadCredentials(dir, EngineUser); err != nil {
		return nil, err
	}
	operator, err := ReadCredentials(dir, OperatorUser)
	if err != nil {
		return nil, err
	}
	if b.admin, err = newCredentials(adminUser); err != nil {
		return nil, err
	}
	if b.auth, err = ReadCredentials(dir, AuthUser); err != nil {
		return nil, err
	}
	if b.callout, err = ReadCallout(dir); err != nil {
		return nil, err
	}
	issuer, xkey, err := b.callout.public()
	if err != nil {
		return nil, err
	}
	opts = &server.Options{}
	if err := opts.ProcessConfigString(accounts(b.engine, b.admin, operator, b.auth, issuer, xkey)); err != nil {
		return nil, fmt.Errorf("embedded server's accounts: %w", err)
	}
	return opts, nil
}

// run starts the server and waits until it is ready or has said that it cannot be.
func (b *Broker) run(ctx context.Context, opts *server.Options) error {
	srv, err := server.NewServer(opts)
	if err != nil {
		return fmt.Errorf("embedded server: %w", err)
	}
	b.srv = srv
	fatal := make(chan string, 1)
	srv.SetLoggerV2(&serverLog{log: b.logger, fatal: fatal}, false, false, false)
	ready := make(chan bool, 1)
	go func() {
		srv.Start()
		ready <- srv.ReadyForConnections(startWithin)
	}()
	select {
	case why := <-fatal:
		err = fmt.Errorf("embedded server: %s", why)
	case ok := <-ready:
		if ok {
			return nil
		}
		err = fmt.Errorf("embedded server is not ready after %v", startWithin)
	case <-ctx.Done():
		err = context.Cause(ctx)
	}
	srv.Shutdown()
	srv.WaitForShutdown()
	return err
}

// URL is where clients reach the server; "" with NoListen.
func (b *Broker) URL() string {
	if b.srv.Addr() == nil {
		return ""
	}
	return "nats://" + b.srv.Addr().String()
}

// WebSocketURL is where browsers reach the server; "" without such a listener.
func (b *Broker) WebSocketURL() string {
	if !b.websocket {
		return ""
	}
	return b.srv.WebsocketURL()
}

// Connect opens a connection of the engine's own, inside this process.
func (b *Broker) Connect(ctx context.Context, name string) (*nats.Conn, error) {
	return b.connect(ctx, name, b.engine)
}

// Administrator opens a connection that may create streams, which the engine's own may not. Only `init` uses it. The
// password is made at each start and kept nowhere.
func (b *Broker) Administrator(ctx context.Context) (*nats.Conn, error) {
	return b.connect(ctx, "comity init", b.admin)
}

func (b *Broker) connect(ctx context.Context, name string, who Credentials) (*nats.Conn, error) {
	return connect(ctx, Dial{Name: name, User: who.User, Password: who.Password, Logger: b.logger}, nats.InProcessServer(b.srv))
}

// Close stops the server and returns when every file is synced and closed. Connections still open are cut.
func (b *Broker) Close() error {
	b.srv.Shutdown()
	b.srv.WaitForShutdown()
	return b.lock.Close()
}

// listen checks the address.
func (c Config) listen() (host string, port int, err error) {
	if c.NoListen {
		return "127.0.0.1", -1, nil
	}
	addr := c.Listen
	if addr == "" {
		addr = DefaultListen
	}
	return c.address("listen", addr)
}

// websocket checks the address for browsers; without one there is no listener.
func (c Config) websocket() (o server.WebsocketOpts, err error) {
	if c.WebSocket == "" || c.NoListen {
		return o, nil
	}
	o.NoTLS, o.SameOrigin, o.AllowedOrigins = true, len(c.Origins) == 0, c.Origins
	o.Host, o.Port, err = c.address("WebSocket", c.WebSocket)
	return o, err
}

// address reads host:port, and refuses one that other machines reach unless that is allowed.
func (c Config) address(what, addr string) (host string, port int, err error) {
	host, p, err := net.SplitHostPort(addr)
	if err != nil {
		return "", 0, fmt.Errorf("%s address: %w", what, err)
	}
	if port, err = strconv.Atoi(p); err != nil {
		return "", 0, fmt.Errorf("%s address %s: the port is not a number", what, addr)
	}
	if port == 0 {
		port = -1
	}
	ip := net.ParseIP(host)
	if loopback := host == "localhost" || ip != nil && ip.IsLoopback(); !loopback && !c.AllowRemote {
		return "", 0, fmt.Errorf("%s address %s can be reached from other machines, without encryption: allow that expressly or use 127.0.0.1", what, addr)
	}
	return host, port, nil
}
