package notices

import (
	"context"
	"errors"
	"slices"

	"github.com/nats-io/nats.go/jetstream"

	"comity/services/outbox"
)

// The stage compose: the mail of a batch that was claimed.

// finish writes the mail of a batch that was claimed, and marks its notices. It may be done again, by anybody.
func (n *Notices) finish(ctx context.Context, anchor entry, done *Result) error {
	batch, err := n.batch(ctx, anchor)
	if err != nil {
		return err
	}
	id := mailID(anchor)
	_, err = n.cfg.Outbox.Mail(ctx, id)
	written := err == nil
	if err != nil && !errors.Is(err, jetstream.ErrKeyNotFound) {
		return err
	}
	worth := batch
	if !written {
		if worth, err = n.compose(ctx, id, anchor, batch, done); err != nil {
			return err
		}
	}
	for _, e := range slices.Backward(batch) { // the anchor last: until then the batch is in hand
		e.State, e.Why, e.Mail = mailed, Mailed, id
		if !slices.ContainsFunc(worth, func(w entry) bool { return w.key == e.key }) {
			e.State, e.Why, e.Mail = dropped, Settled, ""
		}
		ok, err := n.ledger.update(ctx, e)
		if err != nil {
			return err
		}
		if ok {
			done.notice(e, e.Why)
		}
	}
	return nil
}

// batch takes the others of a batch, and returns all of it. What another instance has taken for another mail is left out.
func (n *Notices) batch(ctx context.Context, anchor entry) ([]entry, error) {
	batch := []entry{anchor}
	for _, key := range anchor.With {
		e, err := n.ledger.read(ctx, key)
		if err != nil {
			return nil, err
		}
		if e.State == waiting {
			e.State, e.Anchor = taken, anchor.key
			if _, err = n.ledger.update(ctx, e); err != nil {
				return nil, err
			}
			if e, err = n.ledger.read(ctx, key); err != nil {
				return nil, err
			}
		}
		if e.State == taken && e.Anchor == anchor.key {
			batch = append(batch, e)
		}
	}
	return batch, nil
}

// mailID is the id of the mail of a batch.
func mailID(anchor entry) string { return "n-" + short(anchor.Telling.Partnership, anchor.Telling.ID) }

// compose is the stage compose: it queues the mail of a batch, and returns which of it went in.
func (n *Notices) compose(ctx context.Context, id string, anchor entry, batch []entry, done *Result) ([]entry, error) {
	var worth []entry
	for _, e := range batch {
		settled, err := n.settled(ctx, e.Telling)
		if err != nil {
			return nil, err
		}
		if !settled {
			worth = append(worth, e)
		}
	}
	if len(worth) == 0 {
		return nil, nil
	}
	m, err := n.letter(ctx, anchor.Telling.Person, worth)
	if err != nil {
		return nil, err
	}
	m.ID, m.QueuedAt = id, n.cfg.Now().UTC()
	if m.Thread, err = n.thread(ctx, id, worth); err != nil {
		return nil, err
	}
	err = n.cfg.Outbox.Put(ctx, m)
	if errors.Is(err, outbox.ErrExists) {
		return worth, nil
	}
	if err != nil {
		return nil, err
	}
	done.Written++
	m, revision, err := n.cfg.Outbox.Read(ctx, id)
	if err != nil {
		return nil, err
	}
	n.mails.take(m, revision)
	return worth, nil
}

// thread finds the mail that began the conversation, for a mail about one item; and notes of every item that this one may
// have begun it.
func (n *Notices) thread(ctx context.Context, id string, batch []entry) (string, error) {
	first, items := "", map[string]bool{}
	for _, e := range batch {
		t := e.Telling
		key := t.Partnership + "/" + t.Item
		if t.Item == "" || items[key] {
			continue
		}
		items[key] = true
		began, err := n.ledger.thread(ctx, t.Person, t.Partnership, t.Item, id)
		if err != nil {
			return "", err
		}
		first = began
	}
	if len(items) != 1 || first == id {
		return "", nil
	}
	return first, nil
}
