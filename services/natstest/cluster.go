package natstest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"comity/services/broker"
)

// Cluster is three servers on loopback that replicate among themselves: for what differs there from one server. It has one
// account, whose user may do everything. Its writes are not synced.
type Cluster struct {
	servers []*server.Server
}

// StartCluster starts three servers and returns when they have chosen a leader, which takes some seconds. With -short the
// test is skipped.
func StartCluster(t testing.TB) *Cluster {
	t.Helper()
	if testing.Short() {
		t.Skip("starts three servers")
	}
	c := &Cluster{}
	addrs := freeAddrs(t, 3)
	for i, addr := range addrs {
		opts := &server.Options{}
		config := fmt.Sprintf("server_name: s%d\nlisten: \"127.0.0.1:-1\"\ncluster { name: test, listen: %q, pool_size: 1, routes: [ \"nats-route://%s\" ] }", i, addr, strings.Join(addrs, `", "nats-route://`))
		if err := opts.ProcessConfigString(config); err != nil {
			t.Fatal(err)
		}
		opts.JetStream, opts.StoreDir, opts.NoLog, opts.NoSigs, opts.MaxPayload = true, t.TempDir(), true, true, broker.MaxPayload
		s, err := server.NewServer(opts)
		if err != nil {
			t.Fatal(err)
		}
		s.Start()
		t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
		c.servers = append(c.servers, s)
	}
	for _, s := range c.servers {
		if !s.ReadyForConnections(20 * time.Second) {
			t.Fatal("a server of the cluster is not ready")
		}
	}
	Until(t, "the cluster has a leader", func() bool {
		for _, s := range c.servers {
			if s.JetStreamIsLeader() && len(s.JetStreamClusterPeers()) == 3 {
				return true
			}
		}
		return false
	})
	return c
}

// freeAddrs finds ports that nobody listens on.
func freeAddrs(t testing.TB, n int) []string {
	t.Helper()
	var addrs []string
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		addrs = append(addrs, l.Addr().String())
	}
	return addrs
}

// Connect connects to the cluster, for the length of the test; it finds another server when one goes away.
func (c *Cluster) Connect(t testing.TB) *nats.Conn {
	t.Helper()
	var urls []string
	for _, s := range c.servers {
		urls = append(urls, s.ClientURL())
	}
	nc, err := broker.Connect(t.Context(), broker.Dial{URL: strings.Join(urls, ","), Name: t.Name()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	return nc
}

// JetStream is JetStream on a connection of its own.
func (c *Cluster) JetStream(t testing.TB) jetstream.JetStream {
	t.Helper()
	js, err := jetstream.New(c.Connect(t))
	if err != nil {
		t.Fatal(err)
	}
	return js
}

// Clear deletes every stream, and returns when the cluster lists none: its members hear of a deletion one after another, so
// that a list may still have what is gone.
func (c *Cluster) Clear(t testing.TB, js jetstream.JetStream) {
	t.Helper()
	Until(t, "the cluster is empty", func() bool {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		listed := 0
		names := js.StreamNames(ctx)
		for name := range names.Name() {
			listed++
			if err := js.DeleteStream(ctx, name); err != nil && !errors.Is(err, jetstream.ErrStreamNotFound) {
				t.Fatal(err)
			}
		}
		return listed == 0 && names.Err() == nil
	})
}

// StopLeader shuts down the server that leads a stream, and leaves the other two.
func (c *Cluster) StopLeader(t testing.TB, stream string) {
	t.Helper()
	for _, s := range c.servers {
		if s.Running() && s.JetStreamIsStreamLeader("$G", stream) {
			s.Shutdown()
			s.WaitForShutdown()
			return
		}
	}
	t.Fatalf("nobody leads %s", stream)
}
