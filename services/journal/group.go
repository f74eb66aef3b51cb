package journal

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

// With synced writes the server makes one fsync for each message and groups nothing, so the journal groups: while writes
// are under way the next ones gather, and many go as one atomic batch with one sync. A batch costs some milliseconds of
// staging by itself, as much as a dozen plain publishes, so a few go plainly; alone, a record goes at once (DESIGN §3).
const (
	// groupPlain is how many plain publishes may be under way before the next ones gather.
	groupPlain = 4

	// groupMin is how many must have gathered for a batch to be worth it, groupMax how many it takes.
	groupMin = 16
	groupMax = 512

	// groupLinger is how long, after a batch, its writers have to come back with their next records. Otherwise two crowds
	// take turns, each in a batch of half the size that costs nearly as much.
	groupLinger = time.Millisecond

	// groupBytes bounds a batch in bytes, which the server holds in memory.
	groupBytes = 8 << 20
)

// group gathers the writes to one partition. A batch joins decisions that know nothing of each other: each has its own
// expectation, and when one of them is refused, and with it the batch, each is tried by itself.
type group struct {
	mu      sync.Mutex
	plain   int // publishes under way, one record each
	batch   bool
	expect  int       // after a batch: how many waiters we linger for; otherwise 0
	waiting []*waiter // in order of arrival; owned by their goroutines again once they are told their turn
}

// waiter is one append that waits for its turn.
type waiter struct {
	slot  slot
	state waiterState
	turn  chan turn // takes one turn, never blocks
}

type waiterState int

const (
	gathered waiterState = iota // in group.waiting, nothing sent
	called                      // its turn is in the channel
	carried                     // somebody else sends it in a batch, its turn will come
	gone                        // it was carried when its context ended: it takes no turn any more
)

// turn tells a waiter what to do. At most one field is set; none means: publish plainly.
type turn struct {
	lead  []*waiter // send these, yourself among them
	first uint64    // your record is stored at this sequence
}

// appendOne appends a single record, by itself or with others.
func (j *Journal) appendOne(ctx context.Context, p *partition, slots []slot) ([]uint64, error) {
	g := &p.group
	g.mu.Lock()
	if g.plain < groupPlain && !g.batch && g.expect == 0 && len(g.waiting) == 0 {
		g.plain++
		g.mu.Unlock()
		return j.appendPlain(ctx, p, slots)
	}
	w := &waiter{slot: slots[0], turn: make(chan turn, 1)}
	g.waiting = append(g.waiting, w)
	if g.expect > 0 && len(g.waiting) >= g.expect {
		g.expect = 0
		g.next()
	}
	g.mu.Unlock()
	var t turn
	select {
	case t = <-w.turn:
	case <-ctx.Done():
		switch g.leave(w) {
		case gathered:
			return nil, context.Cause(ctx)
		case gone:
			return nil, fmt.Errorf("%w: %w", ErrUnknown, context.Cause(ctx))
		}
		t = <-w.turn
	}
	if t.lead != nil {
		t = j.lead(p, t.lead)
	}
	if t.first > 0 {
		return []uint64{t.first}, nil
	}
	return j.appendPlain(ctx, p, slots)
}

// appendPlain publishes one record for which group.plain has been counted up.
func (j *Journal) appendPlain(ctx context.Context, p *partition, slots []slot) ([]uint64, error) {
	defer func() {
		p.group.mu.Lock()
		defer p.group.mu.Unlock()
		p.group.plain--
		p.group.next()
	}()
	return j.append(ctx, p, slots)
}

// lead sends a batch and tells the others how it went. It returns the leader's own turn.
func (j *Journal) lead(p *partition, batch []*waiter) turn {
	slots := make([]slot, len(batch))
	for i, w := range batch {
		slots[i] = w.slot
	}
	first, err := j.publish(context.Background(), p, slots) // whoever gives up, the others still wait for it
	g := &p.group
	g.mu.Lock()
	defer g.mu.Unlock()
	g.batch = false
	if err != nil {
		g.plain++ // each by itself: it finds its slot taken by us, by another, or by nobody
	}
	for i, w := range batch[1:] {
		switch {
		case w.state == gone: // what became of its record is not known
		case err != nil:
			g.plain++
			w.call(turn{})
		default:
			w.call(turn{first: first + uint64(i) + 1})
		}
	}
	if err != nil {
		g.next()
		return turn{}
	}
	g.expect = min(len(g.waiting)+len(batch), groupMax)
	time.AfterFunc(groupLinger, g.linger)
	return turn{first: first}
}

// linger ends the wait for the writers of the last batch.
func (g *group) linger() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.expect = 0
	g.next()
}

// next gives turns to those who wait. The lock is held.
func (g *group) next() {
	if g.batch || g.expect > 0 {
		return
	}
	if len(g.waiting) >= groupMin {
		batch, rest := g.gather()
		if len(batch) >= groupMin {
			g.batch, g.waiting = true, rest
			for _, w := range batch[1:] {
				w.state = carried
			}
			batch[0].call(turn{lead: batch})
			return
		}
	}
	for g.plain < groupPlain && len(g.waiting) > 0 {
		g.plain++
		g.waiting[0].call(turn{})
		g.waiting = slices.Delete(g.waiting, 0, 1)
	}
}

func (w *waiter) call(t turn) {
	w.state = called
	w.turn <- t
}

// gather splits those who wait into what one batch may hold and the rest: each aggregate once, since only the first
// message of a subject may carry an expectation.
func (g *group) gather() (batch, rest []*waiter) {
	subjects := make(map[string]bool, len(g.waiting))
	size := 0
	for _, w := range g.waiting {
		size += len(w.slot.data)
		if len(batch) == groupMax || size > groupBytes || subjects[w.slot.subject] {
			rest = append(rest, w)
			continue
		}
		subjects[w.slot.subject] = true
		batch = append(batch, w)
	}
	return batch, rest
}

// leave takes out a waiter whose context has ended, if its turn has not come, and says how far it was: gathered, called,
// or gone where its record is on its way without it.
func (g *group) leave(w *waiter) waiterState {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch w.state {
	case gathered:
		i := slices.Index(g.waiting, w)
		g.waiting = slices.Delete(g.waiting, i, i+1)
	case carried:
		w.state = gone
	}
	return w.state
}
