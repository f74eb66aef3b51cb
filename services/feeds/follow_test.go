package feeds

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"comity/services/bus"
	"comity/services/client"
	"comity/services/natstest"
	"comity/services/views"
	"comity/services/views/viewstest"
	"comity/workflow"
)

// answering runs the views, which answer what was published, until the test ends.
func answering(t *testing.T, w *viewstest.World) {
	t.Helper()
	v, err := views.Open(t.Context(), views.Config{
		Path: filepath.Join(t.TempDir(), "views.db"), Conn: w.Server.Engine(t), Journal: w.Journal, Now: func() time.Time { return w.Now }, OperatorActs: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := v.Close(); err != nil {
			t.Error(err)
		}
	})
	natstest.Run(t, v.Run) // ends before the views are closed
}

var errEnough = errors.New("enough")

// Whoever follows a clearance gets every event once and in order, while the publisher stops in the middle of records and begins
// again, and while the server goes away and comes back.
func TestFollower_has_no_gap_and_no_double_after_crashes(t *testing.T) {
	t.Parallel()
	w := viewstest.Open(t)
	w.Now = viewstest.At("2026-12-01 09:00")
	answering(t, w)
	for i := range 2 {
		w.Draft(t, fmt.Sprintf("C%d", i), "partners")
		w.ToG1(t, fmt.Sprintf("C%d", i))
	}
	want := 0
	for seq := uint64(2); seq <= w.Last; seq++ { // the first is the birth certificate
		want += len(record(t, w, seq).Events)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
	defer cancel()
	var got []string
	followed := make(chan error, 1)
	go func() {
		c := client.New(w.Server.Operator(t), client.Config{Attempt: 200 * time.Millisecond})
		followed <- c.Watch(ctx, viewstest.Partnership, workflow.ClearPartners, 0, func(e client.Event) error {
			if got = append(got, e.ID); len(got) == want {
				return errEnough
			}
			return nil
		})
	}()
	s, err := w.Server.JetStream(t).Stream(t.Context(), bus.FeedStream)
	if err != nil {
		t.Fatal(err)
	}
	for messages := uint64(5); messages < 150; messages += 41 { // four messages for each event, so in the middle
		p := publishing(t, w)
		holds(ctx, t, s, messages)
		p.stop()
		if messages == 46 {
			w.Server.Restart(t)
		}
	}
	p := publishing(t, w)
	p.reach(t, w.Last)
	if err := <-followed; !errors.Is(err, errEnough) {
		t.Fatalf("got %v after %d events of %d", err, len(got), want)
	}
	var all []string
	for _, m := range published(t, w) {
		if clearanceOf(m) == workflow.ClearPartners {
			all = append(all, m.Header.Get(jetstream.MsgIDHeader))
		}
	}
	if !slices.Equal(got, all) {
		t.Errorf("got %d events\n%v\nwant %d\n%v", len(got), got, len(all), all)
	}
	p.stop()
	check(t, w)
}

// holds waits until the stream has had so many messages, across a restart of the server too.
func holds(ctx context.Context, t *testing.T, s jetstream.Stream, messages uint64) {
	t.Helper()
	for again := time.Tick(5 * time.Millisecond); ; {
		if info, err := s.Info(ctx); err == nil && info.State.LastSeq >= messages {
			return
		}
		select {
		case <-again:
		case <-ctx.Done():
			t.Fatalf("the feed does not come to %d messages", messages)
		}
	}
}

// Whoever comes back after the feed has dropped what comes next is told so, and can go on; whoever is not too late is not.
func TestFollower_is_told_when_its_position_is_older_than_the_feed(t *testing.T) {
	t.Parallel()
	w := viewstest.Open(t)
	w.Now = viewstest.At("2026-12-01 09:00")
	answering(t, w)
	p := publishing(t, w)
	w.Draft(t, "C1", "partners")
	p.reach(t, w.Last)
	c := client.New(w.Server.Operator(t), client.Config{})
	ask := func(after uint64) (page struct {
		Events []client.Event
		Last   uint64
		Reset  bool
	}) {
		t.Helper()
		args := bus.FeedArgs{Clearance: workflow.ClearPartners, After: after, Limit: 100}
		if _, err := c.Ask(t.Context(), viewstest.Partnership, bus.Operator, bus.FeedView, args, &page); err != nil {
			t.Fatal(err)
		}
		return page
	}
	first := ask(0)
	if first.Reset || len(first.Events) < 10 {
		t.Fatalf("got %d events, reset %v", len(first.Events), first.Reset)
	}
	early, middle, last := first.Events[0].Sequence, first.Events[8].Sequence, first.Last

	js, err := jetstream.New(w.Server.Administrator(t))
	if err != nil {
		t.Fatal(err)
	}
	s, err := js.Stream(t.Context(), bus.FeedStream)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Purge(t.Context(), jetstream.WithPurgeSequence(uint64(4*6+1))); err != nil { // as age does: all of the first six events
		t.Fatal(err)
	}
	if got := ask(early); !got.Reset || len(got.Events) == 0 {
		t.Errorf("after an event whose successors are gone: got reset %v and %d events, want it told, and what there is", got.Reset, len(got.Events))
	}
	if got := ask(middle); got.Reset || len(got.Events) != len(first.Events)-9 {
		t.Errorf("after an event whose successors are there: got reset %v and %d events, want %d", got.Reset, len(got.Events), len(first.Events)-9)
	}
	if got := ask(last); got.Reset || len(got.Events) != 0 {
		t.Errorf("after the last event: got reset %v and %d events", got.Reset, len(got.Events))
	}
	err = c.Watch(t.Context(), viewstest.Partnership, workflow.ClearPartners, early, func(client.Event) error { return errEnough })
	if !errors.Is(err, client.ErrReset) {
		t.Errorf("watch: got %v, want ErrReset", err)
	}

	if err := s.Purge(t.Context()); err != nil { // nothing at all is left
		t.Fatal(err)
	}
	if got := ask(last); got.Reset {
		t.Error("nothing was published after the last event, and a reset is told")
	}
	if got := ask(middle); !got.Reset {
		t.Error("everything after the position is gone, and no reset is told")
	}
}

// clearanceOf is the fourth word of the subject: comity.feed.<partnership>.<clearance>.
func clearanceOf(m *jetstream.RawStreamMsg) string { return strings.Split(m.Subject, ".")[3] }
