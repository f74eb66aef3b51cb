package workflow

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/looplab/fsm"
)

// The two state machines of DOMAIN §2, as tables and nothing but tables. What a case may do is data; how its status and the
// state of a sign-off may move is fixed here. An event whose destination depends on where the case came from is one row for
// each destination, because a machine has no memory: that is in the case.

// caseTable is DOMAIN §2.1; the number of the row stands behind it.
var caseTable = fsm.Events{
	{Name: "create", Src: []string{none}, Dst: "draft"},                                                                                          // 1
	{Name: "submit", Src: []string{"draft"}, Dst: "working"},                                                                                     // 2
	{Name: "adopt", Src: []string{"draft"}, Dst: "working"},                                                                                      // docs/decisions/0019
	{Name: "request_gate", Src: []string{"working"}, Dst: "at_gate"},                                                                             // 3
	{Name: "gate_passed", Src: []string{"at_gate"}, Dst: "working"},                                                                              // 4, 22, 24
	{Name: "gate_passed_closing", Src: []string{"at_gate"}, Dst: "closed"},                                                                       // 4, 23
	{Name: "gate_decided", Src: []string{"at_gate"}, Dst: "pending_effect"},                                                                      // 5
	{Name: "holds_cleared", Src: []string{"pending_effect"}, Dst: "working"},                                                                     // 6
	{Name: "holds_cleared_closing", Src: []string{"pending_effect"}, Dst: "closed"},                                                              // 6
	{Name: "called_in", Src: []string{"pending_effect"}, Dst: "at_gate"},                                                                         // 7
	{Name: "gate_returned", Src: []string{"at_gate"}, Dst: "working"},                                                                            // 8
	{Name: "gate_deferred", Src: []string{"at_gate"}, Dst: "deferred"},                                                                           // 9
	{Name: "resume", Src: []string{"deferred"}, Dst: "at_gate"},                                                                                  // 10
	{Name: "resume_out_of_date", Src: []string{"deferred"}, Dst: "working"},                                                                      // 11
	{Name: "gate_refused", Src: []string{"at_gate"}, Dst: "closed"},                                                                              // 12
	{Name: "raise_dispute", Src: []string{"working", "at_gate", "pending_effect", "deferred"}, Dst: "in_dispute"},                                // 13
	{Name: "dispute_resolved_to_working", Src: []string{"in_dispute"}, Dst: "working"},                                                           // 14
	{Name: "dispute_resolved_to_at_gate", Src: []string{"in_dispute"}, Dst: "at_gate"},                                                           // 14
	{Name: "dispute_resolved_to_pending_effect", Src: []string{"in_dispute"}, Dst: "pending_effect"},                                             // 14
	{Name: "dispute_resolved_to_deferred", Src: []string{"in_dispute"}, Dst: "deferred"},                                                         // 14
	{Name: "dispute_unresolved", Src: []string{"in_dispute"}, Dst: "working"},                                                                    // 15
	{Name: "dispute_unresolved_closing", Src: []string{"in_dispute"}, Dst: "closed"},                                                             // 15
	{Name: "suspend", Src: []string{"working", "at_gate", "pending_effect", "deferred", "in_dispute"}, Dst: "suspended"},                         // 16
	{Name: "lift_to_working", Src: []string{"suspended"}, Dst: "working"},                                                                        // 16
	{Name: "lift_to_at_gate", Src: []string{"suspended"}, Dst: "at_gate"},                                                                        // 16
	{Name: "lift_to_pending_effect", Src: []string{"suspended"}, Dst: "pending_effect"},                                                          // 16
	{Name: "lift_to_deferred", Src: []string{"suspended"}, Dst: "deferred"},                                                                      // 16
	{Name: "lift_to_in_dispute", Src: []string{"suspended"}, Dst: "in_dispute"},                                                                  // 16
	{Name: "withdraw", Src: []string{"draft", "working", "at_gate", "pending_effect", "deferred", "in_dispute", "suspended"}, Dst: "closed"},     // 17
	{Name: "commitment_withdrawn", Src: []string{"working", "at_gate", "pending_effect", "deferred", "in_dispute", "suspended"}, Dst: "working"}, // 18
	{Name: "review_due", Src: []string{"working"}, Dst: "working"},                                                                               // 20, 21
	{Name: "exit_completed", Src: []string{"working"}, Dst: "closed"},                                                                            // 24a
	{Name: "migrate_definition", Src: []string{"working"}, Dst: "working"},                                                                       // 25
	{Name: "ratification_refused", Src: []string{"working", "pending_effect"}, Dst: "at_gate"},                                                   // 27, docs/decisions/0013
	{Name: "evidence_amended", Src: []string{"at_gate", "deferred"}, Dst: "working"},                                                             // 28
}

// signOffTable is DOMAIN §2.2.
var signOffTable = fsm.Events{
	{Name: "prerequisites_met", Src: []string{"waiting"}, Dst: "open"},
	{Name: "vote", Src: []string{"open"}, Dst: "open"},
	{Name: "declare_interest", Src: []string{"open"}, Dst: "open"},
	{Name: "quorum_lost", Src: []string{"open"}, Dst: "inquorate"},
	{Name: "quorum_restored", Src: []string{"inquorate"}, Dst: "open"},
	{Name: "decide", Src: []string{"open"}, Dst: "decided"},
	{Name: "tie", Src: []string{"open"}, Dst: "tied"},
	{Name: "recount", Src: []string{"tied"}, Dst: "open"}, // docs/decisions/0006
	{Name: "casting_vote", Src: []string{"tied"}, Dst: "decided"},
	{Name: "falls", Src: []string{"tied"}, Dst: "decided"},
	{Name: "dispute", Src: []string{"tied"}, Dst: "escalated"},
	{Name: "urgent_decision", Src: []string{"open", "inquorate"}, Dst: "provisional"},
	{Name: "ratified", Src: []string{"provisional"}, Dst: "decided"},
	{Name: "not_ratified", Src: []string{"provisional"}, Dst: "open"},
	{Name: "deadline", Src: []string{"open", "inquorate", "tied"}, Dst: "escalated"},
	{Name: "resolve", Src: []string{"open", "inquorate", "tied"}, Dst: "decided"},          // a return or a deferral, rows 8 and 9
	{Name: "reopened", Src: []string{"decided", "open", "inquorate", "tied"}, Dst: "open"}, // the last three: docs/decisions/0015
	{Name: "void", Src: []string{"waiting", "open", "inquorate", "tied", "provisional"}, Dst: "void"},
}

// none is the state of what does not exist yet; looplab/fsm knows no empty name.
const none = "none"

// machine answers questions about a table. looplab/fsm holds one current state; set and asked by several goroutines it gives
// wrong answers, so a lock goes round the pair. Making one for each question would cost thirteen times the transition.
type machine struct {
	mu    sync.Mutex
	fsm   *fsm.FSM // owned by mu
	start string
	table fsm.Events
}

var (
	caseMachine    = newMachine(none, caseTable)
	signOffMachine = newMachine("waiting", signOffTable)
)

func newMachine(start string, table fsm.Events) *machine {
	return &machine{fsm: fsm.NewFSM(start, table, nil), start: start, table: table}
}

// next returns the state to which event leads from state, or an error when the table has no such row.
func (m *machine) next(state, event string) (string, error) {
	if state == "" {
		state = none
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fsm.SetState(state)
	err := m.fsm.Event(context.Background(), event)
	if same := (fsm.NoTransitionError{}); errors.As(err, &same) && same.Err == nil {
		err = nil // a move to the same state
	}
	if err != nil {
		return "", fmt.Errorf("%s from %s: %w", event, state, err)
	}
	return m.fsm.Current(), nil
}

// can reports whether the table has a row for event from state.
func (m *machine) can(state, event string) bool {
	_, err := m.next(state, event)
	return err == nil
}

// CaseDiagram and SignOffDiagram draw the machines as Mermaid state diagrams, from their tables.
func CaseDiagram() string { return diagram(caseMachine) }

// SignOffDiagram draws the sign-off machine; see CaseDiagram.
func SignOffDiagram() string { return diagram(signOffMachine) }

func diagram(m *machine) string {
	out, err := fsm.VisualizeForMermaidWithGraphType(fsm.NewFSM(m.start, m.table, nil), fsm.StateDiagram)
	if err != nil {
		panic(err) // the graph type is a constant
	}
	return out
}
