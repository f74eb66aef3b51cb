package house

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/rs/zerolog"

	"comity/services/broker"
	"comity/services/bus"
	"comity/services/journal"
	"comity/services/views"
)

// ViewsFile is the name of the views database in the data directory.
const ViewsFile = "views.db"

// open does the parts of Open that have to be undone when a later one fails.
func (h *House) open(ctx context.Context) error {
	if err := h.reach(ctx); err != nil {
		return err
	}
	cert, err := h.guard(ctx)
	if err != nil {
		return err
	}
	if h.broker != nil {
		if err := h.addRooms(ctx); err != nil {
			return err
		}
	}
	if err := h.furnish(ctx, cert); err != nil {
		return err
	}
	if h.broker != nil {
		if err := h.admitOperator(ctx); err != nil {
			return err
		}
	}
	if err := h.probe.listen(h.cfg.Health); err != nil {
		return err
	}
	return h.writeAddress()
}

// reach starts the embedded server, or connects to the one that was named.
func (h *House) reach(ctx context.Context) error {
	if h.cfg.URL == "" {
		var err error
		h.broker, err = broker.Start(ctx, broker.Config{Dir: h.cfg.Dir, Listen: h.cfg.Listen, WebSocket: h.cfg.WebSocket, Origins: h.origins(), Unsynced: h.cfg.Unsynced, Logger: serverLog(h.cfg.Log)})
		if err != nil {
			return err
		}
		h.url = h.broker.URL()
		return nil
	}
	h.url = h.cfg.URL
	nc, err := h.connect(ctx, "guard")
	if err != nil {
		return err
	}
	if w := broker.SyncWarning(ctx, nc); w != "" {
		h.warnings = append(h.warnings, w)
		h.cfg.Log.Warn().Msg(w)
	}
	return nil
}

// origins are the pages whose scripts may speak to the server. Without an address of their own they are those of its host.
func (h *House) origins() []string {
	if h.cfg.Pages.BaseURL == "" {
		return nil
	}
	return []string{h.cfg.Pages.BaseURL}
}

// connect opens a connection of the engine's own, which lives as long as the house.
func (h *House) connect(ctx context.Context, name string) (nc *nats.Conn, err error) {
	name = "comity " + name
	if h.broker != nil {
		nc, err = h.broker.Connect(ctx, name)
	} else {
		nc, err = broker.Connect(ctx, broker.Dial{URL: h.url, Creds: h.cfg.Creds, Name: name, Logger: h.cfg.Log})
	}
	if err != nil {
		return nil, err
	}
	h.conns = append(h.conns, nc)
	return nc, nil
}

// addRooms makes the buckets that an installation of an older program lacks.
func (h *House) addRooms(ctx context.Context) error {
	nc, err := h.broker.Administrator(ctx)
	if err != nil {
		return err
	}
	defer nc.Close()
	js, err := jetstream.New(nc)
	if err != nil {
		return err
	}
	return bus.Furnish(ctx, js, 1)
}

// admitOperator opens the connection of Client: over the network and from the account of the people, as any command line.
func (h *House) admitOperator(ctx context.Context) (err error) {
	who, err := broker.ReadCredentials(h.cfg.Dir, broker.OperatorUser)
	if err != nil {
		return err
	}
	h.people, err = broker.Connect(ctx, broker.Dial{
		URL: h.url, Name: "comity operator", User: who.User, Password: who.Password, InboxPrefix: broker.OperatorInbox, Logger: h.cfg.Log,
	})
	return err
}

// guard checks, before any door opens, that the journal is this installation's and whole, against the second copy where
// this machine has one.
func (h *House) guard(ctx context.Context) (journal.Certificate, error) {
	cert, err := journal.ReadCertificate(h.cfg.Dir)
	if err != nil {
		return cert, err
	}
	nc, err := h.connect(ctx, "guard")
	if err != nil {
		return cert, err
	}
	js, err := jetstream.New(nc)
	if err != nil {
		return cert, err
	}
	file := filepath.Join(h.cfg.Dir, ViewsFile)
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		return cert, journal.Guard(ctx, js, cert, journal.Checkpoint{})
	}
	second, err := views.OpenCopy(ctx, file)
	if err != nil {
		return cert, err
	}
	known, err := second.Guard(ctx, cert.LogID, cert.Partitions)
	if err == nil {
		err = journal.Guard(ctx, js, cert, known)
	}
	if errors.Is(err, views.ErrForeign) {
		err = &journal.Refusal{Reason: journal.Foreign, Sentence: fmt.Sprintf("The second copy in %s is another installation's: %v.", file, err)}
	}
	return cert, errors.Join(err, second.Close())
}

// serverLog is the embedded server's voice: what it says at level info at each start is for its own developers.
func serverLog(l zerolog.Logger) zerolog.Logger {
	l = l.With().Str("service", "nats").Logger()
	if l.GetLevel() < zerolog.WarnLevel {
		l = l.Level(zerolog.WarnLevel)
	}
	return l
}
