package directory

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/nats-io/nats.go/jetstream"
)

// A claim is an index entry: who has an address or an identity. It only finds a person; their own entry says whether it is
// theirs. So one that was left behind lets nobody in, and is free for the taking.

// ByEmail returns who has an address, whatever its case. Errors: ErrUnknown.
func (d *Directory) ByEmail(ctx context.Context, address string) (Person, error) {
	return d.by(ctx, emailClaim(address))
}

// ByIdentity returns who signs in with an identity. Errors: ErrUnknown.
func (d *Directory) ByIdentity(ctx context.Context, i Identity) (Person, error) {
	return d.by(ctx, i.claim())
}

func (d *Directory) by(ctx context.Context, claim string) (Person, error) {
	e, err := d.kv.Get(ctx, claim)
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return Person{}, ErrUnknown
	}
	if err != nil {
		return Person{}, fmt.Errorf("look up a person: %w", err)
	}
	p, err := d.Person(ctx, string(e.Value()))
	if err == nil && !p.has(claim) {
		err = ErrUnknown
	}
	if err != nil {
		return Person{}, err
	}
	return p, nil
}

// claim writes a person's claims, also those that are theirs already: whoever is about to release one sees that it changed.
// Errors: ErrTaken where another person has one.
func (d *Directory) claim(ctx context.Context, id string, claims []string) error {
	for _, c := range claims {
		for {
			err := d.claimOne(ctx, id, c)
			if lost(err) {
				continue
			}
			if err != nil {
				return err
			}
			break
		}
	}
	return nil
}

func (d *Directory) claimOne(ctx context.Context, id, claim string) error {
	e, err := d.kv.Get(ctx, claim)
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		_, err = d.kv.Create(ctx, claim, []byte(id))
		return err
	}
	if err != nil {
		return err
	}
	if owner := string(e.Value()); owner != id {
		p, err := d.Person(ctx, owner)
		if err != nil && !errors.Is(err, ErrUnknown) {
			return err
		}
		if p.has(claim) {
			return fmt.Errorf("an address or sign-in of %s: %w", id, ErrTaken)
		}
	}
	if _, err = d.kv.Update(ctx, claim, []byte(id), e.Revision()); err != nil {
		return err
	}
	return d.overwrite(ctx, claim, false)
}

// release takes away what a person has no more. One that they have again by now stays.
func (d *Directory) release(ctx context.Context, id string, claims []string) error {
	for _, c := range claims {
		e, err := d.kv.Get(ctx, c)
		if errors.Is(err, jetstream.ErrKeyNotFound) || err == nil && string(e.Value()) != id {
			continue
		}
		if err != nil {
			return err
		}
		p, err := d.Person(ctx, id)
		if err != nil && !errors.Is(err, ErrUnknown) {
			return err
		}
		if p.has(c) {
			continue
		}
		if err = d.kv.Delete(ctx, c, jetstream.LastRevision(e.Revision())); err == nil {
			err = d.overwrite(ctx, c, true)
		}
		if err != nil && !lost(err) {
			return err
		}
	}
	return nil
}

// claims are the keys under which a person can be found.
func (p Person) claims() (out []string) {
	if p.Email != "" {
		out = append(out, emailClaim(p.Email))
	}
	for _, i := range p.Identities {
		out = append(out, i.claim())
	}
	return out
}

func (p Person) has(claim string) bool { return slices.Contains(p.claims(), claim) }

func without(all, some []string) (out []string) {
	for _, c := range all {
		if !slices.Contains(some, c) {
			out = append(out, c)
		}
	}
	return out
}

func emailClaim(address string) string {
	return "email." + digest(strings.ToLower(strings.TrimSpace(address)))
}

func (i Identity) claim() string { return "identity." + digest(i.Issuer+"\x00"+i.Subject) }

func digest(s string) string {
	d := sha256.Sum256([]byte(s))
	return hex.EncodeToString(d[:])
}
