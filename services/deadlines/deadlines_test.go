package deadlines

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"comity/events"
	"comity/services/bus"
	"comity/services/client"
	"comity/services/journal"
	"comity/services/natstest"
	"comity/services/views/viewstest"
	"comity/workflow"
)

// bench is a world, what answers its ticks, and the log of them.
type bench struct {
	*viewstest.World
	mu    sync.Mutex
	fired []Tick
}

func newBench(t *testing.T) *bench { return &bench{World: viewstest.Open(t)} }

// fire answers a tick as casework would: never early.
func (b *bench) fire(t *testing.T) func(context.Context, Tick) (Fired, error) {
	return func(ctx context.Context, tick Tick) (Fired, error) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.fired = append(b.fired, tick)
		if tick.Item.At.After(b.Now) {
			t.Errorf("%s of %s is fired at %v, before %v", tick.Item.What, tick.Item.On, b.Now, tick.Item.At)
		}
		n, err := b.Try(ctx, events.System, tick.CommandID(), &workflow.CaseTick{Case: tick.Case})
		if err != nil || n == 0 {
			return Fired{}, err
		}
		return Fired{Seq: b.Last, Events: n}, nil
	}
}

func (b *bench) now() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Now
}

// running follows the world until the test ends or stop is called; only RunOnce fires.
func (b *bench) running(t *testing.T) (d *Deadlines, stop func()) {
	t.Helper()
	d, err := New(Config{Journal: b.Journal, Now: b.now, Fire: b.fire(t), Manual: true, Remember: 1, Log: zerolog.New(zerolog.NewTestWriter(t))})
	if err != nil {
		t.Fatal(err)
	}
	return d, natstest.Run(t, d.Run)
}

func once(t *testing.T, d *Deadlines) Result {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	done, err := d.RunOnce(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// atGate is a world with a case at its first gate since 1 December: reminders on 8 and 14 December at 09:00, deadline on 15
// December.
func atGate(t *testing.T) *bench {
	b := newBench(t)
	b.Now = viewstest.At("2026-12-01 09:00")
	b.Draft(t, "C1", "partners")
	b.ToG1(t, "C1")
	return b
}

func TestRunOnce(t *testing.T) {
	t.Parallel()
	b := atGate(t)
	d, _ := b.running(t)
	reminder := viewstest.At("2026-12-08 09:00")
	if done := once(t, d); done.Fired != 0 || !done.Next.Equal(reminder) {
		t.Fatalf("got %+v, want nothing before %v", done, reminder)
	}
	b.Now = reminder.Add(-time.Millisecond)
	if done := once(t, d); done.Fired != 0 {
		t.Fatalf("got %+v a millisecond early", done)
	}
	b.Now = reminder
	revision := b.Case("C1").Revision
	done := once(t, d)
	if done.Fired == 0 || done.Idle != 0 || b.Case("C1").Revision == revision {
		t.Fatalf("got %+v at the moment, revision %d", done, b.Case("C1").Revision)
	}
	if !done.Next.Equal(viewstest.At("2026-12-14 09:00")) {
		t.Errorf("got next %v, want the second reminder", done.Next)
	}
	if again := once(t, d); again.Fired+again.Idle != 0 {
		t.Errorf("got %+v when asked again", again)
	}
}

// From due date to due date, as the scenario player does it.
func TestMonths(t *testing.T) {
	t.Parallel()
	b := atGate(t)
	d, _ := b.running(t)
	for range 200 {
		done := once(t, d)
		if done.Idle > 0 {
			t.Fatalf("got %+v: a moment that brings nothing about", done)
		}
		if done.Next.IsZero() {
			break
		}
		if !done.Next.After(b.Now) {
			t.Fatalf("got next %v at %v", done.Next, b.Now)
		}
		b.Now = done.Next
	}
	if c := b.Case("C1"); c.Status != workflow.InDispute || c.Dispute.Step != "" {
		t.Errorf("got %s, %+v, want a dispute that has been through every step: silence never approves", c.Label(), c.Dispute)
	}
}

// Off for months: what was due meanwhile is fired on the first round, the oldest first, and nothing twice.
func TestLateStart(t *testing.T) {
	t.Parallel()
	b := atGate(t)
	b.Draft(t, "C2", "partners")
	b.ToG1(t, "C2")
	b.Now = viewstest.At("2027-02-01 10:00")
	d, stop := b.running(t)
	if done := once(t, d); done.Fired == 0 {
		t.Fatalf("got %+v after two months", done)
	}
	last := map[string]time.Time{}
	for _, tick := range b.fired {
		if tick.Item.At.Before(last[tick.Case]) {
			t.Errorf("%s: %v is fired after %v", tick.Case, tick.Item.At, last[tick.Case])
		}
		last[tick.Case] = tick.Item.At
	}
	revision := b.Case("C1").Revision
	stop()
	d, _ = b.running(t)
	if done := once(t, d); done.Fired+done.Idle != 0 || b.Case("C1").Revision != revision {
		t.Errorf("got %+v after a restart, revision %d, want %d", done, b.Case("C1").Revision, revision)
	}
}

// Two instances fire the same moments; each happens once.
func TestTwoInstances(t *testing.T) {
	t.Parallel()
	alone, both := atGate(t), atGate(t)
	one, _ := alone.running(t)
	first, _ := both.running(t)
	second, _ := both.running(t)
	for _, day := range []string{"2026-12-08 09:00", "2026-12-14 09:00", "2026-12-16 00:00", "2026-12-30 09:00", "2027-03-01 00:00"} {
		alone.Now = viewstest.At(day)
		once(t, one)
		both.mu.Lock()
		both.Now = viewstest.At(day)
		both.mu.Unlock()
		var wg sync.WaitGroup
		for _, d := range []*Deadlines{first, second} {
			wg.Go(func() {
				if _, err := d.RunOnce(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if got, want := both.Case("C1").Revision, alone.Case("C1").Revision; got != want {
			t.Fatalf("%s: got revision %d with two instances, want %d", day, got, want)
		}
	}
}

// A register record moves deadlines of cases that it does not name.
func TestRegisterMovesDeadlines(t *testing.T) {
	t.Parallel()
	b := atGate(t)
	d, _ := b.running(t)
	once(t, d)
	for _, seat := range []string{"N1", "N2"} { // ogn needs two of three
		b.Do(t, "ao-"+b.organisationOf(seat), &workflow.MemberRemove{Seat: seat, Instrument: "letter"})
	}
	if done := once(t, d); done.Fired == 0 {
		t.Errorf("got %+v, want the quorum to be lost at once", done)
	}
	if s := b.Case("C1").SignOff("ogn"); s.State != workflow.SignOffNoQuorum {
		t.Errorf("got ogn %s", s.State)
	}
}

func (b *bench) organisationOf(seat string) string {
	for _, board := range b.Register().GovernanceAt(b.Now).Boards {
		for _, s := range board.Seats {
			if s.ID == seat {
				return s.AppointedBy()
			}
		}
	}
	return ""
}

// A closed case has nothing due, and is let go.
func TestClosed(t *testing.T) {
	t.Parallel()
	b := atGate(t)
	b.Draft(t, "C2", "partners")
	d, _ := b.running(t)
	once(t, d)
	b.Do(t, "p-unit", &workflow.CaseWithdraw{Case: "C1", Reason: "no need"})
	b.Now = viewstest.At("2027-02-01 09:00")
	if done := once(t, d); done.Fired+done.Idle != 0 || !done.Next.IsZero() {
		t.Errorf("got %+v", done)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if n := len(d.fold.open[viewstest.Partnership]); n != 1 || len(d.table.rows) != 0 {
		t.Errorf("got %d open cases and %d rows, want C2 alone and none", n, len(d.table.rows))
	}
}

// A tick that brings nothing about, or is refused, is not repeated at once, and holds nothing up.
func TestIdleTick(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]error{
		"nothing happens": nil,
		"refused":         workflow.Refuse(workflow.Problem{Code: workflow.WrongStage, Message: "No."}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := atGate(t)
			d, _ := b.running(t)
			real, stubborn := d.cfg.Fire, true
			var ids []string
			d.cfg.Fire = func(ctx context.Context, tick Tick) (Fired, error) {
				if stubborn {
					ids = append(ids, tick.CommandID())
					return Fired{}, answer
				}
				return real(ctx, tick)
			}
			b.Now = viewstest.At("2026-12-08 09:00")
			first := once(t, d)
			if first.Idle == 0 || first.Fired != 0 {
				t.Fatalf("got %+v", first)
			}
			if again := once(t, d); again.Idle != 0 {
				t.Errorf("got %+v without a pause", again)
			}
			if !first.Next.IsZero() && first.Next.Before(b.Now) {
				t.Errorf("got next %v at %v", first.Next, b.Now)
			}
			b.Now = b.Now.Add(firstPause)
			if again := once(t, d); again.Idle != first.Idle {
				t.Errorf("got %+v after the pause, want %d", again, first.Idle)
			}
			seen := map[string]bool{}
			for _, id := range ids {
				if seen[id] {
					t.Error("another attempt has the same command id")
				}
				seen[id] = true
			}
			stubborn = false
			b.Now = b.Now.Add(lastPause)
			if done := once(t, d); done.Fired == 0 {
				t.Errorf("got %+v in the end", done)
			}
		})
	}
}

func TestNobodyAnswers(t *testing.T) {
	t.Parallel()
	b := atGate(t)
	d, _ := b.running(t)
	away := fmt.Errorf("casework: %w", client.ErrNobody)
	real := d.cfg.Fire
	d.cfg.Fire = func(context.Context, Tick) (Fired, error) { return Fired{}, away }
	b.Now = viewstest.At("2026-12-08 09:00")
	if _, err := d.RunOnce(t.Context()); !errors.Is(err, away) {
		t.Fatalf("got %v", err)
	}
	d.cfg.Fire = real
	if done := once(t, d); done.Fired == 0 {
		t.Errorf("got %+v when there is somebody again", done)
	}
}

// A case that cannot be ticked holds up no other.
func TestOneCaseFails(t *testing.T) {
	t.Parallel()
	b := atGate(t)
	b.Draft(t, "C2", "partners")
	b.ToG1(t, "C2")
	d, _ := b.running(t)
	real := d.cfg.Fire
	d.cfg.Fire = func(ctx context.Context, tick Tick) (Fired, error) {
		if tick.Case == "C1" {
			return Fired{}, &bus.Failure{Code: bus.CodeInternal, Status: 500}
		}
		return real(ctx, tick)
	}
	b.Now = viewstest.At("2026-12-08 09:00")
	done := once(t, d)
	if s := b.Case("C2").SignOff("ogn"); done.Fired == 0 || done.Idle == 0 || len(s.Reminded) == 0 {
		t.Errorf("got %+v, C2 reminded %v, want its reminder although C1 fails", done, s.Reminded)
	}
	if again := once(t, d); again.Idle+again.Fired != 0 {
		t.Errorf("got %+v without a pause", again)
	}
	b.Now = b.Now.Add(firstPause)
	if again := once(t, d); again.Idle != done.Idle {
		t.Errorf("got %+v after the pause, want %d", again, done.Idle)
	}
}

// Nor does one that the rules cannot read; once they can, it goes on.
func TestOneCaseCannotBeRead(t *testing.T) {
	t.Parallel()
	b := atGate(t)
	b.Draft(t, "C2", "partners")
	b.ToG1(t, "C2")
	var h journal.Held[anything]
	agg := events.Aggregate{Partnership: viewstest.Partnership, Kind: events.KindCase, ID: "C1"}
	if err := journal.CatchUp(t.Context(), b.Journal, agg, &h); err != nil {
		t.Fatal(err)
	}
	next, err := h.Next(events.Record{Partnership: agg.Partnership, Kind: agg.Kind, ID: agg.ID, Actor: "p-unit", At: b.Now,
		Command: events.CommandRef{ID: "odd", Name: "case.amend", Digest: events.Digest(nil)}}, events.MeetingOpened{Meeting: "m"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Journal.Append(t.Context(), next); err != nil {
		t.Fatal(err)
	}
	d, _ := b.running(t)
	once(t, d)
	b.Now = viewstest.At("2026-12-08 09:00")
	done := once(t, d)
	if s := b.Case("C2").SignOff("ogn"); done.Fired == 0 || len(s.Reminded) == 0 {
		t.Errorf("got %+v, C2 reminded %v, want its reminder although C1 cannot be read", done, s.Reminded)
	}
}

// anything is a state that folds whatever there is.
type anything struct{}

func (anything) Fold(*events.Record) error { return nil }

// What concerns few cases, or none, does not have all of them reckoned again.
func TestRegisterConcernsFew(t *testing.T) {
	t.Parallel()
	b := atGate(t)
	b.Draft(t, "C2", "partners")
	d, _ := b.running(t)
	once(t, d)
	after := func(what string, want int, actor string, cmd workflow.Command) {
		t.Helper()
		b.Do(t, actor, cmd)
		if err := d.level(t.Context()); err != nil {
			t.Fatal(err)
		}
		d.mu.Lock()
		got := len(d.fold.dirty)
		d.mu.Unlock()
		if got != want {
			t.Errorf("got %d cases to reckon after %s, want %d", got, what, want)
		}
		once(t, d)
	}
	starts := b.Now.AddDate(0, 0, 14)
	after("a meeting of a board that has C1 is called", 1, "p-secretary", &workflow.MeetingSchedule{Meeting: "m1", Board: "ogn", StartsAt: starts})
	after("a mandate ends", 0, "ao-pol", &workflow.MandateRevoke{Mandate: "m-pol-2026", Instrument: "letter"})
	b.Now = starts
	once(t, d)
	after("it opens", 1, "p-secretary", &workflow.MeetingOpen{Meeting: "m1"})
	after("who attends", 0, "p-secretary", &workflow.MeetingRecordAttendance{Meeting: "m1", Attendance: []workflow.AttendanceLine{{Seat: "N1", Present: "in_person"}}})
	after("a deputy is named", 2, "ao-pol", &workflow.DeputyName{Seat: "W4", Person: "p-police-2", Instrument: "letter"})
}

// followed is deadlines whose rounds are the test's, as in an engine: nobody waits for them.
func (b *bench) followed(t *testing.T) *Deadlines {
	t.Helper()
	d, err := New(Config{Journal: b.Journal, Now: b.now, Fire: b.fire(t), Remember: 1, Log: zerolog.New(zerolog.NewTestWriter(t))})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var following sync.WaitGroup
	following.Go(func() { _ = d.follow(ctx, 0) })
	t.Cleanup(following.Wait)
	t.Cleanup(cancel)
	if err := d.level(t.Context()); err != nil {
		t.Fatal(err)
	}
	return d
}

// What is due fires before everything that a change of the register made doubtful is reckoned.
func TestDueBeforeTheRest(t *testing.T) {
	t.Parallel()
	b := atGate(t)
	for _, id := range []string{"C2", "C3", "C4"} {
		b.Draft(t, id, "partners")
	}
	d := b.followed(t)
	once(t, d)
	b.Do(t, "ao-pol", &workflow.DeputyName{Seat: "W4", Person: "p-police-2", Instrument: "letter"})
	if err := d.level(t.Context()); err != nil {
		t.Fatal(err)
	}
	left := -1
	real := d.cfg.Fire
	d.cfg.Fire = func(ctx context.Context, tick Tick) (Fired, error) {
		if left < 0 {
			d.mu.Lock()
			left = len(d.fold.dirty)
			d.mu.Unlock()
		}
		return real(ctx, tick)
	}
	b.Now = viewstest.At("2026-12-08 09:00")
	if done := once(t, d); done.Fired == 0 || left != 3 {
		t.Errorf("got %+v with %d cases to be reckoned at the first tick, want the three others", done, left)
	}
	if n := len(d.fold.dirty); n != 0 {
		t.Errorf("got %d cases not reckoned in the end", n)
	}
}

// The loop's rounds ask the server nothing: what they need was followed.
func TestRoundsAskNothing(t *testing.T) {
	t.Parallel()
	b := atGate(t)
	d := b.followed(t)
	once(t, d)
	nc := b.Server.Engine(t)
	asked, err := nc.SubscribeSync("$JS.API.STREAM.INFO.>")
	if err != nil {
		t.Fatal(err)
	}
	if err := nc.Flush(); err != nil {
		t.Fatal(err)
	}
	for range 20 {
		once(t, d)
	}
	if _, err := b.Journal.Head(t.Context(), 0); err != nil { // this one does, so that there is one to be seen
		t.Fatal(err)
	}
	if _, err := asked.NextMsg(5 * time.Second); err != nil {
		t.Fatal(err)
	}
	if n, _, err := asked.Pending(); err != nil || n != 0 {
		t.Errorf("got %d more questions, %v", n, err)
	}
}

// The whole way: the loop fires by itself, over NATS, and the command is accepted as the engine's own.
func TestOverNATS(t *testing.T) {
	t.Parallel()
	b := atGate(t)
	b.Now = viewstest.At("2026-12-08 09:00")
	ctx, cancel := context.WithCancel(t.Context())
	var services sync.WaitGroup
	t.Cleanup(services.Wait)
	t.Cleanup(cancel)
	answered := make(chan bus.Request, 100)
	ready := make(chan struct{})
	nc := b.Server.Engine(t)
	services.Go(func() {
		err := bus.ServeCommands(ctx, nc, bus.Service{Name: "casework", Kind: events.KindCase, Now: b.now, Ready: func() { close(ready) },
			Log: zerolog.New(zerolog.NewTestWriter(t)),
			Handle: func(ctx context.Context, r bus.Request) (bus.Reply, error) {
				b.mu.Lock()
				defer b.mu.Unlock()
				n, err := b.Try(ctx, r.Actor, r.ID, r.Command)
				answered <- r
				return bus.Reply{Seq: b.Last, Revision: b.Case("C1").Revision, Events: make([]string, n)}, err
			}})
		if err != nil {
			t.Error(err)
		}
	})
	<-ready
	d, err := New(Config{Journal: b.Journal, Conn: b.Server.Engine(t), Now: b.now, Log: zerolog.New(zerolog.NewTestWriter(t))})
	if err != nil {
		t.Fatal(err)
	}
	services.Go(func() {
		if err := d.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	select {
	case r := <-answered:
		if r.Actor != events.System || r.Via != "" || r.Command.CommandName() != "case.tick" {
			t.Errorf("got %+v", r)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("nothing was fired")
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if s := b.Case("C1").SignOff("ogn"); len(s.Reminded) == 0 {
		t.Errorf("got %+v, want a reminder", s)
	}
}
