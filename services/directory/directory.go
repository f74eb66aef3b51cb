// Package directory is the people directory: who a person is, apart from the journal, which knows them by id alone (DESIGN §3).
// It is kept in the bucket PEOPLE, so that every service of every process sees the same, and is erasable: `verify` needs none
// of it. Who may read and change it is for the service people to say; this package only keeps it.
package directory

import (
	"context"
	"errors"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// ErrUnknown is returned, wrapped, where there is no such person, identity or key.
var ErrUnknown = errors.New("not in the directory")

// ErrTaken is returned, wrapped, where an identity or an address already belongs to another person.
var ErrTaken = errors.New("belongs to another person")

// Person is what is known of one person. Its ID is the one in the journal.
type Person struct {
	ID          string      `json:"id"`
	Name        string      `json:"name,omitempty"`
	Email       string      `json:"email,omitempty"`
	Identities  []Identity  `json:"identities,omitempty"` // by which they sign in at a provider
	Preferences Preferences `json:"preferences,omitzero"`

	// LeftAt is when they lost access; from then on nobody signs in as them, and no session or key of theirs is good.
	LeftAt time.Time `json:"left_at,omitzero"`

	// ErasedAt is when their personal data were erased; nothing else is known then.
	ErasedAt time.Time `json:"erased_at,omitzero"`

	// SessionsAfter ends every session begun before: "sign out everywhere".
	SessionsAfter time.Time `json:"sessions_after,omitzero"`
}

// Active reports whether the person may sign in.
func (p Person) Active() bool { return p.ID != "" && p.LeftAt.IsZero() && p.ErasedAt.IsZero() }

// Identity is one sign-in at one provider, which names its users by Subject.
type Identity struct {
	Issuer  string `json:"issuer"`
	Subject string `json:"subject"`
}

// The ways in which a person wants to be written to.
const (
	AtOnce = "at_once" // the default
	Daily  = "daily"   // one digest a working day
)

// Preferences say how a person wants to be told. Times are "HH:MM" in the partnership's zone; both empty: no quiet hours.
type Preferences struct {
	Mail       string `json:"mail,omitempty"`
	QuietFrom  string `json:"quiet_from,omitempty"`
	QuietUntil string `json:"quiet_until,omitempty"`
}

// Directory reads and changes the bucket PEOPLE. Its methods may be called concurrently, here and in other processes.
type Directory struct{ kv jetstream.KeyValue }

// Open returns the directory of an installation. Errors: the bucket is not there or does not answer.
func Open(ctx context.Context, js jetstream.JetStream) (*Directory, error) { panic("not written yet") }

// Person returns one person. Errors: ErrUnknown.
func (d *Directory) Person(ctx context.Context, id string) (Person, error) { panic("not written yet") }

// Name returns how to call a person on a screen: their name, else their id; "a former member" once erased. It never fails:
// what cannot be read is shown by id.
func (d *Directory) Name(ctx context.Context, id string) string { panic("not written yet") }

// All lists everybody in the directory, by id.
func (d *Directory) All(ctx context.Context) ([]Person, error) { panic("not written yet") }

// ByEmail returns who has an address, whatever its case. Errors: ErrUnknown.
func (d *Directory) ByEmail(ctx context.Context, address string) (Person, error) {
	panic("not written yet")
}

// ByIdentity returns who signs in with an identity. Errors: ErrUnknown.
func (d *Directory) ByIdentity(ctx context.Context, i Identity) (Person, error) {
	panic("not written yet")
}

// Change reads a person, has fn change them and writes them back; a person who is not there is made. Two changes at once are
// done one after the other. Errors: what fn returned; ErrTaken for an address or identity of another person.
func (d *Directory) Change(ctx context.Context, id string, fn func(*Person) error) error {
	panic("not written yet")
}

// Erase forgets everything about a person but that there was one. Sign-ins and keys of theirs are gone.
func (d *Directory) Erase(ctx context.Context, id string, at time.Time) error {
	panic("not written yet")
}

// Key is an access key to NATS: of a person, of a dashboard, or of a partner's system that acts as a person. The directory
// keeps the digest of its secret only.
type Key struct {
	ID          string    `json:"id"`
	Label       string    `json:"label"`                 // what it is for
	Person      string    `json:"person,omitempty"`      // acts and reads as this person; empty for a dashboard
	Partnership string    `json:"partnership,omitempty"` // of a dashboard
	Clearance   string    `json:"clearance,omitempty"`   // of a dashboard: the highest tier that it may follow
	CreatedBy   string    `json:"created_by"`
	CreatedAt   time.Time `json:"created_at"`
	ExpiresAt   time.Time `json:"expires_at"`
}

// NewKey keeps a key and returns its secret, which is shown once. The id is the caller's.
func (d *Directory) NewKey(ctx context.Context, k Key) (secret string, err error) {
	panic("not written yet")
}

// KeyOf returns the key that a secret opens. Errors: ErrUnknown, also for one that has expired at the time given.
func (d *Directory) KeyOf(ctx context.Context, secret string, at time.Time) (Key, error) {
	panic("not written yet")
}

// Keys lists the keys of a person, or of the dashboards of a partnership where person is empty.
func (d *Directory) Keys(ctx context.Context, person, partnership string) ([]Key, error) {
	panic("not written yet")
}

// RevokeKey ends a key. Errors: ErrUnknown.
func (d *Directory) RevokeKey(ctx context.Context, id string) error { panic("not written yet") }

// Watch calls fn with each person that changes, and with a Key that was revoked, until ctx ends: how sessions and connections
// end at once.
func (d *Directory) Watch(ctx context.Context, fn func(person, key string)) error {
	panic("not written yet")
}
