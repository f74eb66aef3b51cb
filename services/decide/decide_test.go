package decide

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
	"comity/services/journal"
	"comity/services/journal/journaltest"
	"comity/services/natstest"
	"comity/workflow"
)

var noon = time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)

// id is the n-th command id of a test.
func id(n int) string { return fmt.Sprintf("0198f000-0000-7000-8000-%012d", n) }

// clock is what a test's registers measure by. It stands until it is moved.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.at }

func (c *clock) move(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.at = c.at.Add(d) }

// instance decides cases beside the register, as casework does. Its register has no follower until the test runs one.
type instance struct {
	*clock
	registers *Registers
	cases     *Decider[*workflow.Case]
	asked     []int // the register's revision, each time that the rules were asked
}

func newInstance(t *testing.T, s *natstest.Server) *instance {
	x := &instance{clock: &clock{at: noon}}
	j := journaltest.On(t, s, 1)
	x.registers = NewRegisters(j, s.Engine(t), zerolog.Nop())
	x.registers.now = x.now
	x.cases = New(Config[*workflow.Case]{
		Journal: j, Now: func() time.Time { return noon }, New: func(a events.Aggregate) *workflow.Case { return workflow.NewCase(a.Partnership, a.ID) },
		Decide: func(ctx context.Context, c *workflow.Case, r bus.Request, _ workflow.Meta, fresh bool) (out Outcome, err error) {
			err = x.registers.With(ctx, r.Partnership, r.AtLeast, fresh, func(reg *workflow.Register) {
				x.asked = append(x.asked, reg.Revision)
				out.RegisterRevision = reg.Revision
				if out.Events = []events.Event{events.CaseAmended{Terms: c.Terms, Changed: []string{"summary"}}}; !c.Exists() {
					out.Events = []events.Event{events.CaseCreated{Author: "p-1"}}
				}
			})
			return out, err
		},
	})
	return x
}

// do carries out a command on a case and returns the register's revision by which it was decided.
func (x *instance) do(t *testing.T, n int, c string) int {
	t.Helper()
	r, err := bus.NewRequest("westmere", "p-1", id(n), &workflow.CaseTick{Case: c})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := x.cases.Do(t.Context(), events.Aggregate{Partnership: "westmere", Kind: events.KindCase, ID: c}, r); err != nil {
		t.Fatal(err)
	}
	return x.asked[len(x.asked)-1]
}

// publish appends a record to the register, as that service would.
func publish(t *testing.T, j *journal.Journal, n int) {
	t.Helper()
	h := journal.Held[*workflow.Register]{State: workflow.NewRegister("westmere")}
	agg := RegisterOf("westmere")
	if err := journal.CatchUp(t.Context(), j, agg, &h); err != nil {
		t.Fatal(err)
	}
	w, err := h.Next(events.Record{
		Partnership: agg.Partnership, Kind: agg.Kind, ID: agg.ID, Actor: "p-clerk", At: noon, Command: events.CommandRef{ID: id(n), Name: "meeting.schedule"},
	}, events.MeetingScheduled{Meeting: fmt.Sprint("m", n), Board: "wcb", StartsAt: noon})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := j.Append(t.Context(), w); err != nil {
		t.Fatal(err)
	}
}

// A case that another instance decided on a newer register is not decided on an older one: it may refer to what the older
// one does not have.
func TestCaseDecidedOnANewerRegister(t *testing.T) {
	t.Parallel()
	j, s := journaltest.Open(t)
	publish(t, j, 500)
	ahead, behind := newInstance(t, s), newInstance(t, s)
	behind.do(t, 1, "C-1")
	publish(t, j, 501)
	ahead.do(t, 2, "C-2")
	if got := behind.do(t, 3, "C-1"); got != 1 {
		t.Errorf("a case of its own: decided on revision %d of the register, want 1: nothing asks for more yet", got)
	}
	behind.do(t, 2, "C-2") // the same command again: answered from the case's history, which is held from now on
	behind.asked = nil
	if behind.do(t, 4, "C-2"); fmt.Sprint(behind.asked) != "[2]" {
		t.Errorf("a case of the other: the rules were asked with revisions %v of the register, want 2 alone", behind.asked)
	}
	journaltest.Check(t, j, 0)
}

// A register that nothing confirms is asked for again after a second.
func TestRegisterIsNoOlderThanASecond(t *testing.T) {
	t.Parallel()
	j, s := journaltest.Open(t)
	publish(t, j, 500)
	x := newInstance(t, s)
	x.do(t, 1, "C-1")
	publish(t, j, 501)
	if got := x.do(t, 2, "C-1"); got != 1 {
		t.Errorf("at once: got revision %d, want what is held", got)
	}
	x.move(levelFor + 1)
	if got := x.do(t, 3, "C-1"); got != 2 {
		t.Errorf("after more than %v: got revision %d, want 2", levelFor, got)
	}
}

// While the follower is level nothing is asked for, however long ago a register was changed; and it hears what is new.
func TestFollowerKeepsRegistersLevel(t *testing.T) {
	t.Parallel()
	j, s := journaltest.Open(t)
	publish(t, j, 500)
	c := &clock{at: noon}
	own := s.Engine(t)
	reader, err := journal.Open(t.Context(), journal.Config{Conn: own})
	if err != nil {
		t.Fatal(err)
	}
	rs := NewRegisters(reader, s.Engine(t), zerolog.Nop())
	rs.now = c.now
	natstest.Run(t, rs.Run)
	revision := func() (got int) {
		t.Helper()
		if err := rs.With(t.Context(), "westmere", 0, false, func(r *workflow.Register) { got = r.Revision }); err != nil {
			t.Fatal(err)
		}
		return got
	}
	revision()
	for range 3 {
		c.move(time.Hour)
		natstest.Until(t, "the follower is confirmed", func() bool { return rs.level(0) })
		before := own.Stats().OutMsgs
		revision()
		if asked := own.Stats().OutMsgs - before; asked != 0 {
			t.Errorf("%d questions on the way, want none", asked)
		}
	}
	publish(t, j, 501)
	natstest.Until(t, "the follower hears", func() bool { return revision() == 2 })
	if c.move(time.Hour); rs.level(0) {
		t.Error("it is level with nobody following")
	}
}

// An outage, or a caller who has gone, takes nothing from the register that is held.
func TestRegisterSurvivesAnOutage(t *testing.T) {
	t.Parallel()
	j, s := journaltest.Open(t)
	publish(t, j, 500)
	x := newInstance(t, s)
	x.do(t, 1, "C-1")
	held := x.registers.held["westmere"]
	s.Stop(t)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := x.registers.reach(ctx, held, "westmere", held.held.Seq+1); !errors.Is(err, bus.ErrUnavailable) {
		t.Errorf("got %v, want ErrUnavailable", err)
	}
	if x.registers.held["westmere"] != held || held.bad {
		t.Error("the register was dropped")
	}
}

// fragile is a state whose folding can be made to fail half way.
type fragile struct {
	begun, done int
	broken      *bool
}

func (f *fragile) Fold(*events.Record) error {
	f.begun++
	if *f.broken {
		panic("half way")
	}
	f.done++
	return nil
}

// What a panic leaves half done is folded again, not decided on.
func TestPanicDropsWhatIsHeld(t *testing.T) {
	t.Parallel()
	j, _ := journaltest.Open(t)
	broken, asked := false, &fragile{}
	d := New(Config[*fragile]{
		Journal: j, Now: func() time.Time { return noon }, New: func(events.Aggregate) *fragile { return &fragile{broken: &broken} },
		Decide: func(_ context.Context, f *fragile, r bus.Request, _ workflow.Meta, _ bool) (Outcome, error) {
			*asked = *f
			return Outcome{Events: []events.Event{events.CaseCreated{Author: "p-1"}}}, nil
		},
	})
	do := func(n int) (err error, panicked bool) {
		defer func() { panicked = recover() != nil }()
		r, err := bus.NewRequest("westmere", "p-1", id(n), &workflow.CaseTick{Case: "C-1"})
		if err != nil {
			t.Fatal(err)
		}
		_, err = d.Do(t.Context(), aggregate(1), r)
		return err, false
	}
	if err, panicked := do(1); err != nil || panicked {
		t.Fatal(err, panicked)
	}
	broken = true
	if _, panicked := do(2); !panicked {
		t.Fatal("the state did not break")
	}
	broken = false
	if err, panicked := do(3); err != nil || panicked {
		t.Fatal(err, panicked)
	}
	if asked.begun != 2 || asked.done != 2 {
		t.Errorf("decided on %d records begun and %d folded, want 2 and 2", asked.begun, asked.done)
	}
	journaltest.Check(t, j, 0)
}
