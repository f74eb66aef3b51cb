package house

import (
	"context"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"comity/services/broker"
	"comity/services/directory"
	"comity/services/notices"
	"comity/services/outbox"
	"comity/services/people"
	"comity/services/web"
)

// writeNotices builds the service that tells people. Without pages of its own it links to where they are said to be.
func (h *House) writeNotices(ctx context.Context, r room) (func(context.Context) error, error) {
	js, err := jetstream.New(r.conn)
	if err != nil {
		return nil, err
	}
	who, err := directory.Open(ctx, js)
	if err != nil {
		return nil, err
	}
	mails, err := outbox.Open(ctx, js)
	if err != nil {
		return nil, err
	}
	cfg := notices.Config{
		Conn: r.conn, Journal: r.journal, Directory: who, Outbox: mails, SMTP: h.cfg.SMTP, BaseURL: h.cfg.Pages.BaseURL, Now: h.cfg.Now, NewID: h.cfg.newID,
		Manual: h.cfg.Manual, OperatorActs: h.cfg.OperatorActs, Version: h.cfg.Version, Ready: func() { close(r.ready) }, Log: r.log,
	}
	if cfg.BaseURL == "" {
		if cfg.BaseURL = h.PagesURL(); cfg.BaseURL == "" {
			cfg.BaseURL = "http://" + web.DefaultListen
		}
	}
	if h.cfg.Pages.Development {
		cfg.Gather = 2 * time.Second // whoever tries it out wants to see the mail now
	}
	if h.notices, err = notices.New(ctx, cfg); err != nil {
		return nil, err
	}
	return h.notices.Run, nil
}

// admitPeople builds the service that knows people, and that lets them in where the server is ours: an external one has a
// callout of its own in deploy/, or none.
func (h *House) admitPeople(ctx context.Context, r room) (func(context.Context) error, error) {
	cfg := people.Config{
		Conn: r.conn, Journal: r.journal, Now: h.cfg.Now, NewID: h.cfg.newID, OperatorActs: h.cfg.OperatorActs, Version: h.cfg.Version,
		Verify: web.Verifier(h.cfg.Pages.Providers), Ready: func() { close(r.ready) }, Log: r.log,
	}
	if h.broker != nil {
		var err error
		if cfg.Auth, err = h.keep(h.broker.Auth(ctx, "comity people sign-in")); err != nil {
			return nil, err
		}
		keys := h.broker.Callout()
		cfg.Issuer, cfg.XKey, cfg.Account, cfg.Kick = keys.Issuer, keys.XKey, broker.PeopleAccount, h.broker.Kick
	}
	s, err := people.Open(ctx, cfg)
	if err != nil {
		return nil, err
	}
	return s.Run, nil
}

// keep notes a connection, which lives as long as the house.
func (h *House) keep(nc *nats.Conn, err error) (*nats.Conn, error) {
	if err == nil {
		h.conns = append(h.conns, nc)
	}
	return nc, err
}
