// Package directory is the people directory: who a person is, apart from the journal, which knows them by id alone (DESIGN §3).
// It is kept in the bucket PEOPLE, so that every service of every process sees the same, and is erasable: `verify` needs none
// of it. Who may read and change it is for the service people to say; this package only keeps it.
//
//	person.<id>          the person; the one entry that is believed
//	email.<digest>       whose an address is, identity.<digest> whose a sign-in is: a way to find the person, who must say
//	                     so too
//	key.<id>             an access key, with the digest of its secret
//	invite.<id>          an invitation to the person, with the digest of its code
//
// What is overwritten or deleted is overwritten on the disk as well.
package directory

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
type Directory struct {
	kv     jetstream.KeyValue
	stream jetstream.Stream // of the bucket
	names  *names
}

// Open returns the directory of an installation. It follows the names until the connection is closed.
// Errors: the bucket is not there or does not answer.
func Open(ctx context.Context, js jetstream.JetStream) (*Directory, error) {
	kv, err := js.KeyValue(ctx, bus.PeopleBucket)
	if err != nil {
		return nil, fmt.Errorf("people directory: %w", err)
	}
	stream, err := js.Stream(ctx, "KV_"+bus.PeopleBucket)
	if err != nil {
		return nil, fmt.Errorf("people directory: %w", err)
	}
	d := &Directory{kv: kv, stream: stream}
	if d.names, err = followNames(kv); err != nil {
		return nil, fmt.Errorf("people directory: follow names: %w", err)
	}
	return d, nil
}

// Person returns one person. Errors: ErrUnknown.
func (d *Directory) Person(ctx context.Context, id string) (Person, error) {
	p, _, err := d.read(ctx, id)
	return p, err
}

// read returns a person and the revision of their entry.
func (d *Directory) read(ctx context.Context, id string) (p Person, revision uint64, err error) {
	if !events.ValidToken(id) {
		return p, 0, fmt.Errorf("person %q: %w", id, ErrUnknown)
	}
	e, err := d.kv.Get(ctx, personKey(id))
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return p, 0, fmt.Errorf("person %s: %w", id, ErrUnknown)
	}
	if err != nil {
		return p, 0, fmt.Errorf("person %s: %w", id, err)
	}
	if err := json.Unmarshal(e.Value(), &p); err != nil {
		return Person{}, 0, fmt.Errorf("person %s: %w", id, err)
	}
	return p, e.Revision(), nil
}

// Name returns how to call a person on a screen: their name, else their id; "a former member" once erased. It never fails:
// what cannot be read is shown by id. Once the directory has been read for the first time it asks nobody.
func (d *Directory) Name(ctx context.Context, id string) string {
	if name, known := d.names.of(id); known {
		return name
	}
	p, _, err := d.read(ctx, id)
	if err != nil {
		return id
	}
	return p.display()
}

// display is how to call a person on a screen.
func (p Person) display() string {
	switch {
	case !p.ErasedAt.IsZero():
		return "a former member"
	case p.Name == "":
		return p.ID
	}
	return p.Name
}

// All lists everybody in the directory, by id.
func (d *Directory) All(ctx context.Context) ([]Person, error) {
	var all []Person
	err := d.each(ctx, personKey("*"), func(_ string, value []byte) error {
		var p Person
		if err := json.Unmarshal(value, &p); err != nil {
			return err
		}
		all = append(all, p)
		return nil
	})
	slices.SortFunc(all, func(a, b Person) int { return strings.Compare(a.ID, b.ID) })
	return all, err
}

// each calls fn with every entry whose key matches, in no order.
func (d *Directory) each(ctx context.Context, keys string, fn func(key string, value []byte) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	w, err := d.kv.Watch(ctx, keys, jetstream.IgnoreDeletes())
	if err != nil {
		return fmt.Errorf("read %s: %w", keys, err)
	}
	defer w.Stop()
	for {
		select {
		case e, open := <-w.Updates():
			switch {
			case !open:
				return fmt.Errorf("read %s: %w", keys, bus.ErrUnavailable)
			case e == nil:
				return nil
			}
			if err := fn(e.Key(), e.Value()); err != nil {
				return fmt.Errorf("read %s: %w", e.Key(), err)
			}
		case <-ctx.Done():
			return fmt.Errorf("read %s: %w", keys, context.Cause(ctx))
		}
	}
}

// Watch calls fn with each person that changes from now on, and with each key that is revoked, until ctx ends: how sessions
// and connections end at once. One of the two is empty. fn is called from one goroutine.
// Errors: the bucket does not answer. None when ctx ended.
func (d *Directory) Watch(ctx context.Context, fn func(person, key string)) error {
	return d.Follow(ctx, func() {}, fn)
}

// Follow is Watch, and calls ready when no change can be missed any more.
func (d *Directory) Follow(ctx context.Context, ready func(), fn func(person, key string)) error {
	w, err := d.kv.WatchFiltered(ctx, []string{personKey("*"), keyKey("*")}, jetstream.UpdatesOnly())
	if err != nil {
		return fmt.Errorf("watch people: %w", err)
	}
	defer w.Stop()
	ready()
	for {
		select {
		case e, open := <-w.Updates():
			if !open && ctx.Err() == nil {
				return fmt.Errorf("watch people: %w", bus.ErrUnavailable)
			}
			if !open {
				return nil
			}
			if e == nil {
				continue
			}
			if id, ok := strings.CutPrefix(e.Key(), personKey("")); ok {
				fn(id, "")
			} else if id, ok := strings.CutPrefix(e.Key(), keyKey("")); ok && e.Operation() != jetstream.KeyValuePut {
				fn("", id)
			}
		case <-ctx.Done():
			return nil
		}
	}
}

func personKey(id string) string { return "person." + id }
func keyKey(id string) string    { return "key." + id }
