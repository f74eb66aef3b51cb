package broker_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/rs/zerolog"

	"comity/services/broker"
)

// start starts a broker in a new directory and closes it when the test ends.
func start(t *testing.T, change func(*broker.Config)) (*broker.Broker, string) {
	t.Helper()
	dir := t.TempDir()
	if err := broker.Init(dir); err != nil {
		t.Fatal(err)
	}
	cfg := broker.Config{Dir: dir, Listen: "127.0.0.1:0"}
	if change != nil {
		change(&cfg)
	}
	b, err := broker.Start(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return b, dir
}

func TestInit(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "new")
	if err := broker.Init(dir); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, user := range []string{broker.EngineUser, broker.OperatorUser} {
		c, err := broker.ReadCredentials(dir, user)
		if err != nil {
			t.Fatal(err)
		}
		if len(c.Password) != 43 || seen[c.Password] { // 256 bits in base64
			t.Errorf("%s has the password %q", user, c.Password)
		}
		seen[c.Password] = true
		info, err := os.Stat(filepath.Join(dir, "credentials", user+".json"))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: mode %v, %v, want 0600", user, info.Mode(), err)
		}
	}
	if err := broker.Init(dir); !errors.Is(err, os.ErrExist) {
		t.Errorf("a second time: got %v, want that it is there", err)
	}
}

func TestStart(t *testing.T) {
	t.Run("a_directory_never_initialised_is_refused", func(t *testing.T) {
		t.Parallel()
		if _, err := broker.Start(t.Context(), broker.Config{Dir: t.TempDir()}); !errors.Is(err, broker.ErrNoCredentials) {
			t.Errorf("got %v, want ErrNoCredentials", err)
		}
	})
	t.Run("a_directory_in_use_is_refused", func(t *testing.T) {
		t.Parallel()
		_, dir := start(t, nil)
		if _, err := broker.Start(t.Context(), broker.Config{Dir: dir, Listen: "127.0.0.1:0"}); !errors.Is(err, broker.ErrInUse) {
			t.Errorf("got %v, want ErrInUse", err)
		}
	})
	t.Run("an_address_in_use_is_refused", func(t *testing.T) {
		t.Parallel()
		b, _ := start(t, nil)
		dir := t.TempDir()
		if err := broker.Init(dir); err != nil {
			t.Fatal(err)
		}
		_, err := broker.Start(t.Context(), broker.Config{Dir: dir, Listen: strings.TrimPrefix(b.URL(), "nats://")})
		if err == nil || !strings.Contains(err.Error(), "address already in use") {
			t.Errorf("got %v, want that the address is in use", err)
		}
	})
	t.Run("other_machines_only_when_told", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		if err := broker.Init(dir); err != nil {
			t.Fatal(err)
		}
		for _, addr := range []string{"0.0.0.0:0", ":0", "192.0.2.1:4222", "example.org:4222"} {
			if _, err := broker.Start(t.Context(), broker.Config{Dir: dir, Listen: addr}); err == nil || !strings.Contains(err.Error(), "other machines") {
				t.Errorf("%s: got %v, want a refusal", addr, err)
			}
		}
		start(t, func(c *broker.Config) { c.Listen, c.AllowRemote = "0.0.0.0:0", true })
	})
	t.Run("without_a_listener_only_this_process_reaches_it", func(t *testing.T) {
		t.Parallel()
		b, _ := start(t, func(c *broker.Config) { c.NoListen = true })
		if b.URL() != "" {
			t.Errorf("it listens at %s", b.URL())
		}
		nc, err := b.Connect(t.Context(), "test")
		if err != nil {
			t.Fatal(err)
		}
		defer nc.Close()
		if err := nc.Flush(); err != nil {
			t.Error(err)
		}
	})
	t.Run("what_was_stored_is_there_after_a_restart", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		if err := broker.Init(dir); err != nil {
			t.Fatal(err)
		}
		for round := range 2 {
			b, err := broker.Start(t.Context(), broker.Config{Dir: dir, NoListen: true})
			if err != nil {
				t.Fatal(err)
			}
			nc, err := b.Administrator(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			js, err := jetstream.New(nc)
			if err != nil {
				t.Fatal(err)
			}
			if round == 0 {
				_, err = js.CreateStream(t.Context(), jetstream.StreamConfig{Name: "KEPT", Subjects: []string{"kept"}})
			} else {
				_, err = js.Stream(t.Context(), "KEPT")
			}
			if err != nil {
				t.Fatal(err)
			}
			nc.Close()
			if err := b.Close(); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestConnectRefusesWrongCredentials(t *testing.T) {
	t.Parallel()
	b, _ := start(t, nil)
	for name, d := range map[string]broker.Dial{
		"no user":        {URL: b.URL()},
		"wrong password": {URL: b.URL(), User: broker.EngineUser, Password: "guess"},
		"admin's guess":  {URL: b.URL(), User: "admin", Password: ""},
		"system account": {URL: b.URL(), User: "sys", Password: "sys"},
	} {
		if nc, err := broker.Connect(t.Context(), d); err == nil {
			nc.Close()
			t.Errorf("%s: was let in", name)
		}
	}
}

// lockedBuffer takes the log of several goroutines.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func TestPasswordsAreNotLogged(t *testing.T) {
	t.Parallel()
	var log lockedBuffer
	b, dir := start(t, func(c *broker.Config) { c.Logger = zerolog.New(&log) })
	if nc, err := broker.Connect(context.Background(), broker.Dial{URL: b.URL(), User: broker.EngineUser, Password: "a-wrong-guess"}); err == nil {
		nc.Close()
	}
	c, err := broker.ReadCredentials(dir, broker.EngineUser)
	if err != nil {
		t.Fatal(err)
	}
	if said := log.String(); strings.Contains(said, c.Password) || strings.Contains(said, "a-wrong-guess") || said == "" {
		t.Errorf("the log is empty or has a password:\n%s", said)
	}
}
