// Package web is the pages: what members, officers and secretaries see and do in a browser. It holds no rules. It sends commands
// and asks views as the person who is signed in, over NATS like everybody else, and shows the answer; who may act and who may
// read is decided there.
//
// One page is one handler (page_x.go), one template (templates/x.gohtml), one test. A handler is a method of visit: one request
// by one person. What it takes to add a page is in docs/decisions/0008-pages.md.
package web

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/rs/zerolog"

	"comity/services/bus"
	"comity/services/client"
	"comity/services/directory"
	"comity/services/outbox"
)

// DefaultListen is where the pages are unless told otherwise.
const DefaultListen = "127.0.0.1:8080"

// closeWithin bounds how long requests in hand may take when the pages close.
const closeWithin = 10 * time.Second

// Config says where the pages are and what they speak to. Conn, Now and NewID are needed.
type Config struct {
	// Listen is host:port; port 0 takes a free one. Default DefaultListen.
	Listen string

	// BaseURL is how people reach the pages, without a slash at the end. Default http:// and the address listened on.
	BaseURL string

	// Conn is the engine's connection: commands and questions go over it, and sessions are kept through it.
	Conn *nats.Conn

	// Development lets anybody sign in as anybody in the directory, on a page that says so. New refuses it beyond loopback
	// and where a provider is configured.
	Development bool

	// Providers are the organisations' own sign-in services.
	Providers []Provider

	// Scan looks at an uploaded file before it is kept; an error refuses it, and says why to the person. Nil takes everything
	// of an allowed type.
	Scan func(ctx context.Context, name string, content []byte) error

	// Now is the clock.
	Now func() time.Time

	// NewID makes ids of commands: a UUIDv7, another one each time.
	NewID func() string

	// Ready is called once, when requests are taken. May be nil.
	Ready func()

	// Log takes what goes wrong.
	Log zerolog.Logger
}

// Web is the pages of an installation. Its methods may be called concurrently.
type Web struct {
	cfg       Config
	listener  net.Listener
	client    *client.Client
	people    *directory.Directory
	outbox    *outbox.Outbox
	evidence  jetstream.ObjectStore
	codes     *codes
	kept      jetstream.KeyValue // sessions
	sessions  *scs.SessionManager
	pages     *templates
	providers []*provider
	live      *live
	zone      *time.Location
	closing   chan struct{} // closed when the pages close
}

// New opens the pages' address and the buckets they need. Nothing is answered before Run.
// Errors: an address that is taken; a bucket that does not answer; a development sign-in where others could reach it.
func New(ctx context.Context, cfg Config) (*Web, error) {
	if cfg.Listen == "" {
		cfg.Listen = DefaultListen
	}
	if cfg.Development {
		if err := onlyHere(cfg); err != nil {
			return nil, err
		}
	}
	w := &Web{cfg: cfg, closing: make(chan struct{}), client: client.New(cfg.Conn, client.Config{NewID: cfg.NewID})}
	var err error
	if w.zone, err = time.LoadLocation("Europe/London"); err != nil {
		return nil, err
	}
	if err := w.open(ctx); err != nil {
		return nil, err
	}
	if w.pages, err = parseTemplates(w.functions()); err != nil {
		return nil, err
	}
	if w.listener, err = (&net.ListenConfig{}).Listen(ctx, "tcp", cfg.Listen); err != nil {
		return nil, fmt.Errorf("pages: %w", err)
	}
	if w.cfg.BaseURL == "" {
		w.cfg.BaseURL = "http://" + w.listener.Addr().String()
	}
	w.cfg.BaseURL = strings.TrimSuffix(w.cfg.BaseURL, "/")
	w.sessions = newSessions(w.kept, w.secure())
	if w.providers, err = newProviders(cfg.Providers, w.cfg.BaseURL); err != nil {
		return nil, errors.Join(err, w.listener.Close())
	}
	w.live = newLive(w)
	return w, nil
}

// onlyHere refuses a sign-in without proof where anybody but the people at this machine could reach it.
func onlyHere(cfg Config) error {
	host, _, err := net.SplitHostPort(cfg.Listen)
	if err != nil {
		return fmt.Errorf("pages: %w", err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("the development sign-in lets anybody act as anybody: it is refused on %s, which others can reach", cfg.Listen)
	}
	if len(cfg.Providers) > 0 {
		return errors.New("the development sign-in lets anybody act as anybody: it is refused where a sign-in provider is configured")
	}
	if u, err := url.Parse(cfg.BaseURL); err != nil || cfg.BaseURL != "" && !isHere(u.Host) {
		return fmt.Errorf("the development sign-in lets anybody act as anybody: it is refused where people come by %s", cfg.BaseURL)
	}
	return nil
}

// isHere reports whether a host, with or without a port, is this machine by name or number.
func isHere(host string) bool {
	name := (&url.URL{Host: host}).Hostname()
	ip := net.ParseIP(name)
	return name == "localhost" || ip != nil && ip.IsLoopback()
}

// open opens what the pages keep in NATS.
func (w *Web) open(ctx context.Context) error {
	js, err := jetstream.New(w.cfg.Conn)
	if err != nil {
		return err
	}
	if w.people, err = directory.Open(ctx, js); err != nil {
		return err
	}
	if w.outbox, err = outbox.Open(ctx, js); err != nil {
		return err
	}
	if w.kept, err = js.KeyValue(ctx, bus.SessionsBucket); err != nil {
		return fmt.Errorf("open %s: %w", bus.SessionsBucket, err)
	}
	signIns, err := js.KeyValue(ctx, bus.SignInBucket)
	if err != nil {
		return fmt.Errorf("open %s: %w", bus.SignInBucket, err)
	}
	w.codes = &codes{kv: signIns, now: w.cfg.Now}
	if w.evidence, err = js.ObjectStore(ctx, bus.EvidenceBucket); err != nil {
		return fmt.Errorf("open %s: %w", bus.EvidenceBucket, err)
	}
	return nil
}

// URL is how people reach the pages.
func (w *Web) URL() string { return w.cfg.BaseURL }

// secure reports whether people reach the pages over TLS, which whoever stands in front of us ends.
func (w *Web) secure() bool { return strings.HasPrefix(w.cfg.BaseURL, "https://") }

// Run answers requests until ctx ends, then finishes those in hand and ends the streams.
// Errors: the listener failed; requests that did not finish in time.
func (w *Web) Run(ctx context.Context) error {
	server := &http.Server{
		Handler: w.handler(), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 60 * time.Second, WriteTimeout: 60 * time.Second,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10, ErrorLog: nil,
	}
	streaming, endStreams := context.WithCancel(context.WithoutCancel(ctx))
	defer endStreams()
	server.RegisterOnShutdown(func() { close(w.closing) })
	listening := make(chan error, 1)
	go func() { listening <- w.live.run(streaming) }()
	served := make(chan error, 1)
	go func() { served <- server.Serve(w.listener) }()
	if w.cfg.Ready != nil {
		w.cfg.Ready()
	}
	var err error
	select {
	case <-ctx.Done():
		within, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeWithin)
		defer cancel()
		err = server.Shutdown(within)
		<-served
	case err = <-served:
	}
	endStreams()
	return errors.Join(err, <-listening)
}

// Close gives the address back, where Run has not done so.
func (w *Web) Close() error {
	if err := w.listener.Close(); !errors.Is(err, net.ErrClosed) {
		return err
	}
	return nil
}
