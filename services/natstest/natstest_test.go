package natstest_test

import (
	"testing"
	"time"

	"comity/services/natstest"
)

func TestServerComesBackOnTheSameAddress(t *testing.T) {
	t.Parallel()
	s := natstest.Start(t)
	nc, url := s.Engine(t), s.URL()
	s.Restart(t)
	if s.URL() != url {
		t.Errorf("got %s after a restart, want %s", s.URL(), url)
	}
	deadline := time.Now().Add(10 * time.Second)
	for nc.FlushTimeout(time.Second) != nil {
		if time.Now().After(deadline) {
			t.Fatal("the connection has not come back")
		}
	}
}

// BenchmarkStart says how long a test waits for its server.
func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		s := natstest.Start(b)
		s.Engine(b).Close()
		s.Stop(b)
	}
}
