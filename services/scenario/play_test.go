package scenario_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"comity/services/client"
	"comity/services/house"
	"comity/services/scenario"
)

// open starts a house with the clock of the wall, as serve does.
func open(t *testing.T) *house.House {
	t.Helper()
	h, err := house.Open(t.Context(), house.Config{
		Dir: filepath.Join(t.TempDir(), "data"), Listen: "127.0.0.1:0", Health: "off", OperatorActs: true, Unsynced: true, Now: time.Now,
	})
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
	<-h.Ready()
	return h
}

func TestPlay(t *testing.T) {
	t.Parallel()
	h := open(t)
	file := filepath.Join("..", "..", "scenarios", "demo", "childrens-trust.yaml")
	var story strings.Builder
	if err := scenario.Play(t.Context(), h.Client(client.Config{}), file, scenario.PlayOptions{Out: &story}); err != nil {
		t.Fatalf("%v\n%s", err, story.String())
	}
	t.Log(story.String())
	for _, line := range []string{
		"Commissioner drafts “No eviction without a common assessment”",
		"is refused: Views of children and parents is missing.",
		"Belstone chief executive votes to approve for Belstone Borough Council, on Belstone District Trust Board.",
		"Gate G1 is passed.",
		"Belstone Borough Council confirms what it puts in",
		"It goes on to delivery.",
		"It is closed: recommissioned",
		"Eskham Borough Council is to confirm what it puts in",
		"Gate G1 is refused by Children's Trust Board.",
		"It is closed: rejected.",
	} {
		if !strings.Contains(story.String(), line) {
			t.Errorf("the story has no line with %q", line)
		}
	}

	story.Reset()
	err := scenario.Play(t.Context(), h.Client(client.Config{}), file, scenario.PlayOptions{Out: &story})
	if !errors.Is(err, scenario.ErrPlayed) || story.Len() > 0 {
		t.Errorf("played again: got %v and %d bytes, want ErrPlayed and nothing", err, story.Len())
	}
}
