package house

import (
	"context"
	"path/filepath"
	"slices"

	"github.com/nats-io/nats.go"
	"github.com/rs/zerolog"

	"comity/services/casework"
	"comity/services/deadlines"
	"comity/services/feeds"
	"comity/services/journal"
	"comity/services/register"
	"comity/services/views"
	"comity/services/web"
)

// service is one of the services of a house.
type service struct {
	name  string
	run   func(context.Context) error
	ready chan struct{} // closed when it takes work
}

// room is what a service is built from.
type room struct {
	*service
	conn    *nats.Conn
	journal *journal.Journal
	cert    journal.Certificate
	log     zerolog.Logger
}

func known(name string) bool { return slices.Contains(Names, name) }

// furnish builds the services that are to run.
func (h *House) furnish(ctx context.Context, cert journal.Certificate) error {
	for _, name := range Names {
		if !slices.Contains(h.cfg.Only, name) || name == "web" && h.cfg.Pages.Listen == "" {
			continue
		}
		r := room{service: &service{name: name, ready: make(chan struct{})}, cert: cert, log: h.cfg.Log.With().Str("service", name).Logger()}
		var err error
		if r.conn, err = h.connect(ctx, name); err != nil {
			return err
		}
		r.journal, err = journal.Open(ctx, journal.Config{Conn: r.conn, Partitions: cert.Partitions, Snapshots: h.cfg.Build})
		if err != nil {
			return err
		}
		if err := h.build(ctx, r); err != nil {
			return err
		}
		h.services = append(h.services, r.service)
	}
	h.probe = newProbe(h, cert)
	return nil
}

// build makes one service.
func (h *House) build(ctx context.Context, r room) (err error) {
	cfg, ready := h.cfg, func() { close(r.ready) }
	switch r.name {
	case "web":
		h.web, err = web.New(ctx, web.Config{
			Listen: cfg.Pages.Listen, BaseURL: cfg.Pages.BaseURL, Conn: r.conn, Development: cfg.Pages.Development, Providers: cfg.Pages.Providers,
			Scan: cfg.Pages.Scan, Now: cfg.Now, NewID: cfg.newID, Ready: ready, Log: r.log,
		})
		if err == nil {
			r.run = h.web.Run
		}
	case "notices":
		r.run, err = h.writeNotices(ctx, r)
	case "people":
		r.run, err = h.admitPeople(ctx, r)
	case "register":
		r.run = register.New(register.Config{
			Conn: r.conn, Journal: r.journal, Now: cfg.Now, Version: cfg.Version, OperatorActs: cfg.OperatorActs, Ready: ready, Log: r.log,
		}).Run
	case "casework":
		r.run = casework.New(casework.Config{
			Conn: r.conn, Journal: r.journal, Now: cfg.Now, Version: cfg.Version, OperatorActs: cfg.OperatorActs, Ready: ready, Log: r.log,
		}).Run
	case "views":
		h.views, err = views.Open(ctx, views.Config{
			Path: filepath.Join(cfg.Dir, ViewsFile), Conn: r.conn, Journal: r.journal, LogID: r.cert.LogID, Now: cfg.Now, Log: r.log,
			Version: cfg.Version, Build: cfg.Build, OperatorActs: cfg.OperatorActs, Ready: ready,
		})
		if err == nil {
			r.run = h.views.Run
		}
	case "feeds":
		var f *feeds.Feeds
		if f, err = feeds.New(feeds.Config{Conn: r.conn, Journal: r.journal, Log: r.log}); err == nil {
			r.run = atOnce(ready, f.Run)
		}
	case "deadlines":
		h.due, err = deadlines.New(deadlines.Config{Conn: r.conn, Journal: r.journal, Now: cfg.Now, Log: r.log, Manual: cfg.Manual})
		if err == nil {
			r.run = atOnce(ready, h.due.Run)
		}
	}
	return err
}

// atOnce is a service that nobody has to wait for: what it has not done yet it does later.
func atOnce(ready func(), run func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error {
		ready()
		return run(ctx)
	}
}
