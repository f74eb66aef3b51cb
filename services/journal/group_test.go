package journal

import (
	"context"
	"errors"
	"strconv"
	"testing"
)

// gathering makes a group under so much load that everybody waits.
func gathering(n int) (*group, []*waiter) {
	g := &group{plain: groupPlain}
	var all []*waiter
	for i := range n {
		all = append(all, &waiter{slot: slot{subject: "s" + strconv.Itoa(i)}, turn: make(chan turn, 1)})
	}
	g.waiting = append(g.waiting, all...)
	return g, all
}

func TestGroup(t *testing.T) {
	t.Run("few_go_plainly_as_others_end", func(t *testing.T) {
		g, all := gathering(groupMin - 1)
		g.plain -= 2
		g.next()
		for i, w := range all {
			if called := len(w.turn) == 1; called != (i < 2) {
				t.Errorf("waiter %d: called is %v", i, called)
			}
		}
		if g.plain != groupPlain || len(g.waiting) != groupMin-3 || g.batch {
			t.Errorf("got %d plain, %d waiting, batch %v", g.plain, len(g.waiting), g.batch)
		}
	})
	t.Run("many_go_in_one_batch", func(t *testing.T) {
		g, all := gathering(groupMax + 5)
		g.next()
		if lead := (<-all[0].turn).lead; len(lead) != groupMax || !g.batch || len(g.waiting) != 5 {
			t.Errorf("got a batch of %d, %d waiting", len(lead), len(g.waiting))
		}
		if g.next(); len(g.waiting) != 5 {
			t.Error("a second batch was begun beside the first")
		}
	})
	t.Run("one_aggregate_once_in_a_batch", func(t *testing.T) {
		g, all := gathering(groupMin + 2)
		all[1].slot.subject, all[3].slot.subject = "s0", "s0"
		g.next()
		if lead := (<-all[0].turn).lead; len(lead) != groupMin || len(g.waiting) != 2 || g.waiting[0] != all[1] {
			t.Errorf("got a batch of %d, %d waiting", len(lead), len(g.waiting))
		}
	})
	t.Run("many_on_one_aggregate_go_plainly", func(t *testing.T) {
		g, all := gathering(3 * groupMin)
		for _, w := range all {
			w.slot.subject = "same"
		}
		g.plain = 0
		if g.next(); g.batch || g.plain != groupPlain || len(g.waiting) != 3*groupMin-groupPlain {
			t.Errorf("got batch %v, %d plain, %d waiting", g.batch, g.plain, len(g.waiting))
		}
	})
	t.Run("who_leaves_in_time_sent_nothing", func(t *testing.T) {
		g, all := gathering(groupMin + 1)
		if g.leave(all[3]) != gathered || len(g.waiting) != groupMin {
			t.Error("a waiter could not leave")
		}
		g.next()
		if g.leave(all[0]) != called || g.leave(all[1]) != gone {
			t.Error("a waiter left after its turn had come")
		}
	})
}

// A context that ends while the record waits for its turn: nothing was sent, and it says so.
func TestLeaveBeforeSending(t *testing.T) {
	j := &Journal{}
	p := &partition{group: group{plain: groupPlain}}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := j.appendOne(ctx, p, []slot{{}}); !errors.Is(err, context.Canceled) || errors.Is(err, ErrUnknown) {
		t.Errorf("got %v, want that nothing was sent", err)
	}
	if len(p.group.waiting) != 0 {
		t.Error("it still waits")
	}
}
