package scenario

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"sync"
	"time"

	"comity/workflow"
)

// clock is the time of a story. Everything in the engine reads it, and only the story moves it.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t.After(c.at) {
		c.at = t
	}
}

// ids makes the ids of commands: UUIDv7 of the story's time, counting up, so that a story is the same each time it is told.
type ids struct {
	clock *clock
	seed  string

	mu sync.Mutex
	n  int
}

func (i *ids) next() string {
	i.mu.Lock()
	i.n++
	sum := sha256.Sum256(fmt.Appendf(nil, "%s/%d", i.seed, i.n))
	i.mu.Unlock()
	id := sum[:16]
	var ms [8]byte
	binary.BigEndian.PutUint64(ms[:], uint64(i.clock.now().UnixMilli()))
	copy(id[:6], ms[2:])
	id[6], id[8] = id[6]&0x0f|0x70, id[8]&0x3f|0x80
	s := hex.EncodeToString(id)
	return s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]
}

// advance lets time pass up to a moment. It stops at every moment at which something falls due or a mail is to be
// written, in order, skips none, and lets the engine bring it about before it goes on.
func (w *world) advance(ctx context.Context, to time.Time) error {
	for {
		if err := w.fire(ctx); err != nil {
			return err
		}
		next := w.nextDue()
		if mail := w.told.next; mail.After(w.clock.now()) && (next.IsZero() || mail.Before(next)) {
			next = mail
		}
		if next.IsZero() || next.After(to) {
			break
		}
		w.clock.set(next)
	}
	w.clock.set(to)
	return w.fire(ctx)
}

// fire brings about what is due now, and reads what it did.
func (w *world) fire(ctx context.Context) error {
	if _, err := w.engine.house.Deadlines().RunOnce(ctx); err != nil {
		return err
	}
	if err := w.catchUp(ctx); err != nil {
		return err
	}
	return w.tell(ctx)
}

// fireDue is fire where by our own fold something is due.
func (w *world) fireDue(ctx context.Context) error {
	for _, x := range workflow.DueOfRegister(w.register) {
		if !x.At.After(w.clock.now()) {
			return w.fire(ctx)
		}
	}
	for _, c := range w.cases {
		if due := w.due(c); len(due) > 0 && !due[0].At.After(w.clock.now()) {
			return w.fire(ctx)
		}
	}
	return nil
}

// nextDue is the next moment after now at which anything falls due, by our own fold of the journal, not by the engine's table:
// what should have fired and did not is a difference.
func (w *world) nextDue() (next time.Time) {
	now := w.clock.now()
	for _, x := range workflow.DueOfRegister(w.register) {
		if !x.At.After(now) {
			w.differ("%s of %s in the partnership as a whole was due at %s and is still due", x.What, x.On, readable(x.At))
			continue
		}
		if next.IsZero() || x.At.Before(next) {
			next = x.At
		}
	}
	for _, c := range w.cases {
		for _, x := range w.due(c) {
			if !x.At.After(now) {
				w.differ("%s of %s in case %s was due at %s and is still due", x.What, x.On, c.state.ID, readable(x.At))
				continue
			}
			if next.IsZero() || x.At.Before(next) {
				next = x.At
			}
		}
	}
	return next
}

// due is what falls due for a case; it is reckoned once for each state of case and register.
func (w *world) due(c *heldCase) []workflow.DueItem {
	if c.dueAt != [2]int{c.state.Revision, w.register.Revision} {
		c.due, c.dueAt = workflow.Due(c.state, w.register), [2]int{c.state.Revision, w.register.Revision}
	}
	return c.due
}
