package house

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// addressFile is where a running house says how it can be reached.
const addressFile = "server.json"

// Address says where a running house can be reached. The command line reads it from the data directory.
type Address struct {
	NATS      string    `json:"nats"`
	Health    string    `json:"health,omitempty"` // http://…
	Pages     string    `json:"pages,omitempty"`  // http://…
	WebSocket string    `json:"websocket,omitempty"`
	PID       int       `json:"pid"`
	StartedAt time.Time `json:"started_at"`
}

// ErrNotRunning is wrapped by ReadAddress where no house has said that it runs.
var ErrNotRunning = errors.New("comity is not running")

// ReadAddress reads where the house on a data directory can be reached. One that was killed leaves its address behind: it
// may be that nobody answers there.
// Errors: ErrNotRunning; a file that cannot be read.
func ReadAddress(dir string) (Address, error) {
	var a Address
	data, err := os.ReadFile(filepath.Join(dir, addressFile))
	if errors.Is(err, fs.ErrNotExist) {
		return a, fmt.Errorf("%w on the directory %s", ErrNotRunning, dir)
	}
	if err != nil {
		return a, err
	}
	if err := json.Unmarshal(data, &a); err != nil {
		return a, fmt.Errorf("%s: %w", addressFile, err)
	}
	return a, nil
}

// writeAddress puts the address in place in one step, so that nobody reads half of it. With an external server there is
// nothing to say: its address is not ours to hand on.
func (h *House) writeAddress() error {
	if h.broker == nil {
		return nil
	}
	a := Address{NATS: h.url, Pages: h.PagesURL(), WebSocket: h.WebSocketURL(), PID: os.Getpid(), StartedAt: h.cfg.Now().UTC()}
	if h.probe.addr != "" {
		a.Health = "http://" + h.probe.addr
	}
	data, err := json.MarshalIndent(a, "", "  ")
	if err != nil {
		return err
	}
	file := filepath.Join(h.cfg.Dir, addressFile)
	if err := os.WriteFile(file+".new", append(data, '\n'), 0o600); err != nil {
		return err
	}
	return os.Rename(file+".new", file)
}

func (h *House) removeAddress() error {
	if h.broker == nil {
		return nil
	}
	err := os.Remove(filepath.Join(h.cfg.Dir, addressFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
