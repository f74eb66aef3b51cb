package feeds

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/rs/zerolog"

	"comity/events"
	"comity/services/bus"
	"comity/services/natstest"
	"comity/services/views/viewstest"
	"comity/workflow"
)

// publisher is one run of feeds that a test can end.
type publisher struct {
	level chan uint64
	stop  func()
}

// publishing runs feeds until stop is called or the test ends.
func publishing(t *testing.T, w *viewstest.World) *publisher {
	t.Helper()
	p := &publisher{level: make(chan uint64, 10_000)}
	f, err := New(Config{Conn: w.Server.Engine(t), Journal: w.Journal, Log: zerolog.New(zerolog.NewTestWriter(t)), Remember: 2,
		Level: func(_ int, seq uint64) { p.level <- seq }})
	if err != nil {
		t.Fatal(err)
	}
	p.stop = natstest.Run(t, f.Run)
	return p
}

// reach waits until everything up to seq is published.
func (p *publisher) reach(t *testing.T, seq uint64) {
	t.Helper()
	late := time.After(30 * time.Second)
	for {
		select {
		case at := <-p.level:
			if at >= seq {
				return
			}
		case <-late:
			t.Fatalf("%d is not published", seq)
		}
	}
}

// published reads all of FEED.
func published(t *testing.T, w *viewstest.World) []*jetstream.RawStreamMsg {
	t.Helper()
	s, err := w.Server.JetStream(t).Stream(t.Context(), bus.FeedStream)
	if err != nil {
		t.Fatal(err)
	}
	var out []*jetstream.RawStreamMsg
	for seq := uint64(1); seq <= s.CachedInfo().State.LastSeq; seq++ {
		m, err := s.GetMsg(t.Context(), seq)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, m)
	}
	return out
}

// check re-derives what must hold of FEED: every event of the journal once for each clearance, in order, under a stable id,
// and never a field above the clearance.
func check(t *testing.T, w *viewstest.World) {
	t.Helper()
	seen := map[string]bool{}
	last := map[string]uint64{}
	for _, m := range published(t, w) {
		var ce events.CloudEvent
		if err := json.Unmarshal(m.Data, &ce); err != nil {
			t.Fatal(err)
		}
		if seen[ce.ID] {
			t.Errorf("%s is published twice", ce.ID)
		}
		seen[ce.ID] = true
		if ce.Sequence <= last[ce.Clearance] || ce.JournalSeq != events.JournalSeq(ce.Sequence) {
			t.Errorf("%s: sequence %d after %d", ce.ID, ce.Sequence, last[ce.Clearance])
		}
		last[ce.Clearance] = ce.Sequence
		if want := events.FeedSubject(ce.Partnership, ce.Clearance, ce.Type, strings.Split(ce.Subject, "/")[1]); m.Subject != want {
			t.Errorf("got subject %s, want %s", m.Subject, want)
		}
		var data map[string]any
		if err := json.Unmarshal(ce.Data, &data); err != nil {
			t.Fatal(err)
		}
		if ce.Clearance != workflow.ClearPublic {
			continue
		}
		for field := range data {
			if field != "case" && field != "stage" && field != "status" && field != "classification" {
				t.Errorf("%s tells the public %s", ce.ID, field)
			}
		}
	}
	want := 0
	for seq := uint64(2); seq <= w.Last; seq++ { // the first is the birth certificate
		for i, r := 0, record(t, w, seq); i < len(r.Events); i++ {
			for _, c := range workflow.Clearances {
				want++
				if id := events.CloudEventID(r, i, c); !seen[id] {
					t.Errorf("%s is not published", id)
				}
			}
		}
	}
	if len(seen) != want {
		t.Errorf("got %d messages, want %d", len(seen), want)
	}
}

func record(t *testing.T, w *viewstest.World, seq uint64) *events.Record {
	t.Helper()
	s, err := w.Server.JetStream(t).Stream(t.Context(), events.StreamName(0))
	if err != nil {
		t.Fatal(err)
	}
	m, err := s.GetMsg(t.Context(), seq)
	if err != nil {
		t.Fatal(err)
	}
	r, err := events.ParseRecord(m.Data)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// atomic lets FEED take batches.
func atomic(t *testing.T, w *viewstest.World) {
	t.Helper()
	js, err := jetstream.New(w.Server.Administrator(t))
	if err != nil {
		t.Fatal(err)
	}
	cfg := bus.Feed(1)
	cfg.AllowAtomicPublish = true
	if _, err := js.UpdateStream(t.Context(), cfg); err != nil {
		t.Fatal(err)
	}
}

func TestPublish(t *testing.T) {
	t.Parallel()
	for _, batches := range []bool{false, true} {
		t.Run(fmt.Sprintf("batches %v", batches), func(t *testing.T) {
			t.Parallel()
			w := viewstest.Open(t)
			if batches {
				atomic(t, w)
			}
			w.Now = viewstest.At("2026-12-01 09:00")
			w.Draft(t, "C1", "partners")
			w.Draft(t, "C2", "exempt")
			p := publishing(t, w)
			w.ToG1(t, "C1")
			w.ToG1(t, "C2")
			w.PassG1(t, "C1")
			p.reach(t, w.Last)
			p.stop()
			check(t, w)
		})
	}
}

// A publisher that is stopped anywhere and started again goes on where it was: nothing lost, nothing twice, in order.
func TestResume(t *testing.T) {
	t.Parallel()
	w := viewstest.Open(t)
	w.Now = viewstest.At("2026-12-01 09:00")
	for i := range 6 {
		id := fmt.Sprintf("C%d", i)
		w.Draft(t, id, "partners")
		w.ToG1(t, id)
	}
	s, err := w.Server.JetStream(t).Stream(t.Context(), bus.FeedStream)
	if err != nil {
		t.Fatal(err)
	}
	for messages := uint64(3); messages < 300; messages += 37 {
		p := publishing(t, w)
		for {
			info, err := s.Info(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if info.State.LastSeq >= messages {
				break
			}
		}
		p.stop()
	}
	p := publishing(t, w)
	p.reach(t, w.Last)
	p.stop()
	check(t, w)
}

// Two publishers at once: wasteful, and still each event once and in order.
func TestTwoInstances(t *testing.T) {
	t.Parallel()
	for _, batches := range []bool{false, true} {
		t.Run(fmt.Sprintf("batches %v", batches), func(t *testing.T) {
			t.Parallel()
			w := viewstest.Open(t)
			if batches {
				atomic(t, w)
			}
			w.Now = viewstest.At("2026-12-01 09:00")
			one, two := publishing(t, w), publishing(t, w)
			for i := range 4 {
				w.Draft(t, fmt.Sprintf("C%d", i), "partners")
				w.ToG1(t, fmt.Sprintf("C%d", i))
			}
			one.reach(t, w.Last)
			two.reach(t, w.Last)
			one.stop()
			two.stop()
			check(t, w)
		})
	}
}

// Cut short inside a record: the messages that are there are not published again.
func TestResumeInsideRecord(t *testing.T) {
	t.Parallel()
	w := viewstest.Open(t)
	w.Now = viewstest.At("2026-12-01 09:00")
	w.Draft(t, "C1", "partners")
	w.ToG1(t, "C1") // its last record has several events
	js := w.Server.JetStream(t)
	out, err := openOutlet(t.Context(), js, zerolog.Nop())
	if err != nil {
		t.Fatal(err)
	}
	states := newStates(w.Journal, 10)
	cut := func(keep int) {
		from, err := out.resume(t.Context(), 0)
		if err != nil {
			t.Fatal(err)
		}
		all, err := w.Journal.Load(t.Context(), events.Aggregate{Partnership: viewstest.Partnership, Kind: events.KindCase, ID: "C1"}, 0)
		if err != nil {
			t.Fatal(err)
		}
		last := all[len(all)-1]
		told, err := states.messages(t.Context(), last)
		if err != nil {
			t.Fatal(err)
		}
		rest := from.rest(last.Seq, told)
		if err := out.send(t.Context(), 0, rest[:keep]); err != nil {
			t.Fatal(err)
		}
	}
	p := publishing(t, w)
	p.reach(t, w.Last)
	p.stop()
	w.Do(t, "p-unit", &workflow.CaseWithdraw{Case: "C1", Reason: "no need"})
	cut(1)
	cut(3)
	p = publishing(t, w)
	p.reach(t, w.Last)
	p.stop()
	check(t, w)
}

// The server goes away in the middle: publishing goes on when it is back.
func TestServerRestart(t *testing.T) {
	t.Parallel()
	w := viewstest.Open(t)
	w.Now = viewstest.At("2026-12-01 09:00")
	for i := range 5 {
		w.Draft(t, fmt.Sprintf("C%d", i), "partners")
	}
	p := publishing(t, w)
	p.reach(t, 12)
	w.Server.Restart(t)
	p.reach(t, w.Last)
	p.stop()
	check(t, w)
}

// A feed that has lost everything to age does not publish it again.
func TestExpired(t *testing.T) {
	t.Parallel()
	w := viewstest.Open(t)
	js, err := jetstream.New(w.Server.Administrator(t))
	if err != nil {
		t.Fatal(err)
	}
	cfg := bus.Feed(1)
	cfg.MaxAge, cfg.Duplicates = 300*time.Millisecond, 100*time.Millisecond
	if _, err := js.UpdateStream(t.Context(), cfg); err != nil {
		t.Fatal(err)
	}
	p := publishing(t, w)
	p.reach(t, w.Last)
	p.stop()
	s, err := js.Stream(t.Context(), bus.FeedStream)
	if err != nil {
		t.Fatal(err)
	}
	before := s.CachedInfo().State.LastSeq
	for s.CachedInfo().State.Msgs > 0 {
		if _, err := s.Info(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	p = publishing(t, w)
	p.reach(t, w.Last)
	p.stop()
	if info, err := s.Info(t.Context()); err != nil || info.State.LastSeq != before {
		t.Errorf("got %d messages ever, want %d: what expired is published again (%v)", info.State.LastSeq, before, err)
	}
}
