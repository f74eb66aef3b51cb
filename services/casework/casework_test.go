package casework_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"comity/events"
	"comity/services/bus"
	"comity/services/casework"
	"comity/services/decide"
	"comity/services/journal"
	"comity/services/journal/journaltest"
	"comity/services/natstest"
	"comity/workflow"
)

var noon = time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)

// id is the n-th command id of a test, a UUIDv7 of 2026.
func id(n int) string { return fmt.Sprintf("01a2319d-c000-7000-8000-%012d", n) }

// rules are few enough to see what the service does with them: a case is created and amended; a vote is taken where the
// summary is "open"; a suspension needs the second revision of the register; a tick has nothing to do.
func rules(c *workflow.Case, r *workflow.Register, cmd workflow.Command, m workflow.Meta) ([]events.Event, *workflow.Refusal) {
	no := func(code workflow.Code) ([]events.Event, *workflow.Refusal) {
		return nil, workflow.Refuse(workflow.Problem{Code: code, Message: "No."})
	}
	cmdCreate, creates := cmd.(*workflow.CaseCreate)
	switch {
	case creates == c.Exists() && creates:
		return no(workflow.Malformed)
	case creates:
		return []events.Event{events.CaseCreated{Terms: events.CaseTerms{Title: *cmdCreate.Title}, Author: m.Actor}}, nil
	case !c.Exists():
		return no(workflow.NotFound)
	case m.ExpectedRevision != 0 && m.ExpectedRevision != c.Revision:
		return no(workflow.StaleRevision)
	}
	switch cmd := cmd.(type) {
	case *workflow.CaseAmend:
		terms := c.Terms
		terms.Summary = *cmd.Summary
		return []events.Event{events.CaseAmended{Terms: terms, Changed: []string{"summary"}}}, nil
	case *workflow.SignOffVote:
		if c.Terms.Summary != "open" {
			return no(workflow.SignOffNotOpen)
		}
		return []events.Event{events.CaseAmended{Terms: c.Terms, Changed: []string{"vote"}}}, nil
	case *workflow.CaseSuspend:
		if r.Revision < 2 {
			return no(workflow.NotPermitted)
		}
		return []events.Event{events.CaseAmended{Terms: c.Terms, Changed: []string{"suspended"}}}, nil
	}
	return nil, nil
}

func create(title string) *workflow.CaseCreate {
	return &workflow.CaseCreate{CaseFields: workflow.CaseFields{Title: &title}}
}

func amend(summary string) *workflow.CaseAmend {
	return &workflow.CaseAmend{Case: "C-1", CaseFields: workflow.CaseFields{Summary: &summary}}
}

var vote = &workflow.SignOffVote{Case: "C-1", SignOff: "wcb", Seat: "W1", Choice: "approve"}

// site is a server with its streams, and a case C-1 at revision 1.
type site struct {
	s *natstest.Server
	j *journal.Journal
}

func newSite(t *testing.T) *site {
	t.Helper()
	j, s := journaltest.Open(t)
	begin := create("First")
	begin.Case = "C-1"
	x := &site{s, j}
	yes(t, x.service(t), "p-officer", id(1000), begin)
	return x
}

// service is another instance, on a connection of its own.
func (x *site) service(t *testing.T, change ...func(*casework.Config)) *casework.Service {
	t.Helper()
	cfg := casework.Config{
		Conn: x.s.Engine(t), Journal: journaltest.On(t, x.s, 1), Now: func() time.Time { return noon }, Decide: rules,
	}
	for _, c := range change {
		c(&cfg)
	}
	return casework.New(cfg)
}

// records reads a case.
func (x *site) records(t *testing.T, id string) []journal.Stored {
	t.Helper()
	all, err := x.j.Load(t.Context(), events.Aggregate{Partnership: "westmere", Kind: events.KindCase, ID: id}, 0)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func request(t *testing.T, actor, id string, cmd workflow.Command) bus.Request {
	t.Helper()
	r, err := bus.NewRequest("westmere", actor, id, cmd)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func yes(t *testing.T, s *casework.Service, actor, id string, cmd workflow.Command) bus.Reply {
	t.Helper()
	reply, err := s.Do(t.Context(), request(t, actor, id, cmd))
	if err != nil {
		t.Fatalf("%s: %v", cmd.CommandName(), err)
	}
	return reply
}

func no(t *testing.T, s *casework.Service, r bus.Request, want workflow.Code) {
	t.Helper()
	_, err := s.Do(t.Context(), r)
	if refusal := (*workflow.Refusal)(nil); !errors.As(err, &refusal) || refusal.Code != want {
		t.Errorf("%s: got %v, want %s", r.Command.CommandName(), err, want)
	}
}

func TestSameCommandTwice(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	s := x.service(t)
	first := yes(t, s, "p-officer", id(1), amend("one"))
	yes(t, s, "p-officer", id(2), amend("two"))
	for name, s := range map[string]*casework.Service{"the same instance": s, "another": x.service(t)} {
		if got := yes(t, s, "p-officer", id(1), amend("one")); fmt.Sprint(got) != fmt.Sprint(first) {
			t.Errorf("%s: got %+v, want the first answer %+v", name, got, first)
		}
		no(t, s, request(t, "p-officer", id(1), amend("another")), workflow.CommandIDReused)
		no(t, s, request(t, "p-other", id(1), amend("one")), workflow.CommandIDReused)
	}
	if first.Revision != 2 || first.Case != "C-1" || len(first.Events) != 1 || first.Events[0] != "case.amended" {
		t.Errorf("got %+v", first)
	}
	if n := len(x.records(t, "C-1")); n != 3 {
		t.Errorf("%d records, want 3", n)
	}
	journaltest.Check(t, x.j, 0)
}

func TestTwoInstancesWriteOneCase(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	const each = 20
	instances := []*casework.Service{x.service(t), x.service(t)}
	var all sync.WaitGroup
	for n := range each {
		for _, s := range instances { // the same command to both
			all.Go(func() {
				r := request(t, "p-officer", id(n), amend(fmt.Sprint(n)))
				_, err := s.Do(t.Context(), r)
				for errors.Is(err, bus.ErrUnavailable) { // lost five times: as a client does
					_, err = s.Do(t.Context(), r)
				}
				if err != nil {
					t.Errorf("%d: %v", n, err)
				}
			})
		}
	}
	all.Wait()
	if n := len(x.records(t, "C-1")); n != each+1 {
		t.Errorf("%d records, want %d", n, each+1)
	}
	journaltest.Check(t, x.j, 0)
}

func TestDecidedOnWhatIsOld(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	one, two := x.service(t), x.service(t)
	no(t, two, request(t, "p-lead", id(1), vote), workflow.SignOffNotOpen) // so two holds revision 1

	yes(t, one, "p-officer", id(2), amend("open"))
	if got := yes(t, two, "p-lead", id(3), vote); got.Revision != 3 {
		t.Errorf("a no on what is old: got revision %d, want a yes at 3", got.Revision)
	}
	if got := yes(t, one, "p-officer", id(4), amend("closed")); got.Revision != 4 {
		t.Errorf("a yes on what is old: got revision %d, want 4", got.Revision)
	}
	if got := yes(t, two, "system", id(5), &workflow.CaseTick{Case: "C-1"}); got.Revision != 4 || len(got.Events) != 0 {
		t.Errorf("nothing to do on what is old: got %+v, want revision 4 and no events", got)
	}
	yes(t, one, "p-officer", id(6), amend("open"))
	r := request(t, "p-officer", id(7), amend("again"))
	r.ExpectedRevision = 5
	if reply, err := two.Do(t.Context(), r); err != nil || reply.Revision != 6 {
		t.Errorf("expected revision: got %+v, %v, want 6", reply, err)
	}
	r = request(t, "p-officer", id(8), amend("once more"))
	r.ExpectedRevision = 5
	no(t, one, r, workflow.StaleRevision)
	journaltest.Check(t, x.j, 0)
}

// A dry run is decided on the newest and records nothing; its id is free afterwards.
func TestDryRun(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	one, two := x.service(t), x.service(t)
	dry := func(n int, cmd workflow.Command) bus.Request {
		r := request(t, "p-officer", id(n), cmd)
		r.DryRun = true
		return r
	}
	no(t, two, dry(1, vote), workflow.SignOffNotOpen) // so two holds revision 1
	yes(t, one, "p-officer", id(2), amend("open"))
	for range 2 {
		got, err := two.Do(t.Context(), dry(3, vote))
		if err != nil || !got.DryRun || got.Revision != 2 || fmt.Sprint(got.Events) != "[case.amended]" {
			t.Errorf("got %+v, %v", got, err)
		}
	}
	yes(t, one, "p-officer", id(4), amend("closed"))
	no(t, two, dry(5, vote), workflow.SignOffNotOpen) // on what is old it would be a yes
	if got, err := two.Do(t.Context(), dry(6, create("new"))); err != nil || !got.DryRun || got.Case == "" {
		t.Errorf("a new case: got %+v, %v", got, err)
	} else if n := len(x.records(t, got.Case)); n != 0 {
		t.Errorf("%d records of the new case, want none", n)
	}
	if n := len(x.records(t, "C-1")); n != 3 {
		t.Errorf("%d records, want 3", n)
	}
	if got := yes(t, one, "p-officer", id(3), amend("by the same id")); got.DryRun || got.Revision != 4 {
		t.Errorf("got %+v, want it carried out", got)
	}
	journaltest.Check(t, x.j, 0)
}

func TestRecord(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	now := noon.Add(1234567 * time.Nanosecond)
	s := x.service(t, func(c *casework.Config) { c.Now = func() time.Time { return now } })
	r := request(t, "p-officer", id(1), amend("one"))
	r.Via = "operator"
	if _, err := s.Do(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	now = noon.Add(-time.Hour) // another instance's clock is behind
	yes(t, s, "p-officer", id(2), amend("two"))
	all := x.records(t, "C-1")
	got := all[1].Record
	if got.Actor != "p-officer" || got.Via != "operator" || got.Command != (events.CommandRef{ID: id(1), Name: "case.amend", Digest: r.Digest}) {
		t.Errorf("got %+v", got)
	}
	if want := noon.Add(time.Millisecond); !got.At.Equal(want) || !all[2].Record.At.Equal(want) {
		t.Errorf("decided at %v and %v, want both at %v", got.At, all[2].Record.At, want)
	}
}

func TestNewCaseIsGivenANumber(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	number := func(attempt int) string {
		n, err := casework.Number(id(1), attempt)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	// Two others have the first two numbers.
	for n := range 2 {
		other := create("Another")
		other.Case = number(n)
		yes(t, x.service(t), "p-officer", id(10+n), other)
	}
	first := yes(t, x.service(t), "p-officer", id(1), create("New"))
	if first.Case != number(2) || first.Revision != 1 {
		t.Errorf("got %+v, want case %s", first, number(2))
	}
	if again := yes(t, x.service(t), "p-officer", id(1), create("New")); fmt.Sprint(again) != fmt.Sprint(first) {
		t.Errorf("got %+v, want the first answer %+v", again, first)
	}
	no(t, x.service(t), request(t, "p-officer", id(1), create("Other")), workflow.CommandIDReused)
	no(t, x.service(t), request(t, "p-officer", "7d444840-9dc0-41d1-b245-5ffdce74fad2", create("New")), workflow.Malformed)
	if n := len(x.records(t, first.Case)); n != 1 {
		t.Errorf("%d records, want 1", n)
	}
}

// publish appends a record to the register, as that service would.
func (x *site) publish(t testing.TB, n int) uint64 {
	t.Helper()
	h := journal.Held[*workflow.Register]{State: workflow.NewRegister("westmere")}
	agg := decide.RegisterOf("westmere")
	if err := journal.CatchUp(t.Context(), x.j, agg, &h); err != nil {
		t.Fatal(err)
	}
	w, err := h.Next(events.Record{
		Partnership: agg.Partnership, Kind: agg.Kind, ID: agg.ID, Actor: "p-clerk", At: noon, Command: events.CommandRef{ID: id(n), Name: "meeting.schedule"},
	}, events.MeetingScheduled{Meeting: fmt.Sprint("m", n), Board: "wcb", StartsAt: noon})
	if err != nil {
		t.Fatal(err)
	}
	seqs, err := x.j.Append(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	return seqs[0]
}

func TestRegisterThatWasChanged(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.publish(t, 500)
	s := x.service(t) // Run is not called: nothing follows
	suspend := func(n int) bus.Request {
		return request(t, "p-officer", id(n), &workflow.CaseSuspend{Case: "C-1", Reason: "x"})
	}
	no(t, s, suspend(1), workflow.NotPermitted)
	seq := x.publish(t, 501)
	yes(t, s, "p-officer", id(2), amend("on what was held"))
	r := suspend(3)
	r.AtLeast = seq
	if _, err := s.Do(t.Context(), r); err != nil {
		t.Errorf("at least %d: %v", seq, err)
	}
	x.publish(t, 502)
	no(t, s, request(t, "p-lead", id(4), vote), workflow.SignOffNotOpen) // a no reads the register anew
	yes(t, s, "p-officer", id(5), amend("after"))
	var got []int
	for _, stored := range x.records(t, "C-1")[1:] {
		got = append(got, stored.Record.RegisterRevision)
	}
	if fmt.Sprint(got) != "[1 2 3]" {
		t.Errorf("decided on the register's revisions %v, want 1 2 3", got)
	}
}

func TestRunFollowsRegisters(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	x.publish(t, 500)
	ready := make(chan struct{})
	s := x.service(t, func(c *casework.Config) { c.Ready = func() { close(ready) } })
	natstest.Run(t, s.Run)
	<-ready
	yes(t, s, "p-officer", id(1), amend("0"))
	x.publish(t, 501)
	deadline := time.After(10 * time.Second)
	for n := 2; ; n++ {
		yes(t, s, "p-officer", id(n), amend(fmt.Sprint(n)))
		all := x.records(t, "C-1")
		if all[len(all)-1].Record.RegisterRevision == 2 {
			break
		}
		select {
		case <-deadline:
			t.Fatal("the register was not followed")
		default:
		}
	}
}

func TestRestart(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	s := x.service(t)
	for n := range 120 { // beyond a snapshot
		yes(t, s, "p-officer", id(n), amend(fmt.Sprint(n)))
	}
	first := yes(t, s, "p-officer", id(5), amend("5"))
	x.s.Restart(t)
	for name, s := range map[string]*casework.Service{"the same instance": s, "another": x.service(t)} {
		if got := yes(t, s, "p-officer", id(5), amend("5")); fmt.Sprint(got) != fmt.Sprint(first) {
			t.Errorf("%s: got %+v, want the first answer %+v", name, got, first)
		}
	}
	if got := yes(t, s, "p-officer", id(200), amend("after")); got.Revision != 122 {
		t.Errorf("got revision %d, want 122", got.Revision)
	}
	journaltest.Check(t, x.j, 0)
}

func TestServerIsAway(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	s := x.service(t)
	yes(t, s, "p-officer", id(1), amend("1"))
	x.s.Stop(t)
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	r := request(t, "p-officer", id(2), amend("2"))
	if _, err := s.Do(ctx, r); !errors.Is(err, bus.ErrOutcomeUnknown) && !errors.Is(err, bus.ErrUnavailable) {
		t.Errorf("got %v, want unknown or unavailable", err)
	}
	x.s.Restart(t)
	if got := yes(t, s, "p-officer", id(2), amend("2")); got.Revision != 3 {
		t.Errorf("got revision %d, want 3", got.Revision)
	}
	journaltest.Check(t, x.j, 0)
}

func TestTooLarge(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	s := x.service(t)
	no(t, s, request(t, "p-officer", id(1), amend(strings.Repeat("x", events.MaxRecordBytes))), workflow.TooLarge)
	if got := yes(t, s, "p-officer", id(2), amend("small")); got.Revision != 2 {
		t.Errorf("got revision %d, want 2", got.Revision)
	}
}

// A case that is dropped from memory is folded again.
func TestKeepsFewCases(t *testing.T) {
	t.Parallel()
	x := newSite(t)
	s := x.service(t, func(c *casework.Config) { c.Keep = 1 })
	for n := range 3 {
		begin := create("Another")
		begin.Case = fmt.Sprint("D-", n)
		yes(t, s, "p-officer", id(n), begin)
		if got := yes(t, s, "p-officer", id(10+n), amend(fmt.Sprint(n))); got.Revision != n+2 {
			t.Errorf("got revision %d, want %d", got.Revision, n+2)
		}
	}
}
