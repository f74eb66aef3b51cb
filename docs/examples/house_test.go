package examples_test

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"comity/services/client"
	"comity/services/house"
	"comity/services/scenario"
)

// running is a house that a test has started, and how others reach it.
type running struct {
	*house.House
	url, user, password string
}

// start starts a house on free ports, and stops it when the test ends.
func start(t *testing.T) running {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	h, err := house.Open(t.Context(), house.Config{Dir: dir, Listen: "127.0.0.1:0", Health: "off", OperatorActs: true, Unsynced: true, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- h.Run(context.WithoutCancel(t.Context())) }()
	t.Cleanup(func() {
		if err := h.Close(); err != nil {
			t.Error(err)
		}
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	select {
	case <-h.Ready():
	case <-time.After(20 * time.Second):
		t.Fatal("the house is not ready after 20 s")
	}
	var who struct{ User, Password string }
	data, err := os.ReadFile(filepath.Join(dir, "credentials", "operator.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &who); err != nil {
		t.Fatal(err)
	}
	return running{House: h, url: h.URL(), user: who.User, password: who.Password}
}

// trust is the partnership of the story that is played.
const trust = "arrowshire"

// play plays the demonstration, and tells the story to out.
func (r running) play(t *testing.T, out io.Writer) {
	t.Helper()
	file := filepath.Join("..", "..", "scenarios", "demo", "childrens-trust.yaml")
	if err := scenario.Play(t.Context(), r.Client(client.Config{}), file, scenario.PlayOptions{Out: out}); err != nil {
		t.Error(err)
	}
}
