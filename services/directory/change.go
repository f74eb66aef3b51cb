package directory

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"comity/events"
	"comity/services/bus"
)

// Change reads a person, has fn change them and writes them back; a person who is not there is made. Two changes at once are
// done one after the other, so fn may be called more than once. Someone who was erased stays erased.
// Errors: what fn returned; ErrTaken for an address or identity of another person; ErrUnknown for one who was erased, or an id
// that can be no person's.
func (d *Directory) Change(ctx context.Context, id string, fn func(*Person) error) error {
	if bus.Reserved(id) {
		return fmt.Errorf("%s is no person: %w", id, ErrUnknown)
	}
	for {
		before, revision, err := d.read(ctx, id)
		if errors.Is(err, ErrUnknown) && events.ValidToken(id) {
			before = Person{ID: id}
		} else if err != nil {
			return err
		}
		if !before.ErasedAt.IsZero() {
			return fmt.Errorf("person %s was erased: %w", id, ErrUnknown)
		}
		after := before
		after.Identities = slices.Clone(before.Identities)
		if err := fn(&after); err != nil {
			return err
		}
		after.ID = id
		if err := d.replace(ctx, before, after, revision); !errors.Is(err, errRaced) {
			return err
		}
	}
}

// errRaced says that another change came first: begin again.
var errRaced = errors.New("another change came first")

// replace puts one state of a person in the place of another. An index is claimed before the person is written, so that
// they can be found, and again afterwards, since another may have taken the claim of a person who did not yet have it;
// whoever then finds the other one in possession takes theirs back.
func (d *Directory) replace(ctx context.Context, before, after Person, revision uint64) error {
	claims := without(after.claims(), before.claims())
	if err := d.claim(ctx, after.ID, claims); err != nil {
		return err
	}
	revision, err := d.write(ctx, after, revision)
	if err == nil {
		if err = d.claim(ctx, after.ID, claims); err != nil {
			_, undone := d.write(ctx, before, revision)
			err = errors.Join(err, undone)
		}
	}
	if err != nil {
		return errors.Join(err, d.release(ctx, after.ID, claims))
	}
	return d.release(ctx, after.ID, without(before.claims(), after.claims()))
}

// write writes a person's own entry over the revision given; 0 makes it. Errors: errRaced.
func (d *Directory) write(ctx context.Context, p Person, revision uint64) (uint64, error) {
	value, err := json.Marshal(p)
	if err != nil {
		return 0, err
	}
	if revision == 0 {
		revision, err = d.kv.Create(ctx, personKey(p.ID), value)
	} else {
		revision, err = d.kv.Update(ctx, personKey(p.ID), value, revision)
	}
	if lost(err) {
		return 0, errRaced
	}
	if err != nil {
		return 0, fmt.Errorf("write person %s: %w", p.ID, err)
	}
	d.names.set(p, revision)
	return revision, d.overwrite(ctx, personKey(p.ID), false)
}

// lost reports whether a write was refused because the entry has changed.
func lost(err error) bool {
	var api *jetstream.APIError
	return errors.Is(err, jetstream.ErrKeyExists) || errors.As(err, &api) && api.ErrorCode == jetstream.JSErrCodeStreamWrongLastSequence
}

// Erase forgets everything about a person but that there was one. Sign-ins and keys of theirs are gone. Done twice, it
// finishes what the first was kept from. Errors: ErrUnknown.
func (d *Directory) Erase(ctx context.Context, id string, at time.Time) error {
	for {
		before, revision, err := d.read(ctx, id)
		if err != nil {
			return err
		}
		after := before
		if before.ErasedAt.IsZero() {
			after = Person{ID: id, ErasedAt: at.UTC()}
		}
		err = d.replace(ctx, before, after, revision)
		if errors.Is(err, errRaced) {
			continue
		}
		if err != nil {
			return err
		}
		return errors.Join(d.RevokeAll(ctx, id), d.uninvite(ctx, id))
	}
}
