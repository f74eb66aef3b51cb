package journal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"comity/events"
)

// CertificateFile is the name of the birth certificate in the data directory.
const CertificateFile = "log.json"

// Certificate says which journal belongs to an installation. `init` writes it once; a copy belongs in every backup.
type Certificate struct {
	LogID      string               `json:"log_id"`
	Partitions int                  `json:"partitions"`
	Created    map[string]time.Time `json:"created"` // by stream, as the server has it
	Server     string               `json:"server"`  // version of the server that made the streams
}

// Certify reads from the server what bus.Provision has just made.
func Certify(ctx context.Context, js jetstream.JetStream, logID string, partitions int) (Certificate, error) {
	c := Certificate{LogID: logID, Partitions: max(partitions, 1), Created: map[string]time.Time{}, Server: js.Conn().ConnectedServerVersion()}
	for p := range c.Partitions {
		name := events.StreamName(p)
		s, err := js.Stream(ctx, name)
		if err != nil {
			return c, fmt.Errorf("certify %s: %w", name, err)
		}
		c.Created[name] = s.CachedInfo().Created
	}
	return c, nil
}

// ReadCertificate reads the birth certificate of a data directory.
func ReadCertificate(dir string) (Certificate, error) {
	var c Certificate
	file := filepath.Join(dir, CertificateFile)
	data, err := os.ReadFile(file)
	if err != nil {
		return c, err
	}
	if err := json.Unmarshal(data, &c); err != nil {
		return c, fmt.Errorf("%s: %w", file, err)
	}
	if c.LogID == "" || c.Partitions < 1 || len(c.Created) != c.Partitions {
		return c, fmt.Errorf("%s is not a birth certificate", file)
	}
	return c, nil
}

// Write writes the certificate into a data directory and syncs it. It refuses to replace one.
func (c Certificate) Write(dir string) error {
	data, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return err
	}
	f, err := os.OpenFile(filepath.Join(dir, CertificateFile), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(append(data, '\n'))
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
