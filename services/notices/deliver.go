package notices

import (
	"context"
	"errors"
	"strings"

	"github.com/nats-io/nats.go/jetstream"

	"comity/services/directory"
	"comity/services/outbox"
	"comity/workflow"
)

// The stage send, as far as it concerns the outbox: which mail is sent when, and which not at all.

// deliverAll sends every mail whose time has come.
func (n *Notices) deliverAll(ctx context.Context, done *Result) error {
	p := n.postman()
	defer p.close()
	for _, m := range n.mails.list() {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err := n.goOn(n.deliver(ctx, p, m, done), m.ID, done); err != nil {
			return err
		}
	}
	return nil
}

// deliver sends one mail, if it is to be sent now.
func (n *Notices) deliver(ctx context.Context, p *postman, m queued, done *Result) error {
	now := n.cfg.Now().UTC()
	if at := m.NotBefore; at.After(now) {
		done.next(at)
		return nil
	}
	if free := m.SentAt.Add(handFor); m.State == outbox.Sending && free.After(now) {
		done.next(free)
		return nil
	}
	if n.down.until.After(now) {
		done.next(n.down.until)
		return nil
	}
	if state, why, err := n.hopeless(ctx, &m); err != nil || why != "" {
		if err != nil {
			return err
		}
		m.State = state
		return n.record(ctx, m, why, done)
	}
	if n.cfg.SMTP.Host == "" {
		m.State, m.Error = outbox.Kept, "no mail server is configured; the mail is shown in the outbox only"
		return n.record(ctx, m, NoServer, done)
	}
	m.State, m.SentAt, m.Attempts = outbox.Sending, now, m.Attempts+1
	if has, err := n.take(ctx, &m); err != nil || !has {
		return err
	}
	err := p.post(ctx, m.Mail)
	if ctx.Err() != nil && err != nil {
		return context.Cause(ctx) // whether it went is not known; it goes again
	}
	return n.outcome(ctx, m, err, done)
}

// hopeless finds what keeps a mail from being sent at all, and fills in the address.
func (n *Notices) hopeless(ctx context.Context, m *queued) (state string, why Decision, err error) {
	if m.Person != "" {
		who, err := n.cfg.Directory.Person(ctx, m.Person)
		switch {
		case errors.Is(err, directory.ErrUnknown):
		case err != nil:
			return "", "", err
		case !who.ErasedAt.IsZero():
			m.Error, m.Address = "the person has been erased from the directory", ""
			return outbox.Dropped, Erased, nil
		case !who.LeftAt.IsZero():
			m.Error = "the person has left"
			return outbox.Undeliverable, Left, nil
		case who.Email != "" && !m.Secret:
			m.Address = who.Email
		case m.Address == "":
			m.Address = who.Email
		}
	}
	if m.Address == "" {
		m.Error = "no address known"
		return outbox.Undeliverable, NoAddress, nil
	}
	if m.Attempts > 0 && len(m.About) > 0 {
		nothing, err := n.nothingLeft(ctx, m.Mail)
		if err != nil || nothing {
			m.Error = "it was settled before it could be sent"
			return outbox.Dropped, NothingLeftTo, err
		}
	}
	return "", "", nil
}

// nothingLeft reports whether all that a mail asks for has been settled since it was written.
func (n *Notices) nothingLeft(ctx context.Context, m outbox.Mail) (bool, error) {
	for _, id := range m.About {
		e, err := n.ledger.find(ctx, m.Person, id)
		if errors.Is(err, jetstream.ErrKeyNotFound) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		settled, err := n.settled(ctx, e.Telling)
		if err != nil || !settled {
			return false, err
		}
	}
	return true, nil
}

// find reads a notice by the person and the id of its telling, which stands in a mail as partnership/id.
func (l *ledger) find(ctx context.Context, person, about string) (entry, error) {
	partnership, id, _ := strings.Cut(about, "/")
	return l.read(ctx, toldKey(workflow.Telling{Person: person, Partnership: partnership, ID: id}))
}
