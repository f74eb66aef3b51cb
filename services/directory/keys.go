package directory

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"comity/events"
)

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

// kept is a key as the bucket has it.
type kept struct {
	Key
	Digest []byte `json:"digest"` // SHA-256 of the secret
}

// secretBytes is what of a secret is chance.
const secretBytes = 32

// NewKey keeps a key and returns its secret, which is shown once. The id is the caller's.
// Errors: an id that was used, or is none; ErrUnknown for a key of somebody who may not sign in.
func (d *Directory) NewKey(ctx context.Context, k Key) (secret string, err error) {
	if !events.ValidToken(k.ID) || k.ExpiresAt.IsZero() {
		return "", errors.New("a key needs an id and a last day")
	}
	if (k.Person == "") == (k.Partnership == "" || k.Clearance == "") {
		return "", errors.New("a key is of a person, or of a partnership's dashboard with a clearance")
	}
	if err := d.ownerActive(ctx, k); err != nil {
		return "", err
	}
	chance := make([]byte, secretBytes)
	if _, err := rand.Read(chance); err != nil {
		return "", err
	}
	secret = k.ID + "." + base64.RawURLEncoding.EncodeToString(chance)
	sum := sha256.Sum256([]byte(secret))
	value, err := json.Marshal(kept{k, sum[:]})
	if err != nil {
		return "", err
	}
	if _, err := d.kv.Create(ctx, keyKey(k.ID), value); err != nil {
		return "", fmt.Errorf("keep key %s: %w", k.ID, err)
	}
	if err := d.ownerActive(ctx, k); err != nil { // erased meanwhile: whoever erased did not see this key
		return "", errors.Join(err, d.RevokeKey(ctx, k.ID))
	}
	return secret, nil
}

// ownerActive checks that the person of a key may sign in.
func (d *Directory) ownerActive(ctx context.Context, k Key) error {
	if k.Person == "" {
		return nil
	}
	p, err := d.Person(ctx, k.Person)
	if err == nil && !p.Active() {
		err = fmt.Errorf("person %s may not sign in: %w", k.Person, ErrUnknown)
	}
	return err
}

// KeyOf returns the key that a secret opens. Errors: ErrUnknown, also for one that has expired at the time given, and for one
// of a person who may not sign in.
func (d *Directory) KeyOf(ctx context.Context, secret string, at time.Time) (Key, error) {
	id, _, ok := strings.Cut(secret, ".")
	if !ok || !events.ValidToken(id) {
		return Key{}, fmt.Errorf("key: %w", ErrUnknown)
	}
	k, err := d.key(ctx, id)
	if err != nil {
		return Key{}, err
	}
	sum := sha256.Sum256([]byte(secret))
	if subtle.ConstantTimeCompare(sum[:], k.Digest) != 1 || !at.Before(k.ExpiresAt) {
		return Key{}, fmt.Errorf("key: %w", ErrUnknown)
	}
	if err := d.ownerActive(ctx, k.Key); err != nil {
		return Key{}, err
	}
	return k.Key, nil
}

// KeyByID returns a key, good or expired, by its id. Errors: ErrUnknown.
func (d *Directory) KeyByID(ctx context.Context, id string) (Key, error) {
	if !events.ValidToken(id) {
		return Key{}, fmt.Errorf("key: %w", ErrUnknown)
	}
	k, err := d.key(ctx, id)
	return k.Key, err
}

func (d *Directory) key(ctx context.Context, id string) (k kept, err error) {
	e, err := d.kv.Get(ctx, keyKey(id))
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return k, fmt.Errorf("key: %w", ErrUnknown)
	}
	if err != nil {
		return k, fmt.Errorf("key %s: %w", id, err)
	}
	if err := json.Unmarshal(e.Value(), &k); err != nil {
		return kept{}, fmt.Errorf("key %s: %w", id, err)
	}
	return k, nil
}

// Keys lists the keys of a person, or of the dashboards of a partnership where person is empty, by id.
func (d *Directory) Keys(ctx context.Context, person, partnership string) ([]Key, error) {
	var out []Key
	err := d.each(ctx, keyKey("*"), func(_ string, value []byte) error {
		var k kept
		if err := json.Unmarshal(value, &k); err != nil {
			return err
		}
		if k.Person == person && (person != "" || k.Partnership == partnership) {
			out = append(out, k.Key)
		}
		return nil
	})
	slices.SortFunc(out, func(a, b Key) int { return strings.Compare(a.ID, b.ID) })
	return out, err
}

// RevokeKey ends a key. Errors: ErrUnknown.
func (d *Directory) RevokeKey(ctx context.Context, id string) error {
	if _, err := d.KeyByID(ctx, id); err != nil {
		return err
	}
	if err := d.kv.Delete(ctx, keyKey(id)); err != nil {
		return fmt.Errorf("revoke key %s: %w", id, err)
	}
	return d.overwrite(ctx, keyKey(id), false) // the mark that it was deleted stays, for those who watch
}

// RevokeAll ends the keys of a person.
func (d *Directory) RevokeAll(ctx context.Context, person string) error {
	keys, err := d.Keys(ctx, person, "")
	for _, k := range keys {
		if e := d.RevokeKey(ctx, k.ID); e != nil && !errors.Is(e, ErrUnknown) {
			err = errors.Join(err, e)
		}
	}
	return err
}
