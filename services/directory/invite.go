package directory

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

const (
	// codeLetters are told apart by the eye and the ear: no 0 and O, no 1, I and L.
	codeLetters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

	codeLength = 10 // 49 bits
	codeTries  = 10 // wrong ones; then the invitation is over
)

// invitation is what is kept of one: one a person.
type invitation struct {
	Digest    string    `json:"digest"` // of the code
	Claim     string    `json:"claim"`  // of the address that it goes to: sent to another, it is not for who has this one now
	ExpiresAt time.Time `json:"expires_at"`
	Tries     int       `json:"tries,omitempty"`
}

// Invite makes an invitation for somebody who may sign in and has an address, in the place of an earlier one, and returns its
// code, which goes to that address and is typed at their first sign-in.
// Errors: ErrUnknown.
func (d *Directory) Invite(ctx context.Context, id string, expires time.Time) (code string, err error) {
	p, err := d.Person(ctx, id)
	if err == nil && (!p.Active() || p.Email == "") {
		err = fmt.Errorf("person %s has no address or may not sign in: %w", id, ErrUnknown)
	}
	if err != nil {
		return "", err
	}
	code = newCode()
	value, err := json.Marshal(invitation{Digest: digest(plainCode(code)), Claim: emailClaim(p.Email), ExpiresAt: expires.UTC()})
	if err != nil {
		return "", err
	}
	if _, err := d.kv.Put(ctx, inviteKey(id), value); err != nil {
		return "", fmt.Errorf("invite %s: %w", id, err)
	}
	return code, d.overwrite(ctx, inviteKey(id), false)
}

// Redeem returns the person whose address and invitation these are, and ends the invitation: whoever has typed its code has
// the mail, and the caller binds their sign-in to the person. Dashes, spaces and small letters do not matter.
// Errors: ErrUnknown for whatever is wrong, also for one that has expired, was used, or was guessed at too often.
func (d *Directory) Redeem(ctx context.Context, address, code string, at time.Time) (Person, error) {
	p, err := d.ByEmail(ctx, address)
	if err == nil && !p.Active() {
		err = ErrUnknown
	}
	if err != nil {
		return Person{}, err
	}
	for {
		right, err := d.try(ctx, p, code, at)
		if lost(err) {
			continue
		}
		if err == nil && !right {
			err = fmt.Errorf("invitation: %w", ErrUnknown)
		}
		if err != nil {
			return Person{}, err
		}
		return p, nil
	}
}

// try compares a code, and uses the invitation or one of its tries up.
func (d *Directory) try(ctx context.Context, p Person, code string, at time.Time) (bool, error) {
	id := p.ID
	e, err := d.kv.Get(ctx, inviteKey(id))
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("invitation: %w", err)
	}
	var v invitation
	if err := json.Unmarshal(e.Value(), &v); err != nil {
		return false, fmt.Errorf("invitation: %w", err)
	}
	right := subtle.ConstantTimeCompare([]byte(v.Digest), []byte(digest(plainCode(code)))) == 1
	if !at.Before(v.ExpiresAt) || v.Claim != emailClaim(p.Email) {
		right = false
	}
	if v.Tries++; right || v.Tries >= codeTries {
		if err := d.kv.Delete(ctx, inviteKey(id), jetstream.LastRevision(e.Revision())); err != nil {
			return false, err
		}
		return right, d.overwrite(ctx, inviteKey(id), true)
	}
	value, err := json.Marshal(v)
	if err == nil {
		_, err = d.kv.Update(ctx, inviteKey(id), value, e.Revision())
	}
	return false, err
}

// uninvite ends an invitation, whatever it is.
func (d *Directory) uninvite(ctx context.Context, id string) error {
	_, err := d.kv.Get(ctx, inviteKey(id))
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return nil
	}
	if err == nil {
		err = d.kv.Delete(ctx, inviteKey(id))
	}
	if err != nil {
		return fmt.Errorf("end the invitation of %s: %w", id, err)
	}
	return d.overwrite(ctx, inviteKey(id), true)
}

// newCode makes a code, with a dash in the middle.
func newCode() string {
	letters := make([]byte, 0, codeLength+1)
	for len(letters) < codeLength+1 {
		if len(letters) == codeLength/2 {
			letters = append(letters, '-')
		}
		var b [1]byte
		rand.Read(b[:]) // never fails
		if int(b[0]) < 256/len(codeLetters)*len(codeLetters) {
			letters = append(letters, codeLetters[int(b[0])%len(codeLetters)])
		}
	}
	return string(letters)
}

func plainCode(code string) string {
	return strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(code))
}

func inviteKey(id string) string { return "invite." + id }
