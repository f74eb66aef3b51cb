package broker

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"
)

func TestOlder(t *testing.T) {
	for v, want := range map[string]bool{
		"2.15.2": false, "2.15.3": false, "2.16.0": false, "3.0.0": false, "2.100.0": false, "v2.15.2": false, "2.15.2+build": false,
		"2.15.1": true, "2.14.9": true, "2.9.25": true, "1.4.1": true, "2.15.2-beta.1": true, "2.15.3-RC.1": false, "": true, "x": true,
	} {
		if got := older(v, MinimumVersion); got != want {
			t.Errorf("older(%q) is %v, want %v", v, got, want)
		}
	}
}

// A server that is too old is refused as soon as it has introduced itself. It is played by hand: no old server is at hand.
func TestConnectRefusesAnOldServer(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		fmt.Fprint(c, `INFO {"server_id":"old","version":"2.12.1","headers":true,"max_payload":1048576}`+"\r\n")
		for in := bufio.NewScanner(c); in.Scan(); {
			if strings.HasPrefix(in.Text(), "PING") {
				fmt.Fprint(c, "PONG\r\n")
			}
		}
	}()
	nc, err := Connect(t.Context(), Dial{URL: "nats://" + l.Addr().String()})
	if err == nil {
		nc.Close()
	}
	if err == nil || !strings.Contains(err.Error(), "2.12.1") || !strings.Contains(err.Error(), MinimumVersion) {
		t.Errorf("got %v, want that 2.12.1 is too old", err)
	}
}

func TestSyncWarning(t *testing.T) {
	for name, unsynced := range map[string]bool{"synced": false, "unsynced": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := Init(dir); err != nil {
				t.Fatal(err)
			}
			b, err := Start(t.Context(), Config{Dir: dir, Listen: "127.0.0.1:0", Unsynced: unsynced})
			if err != nil {
				t.Fatal(err)
			}
			defer b.Close()
			engine, err := b.Connect(t.Context(), "test")
			if err != nil {
				t.Fatal(err)
			}
			defer engine.Close()
			got := SyncWarning(t.Context(), engine)
			if unsynced && (!strings.Contains(got, "comity do not sync") || !strings.Contains(got, mayBeLost)) || !unsynced && got != "" {
				t.Errorf("got %q", got)
			}
			c, err := ReadCredentials(dir, OperatorUser)
			if err != nil {
				t.Fatal(err)
			}
			operator, err := Connect(t.Context(), Dial{URL: b.URL(), User: c.User, Password: c.Password, InboxPrefix: OperatorInbox})
			if err != nil {
				t.Fatal(err)
			}
			defer operator.Close()
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			if got := SyncWarning(ctx, operator); !strings.Contains(got, "could not be verified") || !strings.Contains(got, mayBeLost) {
				t.Errorf("one who may not ask: got %q", got)
			}
		})
	}
}
