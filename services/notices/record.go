package notices

import (
	"context"
	"errors"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"comity/services/outbox"
)

// The stage record: what became of a mail is written back.

const (
	againLeast = 15 * time.Second // the wait after the first failure; it doubles
	againMost  = time.Hour

	giveUp       = 3 * 24 * time.Hour // since it was queued
	giveUpSecret = 15 * time.Minute   // a sign-in code is good for no longer

	// recordWithin bounds the note of what became of a mail, also while stopping.
	recordWithin = 5 * time.Second
)

// outcome notes what became of a mail that was handed to the mail server.
func (n *Notices) outcome(ctx context.Context, m queued, err error, done *Result) error {
	now := n.cfg.Now().UTC()
	var no *unsent
	switch {
	case err == nil:
		n.down.reset()
		m.State, m.SentAt, m.Error = outbox.Sent, now, ""
		if m.Secret {
			m.Text, m.HTML = "", "" // nobody needs it any more
		}
		return n.record(ctx, m, Delivered, done)
	case !errors.As(err, &no):
		no = &unsent{text: err.Error()}
	}
	m.Error = no.text
	until := giveUp
	if m.Secret {
		until = giveUpSecret
	}
	switch {
	case no.permanent:
		m.State = outbox.Undeliverable
		return n.record(ctx, m, Refused, done)
	case now.Sub(m.QueuedAt) >= until:
		m.State = outbox.Undeliverable
		return n.record(ctx, m, GaveUp, done)
	}
	wait := min(againLeast<<min(m.Attempts-1, 16), againMost)
	m.State, m.NotBefore = outbox.Queued, now.Add(wait)
	if no.away { // nobody else's mail would go either
		n.down.least, n.down.most = againLeast/3, 5*time.Minute
		n.down.until = now.Add(n.down.next())
	}
	done.next(m.NotBefore)
	return n.record(ctx, m, TryAgain, done)
}

// take writes a mail back before it is sent, and reports whether this instance has it.
func (n *Notices) take(ctx context.Context, m *queued) (bool, error) {
	revision, err := n.cfg.Outbox.Update(ctx, m.Mail, m.revision)
	switch {
	case errors.Is(err, outbox.ErrChanged):
		return false, n.refresh(ctx, m.ID)
	case err != nil:
		return false, err
	}
	m.revision = revision
	n.mails.take(m.Mail, revision)
	return true, nil
}

// record writes back what became of a mail; what is done is noted also while stopping.
func (n *Notices) record(ctx context.Context, m queued, why Decision, done *Result) error {
	within, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordWithin)
	defer cancel()
	say := n.cfg.Log.Info()
	if why == TryAgain || m.State == outbox.Undeliverable {
		say = n.cfg.Log.Warn().Str("why", m.Error)
	}
	has, err := n.take(within, &m)
	if err != nil {
		return err
	}
	if !has {
		why = AnotherHasIt
	}
	done.mail(m.Mail, why)
	say.Str("mail", m.ID).Str("reason", m.Reason).Str("decision", string(why)).Int("attempts", m.Attempts).Msg("mail")
	return nil
}

// refresh reads again what another has changed.
func (n *Notices) refresh(ctx context.Context, id string) error {
	m, revision, err := n.cfg.Outbox.Read(ctx, id)
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		n.mails.gone(id)
		return nil
	}
	if err == nil {
		n.mails.take(m, revision)
	}
	return err
}
