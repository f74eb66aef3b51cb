package natstest

import (
	"context"
	"sync"
	"testing"
	"time"
)

// Run runs a service until the test ends, or until stop, which returns when the service has ended and may be called again. The test fails
// where it ends with an error.
func Run(t testing.TB, service func(context.Context) error) (stop func()) {
	t.Helper()
	return RunReady(t, func(ctx context.Context, ready func()) error {
		ready()
		return service(ctx)
	})
}

// RunReady is Run for a service that says when it is ready, which it waits for. One that ends before that fails the test.
func RunReady(t testing.TB, service func(ctx context.Context, ready func()) error) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ready, ended := make(chan struct{}), make(chan error, 1)
	go func() { ended <- service(ctx, func() { close(ready) }) }()
	select {
	case <-ready:
	case err := <-ended:
		cancel()
		t.Fatalf("run: %v", err)
	}
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("run: %v", err)
		}
	})
	t.Cleanup(stop)
	return stop
}

// Until waits for what another goroutine, or another process, brings about: half a minute at the most.
func Until(t testing.TB, what string, holds func() bool) {
	t.Helper()
	again, late := time.NewTicker(2*time.Millisecond), time.After(30*time.Second)
	defer again.Stop()
	for !holds() {
		select {
		case <-again.C:
		case <-late:
			t.Fatalf("not in time: %s", what)
		}
	}
}
