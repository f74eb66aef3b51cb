package house

import (
	"context"
	"errors"

	"github.com/nats-io/nats.go"

	"comity/services/broker"
	"comity/services/journal"
)

// Reading is a journal that was opened only to be read: to verify it, or to export it. No guard is run and nothing is changed.
type Reading struct {
	Journal     *journal.Journal
	Certificate journal.Certificate

	conn   *nats.Conn
	broker *broker.Broker // nil where a server was running
}

// Read opens the journal of an installation to be read: on the external server of the configuration, on the house that runs
// on the directory, or, where none does, on a server of its own that nobody else can reach.
// Errors: the directory has no certificate; the server does not answer.
func Read(ctx context.Context, cfg Config) (*Reading, error) {
	cfg = cfg.withDefaults()
	cert, err := journal.ReadCertificate(cfg.Dir)
	if err != nil {
		return nil, err
	}
	r := &Reading{Certificate: cert}
	if err := r.reach(ctx, cfg); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	if r.Journal, err = journal.Open(ctx, journal.Config{Conn: r.conn, Partitions: cert.Partitions}); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

func (r *Reading) reach(ctx context.Context, cfg Config) (err error) {
	if cfg.URL != "" {
		r.conn, err = broker.Connect(ctx, broker.Dial{URL: cfg.URL, Creds: cfg.Creds, Name: "comity reader"})
		return err
	}
	d, err := EngineDial(cfg.Dir)
	if err == nil {
		if r.conn, err = broker.Connect(ctx, d); err == nil || !errors.Is(err, nats.ErrNoServers) {
			return err
		}
	} else if !errors.Is(err, ErrNotRunning) {
		return err
	}
	if r.broker, err = broker.Start(ctx, broker.Config{Dir: cfg.Dir, NoListen: true, Logger: serverLog(cfg.Log)}); err != nil {
		return err
	}
	r.conn, err = r.broker.Connect(ctx, "comity reader")
	return err
}

// Each calls fn with every record up to the heads given, partition by partition, each in order.
// Errors: what fn returned; journal.ErrGap and the others of Follow.
func (r *Reading) Each(ctx context.Context, heads []uint64, fn func(partition int, s journal.Stored) error) error {
	for p, head := range heads {
		if head == 0 {
			continue
		}
		err := r.Journal.Follow(ctx, p, 0, func(page []journal.Stored) error {
			for _, s := range page {
				if s.Seq > head {
					return errEnd
				}
				if err := fn(p, s); err != nil {
					return err
				}
				if s.Seq == head {
					return errEnd
				}
			}
			return nil
		})
		if !errors.Is(err, errEnd) {
			return err
		}
	}
	return nil
}

// errEnd ends a Follow at the head.
var errEnd = errors.New("end")

// Heads says how many records each partition has now.
func (r *Reading) Heads(ctx context.Context) ([]uint64, error) {
	heads := make([]uint64, r.Journal.Partitions())
	for p := range heads {
		var err error
		if heads[p], err = r.Journal.Head(ctx, p); err != nil {
			return nil, err
		}
	}
	return heads, nil
}

// Close lets go of what Read opened.
func (r *Reading) Close() error {
	if r.conn != nil {
		r.conn.Close()
	}
	if r.broker != nil {
		return r.broker.Close()
	}
	return nil
}
