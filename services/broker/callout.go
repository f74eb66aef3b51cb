package broker

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nkeys"
)

// AuthUser is the user of the service that decides who else may sign in, in AUTH.
const AuthUser = "auth"

// PeopleAccount is where whoever that service lets in is put.
const PeopleAccount = "PEOPLE"

// Callout holds the keys by which the server and the service that decides on sign-ins know one another. They are seeds, and
// secret: who has the issuer can sign anybody in.
type Callout struct {
	Issuer string `json:"issuer"` // of an account nkey, which signs what the service decides
	XKey   string `json:"xkey"`   // of a curve key, by which the secrets of a sign-in travel encrypted
}

// calloutFile is the name under which the keys lie beside the credentials.
const calloutFile = "callout"

// ReadCallout reads the keys that Init or Start have made. The error wraps ErrNoCredentials where there is nothing to read.
func ReadCallout(dir string) (Callout, error) {
	var c Callout
	file := credentialsFile(dir, calloutFile)
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return c, fmt.Errorf("%w for the sign-in of people in %s", ErrNoCredentials, dir)
	}
	if err != nil {
		return c, err
	}
	if err := json.Unmarshal(data, &c); err != nil {
		return c, fmt.Errorf("%s: %w", file, err)
	}
	if _, _, err := c.public(); err != nil {
		return c, fmt.Errorf("%s: %w", file, err)
	}
	return c, nil
}

// public returns the public keys, which the server's configuration has.
func (c Callout) public() (issuer, xkey string, err error) {
	for _, k := range []struct {
		seed string
		to   *string
	}{{c.Issuer, &issuer}, {c.XKey, &xkey}} {
		pair, err := nkeys.FromSeed([]byte(k.seed))
		if err != nil {
			return "", "", errors.New("not the keys for the sign-in of people")
		}
		if *k.to, err = pair.PublicKey(); err != nil {
			return "", "", err
		}
	}
	if !nkeys.IsValidPublicAccountKey(issuer) || !nkeys.IsValidPublicCurveKey(xkey) {
		return "", "", errors.New("not the keys for the sign-in of people")
	}
	return issuer, xkey, nil
}

func newCallout() (c Callout, err error) {
	issuer, err := nkeys.CreateAccount()
	if err != nil {
		return c, err
	}
	xkey, err := nkeys.CreateCurveKeys()
	if err != nil {
		return c, err
	}
	i, err := issuer.Seed()
	if err != nil {
		return c, err
	}
	x, err := xkey.Seed()
	return Callout{Issuer: string(i), XKey: string(x)}, err
}

// addCallout makes what the sign-in of people needs and an older data directory does not have. The caller holds the lock of
// the directory, or is making it.
func addCallout(dir string) error {
	if _, err := os.Stat(filepath.Join(dir, "credentials")); err != nil {
		return err
	}
	if _, err := ReadCredentials(dir, AuthUser); errors.Is(err, ErrNoCredentials) {
		c, err := newCredentials(AuthUser)
		if err == nil {
			err = writeSecret(credentialsFile(dir, AuthUser), c)
		}
		if err != nil {
			return fmt.Errorf("credentials of %s: %w", AuthUser, err)
		}
	} else if err != nil {
		return err
	}
	_, err := ReadCallout(dir)
	if !errors.Is(err, ErrNoCredentials) {
		return err
	}
	c, err := newCallout()
	if err == nil {
		err = writeSecret(credentialsFile(dir, calloutFile), c)
	}
	if err != nil {
		return fmt.Errorf("keys for the sign-in of people: %w", err)
	}
	return nil
}

// Callout returns the keys of the service that decides on sign-ins.
func (b *Broker) Callout() Callout { return b.callout }

// Auth opens a connection of the service that decides on sign-ins, inside this process. It can hear those questions, answer
// them, and do nothing else.
func (b *Broker) Auth(ctx context.Context, name string) (*nats.Conn, error) {
	return b.connect(ctx, name, b.auth)
}
