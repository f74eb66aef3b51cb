package house

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/google/uuid"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"comity/services/broker"
	"comity/services/bus"
	"comity/services/journal"
)

// Uncertified is the reason to refuse a directory that holds something and no birth certificate.
const Uncertified journal.Reason = "certificate_missing"

// ErrNotEmpty is wrapped by Init's error for a directory or an account that holds something already. Nothing was changed.
var ErrNotEmpty = errors.New("not empty")

// Init makes an installation: credentials, streams, and the birth certificate last. It is done once, on a wholly empty
// directory and an account without a stream, and it never adds to or repairs what is there.
// Errors: ErrNotEmpty. After any other the directory may hold a part of an installation that was never served: remove it.
func Init(ctx context.Context, cfg Config) error {
	cfg = cfg.withDefaults()
	if err := cfg.check(); err != nil {
		return err
	}
	empty, err := isEmpty(cfg.Dir)
	if err != nil {
		return err
	}
	if !empty {
		return fmt.Errorf("the directory %s is %w", cfg.Dir, ErrNotEmpty)
	}
	if cfg.URL != "" {
		return initExternal(ctx, cfg)
	}
	if err := broker.Init(cfg.Dir); err != nil {
		return err
	}
	b, err := broker.Start(ctx, broker.Config{Dir: cfg.Dir, NoListen: true, Unsynced: cfg.Unsynced, Logger: serverLog(cfg.Log)})
	if err != nil {
		return err
	}
	nc, err := b.Administrator(ctx)
	if err == nil {
		err = provision(ctx, cfg, nc)
		nc.Close()
	}
	return errors.Join(err, b.Close())
}

func initExternal(ctx context.Context, cfg Config) error {
	if err := os.MkdirAll(cfg.Dir, 0o700); err != nil {
		return err
	}
	nc, err := broker.Connect(ctx, broker.Dial{URL: cfg.URL, Creds: cfg.Creds, Name: "comity init", Logger: cfg.Log})
	if err != nil {
		return err
	}
	defer nc.Close()
	return provision(ctx, cfg, nc)
}

// provision makes the streams and writes the certificate that says that they are whole.
func provision(ctx context.Context, cfg Config, nc *nats.Conn) error {
	js, err := jetstream.New(nc)
	if err != nil {
		return err
	}
	o := bus.Options{
		LogID: cfg.newID(), Partitions: cfg.Partitions, Replicas: cfg.Replicas, Administrators: []string{cfg.Administrator}, At: cfg.Now(),
	}
	err = bus.Provision(ctx, js, o)
	if errors.Is(err, bus.ErrNotEmpty) {
		return fmt.Errorf("%w: %w", ErrNotEmpty, err)
	}
	if err != nil {
		return err
	}
	cert, err := journal.Certify(ctx, js, o.LogID, o.Partitions)
	if err != nil {
		return err
	}
	return cert.Write(cfg.Dir)
}

func (c Config) newID() string {
	if c.NewID != nil {
		return c.NewID()
	}
	return uuid.Must(uuid.NewV7()).String()
}

// prepare sees to it that there is an installation in the directory: it makes one where there is nothing at all.
func prepare(ctx context.Context, cfg Config) error {
	_, err := os.Stat(filepath.Join(cfg.Dir, journal.CertificateFile))
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	empty, err := isEmpty(cfg.Dir)
	if err != nil {
		return err
	}
	if !empty {
		return &journal.Refusal{Reason: Uncertified, Sentence: fmt.Sprintf(
			"The directory %s holds something, but no birth certificate (%s), so it is not known which journal belongs to it. "+
				"If the very first start was cut off here, nothing had been decided: remove the directory and start again. "+
				"Otherwise put the certificate back from a backup.", cfg.Dir, journal.CertificateFile)}
	}
	if cfg.URL != "" {
		return &journal.Refusal{Reason: Uncertified, Sentence: fmt.Sprintf(
			"The directory %s has no birth certificate (%s). On a server of your own the streams are made by `comity init` and by nothing else; "+
				"every process of the installation then needs a copy of the certificate.", cfg.Dir, journal.CertificateFile)}
	}
	return Init(ctx, cfg)
}

// isEmpty reports whether a directory is missing or holds nothing; what a file system puts into its own root does not count.
func isEmpty(dir string) (bool, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	for _, e := range entries {
		if e.Name() != "lost+found" {
			return false, nil
		}
	}
	return true, err
}
