package deadlines

import (
	"regexp"
	"testing"
	"time"

	"comity/workflow"
)

var noon = time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)

func item(minutes int, on string) workflow.DueItem {
	return workflow.DueItem{At: noon.Add(time.Duration(minutes) * time.Minute), What: "reminder", On: on}
}

func TestTable(t *testing.T) {
	a, b := key{"p", "A"}, key{"p", "B"}
	tab := newTable()
	if due, next := tab.first(noon); due != nil || !next.IsZero() {
		t.Errorf("got %v, %v of an empty table", due, next)
	}
	tab.set(a, 1, []workflow.DueItem{item(5, "x"), item(7, "y")})
	tab.set(b, 1, []workflow.DueItem{item(6, "x")})
	if due, next := tab.first(noon.Add(5*time.Minute - 1)); due != nil || !next.Equal(noon.Add(5*time.Minute)) {
		t.Errorf("got %v, %v a moment early", due, next)
	}
	due, _ := tab.first(noon.Add(10 * time.Minute))
	if due == nil || due.Case != "A" || due.Item.On != "x" || due.Attempt != 0 {
		t.Fatalf("got %+v, want what is oldest", due)
	}

	now := noon.Add(10 * time.Minute)
	if until := tab.putOff(*due, now); !until.Equal(now.Add(firstPause)) {
		t.Errorf("got put off to %v", until)
	}
	if next, _ := tab.first(now); next == nil || next.Case != "B" {
		t.Errorf("got %+v, want the next case while A's first is put off", next)
	}
	tab.set(b, 1, nil)
	if next, _ := tab.first(now); next == nil || next.Item.On != "y" {
		t.Errorf("got %+v, want A's second while its first is put off", next)
	}
	tab.set(a, 1, []workflow.DueItem{item(5, "x"), item(90, "z")})
	if due, next := tab.first(now); due != nil || !next.Equal(noon.Add(90*time.Minute)) {
		t.Errorf("got %v, %v, want the next moment to be that of what was never fired", due, next)
	}
	again, _ := tab.first(now.Add(firstPause))
	if again == nil || again.Item.On != "x" || again.Attempt != 1 {
		t.Fatalf("got %+v, want the second attempt", again)
	}
	tab.set(a, 1, []workflow.DueItem{item(90, "z")})
	tab.set(a, 1, []workflow.DueItem{item(5, "x")})
	if fresh, _ := tab.first(now); fresh == nil || fresh.Attempt != 0 {
		t.Errorf("got %+v, want what was not due meanwhile to begin anew", fresh)
	}
}

func TestPauseIsBounded(t *testing.T) {
	tab := newTable()
	tab.set(key{"p", "A"}, 1, []workflow.DueItem{item(0, "x")})
	now := noon
	for range 30 {
		due, _ := tab.first(now)
		if due == nil {
			t.Fatal("got nothing due after the pause")
		}
		until := tab.putOff(*due, now)
		if pause := until.Sub(now); pause < firstPause || pause > lastPause {
			t.Fatalf("got a pause of %v", pause)
		}
		now = until
	}
}

func TestCommandID(t *testing.T) {
	uuid := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	tick := Tick{Partnership: "westmere", Case: "C1", Item: item(5, "x")}
	seen := map[string]bool{}
	for _, change := range []func(*Tick){
		func(*Tick) {}, func(t *Tick) { t.Partnership = "other" }, func(t *Tick) { t.Case = "C2" }, func(t *Tick) { t.Revision = 2 }, func(t *Tick) { t.Item.At = t.Item.At.Add(1) },
		func(t *Tick) { t.Item.What = "lapse" }, func(t *Tick) { t.Item.On = "y" }, func(t *Tick) { t.Item.Key = "k" }, func(t *Tick) { t.Attempt = 1 },
	} {
		other := tick
		change(&other)
		id := other.CommandID()
		if !uuid.MatchString(id) {
			t.Errorf("%s is no UUID of version 8", id)
		}
		if seen[id] {
			t.Errorf("%+v has the id of another", other)
		}
		seen[id] = true
	}
	moved := tick
	moved.Item.At = moved.Item.At.In(time.FixedZone("BST", 3600))
	if moved.CommandID() != tick.CommandID() {
		t.Error("the id depends on the time zone")
	}
}
