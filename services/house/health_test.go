package house

import (
	"context"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// opened opens a house that is not run yet.
func opened(t *testing.T, change ...func(*Config)) *House {
	t.Helper()
	cfg := Config{Dir: filepath.Join(t.TempDir(), "data"), Listen: "127.0.0.1:0", Health: "127.0.0.1:0", Unsynced: true, Now: time.Now}
	for _, c := range change {
		c(&cfg)
	}
	h, err := Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

// Somebody who asks whether the house is ready and does not wait for the answer does not make it unready for others.
func TestCanaryOutlivesWhoAsked(t *testing.T) {
	t.Parallel()
	p := opened(t).probe
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := p.write(gone); err != nil {
		t.Errorf("who has gone: got %v, want a write", err)
	}
	if err := p.write(t.Context()); err != nil {
		t.Errorf("the next one: got %v, want a write", err)
	}
}

// Not parallel: it looks at every goroutine of the process.
func TestHouseWaitsForWhatItStarted(t *testing.T) {
	h := opened(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := h.Run(ctx); err != nil {
		t.Error(err)
	}
	if running(t, "house.(*House).announce") {
		t.Error("Run has returned, and readiness is still waited for")
	}
	if err := h.Close(); err != nil {
		t.Error(err)
	}
	if running(t, "house.(*probe).serve") {
		t.Error("the house is closed, and health is still answered")
	}
}

func running(t *testing.T, what string) bool {
	t.Helper()
	stacks := make([]byte, 8<<20)
	return strings.Contains(string(stacks[:runtime.Stack(stacks, true)]), what)
}
