package workflow

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/looplab/fsm"
)

// row is one line of a table of DOMAIN §2, with the name that the machine gives its event.
type row struct {
	n     string // the row's number in DOMAIN, "" in §2.2
	from  string // states with commas
	event string
	to    string
}

// live are the statuses of a case that is neither a draft nor suspended nor over.
const live = "working,at_gate,pending_effect,deferred"

// caseRows is DOMAIN §2.1 copied out by hand. Rows 19 and 26 leave the status as it is and have no line; rows whose destination
// depends on what the case remembers have one for each.
var caseRows = []row{
	{"1", "", "create", "draft"},
	{"", "draft", "adopt", "working"}, // ours: docs/decisions/0019
	{"2", "draft", "submit", "working"},
	{"3", "working", "request_gate", "at_gate"},
	{"4", "at_gate", "gate_passed", "working"},
	{"4", "at_gate", "gate_passed_closing", "closed"},
	{"5", "at_gate", "gate_decided", "pending_effect"},
	{"6", "pending_effect", "holds_cleared", "working"},
	{"6", "pending_effect", "holds_cleared_closing", "closed"},
	{"7", "pending_effect", "called_in", "at_gate"},
	{"8", "at_gate", "gate_returned", "working"},
	{"9", "at_gate", "gate_deferred", "deferred"},
	{"10", "deferred", "resume", "at_gate"},
	{"11", "deferred", "resume_out_of_date", "working"},
	{"12", "at_gate", "gate_refused", "closed"},
	{"13", live, "raise_dispute", "in_dispute"},
	{"14", "in_dispute", "dispute_resolved_to_working", "working"},
	{"14", "in_dispute", "dispute_resolved_to_at_gate", "at_gate"},
	{"14", "in_dispute", "dispute_resolved_to_pending_effect", "pending_effect"},
	{"14", "in_dispute", "dispute_resolved_to_deferred", "deferred"},
	{"15", "in_dispute", "dispute_unresolved", "working"},
	{"15", "in_dispute", "dispute_unresolved_closing", "closed"},
	{"16", live + ",in_dispute", "suspend", "suspended"},
	{"16", "suspended", "lift_to_working", "working"},
	{"16", "suspended", "lift_to_at_gate", "at_gate"},
	{"16", "suspended", "lift_to_pending_effect", "pending_effect"},
	{"16", "suspended", "lift_to_deferred", "deferred"},
	{"16", "suspended", "lift_to_in_dispute", "in_dispute"},
	{"17", "draft," + live + ",in_dispute,suspended", "withdraw", "closed"},
	{"18", live + ",in_dispute,suspended", "commitment_withdrawn", "working"},
	{"20, 21", "working", "review_due", "working"},
	{"22", "at_gate", "gate_passed", "working"},
	{"23", "at_gate", "gate_passed_closing", "closed"},
	{"24", "at_gate", "gate_passed", "working"},
	{"24a", "working", "exit_completed", "closed"},
	{"25", "working", "migrate_definition", "working"},
	{"27", "working,pending_effect", "ratification_refused", "at_gate"},
	{"28", "at_gate,deferred", "evidence_amended", "working"},
}

// signOffRows is DOMAIN §2.2. `close` is decide, tie or nothing, as the votes have it; a resolution to return or to defer
// (§2.1 rows 8 and 9) ends the sign-off from wherever its board may still act.
var signOffRows = []row{
	{"", "waiting", "prerequisites_met", "open"},
	{"", "open", "vote", "open"},
	{"", "open", "declare_interest", "open"},
	{"", "open", "quorum_lost", "inquorate"},
	{"", "inquorate", "quorum_restored", "open"},
	{"", "open", "decide", "decided"},
	{"", "open", "tie", "tied"},
	{"", "tied", "recount", "open"}, // ours: docs/decisions/0006
	{"", "tied", "casting_vote", "decided"},
	{"", "tied", "falls", "decided"},
	{"", "tied", "dispute", "escalated"},
	{"", "open,inquorate", "urgent_decision", "provisional"},
	{"", "provisional", "ratified", "decided"},
	{"", "provisional", "not_ratified", "open"},
	{"", "open,inquorate,tied", "deadline", "escalated"},
	{"", "open,inquorate,tied", "resolve", "decided"},
	{"", "decided,open,inquorate,tied", "reopened", "open"}, // the last three ours: docs/decisions/0015
	{"", "waiting,open,inquorate,tied,provisional", "void", "void"},
}

var machines = map[string]struct {
	m      *machine
	rows   []row
	states []string
}{
	"case": {caseMachine, caseRows, []string{"", "draft", "working", "at_gate", "pending_effect", "deferred", "in_dispute", "suspended", "closed"}},
	"sign-off": {signOffMachine, signOffRows, []string{
		string(SignOffWaiting), string(SignOffOpen), string(SignOffNoQuorum), string(SignOffTie), "provisional", "decided", "escalated", string(SignOffVoidState)}},
}

// moves lists what rows allow: from, event → to.
func moves(rows []row) map[[2]string]string {
	out := map[[2]string]string{}
	for _, r := range rows {
		for from := range strings.SplitSeq(r.from, ",") {
			out[[2]string{from, r.event}] = r.to
		}
	}
	return out
}

// The tables hold every row of DOMAIN §2.1 and §2.2 and not one more: each event is tried from each state.
func TestMachines_are_the_tables_of_the_domain(t *testing.T) {
	for name, c := range machines {
		t.Run(name, func(t *testing.T) {
			allowed := moves(c.rows)
			events := map[string]bool{}
			for _, r := range c.rows {
				events[r.event] = true
			}
			for _, e := range c.m.table {
				if !events[e.Name] {
					t.Errorf("%s is in the table and not in DOMAIN", e.Name)
				}
			}
			for _, from := range c.states {
				for event := range events {
					to, err := c.m.next(from, event)
					switch want, ok := allowed[[2]string{from, event}]; {
					case ok && (err != nil || to != want):
						t.Errorf("%s from %q: got %q (%v), want %q", event, from, to, err, want)
					case !ok && err == nil:
						t.Errorf("%s from %q: got %q, want no such move", event, from, to)
					}
					if _, ok := allowed[[2]string{from, event}]; c.m.can(from, event) != ok {
						t.Errorf("can %s from %q: got %v, want %v", event, from, !ok, ok)
					}
				}
			}
		})
	}
}

// A state that is final leads nowhere, a state that is not is left somewhere.
func TestMachines_end_where_they_should(t *testing.T) {
	final := map[string][]string{"case": {"closed"}, "sign-off": {"escalated", "void"}}
	for name, c := range machines {
		for _, state := range c.states {
			leaves := slices.ContainsFunc(c.rows, func(r row) bool { return c.m.can(state, r.event) })
			if ends := slices.Contains(final[name], state); leaves == ends {
				t.Errorf("%s %q: leads on: %v, want %v", name, state, leaves, !ends)
			}
		}
	}
}

// What is drawn in docs/reference is what runs.
func TestMachines_are_drawn(t *testing.T) {
	page, err := os.ReadFile("../docs/reference/lifecycle.md")
	if err != nil {
		t.Fatal(err)
	}
	for name, diagram := range map[string]string{"case": CaseDiagram(), "sign-off": SignOffDiagram()} {
		if !strings.Contains(string(page), "```mermaid\n"+strings.TrimRight(diagram, "\n")+"\n```\n") {
			t.Errorf("docs/reference/lifecycle.md does not show the %s machine as it is; `make docs` draws it", name)
		}
		rows := machines[name].rows
		for move, to := range moves(rows) {
			from := move[0]
			if from == "" {
				from = none
			}
			if line := fmt.Sprintf("%s --> %s: %s\n", from, to, move[1]); !strings.Contains(diagram, line) {
				t.Errorf("the drawing of a %s lacks %q", name, line)
			}
		}
	}
}

// Asked by many at once, a machine answers each of them rightly (run with -race).
func TestMachine_shared_by_goroutines(t *testing.T) {
	type question struct{ from, event string }
	allowed := moves(caseRows)
	var questions []question
	for _, from := range machines["case"].states {
		for _, r := range caseRows {
			questions = append(questions, question{from, r.event})
		}
	}
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			for i := range 4 * len(questions) {
				q := questions[(i*7+g*31)%len(questions)]
				to, err := caseMachine.next(q.from, q.event)
				if want, ok := allowed[[2]string{q.from, q.event}]; ok != (err == nil) || to != want {
					t.Errorf("%s from %q: got %q (%v), want %q", q.event, q.from, to, err, want)
					return
				}
			}
		})
	}
	wg.Wait()
}

// The facts about looplab/fsm that machine.go leans on. When one of these fails the library has changed, and machine.go may be
// simpler or wrong.

// A move to the same state is an error of the library's, which is not one of ours.
func TestFSM_a_move_to_the_same_state_is_NoTransitionError(t *testing.T) {
	m := fsm.NewFSM("open", fsm.Events{{Name: "vote", Src: []string{"open"}, Dst: "open"}}, nil)
	var same fsm.NoTransitionError
	if err := m.Event(t.Context(), "vote"); !errors.As(err, &same) || same.Err != nil {
		t.Errorf("got %v, want NoTransitionError without a cause", err)
	}
	if to, err := signOffMachine.next("open", "vote"); err != nil || to != "open" {
		t.Errorf("ours: got %q (%v), want open", to, err)
	}
}

// SetState and Event lock one by one, not together: another's SetState that comes between them gives a wrong answer without
// any error. Here the two callers take turns in one goroutine; hence the lock round the pair.
func TestFSM_the_pair_is_not_atomic(t *testing.T) {
	m := fsm.NewFSM("a", fsm.Events{
		{Name: "go", Src: []string{"a"}, Dst: "b"},
		{Name: "go", Src: []string{"x"}, Dst: "y"},
	}, nil)
	m.SetState("a") // one asks: where does go lead from a?
	m.SetState("x") // another asks the same of x, in between
	if err := m.Event(t.Context(), "go"); err != nil || m.Current() == "b" {
		t.Errorf("got %s (%v); the library has grown wiser", m.Current(), err)
	}
}

// A callback whose name is misspelt is dropped in silence: so we have none.
func TestFSM_a_misspelt_callback_is_dropped(t *testing.T) {
	called := false
	m := fsm.NewFSM("open", fsm.Events{{Name: "decide", Src: []string{"open"}, Dst: "decided"}},
		fsm.Callbacks{"enter_decidet": func(context.Context, *fsm.Event) { called = true }})
	if err := m.Event(t.Context(), "decide"); err != nil || called {
		t.Errorf("got %v, called %v", err, called)
	}
}

// An event that the table does not know from a state leaves the state as it was.
func TestFSM_an_event_that_is_not_allowed_changes_nothing(t *testing.T) {
	m := fsm.NewFSM("waiting", signOffTable, nil)
	var invalid fsm.InvalidEventError
	if err := m.Event(t.Context(), "casting_vote"); !errors.As(err, &invalid) || m.Current() != "waiting" {
		t.Errorf("got %v at %s, want InvalidEventError at waiting", err, m.Current())
	}
	var unknown fsm.UnknownEventError
	if err := m.Event(t.Context(), "applaud"); !errors.As(err, &unknown) {
		t.Errorf("got %v, want UnknownEventError", err)
	}
}

// Drawing depends on the table alone, not on what was asked before.
func TestDiagrams_are_the_same_each_time(t *testing.T) {
	before := map[string]string{"case": CaseDiagram(), "sign-off": SignOffDiagram()}
	_, _ = caseMachine.next("at_gate", "gate_deferred")
	_, _ = signOffMachine.next("open", "tie")
	if after := map[string]string{"case": CaseDiagram(), "sign-off": SignOffDiagram()}; !maps.Equal(before, after) {
		t.Errorf("got %v, want %v", after, before)
	}
}
