// Package outbox keeps the e-mails of an installation, from when they are written until long after they were sent, in the
// bucket OUTBOX: services write into it, the service notices sends, and a page shows what became of each.
//
//	mail.<id>   one e-mail and its state; every change is a compare-and-swap on the revision of the entry
//
// An e-mail is queued once, however often it is written, because its id follows from what it says and to whom. Whoever sends it
// takes it in hand first, so that of several instances one does; the Message-ID is made of the id, so that a mail program shows
// once what a crash made go out twice.
package outbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"comity/events"
	"comity/services/bus"
)

// The states of a mail.
const (
	Queued        = "queued"        // to be sent from NotBefore on
	Sending       = "sending"       // an instance has it in hand since SentAt; after a crash it is sent again, under the same id
	Sent          = "sent"          // the mail server has taken it
	Undeliverable = "undeliverable" // it never will be; somebody has to look
	Kept          = "kept"          // no mail server is configured: it is shown in the outbox and goes nowhere
	Dropped       = "dropped"       // what it asked for was done before it could be sent
)

// ErrExists is returned, wrapped, by Put for an id that is there already: it was written before.
var ErrExists = errors.New("written before")

// ErrChanged is returned, wrapped, by Update when the entry is no longer at the revision given: another was faster.
var ErrChanged = errors.New("changed by another")

// Mail is one e-mail to one person.
type Mail struct {
	ID      string `json:"id"` // follows from what it says and to whom, so that it is written once; the Message-ID is made of it
	Person  string `json:"person"`
	Address string `json:"address,omitempty"` // where it went, or is to go; empty until it is sent: the directory's of that moment

	Subject string `json:"subject"`
	Text    string `json:"text"`
	HTML    string `json:"html"`

	Partnership string   `json:"partnership,omitempty"`
	Case        string   `json:"case,omitempty"`
	Reason      string   `json:"reason"`           // why it was written: a reason of workflow.Tell, digest, several, or sign_in
	About       []string `json:"about,omitempty"`  // the ids of the notices that it carries
	Thread      string   `json:"thread,omitempty"` // the id of the mail that began the conversation; empty for the first

	// Secret keeps the text from everybody but the addressee: it holds a sign-in code.
	Secret bool `json:"secret,omitempty"`

	State     string    `json:"state"`
	QueuedAt  time.Time `json:"queued_at"`
	NotBefore time.Time `json:"not_before,omitzero"`
	SentAt    time.Time `json:"sent_at,omitzero"`
	Attempts  int       `json:"attempts,omitempty"`
	Error     string    `json:"error,omitempty"` // what the mail server said last
}

// Final reports whether nothing more happens to the mail by itself.
func (m Mail) Final() bool { return m.State != Queued && m.State != Sending }

// Outbox reads and changes the bucket OUTBOX. Its methods may be called concurrently, here and in other processes.
type Outbox struct {
	kv     jetstream.KeyValue
	stream jetstream.Stream // of the bucket
}

// Open returns the outbox of an installation. Errors: the bucket is not there or does not answer.
func Open(ctx context.Context, js jetstream.JetStream) (*Outbox, error) {
	kv, err := js.KeyValue(ctx, bus.OutboxBucket)
	if err != nil {
		return nil, fmt.Errorf("outbox: %w", err)
	}
	stream, err := js.Stream(ctx, "KV_"+bus.OutboxBucket)
	if err != nil {
		return nil, fmt.Errorf("outbox: %w", err)
	}
	stream.CachedInfo().Config.AllowDirect = false // the leader says what there is to overwrite: a replica may be behind
	return &Outbox{kv: kv, stream: stream}, nil
}

const prefix = "mail."

// Put queues a mail; one without a state is Queued. Errors: ErrExists; an id that is not a token of letters, digits, - and _.
func (o *Outbox) Put(ctx context.Context, m Mail) error {
	if !events.ValidToken(m.ID) {
		return fmt.Errorf("outbox: %q is not an id", m.ID)
	}
	if m.State == "" {
		m.State = Queued
	}
	data, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("outbox: %w", err)
	}
	if _, err = o.kv.Create(ctx, prefix+m.ID, data); errors.Is(err, jetstream.ErrKeyExists) {
		return fmt.Errorf("mail %s: %w", m.ID, ErrExists)
	}
	if err != nil {
		return fmt.Errorf("queue mail %s: %w", m.ID, err)
	}
	return nil
}

// Mail returns one mail. Errors: jetstream.ErrKeyNotFound.
func (o *Outbox) Mail(ctx context.Context, id string) (Mail, error) {
	m, _, err := o.Read(ctx, id)
	return m, err
}

// Read returns one mail and the revision of its entry, for Update. Errors: jetstream.ErrKeyNotFound.
func (o *Outbox) Read(ctx context.Context, id string) (m Mail, revision uint64, err error) {
	if !events.ValidToken(id) {
		return m, 0, fmt.Errorf("mail %q: %w", id, jetstream.ErrKeyNotFound)
	}
	e, err := o.kv.Get(ctx, prefix+id)
	if err != nil {
		return m, 0, fmt.Errorf("mail %s: %w", id, err)
	}
	if err := json.Unmarshal(e.Value(), &m); err != nil {
		return m, 0, fmt.Errorf("mail %s: %w", id, err)
	}
	return m, e.Revision(), nil
}

// Update writes a mail back, and returns the new revision of its entry. Errors: ErrChanged, also for one that is gone.
func (o *Outbox) Update(ctx context.Context, m Mail, revision uint64) (uint64, error) {
	data, err := json.Marshal(m)
	if err != nil {
		return 0, fmt.Errorf("mail %s: %w", m.ID, err)
	}
	next, err := o.kv.Update(ctx, prefix+m.ID, data, revision)
	if errors.Is(err, jetstream.ErrKeyExists) {
		return 0, fmt.Errorf("mail %s: %w", m.ID, ErrChanged)
	}
	if err != nil {
		return 0, fmt.Errorf("mail %s: %w", m.ID, err)
	}
	return next, nil
}

// List returns every mail, the newest first.
func (o *Outbox) List(ctx context.Context) ([]Mail, error) {
	var all []Mail
	err := o.each(ctx, func(m Mail, _ uint64) error {
		all = append(all, m)
		return nil
	})
	slices.SortFunc(all, func(a, b Mail) int {
		if c := b.QueuedAt.Compare(a.QueuedAt); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	return all, err
}

// Again queues a mail that could not be delivered once more, to the address that the directory has by then. One in another
// state stays as it is. Errors: jetstream.ErrKeyNotFound.
func (o *Outbox) Again(ctx context.Context, id string, at time.Time) error {
	for {
		m, revision, err := o.Read(ctx, id)
		if err != nil || m.State != Undeliverable && m.State != Kept {
			return err
		}
		m.State, m.QueuedAt, m.NotBefore, m.SentAt, m.Attempts, m.Error, m.Address = Queued, at.UTC(), time.Time{}, time.Time{}, 0, "", ""
		if _, err = o.Update(ctx, m, revision); !errors.Is(err, ErrChanged) {
			return err
		}
	}
}

// Forget removes the mails to a person who is erased, and overwrites them on the disk: they have the name and the address.
func (o *Outbox) Forget(ctx context.Context, person string) error {
	return o.each(ctx, func(m Mail, _ uint64) error {
		if m.Person != person {
			return nil
		}
		if err := o.kv.Delete(ctx, prefix+m.ID); err != nil {
			return err
		}
		return bus.Overwrite(ctx, o.stream, "$KV."+bus.OutboxBucket+"."+prefix+m.ID, true)
	})
}

// each calls fn with every mail and the revision of its entry, in no order.
func (o *Outbox) each(ctx context.Context, fn func(Mail, uint64) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	w, err := o.kv.Watch(ctx, prefix+"*", jetstream.IgnoreDeletes())
	if err != nil {
		return fmt.Errorf("read outbox: %w", err)
	}
	defer w.Stop()
	for {
		select {
		case e, open := <-w.Updates():
			if !open {
				return fmt.Errorf("read outbox: %w", bus.ErrUnavailable)
			}
			if e == nil {
				return nil
			}
			var m Mail
			if err := json.Unmarshal(e.Value(), &m); err != nil {
				return fmt.Errorf("read outbox: %s: %w", e.Key(), err)
			}
			if err := fn(m, e.Revision()); err != nil {
				return fmt.Errorf("outbox: %s: %w", e.Key(), err)
			}
		case <-ctx.Done():
			return fmt.Errorf("read outbox: %w", context.Cause(ctx))
		}
	}
}

// Watch calls fn with every mail that is there and then with each that changes, until ctx ends, from one goroutine. It is
// called with an empty one when everything that was there has been seen.
// Errors: the bucket does not answer. None when ctx ended.
func (o *Outbox) Watch(ctx context.Context, fn func(m Mail, revision uint64)) error {
	w, err := o.kv.Watch(ctx, prefix+"*", jetstream.IgnoreDeletes())
	if err != nil {
		return fmt.Errorf("watch outbox: %w", err)
	}
	defer w.Stop()
	for {
		select {
		case e, open := <-w.Updates():
			var m Mail
			switch {
			case !open && ctx.Err() != nil:
				return nil
			case !open:
				return fmt.Errorf("watch outbox: %w", bus.ErrUnavailable)
			case e == nil:
				fn(m, 0)
				continue
			}
			if err := json.Unmarshal(e.Value(), &m); err != nil {
				return fmt.Errorf("watch outbox: %s: %w", e.Key(), err)
			}
			fn(m, e.Revision())
		case <-ctx.Done():
			return nil
		}
	}
}
