package broker_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"comity/services/broker"
)

// A directory of an earlier version gets what the sign-in of people needs, once.
func TestAnOlderDirectoryGetsTheKeysOfTheCallout(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := broker.Init(dir); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"auth.json", "callout.json"} {
		if err := os.Remove(filepath.Join(dir, "credentials", name)); err != nil {
			t.Fatal(err)
		}
	}
	var kept broker.Callout
	for range 2 {
		b, err := broker.Start(t.Context(), broker.Config{Dir: dir, Listen: "127.0.0.1:0", Unsynced: true})
		if err != nil {
			t.Fatal(err)
		}
		if kept != (broker.Callout{}) && b.Callout() != kept {
			t.Error("the keys were made again")
		}
		kept = b.Callout()
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if read, err := broker.ReadCallout(dir); err != nil || read != kept || !strings.HasPrefix(kept.Issuer, "SA") || !strings.HasPrefix(kept.XKey, "SX") {
		t.Errorf("got %v", err)
	}
	for _, name := range []string{"auth.json", "callout.json"} {
		if info, err := os.Stat(filepath.Join(dir, "credentials", name)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "credentials", "callout.json"), []byte(`{"issuer":"SAX","xkey":""}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if b, err := broker.Start(t.Context(), broker.Config{Dir: dir, Listen: "127.0.0.1:0", Unsynced: true}); err == nil {
		t.Error("started with keys that are none")
		_ = b.Close()
	}
}

// While nobody decides on sign-ins nobody else gets in, and whoever is to decide can do nothing else.
func TestTheCalloutFailsClosed(t *testing.T) {
	t.Parallel()
	b, dir := start(t, func(c *broker.Config) { c.Unsynced = true })
	for _, opts := range [][]nats.Option{{nats.UserInfo("p-lead", "secret")}, {nats.Token("secret")}, {}} {
		if nc, err := nats.Connect(b.URL(), append(opts, nats.Timeout(300*time.Millisecond))...); err == nil {
			t.Error("somebody was let in")
			nc.Close()
		}
	}
	auth := as(t, b, dir, broker.AuthUser, "")
	asked, err := auth.SubscribeSync("$SYS.REQ.USER.AUTH")
	if err != nil {
		t.Fatal(err)
	}
	flush(t, auth)
	go func() {
		_, _ = nats.Connect(b.URL(), nats.UserInfo("p-lead", "secret-of-lead"), nats.Timeout(time.Second))
	}()
	m, err := asked.NextMsg(5 * time.Second)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(m.Data), "eyJ") || m.Header.Get("Nats-Server-Xkey") == "" {
		t.Error("the question is not encrypted")
	}
	engine := as(t, b, dir, broker.EngineUser, "")
	heard, err := engine.SubscribeSync("comity.>")
	if err != nil {
		t.Fatal(err)
	}
	flush(t, engine)
	for _, subject := range []string{"comity.cmd.westmere.p-lead.signoff.vote", "$JS.API.INFO", "$SYS.REQ.SERVER.PING"} {
		if err := auth.PublishRequest(subject, "x", nil); err != nil {
			t.Fatal(err)
		}
	}
	flush(t, auth, engine)
	if m, err := heard.NextMsg(20 * time.Millisecond); err == nil {
		t.Errorf("the engine heard %s", m.Subject)
	}
}

func TestKickEndsTheConnectionsOfOneUser(t *testing.T) {
	t.Parallel()
	b, dir := start(t, func(c *broker.Config) { c.Unsynced = true })
	cut := make(chan string, 10)
	connect := func() *nats.Conn {
		c, err := broker.ReadCredentials(dir, broker.OperatorUser)
		if err != nil {
			t.Fatal(err)
		}
		nc, err := nats.Connect(b.URL(), nats.UserInfo(c.User, c.Password), nats.DisconnectErrHandler(func(nc *nats.Conn, _ error) { cut <- "operator" }))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(nc.Close)
		return nc
	}
	connect()
	connect()
	if n, err := b.Kick("somebody"); n != 0 || err != nil {
		t.Errorf("got %d, %v", n, err)
	}
	if n, err := b.Kick(broker.EngineUser); n != 0 || err != nil {
		t.Errorf("the engine: got %d, %v", n, err)
	}
	if n, err := b.Kick(broker.OperatorUser); n != 2 || err != nil {
		t.Errorf("got %d, %v, want 2", n, err)
	}
	for range 2 {
		select {
		case <-cut:
		case <-time.After(5 * time.Second):
			t.Fatal("a connection goes on")
		}
	}
}

func TestWebSocket(t *testing.T) {
	t.Parallel()
	b, dir := start(t, func(c *broker.Config) {
		c.Unsynced, c.WebSocket, c.Origins = true, "127.0.0.1:0", []string{"http://127.0.0.1:8080"}
	})
	if !strings.HasPrefix(b.WebSocketURL(), "ws://127.0.0.1:") || strings.HasSuffix(b.WebSocketURL(), ":-1") {
		t.Fatalf("got %q", b.WebSocketURL())
	}
	c, err := broker.ReadCredentials(dir, broker.OperatorUser)
	if err != nil {
		t.Fatal(err)
	}
	nc, err := nats.Connect(b.WebSocketURL(), nats.UserInfo(c.User, c.Password))
	if err != nil {
		t.Fatal(err)
	}
	nc.Close()
	for origin, want := range map[string]int{"http://127.0.0.1:8080": http.StatusSwitchingProtocols, "http://evil.example": http.StatusForbidden, "http://127.0.0.1:9": http.StatusForbidden} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, strings.Replace(b.WebSocketURL(), "ws:", "http:", 1), nil)
		if err != nil {
			t.Fatal(err)
		}
		for k, v := range map[string]string{"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Origin": origin} {
			req.Header.Set(k, v)
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("a page of %s: got %d, want %d", origin, res.StatusCode, want)
		}
	}
	if b, err := broker.Start(t.Context(), broker.Config{Dir: t.TempDir(), WebSocket: "0.0.0.0:0"}); err == nil || !strings.Contains(err.Error(), "without encryption") {
		t.Errorf("got %v, %v", b, err)
	}
	plain, _ := start(t, func(c *broker.Config) { c.Unsynced = true })
	if plain.WebSocketURL() != "" {
		t.Errorf("got %q, want none", plain.WebSocketURL())
	}
}
