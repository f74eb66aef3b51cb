package decide

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"comity/events"
	"comity/workflow"
)

func aggregate(n int) events.Aggregate {
	return events.Aggregate{Partnership: "westmere", Kind: events.KindCase, ID: fmt.Sprint("C-", n)}
}

// One at a time has the turn at an aggregate, and what is in use is never dropped.
func TestKept(t *testing.T) {
	k := newKept[*workflow.Case](2)
	enter := func(n int) *entry[*workflow.Case] {
		e, err := k.enter(t.Context(), aggregate(n))
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	first := enter(0)
	for n := 1; n <= 5; n++ {
		k.leave(enter(n))
	}
	if len(k.entries) != 3 || k.idle.Len() != 2 {
		t.Errorf("holds %d, of which %d idle; want the one in use and 2", len(k.entries), k.idle.Len())
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := k.enter(ended, aggregate(0)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want no turn while another has it", err)
	}
	k.leave(first)
	if again := enter(0); again != first {
		t.Error("what was used last was dropped")
	} else {
		k.leave(again)
	}

	var all sync.WaitGroup
	turns := 0 // guarded by the turn
	for range 50 {
		all.Go(func() {
			e := enter(7)
			turns++
			k.leave(e)
		})
	}
	all.Wait()
	if turns != 50 || k.idle.Len() != 2 || len(k.entries) != 2 {
		t.Errorf("%d turns, %d idle of %d", turns, k.idle.Len(), len(k.entries))
	}
}
