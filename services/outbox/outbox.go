// Package outbox keeps the e-mails of an installation, from when they are written until long after they were sent, in the
// bucket OUTBOX: services write into it, the service notices sends, and a page shows what became of each.
package outbox

import (
	"context"
	"errors"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// The states of a mail.
const (
	Queued        = "queued"        // to be sent from NotBefore on
	Sending       = "sending"       // an instance has it in hand since SentAt; after a crash it is sent again, under the same id
	Sent          = "sent"          // the mail server has taken it
	Undeliverable = "undeliverable" // it never will be; somebody has to look
)

// ErrExists is returned, wrapped, by Put for an id that is there already: it was written before.
var ErrExists = errors.New("written before")

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
	Reason      string   `json:"reason"`          // why it was written: a reason of workflow.Tell, digest, or sign_in
	About       []string `json:"about,omitempty"` // the ids of the notices that it carries

	// Secret keeps the text from everybody but the addressee: it holds a sign-in code.
	Secret bool `json:"secret,omitempty"`

	State     string    `json:"state"`
	QueuedAt  time.Time `json:"queued_at"`
	NotBefore time.Time `json:"not_before,omitzero"`
	SentAt    time.Time `json:"sent_at,omitzero"`
	Attempts  int       `json:"attempts,omitempty"`
	Error     string    `json:"error,omitempty"` // what the mail server said last
}

// Outbox reads and changes the bucket OUTBOX. Its methods may be called concurrently, here and in other processes.
type Outbox struct{ kv jetstream.KeyValue }

// Open returns the outbox of an installation. Errors: the bucket is not there or does not answer.
func Open(ctx context.Context, js jetstream.JetStream) (*Outbox, error) { panic("not written yet") }

// Put queues a mail. Errors: ErrExists.
func (o *Outbox) Put(ctx context.Context, m Mail) error { panic("not written yet") }

// Mail returns one mail. Errors: jetstream.ErrKeyNotFound.
func (o *Outbox) Mail(ctx context.Context, id string) (Mail, error) { panic("not written yet") }

// List returns every mail, the newest first.
func (o *Outbox) List(ctx context.Context) ([]Mail, error) { panic("not written yet") }

// Again queues a mail that could not be delivered once more. Errors: jetstream.ErrKeyNotFound.
func (o *Outbox) Again(ctx context.Context, id string, at time.Time) error { panic("not written yet") }

// Forget removes the mails to a person who is erased.
func (o *Outbox) Forget(ctx context.Context, person string) error { panic("not written yet") }
