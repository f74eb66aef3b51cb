package bus

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"comity/events"
	"comity/workflow"
)

func TestBrief(t *testing.T) {
	short := workflow.Refuse(workflow.Problem{Code: workflow.Malformed, Message: "No.", About: "x", Facts: map[string]any{"n": 1}})
	if got := brief(short); got.Message != "No." || len(got.Details) != 1 || got.Details[0].Facts["n"] != 1 {
		t.Errorf("what is short is changed: %+v", got)
	}
	long := "title is " + strings.Repeat("é", 50_000) + "; it has to be shorter."
	var problems []workflow.Problem
	for range 500 {
		problems = append(problems, workflow.Problem{Code: workflow.Malformed, Message: long, About: long, Facts: map[string]any{"is": long}})
	}
	no := workflow.Refuse(problems...)
	got := brief(no)
	size := len(got.Message)
	for _, p := range got.Details {
		size += len(p.Message) + len(p.About)
	}
	if size > 100<<10 || len(got.Details) < 10 {
		t.Errorf("%d problems of %d bytes are kept", len(got.Details), size)
	}
	m := got.Details[0].Message
	if !utf8.ValidString(m) || len(m) > 1<<10 || !strings.HasPrefix(m, "title is é") || !strings.HasSuffix(m, "it has to be shorter.") {
		t.Errorf("got %d bytes: %.40s … %s", len(m), m, m[len(m)-30:])
	}
	if last := got.Details[len(got.Details)-1].Message; !strings.HasPrefix(last, "There are 4") {
		t.Errorf("got %q, want how many more there are", last)
	}
	if no.Details[0].Message != long {
		t.Error("the refusal itself was changed")
	}
}

// What is remembered is bounded in bytes: the oldest go first.
func TestRememberedIsBoundedInBytes(t *testing.T) {
	noon := time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)
	a := &audit{now: func() time.Time { return noon }, refused: map[refusedKey]refusedCommand{}, inHand: map[refusedKey]chan struct{}{}}
	keep := func(id string, size int) {
		a.remember(Attempt{
			At: noon, Partnership: "westmere", Actor: "p-1", Command: events.CommandRef{ID: id, Digest: "d"},
			Refusal: workflow.Refuse(workflow.Problem{Code: workflow.HoldActive, Message: "No."}),
		}, size)
	}
	keep("1", rememberBytes/2)
	keep("2", rememberBytes/2)
	keep("3", 10)
	if _, there := a.refused[refusedKey{"westmere", "p-1", "1"}]; there || len(a.refused) != 2 || len(a.order) != 2 || a.bytes != rememberBytes/2+10 {
		t.Errorf("%d are kept with %d bytes, want the two newest", len(a.refused), a.bytes)
	}
}
