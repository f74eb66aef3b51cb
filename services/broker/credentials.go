package broker

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Credentials sign one user in to the embedded server.
type Credentials struct {
	User     string `json:"user"`
	Password string `json:"password"` // 256 random bits
}

// ErrNoCredentials is returned when a data directory has no credentials: it was never initialised, or is not the one meant.
var ErrNoCredentials = errors.New("no credentials")

// Init makes a data directory: the directory itself, the credentials of the engine and of the local operator, and what the
// sign-in of people needs, readable by this system user alone. It refuses to replace credentials that are there. It makes no stream: bus.Provision does.
func Init(dir string) error {
	if err := os.MkdirAll(filepath.Join(dir, "credentials"), 0o700); err != nil {
		return err
	}
	for _, user := range []string{EngineUser, OperatorUser} {
		c, err := newCredentials(user)
		if err != nil {
			return err
		}
		if err := writeSecret(credentialsFile(dir, user), c); err != nil {
			return fmt.Errorf("credentials of %s: %w", user, err)
		}
	}
	return addCallout(dir)
}

// ReadCredentials reads what Init wrote for a user. The error wraps ErrNoCredentials where there is nothing to read.
func ReadCredentials(dir, user string) (Credentials, error) {
	var c Credentials
	file := credentialsFile(dir, user)
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return c, fmt.Errorf("%w for %s in %s", ErrNoCredentials, user, dir)
	}
	if err != nil {
		return c, err
	}
	if err := json.Unmarshal(data, &c); err != nil {
		return c, fmt.Errorf("%s: %w", file, err)
	}
	if c.User != user || len(c.Password) < 32 {
		return c, fmt.Errorf("%s does not hold the credentials of %s", file, user)
	}
	return c, nil
}

func credentialsFile(dir, user string) string {
	return filepath.Join(dir, "credentials", user+".json")
}

func newCredentials(user string) (Credentials, error) {
	secret := make([]byte, 32)
	if _, err := rand.Read(secret); err != nil {
		return Credentials{}, err
	}
	return Credentials{User: user, Password: base64.RawURLEncoding.EncodeToString(secret)}, nil
}

// writeSecret writes a file that this system user alone can read, and that is not there yet.
func writeSecret(file string, secret any) error {
	data, err := json.Marshal(secret)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(append(data, '\n'))
	return errors.Join(err, f.Sync(), f.Close())
}
