package journal

import (
	"context"
	"testing"
	"time"
)

// A server that does not answer says nothing of the journal's length: the time it is away does not count.
func TestOutageIsNotAShorterJournal(t *testing.T) {
	j, s := site(t)
	f := &follower{j: j, p: j.parts[0], pos: 100}
	if err := f.checkLength(t.Context()); err == nil || f.alarm == nil {
		t.Fatalf("a journal that is shorter: got %v, want the alarm to run", err)
	}
	s.Stop(t)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := f.checkLength(ctx); err == nil || f.alarm != nil {
		t.Errorf("a server that is away: got %v, want an error and no alarm", err)
	}
	if ctx.Err() != nil {
		t.Error("it waited for the server with the alarm running")
	}
}
